"""`frontdoor serve`: the HTTP server and the running parts in one process, stopped together and cleanly."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from adapters.channels.web.routes import web_routes
from adapters.pages.health import health_routes
from adapters.pages.manager import summary_routes
from bot.app import App
from dialogs.messages import Inbound

log = structlog.get_logger()
STOP_S = 10  # seconds that open requests have to finish


def site(app: App) -> Starlette:
    """All HTTP of this process."""

    async def taken(inbound: Inbound) -> None:
        await app.store.receive(inbound)
        app.wake.wake("work")

    district = app.district
    routes: list[BaseRoute] = [
        *web_routes(
            receive=taken,
            log=app.store,
            wake=app.wake,
            files=app.files,
            sessions=app.store,
            texts=app.texts,
            district_name=district.names,
            units=district.units,
            public_url=app.settings.public_url,
            clock=app.clock,
        ),
        *summary_routes(
            load=app.summary,
            sessions=app.store,
            texts=app.texts,
            units=district.units,
            clock=app.clock,
            zone=district.zone,
            sample=app.settings.sample,
        ),
        *health_routes(app.store.backlog, tuple(app.channels)),
    ]
    return Starlette(routes=routes)


async def serve(app: App, role: str, host: str, port: int, ready: Callable[[int], None]) -> None:
    """Run until SIGTERM or SIGINT: stop taking in, finish what is in hand, close."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = None
    if role in ("all", "receive"):
        config = uvicorn.Config(
            site(app), host=host, port=port, log_level="warning", access_log=False, timeout_graceful_shutdown=STOP_S
        )
        server = _Server(config)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(app.run(role, stop))
        if server:
            serving = tasks.create_task(server.serve())
            while not server.started and not serving.done():  # noqa: ASYNC110  # uvicorn has a flag, and no event
                await asyncio.sleep(0.02)
            if serving.done():
                stop.set()
            else:
                ready(server.servers[0].sockets[0].getsockname()[1])
        await stop.wait()
        if server:
            server.should_exit = True
        for topic in ("work", "send", "watch", "desk"):
            app.wake.wake(topic)
    await app.close()


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: ours stop all parts together."""

    def install_signal_handlers(self) -> None:
        """Left to `serve`."""

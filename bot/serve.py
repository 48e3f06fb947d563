"""`frontdoor serve`: the HTTP server and the running parts in one process, stopped together and cleanly."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.channels.web.channel import NAME as WEB
from adapters.channels.web.routes import web_routes
from adapters.pages.health import health_routes
from adapters.pages.manager import summary_routes
from bot.app import App
from bot.logs import complain
from bot.settings import WrongSetting

STOP_S = 10  # seconds that open requests have to finish
BACKLOG = 1024  # connections that wait to be accepted


class NoPort(WrongSetting):
    """The address can't be listened on; the message says what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Take the address, before anything else is begun; port 0 takes a free one. Raises NoPort."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(BACKLOG)
        except OSError:
            listener.close()
            raise
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or "no such port"
        raise NoPort(f"can't listen on {host}:{port} ({why}); free it, or choose another with --port.") from error
    return listener


def site(app: App) -> Starlette:
    """All HTTP of this process."""

    district = app.district
    routes: list[BaseRoute] = [
        *web_routes(
            receive=app.receive,
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
        ),
        *(route for bot in app.bots if (route := bot.route())),
        *health_routes(app.store.backlog, (WEB, *app.channels), app.rasa_outcomes, app.ears.tally),
    ]

    async def broken(request: Request, _: Exception) -> Response:
        """A fault of ours: said kindly, and without a word about what it was."""
        asked = request.headers.get("accept-language", "").split(",")[0]
        return PlainTextResponse(app.texts.text(app.texts.nearest(asked), "page-error-later"), 500)

    return Starlette(routes=routes, exception_handlers={500: broken})


async def serve(app: App, role: str, listener: socket.socket | None, ready: Callable[[], None]) -> None:
    """Run until SIGTERM or SIGINT: stop taking in, finish what is in hand, close. Without `listener`, no HTTP."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = _Server(Calm(site(app))) if listener else None
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(app.run(role, stop))
        if server and listener:
            serving = tasks.create_task(server.serve([listener]))
            serving.add_done_callback(lambda _: stop.set())
            while not server.started and not serving.done():  # noqa: ASYNC110  # uvicorn has a flag, and no event
                await asyncio.sleep(0.01)
        if not stop.is_set():
            ready()
        await stop.wait()
        if server:
            server.should_exit = True
        app.stop()
    await app.close()


class Calm:
    """The outermost layer: a fault of ours was answered and is logged here. Raised on, the server would also cut the
    connection below the answer, and whatever the person's phone sends on it next."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer."""
        answered = False

        async def sent(message: MutableMapping[str, Any]) -> None:
            nonlocal answered
            answered = answered or (message["type"] == "http.response.body" and not message.get("more_body", False))
            await send(message)

        try:
            await self.app(scope, receive, sent)
        except Exception as error:
            if not answered:
                raise
            complain("http", error)


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers, for ours stop all parts together, and without its own log lines."""

    def __init__(self, served: ASGIApp) -> None:
        config = uvicorn.Config(
            served,
            log_config=None,
            log_level="warning",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=STOP_S,
            server_header=False,
            proxy_headers=False,  # nothing of ours asks for an address; https is known from FRONTDOOR_PUBLIC_URL
        )
        super().__init__(config)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Left to `serve`."""
        yield

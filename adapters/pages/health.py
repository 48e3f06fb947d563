"""Pages for machines: /healthz (the process lives), /readyz (it can do its work), /metrics (Prometheus)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from adapters.hearing.tally import Tally

Backlog = Callable[[], Awaitable[Mapping[str, int]]]
"""How many rows wait in the inbox and the outbox, and how many failed. Raises when the database is away."""


Outcomes = Mapping[str, int]
"""What became of the messages that Rasa should have read: how many of each outcome, since the start."""


def health_routes(
    backlog: Backlog,
    channels: tuple[str, ...],
    rasa: Callable[[], Outcomes] = dict,
    voice: Tally | None = None,
) -> list[BaseRoute]:
    """The routes. Nothing in their answers is about a person (law 6)."""

    async def healthz(_: Request) -> Response:
        return JSONResponse({"ok": True})

    async def readyz(_: Request) -> Response:
        try:
            await backlog()
        except Exception as error:
            return JSONResponse({"ok": False, "database": type(error).__name__}, 503)
        return JSONResponse({"ok": True, "channels": list(channels)})

    async def metrics(_: Request) -> Response:
        from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge, generate_latest
        from prometheus_client.core import CounterMetricFamily
        from prometheus_client.registry import Collector

        class Rasa(Collector):
            """Counts that are kept elsewhere, as a counter."""

            def collect(self) -> Iterator[CounterMetricFamily]:
                told = "messages that Rasa should have read"
                family = CounterMetricFamily("frontdoor_rasa_messages", told, labels=["outcome"])
                for outcome, count in (rasa() or {"answered": 0}).items():
                    family.add_metric([outcome], count)
                yield family

        registry = CollectorRegistry()
        registry.register(Rasa())
        registry.register(voice or Tally())
        try:
            counts = await backlog()
        except Exception:  # whatever it is: a scrape must not fail, and frontdoor_up says 0
            counts = {}
        Gauge("frontdoor_up", "1 when the database answers", registry=registry).set(1 if counts else 0)
        for name, count in counts.items():
            Gauge(f"frontdoor_{name}_rows", f"rows in {name}", registry=registry).set(count)
        return Response(generate_latest(REGISTRY) + generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]

"""The webhook: an update is answered with 200 when it is committed, and not before."""

from __future__ import annotations

import hmac
import json

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.channels.bot_api.api import SECRET
from adapters.channels.bot_api.poll import Takes
from adapters.channels.ports import Unavailable

HEADER = b"x-telegram-bot-api-secret-token"
BODY_LIMIT_BYTES = 1_000_000


class _TooLarge(Exception):
    """The body is larger than we read."""


def hook_route(path: str, secret: str, receiver: Takes) -> Route:
    """The address that setWebhook was given. Raises ValueError for a secret that it does not take, above all none:
    without it anybody could speak for anybody.

    Answers: 200 committed (or nothing that concerns us), 400 no update, 401 wrong secret, 413 too large, 503 the
    database is away. The service repeats what was not answered with 200.
    """
    if not SECRET.fullmatch(secret):
        raise ValueError("a webhook needs a secret: 1 to 256 of A-Z, a-z, 0-9, _ and -")
    expected = secret.encode()

    async def hook(request: Request) -> Response:
        if not _knows(request, expected):
            return Response(status_code=401)
        try:
            update = json.loads(await _body(request))
        except _TooLarge:
            return Response(status_code=413)
        except (ValueError, RecursionError, ClientDisconnect):
            return Response(status_code=400)
        if not isinstance(update, dict):
            return Response(status_code=400)
        try:
            await receiver.take([update])
        except Unavailable:
            return Response(status_code=503)
        return Response(status_code=200)

    return Route(path, hook, methods=["POST"])


def _knows(request: Request, expected: bytes) -> bool:
    """Whether the request carries our secret, once; compared in a time that tells nothing about it."""
    given = [value for name, value in request.scope["headers"] if name.lower() == HEADER]
    return len(given) == 1 and hmac.compare_digest(given[0], expected)


async def _body(request: Request) -> bytes:
    """The whole body, whatever its Content-Length says. Raises _TooLarge without holding more than the limit."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_LIMIT_BYTES:
            raise _TooLarge
    return bytes(body)

"""HTTP: addresses, bodies and answers of the Bot API."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import web

from tests.bot_api.errors import Refused, bad
from tests.bot_api.schema import Upload
from tests.bot_api.shapes import Json

if TYPE_CHECKING:
    from tests.bot_api.server import Server

MAX_BODY_BYTES = 64 * 1024 * 1024
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{35}")


def app(server: Server) -> web.Application:
    """What answers for a server."""
    app = web.Application(client_max_size=MAX_BODY_BYTES)
    app.router.add_route("*", "/bot{token}/{method}", partial(on_call, server))
    app.router.add_get("/file/bot{token}/{path:.+}", partial(on_file, server))
    return app


async def on_call(server: Server, request: web.Request) -> web.StreamResponse:
    """/bot<token>/<method>."""
    token, method = request.match_info["token"], request.match_info["method"]
    bot = server.bots.get(token)
    if bot is None:
        refused = Refused("Unauthorized", 401) if _TOKEN.fullmatch(token) else Refused("Not Found", 404)
        return _json(refused.status, refused.body())
    try:
        raw, uploads, form = await _body(request)
    except web.HTTPRequestEntityTooLarge:
        refused = Refused("Request Entity Too Large", 413)
        return _json(refused.status, refused.body())
    except ValueError as wrong:
        server.violated(bot, method, [f"the body cannot be read: {wrong}"])
        refused = bad("can't parse JSON object")
        return _json(refused.status, refused.body())
    answer = await server.handle(bot, method, raw, uploads, form)
    if answer is None:
        if request.transport:
            request.transport.abort()
        return web.Response()
    return _json(*answer)


async def on_file(server: Server, request: web.Request) -> web.StreamResponse:
    """/file/bot<token>/<file_path>."""
    bot = server.bots.get(request.match_info["token"])
    path = request.match_info["path"]
    fault = server.fault_for("download", None, bot.username if bot else "")
    try:
        if fault and not await server.go_wrong(fault):
            if request.transport:
                request.transport.abort()
            return web.Response()
        stored = server.files.download(path, bot.id) if bot else None
        if stored is None:
            raise Refused("Not Found", 404)
    except Refused as refused:
        return _json(refused.status, refused.body())
    return web.Response(body=stored.data, content_type="application/octet-stream")


def _json(status: int, body: Json) -> web.Response:
    return web.json_response(body, status=status)


async def _body(request: web.Request) -> tuple[Json, dict[str, Upload], bool]:
    """The parameters from the address and the body, the files, and whether values came as strings."""
    in_address: Json = dict(request.query)
    if request.content_type == "application/json":
        raw = json.loads(await request.read() or b"{}")
        if not isinstance(raw, dict):
            raise ValueError("no object")
        return in_address | raw, {}, bool(in_address)
    uploads: dict[str, Upload] = {}
    fields: Json = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.filename, value.file.read(), value.content_type)
        elif isinstance(value, str):
            fields[name] = value
        else:
            fields[name] = value.decode()
    return in_address | fields, uploads, True

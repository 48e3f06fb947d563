"""Stands between a bot and a Bot API server, and remembers what the people of each chat were shown.

The independent server, PyPI `lo-bot-api-emulator`, checks what it is sent and keeps none of it. What it does not know
of the Bot API (UNKNOWN, and answers that are opened) is taken out on the way; our own server checks those parameters
against the published schema.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

Json = dict[str, Any]
UNKNOWN = frozenset({"link_preview_options", "duration"})
NO_FORUM: dict[str, Json] = {
    "getChat": {"id": -1, "type": "supergroup", "title": "x"},
    "getChatMember": {"status": "member", "user": {"id": 7, "is_bot": True, "first_name": "Fixture"}},
}
"""What is answered here, because the server behind does not know groups: an ordinary member in an ordinary one."""
MAX_BODY_BYTES = 64 * 1024 * 1024


@dataclass
class Shown:
    """A message as a person sees it now."""

    id: int
    text: str = ""
    buttons: list[Json] = field(default_factory=list)
    file: bytes = b""


class Wiretap:
    """What went through. `busy` has the chats that are answered with 429, and how often."""

    def __init__(self, behind: str) -> None:
        self.behind = behind
        self.url = ""
        self.chats: dict[str, dict[int, Shown]] = {}
        self.busy: dict[str, int] = {}
        self.acknowledged = 0  # all below were confirmed by an offset
        self.refused: list[str] = []
        self.session: aiohttp.ClientSession

    def shown(self, chat: str) -> list[Shown]:
        """The messages of a chat, oldest first."""
        return sorted(self.chats.get(chat, {}).values(), key=lambda message: message.id)

    async def call(self, request: web.Request) -> web.Response:
        """Hand a call on, and note what came of it."""
        method, token = request.match_info["method"], request.match_info["token"]
        form = await request.post()
        given = {name: value for name, value in form.items() if name not in UNKNOWN and "force_reply" not in str(value)}
        chat = str(given.get("chat_id", ""))
        if method.startswith("send") and method != "sendChatAction" and self.busy.get(chat):
            self.busy[chat] -= 1
            waiting = {"retry_after": 2}
            return web.json_response(
                {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": waiting}, status=429
            )
        if method in NO_FORUM:
            return web.json_response({"ok": True, "result": NO_FORUM[method]})
        if method == "getUpdates":
            self.acknowledged = max(self.acknowledged, int(str(given.get("offset", 0))))
        body = aiohttp.FormData(quote_fields=False)
        for name, value in given.items():
            if isinstance(value, web.FileField):
                body.add_field(name, value.file.read(), filename=value.filename, content_type=value.content_type)
                value.file.seek(0)
            else:
                body.add_field(name, str(value))
        async with self.session.post(f"{self.behind}/bot{token}/{method}", data=body if given else None) as response:
            answer = await response.json()
        if answer["ok"]:
            self.note(method, given, answer["result"])
        else:
            self.refused.append(f"{method}: {answer['description']}")
        return web.json_response(answer, status=response.status)

    def note(self, method: str, given: Json, result: Any) -> None:
        """What the chat shows now."""
        messages = self.chats.setdefault(str(given.get("chat_id", "")), {})
        keys = [key for row in json.loads(given.get("reply_markup", "{}")).get("inline_keyboard", []) for key in row]
        if method == "sendMessage":
            messages[result["message_id"]] = Shown(result["message_id"], given["text"], keys)
        elif method in ("sendPhoto", "sendVoice", "sendDocument"):
            (file,) = [value for value in given.values() if isinstance(value, web.FileField)]
            messages[result["message_id"]] = Shown(result["message_id"], file=file.file.read())
        elif method == "sendMediaGroup":
            files = [value for value in given.values() if isinstance(value, web.FileField)]
            for one, file in zip(result, files, strict=True):
                messages[one["message_id"]] = Shown(one["message_id"], file=file.file.read())
        elif method in ("editMessageText", "editMessageReplyMarkup"):
            message = messages[int(given["message_id"])]
            message.text, message.buttons = given.get("text", message.text), keys
        elif method == "deleteMessage":
            messages.pop(int(given["message_id"]), None)

    async def file(self, request: web.Request) -> web.Response:
        """Hand a file on."""
        async with self.session.get(self.behind + request.path) as response:
            return web.Response(body=await response.read(), status=response.status)


@asynccontextmanager
async def tapping(behind: str) -> AsyncIterator[Wiretap]:
    """A wiretap in front of a server, at `.url`."""
    tap = Wiretap(behind)
    app = web.Application(client_max_size=MAX_BODY_BYTES)
    app.router.add_post("/bot{token}/{method}", tap.call)
    app.router.add_get("/file/{path:.+}", tap.file)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0, handler_cancellation=True)
    async with aiohttp.ClientSession() as tap.session:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        tap.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield tap
        finally:
            await runner.cleanup()

"""The chat's own addresses, the same for residents and staff: messages, files, lines, and the socket."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from adapters.channels.ports import Files, Line, Log, Receive, Unavailable, Wake
from adapters.channels.web.channel import topic_of
from adapters.channels.web.doors import LANGUAGE_COOKIE, Door, NoEntry, same_site
from adapters.channels.web.wire import (
    BODY_LIMIT_BYTES,
    Guest,
    Said,
    Unreadable,
    inbound,
    line_json,
    media_json,
    read,
)
from adapters.texts import Texts

FILE_LIMIT_BYTES = 20 * 1024 * 1024
DRAIN_BYTES = 64 * 1024 * 1024  # read and thrown away, so that a browser hears "too large" and no broken line
WAIT_LIMIT_S = 25.0  # below the 30 s after which common proxies cut a silent request
REREAD_S = 2.0  # the longest that a lost wake-up can hold a line back
OLDER_LINES = 200  # as many as a chat opens with
OLDER_REACH = 1000  # how far back is looked at first
LAST_SEQ = 2**31 - 1  # no line has a larger number: after it nothing is newer
FROM_THE_FIRST = -1  # `after` 0 would mean the newest
BEAT_S = 20.0  # a silent socket says that it is alive
RECHECK_S = 30.0  # how often an open socket's session is looked at again
FILE_ID = re.compile(r"[A-Za-z0-9_.-]{1,128}")
SHOWN_INLINE = ("image/", "audio/")


class TooLarge(Exception):
    """A body above its limit."""


@dataclass(frozen=True)
class Chat:
    """One way in (residents' or staff's) with all that it is handed."""

    door: Door
    receive: Receive
    log: Log
    wake: Wake
    files: Files
    texts: Texts
    clock: Callable[[], datetime]
    own_host: str = ""  # of public_url, where a proxy hands on another Host

    def routes(self) -> list[BaseRoute]:
        """The addresses under the door's prefix."""
        prefix = self.door.prefix
        return [
            Route(f"{prefix}/messages", self.messages, methods=["POST"]),
            Route(f"{prefix}/lines", self.lines, methods=["GET"]),
            Route(f"{prefix}/files", self.file_in, methods=["POST"]),
            Route(f"{prefix}/files/{{file}}", self.file_out, methods=["GET"]),
            WebSocketRoute(f"{prefix}/ws", self.socket),
        ]

    async def messages(self, request: Request) -> Response:
        """One message in. The answer 200 means that it is committed."""
        language = ""
        try:
            if not self._ours(request):
                return self._error(request, 403, "page-error-elsewhere")
            if not request.headers.get("content-type", "").startswith("application/json"):
                return self._error(request, 415, "page-error-unreadable")
            guest = await self.door.guest(request)
            said = read(await body(request, BODY_LIMIT_BYTES))
            language = said.language
            await self._take(said, guest)
        except Unreadable as wrong:
            return self._error(request, 400, wrong.key, wrong.language or language)
        except NoEntry as no:
            return self._error(request, no.status, no.key)
        except TooLarge:
            return self._error(request, 413, "page-error-too-long")
        except Unavailable:
            return self._error(request, 503, "page-error-later", language)
        return answer(b'{"ok":true,"id":"%s"}' % said.id.encode())

    async def _take(self, said: Said, guest: Guest) -> None:
        media = []
        for file in said.files:
            known = await self.files.media(file, guest.chat)
            if known is None:
                raise Unreadable("page-error-file-gone", said.language, said.id)
            media.append(known)
        await self.receive(inbound(said, guest, tuple(media), self.clock()))

    async def file_in(self, request: Request) -> Response:
        """A photo or voice note, before the message that it belongs to."""
        try:
            if not self._ours(request):
                return self._error(request, 403, "page-error-elsewhere")
            guest = await self.door.guest(request)
            media = await self.files.take(await body(request, FILE_LIMIT_BYTES), guest.chat)
        except Unreadable as wrong:
            return self._error(request, 400, wrong.key)
        except NoEntry as no:
            return self._error(request, no.status, no.key)
        except TooLarge:
            return self._error(request, 413, "page-error-file-too-large")
        except Unavailable:
            return self._error(request, 503, "page-error-later")
        if media.problem:
            known = media.problem in self.texts.keys(self._language(request))
            return self._error(request, 422, media.problem if known else "page-error-file-problem")
        shown = media_json(media, self.door.prefix, self.door.query(guest))
        return answer(json.dumps({"file": media.file, **shown}).encode())

    async def file_out(self, request: Request) -> Response:
        """A file that came in, or was sent to, this very chat; to all others it is unknown."""
        file = request.path_params["file"]
        try:
            guest = await self.door.guest(request)
            if not FILE_ID.fullmatch(file) or not await self.files.seen_in(file, guest.chat):
                return self._error(request, 404, "page-error-file-gone")
            found = await self.files.find(file)
        except NoEntry as no:
            return self._error(request, no.status, no.key)
        except Unavailable:
            return self._error(request, 503, "page-error-later")
        if found is None or not found[0].is_file():
            return self._error(request, 404, "page-error-file-gone")
        path, media_type = found
        inline = media_type.startswith(SHOWN_INLINE) and "svg" not in media_type
        return FileResponse(
            path,
            media_type=media_type,
            headers={
                "cache-control": "private, max-age=86400, immutable",
                "content-disposition": "inline" if inline else "attachment",
                "content-security-policy": "default-src 'none'; sandbox",
                "x-content-type-options": "nosniff",
                "referrer-policy": "no-referrer",
            },
        )

    async def lines(self, request: Request) -> Response:
        """The lines after `after`; without any, wait up to `wait` seconds for one. Or the last ones before `before`."""
        try:
            before = int(number(request.query_params.get("before", "0"), LAST_SEQ))
            after = number(request.query_params.get("after", "0"), LAST_SEQ)
            wait_s = number(request.query_params.get("wait", "0"), WAIT_LIMIT_S)
            guest = await self.door.guest(request)
            if before:
                fresh = await self._older(guest.chat, before)
            else:
                fresh = await self._fresh(guest.chat, int(after), wait_s)
        except ValueError:
            return self._error(request, 400, "page-error-unreadable")
        except NoEntry as no:
            return self._error(request, no.status, no.key)
        except Unavailable:
            return self._error(request, 503, "page-error-later")
        return answer(json.dumps({"lines": [self._line(line, guest) for line in fresh]}).encode())

    async def _fresh(self, chat: str, after: int, wait_s: float) -> list[Line]:
        loop = asyncio.get_running_loop()
        until = loop.time() + wait_s
        while True:
            # The waiter starts before the log is read, so that a line between the two still wakes us.
            woken = asyncio.create_task(self.wake.wait(topic_of(chat), REREAD_S))
            try:
                lines = await self.log.lines(chat, after)
                left_s = until - loop.time()
                if lines or left_s <= 0:
                    return lines
                await asyncio.wait({woken}, timeout=min(left_s, REREAD_S))
            finally:
                woken.cancel()

    async def _older(self, chat: str, before: int) -> list[Line]:
        """The last lines before one. A log reads forward: so from further and further back, until there are enough."""
        reach = OLDER_REACH
        while True:
            after = before - 1 - reach
            # A seq belongs to one line of all chats, so that `reach` lines hold all that can lie between the two.
            found = await self.log.lines(chat, after if after > 0 else FROM_THE_FIRST, reach)
            older = [line for line in found if line.seq < before]
            if len(older) >= OLDER_LINES or after <= 0:
                return older[-OLDER_LINES:]
            reach *= 8

    def _line(self, line: Line, guest: Guest) -> dict[str, object]:
        return line_json(line, self.door.caps, self.door.prefix, self.door.query(guest))

    async def socket(self, socket: WebSocket) -> None:
        """New lines as they come; messages are taken here too, and acknowledged when committed."""
        try:
            after = int(number(socket.query_params.get("after", "0"), LAST_SEQ))
            guest = await self.door.guest(socket)
        except (NoEntry, ValueError, Unavailable):
            return await socket.close(1008)
        if not self._ours(socket, required=True):
            return await socket.close(1008)
        await socket.accept()
        tasks = [
            asyncio.create_task(self._push(socket, guest, after)),
            asyncio.create_task(self._hear(socket, guest)),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        failed = [e for e in (task.exception() for task in done) if e is not None]
        if any(isinstance(e, WebSocketDisconnect) for e in failed):
            return None
        if any(not isinstance(e, NoEntry | Unavailable) for e in failed):
            raise failed[0]
        await socket.close(1008 if any(isinstance(e, NoEntry) for e in failed) else 1013)

    async def _push(self, socket: WebSocket, guest: Guest, after: int) -> None:
        loop = asyncio.get_running_loop()
        checked = loop.time()
        while True:
            lines = await self._fresh(guest.chat, after, BEAT_S)
            if loop.time() - checked > RECHECK_S:
                await self.door.guest(socket)
                checked = loop.time()
            for line in lines:
                await socket.send_text(json.dumps({"type": "line", **self._line(line, guest)}))
                after = line.seq
            if not lines:
                await socket.send_text('{"type":"beat"}')

    async def _hear(self, socket: WebSocket, guest: Guest) -> None:
        while True:
            frame = await socket.receive()
            if frame["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(frame.get("code", 1000))
            raw = frame.get("text") or frame.get("bytes") or ""
            await socket.send_text(json.dumps(await self._heard(socket, guest, raw)))

    async def _heard(self, socket: WebSocket, guest: Guest, raw: str | bytes) -> dict[str, str]:
        id_, language, key = "", "", ""
        try:
            if len(raw) > BODY_LIMIT_BYTES:
                raise TooLarge
            said = read(raw)
            id_, language = said.id, said.language
            await self.door.guest(socket)
            await self._take(said, guest)
        except Unreadable as wrong:
            id_, language, key = wrong.id or id_, wrong.language or language, wrong.key
        except TooLarge:
            key = "page-error-too-long"
        except Unavailable:
            key = "page-error-later"
        if not key:
            return {"type": "ack", "id": id_}
        return {"type": "error", "id": id_, "text": self.texts.text(language or self._language(socket), key)}

    def _ours(self, connection: HTTPConnection, *, required: bool = False) -> bool:
        return same_site(connection, self.own_host, required=required)

    def _language(self, connection: HTTPConnection) -> str:
        return self.texts.nearest(asked_language(connection))

    def _error(self, connection: HTTPConnection, status: int, key: str, language: str = "") -> Response:
        text = self.texts.text(language or self._language(connection), key)
        return answer(json.dumps({"error": text}).encode(), status)


def answer(content: bytes, status: int = 200) -> Response:
    """JSON that nobody keeps and no browser takes for something else."""
    return Response(
        content,
        status,
        media_type="application/json",
        headers={"cache-control": "no-store", "x-content-type-options": "nosniff"},
    )


def asked_language(connection: HTTPConnection) -> str:
    """The language chosen on the page, else the browser's first."""
    chosen = connection.cookies.get(LANGUAGE_COOKIE, "")
    return chosen or connection.headers.get("accept-language", "").split(",")[0].strip()


def number(text: str, most: float) -> float:
    """A number of an address from 0 to `most`. Raises ValueError."""
    value = float(text)
    if not value >= 0:  # also true of NaN
        raise ValueError(text)
    return min(value, most)


async def body(request: Request, limit_bytes: int) -> bytes:
    """The whole body. Raises TooLarge without ever holding more than the limit."""
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size <= limit_bytes:
                parts.append(part)
            else:
                parts.clear()
            if size > max(DRAIN_BYTES, limit_bytes):
                break
    except ClientDisconnect:
        raise Unreadable from None  # nobody is left to hear an answer
    if size > limit_bytes:
        raise TooLarge
    return b"".join(parts)

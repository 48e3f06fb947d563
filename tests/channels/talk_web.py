"""A browser: a resident's page, or the page of a unit's group."""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import connect

from dialogs.messages import Kind
from tests.channels.talk import NAME, Talk, Way


@dataclass
class Page(Talk):
    """A browser: residents send by HTTP, staff by WebSocket; both read the lines of their chat."""

    way: Way
    person: str
    village: str
    client: httpx.AsyncClient
    prefix: str = "/chat"
    channel: str = "web"
    chat: str = ""
    unit: str = ""
    count: int = 0
    last: dict[str, object] = field(default_factory=dict)
    answers: list[tuple[int, str]] = field(default_factory=list)

    async def open(self) -> None:
        if self.unit:
            code = await self.way.app.store.new_code("staff", self.unit, NAME)
            await self.client.post("/sign-in", data={"code": code})
            self.chat = f"unit:{self.unit}"
            await self.way.file_case(self.village)
            await self.said("谁来接")
            ((self.person,),) = self.way.rows("SELECT id FROM staff ORDER BY created_at DESC LIMIT 1")
            await self.pick("回复群众")
            await self.said("要跟群众说什么")
        else:
            await self.post(type="start")
            await self.said("您遇到什么事了")
            ((self.chat,),) = self.way.rows("SELECT chat FROM inbox WHERE channel = 'web' ORDER BY id DESC LIMIT 1")
            self.person = self.way.taken(self, Kind.START)[0].person

    async def post(self, **message: object) -> str:
        """A new message; its external id."""
        self.count += 1
        self.last = {"id": f"m-{self.count}-{secrets.token_hex(4)}", "language": "zh-CN", **message}
        await self.again()
        return f"{self.chat}:{self.last['id']}"

    async def again(self) -> None:
        if self.unit:
            await self._by_socket()
            return
        answer = await self.client.post(f"{self.prefix}/messages", json=self.last)
        self.answers.append((answer.status_code, answer.text))
        if answer.status_code == 503:
            await asyncio.sleep(0.1)  # as the page does: it keeps the message and tries again
            await self.again()

    async def _by_socket(self) -> None:
        base = str(self.client.base_url).rstrip("/")
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        address = f"{base.replace('http', 'ws', 1)}{self.prefix}/ws?after=999999999&unit={self.unit}"
        async with connect(address, additional_headers={"cookie": cookies}, origin=base) as socket:  # type: ignore[arg-type]
            while True:
                await socket.send(json.dumps(self.last))
                while (answer := json.loads(await socket.recv()))["type"] not in ("ack", "error"):
                    pass
                self.answers.append((200 if answer["type"] == "ack" else 400, str(answer.get("text", ""))))
                if not self._later(answer):
                    return
                await asyncio.sleep(0.1)

    def _later(self, answer: dict[str, str]) -> bool:
        return answer["type"] == "error" and answer["text"].startswith("现在收不下")

    async def acknowledged(self) -> bool:
        return any(status == 200 for status, _ in self.answers[-1:])

    async def say(self, text: str) -> str:
        return await self.post(type="text", text=text)

    async def lines(self) -> list[dict[str, Any]]:
        """The lines of the chat."""
        answer = await self.client.get(f"{self.prefix}/lines", params={"after": 0, "unit": self.unit})
        assert answer.status_code == 200, answer.text
        return list(answer.json()["lines"])

    async def pick(self, label: str) -> None:
        buttons = [b for line in await self.lines() for b in line["buttons"] if b["label"] == label]
        await self.post(type="choice", value=buttons[-1]["value"], question=buttons[-1]["question"])

    async def pick_late(self, label: str) -> None:
        await self.pick(label)  # lines stay as they were said; the page greys them

    async def photos(self, *photos: bytes) -> None:
        await self._send_files(photos)

    async def voice(self, data: bytes) -> None:
        await self._send_files((data,))

    async def _send_files(self, contents: tuple[bytes, ...]) -> None:
        files = []
        for content in contents:
            answer = await self.client.post(f"{self.prefix}/files", params={"unit": self.unit}, content=content)
            assert answer.status_code == 200, answer.text
            files.append(answer.json()["file"])
        await self.post(type="media", files=files)

    async def edit(self, text: str) -> None:
        await self.post(type="edit", of=self.last["id"], text=text)

    async def odd(self) -> str:
        answer = await self.client.post(f"{self.prefix}/files", params={"unit": self.unit}, content=b"%PDF-1.7")
        assert answer.status_code == 422
        return str(answer.json()["error"])

    async def text(self) -> str:
        return "\n".join(line["text"] for line in await self.lines() if not line["echo_of"])

    async def labels(self) -> list[str]:
        return [b["label"] for line in await self.lines() for b in line["buttons"]]

    async def files(self) -> list[bytes]:
        found = []
        for line in await self.lines():
            for media in line["media"] if not line["echo_of"] else []:
                answer = await self.client.get(media["url"])
                assert answer.status_code == 200, answer.text
                found.append(answer.content)
        return found

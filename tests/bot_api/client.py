"""A bare client, which speaks to a Bot API server as any program would."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.bot_api.shapes import Json


@dataclass(frozen=True)
class Answer:
    """A status and a body."""

    status: int
    body: Json

    @property
    def description(self) -> str:
        """The words of an error."""
        return str(self.body.get("description", ""))


class Client:
    """One bot's side. JSON by `call` and `ok`, forms by `form`."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str):
        self.session = session
        self.url = url
        self.token = token

    async def call(self, method: str, **params: object) -> Answer:
        """Call a method with a JSON body."""
        async with self.session.post(f"{self.url}/bot{self.token}/{method}", json=params) as response:
            return Answer(response.status, await response.json())

    async def ok(self, method: str, **params: object) -> Any:
        """Call a method that must succeed; its result."""
        answer = await self.call(method, **params)
        assert answer.status == 200 and answer.body["ok"], f"{method}: {answer.body}"
        return answer.body["result"]

    async def form(self, method: str, files: dict[str, bytes] | None = None, **params: object) -> Answer:
        """Call a method with a form, multipart when there are files; objects and lists go as JSON."""
        data = aiohttp.FormData()
        for name, value in params.items():
            data.add_field(name, value if isinstance(value, str) else json.dumps(value))
        for name, content in (files or {}).items():
            data.add_field(name, content, filename=f"{name}.bin", content_type="application/octet-stream")
        async with self.session.post(f"{self.url}/bot{self.token}/{method}", data=data) as response:
            return Answer(response.status, await response.json())

    async def get(self, method: str, **params: str) -> Answer:
        """Call a method with all parameters in the address."""
        async with self.session.get(f"{self.url}/bot{self.token}/{method}", params=params) as response:
            return Answer(response.status, await response.json())

    async def download(self, path: str) -> tuple[int, bytes]:
        """Fetch a file by the path that getFile gave."""
        async with self.session.get(f"{self.url}/file/bot{self.token}/{path}") as response:
            return response.status, await response.read()

    async def updates(self, offset: int = 0, **params: object) -> list[Json]:
        """getUpdates."""
        result: list[Json] = await self.ok("getUpdates", offset=offset, **params)
        return result

    async def news(self) -> list[Json]:
        """All updates that wait, confirmed at once."""
        result = await self.updates()
        if result:
            await self.updates(result[-1]["update_id"] + 1)
        return result

"""A bot's updates: kept for a day, handed out by long polling or by webhook until they are confirmed."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from tests.bot_api.bell import Bell, Clock
from tests.bot_api.errors import bad, conflict
from tests.bot_api.shapes import Json

KEPT_S = 24 * 3600.0
REMEMBERED = 1000  # confirmed updates that can be delivered once more
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
WEBHOOK_PORTS = (443, 80, 88, 8443)
_ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_LONGEST_RETRY_S = 1.0

Answer = Callable[[Json], Awaitable[None]]
"""Takes a method call that came as the answer to a webhook request."""


@dataclass(eq=False)
class Update:
    """One update on its way."""

    id: int
    body: Json
    at: float
    lane: int  # updates of one chat go to a webhook one after the other
    failures: int = 0
    not_before: float = 0.0  # of the event loop's clock
    on_its_way: bool = False


@dataclass
class Hook:
    """A webhook as it was set."""

    url: str
    secret: str
    max_connections: int
    certificate: bool = False
    ip_address: str = ""
    error: tuple[int, str] | None = None


class Ways:
    """What a test may change about delivery, the same for all bots."""

    def __init__(self) -> None:
        self.shuffle: random.Random | None = None
        self.retry_s = 0.05  # after a failed webhook request; doubles each time, up to a second
        self.webhook_timeout_s = 10.0
        self.routes: dict[str, str] = {}

    def local(self, url: str) -> str:
        """Where a public URL really leads in this test."""
        for public, local in self.routes.items():
            if url.startswith(public):
                return local + url.removeprefix(public)
        return url


class Queue:
    """The updates of one bot."""

    def __init__(self, clock: Clock, ways: Ways, changed: Bell, on_answer: Answer, first_id: int) -> None:
        self.pending: list[Update] = []
        self.confirmed: deque[Update] = deque(maxlen=REMEMBERED)
        self.allowed: frozenset[str] | None = None
        self.hook: Hook | None = None
        self.polls = 0  # getUpdates calls that are open now
        self._clock, self._ways, self._changed, self._on_answer = clock, ways, changed, on_answer
        self._next_id = first_id
        self._again: list[Update] = []
        self._turn = 0
        self._bell = Bell()
        self._pump: asyncio.Task[None] | None = None
        self._posts: set[asyncio.Task[None]] = set()
        self._closed = False

    def put(self, kind: str, content: Json, lane: int = 0) -> None:
        """Queue an update, unless the bot does not want its kind."""
        wanted = kind in self.allowed if self.allowed else kind not in _ONLY_WHEN_ASKED
        if wanted:
            self.push({kind: content}, lane)

    def push(self, body: Json, lane: int = 0) -> int:
        """Queue an update as it is, under the next id; the id."""
        update_id = self._next_id
        self._next_id += 1
        self.pending.append(Update(update_id, {**body, "update_id": update_id}, self._clock.now(), lane))
        self._bell.ring()
        return update_id

    def redeliver(self, last: int) -> int:
        """The last confirmed updates once more, each with its own id; how many these are."""
        again = list(self.confirmed)[-last:]
        for update in again:
            update.failures, update.not_before, update.on_its_way = 0, 0.0, False
        if self.hook:
            self.pending = again + self.pending
        else:
            self._again += again
        self._bell.ring()
        return len(again)

    async def poll(self, offset: int, limit: int, timeout_s: float, allowed: list[str] | None) -> list[Json]:
        """getUpdates."""
        if self.hook:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self._turn += 1
        turn = self._turn
        self._bell.ring()
        if allowed is not None:
            self.allowed = frozenset(allowed) or None
        self._confirm(offset)
        until = asyncio.get_running_loop().time() + timeout_s
        self.polls += 1
        try:
            while True:
                if self._turn != turn:
                    raise conflict(
                        "terminated by other getUpdates request; make sure that only one bot instance is running"
                    )
                if self.hook:
                    raise conflict("terminated by setWebhook request")
                ready = self._ready(limit)
                left_s = until - asyncio.get_running_loop().time()
                if ready or left_s <= 0 or self._closed:
                    return [update.body for update in ready]
                await self._bell.wait(left_s)
        finally:
            self.polls -= 1

    def _ready(self, limit: int) -> list[Update]:
        self._expire()
        again, self._again = self._again[:limit], self._again[limit:]
        batch = again + self.pending[: limit - len(again)]
        if self._ways.shuffle:
            self._ways.shuffle.shuffle(batch)
        return batch

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.confirmed.extend(self.pending[:offset])
            self.pending = self.pending[offset:]
        elif offset:
            self.confirmed.extend(update for update in self.pending if update.id < offset)
            self.pending = [update for update in self.pending if update.id >= offset]
        self._changed.ring()

    def _expire(self) -> None:
        oldest = self._clock.now() - KEPT_S
        self.pending = [update for update in self.pending if update.at > oldest]

    def set_webhook(self, params: Json) -> None:
        """setWebhook; an empty URL removes it."""
        if params.get("drop_pending_updates"):
            self.pending.clear()
        url = params["url"]
        if not url:
            self.delete_webhook()
            return
        parts = urlsplit(url)
        routed = self._ways.local(url) != url
        on_this_machine = parts.hostname in ("127.0.0.1", "localhost", "::1")
        if parts.scheme != "https" and not on_this_machine:
            raise bad("bad webhook: An HTTPS URL must be provided for webhook", fault=True)
        if not routed and not on_this_machine and (parts.port or 443) not in WEBHOOK_PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443", fault=True)
        if "allowed_updates" in params:
            self.allowed = frozenset(params["allowed_updates"]) or None
        self.hook = Hook(
            url,
            params.get("secret_token", ""),
            params.get("max_connections", 40),
            "certificate" in params,
            params.get("ip_address", ""),
        )
        self._bell.ring()
        if self._pump is None:
            self._pump = asyncio.create_task(self._deliver())

    def delete_webhook(self, drop_pending: bool = False) -> None:
        """deleteWebhook."""
        if drop_pending:
            self.pending.clear()
        self.hook = None
        self._bell.ring()

    def info(self) -> Json:
        """getWebhookInfo."""
        self._expire()
        info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(self.pending)}
        if self.hook:
            info |= {
                "url": self.hook.url,
                "has_custom_certificate": self.hook.certificate,
                "max_connections": self.hook.max_connections,
            }
            if self.hook.ip_address:
                info["ip_address"] = self.hook.ip_address
            if self.hook.error:
                info["last_error_date"], info["last_error_message"] = self.hook.error
        if self.allowed:
            info["allowed_updates"] = sorted(self.allowed)
        return info

    async def _deliver(self) -> None:
        """Keep as many webhook requests under way as the bot allows, one at a time for each chat."""
        async with aiohttp.ClientSession() as session:
            while not self._closed:
                self._expire()
                wait_s = self._start_posts(session)
                await self._bell.wait(wait_s)

    def _start_posts(self, session: aiohttp.ClientSession) -> float:
        """Start what can be started; seconds until there may be more to do."""
        now = asyncio.get_running_loop().time()
        later: list[float] = []
        candidates = list(self.pending) if self.hook else []
        if self._ways.shuffle:
            self._ways.shuffle.shuffle(candidates)
        busy = {update.lane for update in self.pending if update.on_its_way}
        for update in candidates:
            if self.hook is None or len(self._posts) >= self.hook.max_connections:
                break
            if update.on_its_way or (update.lane in busy and not self._ways.shuffle):
                continue
            if not self._ways.shuffle:
                busy.add(update.lane)
            if update.not_before > now:
                later.append(update.not_before - now)
                continue
            update.on_its_way = True
            task = asyncio.create_task(self._post(session, self.hook, update))
            self._posts.add(task)
            task.add_done_callback(self._posted)
        return min(later, default=3600.0)

    def _posted(self, task: asyncio.Task[None]) -> None:
        self._posts.discard(task)
        self._bell.ring()
        self._changed.ring()

    async def _post(self, session: aiohttp.ClientSession, hook: Hook, update: Update) -> None:
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        problem, answer = "", None
        try:
            async with session.post(
                self._ways.local(hook.url),
                json=update.body,
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=self._ways.webhook_timeout_s),
            ) as response:
                if response.status // 100 != 2:
                    problem = f"Wrong response from the webhook: {response.status} {response.reason}"
                elif response.content_type == "application/json":
                    with suppress(ValueError):
                        answer = await response.json()
        except TimeoutError:
            problem = "Read timeout expired"
        except aiohttp.ClientConnectorError:
            problem = "Connection refused"
        except aiohttp.ClientError:
            problem = "Connection closed by the webhook"
        update.on_its_way = False
        if problem:
            hook.error = (int(self._clock.now()), problem)
            pause_s = min(self._ways.retry_s * 2**update.failures, _LONGEST_RETRY_S)
            update.failures += 1
            update.not_before = asyncio.get_running_loop().time() + pause_s
        elif update in self.pending:
            self.pending.remove(update)
            self.confirmed.append(update)
        if isinstance(answer, dict) and "method" in answer:
            await self._on_answer(answer)

    async def close(self) -> None:
        """End what is open."""
        self._closed = True
        self._bell.ring()
        tasks = [*self._posts, *([self._pump] if self._pump else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

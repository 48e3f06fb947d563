"""The project's own Telegram Bot API server, for tests: real HTTP, several bots, people who type and tap."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any, TypeVar

from aiohttp import web

from tests.bot_api import settings, wire
from tests.bot_api.bell import Bell, Clock
from tests.bot_api.bots import Bot, Person
from tests.bot_api.calls import Context, Method
from tests.bot_api.delivery import Queue, Ways
from tests.bot_api.editing import EDITING
from tests.bot_api.errors import Refused, Violation, bad
from tests.bot_api.faults import Fault, FloodLimits, How, first_of
from tests.bot_api.files import Files
from tests.bot_api.groups import Group
from tests.bot_api.rooms import Message, PrivateRoom, Room
from tests.bot_api.schema import Request, Upload, check_answer, check_object, read
from tests.bot_api.seats import Member, PrivateChat, Tap
from tests.bot_api.sending import SENDING
from tests.bot_api.settings import SETTINGS
from tests.bot_api.shapes import Json

T = TypeVar("T")
METHODS: dict[str, Method] = SENDING | EDITING | SETTINGS
LONGEST_POLL_S = 50
QUERY_LIFETIME_S = 10.0
FIRST_PERSON = 5_100_000_001  # above 32 bits, as real ones are
FIRST_GROUP = -4_100_000_001
FIRST_SUPERGROUP = -1_002_100_000_001


@dataclass
class Call:
    """One request of a bot, as `server.calls` keeps it."""

    bot: str
    method: str
    params: Json
    at: datetime
    status: int = 0  # of the answer; 0 while there is none
    description: str = ""  # of an error
    result: object = None

    @property
    def chat(self) -> object:
        """The chat that it was about."""
        return self.params.get("chat_id")


@dataclass
class _Query:
    tap: Tap
    bot: Bot
    at: float
    done: bool = field(default=False)


class Server:
    """Bots, people and groups, and all that went over the wire. `serving()` makes one."""

    def __init__(self) -> None:
        self.url = ""
        self.clock = Clock()
        self.changed = Bell()
        self.files = Files(self.clock)
        self.ways = Ways()
        self.limits: FloodLimits | None = None
        self.query_lifetime_s = QUERY_LIFETIME_S
        self.bots: dict[str, Bot] = {}  # by token
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.migrated: dict[int, int] = {}
        self.calls: list[Call] = []
        self.violations: list[Violation] = []
        self.impatient: list[Call] = []  # to a chat that a 429 had asked to leave alone for longer
        self._private: dict[tuple[int, int], PrivateChat] = {}
        self._members: dict[tuple[int, int], Member] = {}
        self._queries: dict[str, _Query] = {}
        self._faults: list[Fault] = []
        self._patience: dict[tuple[str, str], float] = {}
        self._closing = asyncio.Event()
        self._numbers = 0
        self._supergroups = 0

    # Who there is.

    def bot(self, name: str, *, privacy: bool = True, username: str = "") -> Bot:
        """A new bot. With `privacy` it gets commands, replies and service messages only, in groups."""
        number = len(self.bots) + 1
        bot_id = 6_900_000_000 + number
        token = f"{bot_id}:{'AAF' + re.sub('[^A-Za-z0-9]', '', name)[:20]:x<35}"
        queue = Queue(self.clock, self.ways, self.changed, self._answering(token), 700_000_000 + 1000 * number)
        safe_name = re.sub("[^A-Za-z0-9]", "", name) or "front"
        bot = Bot(self, bot_id, name, username or f"{safe_name}_test_bot", token, privacy, queue)
        self.bots[token] = bot
        return bot

    def person(self, first_name: str, *, last_name: str = "", username: str = "", language_code: str = "") -> Person:
        """Somebody new."""
        person = Person(self, FIRST_PERSON + len(self.people), first_name, last_name, username, language_code)
        self.people[person.id] = person
        return person

    def group(
        self,
        title: str,
        people: Sequence[Person] = (),
        bots: Sequence[Bot] = (),
        *,
        kind: str = "supergroup",
        forum: bool = False,
    ) -> Group:
        """A new group. The first of the people owns it; each bot is added by them, and hears so."""
        assert kind in ("group", "supergroup"), f"a group is no {kind}"
        assert kind == "supergroup" or not forum, "only a supergroup can be a forum"
        group_id = self.new_supergroup_id() if kind == "supergroup" else FIRST_GROUP - len(self.groups)
        owner = people[0] if people else self.person("Owner")
        group = Group(self, group_id, title, kind, forum, owner)
        self.groups[group_id] = group
        members: list[Person | Bot] = [*people[1:], *bots]
        for who in members:
            group.add(who, owner)
        return group

    def private_chat(self, bot: Bot, person: Person) -> PrivateChat:
        """A person's chat with a bot; always the same one."""
        key = (bot.id, person.id)
        if key not in self._private:
            self._private[key] = PrivateChat(PrivateRoom(self, bot, person), person)
        return self._private[key]

    def member(self, group: Group, person: Person) -> Member:
        """A group as one of its people uses it; always the same one."""
        key = (id(group), person.id)
        if key not in self._members:
            self._members[key] = Member(group, person)
        return self._members[key]

    def new_supergroup_id(self) -> int:
        """An id that no chat has."""
        self._supergroups += 2  # the one below it is the linked channel's
        return FIRST_SUPERGROUP - self._supergroups

    def moved(self, group: Group, old: int, new: int) -> None:
        """A group has another id from now on."""
        del self.groups[old]
        self.groups[new] = group
        self.migrated[old] = new

    def new_album(self) -> str:
        """An id for an album, a poll or a tap."""
        self._numbers += 1
        return str(13_500_000_000_000_000 + self._numbers)

    # The time.

    @property
    def now(self) -> datetime:
        """The time on Telegram's side (UTC); it runs, and can be set."""
        return datetime.fromtimestamp(self.clock.now(), UTC)

    @now.setter
    def now(self, now: datetime) -> None:
        self.clock.set(now.timestamp())

    # What goes wrong.

    def fail(
        self,
        method: str = "*",
        status: int = 500,
        *,
        how: How = "answer",
        times: int | None = 1,
        chat: int | None = None,
        bot: Bot | None = None,
        retry_after: int | None = None,
        description: str = "",
        after: bool = False,
    ) -> Fault:
        """Let calls fail: with a status (429 with `retry_after` seconds), by a dropped connection, or by silence.

        `times` None is for ever, until `heal()`. With `after` the call does its work and only its answer is lost.
        The fault that comes back counts its hits.
        """
        name = bot.username if bot else None
        fault = Fault(method, status, how, times, chat, name, retry_after, description, after)
        self._faults.append(fault)
        return fault

    def heal(self) -> None:
        """Nothing goes wrong any more on purpose; silent calls are let go."""
        self._faults.clear()
        self._closing.set()
        self._closing = asyncio.Event()

    @property
    def shuffle(self) -> Random | None:
        """With a `random.Random`, updates come out of order."""
        return self.ways.shuffle

    @shuffle.setter
    def shuffle(self, rng: Random | None) -> None:
        self.ways.shuffle = rng

    def route(self, public: str, local: str) -> None:
        """Webhook requests to a public URL go to a local one, as a reverse proxy would let them."""
        self.ways.routes[public] = local

    def redeliver(self, last: int = 1) -> int:
        """The last confirmed updates of each bot once more, with the same ids; how many these were."""
        return sum(bot.redeliver(last) for bot in self.bots.values())

    # What went over the wire.

    def calls_of(self, method: str, *, bot: Bot | None = None, chat: int | None = None) -> list[Call]:
        """The calls of a method, oldest first."""
        return [
            call
            for call in self.calls
            if call.method == method
            and (bot is None or call.bot == bot.username)
            and (chat is None or str(call.chat) == str(chat))
        ]

    @property
    def refused(self) -> list[Call]:
        """The calls that were answered with an error."""
        return [call for call in self.calls if call.status >= 400]

    async def until(self, true: Callable[[], T], what: str | Callable[[], str], within_s: float = 10.0) -> T:
        """Wait until `true()` is true, looking again whenever something happened here; fail aloud when it is not."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within_s
        while not (value := true()):
            left_s = deadline - loop.time()
            if left_s <= 0:
                raise AssertionError(f"not in {within_s} s: {what if isinstance(what, str) else what()}")
            await self.changed.wait(left_s)
        return value

    # How it is done.

    def deliver(self, bot: Bot, kind: str, content: Json, lane: int) -> None:
        """An update for a bot, checked first."""
        problems = check_object("Update", {"update_id": 1, kind: content})
        self.violations += [Violation(bot.username, "update", problem, ours=True) for problem in problems]
        bot.queue.put(kind, content, lane)

    def tapped(self, tap: Tap, person: Person, data: str) -> str:
        """Tell the bot that its button was tapped; the id of the query."""
        message = tap.message
        assert isinstance(message.by, Bot), f"{message!r} has buttons but is of no bot"
        query_id = self.new_album()
        self._queries[query_id] = _Query(tap, message.by, self.clock.now())
        query: Json = {
            "id": query_id,
            "from": person.user(),
            "message": message.shown(message.by),
            "chat_instance": str(-message.room.id * 31),
            "data": data,
        }
        if message.deleted:
            query["message"] = {"chat": message.room.chat_json(), "message_id": message.id, "date": 0}
        self.deliver(message.by, "callback_query", query, message.room.id)
        return query_id

    def answered(self, bot: Bot, query_id: str, answer: Json) -> bool:
        """A tap is answered; False when it is too late, the second time, or no tap of this bot."""
        query = self._queries.get(query_id)
        if query is None or query.bot is not bot or query.done:
            return False
        if self.clock.now() - query.at > self.query_lifetime_s:
            return False
        query.done = True
        query.tap.answer = answer
        self.changed.ring()
        return True

    def commands_for(self, bot: Bot, room: Room, person: Person) -> list[Json]:
        """The commands that a person is offered in a chat."""
        return settings.commands_for(bot, room, person)

    def _answering(self, token: str) -> Callable[[Json], Any]:
        async def answer(body: Json) -> None:
            """A webhook's answer that calls a method; its result goes nowhere."""
            method = str(body.pop("method"))
            await self.handle(self.bots[token], method, body, {}, form=False)

        return answer

    async def handle(
        self, bot: Bot, method: str, raw: Json, uploads: dict[str, Upload], form: bool
    ) -> tuple[int, Json] | None:
        """Answer a call with a status and a body; None when the connection is to be dropped."""
        request = read(method, raw, uploads, form)
        call = Call(bot.username, request.method, request.params, self.now)
        self.calls.append(call)
        self.changed.ring()
        if self.clock.now() < self._patience.get((bot.username, str(call.chat)), 0):
            self.impatient.append(call)
        fault = self.fault_for(request.method, request.params.get("chat_id"), bot.username)
        try:
            if fault and not fault.after and not await self.go_wrong(fault):
                return None
            result = await self._result(bot, request, uploads)
            if fault and fault.after and not await self.go_wrong(fault):
                return None
        except Refused as refused:
            call.status, call.description = refused.status, refused.description
            if wait_s := (refused.parameters or {}).get("retry_after"):
                self._patience[bot.username, str(call.chat)] = self.clock.now() + wait_s
            if refused.fault and not request.problems:
                self.violated(bot, request.method, [refused.description])
            return refused.status, refused.body()
        except (AssertionError, LookupError, TypeError, ValueError, AttributeError) as wrong:
            # What the schema lets through must be answered; a test sees here what was not thought of.
            self.violated(bot, request.method, [f"the server failed: {wrong!r}"], ours=True)
            call.status = 500
            return 500, Refused("Internal Server Error", 500).body()
        finally:
            self.changed.ring()
        call.status, call.result = 200, result
        if request.method != "getUpdates":  # those were checked when they were made; a test may have pushed worse ones
            self.violated(bot, request.method, check_answer(request.method, result), ours=True)
        return 200, {"ok": True, "result": result}

    def fault_for(self, method: str, chat: object, bot: str) -> Fault | None:
        """What is to go wrong with a call; a fault counts that it was hit."""
        return first_of(self._faults, method, chat, bot)

    async def go_wrong(self, fault: Fault) -> bool:
        """Do what the fault says; False when there is nobody to answer to any more."""
        if fault.how == "answer":
            raise fault.refusal()
        if fault.how == "hang":
            await self._closing.wait()
        return False

    async def _result(self, bot: Bot, request: Request, uploads: dict[str, Upload]) -> object:
        if request.problems:
            self.violated(bot, request.method, request.problems)
            if request.problems[0].startswith("unknown method"):
                raise Refused("Not Found: method not found", 404)
            raise bad(_in_telegrams_words(request.problems[0]))
        params = request.params
        if request.method == "getUpdates":
            timeout_s = min(params.get("timeout", 0), LONGEST_POLL_S)
            settings.check_kinds(params)
            return await bot.queue.poll(
                params.get("offset", 0), params.get("limit", 100), timeout_s, params.get("allowed_updates")
            )
        if request.method not in METHODS:
            self.violated(bot, request.method, ["is not served here"])
            raise Refused(f"Not Implemented: {request.method} is not served here", 501)
        if (
            self.limits
            and request.method.startswith(("send", "copy", "forward"))
            and request.method != "sendChatAction"
        ):
            messages = len(params["media"]) if request.method == "sendMediaGroup" else 1
            self.limits.take(bot.username, int(params["chat_id"]), messages, self.clock.now())
        return METHODS[request.method](Context(self, bot, params, uploads))

    def violated(self, bot: Bot, where: str, problems: Sequence[str], ours: bool = False) -> None:
        """Remember what must not have gone over the wire."""
        self.violations += [Violation(bot.username, where, problem, ours) for problem in problems]

    async def close(self) -> None:
        """End what is open."""
        self._closing.set()
        for bot in self.bots.values():
            await bot.queue.close()


def _in_telegrams_words(problem: str) -> str:
    """Telegram's own sentence for a problem, where it has one."""
    for part, words in (
        ("missing parameter text", "message text is empty"),
        ("missing parameter chat_id", "chat_id is empty"),
        (".callback_data: ", "BUTTON_DATA_INVALID"),
        ("command must be 1-32", "BOT_COMMAND_INVALID"),
        ("].description: ", "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("secret_token: ", "secret token contains invalid characters or is too long"),
    ):
        if part in problem:
            return words
    return problem


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    """A server on a free port of this machine, at `server.url`."""
    server = Server()
    # A client that hangs up ends its long poll.
    runner = web.AppRunner(wire.app(server), access_log=None, shutdown_timeout=1.0, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        await server.close()
        await runner.cleanup()


__all__ = ["Call", "Message", "Server", "serving"]

"""The database as the running parts see it: inbox, outbox, timers, logs; and units of work."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Integer, String, bindparam, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from cases.case import Event
from cases.district import District
from dialogs.exchange import BESIDE, Line, Post, Visitor
from dialogs.messages import Inbound
from storage import tables as t
from storage.batches import FileBatches
from storage.codec import dump, outbound_from, storable
from storage.database import Away, reading, writing
from storage.lessons import LessonBook, outlived
from storage.work import BLOCKED, DISPLAYED, Work, event_of, fingerprint, key_of

BATCH = 200  # messages that one commit takes at most
SESSION_DAYS = 30
PARTS_KEPT = timedelta(days=7)  # so long a channel may be away in the middle of a message
BESIDE_KEPT = timedelta(days=60)  # so long an answer to any message of a case is known as one
ALBUM_MOST = 20  # messages that one album comes in at most

# Three of the four hot statements, made once; the fourth, the claim, is in storage/work.py. As text they cost
# SQLAlchemy next to nothing; built from parts at each call they cost as much as all the rest of the call.
_INSERT = text(
    "INSERT INTO inbox (channel, external_id, chat, payload, received_at) VALUES (:channel, :external_id, :chat, "
    ":payload, :received_at) ON CONFLICT (channel, external_id) DO NOTHING"
).bindparams(bindparam("received_at", type_=t.Moment()))
_FREE = """
    SELECT o.id FROM outbox o
    JOIN (SELECT min(id) AS id FROM outbox WHERE sent_at IS NULL AND channel IN :channels GROUP BY channel, chat) first
      ON first.id = o.id
    WHERE o.sent_at IS NULL AND (o.not_before IS NULL OR o.not_before <= :now)
      AND (o.leased_until IS NULL OR o.leased_until <= :now)
    ORDER BY o.id LIMIT :most"""
"""The oldest unsent row of each chat, unless it is put off or leased: a chat's order holds up nobody else's."""
_MOMENTS: tuple[BindParameter[Any], ...] = (bindparam("now", type_=t.Moment()), bindparam("channels", expanding=True))
_ANY_FREE = text(_FREE).bindparams(*_MOMENTS)
_LEASE = {
    name: text(
        f"UPDATE outbox SET leased_until = :until, tries = tries + 1 WHERE id IN ({_FREE} {lock}) "  # noqa: S608  # constants
        "RETURNING id, channel, chat, payload, tries"
    )
    .bindparams(*_MOMENTS, bindparam("until", type_=t.Moment()))
    .columns(id=Integer, channel=String, chat=String, payload=String, tries=Integer)
    for name, lock in (("sqlite", ""), ("postgresql", "FOR UPDATE OF o SKIP LOCKED"))
}
_SENT = text("UPDATE outbox SET sent_at = :now, leased_until = NULL WHERE id IN :ids").bindparams(
    bindparam("now", type_=t.Moment()), bindparam("ids", expanding=True)
)
_OLDEST = (
    select(func.min(t.inbox.c.id).label("id"))
    .where(t.inbox.c.done_at.is_(None))
    .group_by(t.inbox.c.channel, t.inbox.c.chat)
).subquery()
_UNDONE = (
    select(t.inbox)
    .join(_OLDEST, _OLDEST.c.id == t.inbox.c.id)
    .where(or_(t.inbox.c.not_before.is_(None), t.inbox.c.not_before <= bindparam("now")))
    .order_by(t.inbox.c.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An inbox row that is not done."""

    id: int
    channel: str
    chat: str
    payload: str
    received_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Leased:
    """An outbox row that this sender has for a while."""

    id: int
    channel: str
    chat: str
    payload: str
    tries: int


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that is due."""

    kind: str
    subject: str
    due_at: datetime
    data: dict[str, object]


class Store:
    """All that is kept. `clock` gives the time; nothing is connected before the first call."""

    def __init__(self, engine: AsyncEngine, district: District, clock: Callable[[], datetime]) -> None:
        self.engine = engine
        self._batches = FileBatches(engine) if engine.dialect.name == "sqlite" else None
        self.district = district
        self.clock = clock
        self.stopping = False  # then nobody is kept waiting for new lines
        self._waiting: list[tuple[dict[str, object], asyncio.Future[None]]] = []
        self._batch: list[tuple[dict[str, object], asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    @property
    def one_machine(self) -> bool:
        """Whether the database is a file, which one process that runs all parts has to itself."""
        return self._batches is not None

    async def close(self) -> None:
        """Finish what is being written and close all connections."""
        if self._writer and not self._writer.done():
            await self._writer
        if self._batches:
            await self._batches.close()
        await self.engine.dispose()

    # --- receive ---------------------------------------------------------------------------------------------------

    async def receive(self, inbound: Inbound) -> None:
        """Commit a message to the inbox, together with whatever else arrives at the same moment. Raises Unavailable.

        Group commit: while one commit is under way the next messages gather, and go together in the one after it.
        """
        row = {
            "channel": inbound.channel,
            "external_id": key_of(inbound.external_id),
            "chat": storable(inbound.chat),
            "payload": dump(inbound),
            "received_at": self.clock(),
        }
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
            self._writer.add_done_callback(self._released)
        await done

    async def _write(self) -> None:
        while self._waiting:
            self._batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            errors = await self._commit([row for row, _ in self._batch])
            for (_, done), error in zip(self._batch, errors, strict=True):
                if done.done():
                    continue  # whoever waited has gone away
                if error:
                    done.set_exception(error)
                else:
                    done.set_result(None)
            self._batch = []

    def _released(self, writer: asyncio.Task[None]) -> None:
        """Nobody waits for ever: when the writer was stopped, those whose message it had hear that it is not taken."""
        if not writer.cancelled() and writer.exception() is None:
            return
        for _, done in [*self._batch, *self._waiting]:
            if not done.done():
                done.set_exception(Away("stopped"))
        self._batch, self._waiting = [], []

    async def _commit(self, rows: list[dict[str, object]]) -> list[Exception | None]:
        """Commit the rows together; what went wrong with each. One that no database would take spoils no other."""
        try:
            await self._insert(rows)
        except Away as error:
            return [error] * len(rows)
        except Exception as error:
            if len(rows) == 1:
                return [error]
            return [outcome for row in rows for outcome in await self._commit([row])]
        return [None] * len(rows)

    async def _insert(self, rows: list[dict[str, object]]) -> None:
        if self._batches:
            await self._batches.insert(rows)
            return
        for last in (False, True):
            try:
                async with writing(self.engine) as connection:
                    await connection.execute(_INSERT, rows)
                return
            except Away as error:
                # A connection that died while nobody used it: a new one may be had at once, and repeating is harmless.
                lost = getattr(error.__cause__, "connection_invalidated", False)
                if last or not lost:
                    raise

    # --- work ------------------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """A unit of work: one commit at the end, or nothing at all."""
        async with writing(self.engine) as connection:
            yield Work(connection, self.district, self.clock())

    @asynccontextmanager
    async def look(self) -> AsyncIterator[Work]:
        """The same questions, without the right to change anything."""
        async with reading(self.engine) as connection:
            yield Work(connection, self.district, self.clock())

    async def undone(self, limit: int = 100) -> list[Waiting]:
        """The oldest undone message of each chat, longest waiting first; chats whose turn is put off are left out."""
        async with reading(self.engine) as connection:
            found = (await connection.execute(_UNDONE, {"now": self.clock(), "most": limit})).all()
        return [Waiting(r.id, r.channel, r.chat, r.payload, r.received_at, r.tries) for r in found]

    async def behind(self, row: Waiting) -> list[Waiting]:
        """The messages of the same chat that wait behind one, in their order; as many as an album may have."""
        c = t.inbox.c
        later = select(t.inbox).where(c.channel == row.channel, c.chat == row.chat, c.id > row.id, c.done_at.is_(None))
        async with reading(self.engine) as connection:
            found = (await connection.execute(later.order_by(c.id).limit(ALBUM_MOST - 1))).all()
        return [Waiting(r.id, r.channel, r.chat, r.payload, r.received_at, r.tries) for r in found]

    async def waits(self, channel: str, chat: str) -> bool:
        """Whether a message of this chat is still to be worked."""
        c = t.inbox.c
        open_ = select(c.id).where(c.channel == channel, c.chat == chat, c.done_at.is_(None)).limit(1)
        async with reading(self.engine) as connection:
            return (await connection.execute(open_)).first() is not None

    async def put_off(self, id: int, seconds: float) -> None:
        """A message whose turn failed is tried again later; the messages behind it wait, so that order is kept."""
        async with writing(self.engine) as connection:
            later = self.clock() + timedelta(seconds=seconds)
            await connection.execute(
                update(t.inbox).where(t.inbox.c.id == id).values(not_before=later, tries=t.inbox.c.tries + 1)
            )

    # --- send ------------------------------------------------------------------------------------------------------

    async def lease(self, channels: Sequence[str], seconds: float, limit: int = 50) -> list[Leased]:
        """Take the oldest unsent row of each chat, unless it is leased, put off, or its chat's order forbids it."""
        now = self.clock()
        asked = {"now": now, "channels": list(channels), "most": limit}
        lease = _LEASE[self.engine.dialect.name]
        if self.engine.dialect.name == "sqlite":  # most looks find nothing, and need not wait for the one writer
            async with reading(self.engine) as connection:
                if (await connection.execute(_ANY_FREE, {**asked, "most": 1})).first() is None:
                    return []
        async with writing(self.engine) as connection:
            rows = (await connection.execute(lease, {**asked, "until": now + timedelta(seconds=seconds)})).all()
        return sorted((Leased(r.id, r.channel, r.chat, r.payload, r.tries) for r in rows), key=lambda r: r.id)

    async def renew(self, id: int, seconds: float) -> None:
        """Keep a row that is leased, and still under way, for so many seconds more."""
        await self._outbox([id], leased_until=self.clock() + timedelta(seconds=seconds))

    async def release(self) -> None:
        """What a process that is no more had in hand may be sent at once. Only for who knows to be the one sender."""
        held = t.outbox.c.sent_at.is_(None) & t.outbox.c.leased_until.is_not(None)
        async with writing(self.engine) as connection:
            await connection.execute(update(t.outbox).where(held).values(leased_until=None))

    async def sent(self, ids: Sequence[int]) -> None:
        """The channel has them."""
        async with writing(self.engine) as connection:
            await connection.execute(_SENT, {"now": self.clock(), "ids": list(ids)})

    async def send_later(self, ids: Sequence[int], seconds: float) -> None:
        """The channel wants them later; the chat's later messages wait behind them."""
        await self._outbox(ids, not_before=self.clock() + timedelta(seconds=seconds), leased_until=None)

    async def send_never(self, ids: Sequence[int], reason: str) -> None:
        """The channel will never take them; why is kept."""
        await self._outbox(ids, sent_at=self.clock(), leased_until=None, dead=reason[:200])

    async def move_chat(self, channel: str, old: str, new: str) -> None:
        """A chat goes on under another id."""
        async with self.work() as work:
            await work.move_chat(channel, old, new)

    # --- posts: adapters.channels.ports.Posts ----------------------------------------------------------------------

    async def remember(self, channel: str, chat: str, key: str, post: Post) -> None:
        """Note a message of ours that stands in a chat, in place of an older one of this key."""
        async with self.work() as work:
            await work.keep_post(channel, chat, key, post)

    async def recall(self, channel: str, chat: str, key: str) -> Post | None:
        """The message of this key."""
        c = t.posts.c
        theirs = select(t.posts).where(c.channel == channel, c.chat == chat, c.key == key)
        async with reading(self.engine) as connection:
            row = (await connection.execute(theirs)).first()
        return Post(row.message, row.thread, row.text) if row else None

    async def forget(self, channel: str, chat: str, key: str) -> None:
        """It is of no further use."""
        c = t.posts.c
        async with writing(self.engine) as connection:
            await connection.execute(delete(t.posts).where(c.channel == channel, c.chat == chat, c.key == key))

    async def tidy(self) -> None:
        """Forget which parts of a message were sent, when the message must be through long since, which messages belong
        to a case, when nobody answers them any more, and lessons of a year ago."""
        c, now = t.posts.c, self.clock()
        parts = c.key.startswith("out:", autoescape=True) & (c.at < now - PARTS_KEPT)
        beside = c.key.like(f"case:%{BESIDE}%") & (c.at < now - BESIDE_KEPT)
        async with writing(self.engine) as connection:
            await connection.execute(delete(t.posts).where(or_(parts, beside)))
            await connection.execute(outlived(now.astimezone(self.district.zone).date()))

    async def _outbox(self, ids: Sequence[int], **values: object) -> None:
        async with writing(self.engine) as connection:
            await connection.execute(update(t.outbox).where(t.outbox.c.id.in_(ids)).values(**values))

    # --- watch -----------------------------------------------------------------------------------------------------

    async def due_timers(self, limit: int = 50) -> list[Timer]:
        """Timers whose moment has come, oldest first."""
        rows = select(t.timers).where(t.timers.c.due_at <= self.clock()).order_by(t.timers.c.due_at).limit(limit)
        async with reading(self.engine) as connection:
            found = (await connection.execute(rows)).all()
        return [Timer(r.kind, r.subject, r.due_at, json.loads(r.data)) for r in found]

    # --- logs, summaries -------------------------------------------------------------------------------------------

    async def lines(self, chat: str, after: int, limit: int = 200) -> list[Line]:
        """The lines of a web chat. Raises Unavailable."""
        if self.stopping:
            raise Away("stopping")
        rows = select(t.outbox).where(t.outbox.c.channel == DISPLAYED, t.outbox.c.chat == chat, t.outbox.c.id > after)
        ordered = rows.order_by(t.outbox.c.id.desc() if after == 0 else t.outbox.c.id).limit(limit)
        async with reading(self.engine) as connection:
            found = (await connection.execute(ordered)).all()
        lines = [Line(r.id, r.created_at, outbound_from(r.payload, str(r.id))) for r in found]
        return sorted(lines, key=lambda line: line.seq)

    async def histories(self) -> list[list[Event]]:
        """The histories of all cases: every number that a manager sees is counted from them (law 9)."""
        rows = select(t.case_events).order_by(t.case_events.c.case_id, t.case_events.c.n)
        by_case: dict[str, list[Event]] = {}
        async with reading(self.engine) as connection:
            for row in await connection.execute(rows):
                by_case.setdefault(row.case_id, []).append(event_of(row))
        return list(by_case.values())

    async def backlog(self) -> dict[str, int]:
        """How many rows wait; how many messages failed for good on the way in ("failed") and out ("dead"); how many
        lessons a clerk has not looked at."""
        async with reading(self.engine) as connection:
            counts = {}
            for name, where in (
                ("inbox", t.inbox.c.done_at.is_(None)),
                ("outbox", t.outbox.c.sent_at.is_(None)),
                ("failed", t.inbox.c.failed != ""),
                ("dead", t.outbox.c.dead.not_in(("", BLOCKED, "window closed"))),
            ):
                table = t.outbox if name in ("outbox", "dead") else t.inbox
                counts[name] = int(
                    (await connection.execute(select(func.count()).select_from(table).where(where))).scalar_one()
                )
        counts["lessons"] = await LessonBook(self.engine).count()
        return counts

    # --- one-time links and sessions  ---------------------------------------------

    async def new_code(self, purpose: str, unit: str, name: str, hours: float = 72.0) -> str:
        """Make a one-time code. `purpose`: "staff" or "manager" to sign in on the web, "bind" for a group chat."""
        code = "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(12))
        async with self.work() as work:
            await work.keep_code(code, purpose, unit, name, self.clock() + timedelta(hours=hours))
        return code

    async def sign_in(self, code: str) -> tuple[str, Visitor] | None:
        """Use up a code: the session's token and who it is. A unit's web group is bound by its first sign-in."""
        async with self.work() as work:
            used = await work.use_code(code, ("staff", "manager"))
            if used is None:
                return None
            role, unit, name = used
            visitor = Visitor(f"s-{secrets.token_hex(6)}", name, role, (unit,) if unit else ())
            if role == "staff" and unit:
                await work.bind_group(DISPLAYED, f"unit:{unit}", unit)
            token = secrets.token_urlsafe(32)
            staff = {"id": visitor.person, "name": name, "role": role, "units": json.dumps(list(visitor.units))}
            await work.connection.execute(t.staff.insert().values(**staff, created_at=work.now))
            expires = work.now + timedelta(days=SESSION_DAYS)
            session = {"hash": fingerprint_token(token), "staff": visitor.person, "expires_at": expires}
            await work.connection.execute(t.sessions.insert().values(**session))
        return token, visitor

    async def visitor(self, token: str) -> Visitor | None:
        """Whose session this is; None when it has ended."""
        rows = (
            select(t.staff)
            .join(t.sessions, t.sessions.c.staff == t.staff.c.id)
            .where(t.sessions.c.hash == fingerprint_token(token), t.sessions.c.expires_at > self.clock())
        )
        async with reading(self.engine) as connection:
            row = (await connection.execute(rows)).first()
        return Visitor(row.id, row.name, row.role, tuple(json.loads(row.units))) if row else None

    async def sign_out(self, token: str) -> None:
        """End a session."""
        async with writing(self.engine) as connection:
            await connection.execute(delete(t.sessions).where(t.sessions.c.hash == fingerprint_token(token)))


def fingerprint_token(token: str) -> str:
    """What we keep of a session's token; unlike a code's, its letters' case counts."""
    return fingerprint(token.encode().hex())

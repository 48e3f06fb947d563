"""A store in memory, so that the real Worker, Office and Watcher play whole conversations without a database.

What is kept is kept as the database keeps it: conversations, cases and messages as JSON text, so that every turn goes
through it. Who may see what is decided by the real `Work`; only where the rows lie differs.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta

from cases.case import Actor, Case, Event, Happened, State
from cases.district import District
from dialogs.conversation import Conversation
from dialogs.exchange import BESIDE, Post
from dialogs.facts import CaseFollowed, CaseNumbered, CaseWithId, Fact, Known, MyCases, Nearby, UnitCases
from dialogs.forms import Who
from dialogs.messages import Inbound, Media, Outbound
from storage.codec import case_from, dump, outbound_from
from storage.lessons import Lesson
from storage.store import ALBUM_MOST, Store, Timer, Waiting
from storage.work import (
    COUNTED,
    LISTED,
    MOVES_WITHIN,
    NEARBY,
    UNIT_BEFORE,
    Work,
    fingerprint,
    wiped,
)

Key = tuple[str, str]


@dataclass
class Rows:
    """All that is kept. Values are text or plain tuples, never changed in place: a copy of the dicts is a snapshot."""

    inbox: dict[int, Waiting] = field(default_factory=dict)
    seen: dict[Key, int] = field(default_factory=dict)  # (channel, external id) → inbox id
    done: dict[int, str] = field(default_factory=dict)  # inbox id → why it failed, or ""
    not_before: dict[int, datetime] = field(default_factory=dict)
    outbox: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    talks: dict[tuple[str, str, str], tuple[str, datetime]] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    follow: dict[str, str] = field(default_factory=dict)
    events: dict[str, tuple[tuple[datetime, int, str], ...]] = field(default_factory=dict)
    serials: dict[str, int] = field(default_factory=dict)
    groups: dict[Key, tuple[str, str]] = field(default_factory=dict)  # (channel, chat) → (unit, language)
    codes: dict[str, tuple[str, str, str, datetime]] = field(default_factory=dict)
    timers: dict[Key, tuple[datetime, str]] = field(default_factory=dict)
    files: dict[str, Media] = field(default_factory=dict)
    file_chats: dict[Key, tuple[Media, datetime]] = field(default_factory=dict)
    posts: dict[tuple[str, str, str], Post] = field(default_factory=dict)
    posted: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    members: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    lessons: dict[int, Lesson] = field(default_factory=dict)

    def snapshot(self) -> Rows:
        """The rows as they are now."""
        return Rows(**{f.name: copy(getattr(self, f.name)) for f in fields(self)})


class MemoryStore(Store):
    """`Store` in memory. `rows` is open to tests."""

    def __init__(self, district: District, clock: Callable[[], datetime]) -> None:
        self.district = district
        self.clock = clock
        self.rows = Rows()

    async def close(self) -> None:
        """Nothing is open."""

    async def receive(self, inbound: Inbound) -> None:
        """Into the inbox, once."""
        put_in(self.rows, inbound.channel, inbound.external_id[:200], inbound.chat, dump(inbound), self.clock())

    @asynccontextmanager
    async def work(self) -> AsyncIterator[MemoryWork]:
        """A unit of work; what fails leaves no trace."""
        before = self.rows.snapshot()
        try:
            yield MemoryWork(self.rows, self.district, self.clock())
        except BaseException:
            self.rows = before
            raise

    @asynccontextmanager
    async def look(self) -> AsyncIterator[MemoryWork]:
        """The same questions."""
        yield MemoryWork(self.rows.snapshot(), self.district, self.clock())

    async def undone(self, limit: int = 100) -> list[Waiting]:
        """The oldest undone message of each chat."""
        oldest: dict[Key, Waiting] = {}
        for id, row in self.rows.inbox.items():
            if id not in self.rows.done:
                oldest.setdefault((row.channel, row.chat), row)
        now = self.clock()
        return [r for r in oldest.values() if self.rows.not_before.get(r.id, now) <= now][:limit]

    async def behind(self, row: Waiting) -> list[Waiting]:
        """The messages that wait behind one."""
        later = (r for i, r in self.rows.inbox.items() if i > row.id and i not in self.rows.done)
        return [r for r in later if (r.channel, r.chat) == (row.channel, row.chat)][: ALBUM_MOST - 1]

    async def renew(self, id: int, seconds: float) -> None:
        """Nothing is leased in memory."""

    async def release(self) -> None:
        """Nothing is leased in memory."""

    async def put_off(self, id: int, seconds: float) -> None:
        """Try again later."""
        row = self.rows.inbox[id]
        self.rows.inbox[id] = replace(row, tries=row.tries + 1)
        self.rows.not_before[id] = self.clock() + timedelta(seconds=seconds)

    async def due_timers(self, limit: int = 50) -> list[Timer]:
        """Timers whose moment has come."""
        due = sorted((at, key, data) for key, (at, data) in self.rows.timers.items() if at <= self.clock())
        return [Timer(key[0], key[1], at, json.loads(data)) for at, key, data in due][:limit]

    async def histories(self) -> list[list[Event]]:
        """The histories of all cases."""
        return [[event_from(row) for row in rows] for rows in self.rows.events.values()]


class MemoryWork(Work):
    """`Work` in memory."""

    def __init__(self, rows: Rows, district: District, now: datetime) -> None:
        self.rows = rows
        self.district = district
        self.now = now
        self.woken: set[str] = set()
        self.in_hand = 0

    async def claim(self, id: int, channel: str, chat: str) -> bool:
        """Whether it is still to be done, and the chat's oldest."""
        self.in_hand = id
        undone = (r for i, r in self.rows.inbox.items() if i not in self.rows.done)
        return id == next((r.id for r in undone if (r.channel, r.chat) == (channel, chat)), None)

    async def followed(self, id: int, channel: str, chat: str) -> str:
        later = (r for i, r in self.rows.inbox.items() if i > id and i not in self.rows.done)
        row = next((r for r in later if (r.channel, r.chat) == (channel, chat)), None)
        return str(json.loads(row.payload)["kind"]) if row else ""

    async def done(self, id: int, failed: str = "") -> None:
        self.rows.done[id] = failed

    async def unhear(self, id: int, channel: str, chat: str) -> None:
        self.rows.inbox[id] = replace(self.rows.inbox[id], payload=wiped(channel, chat))

    async def failed_before(self, id: int, channel: str, chat: str) -> bool:
        before = (i for i, r in self.rows.inbox.items() if i < id and (r.channel, r.chat) == (channel, chat))
        return bool(self.rows.done.get(max(before, default=0)))

    async def conversation(self, channel: str, chat: str, person: str) -> tuple[Conversation, datetime | None]:
        row = self.rows.talks.get((channel, chat, person))
        return (Conversation.from_json(row[0]), row[1]) if row else (Conversation(), None)

    async def keep_conversation(self, channel: str, chat: str, person: str, talk: Conversation) -> None:
        self.rows.talks[channel, chat, person] = (talk.to_json(), self.now)

    async def who(self, inbound: Inbound) -> tuple[Who, str]:
        group = self.rows.groups.get((inbound.channel, inbound.chat))
        if group:
            return Who("staff", inbound.person, inbound.name, group[0], (group[0],)), group[1]
        return Who("resident", inbound.person, inbound.name), ""

    async def say(self, outbound: Outbound) -> None:
        kept = tuple(self.rows.files[m.file] for m in outbound.media if m.file in self.rows.files)
        await self.queue(outbound.channel, outbound.chat, dump(replace(outbound, media=kept)))

    async def keep_file(self, media: Media, media_type: str, chat: str) -> None:
        self.rows.files[media.file] = replace(media, point=None)
        self.rows.file_chats[media.file, chat] = (media, self.now)

    async def file_in(self, file: str, chat: str) -> Media | None:
        kept = self.rows.file_chats.get((file, chat))
        return kept[0] if kept else None

    async def queue(self, channel: str, chat: str, payload: str) -> None:
        self.rows.outbox[len(self.rows.outbox) + 1] = (channel, chat, payload)
        self.woken |= {"send", f"{channel}:{chat}"}

    async def tell(self, channel: str, chat: str, event: Mapping[str, object], key: str) -> None:
        if not channel:
            return
        name = f"event:{chat}:{key}"[:200]
        head = {"channel": channel, "external_id": name, "chat": chat, "kind": "event", "at": self.now.isoformat()}
        payload = json.dumps({**head, "event": event}, ensure_ascii=False)
        put_in(self.rows, channel, name, chat, payload, self.now)
        self.woken.add("work")

    async def discard_words(
        self, channel: str, chat: str, until: datetime | None = None, keep: Sequence[str] = ()
    ) -> None:
        until = until or self.now
        for id, row in self.rows.inbox.items():
            worked = id in self.rows.done or id == self.in_hand
            if (row.channel, row.chat) == (channel, chat) and worked and row.received_at <= until:
                self.rows.inbox[id] = replace(row, payload="")
        for number, (c, where, _) in self.rows.outbox.items():
            if (c, where) == (channel, chat):
                self.rows.outbox[number] = (c, where, "")
        theirs = {*keep, *(file for case in await self.open_cases_in(channel, chat) for file in case.media)}
        for key, (_, at) in list(self.rows.file_chats.items()):
            if key[1] == chat and at <= until and key[0] not in theirs:
                del self.rows.file_chats[key]

    # --- cases ---

    async def filed(self, draft: str) -> Case | None:
        return await self.lock(self.rows.drafts.get(draft, ""))

    async def serial(self, month: str) -> int:
        self.rows.serials[month] = self.rows.serials.get(month, 0) + 1
        return self.rows.serials[month]

    async def lock(self, id: str) -> Case | None:
        return case_from(self.rows.cases[id]) if id in self.rows.cases else None

    def all(self) -> list[Case]:
        """All cases, newest first."""
        return sorted((case_from(text) for text in self.rows.cases.values()), key=lambda c: c.filed_at, reverse=True)

    async def numbered(self, number: str) -> Case | None:
        return next((c for c in self.all() if c.number == number), None)

    async def open_cases_in(self, channel: str, chat: str) -> list[Case]:
        return [c for c in self.all() if c.open and (c.reporter.channel, c.reporter.chat) == (channel, chat)]

    async def keep_case(self, case: Case, draft: str = "", follow: str = "") -> None:
        self.rows.cases[case.id] = dump(case)
        if draft:
            assert draft not in self.rows.drafts, "the same draft twice"
            self.rows.drafts[f"sealed:{case.id}" if case.sealed else draft] = case.id
        if follow:
            self.rows.follow[fingerprint(follow)] = case.id

    async def keep_events(self, case: str, events: Iterable[Event]) -> None:
        rows = tuple((e.at, e.n, dump([e.kind, e.actor, dict(e.data)])) for e in events)
        self.rows.events[case] = (*self.rows.events.get(case, ()), *rows)

    async def history(self, case: str) -> list[Event]:
        return [event_from(row) for row in self.rows.events.get(case, ())]

    async def keep_lesson(self, lesson: Lesson) -> None:
        self.rows.lessons = {n: kept for n, kept in self.rows.lessons.items() if kept.text != lesson.text}
        number = max(self.rows.lessons, default=0) + 1
        self.rows.lessons[number] = replace(lesson, id=number)

    async def followers(self, case: str) -> list[Case]:
        return [c for c in self.all() if c.merged_into == case]

    async def fact(self, fact: Fact, inbound: Inbound, who: Who) -> Known:
        match fact:
            case MyCases():
                mine = (c for c in self.all() if c.reporter.person and c.reporter.person == inbound.person)
                return tuple(c for c in mine if c.reporter.channel == inbound.channel)[:LISTED]
            case CaseNumbered(number=number):
                return self._visible(await self.numbered(number), inbound, who)
            case CaseWithId(id=id):
                return self._visible(await self.lock(id), inbound, who)
            case CaseFollowed(code=code):
                found = await self.lock(self.rows.follow.get(fingerprint(code), ""))
                return (found,) if found else ()
            case Nearby(service=service, unit=unit):
                near = (c for c in self.all() if c.open and not c.sealed and c.reporter.person != inbound.person)
                return tuple(c for c in near if (c.service, c.place_unit) == (service, unit))[:NEARBY]
            case UnitCases(unit=unit, which=which, staff=staff):
                theirs = [c for c in self.all() if c.open and c.unit == unit]
                if which == "mine":
                    theirs = [c for c in theirs if c.owner == staff]
                if which == "overdue":
                    theirs = [c for c in theirs if due_of(c) < self.now and c.state is not State.ASKED]
                return tuple(sorted(theirs, key=due_of)[:COUNTED])

    # --- people, units, timers ---

    async def on_duty(self) -> frozenset[str]:
        return frozenset(unit for unit, _ in self.rows.groups.values())

    async def groups_of(self, unit: str) -> list[Key]:
        return [where for where, (theirs, _) in self.rows.groups.items() if theirs == unit]

    async def bind_group(self, channel: str, chat: str, unit: str) -> None:
        self.rows.groups[channel, chat] = (unit, self.rows.groups.get((channel, chat), ("", "zh-CN"))[1])

    async def set_group_language(self, channel: str, chat: str, language: str) -> None:
        self.rows.groups[channel, chat] = (self.rows.groups[channel, chat][0], language)

    async def unbind_group(self, channel: str, chat: str) -> str:
        return self.rows.groups.pop((channel, chat), ("", ""))[0]

    async def admit(self, channel: str, chat: str, person: str) -> None:
        self.rows.members[channel, chat, person] = self.now

    async def dismiss(self, channel: str, chat: str, person: str) -> None:
        self.rows.members.pop((channel, chat, person), None)

    async def is_admitted(self, channel: str, chat: str, person: str) -> bool:
        return (channel, chat, person) in self.rows.members

    async def anybody_admitted(self, channel: str, chat: str) -> bool:
        return any(key[:2] == (channel, chat) for key in self.rows.members)

    async def dismiss_all(self, channel: str, chat: str) -> None:
        for key in [k for k in self.rows.members if k[:2] == (channel, chat)]:
            del self.rows.members[key]

    async def move_chat(self, channel: str, old: str, new: str) -> None:
        """The conversations and waiting messages of a moved chat matter to no transcript."""
        if (channel, old) in self.rows.groups:
            self.rows.groups.setdefault((channel, new), self.rows.groups.pop((channel, old)))
        for c, chat, person in [k for k in self.rows.members if k[:2] == (channel, old)]:
            self.rows.members[c, new, person] = self.rows.members.pop((c, chat, person))

    async def shut_out(self, id: int, tries: int) -> bool:
        """Nothing is ever blocked in memory."""
        return True

    async def revive(self, channel: str, chat: str) -> None:
        """Nothing is ever blocked in memory."""

    async def keep_post(self, channel: str, chat: str, key: str, post: Post) -> None:
        self.rows.posts[channel, chat, key] = post
        self.rows.posted[channel, chat, key] = self.now

    async def unit_before(self, channel: str, chat: str) -> str:
        key = (channel, chat, UNIT_BEFORE)
        post = self.rows.posts.get(key)
        late = post is None or self.rows.posted[key] <= self.now - MOVES_WITHIN
        return "" if post is None or late or (channel, chat) in self.rows.groups else post.text

    async def forget_unit_before(self, channel: str, chat: str) -> None:
        self.rows.posts.pop((channel, chat, UNIT_BEFORE), None)

    async def key_of_post(self, channel: str, chat: str, message: str) -> str:
        found = (k for (c, where, k), p in self.rows.posts.items() if (c, where, p.message) == (channel, chat, message))
        return next(found, "").partition(BESIDE)[0]

    async def use_code(self, code: str, purposes: Sequence[str]) -> tuple[str, str, str] | None:
        row = self.rows.codes.get(fingerprint(code))
        if row is None or row[0] not in purposes or row[3] <= self.now:
            return None
        del self.rows.codes[fingerprint(code)]
        return row[:3]

    async def keep_code(self, code: str, purpose: str, unit: str, name: str, expires_at: datetime) -> None:
        self.rows.codes[fingerprint(code)] = (purpose, unit, name, expires_at)

    async def timer(self, kind: str, subject: str, due_at: datetime, data: Mapping[str, object] | None = None) -> None:
        self.rows.timers[kind, subject] = (due_at, json.dumps(data or {}))

    async def take_timer(self, kind: str, subject: str, due_at: datetime) -> bool:
        due = self.rows.timers.get((kind, subject))
        return due is not None and due[0] == due_at and self.rows.timers.pop((kind, subject)) is not None

    async def stop_timers(self, subject: str, *kinds: str) -> None:
        for key in [k for k in self.rows.timers if k[1] == subject and (not kinds or k[0] in kinds)]:
            del self.rows.timers[key]


def put_in(rows: Rows, channel: str, name: str, chat: str, payload: str, at: datetime) -> None:
    """A row for the inbox, unless it is there already."""
    if (channel, name) not in rows.seen:
        id = len(rows.inbox) + 1
        rows.seen[channel, name] = id
        rows.inbox[id] = Waiting(id, channel, chat, payload, at, 0)


def due_of(case: Case) -> datetime:
    """What the staff lists are ordered by."""
    due = case.solve_due if case.responded_at else case.respond_due
    assert due is not None
    return due


def event_from(row: tuple[datetime, int, str]) -> Event:
    """An event from its row."""
    kind, actor, data = json.loads(row[2])
    return Event(Happened(kind), row[0], Actor(**actor), data, row[1])


def said(row: tuple[str, str, str]) -> Outbound:
    """A message of the outbox."""
    return outbound_from(row[2], "")

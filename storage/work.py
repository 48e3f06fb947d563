"""The unit of work: everything that one message or one timer changes, in one commit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, delete, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.case import OPEN, Actor, Case, Event, Happened, State
from cases.district import District
from cases.units import Point
from dialogs.conversation import Conversation
from dialogs.exchange import BESIDE, Post
from dialogs.facts import CaseFollowed, CaseNumbered, CaseWithId, Fact, Known, MyCases, Nearby, UnitCases
from dialogs.forms import Who
from dialogs.messages import Inbound, Media, MediaKind, Outbound
from storage import lessons
from storage import tables as t
from storage.codec import case_from, dump, storable
from storage.lessons import Lesson

DISPLAYED = "web"  # the channel whose pages show the outbox itself: there is nothing to be sent (ADR 0005)
LISTED = 20  # cases in one fact
COUNTED = 200  # cases in a unit's list: few are shown, but their number is said
NEARBY = 3  # cases that a resident is asked to compare with
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # stands where a moment is wiped
BLOCKED = "blocked"  # why a message could not be given to its person
UNIT_BEFORE = "unit-before"  # the key under which a chat's posts keep whose group it was until we were taken out of it
MOVES_WITHIN = timedelta(minutes=2)  # a group that moves says so at once after we are told that we left it
REVIVED = timedelta(days=14)  # so far back what was missed is still news
KEY_LENGTH = 200  # characters of an external id that a row holds
_READY = """
    SELECT i.id FROM inbox i WHERE i.id = :id AND i.done_at IS NULL AND i.channel = :channel AND i.chat = :chat
    AND NOT EXISTS (
      SELECT 1 FROM inbox e WHERE e.channel = :channel AND e.chat = :chat AND e.id < :id AND e.done_at IS NULL)"""
_QUEUE = t.outbox.insert()
_CLAIM = {
    "sqlite": text(_READY),
    # The chat's own lock, held until the commit: a row with a smaller id may be committed while a later one of the same
    # chat is being worked, and two turns of one conversation at a time would lose one of them. FOR UPDATE reads the row
    # again as it is now: what another worker has just done is not done twice.
    "postgresql": text(
        f"{_READY} AND pg_try_advisory_xact_lock(7004, hashtext(:channel || ' ' || :chat)) FOR UPDATE OF i"
    ),
}


def key_of(external_id: str) -> str:
    """An external id as the UNIQUE key holds it: a long one by its hash, so that no two become one by being cut."""
    clean = storable(external_id)
    if len(clean) <= KEY_LENGTH:
        return clean
    return f"{clean[: KEY_LENGTH - 65]}#{hashlib.sha256(clean.encode()).hexdigest()}"


def wiped(channel: str, chat: str) -> str:
    """What stays of a message that is not to be kept."""
    return dump({"channel": channel, "external_id": "", "chat": chat, "kind": "other", "at": EPOCH})


def fingerprint(secret: str) -> str:
    """What we keep of a one-time code, a session or a follow code: not the secret itself."""
    return hashlib.sha256(secret.strip().upper().encode()).hexdigest()


def insert_of(dialect: str) -> Any:
    """INSERT … ON CONFLICT of this database; the other one's is never imported."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert
    from sqlalchemy.dialects.postgresql import insert as pg_insert

    return pg_insert


class Work:
    """One open transaction and the questions and changes that it takes. Made by `Store.work()`."""

    def __init__(self, connection: AsyncConnection, district: District, now: datetime) -> None:
        self.connection = connection
        self.district = district
        self.now = now
        self.woken: set[str] = set()  # topics to wake after the commit
        self._in_hand = 0  # the inbox row that is being worked
        self._insert = insert_of(connection.dialect.name)

    # --- the message being worked ----------------------------------------------------------------------------------

    async def claim(self, id: int, channel: str, chat: str) -> bool:
        """Lock the chat if the row is still its oldest undone one. False: somebody else has done or has it; or its
        chat has moved since the row was read, and it is found again there."""
        asked = {"id": id, "channel": channel, "chat": chat}
        self._in_hand = id
        return (await self.connection.execute(_CLAIM[self.connection.dialect.name], asked)).first() is not None

    async def followed(self, id: int, channel: str, chat: str) -> str:
        """The kind of the chat's next message if it waits already; empty if there is none."""
        later = select(t.inbox.c.payload).where(
            t.inbox.c.channel == channel, t.inbox.c.chat == chat, t.inbox.c.id > id, t.inbox.c.done_at.is_(None)
        )
        payload = (await self.connection.execute(later.order_by(t.inbox.c.id).limit(1))).scalar()
        return str(json.loads(payload)["kind"]) if payload else ""

    async def done(self, id: int, failed: str = "") -> None:
        """The message has had its effects."""
        await self.connection.execute(
            update(t.inbox).where(t.inbox.c.id == id).values(done_at=self.now, failed=failed[:200])
        )

    async def unhear(self, id: int, channel: str, chat: str) -> None:
        """Keep nothing of a message that was not meant for us, but that it came."""
        await self.connection.execute(update(t.inbox).where(t.inbox.c.id == id).values(payload=wiped(channel, chat)))

    async def failed_before(self, id: int, channel: str, chat: str) -> bool:
        """Whether the message before this one in its chat was set aside too."""
        c = t.inbox.c
        before = select(c.failed).where(c.channel == channel, c.chat == chat, c.id < id).order_by(c.id.desc()).limit(1)
        return bool((await self.connection.execute(before)).scalar())

    async def conversation(self, channel: str, chat: str, person: str) -> tuple[Conversation, datetime | None]:
        """The talk, and when its last turn was committed (None if there was none)."""
        row = (
            await self.connection.execute(
                select(t.conversations.c.state, t.conversations.c.updated_at).where(
                    t.conversations.c.channel == channel,
                    t.conversations.c.chat == chat,
                    t.conversations.c.person == person,
                )
            )
        ).first()
        return (Conversation.from_json(row.state), row.updated_at) if row else (Conversation(), None)

    async def keep_conversation(self, channel: str, chat: str, person: str, talk: Conversation) -> None:
        """Store the talk."""
        values = {"state": storable(talk.to_json()), "updated_at": self.now}
        key = {"channel": channel, "chat": chat, "person": person}
        await self._upsert(t.conversations, key, values)

    async def who(self, inbound: Inbound) -> tuple[Who, str]:
        """Who speaks here, and the group's language: a bound group's people are its unit's staff."""
        row = (
            await self.connection.execute(
                select(t.groups.c.unit, t.groups.c.language).where(
                    t.groups.c.channel == inbound.channel, t.groups.c.chat == inbound.chat
                )
            )
        ).first()
        if row:
            return Who("staff", inbound.person, inbound.name, row.unit, (row.unit,)), row.language
        return Who("resident", inbound.person, inbound.name), ""

    # --- queues ----------------------------------------------------------------------------------------------------

    async def say(self, outbound: Outbound) -> None:
        """Put a message out. From then on its chat may fetch the files that go with it."""
        if outbound.media:
            outbound = replace(outbound, media=await self._shown(outbound.media, outbound.chat))
        await self.queue(outbound.channel, outbound.chat, dump(outbound))

    async def _shown(self, media: tuple[Media, ...], chat: str) -> tuple[Media, ...]:
        """The files with their real kind and length, known to the chat; what we do not have is left out."""
        rows = select(t.files.c.id, t.files.c.kind, t.files.c.seconds).where(t.files.c.id.in_([m.file for m in media]))
        kept = {row.id: Media(MediaKind(row.kind), row.id, row.seconds) for row in await self.connection.execute(rows)}
        for file in kept:
            await self._upsert(t.file_chats, {"file": file, "chat": chat}, {"at": self.now})
        return tuple(kept[m.file] for m in media if m.file in kept)

    async def keep_file(self, media: Media, media_type: str, chat: str) -> None:
        """Note a file that came in a chat, and where its photo says it was taken."""
        values = {"id": media.file, "kind": media.kind.value, "media_type": media_type, "seconds": media.seconds}
        await self.connection.execute(self._insert(t.files).values(**values, kept_at=self.now).on_conflict_do_nothing())
        point = {"lat": media.point.lat, "lon": media.point.lon} if media.point else {"lat": None, "lon": None}
        await self._upsert(t.file_chats, {"file": media.file, "chat": chat}, {"at": self.now, **point})

    async def file_in(self, file: str, chat: str) -> Media | None:
        """A file as it came in this chat; None if it did not."""
        rows = (
            select(t.files.c.kind, t.files.c.seconds, t.file_chats.c.lat, t.file_chats.c.lon)
            .join(t.file_chats, t.file_chats.c.file == t.files.c.id)
            .where(t.files.c.id == file, t.file_chats.c.chat == chat)
        )
        row = (await self.connection.execute(rows)).first()
        if row is None:
            return None
        return Media(MediaKind(row.kind), file, row.seconds, Point(row.lat, row.lon) if row.lat is not None else None)

    async def queue(self, channel: str, chat: str, payload: str) -> None:
        """Put a row into the outbox; one that a page reads there counts as sent, and wakes the page."""
        shown = channel == DISPLAYED
        values = {"channel": channel, "chat": chat, "payload": payload, "created_at": self.now}
        await self.connection.execute(_QUEUE, {**values, "sent_at": self.now if shown else None})
        self.woken |= {f"{channel}:{chat}"} if shown else {"send"}

    async def tell(self, channel: str, chat: str, event: Mapping[str, object], key: str) -> None:
        """Put an event into a chat's inbox. `key` makes it unique in that chat: told twice, it is there once."""
        if not channel:
            return
        inbound = {
            "channel": channel,
            "external_id": key_of(f"event:{chat}:{key}"),
            "chat": chat,
            "kind": "event",
            "at": self.now.isoformat(),
            "event": event,
        }
        statement = self._insert(t.inbox).values(
            channel=channel,
            external_id=inbound["external_id"],
            chat=chat,
            payload=dump(inbound),
            received_at=self.now,
        )
        await self.connection.execute(statement.on_conflict_do_nothing())
        self.woken.add("work")

    async def discard_words(
        self, channel: str, chat: str, until: datetime | None = None, keep: Sequence[str] = ()
    ) -> None:
        """Wipe what was said in a chat until now (or `until`), both ways, after a sealed report.

        What waits stays: unworked, or unsent, such as the news of another case. The photos of open cases stay, too, and
        the files of `keep`.
        """
        until = until or self.now
        until_now = and_(
            or_(t.inbox.c.done_at.is_not(None), t.inbox.c.id == self._in_hand), t.inbox.c.received_at <= until
        )
        here = and_(t.inbox.c.channel == channel, t.inbox.c.chat == chat)
        await self.connection.execute(update(t.inbox).where(here, until_now).values(payload=wiped(channel, chat)))
        said = and_(t.outbox.c.channel == channel, t.outbox.c.chat == chat, t.outbox.c.created_at <= until)
        await self.connection.execute(delete(t.outbox).where(said, t.outbox.c.sent_at.is_not(None)))
        shown = and_(t.posts.c.channel == channel, t.posts.c.chat == chat)
        await self.connection.execute(update(t.posts).where(shown).values(text=""))
        theirs = {*keep, *(file for case in await self.open_cases_in(channel, chat) for file in case.media)}
        c = t.file_chats.c
        seen = and_(c.chat == chat, c.at <= until, c.file.not_in(theirs))
        await self.connection.execute(delete(t.file_chats).where(seen))

    # --- cases -----------------------------------------------------------------------------------------------------

    async def filed(self, draft: str) -> Case | None:
        """The case that this draft has become, if it has."""
        return await self._one(select(t.cases.c.body).where(t.cases.c.draft == draft))

    async def serial(self, month: str) -> int:
        """The next serial number of a month (yymm)."""
        first = self._insert(t.serials).values(month=month, last=1)
        counted = first.on_conflict_do_update(index_elements=["month"], set_={"last": t.serials.c.last + 1})
        return int((await self.connection.execute(counted.returning(t.serials.c.last))).scalar_one())

    async def lock(self, id: str) -> Case | None:
        """The case, locked until the commit: two chats that touch one case meet here."""
        return await self._one(select(t.cases.c.body).where(t.cases.c.id == id).with_for_update())

    async def numbered(self, number: str) -> Case | None:
        """The case of a number, whoever asks: for the back office, which has all of them."""
        return await self._one(select(t.cases.c.body).where(t.cases.c.number == number))

    async def open_cases_in(self, channel: str, chat: str) -> list[Case]:
        """The open cases whose resident is reached in this chat."""
        c = t.cases.c
        states = [s.value for s in OPEN]
        return await self._many(select(c.body).where(c.channel == channel, c.chat == chat, c.state.in_(states)))

    async def keep_case(self, case: Case, draft: str = "", follow: str = "") -> None:
        """Store a case as it stands; `draft` and `follow` are given once, when it is new."""
        values: dict[str, object] = {
            "number": case.number,
            "service": case.service,
            "unit": case.unit,
            "place_unit": case.place_unit,
            "state": case.state.value,
            "owner": case.owner,
            "channel": case.reporter.channel,
            "chat": case.reporter.chat,
            "person": case.reporter.person,
            "sealed": case.sealed,
            "merged_into": case.merged_into,
            "due": (case.solve_due if case.responded_at else case.respond_due) if case.open else None,
            "filed_at": case.filed_at,
            "body": dump(case),
        }
        if draft:
            if case.sealed:
                draft = f"sealed:{case.id}"  # a draft's name holds its chat, and a sealed case knows of none
            new = {"id": case.id, "draft": draft[:200], "follow": fingerprint(follow) if follow else "", **values}
            await self.connection.execute(t.cases.insert().values(new))
        else:
            await self.connection.execute(update(t.cases).where(t.cases.c.id == case.id).values(values))

    async def keep_events(self, case: str, events: Iterable[Event]) -> None:
        """Append to a case's history."""
        rows = [
            {
                "case_id": case,
                "n": e.n,
                "kind": e.kind.value,
                "at": e.at,
                "role": e.actor.role,
                "actor": e.actor.id,
                "actor_name": e.actor.name,
                "data": dump(dict(e.data)),
            }
            for e in events
        ]
        if rows:
            await self.connection.execute(t.case_events.insert(), rows)

    async def history(self, case: str) -> list[Event]:
        """All events of a case, in order."""
        rows = await self.connection.execute(
            select(t.case_events).where(t.case_events.c.case_id == case).order_by(t.case_events.c.n)
        )
        return [event_of(row) for row in rows]

    async def keep_lesson(self, lesson: Lesson) -> None:
        """Note what somebody corrected, for a clerk to look at."""
        await lessons.keep(self.connection, lesson)

    async def followers(self, case: str) -> list[Case]:
        """Cases that were merged into this one."""
        return await self._many(select(t.cases.c.body).where(t.cases.c.merged_into == case))

    async def fact(self, fact: Fact, inbound: Inbound, who: Who) -> Known:
        """Load what a turn asks for. What the asker may not see is answered like what does not exist (law 5)."""
        c = t.cases.c
        body = select(c.body)
        match fact:
            case MyCases():
                mine = body.where(c.channel == inbound.channel, c.person == inbound.person, c.person != "")
                return tuple(await self._many(mine.order_by(c.filed_at.desc()).limit(LISTED)))
            case CaseNumbered(number=number):
                return self._visible(await self._one(body.where(c.number == number)), inbound, who)
            case CaseWithId(id=id):
                return self._visible(await self._one(body.where(c.id == id)), inbound, who)
            case CaseFollowed(code=code):
                found = await self._one(body.where(c.follow == fingerprint(code), c.sealed.is_(True)))
                return (found,) if found else ()
            case Nearby(service=service, unit=unit):
                near = body.where(
                    c.service == service,
                    c.place_unit == unit,
                    c.state.in_([s.value for s in OPEN]),
                    c.sealed.is_(False),
                    or_(c.person != inbound.person, c.channel != inbound.channel),
                )
                return tuple(await self._many(near.order_by(c.filed_at.desc()).limit(NEARBY)))
            case UnitCases(unit=unit, which=which, staff=staff):
                theirs = body.where(c.unit == unit, c.state.in_([s.value for s in OPEN]))
                if which == "mine":
                    theirs = theirs.where(c.owner == staff)
                if which == "overdue":
                    # While the resident is asked, the clock stands still.
                    theirs = theirs.where(c.due < self.now, c.state != State.ASKED.value)
                return tuple(await self._many(theirs.order_by(c.due, c.filed_at.desc()).limit(COUNTED)))

    def _visible(self, case: Case | None, inbound: Inbound, who: Who) -> Known:
        if case is None:
            return ()
        if who.unit:
            return (case,) if self.may_see(case, who.unit) else ()
        # A case that is told in a chat is that chat's own; events carry no person.
        person = inbound.person or case.reporter.person
        theirs = (case.reporter.channel, case.reporter.chat, case.reporter.person)
        return (case,) if theirs == (inbound.channel, inbound.chat, person) and person else ()

    def may_see(self, case: Case, unit: str) -> bool:
        """A unit sees what it has, what lies in its area, and what those below it have; sealed: its own alone."""
        units = self.district.units
        if case.sealed:
            return case.unit == unit
        return (
            unit in (case.unit, case.unit_first) or units.within(case.unit, unit) or units.within(case.place_unit, unit)
        )

    # --- people and units ------------------------------------------------------------------------------------------

    async def on_duty(self) -> frozenset[str]:
        """The units that have a group to work in."""
        return frozenset((await self.connection.execute(select(t.groups.c.unit).distinct())).scalars())

    async def groups_of(self, unit: str) -> list[tuple[str, str]]:
        """The group chats of a unit, as (channel, chat)."""
        rows = await self.connection.execute(select(t.groups.c.channel, t.groups.c.chat).where(t.groups.c.unit == unit))
        return [(row.channel, row.chat) for row in rows]

    async def groups_on(self, channel: str) -> list[tuple[str, str]]:
        """All groups of a channel, as (unit, chat)."""
        rows = select(t.groups.c.unit, t.groups.c.chat).where(t.groups.c.channel == channel).order_by(t.groups.c.unit)
        return [(row.unit, row.chat) for row in await self.connection.execute(rows)]

    async def bind_group(self, channel: str, chat: str, unit: str) -> None:
        """Make a chat the group of a unit."""
        await self._upsert(t.groups, {"channel": channel, "chat": chat}, {"unit": unit, "bound_at": self.now})

    async def unbind_group(self, channel: str, chat: str) -> str:
        """The chat is no unit's group any more; the code of the unit whose it was, empty if it was none's."""
        theirs = delete(t.groups).where(t.groups.c.channel == channel, t.groups.c.chat == chat)
        return str((await self.connection.execute(theirs.returning(t.groups.c.unit))).scalar() or "")

    async def admit(self, channel: str, chat: str, person: str) -> None:
        """Somebody may work in a group to which anybody can be added."""
        await self._upsert(t.members, {"channel": channel, "chat": chat, "person": person}, {"at": self.now})

    async def dismiss(self, channel: str, chat: str, person: str) -> None:
        """Somebody has left the group; coming back, they are new."""
        c = t.members.c
        theirs = and_(c.channel == channel, c.chat == chat, c.person == person)
        await self.connection.execute(delete(t.members).where(theirs))

    async def anybody_admitted(self, channel: str, chat: str) -> bool:
        """Whether there is anybody in the group who may work in it."""
        c = t.members.c
        return (
            await self.connection.execute(select(c.person).where(c.channel == channel, c.chat == chat))
        ).first() is not None

    async def dismiss_all(self, channel: str, chat: str) -> None:
        """The group is another unit's now: everybody in it is new."""
        c = t.members.c
        await self.connection.execute(delete(t.members).where(c.channel == channel, c.chat == chat))

    async def is_admitted(self, channel: str, chat: str, person: str) -> bool:
        """Whether a colleague, or the code that bound the group, has let this person in."""
        c = t.members.c
        theirs = select(c.person).where(c.channel == channel, c.chat == chat, c.person == person)
        return (await self.connection.execute(theirs)).first() is not None

    async def move_chat(self, channel: str, old: str, new: str) -> None:
        """A chat goes on under another id: its group, its people and talks, and what waits, in and out. What stood in
        the old one can't be changed any more. Done twice, it changes nothing."""
        for table, by in ((t.groups, None), (t.conversations, "person"), (t.members, "person")):
            there = table.alias()
            same = [there.c.channel == channel, there.c.chat == new]
            if by:
                same.append(there.c[by] == table.c[by])
            taken = select(there.c.chat).where(*same).exists()
            here = and_(table.c.channel == channel, table.c.chat == old)
            await self.connection.execute(delete(table).where(here, taken))
            await self.connection.execute(update(table).where(here).values(chat=new))
        for queue, open_ in ((t.inbox, t.inbox.c.done_at.is_(None)), (t.outbox, t.outbox.c.sent_at.is_(None))):
            waiting = and_(queue.c.channel == channel, queue.c.chat == old, open_)
            await self.connection.execute(update(queue).where(waiting).values(chat=new))
        await self.connection.execute(delete(t.posts).where(t.posts.c.channel == channel, t.posts.c.chat == old))

    async def shut_out(self, id: int, tries: int) -> bool:
        """A message can't be given to its person, who blocks us. False, and nothing is changed, if they have come back
        since it was leased (`tries` is what it was leased with): then it is to be sent again.

        Whichever of this and `revive` comes first, they meet at the row, and the later one sees what the other did.
        """
        c = t.outbox.c
        given_up = {"sent_at": self.now, "dead": BLOCKED, "leased_until": None}
        same = and_(c.id == id, c.tries == tries, c.sent_at.is_(None))
        return (await self.connection.execute(update(t.outbox).where(same).values(given_up))).rowcount == 1

    async def revive(self, channel: str, chat: str) -> None:
        """Somebody takes messages again: what could not be given to them lately goes out after all, in its order. What
        waits is marked as not tried yet: a refusal that is on its way to us is older than this."""
        c = t.outbox.c
        missed = and_(c.dead == BLOCKED, c.created_at > self.now - REVIVED)
        theirs = and_(c.channel == channel, c.chat == chat, or_(missed, c.sent_at.is_(None)))
        await self.connection.execute(update(t.outbox).where(theirs).values(sent_at=None, dead="", tries=0))
        self.woken.add("send")

    async def keep_post(self, channel: str, chat: str, key: str, post: Post) -> None:
        """Note a message of ours that stands in a chat."""
        values = {"message": post.message, "thread": post.thread, "text": storable(post.text), "at": self.now}
        await self._upsert(t.posts, {"channel": channel, "chat": chat, "key": key}, values)

    async def unit_before(self, channel: str, chat: str) -> str:
        """The unit whose group a chat was until we were taken out of it just now; empty if none's, or if it is one's
        again."""
        c, g = t.posts.c, t.groups.c
        bound = select(g.unit).where(g.channel == channel, g.chat == chat).exists()
        here = and_(c.channel == channel, c.chat == chat, c.key == UNIT_BEFORE)
        before = select(c.text).where(here, c.at > self.now - MOVES_WITHIN, ~bound)
        return str((await self.connection.execute(before)).scalar() or "")

    async def forget_unit_before(self, channel: str, chat: str) -> None:
        """We are in the chat again: whose group it was counts no more."""
        c = t.posts.c
        await self.connection.execute(delete(t.posts).where(c.channel == channel, c.chat == chat, c.key == UNIT_BEFORE))

    async def key_of_post(self, channel: str, chat: str, message: str) -> str:
        """Our key of a message of ours that stands in a chat: "case:c12", "q:7"; empty if we know none. Of all messages
        that belong to a case it is the case's."""
        c = t.posts.c
        here = and_(c.channel == channel, c.chat == chat, c.message == message)
        theirs = select(c.key).where(here, c.key.not_like("out:%"))
        key = str((await self.connection.execute(theirs.order_by(c.key).limit(1))).scalar() or "")
        return key.partition(BESIDE)[0]

    async def set_group_language(self, channel: str, chat: str, language: str) -> None:
        """The language of a group's cards."""
        await self.connection.execute(
            update(t.groups).where(t.groups.c.channel == channel, t.groups.c.chat == chat).values(language=language)
        )

    async def use_code(self, code: str, purposes: Sequence[str]) -> tuple[str, str, str] | None:
        """Use up a one-time code: its (purpose, unit, name). None when unknown, used or expired."""
        used = (
            update(t.codes)
            .where(
                t.codes.c.hash == fingerprint(code),
                t.codes.c.purpose.in_(purposes),
                t.codes.c.used_at.is_(None),
                t.codes.c.expires_at > self.now,
            )
            .values(used_at=self.now)
            .returning(t.codes.c.purpose, t.codes.c.unit, t.codes.c.name)
        )
        row = (await self.connection.execute(used)).first()
        return (row.purpose, row.unit, row.name) if row else None

    async def keep_code(self, code: str, purpose: str, unit: str, name: str, expires_at: datetime) -> None:
        """Note a one-time code."""
        await self.connection.execute(
            t.codes.insert().values(
                hash=fingerprint(code), purpose=purpose, unit=unit, name=storable(name)[:100], expires_at=expires_at
            )
        )

    # --- timers ----------------------------------------------------------------------------------------------------

    async def timer(self, kind: str, subject: str, due_at: datetime, data: Mapping[str, object] | None = None) -> None:
        """Set a timer; one of the same kind and subject is moved."""
        values = {"due_at": due_at, "data": dump(dict(data or {}))}
        await self._upsert(t.timers, {"kind": kind, "subject": subject[:240]}, values)

    async def take_timer(self, kind: str, subject: str, due_at: datetime) -> bool:
        """Take a timer away in order to let it happen. False: it was moved, or another watcher has let it happen."""
        theirs = and_(t.timers.c.kind == kind, t.timers.c.subject == subject, t.timers.c.due_at == due_at)
        return (await self.connection.execute(delete(t.timers).where(theirs))).rowcount == 1

    async def stop_timers(self, subject: str, *kinds: str) -> None:
        """Take timers away."""
        statement = delete(t.timers).where(t.timers.c.subject == subject[:240])
        await self.connection.execute(statement.where(t.timers.c.kind.in_(kinds)) if kinds else statement)

    # --- small -----------------------------------------------------------------------------------------------------

    async def _upsert(self, table: Any, key: Mapping[str, object], values: Mapping[str, object]) -> None:
        statement = self._insert(table).values({**key, **values})
        await self.connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(values)))

    async def _one(self, statement: Select[Any]) -> Case | None:
        body = (await self.connection.execute(statement.limit(1))).scalar()
        return case_from(body) if body else None

    async def _many(self, statement: Select[Any]) -> list[Case]:
        return [case_from(body) for body in (await self.connection.execute(statement)).scalars()]


def event_of(row: Any) -> Event:
    """An event from its row."""
    return Event(Happened(row.kind), row.at, Actor(row.role, row.actor, row.actor_name), json.loads(row.data), row.n)

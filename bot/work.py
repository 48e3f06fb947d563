"""Work: one message of a chat at a time becomes a turn, and all its effects one commit."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

import structlog

from adapters.channels.ports import (
    Fetch,
    Files,
    Gone,
    Misconfigured,
    Throttled,
    TooLarge,
    Transient,
    Unavailable,
    Wake,
)
from adapters.speech import outbound
from adapters.texts import Texts
from bot.hear import Ears
from bot.logs import complain, where
from bot.office import Office
from dialogs.conversation import Conversation
from dialogs.engine import turn
from dialogs.facts import Fact, Facts, Known, Missing
from dialogs.forms import House, Turn, Who
from dialogs.messages import Caps, Inbound, Kind, Media, MediaKind, Outbound
from dialogs.resident.voice import words_with_voice
from dialogs.say import Say
from dialogs.understanding import Understander, Understanding
from dialogs.words import MENU, clean
from storage.codec import inbound_from
from storage.database import is_gone
from storage.store import Store, Waiting
from storage.work import Work

log = structlog.get_logger()
TRIES = 3  # so often a message that fails is tried; then it is set aside and a person is told
RETRY_S = (1.0, 5.0, 20.0)  # seconds to wait after each failure
POLL_S = 1.5  # seconds after which the database is looked at even without a wake-up
AT_ONCE = 8  # chats that one process works on at the same time
LOOKED_AT = 100  # chats that are looked at together, beside those in hand
ELSEWHERE_S = 0.1  # seconds to leave a chat alone that another worker has in hand
UNDERSTAND_S = 1.0  # seconds that an engine has for one message
IN_A_ROW = (Kind.TEXT, Kind.MEDIA)  # people tell a thing in several messages, and send photos one by one
FETCH_S = 30.0  # seconds that a channel has to hand out one file
FETCHES = 32  # files that are fetched at the same time
NO_ROOM_S = 60.0  # seconds at most between two tries to keep a file for which there is no room
ALBUM_S = 0.8  # seconds in which the photos of an album come in, each as a message of its own
SLEEP_DAYS = 1.0  # an open form that sleeps for a day asks once whether to go on

Summarise = Callable[[str, date, date, str], Awaitable[tuple[str, str]]]
"""Makes the words of a summary, and a file with its chart (or ""), for (unit, first day, last day, language)."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message as it is worked, with its files, and the other rows of the inbox that it came in: an album's."""

    inbound: Inbound
    others: tuple[int, ...] = ()


class Worker:
    """Plays the messages of all chats: within a chat in order, chats beside each other."""

    def __init__(
        self,
        store: Store,
        house: House,
        office: Office,
        texts: Texts,
        engine: Understander,
        caps: Callable[[str, str], Caps],
        wake: Wake,
        summarise: Summarise,
        fetchers: Mapping[str, Fetch] | None = None,
        files: Files | None = None,
        ears: Ears | None = None,
    ) -> None:
        self.summarise = summarise
        self.fetchers = {} if fetchers is None else fetchers
        self.files = files
        self.ears = ears
        self.store = store
        self.house = house
        self.office = office
        self.texts = texts
        self.engine = engine
        self.caps = caps
        self.wake = wake
        self.busy: set[tuple[str, str]] = set()
        self._freed = asyncio.Event()
        self._aside: set[asyncio.Task[object]] = set()  # what waits for files, and so keeps nobody else waiting
        self._fetches = asyncio.Semaphore(FETCHES)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; what is being worked is finished first, what only waits for files is left."""
        room = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as tasks:
            while not stop.is_set():
                self._freed.clear()
                before = self.busy.copy()  # what is read of these chats may be done by the time that it is read
                for row in await self._undone():
                    chat = (row.channel, row.chat)
                    if chat not in self.busy and chat not in before:
                        self.busy.add(chat)
                        tasks.create_task(self._in_hand(room, row, stop))
                await self._rest()
            for task in self._aside:
                task.cancel()

    async def _undone(self) -> list[Waiting]:
        try:
            return await self.store.undone(LOOKED_AT + len(self.busy))
        except Exception as error:
            complain("work", error)
            return []

    async def _rest(self) -> None:
        """Until there may be something to do: a message came, or one is done and its chat may have another."""
        while len(self.busy) - len(self._aside) >= 2 * AT_ONCE:  # enough in hand; looking for more would only cost
            self._freed.clear()
            await self._freed.wait()
        waits = {asyncio.ensure_future(self.wake.wait("work", POLL_S)), asyncio.ensure_future(self._freed.wait())}
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def _in_hand(self, room: asyncio.Semaphore, row: Waiting, stop: asyncio.Event) -> None:
        """One message of a chat, and whatever goes wrong with it: no chat's trouble ends the work of the others. It
        takes one of the rooms only when its files are there."""
        pause_s = 0.0
        try:
            arrived = await self.arrive(row)
            if arrived:
                async with room:
                    if not stop.is_set() and not await self.answer(row, arrived):
                        pause_s = ELSEWHERE_S
        except Exception as error:
            complain("work", error)
            pause_s = RETRY_S[0]
        finally:
            # The room is free meanwhile; the chat is not looked at again and again.
            if pause_s and not stop.is_set():
                await asyncio.sleep(pause_s)
            self.busy.discard((row.channel, row.chat))
            self._freed.set()

    async def drain(self) -> int:
        """Work until nothing is left; how many messages it was. For tests, the terminal and the sample."""
        count = 0
        while rows := await self.store.undone():
            for row in rows:
                await self.work_one(row)
                count += 1
        return count

    async def work_one(self, row: Waiting) -> bool:
        """One message with all its effects. False when there was nothing to do here: another worker has the chat."""
        arrived = await self.arrive(row)
        return arrived is None or await self.answer(row, arrived)

    # --- what takes long -------------------------------------------------------------------------------------------

    async def arrive(self, row: Waiting) -> Arrived | None:
        """The message with its files, and words to its voice notes. None if the files can't be had or kept now: it is
        tried again later."""
        try:
            inbound = read(row)
        except Exception as error:
            await self._failed(row, error)
            return None
        if not inbound.album and not any(m.ref for m in inbound.media) and not self.listens(inbound):
            return Arrived(inbound)
        async with self._without_a_room():
            try:
                return await self.whole(row, inbound)
            except Unavailable as error:  # no room on the disk, or the database is away: none of the message's doing
                complain("work", error)
                await asyncio.sleep(min(max(RETRY_S[0], self._waited(row)), NO_ROOM_S))
            except Exception as error:
                await self._failed(row, error)
        return None

    @asynccontextmanager
    async def _without_a_room(self) -> AsyncIterator[None]:
        """For what is slow and costs us nothing: meanwhile more messages are taken in hand."""
        task = cast(asyncio.Task[object], asyncio.current_task())
        self._aside.add(task)
        self._freed.set()
        try:
            yield
        finally:
            self._aside.discard(task)

    def _waited(self, row: Waiting) -> float:
        return (self.store.clock() - row.received_at).total_seconds()

    async def whole(self, row: Waiting, inbound: Inbound) -> Arrived:
        """An album's messages as one, with all files; or this message alone. Nothing is changed before the turn: that
        is committed only while this row is its chat's oldest, so that nobody else has worked those behind it."""
        others: dict[int, Inbound] = {}
        # A page that shows people's words back sends an album as one message, and waits for the echo of each.
        if inbound.album and not self.caps(inbound.channel, inbound.chat).echo:
            await asyncio.sleep(min(ALBUM_S - self._waited(row), ALBUM_S))
            others = pieces(inbound, await self.store.behind(row))
            inbound = together([inbound, *others.values()])
        if any(m.ref for m in inbound.media):
            if not await self.meant_for_us(inbound):
                inbound = replace(inbound, media=())  # of what colleagues show each other nothing is fetched
            inbound = await self.with_files(inbound, row.tries + 1 >= TRIES)
        if self.ears and self.listens(inbound):
            inbound = await self.ears.heard(inbound)
        return Arrived(inbound, tuple(others))

    def listens(self, inbound: Inbound) -> bool:
        """Whether a resident's voice note is listened to; what staff say to each other is theirs."""
        return self.ears is not None and self.ears.wanted(inbound) and not self.group(inbound)

    async def meant_for_us(self, inbound: Inbound) -> bool:
        """Whether files are for us, as far as can be known before the turn. In a group to which anybody can be added,
        they are if they answer us, or if we are asking this person for something."""
        if inbound.reply_to or not self.caps(inbound.channel, inbound.chat).open_group:
            return True
        async with self.store.look() as work:
            talk, _ = await work.conversation(inbound.channel, inbound.chat, inbound.person)
        return bool(talk.stack)

    async def with_files(self, inbound: Inbound, last_try: bool = True) -> Inbound:
        """The message with its files in our folder. This may be done twice: it needs no lock."""
        fetching = (self.fetched(m, inbound, last_try) if m.ref else kept(m) for m in inbound.media)
        found: list[Media] = []
        for media in await asyncio.gather(*fetching, return_exceptions=True):
            if isinstance(media, BaseException):
                raise media
            found.append(media)
        return replace(inbound, media=tuple(found))

    # --- the turn --------------------------------------------------------------------------------------------------

    async def answer(self, row: Waiting, arrived: Arrived) -> bool:
        """Understand a message without a lock, then play it and commit everything at once.

        False when there was nothing to do here: another worker has the chat.
        """
        try:
            arrived = replace(arrived, inbound=await self.prepare(arrived.inbound))
            understood = await self.understand(arrived.inbound)
            woken = await self._play(row, arrived, understood)
        except Exception as error:
            await self._failed(row, error)
            return True
        for topic in woken or ():
            self.wake.wake(topic)
        return woken is not None

    async def prepare(self, inbound: Inbound) -> Inbound:
        """What needs no lock, and may be done twice: counting and drawing a summary."""
        event = inbound.event
        if inbound.kind is not Kind.EVENT or event.get("type") != "summary":
            return inbound
        days = [date.fromisoformat(str(event[k])) for k in ("start", "end")]
        text, file = await self.summarise(str(event["unit"]), days[0], days[1], str(event["language"]))
        return replace(inbound, event={**event, "text": text, "file": file})

    async def fetched(self, media: Media, inbound: Inbound, last_try: bool) -> Media:
        """A file that the channel still has: checked, cleaned and kept. What can't be had is asked for anew."""
        fetch = self.fetchers.get(inbound.channel)
        if fetch is None or self.files is None:
            return replace(media, ref="", problem="file-lost")
        async with self._fetches:
            try:
                async with asyncio.timeout(FETCH_S):
                    content = await fetch(media.ref)
            except TooLarge:
                return replace(media, ref="", problem="file-too-large")
            except Gone:
                return replace(media, ref="", problem="file-lost")
            except (Transient, Throttled, Misconfigured, TimeoutError) as error:
                if not last_try:
                    raise
                log.warning("file not fetched", channel=inbound.channel, error=type(error).__name__)
                return replace(media, ref="", problem="file-lost")
            taken = await self.files.take(content, inbound.chat)
        return replace(taken, seconds=taken.seconds or media.seconds, transcript=media.transcript)

    async def understand(self, inbound: Inbound) -> Understanding:
        """What the words mean. An engine that hangs or fails leaves words without a meaning, not without an answer."""
        words = inbound.text if self.group(inbound) else words_with_voice(inbound)
        if not words or inbound.kind is Kind.EVENT:
            return Understanding()
        try:
            async with asyncio.timeout(UNDERSTAND_S):
                return await self.engine.understand(words)
        except Exception as error:
            log.warning("engine failed", error=type(error).__name__)
            return Understanding(text=words)

    async def _play(self, row: Waiting, arrived: Arrived, understood: Understanding) -> set[str] | None:
        inbound = arrived.inbound
        async with self.store.work() as work:
            if not await work.claim(row.id, row.channel, row.chat):
                return None
            for other in arrived.others:
                await work.done(other)
            if row.channel == "desk":
                await self.office.desk_answers(inbound.event, work)
                await work.done(row.id)
                return work.woken
            if inbound.kind in (Kind.MOVED, Kind.LEFT) or (inbound.kind is Kind.JOINED and not self.group(inbound)):
                await self.office.chat_changed(inbound, work)
                await work.done(row.id)
                return work.woken
            if inbound.kind is Kind.JOINED and not inbound.person:
                await work.forget_unit_before(row.channel, row.chat)
            if inbound.event.get("file"):
                drawn = Media(MediaKind.PHOTO, str(inbound.event["file"]))
                await work.keep_file(drawn, "image/png", inbound.chat)
            who, group_language = await self.who(work, inbound)
            if inbound.reply_to:
                key = await work.key_of_post(inbound.channel, inbound.chat, inbound.reply_to)
                inbound = replace(inbound, reply_to=key or inbound.reply_to)
            # A private chat is one talk, whoever's message or event comes in; in a group each person has their own.
            person = inbound.person if self.group(inbound) else ""
            talk, last_turn = await work.conversation(row.channel, row.chat, person)
            if group_language:
                talk.language = group_language
            elif not talk.language and inbound.kind is Kind.EVENT:
                talk.language = await self._language_of_case(work, inbound)
            early = last_turn is not None and row.received_at < last_turn and inbound.kind is Kind.TEXT
            followed = inbound.kind in IN_A_ROW and await work.followed(row.id, row.channel, row.chat) in IN_A_ROW
            caps = self.caps(row.channel, row.chat)
            inbound = own(replace(inbound, early=early, followed=followed), caps)
            result = await self._turn(work, talk, inbound, understood, who)
            says = list(result.says)
            for order in result.orders:
                says.extend(await self.office.carry_out(order, work, inbound, who, result.talk))
            if group_language and result.talk.language != group_language:
                await work.set_group_language(row.channel, row.chat, result.talk.language)
            await self._put_out(work, inbound, talk, result, says)
            await work.keep_conversation(row.channel, row.chat, person, result.talk)
            await self._sleep_timer(work, inbound, result, who)
            if result.quiet and caps.open_group:
                for id in (row.id, *arrived.others):
                    await work.unhear(id, row.channel, row.chat)
            await work.done(row.id)
        return work.woken

    def group(self, inbound: Inbound) -> bool:
        """Whether it was said where several staff are."""
        return self.caps(inbound.channel, inbound.chat).group

    async def who(self, work: Work, inbound: Inbound) -> tuple[Who, str]:
        """Who speaks, and the group's language. A group that is bound to no unit has strangers in it; one to which
        anybody can be added has newcomers, until a colleague lets them in."""
        who, language = await work.who(inbound)
        caps = self.caps(inbound.channel, inbound.chat)
        who = replace(who, open_group=caps.open_group)
        if caps.group and not who.unit:
            return replace(who, role="stranger"), language
        if caps.open_group and inbound.person:
            admitted = await work.is_admitted(inbound.channel, inbound.chat, inbound.person)
            return who if admitted else replace(who, role="newcomer"), language
        return who, language

    async def _turn(
        self, work: Work, talk: Conversation, inbound: Inbound, understood: Understanding, who: Who
    ) -> Turn:
        known: dict[Fact, Known] = {}
        while True:
            try:
                return turn(talk, inbound, understood, self.house, Facts(known), who)
            except Missing as missing:
                known[missing.fact] = await work.fact(missing.fact, inbound, who)

    async def _language_of_case(self, work: Work, inbound: Inbound) -> str:
        case = await work.lock(str(inbound.event.get("case", "")))
        return case.reporter.language if case else ""

    async def _sleep_timer(self, work: Work, inbound: Inbound, result: Turn, who: Who) -> None:
        """An open form asks once, after a day, whether to go on; a finished one has nothing to ask."""
        subject = f"{inbound.channel}|{inbound.chat}"
        if who.unit or inbound.kind is Kind.EVENT:
            return
        if result.talk.stack:
            await work.timer("sleep", subject, work.now + timedelta(days=SLEEP_DAYS))
        else:
            await work.stop_timers(subject, "sleep")

    async def _put_out(self, work: Work, inbound: Inbound, before: Conversation, result: Turn, says: list[Say]) -> None:
        """Words into the outbox, in the reader's language: what is said together is one message."""
        caps = self.caps(inbound.channel, inbound.chat)
        language = result.talk.language
        if caps.echo and inbound.kind is not Kind.EVENT:
            echo = self.echo(inbound, before, language)
            if echo:
                await work.say(echo)
        question = marked(result.talk.question, inbound, caps)
        closes = marked(before.question, inbound, caps) if before.question != result.talk.question else ""
        tapped = inbound.choice if closes and not caps.echo else None
        chosen = self.label_of(tapped.value, before, language) if tapped and tapped.question else ""
        messages = [*grouped(says), *([[result.question]] if result.question else [])]
        if result.question and len(messages) > 1 and joinable(messages[-2]) and not result.question.card:
            messages[-2:] = [[*messages[-2], result.question]]
        for group in messages:
            message = outbound(
                group,
                self.texts,
                language,
                channel=inbound.channel,
                chat=inbound.chat,
                question=question,
                closes=closes,
                now=work.now,
            )
            asked = result.question is not None and group[-1] is result.question and caps.group
            await work.say(
                replace(
                    message,
                    chosen=chosen,
                    thread=inbound.thread,
                    asks=inbound.person if asked else "",
                    asks_name=inbound.name if asked else "",
                )
            )

    def echo(self, inbound: Inbound, before: Conversation, language: str) -> Outbound | None:
        """A person's own message, as the web page shows it back once it has had its effects."""
        text = inbound.text
        if inbound.kind is Kind.START:
            return None
        if inbound.choice:
            text = self.label_of(inbound.choice.value, before, language)
        if inbound.location:
            text = self.texts.text(language, "echo-location")
        return Outbound(
            id="",
            channel=inbound.channel,
            chat=inbound.chat,
            text=text,
            media=tuple(m for m in inbound.media if m.file),
            author=inbound.name,
            echo_of=inbound.external_id,
        )

    def label_of(self, value: str, before: Conversation, language: str) -> str:
        """The words on the button that was tapped."""
        offered = next((o[1] for o in before.offered if o[0] == value), "")
        if offered:
            return offered
        named = next((f"opt-{o.key}" for o in MENU if o.token == value), "")
        kind, _, rest = value.partition(":")
        name = rest.partition(":")[0]
        for key in (named, f"opt-{kind}-{name}", f"opt-{name}", f"opt-{kind}"):
            if key in self.texts.keys(self.texts.nearest(language)):
                return self.texts.text(language, key)
        return "…"

    async def _failed(self, row: Waiting, error: Exception) -> None:
        """A turn that fails is tried again; one that fails for good is set aside and said, so that the chat goes on."""
        if is_gone(error):
            complain("work", error)
            await asyncio.sleep(RETRY_S[0])
            return
        log.error("turn failed", row=row.id, tries=row.tries + 1, error=type(error).__name__, where=where(error))
        if row.tries + 1 < TRIES:
            await self.store.put_off(row.id, RETRY_S[row.tries])
            return
        async with self.store.work() as work:
            if not await work.claim(row.id, row.channel, row.chat):
                return
            await self._set_aside(row, work)
            await work.done(row.id, failed=type(error).__name__)
        for topic in work.woken:
            self.wake.wake(topic)

    async def _set_aside(self, row: Waiting, work: Work) -> None:
        """Say it, as far as the broken message lets us: in the chat's language, below the person's own words."""
        if row.channel == "desk":
            answer = int(json.loads(row.payload)["event"]["id"])
            await work.queue("desk", f"answer:{answer}", json.dumps({"answer": answer, "refused": "went-wrong"}))
            return
        language, inbound = "", None
        with suppress(Exception):  # whatever is broken here is why we are here
            inbound = inbound_from(row.payload)
            language = inbound.language
            _, language = await work.who(inbound)
        person = inbound.person if inbound and self.caps(row.channel, row.chat).group else ""
        # Unreadable, it goes on with numbers that no draft and no question of this chat can have had: the inbox counts
        # the messages of all chats.
        talk = Conversation(drafts=row.id, question=row.id)
        with suppress(ValueError, TypeError, KeyError):
            talk, _ = await work.conversation(row.channel, row.chat, person)
        language = language or talk.language or (inbound.language if inbound else "") or "zh-CN"
        if await work.failed_before(row.id, row.channel, row.chat):
            # Two in a row: what is open in this chat may be what breaks. It is put away, so that the person can go on.
            # What numbers its reports and questions stays, or its next report would be taken for an old one.
            home = talk.home if talk.home in self.house.district.units else ""
            fresh = replace(
                talk, language=language, stack=[], waiting=[], offered=[], question=talk.question + 1, home=home
            )
            await work.keep_conversation(row.channel, row.chat, person, fresh)
        if inbound and inbound.kind is not Kind.EVENT and self.caps(row.channel, row.chat).echo:
            with suppress(KeyError):
                echo = self.echo(inbound, talk, language)
                if echo:
                    await work.say(replace(echo, media=()))
        text = self.texts.text(language, "went-wrong", {"phone": self.house.district.hotline})
        await work.say(Outbound("", row.channel, row.chat, text))


def read(row: Waiting) -> Inbound:
    """The message of a row. Raises ValueError, KeyError, TypeError for what no release of ours wrote."""
    inbound = inbound_from(row.payload)
    return replace(inbound, chat=row.chat, text=clean(inbound.text))


def pieces(first: Inbound, behind: Sequence[Waiting]) -> dict[int, Inbound]:
    """The messages of the same album that come right behind its first one, by their rows."""
    found = {}
    for row in behind:
        with suppress(ValueError, KeyError, TypeError):
            piece = read(row)
            if (piece.album, piece.person, piece.kind) == (first.album, first.person, first.kind):
                found[row.id] = piece
                continue
        break
    return found


def together(album: Sequence[Inbound]) -> Inbound:
    """An album as one message: all files and all words in their order, as an answer to what one of them answers. It is
    known by the message that has the words, so that an edit of it is understood."""
    worded = next((piece for piece in album if piece.text), album[0])
    return replace(
        worded,
        text="\n".join(piece.text for piece in album if piece.text),
        media=tuple(media for piece in album for media in piece.media),
        reply_to=next((piece.reply_to for piece in album if piece.reply_to), ""),
    )


async def kept(media: Media) -> Media:
    """A file that we have already."""
    return media


def marked(question: int, inbound: Inbound, caps: Caps) -> str:
    """A question's id on its buttons. In a group each person has questions of their own: theirs carry who was asked."""
    return f"{inbound.person}.{question}" if caps.group else str(question)


def own(inbound: Inbound, caps: Caps) -> Inbound:
    """The tap as the turn reads it: a button of somebody else's question in the group belongs to no question here."""
    choice = inbound.choice
    if choice is None or not choice.question or not caps.group:
        return inbound
    person, _, question = choice.question.rpartition(".")
    return replace(inbound, choice=replace(choice, question=question if person == inbound.person else "-"))


def grouped(says: list[Say]) -> list[list[Say]]:
    """What can stand in one message: plain words, one after the other. Cards, choices and media end a message."""
    messages: list[list[Say]] = []
    for say in says:
        if messages and joinable(messages[-1]) and not say.card:
            messages[-1].append(say)
        else:
            messages.append([say])
    return messages


def joinable(says: list[Say]) -> bool:
    """Whether more words may follow in the same message."""
    return not says[-1].options and not says[-1].card and not says[-1].media

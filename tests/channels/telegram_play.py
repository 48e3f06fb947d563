"""Plays a transcript twice at once: in memory, and through both Telegram bots over real HTTP.

What the memory play says is what must be seen in Telegram, in the same chats and the same order, after every line.
Where a person sees a button, they press it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from PIL import Image
from sqlalchemy import select

from adapters.channels.telegram.channel import NAME as RESIDENTS
from adapters.channels.telegram_staff.channel import NAME as STAFF
from cases import commands as c
from cases.case import Actor
from cases.units import Point
from dialogs.messages import Button, Caps, Choice, Contact, Inbound, Kind, MediaKind, size
from storage import tables as t
from storage.codec import case_from
from storage.database import reading
from tests.bot_api.bots import Person
from tests.bot_api.groups import Group, words
from tests.bot_api.rooms import Message, Room
from tests.bot_api.seats import PrivateChat, Seat, Tap
from tests.channels.telegram_screen import FOLLOW, Entry, Screen
from tests.channels.telegram_stage import PATIENCE_S, Stage
from tests.fakes import said
from tests.transcripts.play import Play, channel_of, chat_of, speaker_of, unit_named

TYPED = 4096  # UTF-16 units of a message; an app sends what is longer in parts
PHONES = {"zh-CN": "zh-hans", "en": "en"}  # what a phone of this language says
EXPECTED = {
    ("answerCallbackQuery", "Bad Request: query is too old and response timeout expired or query ID is invalid"),
    (
        "editMessageText",
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
        "a current content and reply markup of the message",
    ),
}
"""What Telegram refuses by design: a tap that came twice is answered twice, a card may look as it did before."""


class Differs(AssertionError):
    """What Telegram shows is not what was said."""


class TelegramPlay(Play):
    """One transcript, in memory and in Telegram."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(words=True)
        self.stage = stage
        self.server = stage.server
        self.people: dict[str, Person] = {}  # by who they are in the transcript: "", "张婶", "螺罐村群/小王"
        self.screens: dict[str, Screen] = {}  # by the chat's name in the transcript
        self.elsewhere: dict[str, str] = {}  # chats that are answered in another one, this once
        self.same: dict[str, str] = {}  # an id of the memory play → the same one in the real database
        self.mine: dict[str, Message] = {}  # what each speaker sent last
        self.taps: list[Tap] = []
        self.rows = 0  # of the outbox, that are on the screens
        self.pictures = 0
        self.repeats = 0

    async def play(self, text: str) -> str:
        """The whole transcript. Raises Differs."""
        await self.enter(text.splitlines())
        played = await super().play(text)
        await self.look_back()
        return played

    # --- who is where ------------------------------------------------------------------------------------------------

    async def enter(self, lines: list[str]) -> None:
        """Make the groups as they stand before the first line, and begin with an empty database."""
        speakers = dict.fromkeys(who for line in lines if (who := speaker_of(line)))
        later = {who for who in speakers if f"{who} joined" in lines}
        moved = dict(line.split(" moved: ") for line in lines if " moved: " in line)
        upgraded = {goal for source, goal in moved.items() if source not in moved.values()}
        bound = [f"{unit}群" for line in lines if line.startswith("groups: ") for unit in line.split()[1:]]
        for chat in dict.fromkeys([*bound, *map(chat_of, speakers)]):
            if channel_of(chat) != "group" or chat in upgraded:
                continue
            people = [self.person(who) for who in speakers if who.startswith(f"{chat}/") and who not in later]
            kind = "group" if moved.get(chat) in upgraded else "supergroup"
            self.open(chat, self.server.group(chat, people, [self.stage.staff], kind=kind))
        self.stage.clock = lambda: self.clock
        await self.stage.empty()
        for chat, screen in self.screens.items():
            if not chat.endswith("大群"):
                await self.admit(chat, screen.room)

    def open(self, chat: str, room: Room) -> None:
        """A chat of the transcript is this one in Telegram; what stands there already counts for nothing."""
        self.screens[chat] = Screen(room, channel_of(chat) == "group", max(room.messages, default=0))

    def caps(self, channel: str, chat: str) -> Caps:
        """Anybody can be added to any group in Telegram."""
        caps = super().caps(channel, chat)
        return replace(caps, open_group=caps.group)

    async def admit(self, chat: str, group: Room) -> None:
        """All who are in a group of a transcript are staff; to a 大群 anybody can be added, as to those in Telegram."""
        assert isinstance(group, Group)
        async with self.stage.app.store.work() as work:
            for person in group.people:
                await work.admit(STAFF, str(group.id), str(person.id))
                self.store.rows.members[channel_of(chat), chat, str(person.id)] = self.clock

    def person(self, who: str) -> Person:
        """Somebody."""
        if who not in self.people:
            self.people[who] = self.server.person(named(who))
        self.people[who].language_code = PHONES.get(self.language, self.language)
        return self.people[who]

    def seat(self, who: str) -> Seat:
        """The chat as this person uses it."""
        chat = chat_of(who)
        if chat not in self.screens:
            private = self.person(who).private(self.stage.residents).room
            private.started = True  # by whatever the person does first
            self.open(chat, private)
        room = self.screens[chat].room
        return room.of(self.person(who)) if isinstance(room, Group) else self.person(who).private(self.stage.residents)

    # --- what people do ----------------------------------------------------------------------------------------------

    async def line(self, line: str) -> str:
        """One line; what differs after it is said with it."""
        try:
            return await super().line(line)
        except Differs as error:
            raise Differs(f"{line}\n{error}") from None

    async def receive(self, who: str, kind: Kind, **more: object) -> str:
        """What somebody does, in both plays. What a person can press, they press."""
        person = self.person(who)
        more = {"person": str(person.id), "name": person.name, **more}
        if kind is Kind.TEXT:
            await self.write(who, str(more.pop("text")), **more)
        elif isinstance(choice := more.pop("choice", None), Choice):
            await self.press(who, choice, **more)
        else:
            if isinstance(card := more.get("contact"), Contact):
                more["contact"] = Contact(card.phone, card.name or person.name)  # a phone sends none without a name
            await super().receive(who, kind, **more)
            self.do(who, self.last[who])
        await self.stage.taken()
        return chat_of(who)

    async def write(self, who: str, text: str, **more: object) -> None:
        """Write words, in as many messages as they take; where a button says the same, press it."""
        seat, answers = self.seat(who), str(more.get("reply_to", ""))
        button = None if answers else self.screens[chat_of(who)].labelled(text, str(seat.person.id))
        if button:
            await self.press(who, Choice(button.value, button.question), **more)
            return
        for part in parts(text):
            await super().receive(who, Kind.TEXT, text=part, **more)
            typed, to = self.there(part), self.answered(who, answers)
            # Who left a group can write all the same where it discusses a channel.
            self.mine[who] = (
                seat.say(typed, reply_to=to) if is_inside(seat) else seat.room.post(seat.person, words(typed), to)
            )
            await self.stage.taken()

    async def press(self, who: str, choice: Choice, **more: object) -> None:
        """Press a button under a message, or in place of the letters: there it says its words."""
        seat = self.seat(who)
        entry, button = self.screens[chat_of(who)].find(choice) or (None, None)
        if entry and button and button in entry.keys:
            await super().receive(who, Kind.TEXT, text=button.label, **more)
            in_sight = any(button.label in row for row in seat.keyboard())
            self.mine[who] = seat.press(button.label) if in_sight else seat.say(button.label)
        else:
            await super().receive(who, Kind.CHOICE, choice=choice, **more)
            self.taps.append(self.tap(seat, choice, entry, button))

    def tap(self, seat: Seat, choice: Choice, entry: Entry | None, button: Button | None) -> Tap:
        """Tap the button; one that is there no longer, or never was, as a phone does that is behind or that forges."""
        room = seat.room
        if entry and button in entry.buttons and is_inside(seat):
            before = [b.label for b in entry.buttons[: entry.buttons.index(button)]]
            return seat.tap(button.label, before.count(button.label), message=entry.message)
        message = entry.message if entry else next((m for m in reversed(seat.seen) if m.from_bot), None)
        if message is None:
            message = Message(room, room.next_id(), self.server.clock.now(), room.bots()[0], {})
            message.deleted = True
        return seat.tap_stale(message, self.there(f"1|{choice.question}|{choice.value}"))

    def answered(self, who: str, key: str) -> Message | None:
        """The message that words are an answer to: a card by its key, else the newest of ours that is no card."""
        screen = self.screens[chat_of(who)]
        if not key:
            return None
        if key in screen.cards:
            return screen.cards[key].message
        ours = [m for m in screen.room.living() if m.from_bot and not m.is_service]
        cards = [card.message for card in screen.cards.values()]
        return next(m for m in reversed(ours) if m not in cards)

    def do(self, who: str, inbound: Inbound) -> None:
        """What is neither words nor a button."""
        seat = self.seat(who)
        match inbound:
            case Inbound(kind=Kind.MEDIA):
                self.mine[who] = self.send_file(seat, inbound)
            case Inbound(kind=Kind.LOCATION, location=Point(lat=lat, lon=lon)):
                key = self.key(who, "location")
                self.mine[who] = seat.press(key, latitude=lat, longitude=lon) if key else seat.pin(lat, lon)
            case Inbound(kind=Kind.CONTACT, contact=Contact(phone=phone, name=name)):
                key = self.key(who, "contact") if name == seat.person.name else ""
                self.mine[who] = seat.press(key, phone=phone) if key else seat.contact(phone, name)
            case Inbound(kind=Kind.EDIT):
                seat.edit(self.mine[who], self.there(inbound.text))
            case Inbound(kind=Kind.START):
                assert isinstance(seat, PrivateChat)
                self.mine[who] = seat.start(inbound.text)
            case Inbound(kind=Kind.JOINED | Kind.LEFT | Kind.MOVED):
                self.change(seat, inbound)
            case Inbound(kind=Kind.OTHER, text="in-a-group" | "in-private" | "anonymous"):
                self.stray(seat, inbound)
            case Inbound(kind=Kind.OTHER, text="sticker"):
                self.mine[who] = seat.sticker()
            case Inbound(kind=Kind.OTHER, text="video"):
                self.mine[who] = seat.video()
            case Inbound(kind=Kind.OTHER, text="document"):
                self.mine[who] = seat.document()
            case _:
                raise AssertionError(f"nobody can do this: {inbound.kind} {inbound.text}")

    def key(self, who: str, wish: str) -> str:
        """The key in sight that sends a place, or one's own number; empty when there is none."""
        keys = self.seat(who).keyboard()
        return keys[0][0] if keys and self.screens[chat_of(who)].wish == wish else ""

    def send_file(self, seat: Seat, inbound: Inbound) -> Message:
        """A photo or a voice note, each one of its own. Where it was taken is known of photos sent as files only."""
        media = inbound.media[0]
        if media.kind is MediaKind.VOICE:
            return seat.voice(sound(media.seconds), round(media.seconds))
        self.pictures += 1
        data = b"\xff\xd8\xff and no picture" if media.problem else picture(self.pictures, media.point)
        if media.point:
            return seat.document(data, "image/jpeg", "photo.jpg", inbound.text)
        return seat.photo(data, inbound.text, album=inbound.album or None)

    def change(self, seat: Seat, inbound: Inbound) -> None:
        """Somebody comes or goes, or we do, or the group becomes another."""
        group = seat.room
        assert isinstance(group, Group)
        if inbound.kind is Kind.MOVED:
            self.go_on(group, inbound)
        elif inbound.kind is Kind.JOINED:
            group.add(seat.person)
        elif inbound.person:
            group.remove(seat.person)
        elif group.standing(self.stage.staff).inside:
            group.remove(self.stage.staff)

    def go_on(self, group: Group, inbound: Inbound) -> None:
        """A group goes on as another. In Telegram only a plain group does; of any other we are merely told so."""
        del self.screens[inbound.chat]
        if group.kind == "group":
            group.migrate()
            self.open(inbound.text, group)
        else:
            told = Message(group, group.next_id(), self.server.clock.now(), group.owner, {"from": group.owner.user()})
            told.content["migrate_to_chat_id"] = self.screens[inbound.text].room.id
            self.stage.staff.push({"message": told.shown(self.stage.staff)})

    def stray(self, seat: Seat, inbound: Inbound) -> None:
        """Somebody talks to us where we can't work."""
        if inbound.text == "anonymous":
            assert isinstance(seat.room, Group)
            seat.room.promote(seat.person)
            seat.room.anonymous_say(seat.person, "/cases")
            return
        place = f"{inbound.chat} {inbound.text}"
        self.elsewhere[inbound.chat] = place
        if inbound.text == "in-private":
            private = seat.person.private(self.stage.staff)
            self.screens[place] = Screen(private.room, True)
            private.say("你好")
        else:
            group = self.server.group("楼栋群", [seat.person], [self.stage.residents])
            self.screens[place] = Screen(group, False)

    async def repeat(self, who: str) -> None:
        """The last update comes once more, with the same number."""
        await super().repeat(who)
        await self.stage.again(self.stage.staff if channel_of(chat_of(who)) == "group" else self.stage.residents)
        self.repeats += 1

    # --- what happened before ----------------------------------------------------------------------------------------

    async def bind(self, unit: str) -> None:
        """Give a unit a group to work in."""
        await super().bind(unit)
        async with self.stage.app.store.work() as work:
            await work.bind_group(STAFF, str(self.screens[f"{unit}群"].room.id), unit_named(unit).code)

    async def promise(self, code: str, unit: str) -> None:
        """Hand out a code that binds a group to a unit."""
        await super().promise(code, unit)
        async with self.stage.app.store.work() as work:
            await work.keep_code(code, "bind", unit_named(unit).code, "", self.clock.replace(year=9999))

    async def resolve(self, answer: str) -> None:
        """The newest case is done, as its unit has said elsewhere."""
        await super().resolve(answer)
        async with self.store.work() as memory:
            case = self.there(memory.all()[0].id)
        async with self.stage.app.store.work() as work:
            await self.stage.app.office.change(c.Resolve(case, Actor("staff", "小王", "小王"), answer), work)

    # --- what is seen ------------------------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Let everything have its effects in both plays; then all chats must look alike."""
        await super().settle()
        await self.stage.app.settle()
        for tap in self.taps:
            await tap.answered(PATIENCE_S)
        await self.match_cases()
        fresh = list(self.said_now())
        for chat, screen in self.screens.items():
            difference = screen.differs(self.there)
            if difference:
                raise Differs(f"{chat}\n{difference}")
        for entry in fresh:
            self.match_code(entry)
        self.elsewhere.clear()

    def said_now(self) -> Iterator[Entry]:
        """Put what the memory play has said since the last time onto the screens; the new messages."""
        rows = self.store.rows.outbox
        for number in range(self.rows + 1, len(rows) + 1):
            channel, chat, text = rows[number]
            if channel == "desk" or not text:
                continue
            screen = self.screens[self.elsewhere.get(chat, chat)]
            screen.add(number, said((channel, chat, text)), lambda row: bool(rows[row][2]))
            yield from (entry for entry in screen.entries if entry.row == number)
        self.rows = len(rows)

    async def match_cases(self) -> None:
        """Cases have ids of chance, and numbers by which they can be told."""
        if len(self.store.rows.cases) == len([id for id in self.same if id in self.store.rows.cases]):
            return
        async with reading(self.stage.app.store.engine) as connection:
            real = {row.number: row.id for row in await connection.execute(select(t.cases.c.number, t.cases.c.id))}
        for id, body in self.store.rows.cases.items():
            number = case_from(body).number
            if number not in real:
                raise Differs(f"case {number} is not in the database, which has {sorted(real)}")
            self.same[id] = real[number]

    def match_code(self, entry: Entry) -> None:
        """The code by which a sealed report is followed is made by chance, too."""
        must, is_ = FOLLOW.search(entry.text), entry.message and FOLLOW.search(entry.message.text)
        if must and is_:
            self.same[must[0]] = is_[0]

    def there(self, text: str) -> str:
        """Ids and codes as they are in the real database."""
        for here, real in self.same.items():
            text = text.replace(here, real)
        return text

    def tidy(self, text: str) -> str:
        """People are called by name."""
        for who, person in self.people.items():
            text = text.replace(str(person.id), named(who))
        return super().tidy(text)

    def real(self, text: str) -> str:
        """The ids of cases and of staff."""
        for who, person in self.people.items():
            if "/" in who:
                text = text.replace(named(who), str(person.id))
        return super().real(text)

    def note(self, line: str) -> None:
        """What happened. In Telegram everybody has a name, which a case keeps; in a transcript residents have none."""
        for who in self.people:
            if "/" not in who:
                line = re.sub(rf" reporter={named(who)}(?=$| →)|(?<= reporter=){named(who)} ", "", line)
        super().note(line)

    async def look_back(self) -> None:
        """Nothing was left undone, nothing failed, and every tap was answered once for each time that it came."""
        async with reading(self.stage.app.store.engine) as connection:
            inbox = (await connection.execute(select(t.inbox))).all()
            here = t.outbox.c.channel.in_((RESIDENTS, STAFF))  # there is no back office here
            outbox = (await connection.execute(select(t.outbox.c.sent_at, t.outbox.c.dead).where(here))).all()
        assert all(row.done_at and not row.failed for row in inbox)
        assert all(row.sent_at and not row.dead for row in outbox)
        taken = [row.external_id for row in inbox if row.external_id.startswith("tap:")]
        assert len(taken) == len(self.taps), "a tap is taken once, however often it comes"
        answers = [call.params["callback_query_id"] for call in self.server.calls_of("answerCallbackQuery")]
        assert sorted(set(answers)) == sorted(tap.query_id for tap in self.taps)
        assert len(answers) - len(self.taps) <= self.repeats
        assert not self.server.violations
        refused = [(call.method, call.description) for call in self.server.refused]
        assert all(call in EXPECTED for call in refused), refused


def named(who: str) -> str:
    """What somebody is called."""
    chat, _, name = who.partition("/")
    return name or chat or "兰姐"


def is_inside(seat: Seat) -> bool:
    """Whether somebody is in the chat."""
    return not isinstance(seat.room, Group) or seat.room.standing(seat.person).inside


def parts(text: str) -> Iterator[str]:
    """Words as an app sends them: in messages of at most 4096 units; without any, nothing is sent."""
    while size(text, "utf16") > TYPED:
        yield text[: TYPED // 2]
        text = text[TYPED // 2 :]
    if text:
        yield text


def picture(number: int, taken_at: Point | None = None) -> bytes:
    """A photo like no other."""
    out, exif = BytesIO(), Image.Exif()
    if taken_at:
        exif.get_ifd(0x8825).update({1: "N", 2: degrees(taken_at.lat), 3: "E", 4: degrees(taken_at.lon)})
    Image.new("RGB", (16, 12), (number * 40 % 256, number % 256, 90)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def degrees(angle: float) -> tuple[float, float, float]:
    """Degrees, minutes and seconds, as a camera writes them."""
    minutes = angle * 60
    return int(angle), int(minutes % 60), round(minutes % 1 * 60, 4)


def sound(seconds: float) -> bytes:
    """A voice note of this length: Opus in Ogg (RFC 7845), without checksums."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<II", 0, 0)
    bodies = ((head, 0), (tags, 0), (b"\x08sound" * 20, int(seconds * 48_000) + 312))
    return b"".join(
        struct.pack("<4sBBqIII", b"OggS", 0, 0, samples, 7, n, 0) + bytes([1, len(body)]) + body
        for n, (body, samples) in enumerate(bodies)
    )

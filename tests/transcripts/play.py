"""Plays a transcript: a conversation as a text file, through the real Worker, Office and Watcher, in memory.

    > 路灯坏了                     a resident says it; 张婶> … another one; 螺罐村群/小王> … in a group
    given: 路灯坏了                filed before, not shown; "given done: 换了灯泡" is what its unit answered
    &> 在螺罐村                    the same, sent before the answer to the line above came
    tap: send                     presses the newest button of this value; `late tap: send` the oldest one
    photo · photos 4 · photo: 字 · photo at 29.4,105.6 · photo bad · voice 12s · pin 29.4,105.6 · contact 13800000000
    voice: 听到的字 // 第二段      voice notes with the words that were heard in each · voice bad
    edit: 字 · sticker · start · again (the last message delivered once more) · forged tap: do:resolve:#1
    reply card #1: 字             in answer to a case's card · joined · left · kicked (we are) · moved: 螺罐村大群
    +1d  +2h  +10m                the clock moves, and what is due happens at its time

What follows each of them is written by the play: `!` what happened to a case, `<` what the bot said, by text key (`+`
goes on in the same message; `[ ]` are the choices of a question, `[+ ]` buttons that stay), `@` when a timer fired.
`python -m tests.transcripts.play FILE` shows the same with the words that a person sees.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from fluent.runtime import FluentResource
from fluent.syntax.ast import Message, VariableReference
from fluent.syntax.visitor import Visitor

from adapters.district import load_district
from adapters.nlu.anonymous import Anonymous
from adapters.nlu.embedded import EmbeddedEngine
from adapters.texts import OURS, Texts
from bot.lessons import Lessons
from bot.office import Office
from bot.wake import LocalWake
from bot.watch import Watcher
from bot.work import Worker
from cases import commands as c
from cases.case import Actor, Case, Event, Reporter
from cases.district import District
from cases.lifecycle import Refused
from cases.units import Point, Unit
from dialogs.conversation import Conversation
from dialogs.forms import Order, Who
from dialogs.house import build_house
from dialogs.messages import Button, Caps, Choice, Contact, Inbound, Kind, Media, MediaKind, Outbound
from dialogs.say import Named, Option, Say, Value, When
from storage.codec import case_from
from storage.store import Store, Timer, Waiting
from storage.work import Work
from tests.fakes import MemoryStore, MemoryWork, said

DISTRICT = Path(__file__).parents[2] / "deploy" / "rongchang"
MOST = 60  # characters of a value that a transcript shows
WRITTEN = re.compile(r"^(?:[^\s<]*< ?.*|! .*|@ .*|  \+ .*)$")  # lines that the play writes, not the author
_SAYS = re.compile(r"^(?P<who>[^\s<>]*)> ?(?P<text>.*)$")
_ACTS = re.compile(
    r"^(?:(?!late |forged )(?P<who>[^\s:<>]+) )?"
    r"(?P<act>late tap|forged tap|tap|photos|photo|"
    r"voice|pin|contact|edit|reply|sticker|video|document|start|again|joined|left|kicked|moved|misplaced)"
    r"(?P<rest>(?:[ :].*)?)$"
)
_MOVES = re.compile(r"^\+(?P<count>\d+)(?P<unit>[dhm])$")
_CASE_ID = re.compile(r"c[0-9a-f]{16}")
_FOLLOW = re.compile(r"\b[2-9A-HJKMNP-Z]{4}(?:-[2-9A-HJKMNP-Z]{4}){2}\b")
_UNIT = re.compile(r"500153[\w-]*")


class BadTranscript(Exception):
    """A line of a transcript that can't be played; the message says which and why."""


@cache
def district() -> District:
    """The sample district, read once."""
    return load_district(DISTRICT)


@cache
def engine() -> EmbeddedEngine:
    """The embedded engine, built once. Without its models the transcripts would go another way."""
    made = EmbeddedEngine(district())
    if amiss := made.load():
        raise BadTranscript(amiss)
    return made


@cache
def texts() -> Texts:
    """Our texts, read once."""
    return Texts.load(district().zone)


@cache
def variables() -> Mapping[str, frozenset[str]]:
    """What each Chinese text puts in: a value that it does not use is no part of what is said."""

    class Names(Visitor):
        def __init__(self) -> None:
            self.found: set[str] = set()

        def visit_VariableReference(self, node: VariableReference) -> None:
            self.found.add(node.id.name)

    found = {}
    for path in (OURS / "zh-CN").glob("*.ftl"):
        for entry in FluentResource(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, Message):
                names = Names()
                names.visit(entry)
                found[entry.id.name] = frozenset(names.found)
    return found


class KeyTexts(Texts):
    """Says a text's key and its values in place of its words; the words themselves are made too, in every language."""

    def __init__(self, real: Texts) -> None:
        super().__init__(real._tongues, real._zone)
        self.real = real

    def text(
        self, language: str, key: str, args: Mapping[str, Value] | None = None, now: datetime | None = None
    ) -> str:
        """Raises KeyError where a language has no such text, or lacks a value."""
        for tongue in ("zh-CN", "en"):
            self.real.text(tongue, key, args, now)
        used = variables().get(key, frozenset())
        shown = {name: self.shown(language, value) for name, value in (args or {}).items() if name in used}
        if key == "lines":
            return shown["lines"]
        if key == "matter":
            return f"{shown['service']}·{shown['unit']}"
        inside = " ".join(f"{name}={value}" for name, value in shown.items() if value)
        return f"{key}({inside})" if inside else key

    def shown(self, language: str, value: Value) -> str:
        """A value as a transcript shows it."""
        match value:
            case Named():
                return str(self.real.value(language, value))
            case Say():
                return self.text(language, value.key, value.args)
            case When():
                return value.at.astimezone(district().zone).strftime("%m-%d %H:%M")
            case datetime():
                return value.astimezone(district().zone).strftime("%m-%d %H:%M")
            case tuple():
                return " | ".join(self.shown(language, v) for v in value)
            case int():
                return str(value)
        return short(value)

    def label(self, language: str, option: Option, now: datetime | None = None) -> str:
        """The words on the button: what a person types must be these."""
        return self.real.label(language, option, now)


def short(text: str) -> str:
    """A text on one line, cut where it is long."""
    line = text.replace("\n", "⏎")
    return line if len(line) <= MOST else f"{line[:MOST]}…({len(text)})"


@dataclass
class Play:
    """One transcript being played."""

    words: bool = False
    clock: datetime = datetime(2026, 4, 13, 9, 0, tzinfo=district().zone)  # a Monday
    language: str = "zh-CN"
    count: int = 0
    shown: int = 0
    happened: list[str] = field(default_factory=list)
    cases: dict[str, str] = field(default_factory=dict)  # id → #1, #2, ...
    numbers: dict[str, str] = field(default_factory=dict)  # #1 → 2604-0001-3
    code: str = ""
    last: dict[str, Inbound] = field(default_factory=dict)  # by speaker
    history: dict[str, list[Outbound]] = field(default_factory=dict)  # by chat

    def __post_init__(self) -> None:
        self.texts = texts() if self.words else KeyTexts(texts())
        self.store = MemoryStore(district(), lambda: self.clock)
        self.office = SpyOffice(self)
        house = build_house(district(), texts().label, texts().words)
        wake = LocalWake()
        self.worker = StrictWorker(self.store, house, self.office, self.texts, engine(), self.caps, wake, summarise)
        self.watcher = StrictWatcher(self.store, self.office, wake)

    # --- lines -----------------------------------------------------------------------------------------------------

    async def play(self, text: str) -> str:
        """The whole transcript as it is said now."""
        asked = [line for line in text.splitlines() if not WRITTEN.match(line)]
        out: list[str] = []
        for at, line in enumerate(asked):
            out.append(line)
            if not line.strip() or line.startswith("#"):
                continue
            try:
                went = await self.line(line)
            except BadTranscript as error:
                so_far = "\n".join(out)
                raise BadTranscript(f"{so_far}\n^ {error}") from None
            if went and not (at + 1 < len(asked) and asked[at + 1].startswith("&")):
                self.clock += timedelta(seconds=1)
                await self.settle()
                speaker = went if went != "@" else ""
                out.extend(self.news(speaker) or ([] if went == "@" else ["< (nothing)"]))
            elif went == "@":
                out.extend(self.news(""))
        return "\n".join(out).rstrip("\n") + "\n"

    async def line(self, line: str) -> str:
        """Play one line of the author's. The chat that spoke; "@" if time passed; empty for settings."""
        line = line.removeprefix("&")
        name, _, value = line.partition(": ")
        if name == "language":
            self.language = value
            return ""
        if name == "groups":
            for unit in value.split():
                await self.bind(unit)
            return ""
        if name == "clock":
            self.clock = datetime.fromisoformat(value).replace(tzinfo=district().zone)
            return ""
        if name.startswith("given"):
            await self.given(name.removeprefix("given").strip(), value)
            return ""
        if name == "bind code":
            await self.promise(*value.split())
            return ""
        moves = _MOVES.match(line)
        if moves:
            seconds = {"d": 86400, "h": 3600, "m": 60}[moves["unit"]]
            await self.move(timedelta(seconds=int(moves["count"]) * seconds))
            return "@"
        acts = _ACTS.match(line)
        if acts:
            return await self.act(acts["who"] or "", acts["act"], acts["rest"])
        says = _SAYS.match(line)
        if says:
            return await self.receive(says["who"], Kind.TEXT, text=self.spoken(says["text"]))
        raise BadTranscript("no line of a transcript")

    async def given(self, who: str, words: str) -> None:
        """A case that somebody has filed before; "done" says what its unit has answered. Nothing of it is shown."""
        if who == "done":
            await self.resolve(words)
        else:
            await self.receive(who, Kind.TEXT, text=self.spoken(words))
            await self.settle()
            self.news(chat_of(who))
            await self.receive(who, Kind.CHOICE, choice=self.button(who, "send", False))
        await self.settle()
        self.news(chat_of(who))

    async def resolve(self, answer: str) -> None:
        """The newest case is done, as its unit has said elsewhere."""
        async with self.store.work() as work:
            case = work.all()[0]
            await self.office.change(c.Resolve(case.id, Actor("staff", "小王", "小王"), answer), work)

    async def bind(self, unit: str) -> None:
        """Give a unit a group to work in."""
        async with self.store.work() as work:
            await work.bind_group("group", f"{unit}群", unit_named(unit).code)

    async def promise(self, code: str, unit: str) -> None:
        """Hand out a code that binds a group to a unit."""
        async with self.store.work() as work:
            await work.keep_code(code, "bind", unit_named(unit).code, "", self.clock + timedelta(days=3))

    async def move(self, by: timedelta) -> None:
        """Let time pass: each timer fires at its own moment."""
        until = self.clock + by
        while True:
            due = min((at for at, _ in self.store.rows.timers.values()), default=until + by)
            if due > until:
                break
            self.clock = max(self.clock, due)
            before = len(self.happened)
            self.happened.append(f"@ {self.clock.astimezone(district().zone):%m-%d %H:%M}")
            rows = len(self.store.rows.outbox)
            await self.settle()
            if len(self.happened) == before + 1 and rows == len(self.store.rows.outbox):
                self.happened.pop()
            else:
                self.happened.extend(self.replies(""))
        self.clock = until

    async def act(self, who: str, act: str, rest: str) -> str:
        """What is not plain words."""
        value = rest.lstrip(": ").strip()
        match act:
            case "tap" | "late tap":
                return await self.receive(who, Kind.CHOICE, choice=self.button(who, value, act == "late tap"))
            case "forged tap":
                value, _, question = self.real(value).partition("@")
                return await self.receive(who, Kind.CHOICE, choice=Choice(value, question))
            case "photo":
                return await self.receive(who, Kind.MEDIA, **self.photo(value, rest.startswith(":")))
            case "photos":
                album = f"album{self.count}"
                for _ in range(int(value)):
                    await self.receive(who, Kind.MEDIA, media=(self.file(MediaKind.PHOTO),), album=album)
                return chat_of(who)
            case "voice":
                return await self.receive(who, Kind.MEDIA, media=self.notes(rest))
            case "pin":
                return await self.receive(who, Kind.LOCATION, location=point(value))
            case "contact":
                phone, _, name = value.partition(" ")
                return await self.receive(who, Kind.CONTACT, contact=Contact(phone, name))
            case "edit":
                return await self.receive(who, Kind.EDIT, text=value, edit_of=self.last[who].external_id)
            case "reply":
                card, _, words = value.partition(": ")
                if not card.startswith("card #"):
                    return await self.receive(who, Kind.TEXT, text=self.spoken(value), reply_to="a message of the bot")
                key = f"case:{self.real(card.removeprefix('card '))}"
                return await self.receive(who, Kind.TEXT, text=self.spoken(words), reply_to=key)
            case "joined" | "left":
                return await self.receive(who, Kind(act))
            case "kicked" | "moved":
                return await self.receive(who, Kind.MOVED if act == "moved" else Kind.LEFT, text=value, person="")
            case "misplaced":
                return await self.receive(who, Kind.OTHER, text=value)
            case "again":
                await self.repeat(who)
                return chat_of(who)
            case "start":
                return await self.receive(who, Kind.START, text=value)
        return await self.receive(who, Kind.OTHER, text=act)

    def notes(self, rest: str) -> tuple[Media, ...]:
        """A voice note of so many seconds, or one for each of the words that were heard in them."""
        if rest.strip() == "bad":
            return (Media(MediaKind.VOICE, problem="file-broken"),)
        if not rest.startswith(":"):
            return (self.file(MediaKind.VOICE, seconds=float(rest.strip().rstrip("s") or 5)),)
        heard = self.spoken(rest.removeprefix(":").strip()).split(" // ")
        return tuple(replace(self.file(MediaKind.VOICE, seconds=5.0), transcript=words) for words in heard)

    def photo(self, value: str, caption: bool) -> dict[str, object]:
        """A photo with words, with a place, or one that can't be opened."""
        if caption:
            return {"media": (self.file(MediaKind.PHOTO),), "text": self.spoken(value)}
        if value == "bad":
            return {"media": (Media(MediaKind.PHOTO, problem="file-broken"),)}
        where = point(value.removeprefix("at ")) if value else None
        return {"media": (self.file(MediaKind.PHOTO, where=where),)}

    def file(self, kind: MediaKind, seconds: float = 0.0, where: Point | None = None) -> Media:
        """A new file, as the channel would have kept it."""
        number = sum(m.kind is kind for m in self.store.rows.files.values()) + 1
        media = Media(kind, f"{kind.value}{number}", seconds, where)
        self.store.rows.files[media.file] = media
        return media

    def button(self, who: str, value: str, oldest: bool) -> Choice:
        """The button that a person sees, by what it carries."""
        seen = [b for o in self.history.get(chat_of(who), []) for b in o.choices if self.token(b) == value]
        if not seen:
            raise BadTranscript("no such button was shown in this chat")
        chosen = seen[0] if oldest else seen[-1]
        return Choice(chosen.value, chosen.question)

    async def receive(self, who: str, kind: Kind, **more: object) -> str:
        """Hand a message in, as a channel does."""
        self.count += 1
        self.clock += timedelta(seconds=1)
        chat, _, person = who.partition("/")
        channel = channel_of(chat)
        named = person or chat or "me"
        said = {"person": named, "name": person, "language": self.language, **more}
        self.last[who] = Inbound(
            channel,
            f"{named}:{self.count}",
            chat_of(who),
            kind=kind,
            at=self.clock,
            **said,  # type: ignore[arg-type]  # each name is a field; the lines above say which
        )
        await self.store.receive(self.last[who])
        return chat_of(who)

    async def repeat(self, who: str) -> None:
        """The last message is delivered once more."""
        await self.store.receive(self.last[who])

    def caps(self, channel: str, chat: str) -> Caps:
        """What a chat can show."""
        return caps_of(channel, chat)

    async def settle(self) -> None:
        """Let everything that waits have its effects."""
        while True:
            timers = await self.watcher.look()
            if not await self.worker.drain() and not timers:
                return

    # --- what is written ---------------------------------------------------------------------------------------------

    def news(self, chat: str) -> list[str]:
        """What happened and what was said since the last line, in the order of the chats."""
        out = [*self.happened]
        self.happened.clear()
        return [*out, *self.replies(chat)]

    def replies(self, chat: str) -> list[str]:
        """New messages of the outbox."""
        rows = self.store.rows.outbox
        new = [rows[n] for n in range(self.shown + 1, len(rows) + 1)]
        self.shown = len(rows)
        out: list[str] = []
        for channel, where, text in new:
            if channel == "desk" or not text:
                continue
            outbound = said((channel, where, text))
            self.history.setdefault(where, []).append(outbound)
            out.extend(self.message("" if where == "me" else where, outbound))
        return out

    def message(self, chat: str, outbound: Outbound) -> list[str]:
        """One message as lines."""
        parts = self.tidy(outbound.text).split("\n\n")
        head = f"{chat}< {'card ' if outbound.replaces else ''}"
        lines = [f"{head}{parts[0]}", *(f"  + {part}" for part in parts[1:])]
        if self.words:
            lines = [f"{chat}< " + self.tidy(outbound.text).replace("\n", "\n     ")]
        extra = []
        for kind in MediaKind:
            count = sum(m.kind is kind for m in outbound.media)
            if count:
                extra.append(f"{count} {kind.value}")
        if outbound.wants:
            extra.append(f"wants {outbound.wants}")
        if outbound.choices:
            mark = "" if outbound.choices[0].question else "+ "
            labels = [b.label if self.words else self.token(b) for b in outbound.choices]
            extra.append(f"[{mark}{', '.join(labels)}]")
        lines[-1] = " ".join([lines[-1], *extra])
        return lines

    def token(self, button: Button) -> str:
        """What a button carries, with names in place of ids."""
        kind, separator, _ = button.value.partition(":")
        return f"unit:{button.label}" if kind == "unit" and separator else self.tidy(button.value)

    def tidy(self, text: str) -> str:
        """The text without what differs from run to run."""
        text = _CASE_ID.sub(lambda m: self.cases.get(m[0], m[0]), text)
        code = _FOLLOW.search(text)
        if code:
            self.code = code[0]
        return text.replace(self.code, "CODE") if self.code else text

    def spoken(self, text: str) -> str:
        """Typed words: \\n, \\u202e, {#1} for a case number, {code} for the follow code, {哎×500} for many of them."""
        text = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text.replace("\\n", "\n"))
        text = re.sub(r"\{(#\d+)\}", lambda m: self.numbers[m[1]], text).replace("{code}", self.code)
        return re.sub(r"\{([^{}]+)×(\d+)\}", lambda m: m[1] * int(m[2]), text)

    def real(self, text: str) -> str:
        """#1 as the case's real id."""
        ids = {alias: id for id, alias in self.cases.items()}
        return re.sub(r"#\d+", lambda m: ids[m[0]], text)

    def note(self, line: str) -> None:
        """Something that happened."""
        self.happened.append(f"! {self.tidy(_UNIT.sub(lambda m: name_of(m[0]), line))}")

    def met(self, case: Case) -> str:
        """The alias of a case."""
        alias = self.cases.setdefault(case.id, f"#{len(self.cases) + 1}")
        self.numbers[alias] = case.number
        return alias


class StrictWorker(Worker):
    """A turn that fails, fails the test."""

    async def _failed(self, row: Waiting, error: Exception) -> None:
        raise error


class StrictWatcher(Watcher):
    """A timer that fails, fails the test."""

    async def _put_off(self, timer: Timer, error: Exception) -> None:
        raise error


@dataclass(frozen=True)
class SpyLessons(Lessons):
    """Writes down what is kept to learn from."""

    play: Play

    async def learn(self, timer: Timer, store: Store) -> None:
        """A lesson, or none."""
        before = set(self.play.store.rows.lessons)
        await super().learn(timer, store)
        for id in self.play.store.rows.lessons.keys() - before:
            one = self.play.store.rows.lessons[id]
            self.play.note(f"lesson by={one.by} {one.guessed} → {one.meant or one.unit or '?'}: {short(one.text)}")


class SpyOffice(Office):
    """Writes down what happens to cases."""

    def __init__(self, play: Play) -> None:
        super().__init__(district(), SpyLessons(district(), Anonymous(district(), engine().read).lesson, play))
        self.play = play

    async def carry_out(self, order: Order, work: Work, inbound: Inbound, who: Who, talk: Conversation) -> list[Say]:
        """The orders that change no case are noted here."""
        if not isinstance(order, c.FileCase | c.Command):
            self.play.note(f"{type(order).__name__}{arguments(order)}")
        return await super().carry_out(order, work, inbound, who, talk)

    async def file(self, command: c.FileCase, work: Work, inbound: Inbound) -> list[Say]:
        """A new case."""
        assert isinstance(work, MemoryWork)
        before = set(work.rows.cases)
        says = await super().file(command, work, inbound)
        new = set(work.rows.cases) - before
        if not new:
            return says
        case = case_from(work.rows.cases[new.pop()])
        alias = self.play.met(case)
        alarm = " (nobody on duty)" if any(e.kind == "alarmed" for e in await work.history(case.id)) else ""
        self.play.note(f"FileCase {alias}{arguments(command)} → {case.unit}{alarm}")
        return says

    async def change(self, command: c.Command, work: Work, aloud: bool = True) -> tuple[Case, list[Event]]:
        """A change, or its refusal."""
        name = f"{type(command).__name__} {command.case}{arguments(command)}"
        try:
            case, events = await super().change(command, work, aloud)
        except Refused as refused:
            self.play.note(f"{name} ✗ {refused.key}")
            raise
        self.play.met(case)
        self.play.note(f"{name} → {case.state.value} {case.unit}" if events else f"{name} → no change")
        return case, events


def arguments(command: object) -> str:
    """The fields of a command that say something."""
    out = []
    for f in fields(command):  # type: ignore[arg-type]  # orders are dataclasses
        value = getattr(command, f.name)
        if f.name in ("draft", "case") or value in ("", None, (), {}, False):
            continue
        match value:
            case Actor():
                out.append(f"by={value.name or value.role}")
                continue
            case Reporter():
                told = " ".join(v for v in (value.name, value.phone) if v)
                out.extend([f"reporter={told}"] if told else [])
                continue
            case Point():
                value = f"{value.lat},{value.lon}"
            case tuple():
                value = "+".join(str(v) for v in value)
            case dict():
                value = ",".join(f"{k}:{v}" for k, v in value.items())
            case date():
                value = value.isoformat()
        out.append(f"{f.name}={short(str(value))}")
    return "".join(f" {part}" for part in out)


async def summarise(unit: str, start: date, end: date, language: str) -> tuple[str, str]:
    """A stand-in for the ratings of a period."""
    return f"(the ratings of {name_of(unit)} from {start} to {end})", ""


def speaker_of(line: str) -> str:
    """Who acts or speaks in a line, "群/小王" in a group; empty for the resident without a name, and for settings."""
    line = line.removeprefix("&")
    if _MOVES.match(line) or line.startswith("#"):
        return ""
    found = _ACTS.match(line) or _SAYS.match(line)
    return (found["who"] or "") if found else ""


def channel_of(chat: str) -> str:
    """Groups have their own channel, as with the two Telegram bots."""
    return "group" if chat.endswith("群") else "chat"


def caps_of(channel: str, chat: str) -> Caps:
    """What the chats of a transcript can show; whoever is added to a 大群 can talk in it."""
    return Caps(4096, group=channel == "group", open_group=chat.endswith("大群"))


def chat_of(who: str) -> str:
    """The chat that somebody speaks in."""
    return who.partition("/")[0] or "me"


def point(text: str) -> Point:
    """ "29.4,105.6" as a point."""
    lat, _, lon = text.partition(",")
    return Point(float(lat), float(lon))


def unit_named(name: str) -> Unit:
    """The unit of this short name, or department of this key."""
    for unit in district().units.by_code.values():
        if name in (unit.short, unit.department):
            return unit
    raise BadTranscript(f"no unit is called {name}")


def name_of(code: str) -> str:
    """A unit's short name."""
    return district().units[code].short if code in district().units else code


if __name__ == "__main__":
    for file in sys.argv[1:]:
        print(asyncio.run(Play(words=True).play(Path(file).read_text(encoding="utf-8"))))

"""A dialog as data: a form is what must be known, a step is one question, a slot is one answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cases.commands import Command, FileCase
from cases.district import District
from dialogs.conversation import Conversation, Json, Slots
from dialogs.facts import Facts
from dialogs.messages import Inbound, Kind, Media
from dialogs.orders import Admit, CallPerson, Discard, JoinUnit, PullSummary
from dialogs.say import Option, Say
from dialogs.understanding import Understanding

Order = Command | FileCase | PullSummary | JoinUnit | CallPerson | Discard | Admit


@dataclass(frozen=True, slots=True)
class Who:
    """Who speaks, as far as this chat knows. `unit` is the unit whose group this chat is; empty in a private chat."""

    role: str = "resident"  # resident, staff, newcomer (no colleague let them in yet), stranger (the group has no unit)
    id: str = ""
    name: str = ""
    unit: str = ""
    units: tuple[str, ...] = ()
    open_group: bool = False  # whoever somebody adds to the group can talk in it


@dataclass(frozen=True, slots=True)
class House:
    """What every turn has at hand: the district, the forms, and the words on buttons.

    `label(language, option)` is what stands on a button; `words(language, key)` are what people type for it.
    """

    district: District
    forms: Mapping[str, Form]
    label: Callable[[str, Option], str]
    words: Callable[[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Heard:
    """What came in: the message, what it was understood to mean, and the offered choice that it picks, if it does."""

    inbound: Inbound
    understood: Understanding
    picked: str = ""

    @property
    def text(self) -> str:
        """The words, or those of a voice note's transcript."""
        return self.inbound.text

    @property
    def wordy(self) -> bool:
        """Whether it brings words of the person's own."""
        return self.inbound.kind in (Kind.TEXT, Kind.EDIT, Kind.MEDIA) and bool(self.inbound.text.strip())


@dataclass(slots=True)
class View:
    """What a step sees: the slots of its form and everything around them."""

    slots: Slots
    talk: Conversation
    house: House
    facts: Facts
    who: Who
    at: datetime
    draft: str = ""

    @property
    def language(self) -> str:
        """The language of this talk."""
        return self.talk.language or "zh-CN"

    def text(self, slot: str) -> str:
        """A slot that holds words; empty if it holds none."""
        value = self.slots.get(slot)
        return value if isinstance(value, str) else ""

    def items(self, slot: str) -> tuple[str, ...]:
        """A slot that holds a list of words."""
        value = self.slots.get(slot)
        return tuple(str(v) for v in value) if isinstance(value, list) else ()


@dataclass(frozen=True, slots=True)
class Fill:
    """The answer was understood: these slots are filled, or emptied by None; `says` go before the next question."""

    slots: Mapping[str, Json]
    says: tuple[Say, ...] = ()


@dataclass(frozen=True, slots=True)
class Again:
    """It was an answer, but not a clear one: what we do know, and the question put better.

    `slots` keeps what was understood all the same.
    """

    say: Say
    slots: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drop:
    """The answer ends the form without its result."""

    says: tuple[Say, ...] = ()


Answer = Fill | Again | Drop | None
"""None: this is no answer to the question at all."""


@dataclass(frozen=True, slots=True)
class Retold:
    """Words of a voice note that the person has confirmed: they are heard as if they had just been typed.

    `offered` are the choices of the question that they answer; `told` is a danger that was answered when they came.
    Not `confirmed`, it is the note alone that is heard. `pin` came beside it.
    """

    text: str
    media: tuple[Media, ...]
    understood: Understanding
    offered: list[list[str]]
    told: str = ""
    confirmed: bool = True
    pin: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a filled form brings about; `then` opens another form with these slots, `later` one when all else is done;
    `below` fills the form under it, and `over` ends that form: what it knew went along.
    `retold` is what the person says with it.
    """

    says: tuple[Say, ...] = ()
    orders: tuple[Order, ...] = ()
    then: tuple[str, Mapping[str, Json]] | None = None
    below: Mapping[str, Json] | None = None
    later: tuple[str, Mapping[str, Json]] | None = None
    over: bool = False
    retold: Retold | None = None


GUESSED = "_guessed:"
"""Marks a slot that was read out of other words: going back does not stop at it."""


def always(view: View) -> bool:
    """For steps that every run of the form has."""
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One question. Its name is the slot that it fills.

    `takes_words`: any words are an answer, so that only a clearly other wish leaves the form.
    """

    name: str
    ask: Say | Callable[[View], Say]
    read: Callable[[View, Heard], Answer]
    when: Callable[[View], bool] = always
    takes_words: bool = False

    def question(self, view: View) -> Say:
        """What to ask now."""
        return self.ask if isinstance(self.ask, Say) else self.ask(view)


def nothing_beside(view: View, heard: Heard) -> Answer:
    """For forms that take in only what they ask for."""
    return None


def nothing_apart(view: View, heard: Heard, answer: Answer) -> None:
    """For forms whose words may go where they are said."""


def nothing_outdated(view: View) -> tuple[()]:
    """For forms without such slots or orders."""
    return ()


@dataclass(frozen=True, slots=True)
class Form:
    """A dialog. `beside` takes in what comes unasked (a photo, a pin); `begin` fills slots from the first message.

    `more(view)` are steps that depend on an earlier answer; they come just before the last of `steps`. `together` names
    what hangs on a slot and goes when it changes. A form that `yields` only looks something up: a report ends it.
    `corrects` reads words that put an earlier answer right, whatever is asked. `apart` gives the slots of the form
    "apart" where words must not be carried on unasked; `outdated` names slots that no longer mean anything; `leaving`
    is ordered whichever way the form ends.
    """

    name: str
    steps: tuple[Step, ...]
    done: Callable[[View], Done]
    begin: Callable[[View, Heard], Fill] | None = None
    beside: Callable[[View, Heard], Answer] = nothing_beside
    more: Callable[[View], Sequence[Step]] | None = None
    together: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    yields: bool = False
    corrects: Callable[[View, Heard], Answer] = nothing_beside
    apart: Callable[[View, Heard, Answer], Mapping[str, Json] | None] = nothing_apart
    outdated: Callable[[View], tuple[str, ...]] = nothing_outdated
    leaving: Callable[[View], tuple[Order, ...]] = nothing_outdated

    def all_steps(self, view: View) -> Sequence[Step]:
        """The steps of this run, in order."""
        if self.more is None:
            return self.steps
        extra = self.more(view)
        return (*self.steps[:-1], *extra, self.steps[-1]) if extra else self.steps

    def open_step(self, view: View) -> Step | None:
        """The first step that applies and is not answered."""
        for step in self.all_steps(view):
            if step.name not in view.slots and step.when(view):
                return step
        return None

    def answered(self, view: View) -> list[str]:
        """The names of the answered steps that still apply and come before the open one, in the form's order."""
        names = []
        for step in self.all_steps(view):
            if not step.when(view):
                continue
            if step.name not in view.slots:
                break
            if GUESSED + step.name not in view.slots:
                names.append(step.name)
        return names


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message brings about: the talk after it, what is said, what shall happen, the question at the end.

    `quiet`: it was said among colleagues and is none of our business.
    """

    talk: Conversation
    says: tuple[Say, ...] = ()
    orders: tuple[Order, ...] = ()
    question: Say | None = None
    quiet: bool = False

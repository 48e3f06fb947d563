"""What every part of a turn works with: the open forms, what is said, and how a form begins, asks and ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversation import Conversation, Frame, Json, Slots
from dialogs.facts import Facts
from dialogs.forms import GUESSED, Again, Answer, Done, Drop, Fill, Form, Heard, House, Order, View, Who
from dialogs.messages import Inbound
from dialogs.say import Option, Say
from dialogs.understanding import Understanding

TRIES = 2  # after so many unclear answers to one question, a person is offered (docs/architecture.md)


class Stage:
    """One turn while it is being played."""

    def __init__(
        self, talk: Conversation, inbound: Inbound, understood: Understanding, house: House, facts: Facts, who: Who
    ) -> None:
        self.talk = talk
        self.inbound = inbound
        self.understood = understood
        self.house = house
        self.facts = facts
        self.who = who
        self.says: list[Say] = []
        self.orders: list[Order] = []
        self.question: Say | None = None
        self.quiet = False

    @property
    def in_group(self) -> bool:
        """Whether this is a group of staff, or one that is bound to no unit yet."""
        return bool(self.who.unit) or self.who.role == "stranger"

    @property
    def top(self) -> Frame | None:
        return self.talk.stack[-1] if self.talk.stack else None

    @property
    def top_frame(self) -> Frame:
        return self.talk.stack[-1]

    def form(self, frame: Frame) -> Form:
        return self.house.forms[frame.form]

    def view(self, frame: Frame) -> View:
        return View(frame.slots, self.talk, self.house, self.facts, self.who, self.inbound.at, frame.draft)

    def say(self, say: Say) -> None:
        self.says.append(say)

    def leave(self) -> None:
        """Close the form on top without its result."""
        frame = self.talk.stack.pop()
        self.orders.extend(self.form(frame).leaving(self.view(frame)))

    def new_draft(self) -> str:
        self.talk.drafts += 1
        return f"{self.inbound.channel}:{self.inbound.chat}:{self.talk.drafts}"

    def push(self, form: str, slots: Mapping[str, Json], heard: Heard | None) -> None:
        """Open a form on top; a form that is open already is brought to the top instead of opened twice."""
        stack = self.talk.stack
        for at, frame in reversed(list(enumerate(stack))):
            same = frame.slots.get("case") == slots.get("case") and not slots.get("_apart")
            if frame.form == form and same and form != "apart":
                stack.append(stack.pop(at))
                return
        frame = Frame(form, dict(slots), self.new_draft())
        stack.append(frame)
        if heard is not None:
            self.begin_with(frame, heard)

    def begin_with(self, frame: Frame, heard: Heard) -> None:
        """Fill what the first message already says."""
        begin = self.form(frame).begin
        if begin:
            begun = begin(self.view(frame), heard)
            for slot, value in begun.slots.items():
                frame.slots.setdefault(slot, value)
            self.says.extend(begun.says)
            if heard.wordy:
                self.talk.last = self.inbound.external_id

    def fill(self, frame: Frame, slots: Mapping[str, Json]) -> None:
        """Put in what is known now. An answer that changes takes away what hung on the old one."""
        for slot, value in slots.items():
            changed = slot in frame.slots and frame.slots[slot] != value
            if changed or value is None:
                self.empty(frame, slot)
        frame.slots.update({slot: value for slot, value in slots.items() if value is not None})
        if frame.was and not frame.was.keys().isdisjoint(slots):
            frame.was = {}

    def took(self, result: Answer, frame: Frame) -> bool:
        """Put an answer into the frame; False if it was none."""
        match result:
            case Fill(slots=slots, says=says):
                self.fill(frame, slots)
                frame.tries, frame.answered = 0, True
                self.says.extend(says)
            case Again(say=say, slots=slots):
                self.fill(frame, slots)
                frame.tries += 1
                self.ask(say, frame)
            case Drop(says=says):
                self.leave()
                self.says.extend(says)
            case None:
                return False
        return True

    def empty(self, frame: Frame, slot: str) -> Slots:
        """Take out a slot and what hangs on it; what it was."""
        names = (slot, GUESSED + slot, *self.form(frame).together.get(slot, ()))
        return {name: frame.slots.pop(name) for name in names if name in frame.slots}

    def kept_apart(self, frame: Frame, heard: Heard, answer: Answer) -> bool:
        """Words about officials are not carried on with an ordinary matter before the person has said so."""
        slots = None if heard.picked else self.form(frame).apart(self.view(frame), heard, answer)
        if slots is None:
            return False
        frame.slots.update(frame.was)  # an edit that they were to be: what stood there stays
        frame.was, frame.tries = {}, 0
        self.push("apart", slots, None)
        return True

    def nothing_new(self) -> bool:
        return not self.says and not self.orders

    def settle(self, silent: bool = False) -> None:
        """Finish what is filled, wake what waits, and ask the open question."""
        for _ in range(20):  # a form may open another one; more than this would be a ring of forms
            stack = self.talk.stack
            if not stack:
                if not self.talk.waiting:
                    self.remember_free_choices()
                    return
                stack.append(self.talk.waiting.pop(0))
            frame = stack[-1]
            view = self.view(frame)
            step = self.form(frame).open_step(view)
            if step is not None:
                if self.question is None and not silent:
                    self.ask(step.question(view), frame)
                return
            stack.pop()
            self.finish(self.form(frame).done(view))
            self.orders.extend(self.form(frame).leaving(view))

    def remember_free_choices(self) -> None:
        """With no form open, the choices under the last thing said can be typed as well, and no question is open:
        its number moves on, so that a second tap on the last answer is late."""
        self.talk.question += 1
        self.talk.offered = self.offer(next((s.options for s in reversed(self.says) if s.options), ()))

    def offer(self, options: tuple[Option, ...]) -> list[list[str]]:
        language, house = self.talk.language, self.house
        return [[o.token, house.label(language, o), *house.words(language, f"opt-{o.key}")] for o in options]

    def finish(self, done: Done) -> None:
        self.says.extend(done.says)
        self.orders.extend(done.orders)
        if done.below is not None and self.top:
            self.fill(self.top, done.below)
            self.top.tries, self.top.answered = 0, True
        if done.over and self.top:
            self.leave()
        if done.later:
            self.talk.waiting.append(Frame(done.later[0], dict(done.later[1]), self.new_draft()))
        if done.then:
            self.push(done.then[0], done.then[1], None)

    def ask(self, say: Say, frame: Frame) -> None:
        """Put a question: number it and remember its choices, so that a tap or a typed answer finds its way."""
        self.talk.question += 1
        options = say.options
        been = frame.was or (frame.answered and self.form(frame).answered(self.view(frame)))
        if options and been and all(o.key != "back" for o in options):
            options = (*options, Option("back"))
        if frame.tries >= TRIES and not self.in_group and all(o.key != "human" for o in options):
            options = (*options, Option("human"))  # nobody is left alone with a question that does not go
        self.talk.offered = self.offer(options)
        self.question = replace(say, options=options, free=False)

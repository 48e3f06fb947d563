"""The one engine that plays every form: `turn(talk, message) -> Turn`. Pure; it knows no clock, channel or database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs import news, words
from dialogs.conversation import Conversation, Frame, Json, Slots
from dialogs.describe import card_options
from dialogs.facts import CaseWithId, Facts, MyCases
from dialogs.forms import GUESSED, Again, Answer, Done, Drop, Fill, Form, Heard, House, Order, Step, Turn, View, Who
from dialogs.messages import Inbound, Kind
from dialogs.resident.more import with_more
from dialogs.say import Option, Say
from dialogs.staff.lists import newcomer, staff_help
from dialogs.understanding import Understanding

TRIES = 2  # after so many unclear answers to one question, a person is offered (docs/architecture.md)
SURE = 0.75  # an intent at least this sure leaves a question that takes any words
LIKELY = 0.5  # the same for a question with choices
DETOURS = {
    "status": "status",
    "human": "person",
    "help": "help",
    "privacy": "privacy",
    "language": "language",
    "remind": "status",
}
"""Intents that open a form in the middle of another one."""
OWN = re.compile(r"我们?.{0,6}(?:报|反映)|上次|之前|那件|\bmy\b|\bi (?:have )?reported", re.IGNORECASE)
"""Words by which somebody speaks of a report of their own."""
OPENED = frozenset({"report", "status", "person", "help", "privacy", "rate"})
"""Forms that a resident's button may open; what a tap carries can be made up."""
TOLD_S = 10.0  # seconds in which a newcomer is not told again
REPORTS = frozenset({"report", "suggest", "conduct", "consult"})
"""Intents that begin a report."""


def turn(talk: Conversation, inbound: Inbound, understood: Understanding, house: House, facts: Facts, who: Who) -> Turn:
    """Play one message. Raises `Missing` when a fact is needed that is not loaded yet; nothing else is raised."""
    play = _Play(talk.copy(), inbound, understood, house, facts, who)
    play.play()
    return Turn(play.talk, tuple(play.says), tuple(play.orders), play.question, play.quiet)


def tells_of_a_problem(heard: Heard) -> bool:
    """Whether the message begins a report by itself."""
    return heard.wordy and bool(heard.understood.services) and heard.understood.intent in REPORTS


class _Play:
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

    # --- the message ---------------------------------------------------------------------------------------------

    def play(self) -> None:
        inbound, talk = self.inbound, self.talk
        if not talk.language:
            # An order such as "/bind" is the same in every language, and says nothing about its speaker's.
            heard_in = "" if inbound.text.startswith("/") else self.understood.language
            talk.language = words.language_of(inbound.language or heard_in)
        forms = self.house.forms  # a form that a newer release no longer has is left, and what was under it goes on
        talk.stack = [f for f in talk.stack if f.form in forms]
        talk.waiting = [f for f in talk.waiting if f.form in forms]
        for frame in talk.stack:
            for slot in self.form(frame).outdated(self.view(frame)):
                self.empty(frame, slot)
        if inbound.kind is Kind.EVENT:
            self.event()
            return
        if inbound.kind is Kind.CHOICE and self.stale():
            return
        same_album = bool(inbound.album) and inbound.album == talk.album  # and its question is asked already
        heard = Heard(inbound, self.understood, self.picked())
        self.quiet = self.in_group and not talk.stack and not self.addressed(heard)
        if self.quiet:
            return  # colleagues talking among themselves in their group
        talk.woken = False
        self.hear(heard)
        talk.said_at = inbound.at.isoformat()
        # The photos of one album are one answer, and so are several messages in a row: they need no question each.
        silent = inbound.followed or (same_album and self.nothing_new())
        self.settle(silent=silent)
        if not silent:
            talk.album = inbound.album

    def hear(self, heard: Heard) -> None:
        kind = self.inbound.kind
        if kind is Kind.JOINED:
            self.joined()
        elif self.who.role == "newcomer" and self.acts(heard):
            if not self.told_lately():
                self.says.append(newcomer(self.view(Frame(""))))
                self.talk.met = True
        elif kind is Kind.START:
            self.start(heard)
        elif kind is Kind.OTHER:
            self.say(words.cannot_take(self.inbound.text))
        elif self.emergency(heard) or self.free_choice(heard) or self.to_a_card(heard) or self.everywhere(heard):
            pass
        elif self.talk.stack:
            self.answer(heard)
        else:
            self.no_form_open(heard)

    def stale(self) -> bool:
        """A late, foreign or double tap: the question that it belongs to is not the open one any more."""
        choice = self.inbound.choice
        return choice is not None and choice.question not in ("", str(self.talk.question))

    def picked(self) -> str:
        """Which of the offered choices the message picks: tapped, typed as its number, or typed in words."""
        choice = self.inbound.choice
        if choice:
            offered = any(choice.value == o[0] for o in self.talk.offered)
            return choice.value if offered or not choice.question else ""
        if self.inbound.kind is not Kind.TEXT:
            return ""
        key, _, case = self.inbound.reply_to.partition(":")
        if key == "case" and self.who.unit:
            return self.picked_on_card(case)
        return words.pick(self.inbound.text, self.talk.offered)

    def picked_on_card(self, id: str) -> str:
        """Which of its own choices an answer to a case's card says in words. A number is none: a card has buttons."""
        case = self.facts.one(CaseWithId(id))
        if case is None or words.whole_number(self.inbound.text) is not None:
            return ""
        return words.pick(self.inbound.text, self.offer(card_options(case)))

    def addressed(self, heard: Heard) -> bool:
        """In a group: whether the message is meant for the bot."""
        text = heard.text.strip()
        return (
            self.inbound.kind is Kind.JOINED
            or (self.inbound.kind is Kind.OTHER and text in words.MISPLACED)
            or self.inbound.choice is not None
            or bool(heard.picked)
            or text.startswith("/")
            or bool(words.staff_command(text))
            or bool(heard.inbound.reply_to)
        )

    # --- an open group ---------------------------------------------------------------------------------------------

    def joined(self) -> None:
        """Somebody came into the group; without a name, it was we."""
        if self.inbound.person:
            self.says.extend([newcomer(self.view(Frame("")))] if self.who.unit else [])
        else:
            self.say(staff_help(self.view(Frame(""))) if self.who.unit else Say("group-unknown"))

    def told_lately(self) -> bool:
        """Whether a newcomer who presses one button after the other has just been told."""
        before = self.talk.said_at
        return self.talk.met and self.inbound.at - datetime.fromisoformat(before) < timedelta(seconds=TOLD_S)

    def acts(self, heard: Heard) -> bool:
        """Whether a message would do something with a case, and not only look."""
        choice = self.inbound.choice
        value = heard.picked or (choice.value if choice else "")
        if value.startswith("do:"):
            return not value.startswith("do:more:")
        return self.card_answered(heard) != ""

    def card_answered(self, heard: Heard) -> str:
        """The case whose card the message answers; empty if it answers none."""
        key, _, case = self.inbound.reply_to.partition(":")
        text = heard.text
        order = bool(heard.picked or words.is_order(text) or words.universal(text, self.house, self.talk.language))
        brings = self.inbound.kind in (Kind.TEXT, Kind.MEDIA)
        return case if key == "case" and self.in_group and brings and not order else ""

    def to_a_card(self, heard: Heard) -> bool:
        """What is said in answer to a case's card is for its resident, who gets it after a preview; unless just this
        person is being asked for words about just this case."""
        case = self.card_answered(heard)
        if not case or not self.who.unit:
            return False
        top = self.top
        step = self.form(top).open_step(self.view(top)) if top and top.slots.get("case") == case else None
        more_of_it = bool(self.inbound.album) and self.inbound.album == self.talk.album  # a photo that came late
        if step is None or not (step.name == "words" or more_of_it):
            self.talk.stack.clear()
            self.push("staff-reply", {"case": case}, None)
        self.answer(heard)
        return True

    # --- what can come at any time -------------------------------------------------------------------------------

    def start(self, heard: Heard) -> None:
        code = self.inbound.text.strip()
        if code in self.house.district.units:
            self.talk.home = code
        if not self.talk.stack:
            self.greet()

    def greet(self) -> None:
        self.talk.met = True
        self.say(words.greeting(self.house.district))

    def emergency(self, heard: Heard) -> bool:
        """Danger comes before everything: the number to call, at once; then the report goes on if wished."""
        kind = self.understood.emergency
        if not kind or self.in_group or not heard.wordy or heard.picked:
            return False
        top = self.top
        if top and top.form == "report" and top.slots.get("urgent"):
            return False
        self.say(words.emergency(kind))
        if top and top.form == "report":
            if self.kept_apart(top, heard, Fill({"problem": with_more(self.view(top), heard), "urgent": kind})):
                return True
            top.slots["urgent"] = kind
            top.slots["problem"] = with_more(self.view(top), heard)
            self.begin_with(top, heard)
            top.slots.pop("go_on", None)
            return True
        self.urgent_report(kind, heard)
        return True

    def urgent_report(self, kind: str, heard: Heard) -> None:
        """Danger told outside a report's own questions is a report of its own, on top of whatever is open."""
        stack = self.talk.stack
        for at, frame in enumerate(stack):
            if frame.form == "report" and frame.slots.get("urgent"):
                stack.append(stack.pop(at))
                frame.slots["problem"] = with_more(self.view(frame), heard)
                return
        frame = Frame("report", {"urgent": kind}, self.new_draft())
        stack.append(frame)
        self.begin_with(frame, heard)

    def free_choice(self, heard: Heard) -> bool:
        """Buttons that stay good: on a case card, under a greeting, under news."""
        choice = self.inbound.choice
        value = heard.picked or (choice.value if choice and not choice.question else "")
        name, _, rest = value.partition(":")
        if name == "open" and rest and not self.in_group:
            form, _, case = rest.partition(":")
            if form in OPENED:
                if self.top and self.form(self.top).yields:
                    self.leave()  # the button stood under what was looked up
                self.push(form, {"case": case} if case else {}, self.wordless(heard))
                return True
        if name == "do" and rest:
            action, _, case = rest.partition(":")
            if self.who.unit and f"staff-{action}" in self.house.forms:
                self.talk.stack.clear()  # in a group, the newest button is what one means
                self.push(f"staff-{action}", {"case": case}, None)
            else:
                self.say(Say("staff-only"))
            return True
        return False

    def everywhere(self, heard: Heard) -> bool:
        """Back, cancel and the way to a person: the same in every form."""
        value = heard.picked or words.universal(heard.text if heard.wordy else "", self.house, self.talk.language)
        if not value and self.talk.stack and heard.wordy and not self.understood.services and words.stops(heard.text):
            value = "cancel"
        if value == "human" and self.top and self.top.form == "unclear":
            return False  # its own choice: the words that nobody understood go along
        if self.in_group and not heard.picked:
            command, rest = words.staff_command_with(heard.text)
            if self.talk.stack and not words.is_order(heard.text):
                command = ""  # words for the open question that only begin like an order
            if command and (self.who.unit or command == "bind"):
                self.talk.stack.clear()  # the newest order is what one means
                self.push(f"staff-{command}", {"words": rest} if rest else {}, None)
                return True
        match value:
            case "back":
                self.back()
            case "cancel":
                self.cancel()
            case "human" | "status" | "help" | "privacy" | "language" if not self.in_group:
                if self.top and self.form(self.top).yields:
                    self.leave()
                self.push(DETOURS[value], {}, self.wordless(heard) if heard.picked else heard)
            case _:
                return False
        return True

    def wordless(self, heard: Heard) -> Heard:
        """A tap, or its number or label typed: it says what to open, and nothing about the matter."""
        return replace(heard, inbound=replace(heard.inbound, text=""), understood=Understanding())

    def back(self) -> None:
        """Empty the last answered slot in the form's order."""
        if not self.talk.stack:
            self.say(Say("nothing-open"))
            return
        frame = self.top_frame
        answered = self.form(frame).answered(self.view(frame))
        if frame.was:
            frame.slots.update(frame.was)  # an edit that was not wanted after all
            frame.was, frame.tries = {}, 0
        elif answered:
            self.go_back(frame, answered[-1])
        else:
            self.say(Say("back-at-start"))

    def go_back(self, frame: Frame, slot: str) -> None:
        """Empty a slot. What was only guessed from its words goes with it; hints ("_...") help to answer it again."""
        hints = {name: value for name, value in frame.slots.items() if name.startswith("_")}
        self.empty(frame, slot)
        frame.slots.update({name: value for name, value in hints.items() if not name.startswith(GUESSED)})
        order = [s.name for s in self.form(frame).all_steps(self.view(frame))]
        for later in order[order.index(slot) + 1 :] if slot in order else ():
            if GUESSED + later in hints:
                self.empty(frame, later)
        frame.tries = 0

    def empty(self, frame: Frame, slot: str) -> Slots:
        """Take out a slot and what hangs on it; what it was."""
        names = (slot, GUESSED + slot, *self.form(frame).together.get(slot, ()))
        return {name: frame.slots.pop(name) for name in names if name in frame.slots}

    def cancel(self) -> None:
        """Leave the open form; what was under it goes on."""
        if not self.talk.stack:
            self.say(Say("nothing-open"))
            return
        form = self.top_frame.form
        self.leave()
        if self.in_group:
            self.say(Say("staff-cancelled"))
        else:  # only of a report can it be said that nothing was sent
            self.say(Say("cancelled" if form == "report" else "left-alone"))

    # --- the open form -------------------------------------------------------------------------------------------

    def answer(self, heard: Heard) -> None:
        frame = self.top_frame
        form = self.form(frame)
        view = self.view(frame)
        step = form.open_step(view)
        if step is None:
            return
        if heard.picked.startswith("edit:"):
            frame.was = self.empty(frame, heard.picked.removeprefix("edit:"))
            return
        if self.inbound.kind is Kind.EDIT:
            self.edited(frame, heard)
            return
        detour = self.detour(step, heard)
        if detour and (step.takes_words or not isinstance(step.read(view, heard), Fill)):
            if form.yields:
                self.leave()
            self.push(detour, {}, heard)
            return
        result, tries = step.read(view, heard), frame.tries
        if self.kept_apart(frame, heard, result or form.beside(view, heard)):
            return
        if self.inbound.early and not heard.picked and (step.takes_words or not isinstance(result, Fill)):
            # Written before the question was on the screen: one of several messages in a row, which are one answer.
            result = form.beside(view, heard) or result
        aside = result is None
        if aside:
            result = form.beside(view, heard)
        if self.took(result, frame):
            if aside and heard.wordy and not heard.inbound.media:
                frame.tries = tries + 1  # kept, but no answer: nobody is asked the same for ever
                if frame.tries >= TRIES and not self.in_group:
                    self.say(Say("person-instead", {"phone": self.house.district.hotline}))
            return
        if form.yields and tells_of_a_problem(heard):
            self.leave()  # not an answer but something new: nobody is held in a question
            if self.top and self.top.form == "report":
                self.answer(replace(heard, picked=""))
            else:
                self.push("report", {}, heard)
        else:
            self.not_understood(frame, step, view, heard)

    def kept_apart(self, frame: Frame, heard: Heard, answer: Answer) -> bool:
        """Words about officials are not carried on with an ordinary matter before the person has said so."""
        slots = None if heard.picked else self.form(frame).apart(self.view(frame), heard, answer)
        if slots is None:
            return False
        frame.slots.update(frame.was)  # an edit that they were to be: what stood there stays
        frame.was, frame.tries = {}, 0
        self.push("apart", slots, None)
        return True

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

    def fill(self, frame: Frame, slots: Mapping[str, Json]) -> None:
        """Put in what is known now. An answer that changes takes away what hung on the old one."""
        for slot, value in slots.items():
            changed = slot in frame.slots and frame.slots[slot] != value
            if changed or value is None:
                self.empty(frame, slot)
        frame.slots.update({slot: value for slot, value in slots.items() if value is not None})
        if frame.was and not frame.was.keys().isdisjoint(slots):
            frame.was = {}

    def edited(self, frame: Frame, heard: Heard) -> None:
        """An edited message changes what it filled; anything else is said to be noted only when it is sent anew."""
        if self.inbound.edit_of and self.inbound.edit_of == self.talk.last and heard.text.strip():
            begin = self.form(frame).begin
            begun = begin(self.view(frame), heard) if begin else Fill({})
            if self.kept_apart(frame, heard, begun):
                return
            self.fill(frame, begun.slots)
            self.say(Say("edit-taken"))
        else:
            self.say(Say("edit-late"))

    def detour(self, step: Step, heard: Heard) -> str:
        """Whether the message clearly means something else than an answer."""
        if heard.picked or self.inbound.kind is not Kind.TEXT:
            return ""
        form = DETOURS.get(self.understood.intent, "")
        top = self.top_frame.form
        if not form or top in (form, "unclear") or form not in self.house.forms or self.in_group:
            return ""
        return form if self.understood.intent_confidence >= (SURE if step.takes_words else LIKELY) else ""

    def not_understood(self, frame: Frame, step: Step, view: View, heard: Heard) -> None:
        if self.inbound.followed:
            return
        frame.tries += 1
        if self.in_group:
            self.say(Say("staff-unclear"))
        elif words.chatter(heard.text) and step.question(view).options:
            self.say(Say("unclear-choice"))
        elif self.inbound.kind in (Kind.MEDIA, Kind.LOCATION, Kind.CONTACT):
            self.say(Say(f"not-now-{self.inbound.kind}"))
        elif frame.tries >= TRIES:
            self.say(Say("unclear-person", {"phone": self.house.district.hotline}))
        elif not heard.text.strip():
            self.say(Say("empty-text"))
        elif step.question(view).options:
            self.say(Say("unclear-choice"))
        else:
            self.say(Say("unclear"))

    # --- no form is open -----------------------------------------------------------------------------------------

    def no_form_open(self, heard: Heard) -> None:
        kind, understood = self.inbound.kind, self.understood
        if self.who.unit:
            self.say(staff_help(self.view(Frame(""))))
            return
        if self.who.role == "stranger":
            self.say(Say("group-unknown"))
            return
        if kind is Kind.EDIT:
            self.say(Say("edit-late"))
        elif kind in (Kind.MEDIA, Kind.LOCATION):
            self.push("report", {}, heard)
        elif kind is Kind.CONTACT:
            self.push("person", {}, heard)
        elif kind is Kind.CHOICE:
            self.say(Say("nothing-open"))  # a button of an older release, or of nobody's
        elif not heard.text.strip():
            self.say(Say("empty-text"))
        elif understood.intent in REPORTS:
            self.push("report", {}, heard)
        elif understood.intent in DETOURS and not self.asks_of_no_case(heard):
            self.push(DETOURS[understood.intent], {}, heard)
        elif understood.intent == "greet":
            self.greet()
        elif understood.intent in ("thanks", "goodbye", "praise"):
            self.say(Say(f"answer-{understood.intent}"))
        elif understood.services:
            self.push("report", {}, heard)
        else:
            self.push("unclear", {}, heard)

    def asks_of_no_case(self, heard: Heard) -> bool:
        """ "When is the road mended?" by somebody who never reported it: that is a new matter, not an earlier one."""
        understood = heard.understood
        if understood.intent not in ("status", "remind") or not understood.services or ("case_number" in self.kinds()):
            return False
        codes = {g.code for g in understood.services}
        return not OWN.search(heard.text) and not any(c.service in codes for c in self.facts.many(MyCases()))

    def kinds(self) -> set[str]:
        """The kinds of entity in the message."""
        return {e.kind for e in self.understood.entities}

    # --- what the system has to say ------------------------------------------------------------------------------

    def event(self) -> None:
        """News: told in one line while a form is open; a question of its own waits until the form is done."""
        told = news.tell(self.inbound.event, self.view(Frame("")), bool(self.talk.stack))
        if told is None:
            return
        if told.form and self.top and self.form(self.top).yields:
            while self.top and self.form(self.top).yields:
                self.leave()  # a look-up that was left open holds nobody's question back
            told = news.tell(self.inbound.event, self.view(Frame("")), bool(self.talk.stack)) or told
        self.says.extend(told.says)
        if told.form and told.form in self.house.forms:
            same = any(f.form == told.form and f.slots.get("case") == told.slots.get("case") for f in self.talk.waiting)
            if not same:
                self.talk.waiting.append(Frame(told.form, dict(told.slots), self.new_draft()))
        if told.says or told.form:
            self.settle(silent=bool(self.who.unit) or not (self.talk.stack or self.talk.waiting))

    # --- machinery -----------------------------------------------------------------------------------------------

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
        if done.then:
            self.push(done.then[0], done.then[1], None)

    def ask(self, say: Say, frame: Frame) -> None:
        """Put a question: number it and remember its choices, so that a tap or a typed answer finds its way."""
        self.talk.question += 1
        options = say.options
        been = frame.was or (frame.answered and self.form(frame).answered(self.view(frame)))
        if options and been and all(o.key != "back" for o in options):
            options = (*options, Option("back"))
        self.talk.offered = self.offer(options)
        self.question = replace(say, options=options, free=False)

"""What can come at any time, whatever form is open: danger, since when, a button that stays good, back, cancel."""

from __future__ import annotations

from dataclasses import replace

from dialogs import words
from dialogs.conversation import Frame
from dialogs.forms import GUESSED, Fill, Heard
from dialogs.orders import Discard
from dialogs.resident import drop
from dialogs.resident.more import BARE, SERVED_DANGERS, SINCE, rest_of, since_from, since_said, with_more
from dialogs.say import Say
from dialogs.stage import Stage
from dialogs.understanding import Understanding

DETOURS = {
    "status": "status",
    "human": "person",
    "help": "help",
    "privacy": "privacy",
    "language": "language",
    "remind": "status",
}
"""Intents that open a form in the middle of another one."""
OPENED = frozenset({"report", "status", "person", "help", "privacy", "rate"})
"""Forms that a resident's button may open; what a tap carries can be made up."""


class Anytime(Stage):
    """Its part of a turn."""

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
        if self.top and self.top.form == "drop":
            self.leave()  # whoever tells of danger wants no report dropped
        top = self.top
        if top and top.form == "report" and top.slots.get("urgent"):
            return False
        self.say(words.emergency(kind))
        if top and top.form == "report" and self.same_matter(top, heard):
            if self.kept_apart(top, heard, Fill({"problem": with_more(self.view(top), heard), "urgent": kind})):
                return True
            top.slots["urgent"] = kind
            top.slots["problem"] = with_more(self.view(top), heard)
            self.begin_with(top, heard)
            top.slots.pop("go_on", None)
            return True
        self.urgent_report(kind, heard)
        return True

    def same_matter(self, report: Frame, heard: Heard) -> bool:
        """Whether a danger belongs to the report that is open: "电线掉下来了" to a lamp, a fire not to rubbish."""
        codes = {g.code for g in heard.understood.services}
        known = report.slots.get("service")
        return not known or known in codes or (not codes and self.understood.emergency in SERVED_DANGERS)

    def urgent_report(self, kind: str, heard: Heard) -> None:
        """Danger told outside a report's own questions, or beside its matter, is a report of its own, on top of all."""
        while self.top and self.form(self.top).yields:
            self.leave()
        stack = self.talk.stack
        for at, frame in enumerate(stack):
            if frame.form == "report" and frame.slots.get("urgent"):
                stack.append(stack.pop(at))
                frame.slots["problem"] = with_more(self.view(frame), heard)
                return
        frame = Frame("report", {"urgent": kind}, self.new_draft())
        stack.append(frame)
        self.begin_with(frame, heard)

    def note_since(self, heard: Heard) -> None:
        """Since when it is so, in whichever answer it was said: it counts with the words that went into the report."""
        report = next((f for f in reversed(self.talk.stack) if f.form == "report"), None)
        if report is None or not heard.wordy or since_said(self.view(report)):
            return
        before = report.slots.pop(SINCE, None)
        report.slots.update(since_from(self.view(report), heard))
        if not since_said(self.view(report)):  # said in words that are kept elsewhere, or nowhere
            report.slots.pop(SINCE, None)
            report.slots.update({SINCE: before} if before is not None else {})

    def place_for_below(self, heard: Heard) -> bool:
        """Whether the words only name a place, and the report under what was looked up asks for one."""
        below = self.talk.stack[-2] if len(self.talk.stack) > 1 else None
        if heard.picked or below is None or below.form != "report" or not heard.understood.found("place"):
            return False
        step = self.form(below).open_step(self.view(below))
        return step is not None and step.name == "place" and len(rest_of(heard)) <= BARE

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
        typed = heard.wordy and not heard.picked and not heard.text.startswith("/") and not self.in_group
        match value:
            case "back":
                self.back()
            case "cancel" if not self.talk.stack and typed:
                return False  # nothing is half said: perhaps what was sent is meant (dialogs/idle.py)
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

    def ask_to_drop(self) -> None:
        """Ask back whether the report on top shall really be dropped."""
        self.push("drop", drop.opened(self.view(self.top_frame)), None)

    def cancel(self) -> None:
        """Leave the open form; what was under it goes on. Of danger, and of what would be wiped, it is asked back."""
        if not self.talk.stack:
            self.say(Say("nothing-open"))
            return
        top = self.top_frame
        form = top.form
        if form == "drop":
            top.slots["sure"] = True  # said a second time
            return
        if form == "report" and drop.must_ask(self.view(top)):
            self.ask_to_drop()
            return
        self.leave()
        if drop.holds_sealed(top):
            self.orders.append(Discard(drop.kept_by(self.talk)))
        if self.in_group:
            self.say(Say("staff-cancelled"))
        else:  # only of a report can it be said that nothing was sent
            self.say(Say("cancelled" if form == "report" else "left-alone"))

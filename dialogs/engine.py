"""The one engine that plays every form: `turn(talk, message) -> Turn`. Pure; it knows no clock, channel or database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from dialogs import news, words
from dialogs.anytime import DETOURS
from dialogs.conversation import Conversation, Frame
from dialogs.describe import card_options, more_options
from dialogs.facts import CaseWithId, Facts
from dialogs.forms import Fill, Heard, House, Step, Turn, View, Who
from dialogs.idle import OF_A_CASE, REPORTS
from dialogs.manners import Manners
from dialogs.messages import Inbound, Kind
from dialogs.resident import consult, earlier
from dialogs.say import Say
from dialogs.spoken import Spoken
from dialogs.staff.lists import newcomer, staff_help
from dialogs.stage import TRIES
from dialogs.understanding import Understanding

SURE = 0.75  # an intent at least this sure leaves a question that takes any words
LIKELY = 0.5  # the same for a question with choices
TOLD_S = 10.0  # seconds in which a newcomer is not told again


def turn(talk: Conversation, inbound: Inbound, understood: Understanding, house: House, facts: Facts, who: Who) -> Turn:
    """Play one message. Raises `Missing` when a fact is needed that is not loaded yet; nothing else is raised."""
    play = _Play(talk.copy(), inbound, understood, house, facts, who)
    play.play()
    return Turn(play.talk, tuple(play.says), tuple(play.orders), play.question, play.quiet)


def tells_of_a_problem(heard: Heard) -> bool:
    """Whether the message begins a report by itself."""
    return heard.wordy and bool(heard.understood.services) and heard.understood.intent in REPORTS


class _Play(Manners, Spoken):
    """One turn, played."""

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
        elif (
            self.spoken(heard)
            or self.emergency(heard)
            or self.free_choice(heard)
            or self.to_a_card(heard)
            or self.everywhere(heard)
        ):
            pass
        elif self.talk.stack:
            self.answer(heard)
        else:
            self.no_form_open(heard)
        self.note_since(heard)

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
        return words.pick(self.inbound.text, self.offer((*card_options(case), *more_options(case))))

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
        if self.manners(frame, heard) or self.put_right(frame, heard):
            return
        detour = self.detour(step, heard)
        if detour and (step.takes_words or self.names_another(frame) or not isinstance(step.read(view, heard), Fill)):
            if form.yields:
                self.leave()
            waits = earlier.to_rate(self.mine()) if detour == "rate" else None
            self.push(detour, {"case": waits.id} if waits else {}, heard)
            return
        if form.yields and self.place_for_below(heard):
            self.leave()
            self.answer(heard)
            return
        result, tries = step.read(view, heard), frame.tries
        if result is None and frame.form == "drop" and self.says_more(frame, heard):
            return
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

    def put_right(self, frame: Frame, heard: Heard) -> bool:
        """ "不是路灯，是水管": an earlier answer is corrected, whatever is being asked."""
        if heard.picked or self.inbound.kind is not Kind.TEXT:
            return False
        view = self.view(frame)
        result = self.form(frame).corrects(view, heard)
        return result is not None and (self.kept_apart(frame, heard, result) or self.took(result, frame))

    def detour(self, step: Step, heard: Heard) -> str:
        """Whether the message clearly means something else than an answer."""
        if heard.picked or self.inbound.kind is not Kind.TEXT or self.in_group:
            return ""
        top = self.top_frame
        if self.asks_for_rules(step, heard):
            return "consult"
        if self.rates_earlier(heard):
            return "rate"
        form = DETOURS.get(self.understood.intent, "")
        if self.named_case() and self.understood.intent in OF_A_CASE:
            form = "status"  # where the case has its buttons
        if form == "status" and (not self.has_reported(heard) or self.asks_of_no_case(heard)):
            return ""  # "快点来嘛" by somebody who is just reporting
        if form == "status" and step.takes_words and top.slots.get("case") and "case_number" not in self.kinds():
            return ""  # "还是黑的，没人来过" says what is wrong with just this case
        if not form or top.form in (form, "unclear") or form not in self.house.forms:
            return ""
        return form if self.understood.intent_confidence >= (SURE if step.takes_words else LIKELY) else ""

    def asks_for_rules(self, step: Step, heard: Heard) -> bool:
        """A question about rules in the middle of a report, which the district's own list answers."""
        top, view = self.top_frame, self.view(self.top_frame)
        if top.form != "report" or step.name == "problem" or not consult.ASKS.search(heard.text):
            return False
        return bool(consult.likely_of(view, heard))  # what is sure is likely, too

    def rates_earlier(self, heard: Heard) -> bool:
        """ "上次那件我打五分" in the middle of a report: there is a case that waits for its rating."""
        if self.top_frame.form != "report" or self.understood.intent != "rate" or self.understood.services:
            return False
        sure = self.understood.intent_confidence >= SURE
        return sure and earlier.to_rate(self.mine()) is not None

    def not_understood(self, frame: Frame, step: Step, view: View, heard: Heard) -> None:
        if self.inbound.followed:
            return
        frame.tries += 1
        if self.in_group:
            self.say(Say("staff-unclear"))
        elif words.chatter(heard.text) and not words.tells_nothing(heard.text) and step.question(view).options:
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

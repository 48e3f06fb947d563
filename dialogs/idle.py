"""What a resident says when no form is open: which form it opens, or what is answered at once."""

from __future__ import annotations

import re
from datetime import timedelta

from cases.case import Case
from cases.lifecycle import REOPEN_DAYS
from dialogs import words
from dialogs.anytime import DETOURS, Anytime
from dialogs.asked import asked_of_us
from dialogs.conversation import Frame
from dialogs.facts import MyCases
from dialogs.forms import Heard
from dialogs.messages import Kind
from dialogs.resident import consult, earlier, praise, report
from dialogs.resident.more import SURE_SERVICE
from dialogs.resident.status import AGAIN
from dialogs.say import Say
from dialogs.staff.lists import staff_help
from dialogs.understanding import OUT_OF_SCOPE

REPORTS = frozenset({"report", "suggest", "conduct", "consult"})
"""Intents that begin a report."""
OWN = re.compile(r"我们?.{0,6}(?:报|反映)|上次|之前|那件|\bmy\b|\bi (?:have )?reported", re.IGNORECASE)
"""Words by which somebody speaks of a report of their own."""
WITHDRAWS = re.compile(
    r"撤(?:回|销|掉|了)|不用(?:你们)?(?:来|办|管|修)了"
    r"|\b(?:withdraw|call back|cancel) (?:my|the|that) (?:report|case|request)\b",
    re.IGNORECASE,
)
"""Words by which somebody takes back what was sent."""
OF_A_CASE = frozenset({"reopen", "add", "rate", "cancel"})  # intents that want something of a case
SHORT = {"thanks": "answer-thanks", "goodbye": "answer-goodbye", "affirm": "left-alone", "deny": "left-alone"}
"""Intents that a short word answers."""


class Idle(Anytime):
    """Its part of a turn."""

    def no_form_open(self, heard: Heard) -> None:
        kind = self.inbound.kind
        if self.who.unit:
            self.say(staff_help(self.view(Frame(""))))
        elif self.who.role == "stranger":
            self.say(Say("group-unknown"))
        elif kind is Kind.EDIT:
            self.say(Say("edit-late"))
        elif kind in (Kind.MEDIA, Kind.LOCATION):
            self.push("report", {}, heard)
        elif kind is Kind.CONTACT:
            self.push("person", {}, heard)
        elif kind is Kind.CHOICE:
            self.say(Say("nothing-open"))  # a button of an older release, or of nobody's
        elif not heard.text.strip():
            self.say(Say("empty-text"))
        elif words.opens(heard.text):
            self.push("report", {}, heard)
        elif not (self.takes_back(heard) or self.ready_answer(heard) or self.about_a_case(heard)):
            self.anything_else(heard)

    def anything_else(self, heard: Heard) -> None:
        """What is neither answered at once nor about a case that is there."""
        understood = self.understood
        about = self.asked(heard)
        if about in ("who", "machine", "why", "cost"):
            self.say(Say(f"asked-{about}"))
        elif about == "when" and self.facts.many(MyCases()):
            self.push("status", {}, heard)
        elif self.named_case() and understood.intent in OF_A_CASE:
            self.push("status", {}, heard)  # of somebody else, or nobody's
        elif understood.intent in REPORTS:
            self.push("report", {}, heard)
        elif understood.intent in DETOURS and not self.asks_of_no_case(heard):
            self.push(DETOURS[understood.intent], {}, heard)
        elif understood.intent == "greet":
            self.greet()
        elif understood.intent == "praise":
            self.praised(heard)
        elif understood.intent in SHORT and (understood.intent in ("thanks", "goodbye") or words.one_word(heard.text)):
            self.say(Say(SHORT[understood.intent]))
        elif understood.intent == "back" and not understood.services:
            self.say(Say("nothing-open"))
        elif understood.services:
            self.push("report", {}, heard)
        else:
            self.push("unclear", {}, heard)

    # --- a question about rules ------------------------------------------------------------------------------------

    def ready_answer(self, heard: Heard) -> bool:
        """A question that the district has answered for everybody; a doubtful one only where a question was meant."""
        view = self.view(Frame(""))
        tells = self.understood.intent not in ("consult", "help", OUT_OF_SCOPE)
        if tells and not (self.understood.services and consult.ASKS.search(heard.text)):
            return False  # "停电了" tells of a matter, though there is an answer about power
        if not (consult.sure_of(view, heard) or consult.likely_of(view, heard)):
            return False
        self.push("consult", {}, heard)
        return True

    def praised(self, heard: Heard) -> None:
        """Thanks for everybody, and where somebody is named, the way to them."""
        if praise.names_somebody(heard):
            self.push("praise", {}, heard)
        else:
            self.say(Say("answer-praise"))

    # --- about a case that is there --------------------------------------------------------------------------------

    def asked(self, heard: Heard) -> str:
        """What the words ask us about ourselves and our ways, one of `dialogs.asked.ASKED`; empty for anything else."""
        return asked_of_us(words.plain(heard.text), heard.text.rstrip().endswith(("?", "？")))

    def about_a_case(self, heard: Heard) -> bool:
        """Rate it, take it up again, add to it, take it back: in free words, with no button in sight."""
        understood = self.understood
        if understood.sealed or (self.named_case() and not self.mine()):
            return False
        match "add" if earlier.only_adds(heard.text) else understood.intent:
            case "rate":
                return self.rates(heard)
            case "reopen":
                return self.broken_again(heard)
            case "add":
                return self.adds(heard)
            case "report" if AGAIN.search(heard.text):
                return self.perhaps_again(heard)
        return False

    def mine(self) -> list[Case]:
        """The person's cases; where numbers stand in the words, those that they name."""
        named = {entity.value for entity in self.understood.found("case_number")}
        return [c for c in self.facts.many(MyCases()) if not named or c.number in named]

    def named_case(self) -> bool:
        return "case_number" in self.kinds()

    def names_another(self, frame: Frame) -> bool:
        """Whether a number in the words is of another case than the one that is asked about."""
        about = frame.slots.get("case")
        return bool(about) and self.named_case() and about not in [c.id for c in self.mine()]

    def rates(self, heard: Heard) -> bool:
        cases = self.mine()
        waits = earlier.to_rate(cases)
        if waits:
            self.push("rate", {"case": waits.id}, heard)
        elif not cases:
            self.say(Say("rate-none"))
        else:
            newest = cases[0]
            matter = earlier.matter_of(newest, self.view(Frame("")))
            self.say(Say("rate-not-yet", {"matter": matter}) if newest.open else Say("rate-already"))
        return True

    def broken_again(self, heard: Heard) -> bool:
        cases = self.mine()
        ended = self.of_kind(earlier.over(cases), heard)
        fresh = [c for c in ended if self.inbound.at - earlier.ended(c) <= timedelta(days=REOPEN_DAYS)]
        if fresh:
            return self.onto("reopen", fresh, heard)
        still_open = self.of_kind([c for c in cases if c.open], heard)
        if still_open:
            return self.onto("add", still_open, heard)
        if not ended:
            return False
        self.say(Say("reopen-too-late", {"number": ended[0].number}))
        self.push("report", {}, heard)
        return True

    def perhaps_again(self, heard: Heard) -> bool:
        """A report of what was done lately: the person says whether it is the same."""
        cases = [c for c in earlier.over(self.facts.many(MyCases())) if self.same_kind(c, heard)]
        fresh = [c for c in cases if self.inbound.at - earlier.ended(c) <= timedelta(days=REOPEN_DAYS)]
        return bool(fresh) and self.onto("again", fresh[:1], heard)

    def adds(self, heard: Heard) -> bool:
        cases = self.mine()
        near = self.of_kind([c for c in cases if c.open], heard)
        near = near or [c for c in cases if c.open] or list(earlier.over(cases))[:1]
        return bool(near) and self.onto("add", near, heard)

    def takes_back(self, heard: Heard) -> bool:
        """ "不弄了" with nothing half said: what was sent may be meant, and that can't be called back in silence."""
        understood = self.understood
        said = words.universal(heard.text, self.house, self.talk.language) == "cancel" or words.stops(heard.text)
        wish = understood.intent == "cancel" and not understood.services
        if understood.sealed or not (said or wish or WITHDRAWS.search(heard.text)):
            return False
        if self.named_case() and not self.mine():
            return False
        cases = [c for c in self.mine() if c.open]
        if cases:
            return self.onto("withdraw", self.of_kind(cases, heard) or cases, heard)
        if understood.services and not (said or wish):
            return False
        self.say(Say("nothing-open"))
        return True

    def onto(self, what: str, cases: list[Case], heard: Heard) -> bool:
        """Open the form for one of these cases."""
        slots = earlier.slots(what, cases, heard)
        if what == "again":
            slots["found"] = dict(report.begin(self.view(Frame("")), heard).slots)
        self.push("earlier", slots, None)
        return True

    def of_kind(self, cases: list[Case], heard: Heard) -> list[Case]:
        """The cases of the kind that the words name; all of them where they name none, too little to tell, or a case by
        its number."""
        services = heard.understood.services
        same = [c for c in cases if self.same_kind(c, heard)]
        vague = not services or services[0].confidence < SURE_SERVICE or words.one_word(heard.text)  # "又黑了"
        return same or (cases if vague or self.named_case() else [])

    def same_kind(self, case: Case, heard: Heard) -> bool:
        return case.service in {g.code for g in heard.understood.services}

    def asks_of_no_case(self, heard: Heard) -> bool:
        """ "When is the road mended?" by somebody who never reported it: that is a new matter, not an earlier one."""
        understood = heard.understood
        if understood.intent not in ("status", "remind") or not understood.services or self.named_case():
            return False
        codes = {g.code for g in understood.services}
        return not OWN.search(heard.text) and not any(c.service in codes for c in self.facts.many(MyCases()))

    def has_reported(self, heard: Heard) -> bool:
        """Whether there can be an earlier report that the words ask about."""
        return self.names_earlier(heard) or bool(self.facts.many(MyCases()))

    def names_earlier(self, heard: Heard) -> bool:
        """Whether the words themselves speak of an earlier report."""
        return bool(self.kinds() & {"case_number", "follow_code"} or OWN.search(heard.text))

    def kinds(self) -> set[str]:
        """The kinds of entity in the message."""
        return {e.kind for e in self.understood.entities}

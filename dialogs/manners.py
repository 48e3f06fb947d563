"""What is said to us in the middle of a report and not about its matter: a greeting, thanks, "快点", a question about
ourselves, "没事了". It is answered in kind, the open question stands, and none of it gets into the report."""

from __future__ import annotations

from dialogs import words
from dialogs.conversation import Frame
from dialogs.forms import Heard
from dialogs.idle import Idle
from dialogs.messages import Kind
from dialogs.orders import Discard
from dialogs.resident import drop
from dialogs.say import Say

POLITE = frozenset({"report", "person"})  # forms in which a greeting or thanks is never an answer


class Manners(Idle):
    """Its part of a turn."""

    def manners(self, frame: Frame, heard: Heard) -> bool:
        """Whether the message was such, and is answered."""
        if heard.picked or self.inbound.kind is not Kind.TEXT:
            return False
        if frame.form == "unclear":
            return self.asks_us(frame, heard)
        if frame.form not in POLITE:
            return False
        if self.lets_it_be(frame, heard) or self.asks_us(frame, heard):
            return True
        said = heard.understood.intent
        if self.inbound.early:
            return False
        if said == "remind" and words.hurries(heard.text) and not self.names_earlier(heard):
            self.say(Say("hurry-on"))
            return True
        if said not in ("greet", "thanks") or heard.understood.services or not words.bare(heard.text):
            return False
        self.say(Say("answer-greet-on" if said == "greet" else "answer-thanks"))
        return True

    def says_more(self, frame: Frame, heard: Heard) -> bool:
        """At "那就不报了，是吗？" neither a yes nor a no: the report goes on with it. Where that one is for the
        discipline desk alone and this is for anybody, it is dropped as was asked, and this is a report of its own."""
        if words.chatter(heard.text) and not heard.inbound.media:
            return False
        self.leave()
        if frame.slots.get("sealed") and heard.understood.services and not heard.understood.sealed:
            self.leave()
            self.say(Say("cancelled"))
            if self.top and self.top.form == "report":
                self.answer(heard)
            else:
                self.push("report", {}, heard)
            self.orders.append(Discard(drop.kept_by(self.talk)))
        else:
            self.answer(heard)
        return True

    def answer(self, heard: Heard) -> None:
        """The open form takes the message. The engine's own."""
        raise NotImplementedError

    def lets_it_be(self, frame: Frame, heard: Heard) -> bool:
        """ "没事了": perhaps the report shall be dropped. Only the person knows. A wish for a call is just over."""
        if not drop.lets_be(heard.text):
            return False
        if frame.form == "report":
            self.ask_to_drop()
        else:
            self.cancel()
        return True

    def asks_us(self, frame: Frame, heard: Heard) -> bool:
        """ "你们是哪里的", "要等几天": unless it is about an earlier report, or more of a question about rules."""
        about = self.asked(heard)
        begins = frame.form == "person" and "matter" not in frame.slots  # what is asked may be what they want to say
        if not about or begins or frame.slots.get("_said") == "consult":
            return False
        earlier = frame.form == "unclear" or heard.understood.intent in ("status", "remind")
        if about == "when" and earlier and self.has_reported(heard):
            return False
        self.say(Say(f"asked-{about}"))
        return True

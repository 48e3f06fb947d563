"""A resident's voice note with words to it: danger is answered at once, all else when they are confirmed."""

from __future__ import annotations

from dataclasses import replace

from cases.units import Point
from dialogs import words
from dialogs.conversation import Frame, Json
from dialogs.forms import Done, Fill, Heard, Retold
from dialogs.messages import Kind
from dialogs.resident.more import pin_taken
from dialogs.resident.voice import opened, transcripts
from dialogs.stage import Stage

WITH_FILES = frozenset({"apart", "status", "answer", "rate"})
"""Forms that keep what was sent with their words in the slot "files"."""


class Spoken(Stage):
    """Its part of a turn."""

    def hear(self, heard: Heard) -> None:
        """The message, or what was confirmed, has its effects. The engine's own."""
        raise NotImplementedError

    def picked(self) -> str:
        """Which of the offered choices the message picks. The engine's own."""
        raise NotImplementedError

    def spoken(self, heard: Heard) -> bool:
        """Whether the message has heard words: then they are shown back, and nothing else is done with them yet."""
        if self.in_group or self.inbound.kind is not Kind.MEDIA or not transcripts(self.inbound):
            return False
        stack = self.talk.stack
        frame = next((f for f in stack if f.form == "voice"), None)
        if frame:
            stack.remove(frame)
        else:
            offered: list[Json] = [list[Json](choice) for choice in self.talk.offered]
            frame = Frame("voice", {"offered": offered}, self.new_draft())
        told = frame.slots.get("urgent")
        frame.slots = opened(self.view(frame), heard, frame.slots)
        stack.append(frame)
        if self.understood.emergency and not told:
            self.say(words.emergency(self.understood.emergency))
        return True

    def finish(self, done: Done) -> None:
        super().finish(done)
        if done.retold:
            self.retell(done.retold)

    def retell(self, retold: Retold) -> None:
        """What was confirmed is heard as if it had just been typed, in answer to what was asked before the note."""
        self.talk.offered = retold.offered
        self.understood = retold.understood
        if not retold.confirmed:
            media = replace(self.inbound, kind=Kind.MEDIA, text=retold.text, media=retold.media, choice=None)
            self.inbound = media
            self.hear(Heard(media, retold.understood))
            self.pin(retold)
            return
        self.inbound = replace(self.inbound, kind=Kind.TEXT, text=retold.text, media=(), choice=None)
        heard = Heard(self.inbound, retold.understood, self.picked())
        before = len(self.says)
        self.hear(heard)
        if retold.told:  # the number to call was said when the note came
            self.says[before:] = [s for s in self.says[before:] if s != words.emergency(retold.told)]
        if not heard.picked:
            self.attach(retold)

    def attach(self, retold: Retold) -> None:
        """The notes themselves go where their words went."""
        top = self.top
        files: list[Json] = [m.file for m in retold.media]
        if top is None or not files:
            return
        if top.form == "report":
            top.slots["media"] = _with(top.slots.get("media"), files)
            top.slots["_voice"] = True
            self.pin(retold)
        elif top.form == "person":
            top.slots["media"] = _with(top.slots.get("media"), files)
        elif top.form == "unclear":
            found = top.slots.get("found")
            top.slots["found"] = {**(found if isinstance(found, dict) else {}), "media": files, "_voice": True}
        elif top.form in WITH_FILES and "files" in top.slots:
            top.slots["files"] = _with(top.slots.get("files"), files)

    def pin(self, retold: Retold) -> None:
        """A pin that came while the words were not confirmed yet."""
        if retold.pin and self.top and self.top.form == "report":
            answer = pin_taken(self.view(self.top), Point(*retold.pin))
            self.fill(self.top, answer.slots if isinstance(answer, Fill) else {})


def _with(kept: Json, files: list[Json]) -> list[Json]:
    """Files that are kept already, and more of them, each once."""
    before = kept if isinstance(kept, list) else []
    return [*before, *(f for f in files if f not in before)]

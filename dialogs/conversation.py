"""One person's talk in one chat, as plain JSON: form names, slots, a version; no class names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
Slots = dict[str, Json]
VERSION = 1


@dataclass(slots=True)
class Frame:
    """An open form: its name, what is known so far, and how often its open question was not understood.

    `answered` says whether the person has answered a question of it; `was` holds what an edit took out, so that going
    back puts it in again.
    """

    form: str
    slots: Slots = field(default_factory=dict)
    draft: str = ""
    tries: int = 0
    answered: bool = False
    was: Slots = field(default_factory=dict)

    def copy(self) -> Frame:
        """A frame that can be changed without changing this one."""
        return Frame(self.form, dict(self.slots), self.draft, self.tries, self.answered, dict(self.was))


@dataclass(slots=True)
class Conversation:
    """The state of a talk.

    `question` numbers the questions of this chat; `offered` are the choices under the last one, each as
    [value, label, words ...]; `home` is the unit that this person last spoke of; `said_at` is the time (ISO) of
    the person's last message.
    """

    language: str = ""
    stack: list[Frame] = field(default_factory=list)
    waiting: list[Frame] = field(default_factory=list)
    question: int = 0
    offered: list[list[str]] = field(default_factory=list)
    home: str = ""
    met: bool = False
    drafts: int = 0
    said_at: str = ""
    album: str = ""
    last: str = ""  # external id of the message that the problem came from: an edit of it changes the problem
    woken: bool = False  # the sleeping form was already asked about once

    def copy(self) -> Conversation:
        """A conversation that can be changed without changing this one."""
        return Conversation(
            self.language,
            [f.copy() for f in self.stack],
            [f.copy() for f in self.waiting],
            self.question,
            self.offered,
            self.home,
            self.met,
            self.drafts,
            self.said_at,
            self.album,
            self.last,
            self.woken,
        )

    def to_json(self) -> str:
        """The stored form."""
        data: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        data["stack"] = [_frame(f) for f in self.stack]
        data["waiting"] = [_frame(f) for f in self.waiting]
        return json.dumps({"v": VERSION, **data}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Conversation:
        """Read a stored conversation, of this version or an older one: what it does not have takes its default."""
        data = cast(dict[str, object], json.loads(text))
        talk = Conversation()
        for name in Conversation.__slots__:
            if name in data and name not in ("stack", "waiting"):
                setattr(talk, name, data[name])
        talk.stack = _frames(data.get("stack"))
        talk.waiting = _frames(data.get("waiting"))
        return talk


def _frame(frame: Frame) -> Mapping[str, object]:
    return {name: getattr(frame, name) for name in Frame.__slots__}


def _frames(data: object) -> list[Frame]:
    if not isinstance(data, list):
        return []
    return [
        Frame(
            str(f["form"]),
            dict(f.get("slots") or {}),
            str(f.get("draft", "")),
            int(f.get("tries", 0)),
            bool(f.get("answered", False)),
            dict(f.get("was") or {}),
        )
        for f in data
    ]

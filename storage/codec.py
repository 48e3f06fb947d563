"""Messages, cases and events as JSON, and back. What an older release wrote must stay readable: only add fields."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import cast

from cases.case import Case, Reporter, State
from cases.units import Point
from dialogs.messages import Button, Choice, Contact, Inbound, Kind, Media, MediaKind, Outbound


def storable(text: str) -> str:
    """Without what a database can't keep: NUL (PostgreSQL), and halves of characters, which have no UTF-8.

    adapters/channels/web/wire.py has the same for what it answers: storage and adapters import nothing of each other.
    """
    if "\0" in text:
        text = text.replace("\0", "")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def plain(value: object) -> object:
    """Dataclasses, enums, moments and tuples as what JSON has; empty defaults and unkeepable characters left out."""
    if type(value) is str:
        return storable(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: plain(v)
            for name, default in _defaults(type(value))
            if not ((v := getattr(value, name)) in _EMPTY and v == default)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {storable(str(k)): plain(v) for k, v in value.items()}
    return value


_EMPTY: tuple[object, ...] = (None, "", (), False)


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    """The fields of a dataclass with their defaults: asked for with every message that comes in."""
    return tuple((f.name, f.default) for f in fields(kind))


def dump(value: object) -> str:
    """A message, a case or an event's data as JSON text."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def _load(text: str) -> dict[str, object]:
    return cast(dict[str, object], json.loads(text))


def _point(value: object) -> Point | None:
    return Point(float(value["lat"]), float(value["lon"])) if isinstance(value, dict) else None


def media_from(value: object) -> tuple[Media, ...]:
    """The media of a stored message."""
    if not isinstance(value, list):
        return ()
    return tuple(
        Media(
            MediaKind(m["kind"]),
            m.get("file", ""),
            float(m.get("seconds", 0.0)),
            _point(m.get("point")),
            m.get("transcript", ""),
            m.get("problem", ""),
            m.get("ref", ""),
        )
        for m in value
    )


def inbound_from(text: str) -> Inbound:
    """A stored message in."""
    d = _load(text)
    choice, contact, event = d.get("choice"), d.get("contact"), d.get("event")
    return Inbound(
        channel=str(d.get("channel", "")),
        external_id=str(d.get("external_id", "")),
        chat=str(d.get("chat", "")),
        person=str(d.get("person", "")),
        kind=Kind(str(d["kind"])),
        at=datetime.fromisoformat(str(d["at"])),
        choice=Choice(str(choice.get("value", "")), str(choice.get("question", "")))
        if isinstance(choice, dict)
        else None,
        media=media_from(d.get("media")),
        location=_point(d.get("location")),
        contact=Contact(str(contact.get("phone", "")), str(contact.get("name", "")))
        if isinstance(contact, dict)
        else None,
        event=event if isinstance(event, dict) else {},
        text=str(d.get("text", "")),
        edit_of=str(d.get("edit_of", "")),
        reply_to=str(d.get("reply_to", "")),
        thread=str(d.get("thread", "")),
        album=str(d.get("album", "")),
        name=str(d.get("name", "")),
        language=str(d.get("language", "")),
    )


_WORDS = (
    "text",
    "reply_to",
    "replaces",
    "wants",
    "author",
    "echo_of",
    "closes",
    "chosen",
    "topic",
    "thread",
    "asks",
    "asks_name",
)


def outbound_from(text: str, id: str) -> Outbound:
    """A stored message out; its id is its row's."""
    d = _load(text)
    choices = d.get("choices")
    words = {k: str(d.get(k, "")) for k in _WORDS}
    return Outbound(
        id=id,
        channel=str(d.get("channel", "")),
        chat=str(d.get("chat", "")),
        choices=tuple(Button(b.get("label", ""), b.get("value", ""), b.get("question", "")) for b in choices)
        if isinstance(choices, list)
        else (),
        media=media_from(d.get("media")),
        anew=bool(d.get("anew", False)),
        ended=bool(d.get("ended", False)),
        **words,
    )


_MOMENTS = ("filed_at", "respond_due", "solve_due", "responded_at", "asked_at", "resolved_at", "closed_at")


def case_from(text: str) -> Case:
    """A stored case."""
    d = _load(text)
    known = {f.name for f in fields(Case)}
    values: dict[str, object] = {"problem": ""}  # a voice note alone has no words
    values |= {k: v for k, v in d.items() if k in known}
    for name in _MOMENTS:
        if name in values:
            values[name] = datetime.fromisoformat(str(values[name]))
    values["state"] = State(str(d["state"]))
    values["point"] = _point(d.get("point"))
    values["media"] = tuple(cast(list[str], d.get("media", [])))
    reporter = d.get("reporter")
    values["reporter"] = Reporter(**reporter) if isinstance(reporter, dict) else Reporter()
    return Case(**values)  # type: ignore[arg-type]  # the fields were checked by name above

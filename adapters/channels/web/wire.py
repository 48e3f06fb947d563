"""What goes over the wire: JSON from the page to an Inbound, and a line of the log to JSON."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from adapters.channels.ports import Line
from adapters.channels.web.channel import NAME
from cases.units import Point
from dialogs.messages import Button, Caps, Choice, Contact, Inbound, Kind, Media, MediaKind, render

BODY_LIMIT_BYTES = 1_000_000
FILES_LIMIT = 20  # in one message
VOICE_LIMIT_S = 3600.0
ID = re.compile(r"[A-Za-z0-9-]{1,64}")
LANGUAGE = re.compile(r"[A-Za-z0-9-]{0,35}")
TEXT_LIMIT = 20_000  # characters of one message
SHORT = 200  # characters of a value, a name, a number
KINDS = {
    "start": Kind.START,
    "text": Kind.TEXT,
    "choice": Kind.CHOICE,
    "location": Kind.LOCATION,
    "media": Kind.MEDIA,
    "edit": Kind.EDIT,
    "contact": Kind.CONTACT,
}


class Unreadable(Exception):
    """What came is not a message of ours. `key` is the text that says so; `language` what the sender asked for."""

    def __init__(self, key: str = "page-error-unreadable", language: str = "", id_: str = "") -> None:
        super().__init__(key)
        self.key = key
        self.language = language
        self.id = id_


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is asking, as their cookie says: never as their message says."""

    chat: str
    person: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A message as the page sent it, with its shape checked."""

    id: str
    kind: Kind
    text: str = ""
    choice: Choice | None = None
    location: Point | None = None
    contact: Contact | None = None
    files: tuple[str, ...] = ()
    seconds: float = 0.0
    album: str = ""
    edit_of: str = ""
    language: str = ""


def read(raw: bytes | str) -> Said:
    """Read one message. Raises Unreadable for anything that is not one."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(data, dict):
        raise Unreadable
    id_, language = data.get("id"), data.get("language")
    language = language if isinstance(language, str) and LANGUAGE.fullmatch(language) else ""
    if not isinstance(id_, str) or not ID.fullmatch(id_):
        raise Unreadable(language=language)
    try:
        return _said(id_, language, data)
    except Unreadable as wrong:
        raise Unreadable(wrong.key, language, id_) from None


def _said(id_: str, language: str, data: Mapping[str, object]) -> Said:
    type_ = data.get("type")
    kind = KINDS.get(type_) if isinstance(type_, str) else None
    if kind is None:
        raise Unreadable
    said = Said(id_, kind, language=language, text=_text(data, "text", BODY_LIMIT_BYTES))
    if len(said.text) > TEXT_LIMIT:
        raise Unreadable("page-error-too-long")
    if kind is Kind.START and len(said.text) > SHORT:
        raise Unreadable
    if kind in (Kind.TEXT, Kind.EDIT) and "text" not in data:
        raise Unreadable
    if kind is Kind.CHOICE:
        value = _text(data, "value", SHORT)
        if not value:
            raise Unreadable
        return replace(said, choice=Choice(value, _text(data, "question", SHORT)))
    if kind is Kind.LOCATION:
        return replace(said, location=Point(_degrees(data, "lat", 90), _degrees(data, "lon", 180)))
    if kind is Kind.CONTACT:
        phone = _text(data, "phone", SHORT)
        if not phone:
            raise Unreadable
        return replace(said, contact=Contact(phone, _text(data, "name", SHORT)))
    if kind is Kind.EDIT:
        return replace(said, edit_of=_id(data, "of"))
    if kind is Kind.MEDIA:
        album = _id(data, "album") if data.get("album") else ""
        return replace(said, files=_files(data), seconds=_seconds(data), album=album)
    return said


def _text(data: Mapping[str, object], name: str, limit: int) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > limit:
        raise Unreadable
    return storable(value)


def storable(text: str) -> str:
    """Without what a database can't keep: NUL, and halves of characters."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _id(data: Mapping[str, object], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise Unreadable
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable
    try:
        number = float(value)
    except OverflowError:
        raise Unreadable from None
    if not math.isfinite(number):
        raise Unreadable
    return number


def _degrees(data: Mapping[str, object], name: str, limit: float) -> float:
    degrees = _number(data.get(name))
    if abs(degrees) > limit:
        raise Unreadable
    return degrees


def _seconds(data: Mapping[str, object]) -> float:
    value = data.get("seconds")
    return 0.0 if value is None else min(max(_number(value), 0.0), VOICE_LIMIT_S)


def _files(data: Mapping[str, object]) -> tuple[str, ...]:
    files = data.get("files")
    if not isinstance(files, list) or not 0 < len(files) <= FILES_LIMIT:
        raise Unreadable
    if not all(isinstance(f, str) and 0 < len(f) <= SHORT for f in files):
        raise Unreadable
    return tuple(storable(f) for f in files)


def inbound(said: Said, guest: Guest, media: tuple[Media, ...], at: datetime) -> Inbound:
    """The message in the program's terms. Its external id holds the chat, so two people's ids never meet."""
    return Inbound(
        channel=NAME,
        external_id=f"{guest.chat}:{said.id}",
        chat=guest.chat,
        person=guest.person,
        kind=said.kind,
        at=at,
        text=said.text,
        choice=said.choice,
        media=tuple(_with_seconds(m, said.seconds) for m in media),
        location=said.location,
        contact=said.contact,
        edit_of=f"{guest.chat}:{said.edit_of}" if said.edit_of else "",
        album=said.album,
        name=guest.name,
        language=said.language,
    )


def _with_seconds(media: Media, seconds: float) -> Media:
    """Browsers write voice notes without their length; then we take the page's word for it."""
    if media.kind is MediaKind.VOICE and not media.seconds and seconds:
        return replace(media, seconds=seconds)
    return media


def line_json(line: Line, caps: Caps, prefix: str, query: str = "") -> dict[str, object]:
    """A line as the page shows it. `prefix` and `query` make the addresses of its files."""
    out = line.outbound
    shown = render(out, caps)
    return {
        "seq": line.seq,
        "at": line.at.isoformat(),
        "text": out.text,
        "parts": list(shown.parts),
        "buttons": [_button(b) for b in shown.buttons],
        "media": [media_json(m, prefix, query) for m in out.media if m.file],
        "author": out.author,
        "echo_of": out.echo_of.removeprefix(f"{out.chat}:"),
        "replaces": out.replaces,
        "wants": out.wants,
        "closes": out.closes,
    }


def _button(button: Button) -> dict[str, str]:
    return {"label": button.label, "value": button.value, "question": button.question}


def media_json(media: Media, prefix: str, query: str = "") -> dict[str, object]:
    """A file as the page shows it."""
    return {
        "kind": media.kind.value,
        "url": f"{prefix}/files/{media.file}{query}",
        "seconds": round(media.seconds, 1),
    }

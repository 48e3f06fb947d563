"""One message in, one message out, in no channel's terms; and what a channel can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cases.units import Point


class Kind(StrEnum):
    """What an Inbound brings."""

    START = "start"  # the chat was opened; `text` may carry a poster's code
    TEXT = "text"
    CHOICE = "choice"
    MEDIA = "media"
    LOCATION = "location"
    CONTACT = "contact"
    EDIT = "edit"  # `text` is the new wording of message `edit_of`
    EVENT = "event"  # the system has something to say in this chat
    JOINED = "joined"  # `person` came into the group; without `person`, we did
    LEFT = "left"  # `person` left the group; without `person`, the chat takes no messages from us any more
    MOVED = "moved"  # the chat goes on under another id: `text`
    OTHER = "other"  # a sticker, a poll, ...: `text` names the kind


class MediaKind(StrEnum):
    """What a file is, by its content."""

    PHOTO = "photo"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Media:
    """A file that came or goes with a message.

    `file` is its id in storage/files; `point` is where the photo says it was taken, read before the file was cleaned.
    `problem` is the text key of why it could not be taken ("photo-too-large", ...); then `file` is empty. `ref` is how
    the channel fetches it while it is not fetched yet: the worker does that (docs/architecture.md).
    """

    kind: MediaKind
    file: str = ""
    seconds: float = 0.0
    point: Point | None = None
    transcript: str = ""
    problem: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A tap. `question` is the id of the question it was shown with; empty for buttons that stay, as on a case card."""

    value: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A shared telephone number, as the channel gave it."""

    phone: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message in. (channel, external_id) is unique: a repeated delivery is the same message.

    `reply_to` is the channel's id of the message that this one answers; the worker puts the key of our standing message
    in its place ("case:c12") where it is one. `thread` is the part of a group's chat (a topic) that it was said in.
    """

    channel: str
    external_id: str
    chat: str
    person: str
    kind: Kind
    at: datetime
    text: str = ""
    choice: Choice | None = None
    media: tuple[Media, ...] = ()
    location: Point | None = None
    contact: Contact | None = None
    edit_of: str = ""
    reply_to: str = ""
    thread: str = ""
    album: str = ""  # photos sent together share it
    early: bool = False  # it came before the question that is open now was on the screen
    followed: bool = False  # the person's next message waits already: that one is answered, and this one with it
    name: str = ""
    language: str = ""
    event: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    """A choice as it is shown: its label, and the value and question id that come back when it is tapped."""

    label: str
    value: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message out, in the reader's language. `id` is the idempotency key where the channel has one.

    `replaces` names a standing message (a case card) that this one takes the place of, where the channel can edit.
    `anew`: it is shown at the end of the chat again, though it stands further up. `topic` is its title where a group
    has a part of its own for each case, `ended` that this part is no longer needed.
    `reply_to` is the key of the standing message that this one belongs to; `thread` the part of the chat it is said in.
    `wants` says what the question hopes for beside words: "location", "photo", "contact".
    `closes` is the question id whose buttons no longer count, `chosen` the label that was tapped there.
    `asks` is the person of a group that is asked, `asks_name` how the text calls them.
    """

    id: str
    channel: str
    chat: str
    text: str
    choices: tuple[Button, ...] = ()
    media: tuple[Media, ...] = ()
    reply_to: str = ""
    replaces: str = ""
    wants: str = ""
    author: str = ""  # who said it, when it is the echo of a person's own message
    echo_of: str = ""  # external id of the message that this echoes
    closes: str = ""
    chosen: str = ""
    anew: bool = False
    topic: str = ""
    ended: bool = False
    thread: str = ""
    asks: str = ""
    asks_name: str = ""


@dataclass(frozen=True, slots=True)
class Caps:
    """What a channel can show. Limits in characters unless `text_unit` says otherwise; 0 means none at all.

    `open_group`: whoever somebody adds to such a group can talk in it, so that a newcomer is no staff yet.
    """

    text_limit: int
    text_unit: str = "characters"
    buttons: int = 0  # most buttons on one message
    label_limit: int = 0
    list_rows: int = 0  # most rows of a list picker
    location_request: bool = False
    edit: bool = False
    media: bool = True
    echo: bool = False  # shows people's own words back from the server, as the web page does
    group: bool = False
    open_group: bool = False
    button_bytes: int = 0  # most bytes of what a button carries, question and value; 0: no limit


@dataclass(frozen=True, slots=True)
class Shown:
    """What the channel is asked to show: parts of text, in order, and the buttons under the last one."""

    parts: tuple[str, ...]
    buttons: tuple[Button, ...] = ()
    rows: tuple[Button, ...] = ()


def render(outbound: Outbound, caps: Caps) -> Shown:
    """Fit a message to a channel: buttons, else a list, else numbered text; nothing is silently dropped.

    A label too long for a button moves the whole set to the next form that holds it, so that no label is ever cut.
    """
    choices = outbound.choices
    text = outbound.text
    fits = all(len(b.label) <= caps.label_limit and carried(b, caps) for b in choices)
    if not choices:
        return Shown(split_text(text, caps))
    if fits and len(choices) <= caps.buttons:
        return Shown(split_text(text, caps), buttons=choices)
    if fits and len(choices) <= caps.list_rows:
        return Shown(split_text(text, caps), rows=choices)
    numbered = "\n".join(f"{n}. {b.label}" for n, b in enumerate(choices, 1))
    return Shown(split_text(f"{text}\n{numbered}", caps))


def carried(button: Button, caps: Caps) -> bool:
    """Whether the channel's buttons can carry this one's question and value, with a sign before, between and after."""
    return not caps.button_bytes or len(f"{button.question}{button.value}".encode()) + 3 <= caps.button_bytes


def split_text(text: str, caps: Caps) -> tuple[str, ...]:
    """Cut a text into parts that the channel takes, at line ends where that is possible."""
    parts: list[str] = []
    rest = text
    while size(rest, caps.text_unit) > caps.text_limit:
        cut = fitting(rest, caps)
        line_end = rest.rfind("\n", cut // 2, cut)
        cut = line_end + 1 if line_end > 0 else cut
        parts.append(rest[:cut].rstrip("\n"))
        rest = rest[cut:]
    parts.append(rest)
    return tuple(parts)


def size(text: str, unit: str) -> int:
    """How long a text is in a channel's own unit: "characters", "utf16" or "bytes"."""
    if unit == "bytes":
        return len(text.encode())
    if unit == "utf16":
        return len(text.encode("utf-16-le")) // 2
    return len(text)


def fitting(text: str, caps: Caps) -> int:
    """How many characters of `text` the channel takes in one message; at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if size(text[:middle], caps.text_unit) <= caps.text_limit:
            low = middle
        else:
            high = middle - 1
    return low

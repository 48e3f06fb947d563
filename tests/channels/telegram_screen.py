"""What a chat in Telegram must look like after what was said in it: the messages, their buttons, the board of keys.

It is worked out from the same `Outbound`s that the terminal shows, and knows of Telegram only what docs/telegram.md
promises: an answered question shows what was chosen and has no buttons, a card is changed where it stands, a question
in a group begins with a name, a question for a place or a number has its choices in place of the letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from adapters.channels.telegram.channel import CAPS as PRIVATE
from adapters.channels.telegram.channel import WISHES
from adapters.channels.telegram_staff.channel import CAPS as GROUP
from dialogs.messages import Button, Caps, Choice, MediaKind, Outbound, render, size
from tests.bot_api.rooms import Message, Room

FOLLOW = re.compile(r"\b[2-9A-HJKMNP-Z]{4}(?:-[2-9A-HJKMNP-Z]{4}){2}\b")  # by which a sealed report is followed


@dataclass(eq=False)
class Entry:
    """One message of ours as it must stand there now."""

    row: int  # of the outbox
    kind: str = "text"
    text: str = ""
    buttons: tuple[Button, ...] = ()
    answers: Entry | None = None  # the card that it is an answer to
    asks: str = ""  # the person whose answer it opens, where it has no buttons
    calls: str = ""  # the person whom it tells by name
    keys: tuple[Button, ...] = ()  # choices that stand in place of the letters
    before: list[Button] = field(default_factory=list)  # all buttons that it ever had
    message: Message | None = None  # the real one
    gone: bool = False

    def show(self, buttons: tuple[Button, ...]) -> None:
        """It has these buttons now."""
        self.buttons = buttons
        self.before.extend(buttons)

    def lines(self, there: Callable[[str], str]) -> list[str]:
        """The message in words, to be compared; `there` says an id as it is in the real chat."""
        out = [f"{self.kind}: {FOLLOW.sub('CODE', self.text.strip())}"]  # as the service trims it
        out += [f"  [{b.label}] {there(f'1|{b.question}|{b.value}')}" for b in self.buttons]
        if self.answers and self.answers.message:
            out.append(f"  answers {self.answers.message.id}")
        if self.asks:
            out.append("  opens an answer")
        if self.calls:
            out.append(f"  calls {self.calls}")
        return out


def real_lines(message: Message) -> list[str]:
    """A real message in the same words."""
    out = [f"{message.kind}: {FOLLOW.sub('CODE', message.text)}"]
    markup = message.markup or {}
    out += [f"  [{b['text']}] {b['callback_data']}" for row in markup.get("inline_keyboard", []) for b in row]
    if message.reply_to:
        out.append(f"  answers {message.reply_to.id}")
    if markup.get("force_reply"):
        out.append("  opens an answer")
    out += [f"  calls {mark['user']['id']}" for mark in message.entities if mark["type"] == "text_mention"]
    return out


@dataclass
class Screen:
    """One chat. `since` is the newest message that stood there before the play began."""

    room: Room
    group: bool
    since: int = 0
    entries: list[Entry] = field(default_factory=list)
    cards: dict[str, Entry] = field(default_factory=dict)
    open: dict[str, Entry] = field(default_factory=dict)  # questions whose buttons count
    board: tuple[Button, ...] | None = None  # the choices in place of the letters; None: the letters
    wish: str = ""  # what the first key of the board sends: "location", "contact"

    @property
    def caps(self) -> Caps:
        return GROUP if self.group else PRIVATE

    def add(self, row: int, outbound: Outbound, kept: Callable[[int], bool]) -> None:
        """One more message was said; `kept` tells whether the words of a row of the outbox are still known."""
        if outbound.closes:
            self.close(outbound, kept)
        if outbound.replaces and self.group:
            self.card(row, outbound)
        else:
            self.say(row, outbound)

    def close(self, outbound: Outbound, kept: Callable[[int], bool]) -> None:
        """An answered question has lost its buttons, and shows what was tapped."""
        asked = self.open.pop(outbound.closes, None)
        if asked is None:
            return
        chosen = f"{asked.text}\n\n→ {outbound.chosen}"
        asked.show(())
        if outbound.chosen and kept(asked.row) and size(chosen, "utf16") <= self.caps.text_limit:
            asked.text, asked.calls = chosen, ""

    def card(self, row: int, outbound: Outbound) -> None:
        """A card is changed where it stands; a new one, or one that is to stand at the end, is posted."""
        known = self.cards.get(outbound.replaces)
        shown = render(outbound, self.caps)
        if known and not outbound.anew and len(shown.parts) == 1:
            known.text = shown.parts[0]
            known.show(shown.buttons)
            return
        posted = self.texts(row, outbound, None)[-1]
        self.cards[outbound.replaces] = posted
        if known:
            known.gone = True
        else:
            self.files(row, outbound, posted)

    def say(self, row: int, outbound: Outbound) -> None:
        """Files first, then the words."""
        card = self.cards.get(outbound.reply_to)
        self.files(row, outbound, card)
        name = outbound.asks_name if self.group and outbound.asks else ""
        text = outbound.text
        if name and name not in text:
            text = f"{name}{'：' if re.search('[一-鿿]', text) else ': '}{text}"
        said = self.texts(row, outbound, card, text)
        if not said:
            return
        if name:
            said[0].calls = outbound.asks
        last = said[-1]
        last.asks = outbound.asks if self.group and not last.buttons else ""
        if not self.group:
            self.board = last.keys if outbound.wants in WISHES and not last.buttons else None
            self.wish = outbound.wants if self.board is not None else ""

    def texts(self, row: int, outbound: Outbound, answers: Entry | None, text: str = "") -> list[Entry]:
        """The words in as many messages as they need, with the buttons under the last one."""
        said = outbound if not text else replace(outbound, text=text)
        shown = render(said, self.caps)
        new = [Entry(row, text=part, answers=answers) for part in shown.parts if part.strip()]
        if not new:
            return new
        question = next((b.question for b in outbound.choices if b.question), "")
        if question in self.open:
            self.open[question].show(())  # asked again: its buttons are at the end only
        if not self.group and outbound.wants in WISHES and fits_a_board(shown.buttons):
            new[-1].keys = shown.buttons
        else:
            new[-1].show(shown.buttons)
            if question and shown.buttons:
                self.open[question] = new[-1]
        self.entries.extend(new)
        return new

    def files(self, row: int, outbound: Outbound, answers: Entry | None) -> None:
        """Photos together, then each voice note by itself."""
        for kind in (MediaKind.PHOTO, MediaKind.VOICE):
            count = sum(m.kind is kind for m in outbound.media)
            self.entries.extend(Entry(row, kind.value, answers=answers) for _ in range(count))

    def find(self, choice: Choice) -> tuple[Entry, Button] | None:
        """The newest message that has or had this button."""
        for entry in reversed(self.entries):
            for button in (*entry.buttons, *entry.keys, *reversed(entry.before)):
                if (button.value, button.question) == (choice.value, choice.question):
                    return entry, button
        return None

    def labelled(self, label: str, person: str) -> Button | None:
        """The button with this label under the newest question that waits for this person."""
        for asked in reversed([e for e in self.open.values() if e.buttons]):
            if not self.group or asked.buttons[0].question.startswith(f"{person}."):
                return next((b for b in asked.buttons if b.label == label), None)
        return None

    def differs(self, there: Callable[[str], str]) -> str:
        """How the real chat is not what it must be; empty when all is well. The messages are matched on the way."""
        wanted = [entry for entry in self.entries if not entry.gone]
        real = [m for m in self.room.living() if m.from_bot and not m.is_service and m.id > self.since]
        for entry, message in zip(wanted, real, strict=False):
            entry.message = entry.message or message
        should = [line for entry in wanted for line in entry.lines(there)]
        does = [line for message in real for line in real_lines(message)]
        if should != does:
            return "\n".join(["must be:", *should, "", "is:", *does])
        moved = [e.text for e, m in zip(wanted, real, strict=True) if e.message is not m]
        if moved:
            return f"posted anew instead of changed: {moved}"
        return self.board_differs()

    def board_differs(self) -> str:
        """The same for what stands in place of the letters."""
        is_ = [label for row in open_board(self.room) for label in row]
        must = None if self.board is None else [b.label for b in self.board]
        if (is_[1:] if is_ else None) == must:
            return ""
        return f"in place of the letters must be {must}, is {is_}"


def open_board(room: Room) -> Iterator[list[str]]:
    """The keys that a bot put in place of the letters and has not taken away, by row."""
    for message in reversed(room.messages.values()):
        markup = message.markup or {}
        if "remove_keyboard" in markup:
            return
        if "keyboard" in markup:
            yield from (
                [key if isinstance(key, str) else str(key["text"]) for key in row] for row in markup["keyboard"]
            )
            return


def fits_a_board(buttons: tuple[Button, ...]) -> bool:
    """Whether choices stand in place of the letters without hiding the chat: a dozen short ones."""
    return len(buttons) <= 12 and all(sum(2 if x > "\u2e7f" else 1 for x in b.label) <= 36 for b in buttons)

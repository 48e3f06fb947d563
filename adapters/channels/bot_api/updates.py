"""What an update says, in the program's terms: for the residents' bot (private chats) and the staff bot (groups).

Pure, and without a library: an update is read as it came, so that what no library of today knows is not lost. Nothing
raises, whatever the JSON is. The rules of the Bot API are at core.telegram.org/bots/api.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from adapters.channels.bot_api.api import Me, Update
from adapters.channels.bot_api.buttons import choice_of
from adapters.channels.bot_api.contents import contents, is_service, name_of
from adapters.channels.bot_api.fields import Fields, fields, has, id_of, key, listed, string, whole, yes
from dialogs import words
from dialogs.messages import Inbound, Kind

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
"""What both bots ask for (allowed_updates)."""

Sort = Literal["private", "group", ""]
_SORTS: dict[str, Sort] = {"private": "private", "group": "group", "supergroup": "group"}
_COMMAND = re.compile(r"/\w+")
_COMMAND_TO = re.compile(r"(/\w+)@([A-Za-z0-9_]+)")
_START = re.compile(r"/start(?:\s+([A-Za-z0-9_-]{1,64}))?\s*", re.IGNORECASE | re.ASCII)
_STARTED_WITH = re.compile(r"/start\s+(?=\S)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,35}")
_NAME = re.compile(r"@([A-Za-z0-9_]+)")
_BESIDE_A_NAME = " \t\n,，:：、"
_INSIDE = ("creator", "administrator", "member")
_OUTSIDE = ("left", "kicked")


def private_messages(update: Update, channel: str, me: Me, at: datetime) -> list[Inbound]:
    """What an update says to the residents' bot. A person who writes to it in private is never left without one."""
    seen = Seen(channel, me, at, id_of(update, "update_id"))
    if message := fields(update, "message"):
        return {"private": from_resident, "group": out_of_place, "": nothing}[sort_of(message)](seen, message)
    if message := fields(update, "edited_message"):
        return edit(seen, message) if sort_of(message) == "private" else []
    if tap := fields(update, "callback_query"):
        return tapped(seen, tap) if sort_of(fields(tap, "message")) == "private" else []
    if change := fields(update, "my_chat_member"):
        return {"private": membership, "group": brought_along, "": nothing}[sort_of(change)](seen, change)
    return []


def group_messages(update: Update, channel: str, me: Me, at: datetime) -> list[Inbound]:
    """What an update says to the staff bot."""
    seen = Seen(channel, me, at, id_of(update, "update_id"))
    if message := fields(update, "message"):
        return {"private": in_private, "group": from_group, "": nothing}[sort_of(message)](seen, message)
    if message := fields(update, "edited_message"):
        counts = sort_of(message) == "group" and own_words(message) and not fields(message, "sender_chat")
        return edit(seen, message) if counts else []
    if tap := fields(update, "callback_query"):
        return tapped(seen, tap) if sort_of(fields(tap, "message")) == "group" else []
    if change := fields(update, "my_chat_member"):
        return membership(seen, change) if sort_of(change) == "group" else []
    return []


def tap_of(update: Update) -> str:
    """The id of the tap that the update is; empty if it is none. Each tap is to be answered, whatever it says."""
    return key(fields(update, "callback_query"), "id")


@dataclass(frozen=True, slots=True)
class Seen:
    """An update as it was received: by which bot, when, and under which id."""

    channel: str
    me: Me
    at: datetime
    update: str

    def base(self, source: Fields, person: Fields) -> Inbound | None:
        """What all messages have. None if the chat can't be read.

        Ids: a message is the same under its number in the chat. What has no number (a membership, a message that only
        we can see) is known by its moment and the update's number; that number alone would not do, for after a quiet
        week they are drawn anew (core.telegram.org/bots/api#update).
        """
        chat, message = id_of(fields(source, "chat")), id_of(source, "message_id")
        if not chat:
            return None
        tag = string(person, "language_code")
        return Inbound(
            channel=self.channel,
            external_id=f"{chat}:{message or self.moment(source)}",
            chat=chat,
            person=id_of(person),
            kind=Kind.OTHER,
            at=self.at,
            thread=thread_of(source),
            reply_to=self.answered(source),
            name=name_of(person),
            language=tag if _LANGUAGE.fullmatch(tag) else "",
        )

    def said(self, message: Fields) -> Inbound | None:
        """The same for what a human said; None for anybody else."""
        person = fields(message, "from")
        return self.base(message, person) if id_of(person) and not yes(person, "is_bot") else None

    def moment(self, source: Fields) -> str:
        """The date and the number of the update."""
        return f"u{whole(source, 'date')}:{self.update}"

    def answered(self, message: Fields) -> str:
        """Which message of ours it answers. A plain message in a topic looks like an answer to the topic's first
        message, which nobody wrote."""
        first = fields(message, "reply_to_message")
        ours = id_of(fields(first, "from")) == str(self.me.id)
        return id_of(first, "message_id") if ours and not is_service(first) else ""

    def mine(self, said: str) -> str | None:
        """The words, without our own name in "/command@name" and before them; None for another bot's command."""
        if match := _COMMAND_TO.match(said):
            rest = said[match.end() :]
            return f"{match[1]} {rest.lstrip()}".rstrip() if self.called(match[2]) else None
        match = _NAME.match(said)
        return said[match.end() :].strip(_BESIDE_A_NAME) if match and self.called(match[1]) else said

    def called(self, name: str) -> bool:
        """Whether this is our name."""
        return name.casefold() == self.me.username.casefold()


def nothing(seen: Seen, source: Fields) -> list[Inbound]:
    """Channels and chats of a sort that we do not know say nothing to us."""
    return []


# --- the residents' bot ----------------------------------------------------------------------------------------------


def from_resident(seen: Seen, message: Fields) -> list[Inbound]:
    """What a resident wrote."""
    base = seen.said(message)
    if base is None:
        return []
    said = string(message, "text")
    return [opening(base, seen.mine(said) or said)] if said else numbered(contents(message, base))


def opening(base: Inbound, said: str) -> Inbound:
    """Words, or the opening of the chat, which may carry a poster's code (core.telegram.org/bots/features#deep-linking:
    letters, digits, "_" and "-"). Who typed words of their own behind "/start" said just these words."""
    if match := _START.fullmatch(said):
        return replace(base, kind=Kind.START, text=match[1] or "")
    started = _STARTED_WITH.match(said)
    return replace(base, kind=Kind.TEXT, text=said[started.end() :] if started else said)


def out_of_place(seen: Seen, message: Fields) -> list[Inbound]:
    """The residents' bot in a group: who speaks to it hears that this is no place for it."""
    base, said = seen.said(message), string(message, "text")
    ordered = _COMMAND.match(said) and seen.mine(said) is not None
    return [replace(base, text="in-a-group")] if base and (ordered or base.reply_to) else []


def brought_along(seen: Seen, change: Fields) -> list[Inbound]:
    """Somebody added the residents' bot to a group."""
    base = seen.said(change)
    return [replace(base, text="in-a-group")] if base and came_in(change) else []


# --- the staff bot ---------------------------------------------------------------------------------------------------


def from_group(seen: Seen, message: Fields) -> list[Inbound]:
    """What was said or happened in a group."""
    if has(message, "new_chat_members") or has(message, "left_chat_member") or has(message, "migrate_to_chat_id"):
        return happened(seen, message)
    if not own_words(message):
        return []
    if sender := fields(message, "sender_chat"):
        return unnamed(seen, message) if id_of(sender) == id_of(fields(message, "chat")) else []
    base, said = seen.said(message), string(message, "text")
    if base is None:
        return []
    if not said:
        return numbered(contents(message, base))
    mine = seen.mine(said)
    return [replace(base, kind=Kind.TEXT, text=mine)] if mine else []


def happened(seen: Seen, message: Fields) -> list[Inbound]:
    """Who came, who left, and where the group went."""
    if chat := id_of(message, "migrate_to_chat_id"):
        base = seen.base(message, {})
        return [replace(base, kind=Kind.MOVED, text=chat, reply_to="")] if base else []
    came = [(Kind.JOINED, person) for person in listed(message, "new_chat_members")]
    left = [(Kind.LEFT, fields(message, "left_chat_member"))]
    changes = [
        replace(base, kind=kind, reply_to="")
        for kind, person in (*came, *left)
        if id_of(person) and not yes(person, "is_bot") and (base := seen.base(message, person))
    ]
    return numbered(changes)


def own_words(message: Fields) -> bool:
    """Whether it was said here: what was forwarded, or came by itself from a channel, is not said to us."""
    return not yes(message, "is_automatic_forward") and not fields(message, "forward_origin")


def unnamed(seen: Seen, message: Fields) -> list[Inbound]:
    """An administrator who speaks as the group: we can't know who it is, and say so when we are meant."""
    base, said = seen.base(message, fields(message, "from")), seen.mine(string(message, "text"))
    meant = said and (_COMMAND.match(said) or words.staff_command(said))
    answers = base and base.reply_to and said is not None
    return [replace(base, text="anonymous")] if base and (meant or answers) else []


def in_private(seen: Seen, message: Fields) -> list[Inbound]:
    """The staff bot in private: who writes to it hears where it works."""
    base = seen.said(message)
    return [replace(base, text="in-private")] if base and (contents(message, base) or string(message, "text")) else []


# --- both ------------------------------------------------------------------------------------------------------------


def edit(seen: Seen, message: Fields) -> list[Inbound]:
    """Other words for a message. A live location that moves has none: its first place counts."""
    base, said = seen.said(message), seen.mine(string(message, "text") or string(message, "caption"))
    if not base or not said or not id_of(message, "message_id"):
        return []
    id_ = f"{base.external_id}:e{whole(message, 'edit_date')}:{seen.update}"
    return [replace(base, external_id=id_, kind=Kind.EDIT, text=said, edit_of=base.external_id)]


def tapped(seen: Seen, tap: Fields) -> list[Inbound]:
    """A button was pressed. The message that it stands under may be too old to be shown to us: its chat is."""
    message, person = fields(tap, "message"), fields(tap, "from")
    base, id_ = seen.base(message, person), key(tap, "id")
    if base is None or not base.person or not id_:
        return []
    choice = choice_of(string(tap, "data"))
    return [replace(base, external_id=f"tap:{id_}", kind=Kind.CHOICE, choice=choice, reply_to="")]


def membership(seen: Seen, change: Fields) -> list[Inbound]:
    """We came into a chat or left it: in private, somebody let us write again or blocked us."""
    base = seen.base(change, {})
    if base is None:
        return []
    if outside(fields(change, "new_chat_member")):
        return [replace(base, kind=Kind.LEFT)]
    return [replace(base, kind=Kind.JOINED)] if came_in(change) else []


def came_in(change: Fields) -> bool:
    """Whether we are in the chat now, and were not before."""
    return outside(fields(change, "old_chat_member")) and inside(fields(change, "new_chat_member"))


def inside(member: Fields) -> bool:
    """Whether this is a member of the chat (core.telegram.org/bots/api#chatmember)."""
    return string(member, "status") in _INSIDE or (
        string(member, "status") == "restricted" and yes(member, "is_member")
    )


def outside(member: Fields) -> bool:
    """Whether this is none."""
    return string(member, "status") in _OUTSIDE or (string(member, "status") == "restricted" and not inside(member))


def sort_of(source: Fields) -> Sort:
    """What sort of chat it is. Where nothing says so, a positive id is a person's (core.telegram.org/api/bots/ids)."""
    chat = fields(source, "chat")
    if not string(chat, "type") and whole(chat, "id") > 0:
        return "private"
    sort = _SORTS.get(string(chat, "type"), "")
    return "" if sort == "group" and yes(chat, "is_direct_messages") else sort  # those are letters to a channel


def thread_of(message: Fields) -> str:
    """The topic. A reply in the general one carries a number, too, which must not be sent back."""
    return id_of(message, "message_thread_id") if yes(message, "is_topic_message") else ""


def numbered(inbounds: list[Inbound]) -> list[Inbound]:
    """Several messages of one update have an id each."""
    if len(inbounds) < 2:
        return inbounds
    return [replace(inbound, external_id=f"{inbound.external_id}:{n}") for n, inbound in enumerate(inbounds, 1)]

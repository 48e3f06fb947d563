"""What the service means by a "400 Bad Request": it says so in words only.

The words are those of its own server, github.com/tdlib/telegram-bot-api, telegram-bot-api/Client.cpp; names in capitals
come from behind it as they are.
"""

from __future__ import annotations

import re

from adapters.channels.ports import Blocked, Gone, Misconfigured, Rejected, TooLarge

UNCHANGED = ("message is not modified", "query is too old", "query id is invalid")
GONE = (
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message can't be deleted",
    "message to be replied not found",
    "replied message not found",
    "message not found",
    "message_id_invalid",
    "message thread not found",
    "topic_deleted",
    "topic_id_invalid",
    "file not found",
    "wrong file_id",
    "invalid file_id",
    "wrong file identifier",
    "wrong remote file identifier",
    "temporarily unavailable",  # getFile says it of a file_id that nobody knows
)
TOO_LARGE = ("file is too big",)
BLOCKED = (
    "chat not found",
    "user is deactivated",
    "user_is_blocked",
    "peer_id_invalid",
    "have no write access",
    "chat_write_forbidden",
    "group chat was deactivated",
)
MISCONFIGURED = ("not enough rights", "need administrator rights", "chat_admin_required", "bad webhook", "logged out")
WORDS = re.compile(r"[A-Za-z_' ]{1,80}")


def refusal(description: str) -> Exception | None:
    """The error of a channel that a description stands for; None where what was asked for is so already.

    What we do not know is Rejected: the service will not take this call later either, while Misconfigured would hold up
    all that is for this chat until somebody mends settings that may be right.
    """
    said = description.casefold()
    if has(said, UNCHANGED):
        return None
    for words, error in ((GONE, Gone), (TOO_LARGE, TooLarge), (BLOCKED, Blocked), (MISCONFIGURED, Misconfigured)):
        if has(said, words):
            return error(reason(description))
    return Rejected(reason(description))


def has(said: str, words: tuple[str, ...]) -> bool:
    """Whether one of the wordings is in it."""
    return any(w in said for w in words)


def reason(description: str) -> str:
    """The service's own words up to the first sign or digit: what comes after it may repeat a person's text."""
    found = WORDS.match(description.removeprefix("Bad Request: "))
    return found[0].strip() if found else "refused"

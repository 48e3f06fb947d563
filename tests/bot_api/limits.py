"""Limits that the Bot API documents in words: lengths, ranges and characters of single values.

Each function gives a sentence for each breach. Lengths "after entities parsing" are not known before the text was
parsed; the methods check them (`TEXT_LIMIT`, `CAPTION_LIMIT`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tests.bot_api.shapes import Field, Json

TEXT_LIMIT = 4096  # UTF-16 code units, the strictest reading of "characters"
CAPTION_LIMIT = 1024
DOWNLOAD_LIMIT_BYTES = 20 * 1024 * 1024
UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024
PHOTO_LIMIT_BYTES = 10 * 1024 * 1024
KEYBOARD_BUTTONS = 100  # of one inline keyboard
BUTTONS_IN_A_ROW = 8  # of one inline keyboard

_LENGTH = re.compile(r"\b(\d+)-(\d+) (characters|[Bb]ytes)(?! after entit)(?! with at most)")
_RANGE = re.compile(r"\b(\d+)-(\d+)\b")
_ITEMS = re.compile(r"(?:list of|must include|At most|up to) (?:(\d+)-)?(\d+) (?!identifiers of users)")
_ALPHABET = re.compile(r"[Oo]nly (?:characters )?A-Z, a-z, 0-9, _ and - are allowed")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_KEYBOARD_ACTIONS = frozenset(
    (
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
        "disabled",
    )
)
PARSE_MODES = frozenset({"html", "markdown", "markdownv2"})


@cache
def _numbers(about: str, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    found = pattern.search(about)
    return (int(found.group(1) or 0), int(found.group(2))) if found else None


def of_string(field: Field, value: str) -> Iterator[str]:
    """Lengths, alphabets, languages and choices that a field's description gives."""
    if field.choices and value not in field.choices:
        yield f"must be one of {', '.join(field.choices)}"
    if limits := _numbers(field.about, _LENGTH):
        unit = "bytes" if "bytes" in field.about.lower() else "characters"
        size = len(value.encode()) if unit == "bytes" else len(value)
        if not limits[0] <= size <= limits[1]:
            yield f"is {size} {unit} long; {limits[0]}-{limits[1]} are allowed"
    if _ALPHABET.search(field.about) and not re.fullmatch(r"[A-Za-z0-9_-]*", value):
        yield "may only have A-Z, a-z, 0-9, _ and -"
    if field.name.endswith("parse_mode") and value.lower() not in PARSE_MODES:
        yield "is no parse mode"
    if field.name == "language_code" and "two-letter" in field.about and value and not _LANGUAGE.fullmatch(value):
        yield "must be a two-letter language code"


def of_number(field: Field, value: float) -> Iterator[str]:
    """Ranges that a field's description gives."""
    limits = _numbers(field.about, _RANGE)
    if limits and not limits[0] <= value <= limits[1]:
        yield f"is {value}; {limits[0]}-{limits[1]} are allowed"
    bound = {"latitude": 90, "longitude": 180}.get(field.name)
    if bound and abs(value) > bound:
        yield f"is {value}; at most {bound} degrees are possible"
    if field.name == "live_period" and value and not (60 <= value <= 86400 or value == 0x7FFFFFFF):
        yield f"is {value}; 60 to 86400 s are allowed"


def of_list(field: Field, value: list[object]) -> Iterator[str]:
    """How many items a field's description allows."""
    limits = _numbers(field.about, _ITEMS)
    if limits and not limits[0] <= len(value) <= limits[1]:
        yield f"has {len(value)} items; {limits[0]}-{limits[1]} are allowed"


def of_object(type_name: str, value: Json) -> Iterator[str]:
    """What must hold between the fields of one object that a bot sends."""
    if type_name == "BotCommand" and not _COMMAND.fullmatch(str(value.get("command", ""))):
        yield "command must be 1-32 of a-z, 0-9 and _"
    if type_name == "InlineKeyboardButton":
        actions = _KEYBOARD_ACTIONS & value.keys()
        if len(actions) != 1:
            yield f"must do exactly one thing, not {len(actions)}"
        if value.get("text") == "":
            yield "text must be non-empty"
    if type_name == "KeyboardButton" and value.get("text") == "":
        yield "text must be non-empty"
    if type_name == "InlineKeyboardMarkup":
        rows = value.get("inline_keyboard", [])
        if isinstance(rows, list) and all(isinstance(row, list) for row in rows):
            if any(not row for row in rows):
                yield "inline_keyboard has an empty row"
            if any(len(row) > BUTTONS_IN_A_ROW for row in rows):
                yield f"inline_keyboard has a row of more than {BUTTONS_IN_A_ROW} buttons"
            if sum(map(len, rows)) > KEYBOARD_BUTTONS:
                yield f"inline_keyboard has more than {KEYBOARD_BUTTONS} buttons"
    if type_name == "ReplyKeyboardMarkup":
        rows = value.get("keyboard", [])
        if isinstance(rows, list) and (not rows or any(not row for row in rows)):
            yield "keyboard has no button or an empty row"
    if type_name == "ReplyParameters" and not {"message_id", "ephemeral_message_id"} & value.keys():
        yield "message_id is missing"

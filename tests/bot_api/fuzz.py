"""Arbitrary objects of the Bot API, mostly as the schema says, now and then slightly off."""

from __future__ import annotations

import random
from collections.abc import Collection
from functools import cache

from tests.bot_api.shapes import PLAIN_TEXT, AnyOf, Field, Json, Kind, ListOf, Named, Shape, api

DEPTH = 4  # objects inside objects; below it only what is required
OFF = 0.03  # how often an object is slightly off
SOME = 0.25  # how many of the optional parameters of a method
EXTRA_FIELDS = 3  # optional fields of an object, about

WORDS = (
    "",
    "路灯坏了三天了",
    "垃圾没人收，臭得很。螺罐村村口",
    "/start",
    "/start@somebody_bot 1&2=3",
    "/",
    "1",
    "10",
    "<b>粗</b><a href='x'>&amp;</a>",
    "*_[]()~`>#+-=|{}.!\\",
    "{0} {name} %s %(x)d $(id) `id`",
    "👨‍👩‍👧‍👦🇨🇳🏮" * 3,
    "\x00\x01\x1b[31m\x7f\u0085",
    "\u202eabc\u202c\u200b\u200d\ufeff",
    "e\u0301\u0301\u0301" * 5,
    "line\nline\r\n\tline\u2028",
    "'; DROP TABLE cases; --",
    "../../etc/passwd",
    "null",
    "１２３ ٣ Ⅷ",
    "long " * 900,
    "长" * 5000,
)
_CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("Chat", "type"): ("private", "group", "supergroup", "channel"),
    ("ChatFullInfo", "type"): ("private", "group", "supergroup", "channel"),
    ("MessageEntity", "type"): ("bold", "bot_command", "mention", "url", "text_link", "text_mention", "custom_emoji"),
    ("Poll", "type"): ("regular", "quiz"),
    ("Sticker", "type"): ("regular", "mask", "custom_emoji"),
    ("User", "language_code"): ("zh-hans", "zh-hant", "en", "pt-br", "xx", "zh"),
    ("RefundedPayment", "currency"): ("XTR",),
    ("CallbackQuery", "data"): ("go", "rate:5", "0", ":::", "{}", "选"),
}
_USUAL: dict[str, dict[str, float]] = {
    "Message": {
        "from": 0.9,
        "text": 0.4,
        "entities": 0.1,
        "photo": 0.1,
        "media_group_id": 0.05,
        "location": 0.1,
        "contact": 0.05,
        "reply_to_message": 0.1,
    },
    "CallbackQuery": {"message": 0.9, "data": 0.9},
    "User": {"username": 0.5, "language_code": 0.5},
}
"""Optional fields that are there more often than others, and how often."""
_HUGE = (0, -1, 2**31, -(2**31) - 1, 2**52, -(2**52), 2**63 - 1)
_SOME_TIME = 1_775_000_000  # seconds; spring of 2026


def random_update(rng: random.Random, kinds: Collection[str] = ()) -> Json:
    """An update of any kind, or of one of `kinds`; `rng` decides everything, so that a seed brings it back."""
    update: Json = {"update_id": rng.randrange(1, 2**31)}
    fields = [field for field in _optional("Update") if not kinds or field.name in kinds]
    field = rng.choice(fields)
    update[field.name] = _value(rng, "Update", field, field.kind, DEPTH)
    if rng.random() < OFF:
        update["unheard_of_kind"] = update.pop(field.name)
    if rng.random() < OFF / 3:
        update.pop(field.name, None)
    return update


def random_params(rng: random.Random, method: str) -> Json:
    """Parameters for a method: what is required, and some of the rest."""
    fields = [field for field in api().methods[method].fields.values() if field.required or rng.random() < SOME]
    return {field.name: _value(rng, method, field, field.kind, DEPTH - 1) for field in fields}


def random_object(rng: random.Random, type_name: str, depth: int = DEPTH) -> Json:
    """An object of a type. A union gives one of its members."""
    shape = api().types[type_name]
    if shape.members:
        return random_object(rng, _member(rng, shape, depth), depth)
    made: Json = {}
    for field in _required(type_name):
        made[field.name] = _value(rng, type_name, field, field.kind, depth - 1)
    optional = _optional(type_name)
    if depth > 0:
        for name, often in _USUAL.get(type_name, {}).items():
            if rng.random() < often:
                field = api().types[type_name].fields[name]
                made[name] = _value(rng, type_name, field, field.kind, depth - 1)
    if optional and depth > 0:
        for field in rng.sample(optional, min(len(optional), int(rng.expovariate(1 / EXTRA_FIELDS)))):
            made[field.name] = _value(rng, type_name, field, field.kind, depth - 1)
    if rng.random() < OFF / 3:
        _spoil(rng, made)
    return made


def _spoil(rng: random.Random, made: Json) -> None:
    """One thing more, or one number out of all bounds."""
    numbers = [name for name, value in made.items() if isinstance(value, int) and not isinstance(value, bool)]
    if numbers and rng.random() < 0.5:
        made[rng.choice(numbers)] = rng.choice(_HUGE)
    else:
        made["unheard_of_field"] = rng.choice(WORDS)


@cache
def _required(type_name: str) -> tuple[Field, ...]:
    return tuple(field for field in api().types[type_name].fields.values() if field.required)


@cache
def _optional(type_name: str) -> tuple[Field, ...]:
    return tuple(field for field in api().types[type_name].fields.values() if not field.required)


@cache
def _flat_members(name: str) -> tuple[str, ...]:
    """Members of a union that need no further object, so that the depth has an end."""
    shape = api().types[name]
    flat = [each for each in shape.members if all(_is_plain(field.kind) for field in _required(each))]
    return tuple(flat) or shape.members


def _is_plain(kind: Kind) -> bool:
    return isinstance(kind, Named) and kind.name not in api().types


def _member(rng: random.Random, shape: Shape, depth: int) -> str:
    return rng.choice(shape.members if depth > 0 else _flat_members(shape.name))


def _value(rng: random.Random, owner: str, field: Field, kind: Kind, depth: int) -> object:
    if isinstance(kind, ListOf):
        return [_value(rng, owner, field, kind.item, depth - 1) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
    if isinstance(kind, AnyOf):
        return _value(rng, owner, field, rng.choice(kind.kinds), depth)
    if kind.name == PLAIN_TEXT and (depth <= 0 or rng.random() < 0.5):
        return rng.choice(WORDS)
    if kind.name in api().types:
        return random_object(rng, kind.name, depth)
    return _plain(rng, owner, field, kind.name)


def _plain(rng: random.Random, owner: str, field: Field, name: str) -> object:
    if field.constant is not None:
        return field.constant
    if name == "String":
        choices = _CHOICES.get((owner, field.name)) or field.choices or WORDS
        return rng.choice(choices)
    if name == "Integer":
        return _integer(rng, field.name)
    if name == "Float":
        return rng.uniform(-180, 180)
    return True if name == "True" else rng.random() < 0.5


def _integer(rng: random.Random, name: str) -> int:
    if name == "id" or name.endswith("chat_id") or name.endswith("user_id"):
        return rng.choice(
            (rng.randrange(1, 2**40), -rng.randrange(1, 10**9), -1_000_000_000_000 - rng.randrange(10**9))
        )
    if "date" in name or "time" in name:
        return _SOME_TIME + rng.randrange(10**7)
    if name in ("offset", "length"):
        return rng.randrange(40)
    return rng.randrange(10**6)

"""Checks what goes over the wire against the published Bot API, both ways; and makes arbitrary updates for fuzzing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.bot_api import limits
from tests.bot_api.fuzz import random_object, random_params, random_update
from tests.bot_api.shapes import PLAIN_TEXT, AnyOf, Field, Json, Kind, ListOf, Named, Shape, api

__all__ = [
    "RETURNS",
    "Request",
    "Upload",
    "check_answer",
    "check_object",
    "random_object",
    "random_params",
    "random_update",
    "read",
]

RETURNS: dict[str, str] = {
    "getUpdates": "Array of Update",
    "getWebhookInfo": "WebhookInfo",
    "getMe": "User",
    "getFile": "File",
    "getMyCommands": "Array of BotCommand",
    "getMyName": "BotName",
    "getMyDescription": "BotDescription",
    "getMyShortDescription": "BotShortDescription",
    "getChatMenuButton": "MenuButton",
    "getChat": "ChatFullInfo",
    "getChatMember": "ChatMember",
    "getChatAdministrators": "Array of ChatMember",
    "getChatMemberCount": "Integer",
    "getMyDefaultAdministratorRights": "ChatAdministratorRights",
    "createForumTopic": "ForumTopic",
    "getForumTopicIconStickers": "Array of Sticker",
    "sendMediaGroup": "Array of Message",
    "copyMessage": "MessageId",
    "forwardMessage": "Message",
    "stopPoll": "Poll",
    "sendChatAction": "True",
}
"""What methods answer with; the rest of send* and editMessage* answer with a Message, everything else with True."""

_BIG = 2**63  # no integer of the Bot API needs more bits


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    name: str
    data: bytes
    mime: str


@dataclass
class Request:
    """A call as understood: parameters in their own types, and what is wrong with them."""

    method: str
    params: Json
    problems: list[str]


def check_answer(method: str, result: object) -> list[str]:
    """What is wrong with the server's own answer to a method."""
    words = RETURNS.get(method) or ("Message" if method.startswith(("send", "editMessage")) else "True")
    return list(_check(Field("result", _kind(words), True, ""), _kind(words), result, "result", ours=False))


def check_object(type_name: str, value: object) -> list[str]:
    """What is wrong with an object, say an `Update`."""
    return list(_check(Field(type_name, Named(type_name), True, ""), Named(type_name), value, type_name, ours=False))


def read(method: str, raw: Mapping[str, object], uploads: Mapping[str, Upload], form: bool) -> Request:
    """Understand a request. `form` says that all values came as strings, with objects and lists as JSON."""
    shape = api().method(method)
    if shape is None:
        return Request(method, {}, [f"unknown method {method}"])
    params: Json = {}
    problems: list[str] = []
    attached = set(uploads)
    for name, value in {**raw, **uploads}.items():
        field = shape.fields.get(name)
        if field is None:
            if name not in uploads:
                problems.append(f"unknown parameter {name}")
            continue
        attached.discard(name)
        try:
            value = _decoded(field.kind, value, form)
        except ValueError as wrong:
            problems.append(f"{name}: {wrong}")
            continue
        if value is None:
            continue
        if isinstance(value, str) and value.startswith("attach://") and _takes(field.kind, "InputFile"):
            value = uploads.get(value.removeprefix("attach://"), value)
        params[name] = value
        attached -= set(_attachments(raw.get(name)))
        problems += _check(field, field.kind, value, name, ours=True)
    problems += [f"missing parameter {f.name}" for f in shape.fields.values() if f.required and f.name not in params]
    problems += [f"unknown parameter {name} (a file that nothing refers to)" for name in sorted(attached)]
    wanted = {word for value in raw.values() for word in _attachments(value)}
    problems += [f"no file was attached as {name}" for name in sorted(wanted - set(uploads))]
    return Request(shape.name, params, problems)


def _kind(words: str) -> Kind:
    item = words.removeprefix("Array of ")
    return Named(words) if item == words else ListOf(Named(item))


def _attachments(value: object) -> Iterator[str]:
    """The names after attach:// anywhere in a value."""
    if isinstance(value, str):
        if value.startswith("attach://"):
            yield value.removeprefix("attach://")
        elif "attach://" in value and value[:1] in "[{":
            try:
                yield from _attachments(json.loads(value))
            except ValueError:
                return
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _attachments(item)
    elif isinstance(value, list):
        for item in value:
            yield from _attachments(item)


def _takes(kind: Kind, name: str) -> bool:
    return kind == Named(name) or (isinstance(kind, AnyOf) and Named(name) in kind.kinds)


def _decoded(kind: Kind, value: object, form: bool) -> object:
    """A parameter in its own type. In a form everything is a string; in JSON an object may come as one too."""
    if not isinstance(value, str):
        return value
    if isinstance(kind, ListOf):
        return _from_json(value)
    names = {each.name for each in (kind.kinds if isinstance(kind, AnyOf) else (kind,)) if isinstance(each, Named)}
    if "String" in names:
        number = form and "Integer" in names and value.lstrip("-").isdigit()
        return int(value) if number else value
    if "InputFile" in names:
        return value
    if not names & {"Integer", "Float", "Boolean", "True"}:
        return _from_json(value) if value else None
    return _scalar(names, value) if form else value


def _scalar(names: set[str], value: str) -> object:
    if names & {"Boolean", "True"}:
        if value.lower() not in {"true", "false", "1", "0"}:
            raise ValueError("must be a Boolean")
        return value.lower() in {"true", "1"}
    try:
        return int(value) if "Integer" in names else float(value)
    except ValueError:
        raise ValueError(f"must be {' or '.join(sorted(names))}") from None


def _from_json(value: str) -> object:
    try:
        return json.loads(value)
    except ValueError:
        raise ValueError("is no JSON") from None


def _check(field: Field, kind: Kind, value: object, where: str, ours: bool) -> Iterator[str]:
    """Each problem of a value, with the way to it. `ours` is what a bot sends: limits count too."""
    if isinstance(kind, ListOf):
        if not isinstance(value, list):
            yield f"{where}: must be an Array"
            return
        if ours:
            yield from (f"{where}: {problem}" for problem in limits.of_list(field, value))
        for index, item in enumerate(value):
            yield from _check(field, kind.item, item, f"{where}[{index}]", ours)
    elif isinstance(kind, AnyOf):
        yield from _best([list(_check(field, each, value, where, ours)) for each in kind.kinds])
    elif kind.name in api().types:
        yield from _check_object(api().types[kind.name], value, where, ours)
    else:
        yield from _check_plain(field, kind.name, value, where, ours)


def _best(tries: list[list[str]]) -> list[str]:
    """The problems under the reading that fits best."""
    return min(tries, key=len)


def _check_plain(field: Field, name: str, value: object, where: str, ours: bool) -> Iterator[str]:
    fits = {
        "String": isinstance(value, str),
        "Integer": isinstance(value, int) and not isinstance(value, bool) and -_BIG <= value < _BIG,
        "Float": isinstance(value, int | float) and not isinstance(value, bool),
        "Boolean": isinstance(value, bool),
        "True": value is True,
    }[name]
    if not fits:
        yield f"{where}: must be {name}, not {type(value).__name__}"
    elif field.constant and value != field.constant:
        yield f"{where}: must be {field.constant!r}, not {value!r}"
    elif ours and isinstance(value, str):
        yield from (f"{where}: {problem}" for problem in limits.of_string(field, value))
    elif ours and isinstance(value, int | float) and not isinstance(value, bool):
        yield from (f"{where}: {problem}" for problem in limits.of_number(field, value))


def _check_object(shape: Shape, value: object, where: str, ours: bool) -> Iterator[str]:
    if shape.name == "InputFile":
        if not isinstance(value, Upload):
            yield f"{where}: must be a file"
        return
    if shape.name == PLAIN_TEXT and isinstance(value, str | list):
        for index, item in enumerate(value if isinstance(value, list) else []):
            yield from _check_object(shape, item, f"{where}[{index}]", ours)
        return
    if not isinstance(value, dict):
        yield f"{where}: must be {shape.name}, not {type(value).__name__}"
        return
    if shape.members:
        tagged = [api().types[name] for name in shape.members if _tag_fits(api().types[name], value)]
        if not tagged:
            yield f"{where}: is no {shape.name}"
            return
        yield from _best([list(_check_object(member, value, where, ours)) for member in tagged])
        return
    for name, item in value.items():
        field = shape.fields.get(name)
        if field is None:
            yield f"{where}: {shape.name} has no field {name}"
        else:
            yield from _check(field, field.kind, item, f"{where}.{name}", ours)
    for field in shape.fields.values():
        if field.required and field.name not in value:
            yield f"{where}: {shape.name} needs the field {field.name}"
    if ours:
        yield from (f"{where}: {problem}" for problem in limits.of_object(shape.name, value))


def _tag_fits(member: Shape, value: Json) -> bool:
    return member.tag is None or value.get(member.tag[0]) == member.tag[1]

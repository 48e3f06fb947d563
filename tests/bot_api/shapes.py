"""The published Bot API as data: which methods and types there are, their fields, and what each field may hold."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]
"""An object as it goes over the wire; its fields are the schema's business, not the type checker's."""

FILE = Path(__file__).with_name("telegram-bot-api-10.3.json")
PLAIN_TEXT = "RichText"  # the one union that may also be a bare string or a list of itself
_MEMBER = re.compile(r"^ ?- ?(\w+)$", re.MULTILINE)
_CONSTANT = re.compile(r"\b(?:always|must be) '?([a-z_0-9]+)'?$")
_ONE_OF = re.compile(r"\b[Mm]ust be one of ((?:[^.]|\.(?=\w))*)")
_QUOTED = re.compile(r"'([^']+)'")
_TAGS = ("type", "status", "source")  # the fields by which the members of a union are told apart


@dataclass(frozen=True)
class Named:
    """A type by its name: String, Integer, Message ..."""

    name: str


@dataclass(frozen=True)
class ListOf:
    """An array."""

    item: Kind


@dataclass(frozen=True)
class AnyOf:
    """One of several kinds."""

    kinds: tuple[Kind, ...]


Kind = Named | ListOf | AnyOf


@dataclass(frozen=True)
class Field:
    """A field of a type or a parameter of a method."""

    name: str
    kind: Kind
    required: bool
    about: str
    constant: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """A type or a method. `members` are the types that a union stands for."""

    name: str
    fields: dict[str, Field]
    members: tuple[str, ...] = ()

    @property
    def tag(self) -> tuple[str, str] | None:
        """The field and the value that tell this member of a union from the others."""
        for name in _TAGS:
            if name in self.fields and (constant := self.fields[name].constant):
                return name, constant
        return None


@dataclass(frozen=True)
class Api:
    """All of it."""

    methods: dict[str, Shape]
    types: dict[str, Shape]
    by_lower_name: dict[str, str]

    def method(self, name: str) -> Shape | None:
        """The method; names are taken in any case."""
        return self.methods.get(self.by_lower_name.get(name.lower(), ""))


def kind_of(words: str) -> Kind:
    """`Array of A, B and C`, `A or B`, `Array of Array of A`, `A` as a Kind."""
    if words.startswith("Array of "):
        return ListOf(kind_of(words.removeprefix("Array of ")))
    names = re.split(r", | or | and ", words)
    return Named(names[0]) if len(names) == 1 else AnyOf(tuple(Named(name) for name in names))


def _field(raw: Json) -> Field:
    about = raw["description"]
    constant = _CONSTANT.search(about) if raw["name"] in _TAGS else None
    one_of = _ONE_OF.search(about)
    choices = tuple(_QUOTED.findall(one_of.group(1))) if one_of and raw["type"] == "String" else ()
    return Field(
        raw["name"], kind_of(raw["type"]), raw["required"], about, constant.group(1) if constant else None, choices
    )


def _shape(raw: Json) -> Shape:
    fields = {each["name"]: _field(each) for each in raw["annotations"]}
    return Shape(raw["name"], fields, () if fields else tuple(_MEMBER.findall(raw["description"])))


@cache
def api() -> Api:
    """The schema, read once."""
    shapes = [_shape(child) for group in json.loads(FILE.read_text("utf-8"))["items"] for child in group["children"]]
    methods = {shape.name: shape for shape in shapes if shape.name[0].islower()}
    types = {shape.name: shape for shape in shapes if shape.name[0].isupper()}
    return Api(methods, types, {name.lower(): name for name in methods})

"""YAML, read as nodes so that every value knows its line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from adapters.district.text import LANGUAGES, DistrictError, read_text

_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is about ten times as fast


@dataclass(frozen=True)
class Place:
    """One value of a YAML file; `what` is how a sentence names it ("service 'dibao'")."""

    path: Path
    node: yaml.Node
    what: str

    def error(self, says: str) -> DistrictError:
        return DistrictError(self.path, self.node.start_mark.line + 1, f"{self.what} {says}")

    def at(self, node: yaml.Node, what: str = "") -> Place:
        return Place(self.path, node, what or self.what)

    def named(self, kind: str, key: str) -> Place:
        """The same mapping, from now on called by its own name, as in "service 'dibao'"."""
        unnamed = self.at(self.node, f"this {kind}")
        names = [unnamed.at(node).text(f"'{key}'") for found, node in unnamed.pairs() if found == key]
        return unnamed.at(self.node, f"{kind} '{names[0]}'") if names else unnamed

    def fields(self, needed: Sequence[str], optional: Sequence[str] = ()) -> dict[str, Place]:
        """The mapping's values by key; refuses unknown, repeated and missing keys."""
        known = (*needed, *optional)
        fields = {key: self.at(node) for key, node in self.pairs(known)}
        for key in needed:
            if key not in fields:
                raise self.error(f"has no '{key}'.")
        return fields

    def pairs(self, known: Sequence[str] = ()) -> Iterator[tuple[str, yaml.Node]]:
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error("must be written as 'key: value' pairs.")
        seen: set[str] = set()
        for key_node, value in self.node.value:
            key = self.at(key_node).text("a key")
            if known and key not in known:
                raise self.at(key_node).error(f"has the unknown key '{key}'; known are {', '.join(known)}.")
            if key in seen:
                raise self.at(key_node).error(f"has '{key}' twice.")
            seen.add(key)
            yield key, value

    def items(self, name: str) -> list[Place]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.error(f"must give {name} as a list.")
        return [self.at(node) for node in self.node.value]

    def text(self, name: str) -> str:
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.error(f"must give {name} as plain text.")
        value = str(self.node.value).strip()
        if not value or (self.node.tag.endswith(":null") and self.node.style is None):
            raise self.error(f"has {name} without a value.")
        return value

    def key(self, name: str) -> str:
        value = self.text(name)
        if not _KEY.fullmatch(value):
            raise self.error(f"has the {name} '{value}'; use small letters, digits and hyphens.")
        return value

    def flag(self, name: str) -> bool:
        value = self.text(f"'{name}'")
        if value not in ("true", "false"):
            raise self.error(f"has '{name}: {value}'; use true or false.")
        return value == "true"

    def days(self, name: str) -> int:
        value = self.text(f"'{name}'")
        if not re.fullmatch(r"[1-9][0-9]{0,2}", value):
            raise self.error(f"has '{name}: {value}'; use a whole number of working days, from 1.")
        return int(value)

    def degrees(self, name: str, limit: float) -> float:
        value = self.text(f"'{name}'")
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not -limit <= number <= limit:
            raise self.error(f"has '{name}: {value}'; use degrees between -{limit:g} and {limit:g}.")
        return number

    def languages(self, name: str) -> dict[str, Place]:
        found = dict(self.pairs())
        for language in found:
            if language not in LANGUAGES:
                raise self.error(f"has the {name} in '{language}'; the languages are {' and '.join(LANGUAGES)}.")
        for language in LANGUAGES:
            if language not in found:
                raise self.error(f"has no {name} in {language}.")
        return {language: self.at(found[language]) for language in LANGUAGES}

    def texts(self, name: str, limits: Mapping[str, int] | None = None) -> dict[str, str]:
        """A text in every language, none longer than its limit."""
        texts = {}
        for language, place in self.languages(name).items():
            texts[language] = text = place.text(f"the {name} in {language}")
            if limits and len(text) > limits[language]:
                says = f"has the {name} '{text}', {len(text)} characters in {language}; at most {limits[language]} fit."
                raise place.error(says)
        return texts


def read_yaml(path: Path, what: str) -> Place:
    """The file's outermost value; `what` is how a sentence names it."""
    try:
        node = yaml.compose(read_text(path), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        says = f"this is not proper YAML ({error.problem or error.context})."
        raise DistrictError(path, mark.line + 1 if mark else 0, says) from None
    except yaml.YAMLError as error:
        raise DistrictError(path, 0, f"this is not proper YAML ({' '.join(str(error).split())}).") from None
    if node is None:
        raise DistrictError(path, 0, "the file holds nothing but comments.")
    return Place(path, node, what)

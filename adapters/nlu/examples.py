"""Reads nlu_data/: examples of what residents say, in Rasa's training data format 3.1.

A label is an intent (`status`) or an intent with a service (`report/street-light`). Entities are marked in the text:
`[螺罐村](place)`, or `[螺罐](place:螺罐村)` where another word is meant. A block whose messages tell of danger says
so in its metadata: `metadata: {danger: fire}`.

Beside the examples stand aids: words that mean the same (`- synonym: 昨天`), words that are an entity
(`- lookup: place`), and what an entity looks like (`- regex: phone`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from dialogs.words import EMERGENCIES

VERSION = "3.1"
ENTITIES = frozenset({"place", "time", "person", "phone", "case_number"})
AIDS = ("synonym", "lookup", "regex")
_MARKED = re.compile(r"\[([^\[\]]*)\]\(([a-z_]+)(?::([^()]*))?\)")


class BrokenExamples(Exception):
    """A file that can't be read; the message names file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked piece of an example: `start` counts characters of the plain text."""

    kind: str
    text: str
    start: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """One message with what it means. `service`, and `danger` (of dialogs.words.EMERGENCIES), are empty without one."""

    text: str
    intent: str
    service: str
    language: str
    marked: tuple[Marked, ...]
    file: str
    line: int
    danger: str = ""

    @property
    def label(self) -> str:
        """The label as it stands in the file."""
        return f"{self.intent}/{self.service}" if self.service else self.intent


@dataclass(frozen=True, slots=True)
class Aid:
    """What stands beside the examples. `kind`: synonym (`rows` are words that mean `name`), lookup (words that are a
    `name`, which is an entity), or regex (patterns of such a `name`)."""

    kind: str
    name: str
    rows: tuple[str, ...]
    language: str
    file: str
    line: int


def read_examples(folder: Path) -> list[Example]:
    """All examples below a folder that has a folder for each language. Raises BrokenExamples."""
    return [one for one in _read(folder) if isinstance(one, Example)]


def read_aids(folder: Path) -> list[Aid]:
    """All synonyms, lookup tables and patterns below such a folder. Raises BrokenExamples."""
    return [one for one in _read(folder) if isinstance(one, Aid)]


def _read(folder: Path) -> Iterator[Example | Aid]:
    for path in sorted(folder.glob("*/*.yml")):
        yield from _all_in(path, path.parent.name, str(path.relative_to(folder)))


def read_file(path: Path, language: str, name: str) -> Iterator[Example]:
    """The examples of one file."""
    return (one for one in _all_in(path, language, name) if isinstance(one, Example))


def _all_in(path: Path, language: str, name: str) -> Iterator[Example | Aid]:
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "no text"
        raise BrokenExamples(f"{name}:{mark.line + 1 if mark else 1}: {what}.") from None
    top = _fields(root, name)
    version = top.get("version")
    if not isinstance(version, yaml.ScalarNode) or version.value != VERSION:
        raise BrokenExamples(f'{name}:1: must begin with version: "{VERSION}".')
    blocks = top.get("nlu")
    if not isinstance(blocks, yaml.SequenceNode):
        raise BrokenExamples(f"{name}:1: has no list under nlu.")
    for block in blocks.value:
        fields, line = _fields(block, name), block.start_mark.line + 1
        kind = next((kind for kind in AIDS if kind in fields), "")
        if kind:
            yield _aid(kind, fields, language, name, line)
        else:
            yield from _block(fields, language, name, line)


def _fields(node: yaml.Node | None, name: str) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node else 1
        raise BrokenExamples(f"{name}:{line}: here must stand names and values.")
    return {str(key.value): value for key, value in node.value}


def _block(fields: dict[str, yaml.Node], language: str, name: str, line: int) -> Iterator[Example]:
    label, examples = fields.get("intent"), fields.get("examples")
    if not isinstance(label, yaml.ScalarNode) or not isinstance(examples, yaml.ScalarNode):
        raise BrokenExamples(f"{name}:{line}: a block needs intent and examples.")
    intent, _, service = label.value.partition("/")
    danger = _danger(fields.get("metadata"), name, line)
    for at, text in _rows(examples, name):
        plain, marked = unmarked(text)
        for one in marked:
            if one.kind not in ENTITIES:
                raise BrokenExamples(f"{name}:{at}: {one.kind} is none of {', '.join(sorted(ENTITIES))}.")
        if not plain.strip():
            raise BrokenExamples(f"{name}:{at}: an example has no words.")
        yield Example(plain, intent, service, language, marked, name, at, danger)


def _rows(examples: yaml.ScalarNode, name: str) -> Iterator[tuple[int, str]]:
    """The lines of a block's text, each with its number in the file."""
    first = examples.start_mark.line + 2  # the text begins below the bar
    for at, row in enumerate(examples.value.splitlines(), first):
        text = row.strip()
        if not text:
            continue
        if not text.startswith("- "):
            raise BrokenExamples(f"{name}:{at}: an example begins with “- ”.")
        yield at, text[2:].strip()


def _aid(kind: str, fields: dict[str, yaml.Node], language: str, name: str, line: int) -> Aid:
    of, examples = fields[kind], fields.get("examples")
    if not isinstance(of, yaml.ScalarNode) or not of.value.strip() or not isinstance(examples, yaml.ScalarNode):
        raise BrokenExamples(f"{name}:{line}: a {kind} needs a name and examples.")
    if kind != "synonym" and of.value not in ENTITIES:
        raise BrokenExamples(f"{name}:{line}: {of.value} is none of {', '.join(sorted(ENTITIES))}.")
    rows = []
    for at, row in _rows(examples, name):
        if kind == "regex":
            _check_pattern(row, name, at)
        rows.append(row)
    if not rows:
        raise BrokenExamples(f"{name}:{line}: a {kind} needs examples.")
    return Aid(kind, of.value.strip(), tuple(rows), language, name, line)


def _check_pattern(pattern: str, name: str, line: int) -> None:
    try:
        empty = re.compile(pattern).match("")
    except re.error as error:
        raise BrokenExamples(f"{name}:{line}: the pattern can't be read: {error}.") from None
    if empty:
        raise BrokenExamples(f"{name}:{line}: the pattern fits everything, for it fits nothing at all.")


def _danger(metadata: yaml.Node | None, name: str, line: int) -> str:
    """What a block's metadata say: `danger` alone."""
    fields = {} if metadata is None else _fields(metadata, name)
    danger = fields.pop("danger", None)
    kind = danger.value if isinstance(danger, yaml.ScalarNode) else ""
    if fields or (danger is not None and kind not in EMERGENCIES):
        raise BrokenExamples(f"{name}:{line}: metadata may say danger, which is one of {', '.join(EMERGENCIES)}.")
    return kind


def unmarked(text: str) -> tuple[str, tuple[Marked, ...]]:
    """The plain text of an example and what is marked in it."""
    plain, marked, last = "", [], 0
    for match in _MARKED.finditer(text):
        plain += text[last : match.start()]
        marked.append(Marked(match[2], match[1], len(plain), match[3] or ""))
        plain += match[1]
        last = match.end()
    return plain + text[last:], tuple(marked)

"""Reads nlu_data/: examples of what residents say, in Rasa's training data format 3.1.

A label is an intent (`status`) or an intent with a service (`report/street-light`). Entities are marked in the text:
`[螺罐村](place)`, or `[螺罐](place:螺罐村)` where another word is meant. A block whose messages tell of danger says
so in its metadata: `metadata: {danger: fire}`.
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


def read_examples(folder: Path) -> list[Example]:
    """All examples below a folder that has a folder for each language. Raises BrokenExamples."""
    return [
        example
        for path in sorted(folder.glob("*/*.yml"))
        for example in read_file(path, path.parent.name, str(path.relative_to(folder)))
    ]


def read_file(path: Path, language: str, name: str) -> Iterator[Example]:
    """The examples of one file."""
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
        yield from _block(_fields(block, name), language, name, block.start_mark.line + 1)


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
    first = examples.start_mark.line + 2  # the text begins below the bar
    for at, row in enumerate(examples.value.splitlines(), first):
        text = row.strip()
        if not text:
            continue
        if not text.startswith("- "):
            raise BrokenExamples(f"{name}:{at}: an example begins with “- ”.")
        plain, marked = unmarked(text[2:].strip())
        for one in marked:
            if one.kind not in ENTITIES:
                raise BrokenExamples(f"{name}:{at}: {one.kind} is none of {', '.join(sorted(ENTITIES))}.")
        if not plain.strip():
            raise BrokenExamples(f"{name}:{at}: an example has no words.")
        yield Example(plain, intent, service, language, marked, name, at, danger)


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

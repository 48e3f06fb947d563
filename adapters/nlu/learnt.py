"""Adds an example to nlu_data/<language>/learnt.yml, a file like the others that `frontdoor learn` writes.

What would not pass `make nlu-check` is refused with a sentence, and the file stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from adapters.nlu.check import labels, near
from adapters.nlu.examples import ENTITIES, VERSION, BrokenExamples, Example, read_examples, read_file, unmarked
from cases.district import District
from dialogs.understanding import Understanding
from dialogs.words import clean, plain

LEARNT = "learnt.yml"
HEAD = f'version: "{VERSION}"\nnlu:\n'
SEALED = "conduct"  # words about officials are kept nowhere to learn from


class NotLearnt(Exception):
    """The example can't be taken; the message says why and what to do."""


def marked(text: str, read: Callable[[str], Understanding]) -> str:
    """The text with its places, times, people and numbers marked, unless the clerk has marked some of it."""
    if unmarked(text)[1]:
        return text
    out, last = "", 0
    found = [e for e in read(text).entities if e.kind in ENTITIES and text.startswith(e.text, e.start)]
    for entity in sorted(found, key=lambda e: (e.start, -len(e.text))):
        if entity.start >= last and not set("[]()") & set(entity.text):
            out += f"{text[last : entity.start]}[{entity.text}]({entity.kind})"
            last = entity.start + len(entity.text)
    return out + text[last:]


def add(text: str, label: str, language: str, data: Path, district: District, tests: Sequence[Example]) -> str:
    """Add an example, with its marks, to the file of its language; the plain text that stands there now. Raises
    NotLearnt; BrokenExamples where the files that are there can't be read."""
    line = " ".join(clean(text).split())
    path = data / language / LEARNT
    intent, _, service = label.partition("/")
    bare, marks = unmarked(line)
    new = Example(bare, intent, service, language, marks, f"{language}/{LEARNT}", 0)
    refuse_wrong(new, district)
    known = read_examples(data)
    if any(e.label == label and e.text == bare and Path(e.file).name == LEARNT for e in known):
        return bare  # written by a run that was stopped before it could note it
    refuse_copies(new, known, tests)
    before = path.read_text(encoding="utf-8") if path.exists() else HEAD
    write(path, with_line(before, label, line), new)
    return bare


def refuse_wrong(new: Example, district: District) -> None:
    """Words and labels that no example may have."""
    if not any(c.isalnum() for c in new.text):
        raise NotLearnt("The example has no words.")
    if strange := [m.kind for m in new.marked if m.kind not in ENTITIES]:
        raise NotLearnt(f"{strange[0]} is none of {', '.join(sorted(ENTITIES))}.")
    catalogue = district.catalogue
    if amiss := [what for _, what in labels([new], frozenset(catalogue.by_code))]:
        raise NotLearnt(f"{amiss[0][0].upper()}{amiss[0][1:]}.")
    if new.intent == SEALED or (new.service in catalogue and catalogue[new.service].sealed):
        raise NotLearnt("Nothing is learnt from words about officials; refuse this one.")


def refuse_copies(new: Example, known: Sequence[Example], tests: Sequence[Example]) -> None:
    """What stands there already teaches nothing, and what stands in the tests would make them worthless."""
    for kind, others in (("an example", known), ("a test message", tests)):
        for other in others:
            if plain(other.text) == plain(new.text):
                raise NotLearnt(f"It is {kind} already, as {other.label} at {other.file}:{other.line}.")
        if alike := next(near([new], others), None):
            raise NotLearnt(f"It is nearly {kind} that is there already, at {alike[1].file}:{alike[1].line}.")


def with_line(text: str, label: str, line: str) -> str:
    """The file's text with one more line under a label; its other lines stay as they are."""
    rows = text.rstrip("\n").split("\n")
    head = f"- intent: {label}"
    if head not in rows:
        return "\n".join([*rows, head, "  examples: |", f"    - {line}", ""])
    at = rows.index(head) + 1
    last = next((n for n in range(at, len(rows)) if rows[n].startswith("- ")), len(rows))
    while not rows[last - 1].lstrip().startswith("- "):
        last -= 1
    return "\n".join([*rows[:last], f"    - {line}", *rows[last:], ""])


def write(path: Path, text: str, new: Example) -> None:
    """Whole or not at all, and only if it is read as it was meant."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    try:
        read = list(read_file(fresh, new.language, new.file))
    except BrokenExamples as broken:
        fresh.unlink()
        raise NotLearnt(f"The example can't be written so that it is read again: {broken}") from None
    if not any(e.text == new.text and e.label == new.label for e in read):
        fresh.unlink()
        raise NotLearnt("The example can't be written so that it is read again; change its words.")
    fresh.replace(path)

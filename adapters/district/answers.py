"""Ready answers to questions about rules and procedures: answers.yml. A district may do without."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from adapters.district.nodes import Place, read_yaml
from adapters.district.text import LABEL_LIMITS
from cases.district import ReadyAnswer

SAYS_LIMITS = {"zh-CN": 120, "en": 420}  # characters; a longer answer is not read on a phone
SOURCE_LIMITS = {"zh-CN": 60, "en": 120}
FEWEST_WAYS = 2  # ways of asking in each language, or the answer is hardly found
KEYS = ("key", "names", "about", "asked", "says", "source")


def read_answers(path: Path) -> dict[str, ReadyAnswer]:
    """The answers by key, in the order of the file; none where there is no file. Raises DistrictError."""
    if not path.exists():
        return {}
    head = read_yaml(path, "the file").fields(("checked", "answers"), ("sample",))
    checked = _day(head["checked"])
    sample = head["sample"].flag("sample") if "sample" in head else False
    answers: dict[str, ReadyAnswer] = {}
    asked: dict[str, str] = {}
    for place in head["answers"].items("the answers"):
        answer = _answer(place, checked, sample)
        if answer.key in answers:
            raise place.named("answer", "key").error("stands here a second time.")
        for way in (w.casefold() for ways in answer.asked.values() for w in ways):
            if asked.setdefault(way, answer.key) != answer.key:
                raise place.named("answer", "key").error(f"is asked like '{asked[way]}': '{way}'.")
        answers[answer.key] = answer
    return answers


def _answer(place: Place, checked: str, sample: bool) -> ReadyAnswer:
    fields = place.named("answer", "key").fields(KEYS, ("checked", "sample"))
    about = _lists(fields["about"], "'about'", 1)
    asked = _lists(fields["asked"], "'asked'", FEWEST_WAYS)
    for language, ways in asked.items():
        for way in ways:
            if not any(word.casefold() in way.casefold() for word in about[language]):
                raise fields["about"].error(f"has no word of '{way}' in 'about', so that question would not be found.")
    return ReadyAnswer(
        key=fields["key"].key("key"),
        names=fields["names"].texts("name", LABEL_LIMITS),
        about=about,
        asked=asked,
        says=fields["says"].texts("answer", SAYS_LIMITS),
        source=fields["source"].texts("source", SOURCE_LIMITS),
        checked=_day(fields["checked"]) if "checked" in fields else checked,
        sample=fields["sample"].flag("sample") if "sample" in fields else sample,
    )


def _lists(place: Place, name: str, fewest: int) -> Mapping[str, tuple[str, ...]]:
    found = {}
    for language, listed in place.languages(name).items():
        texts = tuple(item.text(f"a line of {name} in {language}") for item in listed.items(name))
        if len(texts) < fewest:
            raise listed.error(f"has {len(texts)} in {name} in {language}; it needs {fewest} at least.")
        found[language] = texts
    return found


def _day(place: Place) -> str:
    value = place.text("'checked'")
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise place.error(f"has 'checked: {value}'; write a date like 2026-10-01.") from None

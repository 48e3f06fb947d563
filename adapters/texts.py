"""The words: Project Fluent messages per language, and how values are put into them.

A deployment may lay its own files over ours: `<district>/texts/<language>/*.ftl` replace messages of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Junk, Message

from dialogs.say import By, Named, Option, Say, Value, When

LANGUAGES = ("zh-CN", "en")
LONGEST_VALUE = 900  # characters of a value that are handed to Fluent
_STAND_IN = re.compile("\ue000([0-9]+)\ue001")
OURS = Path(__file__).parent.parent / "dialogs" / "texts"


def _standing_in(value: str | int, long: list[str]) -> str | int:
    """Something short in place of a long value: Fluent refuses values of more than 1000 characters."""
    if isinstance(value, int) or (len(value) <= LONGEST_VALUE and "\ue000" not in value):
        return value
    long.append(value)
    return f"\ue000{len(long) - 1}\ue001"


class BrokenText(Exception):
    """A .ftl file that can't be used; the message names the file and what to mend."""


@dataclass
class _Tongue:
    bundle: FluentBundle
    keys: frozenset[str]


class Texts:
    """All messages of all languages. Build it once with `load`."""

    def __init__(self, tongues: Mapping[str, _Tongue], zone: ZoneInfo) -> None:
        self._tongues = tongues
        self._zone = zone
        self._words: dict[tuple[str, str], tuple[str, ...]] = {}

    @staticmethod
    def load(zone: ZoneInfo, *overlays: Path) -> Texts:
        """Read our own texts, then those of the deployment. Raises BrokenText."""
        tongues = {}
        for language in LANGUAGES:
            bundle = FluentBundle([language], use_isolating=False)
            keys: set[str] = set()
            for root in (OURS, *overlays):
                for path in sorted((root / language).glob("*.ftl")):
                    resource = FluentResource(path.read_text(encoding="utf-8"))
                    for entry in resource.body:
                        if isinstance(entry, Junk):
                            raise BrokenText(f"{path}: cannot be read near “{(entry.content or '').strip()[:40]}”")
                        if isinstance(entry, Message):
                            if entry.id.name in keys and root is OURS:
                                raise BrokenText(f"{path}: the message {entry.id.name} stands twice")
                            keys.add(entry.id.name)
                    bundle.add_resource(resource, allow_overrides=root is not OURS)
            tongues[language] = _Tongue(bundle, frozenset(keys))
        return Texts(tongues, zone)

    def keys(self, language: str) -> frozenset[str]:
        """The names of all messages of a language."""
        return self._tongues[language].keys

    def text(
        self, language: str, key: str, args: Mapping[str, Value] | None = None, now: datetime | None = None
    ) -> str:
        """One message with its values put in. `now` is needed where a value is a time. Raises KeyError if unknown."""
        tongue = self._tongues[self.nearest(language)]
        message = tongue.bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        long: list[str] = []
        values = {name: _standing_in(self.value(language, value, now), long) for name, value in (args or {}).items()}
        text, errors = tongue.bundle.format_pattern(message.value, values)
        if errors:
            raise KeyError(f"{key}: {errors[0]}")
        return _STAND_IN.sub(lambda match: long[int(match[1])], str(text)) if long else str(text)

    def words(self, language: str, key: str) -> tuple[str, ...]:
        """What people type for a choice: the message's attribute `words`, separated by "|"."""
        known = self._words.get((language, key))
        if known is None:
            known = self._words[language, key] = self._read_words(language, key)
        return known

    def _read_words(self, language: str, key: str) -> tuple[str, ...]:
        bundle = self._tongues[self.nearest(language)].bundle
        if not bundle.has_message(key):
            return ()
        pattern = bundle.get_message(key).attributes.get("words")
        if pattern is None:
            return ()
        return tuple(w.strip() for w in str(bundle.format_pattern(pattern)[0]).split("|") if w.strip())

    def nearest(self, language: str) -> str:
        """The language of ours that is nearest to an IETF tag; Chinese if none is."""
        return "en" if language.lower().startswith("en") else "zh-CN"

    def value(self, language: str, value: Value, now: datetime | None = None) -> str | int:
        """One value in the reader's language."""
        if isinstance(value, Named):
            return value.by_language.get(self.nearest(language)) or next(iter(value.by_language.values()), "")
        if isinstance(value, Say):
            return self.text(language, value.key, value.args, now)
        if isinstance(value, datetime | When):
            return self.time(language, value, now)
        if isinstance(value, tuple):
            return "\n".join(str(self.value(language, v, now)) for v in value)
        return value

    def time(self, language: str, value: datetime | When, now: datetime | None) -> str:
        """A moment as people say it: "明天 17:30", "周四 17:30", "3月5日"; with `When(by=DAY)` without the hour."""
        moment = value.at if isinstance(value, When) else value
        by = value.by if isinstance(value, When) else By.HOUR
        local = moment.astimezone(self._zone)
        today = (now or moment).astimezone(self._zone).date()
        day = self.day(language, local.date(), today)
        if by in (By.DATE, By.MONTH):
            return self.date(language, local.date(), today, by)
        if by is By.DAY:
            return day
        return self.text(language, "time-at", {"day": day, "hour": local.strftime("%H:%M")})

    def day(self, language: str, day: date, today: date) -> str:
        """A day as people say it on `today`."""
        ahead = (day - today).days
        if -2 <= ahead <= 2:
            return self.text(language, f"day-{('m2', 'm1', '0', 'p1', 'p2')[ahead + 2]}")
        monday = today - timedelta(days=today.weekday())
        if 0 <= (day - monday).days < 14 and ahead > 0:
            week = "this" if (day - monday).days < 7 else "next"
            return self.text(language, f"weekday-{week}", {"weekday": Say(f"weekday-{day.weekday()}")})
        return self.date(language, day, today, By.DATE)

    def date(self, language: str, day: date, today: date, by: By) -> str:
        """A day by its date, or its month alone: "11月19日", "2025年11月"; without the year that it is now."""
        args: dict[str, Value] = {"day": day.day, "name": Say(f"month-{day.month}"), "year": str(day.year)}
        kind = "month" if by is By.MONTH else "day"
        return self.text(language, f"{kind}-of-year" if day.year == today.year else f"{kind}-full", args)

    def label(self, language: str, option: Option, now: datetime | None = None) -> str:
        """What stands on a button."""
        if option.label is not None:
            return str(self.value(language, option.label, now))
        return self.text(language, f"opt-{option.key}")

    def page(self, language: str, prefix: str = "page-") -> dict[str, str]:
        """All argument-free messages whose name starts with `prefix`, for a page's own script."""
        keys: Iterable[str] = sorted(k for k in self.keys(self.nearest(language)) if k.startswith(prefix))
        return {key.removeprefix(prefix): self.text(language, key) for key in keys}

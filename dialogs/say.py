"""What the bot wants to say, in no language yet: a text key, its values, and the choices under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from dialogs.messages import Media


@dataclass(frozen=True, slots=True)
class Named:
    """A name that differs by language, such as a unit's or a service's (language tag → name)."""

    by_language: Mapping[str, str]


class By(StrEnum):
    """How exactly a moment is said."""

    DAY = "day"
    HOUR = "hour"
    DATE = "date"  # the day by its date, which stays right when it is read later: no "yesterday"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class When:
    """A moment and how exactly it is said."""

    at: datetime
    by: By = By.HOUR


@dataclass(frozen=True, slots=True)
class Option:
    """A choice. `key` names the text `opt-<key>`, unless `label` says the words; `value` comes back when tapped."""

    key: str
    value: str = ""
    label: Named | str | Say | None = None

    @property
    def token(self) -> str:
        """What comes back when it is tapped."""
        return self.value or self.key


@dataclass(frozen=True, slots=True)
class Say:
    """One thing to say.

    `wants` says what the question hopes for beside words ("location", "photo", "contact"); `card` names a standing
    message that this replaces; `free` marks buttons that stay good after the next question (a case card's). `anew`,
    `topic`, `ended` and `reply_to` are those of an `Outbound`.
    """

    key: str
    args: Mapping[str, Value] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    wants: str = ""
    media: tuple[Media, ...] = ()
    card: str = ""
    free: bool = False
    anew: bool = False
    topic: Say | None = None
    ended: bool = False
    reply_to: str = ""


Value = str | int | Named | datetime | When | Say | tuple[str | int | Named | datetime | When | Say, ...]

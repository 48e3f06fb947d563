"""All that one deployment knows of its district, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from zoneinfo import ZoneInfo

from cases.catalogue import Catalogue
from cases.units import Point, Unit, Units


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the map in WGS 84 degrees; a pin outside it is not in the district."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside."""
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An office outside the network that people are sent on to: what it does, its name, its number, by language."""

    key: str
    names: Mapping[str, str]
    phone: str
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadyAnswer:
    """A question about rules that the district has answered for everybody (answers.yml).

    `names` stand on a button; `asked` is how people ask it, `about` are words of which one must stand in a question
    that it fits, `says` is the answer, `source` who or which rule says so: all by language. `checked` is the ISO date
    on which somebody last made sure that it is still true; `sample`: written for the demonstration.
    """

    key: str
    names: Mapping[str, str]
    asked: Mapping[str, tuple[str, ...]]
    about: Mapping[str, tuple[str, ...]]
    says: Mapping[str, str]
    source: Mapping[str, str]
    checked: str
    sample: bool = False


@dataclass(frozen=True)
class District:
    """Units, catalogue and the small facts of one deployment.

    `office_ends` is the local time at which a working day, and so a deadline, ends. `rest_days` are dates without work
    and `extra_days` make-up working days, both ISO; weekends are rest days by themselves.
    """

    names: Mapping[str, str]
    units: Units
    catalogue: Catalogue
    bounds: Box
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    office_ends: time = time(17, 30)
    hotline: str = "12345"
    elsewhere: tuple[Elsewhere, ...] = ()
    discipline: str = "discipline"
    sample: bool = False
    rest_days: frozenset[str] = frozenset()
    extra_days: frozenset[str] = frozenset()
    group_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    answers: Mapping[str, ReadyAnswer] = field(default_factory=dict)

    def called(self, language: str) -> str:
        """The district's name in `language`."""
        return self.names["en" if language.startswith("en") else "zh-CN"]

    def department(self, key: str) -> Unit | None:
        """The district's department with this key, if there is one."""
        return next((u for u in self.units.departments() if u.department == key), None)

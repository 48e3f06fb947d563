"""The three-level network of units, and how a name in somebody's words finds one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

TOWN_ENDINGS = ("街道", "镇", "乡")


class Level(StrEnum):
    """A level of the service-centre network, from the nearest to the highest."""

    VILLAGE = "village"
    TOWN = "town"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class Point:
    """A place on Earth in WGS 84 degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Unit:
    """A service centre, or a department of the district (`department` is then its key)."""

    code: str
    name: str
    level: Level
    parent: str = ""
    name_en: str = ""
    department: str = ""
    aliases: tuple[str, ...] = ()
    point: Point | None = None
    phone: str = ""

    @property
    def short(self) -> str:
        """The name as people say it: 螺罐村村民委员会 → 螺罐村, 玉屏社区居民委员会 → 玉屏社区."""
        if self.level is Level.VILLAGE:
            return self.name.removesuffix("村民委员会").removesuffix("居民委员会").removesuffix("村委会")
        return self.name

    @property
    def stem(self) -> str:
        """The name without what kind of place it is: 螺罐, 玉屏, 昌元."""
        name = self.short
        endings = ("社区", "村") if self.level is Level.VILLAGE else TOWN_ENDINGS
        for ending in endings:
            if name.endswith(ending) and len(name) > len(ending) + 1:
                return name.removesuffix(ending)
        return name

    def called(self, language: str) -> str:
        """The short name in `language` (an IETF tag); Chinese where no English name is known."""
        return self.name_en if language.startswith("en") and self.name_en else self.short


class UnknownUnit(KeyError):
    """No unit has this code."""


@dataclass(frozen=True)
class Units:
    """All units of a district, with the look-ups that routing and reading need."""

    by_code: Mapping[str, Unit]
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    longest: int = 0
    heads: frozenset[str] = frozenset()
    """The first two characters of every name: where none of them stands, no name does."""

    @staticmethod
    def of(units: Iterable[Unit]) -> Units:
        """Index `units` by code and by every name that people use for them."""
        by_code = {unit.code: unit for unit in units}
        names: dict[str, set[str]] = {}
        for unit in by_code.values():
            if unit.department:
                continue
            spoken = {unit.name, unit.short, unit.stem, *unit.aliases}
            if unit.name_en:
                spoken |= {unit.name_en.casefold(), unit.name_en.casefold().split(" ")[0]}
            for name in spoken:
                if len(name) > 1:
                    names.setdefault(name, set()).add(unit.code)
        index = {name: tuple(sorted(codes)) for name, codes in names.items()}
        return Units(by_code, index, max(map(len, index), default=0), frozenset(name[:2] for name in index))

    def __getitem__(self, code: str) -> Unit:
        try:
            return self.by_code[code]
        except KeyError:
            raise UnknownUnit(code) from None

    def __contains__(self, code: str) -> bool:
        return code in self.by_code

    @property
    def district(self) -> Unit:
        """The one unit at the top."""
        return next(u for u in self.by_code.values() if u.level is Level.DISTRICT and not u.department)

    def towns(self) -> tuple[Unit, ...]:
        """All towns and streets, in the order of their codes."""
        return tuple(u for u in self.by_code.values() if u.level is Level.TOWN and not u.department)

    def villages(self, town: str) -> tuple[Unit, ...]:
        """The villages and communities of a town."""
        return tuple(u for u in self.by_code.values() if u.parent == town and u.level is Level.VILLAGE)

    def departments(self) -> tuple[Unit, ...]:
        """The district's departments."""
        return tuple(u for u in self.by_code.values() if u.department)

    def chain(self, code: str) -> tuple[Unit, ...]:
        """The unit and all above it, nearest first."""
        chain = [self[code]]
        while chain[-1].parent:
            chain.append(self[chain[-1].parent])
        return tuple(chain)

    def above(self, code: str) -> Unit | None:
        """The unit one level up, or None at the top."""
        parent = self[code].parent
        return self[parent] if parent else None

    def town_of(self, code: str) -> Unit | None:
        """The town in the unit's chain, if it has one."""
        return next((u for u in self.chain(code) if u.level is Level.TOWN), None)

    def within(self, code: str, top: str) -> bool:
        """Whether `code` is `top` or stands below it."""
        return code in self.by_code and any(u.code == top for u in self.chain(code))

"""The tables: units.csv and groups.csv."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from adapters.district.text import LABEL_LIMITS, DistrictError, read_text
from cases.district import Box
from cases.units import Level, Point, Unit

HEIGHT = {Level.VILLAGE: 0, Level.TOWN: 1, Level.DISTRICT: 2}

UNIT_COLUMNS = ("code", "name", "level", "parent", "name_en", "aliases", "lat", "lon", "phone")
NEEDED_UNIT_COLUMNS = ("code", "name", "level", "parent")
GROUP_COLUMNS = ("name", "name_en")

_CODE = re.compile(r"[0-9A-Za-z]+(?:[-_][0-9A-Za-z]+)*")


def _rows(path: Path, known: Sequence[str], needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows under the header with their line numbers; blank lines are passed over."""
    lines = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    header: list[str] = []
    try:
        for fields in lines:
            values = [value.strip() for value in fields]
            if not any(values):
                continue
            if header:
                if len(values) != len(header):
                    says = f"this row has {len(values)} fields; the header has {len(header)}."
                    raise DistrictError(path, lines.line_num, says)
                yield lines.line_num, dict(zip(header, values, strict=True))
                continue
            header = values
            for name in header:
                if name not in known or header.count(name) > 1:
                    wrong = "twice" if name in known else "unknown"
                    says = f"the column '{name}' is {wrong}; the columns are {', '.join(known)}."
                    raise DistrictError(path, lines.line_num, says)
            for name in needed:
                if name not in header:
                    raise DistrictError(path, lines.line_num, f"the column '{name}' is missing.")
    except csv.Error as error:
        raise DistrictError(path, lines.line_num, f"this row cannot be read ({error}).") from None


def read_groups(path: Path) -> dict[str, Mapping[str, str]]:
    """The names of each group by language; the key is the name in zh-CN."""
    groups: dict[str, Mapping[str, str]] = {}
    for line, row in _rows(path, GROUP_COLUMNS, GROUP_COLUMNS):
        names = {"zh-CN": row["name"], "en": row["name_en"]}
        for language, name in names.items():
            if not name:
                raise DistrictError(path, line, f"this group has no name in {language}.")
            if len(name) > LABEL_LIMITS[language]:
                raise DistrictError(path, line, _too_long("the group", row["name"], language, name))
        if row["name"] in groups:
            raise DistrictError(path, line, f"the group '{row['name']}' stands here twice.")
        groups[row["name"]] = names
    if not groups:
        raise DistrictError(path, 0, "the file has a header but no groups.")
    return groups


def _too_long(kind: str, name: str, language: str, text: str) -> str:
    return (
        f"{kind} '{name}' has {len(text)} characters in {language}; at most {LABEL_LIMITS[language]} fit on a button."
    )


def read_units(path: Path) -> dict[str, Unit]:
    """The units by code; one of them is the district, and every other stands under a higher one."""
    units: dict[str, Unit] = {}
    lines: dict[str, int] = {}
    for line, row in _rows(path, UNIT_COLUMNS, NEEDED_UNIT_COLUMNS):
        unit = _unit(path, line, row)
        if unit.code in units:
            raise DistrictError(path, line, f"the code {unit.code} is already used in line {lines[unit.code]}.")
        units[unit.code], lines[unit.code] = unit, line
    tops = [unit for unit in units.values() if unit.level is Level.DISTRICT]
    if not tops:
        raise DistrictError(path, 0, "no unit has the level district; exactly one must.")
    if len(tops) > 1:
        says = (
            f"the unit {tops[1].code} is a second district; the first is {tops[0].code}, in line {lines[tops[0].code]}."
        )
        raise DistrictError(path, lines[tops[1].code], says)
    for unit in units.values():
        _check_parents(path, lines[unit.code], unit, units)
    return units


def _unit(path: Path, line: int, row: Mapping[str, str]) -> Unit:
    code, name, level = row["code"], row["name"], row["level"]
    if not code or not name:
        raise DistrictError(path, line, f"this unit has no {'name' if code else 'code'}.")
    if not _CODE.fullmatch(code):
        says = f"the code '{code}' is no code; in Excel, format the column as text before typing codes."
        raise DistrictError(path, line, says)
    if level not in tuple(Level):
        raise DistrictError(path, line, f"the unit {code} has the level '{level}'; use village, town or district.")
    lat, lon = row.get("lat", ""), row.get("lon", "")
    point = None
    if lat or lon:
        try:
            point = Point(float(lat), float(lon))
        except ValueError:
            says = f"the unit {code} has the coordinates '{lat}', '{lon}'; give both as degrees, like 29.405."
            raise DistrictError(path, line, says) from None
    return Unit(
        code=code,
        name=name,
        level=Level(level),
        parent=row["parent"],
        name_en=row.get("name_en", ""),
        aliases=tuple(part for alias in row.get("aliases", "").split("|") if (part := alias.strip())),
        point=point,
        phone=row.get("phone", ""),
    )


def _check_parents(path: Path, line: int, unit: Unit, units: Mapping[str, Unit]) -> None:
    if unit.level is Level.DISTRICT:
        if unit.parent:
            raise DistrictError(path, line, f"the district {unit.code} has a parent; leave it empty.")
        return
    if not unit.parent:
        raise DistrictError(path, line, f"the unit {unit.code} has no parent; name the unit above it.")
    seen, above = {unit.code}, unit
    while above.parent:
        if above.parent not in units:
            if above is not unit:
                return  # told at the line of the unit above
            raise DistrictError(
                path, line, f"the unit {unit.code} has the parent {unit.parent}, which is not in this file."
            )
        above = units[above.parent]
        if above.code in seen:
            raise DistrictError(
                path, line, f"the unit {unit.code} ends up above itself; correct its parent {unit.parent}."
            )
        seen.add(above.code)
    parent = units[unit.parent]
    if HEIGHT[parent.level] <= HEIGHT[unit.level]:
        says = f"the {unit.level} {unit.code} stands under the {parent.level} {parent.code}; its parent must be higher."
        raise DistrictError(path, line, says)


def check_points(path: Path, units: Mapping[str, Unit], bounds: Box) -> None:
    """Refuse a unit that lies outside the district."""
    if not any(unit.point for unit in units.values()):
        return
    for line, row in _rows(path, UNIT_COLUMNS, NEEDED_UNIT_COLUMNS):
        point = units[row["code"]].point
        if point and not bounds.holds(point):
            says = f"the unit {row['code']} lies at {point.lat}, {point.lon}, outside the bounds in district.yml."
            raise DistrictError(path, line, says)

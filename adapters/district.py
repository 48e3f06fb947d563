"""Reads one deployment's folder into a `District`, and says in one sentence what is wrong and on which line.

A folder holds units.csv, groups.csv, departments.yml, services.yml and district.yml; docs/district.md describes them.
Nothing is guessed: an unknown key, a missing translation or a service that no unit can do is refused, because a typing
mistake that loads would send residents' cases to nobody.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from cases.catalogue import Catalogue, Question, Service
from cases.district import Box, District, Elsewhere
from cases.units import Level, Point, Unit, Units

LANGUAGES = ("zh-CN", "en")
LABEL_LIMITS = {"zh-CN": 8, "en": 24}  # characters that fit on a button (VOICE: choices of at most eight)
ASK_LIMITS = {"zh-CN": 60, "en": 200}  # characters of one question
SHORTEST_WORD = {"zh-CN": 2, "en": 3}  # a shorter word is found inside half of all messages
MOST_QUESTIONS = 3
FALLBACK = "other"  # the service for what fits no other; the only one without words
QUESTION_KINDS = ("text", "choice", "number", "yesno")
HEIGHT = {Level.VILLAGE: 0, Level.TOWN: 1, Level.DISTRICT: 2}

UNIT_COLUMNS = ("code", "name", "level", "parent", "name_en", "aliases", "lat", "lon", "phone")
NEEDED_UNIT_COLUMNS = ("code", "name", "level", "parent")
GROUP_COLUMNS = ("name", "name_en")

_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_CODE = re.compile(r"[0-9A-Za-z]+(?:[-_][0-9A-Za-z]+)*")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is about ten times as fast


class DistrictError(ValueError):
    """A district file has a mistake; correct the named line and start again.

    `path` is the file, `line` counts from 1 and is 0 where no line is to blame (the file is missing or empty).
    """

    def __init__(self, path: Path, line: int, sentence: str) -> None:
        self.path, self.line, self.sentence = path, line, sentence
        super().__init__(path, line, sentence)

    def __str__(self) -> str:
        where = f"{self.path.name} line {self.line}" if self.line else self.path.name
        return f"{where}: {self.sentence}"


def load_district(folder: Path) -> District:
    """Read the five files of `folder`. Raises DistrictError at the first mistake."""
    groups = _read_groups(folder / "groups.csv")
    units = _read_units(folder / "units.csv")
    top = next(unit for unit in units.values() if unit.level is Level.DISTRICT)
    departments = _read_departments(folder / "departments.yml", top, units)
    head = _read_head(folder / "district.yml")
    discipline = head.district.discipline
    if discipline not in departments:
        raise head.error(f"the discipline desk '{discipline}' is not in departments.yml", "discipline")
    rules = _Rules(frozenset(groups), frozenset(departments), frozenset(head.elsewhere), discipline)
    services = _read_services(folder / "services.yml", rules)
    _check_points(folder / "units.csv", units, head.district.bounds)
    return replace(
        head.district,
        units=Units.of([*units.values(), *departments.values()]),
        catalogue=Catalogue.of(services.values()),
        elsewhere=tuple(_read_elsewhere(head, services)),
        group_names=groups,
    )


# ── text and tables ──────────────────────────────────────────────────────────────────────────────────────────


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise DistrictError(path, 0, f"the file is missing from {path.parent}.") from None
    except OSError as error:
        raise DistrictError(path, 0, f"the file cannot be read ({error.strerror}).") from None
    try:
        text = raw.decode("utf-8-sig")  # Excel's "CSV UTF-8" begins with a byte order mark
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DistrictError(path, line, "this is not UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8).") from None
    if not text.strip():
        raise DistrictError(path, 0, "the file is empty.")
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise DistrictError(path, line, "there is an invisible control character; write this line anew.")
    return text


def _rows(path: Path, known: Sequence[str], needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows under the header with their line numbers; blank lines are passed over."""
    lines = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
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


def _read_groups(path: Path) -> dict[str, Mapping[str, str]]:
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


def _read_units(path: Path) -> dict[str, Unit]:
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


def _check_points(path: Path, units: Mapping[str, Unit], bounds: Box) -> None:
    if not any(unit.point for unit in units.values()):
        return
    for line, row in _rows(path, UNIT_COLUMNS, NEEDED_UNIT_COLUMNS):
        point = units[row["code"]].point
        if point and not bounds.holds(point):
            says = f"the unit {row['code']} lies at {point.lat}, {point.lon}, outside the bounds in district.yml."
            raise DistrictError(path, line, says)


# ── YAML, read as nodes so that every value knows its line ───────────────────────────────────────────────────


@dataclass(frozen=True)
class _Place:
    """One value of a YAML file; `what` is how a sentence names it ("service 'dibao'")."""

    path: Path
    node: yaml.Node
    what: str

    def error(self, says: str) -> DistrictError:
        return DistrictError(self.path, self.node.start_mark.line + 1, f"{self.what} {says}")

    def at(self, node: yaml.Node, what: str = "") -> _Place:
        return _Place(self.path, node, what or self.what)

    def named(self, kind: str, key: str) -> _Place:
        """The same mapping, from now on called by its own name, as in "service 'dibao'"."""
        unnamed = self.at(self.node, f"this {kind}")
        names = [unnamed.at(node).text(f"'{key}'") for found, node in unnamed.pairs() if found == key]
        return unnamed.at(self.node, f"{kind} '{names[0]}'") if names else unnamed

    def fields(self, needed: Sequence[str], optional: Sequence[str] = ()) -> dict[str, _Place]:
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

    def items(self, name: str) -> list[_Place]:
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

    def languages(self, name: str) -> dict[str, _Place]:
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


def _yaml(path: Path, what: str) -> _Place:
    try:
        node = yaml.compose(_text(path), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        says = f"this is not proper YAML ({error.problem or error.context})."
        raise DistrictError(path, mark.line + 1 if mark else 0, says) from None
    except yaml.YAMLError as error:
        raise DistrictError(path, 0, f"this is not proper YAML ({' '.join(str(error).split())}).") from None
    if node is None:
        raise DistrictError(path, 0, "the file holds nothing but comments.")
    return _Place(path, node, what)


def _read_departments(path: Path, top: Unit, units: Mapping[str, Unit]) -> dict[str, Unit]:
    departments: dict[str, Unit] = {}
    codes = set(units)
    for place in _yaml(path, "the file").items("the departments"):
        fields = place.named("department", "key").fields(("key", "code", "names"), ("phone",))
        key, code = fields["key"].key("key"), fields["code"].key("code")
        if key in departments:
            raise fields["key"].error("stands here twice.")
        if code in codes:
            raise fields["code"].error(f"has the code {code}, which is already used.")
        codes.add(code)
        names = fields["names"].texts("name")
        phone = fields["phone"].text("a phone") if "phone" in fields else ""
        departments[key] = Unit(
            code=code,
            name=names["zh-CN"],
            level=Level.DISTRICT,
            parent=top.code,
            name_en=names["en"],
            department=key,
            phone=phone,
        )
    return departments


# ── the catalogue ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Rules:
    """What a service may refer to."""

    groups: frozenset[str]
    departments: frozenset[str]
    elsewhere: frozenset[str]
    discipline: str


SERVICE_KEYS = ("code", "group", "names", "words", "level", "respond_days", "solve_days")
SERVICE_OPTIONS = ("department", "questions", "sealed", "place", "elsewhere")


def _read_services(path: Path, rules: _Rules) -> dict[str, Service]:
    services: dict[str, Service] = {}
    lines: dict[str, int] = {}
    for place in _yaml(path, "the file").items("the services"):
        service = _service(place, rules)
        line = place.node.start_mark.line + 1
        if service.code in services:
            says = f"service '{service.code}' stands here a second time; the first is in line {lines[service.code]}."
            raise DistrictError(path, line, says)
        services[service.code], lines[service.code] = service, line
    if FALLBACK not in services:
        raise DistrictError(path, 0, f"there is no service '{FALLBACK}', which takes what fits no other.")
    return services


def _service(place: _Place, rules: _Rules) -> Service:
    fields = place.named("service", "code").fields(SERVICE_KEYS, SERVICE_OPTIONS)
    code = fields["code"].key("code")
    group, level = fields["group"].text("the group"), fields["level"].text("the level")
    if group not in rules.groups:
        raise fields["group"].error(f"names the group '{group}', which is not in groups.csv.")
    if level not in tuple(Level):
        raise fields["level"].error(f"names the level '{level}'; use village, town or district.")
    respond, solve = fields["respond_days"].days("respond_days"), fields["solve_days"].days("solve_days")
    if respond > solve:
        raise fields["respond_days"].error(f"is to be solved in {solve} days but answered in {respond}.")
    service = Service(
        code=code,
        group=group,
        names=fields["names"].texts("name", LABEL_LIMITS),
        words=_words(fields["words"], code),
        level=Level(level),
        respond_days=respond,
        solve_days=solve,
        department=_one_of(fields, "department", rules.departments, "departments.yml"),
        questions=_questions(fields["questions"]) if "questions" in fields else (),
        sealed=fields["sealed"].flag("sealed") if "sealed" in fields else False,
        place=fields["place"].flag("place") if "place" in fields else True,
        elsewhere=_one_of(fields, "elsewhere", rules.elsewhere, "the list 'elsewhere' of district.yml"),
    )
    if service.department and service.level is not Level.DISTRICT:
        says = f"is a department's work but stands at the level '{level}'; use district."
        raise fields["level"].error(says)
    if service.sealed and service.department != rules.discipline:
        raise fields["sealed"].error(f"is sealed, so its department must be '{rules.discipline}'.")
    if service.department == rules.discipline and not service.sealed:
        raise fields.get("sealed", fields["department"]).error(
            "goes to the discipline desk, so it must say 'sealed: true'."
        )
    return service


def _one_of(fields: Mapping[str, _Place], key: str, known: frozenset[str], where: str) -> str:
    if key not in fields:
        return ""
    value = fields[key].text(f"'{key}'")
    if value not in known:
        raise fields[key].error(f"names '{key}: {value}', which is not in {where}.")
    return value


def _words(place: _Place, code: str) -> dict[str, tuple[str, ...]]:
    words = {}
    for language, listed in place.languages("words").items():
        found = [(item, item.text(f"a word in {language}")) for item in listed.items(f"its words in {language}")]
        for item, word in found:
            if len(word) < SHORTEST_WORD[language]:
                raise item.error(f"has the word '{word}', which is too short to tell services apart.")
        if not found and code != FALLBACK:
            raise listed.error(f"has no words in {language}, so nobody's words would find it.")
        words[language] = tuple(word for _, word in found)
    return words


def _questions(place: _Place) -> tuple[Question, ...]:
    places = place.items("its questions")
    if len(places) > MOST_QUESTIONS:
        raise places[MOST_QUESTIONS].error(f"asks {len(places)} questions; at most {MOST_QUESTIONS}.")
    questions = tuple(_question(question) for question in places)
    keys = [question.key for question in questions]
    for at, key in enumerate(keys):
        if key in keys[:at]:
            raise places[at].error(f"asks the question '{key}' twice.")
    return questions


def _question(place: _Place) -> Question:
    fields = place.fields(("key", "ask"), ("kind", "choices", "required"))
    key = fields["key"].key("question key")
    kind = fields["kind"].text("the kind") if "kind" in fields else "text"
    if kind not in QUESTION_KINDS:
        raise fields["kind"].error(f"asks '{key}' with the kind '{kind}'; use {', '.join(QUESTION_KINDS)}.")
    choices: list[tuple[str, Mapping[str, str]]] = []
    if "choices" in fields:
        if kind != "choice":
            raise fields.get("kind", fields["choices"]).error(
                f"gives choices for '{key}', whose kind is '{kind}'; use kind: choice."
            )
        for value, node in fields["choices"].pairs():
            choices.append((value, fields["choices"].at(node).texts(f"choice '{value}'", LABEL_LIMITS)))
    if kind == "choice" and len(choices) < 2:
        raise place.error(f"asks '{key}' with fewer than two choices.")
    return Question(
        key=key,
        ask=fields["ask"].texts(f"question '{key}'", ASK_LIMITS),
        kind=kind,
        choices=tuple(choices),
        required=fields["required"].flag("required") if "required" in fields else False,
    )


# ── the district itself ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Head:
    """district.yml as read; `elsewhere` holds the offices' services still with their places."""

    district: District
    fields: Mapping[str, _Place]
    elsewhere: Mapping[str, tuple[Elsewhere, tuple[_Place, ...]]]
    place: _Place

    def error(self, says: str, key: str) -> DistrictError:
        at = self.fields.get(key, self.place)
        return DistrictError(at.path, at.node.start_mark.line + 1, f"{says}.")


HEAD_KEYS = ("names", "bounds", "timezone", "office_ends", "hotline")
HEAD_OPTIONS = ("sample", "discipline", "rest_days", "extra_days", "elsewhere")


def _read_head(path: Path) -> _Head:
    place = _yaml(path, "the district")
    fields = place.fields(HEAD_KEYS, HEAD_OPTIONS)
    rest, extra = _days(fields, "rest_days"), _days(fields, "extra_days")
    for day in sorted(rest.keys() & extra.keys()):
        raise extra[day].error(f"has {day} both in rest_days and in extra_days.")
    district = District(
        names=fields["names"].texts("name"),
        units=Units.of(()),
        catalogue=Catalogue.of(()),
        bounds=_bounds(fields["bounds"]),
        zone=_zone(fields["timezone"]),
        office_ends=_clock(fields["office_ends"]),
        hotline=fields["hotline"].text("'hotline'"),
        discipline=fields["discipline"].key("discipline") if "discipline" in fields else "discipline",
        sample=fields["sample"].flag("sample") if "sample" in fields else False,
        rest_days=frozenset(rest),
        extra_days=frozenset(extra),
    )
    offices: dict[str, tuple[Elsewhere, tuple[_Place, ...]]] = {}
    for item in fields["elsewhere"].items("'elsewhere'") if "elsewhere" in fields else ():
        office = item.at(item.node, "this office elsewhere").fields(("key", "names", "phone"), ("services",))
        key = office["key"].key("key")
        if key in offices:
            raise office["key"].error(f"has the key '{key}' a second time.")
        known = tuple(office["services"].items("its services")) if "services" in office else ()
        offices[key] = (Elsewhere(key, office["names"].texts("name"), office["phone"].text("a phone")), known)
    return _Head(district, fields, offices, place)


def _read_elsewhere(head: _Head, services: Mapping[str, Service]) -> Iterator[Elsewhere]:
    """Each office with the services that it may do: those that name it, then those that it names itself."""
    for key, (office, places) in head.elsewhere.items():
        codes = [service.code for service in services.values() if service.elsewhere == key]
        for place in places:
            code = place.text("a service")
            if code not in services:
                raise place.error(f"names the service '{code}', which is not in services.yml.")
            codes.append(code)
        yield replace(office, services=tuple(dict.fromkeys(codes)))


def _bounds(place: _Place) -> Box:
    fields = place.fields(("south", "west", "north", "east"))
    south, north = fields["south"].degrees("south", 90), fields["north"].degrees("north", 90)
    west, east = fields["west"].degrees("west", 180), fields["east"].degrees("east", 180)
    if south >= north or west >= east:
        raise place.error("has bounds that are upside down; south is less than north, west less than east.")
    return Box(south, west, north, east)


def _zone(place: _Place) -> ZoneInfo:
    name = place.text("'timezone'")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of the zone database
        raise place.error(f"has the timezone '{name}'; use a name like Asia/Shanghai.") from None


def _clock(place: _Place) -> time:
    value = place.text("'office_ends'")
    match = _CLOCK.fullmatch(value)
    if not match:
        raise place.error(f"has 'office_ends: {value}'; use a time of day like \"17:30\".")
    return time(int(match[1]), int(match[2]))


def _days(fields: Mapping[str, _Place], key: str) -> dict[str, _Place]:
    days: dict[str, _Place] = {}
    for place in fields[key].items(f"'{key}'") if key in fields else ():
        value = place.text(f"a date in '{key}'")
        try:
            day = date.fromisoformat(value).isoformat()
        except ValueError:
            raise place.error(f"has '{value}' in {key}; write dates like 2026-10-01.") from None
        days[day] = place
    return days


def _too_long(kind: str, name: str, language: str, text: str) -> str:
    return (
        f"{kind} '{name}' has {len(text)} characters in {language}; at most {LABEL_LIMITS[language]} fit on a button."
    )

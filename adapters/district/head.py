"""The district itself: district.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.district.nodes import Place, read_yaml
from adapters.district.text import DistrictError
from cases.catalogue import Catalogue, Service
from cases.district import Box, District, Elsewhere
from cases.units import Units

HEAD_KEYS = ("names", "bounds", "timezone", "office_ends", "hotline")
HEAD_OPTIONS = ("sample", "discipline", "rest_days", "extra_days", "elsewhere")

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True)
class Head:
    """district.yml as read; `elsewhere` holds the offices' services still with their places."""

    district: District
    fields: Mapping[str, Place]
    elsewhere: Mapping[str, tuple[Elsewhere, tuple[Place, ...]]]
    place: Place

    def error(self, says: str, key: str) -> DistrictError:
        at = self.fields.get(key, self.place)
        return DistrictError(at.path, at.node.start_mark.line + 1, f"{says}.")


def read_head(path: Path) -> Head:
    """The district without its units and its catalogue, which stand in the other files."""
    place = read_yaml(path, "the district")
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
    offices: dict[str, tuple[Elsewhere, tuple[Place, ...]]] = {}
    for item in fields["elsewhere"].items("'elsewhere'") if "elsewhere" in fields else ():
        office = item.at(item.node, "this office elsewhere").fields(("key", "names", "phone"), ("services",))
        key = office["key"].key("key")
        if key in offices:
            raise office["key"].error(f"has the key '{key}' a second time.")
        known = tuple(office["services"].items("its services")) if "services" in office else ()
        offices[key] = (Elsewhere(key, office["names"].texts("name"), office["phone"].text("a phone")), known)
    return Head(district, fields, offices, place)


def read_elsewhere(head: Head, services: Mapping[str, Service]) -> Iterator[Elsewhere]:
    """Each office with the services that it may do: those that name it, then those that it names itself."""
    for key, (office, places) in head.elsewhere.items():
        codes = [service.code for service in services.values() if service.elsewhere == key]
        for place in places:
            code = place.text("a service")
            if code not in services:
                raise place.error(f"names the service '{code}', which is not in services.yml.")
            codes.append(code)
        yield replace(office, services=tuple(dict.fromkeys(codes)))


def _bounds(place: Place) -> Box:
    fields = place.fields(("south", "west", "north", "east"))
    south, north = fields["south"].degrees("south", 90), fields["north"].degrees("north", 90)
    west, east = fields["west"].degrees("west", 180), fields["east"].degrees("east", 180)
    if south >= north or west >= east:
        raise place.error("has bounds that are upside down; south is less than north, west less than east.")
    return Box(south, west, north, east)


def _zone(place: Place) -> ZoneInfo:
    name = place.text("'timezone'")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of the zone database
        raise place.error(f"has the timezone '{name}'; use a name like Asia/Shanghai.") from None


def _clock(place: Place) -> time:
    value = place.text("'office_ends'")
    match = _CLOCK.fullmatch(value)
    if not match:
        raise place.error(f"has 'office_ends: {value}'; use a time of day like \"17:30\".")
    return time(int(match[1]), int(match[2]))


def _days(fields: Mapping[str, Place], key: str) -> dict[str, Place]:
    days: dict[str, Place] = {}
    for place in fields[key].items(f"'{key}'") if key in fields else ():
        value = place.text(f"a date in '{key}'")
        try:
            day = date.fromisoformat(value).isoformat()
        except ValueError:
            raise place.error(f"has '{value}' in {key}; write dates like 2026-10-01.") from None
        days[day] = place
    return days

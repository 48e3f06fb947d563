"""Which unit gets a case: service and place decide; a gap in the network is an alarm, never a silent skip."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from cases.catalogue import Service
from cases.district import District
from cases.units import Level, Unit


@dataclass(frozen=True, slots=True)
class Route:
    """Where a case goes. `meant` should have it; when nobody is on duty there, `unit` stands in and `alarm` says so."""

    unit: str
    meant: str
    alarm: str = ""


def responsible(service: Service, place: str, district: District) -> Unit:
    """The unit whose task it is: the department that the catalogue names, else the place's unit at the service's level.

    A place known only by its town goes to the town, and one not known at all to the district: a department's or a
    town's work is never pushed down to a village.
    """
    units = district.units
    if service.department:
        department = district.department(service.department)
        if department:
            return department
    if not place or place not in units:
        return units.district
    chain = units.chain(place)
    order = (Level.VILLAGE, Level.TOWN, Level.DISTRICT)
    lowest = order.index(service.level)
    return next(u for u in chain if order.index(u.level) >= lowest)


def route(service: Service, place: str, district: District, on_duty: Container[str]) -> Route:
    """Where the case goes, given the units that have somebody to work it (`on_duty`).

    A sealed matter never falls back on a unit other than the discipline desk: it waits there, with an alarm.
    """
    meant = responsible(service, place, district)
    if service.sealed or meant.code in on_duty:
        return Route(meant.code, meant.code, "" if meant.code in on_duty else "nobody-on-duty")
    for unit in district.units.chain(meant.code)[1:]:
        if unit.code in on_duty:
            return Route(unit.code, meant.code, "nobody-on-duty")
    return Route(meant.code, meant.code, "nobody-on-duty")

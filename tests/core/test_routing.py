"""Which unit gets a case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.routing import responsible, route
from cases.units import Level
from tests.transcripts.play import district, unit_named

LUOGUAN = unit_named("螺罐村")
TOWN = unit_named("昌元街道")
TOP = district().units.district
ALL = frozenset(district().units.by_code)
services = st.sampled_from(list(district().catalogue.by_code.values()))
places = st.sampled_from(list(district().units.by_code))
HEIGHT = {Level.VILLAGE: 0, Level.TOWN: 1, Level.DISTRICT: 2}


@pytest.mark.parametrize(
    ("service", "place", "unit"),
    [
        ("street-light", LUOGUAN.code, LUOGUAN.code),  # a village's task
        ("sewage", LUOGUAN.code, TOWN.code),  # a town's
        ("parks", LUOGUAN.code, "500153-city"),  # a department's
        ("street-light", TOWN.code, TOWN.code),  # only the town is known
        ("street-light", "", TOP.code),
        ("street-light", "no such unit", TOP.code),
    ],
)
def test_service_and_place_decide(service: str, place: str, unit: str) -> None:
    assert responsible(district().catalogue[service], place, district()).code == unit


@given(services, places)
def test_nothing_is_pushed_down_below_its_level(service, place) -> None:  # type: ignore[no-untyped-def]
    unit = responsible(service, place, district())
    assert HEIGHT[unit.level] >= HEIGHT[service.level]
    if service.department:
        assert unit.department == service.department


@given(services, places, st.sets(places, max_size=5))
def test_a_gap_in_the_network_is_an_alarm_and_never_a_skip(service, place, on_duty) -> None:  # type: ignore[no-untyped-def]
    found = route(service, place, district(), on_duty)
    assert found.meant == responsible(service, place, district()).code
    if found.unit in on_duty and found.unit == found.meant:
        assert found.alarm == ""
    else:
        assert found.alarm == "nobody-on-duty"
    if found.unit != found.meant:
        assert found.unit in on_duty
        assert found.unit in {u.code for u in district().units.chain(found.meant)}


def test_nobody_in_the_village_lets_the_town_stand_in() -> None:
    found = route(district().catalogue["street-light"], LUOGUAN.code, district(), {TOWN.code})
    assert (found.unit, found.meant, found.alarm) == (TOWN.code, LUOGUAN.code, "nobody-on-duty")


@pytest.mark.parametrize("code", [s.code for s in district().catalogue.by_code.values() if s.sealed])
def test_a_sealed_matter_waits_at_the_discipline_desk_alone(code: str) -> None:
    found = route(district().catalogue[code], LUOGUAN.code, district(), {LUOGUAN.code, TOWN.code, TOP.code})
    assert found.unit == f"{TOP.code}-discipline"
    assert found.alarm == "nobody-on-duty"
    assert route(district().catalogue[code], LUOGUAN.code, district(), ALL).alarm == ""

"""The five files of a folder, made into one district; what one file says of another is checked here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from adapters.district.answers import read_answers
from adapters.district.catalogue import Rules, read_services
from adapters.district.departments import read_departments
from adapters.district.head import read_elsewhere, read_head
from adapters.district.tables import check_points, read_groups, read_units
from cases.catalogue import Catalogue
from cases.district import District
from cases.units import Level, Units


def load_district(folder: Path) -> District:
    """Read the files of `folder`; answers.yml may be missing. Raises DistrictError at the first mistake."""
    groups = read_groups(folder / "groups.csv")
    units = read_units(folder / "units.csv")
    top = next(unit for unit in units.values() if unit.level is Level.DISTRICT)
    departments = read_departments(folder / "departments.yml", top, units)
    head = read_head(folder / "district.yml")
    discipline = head.district.discipline
    if discipline not in departments:
        raise head.error(f"the discipline desk '{discipline}' is not in departments.yml", "discipline")
    rules = Rules(frozenset(groups), frozenset(departments), frozenset(head.elsewhere), discipline)
    services = read_services(folder / "services.yml", rules)
    check_points(folder / "units.csv", units, head.district.bounds)
    return replace(
        head.district,
        units=Units.of([*units.values(), *departments.values()]),
        catalogue=Catalogue.of(services.values()),
        elsewhere=tuple(read_elsewhere(head, services)),
        group_names=groups,
        answers=read_answers(folder / "answers.yml"),
    )

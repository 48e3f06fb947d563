"""The departments: departments.yml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from adapters.district.nodes import read_yaml
from cases.units import Level, Unit


def read_departments(path: Path, top: Unit, units: Mapping[str, Unit]) -> dict[str, Unit]:
    """The departments by key, as units under `top`; no code may be one of `units`."""
    departments: dict[str, Unit] = {}
    codes = set(units)
    for place in read_yaml(path, "the file").items("the departments"):
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

"""How a deployment's folder is read, and how it answers the mistakes of those who edit it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.district import DistrictError, load_district
from cases.units import Point

# ── a small district to spoil ────────────────────────────────────────────────────────────────────────────────

SMALL = {
    "units.csv": """\
code,name,level,parent,name_en,aliases,lat,lon,phone
500153,荣昌区,district,,Rongchang District,荣昌县,,,
500153001,昌元街道,town,500153,Changyuan Street,,29.405,105.59,
500153001201,螺罐村村民委员会,village,500153001,Luoguan Village,,,,
""",
    "groups.csv": """\
name,name_en
城乡建设,Building and housing
纪检监察,Conduct of officials
""",
    "departments.yml": """\
- {key: discipline, code: 500153-discipline, names: {zh-CN: 区纪委监委, en: Discipline Commission}}
- {key: housing, code: 500153-housing, names: {zh-CN: 区住房城乡建委, en: Housing Office}}
""",
    "services.yml": """\
# the catalogue
- code: street-light
  group: 城乡建设
  names: {zh-CN: 路灯不亮, en: Street light}
  level: village
  respond_days: 1
  solve_days: 5
  words:
    zh-CN: [路灯, 灯杆]
    en: [street light]
  questions:
    - key: spread
      ask: {zh-CN: 一盏还是一片？, en: "One or many?"}
      kind: choice
      choices:
        one: {zh-CN: 一盏, en: One}
        many: {zh-CN: 一片, en: Many}
- code: demolition
  group: 城乡建设
  names: {zh-CN: 拆迁补偿, en: Demolition}
  level: district
  department: housing
  respond_days: 3
  solve_days: 15
  elsewhere: power
  words: {zh-CN: [拆迁], en: [demolition]}
- code: corruption
  group: 纪检监察
  names: {zh-CN: 贪污贿赂, en: Corruption}
  level: district
  department: discipline
  sealed: true
  place: false
  respond_days: 3
  solve_days: 15
  words: {zh-CN: [贪污], en: [bribe]}
- code: other
  group: 城乡建设
  names: {zh-CN: 其他事情, en: Something else}
  level: town
  respond_days: 2
  solve_days: 7
  words: {zh-CN: [], en: []}
""",
    "district.yml": """\
names: {zh-CN: 荣昌区, en: Rongchang District}
bounds: {south: 29.22, west: 105.25, north: 29.72, east: 105.77}
timezone: Asia/Shanghai
office_ends: "17:30"
hotline: "12345"
rest_days: [2026-10-01]
extra_days:
  - 2026-10-10
elsewhere:
  - key: power
    names: {zh-CN: 供电公司, en: the power company}
    phone: "95598"
    services: [street-light]
""",
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def mistake(folder: Path) -> DistrictError:
    with pytest.raises(DistrictError) as caught:
        load_district(folder)
    return caught.value


# ── editing without code ─────────────────────────────────────────────────────────────────────────────────────


def test_a_small_district_is_enough(small: Path) -> None:
    district = load_district(small)
    assert district.units["500153001"].point == Point(29.405, 105.59)
    assert district.units["500153-housing"].parent == "500153"
    assert district.catalogue["street-light"].questions[0].choices[1] == ("many", {"zh-CN": "一片", "en": "Many"})
    assert district.elsewhere[0].services == ("demolition", "street-light")
    assert not district.sample


def test_a_table_saved_by_excel_is_read(small: Path) -> None:
    units = small / "units.csv"
    units.write_bytes(b"\xef\xbb\xbf" + SMALL["units.csv"].replace("\n", "\r\n").encode() + b",,,,,,,,\r\n")
    assert len(load_district(small).units.towns()) == 1


def test_the_sentence_names_the_service_and_what_to_write(small: Path) -> None:
    spoil(small, "services.yml", "level: village", "level: hamlet")
    assert str(mistake(small)) == (
        "services.yml line 5: service 'street-light' names the level 'hamlet'; use village, town or district."
    )


def spoil(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old` in a file; the line of the change, counted from 1."""
    text = SMALL[name]
    assert old in text, f"{old!r} is not in the small {name}"
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


UNIT = "500153001201,螺罐村村民委员会,village,500153001,Luoguan Village,,,,"
TOWN = "500153001,昌元街道,town,500153,Changyuan Street,,29.405,105.59,"
LIGHT_DAYS = "solve_days: 5"


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        # units
        ("units.csv", "aliases", "nickname", "the column 'nickname' is unknown"),
        ("units.csv", "name_en", "name", "the column 'name' is twice"),
        ("units.csv", "code,name,level,parent", "code,name,level,phone", "the column 'phone' is twice"),
        ("units.csv", UNIT, UNIT.replace("螺罐村村民委员会", ""), "has no name"),
        ("units.csv", UNIT, UNIT.replace("500153001201", ""), "has no code"),
        ("units.csv", UNIT, UNIT.replace("500153001201", "5.00153E+11"), "format the column as text"),
        ("units.csv", UNIT, UNIT.replace("village", "hamlet"), "use village, town or district"),
        ("units.csv", UNIT, UNIT + ",", "10 fields"),
        ("units.csv", UNIT, UNIT.replace("500153001201", "500153001"), "already used in line 3"),
        ("units.csv", UNIT, UNIT.replace(",500153001,", ",500999,"), "500999, which is not in this file"),
        ("units.csv", UNIT, UNIT.replace(",500153001,", ",,"), "has no parent"),
        ("units.csv", TOWN, TOWN.replace(",500153,", ",500153001201,"), "ends up above itself"),
        ("units.csv", UNIT, UNIT.replace(",500153001,", ",500153001201,"), "ends up above itself"),
        ("units.csv", TOWN, TOWN.replace("town,500153,", "district,,"), "a second district"),
        ("units.csv", UNIT, UNIT.replace("village", "town"), "must be higher"),
        ("units.csv", "荣昌区,district,", "荣昌区,district,500153", "has a parent"),
        ("units.csv", "29.405", "29°24", "give both as degrees"),
        ("units.csv", "29.405", "", "give both as degrees"),
        ("units.csv", "29.405", "nan", "outside the bounds"),
        ("units.csv", "29.405,105.59", "105.59,29.405", "outside the bounds"),
        ("units.csv", "螺罐村村民委员会", '"螺罐村"村民委员会', "cannot be read"),
        # groups
        ("groups.csv", "Building and housing", "", "has no name in en"),
        ("groups.csv", "纪检监察,Conduct of officials", "城乡建设,Twice", "stands here twice"),
        ("groups.csv", "Conduct of officials", "The conduct of all officials", "28 characters in en"),
        # departments
        ("departments.yml", "key: housing", "key: discipline", "department 'discipline' stands here twice"),
        ("departments.yml", "500153-housing", "500153001", "the code 500153001, which is already used"),
        (
            "departments.yml",
            ", en: Housing Office",
            "",
            "department 'housing' has no name in en",
        ),
        ("departments.yml", "key: housing, ", "key: housing, boss: Li, ", "unknown key 'boss'"),
        ("departments.yml", "500153-housing", "500153 housing", "small letters, digits and hyphens"),
        ("departments.yml", "key: housing, ", "", "this department has no 'key'"),
        # services
        ("services.yml", "- code: demolition", "- code: street-light", "a second time; the first is in line 2"),
        ("services.yml", "- code: street-light", "- code: Street Light", "use small letters"),
        ("services.yml", "group: 城乡建设", "group: 城市", "the group '城市', which is not in groups.csv"),
        (
            "services.yml",
            "department: housing",
            "department: roads",
            "'department: roads', which is not in departments",
        ),
        ("services.yml", "elsewhere: power", "elsewhere: moon", "'elsewhere: moon', which is not in the list"),
        ("services.yml", LIGHT_DAYS, "solve_days: 0", "a whole number of working days"),
        ("services.yml", LIGHT_DAYS, "solve_days: 1.5", "a whole number of working days"),
        ("services.yml", LIGHT_DAYS, "solve_days: -3", "a whole number of working days"),
        ("services.yml", LIGHT_DAYS, "solve_days: soon", "a whole number of working days"),
        ("services.yml", LIGHT_DAYS, "solve_days:", "without a value"),
        ("services.yml", "respond_days: 3", "respond_days: 16", "answered in 16"),
        ("services.yml", "level: district\n", "level: town\n", "a department's work but stands at the level 'town'"),
        ("services.yml", "level: village", "urgency: high\n  level: village", "unknown key 'urgency'"),
        ("services.yml", "level: village", "group: 城乡建设\n  level: village", "has 'group' twice"),
        (
            "services.yml",
            "{zh-CN: 路灯不亮, en: Street light}",
            "{zh-CN: 路灯不亮}",
            "'street-light' has no name in en",
        ),
        ("services.yml", "en: Street light}", "en: Street light, fr: Rue}", "the name in 'fr'"),
        ("services.yml", "zh-CN: 路灯不亮", "zh-CN: 路灯不亮晚上黑黢黢", "9 characters in zh-CN; at most 8"),
        ("services.yml", "en: Street light}", "en: Street light that is broken}", "at most 24"),
        ("services.yml", "[路灯, 灯杆]", "[路灯, 灯]", "the word '灯', which is too short"),
        ("services.yml", "[路灯, 灯杆]", "路灯", "its words in zh-CN as a list"),
        ("services.yml", "en: [street light]", "en: []", "has no words in en"),
        ("services.yml", "place: false", "place: nowhere", "use true or false"),
        ("services.yml", "sealed: true", "sealed: false", "must say 'sealed: true'"),
        ("services.yml", "elsewhere: power", "sealed: true", "its department must be 'discipline'"),
        ("services.yml", "kind: choice", "kind: guess", "the kind 'guess'"),
        ("services.yml", "kind: choice", "kind: text", "whose kind is 'text'"),
        ("services.yml", "one: {zh-CN: 一盏, en: One}", "one: {zh-CN: 一盏}", "in en"),
        ("services.yml", "ask: {zh-CN: 一盏", "asks: {zh-CN: 一盏", "unknown key 'asks'"),
        ("services.yml", "names: {zh-CN: 路灯不亮, en: Street light}", "names: 路灯", "'key: value' pairs"),
        ("services.yml", "level: village", "level: [village]", "as plain text"),
        ("services.yml", "level: village", "level: village\x07", "invisible control character"),
        ("services.yml", "level: village", "level: village: town", "not proper YAML"),
        # the district
        ("district.yml", "south: 29.22", "south: 29.99", "upside down"),
        ("district.yml", "south: 29.22", "south: low", "use degrees between"),
        ("district.yml", "north: 29.72", "north: 290", "use degrees between"),
        ("district.yml", "Asia/Shanghai", "Asia/Rongchang", "use a name like Asia/Shanghai"),
        ("district.yml", "Asia/Shanghai", "/etc/passwd", "use a name like Asia/Shanghai"),
        ("district.yml", '"17:30"', "half past five", 'a time of day like "17:30"'),
        ("district.yml", '"17:30"', '"25:00"', 'a time of day like "17:30"'),
        ("district.yml", "[2026-10-01]", "[2026-02-30]", "write dates like 2026-10-01"),
        ("district.yml", "- 2026-10-10", "- 2026-10-01", "both in rest_days and in extra_days"),
        ("district.yml", "[street-light]", "[street-lamp]", "'street-lamp', which is not in services.yml"),
        ("district.yml", "hotline", "phone", "unknown key 'phone'"),
        ("district.yml", "timezone", "discipline: courts\ntimezone", "the discipline desk 'courts'"),
        ("district.yml", 'phone: "95598"', "phone:", "without a value"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(small: Path, name: str, old: str, new: str, says: str) -> None:
    line = spoil(small, name, old, new)
    error = mistake(small)
    assert says in str(error)
    assert error.path == small / name
    assert error.line == line, f"said line {error.line}, changed line {line}: {error}"
    assert str(error).startswith(f"{name} line {error.line}: ")
    assert "\n" not in str(error)


@pytest.mark.parametrize("name", sorted(SMALL))
@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda path: path.unlink(), "the file is missing"),
        (lambda path: path.write_bytes(b""), "the file is empty"),
        (lambda path: path.write_bytes(b" \n\n"), "the file is empty"),
        (lambda path: (path.unlink(), path.mkdir()), "cannot be read"),
        (lambda path: path.write_bytes(SMALL[path.name].encode("gb18030")), "not UTF-8"),
    ],
    ids=["missing", "empty", "blank", "a folder", "GB 18030"],
)
def test_a_file_that_is_no_file_is_told_by_name(
    small: Path, name: str, damage: Callable[[Path], object], says: str
) -> None:
    damage(small / name)
    error = mistake(small)
    assert error.path.name == name
    assert says in str(error)


def test_the_line_of_the_first_foreign_byte_is_named(small: Path) -> None:
    (small / "units.csv").write_bytes(SMALL["units.csv"].encode("gb18030"))
    assert str(mistake(small)).startswith("units.csv line 2: this is not UTF-8")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("units.csv", "code,name,level\n1,x,town\n", "units.csv line 1: the column 'parent' is missing."),
        ("units.csv", "code,name,level,parent\n", "units.csv: no unit has the level district; exactly one must."),
        ("groups.csv", "name,name_en\n", "groups.csv: the file has a header but no groups."),
        ("services.yml", "# nothing yet\n", "services.yml: the file holds nothing but comments."),
        ("services.yml", "[]\n", "services.yml: there is no service 'other', which takes what fits no other."),
        ("services.yml", "a: b\n", "services.yml line 1: the file must give the services as a list."),
    ],
)
def test_a_file_with_nothing_in_it_is_told(small: Path, name: str, text: str, says: str) -> None:
    (small / name).write_text(text, encoding="utf-8")
    assert str(mistake(small)) == says


def test_a_fourth_question_is_one_too_many(small: Path) -> None:
    more = "".join(f"    - {{key: q{n}, ask: {{zh-CN: 问, en: ask}}}}\n" for n in range(3))
    spoil(small, "services.yml", "  questions:\n", "  questions:\n" + more)
    assert "asks 4 questions; at most 3" in str(mistake(small))

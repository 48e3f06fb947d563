"""What one deployment knows of its district, and how it answers the mistakes of those who edit it."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from time import process_time

import pytest
import yaml

from adapters.district import DistrictError, load_district
from cases.catalogue import Service
from cases.district import District
from cases.units import Level, Point

RONGCHANG = Path(__file__).resolve().parents[2] / "deploy" / "rongchang"

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


@pytest.fixture(scope="module")
def district() -> District:
    return load_district(RONGCHANG)


def mistake(folder: Path) -> DistrictError:
    with pytest.raises(DistrictError) as caught:
        load_district(folder)
    return caught.value


# ── the sample district ──────────────────────────────────────────────────────────────────────────────────────


def test_all_real_units_of_rongchang_are_there(district: District) -> None:
    units = [unit for unit in district.units.by_code.values() if not unit.department]
    count = {level: sum(unit.level is level for unit in units) for level in Level}
    assert count == {Level.DISTRICT: 1, Level.TOWN: 21, Level.VILLAGE: 156}
    assert [unit.short for unit in district.units.chain("500153001201")] == ["螺罐村", "昌元街道", "荣昌区"]


def test_every_unit_has_an_english_name_that_ends_in_its_kind(district: District) -> None:
    kinds = {"社区": "Community", "村": "Village", "街道": "Street", "镇": "Town", "区": "District"}
    for unit in district.units.by_code.values():
        if not unit.department:
            kind = next(english for ending, english in kinds.items() if unit.short.endswith(ending))
            assert unit.name_en.endswith(f" {kind}"), unit
            assert unit.name_en[0].isupper() and unit.name_en.isascii(), unit


def test_an_earlier_or_shorter_name_still_finds_the_place(district: District) -> None:
    for said, code in {"路孔": "500153105", "荣昌县": "500153", "岚峰社区": "500153004010"}.items():
        assert district.units.names[said] == (code,)


def test_no_alias_takes_the_name_of_another_place(district: District) -> None:
    for unit in district.units.by_code.values():
        for alias in unit.aliases:
            assert district.units.names[alias] == (unit.code,), alias


def test_the_catalogue_covers_all_fifteen_groups(district: District) -> None:
    assert len(district.catalogue.by_code) >= 40
    assert set(district.catalogue.groups()) == set(district.group_names)
    assert len(district.group_names) == 15
    assert all(names["zh-CN"] == group and names["en"] for group, names in district.group_names.items())


def test_every_service_has_somebody_to_do_it_in_every_village(district: District) -> None:
    villages = [unit for unit in district.units.by_code.values() if unit.level is Level.VILLAGE]
    for service in district.catalogue.by_code.values():
        if service.department:
            assert district.department(service.department), service.code
        for village in villages:
            assert any(unit.level is service.level for unit in district.units.chain(village.code)), service.code


def test_what_a_department_must_do_is_never_a_village_s_work(district: District) -> None:
    for service in district.catalogue.by_code.values():
        if service.department:
            assert service.level is Level.DISTRICT, service.code


def test_a_village_never_examines_its_own_books_or_elections(district: District) -> None:
    for code in ("village-accounts", "village-election"):
        assert district.catalogue[code].level is not Level.VILLAGE


def test_reports_about_officials_are_sealed_and_go_to_the_discipline_desk_alone(district: District) -> None:
    for service in district.catalogue.by_code.values():
        is_about_officials = service.group == "纪检监察"
        assert service.sealed is is_about_officials, service.code
        assert (service.department == district.discipline) is is_about_officials, service.code


def test_every_name_and_choice_fits_on_a_button(district: District) -> None:
    labels = [service.names for service in district.catalogue.by_code.values()]
    labels += [names for s in district.catalogue.by_code.values() for q in s.questions for _, names in q.choices]
    labels += district.group_names.values()
    for names in labels:
        assert 1 <= len(names["zh-CN"]) <= 8, names
        assert 1 <= len(names["en"]) <= 24, names


def test_no_two_services_have_the_same_name(district: District) -> None:
    for language in ("zh-CN", "en"):
        names = [service.names[language] for service in district.catalogue.by_code.values()]
        assert len(names) == len(set(names))


def test_no_word_points_at_two_services(district: District) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for service in district.catalogue.by_code.values():
        for words in service.words.values():
            for word in words:
                owners[word.casefold()].add(service.code)
    assert {word: codes for word, codes in owners.items() if len(codes) > 1} == {}


def test_every_service_knows_many_ways_of_saying_it(district: District) -> None:
    for service in district.catalogue.by_code.values():
        if service.code != "other":
            assert len(set(service.words["zh-CN"])) >= 8, service.code
            assert len(set(service.words["en"])) >= 4, service.code


def test_deadlines_stay_within_the_usual_limits(district: District) -> None:
    for service in district.catalogue.by_code.values():
        assert 1 <= service.respond_days <= 3, service.code
        assert service.respond_days <= service.solve_days <= 15, service.code


def named_by_longest_word(district: District, said: str) -> str:
    """The service with the longest word inside `said`: the plainest reading of the rule in services.yml."""

    def longest(service: Service) -> int:
        words = [word for words in service.words.values() for word in words if word in said.casefold()]
        return max(map(len, words), default=0)

    best = max(district.catalogue.by_code.values(), key=longest)
    return best.code if longest(best) else "other"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("我们村口的路灯好几天不亮了", "street-light"),
        ("垃圾桶都满出来了，没得人来收", "garbage"),
        ("屋头没得水用，自来水停了两天", "water-supply"),
        ("化粪池满了，粪水到处流", "sewage"),
        ("公路上好多凼凼，摩托车都摔了", "road-damage"),
        ("隔壁天天跟我吵架", "neighbour-dispute"),
        ("楼下跳坝坝舞吵得睡不着", "noise"),
        ("老板差我工钱三个月没给", "wage-arrears"),
        ("我妈七十了，想申请低保", "dibao"),
        ("村里的账从来不公开", "village-accounts"),
        ("村主任贪污修路的钱", "corruption"),
        ("办事的时候工作人员骂人", "official-conduct"),
        ("我娃儿遭狗咬了，那条狗从来不拴", "stray-dogs"),
        ("猪场的猪粪臭得很", "livestock-waste"),
        ("有人在田头烧秸秆", "open-burning"),
        ("晚上又停电了，变压器响得很", "power-supply"),
        ("村里没得信号，打不通电话", "phone-internet"),
        ("学校又收资料费", "school-fees"),
        ("养老金这个月没到账", "pension"),
        ("住院报销要等好久", "health-insurance"),
        ("在餐馆吃了拉肚子", "food-safety"),
        ("野猪把苞谷都拱了", "wild-animals"),
        ("电梯又停了，老人下不来楼", "lift"),
        ("后山在滚石头", "landslide"),
        ("想迁户口到城里", "household-register"),
        ("The street light outside my house is out", "street-light"),
        ("There is a huge pothole on our road", "road-damage"),
        ("My boss did not pay us since June", "wage-arrears"),
        ("今天天气好", "other"),
    ],
)
def test_what_people_say_finds_its_service(district: District, said: str, code: str) -> None:
    assert named_by_longest_word(district, said) == code


def test_an_angry_half_sentence_does_not_seal_an_ordinary_matter(district: District) -> None:
    for said in ("路灯坏了半年，村里不作为，到处踢皮球", "没人管垃圾，态度太差了", "下水道堵了，推来推去没人修"):
        assert not district.catalogue[named_by_longest_word(district, said)].sealed, said


def test_people_are_told_whom_to_call_when_another_office_does_the_work(district: District) -> None:
    offices = {office.key: office for office in district.elsewhere}
    assert offices["power"].phone == "95598"
    assert "power-supply" in offices["power"].services
    for service in district.catalogue.by_code.values():
        if service.elsewhere:
            assert service.code in offices[service.elsewhere].services


def test_the_calendar_of_2026_holds_the_announced_days(district: District) -> None:
    assert district.extra_days == {
        *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
    }
    assert {"2026-01-01", "2026-02-17", "2026-05-01", "2026-10-01"} <= district.rest_days
    assert all(date.fromisoformat(day).weekday() < 5 for day in district.rest_days)
    assert all(date.fromisoformat(day).weekday() >= 5 for day in district.extra_days)


def test_the_district_says_who_it_is(district: District) -> None:
    assert (district.called("zh-CN"), district.called("en")) == ("荣昌区", "Rongchang District")
    assert district.sample and district.hotline == "12345" and district.office_ends == time(17, 30)
    assert district.zone.key == "Asia/Shanghai"
    assert district.bounds.holds(Point(29.405, 105.59))  # the seat of the district
    assert not district.bounds.holds(Point(29.56, 106.55))  # the middle of Chongqing


def test_it_loads_fast_enough_for_a_chat_that_starts_at_once(district: District) -> None:
    def seconds() -> float:
        start = process_time()
        load_district(RONGCHANG)
        return process_time() - start

    assert min(seconds() for _ in range(3)) < 0.15


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


def test_it_means_the_same_to_both_parsers_of_yaml(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.district._Loader", yaml.SafeLoader)
    assert load_district(RONGCHANG) == district


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


def test_the_sample_folder_can_be_copied_and_changed(tmp_path: Path) -> None:
    folder = tmp_path / "another"
    shutil.copytree(RONGCHANG, folder)
    services = folder / "services.yml"
    text = services.read_text(encoding="utf-8")
    services.write_text(text.replace("zh-CN: 路灯不亮", "zh-CN: 路灯", 1), encoding="utf-8")
    assert load_district(folder).catalogue["street-light"].called("zh-CN") == "路灯"

"""What the sample deployment knows of its district, and that it can be changed without code."""

from __future__ import annotations

import shutil
from collections import defaultdict
from datetime import date, time
from pathlib import Path
from time import process_time

import pytest
import yaml

from adapters.district import load_district
from cases.catalogue import Service
from cases.district import District
from cases.units import Level, Point

RONGCHANG = Path(__file__).resolve().parents[2] / "deploy" / "rongchang"


@pytest.fixture(scope="module")
def district() -> District:
    return load_district(RONGCHANG)


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


def test_it_means_the_same_to_both_parsers_of_yaml(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.district.nodes._Loader", yaml.SafeLoader)
    assert load_district(RONGCHANG) == district


def test_the_sample_folder_can_be_copied_and_changed(tmp_path: Path) -> None:
    folder = tmp_path / "another"
    shutil.copytree(RONGCHANG, folder)
    services = folder / "services.yml"
    text = services.read_text(encoding="utf-8")
    services.write_text(text.replace("zh-CN: 路灯不亮", "zh-CN: 路灯", 1), encoding="utf-8")
    assert load_district(folder).catalogue["street-light"].called("zh-CN") == "路灯"

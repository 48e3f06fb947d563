"""What a manager pulls, over HTTP: who may see which unit, kind answers to bad questions, and numbers to take along."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from starlette.applications import Starlette

from adapters.channels.ports import Unavailable, Visitor
from adapters.pages import summary as pages
from adapters.pages.manager import summary_routes
from adapters.pages.summary import NoChineseFont, as_chart_png, as_chart_svg, as_csv, as_text, trend_start
from adapters.texts import LANGUAGES, Texts
from cases.rates import Rate, Row, Summary, Tally
from cases.units import Level, Unit, Units

NOW = datetime(2026, 4, 20, 18, 30, tzinfo=UTC)  # the 21st in the district
ZONE = ZoneInfo("Asia/Shanghai")
TEXTS = Texts.load(ZONE)
EVIL = '<script>alert("x")</script>'
UNITS = Units.of(
    (
        Unit("d", "荣昌区", Level.DISTRICT, name_en="Rongchang District"),
        Unit("t1", "昌元街道", Level.TOWN, "d", "Changyuan Street"),
        Unit("t2", EVIL, Level.TOWN, "d"),
        Unit("v1", "玉屏社区居民委员会", Level.VILLAGE, "t1", "Yuping Community"),
        Unit("d-water", "区水利局", Level.DISTRICT, "d", "Water Bureau", department="water"),
    )
)
USUAL = Rate(20, 25)
MANAGER = Visitor("m", "", "manager")
TOWN = Visitor("t", "", "manager", ("t1",))
STAFF = Visitor("s", "", "staff", ("v1",))


def tally(cases: int = 20, satisfied: Rate = USUAL) -> Tally:
    return Tally(
        cases=cases,
        open=3,
        overdue=2,
        resolved=15,
        redirected=2,
        responded=Rate(18, 20),
        solved=Rate(12, 16),
        satisfied=satisfied,
        asked=17,
        answered=16,
        median_days=4.25,
        reopened=1,
        passed_around=1,
        merged=1,
    )


def row(code: str, tally: Tally, name: str = "") -> Row:
    return Row(code, {"zh-CN": name or code, "en": name or code}, tally)


def summary(start: date, end: date, top: str) -> Summary:
    unit = UNITS[top]
    good = Tally(cases=8, responded=Rate(8, 8), solved=Rate(8, 8), satisfied=Rate(2, 3), asked=8, answered=8)
    poor = Tally(cases=9, overdue=2, responded=Rate(1, 9), solved=Rate(2, 6), satisfied=Rate(3, 6), asked=9, answered=6)
    rows = (row("t1", good, "昌元街道"), row("t2", poor, EVIL), row("=1+1", poor, "=1+1"))
    return Summary(
        top,
        {"zh-CN": unit.called("zh-CN"), "en": unit.called("en")},
        start,
        end,
        NOW,
        tally(),
        branches=rows,
        units=rows,
        services=(row("light", tally(), "路灯不亮"),),
        months=(row("2026-03", tally()), row("2026-04", tally(satisfied=Rate(1, 3)))),
        sealed=4 if top == "d" else None,
    )


class FakeSessions:
    """Tokens and whose they are."""

    def __init__(self) -> None:
        self.open = {"m": MANAGER, "t": TOWN, "s": STAFF, "nobody": Visitor("n", "", "staff")}

    async def sign_in(self, code: str) -> tuple[str, Visitor] | None:
        return None

    async def visitor(self, token: str) -> Visitor | None:
        if token == "away":
            raise Unavailable
        return self.open.get(token)

    async def sign_out(self, token: str) -> None:
        self.open.pop(token, None)


class Site:
    """The routes, what they asked for, and a browser."""

    def __init__(self) -> None:
        self.loaded: list[tuple[date, date, str]] = []
        routes = summary_routes(
            load=self.load, sessions=FakeSessions(), texts=TEXTS, units=UNITS, clock=lambda: NOW, zone=ZONE
        )
        self.transport = httpx.ASGITransport(Starlette(routes=routes))

    async def load(self, start: date, end: date, unit: str) -> Summary:
        self.loaded.append((start, end, unit))
        return summary(start, end, unit)

    async def get(self, path: str, who: str = "m", headers: Mapping[str, str] | None = None) -> httpx.Response:
        cookies = {"frontdoor_session": who} if who else {}
        async with httpx.AsyncClient(transport=self.transport, base_url="http://test", cookies=cookies) as client:
            return await client.get(path, headers=headers or {})


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.mark.parametrize("path", ["/summary", "/summary.json", "/summary.csv", "/summary.png"])
@pytest.mark.parametrize("who", ["", "unknown-token"])
async def test_nobody_sees_numbers_without_signing_in(site: Site, path: str, who: str) -> None:
    answer = await site.get(path, who)
    assert answer.status_code == 401
    assert "新链接" in answer.text
    assert site.loaded == []


async def test_a_one_time_link_shows_a_button_and_uses_nothing_up(site: Site) -> None:
    answer = await site.get('/summary?code=abc"><script>', "")
    assert answer.status_code == 200
    assert 'action="/sign-in"' in answer.text and 'method="post"' in answer.text
    assert 'value="abc&#34;&gt;&lt;script&gt;"' in answer.text
    assert 'name="next" value="/summary"' in answer.text


async def test_a_manager_sees_the_three_rates_with_their_counts(site: Site) -> None:
    answer = await site.get("/summary")
    assert answer.status_code == 200
    for words in (
        "荣昌区办理情况",
        "90 %",
        "18/20",
        "75 %",
        "12/16",
        "问了 17 人，答了 16 人（94 %）",
        "另有只给纪检看的 4 件",
    ):
        assert words in answer.text
    assert "<svg" in answer.text


async def test_english_readers_get_english(site: Site) -> None:
    for path, headers in (("/summary", {"accept-language": "fr, en;q=0.8, zh;q=0.2"}), ("/summary?lang=en", {})):
        answer = await site.get(path, headers=headers)
        assert 'lang="en"' in answer.text
        assert "17 residents asked, 16 answered (94%)" in answer.text
    assert 'lang="zh-CN"' in (await site.get("/summary", headers={"accept-language": "de;q=x"})).text


async def test_markup_in_a_name_stays_text(site: Site) -> None:
    answer = await site.get("/summary")
    assert EVIL not in answer.text
    assert "&lt;script&gt;" in answer.text


async def test_the_page_obeys_its_own_security_policy(site: Site) -> None:
    answer = await site.get("/summary")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "style-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert " style=" not in answer.text and "<style" not in answer.text and "<script" not in answer.text
    for name, value in (("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer")):
        assert answer.headers[name] == value
    assert answer.headers["cache-control"] == "no-store"
    css = await site.get("/summary/static/summary.css", "")
    assert css.status_code == 200 and css.headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        ("", date(2026, 4, 1), date(2026, 4, 21)),
        ("period=last-month", date(2026, 3, 1), date(2026, 3, 31)),
        ("period=last-90", date(2026, 1, 22), date(2026, 4, 21)),
        ("start=2026-02-03&end=2026-02-03", date(2026, 2, 3), date(2026, 2, 3)),
        ("period=last-month&start=2026-02-03&end=bad", date(2026, 3, 1), date(2026, 3, 31)),
    ],
)
async def test_a_period_is_days_of_the_district(site: Site, query: str, start: date, end: date) -> None:
    assert (await site.get(f"/summary.json?{query}")).status_code == 200
    assert site.loaded == [(start, end, "d")]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("start=2026-13-01&end=2026-04-01", "日期没看懂"),
        ("start=2026-04-01", "日期没看懂"),
        ("start=0001-01-01&end=2026-04-01", "日期没看懂"),
        ("start=2026-04-02&end=2026-04-01", "结束的日子在开始前面了"),
        ("start=2020-01-01&end=2026-04-01", "最多看三年"),
        ("unit=nowhere", "没有找到这个单位"),
        ("period=for-ever", "没看懂要看多久"),
    ],
)
@pytest.mark.parametrize("path", ["/summary", "/summary.json", "/summary.csv", "/summary.png"])
async def test_a_bad_question_gets_one_kind_sentence(site: Site, path: str, query: str, says: str) -> None:
    answer = await site.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert says in (answer.json()["error"] if path.endswith("json") else answer.text)
    assert site.loaded == []


async def test_what_was_typed_is_not_lost(site: Site) -> None:
    answer = await site.get('/summary?unit=t1&start=2026-04-02&end="><b>')
    assert '<option value="t1" selected>' in answer.text
    assert 'value="2026-04-02"' in answer.text
    assert "&#34;&gt;&lt;b&gt;" in answer.text


@pytest.mark.parametrize(
    ("who", "unit", "status"),
    [
        ("m", "v1", 200),
        ("m", "d-water", 200),
        ("t", "t1", 200),
        ("t", "v1", 200),
        ("t", "d", 400),
        ("t", "t2", 400),
        ("s", "v1", 200),
        ("s", "t1", 400),
        ("s", "d-water", 400),
        ("nobody", "v1", 403),
    ],
)
@pytest.mark.parametrize("path", ["/summary", "/summary.json", "/summary.csv", "/summary.png"])
async def test_each_sees_their_own_units_and_those_below(
    site: Site, path: str, who: str, unit: str, status: int
) -> None:
    assert (await site.get(f"{path}?unit={unit}", who)).status_code == status
    assert {loaded[2] for loaded in site.loaded} <= ({unit} if status == 200 else set())


async def test_a_foreign_unit_is_answered_like_an_unknown_one(site: Site) -> None:
    foreign, unknown = await site.get("/summary.json?unit=t2", "t"), await site.get("/summary.json?unit=x", "t")
    assert foreign.content == unknown.content


async def test_the_own_unit_comes_first_and_others_are_not_offered(site: Site) -> None:
    answer = await site.get("/summary", "s")
    assert site.loaded[0][2] == "v1"
    assert re.findall(r'<option value="([^"]*)"', answer.text) == ["v1"]
    options = re.findall(r'<option value="([^"]*)"', (await site.get("/summary?unit=t1")).text)
    assert options == ["d", "t1", "t2", "v1", "d-water"]


async def test_handling_staff_are_not_shown_few_ratings(site: Site) -> None:
    assert (await site.get("/summary.json", "m")).json()["branches"][0]["satisfied"]["of"] == 3
    hidden = (await site.get("/summary.json", "s")).json()
    assert hidden["branches"][0]["satisfied"] == {"part": 0, "of": 0, "rate": None, "hidden": True}
    assert hidden["sealed"] is None
    assert "免得看出是谁评的，不显示" in (await site.get("/summary", "s")).text
    assert "2,3" not in (await site.get("/summary.csv", "s")).text


async def test_while_the_database_is_away_a_sentence_says_so(site: Site) -> None:
    answer = await site.get("/summary", "away")
    assert answer.status_code == 503
    assert "过几分钟再打开" in answer.text


async def test_the_data_has_the_keys_that_are_documented(site: Site) -> None:
    data = (await site.get("/summary.json?period=last-month")).json()
    assert set(data) == {
        *(
            "format",
            "unit",
            "start",
            "end",
            "at",
            "sealed",
            "sample",
            "total",
            "branches",
            "units",
            "services",
            "months",
        )
    }
    assert data["unit"] == {"code": "d", "names": {"zh-CN": "荣昌区", "en": "Rongchang District"}}
    assert (data["start"], data["end"], data["sealed"]) == ("2026-03-01", "2026-03-31", 4)
    assert set(data["total"]) == {
        *("cases", "open", "overdue", "resolved", "redirected", "asked", "answered", "reopened", "passed_around"),
        *("merged", "median_days", "responded", "solved", "satisfied", "flags"),
    }
    assert data["total"]["responded"] == {"part": 18, "of": 20, "rate": 0.9, "hidden": False}
    assert {"code", "names"} <= set(data["services"][0])
    for word in set(data) | set(data["total"]):
        assert word in (pages.as_json.__doc__ or ""), f"{word} is not documented"


async def test_the_table_opens_in_excel_and_runs_nothing(site: Site) -> None:
    answer = await site.get("/summary.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-disposition"].endswith('.csv"')
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {len(r) for r in rows} == {len(rows[0])}
    assert rows[0][:3] == ["分组", "名称", "收到"]
    assert rows[1][1:4] == ["荣昌区", "20", "3"]
    assert not [cell for r in rows for cell in r if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert "'=1+1" in [r[1] for r in rows]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_name_becomes_a_formula(start: str) -> None:
    one = Summary("x", {"zh-CN": "x", "en": "x"}, date(2026, 4, 1), date(2026, 4, 2), NOW, Tally())
    bad = Summary(
        "x", one.names, one.start, one.end, NOW, Tally(), services=(row("s", Tally(cases=1), f'{start}cmd|"/c"'),)
    )
    table = list(csv.reader(io.StringIO(as_csv(bad, "en", TEXTS).decode("utf-8-sig"), newline="")))
    assert table[-1][1] == f'\'{start}cmd|"/c"'


async def test_the_picture_shows_the_last_six_months(site: Site) -> None:
    answer = await site.get("/summary.png?period=last-month")
    assert answer.content.startswith(b"\x89PNG")
    assert site.loaded == [(date(2025, 10, 1), date(2026, 3, 31), "d")]


async def test_without_a_chinese_font_the_picture_is_drawn_by_the_reader(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "has_chinese_font", lambda: False)
    with pytest.raises(NoChineseFont):
        as_chart_png(summary(NOW.date(), NOW.date(), "d"), "zh-CN", TEXTS)
    answer = await site.get("/summary.png")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "响应率" in answer.text


def test_six_months_are_six_months() -> None:
    assert trend_start(date(2026, 4, 20)) == date(2025, 11, 1)
    assert trend_start(date(2026, 12, 31)) == date(2026, 7, 1)
    assert trend_start(date(1, 1, 1)) == date(1, 1, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_shows_each_count_beside_its_rate(language: str) -> None:
    svg = as_chart_svg(summary(date(2026, 3, 1), date(2026, 4, 20), "d"), language, TEXTS)
    shown = re.findall(r">([^<>]+)<", svg)
    for text in ("18/20", "12/16", "20/25", "1/3", "17", "16", TEXTS.text(language, "summary-solved")):
        assert text in shown
    assert "style=" not in svg and "role=" not in svg


def test_the_short_text_says_what_matters() -> None:
    text = as_text(summary(date(2026, 3, 1), date(2026, 4, 20), "d"), "zh-CN", TEXTS)
    assert text.split("\n") == [
        "荣昌区，2026年3月1日—2026年4月20日",
        "收到 20 件，在办 3 件，逾期 2 件。",
        "响应率 90 %（18/20）",
        "解决率 75 %（12/16）",
        "满意率 80 %（20/25）",
        "问了 17 人，答了 16 人。",
        "解决得好：昌元街道 100 %（8/8）",
        f"要帮一把：{EVIL} 33 %（2/6）、=1+1 33 %（2/6）",
        f"逾期在：{EVIL} 2 件、=1+1 2 件",
        "另有只给纪检看的 4 件，不算在上面。",
    ]


def test_the_short_text_warns_of_what_is_too_good_and_of_silence() -> None:
    happy = Tally(cases=30, solved=Rate(25, 25), satisfied=Rate(20, 20), asked=30, answered=25)
    silent = Tally(cases=30, solved=Rate(2, 2), satisfied=Rate(2, 2), asked=30, answered=2)
    rows = (row("a", happy, "仁义镇"), row("b", silent, "昌州街道"))
    whole = Summary("d", {"zh-CN": "荣昌区", "en": "R"}, NOW.date(), NOW.date(), NOW, tally(), rows, rows)
    text = as_text(whole, "zh-CN", TEXTS)
    assert "请核实：仁义镇的评价全是满意" in text
    assert "答的人少：昌州街道" in text
    assert "解决得好" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_time_is_said_in_one_sentence(language: str) -> None:
    empty = Summary("d", {"zh-CN": "荣昌区", "en": "R"}, NOW.date(), NOW.date(), NOW, Tally())
    assert as_text(empty, language, TEXTS).count("\n") == 1
    assert TEXTS.text(language, "summary-text-empty") in as_text(empty, language, TEXTS)
    assert json.dumps(pages.as_json(empty))


def test_both_languages_have_the_same_words_and_each_is_used() -> None:
    ours = {language: {k for k in TEXTS.keys(language) if k.startswith("summary-")} for language in LANGUAGES}
    assert ours["zh-CN"] == ours["en"]
    files = [Path(pages.__file__).parent / name for name in ("summary.py", "manager.py", "templates/summary.html")]
    source = "".join(f.read_text(encoding="utf-8") for f in files)
    written = (Path(pages.__file__).parents[2] / "dialogs/texts/en/summary.ftl").read_text(encoding="utf-8")
    for key in re.findall(r"^(summary-[a-z0-9-]+) =", written, re.M):
        tail = key.rsplit("-", 1)[-1]
        assert key in source or tail in source or tail.replace("-", "_") in source, f"{key} is not used"

"""A summary as a person reads it: a short text for a chat, a chart, a table for Excel, and data for other programs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import cast

from adapters.texts import Texts
from cases.rates import Flag, Rate, Row, Summary, Tally
from dialogs.say import Say, Value

RANKED_FROM = 5
"""Answers from which a unit is named as doing well or badly; with fewer, chance alone decides."""

NAMED = 2  # units named at most in one line of a chat
HOLLOW_BELOW = 5  # cases under which a point of the chart is drawn hollow
TREND_MONTHS = 6
RATES = ("responded", "solved", "satisfied")
COUNTS = ("cases", "open", "overdue", "resolved", "redirected")
MORE = ("reopened", "passed_around", "merged")

FONTS = (
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"
)
INK, QUIET, LINE, PAPER, DEEP = "#2b2119", "#574a3d", "#e6d9c6", "#fffdf9", "#8a3410"
WIDTH, HEIGHT = 266, 66  # pixels of one panel; with its edges it fits the page on a phone of 390 without shrinking


class NoChineseFont(Exception):
    """No font on this machine has Chinese characters: install fonts-noto-cjk. Until then, send the SVG or the text."""


# ── Words ──────────────────────────────────────────────────────────────────────────────────────────────────────


def rate_text(rate: Rate, language: str, texts: Texts) -> str:
    """ "90 %（18/20）"; a dash where there is nothing to divide by."""
    if rate.hidden:
        return texts.text(language, "summary-hidden")
    if rate.percent is None:
        return texts.text(language, "summary-none")
    return texts.text(language, "summary-rate", {"percent": rate.percent, "part": rate.part, "of": rate.of})


def day_text(day: date, language: str, texts: Texts) -> str:
    """A day in full, with its year."""
    args: dict[str, Value] = {
        "year": str(day.year),
        "month": day.month,
        "day": day.day,
        "name": Say(f"month-{day.month}"),
    }
    return texts.text(language, "summary-date", args)


def month_text(code: str, language: str, texts: Texts, short: bool = False) -> str:
    """ "2026-04" as people say it."""
    year, month = code.split("-")
    if short:
        name = texts.text(language, f"month-{int(month)}")
        return name if texts.nearest(language) == "zh-CN" else name[:3]
    args: dict[str, Value] = {"year": year, "month": int(month), "name": Say(f"month-{int(month)}")}
    return texts.text(language, "summary-month", args)


def period_text(summary: Summary, language: str, texts: Texts) -> str:
    """From when to when."""
    days = {"start": day_text(summary.start, language, texts), "end": day_text(summary.end, language, texts)}
    return texts.text(language, "summary-dates", days)


def called(row: Row, top: str, language: str, texts: Texts) -> str:
    """A row's name; for the unit whose summary it is, that only what it has in its own hands is meant."""
    name = row.called(language)
    return texts.text(language, "summary-own", {"unit": name}) if row.code == top else name


def title_text(summary: Summary, language: str, texts: Texts) -> str:
    """Whose summary it is."""
    return texts.text(language, "summary-title", {"unit": _called(summary, language, texts)})


def as_text(summary: Summary, language: str, texts: Texts) -> str:
    """The summary for a chat, in at most twelve lines. Units are named only where enough residents answered."""
    total = summary.total
    head = {"unit": _called(summary, language, texts), "period": period_text(summary, language, texts)}
    lines = [texts.text(language, "summary-text-head", head)]
    if summary.sample:
        lines.append(texts.text(language, "summary-page-sample"))
    if not total.cases:
        lines.append(texts.text(language, "summary-text-empty"))
    else:
        counts = {"cases": total.cases, "open": total.open, "overdue": total.overdue}
        lines.append(texts.text(language, "summary-text-counts", counts))
        for name in RATES:
            rate = rate_text(getattr(total, name), language, texts)
            args: dict[str, Value] = {"name": Say(f"summary-{name}"), "rate": rate}
            lines.append(texts.text(language, "summary-text-rate", args))
        asked = {"asked": total.asked, "answered": total.answered}
        lines.append(texts.text(language, "summary-text-asked", asked))
    lines += _named(summary, language, texts)
    if summary.sealed:
        lines.append(texts.text(language, "summary-text-sealed", {"sealed": summary.sealed}))
    return "\n".join(lines)


def ranked(summary: Summary, most: int = NAMED) -> tuple[list[Row], list[Row]]:
    """The branches that solve best and worst, `most` of each: above and below what all of them reach together.

    Left out are those with too few answers, and those whose ratings are improbable: nobody is praised for these.
    """
    usual = summary.total.solved.value or 0.0
    some = [(r.tally.solved.value or 0.0, r) for r in summary.branches if r.tally.solved.of >= RANKED_FROM]
    some = [(value, r) for value, r in some if not r.tally.flags]
    best = sorted((s for s in some if s[0] > usual), key=lambda s: (-s[0], -s[1].tally.solved.of))
    # One "no" is an incident; two are a sign.
    low = (s for s in some if s[0] < usual and s[1].tally.solved.of - s[1].tally.solved.part >= 2)
    worst = sorted(low, key=lambda s: (s[0], -s[1].tally.solved.of))
    return [r for _, r in best[:most]], [r for _, r in worst[:most]]


def flagged(summary: Summary, flag: Flag) -> list[Row]:
    """The units at which a thing is pointed out; else the branches, if only a whole branch shows it."""
    units = [r for r in summary.units if flag in r.tally.flags]
    return units or [r for r in summary.branches if flag in r.tally.flags]


def late(summary: Summary) -> list[Row]:
    """The branches at which something is overdue, most first."""
    return sorted((r for r in summary.branches if r.tally.overdue), key=lambda r: -r.tally.overdue)


def _named(summary: Summary, language: str, texts: Texts) -> list[str]:
    best, worst = ranked(summary)
    lines = []

    def line(key: str, said: Iterable[str]) -> None:
        units = texts.text(language, "summary-between").join(said)
        if units:
            lines.append(texts.text(language, key, {"units": units}))

    def solved(row: Row) -> str:
        args = {"unit": called(row, summary.top, language, texts), "rate": rate_text(row.tally.solved, language, texts)}
        return texts.text(language, "summary-unit-rate", args)

    def overdue(row: Row) -> str:
        args: dict[str, Value] = {"unit": called(row, summary.top, language, texts), "count": row.tally.overdue}
        return texts.text(language, "summary-unit-count", args)

    line("summary-text-best", map(solved, best))
    line("summary-text-worst", map(solved, worst))
    line("summary-text-overdue", map(overdue, late(summary)[:NAMED]))
    line(
        "summary-text-look",
        (called(r, summary.top, language, texts) for r in flagged(summary, Flag.IMPROBABLE)[:NAMED]),
    )
    line(
        "summary-text-silent",
        (called(r, summary.top, language, texts) for r in flagged(summary, Flag.LOW_ANSWERS)[:NAMED]),
    )
    return lines


def _called(summary: Summary, language: str, texts: Texts) -> str:
    return summary.names[texts.nearest(language)]


# ── Data ───────────────────────────────────────────────────────────────────────────────────────────────────────


def as_json(summary: Summary) -> dict[str, object]:
    """The summary for other programs. Keys stay as they are; new ones may come.

    format (1) · unit {code, names} · start, end (ISO days, both inclusive) · at (ISO moment) · sealed (or null)
    · sample (invented cases are counted) · total · branches, units, services, months: lists of {code, names, ...}.
    `total` and each of the list have: cases, open, overdue, resolved, redirected, asked, answered, reopened,
    passed_around, merged (numbers of cases), median_days (or null), flags ("improbable", "low-answers"), and responded,
    solved, satisfied: {part, of, rate (0 to 1, or null), hidden}.
    """
    return {
        "format": 1,
        "unit": {"code": summary.top, "names": dict(summary.names)},
        "start": summary.start.isoformat(),
        "end": summary.end.isoformat(),
        "at": summary.now.isoformat(),
        "sealed": summary.sealed,
        "sample": summary.sample,
        "total": _numbers(summary.total),
        "branches": [_row(r) for r in summary.branches],
        "units": [_row(r) for r in summary.units],
        "services": [_row(r) for r in summary.services],
        "months": [_row(r) for r in summary.months],
    }


def _row(row: Row) -> dict[str, object]:
    return {"code": row.code, "names": dict(row.names), **_numbers(row.tally)}


def _numbers(tally: Tally) -> dict[str, object]:
    numbers: dict[str, object] = {name: getattr(tally, name) for name in (*COUNTS, "asked", "answered", *MORE)}
    numbers["median_days"] = None if tally.median_days is None else round(tally.median_days, 1)
    for name in RATES:
        rate: Rate = getattr(tally, name)
        value = None if rate.value is None else round(rate.value, 4)
        numbers[name] = {"part": rate.part, "of": rate.of, "rate": value, "hidden": rate.hidden}
    numbers["flags"] = [flag.value for flag in tally.flags]
    return numbers


def as_csv(summary: Summary, language: str, texts: Texts) -> bytes:
    """The summary as a table for Excel: UTF-8 with a byte order mark, one line for each row of each group.

    A cell that a spreadsheet would take for a formula is kept from it by an apostrophe.
    """

    def word(key: str) -> str:
        return texts.text(language, f"summary-{key.replace('_', '-')}")

    head = [word("csv-group"), word("csv-name"), *(word(name) for name in (*COUNTS, "asked", "answered"))]
    for name in RATES:
        said: dict[str, Value] = {"name": Say(f"summary-{name}")}
        head += [texts.text(language, f"summary-csv-{what}", said) for what in ("percent", "part", "of")]
    head += [word(name) for name in ("median_days", *MORE)]
    groups = [
        ("", [Row(summary.top, summary.names, summary.total)]),
        ("page-units", summary.branches),
        ("page-every-unit", summary.units),
        ("page-services", summary.services),
        ("page-month", summary.months),
    ]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(_cell, head))
    for key, rows in groups:
        for row in rows:
            tally = row.tally
            cells: list[object] = [word(key) if key else period_text(summary, language, texts)]
            cells.append(called(row, summary.top if key else "", language, texts))
            cells += [getattr(tally, name) for name in (*COUNTS, "asked", "answered")]
            for name in RATES:
                rate: Rate = getattr(tally, name)
                cells += ["", "", ""] if rate.percent is None else [rate.percent, rate.part, rate.of]
            cells.append("" if tally.median_days is None else round(tally.median_days, 1))
            cells += [getattr(tally, name) for name in MORE]
            writer.writerow(map(_cell, cells))
    if summary.sample:
        writer.writerow([word("page-sample")])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    """OWASP, CSV injection: what begins like a formula is text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


# ── Chart ──────────────────────────────────────────────────────────────────────────────────────────────────────


def trend_start(end: date) -> date:
    """The first day of the six months that end with `end`: what to load for the chart."""
    first = end.replace(day=1)
    for _ in range(TREND_MONTHS - 1):
        if first > date.min:
            first = (first - timedelta(days=1)).replace(day=1)
    return first


def as_chart_svg(summary: Summary, language: str, texts: Texts, titled: bool = False) -> str:
    """The three rates by month, one small panel each, with the counts they stand on. Takes up to a second of CPU.

    It names its fonts by family, so a browser shows Chinese with the fonts it has. No style attribute: a strict
    content security policy may hold.
    """
    import vl_convert

    svg = str(vl_convert.vegalite_to_svg(_chart(summary, language, texts, titled)))
    # Vega's roles name every mark an image without a text; the figure around it has one for the whole.
    return re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)


def as_chart_png(summary: Summary, language: str, texts: Texts, titled: bool = True) -> bytes:
    """The same chart as a picture for a chat. Raises NoChineseFont where it would show boxes instead of characters."""
    import vl_convert

    spec = _chart(summary, language, texts, titled)
    if any(ch >= "\u2e80" for ch in json.dumps(spec, ensure_ascii=False)) and not has_chinese_font():
        raise NoChineseFont
    return bytes(vl_convert.vegalite_to_png(spec, scale=2.5))


@cache
def has_chinese_font() -> bool:
    """Whether two different characters come out differently, and not as one and the same box (or as nothing)."""
    import vl_convert

    def drawn(character: str) -> bytes:
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="4" y="32" font-size="30" '
        return bytes(vl_convert.svg_to_png(f'{svg}font-family="{FONTS}">{character}</text></svg>'))

    return drawn("响") != drawn("满")


def _chart(summary: Summary, language: str, texts: Texts, titled: bool) -> dict[str, object]:
    # Altair costs half a second to import; most processes never draw.
    import altair as alt

    months = list(summary.months[-TREND_MONTHS:])
    codes = [m.code for m in months]
    axis = alt.Axis(
        values=[0, 100],
        labelExpr="datum.value + ' %'",
        domain=False,
        ticks=False,
        labelColor=QUIET,
        labelFontSize=10,
        gridColor=LINE,
        minExtent=40,  # room for the words beside the last counts, the same in each panel
    )

    def panel(name: str, last: bool) -> alt.LayerChart:
        points: list[dict[str, object]] = []
        under: list[dict[str, object]] = []
        for row in months:
            rate: Rate = getattr(row.tally, name)
            says = texts.text(language, "summary-none")
            if rate.percent is not None:
                label = texts.text(language, "summary-percent", {"percent": rate.percent})
                point = {"month": row.code, "value": rate.percent, "label": label}
                points.append({**point, "few": rate.of < HOLLOW_BELOW, "high": rate.percent >= 50})
                says = texts.text(language, "summary-fraction", {"part": rate.part, "of": rate.of})
            if last:
                says += f"\n{row.tally.asked}\n{row.tally.answered}"
            under.append({"month": row.code, "says": says, "name": month_text(row.code, language, texts, short=True)})
        x = alt.X("month:O", sort=codes, axis=None, scale=alt.Scale(domain=codes))
        y = alt.Y("value:Q", scale=alt.Scale(domain=[0, 100]), axis=axis, title=None)
        base = alt.Chart({"values": points}).encode(x=x, y=y)
        fill = alt.condition("datum.few", alt.value(PAPER), alt.value(DEEP))
        # A label stands on the inner side of its point, clear of the lines at 0 and 100.
        labels = base.encode(text="label:N")
        below = alt.Chart({"values": under}).encode(x=x)
        layers = [
            base.mark_line(color=DEEP, strokeWidth=2),
            base.mark_point(stroke=DEEP, size=48, opacity=1, strokeWidth=2).encode(fill=fill),
            labels.transform_filter("datum.high").mark_text(dy=15, fontSize=12, fontWeight="bold", color=INK),
            labels.transform_filter("!datum.high").mark_text(dy=-13, fontSize=12, fontWeight="bold", color=INK),
            below.mark_text(baseline="top", fontSize=11, fontWeight="bold", color=INK).encode(
                y=alt.value(HEIGHT + 7), text="name:N"
            ),
            below.mark_text(baseline="top", fontSize=11, color=QUIET, lineBreak="\n", lineHeight=15).encode(
                y=alt.value(HEIGHT + 22), text="says:N"
            ),
        ]
        if last:
            words = [texts.text(language, f"summary-{what}-short") for what in ("asked", "answered")]
            said = alt.Chart({"values": [{"says": "\n".join(words)}]}).encode(x=alt.value(-4), text="says:N")
            layers.append(
                said.mark_text(
                    align="right", baseline="top", fontSize=11, color=QUIET, lineBreak="\n", lineHeight=15
                ).encode(y=alt.value(HEIGHT + 37))
            )
        title = texts.text(language, f"summary-{name}")
        means = texts.text(language, f"summary-{name}-means")
        titled = alt.TitleParams(title, subtitle=means, anchor="start", offset=12)
        return cast("alt.LayerChart", alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=titled))

    chart = alt.vconcat(*(panel(name, name == RATES[-1]) for name in RATES), spacing=26)
    if titled:
        args = {"unit": _called(summary, language, texts)}
        chart = chart.properties(
            title=alt.TitleParams(
                texts.text(language, "summary-chart", args),
                subtitle=texts.text(language, "summary-page-sample" if summary.sample else "summary-chart-note"),
                anchor="start",
                fontSize=15,
                offset=14,
            )
        )
    chart = (
        chart.configure(
            font=FONTS, background=PAPER, padding={"left": 8, "top": 8, "right": 12, "bottom": 8}, aria=False
        )
        .configure_view(stroke=None)
        .configure_title(fontSize=14, color=INK, subtitleColor=QUIET, subtitleFontSize=11)
    )
    return cast("dict[str, object]", chart.to_dict())

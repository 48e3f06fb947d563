"""The page a manager pulls: the three rates, who needs help, and the same numbers to take along."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from adapters.channels.ports import Sessions, Unavailable, Visitor
from adapters.pages.summary import (
    NoChineseFont,
    as_chart_png,
    as_chart_svg,
    as_csv,
    as_json,
    called,
    day_text,
    flagged,
    late,
    month_text,
    period_text,
    ranked,
    title_text,
    trend_start,
)
from adapters.texts import Texts
from cases.rates import Flag, Row, Summary, guarded
from cases.units import Unit, Units
from dialogs.say import Value

COOKIE = "frontdoor_session"
LANGUAGE_COOKIE = "frontdoor_language"  # what was chosen in the web chat
HERE = Path(__file__).parent
PERIODS = ("this-month", "last-month", "last-90", "own")
LOOKED_AT = 5  # units named at most for one thing
LONGEST_DAYS = 3 * 366
YEARS = range(2000, 2101)
CHINA = ZoneInfo("Asia/Shanghai")
HEADERS = {
    "content-security-policy": "default-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
}

Load = Callable[[date, date, str], Awaitable[Summary]]
"""The summary of the cases filed from a day to a day, both inclusive, of a unit and all below it."""


class NotUnderstood(Exception):
    """What was asked for makes no sense; `key` is the text that says so."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page shall show."""

    unit: str
    period: str
    start: date
    end: date


def summary_routes(
    *,
    load: Load,
    sessions: Sessions,
    texts: Texts,
    units: Units,
    clock: Callable[[], datetime],
    zone: tzinfo = CHINA,
) -> list[BaseRoute]:
    """The routes under /summary. `zone` says which day it is."""
    site = _Site(load, sessions, texts, units, clock, zone)
    return [
        Route("/summary", site.kindly(site.page)),
        Route("/summary.json", site.kindly(site.json)),
        Route("/summary.csv", site.kindly(site.csv)),
        Route("/summary.png", site.kindly(site.png)),
        Route("/summary/static/summary.css", _css),
    ]


async def _css(request: Request) -> Response:
    headers = {"x-content-type-options": "nosniff", "cache-control": "no-cache"}
    return FileResponse(HERE / "static" / "summary.css", media_type="text/css", headers=headers)


def tops(visitor: Visitor, units: Units) -> tuple[str, ...]:
    """The units whose subtrees somebody may see. Only a manager without units sees the whole district."""
    known = tuple(code for code in visitor.units if code in units)
    if visitor.role == "manager" and not visitor.units:
        return (units.district.code,)
    return known


def read_asked(query: Mapping[str, str], may: Sequence[str], units: Units, today: date) -> Asked:
    """What the address asks for. Raises NotUnderstood; a unit of others is answered like an unknown one."""
    unit = query.get("unit", "").strip() or may[0]
    if not any(_within(units, unit, top) for top in may):
        raise NotUnderstood("summary-bad-unit")
    own = query.get("start") or query.get("end")
    period = query.get("period") or ("own" if own else "this-month")
    first = today.replace(day=1)
    match period:
        case "this-month":
            return Asked(unit, period, first, today)
        case "last-month":
            end = first - timedelta(days=1)
            return Asked(unit, period, end.replace(day=1), end)
        case "last-90":
            return Asked(unit, period, today - timedelta(days=89), today)
        case "own":
            start, end = _day(query.get("start", "")), _day(query.get("end", ""))
            if end < start:
                raise NotUnderstood("summary-bad-order")
            if (end - start).days > LONGEST_DAYS:
                raise NotUnderstood("summary-bad-long")
            return Asked(unit, period, start, end)
    raise NotUnderstood("summary-bad-period")


def asked_language(request: Request, texts: Texts) -> str:
    """What ?lang= says, else what was chosen in the chat, else the first language of the browser that we speak."""
    chosen = request.query_params.get("lang", "") or request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen:
        return texts.nearest(chosen)
    weighed = []
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((float(weight or 1), tag.strip().lower()))
        except ValueError:
            continue
    for _, tag in sorted(weighed, key=lambda w: -w[0]):
        if tag.startswith(("zh", "en")):
            return texts.nearest(tag)
    return texts.nearest("")


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise NotUnderstood("summary-bad-date") from None
    if day.year not in YEARS:
        raise NotUnderstood("summary-bad-date")
    return day


def _within(units: Units, code: str, top: str) -> bool:
    return code in units and (units.within(code, top) or top == units.district.code)


@dataclass(frozen=True)
class _Link:
    """A choice of the unit picker, or a link."""

    value: str
    name: str
    chosen: bool = False


class _Site:
    """The handlers, with all that they need."""

    def __init__(
        self,
        load: Load,
        sessions: Sessions,
        texts: Texts,
        units: Units,
        clock: Callable[[], datetime],
        zone: tzinfo,
    ) -> None:
        self.load, self.sessions, self.texts, self.units = load, sessions, texts, units
        self.clock, self.zone = clock, zone
        self.drawing = asyncio.Lock()  # a chart takes a core for a moment; two at once help nobody
        self.jinja = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    # ── The four answers ──

    async def page(self, request: Request) -> Response:
        visitor = await self._visitor(request)
        if visitor is None:
            return self._door(request)
        may = tops(visitor, self.units)
        if not may:
            return self._notice(request, 403, "summary-403")
        try:
            asked = read_asked(request.query_params, may, self.units, self._today())
        except NotUnderstood as problem:
            return self._again(request, may, problem.key)
        summary = await self._load(visitor, asked.start, asked.end, asked.unit)
        trend = await self._load(visitor, trend_start(asked.end), asked.end, asked.unit)
        chart = ""
        if trend.months:
            async with self.drawing:
                chart = await run_in_threadpool(as_chart_svg, trend, self._language(request), self.texts)
        return self._sheet(request, asked, may, summary, trend, chart)

    async def json(self, request: Request) -> Response:
        found = await self._asked(request, as_data=True)
        if isinstance(found, Response):
            return found
        visitor, asked = found
        summary = await self._load(visitor, asked.start, asked.end, asked.unit)
        return JSONResponse(as_json(summary), headers=dict(HEADERS))

    async def csv(self, request: Request) -> Response:
        found = await self._asked(request)
        if isinstance(found, Response):
            return found
        visitor, asked = found
        summary = await self._load(visitor, asked.start, asked.end, asked.unit)
        body = as_csv(summary, self._language(request), self.texts)
        return Response(body, media_type="text/csv", headers=_download(asked, "csv"))

    async def png(self, request: Request) -> Response:
        found = await self._asked(request)
        if isinstance(found, Response):
            return found
        visitor, asked = found
        language = self._language(request)
        trend = await self._load(visitor, trend_start(asked.end), asked.end, asked.unit)
        async with self.drawing:
            try:
                picture = await run_in_threadpool(as_chart_png, trend, language, self.texts)
            except NoChineseFont:
                # The reader's machine has the font that ours has not.
                svg = await run_in_threadpool(as_chart_svg, trend, language, self.texts, True)
                return Response(svg, media_type="image/svg+xml", headers=_download(asked, "svg"))
        return Response(picture, media_type="image/png", headers=_download(asked, "png"))

    def kindly(self, handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """The handler, with a sentence instead of an error while the database is away."""

        async def handle(request: Request) -> Response:
            try:
                return await handler(request)
            except Unavailable:
                return self._notice(request, 503, "summary-503")

        return handle

    # ── Who asks, and for what ──

    async def _visitor(self, request: Request) -> Visitor | None:
        token = request.cookies.get(COOKIE, "")
        return await self.sessions.visitor(token) if token else None

    async def _asked(self, request: Request, as_data: bool = False) -> tuple[Visitor, Asked] | Response:
        """What a download shall hold, or the page (as data: the sentence) that says why not."""
        visitor = await self._visitor(request)
        may = tops(visitor, self.units) if visitor else ()
        status, key = (401, "summary-401") if visitor is None else (403, "summary-403")
        if visitor is not None and may:
            try:
                return visitor, read_asked(request.query_params, may, self.units, self._today())
            except NotUnderstood as problem:
                status, key = 400, problem.key
                if not as_data:
                    return self._again(request, may, key)
        if as_data:
            error = {"error": self.texts.text(self._language(request), key)}
            return JSONResponse(error, status, headers=dict(HEADERS))
        return self._notice(request, status, key)

    async def _load(self, visitor: Visitor, start: date, end: date, unit: str) -> Summary:
        summary = await self.load(start, end, unit)
        return summary if visitor.role == "manager" else guarded(summary)

    def _today(self) -> date:
        return self.clock().astimezone(self.zone).date()

    def _language(self, request: Request) -> str:
        return asked_language(request, self.texts)

    # ── Pages ──

    def _door(self, request: Request) -> Response:
        code = request.query_params.get("code", "")[:200]
        if not code:
            return self._notice(request, 401, "summary-401")
        return self._render(request, "summary_door.html", 200, code=code)

    def _notice(self, request: Request, status: int, key: str) -> Response:
        return self._render(request, "summary_notice.html", status, key=key)

    def _again(self, request: Request, may: Sequence[str], key: str) -> Response:
        """The form once more, with what was said and one sentence about it."""
        query, today = request.query_params, self._today()
        unit = query.get("unit", "")
        known = any(_within(self.units, unit, top) for top in may)
        own = bool(query.get("start") or query.get("end")) or query.get("period") == "own"
        asked = Asked(unit if known else may[0], "own" if own else "this-month", today.replace(day=1), today)
        return self._sheet(request, asked, may, problem=key)

    def _sheet(
        self,
        request: Request,
        asked: Asked,
        may: Sequence[str],
        summary: Summary | None = None,
        trend: Summary | None = None,
        chart: str = "",
        problem: str = "",
    ) -> Response:
        language, texts = self._language(request), self.texts
        asks = {"unit": asked.unit, "period": asked.period, "lang": language}
        if asked.period == "own":
            asks |= {"start": asked.start.isoformat(), "end": asked.end.isoformat()}

        def address(path: str, **other: str) -> str:
            kept = {k: v for k, v in asks.items() if k not in ("start", "end") or "period" not in other}
            return f"{path}?{urlencode({**kept, **other})}"

        def leads(row: Row) -> str:
            """Where a unit's name leads: to its own summary."""
            return address("/summary", unit=row.code) if row.code in self.units and row.code != asked.unit else ""

        return self._render(
            request,
            "summary.html",
            400 if problem else 200,
            asked=asked,
            problem=problem,
            typed_start=request.query_params.get("start", "")[:20] if problem else "",
            typed_end=request.query_params.get("end", "")[:20] if problem else "",
            summary=summary,
            trend=trend,
            chart=chart,
            looks=looks(summary) if summary else (),
            opened=Markup(" open") if request.query_params.get("all") else "",
            title=title_text(summary, language, texts) if summary else texts.text(language, "summary-page-pick"),
            period=period_text(summary, language, texts) if summary else "",
            as_of=day_text(summary.now.astimezone(self.zone).date(), language, texts) if summary else "",
            groups=self._picker(asked.unit, may, language),
            periods=PERIODS,
            sample=bool(summary and (summary.sample or (trend and trend.sample))),
            address=address,
            leads=leads,
            other=address("/summary", lang="zh-CN" if language == "en" else "en"),
            called_row=lambda row: called(row, summary.top if summary else "", language, texts),
            month=lambda code: month_text(code, language, texts),
        )

    def _picker(self, chosen: str, may: Sequence[str], language: str) -> list[tuple[str, list[_Link]]]:
        """The units to choose from: those one may see, with the villages of the chosen town only."""
        units = self.units
        town = units.town_of(chosen) if chosen in units else None
        seen = set(may)

        def links(some: Sequence[Unit]) -> list[_Link]:
            new = [u for u in some if u.code not in seen and any(_within(units, u.code, top) for top in may)]
            seen.update(u.code for u in new)
            return [_Link(u.code, u.called(language), u.code == chosen) for u in new]

        groups = [("", [_Link(c, units[c].called(language), c == chosen) for c in may])]
        groups.append(("summary-page-towns", links(units.towns())))
        villages: list[Unit] = []
        for code in dict.fromkeys((*(may if len(may) > 1 else ()), *((town.code,) if town else ()))):
            villages += units.villages(code)
        groups.append(("summary-page-villages", links(villages)))
        groups.append(("summary-page-departments", links(units.departments())))
        return [(key, some) for key, some in groups if some]

    def _render(self, request: Request, template: str, status: int, **values: object) -> Response:
        language = self._language(request)

        def t(key: str, **args: Value) -> str:
            return self.texts.text(language, key, args)

        html = self.jinja.get_template(template).render(t=t, language=language, **values)
        return HTMLResponse(html, status, headers={**HEADERS, "vary": "accept-language"})


def looks(summary: Summary) -> list[tuple[str, list[Row], str]]:
    """What a manager should look at, as (title, rows, which number): a handful each."""
    best, worst = ranked(summary, LOOKED_AT)
    return [
        ("worst", worst, "solved"),
        ("best", best, "solved"),
        ("late", late(summary)[:LOOKED_AT], "overdue"),
        ("improbable", flagged(summary, Flag.IMPROBABLE)[:LOOKED_AT], "satisfied"),
        ("low-answers", flagged(summary, Flag.LOW_ANSWERS)[:LOOKED_AT], "answers"),
    ]


def _download(asked: Asked, ending: str) -> dict[str, str]:
    name = f"frontdoor-{asked.unit}-{asked.start}-{asked.end}.{ending}"
    return {**HEADERS, "content-disposition": f'attachment; filename="{name}"'}

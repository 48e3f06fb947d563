"""All addresses of the web channel: the welcome page, the residents' chat, the staff's groups, and signing in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from adapters.channels.ports import Files, Log, Receive, Sessions, Unavailable, Wake
from adapters.channels.web.chat import Chat, TooLarge, body
from adapters.channels.web.doors import (
    SESSION_AGE_S,
    SESSION_COOKIE,
    NoEntry,
    ResidentDoor,
    StaffDoor,
    set_cookie,
    signed_in,
)
from adapters.channels.web.pages import Asset, Pages, read_assets
from adapters.channels.web.wire import Unreadable
from adapters.texts import Texts
from cases.units import Units

__all__ = ["signed_in", "web_routes"]

AFTER_SIGN_IN = ("/staff", "/summary")  # nowhere else, so that a link of ours never leads away
FORM_LIMIT_BYTES = 10_000


def web_routes(
    *,
    receive: Receive,
    log: Log,
    wake: Wake,
    files: Files,
    sessions: Sessions,
    texts: Texts,
    district_name: Mapping[str, str],
    units: Units,
    public_url: str = "",
    clock: Callable[[], datetime],
) -> list[BaseRoute]:
    """The routes of the web channel, busiest first. `district_name` is by language tag."""
    version, assets = read_assets()
    pages = Pages(texts, district_name, public_url, version)
    secure = public_url.startswith("https:")
    host = urlsplit(public_url).netloc
    staff_door = StaffDoor(sessions, units)
    residents = Chat(ResidentDoor(), receive, log, wake, files, texts, clock, host)
    staff = Chat(staff_door, receive, log, wake, files, texts, clock, host)
    site = Site(pages, sessions, staff_door, units, secure)
    shell = Shell(pages, version, assets)
    return [
        *residents.routes(),
        *staff.routes(),
        Route("/", site.home),
        Route("/chat", site.chat),
        Route("/staff", site.staff),
        Route("/sign-in", site.enter, methods=["GET"]),
        Route("/sign-in", site.sign_in, methods=["POST"]),
        Route("/sign-out", site.sign_out, methods=["POST"]),
        Route("/static/{version}/{name}", shell.asset),
        Route("/manifest.webmanifest", shell.manifest),
        Route("/sw.js", shell.worker),
    ]


@dataclass(frozen=True)
class Site:
    """The pages, and the door between them."""

    pages: Pages
    sessions: Sessions
    door: StaffDoor
    units: Units
    secure: bool

    async def home(self, request: Request) -> Response:
        """What this is, and the way in."""
        return self.pages.page(request, "home.html")

    async def chat(self, request: Request) -> Response:
        """A resident's chat."""
        response = self.pages.page(
            request, "chat.html", prefix="/chat", unit="", me="", heading="", places=(), staff=False
        )
        ResidentDoor.let_in(request, response, secure=self.secure)
        return response

    async def staff(self, request: Request) -> Response:
        """A unit's group chat; with ?code= the button that opens it."""
        if code := request.query_params.get("code"):
            return self.pages.enter(request, code, "/staff")
        try:
            visitor = await signed_in(request, self.sessions)
            if visitor is None:
                return self.pages.notice(request, 401, "link-needed", "link-ask")
            if visitor.role == "manager" and not visitor.units:
                return RedirectResponse("/summary", 303)
            unit = self.door.unit(visitor, request.query_params.get("unit", ""))
        except NoEntry:
            return self.pages.notice(request, 403, "not-yours", "error-not-your-unit")
        except Unavailable:
            return self.pages.notice(request, 503, "later", "error-later")
        language = self.pages.language(request)
        places = [(code, self.units[code].called(language)) for code in visitor.units if code in self.units]
        return self.pages.page(
            request,
            "chat.html",
            prefix="/staff",
            unit=unit,
            me=visitor.name,
            heading=self.units[unit].called(language),
            places=places,
            staff=True,
        )

    async def enter(self, request: Request) -> Response:
        """The same button for any page that needs a session: /sign-in?code=…&next=/summary."""
        code = request.query_params.get("code", "")
        if not code:
            return self.pages.notice(request, 401, "link-needed", "link-ask")
        return self.pages.enter(request, code, after_sign_in(request.query_params.get("next", "")))

    async def sign_in(self, request: Request) -> Response:
        """Use up a one-time code. A form on another site can't: browsers say where a form stands."""
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return self.pages.notice(request, 403, "link-needed", "error-elsewhere")
        try:
            form = parse_qs((await body(request, FORM_LIMIT_BYTES)).decode("utf-8", "replace"))
            code = form.get("code", [""])[0]
            opened = await self.sessions.sign_in(code) if code else None
        except (TooLarge, Unreadable, ValueError):
            opened = None
        except Unavailable:
            return self.pages.notice(request, 503, "later", "error-later")
        if opened is None:
            return self.pages.notice(request, 403, "link-used", "link-ask")
        token, _ = opened
        response = RedirectResponse(after_sign_in(form.get("next", [""])[0]), 303)
        response.headers["cache-control"] = "no-store"
        response.headers["referrer-policy"] = "no-referrer"
        set_cookie(response, SESSION_COOKIE, token, SESSION_AGE_S, secure=self.secure)
        return response

    async def sign_out(self, request: Request) -> Response:
        """End the session of this browser."""
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return self.pages.notice(request, 403, "link-needed", "error-elsewhere")
        try:
            if token := request.cookies.get(SESSION_COOKIE):
                await self.sessions.sign_out(token)
        except Unavailable:
            return self.pages.notice(request, 503, "later", "error-later")
        response = self.pages.notice(request, 200, "signed-out", "link-ask")
        response.delete_cookie(SESSION_COOKIE, path="/")
        return response


def after_sign_in(asked: str) -> str:
    """Where a sign-in leads: one of our own two pages, whatever was asked."""
    return asked if asked in AFTER_SIGN_IN else AFTER_SIGN_IN[0]


@dataclass(frozen=True)
class Shell:
    """The files that the pages are made of, and what makes them open without a signal."""

    pages: Pages
    version: str
    assets: Mapping[str, Asset]

    async def asset(self, request: Request) -> Response:
        """A script, style or picture. Its address changes with its content, so it is kept for good."""
        asset = self.assets.get(request.path_params["name"])
        if asset is None:
            return Response(status_code=404)
        current = request.path_params["version"] == self.version
        keep = "public, max-age=31536000, immutable" if current else "no-cache"
        return Response(
            asset.content,
            media_type=asset.media_type,
            headers={"cache-control": keep, "x-content-type-options": "nosniff"},
        )

    async def manifest(self, request: Request) -> Response:
        """What a phone needs to put the chat on its home screen."""
        language = self.pages.language(request)
        static = f"/static/{self.version}"
        sizes = (192, 512)
        manifest = {
            "name": self.pages.title(language),
            "short_name": self.pages.title(language)[:12],
            "lang": language,
            "start_url": "/chat",
            "scope": "/",
            "display": "standalone",
            "background_color": "#fbf6ee",
            "theme_color": "#fbf6ee",
            "icons": [
                {"src": f"{static}/icon-{s}.png", "sizes": f"{s}x{s}", "type": "image/png", "purpose": "any"}
                for s in sizes
            ],
        }
        return Response(
            json.dumps(manifest, ensure_ascii=False),
            media_type="application/manifest+json",
            headers={"cache-control": "no-cache", "x-content-type-options": "nosniff"},
        )

    async def worker(self, request: Request) -> Response:
        """The service worker, with the list of what it keeps."""
        kept = ["/chat", *(f"/static/{self.version}/{name}" for name in self.assets if name != "sw.js")]
        head = f'const VERSION = "{self.version}";\nconst SHELL = {json.dumps(kept)};\n'
        return Response(
            head.encode() + self.assets["sw.js"].content,
            media_type="text/javascript; charset=utf-8",
            headers={
                "cache-control": "no-cache",
                "x-content-type-options": "nosniff",
                "service-worker-allowed": "/",
            },
        )

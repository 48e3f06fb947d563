"""Who is asking: a resident by a random cookie, staff by the session that a one-time link opened."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Protocol
from urllib.parse import quote, urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response

from adapters.channels.ports import Sessions, Visitor
from adapters.channels.web.channel import CAPS, STAFF_CAPS
from adapters.channels.web.wire import Guest
from cases.units import Units
from dialogs.messages import Caps

PERSON_COOKIE = "frontdoor_person"
SESSION_COOKIE = "frontdoor_session"
LANGUAGE_COOKIE = "frontdoor_language"
PERSON = re.compile(r"[A-Za-z0-9_-]{32,64}")
PERSON_AGE_S = 400 * 24 * 3600  # browsers keep no cookie longer (RFC 6265bis)
SESSION_AGE_S = 30 * 24 * 3600  # the session itself may end earlier; that is for Sessions to say


class NoEntry(Exception):
    """Nobody we know (401), or somebody who may not be here (403). `key` is the text that says so."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status = status
        self.key = key


class Door(Protocol):
    """One of the two ways in: `prefix` of its addresses, and what its page can show."""

    prefix: str
    caps: Caps

    async def guest(self, connection: HTTPConnection) -> Guest:
        """Who is asking. Raises NoEntry."""
        ...

    def query(self, guest: Guest) -> str:
        """What the address of a file carries beside its path."""
        ...


class ResidentDoor:
    """Everybody gets a chat of their own, known by a random cookie."""

    prefix = "/chat"
    caps = CAPS

    async def guest(self, connection: HTTPConnection) -> Guest:
        """Who the cookie says. The chat's name is its hash: who reads a chat id somewhere can't open the chat."""
        cookie = connection.cookies.get(PERSON_COOKIE, "")
        if not PERSON.fullmatch(cookie):
            raise NoEntry(401, "page-error-open-again")
        person = hashlib.sha256(cookie.encode()).hexdigest()[:32]
        return Guest(f"p-{person}", person)

    def query(self, guest: Guest) -> str:
        """Nothing: the cookie says it all."""
        return ""

    @staticmethod
    def let_in(connection: HTTPConnection, response: Response, *, secure: bool) -> None:
        """Give a new person a cookie, and keep a known one's from growing old."""
        cookie = connection.cookies.get(PERSON_COOKIE, "")
        if not PERSON.fullmatch(cookie):
            cookie = secrets.token_urlsafe(32)
        set_cookie(response, PERSON_COOKIE, cookie, PERSON_AGE_S, secure=secure)


class StaffDoor:
    """Staff come in by a session, and only to their own units' groups."""

    prefix = "/staff"
    caps = STAFF_CAPS

    def __init__(self, sessions: Sessions, units: Units) -> None:
        self._sessions = sessions
        self._units = units

    async def guest(self, connection: HTTPConnection) -> Guest:
        """The visitor in the group of the unit that the address names; without a name, in their first."""
        visitor = await signed_in(connection, self._sessions)
        if visitor is None:
            raise NoEntry(401, "page-error-new-link")
        unit = self.unit(visitor, connection.query_params.get("unit", ""))
        return Guest(f"unit:{unit}", visitor.person, visitor.name)

    def unit(self, visitor: Visitor, asked: str) -> str:
        """The unit whose group is entered. Raises NoEntry for any that is not the visitor's."""
        mine = [code for code in visitor.units if code in self._units]
        unit = asked or (mine[0] if mine else "")
        if unit not in mine:
            raise NoEntry(403, "page-error-not-your-unit")
        return unit

    def query(self, guest: Guest) -> str:
        """The unit, because one visitor may be in several groups."""
        return f"?unit={quote(guest.chat.removeprefix('unit:'))}"


async def signed_in(connection: HTTPConnection, sessions: Sessions) -> Visitor | None:
    """Who the session cookie says; None without a good one."""
    token = connection.cookies.get(SESSION_COOKIE, "")
    return await sessions.visitor(token) if token else None


def set_cookie(response: Response, name: str, value: str, age_s: int, *, secure: bool) -> None:
    """A cookie that no script reads and no other site's form sends along."""
    response.set_cookie(name, value, max_age=age_s, path="/", secure=secure, httponly=True, samesite="lax")


def same_site(connection: HTTPConnection, own_host: str = "", *, required: bool = False) -> bool:
    """Whether a request comes from our own page, by its Origin. With `required` a missing one counts as foreign."""
    origin = connection.headers.get("origin")
    if origin is None:
        return not required
    host = urlsplit(origin).netloc if "//" in origin else ""
    return bool(host) and host in (connection.headers.get("host", ""), own_host)

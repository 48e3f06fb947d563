"""How the server says no."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bot_api.shapes import Json


class Refused(Exception):
    """A call is answered with an error, in Telegram's words. `fault` marks a mistake that no correct bot makes."""

    def __init__(self, description: str, status: int = 400, parameters: Json | None = None, fault: bool = False):
        super().__init__(description)
        self.description = description
        self.status = status
        self.parameters = parameters
        self.fault = fault

    def body(self) -> Json:
        """The answer as it goes over the wire."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad(what: str, fault: bool = False) -> Refused:
    """400 Bad Request."""
    return Refused(f"Bad Request: {what}", fault=fault)


def forbidden(what: str) -> Refused:
    """403 Forbidden."""
    return Refused(f"Forbidden: {what}", 403)


def conflict(what: str) -> Refused:
    """409 Conflict."""
    return Refused(f"Conflict: {what}", 409)


def too_many(retry_after_s: int) -> Refused:
    """429 Too Many Requests."""
    return Refused(f"Too Many Requests: retry after {retry_after_s}", 429, {"retry_after": retry_after_s})


@dataclass(frozen=True)
class Violation:
    """Something that must not have gone over the wire: a bot's bad request, or a bad answer or update of the server."""

    bot: str
    where: str  # a method, or "update"
    problem: str
    ours: bool = False  # the server's own mistake, not the bot's

    def __str__(self) -> str:
        return f"{self.bot}: {self.where}: {self.problem}"

"""The HTML pages, with the headers that keep them to themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response

from adapters.channels.web.chat import asked_language
from adapters.texts import LANGUAGES, Texts

HERE = Path(__file__).parent
STATIC = HERE / "static"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
LANGUAGE_NAMES = {"zh-CN": "中文", "en": "English"}
LANGUAGE_SIGNS = {"zh-CN": "中文", "en": "EN"}  # what fits a small screen beside the title


@dataclass(frozen=True)
class Asset:
    """A file of the page: its content and media type."""

    content: bytes
    media_type: str


def read_assets() -> tuple[str, dict[str, Asset]]:
    """All files of the page and a version that changes with any of them."""
    assets = {}
    digest = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        if path.suffix in TYPES:
            content = path.read_bytes()
            assets[path.name] = Asset(content, TYPES[path.suffix])
            digest.update(path.name.encode() + b"\0" + content)
    return digest.hexdigest()[:12], assets


class Pages:
    """Renders the templates. Build it once."""

    def __init__(self, texts: Texts, district_name: Mapping[str, str], public_url: str, version: str) -> None:
        self._texts = texts
        self._district_name = district_name
        self._version = version
        self._words = {language: texts.page(language) for language in LANGUAGES}
        self._jinja = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._headers = page_headers(public_url)

    def language(self, connection: HTTPConnection) -> str:
        """The language that a page is shown in."""
        return self._texts.nearest(asked_language(connection))

    def words(self, language: str) -> Mapping[str, str]:
        """The page's words in a language."""
        return self._words[language]

    def title(self, language: str) -> str:
        """The service's name: 荣昌区群众服务, Rongchang resident services."""
        district = self._district_name.get(language) or next(iter(self._district_name.values()), "")
        between = " " if language == "en" else ""
        return f"{district}{between}{self._words[language]['service']}"

    def page(self, connection: HTTPConnection, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """A page in the reader's language; nobody on the way keeps it."""
        language = self.language(connection)
        html = self._jinja.get_template(template).render(
            language=language,
            languages=LANGUAGES,
            language_names=LANGUAGE_NAMES,
            language_signs=LANGUAGE_SIGNS,
            words=self._words[language],
            all_words=self._words,
            titles={tongue: self.title(tongue) for tongue in LANGUAGES},
            title=self.title(language),
            static=f"/static/{self._version}",
            **values,
        )
        return HTMLResponse(html, status, headers=dict(self._headers))

    def notice(self, connection: HTTPConnection, status: int, heading: str, key: str) -> Response:
        """A page that says one kind thing. `heading` and `key` are names of page words."""
        return self.page(connection, "notice.html", status, heading=heading, key=key)

    def enter(self, connection: HTTPConnection, code: str, next_: str) -> Response:
        """The page behind a one-time link: one big button, so that a previewer that only looks uses nothing up."""
        return self.page(connection, "enter.html", code=code[:200], next=next_)


def page_headers(public_url: str) -> dict[str, str]:
    """The headers of every HTML page: no foreign code, no frame, no trace of an address, nothing kept."""
    url = urlsplit(public_url)
    sockets = f" {'wss' if url.scheme == 'https' else 'ws'}://{url.netloc}" if url.netloc else ""
    policy = (
        "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
        f"connect-src 'self'{sockets}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    return {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "permissions-policy": "geolocation=(self), microphone=(self), camera=(self)",
        "cache-control": "no-store",
        "cross-origin-opener-policy": "same-origin",
    }

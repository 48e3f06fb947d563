"""Settings: the environment and `.env`, read once, checked, with a sentence for each that is wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from adapters.channels.bot_api.api import SECRET, SERVER

PREFIX = "FRONTDOOR_"
ROOT = Path(__file__).parent.parent
TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{20,100}")
TELEGRAM = urlsplit(SERVER).hostname
HOOK_PORTS = (443, 80, 88, 8443)  # core.telegram.org/bots/api#setwebhook; an own server brings updates to any address


class WrongSetting(Exception):
    """A setting that can't be used; the message is one plain sentence that says what to mend."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. Each field NAME is read from FRONTDOOR_NAME; docs/operations.md describes every one of them."""

    district: str = str(ROOT / "deploy" / "rongchang")
    data: str = "var"
    database_url: str = ""
    desk_url: str = ""
    redis_url: str = ""
    public_url: str = ""
    telegram_residents_token: str = field(default="", repr=False)
    telegram_staff_token: str = field(default="", repr=False)
    telegram_api: str = SERVER
    telegram_secret: str = field(default="", repr=False)
    rasa_url: str = ""
    vectors: bool = True
    speech_model: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    sample: bool = False
    log: str = "json"

    @property
    def folder(self) -> Path:
        """Where the embedded databases and the files are kept."""
        return Path(self.data)

    @property
    def database(self) -> str:
        """The database's URL; an SQLite file unless set."""
        return self.database_url or f"sqlite+aiosqlite:///{self.folder / 'frontdoor.db'}"

    @property
    def desk(self) -> str:
        """The back office's database's URL; a second SQLite file unless set."""
        return self.desk_url or f"sqlite+aiosqlite:///{self.folder / 'desk.db'}"


DRIVERS = {"postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}


def load_settings(environment: Mapping[str, str] | None = None, env_file: Path | None = None) -> Settings:
    """Read the environment, then `.env` for what it does not say. Raises WrongSetting."""
    given = {**read_env_file(env_file or Path(".env")), **(os.environ if environment is None else environment)}
    values: dict[str, object] = {}
    for known in fields(Settings):
        name = f"{PREFIX}{known.name.upper()}"
        text = given.get(name, "").strip()
        if not text:
            continue
        if known.name == "port":
            if not (text.isascii() and text.isdigit()) or not 0 <= int(text) <= 65535:
                raise WrongSetting(f"{name} must be a port number from 0 to 65535, not “{text}”.")
            values[known.name] = int(text)
        elif known.name == "sample":
            if text.lower() not in ("1", "0", "true", "false", "yes", "no"):
                raise WrongSetting(f"{name} must be 1 or 0, not “{text}”.")
            values[known.name] = text.lower() in ("1", "true", "yes")
        elif known.name == "vectors":
            if text.lower() not in ("on", "off"):
                raise WrongSetting(f"{name} must be on or off, not “{text}”.")
            values[known.name] = text.lower() == "on"
        elif known.name in ("database_url", "desk_url"):
            values[known.name] = with_driver(name, text)
        else:
            values[known.name] = text
    settings = Settings(**values)  # type: ignore[arg-type]  # each value was made for its field above
    if settings.log not in ("json", "text"):
        raise WrongSetting(f"{PREFIX}LOG must be json or text, not “{settings.log}”.")
    check_telegram(settings)
    check_rasa(settings)
    return settings


def check_telegram(settings: Settings) -> None:
    """Tokens, the server and the secret. No sentence repeats a token or a secret. Raises WrongSetting."""
    tokens = {
        "TELEGRAM_RESIDENTS_TOKEN": settings.telegram_residents_token,
        "TELEGRAM_STAFF_TOKEN": settings.telegram_staff_token,
    }
    for name, token in tokens.items():
        if token and not TOKEN.fullmatch(token):
            raise WrongSetting(f"{PREFIX}{name} is no bot token; @BotFather gives one, such as 123456:ABC-DEF….")
    if settings.telegram_staff_token and settings.telegram_staff_token == settings.telegram_residents_token:
        raise WrongSetting("The residents' and the staff's bot need a token each: two bots, made with @BotFather.")
    if not settings.telegram_api.startswith(("https://", "http://")):
        raise WrongSetting(f"{PREFIX}TELEGRAM_API must begin with https:// or http://, as https://api.telegram.org.")
    if settings.telegram_secret and not SECRET.fullmatch(settings.telegram_secret):
        raise WrongSetting(f"{PREFIX}TELEGRAM_SECRET may have 1 to 256 letters, digits, _ and - and nothing else.")
    if any(tokens.values()) and settings.public_url and not settings.telegram_secret:
        raise WrongSetting(
            f"{PREFIX}TELEGRAM_SECRET is not set: with {PREFIX}PUBLIC_URL Telegram brings messages to us, and anybody "
            "could bring forged ones; set it to a long random word."
        )
    telegrams_own = urlsplit(settings.telegram_api).hostname == TELEGRAM
    if any(tokens.values()) and settings.public_url and telegrams_own and not takes_hooks(settings.public_url):
        raise WrongSetting(
            f"{PREFIX}PUBLIC_URL must begin with https:// and have port 443, 80, 88 or 8443, or none: Telegram brings "
            f"messages nowhere else, and the bots would hear nothing at “{settings.public_url}”."
        )


def check_rasa(settings: Settings) -> None:
    """The Rasa server's address. Raises WrongSetting."""
    try:
        parts = urlsplit(settings.rasa_url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        good = good and not (parts.query or parts.fragment or parts.username) and settings.rasa_url.isprintable()
    except ValueError:  # a port that is no number
        good = False
    if settings.rasa_url and not good:
        raise WrongSetting(f"{PREFIX}RASA_URL must be an address such as http://127.0.0.1:5005, and nothing more.")


def takes_hooks(url: str) -> bool:
    """Whether Telegram brings updates to an address."""
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and bool(parts.hostname) and (parts.port or 443) in HOOK_PORTS
    except ValueError:  # a port that is no number
        return False


def with_driver(name: str, url: str) -> str:
    """A database URL with the driver that we use: postgresql://… becomes postgresql+asyncpg://…."""
    scheme, separator, rest = url.partition("://")
    driver = DRIVERS.get(scheme.partition("+")[0])
    if not separator or driver is None:
        raise WrongSetting(f"{name} must begin with postgresql:// or sqlite:///.")
    if scheme.startswith("sqlite") and rest.partition("?")[0].strip("/") in ("", ":memory:"):
        raise WrongSetting(f"{name} must name a file, such as sqlite:///var/frontdoor.db: memory forgets.")
    return f"{driver}://{rest}"


def read_env_file(path: Path) -> dict[str, str]:
    """Lines of NAME=value; # begins a comment line; quotes around a value are taken off."""
    if not path.is_file():
        return {}
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.strip().partition("=")
        if separator and not name.startswith("#"):
            found[name.strip().removeprefix("export ").strip()] = value.strip().strip("\"'")
    return found

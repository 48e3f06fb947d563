"""Settings from the environment and `.env`; what is wrong is named in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, WrongSetting, load_settings


def load(tmp_path: Path, env_file: str = "", **given: str) -> Settings:
    file = tmp_path / ".env"
    file.write_text(env_file, encoding="utf-8")
    return load_settings({f"FRONTDOOR_{name}": value for name, value in given.items()}, file)


def test_without_any_setting_everything_is_in_one_folder(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.database == "sqlite+aiosqlite:///var/frontdoor.db"
    assert settings.desk == "sqlite+aiosqlite:///var/desk.db"
    assert (settings.host, settings.port, settings.sample) == ("127.0.0.1", 8000, False)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = "# a comment\n\nexport FRONTDOOR_PORT='9000'\nFRONTDOOR_DATA=\"/srv/a b\"\nFRONTDOOR_SAMPLE=yes\nOTHER=1\n"
    settings = load(tmp_path, file, PORT="9001")
    assert (settings.port, settings.data, settings.sample) == (9001, "/srv/a b", True)


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("postgresql://a@b/c", "postgresql+asyncpg://a@b/c"),
        ("postgres://a@b/c", "postgresql+asyncpg://a@b/c"),
        ("postgresql+psycopg://a@b/c", "postgresql+asyncpg://a@b/c"),
        ("sqlite:////srv/x.db", "sqlite+aiosqlite:////srv/x.db"),
    ],
)
def test_a_database_is_named_as_everybody_names_it(tmp_path: Path, url: str, used: str) -> None:
    assert load(tmp_path, DATABASE_URL=url).database == used


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", "８０"),
        ("PORT", "²"),
        ("SAMPLE", "2"),
        ("LOG", "xml"),
        ("DATABASE_URL", "frontdoor.db"),
        ("DESK_URL", "mysql://a/b"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("RASA_URL", "rasa:5005"),
        ("RASA_URL", "http://"),
        ("RASA_URL", "http://rasa:port"),
        ("RASA_URL", "ftp://rasa"),
        ("RASA_URL", "http://rasa:5005/?token=x"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=f"FRONTDOOR_{name}"):
        load(tmp_path, **{name: value})


TOKEN = "123456:" + "A" * 35
HOOK = {"TELEGRAM_SECRET": "a-secret-word", "TELEGRAM_STAFF_TOKEN": TOKEN}


@pytest.mark.parametrize(
    "url",
    ["https://door.example", "https://door.example:8443/a", "https://door.example:88", "https://door.example:443"],
)
def test_an_address_that_telegram_reaches(tmp_path: Path, url: str) -> None:
    assert load(tmp_path, PUBLIC_URL=url, **HOOK).public_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://10.1.2.3:8000",
        "http://door.example",
        "https://door.example:8000",
        "door.example",
        "https://a:b",
        "https://",
    ],
)
def test_an_address_that_telegram_never_reaches_is_named(tmp_path: Path, url: str) -> None:
    with pytest.raises(WrongSetting, match="FRONTDOOR_PUBLIC_URL must begin with https:// and have port 443") as wrong:
        load(tmp_path, PUBLIC_URL=url, **HOOK)
    assert TOKEN not in str(wrong.value)
    assert load(tmp_path, PUBLIC_URL=url).public_url == url  # no bot, no webhook
    own = load(tmp_path, PUBLIC_URL=url, TELEGRAM_API="http://127.0.0.1:8081", **HOOK)
    assert own.public_url == url

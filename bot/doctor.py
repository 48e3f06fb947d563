"""`frontdoor doctor`: looks at everything that a deployment needs and says what to mend."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.app import App, build
from bot.settings import Settings
from cases.units import Level
from storage.migrate import current, newest

Say = Callable[[str], None]


class Amiss(Exception):
    """Something to mend; the message says what and how."""


async def examine(settings_of: Callable[[], Settings], say: Say) -> bool:
    """Run all checks; True if nothing is amiss. A check that fails does not keep the others from running."""
    settings = settings_of()
    app = build(settings)
    good = True
    checks: tuple[tuple[str, Callable[[], Awaitable[str]]], ...] = (
        ("district", lambda: district(app)),
        ("texts", lambda: texts(app)),
        ("folder", lambda: folder(settings)),
        ("database", lambda: database(app)),
        ("desk", lambda: desk(app)),
        ("units", lambda: units(app)),
        ("web", lambda: web(settings)),
    )
    for name, check in checks:
        try:
            say(f"ok    {name}: {await check()}")
        except Amiss as amiss:
            good = False
            say(f"mend  {name}: {amiss}")
        except Exception as error:
            good = False
            say(f"mend  {name}: does not answer ({type(error).__name__})")
    await app.close()
    return good


async def district(app: App) -> str:
    """The deployment's data were read when the app was built; its calendar may lack a year."""
    district = app.district
    year = app.clock().astimezone(district.zone).date().year
    if not any(day.startswith(str(year)) for day in district.rest_days):
        raise Amiss(f"district.yml names no rest days for {year}; deadlines count its holidays as working days.")
    units = district.units.by_code.values()
    villages = sum(u.level is Level.VILLAGE for u in units)
    return f"{district.called('en')}, {villages} villages, {len(district.catalogue.by_code)} services"


async def texts(app: App) -> str:
    """Both languages say the same things."""
    missing = app.texts.keys("zh-CN") ^ app.texts.keys("en")
    if missing:
        raise Amiss(f"these texts stand in one language only: {', '.join(sorted(missing)[:5])}.")
    return f"{len(app.texts.keys('en'))} texts in two languages"


async def folder(settings: Settings) -> str:
    """Photos need a folder that can be written."""
    probe = settings.folder / ".probe"
    try:
        write_probe(probe)
    except OSError:
        raise Amiss(f"the folder {settings.folder} can't be written; set FRONTDOOR_DATA to one that can.") from None
    return str(settings.folder)


def write_probe(probe: Path) -> None:
    """Write a file and take it away again."""
    probe.parent.mkdir(parents=True, exist_ok=True)
    probe.write_bytes(b"ok")
    probe.unlink()


async def database(app: App) -> str:
    """The database answers and is of this release."""
    found = await current(app.store.engine)
    if found != newest():
        raise Amiss("is not up to date; run `frontdoor migrate`.")
    backlog = await app.store.backlog()
    if backlog["failed"]:
        raise Amiss(f"{backlog['failed']} messages could not be worked; their rows in `inbox` say why in `failed`.")
    return f"{app.store.engine.dialect.name}, {backlog['inbox']} messages wait, {backlog['outbox']} to be sent"


async def desk(app: App) -> str:
    """The back office's database answers."""
    if app.desk is None:
        raise Amiss("none is set.")
    waiting = await app.desk.answers(1000)
    return f"answers; {len(waiting)} of its answers wait"


async def units(app: App) -> str:
    """Every unit should have somebody on duty; without the district's own group alarms reach nobody."""
    async with app.store.look() as work:
        bound = await work.on_duty()
    top = app.district.units.district
    if top.code not in bound:
        raise Amiss(f"{top.name} has no group; make one with `frontdoor link --unit {top.code}`, for alarms end there.")
    discipline = app.district.department(app.district.discipline)
    if discipline and discipline.code not in bound:
        raise Amiss(f"nobody is on duty for sealed reports; use `frontdoor link --unit {discipline.code}`.")
    return f"{len(bound)} units have a group"


async def web(settings: Settings) -> str:
    """A public address should be https, or cookies and microphones do not work."""
    if settings.public_url and not settings.public_url.startswith("https://"):
        raise Amiss("FRONTDOOR_PUBLIC_URL should begin with https://; phones give no microphone or location without.")
    return settings.public_url or f"http://{settings.host}:{settings.port} (this machine only)"

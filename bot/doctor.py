"""`frontdoor doctor`: looks at everything that a deployment needs and says what to mend."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from adapters.channels.ports import Blocked, Gone, Misconfigured, Moved, Throttled, Transient
from adapters.channels.telegram_staff.channel import NAME as STAFF
from adapters.hearing.ports import NotHeard
from adapters.hearing.process import ListenerProcess
from adapters.nlu.examples import BrokenExamples
from adapters.nlu.rasa import NoAnswer, RasaEngine
from adapters.nlu.rasa_files import made_now
from bot.app import App, build
from bot.settings import Settings
from cases.units import Level
from storage.lessons import LessonBook
from storage.migrate import current, newest

if TYPE_CHECKING:
    from adapters.channels.telegram_staff.api import StaffApi, Standing
    from bot.bots import Bot

Say = Callable[[str], None]


class Amiss(Exception):
    """Something to mend; the messages say what and how, one line each."""


async def examine(settings_of: Callable[[], Settings], say: Say) -> bool:
    """Run all checks; True if nothing is amiss. A check that fails does not keep the others from running."""
    settings = settings_of()
    app = build(settings, with_bots=True)
    good = True
    checks: tuple[tuple[str, Callable[[], Awaitable[str]]], ...] = (
        ("district", lambda: district(app)),
        ("texts", lambda: texts(app)),
        ("understanding", lambda: understanding(app)),
        *((("rasa", partial(rasa, engine)),) if isinstance(engine := app.engine, RasaEngine) else ()),
        ("voice", lambda: voice(app)),
        ("folder", lambda: folder(settings)),
        ("database", lambda: database(app)),
        ("desk", lambda: desk(app)),
        ("units", lambda: units(app)),
        ("learning", lambda: learning(app)),
        ("web", lambda: web(settings)),
        *((bot.channel.name, partial(examine_bot, bot)) for bot in app.bots),
        *(((f"{STAFF} groups", partial(groups, app, bot))) for bot in app.bots if bot.channel.name == STAFF),
    )
    for name, check in checks:
        try:
            say(f"ok    {name}: {await check()}")
        except Amiss as amiss:
            good = False
            for what in amiss.args:
                say(f"mend  {name}: {what}")
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
    counts = f"{len(district.catalogue.by_code)} services, {len(district.answers)} ready answers"
    return f"{district.called('en')}, {villages} villages, {counts}"


async def texts(app: App) -> str:
    """Both languages say the same things."""
    missing = app.texts.keys("zh-CN") ^ app.texts.keys("en")
    if missing:
        raise Amiss(f"these texts stand in one language only: {', '.join(sorted(missing)[:5])}.")
    return f"{len(app.texts.keys('en'))} texts in two languages"


async def understanding(app: App) -> str:
    """Without its trained models the engine still works by rules, and understands less."""
    if amiss := await asyncio.to_thread(app.engine.load):
        raise Amiss(f"{amiss}.")
    return "rules and trained models"


async def rasa(engine: RasaEngine) -> str:
    """Whether the Rasa server answers, and was trained on the examples that are there now."""
    try:
        model = await engine.trained()
        began = time.perf_counter()
        await engine.parse("路灯坏了")
        took_ms = (time.perf_counter() - began) * 1000
    except NoAnswer as reason:
        raise Amiss(f"{reason} at {engine.url}; the embedded engine answers meanwhile. Start the server.") from None
    try:
        _, wanted = await asyncio.to_thread(made_now)
    except (BrokenExamples, OSError):  # an installed program has no examples to compare with
        return f"{model} answers in {took_ms:.0f} ms"
    if wanted not in model:
        raise Amiss(f"its model {model} was trained on other examples; run `make rasa` and start the server again.")
    return f"{model} answers in {took_ms:.0f} ms"


async def voice(app: App) -> str:
    """Whether voice notes get their words: the libraries are there, and the model can be read."""
    if not isinstance(hearing := app.ears.hearing, ListenerProcess):
        return "no model is set; staff listen to voice notes (FRONTDOOR_SPEECH_MODEL)"
    missing = [name for name in ("av", "numpy", "sherpa_onnx") if find_spec(name) is None]
    if missing:
        raise Amiss(f"the library {missing[0]} is missing; install Front Door with its extra “voice” (operations.md).")
    try:
        kind = await hearing.load()
    except NotHeard as why:
        raise Amiss(
            f"the model of FRONTDOOR_SPEECH_MODEL can't be read{str(why).removeprefix('no-engine')}; until it can, "
            "staff listen to voice notes."
        ) from None
    return f"{kind}, {hearing.folder.name}"


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


async def learning(app: App) -> str:
    """How many corrections a clerk has not looked at; nothing is amiss with any number of them."""
    count = await LessonBook(app.store.engine).count()
    if not count:
        return "no correction waits"
    return f"{count} correction{' waits' if count == 1 else 's wait'} for `frontdoor learn`"


async def web(settings: Settings) -> str:
    """A public address should be https, or cookies and microphones do not work."""
    if settings.public_url and not settings.public_url.startswith("https://"):
        raise Amiss("FRONTDOOR_PUBLIC_URL should begin with https://; phones give no microphone or location without.")
    return settings.public_url or f"http://{settings.host}:{settings.port} (this machine only)"


async def examine_bot(bot: Bot) -> str:
    """A Telegram bot: its token, where its updates go, and what it hears in groups."""
    try:
        me = await bot.api.me()
        hook = await bot.api.hook()
    except Misconfigured:
        raise Amiss(f"the token is refused; ask @BotFather for it and set FRONTDOOR_{token_of(bot)}.") from None
    except Throttled as error:
        raise Amiss(f"the service asks us to wait {error.wait_s:.0f} s; look again then.") from None
    except Transient:
        raise Amiss("the service does not answer; check FRONTDOOR_TELEGRAM_API and the way out to it.") from None
    wanted = bot.hook_url
    if hook.url and not wanted:
        raise Amiss(
            "a webhook is set, so that polling brings nothing; `frontdoor serve` takes it away when it starts, unless "
            "another program sets it again."
        )
    if wanted and not hook.url:
        raise Amiss("no webhook is set yet; `frontdoor serve` sets it when it starts.")
    if wanted and hook.url != wanted:
        raise Amiss(
            "its webhook leads to another address; two programs share this token, or FRONTDOOR_PUBLIC_URL has changed "
            "and `frontdoor serve` was not started again."
        )
    if hook.error and hook.waiting:
        raise Amiss(f"Telegram can't bring messages to {wanted}: {hook.error}.")
    if bot.channel.name == STAFF and me.reads_all:
        raise Amiss(
            f"@{me.username} has privacy mode off, so that it is brought all that is said in its groups; turn it on "
            "with /setprivacy at @BotFather, then take the bot out of each group and add it again."
        )
    way = "webhook" if wanted else "polling"
    before = f" (the last trouble, now over: {hook.error})" if hook.error else ""
    return f"@{me.username}, by {way}, {hook.waiting} updates wait{before}"


def token_of(bot: Bot) -> str:
    """The setting that holds a bot's token."""
    return "TELEGRAM_STAFF_TOKEN" if bot.channel.name == STAFF else "TELEGRAM_RESIDENTS_TOKEN"


async def groups(app: App, bot: Bot) -> str:
    """Whether we are still in each unit's group, and may do there what we need."""
    async with app.store.look() as work:
        bound = await work.groups_on(STAFF)
    faults = [fault for unit, chat in bound if (fault := await fault_in(app, bot, unit, chat))]
    if faults:
        raise Amiss(*faults)
    return f"{len(bound)} groups" if bound else "no group is bound yet (docs/telegram.md)"


async def fault_in(app: App, bot: Bot, unit: str, chat: str) -> str:
    """What is to be mended in one group; empty if nothing is."""
    name = app.district.units[unit].name if unit in app.district.units else unit
    try:
        standing = await standing_in(cast("StaffApi", bot.api), chat)
    except (Blocked, Gone):
        return (
            f"the bot is no longer in the group of {name}; add it again, and bind the group with the code from "
            f"`frontdoor link --role bind --unit {unit}`."
        )
    except (Throttled, Transient):
        return f"the service does not say how the bot stands in the group of {name}; look again later."
    if not standing.can_send:
        return f"the bot may not write in the group of {name}; let it, in the group's permissions."
    if not standing.can_photos:
        return f"the bot may not send photos in the group of {name}; let it, in the group's permissions."
    if standing.forum and not standing.can_topics:
        return (
            f"the group of {name} has topics, but the bot may not make any; make it an administrator with “Manage "
            "topics”, or all its cases stand in General."
        )
    return ""


async def standing_in(api: StaffApi, chat: str) -> Standing:
    """How we stand in a group, wherever it went: `frontdoor serve` notes its new id with the next message."""
    try:
        return await api.standing(chat)
    except Moved as moved:
        return await api.standing(moved.chat)

"""The command line. Exit 0 good, 1 a fault, 2 wrong usage; errors on standard error in one plain sentence."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.app import App
    from bot.settings import Settings

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Front Door: residents write to the government where they already chat.",
)
ROLES = ("all", "receive", "work", "send", "watch")
FORMATS = ("text", "json", "csv", "png")


def main() -> None:
    """Run a command; what goes wrong is said in one sentence."""
    try:
        code = cli(standalone_mode=False)
    except typer.Abort:
        code = 1
    except Exception as error:
        code = explain(error)
    sys.exit(code if isinstance(code, int) else 0)


def explain(error: Exception) -> int:
    """One sentence on standard error, and the exit code: 2 where the call was wrong, else 1."""
    usage = hasattr(error, "exit_code") and hasattr(error, "format_message")
    sentence = error.format_message() if usage else known_fault(error)  # type: ignore[attr-defined]
    print(f"frontdoor: {sentence}", file=sys.stderr)  # noqa: T201  # this is where errors belong
    return 2 if usage else 1


def known_fault(error: Exception) -> str:
    """What to say of a fault: our own sentences as they are, others by their kind."""
    from adapters.district import DistrictError
    from adapters.texts import BrokenText
    from bot.settings import WrongSetting
    from storage.database import is_gone

    if isinstance(error, WrongSetting | DistrictError | BrokenText):
        return str(error)
    if is_gone(error) or isinstance(error, ConnectionError):
        return "The database does not answer; check FRONTDOOR_DATABASE_URL and whether it is running and has room."
    return f"Something went wrong that should not ({type(error).__name__}); run with FRONTDOOR_LOG=text for more."


def settings_of() -> Settings:
    """The settings, and the logs set up as they say."""
    from bot.logs import set_up
    from bot.settings import load_settings

    settings = load_settings()
    set_up(settings.log)
    return settings


def say(text: str) -> None:
    """A line on standard output, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@cli.command()
def serve(
    role: Annotated[str, typer.Option(help="all, receive, work, send or watch")] = "all",
    host: Annotated[str, typer.Option(help="address to listen on")] = "",
    port: Annotated[int, typer.Option(help="port to listen on; 0 takes a free one")] = -1,
) -> None:
    """Run Front Door."""
    from bot.app import build
    from bot.serve import serve as run

    if role not in ROLES:
        raise typer.BadParameter(f"the role must be one of {', '.join(ROLES)}, not “{role}”.")
    settings = settings_of()
    app = build(settings)

    async def go() -> None:
        await app.start()
        await app.put_units()
        links = await sample_links(app) if settings.sample and role == "all" else []

        def ready(actual: int) -> None:
            base = settings.public_url or f"http://{host or settings.host}:{actual}"
            say(f"Front Door · {app.district.called('zh-CN')} · {base}/chat")
            for title, path in links:
                say(f"  {title}\n    {base}{path}")

        await run(app, role, host or settings.host, settings.port if port < 0 else port, ready)

    asyncio.run(go())


async def sample_links(app: App) -> list[tuple[str, str]]:
    """The sample town: its invented history, and a one-time link for each of its people."""
    from bot.sample_town import open_town

    return await open_town(app)


@cli.command()
def chat(
    lang: Annotated[str, typer.Option(help="zh-CN or en")] = "zh-CN",
    person: Annotated[str, typer.Option(help="who is talking: any short name")] = "me",
) -> None:
    """Talk to Front Door in the terminal, as a resident. Reads lines from standard input."""
    from bot.app import build
    from bot.terminal import chat as talk

    if lang not in ("zh-CN", "en"):
        raise typer.BadParameter(f"the language must be zh-CN or en, not “{lang}”.")
    if not person.isprintable() or not 0 < len(person) <= 60:
        raise typer.BadParameter("the person must be a short printable name.")
    app = build(settings_of(), with_desk=False)

    async def go() -> None:
        await app.start()
        try:
            await talk(app, person, lang, lambda text: say(f"{text}\n"))
        finally:
            await app.close()

    asyncio.run(go())


@cli.command()
def understand(
    engine: Annotated[str, typer.Option(help="embedded")] = "embedded",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="one JSON object a line (the default as well)")] = False,
) -> None:
    """Say what lines of text mean: one JSON object for each line of standard input."""
    from adapters.district import load_district
    from adapters.nlu.embedded import EmbeddedEngine
    from storage.codec import plain

    del jsonl  # there is no other form
    if engine != "embedded":
        raise typer.BadParameter(f"the engine “{engine}” is not there; use embedded.")
    reader = EmbeddedEngine(load_district(Path(settings_of().district)))
    for raw in sys.stdin.buffer:
        text = raw.decode("utf-8", errors="replace").rstrip("\r\n")
        say(json.dumps(plain(reader.read(text)), ensure_ascii=False))


@cli.command()
def summary(
    start: Annotated[str, typer.Option("--from", help="first day, YYYY-MM-DD; 30 days before the last one")] = "",
    end: Annotated[str, typer.Option("--to", help="last day, YYYY-MM-DD; today")] = "",
    unit: Annotated[str, typer.Option(help="a unit's code; the whole district")] = "",
    format: Annotated[str, typer.Option(help="text, json, csv or png")] = "text",
    lang: Annotated[str, typer.Option(help="zh-CN or en")] = "zh-CN",
) -> None:
    """Print the ratings of a period: cases, the three rates with their denominators, how many answered."""
    from adapters.pages.summary import as_chart_png, as_csv, as_json, as_text
    from bot.app import build

    if format not in FORMATS:
        raise typer.BadParameter(f"the format must be one of {', '.join(FORMATS)}, not “{format}”.")
    app = build(settings_of(), with_desk=False)
    last = day_of("--to", end) or app.clock().astimezone(app.district.zone).date()
    first = day_of("--from", start) or last - timedelta(days=30)
    if first > last:
        raise typer.BadParameter("--from must not be after --to.")
    code = unit or app.district.units.district.code
    if code not in app.district.units:
        raise typer.BadParameter(f"there is no unit with the code “{code}”.")

    async def go() -> None:
        await app.start()
        try:
            counted = await app.summary(first, last, code)
        finally:
            await app.close()
        match format:
            case "json":
                say(json.dumps(as_json(counted), ensure_ascii=False, indent=2))
            case "csv":
                sys.stdout.buffer.write(as_csv(counted, lang, app.texts))
            case "png":
                sys.stdout.buffer.write(as_chart_png(counted, lang, app.texts))
            case _:
                say(as_text(counted, lang, app.texts))

    asyncio.run(go())


def day_of(option: str, text: str) -> date | None:
    """A day given on the command line."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{option} must be a day such as 2026-11-30, not “{text}”.") from None


@cli.command()
def link(
    unit: Annotated[str, typer.Option(help="the unit's code")] = "",
    role: Annotated[str, typer.Option(help="staff, manager or bind (a code that a group chat types)")] = "staff",
    name: Annotated[str, typer.Option(help="whose link it is; shown beside what they write")] = "",
) -> None:
    """Make a one-time link for a unit's staff or a manager, or a one-time code that binds a group chat to a unit."""
    from bot.app import build

    settings = settings_of()
    app = build(settings, with_desk=False)
    if role not in ("staff", "manager", "bind"):
        raise typer.BadParameter(f"the role must be staff, manager or bind, not “{role}”.")
    if unit not in app.district.units and (unit or role != "manager"):
        raise typer.BadParameter(f"there is no unit with the code “{unit}”.")

    async def go() -> None:
        await app.start()
        try:
            code = await app.store.new_code(role, unit, name or (app.district.units[unit].short if unit else role))
        finally:
            await app.close()
        base = settings.public_url or f"http://{settings.host}:{settings.port}"
        page = "summary" if role == "manager" else "staff"
        say(code if role == "bind" else f"{base}/{page}?code={code}")

    asyncio.run(go())


@cli.command("migrate")
def migrate_all() -> None:
    """Bring the database and the back office's database up to date."""
    from bot.app import build

    app = build(settings_of())

    async def go() -> None:
        try:
            await app.start()
        finally:
            await app.close()

    asyncio.run(go())
    say("up to date")


@cli.command()
def doctor() -> None:
    """Check settings, database, desk and channels; say what to mend."""
    from bot.doctor import examine

    good = asyncio.run(examine(settings_of, say))
    raise typer.Exit(0 if good else 1)

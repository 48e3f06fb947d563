"""The command line. Exit 0 good, 1 a fault, 2 wrong usage; errors on standard error in one plain sentence.

The standard library's argparse, because `chat` must answer within a second and a half: docs/adr/0008.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from adapters.nlu.embedded import EmbeddedEngine
    from bot.app import App
    from bot.settings import Settings
    from cases.district import District
    from dialogs.understanding import Understanding

ROLES = ("all", "receive", "work", "send", "watch")
ENGINES = ("embedded", "rasa")
FORMATS = ("text", "json", "csv", "png")
LANGUAGES = ("zh-CN", "en")


class Usage(Exception):
    """The call's words are off; the message says how."""


class Parser(argparse.ArgumentParser):
    """argparse whose complaint is one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise Usage instead of printing and leaving."""
        raise Usage(f"{message}; see `{self.prog} --help`.")


def parser() -> Parser:
    """All commands and their options."""
    top = Parser(prog="frontdoor", description="Front Door: residents write to the government where they already chat.")
    commands = top.add_subparsers(dest="command", required=True, parser_class=Parser, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run Front Door")
    serve.add_argument("--role", choices=ROLES, default="all", help="which running parts; all of them by default")
    serve.add_argument("--host", default="", help="address to listen on")
    serve.add_argument("--port", type=int, default=-1, help="port to listen on; 0 takes a free one")
    serve.set_defaults(run=run_serve)

    chat = commands.add_parser("chat", help="talk to Front Door in the terminal, as a resident")
    chat.add_argument("--lang", choices=LANGUAGES, default="zh-CN", help="the language to begin in")
    chat.add_argument("--person", default="me", help="who is talking: any short name")
    chat.set_defaults(run=run_chat)

    understand = commands.add_parser("understand", help="say what lines of text mean, as JSON")
    understand.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help="which engine reads them")
    understand.add_argument("--jsonl", action="store_true", help="one JSON object a line (there is no other form)")
    understand.set_defaults(run=run_understand)

    summary = commands.add_parser("summary", help="print the ratings of a period")
    summary.add_argument("--from", dest="start", default="", help="first day, YYYY-MM-DD; 30 days before the last one")
    summary.add_argument("--to", dest="end", default="", help="last day, YYYY-MM-DD; today")
    summary.add_argument("--unit", default="", help="a unit's code; the whole district")
    summary.add_argument("--format", choices=FORMATS, default="text", help="text by default")
    summary.add_argument("--lang", choices=LANGUAGES, default="zh-CN", help="the language of the words in it")
    summary.set_defaults(run=run_summary)

    link = commands.add_parser("link", help="make a one-time link for staff or a manager, or a code that binds a group")
    link.add_argument("--unit", default="", help="the unit's code")
    link.add_argument("--role", choices=("staff", "manager", "bind"), default="staff", help="staff by default")
    link.add_argument("--name", default="", help="whose link it is; shown beside what they write")
    link.set_defaults(run=run_link)

    migrate = commands.add_parser("migrate", help="bring both databases up to date")
    migrate.set_defaults(run=run_migrate)

    learn = commands.add_parser("learn", help="show what people corrected, and let nlu_data learn from it")
    what = learn.add_mutually_exclusive_group()
    what.add_argument("--accept", type=int, metavar="NUMBER", help="put this one among the examples")
    what.add_argument("--refuse", type=int, metavar="NUMBER", help="learn nothing from this one")
    what.add_argument("--ask", action="store_true", help="go through all of them, one by one")
    what.add_argument("--try", dest="measure", action="store_true", help="measure what the accepted ones change")
    learn.add_argument("--as", dest="label", default="", help="with --accept: what it is, such as report/street-light")
    learn.add_argument("--text", default="", help="with --accept: its words, if they must be changed")
    learn.set_defaults(run=run_learn)

    doctor = commands.add_parser("doctor", help="check settings, database, desk and units; say what to mend")
    doctor.set_defaults(run=run_doctor)
    return top


def main(words: Sequence[str] | None = None) -> NoReturn:
    """Run a command; what goes wrong is said in one sentence."""
    try:
        given = parser().parse_args(words)
        code = given.run(given)
    except KeyboardInterrupt:
        code = 0
    except Usage as usage:
        print(f"frontdoor: {usage}", file=sys.stderr)  # noqa: T201  # this is where errors belong
        code = 2
    except Exception as error:
        print(f"frontdoor: {fault(error)}", file=sys.stderr)  # noqa: T201  # the same
        code = 1
    sys.exit(code)


def fault(error: Exception) -> str:
    """What to say of a fault: our own sentences as they are, others by their kind."""
    from adapters.district import DistrictError
    from adapters.texts import BrokenText
    from bot.logs import where
    from bot.settings import WrongSetting

    if isinstance(error, ExceptionGroup):
        return fault(error.exceptions[0])
    if isinstance(error, WrongSetting | DistrictError | BrokenText | Fault):
        return str(error)
    from storage.database import is_gone
    from storage.migrate import NewerDatabase

    if isinstance(error, NewerDatabase):
        return str(error)
    if is_gone(error) or isinstance(error, ConnectionError):
        return "The database does not answer; check FRONTDOOR_DATABASE_URL and whether it is running and has room."
    if isinstance(error, OSError) and error.filename:
        return f"The file {error.filename} can't be used: {error.strerror}."
    return f"Something went wrong that should not: {type(error).__name__} at {where(error)}."


class Fault(Exception):
    """Something that keeps a command from being done; the message is for the person at the terminal."""


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


def run_serve(given: argparse.Namespace) -> int:
    """Run until told to stop."""
    from bot.app import build
    from bot.serve import listen, serve

    settings = settings_of()
    app = build(settings, with_bots=True)
    host = given.host or settings.host
    http = given.role in ("all", "receive")
    listener = listen(host, settings.port if given.port < 0 else given.port) if http else None

    async def go() -> None:
        await app.start()
        links = await sample_links(app) if settings.sample and given.role == "all" else []

        def ready() -> None:
            port = listener.getsockname()[1] if listener else 0
            base = settings.public_url or f"http://{host}:{port}"
            say(f"Front Door · {app.district.called('zh-CN')} · {f'{base}/chat' if listener else given.role}")
            for title, path in links:
                say(f"  {title}\n    {base}{path}")

        await serve(app, given.role, listener, ready)

    asyncio.run(go())
    return 0


async def sample_links(app: App) -> list[tuple[str, str]]:
    """The sample town: its invented history, and a one-time link for each of its people."""
    from bot.sample_town import open_town

    return await open_town(app)


def run_chat(given: argparse.Namespace) -> int:
    """Talk in the terminal, line by line from standard input."""
    if not given.person.isprintable() or not 0 < len(given.person) <= 60:
        raise Usage("the person must be a short printable name.")
    from bot.settings import load_settings
    from bot.terminal import chat, open_terminal

    terminal = open_terminal(load_settings(), given.lang, lambda text: say(f"{text}\n"))
    from bot.app import build  # after the greeting, because it costs a second

    app = build(settings_of(), with_desk=False)

    async def go() -> None:
        await app.start()
        try:
            await chat(app, terminal, given.person, given.lang)
        finally:
            await app.close()

    asyncio.run(go())
    return 0


def run_understand(given: argparse.Namespace) -> int:
    """One JSON object for each line of standard input."""
    from adapters.district import load_district
    from adapters.nlu.embedded import EmbeddedEngine
    from adapters.nlu.vectors import Vectors

    settings = settings_of()
    district = load_district(Path(settings.district))
    reader = EmbeddedEngine(district, vectors=Vectors() if settings.vectors else None)
    if given.engine == "rasa":
        return asyncio.run(understand_by_rasa(settings, district, reader))
    for text in lines_said():
        say(in_json(reader.read(text), district))
    return 0


def in_json(understood: Understanding, district: District) -> str:
    """What was understood, with times as dates: the lines are said today, as the district's clocks show it."""
    from dialogs.times import dated

    today = datetime.now(district.zone).date()
    dates = [replace(e, value=dated(e.value, today)) if e.kind == "time" else e for e in understood.entities]
    return json.dumps(asdict(replace(understood, entities=tuple(dates))), ensure_ascii=False)


def lines_said() -> Iterator[str]:
    """The lines of standard input, as they come."""
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", errors="replace").rstrip("\r\n")


async def understand_by_rasa(settings: Settings, district: District, embedded: EmbeddedEngine) -> int:
    """The same by the Rasa server alone: an answer of the embedded engine would not say how Rasa reads."""
    from adapters.nlu.rasa import PATIENT_S, NoAnswer, RasaEngine

    if not settings.rasa_url:
        raise Fault("FRONTDOOR_RASA_URL is not set; docs/understanding.md says how to start a Rasa server.")
    engine = RasaEngine(settings.rasa_url, district, embedded, ask_s=PATIENT_S)
    try:
        await engine.trained()
        for text in lines_said():
            say(in_json(await engine.ask(text), district))
    except NoAnswer as reason:
        raise Fault(f"The Rasa server does not answer as it should ({reason}); check FRONTDOOR_RASA_URL.") from None
    finally:
        await engine.close()
    return 0


def run_summary(given: argparse.Namespace) -> int:
    """Cases, the three rates with their denominators, how many were asked and answered."""
    from adapters.pages.summary import as_chart_png, as_csv, as_json, as_text
    from bot.app import build

    last = day_of("--to", given.end)
    first = day_of("--from", given.start)
    app = build(settings_of(), with_desk=False)
    last = last or app.clock().astimezone(app.district.zone).date()
    first = first or last - timedelta(days=30)
    if first > last:
        raise Usage("--from must not be after --to.")
    code = given.unit or app.district.units.district.code
    if code not in app.district.units:
        raise Usage(f"there is no unit with the code “{code}”.")

    async def go() -> None:
        await app.start()
        try:
            counted = await app.summary(first, last, code)
        finally:
            await app.close()
        match given.format:
            case "json":
                say(json.dumps(as_json(counted), ensure_ascii=False, indent=2))
            case "csv":
                sys.stdout.buffer.write(as_csv(counted, given.lang, app.texts))
            case "png":
                sys.stdout.buffer.write(as_chart_png(counted, given.lang, app.texts))
            case _:
                say(as_text(counted, given.lang, app.texts))

    asyncio.run(go())
    return 0


def day_of(option: str, text: str) -> date | None:
    """A day given on the command line."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Usage(f"{option} must be a day such as 2026-11-30, not “{text}”.") from None


def run_link(given: argparse.Namespace) -> int:
    """Print a one-time link, or a one-time code for a group chat."""
    from bot.app import build

    settings = settings_of()
    app = build(settings, with_desk=False)
    if given.unit not in app.district.units and (given.unit or given.role != "manager"):
        raise Usage(f"there is no unit with the code “{given.unit}”.")
    name = given.name or (app.district.units[given.unit].short if given.unit else given.role)

    async def go() -> str:
        await app.start()
        try:
            return await app.store.new_code(given.role, given.unit, name)
        finally:
            await app.close()

    code = asyncio.run(go())
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    page = "summary" if given.role == "manager" else "staff"
    say(code if given.role == "bind" else f"{base}/{page}?code={code}")
    return 0


def run_migrate(given: argparse.Namespace) -> int:
    """Apply what is missing to both databases."""
    from bot.app import build

    app = build(settings_of())

    async def go() -> None:
        try:
            await app.start()
            await app.open_desk()
        finally:
            await app.close()

    asyncio.run(go())
    say("up to date")
    return 0


def run_learn(given: argparse.Namespace) -> int:
    """List what was corrected, decide on it, or measure what it changes."""
    if (given.label or given.text) and given.accept is None:
        raise Usage("--as and --text go with --accept.")
    from bot.learn_command import FAULTS, learn

    try:
        learn(given, settings_of(), say)
    except FAULTS as why:
        raise Fault(str(why)) from None
    return 0


def run_doctor(given: argparse.Namespace) -> int:
    """0 when nothing is amiss."""
    from bot.doctor import examine

    return 0 if asyncio.run(examine(settings_of, say)) else 1

"""What is written about Front Door is true of it: a setting, command, address or table that nobody described fails."""

from __future__ import annotations

import argparse
import re
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import yaml
from starlette.routing import Route, WebSocketRoute

from adapters.district import load_district
from adapters.texts import Texts
from bot.app import build
from bot.cli import ROLES, parser
from bot.logs import SAFE
from bot.office import Office
from bot.serve import site
from bot.settings import PREFIX, Settings, load_settings
from cases import commands
from cases.units import Level
from dialogs.facts import Facts
from storage.store import Store
from storage.tables import metadata
from storage.work import Work

ROOT = Path(__file__).parents[2]
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md")])
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
SETTINGS = {f"{PREFIX}{field.name.upper()}" for field in fields(Settings)}
CLASSES = {"Store": Store, "Work": Work, "Texts": Texts, "Office": Office, "Facts": Facts}
LONGEST_ADR = 50  # lines: a page

# Written in pieces, so that this file does not find itself.
FOREIGN = re.compile(
    r"pypi\.or" r"g|pythonhoste" r"d|npmj" r"s\.|mirrors?\.(?:aliyu" r"n|tun" r"a|ust" r"c)|simple/p" r"ip"
    r"|(?<![\w.])/wor" r"k/|share" r"d/(?:DESIG" r"N|STYL" r"E|VOIC" r"E|FACT" r"S|dat" r"a)"
    r"|suba" r"gent|anthropi" r"c|\bclaud" r"e|openA" r"I\b|chatgp" r"t|language mode" r"l",
    re.IGNORECASE,
)  # fmt: skip


def text_of(name: str) -> str:
    """A file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of the same or a higher level."""
    level = len(heading) - len(heading.lstrip("#"))
    rest = text.split(f"\n{heading}\n", 1)[1]
    return re.split(rf"\n#{{1,{level}}} ", rest)[0]


def first_cells(text: str) -> set[str]:
    """All that stands in backticks in the first column of the tables."""
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("|")]
    return {name for cell in rows for name in re.findall(r"`([^`]+)`", cell)}


@cache
def commands_of_the_program() -> dict[str, argparse.ArgumentParser]:
    """Every command and its parser."""
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("there are no commands")


@cache
def project_files() -> tuple[Path, ...]:
    """All files that are, or are about to be, in version control."""
    if not (ROOT / ".git").exists():  # an unpacked archive
        return tuple(
            p for p in ROOT.rglob("*") if p.is_file() and not re.search(r"/\.|/var/", str(p)[len(str(ROOT)) :])
        )
    call = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(call, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(path for name in names.split("\0") if name and (path := ROOT / name).is_file())


# ── settings ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_setting_is_described_and_every_described_one_exists() -> None:
    assert first_cells(section(text_of("docs/operations.md"), "## Settings")) == SETTINGS


def test_the_example_names_every_setting_and_is_the_default(tmp_path: Path) -> None:
    example = ROOT / ".env.example"
    named = set(re.findall(r"^(FRONTDOOR_\w+)=", example.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == SETTINGS
    assert load_settings({}, example) == Settings()


@pytest.mark.parametrize("path", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_page_speaks_of_a_setting_that_does_not_exist(path: Path) -> None:
    assert set(re.findall(r"FRONTDOOR_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8"))) <= SETTINGS


# ── commands ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_command_has_a_section_with_all_its_options_and_no_others() -> None:
    text = section(text_of("docs/operations.md"), "## Commands")
    assert set(re.findall(r"^### `frontdoor (\w+)`$", text, re.MULTILINE)) == set(commands_of_the_program())
    for name, command in commands_of_the_program().items():
        said = section(text, f"### `frontdoor {name}`")
        options = {o for a in command._actions for o in a.option_strings} - {"-h", "--help"}
        assert set(re.findall(r"`(--[\w-]+)`", said)) == options, name
        choices = {str(c) for a in command._actions for c in a.choices or ()}
        assert choices <= set(re.findall(r"`([^`]+)`", said)), name


@pytest.mark.parametrize("path", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_page_speaks_of_a_command_that_does_not_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    written = re.findall(r"(?:^|`|bin/)frontdoor ([a-z]+)((?: --?[^\s`]+(?: [^\s`#-]+)?)*)", text, re.MULTILINE)
    for name, rest in written:
        assert name in commands_of_the_program(), name
        known = {o for a in commands_of_the_program()[name]._actions for o in a.option_strings}
        assert set(re.findall(r"(?<!\S)--[\w-]+", rest)) <= known, f"{name}{rest}"
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`|&& )make ([a-z]+)", text, re.MULTILINE)) <= targets


def test_the_readme_begins_with_the_commands_that_the_makefile_explains() -> None:
    explained = re.findall(r"^# (make \w+)", text_of("Makefile"), re.MULTILINE)
    shown = re.findall(r"^(make \w+)", section("\n" + text_of("README.md"), "# Front Door"), re.MULTILINE)
    assert shown == explained
    assert text_of("README.md").index(shown[0]) < 40


# ── what the program is made of ────────────────────────────────────────────────────────────────────────────────


async def test_every_address_and_metric_is_described_and_every_described_one_exists(tmp_path: Path) -> None:
    app = build(Settings(data=str(tmp_path)), with_desk=False)
    await app.start()
    try:
        public = site(app)
        paths = {route.path for route in public.routes if isinstance(route, Route | WebSocketRoute)}
        assert len(paths) > 10
        async with httpx.AsyncClient(transport=httpx.ASGITransport(public), base_url="http://door") as client:
            metrics = set(re.findall(r"^(frontdoor_\w+)", (await client.get("/metrics")).text, re.MULTILINE))
    finally:
        await app.close()
    operations = text_of("docs/operations.md")
    described = {name.partition("?")[0] for name in first_cells(section(operations, "## Addresses"))}
    assert described == paths
    assert first_cells(section(operations, "## Logs and metrics")) == metrics


def test_every_field_of_a_log_line_is_described() -> None:
    said = section(text_of("docs/operations.md"), "## Logs and metrics")
    assert set(re.findall(r"`(\w+)`", said)) >= SAFE


def test_every_table_is_described_and_every_described_one_exists() -> None:
    assert first_cells(section(text_of("docs/architecture.md"), "## The tables")) == set(metadata.tables)


def test_every_library_has_a_line_of_reason() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    needed = {re.split(r"[\[<>=! ]", dependency)[0] for dependency in wanted}
    rows = section(text_of("docs/architecture.md"), "## What we build on").splitlines()
    assert {row.split("|")[1].strip() for row in rows if row.startswith("|")} - {"library", "---"} == needed


def test_every_command_to_a_case_is_a_word_of_the_glossary() -> None:
    words = {c.strip() for line in text_of("docs/glossary.md").splitlines() for c in line.split("|")[1:2]}
    named = {c.__name__.lower() for c in commands.Command.__subclasses__()}
    assert len(named) > 10
    assert named <= words


def test_the_names_that_the_architecture_uses_are_those_of_the_code() -> None:
    text = text_of("docs/architecture.md") + "".join(path.read_text(encoding="utf-8") for path in ADRS)
    used = re.findall(rf"`({'|'.join(CLASSES)})\.(\w+)(?:\(\))?`", text)
    assert len(used) > 5
    assert [f"{c}.{name}" for c, name in used if not hasattr(CLASSES[c], name)] == []


def test_the_readme_counts_what_the_sample_has() -> None:
    district = load_district(ROOT / "deploy" / "rongchang")
    units = [u for u in district.units.by_code.values() if not u.department]
    counts = re.search(r"(\d+) towns, (\d+) villages and (\d+) kinds", text_of("README.md").replace("\n", " "))
    assert counts
    towns, villages = (sum(u.level is level for u in units) for level in (Level.TOWN, Level.VILLAGE))
    assert tuple(map(int, counts.groups())) == (towns, villages, len(district.catalogue.by_code))


# ── pages, links, decisions ────────────────────────────────────────────────────────────────────────────────────


def anchors(path: Path) -> set[str]:
    """The anchors that a page's headings make."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("path", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://")):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        assert there.exists(), f"{target} is not there"
        assert not anchor or anchor in anchors(there), f"{target} has no such heading"


@pytest.mark.parametrize("path", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_file_that_a_page_names_is_there(path: Path) -> None:
    named = re.findall(r"`((?:\.?[\w-]+/)+[\w.-]+\.(?:py|ftl|yml|sql|txt|csv|md))`", path.read_text(encoding="utf-8"))
    assert [name for name in named if not ((ROOT / name).exists() or (path.parent / name).exists())] == []


@pytest.mark.parametrize("path", ADRS, ids=lambda p: p.stem)
def test_every_decision_has_date_status_and_reasons_on_a_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    number = path.stem[:4]
    assert text.startswith(f"# {number}: ")
    made = re.search(r"^Date: (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    assert made
    assert date.fromisoformat(made[1]) >= date(2026, 11, 22)
    assert re.search(r"^Status: (?:proposed|accepted|replaced by \d{4})", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= LONGEST_ADR


def test_decisions_are_numbered_without_a_gap_and_those_that_the_code_names_exist() -> None:
    numbers = [path.stem[:4] for path in ADRS]
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]
    for path in project_files():
        if path.suffix == ".py":
            assert set(re.findall(r"docs/adr/(\d{4})", path.read_text(encoding="utf-8"))) <= set(numbers), path


def test_the_newest_release_is_in_the_changelog() -> None:
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## \[{re.escape(version)}\]", text_of("CHANGELOG.md"), re.MULTILINE)


def test_the_licence_is_the_one_that_the_package_names() -> None:
    assert tomllib.loads(text_of("pyproject.toml"))["project"]["license"] == "Apache-2.0"
    licence = text_of("LICENSE")
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


def test_the_project_speaks_of_the_product_alone() -> None:
    """No registry's address, so that it installs from any mirror; nothing of the place where it was written."""
    found = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # pictures
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in FOREIGN.finditer(text)]
    assert found == []


# ── the image and the compose file ─────────────────────────────────────────────────────────────────────────────


def compose() -> dict[str, Any]:
    """The compose file."""
    return cast(dict[str, Any], yaml.safe_load(text_of("docker-compose.yml")))


def own_services() -> Iterator[tuple[str, dict[str, Any]]]:
    """The services that run our image."""
    for name, service in compose()["services"].items():
        if service["image"].startswith("frontdoor:"):
            yield name, service


def test_every_service_of_the_compose_file_is_called_as_the_program_wants_it() -> None:
    roles = []
    for name, service in own_services():
        given = parser().parse_args(service["command"])
        roles += [given.role] if given.command == "serve" else []
        assert set(service["environment"]) <= SETTINGS, name
        literal = {k: v for k, v in service["environment"].items() if "${" not in v}
        load_settings(literal, ROOT / "no such file")
    assert sorted(roles) == sorted(set(ROLES) - {"all"})


def test_the_compose_file_fits_together() -> None:
    services, volumes = compose()["services"], compose()["volumes"]
    for name, service in services.items():
        assert set(service.get("depends_on", ())) <= set(services), name
        for after, how in service.get("depends_on", {}).items():
            needs = services[after].get("healthcheck")
            assert needs or how["condition"] == "service_completed_successfully", f"{name} waits for {after}"
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (ROOT / source).exists() if source.startswith("./") else source in volumes, volume
    assert {name for name, service in services.items() if "healthcheck" in service} >= {"receive", "postgres", "redis"}
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    assert {service["image"] for _, service in own_services()} == {f"frontdoor:{version}"}


def test_no_secret_stands_in_what_is_handed_out() -> None:
    for name in ("docker-compose.yml", "deploy/Dockerfile", ".env.example"):
        for value in re.findall(r"(?im)^[ #]*\w*(?:password|secret|token)\w*[:=] ?(\S+)", text_of(name)):
            assert value.startswith("${"), f"{name}: {value}"
        assert re.findall(r"://\w+:(?!\$|password@)[^@\s]+@", text_of(name)) == []


def test_the_image_holds_the_whole_program_and_does_not_run_as_root() -> None:
    lines = text_of("deploy/Dockerfile").splitlines()
    copied = {word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]}
    packages = tomllib.loads(text_of("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert copied >= {*packages, "pyproject.toml", "requirements.lock", "deploy/rongchang"}
    let_in = {line[1:] for line in text_of(".dockerignore").splitlines() if line.startswith("!")}
    for name in copied:
        assert (ROOT / name).exists(), name
        assert name in let_in, f".dockerignore keeps {name} out"
    last_stage = lines[max(n for n, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert [line for line in last_stage if line.startswith("USER ")] == ["USER frontdoor"]
    assert "--require-hashes" in text_of("deploy/Dockerfile")
    assert set(re.findall(r"FRONTDOOR_[A-Z_]+", text_of("deploy/Dockerfile"))) <= SETTINGS

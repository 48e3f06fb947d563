"""The house stands as it is drawn: imports point one way, none opens anything, the inner rooms have no clock."""

from __future__ import annotations

import ast
import importlib.util
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "dialogs", "cases", "adapters", "storage")
INNER = sorted(path for room in ("dialogs", "cases") for path in (ROOT / room).rglob("*.py"))
CLOCKS = frozenset({"now", "utcnow", "today"})
OUTSIDE = frozenset(
    {"asyncio", "glob", "http", "io", "logging", "os", "pathlib", "random", "secrets", "shutil", "signal", "socket"}
    | {"sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid"}
)
"""Modules of the standard library by which a clock, chance or the world outside would come in."""

WATCHED_IMPORT = """
import importlib, json, os, pkgutil, sys
root, packages = sys.argv[1], sys.argv[2:]
opened = []
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
CODE = (".py", ".pyc", ".so", ".pth")
OUTSIDE = ("socket.__new__", "socket.connect", "socket.bind", "sqlite3.connect", "subprocess.Popen", "os.mkdir")

def watch(event, args):
    if event == "open":
        path, mode, flags = args
        inside = isinstance(path, str) and path.startswith(root + "/") and "/.venv/" not in path
        if (flags or 0) & WRITING or (inside and not path.endswith(CODE)):
            opened.append(f"open {path}")
    elif event in OUTSIDE:
        opened.append(f"{event} {args}")

sys.addaudithook(watch)
count = 0
for package in packages:
    room = importlib.import_module(package)
    for module in pkgutil.walk_packages(room.__path__, package + "."):
        if ".migrations." not in module.name:  # Alembic runs these, with a connection in hand
            importlib.import_module(module.name)
            count += 1
print(json.dumps({"opened": opened, "count": count}))
"""


def python(*arguments: str) -> str:
    """Run a Python of our own, which writes no bytecode; what it prints."""
    call = [sys.executable, "-B", *arguments]
    return subprocess.run(call, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def names_used(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of every module that a file imports, and of every call that would read a clock or open a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module.split(".")[0]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            yield node.lineno, f"{node.func.attr}()"
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("open", "print", "input")
        ):
            yield node.lineno, f"{node.func.id}()"


@pytest.mark.parametrize("package", PACKAGES)
def test_each_room_is_ours_and_not_a_package_of_the_same_name(package: str) -> None:
    found = importlib.util.find_spec(package)
    assert found is not None
    assert found.origin is not None
    assert Path(found.origin).parent == ROOT / package


def test_the_rooms_are_those_that_are_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert set(project["hatch"]["build"]["targets"]["wheel"]["packages"]) == set(PACKAGES)
    assert set(project["importlinter"]["root_packages"]) == set(PACKAGES)


def test_imports_point_one_way(tmp_path: Path) -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    call = [str(linter), "--config", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path)]
    ran = subprocess.run(call, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout
    assert "0 broken" in ran.stdout


def test_importing_any_module_opens_nothing() -> None:
    seen = json.loads(python("-c", WATCHED_IMPORT, str(ROOT), *PACKAGES))
    assert seen["count"] > 50
    assert seen["opened"] == []


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("bot.cli", "aiogram telegram alembic altair vl_convert sqlalchemy starlette uvicorn redis PIL"),
        ("bot.app", "aiogram telegram alembic altair vl_convert redis prometheus_client"),
    ],
)
def test_what_is_slow_to_import_waits_until_it_is_needed(module: str, heavy: str) -> None:
    loaded = python("-c", f"import sys, {module}; print(*{{m.split('.')[0] for m in sys.modules}})").split()
    assert module.split(".")[0] in loaded
    assert set(heavy.split()) & set(loaded) == set()


@pytest.mark.parametrize("path", INNER, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_inner_rooms_read_no_clock_and_open_nothing(path: Path) -> None:
    allowed = sys.stdlib_module_names | {"dialogs", "cases"}
    wrong = [
        f"line {line}: {name}"
        for line, name in names_used(path)
        if name in OUTSIDE or name.endswith("()") or name not in allowed
    ]
    assert wrong == []


def test_a_case_knows_nothing_of_a_talk() -> None:
    for path in (p for p in INNER if p.is_relative_to(ROOT / "cases")):
        assert "dialogs" not in {name for _, name in names_used(path)}, path

"""A careless log line gives nobody away (law 6)."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import complain, set_up, where


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    logging.captureWarnings(False)
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize("style", ["json", "text"])
def test_only_what_is_safe_by_its_name_is_written(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(style)
    structlog.get_logger().warning("turn failed", row=7, text="MARKwords", phone="13912345678", chat="MARKchat")
    structlog.get_logger().info("turn failed", error={"what": "MARKwords"}, part=["MARKwords"])
    written = capsys.readouterr()
    assert "turn failed" in written.err and "7" in written.err
    assert "MARK" not in written.err and "13912345678" not in written.err
    assert written.out == ""


def test_a_library_is_named_and_not_quoted(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("uvicorn", "uvicorn.error", "asyncio"):  # whatever another test's server left there
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
        monkeypatch.setattr(logging.getLogger(name), "disabled", False)
    set_up("json")
    try:
        raise ValueError("MARKwords")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("MARKwords %s", "MARKmore")
    logging.getLogger("asyncio").warning("MARKwords")
    written = capsys.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    theirs = next(line for line in lines if line["part"] == "uvicorn.error")
    assert theirs["error"] == "ValueError" and theirs["where"].startswith("test_logs.py:")
    assert any(line["part"] == "asyncio" for line in lines)
    assert "MARK" not in written


def test_a_complaint_says_which_error_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json")
    try:
        raise KeyError("MARKwords")
    except KeyError as error:
        complain("work", error)
        assert where(error).startswith("test_logs.py:")
    complain("send", ConnectionRefusedError("MARKwords"))
    written = capsys.readouterr().err
    assert "part failed" in written and "KeyError" in written and "database away" in written
    assert "MARK" not in written

"""The command line: exit 0 good, 1 a fault, 2 wrong usage, and one plain sentence on standard error."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main

PROGRAM = Path(sys.executable).with_name("frontdoor")
DISTRICT = Path(__file__).parents[2] / "deploy" / "rongchang"
SECONDS = 120


def run(folder: Path, *words: str, said: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
    """One call, with a data folder of its own and nothing of this machine's settings."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("FRONTDOOR_")}
    environment["FRONTDOOR_VECTORS"] = "off"  # a busy machine would log that one took too long
    environment |= {"FRONTDOOR_DATA": str(folder / "data")} | {f"FRONTDOOR_{k.upper()}": v for k, v in settings.items()}
    return subprocess.run(
        [str(PROGRAM), *words], input=said, capture_output=True, env=environment, cwd=folder, timeout=SECONDS
    )


def sentence(stderr: bytes) -> str:
    """The one line on standard error."""
    lines = stderr.decode().splitlines()
    assert len(lines) == 1, stderr.decode()
    assert lines[0].startswith("frontdoor: ")
    assert "Traceback" not in lines[0]
    return lines[0]


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ([], "COMMAND"),
        (["dance"], "dance"),
        (["serve", "--role", "king"], "king"),
        (["serve", "--port", "many"], "many"),
        (["chat", "--lang", "tlh"], "tlh"),
        (["chat", "--person", "a\nb"], "person"),
        (["summary", "--from", "2026-02-30"], "2026-02-30"),
        (["summary", "--to", "yesterday"], "yesterday"),
        (["summary", "--from", "2026-05-02", "--to", "2026-05-01"], "--from must not be after --to"),
        (["summary", "--format", "xls"], "xls"),
        (["summary", "--unit", "999"], "999"),
        (["link", "--unit", "999"], "999"),
        (["link", "--role", "king"], "king"),
        (["understand", "--engine", "oracle"], "oracle"),
    ],
)
def test_a_wrong_call_is_2_and_one_sentence(
    words: list[str],
    about: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FRONTDOOR_DATA", str(tmp_path))
    monkeypatch.setattr("bot.logs.set_up", lambda style: None)
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    said = capsys.readouterr()
    assert about in sentence(said.err.encode())
    assert said.out == ""


@pytest.mark.parametrize(
    ("setting", "value", "about"),
    [
        ("PORT", "99999", "FRONTDOOR_PORT"),
        ("LOG", "loud", "FRONTDOOR_LOG"),
        ("SAMPLE", "maybe", "FRONTDOOR_SAMPLE"),
        ("DATABASE_URL", "mysql://x/y", "FRONTDOOR_DATABASE_URL"),
        ("DATABASE_URL", "sqlite:///:memory:", "memory forgets"),
        ("DISTRICT", "/nowhere", "/nowhere"),
    ],
)
def test_a_setting_that_can_not_be_used_is_1_and_named(
    setting: str,
    value: str,
    about: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FRONTDOOR_DATA", str(tmp_path))
    monkeypatch.setenv(f"FRONTDOOR_{setting}", value)
    monkeypatch.setattr("bot.logs.set_up", lambda style: None)
    with pytest.raises(SystemExit) as left:
        main(["migrate"])
    assert left.value.code == 1
    assert about in sentence(capsys.readouterr().err.encode())


def test_a_broken_district_file_is_named_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    district = tmp_path / "district"
    shutil.copytree(DISTRICT, district)
    units = district / "units.csv"
    lines = units.read_text().splitlines()
    lines[4] = lines[4].replace("town", "planet").replace("village", "planet")
    units.write_text("\n".join(lines) + "\n")
    monkeypatch.setenv("FRONTDOOR_DISTRICT", str(district))
    with pytest.raises(SystemExit) as left:
        main(["understand"])
    assert left.value.code == 1
    assert re.search(r"units\.csv\D{1,8}5\b", sentence(capsys.readouterr().err.encode()))


def test_a_database_that_is_away_is_1_and_said(tmp_path: Path) -> None:
    for url in (f"postgresql://nobody@/none?host={tmp_path}", f"sqlite:///{tmp_path}"):
        answer = run(tmp_path, "migrate", database_url=url)
        assert answer.returncode == 1
        assert "The database does not answer" in sentence(answer.stderr)


def test_a_port_in_use_is_1_and_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = run(tmp_path, "serve", "--port", str(port))
    assert answer.returncode == 1
    assert f"127.0.0.1:{port}" in sentence(answer.stderr)


def test_understand_answers_every_line_with_every_field(tmp_path: Path) -> None:
    lines = [
        "螺罐村村口的路灯坏了三天了".encode(),
        b"",
        ("路" * 10_000).encode(),
        b"\xff\xfe\x00\xc3(",
        "着火了！快来人".encode(),
        "举报村主任贪污".encode(),
        "今天天气怎么样".encode(),
        b"The street lamp is broken",
    ]
    answer = run(tmp_path, "understand", "--jsonl", said=b"\n".join(lines) + b"\n")
    assert (answer.returncode, answer.stderr) == (0, b"")
    said = [json.loads(line) for line in answer.stdout.decode().splitlines()]
    assert len(said) == len(lines)
    for one in said:
        assert set(one) == {
            "text", "intent", "intent_confidence", "services", "entities", "emergency", "sealed", "language",
            "emergency_by", "sealed_by", "wishes", "answers",
        }  # fmt: skip
        assert 0 <= one["intent_confidence"] <= 1
        for guess in one["services"]:
            assert set(guess) == {"code", "group", "confidence"}
    assert said[0]["services"][0]["code"] == "street-light"
    assert any(entity["kind"] == "place" for entity in said[0]["entities"])
    assert (said[1]["text"], said[1]["intent"]) == ("", "out_of_scope")
    assert said[4]["emergency"] == "fire"
    assert said[5]["sealed"] is True
    assert said[6]["intent"] == "out_of_scope"
    assert said[7]["language"] == "en"


def test_a_town_from_the_terminal_to_the_summary(tmp_path: Path) -> None:
    talk = run(tmp_path, "chat", "--person", "lan", said="螺罐村村口的路灯坏了三天了\n发送\n".encode() + b"\xff\xfe\n")
    assert (talk.returncode, talk.stderr) == (0, b"")
    number = re.search(r"编号 (\d{4}-\d{4}-\d)", talk.stdout.decode())
    assert number
    again = run(tmp_path, "chat", "--person", "lan", "--lang", "en", said=b"my reports\n")
    assert number[1] in again.stdout.decode()
    stranger = run(tmp_path, "chat", "--person", "mei", said=f"{number[1]}\n".encode())
    assert "路灯" not in stranger.stdout.decode()

    table = run(tmp_path, "summary")
    assert table.returncode == 0 and table.stdout
    data = json.loads(run(tmp_path, "summary", "--format", "json").stdout)
    assert "1" in re.findall(r"\d+", json.dumps(data))
    rows = list(csv.reader(io.StringIO(run(tmp_path, "summary", "--format", "csv").stdout.decode("utf-8-sig"))))
    assert len(rows) > 1
    assert run(tmp_path, "summary", "--format", "png").stdout.startswith(b"\x89PNG")

    link = run(tmp_path, "link", "--unit", "500153001201")
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/staff\?code=[2-9A-Z]{12}\n", link.stdout.decode())
    code = run(tmp_path, "link", "--unit", "500153001201", "--role", "bind")
    assert re.fullmatch(r"[2-9A-Z]{12}\n", code.stdout.decode())


def test_migrate_and_doctor_say_what_there_is_to_mend(tmp_path: Path) -> None:
    before = run(tmp_path, "doctor")
    assert before.returncode == 1
    assert "mend  database: is not up to date; run `frontdoor migrate`." in before.stdout.decode()
    migrated = run(tmp_path, "migrate")
    assert (migrated.returncode, migrated.stdout, migrated.stderr) == (0, b"up to date\n", b"")
    after = run(tmp_path, "doctor")
    assert "ok    database: sqlite, 0 messages wait" in after.stdout.decode()
    assert after.returncode == 1  # nobody is on duty yet
    assert "mend  units: 荣昌区 has no group" in after.stdout.decode()

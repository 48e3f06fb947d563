"""`frontdoor learn` as it is called: exit 0 good, 1 a fault, 2 wrong usage; what doctor and monitor say of it."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from adapters.nlu.examples import read_examples
from bot.app import App, build
from bot.cli import main, parser
from bot.doctor import learning
from bot.learn_command import learn
from bot.settings import Settings
from storage.lessons import Lesson

LAMP = Lesson("村口那盏黑起好久了呀", "zh-CN", "garbage", "street-light", "resident", date(2026, 4, 13))
PASSED = Lesson("沟头臭得很", "zh-CN", "garbage", "", "staff", date(2026, 4, 14))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a deployment of its own, which the command line finds too."""
    monkeypatch.setenv("FRONTDOOR_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("bot.logs.set_up", lambda style: None)
    return Settings(data=str(tmp_path / "data"))


@pytest.fixture
def kept(settings: Settings) -> Iterator[None]:
    """Two lessons wait."""

    async def go() -> None:
        app = build(settings, with_desk=False)
        await app.start()
        for lesson in (LAMP, PASSED):
            async with app.store.work() as work:
                await work.keep_lesson(lesson)
        await app.close()

    asyncio.run(go())
    yield


def called(*words: str) -> int:
    """The exit code of a call."""
    with pytest.raises(SystemExit) as left:
        main(["learn", *words])
    return int(str(left.value.code))


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (["--accept", "three"], "three"),
        (["--accept", "1", "--refuse", "2"], "not allowed with"),
        (["--ask", "--try"], "not allowed with"),
        (["--as", "report/garbage"], "go with --accept"),
        (["--refuse", "1", "--text", "字"], "go with --accept"),
    ],
)
def test_a_wrong_call_is_2_and_one_sentence(
    words: list[str], about: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(*words) == 2
    err = capsys.readouterr().err
    assert err.startswith("frontdoor: ")
    assert about in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("way", ["--accept", "--refuse"])
@pytest.mark.parametrize("number", ["7", "0"])
def test_a_number_that_does_not_wait_is_1_and_one_sentence(
    way: str, number: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(way, number) == 1
    assert capsys.readouterr().err == (
        f"frontdoor: No correction with the number {number} waits; `frontdoor learn` lists those that do.\n"
    )


@pytest.mark.usefixtures("kept")
def test_the_list_and_a_refusal(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert called() == 0
    assert "2 corrections wait." in capsys.readouterr().out
    assert called("--refuse", "1") == 0
    assert called() == 0
    assert "1 correction waits." in capsys.readouterr().out


@pytest.mark.usefixtures("kept")
def test_accepting_writes_the_example(settings: Settings, tmp_path: Path) -> None:
    said: list[str] = []
    data = tmp_path / "nlu_data"
    learn(parser().parse_args(["learn", "--accept", "1"]), settings, said.append, data)
    learn(parser().parse_args(["learn", "--accept", "2", "--as", "report/sewage"]), settings, said.append, data)
    assert [(e.label, e.text) for e in read_examples(data)] == [
        ("report/street-light", LAMP.text),
        ("report/sewage", PASSED.text),
    ]
    learn(parser().parse_args(["learn"]), settings, said.append, data)
    assert said[-1].startswith("Nothing waits")


@pytest.mark.usefixtures("kept")
def test_going_through_them_from_standard_input(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = io.TextIOWrapper(io.BytesIO("e\n那一盏黑起好久了\n\na\nr\n".encode()))
    monkeypatch.setattr(sys, "stdin", typed)
    said: list[str] = []
    learn(parser().parse_args(["learn", "--ask"]), settings, said.append, tmp_path / "nlu_data")
    assert [e.text for e in read_examples(tmp_path / "nlu_data")] == ["那一盏黑起好久了"]
    assert said[-1].startswith("0 left.")


def test_with_nothing_accepted_there_is_nothing_to_try(settings: Settings, tmp_path: Path) -> None:
    said: list[str] = []
    learn(parser().parse_args(["learn", "--try"]), settings, said.append, tmp_path / "nlu_data")
    assert said == ["Nothing has been accepted yet."]


@pytest.mark.usefixtures("kept")
async def test_doctor_and_the_monitor_say_how_many_wait(settings: Settings) -> None:
    app: App = build(settings, with_desk=False)
    await app.start()
    try:
        assert await learning(app) == "2 corrections wait for `frontdoor learn`"
        assert (await app.store.backlog())["lessons"] == 2
    finally:
        await app.close()

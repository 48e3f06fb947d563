"""Where a Rasa server stands in the program: the setting, the worker's engine, the metric, doctor and `understand`."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from adapters.nlu.embedded import EmbeddedEngine
from adapters.nlu.rasa import RasaEngine
from adapters.nlu.rasa_files import files, fingerprint, from_rasa, made_now, to_rasa
from bot.app import App, build
from bot.cli import main
from bot.doctor import Amiss, examine, rasa
from bot.serve import site
from bot.settings import Settings, load_settings
from tests.engines.little_rasa import LittleRasa, listening
from tests.transcripts.play import district

AWAY = "http://127.0.0.1:9"


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    made = build(Settings(data=str(tmp_path), rasa_url=AWAY), with_desk=False)
    await made.start()
    yield made
    await made.close()


def test_the_address_is_a_setting(tmp_path: Path) -> None:
    assert load_settings({"FRONTDOOR_RASA_URL": "http://rasa:5005"}, tmp_path / ".env").rasa_url == "http://rasa:5005"


def test_without_an_address_the_embedded_engine_works_alone(tmp_path: Path) -> None:
    assert isinstance(build(Settings(data=str(tmp_path)), with_desk=False).engine, EmbeddedEngine)


async def test_with_one_the_worker_asks_rasa_and_counts_what_became_of_it(app: App) -> None:
    assert app.worker.engine is app.engine
    assert (await app.engine.understand("路灯坏了")).intent == "report"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site(app)), base_url="http://door") as client:
        told = (await client.get("/metrics")).text
    assert 'frontdoor_rasa_messages_total{outcome="away"} 1.0' in told
    assert 'frontdoor_rasa_messages_total{outcome="answered"} 0.0' in told


async def test_doctor_says_that_the_server_is_away(tmp_path: Path) -> None:
    said: list[str] = []
    await examine(lambda: Settings(data=str(tmp_path), rasa_url=AWAY), said.append)
    (line,) = [line for line in said if " rasa: " in line]
    assert line.startswith("mend  rasa: away: ConnectError at http://127.0.0.1:9")


async def test_doctor_says_whether_the_model_is_of_our_examples() -> None:
    _, wanted = made_now()
    async with listening(LittleRasa()) as little:
        engine = RasaEngine(little.url, district(), EmbeddedEngine(district(), None))
        little.body = b'{"model_file": "models/frontdoor-%s.tar.gz"}' % wanted.encode()
        assert re.fullmatch(rf"frontdoor-{wanted}\.tar\.gz answers in \d+ ms", await rasa(engine))
        little.body = b'{"model_file": "models/frontdoor-0123456789ab.tar.gz"}'
        with pytest.raises(Amiss, match="trained on other examples; run `make rasa`"):
            await rasa(engine)
        await engine.close()


@pytest.mark.parametrize(
    ("url", "says"), [("", "FRONTDOOR_RASA_URL is not set"), (AWAY, r"does not answer as it should \(away")]
)
def test_understand_by_a_rasa_that_is_not_there_is_1_and_said(
    url: str, says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRONTDOOR_RASA_URL", url)
    monkeypatch.setattr("bot.logs.set_up", lambda style: None)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("路灯坏了\n".encode())))
    with pytest.raises(SystemExit) as left:
        main(["understand", "--engine", "rasa"])
    out, err = capsys.readouterr()
    assert (left.value.code, out) == (1, "")
    assert re.search(says, err)
    assert err.count("\n") == 1


# ── what Rasa is trained on ──


def test_a_label_goes_to_rasa_and_back() -> None:
    assert to_rasa("report/street-light") == "report+street-light"
    assert from_rasa("report+street-light") == ("report", "street-light")
    assert from_rasa("status") == ("status", "")


def test_the_training_folder_has_all_examples_with_their_marks_and_no_stroke_in_a_label() -> None:
    made, name = made_now()
    assert made["data/examples.yml"].count("\n    - ") > 6_000
    assert "[螺罐村](place)村口的路灯坏了" in made["data/examples.yml"]
    labels = re.findall(r'^- intent: "(.+)"$', made["data/examples.yml"], re.MULTILINE)
    assert len(labels) > 130
    assert not [label for label in labels if "/" in label]
    assert set(labels) == set(
        re.findall(r"^  - (\S+\+\S+|[a-z_]+)$", made["domain.yml"].split("entities:")[0], re.MULTILINE)
    )
    assert made["data/aids.yml"].count('- lookup: "place"\n') == 1
    assert "    - 螺罐\n" in made["data/aids.yml"]
    assert "螺罐村 20000 ns\n" in made["words/places.txt"]
    assert (made, name) == made_now()


def test_whatever_a_model_is_made_of_changes_its_name() -> None:
    empty = files([], [], district().units, "")
    names = {fingerprint(empty, ""), fingerprint(empty, "lock"), fingerprint({**empty, "config.yml": "a"}, "")}
    assert len(names) == 3
    assert all(re.fullmatch("[0-9a-f]{12}", name) for name in names)

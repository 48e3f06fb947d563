"""A real Rasa server with the model of our examples passes the suite over HTTP, and is replaced when it dies.

`make test-rasa` runs this file; `make test` does not, for it takes minutes and 2.5 GB.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from adapters.nlu.rasa import PATIENT_S, RasaEngine
from adapters.nlu.rasa_files import made_now
from bot.doctor import rasa as examine
from bot.work import UNDERSTAND_S
from dialogs.understanding import Understanding
from tests.engines.suite import TYPICAL, EngineSuite
from tests.transcripts.play import district, engine

ROOT = Path(__file__).parents[2]
READY_S = 400  # seconds; 30 on an idle machine, 175 were seen on a busy one


class Server:
    """`sh scripts/rasa serve` on a free port."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        call = ["sh", "scripts/rasa", "serve", str(self.port)]
        self.log = (ROOT / "build" / "rasa" / "serve.log").open("wb")
        self.process = subprocess.Popen(
            call, cwd=ROOT, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True
        )

    def wait(self) -> None:
        """Until it has its model."""
        until = time.monotonic() + READY_S
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if httpx.get(f"{self.url}/status", timeout=2, trust_env=False).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.5)
        raise AssertionError("Rasa did not start; build/rasa/serve.log says why")

    def kill(self) -> None:
        """At once, with all that it started."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.log.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server()
    try:
        made.wait()
        yield made
    finally:
        made.kill()


@pytest.fixture
async def rasa(server: Server) -> AsyncIterator[RasaEngine]:
    made = RasaEngine(server.url, district(), engine(), ask_s=PATIENT_S)
    yield made
    await made.close()


class Alone:
    """Rasa without anybody behind it: if it does not answer, that is an error."""

    def __init__(self, rasa: RasaEngine) -> None:
        self.rasa = rasa

    async def understand(self, text: str) -> Understanding:
        return await self.rasa.ask(text)


class TestRasa(EngineSuite):
    """Over HTTP, as its own server."""

    @pytest.fixture
    def reader(self, rasa: RasaEngine) -> Alone:
        return Alone(rasa)


async def test_the_server_has_the_model_of_our_examples(rasa: RasaEngine) -> None:
    _, wanted = made_now()
    assert await rasa.trained() == f"frontdoor-{wanted}.tar.gz"
    assert wanted in await examine(rasa)


async def test_it_has_all_labels_whose_sum_is_one(rasa: RasaEngine) -> None:
    answer = await rasa.parse("路灯坏了三天了")
    ranking = answer["intent_ranking"]
    assert isinstance(ranking, list)
    labels = [one["confidence"] for one in ranking if one["name"] != "nlu_fallback"]
    assert len(labels) > 130
    assert sum(labels) == pytest.approx(1.0, abs=0.01)


async def test_a_turn_has_time_for_it(server: Server) -> None:
    rasa = RasaEngine(server.url, district(), engine())
    for text, _, _ in TYPICAL:
        await rasa.understand(text)
    await rasa.close()
    assert rasa.counts["answered"] >= len(TYPICAL) * 0.9


async def test_when_it_dies_the_next_message_is_answered_by_the_embedded_engine(server: Server) -> None:
    text = "村口那盏灯黑起好几天了哦"
    rasa = RasaEngine(server.url, district(), engine())
    await rasa.understand(text)
    assert rasa.counts["answered"] == 1
    server.kill()
    began = time.perf_counter()
    with capture_logs() as logs:
        understood = await rasa.understand(text)
    assert time.perf_counter() - began < UNDERSTAND_S
    assert understood == engine().read(text)
    assert rasa.counts["away"] == 1
    assert [line["event"] for line in logs] == ["rasa did not answer"]
    await rasa.close()

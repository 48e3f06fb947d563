"""Rasa Open Source as the engine that judges: a server of its own, with the embedded engine behind it.

Rasa tells what a person wants and which service it is about. Places, numbers, danger and what must be sealed go through
the same rules as always, and danger and officials are judged by the embedded engine's models too, so that they do not
depend on a server. If Rasa is slow, gone or talks nonsense, the embedded engine answers within the same turn.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from adapters.nlu.check import INTENTS
from adapters.nlu.embedded import TELLING, EmbeddedEngine
from adapters.nlu.judged import NOTHING
from adapters.nlu.linear import without_places
from adapters.nlu.rasa_answer import Nonsense, beside, entities, judged, read_answer
from adapters.nlu.rules import Prepared, Rules, as_written, prepared
from cases.district import District
from dialogs.understanding import Understanding

if TYPE_CHECKING:
    import httpx

ASK_S = 0.6  # seconds; a turn has one (bot/work.py), and the embedded engine needs some of it if Rasa fails
PATIENT_S = 10.0  # seconds, where nobody waits for the answer in a chat
IN_A_ROW = 3  # failures after which Rasa is left alone for a while
PAUSE_S = 10.0  # seconds of that while; then one message tries again
MOST_BYTES = 256 * 1024  # of an answer; ours have 12 KB
MOST_AT_ONCE = 16  # connections
OUTCOMES = ("answered", "late", "away", "refused", "nonsense", "paused")
"""What became of the messages that Rasa should have read; all but the first were read by the embedded engine."""

_LETTER = re.compile(r"[\u3400-\u9fffA-Za-z]")  # in no other script was Rasa trained; there it is sure of anything

log = structlog.get_logger()


class NoAnswer(Exception):
    """Rasa gave no answer that can be used. `outcome` is one of OUTCOMES, `why` a few words without any of the text."""

    def __init__(self, outcome: str, why: str) -> None:
        super().__init__(f"{outcome}: {why}")
        self.outcome, self.why = outcome, why


class RasaEngine:
    """Understands with a Rasa server, and without it as well."""

    def __init__(
        self,
        url: str,
        district: District,
        embedded: EmbeddedEngine,
        *,
        ask_s: float = ASK_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`url`: of the server, such as http://127.0.0.1:5005. Nothing is opened here."""
        self.url = url.rstrip("/")
        self.embedded = embedded
        self.counts = dict.fromkeys(OUTCOMES, 0)
        self._units = district.units
        self._services = district.catalogue.by_code
        self._rules = Rules(district)
        self._ask_s = ask_s
        self._clock = clock
        self._client: httpx.AsyncClient | None = None
        self._failures = 0
        self._again_at = 0.0

    def load(self) -> str:
        """Read the embedded engine's models; what is wrong with them. What Rasa is asked with is read here too, so that
        the first message does not wait for it."""
        self._open()
        return self.embedded.load()

    async def close(self) -> None:
        """Close the connections."""
        if self._client:
            await self._client.aclose()

    async def understand(self, text: str) -> Understanding:
        """Never raises. Takes as long as the embedded engine, and ASK_S at most beside it."""
        ready = prepared(text)
        if len(set(self._letters(ready))) < TELLING:
            return self._rules.understood(ready, NOTHING)  # a number, a village, a smile: the rules have all of it
        if self._left_alone():
            self.counts["paused"] += 1
            return await self.embedded.understand(text)
        try:
            understood = await self.ask(text)
        except NoAnswer as reason:
            self._failed(reason)
            return await self.embedded.understand(text)
        self._failures = 0
        self.counts["answered"] += 1
        return understood

    def _letters(self, ready: Prepared) -> list[str]:
        """Those of the words beside the places; of anything else Rasa is sure without reason."""
        return _LETTER.findall(without_places(ready.said, self._units))

    async def ask(self, text: str) -> Understanding:
        """The same with Rasa or not at all. Raises NoAnswer."""
        ready = prepared(text)
        letters = self._letters(ready)
        if len(set(letters)) < TELLING:
            return self._rules.understood(ready, NOTHING)
        asked = asyncio.create_task(self.parse(ready.said))
        try:
            ours = await self.embedded.judged_soon(ready.said)
            answer = await asked
            theirs = judged(answer, INTENTS, self._services, len(letters))
        except Nonsense as error:
            raise NoAnswer("nonsense", str(error)) from None
        finally:
            asked.cancel()
        own = dict(theirs.intents).get("conduct", 0.0)  # where our models are missing, Rasa's is all there is
        conduct, desk = (ours.conduct, ours.desk) if ours.intents else (own, own)
        both = replace(theirs, danger=ours.danger, conduct=conduct, desk=desk, alike=ours.alike)
        understood = self._rules.understood(ready, both)
        more = as_written(ready, entities(answer, ready.said))
        return replace(understood, entities=beside(understood.entities, more))

    async def parse(self, said: str) -> Mapping[str, object]:
        """Rasa's answer to a text. Raises NoAnswer."""
        if said.lstrip().startswith("/"):
            said = said.replace("/", "\uff0f", 1)  # Rasa takes "/status" for a command of its own
        asked = json.dumps({"text": said}).encode()
        return await self._call("POST", "/model/parse", asked)

    async def trained(self) -> str:
        """The file name of the model that the server has loaded. Raises NoAnswer."""
        name = (await self._call("GET", "/status")).get("model_file")
        if not isinstance(name, str):
            raise NoAnswer("nonsense", "it has no model")
        return name.rsplit("/", 1)[-1]

    async def _call(self, method: str, path: str, body: bytes | None = None) -> Mapping[str, object]:
        import httpx

        client = self._open()
        try:
            async with asyncio.timeout(self._ask_s):
                request = client.build_request(
                    method, self.url + path, content=body, headers={"Content-Type": "application/json"}
                )
                answer = await client.send(request, stream=True)
                try:
                    if answer.status_code != 200:
                        raise NoAnswer("refused", f"HTTP {answer.status_code}")
                    received = bytearray()
                    async for piece in answer.aiter_bytes():
                        received += piece
                        if len(received) > MOST_BYTES:
                            raise NoAnswer("nonsense", "an answer without end")
                finally:
                    with suppress(httpx.HTTPError):
                        await answer.aclose()
            return read_answer(bytes(received))
        except Nonsense as error:
            raise NoAnswer("nonsense", str(error)) from None
        except (TimeoutError, httpx.TimeoutException):
            raise NoAnswer("late", f"no answer in {self._ask_s:g} s") from None
        except httpx.DecodingError:
            raise NoAnswer("nonsense", "an answer that can't be unpacked") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise NoAnswer("away", type(error).__name__) from None

    def _open(self) -> httpx.AsyncClient:
        """The connections, kept open between messages. A proxy of the environment is not for a server beside us."""
        if self._client is None:
            import httpx

            secret = self.url.startswith("https:")  # else no certificates are read, which takes longer than an answer
            limits = httpx.Limits(max_connections=MOST_AT_ONCE, max_keepalive_connections=MOST_AT_ONCE)
            self._client = httpx.AsyncClient(timeout=self._ask_s, limits=limits, trust_env=False, verify=secret)
        return self._client

    def _left_alone(self) -> bool:
        """Whether Rasa is spared this message: a dead server must not cost each message its timeout. After the pause
        one message tries, while the others still go to the embedded engine."""
        if self._failures < IN_A_ROW:
            return False
        if self._clock() < self._again_at:
            return True
        self._again_at = self._clock() + PAUSE_S
        return False

    def _failed(self, reason: NoAnswer) -> None:
        self.counts[reason.outcome] += 1
        self._failures += 1
        if self._failures >= IN_A_ROW:
            self._again_at = self._clock() + PAUSE_S
        log.warning("rasa did not answer", error=str(reason), tries=self._failures)

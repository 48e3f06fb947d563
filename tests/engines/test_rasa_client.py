"""The client of a Rasa server, against a little server: whatever it does, each message is understood in its turn."""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import AsyncIterator, Mapping
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from adapters.nlu.check import INTENTS
from adapters.nlu.embedded import EmbeddedEngine
from adapters.nlu.rasa import ASK_S, IN_A_ROW, MOST_BYTES, PAUSE_S, NoAnswer, RasaEngine
from adapters.nlu.rasa_answer import Nonsense, entities, judged
from bot.work import UNDERSTAND_S
from tests.engines.little_rasa import LAMP, LittleRasa, answer, listening
from tests.transcripts.play import district

STRANGE = "门口那个东西硬是看不到亮了嘛"  # no word of the catalogue stands in it


@cache
def engine() -> EmbeddedEngine:
    """The engine behind Rasa; by its rules alone, so that nothing here depends on what was trained."""
    return EmbeddedEngine(district(), None)


@pytest.fixture
async def little() -> AsyncIterator[LittleRasa]:
    async with listening(LittleRasa()) as rasa:
        yield rasa


class Now:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.s = 100.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
async def clock() -> Now:
    return Now()


@pytest.fixture
async def rasa(little: LittleRasa, clock: Now) -> AsyncIterator[RasaEngine]:
    engine().load()
    made = RasaEngine(little.url, district(), engine(), ask_s=0.5, clock=clock)
    yield made
    await made.close()


# ── what Rasa says is what is understood ──


async def test_rasa_says_what_it_is_about(little: LittleRasa, rasa: RasaEngine) -> None:
    little.body = answer([("report+water-supply", 0.5), ("report+street-light", 0.3), ("status", 0.1)])
    understood = await rasa.understand(STRANGE)
    assert little.asked == [STRANGE]
    assert (understood.text, understood.intent) == (STRANGE, "report")
    assert [g.code for g in understood.services] == ["water-supply", "street-light"]
    assert understood.services[0].group == district().catalogue["water-supply"].group
    assert rasa.counts["answered"] == 1


async def test_rules_speak_over_rasa_as_over_the_embedded_engine(little: LittleRasa, rasa: RasaEngine) -> None:
    little.body = answer([("praise", 0.99)])
    danger = await rasa.understand("螺罐村的房子着火了，快来人")
    little.body = answer([("praise", 0.8), ("conduct+corruption", 0.2)])
    sealed = await rasa.understand("村支书收了红包才给办危房改造")
    assert danger.emergency == "fire"
    assert [e.text for e in danger.found("place")] == ["螺罐村"]
    assert (sealed.sealed, sealed.intent) == (True, "conduct")
    little.body = answer([("report+street-light", 0.99)])
    assert (await rasa.understand("2604-0001-2")).found("case_number")


async def test_a_place_or_a_smile_alone_asks_nobody(little: LittleRasa, rasa: RasaEngine) -> None:
    for text in ("", "😀", "螺罐村", "呵呵呵呵", "\u200b\u202e", "1", "Где здесь хлеб?", "aGVsbG8gd29ybGQ=" * 9):
        assert (await rasa.understand(text)).text == text
    assert little.asked == []


async def test_words_with_a_stroke_are_no_command_for_rasa(little: LittleRasa, rasa: RasaEngine) -> None:
    await rasa.understand("/status 路灯坏了")
    assert little.asked == ["／status 路灯坏了"]


async def test_a_long_message_is_cut_for_rasa_and_its_ends_are_read(little: LittleRasa, rasa: RasaEngine) -> None:
    await rasa.understand("路灯坏了。" + "啊呀" * 5_000 + "螺罐村")
    assert len(little.asked[0]) < 2_000
    assert little.asked[0].endswith("螺罐村")


async def test_times_and_persons_are_taken_from_rasa(little: LittleRasa, rasa: RasaEngine) -> None:
    text = "\u200b收秋那阵，幺店子屋头那个在螺罐村遭绊倒了"
    found = [
        {"entity": "time", "start": 0, "end": 4, "value": "九月", "confidence_entity": 0.9},
        {"entity": "person", "start": 5, "end": 8},
        {"entity": "person", "start": 13, "end": 16, "value": "螺罐村"},
    ]
    little.body = answer(entities=found)
    understood = await rasa.understand(text)
    assert [(e.kind, e.text, e.value) for e in understood.entities] == [
        ("place", "螺罐村", understood.entities[0].value),
        ("time", "收秋那阵", ""),
        ("person", "幺店子", "幺店子"),
    ]
    assert all(text[e.start :].startswith(e.text) for e in understood.entities)


@pytest.mark.parametrize(
    "wrong",
    [
        {"entity": "place"}, {"entity": 3}, {"start": -1}, {"start": "0"}, {"start": True}, {"end": 99}, {"end": 0},
        {"end": None}, {"confidence_entity": 0.2}, {"confidence_entity": math.nan}, {"confidence_entity": "sure"},
        {"start": 5, "end": 40},
    ],
    ids=str,
)  # fmt: skip
def test_an_entity_that_does_not_fit_is_left_out(wrong: Mapping[str, object]) -> None:
    said = "昨晚李嬢嬢在门口遭绊倒了，" + "哎" * 40
    good = {"entity": "time", "start": 0, "end": 2, "value": "昨晚", "confidence_entity": 0.9}
    assert [e.text for e in entities({"entities": [good]}, said)] == ["昨晚"]
    assert entities({"entities": [{**good, **wrong}, "no", None]}, said) == ()


def test_an_intent_is_the_sum_of_its_services() -> None:
    ranking = [("status", 0.4), ("report+street-light", 0.3), ("report+garbage", 0.2), ("nlu_fallback", 0.3)]
    made = judged(json.loads(answer(ranking)), INTENTS, district().catalogue.by_code, 9)
    assert made.intents == (("report", 0.5), ("status", 0.4))
    assert made.services == (("street-light", 0.6), ("garbage", 0.4))
    assert made.letters == 9


def test_a_service_that_another_district_has_is_not_guessed() -> None:
    made = judged(json.loads(answer([*LAMP, ("report+ski-lift", 0.02)])), INTENTS, ("street-light",), 9)
    assert [code for code, _ in made.services] == ["street-light"]
    assert dict(made.intents)["report"] == pytest.approx(0.96)


# ── whatever goes wrong, the embedded engine answers within the same turn ──

WRONG: dict[str, tuple[dict[str, object], str]] = {
    "slow": ({"wait_s": 5.0}, "late"),
    "a refusal": ({"status": 500}, "refused"),
    "another page": ({"status": 302, "headers": {"location": "http://127.0.0.1:1/"}}, "refused"),
    "a page for people": ({"body": b"<html>Sorry</html>"}, "nonsense"),
    "no letters": ({"body": b"\xff\xfe\x00"}, "nonsense"),
    "nothing": ({"body": b""}, "nonsense"),
    "a list": ({"body": b"[]"}, "nonsense"),
    "deep JSON": ({"body": b"[" * 100_000}, "nonsense"),
    "a body without end": ({"endless": True, "body": b" " * 65_536}, "nonsense"),
    "a drop now and then": ({"endless": True, "body": b""}, "late"),
    "cut in the middle": ({"hang_up": True}, "away"),
    "no ranking": ({"body": b"{}"}, "nonsense"),
    "an empty ranking": ({"body": answer(())}, "nonsense"),
    "labels alone": ({"body": b'{"intent_ranking": ["report"]}'}, "nonsense"),
    "words for numbers": ({"body": answer([("report+street-light", "0.9")])}, "nonsense"),
    "true for a number": ({"body": answer([("report+street-light", True)])}, "nonsense"),
    "not a number": ({"body": answer([("report+street-light", math.nan)])}, "nonsense"),
    "without end": ({"body": answer([("report+street-light", math.inf)])}, "nonsense"),
    "below nothing": ({"body": answer([("greet", -0.1)])}, "nonsense"),
    "more than all": ({"body": answer([("greet", 0.9), ("thanks", 0.9)])}, "nonsense"),
    "an unknown intent": ({"body": answer([("order_pizza", 0.9)])}, "nonsense"),
    "an unknown service": ({"body": answer([("report+ski-lift", 0.9)])}, "nonsense"),
    "only unsure": ({"body": answer([("nlu_fallback", 0.3)])}, "nonsense"),
    "packed and broken": ({"headers": {"content-encoding": "gzip"}}, "nonsense"),
}


@pytest.mark.parametrize("how", WRONG)
async def test_the_embedded_engine_answers_for_it_at_once(little: LittleRasa, rasa: RasaEngine, how: str) -> None:
    changed, outcome = WRONG[how]
    for name, value in changed.items():
        setattr(little, name, value)
    began = time.perf_counter()
    with capture_logs() as logs:
        understood = await rasa.understand(STRANGE)
    assert time.perf_counter() - began < UNDERSTAND_S
    assert understood == engine().read(STRANGE)
    assert len(little.asked) == 1
    assert {name: count for name, count in rasa.counts.items() if count} == {outcome: 1}
    assert [(line["log_level"], line["event"]) for line in logs] == [("warning", "rasa did not answer")]
    assert STRANGE not in str(logs)


async def test_without_any_server_it_is_the_same() -> None:
    rasa = RasaEngine("http://127.0.0.1:9", district(), engine())
    assert await rasa.understand(STRANGE) == engine().read(STRANGE)
    assert rasa.counts["away"] == 1
    await rasa.close()


def test_a_turn_has_time_for_both() -> None:
    assert ASK_S < UNDERSTAND_S * 0.75
    assert MOST_BYTES > 140 * 200  # labels, bytes each


async def test_a_dead_server_does_not_cost_each_message_its_wait(
    little: LittleRasa, rasa: RasaEngine, clock: Now
) -> None:
    little.wait_s = 5.0
    for _ in range(IN_A_ROW):
        await rasa.understand(STRANGE)
    began = time.perf_counter()
    for _ in range(20):
        assert (await rasa.understand(STRANGE)).text == STRANGE
    assert time.perf_counter() - began < 0.3
    assert (rasa.counts["late"], rasa.counts["paused"]) == (IN_A_ROW, 20)
    assert len(little.asked) == IN_A_ROW


async def test_after_the_pause_one_message_tries_and_then_all_do(
    little: LittleRasa, rasa: RasaEngine, clock: Now
) -> None:
    little.status = 503
    for _ in range(IN_A_ROW):
        await rasa.understand(STRANGE)
    clock.s += PAUSE_S
    await asyncio.gather(*(rasa.understand(STRANGE) for _ in range(4)))
    assert (rasa.counts["refused"], rasa.counts["paused"]) == (IN_A_ROW + 1, 3)
    little.status = 200
    assert (await rasa.understand(STRANGE)).intent == engine().read(STRANGE).intent
    assert rasa.counts["paused"] == 4
    clock.s += PAUSE_S
    for _ in range(3):
        await rasa.understand(STRANGE)
    assert (rasa.counts["answered"], rasa.counts["paused"]) == (3, 4)


async def test_one_good_answer_between_bad_ones_keeps_rasa_in(little: LittleRasa, rasa: RasaEngine) -> None:
    for status in (500, 500, 200) * 3:
        little.status = status
        await rasa.understand(STRANGE)
    assert rasa.counts["paused"] == 0


async def test_what_rasa_was_not_asked_says_nothing_about_it(little: LittleRasa, rasa: RasaEngine) -> None:
    little.status = 500
    for _ in range(IN_A_ROW):
        await rasa.understand(STRANGE)
        await rasa.understand("螺罐村")
    await rasa.understand(STRANGE)
    assert (rasa.counts["answered"], rasa.counts["paused"]) == (0, 1)


async def test_who_asks_rasa_alone_hears_that_it_failed(little: LittleRasa, rasa: RasaEngine) -> None:
    little.status = 500
    with pytest.raises(NoAnswer, match="HTTP 500"):
        await rasa.ask(STRANGE)


async def test_the_loaded_model_is_told_by_its_name(little: LittleRasa, rasa: RasaEngine) -> None:
    little.body = b'{"model_file": "models/frontdoor-0123.tar.gz"}'
    assert await rasa.trained() == "frontdoor-0123.tar.gz"
    little.body = b'{"model_file": null}'
    with pytest.raises(NoAnswer):
        await rasa.trained()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["name", "confidence", "entity", "start", "end", "value"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON, JSON)
def test_no_answer_breaks_us(ranking: object, found: object) -> None:
    said = {"intent_ranking": ranking, "entities": found}
    try:
        made = judged(said, INTENTS, district().catalogue.by_code, 3)
    except Nonsense:
        pass
    else:
        assert all(0 <= chance <= 1 for _, chance in (*made.intents, *made.services))
    for entity in entities(said, "昨晚没得水"):
        assert "昨晚没得水"[entity.start :].startswith(entity.text)

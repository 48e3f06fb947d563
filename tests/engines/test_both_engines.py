"""The comparison of both engines: what is counted, and that it says so where there is no Rasa."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.nlu.examples import Example
from bench import both_engines, engines


def example(text: str, intent: str, language: str = "en") -> Example:
    return Example(text, intent, "", language, (), "", 0)


def test_an_intent_of_rasa_is_the_sum_over_its_services_and_other_is_no_service() -> None:
    ranking = [("nlu_fallback", 0.9), ("status", 0.3), ("report+other", 0.25), ("report+street-light", 0.2)]
    intent, service, sure = engines.likeliest(ranking)
    assert (intent, service, round(sure, 3)) == ("report", "street-light", 0.45)


def test_every_second_example_is_taken_of_each_label_and_language() -> None:
    given = [example(str(n), "status" if n < 4 else "thanks", "en" if n % 2 else "zh-CN") for n in range(8)]
    assert [e.text for e in engines.thinned(given, 2)] == ["0", "1", "4", "5"]
    assert engines.thinned(given, 1) == given


def test_a_public_set_gives_so_many_examples_of_each_label_and_what_belongs_nowhere(tmp_path: Path) -> None:
    (tmp_path / "curekart_train.csv").write_text("sentence,label\na,X\nb,X\nc,X\nd,Y\n")
    (tmp_path / "curekart_test.csv").write_text("sentence,label\ne,X\nf,NO_NODES_DETECTED\n")
    known, asked = engines.public("curekart", tmp_path, 2)
    assert sorted(label for _, label in known) == ["X", "X", "Y"]
    assert asked == [("e", "X"), ("f", "oos")]


def test_out_of_scope_is_counted_below_what_keeps_95_in_a_hundred(tmp_path: Path) -> None:
    (tmp_path / "clinc150.json").write_text(
        json.dumps({"train": [["a", "X"]], "test": [["x", "X"]] * 100, "oos_test": [["o", "oos"]] * 4})
    )
    sures = iter([0.1] * 5 + [0.5] * 95 + [0.2, 0.3, 0.5, 0.9])
    found = engines.yardstick(lambda _, texts: [("l0", "", next(sures)) for _ in texts], "clinc150", tmp_path, 0)
    assert found == {"accuracy": 1.0, "out-of-scope recall": 0.5}


def test_the_table_has_the_folds_of_both_and_a_dash_for_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engines, "KEPT", tmp_path)
    for name, reached in (("folds-1-embedded-0", 0.9), ("folds-1-embedded-1", 0.1), ("folds-1-rasa-0", 0.8)):
        (tmp_path / f"{name}.json").write_text(json.dumps({"en: intent": reached}))
    (tmp_path / "curekart-embedded-10.json").write_text(json.dumps({"accuracy": 0.8}))
    engines.table()
    told = capsys.readouterr().out
    assert "| every 1., 1 of 5 folds; en: intent | 0.900 | 0.800 |" in told
    assert "| curekart, 10 a label; accuracy | 0.800 | – |" in told


def test_without_a_model_of_these_examples_the_bench_says_what_makes_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDOOR_RASA_URL", "")
    monkeypatch.setattr(both_engines, "made_now", lambda: ({}, "0" * 12))
    ((what, measured, _, why, good),) = both_engines.measure()
    assert (what, measured, good) == (both_engines.MISSING, "not measured", True)
    assert "`make rasa`" in why


def test_a_server_that_does_not_answer_is_a_miss(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDOOR_RASA_URL", "http://127.0.0.1:9")
    ((_, measured, _, why, good),) = both_engines.measure()
    assert (measured, good) == ("not measured", False)
    assert "away" in why

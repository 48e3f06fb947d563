"""Before and after: what lessons change is measured on messages that nothing is learnt from."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from adapters.nlu.examples import Example
from bot.learn_try import CannotTry, compare, splits, trained
from dialogs.understanding import Guess, Understanding
from tests.transcripts.play import district


def example(text: str, service: str = "street-light", file: str = "zh-CN/a.yml") -> Example:
    return Example(text, "report", service, "zh-CN", (), file, 1)


class Parrot:
    """Knows the examples that it was given by their first character."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.known = {e.text[0]: e for e in examples}

    def __call__(self, text: str) -> Understanding:
        found = self.known.get(text[0])
        if found is None:
            return Understanding(intent="out_of_scope")
        return Understanding(intent=found.intent, services=(Guess(found.service, "", 0.9),) if found.service else ())


OLD = [example("灯不亮"), example("水没有", "water-supply")]
NEW = example("沟臭", "sewage", "zh-CN/learnt.yml")
TESTS = [example("灯黑"), example("沟满了", "sewage"), example("渣没收", "garbage")]


def table(tests: Sequence[Example]) -> tuple[list[str], list[str]]:
    said: list[str] = []
    return list(compare([*OLD, NEW], {"沟臭"}, tests, Parrot, said.append)), said


def test_the_table_shows_what_the_new_examples_change() -> None:
    lines, said = table(TESTS)
    assert lines == [
        "1 new examples; measured on 3 test messages:",
        "                              before   after",
        "zh-CN: intent is right         0.333   0.667",
        "zh-CN: service among three     0.333   0.667",
        "what changed (messages):",
        "  report/sewage taken for out_of_scope: 1 fewer",
    ]
    assert said == ["training without the 1 new examples, then with them ..."]


def test_that_nothing_changes_is_said() -> None:
    lines, _ = table(TESTS[:1])
    assert lines[-1] == "no message is understood otherwise than before"


def test_without_test_messages_each_example_is_asked_of_the_others_once() -> None:
    rest = [example(f"第{n}盏灯") for n in range(40)]
    parts = list(splits(rest, []))
    assert sorted(e.text for _, asked in parts for e in asked) == sorted(e.text for e in rest)
    assert all(not {e.text for e in known} & {e.text for e in asked} for known, asked in parts)
    lines, said = table([])
    assert lines[0] == "1 new examples; measured on 2 examples, in 5 parts:"
    assert len(said) == 5


def test_real_models_learn_what_is_new() -> None:
    lamps = [example(f"{a}灯{b}") for a in ("路", "街", "巷子的", "桥头的") for b in ("不亮", "黑了", "坏了", "闪")]
    drains = [
        example(f"{a}沟{b}", "sewage")
        for a in ("臭", "排水", "门口的", "后头的")
        for b in ("堵了", "满了", "翻水", "臭")
    ]
    pipes = [
        example(f"{a}水管{b}", "water-supply")
        for a in ("自来", "家里", "楼上", "井边")
        for b in ("爆了", "漏了", "断了")
    ]
    asks = [
        Example(f"{a}{b}", "status", "", "zh-CN", (), "zh-CN/b.yml", 1)
        for a in ("我那件", "上次报的", "前天那件", "我的")
        for b in ("到哪步了", "办得怎么样", "有结果没得", "进度")
    ]
    read = trained([*lamps, *drains, *pipes, *asks], district(), vectored=False)
    assert read("沟翻水了").services[0].code == "sewage"


def test_without_what_training_needs_it_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "adapters.nlu.train", raising=False)
    monkeypatch.setitem(sys.modules, "sklearn.svm", None)
    with pytest.raises(CannotTry, match=r"sklearn\.svm is not installed; `make setup` installs"):
        trained(OLD, district())

"""What residents say: the reader of nlu_data/, its checks, and nlu_data/ itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.district import load_district
from adapters.nlu.check import aids_amiss, problems, set_apart
from adapters.nlu.examples import Aid, BrokenExamples, Example, Marked, read_aids, read_examples, unmarked

ROOT = Path(__file__).parents[2]
GOOD = """version: "3.1"
nlu:
# 路灯不亮
- intent: report/street-light
  examples: |
    - [螺罐村](place)的灯黑起[三天](time)了
    - 路登不亮
- intent: greet
  examples: |
    - 你好
"""


def read(folder: Path, text: str | bytes, language: str = "zh-CN") -> list[Example]:
    path = folder / language / "some.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_examples(folder)


def made(text: str, label: str = "greet", line: int = 1, language: str = "zh-CN") -> Example:
    intent, _, service = label.partition("/")
    return Example(text, intent, service, language, (), "a.yml", line)


def test_examples_are_read_with_what_is_marked_in_them(tmp_path: Path) -> None:
    lamp, typo, hello = read(tmp_path, GOOD)
    assert (lamp.text, lamp.label, lamp.language) == ("螺罐村的灯黑起三天了", "report/street-light", "zh-CN")
    assert lamp.marked == (Marked("place", "螺罐村", 0), Marked("time", "三天", 7))
    assert (lamp.file, lamp.line, typo.line, hello.line) == ("zh-CN/some.yml", 6, 7, 10)
    assert (hello.intent, hello.service) == ("greet", "")


def test_a_block_says_of_which_danger_it_tells(tmp_path: Path) -> None:
    text = GOOD.replace("street-light\n", "street-light\n  metadata: {danger: electric}\n")
    assert [e.danger for e in read(tmp_path, text)] == ["electric", "electric", ""]


def test_a_marked_word_may_say_what_is_meant() -> None:
    assert unmarked("在[螺罐](place:螺罐村)那边") == ("在螺罐那边", (Marked("place", "螺罐", 1, "螺罐村"),))
    assert unmarked("[不是标的] (括号)") == ("[不是标的] (括号)", ())


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: b\nnlu: [}", 2, "expected"),
        ("just words", 1, "names and values"),
        ("nlu: []", 1, "version"),
        ('version: "2.0"\nnlu: []', 1, "version"),
        ('version: "3.1"\nstories: []', 1, "list under nlu"),
        ('version: "3.1"\nnlu:\n- intent: greet', 3, "intent and examples"),
        ('version: "3.1"\nnlu:\n- lookup: place', 3, "a lookup needs a name and examples"),
        ('version: "3.1"\nnlu:\n- lookup: planet\n  examples: |\n    - Mars', 3, "planet is none of"),
        ('version: "3.1"\nnlu:\n- synonym: 昨天\n  examples: |\n    昨儿', 5, "begins with"),
        ('version: "3.1"\nnlu:\n- synonym: 昨天\n  examples: |\n\n- regex: phone', 3, "a synonym needs examples"),
        ('version: "3.1"\nnlu:\n- regex: phone\n  examples: |\n    - 1[0-9\n', 5, "pattern can't be read"),
        ('version: "3.1"\nnlu:\n- regex: phone\n  examples: |\n    - 1\n    - 0*', 6, "fits everything"),
        (GOOD.replace("- 路登", "路登"), 7, "begins with"),
        (GOOD.replace("(time)", "(times)"), 6, "times is none of"),
        (GOOD.replace("你好", ""), 10, "begins with"),
        (GOOD.replace("greet\n", "greet\n  metadata: {danger: rain}\n"), 8, "danger, which is one of fire"),
        (GOOD.replace("greet\n", "greet\n  metadata: {colour: red}\n"), 8, "metadata may say danger"),
        (GOOD.replace("greet\n", "greet\n  metadata: fire\n"), 9, "names and values"),
        (b"\xff\xfe", 1, "no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line(
    tmp_path: Path, text: str | bytes, line: int, says: str
) -> None:
    with pytest.raises(BrokenExamples, match=rf"^zh-CN/some.yml:{line}: .*{says}"):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("examples", "says"),
    [
        ([made("你好"), made("你好！", line=2)], "a.yml:2: stands again at a.yml:1"),
        ([made("好"), made("好", "affirm", 2)], "a.yml:2: stands and as greet at a.yml:1"),
        (
            [made("村口的路灯坏了三天了晚上看不见", line=3), made("村口的路灯坏了三天了晚上看不到", line=4)],
            "a.yml:4: is nearly a.yml:3",
        ),
        ([made("你好", "hallo")], "a.yml:1: there is no intent hallo"),
        ([made("灯", "report/lamp")], "a.yml:1: the catalogue has no service lamp"),
        ([made("灯", "report")], "a.yml:1: report needs a service"),
        ([made("你好")], "zh-CN: greet has 1 examples, and needs 25"),
        ([made("hi", language="en")], "en: greet has 1 examples, and needs 10"),
        ([made("你好")], "no example of the service street-light"),
        (
            [made(f"你好{n}") for n in range(130)]
            + [made(f"再见{n}", f"{w}") for w in ("thanks", "deny") for n in range(26)],
            "zh-CN: greet has 130 examples, where 26 are usual",
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(examples: list[Example], says: str) -> None:
    assert [found for found in problems(examples, ["street-light"]) if says in found]


def test_a_test_message_must_not_stand_among_the_examples() -> None:
    known = [made("村口的路灯坏了三天了晚上看不见"), made("水又停了"), made("你好呀，在吗")]
    tests = [made("你好呀，在吗。", line=7), made("村口的路灯坏了三天了晚上看不到", line=8), made("再见", line=9)]
    tests.append(made("水又停了", line=10))  # what everybody says in so few characters proves nothing
    found = [line for line in problems(known, [], tests) if "test message" in line]
    assert [line.partition(":")[2][:1] for line in found] == ["7", "8"]


def test_short_texts_may_be_alike() -> None:
    found = problems([made("好的"), made("好得", "affirm", 2), made("好的好的", line=3)], [])
    assert not [line for line in found if line.startswith("a.yml")]


def test_our_own_examples_are_in_order() -> None:
    services = set(load_district(ROOT / "deploy" / "rongchang").catalogue.by_code) - {"other"}
    assert problems(read_examples(ROOT / "nlu_data"), services, set_apart()) == []


AIDS = (
    GOOD
    + """- synonym: 昨天
  examples: |
    - 昨儿
    - 昨日
- regex: phone
  examples: |
    - 1[3-9][0-9]{9}
"""
)


def test_aids_stand_beside_the_examples_and_are_none(tmp_path: Path) -> None:
    examples = read(tmp_path, AIDS)
    assert [e.label for e in examples] == ["report/street-light", "report/street-light", "greet"]
    days, phone = read_aids(tmp_path)
    assert days == Aid("synonym", "昨天", ("昨儿", "昨日"), "zh-CN", "zh-CN/some.yml", 11)
    assert (phone.kind, phone.name, phone.rows) == ("regex", "phone", ("1[3-9][0-9]{9}",))


def helping(kind: str, name: str, *rows: str, line: int = 1) -> Aid:
    return Aid(kind, name, rows, "zh-CN", "a.yml", line)


@pytest.mark.parametrize(
    ("aids", "says"),
    [
        (
            [helping("synonym", "昨天", "昨儿"), helping("synonym", "前天", "昨儿", line=5)],
            "a.yml:5: 昨儿 stands again",
        ),
        ([helping("synonym", "昨天", "昨儿", "昨儿")], "昨儿 stands again"),
        ([helping("synonym", "昨天", "昨天")], "昨天 means itself"),
        ([helping("lookup", "place", "村口", "村口")], "村口 stands again"),
        ([helping("lookup", "place", "螺罐村")], "螺罐村 is a unit's name"),
        ([helping("synonym", "螺罐", "螺罐村")], "螺罐村 is a unit's name"),
        ([helping("lookup", "person", "王主任")], "no example of this language marks a person"),
        ([helping("regex", "phone", "1[0-9]{10}")], "no example of this language marks a phone"),
        ([helping("regex", "place", "[a-z]+")], "no pattern fits anything that is marked as place"),
    ],
)
def test_an_aid_that_helps_nobody_is_named(aids: list[Aid], says: str) -> None:
    marked = Example("村口的灯", "greet", "", "zh-CN", (Marked("place", "村口", 0),), "b.yml", 1)
    assert [found for found in aids_amiss(aids, [marked], ["螺罐村"]) if says in found]


def test_an_aid_in_order_is_not_complained_of() -> None:
    marked = Example("村口的灯", "greet", "", "zh-CN", (Marked("place", "村口", 0),), "b.yml", 1)
    good = [
        helping("lookup", "place", "路口"),
        helping("regex", "place", "村.", line=5),
        helping("synonym", "一", "二"),
    ]
    assert list(aids_amiss(good, [marked], ["螺罐村"])) == []


def test_our_own_aids_are_in_order() -> None:
    names = load_district(ROOT / "deploy" / "rongchang").units.names
    aids = read_aids(ROOT / "nlu_data")
    assert {(a.language, a.kind) for a in aids} == {
        (language, kind) for language in ("zh-CN", "en") for kind in ("synonym", "lookup", "regex")
    }
    assert list(aids_amiss(aids, read_examples(ROOT / "nlu_data"), names)) == []

"""The file that lessons go to: what is added, what is refused, and that it is read as it was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.nlu.check import copies, labels
from adapters.nlu.embedded import EmbeddedEngine
from adapters.nlu.examples import Example, read_examples
from adapters.nlu.learnt import LEARNT, NotLearnt, add, marked
from tests.transcripts.play import district

ENGINE = EmbeddedEngine(district(), None)
TEST = Example("路灯黑了一个月没有人来看过一眼", "report", "street-light", "zh-CN", (), "zh-CN/test.yml", 7)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of examples with one file."""
    path = tmp_path / "zh-CN" / "services.yml"
    path.parent.mkdir()
    path.write_text(
        'version: "3.1"\nnlu:\n- intent: report/street-light\n  examples: |\n    - 路灯坏了三天没有人来修一下\n',
        encoding="utf-8",
    )
    return tmp_path


def learn(data: Path, text: str, label: str = "report/street-light", language: str = "zh-CN") -> str:
    return add(text, label, language, data, district(), [TEST])


def test_an_example_is_added_under_its_label_and_read_again(data: Path) -> None:
    assert learn(data, "[螺罐村](place)的灯黑起好久了") == "螺罐村的灯黑起好久了"
    learn(data, "垃圾桶满了没人倒", "report/garbage")
    learn(data, "灯杆歪起了要倒了")
    learn(data, "what time do you open", "consult", "en")
    text = (data / "zh-CN" / LEARNT).read_text(encoding="utf-8")
    assert text == (
        'version: "3.1"\nnlu:\n- intent: report/street-light\n  examples: |\n    - [螺罐村](place)的灯黑起好久了\n'
        "    - 灯杆歪起了要倒了\n- intent: report/garbage\n  examples: |\n    - 垃圾桶满了没人倒\n"
    )
    examples = read_examples(data)
    assert len(examples) == 5
    assert not list(labels(examples, frozenset(district().catalogue.by_code)))
    assert not list(copies(examples))


def test_what_a_clerk_has_written_into_the_file_stays(data: Path) -> None:
    path = data / "zh-CN" / LEARNT
    path.write_text(
        'version: "3.1"\nnlu:\n# 路灯不亮\n- intent: report/street-light\n  examples: |\n    - 灯杆歪起了\n\n'
        "# 垃圾\n- intent: report/garbage\n  examples: |\n    - 桶满了\n",
        encoding="utf-8",
    )
    learn(data, "整条巷子都是黑的")
    assert path.read_text(encoding="utf-8") == (
        'version: "3.1"\nnlu:\n# 路灯不亮\n- intent: report/street-light\n  examples: |\n    - 灯杆歪起了\n'
        "    - 整条巷子都是黑的\n\n# 垃圾\n- intent: report/garbage\n  examples: |\n    - 桶满了\n"
    )


@pytest.mark.parametrize(
    ("text", "label", "why"),
    [
        (
            "路灯坏了三天没有人来修一下！",
            "report/street-light",
            r"It is an example already, as report/street-light at zh-CN",
        ),
        ("路灯坏了三天没有人来修一下", "report/garbage", "It is an example already"),
        ("路灯坏了三天没有人来修一下哦", "report/street-light", "It is nearly an example"),
        ("路灯黑了一个月没有人来看过一眼", "report/street-light", r"It is a test message already.*test\.yml:7"),
        ("路灯黑了一个月没有人来看过一眼哦", "report/street-light", "It is nearly a test message"),
        ("灯杆歪起了", "report/nothing", "The catalogue has no service nothing"),
        ("灯杆歪起了", "nothing", "There is no intent nothing"),
        ("灯杆歪起了", "report", "Report needs a service"),
        ("灯杆歪起了", "conduct/discipline", "Nothing is learnt from words about officials|has no service"),
        ("！！！", "report/street-light", "no words"),
        ("", "report/street-light", "no words"),
        ("[灯杆](thing)歪起了", "report/street-light", "thing is none of case_number"),
    ],
)
def test_what_would_spoil_the_examples_is_refused_with_a_sentence(data: Path, text: str, label: str, why: str) -> None:
    with pytest.raises(NotLearnt, match=why):
        learn(data, text, label)
    assert not (data / "zh-CN" / LEARNT).exists()


def test_a_sealed_kind_is_never_learnt(data: Path) -> None:
    sealed = next(code for code, service in district().catalogue.by_code.items() if service.sealed)
    for label in (f"report/{sealed}", f"conduct/{sealed}"):
        with pytest.raises(NotLearnt, match="words about officials"):
            learn(data, "他们收了东西才办", label)


def test_odd_letters_stay_one_line_that_is_read_again(data: Path) -> None:
    for odd in (
        "灯：坏了 # 真的",
        "- 灯不亮",
        "“灯” {坏了} & *没人管*",
        "灯\n坏了\t两\x00盏",
        "灯😀坏了",
        "'灯' \"坏\" %了",
    ):
        learn(data, odd)
    assert len(read_examples(data)) == 7


def test_the_same_again_after_a_stop_is_no_fault(data: Path) -> None:
    learn(data, "灯杆歪起了")
    before = (data / "zh-CN" / LEARNT).read_bytes()
    assert learn(data, "灯杆歪起了") == "灯杆歪起了"
    assert (data / "zh-CN" / LEARNT).read_bytes() == before


def test_places_people_and_numbers_are_marked_unless_the_clerk_has_done_it() -> None:
    said = marked("万宝村张大爷家门口的灯坏了，电话13800000000", ENGINE.read)
    assert "[万宝村](place)" in said
    assert "[张大爷](person)" in said
    assert "[13800000000](phone)" in said
    assert marked("万宝村[村口](place)的灯坏了", ENGINE.read) == "万宝村[村口](place)的灯坏了"

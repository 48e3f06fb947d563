"""One line of a long letter: a sentence of the person's own, never made up, always the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import dialogs.summary
from cases.district import District
from dialogs.summary import LONG, LONG_ENGLISH, MOST_SENTENCES, ROOM, ROOM_ENGLISH, summary
from tests.transcripts.play import district

LAMP = (
    "你们这些当官的到底管不管事啊！我在这里住了三十年，从来没有见过这样的。说了多少次了，天天推来推去，气死人了！"
    "我们老百姓纳的税都到哪里去了。螺罐村三组那盏路灯坏了半个月了，晚上黑黢黢的，我妈前天在那里摔了一跤。"
    "我打电话你们说会来，结果等到今天影子都没看到一个。我现在气得饭都吃不下，哪个来给我一个说法！"
    "我隔壁的李二哥也说了，他也打过电话，人家喊他等，等到花儿都谢了。我也不是要为难哪个，就是想问一句：啥子时候修？"
    "你们给个准话，莫再敷衍我们了。大家都是要过日子的人，晚上出门买个盐都不敢，这个日子咋个过嘛，你们自己来走一回试试看。"
)
LAST = (
    "尊敬的领导您好！我是一个普通的老百姓，一辈子没有给政府添过麻烦，这回实在是没有办法了才来说。" * 3
    + "事情是这样的，大家都很着急，天天都在说，天天都没有人管，我们心里头难受得很。" * 3
    + "就是石河村小学门口的下水道堵了，臭得很。"
)
VOICE = (
    "嗯那个我想说一下就是我们这边那个" * 8 + "垃圾桶满了半个月没人收臭得很苍蝇到处飞" + "你们看一下嘛反正就是这样" * 6
)
ENGLISH = (
    "I have lived in this village for thirty years and I have never been treated like this. How many times do I have "
    "to write to you people? It is a shame, and we all pay our taxes. The street light at the school gate in Luoguan "
    "village has been dark for two weeks and my mother fell there on Sunday. Nobody came, nobody called, and I am sick "
    "of it."
)


@pytest.mark.parametrize(
    ("letter", "service", "line"),
    [
        (LAMP, "street-light", "螺罐村三组那盏路灯坏了半个月了，晚上黑黢黢的，我妈前天在那里摔了一跤"),
        (LAMP, "", "螺罐村三组那盏路灯坏了半个月了，晚上黑黢黢的，我妈前天在那里摔了一跤"),
        (LAST, "sewage", "就是石河村小学门口的下水道堵了，臭得很。"),
    ],
)
def test_the_sentence_that_tells_the_matter_is_taken(letter: str, service: str, line: str) -> None:
    assert summary(letter, district(), service).strip("。") == line.strip("。")


def test_a_voice_note_without_any_mark_is_cut_around_its_heart() -> None:
    line = summary(VOICE, district(), "garbage")
    assert "垃圾桶满了半个月没人收" in line
    assert len(line) <= ROOM
    assert line.startswith("…") and line.endswith("…")


def test_an_english_letter_is_told_in_about_twenty_words() -> None:
    line = summary(ENGLISH, district(), "street-light")
    assert "street light at the school gate in Luoguan village" in line
    assert len(line) <= ROOM_ENGLISH and len(line.split()) <= 24
    assert " " + line.strip("…").split()[-1].strip(".") in ENGLISH  # no word is cut in two


def test_what_is_short_needs_no_line() -> None:
    assert summary("螺罐村路灯坏了", district(), "street-light") == ""
    assert summary("路" * (LONG - 1), district()) == ""
    assert summary("a " * (LONG_ENGLISH // 2 - 1), district()) == ""
    assert summary("", district()) == ""


@settings(max_examples=60, deadline=None)
@example("：" * LONG + "a：：了")
@given(st.text(alphabet="路灯坏了，。！？ \n你们天天气死人abc light.,:", min_size=LONG, max_size=400))
def test_every_word_of_the_line_is_the_persons_own(letter: str) -> None:
    line = summary(letter, district(), "street-light")
    assert line == summary(letter, district(), "street-light")
    assert len(line) <= ROOM_ENGLISH
    assert line.strip("…") in letter


def test_a_letter_of_thousands_of_sentences_is_read_at_its_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed: list[str] = []
    whole = dialogs.summary.score

    def noted(part: str, words: Sequence[str], where: District) -> float:
        weighed.append(part)
        return whole(part, words, where)

    monkeypatch.setattr(dialogs.summary, "score", noted)
    letter = "嗯嗯嗯。" * 3000 + "螺罐村三组那盏路灯坏了半个月了。"
    assert summary(letter, district(), "street-light").startswith("螺罐村")
    assert len(weighed) <= 2 * MOST_SENTENCES

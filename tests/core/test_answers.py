"""The list of ready answers: how it is read, and that a question gets its own answer or none."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.district import DistrictError
from adapters.district.answers import read_answers
from adapters.nlu.answers import Answers
from cases.district import ReadyAnswer
from dialogs.conversation import Conversation
from dialogs.facts import Facts
from dialogs.forms import Heard, View, Who
from dialogs.house import build_house
from dialogs.messages import Inbound, Kind
from dialogs.resident.consult import ASKED_ANSWER, CLEAR_LEAD, LIKELY_ANSWER, OFFERED, SURE_ANSWER, likely_of
from dialogs.understanding import Match, Understanding
from tests.transcripts.play import district

ANSWERS = Answers(district().answers)
NOW = datetime(2026, 4, 7, 9, 30, tzinfo=UTC)
ASKED = (  # asked in other words than the list has
    ("身份证掉了咋办", "id-card-lost"),
    ("我身份证搞丢了，要到哪里去补", "id-card-lost"),
    ("补个身份证要多久", "id-card-lost"),
    ("身份证过期了咋个换", "id-card-expired"),
    ("身份证马上到期了，怎么换新的", "id-card-expired"),
    ("我家娃儿想办个身份证，要带啥子", "id-card"),
    ("娃儿刚生下来，怎么上户口", "newborn-hukou"),
    ("给小孩上户口要什么手续", "newborn-hukou"),
    ("我想把户口迁到荣昌来，怎么弄", "move-hukou"),
    ("户口本丢了去哪补", "hukou-book-lost"),
    ("想给孩子改个名字，怎么改", "change-name"),
    ("我爸去世了，户口怎么注销", "death-hukou"),
    ("外地人办居住证要什么材料", "residence-permit"),
    ("办护照要几天", "passport"),
    ("农民怎么买养老保险", "pension-join"),
    ("我马上六十了，养老金怎么领", "pension-collect"),
    ("老人养老金认证怎么做", "pension-proof"),
    ("社保认证啷个弄", "pension-proof"),
    ("女的现在多少岁退休", "retirement-age"),
    ("没单位的怎么自己交社保", "flexible-insurance"),
    ("失业金能领几个月", "unemployment"),
    ("上班摔伤了怎么认定工伤", "work-injury"),
    ("老板拖欠工资，去哪里投诉", "wages"),
    ("社保卡丢了咋个补", "social-card"),
    ("明年的医保好久交", "medical-pay"),
    ("刚出生的宝宝怎么买医保", "medical-newborn"),
    ("住院费怎么报销", "medical-claim"),
    ("在广东打工看病，医保怎么报", "medical-elsewhere"),
    ("娃儿出生证掉了去哪里补", "birth-certificate"),
    ("生二胎国家育儿补贴一年好多", "childcare-subsidy"),
    ("娃儿预防针在哪里打", "vaccination"),
    ("我想申请低保，要什么条件", "dibao"),
    ("办低保要哪些材料", "dibao"),
    ("五保户怎么办", "support-alone"),
    ("残疾证咋个办理", "disability-card"),
    ("一级残疾有什么补贴", "disability-allowance"),
    ("八十岁老人的高龄补贴怎么领", "elder-allowance"),
    ("领结婚证要带啥子", "marriage"),
    ("在这里可以领结婚证吗，我是外地户口", "marriage"),
    ("结婚证丢了怎么补办", "marriage-lost"),
    ("离婚要等好多天", "divorce"),
    ("退伍军人优待证去哪里办", "veteran-card"),
    ("我想在老宅基地上重新修房子，要办什么手续", "build-house"),
    ("城里户口能不能继承农村老房子", "homestead-inherit"),
    ("承包地到期了怎么办", "land-contract"),
    ("地租给别人种要签合同吗", "land-lease"),
    ("种地补贴啥时候发", "farm-subsidy"),
    ("买台微耕机有补贴没得", "machine-subsidy"),
    ("自家山上砍几棵树要办证吗", "cut-trees"),
    ("房子过户要带什么材料", "property-registration"),
    ("二手房契税多少", "deed-tax"),
    ("公租房咋申请", "public-rental"),
    ("娃儿几岁可以读小学", "school"),
    ("外地的娃儿在荣昌读书要什么材料", "school-migrant"),
    ("我想开个店，营业执照怎么办", "business-licence"),
    ("开个面馆要办哪些证", "food-licence"),
    ("怎么开发票", "tax-office"),
    ("驾照到期了在哪里换", "driving-licence"),
    ("家里新装自来水找谁", "water-account"),
    ("新房子装电表怎么申请", "power-account"),
    ("装天然气找哪个", "gas-account"),
    ("废电池是什么垃圾", "garbage-sorting"),
    ("谷草可不可以烧", "burning"),
    ("上坟能不能烧纸", "forest-fire"),
    ("养狗要办证吗", "dog"),
    ("过年能放鞭炮不", "fireworks"),
    ("晚上几点后不准施工", "night-noise"),
    ("河里可以钓鱼不", "fishing-ban"),
    ("跟邻居吵架了想调解找谁", "mediation"),
    ("没钱请律师怎么办", "legal-aid"),
    ("网上买的衣服能退货吗", "return-goods"),
    ("信访多久给答复", "petition-days"),
    ("怎么申请政府信息公开", "open-information"),
    ("村里的账目多久公布一次", "village-affairs"),
    ("医保电话是多少", "hotlines"),
    ("便民中心周六上班吗", "opening-hours"),
    ("I lost my ID card, what should I do", "id-card-lost"),
    ("how can I renew my identity card", "id-card-expired"),
    ("how do I register my baby in the hukou", "newborn-hukou"),
    ("where do I get a residence permit", "residence-permit"),
    ("how long does a passport take", "passport"),
    ("what do we need to get married", "marriage"),
    ("how do I apply for dibao", "dibao"),
    ("my boss does not pay my wages, where can I complain", "wages"),
    ("is there a subsidy for buying a tractor", "machine-subsidy"),
    ("do I need a permit to fell trees", "cut-trees"),
    ("what papers do I need to open a noodle shop", "food-licence"),
    ("are fireworks allowed at new year", "fireworks"),
    ("can my child go to school here, we are from another province", "school-migrant"),
    ("how to replace a lost social security card", "social-card"),
    ("when can I retire", "retirement-age"),
    ("is the service hall open on Saturdays", "opening-hours"),
    ("how do I sort my rubbish", "garbage-sorting"),
    ("how to register a dog", "dog"),
    ("where can I get legal aid", "legal-aid"),
)
NOT_THERE = (
    "独生子女奖扶金满几岁开始领",
    "农村危房改造一户补助多少钱",
    "大学生回乡创业有啥子优惠政策",
    "从农村户口转城镇户口还转得回来不",
    "营业执照注销要登报吗",
    "身份证上的照片可以换一张好看的不",
    "结婚可以请几天假",
    "公交老年卡怎么年审",
    "种粮大户贷款利息是多少",
    "村里的广场舞队怎么报名",
    "what is the minimum wage in this district",
    "can I keep bees near the village",
    "how much does a funeral plot cost",
    "can a foreigner buy a car here",
)
MATTERS = (
    "路灯坏了",
    "我家的狗被车撞了",
    "隔壁半夜施工吵死人",
    "垃圾没人收",
    "停电了",
    "the noise is terrible",
    "the dog bites",
)

ENTRY = """
checked: 2026-11-20
answers:
- key: id-card
  names: {zh-CN: 办身份证, en: ID card}
  about: {zh-CN: [身份证], en: [id card]}
  asked:
    zh-CN: [身份证怎么办, 办身份证要带什么]
    en: [how do I get an ID card, where do I get an ID card]
  says: {zh-CN: 带户口簿到派出所。, en: Take the household register to the police.}
  source: {zh-CN: 派出所, en: the police}
"""


def sure(text: str) -> str:
    """The key of the answer that would be given without asking."""
    first, second = [*ANSWERS.matches(text), None, None][:2]
    if first is None or first.confidence < SURE_ANSWER:
        return ""
    return "" if second and first.confidence - second.confidence < CLEAR_LEAD else first.key


def offered(text: str) -> list[str]:
    """The keys that would be offered."""
    return [m.key for m in ANSWERS.matches(text) if m.confidence >= LIKELY_ANSWER][:OFFERED]


def test_what_is_answered_surely_is_answered_rightly() -> None:
    wrong = [(text, sure(text)) for text, key in ASKED if sure(text) not in ("", key)]
    assert wrong == []


def test_most_questions_in_other_words_find_their_answer() -> None:
    found = [text for text, key in ASKED if key == sure(text)]
    near = [text for text, key in ASKED if key in offered(text)]
    assert len(found) >= 0.5 * len(ASKED)
    assert len(near) >= 0.9 * len(ASKED)


@pytest.mark.parametrize("text", NOT_THERE)
def test_a_question_without_an_answer_never_gets_a_neighbours(text: str) -> None:
    assert sure(text) == ""


@pytest.mark.parametrize("text", MATTERS)
def test_a_matter_is_no_question(text: str) -> None:
    assert sure(text) == ""


def test_every_way_of_asking_in_the_list_finds_its_own_answer() -> None:
    for key, answer in district().answers.items():
        for ways in answer.asked.values():
            for way in ways:
                assert ANSWERS.matches(way)[0].key == key, way


def test_there_is_an_answer_for_what_people_ask_most() -> None:
    answers = district().answers
    assert len(answers) >= 60
    assert all(answer.sample for answer in answers.values())


def test_every_answer_is_short_enough_to_be_read_out() -> None:
    """60 Chinese characters or 30 English words; what is more to be said is said by the office that it names."""
    long = [
        key
        for key, answer in district().answers.items()
        if len(re.findall(r"[\u3400-\u9fff]", answer.says["zh-CN"])) > 60 or len(answer.says["en"].split()) > 30
    ]
    assert long == []


def test_a_story_is_not_compared() -> None:
    assert ANSWERS.matches("身份证怎么办" * 40) == ()
    assert Answers({}).matches("身份证怎么办") == ()


# --- in the dialog ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "intent", "fit", "offered"),
    [
        ("我想问养狗的事", "consult", LIKELY_ANSWER, True),
        ("屋头喂了条狗，用不用去登记", "report", ASKED_ANSWER, True),
        ("屋头喂了条狗，登记要得不", "report", ASKED_ANSWER, True),
        ("屋头喂了条狗，用不用去登记", "report", LIKELY_ANSWER, False),  # it may just tell of a dog
        ("隔壁的狗天天叫，说了也不听", "report", ASKED_ANSWER, False),  # it asks nothing
    ],
)
def test_a_story_that_asks_is_offered_only_what_fits_well(text: str, intent: str, fit: float, offered: bool) -> None:
    house = build_house(district(), lambda *_: "", lambda *_: ())
    view = View({}, Conversation(), house, Facts({}), Who("resident"), NOW)
    said = Inbound("web", "1", "me", "me", Kind.TEXT, NOW, text)
    heard = Heard(said, Understanding(text=text, intent=intent, answers=(Match("dog", fit),)))
    assert likely_of(view, heard) == (("dog",) if offered else ())


# --- the file --------------------------------------------------------------------------------------------------------


def read(folder: Path, text: str) -> dict[str, ReadyAnswer]:
    path = folder / "answers.yml"
    path.write_text(text, encoding="utf-8")
    return read_answers(path)


def test_a_district_may_do_without_answers(tmp_path: Path) -> None:
    assert read_answers(tmp_path / "answers.yml") == {}


def test_an_answer_is_read_with_the_day_of_the_file(tmp_path: Path) -> None:
    answer = read(tmp_path, ENTRY)["id-card"]
    assert (answer.checked, answer.sample, answer.asked["zh-CN"][0]) == ("2026-11-20", False, "身份证怎么办")
    own = ENTRY + "  checked: 2026-12-01\n  sample: true\n"
    assert (read(tmp_path, own)["id-card"].checked, read(tmp_path, own)["id-card"].sample) == ("2026-12-01", True)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("checked: 2026-11-20", "checked: last week", "line 2: .*date like"),
        (
            "names: {zh-CN: 办身份证, en: ID card}",
            "names: {zh-CN: 办身份证}",
            "line 5: answer 'id-card' has no name in en",
        ),
        ("办身份证, en", "办理第二代居民身份证, en", "line 5: .*at most 8"),
        ("zh-CN: [身份证怎么办, 办身份证要带什么]", "zh-CN: [身份证怎么办]", "line 8: .*needs 2"),
        ("  source: {zh-CN: 派出所, en: the police}\n", "", "line 4: answer 'id-card' has no 'source'"),
        ("  about", "  abuot", "line 6: .*unknown key 'abuot'"),
        ("about: {zh-CN: [身份证]", "about: {zh-CN: [护照]", "line 6: .*no word of '身份证怎么办'"),
        ("带户口簿到派出所。", "带" * 121, "line 10: .*at most 120"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in ENTRY
    with pytest.raises(DistrictError, match=rf"answers\.yml {says}"):
        read(tmp_path, ENTRY.replace(old, new))


def test_the_same_question_has_one_answer(tmp_path: Path) -> None:
    again = ENTRY[ENTRY.index("- key") :]
    with pytest.raises(DistrictError, match="second time"):
        read(tmp_path, ENTRY + again)
    with pytest.raises(DistrictError, match="asked like 'id-card'"):
        read(tmp_path, ENTRY + again.replace("key: id-card", "key: other-card"))

"""What is said in the middle of a report and not about its matter, and what tells nothing at all."""

from __future__ import annotations

import pytest

from dialogs.asked import ASKED, asked_of_us
from dialogs.consent import agrees, sends
from dialogs.nonsense import nothing_in
from dialogs.resident.drop import lets_be, no_more
from dialogs.words import chatter, plain, stops

QUESTIONS = {
    "who": "你哪个嘛|你是谁|你们是哪里的|请问您是哪位|who are you|what is this",
    "machine": "你是机器人吗|是真人在回吗|你到底是不是人哦|is this a robot|am i talking to a bot",
    "why": "你问这个干啥|问那么多干啥子|为什么要说地方|要地址干什么|why do you need that|why|what for",
    "when": "你们好久来嘛|要等几天|到底好久修|多久能办好|how long will it take|so when will someone fix it",
    "cost": "要不要钱|这个要不要钱哦|收费不|免费的吗|要好多钱|does it cost money|is it free|do i have to pay",
    "then": "说了你们会来吗|有用吗|报了以后呢|然后呢|有没有人管|有人来修？|what happens next"
    "|will anyone come|does this even work",
    "meaning": "什么意思|我听不懂|你说的啥子|what do you mean where|i dont understand",
}
MATTERS = (
    "好久了|几天了|三天没水了|医保报销要等几天|路灯好久没修了|没人管|没有人来|谁偷了我家的鸡|水费要交好多钱"
    "|人|能用|能用了|有人来了|有人管|会修|车子要收停车费"
    "|机器坏了|收垃圾的不来|办证收费太高|以后|要钱|免费|when it rains the street floods"
    "|why is the road so bad|how long has this road been broken|they cost too much|who stole my chickens|no|yes|water"
)
NOTHING = "哈哈哈|嘻嘻，哈哈|嗯嗯啊啊|asdf|sdfgh jkl|qwe|lol|hahaha|😀|👍😀|嗯那个|测试|随便试试|testing|aaaa|呜呜呜"
SOMETHING = (
    "hi|water|were|help|灯|救命|快快快|停停停|好好好|property|pls|sos|gas|来人啊|119|啊我家着火了|street|就是水管|tv|he"
    "|error|house|哈尔滨路|嘿，路灯坏了|那个灯坏了|wifi|sms|啊，没水了"
)
NO_NEED = (
    "没事了|没得事了|莫得事了|没啥子了|没什么事了|不用了|不用来了|不麻烦你们了|已经修好了|都解决了|没事了，谢谢|拜拜"
    "|it's fine now|no need|it has been fixed|all good|bye"
)
NEEDED = (
    "没事|不用|没有水了|没得水了|没事做了|不用的房子垮了|好了|水管修好了又坏了|没事了一会儿又漏了|没人了"
    "|不要钱了|已经三天了|it is not fine|no water|the light is fixed to a tree|it was fixed badly"
)
SENT = "发|发嘛|发了嘛|报吧报吧|废话少说 发|就这样吧|好嘛，发出去|帮我报上去|send|ok, send it please|just send it now"
NOT_SENT = "不发|莫发|发票的事|报警了|发了三天水|没报|我报过了|发不出去|send somebody|file is lost|不报了|说了"


@pytest.mark.parametrize("kind", ASKED)
def test_a_question_about_us_is_told_from_the_matter(kind: str) -> None:
    assert {text: asked_of_us(plain(text), "？" in text) for text in QUESTIONS[kind].split("|")} == dict.fromkeys(
        QUESTIONS[kind].split("|"), kind
    )


def test_a_matter_is_no_question_about_us() -> None:
    assert [text for text in MATTERS.split("|") if asked_of_us(plain(text))] == []


def test_what_has_no_word_in_it_tells_nothing() -> None:
    assert [text for text in NOTHING.split("|") if not nothing_in(plain(text))] == []
    assert [text for text in SOMETHING.split("|") if nothing_in(plain(text))] == []


def test_nothing_is_needed_any_more_where_the_words_say_so_and_nothing_else() -> None:
    assert [text for text in NO_NEED.split("|") if not lets_be(text)] == []
    assert [text for text in NEEDED.split("|") if lets_be(text)] == []


def test_it_is_sent_where_the_words_say_so_and_nothing_else() -> None:
    assert [text for text in SENT.split("|") if not sends(plain(text))] == []
    assert [text for text in NOT_SENT.split("|") if sends(plain(text))] == []


def test_a_yes_is_a_yes_with_any_ending() -> None:
    assert all(agrees(plain(text)) for text in ("要得嘛", "好的呢", "嗯嗯", "可以噻", "yes please", "ok, thanks"))
    assert not any(agrees(plain(text)) for text in ("好了", "好久", "可以不", "是不是", "yes but", "right of way"))


def test_nothing_to_add_is_no_wish_to_stop() -> None:
    assert all(no_more(text) for text in ("没有了", "没得了", "就这些", "说完了", "nothing else", "that's all"))
    assert not any(no_more(text) for text in ("没有水了", "就这些路灯坏了", "nothing works"))


def test_a_change_of_mind_is_understood_with_words_before_it() -> None:
    assert all(
        stops(text) for text in ("actually forget it", "ok never mind", "sorry, i changed my mind", "算了不敢报")
    )
    assert not any(stops(text) for text in ("forget the light", "never came", "不敢出门"))


def test_what_is_said_to_us_is_chatter() -> None:
    assert all(chatter(text) for text in ("等哈我想哈", "让我想想", "发嘛", "哈哈", "let me think", "just a minute"))
    assert not any(chatter(text) for text in ("等哈就淹了", "想不通为啥子没得水", "think of the children", ""))

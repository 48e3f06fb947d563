"""The engine that plays every form, and the stored conversation."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.conversation import VERSION, Conversation, Frame, Json
from dialogs.engine import turn
from dialogs.facts import Facts, Missing, MyCases
from dialogs.forms import Turn, Who
from dialogs.house import FORMS, build_house
from dialogs.messages import Choice, Inbound, Kind, Media, MediaKind
from storage.store import Store
from storage.work import Work
from tests.fakes import MemoryStore, MemoryWork
from tests.transcripts.play import district, engine, texts

HOUSE = build_house(district(), texts().label, texts().words)
NOW = datetime(2026, 4, 13, 9, tzinfo=district().zone)


class NoCases(Facts):
    """A world without cases."""

    def many(self, fact: object) -> tuple[()]:
        return ()


def said(text: str = "", kind: Kind = Kind.TEXT, **more: object) -> Inbound:
    return Inbound("chat", "1", "me", "me", kind, NOW, text=text, language="zh-CN", **more)  # type: ignore[arg-type]


def play(talk: Conversation, inbound: Inbound) -> Turn:
    return turn(talk, inbound, engine().read(inbound.text), HOUSE, NoCases(), Who())


json_values: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
frames = st.builds(
    Frame,
    st.sampled_from([*FORMS, "a-form-of-another-release"]),
    st.dictionaries(st.text(max_size=8), json_values, max_size=4),
    st.text(max_size=8),
    st.integers(0, 9),
    st.booleans(),
    st.dictionaries(st.text(max_size=8), json_values, max_size=2),
)
talks = st.builds(
    Conversation,
    st.sampled_from(["", "zh-CN", "en"]),
    st.lists(frames, max_size=3),
    st.lists(frames, max_size=2),
    st.integers(0, 999),
    st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=4), max_size=4),
    st.text(max_size=8),
    st.booleans(),
)


@settings(max_examples=40)
@given(talks)
def test_a_conversation_is_the_same_after_it_was_stored(talk: Conversation) -> None:
    assert Conversation.from_json(talk.to_json()) == talk
    assert json.loads(talk.to_json())["v"] == VERSION


def test_a_conversation_of_an_older_release_can_be_read() -> None:
    old = '{"v": 0, "language": "en", "stack": [{"form": "report", "slots": {"problem": "x"}}], "gone": 1}'
    talk = Conversation.from_json(old)
    assert (talk.language, talk.stack[0].slots, talk.stack[0].draft) == ("en", {"problem": "x"}, "")
    assert Conversation.from_json("{}") == Conversation()


def test_a_form_that_a_newer_release_no_longer_has_is_left() -> None:
    talk = Conversation(stack=[Frame("report", {"problem": "路灯坏了", "service": "street-light"}), Frame("gone")])
    result = play(talk, said("你好"))
    assert [f.form for f in result.talk.stack] == ["report"]
    assert result.question is not None


def test_a_turn_changes_nothing_but_what_it_returns() -> None:
    talk = Conversation(stack=[Frame("report", {"problem": "路灯坏了", "service": "street-light"}, "d")])
    before = talk.to_json()
    first, second = play(talk, said("螺罐村")), play(talk, said("螺罐村"))
    assert talk.to_json() == before
    assert first == second


def test_a_fact_that_is_not_loaded_is_asked_for() -> None:
    with pytest.raises(Missing) as missing:
        turn(Conversation(), said("我的事"), engine().read("我的事"), HOUSE, Facts(), Who())
    assert missing.value.fact == MyCases()


def test_a_late_tap_does_nothing_at_all() -> None:
    asked = play(Conversation(), said("路灯坏了")).talk
    late = play(asked, said(kind=Kind.CHOICE, choice=Choice("cancel", str(asked.question - 1))))
    assert (late.says, late.orders, late.question) == ((), (), None)
    assert late.talk == asked


def test_one_of_several_messages_in_a_row_asks_nothing() -> None:
    quiet = play(Conversation(), replace(said("路灯坏了"), followed=True))
    assert (quiet.question, quiet.says) == (None, ())
    assert quiet.talk.stack[0].slots["problem"] == "路灯坏了"


anything = st.one_of(
    st.builds(said, st.text(max_size=30)),
    st.builds(
        said, st.sampled_from(["1", "2", "上一步", "不弄了", "螺罐村", "路灯坏了", "发", "着火了", "我的事", "找人"])
    ),
    st.builds(said, st.just("车"), st.sampled_from([Kind.OTHER, Kind.EDIT, Kind.START])),
    st.builds(
        lambda value: said(kind=Kind.CHOICE, choice=Choice(value)), st.sampled_from(["send", "open:rate:x", "x"])
    ),
    st.just(said(kind=Kind.MEDIA, media=(Media(MediaKind.VOICE, "v1"),))),
    st.just(said(kind=Kind.MEDIA, media=(Media(MediaKind.PHOTO, problem="file-broken"),))),
    st.just(said(kind=Kind.LOCATION)),
    st.just(said(kind=Kind.CONTACT)),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(anything, max_size=8))
def test_whatever_comes_there_is_an_answer_that_can_be_said(messages: list[Inbound]) -> None:
    """Neither silence nor an error, and every text exists, in both languages."""
    talk = Conversation()
    for inbound in messages:
        result = play(Conversation.from_json(talk.to_json()), inbound)
        says = [*result.says, *([result.question] if result.question else [])]
        assert says or result.orders
        for one in says:
            for tongue in ("zh-CN", "en"):
                assert texts().text(tongue, one.key, one.args, NOW)
                assert all(texts().label(tongue, option, NOW) for option in one.options)
        talk = result.talk


def own_methods(kind: type) -> Iterator[tuple[str, inspect.Signature]]:
    for name, method in inspect.getmembers(kind, inspect.isfunction):
        if not name.startswith("_"):
            yield name, inspect.signature(method)


@pytest.mark.parametrize(("fake", "real"), [(MemoryWork, Work), (MemoryStore, Store)])
def test_the_store_in_memory_has_every_method_that_a_turn_uses(fake: type, real: type) -> None:
    """What it lacks would reach for a database that is not there."""
    left_out = {"lease", "sent", "send_later", "send_never", "lines", "backlog", "new_code", "sign_in", "visitor"}
    # A channel's, doctor's, the watch's and the sender's:
    left_out |= {"remember", "recall", "forget", "move_chat", "waits", "groups_on", "tidy", "release"}
    inherited = {name for name, _ in own_methods(real) if name not in vars(fake)}
    inherited -= left_out - ({"move_chat"} if real is Work else set())
    assert inherited <= {"sign_out", "may_see"}, inherited


def test_a_service_that_the_catalogue_no_longer_has_is_asked_again() -> None:
    slots: dict[str, Json] = {"problem": "路灯不亮", "service": "no-such", "place": {"unit": "500153", "spot": ""}}
    went = play(Conversation(stack=[Frame("report", slots, "d1")]), said("发"))
    assert "service" not in went.talk.stack[-1].slots or went.talk.stack[-1].slots["service"] != "no-such"
    assert went.orders == ()


def test_a_forged_choice_of_an_unknown_service_is_not_taken() -> None:
    talk = Conversation(stack=[Frame("report", {"problem": "有个事"}, "d1")])
    went = play(talk, said("", Kind.CHOICE, choice=Choice("svc:no-such")))
    assert "service" not in went.talk.stack[-1].slots

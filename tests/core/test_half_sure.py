"""Sure, half sure, unsure, hopeless, and words about an earlier case: with an understanding made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from cases.case import OPEN, Case, State
from cases.commands import Add, Reopen
from cases.lifecycle import REOPEN_DAYS
from dialogs.conversation import Conversation, Frame, Json
from dialogs.engine import turn
from dialogs.facts import CaseWithId, Facts
from dialogs.forms import Turn, Who
from dialogs.house import build_house
from dialogs.messages import Choice, Inbound, Kind
from dialogs.orders import CallPerson
from dialogs.understanding import Entity, Guess, Match, Understanding
from tests.transcripts.play import district, texts

HOUSE = build_house(district(), texts().label, texts().words)
NOW = datetime(2026, 4, 13, 9, tzinfo=district().zone)
LAMP = Guess("street-light", "城乡建设", 0.98)


class Known(Facts):
    """A world in which these are the asker's cases."""

    def __init__(self, *cases: Case) -> None:
        self.cases = cases

    def many(self, fact: object) -> tuple[Case, ...]:
        return tuple(c for c in self.cases if not isinstance(fact, CaseWithId) or c.id == fact.id)


def say(
    text: str, talk: Conversation | None = None, *, tap: str = "", cases: tuple[Case, ...] = (), **understood: object
) -> Turn:
    """What is said to words that were understood so."""
    before = talk or Conversation(language="zh-CN")
    choice = Choice(tap, str(before.question)) if tap else None
    kind = Kind.CHOICE if tap else Kind.TEXT
    inbound = Inbound("chat", "1", "me", "me", kind, NOW, text=text, choice=choice, language="zh-CN")
    meant = replace(Understanding(text=text), **understood)  # type: ignore[arg-type]
    return turn(Conversation.from_json(before.to_json()), inbound, meant, HOUSE, Known(*cases), Who())


def report(**slots: Json) -> Conversation:
    return Conversation(language="zh-CN", stack=[Frame("report", slots, "d")], question=3)


def asked(result: Turn) -> str:
    return result.question.key if result.question else ""


def offered(result: Turn) -> list[str]:
    return [o.token for o in result.question.options] if result.question else []


def keys(result: Turn) -> list[str]:
    return [s.key for s in result.says]


# --- what is wanted --------------------------------------------------------------------------------------------------


def test_half_sure_what_is_wanted_the_likely_wishes_are_buttons() -> None:
    result = say("那个灯", wishes=(("status", 0.4), ("report", 0.3), ("consult", 0.2), ("rate", 0.1)))
    assert asked(result) == "unclear-which"
    assert offered(result) == ["earlier", "new", "rules", "human"]


def test_unsure_there_is_one_short_question() -> None:
    result = say("那个灯", wishes=(("greet", 0.9), ("report", 0.05)))
    assert asked(result) == "unclear-what"
    assert result.says == ()


def test_a_question_about_rules_that_was_asked_in_doubt_is_passed_on_with_its_words() -> None:
    doubt = say("那个补贴的事", wishes=(("consult", 0.3), ("report", 0.3)))
    result = say("", doubt.talk, tap="rules")
    assert keys(result) == ["consult-pass-on"]
    assert result.talk.stack[-1].slots["problem"] == "那个补贴的事"


def test_after_two_tries_a_person_is_a_tap_away_in_every_question() -> None:
    slots: dict[str, Json] = {"problem": "路灯坏了", "service": "street-light"}
    first = say("那边嘛", report(**slots))
    assert "human" not in offered(first)
    second = say("就那边", first.talk)
    assert "human" in offered(second)


def test_the_person_who_is_called_then_is_told_what_the_report_knows() -> None:
    talk = report(problem="路灯坏了", service="street-light")
    talk.stack[0].tries = 2
    stuck = say("嗯嗯", talk)
    phone = say("", stuck.talk, tap="human")
    assert asked(phone) == "person-phone"
    done = say("", phone.talk, tap="skip")
    (call,) = done.orders
    assert isinstance(call, CallPerson) and call.text == "路灯坏了"
    assert done.talk.stack == []  # the report went along


def test_words_for_the_discipline_desk_are_not_carried_to_a_person_unasked() -> None:
    talk = report(problem="村主任拿了钱", service="corruption")
    talk.stack[0].tries = 2
    stuck = say("嗯嗯", talk)
    assert asked(say("", stuck.talk, tap="human")) == "person-what"


# --- questions about rules -------------------------------------------------------------------------------------------


def test_a_sure_answer_is_given_with_its_source_and_day() -> None:
    result = say("身份证丢了咋办", intent="consult", answers=(Match("id-card-lost", 0.9), Match("id-card", 0.5)))
    assert asked(result) == "consult-enough"
    assert offered(result) == ["answered", "ask-staff"]


def test_two_answers_that_fit_alike_are_asked_back() -> None:
    result = say("身份证怎么办", intent="consult", answers=(Match("id-card-lost", 0.8), Match("id-card", 0.75)))
    assert offered(result) == ["ask:id-card-lost", "ask:id-card", "none-of-these"]


def test_an_answer_that_the_district_no_longer_has_is_never_given() -> None:
    result = say("身份证丢了咋办", intent="consult", answers=(Match("of-last-year", 0.99),))
    assert keys(result) == ["consult-pass-on"]
    assert result.talk.stack[-1].form == "report"


def test_a_matter_is_reported_though_an_answer_is_about_its_thing() -> None:
    power = Guess("power-supply", "经济管理", 0.9)
    result = say("停电了", intent="report", services=(power,), answers=(Match("power-account", 0.9),))
    assert result.talk.stack[-1].form == "report"


def test_none_of_these_passes_the_question_on() -> None:
    which = say("身份证", intent="consult", answers=(Match("id-card", 0.5),))
    result = say("", which.talk, tap="none-of-these")
    assert keys(result) == ["consult-pass-on"]
    assert result.talk.stack[-1].slots["problem"] == "身份证"


# --- corrections -----------------------------------------------------------------------------------------------------


def test_another_kind_is_put_right_at_the_place_question() -> None:
    talk = report(problem="路灯坏了", service="street-light")
    water = Guess("water-supply", "城乡建设", 0.4)
    result = say("不是路灯，是水管漏了", talk, intent="deny", services=(LAMP, water))
    assert keys(result) == ["changed-service"]
    assert result.talk.stack[-1].slots["service"] == "water-supply"


def test_a_kind_that_several_services_may_be_is_asked_back() -> None:
    talk = report(problem="路灯坏了", service="street-light")
    result = say("不是路灯，是水管", talk, intent="deny", services=(LAMP,))
    assert offered(result) == ["svc:sewage", "svc:water-supply", "svc:other"]


def test_another_day_takes_the_place_of_the_first() -> None:
    talk = report(problem="前天起路灯坏了", service="street-light")
    result = say("我说错了，是昨天", talk)
    assert result.talk.stack[-1].slots["problem"] == "昨天起路灯坏了"


def test_the_place_that_is_denied_is_not_taken() -> None:
    words = "不是螺罐村，是石河村"
    units = district().units.names
    places = tuple(Entity("place", name, "|".join(units[name]), words.index(name)) for name in ("螺罐村", "石河村"))
    result = say(words, report(problem="路灯坏了", service="street-light"), entities=places)
    assert result.talk.stack[-1].slots["place"] == {"unit": units["石河村"][0], "spot": ""}


def test_no_correction_is_read_into_the_answer_itself() -> None:
    talk = report(problem="垃圾没人收", service="garbage")
    result = say("不是", talk, intent="deny")
    assert result.talk.stack[-1].slots["service"] == "garbage"


# --- manners ---------------------------------------------------------------------------------------------------------


def test_thanks_in_the_middle_costs_no_try() -> None:
    talk = report(problem="路灯坏了", service="street-light")
    result = say("谢谢", talk, intent="thanks", intent_confidence=0.9)
    assert keys(result) == ["answer-thanks"]
    assert (asked(result), result.talk.stack[-1].tries) == ("report-where", 0)


def test_a_greeting_is_not_taken_for_the_matter() -> None:
    result = say("你好", report(), intent="greet", intent_confidence=0.9)
    assert keys(result) == ["answer-greet-on"]
    assert "problem" not in result.talk.stack[-1].slots


# --- about a case that is there --------------------------------------------------------------------------------------


def case(id: str, state: State, ended_days: int = 1, service: str = "street-light", score: int | None = None) -> Case:
    at = NOW - timedelta(days=ended_days)
    unit = district().units.names["螺罐村"][0]
    done = at if state not in OPEN else None
    return Case(id, f"2604-000{id}-0", service, unit, unit, "路灯坏了", at, state, resolved_at=done, score=score)


def test_an_earlier_case_is_rated_in_the_middle_of_a_report() -> None:
    talk = report(problem="垃圾没人收", service="garbage")
    result = say("上次那件打五分", talk, cases=(case("1", State.RESOLVED),), intent="rate", intent_confidence=0.99)
    assert [f.form for f in result.talk.stack] == ["report", "rate"]
    assert result.talk.stack[-1].slots == {"case": "1", "score": 5}


def test_without_a_case_to_rate_the_words_stay_with_the_report() -> None:
    talk = report(problem="垃圾没人收", service="garbage")
    result = say("打五分", talk, cases=(case("1", State.ACCEPTED),), intent="rate", intent_confidence=0.99)
    assert [f.form for f in result.talk.stack] == ["report"]


def test_what_broke_again_is_taken_up_while_it_may_be() -> None:
    fresh, late = case("1", State.CLOSED, 3, score=5), case("1", State.CLOSED, REOPEN_DAYS + 1, score=5)
    again = say("路灯又坏了", cases=(fresh,), intent="reopen", services=(LAMP,))
    assert [type(o) for o in again.orders] == [Reopen]
    assert keys(again) == ["earlier-about"]
    new = say("路灯又坏了", cases=(late,), intent="reopen", services=(LAMP,))
    assert (new.orders, keys(new)[0]) == ((), "reopen-too-late")
    assert new.talk.stack[-1].form == "report"


def test_a_report_of_what_was_done_lately_is_asked_about() -> None:
    result = say("路灯又坏了", cases=(case("1", State.RESOLVED),), intent="report", services=(LAMP,))
    assert offered(result) == ["reopen", "new"]
    new = say("", result.talk, tap="new", cases=(case("1", State.RESOLVED),))
    assert new.talk.stack[-1].form == "report"
    assert new.talk.stack[-1].slots["problem"] == "路灯又坏了"


def test_of_several_open_cases_the_person_says_which_one() -> None:
    both = (case("1", State.ACCEPTED), case("2", State.ASSIGNED, service="garbage"))
    result = say("补充一下，就在桥头", cases=both, intent="add")
    assert (asked(result), offered(result)) == ("earlier-which", ["case:1", "case:2", "new"])


def test_a_sent_case_is_never_withdrawn_but_its_unit_is_told() -> None:
    there = (case("1", State.ACCEPTED),)
    sure = say("撤销那件事", cases=there)
    assert asked(sure) == "earlier-withdraw"
    told = say("", sure.talk, tap="pass-word", cases=there)
    (order,) = told.orders
    assert isinstance(order, Add) and order.text == "撤销那件事"
    assert say("", sure.talk, tap="keep-going", cases=there).orders == ()


def test_a_score_in_words_is_read_and_displeasure_is_no_yes() -> None:
    there = (case("1", State.RESOLVED),)
    rated = say("不满意，太慢了，两分", cases=there, intent="rate").talk.stack[-1].slots
    assert (rated["score"], rated["why"], "solved" in rated) == (2, "不满意，太慢了，两分", False)
    assert say("I give it four stars", cases=there, intent="rate").talk.stack[-1].slots["score"] == 4

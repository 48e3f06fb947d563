"""What is stored comes back as it was; what no database keeps is cleaned away."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from cases.case import Case, Reporter, State
from cases.units import Point
from dialogs.messages import Button, Choice, Contact, Inbound, Kind, Media, MediaKind, Outbound
from storage.codec import case_from, dump, inbound_from, outbound_from, storable
from storage.work import KEY_LENGTH, key_of

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
anything = st.text(st.characters(), max_size=30)  # halves of characters and NUL too
moments = st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1))  # noqa: DTZ001  # hypothesis wants it bare
points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180)) | st.just(Point(0.0, 0.0))
files = st.builds(Media, st.sampled_from(MediaKind), words, st.floats(0, 3600), st.none() | points, words, words)
messages = st.builds(
    Inbound,
    channel=words,
    external_id=words,
    chat=words,
    person=words,
    kind=st.sampled_from(Kind),
    at=moments,
    text=words,
    choice=st.none() | st.builds(Choice, words, words),
    media=st.lists(files, max_size=3).map(tuple),
    location=st.none() | points,
    contact=st.none() | st.builds(Contact, words, words),
    edit_of=words,
    reply_to=words,
    album=words,
    name=words,
    language=words,
    event=st.dictionaries(words, words | st.integers() | st.booleans() | st.none(), max_size=3),
)
answers = st.builds(
    Outbound,
    id=st.just("7"),
    channel=words,
    chat=words,
    text=words,
    choices=st.lists(st.builds(Button, words, words, words), max_size=4).map(tuple),
    media=st.lists(files, max_size=3).map(tuple),
    reply_to=words,
    replaces=words,
    wants=words,
    author=words,
    echo_of=words,
    closes=words,
)
cases = st.builds(
    Case,
    id=words,
    number=words,
    service=words,
    unit=words,
    place_unit=words,
    problem=words,
    filed_at=moments,
    state=st.sampled_from(State),
    unit_first=words,
    spot=words,
    point=st.none() | points,
    answers=st.dictionaries(words, words, max_size=3),
    media=st.lists(words, max_size=3).map(tuple),
    reporter=st.builds(Reporter, words, words, words, words, words, words),
    urgent=words,
    sealed=st.booleans(),
    owner=words,
    respond_due=st.none() | moments,
    solve_due=st.none() | moments,
    responded_at=st.none() | moments,
    asked_at=st.none() | moments,
    resolved_at=st.none() | moments,
    closed_at=st.none() | moments,
    answer=words,
    passed=st.integers(0, 9),
    solved=st.none() | st.booleans(),
    score=st.none() | st.integers(0, 5),
    events=st.integers(0, 99),
)


@given(messages)
def test_a_message_in_comes_back_as_it_was(message: Inbound) -> None:
    assert inbound_from(dump(message)) == message


@given(answers)
def test_a_message_out_comes_back_as_it_was(answer: Outbound) -> None:
    assert outbound_from(dump(answer), answer.id) == answer


@given(cases)
def test_a_case_comes_back_as_it_was(case: Case) -> None:
    assert case_from(dump(case)) == case


def test_a_point_at_zero_a_no_and_a_nought_are_not_nothing() -> None:
    case = Case(
        "c", "n", "s", "u", "p", "x", datetime(2026, 1, 1, tzinfo=UTC), point=Point(0, 0), solved=False, score=0
    )
    again = case_from(dump(case))
    assert (again.point, again.solved, again.score) == (Point(0, 0), False, 0)


@given(anything)
def test_every_text_is_made_storable_and_a_good_one_is_left_as_it_is(text: str) -> None:
    kept = storable(text)
    assert "\0" not in kept
    assert kept.encode().decode() == kept
    assert storable(kept) == kept
    if "\0" not in text and not any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        assert kept == text


@given(st.dictionaries(anything, anything, max_size=3))
def test_nothing_unstorable_hides_in_an_event(event: dict[str, str]) -> None:
    text = dump({"event": event})
    assert "\\u0000" not in text
    assert text.encode()
    assert json.loads(text)


@given(st.text(max_size=500), st.text(max_size=500))
def test_ids_fit_their_column_and_stay_different(one: str, two: str) -> None:
    assert len(key_of(one)) <= KEY_LENGTH
    assert (key_of(one) == key_of(two)) == (storable(one) == storable(two))


def test_what_a_newer_release_wrote_can_be_read() -> None:
    newer = json.loads(dump(Case("c", "n", "s", "u", "p", "x", datetime(2026, 1, 1, tzinfo=UTC))))
    assert case_from(json.dumps({**newer, "helpers": ["500153"]})).id == "c"

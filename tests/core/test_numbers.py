"""A case number can be said on the telephone: what is misheard is noticed."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.nlu.linear import DATA
from adapters.texts import OURS
from cases.numbers import case_number, check_digit, misread_number, numbers_in

digits = st.text("0123456789", min_size=8, max_size=10)


@given(digits, st.data())
def test_every_single_wrong_digit_is_noticed(body: str, data: st.DataObject) -> None:
    whole = body + str(check_digit(body))
    at = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != whole[at]]))
    changed = whole[:at] + wrong + whole[at + 1 :]
    assert check_digit(changed[:-1]) != int(changed[-1])


@given(digits, st.data())
def test_every_swap_of_neighbours_is_noticed(body: str, data: st.DataObject) -> None:
    whole = body + str(check_digit(body))
    at = data.draw(st.integers(0, len(whole) - 2))
    changed = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
    assert changed == whole or check_digit(changed[:-1]) != int(changed[-1])


@given(st.dates(date(2020, 1, 1), date(2059, 12, 31)), st.integers(1, 999_999))
def test_a_number_is_found_in_what_people_type(month: date, serial: int) -> None:
    number = case_number(month, serial)
    for typed in (number, f"我那件 {number} 怎么样了", number.replace("-", " "), number.replace("-", "－")):
        assert numbers_in(typed) == (number,)
    assert misread_number(number) == ""


def test_digits_in_a_row_and_full_width_ones_are_read() -> None:
    assert case_number(date(2026, 4, 1), 1) == "2604-0001-2"
    assert numbers_in("260400012") == ("2604-0001-2",)
    assert numbers_in("２６０４－０００１－２") == ("2604-0001-2",)


def test_a_wrong_number_is_given_back_as_it_was_meant() -> None:
    assert misread_number("2604 0001 3") == "2604-0001-3"
    assert numbers_in("2604 0001 3") == ()


@pytest.mark.parametrize("text", ["13123456789", "我电话 13800138000", "路灯坏了", "", "12345", "500153001201123"])
def test_a_telephone_number_is_no_case_number(text: str) -> None:
    assert numbers_in(text) == ()
    assert misread_number(text) == ""


def test_more_than_9999_a_month_make_the_number_longer() -> None:
    assert numbers_in(case_number(date(2026, 4, 1), 12345)) == (case_number(date(2026, 4, 1), 12345),)


def test_a_number_that_our_texts_show_is_a_number() -> None:
    """Somebody who types the example to see what happens must not hear that it is wrong."""
    shown = [m for path in OURS.rglob("*.ftl") for m in re.findall(r"\d{4}-\d{4}-\d", path.read_text(encoding="utf-8"))]
    assert len(shown) >= 2
    assert [number for number in shown if numbers_in(number) != (number,)] == []


def test_a_number_that_an_example_marks_is_a_number() -> None:
    marked = re.compile(r"\[(\d{4}-\d{4}-\d)\]\(case_number\)")
    found = [n for path in DATA.rglob("*.yml") for n in marked.findall(path.read_text(encoding="utf-8"))]
    assert len(found) > 20
    assert {number for number in found if numbers_in(number) != (number,)} == set()

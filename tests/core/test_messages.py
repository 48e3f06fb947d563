"""Fitting a message to a channel: nothing is dropped, and no label is ever cut."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.messages import Button, Caps, Outbound, fitting, render, size, split_text

UNITS = ("characters", "utf16", "bytes")
labels = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
words = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.just("\n")), max_size=200)
caps = st.builds(
    Caps,
    text_limit=st.integers(8, 120),
    text_unit=st.sampled_from(UNITS),
    buttons=st.integers(0, 6),
    label_limit=st.integers(0, 24),
    list_rows=st.integers(0, 12),
)


@settings(max_examples=60)
@given(words, st.lists(labels, max_size=14), caps)
def test_nothing_is_dropped_and_no_label_is_cut(text: str, names: list[str], caps: Caps) -> None:
    buttons = tuple(Button(name, f"v{n}", "7") for n, name in enumerate(names))
    shown = render(Outbound("", "chat", "me", text, buttons), caps)
    assert all(size(part, caps.text_unit) <= caps.text_limit for part in shown.parts)
    whole = "".join(shown.parts)
    for letter in set(text) - {"\n"}:
        assert whole.count(letter) >= text.count(letter)
    if shown.buttons or shown.rows:
        assert (shown.buttons or shown.rows) == buttons
        assert not (shown.buttons and shown.rows)
        assert all(len(b.label) <= caps.label_limit for b in buttons)
        assert len(shown.buttons) <= caps.buttons
        assert len(shown.rows) <= caps.list_rows
    else:
        numbered = "\n".join(f"{n}. {name}" for n, name in enumerate(names, 1))
        assert numbered.replace("\n", "") in whole.replace("\n", "")


@given(words, st.integers(8, 60), st.sampled_from(UNITS))
def test_a_long_text_is_cut_into_parts_that_fit(text: str, limit: int, unit: str) -> None:
    parts = split_text(text, Caps(limit, unit))
    assert "".join(parts).replace("\n", "") == text.replace("\n", "")
    assert all(size(part, unit) <= limit for part in parts)


def test_a_cut_falls_on_a_line_end_where_there_is_one() -> None:
    assert split_text("一二三四五六\n七八九十", Caps(9)) == ("一二三四五六", "七八九十")
    assert fitting("😀😀😀", Caps(4, "utf16")) == 2


def test_buttons_then_a_list_then_numbers() -> None:
    outbound = Outbound("", "chat", "me", "哪一样？", tuple(Button(f"第{n}样", str(n)) for n in range(4)))
    assert render(outbound, Caps(100, buttons=4, label_limit=8)).buttons == outbound.choices
    assert render(outbound, Caps(100, buttons=3, label_limit=8, list_rows=10)).rows == outbound.choices
    assert render(outbound, Caps(100, buttons=4, label_limit=2, list_rows=10)).parts == (
        "哪一样？\n1. 第0样\n2. 第1样\n3. 第2样\n4. 第3样",
    )

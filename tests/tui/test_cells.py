"""Widths and wrapping: nothing is lost or sticks out, and no page commands the terminal."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from proofer.tui.widgets.cells import NOT_FIRST, NOT_LAST, Measured, shorten, visible

TEXT = st.text(st.sampled_from("规矩做事，。！”（“ ab12…①𠮷ｱ\u3000"), max_size=80)


def rows(text: str, width: int) -> list[str]:
    starts = Measured(text).wrap(0, len(text), width)
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


@given(TEXT, st.integers(2, 30))
def test_rows_hold_the_whole_text_and_fit(text: str, width: int) -> None:
    wrapped = rows(text, width)
    assert "".join(wrapped) == text
    assert all(cell_len(row.removesuffix(" ")) <= width for row in wrapped), wrapped
    assert all(wrapped) or not text


def test_marks_do_not_begin_a_row_and_brackets_do_not_end_one() -> None:
    wrapped = rows("他说，规规矩矩做事。（认认真真）把关，大家说：“好！”", 10)
    assert wrapped[0] == "他说，规规"
    assert not any(row[0] in NOT_FIRST for row in wrapped[1:]), wrapped
    assert not any(row[-1] in NOT_LAST for row in wrapped[:-1]), wrapped


def test_numbers_and_words_stay_whole_where_they_fit() -> None:
    assert rows("产量达到12345吨 over the year", 12) == ["产量达到", "12345吨 over ", "the year"]
    assert rows("一二三四五 (line 7)", 14) == ["一二三四五 ", "(line 7)"]
    assert rows("abcdefghijklmnop", 6) == ["abcdef", "ghijkl", "mnop"]


@given(st.text(st.characters(codec=None, exclude_categories=[]), max_size=60))
def test_what_is_drawn_is_harmless_and_keeps_its_offsets(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    for character in shown:
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp"), repr(character)
        assert unicodedata.bidirectional(character) not in (
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        )


@given(TEXT, st.integers(3, 20))
def test_shortened_text_fits(text: str, width: int) -> None:
    short = shorten(text, width)
    assert cell_len(short) <= width
    assert short == text or "…" in short


def test_rows_end_between_columns_rather_than_in_a_word() -> None:
    assert rows("第 9 行  同类第 2/3 处  可疑度 84%", 27) == [
        "第 9 行  同类第 2/3 处  ",
        "可疑度 84%",
    ]


def test_a_shortened_text_keeps_both_ends() -> None:
    assert shorten("推动各项工作落到实处见到实效", 12) == "推动各…实效"


def test_the_character_of_a_cell_is_found() -> None:
    measured = Measured("规a矩")
    assert [measured.at_cell(0, 3, cell) for cell in range(6)] == [0, 0, 1, 2, 2, 3]


def test_what_is_no_text_is_a_box() -> None:
    assert visible("由\ufffc可知") == "由□可知"


def test_several_marks_in_a_row_stay_with_the_word_before_them() -> None:
    wrapped = rows("一二三四五六七（好！）”……。又一句", 20)
    assert not any(row[0] in NOT_FIRST for row in wrapped), wrapped


def test_no_row_ends_at_a_blank_that_holds_together() -> None:
    assert rows("见本文别处（第\xa0161\xa0行）", 18) == ["见本文别处", "（第\xa0161\xa0行）"]
    assert rows("at two other places (line\xa0137)", 27) == [
        "at two other places ",
        "(line\xa0137)",
    ]

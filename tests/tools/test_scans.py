"""Made pages: lines break where printers break them, and each line knows its characters."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from PIL import Image

from tools.scans.make import in_script, paragraphs
from tools.scans.typesetting import Glyph, Print, wrapped
from tools.scans.wear import worn


def _page(*rows: str) -> Print:
    glyphs = [
        Glyph(char, (20.0 * at, 30.0 * row, 20.0 * at + 20, 30.0 * row + 24), row)
        for row, chars in enumerate(rows)
        for at, char in enumerate(chars)
    ]
    return Print(Image.new("L", (20 * max(map(len, rows)), 30 * len(rows)), 255), glyphs)


def test_marks_hang_at_the_end_of_a_line_and_paragraphs_begin_further_in() -> None:
    text = "一" * 18 + "，” 二三"
    assert list(wrapped([text], 20)) == [(2, "一" * 18 + "，”"), (0, " 二三")]


def test_a_line_has_the_characters_whose_middles_are_in_its_box() -> None:
    page = _page("甲乙丙丁", "戊己庚辛")
    assert page.inside([(0, 0, 38, 24), (0, 70, 60, 94)]) == ["甲乙丙", ""]


def test_a_mark_belongs_to_the_character_before_it_in_its_line_whatever_the_box() -> None:
    assert _page("甲。", "”乙").inside([(0, 0, 19, 24)]) == ["甲。"]
    assert _page("甲。乙丙").inside([(0, 0, 19, 24), (22, 0, 80, 24)]) == ["甲。", "乙丙"]


def test_a_character_that_an_engine_lost_belongs_to_the_box_that_it_is_beside() -> None:
    """The image of the line shows it; of what is further away nobody knows where it is missing."""
    assert _page("甲乙丙丁戊").inside([(20, 0, 58, 24)]) == ["甲乙丙丁"]
    assert _page("甲乙丙").inside([(0, 0, 18, 24), (42, 0, 60, 24)]) == ["甲乙", "丙"]


def test_a_character_in_two_boxes_belongs_to_the_one_that_it_is_deepest_in() -> None:
    page = _page("甲乙", "丙丁")
    assert page.inside([(0, 0, 40, 45), (0, 20, 40, 54)]) == ["甲乙", "丙丁"]


@pytest.mark.parametrize("degrees", [-1.5, 1.5])
def test_a_line_of_a_page_that_lies_askew_has_its_own_characters(degrees: float) -> None:
    """The box of a line reaches into its neighbours, by more than half of their height here."""
    rows = ["甲" * 60, "乙" * 60, "丙" * 60]
    straight = _page(*rows)
    page = straight.turned(degrees)
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    corners = [(x - 600, y - 45) for x in (0, 1200) for y in (30, 54)]
    across = [x * cosine + y * sine + 600 for x, y in corners]
    down = [y * cosine - x * sine + 45 for x, y in corners]
    hull = (min(across), min(down), max(across), max(down))
    assert set(straight.inside([hull])[0]) == {"甲", "乙", "丙"}
    assert page.inside([hull]) == [rows[1]]


def test_the_same_dice_wear_a_page_alike() -> None:
    page = Image.new("L", (60, 40), 255)
    first, second = (np.asarray(worn(page, random.Random(1))) for _ in range(2))
    assert (first == second).all()
    assert first.std() > 1


def test_a_page_has_room_for_at_most_its_characters_and_leaves_no_sentence_out() -> None:
    sentences = [f"第{number}句话，说到这里。" for number in range(200)]
    found = paragraphs(sentences, random.Random(2))
    text = "".join(found)
    assert 500 <= len(text) <= 900
    assert "".join(sentences).startswith(text)


def test_traditional_print_has_its_own_quotation_marks() -> None:
    pytest.importorskip("opencc")
    assert in_script("他说：“来”", "traditional") == "他說：「來」"
    assert in_script("他说：“来”", "simplified") == "他说：“来”"

"""Made pages: lines break where printers break them, and each line knows its characters."""

from __future__ import annotations

import random

import numpy as np
from PIL import Image

from tools.scans.make import Print, degraded, wrapped


def test_marks_hang_at_the_end_of_a_line() -> None:
    text = "一" * 18 + "，” 二三"
    assert list(wrapped(text)) == ["一" * 18 + "，”", " 二三"]


def test_a_line_has_the_characters_whose_middles_are_in_its_box() -> None:
    characters = [
        (char, (20.0 * at, 0.0, 20.0 * at + 20, 24.0)) for at, char in enumerate("甲乙丙")
    ]
    page = Print(Image.new("L", (60, 24)), characters)
    assert page.inside((0, 0, 38, 24)) == "甲乙"
    assert page.inside((0, 40, 60, 64)) == ""


def test_a_mark_belongs_to_the_character_before_it_whatever_the_box() -> None:
    characters = [
        ("甲", (0.0, 0.0, 20.0, 24.0)),
        ("。", (20.0, 0.0, 40.0, 24.0)),
        ("”", (0.0, 40.0, 20.0, 64.0)),
    ]
    assert Print(Image.new("L", (60, 64)), characters).inside((0, 0, 19, 24)) == "甲。"


def test_the_same_dice_degrade_a_page_alike() -> None:
    page = Image.new("L", (60, 40), 255)
    first, second = (np.asarray(degraded(page, random.Random(1))) for _ in range(2))
    assert (first == second).all()
    assert first.std() > 1

"""What is kept of a recogniser's probabilities."""

from __future__ import annotations

import numpy as np
import pytest

from proofer.rereading.posteriors import FLOOR, Classes
from tests.rereading.lattices import posterior, spelled

CLASSES = Classes(("", "（", "(", "国", "囯", "　", " "))


def test_marks_of_both_widths_are_one_and_spaces_are_blanks() -> None:
    rows = np.array([[0.1, 0.2, 0.3, 0.05, 0.0, 0.15, 0.2]], np.float32)
    found = CLASSES.posterior(rows)
    assert sorted(found.characters) == sorted("（国")
    shares = dict(zip(("", *found.characters), np.exp(found.logs[0].astype(float)), strict=True))
    assert shares == pytest.approx({"": 0.45, "（": 0.5, "国": 0.05}, abs=1e-3)


def test_a_character_is_kept_if_it_is_likely_in_any_frame() -> None:
    rows = np.zeros((2, 7), np.float32)
    rows[:, 0] = 0.9
    rows[0, 3], rows[1, 4] = 0.01, 0.00005
    found = CLASSES.posterior(rows)
    assert found.characters == "国", "囯 is nowhere likelier than chance"
    assert found.logs[1, 1] == np.float16(FLOOR)


def test_the_blank_comes_first_even_where_nothing_is_blank() -> None:
    found = CLASSES.posterior(np.array([[0, 0, 0, 1, 0, 0, 0]], np.float32))
    assert found.greedy()[0] == "国"
    assert found.logs[0, 0] == np.float16(FLOOR)


def test_the_greedy_text_is_the_likeliest_character_of_each_frame() -> None:
    assert spelled("甲甲.甲乙丙").greedy()[0] == "甲甲乙丙"
    assert spelled("...").greedy() == ("", 0.0)


def test_the_certainty_is_the_mean_of_the_peaks_without_the_blanks() -> None:
    line = posterior(
        [
            [0.1, 0.6, 0.2, 0.1],
            [0.1, 0.8, 0.05, 0.05],
            [0.97, 0.01, 0.01, 0.01],
            [0.2, 0.1, 0.6, 0.1],
        ]
    )
    text, certainty = line.greedy()
    assert text == "甲乙"
    assert certainty == pytest.approx((0.8 + 0.6) / 2, abs=1e-3)

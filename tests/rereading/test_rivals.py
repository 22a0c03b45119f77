"""What else may be printed where a line is read otherwise, and by how much a reading is ahead."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.document.spans import Span
from proofer.rereading.ctc import Lattice
from proofer.rereading.posteriors import Posterior
from proofer.rereading.rivals import Rival, margin, rivals
from tests.rereading.lattices import posterior, posteriors, spelled, texts


def test_each_character_is_likeliest_in_its_frame() -> None:
    assert Lattice(spelled(".甲.乙乙.丙"), "甲乙丙").frames[::2] == [1, 6]


def test_the_likeliest_others_are_rivals_in_the_place_and_beside_it() -> None:
    blank = [0.97, 0.01, 0.01, 0.01]
    line = posterior([blank, [0.1, 0.6, 0.25, 0.05], [0.8, 0.01, 0.04, 0.15], blank])
    found = list(rivals(Lattice(line, "甲"), line, Span(0, 1)))
    assert found[:2] == [Rival(Span(0, 1), "乙"), Rival(Span(0, 1), "丙")]
    assert Rival(Span(1, 1), "丙") in found, "it may stand behind"
    assert Rival(Span(0, 0), "乙") in found, "or before"


@given(line=posteriors(5), text=texts)
def test_no_rival_is_what_was_read(line: Posterior, text: str) -> None:
    place = Span(0, min(1, len(text)))
    for rival in rivals(Lattice(line, text), line, place):
        assert rival.within(text) != text


@given(gains=st.lists(st.floats(-20, 20), min_size=1, max_size=6))
def test_the_margin_is_over_all_others_together(gains: list[float]) -> None:
    assert margin(gains) == pytest.approx(-math.log(sum(math.exp(-gain) for gain in gains)))
    assert margin(gains) <= min(gains) + 1e-9

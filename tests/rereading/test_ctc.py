"""Likelihoods of texts: in full, by a difference, and by adding up every way to read the frames."""

from __future__ import annotations

import math
from itertools import combinations_with_replacement

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proofer.rereading.ctc import Lattice, likelihoods
from proofer.rereading.posteriors import Posterior
from tests.rereading.lattices import enumerated, posterior, posteriors, spelled, texts


@given(posteriors(5), texts)
def test_a_likelihood_is_the_sum_of_all_ways_to_read_the_frames(line: Posterior, text: str) -> None:
    expected = enumerated(line, text)
    found = Lattice(line, text).total
    if expected == 0:
        assert found == -math.inf, "the text has more characters than the line has frames"
    else:
        assert found == pytest.approx(math.log(expected), abs=1e-9)


@given(posteriors(12), texts, st.data())
def test_another_text_is_as_likely_by_its_difference_as_in_full(
    line: Posterior, text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new = data.draw(texts)
    (expected,) = likelihoods(line, [text[:start] + new + text[end:]])
    found = Lattice(line, text).replaced(start, end, new)
    assert found == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("text", ["甲甲乙", "乙甲甲", "甲乙乙丙", "甲"])
def test_every_difference_of_a_text_with_repeats_is_as_likely_as_in_full(text: str) -> None:
    line = posterior([[0.3, 0.3, 0.25, 0.15], [0.1, 0.5, 0.3, 0.1], [0.4, 0.1, 0.2, 0.3]] * 3)
    lattice = Lattice(line, text)
    for start, end in combinations_with_replacement(range(len(text) + 1), 2):
        for new in ("", "甲", "乙", "丁", "甲甲", "乙甲"):
            (expected,) = likelihoods(line, [text[:start] + new + text[end:]])
            assert lattice.replaced(start, end, new) == pytest.approx(expected), (start, end, new)


@given(posteriors(12), texts)
@example(spelled("甲.甲"), "甲甲")
def test_a_text_that_is_not_changed_stays_as_likely(line: Posterior, text: str) -> None:
    lattice = Lattice(line, text)
    for at in range(len(text)):
        kept = lattice.replaced(at, at + 1, text[at])
        assert kept == pytest.approx(lattice.total, abs=1e-9)
        assert lattice.replaced(at, at, "") == pytest.approx(lattice.total, abs=1e-9)


def test_what_the_frames_say_is_likelier_than_anything_else() -> None:
    lattice = Lattice(spelled("甲甲.乙..丙"), "甲乙丙")
    assert lattice.total > math.log(0.8)
    for start, end, new in [(0, 1, "乙"), (1, 2, ""), (3, 3, "甲"), (0, 0, "丙")]:
        assert lattice.replaced(start, end, new) < lattice.total - 2


def test_a_repeated_character_needs_a_blank_between() -> None:
    together, apart = (Lattice(spelled(frames), "甲甲").total for frames in ("甲甲甲", "甲.甲"))
    assert apart > together + 3

"""The text that image and language agree on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given

from proofer.language.model import default_model
from proofer.rereading.beam import Continuations, decode
from proofer.rereading.ctc import Lattice
from proofer.rereading.posteriors import Posterior
from tests.rereading.lattices import CHARACTERS, posterior, posteriors, spelled


class Preferring(Continuations):
    """A language in which one pair of characters is usual and all others are not."""

    def __init__(self, usual: str) -> None:
        self._usual = usual

    def scores(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return ln P of each second text behind the first."""
        return [-0.1 if (first + second)[-2:] == self._usual else -5.0 for first, second in pairs]


@given(posteriors(2))
def test_without_a_language_it_is_the_likeliest_text_of_the_image(line: Posterior) -> None:
    tried = [
        "".join(some)
        for length in range(len(line.logs) + 1)
        for some in product(CHARACTERS, repeat=length)
    ]
    best = max(Lattice(line, text).total for text in tried)
    # Two frames have no more beginnings than the beam holds; what has hardly a chance is dropped.
    assert Lattice(line, decode(line)).total == pytest.approx(best, abs=0.05)


def test_the_language_decides_where_the_image_is_in_doubt() -> None:
    line = posterior([[0.01, 0.97, 0.01, 0.01], [0.97, 0.01, 0.01, 0.01], [0.01, 0.01, 0.44, 0.54]])
    assert decode(line) == "甲丙"
    assert decode(line, Preferring("甲乙")) == "甲乙"


def test_the_language_does_not_overrule_what_is_plain() -> None:
    assert decode(spelled("甲.丙", sure=0.9999), Preferring("甲乙")) == "甲丙"


def test_what_stands_before_the_line_counts() -> None:
    line = posterior([[0.01, 0.01, 0.44, 0.54]])
    assert decode(line, Preferring("甲乙"), "甲") == "乙"
    assert decode(line, Preferring("甲乙"), "丁") == "丙"


def test_a_character_is_written_twice_only_with_a_blank_between() -> None:
    assert decode(spelled("甲甲")) == "甲"
    assert decode(spelled("甲.甲")) == "甲甲"
    assert decode(spelled("甲甲"), Preferring("甲甲")) == "甲"


def test_an_empty_line_has_no_text() -> None:
    assert decode(spelled("...", sure=0.9999)) == ""
    assert decode(spelled("...", sure=0.9999), Preferring("甲乙")) == ""


def test_continuations_are_those_of_the_language_model() -> None:
    asked = Continuations(default_model())
    pairs = [("人民日", "报"), ("人民日", "根"), ("", "报"), ("人民日", "报")]
    likely, unlikely, alone, again = asked.scores(pairs)
    assert likely > unlikely + 2
    assert likely > alone
    assert likely == again
    (total,) = default_model().totals(["人民日报"]) - default_model().totals(["人民日"])
    assert likely == pytest.approx(total * math.log(10), abs=1e-4)

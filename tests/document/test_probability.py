"""Log odds and orders of magnitude of doubt."""

from __future__ import annotations

import math

import pytest

from proofer.document.probability import doubt, logistic


def test_log_odds_become_a_probability() -> None:
    assert logistic(0) == 0.5
    assert logistic(math.log(3)) == pytest.approx(0.75)
    assert logistic(-2) == pytest.approx(1 - logistic(2))


def test_odds_beyond_what_a_float_holds_are_no_error() -> None:
    assert logistic(1e6) == pytest.approx(1.0)
    assert 0 < logistic(-1e6) < 1e-15


def test_doubt_counts_orders_of_magnitude() -> None:
    assert [round(doubt(each), 6) for each in (0.0, 0.9, 0.99, 0.999, 1.0)] == [3, 2, 1, 0, 0]

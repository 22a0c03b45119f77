"""Sets of numbers, as NumPy has them, without masked arrays."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from proofer.language.arrays import distinct, grouped, is_among


@given(st.lists(st.integers(-3, 9)))
def test_distinct_values_are_those_of_numpy(values: list[int]) -> None:
    array = np.array(values, np.int64)
    assert np.array_equal(distinct(array), np.unique(array))


@given(st.lists(st.integers(-3, 9)), st.lists(st.integers(-3, 9)))
def test_membership_is_that_of_numpy(values: list[int], others: list[int]) -> None:
    array, ordered = np.array(values, np.int64), np.sort(np.array(others, np.int64))
    assert np.array_equal(is_among(array, ordered), np.isin(array, ordered))


@given(st.lists(st.integers(-3, 9)))
def test_groups_are_those_of_numpy(values: list[int]) -> None:
    array = np.array(values, np.int64)
    _, *theirs = np.unique(array, return_index=True, return_inverse=True)
    for ours, other in zip(grouped(array), theirs, strict=True):
        assert np.array_equal(ours, other)

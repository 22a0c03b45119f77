from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from proofer.language.table import MISSING, WIDTH, HashTable, build

KEYS = arrays.arrays(
    np.uint64, st.integers(0, 300), elements=st.integers(0, 2**64 - 1), unique=True
)


def random_table(
    size: int, load: float, seed: int = 1
) -> tuple[HashTable, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    keys = rng.permutation(np.unique(rng.integers(0, 1 << 52, size, dtype=np.uint64)))
    a = rng.integers(0, 256, keys.size).astype(np.uint8)
    b = rng.integers(0, 256, keys.size).astype(np.uint8)
    return HashTable(build(keys, a, b, load)), keys, a, b


@settings(deadline=None)
@given(keys=KEYS, load=st.floats(0.2, 0.9))
def test_every_key_put_in_is_found(keys: np.ndarray, load: float) -> None:
    values = np.arange(keys.size).astype(np.uint8)
    found, _, _ = HashTable(build(keys, values, values, load)).find(keys)
    assert found.all()


@settings(deadline=None)
@given(keys=KEYS)
def test_one_key_is_answered_as_many_are(keys: np.ndarray) -> None:
    values = (keys % np.uint64(251)).astype(np.uint8)
    table = HashTable(build(keys[::2], values[::2], values[::2], 0.9))
    for key, payload in zip(keys.tolist(), table.payloads(keys).tolist(), strict=True):
        assert table.payload(key) == payload


@settings(deadline=None)
@given(keys=KEYS)
def test_values_come_back_but_for_twins(keys: np.ndarray) -> None:
    values = np.arange(keys.size).astype(np.uint8)
    _, a, b = HashTable(build(keys, values, values[::-1].copy(), 0.5)).find(keys)
    # Two keys in one bucket with one fingerprint share their values: 1 in 20,000, so hardly ever
    # two among 300.
    assert np.count_nonzero((a != values) | (b != values[::-1])) <= 1


@pytest.mark.parametrize("load", [0.5, 0.9, 0.965])
def test_a_full_table_finds_all_and_little_else(load: float) -> None:
    table, keys, a, b = random_table(100_000, load)
    found, first, second = table.find(keys)
    assert found.all()
    assert np.count_nonzero((first != a) | (second != b)) < 20
    others = np.random.default_rng(2).integers(1 << 53, 1 << 54, 200_000, dtype=np.uint64)
    wrongly, first, second = table.find(others)
    # Four fingerprints of 16 bits a bucket, at most two buckets a search: 1.2 in 10,000.
    assert np.count_nonzero(wrongly) / others.size < 2e-4
    assert not first[~wrongly].any()
    assert not second[~wrongly].any()


def test_the_table_is_as_full_as_asked() -> None:
    keys = np.arange(10_000, dtype=np.uint64)
    values = np.zeros(keys.size, np.uint8)
    slots = build(keys, values, values, 0.9)
    assert slots.dtype == np.uint32
    assert slots.shape[1] == WIDTH
    assert np.count_nonzero(slots) == keys.size
    assert keys.size / slots.size == pytest.approx(0.9, abs=0.01)


def test_an_empty_table_finds_nothing() -> None:
    none = np.zeros(0, np.uint8)
    table = HashTable(build(np.zeros(0, np.uint64), none, none))
    assert not table.find(np.arange(1000, dtype=np.uint64))[0].any()
    assert table.find(np.zeros(0, np.uint64))[0].size == 0


def test_payload_is_both_values_in_one_number() -> None:
    keys = np.array([7], np.uint64)
    table = HashTable(build(keys, np.array([3], np.uint8), np.array([5], np.uint8)))
    assert table.payloads(keys).tolist() == [3 << 8 | 5]
    assert table.payloads(np.array([8], np.uint64))[0] >= MISSING


def test_a_saved_table_answers_the_same(tmp_path: Path) -> None:
    keys = np.arange(1, 5000, 3, dtype=np.uint64)
    values = (keys % 251).astype(np.uint8)
    slots = build(keys, values, values)
    np.save(tmp_path / "table.npy", slots)
    mapped = HashTable.load(tmp_path / "table.npy")
    wanted = np.arange(5000, dtype=np.uint64)
    for ours, theirs in zip(mapped.find(wanted), HashTable(slots).find(wanted), strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("load", [0.0, 1.0, -1.0, 2.0])
def test_an_impossible_load_is_refused(load: float) -> None:
    values = np.zeros(1, np.uint8)
    with pytest.raises(ValueError, match="load"):
        build(np.ones(1, np.uint64), values, values, load)


def test_a_key_given_twice_is_refused() -> None:
    values = np.zeros(2, np.uint8)
    with pytest.raises(ValueError, match="distinct"):
        build(np.ones(2, np.uint64), values, values)


@pytest.mark.parametrize(
    "slots", [np.zeros(4, np.uint32), np.zeros((2, 3), np.uint32), np.zeros((2, 4), np.int64)]
)
def test_another_array_is_no_table(slots: np.ndarray) -> None:
    with pytest.raises(ValueError, match="not a table"):
        HashTable(slots)

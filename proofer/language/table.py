"""A hashed, quantised, memory-mapped table: what language model and lexicon are stored in.

A slot is 32 bits: a fingerprint of 16 bits and two values of 8 bits. Slots stand in buckets of
four; a key that finds its home bucket full goes to a second one, moving others on to theirs where
it must (cuckoo hashing with buckets: Dietzfelbinger and Weidling 2007), so that 95 % of the slots
can be filled and no search visits more than two buckets. Keys themselves are not stored, which
costs two kinds of error:

* a key that was never put in is found with a probability of about `4 / 65535` for each bucket
  visited;
* two keys that share bucket and fingerprint share one pair of values (about 1 key in 20,000).

Fingerprint 0 marks an empty slot. Whether any key of a bucket went elsewhere is told by the order
of its first two slots (falling: yes), so the search for an absent key often ends in its first
bucket. All four columns are compared by one XOR each: a slot whose fingerprint agrees becomes a
number below 65536, which is the pair of values, so the least of the four columns is the answer.
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

WIDTH = 4
"""Slots in a bucket."""
MISSING = 1 << 16
"""Payloads at or above this number mean that the key is absent."""
_CHUNK = 1 << 14
_FIRST_FACTOR, _SECOND_FACTOR = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
_THIRD_FACTOR = 0xD6E8FEB86659FD93
_FIRST, _SECOND = np.uint64(_FIRST_FACTOR), np.uint64(_SECOND_FACTOR)
_THIRD = np.uint64(_THIRD_FACTOR)
_WORD = (1 << 64) - 1
"""Bits of a key."""
_HALF = np.uint64(32)
_BYTE = np.uint64(8)
_UPPER, _LEAST_MARK = np.uint32(0xFFFF0000), np.uint32(MISSING)
_BUCKET = Struct(f"={WIDTH}I")
"""The slots of a bucket, in the order of bytes of the machine."""
_MOST_ROUNDS = 1000
"""Rounds of moving keys on before the table is made larger."""


def build(
    keys: NDArray[np.uint64], a: NDArray[np.uint8], b: NDArray[np.uint8], load: float = 0.95
) -> NDArray[np.uint32]:
    """Put every key with its two values into a new table.

    Args:
        keys: distinct keys, shape (n,).
        a: first values, shape (n,).
        b: second values, shape (n,).
        load: share of the slots to fill, above 0 and below 1; fewer are filled where the keys do
            not fit otherwise.

    Returns:
        The slots, shape (buckets, 4), to be saved with `np.save` and opened by `HashTable`.

    Raises:
        ValueError: a key occurs twice, the shapes differ, or the load is out of range.
    """
    if not 0 < load < 1:
        msg = f"load must lie between 0 and 1, not {load}"
        raise ValueError(msg)
    if not keys.shape == a.shape == b.shape or np.unique(keys).size != keys.size:
        msg = "keys must be distinct and come with as many values"
        raise ValueError(msg)
    mixed = _mix(keys)
    slots = _mark(mixed)
    slots |= (a.astype(np.uint32) << np.uint32(8)) | b
    buckets = max(2, int(np.ceil(keys.size / load / WIDTH)))
    while (table := _fill(mixed, slots, buckets)) is None:
        # A few keys may not fit by bad luck, and many not if the load is above 0.97.
        buckets += max(1, buckets // 256)
    return table


def _fill(
    mixed: NDArray[np.uint64], slots: NDArray[np.uint32], buckets: int
) -> NDArray[np.uint32] | None:
    """The table with `slots` in it, or None if they do not fit into so few buckets."""
    home = _home(mixed, buckets)
    owners = _place(home, _second(mixed, buckets), buckets)
    if owners is None:
        return None
    inside = owners >= 0
    table = np.zeros((buckets, WIDTH), np.uint32)
    table[inside] = slots[owners[inside]]
    overflowed = np.zeros(buckets, np.bool_)
    guests = owners[inside]
    overflowed[home[guests[home[guests] != np.nonzero(inside)[0]]]] = True
    table.sort(axis=1)
    table[overflowed] = table[overflowed][:, [3, 0, 1, 2]]
    # Four equal slots cannot tell that their bucket overflowed.
    return None if np.any(table[overflowed, 0] == table[overflowed, 1]) else table


def _place(
    home: NDArray[np.int64], second: NDArray[np.int64], buckets: int
) -> NDArray[np.int64] | None:
    """Give each key a slot in one of its two buckets; return the key's index by slot, -1 if empty.

    None if some key finds no place within `_MOST_ROUNDS` rounds.
    """
    owners = np.full((buckets, WIDTH), -1, np.int64)
    used = np.zeros(buckets, np.int64)
    pending, target = np.arange(home.size), home.copy()
    for turn in range(_MOST_ROUNDS):
        order = np.argsort(target, kind="stable")
        pending, target = pending[order], target[order]
        fresh = np.r_[True, target[1:] != target[:-1]] if target.size else np.zeros(0, np.bool_)
        first = fresh.nonzero()[0]
        rank = np.arange(target.size) - np.repeat(first, np.diff(np.r_[first, target.size]))
        column = used[target] + rank
        fits = column < WIDTH
        owners[target[fits], column[fits]] = pending[fits]
        used += np.bincount(target[fits], minlength=buckets)
        pending, target, fresh = pending[~fits], target[~fits], fresh[~fits]
        if not pending.size:
            return owners
        if turn:
            # One key a full bucket takes the place of another, by turns: this one goes to its other
            # bucket instead.
            seat = (turn + pending[fresh]) % WIDTH
            guests = owners[target[fresh], seat]
            owners[target[fresh], seat] = pending[fresh]
            pending[fresh] = guests
        target = np.where(target == home[pending], second[pending], home[pending])
    return None


def _mix(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread the keys over 64 bits (multiply, fold, multiply)."""
    mixed = keys * _FIRST
    mixed ^= mixed >> _HALF
    mixed *= _SECOND
    return mixed


def _mark(mixed: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Fingerprint in the upper half of 32 bits, never 0."""
    mark = (mixed >> _BYTE).astype(np.uint32)
    mark &= _UPPER
    return np.maximum(mark, _LEAST_MARK, out=mark)


def _home(mixed: NDArray[np.uint64], buckets: int) -> NDArray[np.int64]:
    """First bucket to look in."""
    home = mixed >> _HALF
    home *= np.uint64(buckets)
    home >>= _HALF
    return home.view(np.int64)


def _second(mixed: NDArray[np.uint64], buckets: int) -> NDArray[np.int64]:
    """Second bucket; multiplied again, as it must not depend on the fingerprint's bits alone."""
    return _home(mixed * _THIRD, buckets)


class HashTable:
    """Read access to slots made by `build`, in memory or mapped from a file."""

    __slots__ = ("_bytes", "_rows", "buckets")

    def __init__(self, slots: NDArray[np.uint32]) -> None:
        """Wrap `slots`, shape (buckets, 4).

        Raises:
            ValueError: the array is not a table made by `build`.
        """
        if slots.ndim != 2 or slots.shape[1] != WIDTH or slots.dtype != np.uint32 or not len(slots):
            msg = f"not a table of 32-bit slots in buckets of four: {slots.dtype} {slots.shape}"
            raise ValueError(msg)
        # One 16-byte item a bucket: gathering it is three times as fast as gathering rows of four.
        self._rows = np.ascontiguousarray(np.asarray(slots)).view(np.complex128).reshape(-1)
        self._bytes = self._rows.view(np.uint8).data
        self.buckets = len(slots)

    @classmethod
    def load(cls, path: Path) -> HashTable:
        """Map the table in `path` (.npy) into memory; nothing is read before it is looked up.

        Raises:
            OSError: the file cannot be read.
            ValueError: it holds something else.
        """
        return cls(np.load(path, mmap_mode="r"))

    def find(
        self, keys: NDArray[np.uint64]
    ) -> tuple[NDArray[np.bool_], NDArray[np.uint8], NDArray[np.uint8]]:
        """Look `keys` up, shape (n,): whether each is there, and its two values (0 if not)."""
        found = np.empty(keys.size, np.bool_)
        values = np.empty(keys.size, np.uint32)
        for start in range(0, keys.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            payload = self.payloads(keys[part])
            found[part] = payload < MISSING
            values[part] = payload
        values[~found] = 0
        return found, (values >> np.uint32(8)).astype(np.uint8), values.astype(np.uint8)

    def payloads(self, keys: NDArray[np.uint64]) -> NDArray[np.uint32]:
        """Payload `a << 8 | b` of each key, shape (n,); at least `MISSING` where it is absent.

        Faster than `find` while the temporary arrays stay in the cache: give it some 16,000 keys at
        a time.
        """
        mixed = _mix(keys)
        mark = _mark(mixed)
        least, overflowed = self._visit(_home(mixed, self.buckets), mark)
        overflowed &= least >= _LEAST_MARK
        todo = overflowed.nonzero()[0]
        if todo.size:
            second = _second(mixed.take(todo), self.buckets)
            least[todo] = self._visit(second, mark.take(todo))[0]
        return least

    def payload(self, key: int) -> int:
        """Return what `payloads` says of one key: a tenth of the time of an array of one."""
        mixed = key * _FIRST_FACTOR & _WORD
        mixed = (mixed ^ mixed >> 32) * _SECOND_FACTOR & _WORD
        mark = max(mixed >> 8 & 0xFFFF0000, MISSING)
        first, second, third, fourth = self._slots((mixed >> 32) * self.buckets >> 32)
        least = min(first ^ mark, second ^ mark, third ^ mark, fourth ^ mark)
        if least >= MISSING and first > second:
            mixed = mixed * _THIRD_FACTOR & _WORD
            slots = self._slots((mixed >> 32) * self.buckets >> 32)
            least = min(slot ^ mark for slot in slots)
        return least

    def _slots(self, bucket: int) -> tuple[int, int, int, int]:
        slots: tuple[int, int, int, int] = _BUCKET.unpack_from(self._bytes, bucket * _BUCKET.size)
        return slots

    def _visit(
        self, home: NDArray[np.int64], mark: NDArray[np.uint32]
    ) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
        """Compare a bucket a key, column by column; also tell which buckets overflowed."""
        slots = self._rows.take(home, mode="clip").view(np.uint32)
        first, second = slots[::WIDTH], slots[1::WIDTH]
        overflowed = first > second
        least, other = first ^ mark, second ^ mark
        np.minimum(least, other, out=least)
        for column in range(2, WIDTH):
            np.bitwise_xor(slots[column::WIDTH], mark, out=other)
            np.minimum(least, other, out=least)
        return least, overflowed

"""Clean text as an array of code points, to find thousands of strings in one pass."""

from __future__ import annotations

import lzma
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.int64]
_STEP = 4_000_000
"""Characters looked at in one go."""


class Corpus:
    """The texts of a folder (`*.txt` or `*.txt.xz`, one sentence a line)."""

    def __init__(self, folder: Path) -> None:
        files = sorted([*folder.glob("*.txt"), *folder.glob("*.txt.xz")])
        texts = [
            (
                lzma.decompress(file.read_bytes()) if file.suffix == ".xz" else file.read_bytes()
            ).decode()
            for file in files
        ]
        units = np.frombuffer("\n".join(texts).encode("utf-32-le"), dtype=np.uint32)
        self.units = np.where(units > 0xFFFF, 0xFFFD, units).astype(np.uint16)
        self.text = self.units.tobytes().decode("utf-16-le", "replace")

    def find(self, strings: Iterable[str]) -> dict[str, list[int]]:
        """Return where each string (two characters or more) begins."""
        found: dict[str, list[int]] = {string: [] for string in strings}
        heads: dict[str, list[str]] = {}
        for string in found:
            heads.setdefault(string[:4], []).append(string)
        for start, names, index, places in self._heads(heads):
            for name, place in zip(index, places, strict=True):
                for string in heads[names[name]]:
                    if self.text.startswith(string, start + int(place)):
                        found[string].append(start + int(place))
        return found

    def count(self, strings: Iterable[str]) -> Counter[str]:
        """Return how often each string of two to four characters occurs."""
        counts: Counter[str] = Counter()
        for _, names, index, _ in self._heads(strings):
            for name, count in zip(*np.unique(index, return_counts=True), strict=True):
                counts[names[name]] += int(count)
        return counts

    def _heads(self, heads: Iterable[str]) -> Iterator[tuple[int, list[str], Array, Array]]:
        """Yield for each stretch of text its start, the sorted heads, and which begins where."""
        by_size: dict[int, set[str]] = {}
        for head in heads:
            by_size.setdefault(len(head), set()).add(head)
        for size, group in by_size.items():
            names = sorted(group)
            keys = np.array([_packed(name) for name in names], dtype=np.uint64)
            for start in range(0, len(self.units), _STEP):
                part = self.units[start : start + _STEP + size - 1].astype(np.uint64)
                grams = np.zeros(max(0, len(part) - size + 1), dtype=np.uint64)
                for offset in range(size):
                    grams = (grams << np.uint64(16)) | part[offset : offset + len(grams)]
                index = np.minimum(np.searchsorted(keys, grams), len(keys) - 1)
                places = np.nonzero(keys[index] == grams)[0]
                yield start, names, index[places], places


def _packed(string: str) -> int:
    value = 0
    for character in string:
        value = value << 16 | ord(character)
    return value

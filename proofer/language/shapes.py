"""How alike two characters look: to an OCR engine, by its last layer, and in print, by glyphs.

`tools.shapes.build` joins the PP-OCRv4 recogniser (Apache-2.0) and glyphs of Noto fonts (OFL)
into one vector a character. The similarity is `0.24 + 0.76 cos^1.27` (the sign kept), so that two
characters taken at random lie near 0.24 (1 pair in 100 above 0.45) and real look-alikes above 0.45.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"
_CHUNK = 1 << 10
"""Pairs compared at a time: their vectors take 1 MB."""
_ORDINARY = np.float32(0.24)
"""Similarity of two unrelated characters, as by the uncentred weights."""
_CURVE = np.float32(1.27)
"""So random pairs spread as by the recogniser's weights alone (at 90, 99 and 99.9 %)."""


class ShapeTable:
    """Similarity of any two covered characters, and the nearest characters of each."""

    def __init__(self, characters: str, vectors: NDArray[np.int8]) -> None:
        """Take one row of `vectors`, shape (len(characters), dimensions), for each character.

        Raises:
            ValueError: the two differ in length.
        """
        if len(characters) != len(vectors):
            msg = f"{len(characters)} characters but {len(vectors)} vectors"
            raise ValueError(msg)
        self.characters = characters
        self._rows = {char: row for row, char in enumerate(characters)}
        unit = vectors.astype(np.float32)
        unit /= np.linalg.norm(unit, axis=1, keepdims=True)
        self._unit = unit

    @classmethod
    def load(cls, folder: Path = DATA) -> ShapeTable:
        """Read `shapes.npy` and `shapes.txt` from `folder`.

        Raises:
            OSError: a file cannot be read.
            ValueError: the files do not belong together.
        """
        characters = (folder / "shapes.txt").read_text(encoding="utf-8").rstrip("\n")
        return cls(characters, np.load(folder / "shapes.npy", mmap_mode="r"))

    def __contains__(self, char: object) -> bool:
        """Whether `char` is covered."""
        return char in self._rows

    def similarity(self, a: str, b: str) -> float:
        """Likeness of two characters: 1 for the same, 0 where one is not covered."""
        if a == b:
            return 1.0
        first, second = self._rows.get(a), self._rows.get(b)
        if first is None or second is None:
            return 0.0
        return float(_rescaled(self._unit[first] @ self._unit[second]))

    def similarities(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """`similarity` of each pair, shape (len(pairs),), in one batch."""
        first = np.array([self._rows.get(a, -1) for a, _ in pairs], np.int64)
        second = np.array([self._rows.get(b, -1) for _, b in pairs], np.int64)
        values = _rescaled(_cosines(self._unit, first, second))
        values[(first < 0) | (second < 0)] = 0
        values[np.array([a == b for a, b in pairs], np.bool_)] = 1
        return values

    def likeness(
        self, points: NDArray[np.uint32]
    ) -> Callable[[NDArray[np.uint16], NDArray[np.uint16]], NDArray[np.float32]]:
        """A function from two arrays of indices into `points` to cosines, 0 where not covered."""
        rows = np.array([self._rows.get(chr(point), -1) for point in points.tolist()], np.int64)
        unit = np.asarray(self._unit)  # a memory map is slow to index, even in memory

        def cosines(first: NDArray[np.uint16], second: NDArray[np.uint16]) -> NDArray[np.float32]:
            a, b = rows[first], rows[second]
            values = np.zeros(a.size, np.float32)
            known = ((a >= 0) & (b >= 0)).nonzero()[0]
            values[known] = _cosines(unit, a.take(known), b.take(known))
            return values

        return cosines

    @lru_cache(maxsize=8192)  # noqa: B019 - there is one table a process, and it lives as long
    def neighbours(self, char: str, k: int = 8) -> tuple[str, ...]:
        """The `k` characters most like `char`, nearest first; empty where it is not covered."""
        row = self._rows.get(char)
        if row is None or k < 1:
            return ()
        cosines = self._unit @ self._unit[row]
        cosines[row] = -2
        least = np.partition(cosines, -min(k, cosines.size))[-min(k, cosines.size)]
        best = np.flatnonzero(cosines >= least)
        best = best[np.lexsort((best, -cosines[best]))][:k]  # of equal ones the first
        return tuple(self.characters[index] for index in best.tolist())


def _cosines(
    unit: NDArray[np.float32], first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Cosines of pairs of rows of `unit`, shape (n,), as many at a time as the cache holds."""
    values = np.empty(first.size, np.float32)
    for start in range(0, first.size, _CHUNK):
        part = slice(start, start + _CHUNK)
        one, two = unit.take(first[part], 0), unit.take(second[part], 0)
        np.einsum("ij,ij->i", one, two, out=values[part])
    return values


def _rescaled(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    curved = np.sign(cosines) * np.abs(cosines) ** _CURVE
    scaled: NDArray[np.float32] = np.clip(_ORDINARY + (1 - _ORDINARY) * curved, 0, 1)
    return scaled


@cache
def default_shapes() -> ShapeTable:
    """The table shipped with the package, read once a process."""
    return ShapeTable.load()

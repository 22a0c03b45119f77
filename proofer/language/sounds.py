"""How alike two characters sound to who types pinyin without tones, or mixes up zh and z.

Characters with the same syllable have similarity 1.0 whatever their tones; those whose syllables
differ only in what many speakers do not tell apart (z/zh, c/ch, s/sh, n/l, an/ang, en/eng, in/ing)
0.6; all others 0. A character of several readings is alike in any of them.
`tools.sounds.build` makes the table from pypinyin (MIT).
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from proofer.document.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"
READINGS = 3
"""Readings that a character has at most."""
NO_SYLLABLE = 0xFFFF
"""Fills the row of a character with fewer readings."""
NEAR = np.float32(0.6)
"""Similarity of two syllables that differ in a fuzzy initial or final."""
_FLAT = lazy_pattern(r"(?<=^[zcs])h|(?<=[aei]n)g$")


def fuzzy(syllable: str) -> str:
    """Return what stands for all syllables mixed up with `syllable`: zhang and zan are zan."""
    flat = _FLAT.sub("", syllable)
    return "l" + flat[1:] if flat.startswith("n") else flat


class SoundTable:
    """Similarity in sound of any two covered characters, and the characters that sound like one."""

    def __init__(
        self, characters: str, syllables: Sequence[str], readings: NDArray[np.uint16]
    ) -> None:
        """Take `readings`, shape (len(characters), READINGS), the commonest character first.

        Args:
            characters: in order of their frequency.
            syllables: without tones.
            readings: numbers of `syllables`; NO_SYLLABLE where there is no further reading.

        Raises:
            ValueError: the parts do not fit together.
        """
        if readings.shape != (len(characters), READINGS):
            msg = f"{len(characters)} characters but readings of shape {readings.shape}"
            raise ValueError(msg)
        if readings.size and int(readings[readings != NO_SYLLABLE].max(initial=0)) >= len(
            syllables
        ):
            msg = f"readings that are none of {len(syllables)} syllables"
            raise ValueError(msg)
        self.characters = characters
        self._rows = {char: row for row, char in enumerate(characters)}
        classes = {name: number for number, name in enumerate(dict.fromkeys(map(fuzzy, syllables)))}
        loose = np.full(NO_SYLLABLE + 1, NO_SYLLABLE, np.uint16)
        loose[: len(syllables)] = [classes[fuzzy(name)] for name in syllables]
        # The last row is that of characters which are not covered.
        nothing = np.full((1, READINGS), NO_SYLLABLE, np.uint16)
        self._exact = np.concatenate((readings, nothing))
        self._loose = loose[self._exact]

    @classmethod
    def load(cls, folder: Path = DATA) -> SoundTable:
        """Read `sounds.npy` and `sounds.txt` from `folder`.

        Raises:
            OSError: a file cannot be read.
            ValueError: the files do not belong together.
        """
        characters, _, syllables = (
            (folder / "sounds.txt").read_text(encoding="utf-8").partition("\n")
        )
        return cls(characters, syllables.split(), np.load(folder / "sounds.npy"))

    def __contains__(self, char: object) -> bool:
        """Whether `char` is covered."""
        return char in self._rows

    def similarity(self, a: str, b: str) -> float:
        """Likeness of two characters: 1 for the same syllable, 0.6 for a near one, else 0."""
        return float(self.similarities([(a, b)])[0])

    def similarities(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """`similarity` of each pair, shape (len(pairs),), in one batch."""
        first = np.array([self._rows.get(a, -1) for a, _ in pairs], np.int64)
        second = np.array([self._rows.get(b, -1) for _, b in pairs], np.int64)
        values = np.where(_share(self._loose[first], self._loose[second]), NEAR, np.float32(0))
        values[_share(self._exact[first], self._exact[second])] = 1
        values[np.array([a == b for a, b in pairs], np.bool_)] = 1
        return values

    def classes(self, points: NDArray[np.uint32]) -> NDArray[np.uint16]:
        """Number of each reading of `points`, one for near syllables, shape (n, READINGS).

        NO_SYLLABLE fills up.
        """
        return self._loose[self._rows_of(points)]

    def likeness(
        self, points: NDArray[np.uint32]
    ) -> Callable[[NDArray[np.uint16], NDArray[np.uint16]], NDArray[np.float32]]:
        """A function from two arrays of indices into `points` (code points) to similarities."""
        rows = self._rows_of(points)
        exact, loose = self._exact[rows], self._loose[rows]

        def similarities(
            first: NDArray[np.uint16], second: NDArray[np.uint16]
        ) -> NDArray[np.float32]:
            near = np.where(_share(loose[first], loose[second]), NEAR, np.float32(0))
            return np.where(_share(exact[first], exact[second]), np.float32(1), near)

        return similarities

    def _rows_of(self, points: NDArray[np.uint32]) -> NDArray[np.int64]:
        return np.array([self._rows.get(chr(point), -1) for point in points.tolist()], np.int64)

    @lru_cache(maxsize=8192)  # noqa: B019 - there is one table a process, and it lives as long
    def neighbours(self, char: str, k: int = 40) -> tuple[str, ...]:
        """The `k` commonest others that sound like `char` or nearly so, commonest first."""
        row = self._rows.get(char)
        if row is None or k < 1:
            return ()
        alike = _share(self._loose[:-1], self._loose[row : row + 1])
        alike[row] = False
        return tuple(self.characters[index] for index in np.flatnonzero(alike)[:k].tolist())


def _share(first: NDArray[np.uint16], second: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """Whether two rows have a reading in common, shape (rows,)."""
    found = np.zeros(max(len(first), len(second)) if len(second) else 0, np.bool_)
    for one in range(READINGS):
        for other in range(READINGS):
            found |= (first[:, one] == second[:, other]) & (first[:, one] != NO_SYLLABLE)
    return found


@cache
def default_sounds() -> SoundTable:
    """The table shipped with the package, read once a process."""
    return SoundTable.load()

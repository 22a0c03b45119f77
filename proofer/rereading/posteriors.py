"""What a recogniser says of a line: the probability of each character in each frame.

Of 18,710 classes some 50 to 300 are likelier anywhere in a line than chance; the others share a
floor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.channel.confusions import folded

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLOOR = -13.8
"""ln of 1e-6, what a character counts that is not kept; float16 tells it from its neighbours."""
_KEPT = 1e-4
"""Probability that a class must reach in some frame."""


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """The characters of a line by frame.

    Attributes:
        characters: those that are kept, folded as proofer compares texts, each once.
        logs: ln of the probabilities, shape (frames, 1 + characters), the CTC blank first.
    """

    characters: str
    logs: NDArray[np.float16]

    def greedy(self) -> tuple[str, float]:
        """Return the likeliest character of each frame as a text, and the mean of its peaks."""
        text, peaks = self.peaks()
        return text, float(peaks.mean()) if text else 0.0

    def peaks(self) -> tuple[str, NDArray[np.float64]]:
        """Return the likeliest character of each frame as a text, and how sure each of it is."""
        best = self.logs.argmax(axis=1)
        new = np.flatnonzero((best > 0) & (best != np.concatenate(([0], best[:-1]))))
        if not new.size:
            return "", np.zeros(0)
        text = "".join(self.characters[column - 1] for column in best[new])
        inked = np.where(best > 0, np.exp(self.logs.max(axis=1).astype(np.float64)), 0.0)
        # A run of frames with one character is as sure as its surest frame.
        return text, np.maximum.reduceat(inked, new)


class Classes:
    """The classes of a recogniser as proofer's characters.

    Marks of both widths are one, and spaces are blanks.
    """

    def __init__(self, characters: Sequence[str]) -> None:
        """Take what the classes stand for, the first of them the CTC blank (an empty string)."""
        texts = [folded(each) for each in characters]
        names = sorted(set(texts))
        assert names[0] == ""
        numbers = {name: number for number, name in enumerate(names)}
        self._names = names
        self._number = np.array([numbers[text] for text in texts])

    def posterior(self, probabilities: NDArray[np.float32]) -> Posterior:
        """Return what is worth keeping of the probabilities of a line, shape (frames, classes)."""
        likely = probabilities.max(axis=0, initial=0.0) > _KEPT
        kept = np.flatnonzero(likely | (self._number == 0))
        numbers, owner = np.unique(self._number[kept], return_inverse=True)
        order = np.argsort(owner, kind="stable")
        starts = np.searchsorted(owner[order], np.arange(numbers.size))
        together = np.add.reduceat(probabilities[:, kept[order]], starts, axis=1)
        logs = np.log(np.clip(together, np.exp(FLOOR), 1.0)).astype(np.float16)
        return Posterior("".join(self._names[number] for number in numbers[1:]), logs)

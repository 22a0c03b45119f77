"""A stream of tokens scored once, and what an edit of a few tokens changes.

The model sees three tokens back, so an edit changes the scores of the new tokens and of three after
them. Of those only n-grams that reach over the edit have to be looked up: the scores and n-grams of
every order are kept for each token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from proofer.language.encoding import NONE
from proofer.language.model import ORDER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.levels import Level
    from proofer.language.model import CharacterModel

AFTER = ORDER - 1
"""Tokens behind an edit whose scores it changes; so many must be at both ends of a stream."""
_CHUNK = 1 << 14


class Stream:
    """Tokens with their scores, and gains of edits.

    Attributes:
        scores: log10 P of each token, shape (n,).
    """

    def __init__(self, tokens: NDArray[np.uint16], model: CharacterModel) -> None:
        """Score `tokens`."""
        self._model = model
        self._levels = model.levels(tokens)
        self.scores = self._levels[-1].scores
        self._running = np.r_[0.0, np.cumsum(self.scores, dtype=np.float64)]

    def gains(
        self, first: NDArray[np.int64], last: NDArray[np.int64], new: NDArray[np.uint16]
    ) -> NDArray[np.float64]:
        """log10 gain of each edit, shape (n,): tokens `first` to `last` become a row of `new`.

        `new` has the shape (n, most tokens); 0 is none, and stands behind the others.
        """
        result = np.empty(first.size)
        for start in range(0, first.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            printed = self._running.take(last[part] + AFTER) - self._running.take(first[part])
            result[part] = self._edited(first[part], last[part], new[part]) - printed
        return result

    def _edited(
        self, first: NDArray[np.int64], last: NDArray[np.int64], new: NDArray[np.uint16]
    ) -> NDArray[np.float64]:
        """Scores of the new tokens and of those after them, together."""
        before = [level.take(first - 1) for level in self._levels[:-1]]
        total = np.zeros(first.size)
        for column in new.T:
            filled = (column != NONE).nonzero()[0]
            if not filled.size:
                break
            there = [level.take(filled) for level in before]
            there = self._after(there, column.take(filled).astype(np.uint64), [])
            total[filled] += there[-1].scores
            for level, other in zip(before, there, strict=False):
                level.keys[filled], level.backs[filled] = other.keys, other.backs
        for shift in range(AFTER):
            # Of the n-grams that end here, those of up to this many tokens do not reach over the
            # edit.
            known = [level.take(last + shift) for level in self._levels[: shift + 1]]
            before = self._after(before, known[0].keys, known)
            total += before[-1].scores
        return total

    def _after(
        self, before: list[Level], tokens: NDArray[np.uint64], known: list[Level]
    ) -> list[Level]:
        """The levels of `tokens` after those with the levels `before`; the first may be `known`."""
        levels = known or [self._model.unigrams_of(tokens)]
        for order in range(len(levels) + 1, ORDER + 1):
            levels.append(self._model.longer(before[order - 2], levels[-1], tokens))
        return levels

"""How likely a line of print reads as a text, by connectionist temporal classification.

See Graves et al. (2006).
The forward and backward scores of a text are computed once; another text that differs from it in a
few characters only needs the states of these, entered from the forward and left into the backward
scores. All scores are ln of a probability.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from proofer.rereading.posteriors import FLOOR, Posterior

Scores = NDArray[np.float64]
_NEVER = -np.inf
_LEAST = -1e4
"""ln P of a text that has more characters than the line has frames, where it is compared."""


class Lattice:
    """All ways to read the frames of a line as one text, with room for other texts."""

    def __init__(self, posterior: Posterior, text: str) -> None:
        """Compute forward and backward scores.

        States are the characters of the text with blanks before, between and behind them: the blank
        before character `i` is state `2 i`, the character itself `2 i + 1`.
        """
        self.text = text
        logs = posterior.logs.astype(np.float64)
        self._logs = np.concatenate((logs, np.full((len(logs), 1), FLOOR)), axis=1)
        self._columns = {char: number for number, char in enumerate(posterior.characters, 1)}
        emissions, skips = self._states(text)
        self._forward = _forward(emissions, skips)
        # Backwards the same steps are open, seen from their other end.
        turned = np.zeros_like(skips)
        turned[2:] = skips[:1:-1]
        self._backward = _forward(emissions[::-1, ::-1], turned)[::-1, ::-1] - emissions
        self._emissions = emissions

    @property
    def total(self) -> float:
        """Return ln P of the text."""
        return _sum(self._forward[-1, -2:])

    @cached_property
    def frames(self) -> Sequence[int]:
        """The frame in which each character of the text is likeliest."""
        frames: list[int] = (self._forward + self._backward)[:, 1::2].argmax(axis=0).tolist()
        return frames

    def replaced(self, start: int, end: int, new: str) -> float:
        """Return ln P of the text with `new` instead of its characters from `start` to `end`."""
        before, after = self.text[start - 1 : start], self.text[end : end + 1]
        blank, char = self._forward[:, 2 * start], np.full(len(self._forward), _NEVER)
        if before:
            char = self._forward[:, 2 * start - 1]
        if new:
            emissions, skips = self._states(new)
            arrivals = np.full(len(blank), _NEVER)
            arrivals[0] = _NEVER if before else 0.0  # a line may begin with a character
            arrivals[1:] = (blank if before == new[0] else np.logaddexp(blank, char))[:-1]
            # The blank before the first of them is a state of the text itself.
            scores = _forward(emissions[:, 1:], skips[1:], arrivals)
            before, blank, char = new[-1], scores[:, -1], scores[:, -2]
        if not after:
            return float(np.logaddexp(blank[-1], char[-1]))
        state = 2 * end + 1
        departures = self._emissions[:, state] + self._backward[:, state]
        leaving = blank if before == after else np.logaddexp(blank, char)
        inside = _sum(leaving[:-1] + departures[1:])
        return inside if before else float(np.logaddexp(inside, departures[0]))

    def _states(self, text: str) -> tuple[Scores, NDArray[np.bool_]]:
        """Return emission scores, shape (frames, states), and which states may skip a blank."""
        columns = [0]
        for char in text:
            columns += [self._columns.get(char, -1), 0]
        skips = np.zeros(len(columns), np.bool_)
        skips[3::2] = [one != other for one, other in pairwise(text)]
        return self._logs[:, columns], skips


def likelihoods(posterior: Posterior, texts: Iterable[str]) -> Sequence[float]:
    """Return ln P of each text, computed in full."""
    return [Lattice(posterior, text).total for text in texts]


def difference(first: float, second: float) -> float:
    """Return by how much the first ln P is larger, also where a text has no chance at all."""
    return max(first, _LEAST) - max(second, _LEAST)


def _forward(emissions: Scores, skips: NDArray[np.bool_], arrivals: Scores | None = None) -> Scores:
    """Return the scores of all ways that end in each state, shape (frames, states).

    Args:
        emissions: scores of the states by frame, shape (frames, states).
        skips: which states may be entered from the one before the last.
        arrivals: scores of all ways that enter the first state in each frame; without them the line
            begins in one of the first two states.
    """
    scores = np.full(emissions.shape, _NEVER)
    barred = np.where(skips[2:], 0.0, _NEVER)
    last = np.full(emissions.shape[1], _NEVER)
    for frame, emitted in enumerate(emissions):
        new = last.copy()
        new[1:] = np.logaddexp(new[1:], last[:-1])
        new[2:] = np.logaddexp(new[2:], last[:-2] + barred)
        if arrivals is not None:
            new[0] = np.logaddexp(new[0], arrivals[frame])
        elif frame == 0:
            new[:2] = 0.0
        last = scores[frame] = new + emitted
    return scores


def _sum(scores: Scores) -> float:
    return float(np.logaddexp.reduce(scores))

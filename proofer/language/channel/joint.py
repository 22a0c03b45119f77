"""Two wrong characters side by side: neither correction gains anything without the other.

Look-alikes and counted misreadings of both are tried together wherever three characters in a row
surprise the model; the bigram of the two decides which pairs are scored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.channel.columns import Columns, float32

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from proofer.language.channel.edits import Edits
    from proofer.language.channel.reading import Reading

GATE = 3.0
"""-log10 P a character, mean of three, from which on pairs are tried."""
LEAST = 0.5
"""Gain less cost of a pair that is worth a look."""
_SCORED, _KEPT = 16, 4
"""Pairs of a place that are scored in full, those with the best bigrams, and that are kept."""


@dataclass(frozen=True, slots=True)
class Options:
    """What each of some characters may be a misreading of.

    Attributes:
        ids: shape (n, k), 0 where there are fewer.
        costs: of each, as of single edits, shape (n, k).
    """

    ids: NDArray[np.uint16]
    costs: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Characters `start` and the next become `first` and `second`; `net` is gain less costs."""

    start: NDArray[np.int64]
    first: NDArray[np.uint16]
    second: NDArray[np.uint16]
    net: NDArray[np.float64]


def pairs(
    reading: Reading,
    han: NDArray[np.bool_],
    options: Callable[[NDArray[np.int64]], Options],
) -> Pairs:
    """The pairs worth a look, the best ones of each place; `han` says which characters are Han."""
    surprise = np.r_[reading.surprise, 0, 0]
    mean = (surprise[:-2] + surprise[1:-1] + surprise[2:]) / 3
    positions = np.flatnonzero((mean[:-1] > GATE) & han[:-1] & han[1:])
    if not positions.size:
        empty = np.zeros(0, np.uint16)
        return Pairs(positions, empty, empty, np.zeros(0))
    left, right = options(positions), options(positions + 1)
    row, one, two = _likeliest(reading, left, right)
    start, first, second = positions[row], left.ids[row, one], right.ids[row, two]
    net = reading.word_gains(start, first, second) - left.costs[row, one] - right.costs[row, two]
    order = np.lexsort((-net, start))
    rank = np.arange(order.size) - np.searchsorted(start[order], start[order])
    kept = order[(rank < _KEPT) & (net[order] > LEAST)]
    return Pairs(start[kept], first[kept], second[kept], net[kept])


def _likeliest(reading: Reading, left: Options, right: Options) -> tuple[NDArray[np.int64], ...]:
    """Rows and columns of the pairs with the best bigrams."""
    count, width = right.ids.shape
    row, one, two = np.nonzero((left.ids > 0)[:, :, None] & (right.ids > 0)[:, None, :])
    scores = np.full((count, left.ids.shape[1], width), -np.inf)
    scores[row, one, two] = reading.model.pair_scores(left.ids[row, one], right.ids[row, two])
    scores = scores - left.costs[:, :, None] - right.costs[:, None, :]
    flat = scores.reshape(count, -1)
    row, cell = np.nonzero(_best(flat, min(_SCORED, flat.shape[1])) & np.isfinite(flat))
    return row, cell // width, cell % width


def _best(scores: NDArray[np.float64], count: int) -> NDArray[np.bool_]:
    """Which are the `count` best of each row; of equal ones the first."""
    least = np.partition(scores, -count, axis=1)[:, -count, None]
    better, equal = scores > least, scores == least
    room = count - np.count_nonzero(better, axis=1, keepdims=True)
    chosen: NDArray[np.bool_] = better | (equal & (equal.cumsum(1) <= room))
    return chosen


def features(edits: Edits) -> Columns:
    """Gain less cost of the pair that each edit is half of, or of the edit alone."""
    paired = edits.mate["side"] != 0
    net = edits.net
    joint = np.where(paired, edits.mate["net"], net)
    return float32(
        {
            "joint": np.clip(joint, -4, 8),
            "joint over alone": np.clip(joint - net, 0, 8),
            "paired": paired,
        }
    )

"""From evidence to probabilities, by fitted weights.

All edits of one place compete with each other and with the text as it stands (a conditional logit).
They are asked twice. The first answers tell how garbled the text around is, and this is part of the
evidence the second time: what is an error on a bad page is an odd word on a good one. That a place
is wrong, with or without a good edit, is a logistic.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.channel.columns import Columns, matrix

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

KINDS = 4
"""Kinds of edits: see `edits`."""
_MOST = 5.0
"""Standard deviations beyond which a feature counts no more."""
_WINDOW = 1000
"""Characters that tell how garbled the text around one is."""
_PRIOR = 200
"""Characters of ordinary text that every window is taken to hold besides."""
_ORDINARY = 0.005
"""Errors a character in that ordinary text."""

_LIKELY_BESIDE = 0.3
"""Probability from which on a correction is made besides the best one of its group."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear score over standardised features; the last weight is the constant."""

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    weights: NDArray[np.float32]

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Score of each row of `features`, shape (n, m) to (n,)."""
        standard = _standardised(features, self.mean, self.scale)
        score: NDArray[np.float64] = (standard @ self.weights[:-1] + self.weights[-1]).astype(
            np.float64
        )
        return score

    @classmethod
    def from_lists(cls, lists: dict[str, list[float]]) -> Linear:
        """Return the score that `lists` gave."""
        return cls(*(np.array(lists[name], np.float32) for name in ("mean", "scale", "weights")))

    def lists(self) -> dict[str, list[float]]:
        """The weights for a JSON file, to five digits."""
        return {
            name: [float(f"{value:.5g}") for value in getattr(self, name)]
            for name in ("mean", "scale", "weights")
        }


@dataclass(frozen=True, slots=True)
class Net:
    """A linear score and a hidden layer: some evidence counts only together (gain and likeness)."""

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    hidden: NDArray[np.float32]
    shift: NDArray[np.float32]
    out: NDArray[np.float32]
    direct: NDArray[np.float32]
    constant: NDArray[np.float32]

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Score of each row of `features`, shape (n, m) to (n,)."""
        standard = _standardised(features, self.mean, self.scale)
        inner = standard @ self.hidden
        inner += self.shift
        np.maximum(inner, 0, out=inner)
        score: NDArray[np.float64] = (
            inner @ self.out + standard @ self.direct + self.constant
        ).astype(np.float64)
        return score

    @classmethod
    def from_lists(cls, lists: dict[str, list[float]]) -> Net:
        """Return the score that `lists` gave."""
        values = {name: np.array(lists[name], np.float32) for name in cls.__slots__}
        values["hidden"] = values["hidden"].reshape(values["mean"].size, -1)
        return cls(**values)

    def lists(self) -> dict[str, list[float]]:
        """The weights for a JSON file, to four digits."""
        return {
            name: [float(f"{value:.4g}") for value in getattr(self, name).reshape(-1)]
            for name in self.__slots__
        }


def _standardised(
    features: NDArray[np.float32], mean: NDArray[np.float32], scale: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return `features` in standard deviations from their means, in one array of their size."""
    standard: NDArray[np.float32] = features - mean
    standard /= scale
    return np.clip(standard, -_MOST, _MOST, out=standard)


Kinds = tuple[Linear, ...]
"""One for each kind of edit."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The fitted weights of a profile.

    Attributes:
        first: weights for the first answers, a kind of edit each.
        second: weights for the second answers; None if the first are the last.
        flagging: weights for whether a character is wrong at all.
        features: names of the features of edits that it was fitted on.
        flag_features: those of the features of characters.
    """

    first: Kinds
    second: Net | None
    flagging: Net
    features: tuple[str, ...]
    flag_features: tuple[str, ...]

    def probabilities(
        self,
        columns: Columns,
        kind: NDArray[np.int64],
        start: NDArray[np.int64],
        size: int,
        group: NDArray[np.int64] | None = None,
    ) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        """Probability that each edit is right, and the `surroundings` of each character.

        Args:
            columns: features of the edits, shape (n,) each.
            kind: kind of each edit.
            start: first character of each edit, sorted.
            size: characters of the text.
            group: edits with the same number (sorted) exclude each other; those with the same
                `start` if there are no groups.

        Raises:
            ValueError: `columns` lack a feature that it was fitted on.
        """
        features = matrix(columns, self.features, kind.size)
        group = start if group is None else group
        first = edit_probabilities(self.first, features, kind, group)
        around = surroundings(first, kind, start, size)
        if self.second is None:
            return best_of_groups(first, start, group), around
        complete = with_surroundings(features, around, start, kind)
        del features  # as large as `complete`
        return compete(self.second(complete), group), around

    def wrong(
        self, columns: Columns, around: NDArray[np.float32], positions: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Probability that the character at each of `positions`, with these features, is wrong.

        Raises:
            ValueError: `columns` lack a feature that it was fitted on.
        """
        features = matrix(columns, self.flag_features, positions.size)
        score = self.flagging(with_surroundings(features, around, positions))
        return 1 / (1 + np.exp(-score))

    @classmethod
    def load(cls, path: Path) -> Calibration:
        """Read the weights of a profile.

        Raises:
            OSError: the file cannot be read.
            ValueError: it holds something else.
        """
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            tuple(map(Linear.from_lists, data["first"])),
            Net.from_lists(data["second"]) if data["second"] else None,
            Net.from_lists(data["flagging"]),
            tuple(data["features"]),
            tuple(data["flags"]),
        )

    def save(self, path: Path) -> None:
        """Write the weights for `load`."""
        data = {
            "features": self.features,
            "flags": self.flag_features,
            "first": [each.lists() for each in self.first],
            "second": self.second.lists() if self.second else None,
            "flagging": self.flagging.lists(),
        }
        path.write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")


def edit_probabilities(
    kinds: Kinds, features: NDArray[np.float32], kind: NDArray[np.int64], group: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Probability of each edit by the weights of its kind; a `group` excludes each other."""
    score = np.zeros(kind.size)
    for each, linear in enumerate(kinds):
        rows = np.flatnonzero(kind == each)
        if rows.size:
            score[rows] = linear(features[rows])
    return compete(score, group)


def surroundings(
    probability: NDArray[np.float64], kind: NDArray[np.int64], start: NDArray[np.int64], size: int
) -> NDArray[np.float32]:
    """How garbled the text around each character is, shape (size + 1, 2 + KINDS).

    Logarithms of errors a character in a window of `_WINDOW`: likely ones, all, and likely ones of
    each kind. A text of few characters is taken to be an ordinary one.
    """
    amounts = np.zeros((size + 1, 2 + KINDS))
    amounts[:, 1] = np.bincount(start, probability, size + 1)
    for each in range(KINDS):
        rows = kind == each
        amounts[:, 2 + each] = np.bincount(start[rows], probability[rows] ** 2, size + 1)
    amounts[:, 0] = amounts[:, 2:].sum(1)
    running = np.concatenate((np.zeros((1, 2 + KINDS)), np.cumsum(amounts, 0)))
    width = min(_WINDOW, size + 1)
    first = np.clip(np.arange(size + 1) - width // 2, 0, size + 1 - width)
    sums = running[first + width] - running[first]
    return np.log((sums + _ORDINARY * _PRIOR) / (width + _PRIOR)).astype(np.float32)


def with_surroundings(
    features: NDArray[np.float32],
    around: NDArray[np.float32],
    start: NDArray[np.int64],
    kind: NDArray[np.int64] | None = None,
) -> NDArray[np.float32]:
    """`features` with likely and all errors around `start`, and with those of a `kind`."""
    columns = [features, around[start, :2]]
    if kind is not None:
        columns += [around[start, 2 + kind][:, None], np.eye(KINDS, dtype=np.float32)[kind]]
    return np.concatenate(columns, 1)


def compete(score: NDArray[np.float64], group: NDArray[np.int64]) -> NDArray[np.float64]:
    """Softmax over the edits of each group and the text as it stands, which scores 0."""
    if not score.size:
        return score
    fresh = np.r_[True, group[1:] != group[:-1]]
    first, row = np.flatnonzero(fresh), np.cumsum(fresh) - 1
    most = np.maximum(np.maximum.reduceat(score, first), 0)
    parts = np.exp(score - most[row])
    total = np.add.reduceat(parts, first) + np.exp(-most)
    result: NDArray[np.float64] = parts / total[row]
    return result


def best_of_groups(
    probability: NDArray[np.float64], start: NDArray[np.int64], group: NDArray[np.int64]
) -> NDArray[np.float64]:
    """`probability`, 0 for what is beside the best place of its group and not likely by itself."""
    order = np.lexsort((-probability, group))
    best = order[np.r_[True, group[order][1:] != group[order][:-1]][: order.size]]
    kept_start = (
        start[best][np.cumsum(np.r_[False, group[1:] != group[:-1]])] if order.size else start
    )
    kept: NDArray[np.float64] = np.where(
        (start == kept_start) | (probability >= _LIKELY_BESIDE), probability, 0
    )
    return kept

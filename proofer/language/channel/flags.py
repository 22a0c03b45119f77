"""Evidence that a character is wrong, whatever should stand there; one row a character."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from proofer.language.channel.columns import Columns, float32
from proofer.language.channel.edits import deletions, is_han
from proofer.language.channel.windows import (
    FOREIGN,
    PRINTED,
    REACH,
    SURNAME,
    run_counts,
    windows_of,
    words,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.channel.comparison import Comparison
    from proofer.language.channel.edits import Edits
    from proofer.language.channel.features import Facts
    from proofer.language.channel.reading import Reading

GATE = 2.0
"""-log10 P a character, mean of two; a character neither pair of which exceeds it is left out."""
_SURPRISING = 2.5
"""-log10 P from which on a character counts to the crowd of surprising ones."""
_MOST_SURPRISE = 8.0
"""-log10 P beyond which a character is no odder."""
_NO_EDIT = -2.0
"""Gain less cost where no edit was proposed."""
_MARGIN = 2
"""Columns before the first character, for what is two before each; three are behind the last."""


def doubtful(reading: Reading, edits: Edits, other: Comparison | None = None) -> NDArray[np.int64]:
    """Characters that are worth a look, among them all that another reading has not."""
    pair = (reading.surprise + np.r_[reading.surprise[1:], 0]) / 2
    odd = (pair > GATE) | (np.r_[0, pair[:-1]] > GATE)
    odd[np.minimum(edits.start, reading.size - 1)] = True
    if other:
        odd |= ~other.agrees[:-1]
    return np.flatnonzero(odd & (reading.points != ord("\n")))


def flag_features(
    reading: Reading,
    edits: Edits,
    probability: NDArray[np.float64],
    positions: NDArray[np.int64],
    facts: Facts,
) -> Columns:
    """Return the evidence that the characters at `positions` are wrong.

    Args:
        reading: the text.
        edits: what was proposed in it.
        probability: how likely each of the edits is right, shape of `edits`.
        positions: numbers of characters, shape (n,).
        facts: what is known besides the text.
    """
    columns = (
        _surprise(reading, positions)
        | _edits(reading, edits, probability, positions)
        | _lexicon_and_document(reading, positions, facts)
        | _characters(reading, positions, facts)
        | _edges(reading, positions, facts)
        | _other(positions, facts.other)
    )
    columns["unexplained pair"] = (columns["word"] < 2) * columns["pair"]
    return columns


def _surprise(reading: Reading, positions: NDArray[np.int64]) -> Columns:
    """How surprising the character and its surroundings are."""
    surprise = np.r_[0, 0, np.minimum(reading.surprise, _MOST_SURPRISE), 0, 0, 0]
    pair = (surprise[:-1] + surprise[1:]) / 2
    at = positions + _MARGIN
    running = np.r_[0, np.cumsum(reading.surprise > _SURPRISING)]

    def crowd(reach: int) -> NDArray[np.int64]:
        last = np.minimum(positions + reach + 1, reading.size)
        found: NDArray[np.int64] = running[last] - running[np.maximum(positions - reach, 0)]
        return found

    wide = surprise[at - 1] + surprise[at] + surprise[at + 1] + surprise[at + 2]
    return float32(
        {
            "surprise": surprise[at],
            "before": surprise[at - 1],
            "after": surprise[at + 1],
            "pair": pair[at],
            "other pair": pair[at - 1],
            "crowd": crowd(5),
            "near crowd": crowd(2),
            "wide surprise": wide / 4,
        }
    )


def _edits(
    reading: Reading,
    edits: Edits,
    probability: NDArray[np.float64],
    positions: NDArray[np.int64],
) -> Columns:
    """How likely edits of the character and of its neighbours are, and what they gain."""
    size = reading.size + 5
    fixed, lost = np.zeros(size), np.zeros(size)
    net_fixed, net_lost = np.full(size, _NO_EDIT), np.full(size, _NO_EDIT)
    there, pairs = edits.end > edits.start, np.flatnonzero(edits.second > 0)
    start, net = edits.start + _MARGIN, edits.net
    np.add.at(fixed, start[there], probability[there])
    np.add.at(fixed, start[pairs] + 1, probability[pairs])
    np.add.at(lost, start[~there], probability[~there])
    np.maximum.at(net_fixed, start[there], net[there])
    np.maximum.at(net_fixed, start[pairs] + 1, net[pairs])
    np.maximum.at(net_lost, start[~there], net[~there])
    at = positions + _MARGIN
    return float32(
        {
            "fixed": fixed[at],
            "lost here": lost[at] + lost[at + 1],
            "fixed near": np.maximum(fixed[at - 1] + lost[at - 1], fixed[at + 1]),
            "fixed further": np.maximum(fixed[at - 2], fixed[at + 2]),
            "net": net_fixed[at],
            "net of lost": np.maximum(net_lost[at], net_lost[at + 1]),
            "net near": np.maximum(net_fixed[at - 1], net_fixed[at + 1]),
        }
    )


def _lexicon_and_document(reading: Reading, positions: NDArray[np.int64], facts: Facts) -> Columns:
    """Words over the character, runs that the document has elsewhere, the sort of text around."""
    windows = windows_of(reading, deletions(positions))
    old = run_counts(windows, PRINTED, facts.counts, own=1)
    near = windows.points[:, PRINTED]
    word = words(near, windows.present[:, PRINTED], facts.lexicon)
    surname = SURNAME.take(near[:, REACH - 2 : REACH], mode="clip")
    return float32(
        {
            **{f"old {name}": old[name] for name in ("pair", "triple", "five", "weak pair")},
            "word": word[:, 0],
            "word frequency": word[:, 1],
            "digit": (near[:, REACH - 1 : REACH + 2] < 128).sum(1),
            "surname": surname[:, 1] + 0.5 * surname[:, 0],
            "foreign": FOREIGN.take(near, mode="clip").sum(1),
            "dot": (near == ord("·")).any(1),
        }
    )


def _characters(reading: Reading, positions: NDArray[np.int64], facts: Facts) -> Columns:
    """What sort of character it is, and how rare."""
    points = reading.points[positions]
    han, ascii_like = is_han(points), points < 128
    return float32(
        {
            "rarity": facts.single[reading.ids[positions]],
            "Han": han,
            "mark": ~han & ~ascii_like,
            "ASCII": ascii_like,
        }
    )


def _edges(reading: Reading, positions: NDArray[np.int64], facts: Facts) -> Columns:
    """Where in its line and paragraph the character stands, and how large the document is."""
    ends = np.r_[True, facts.breaks]
    feed = np.r_[True, reading.points == ord("\n"), True]
    return float32(
        {
            "line end": ends[positions + 1],
            "line start": ends[positions],
            "paragraph edge": feed[positions] | feed[positions + 2],
            "slack": facts.slack[positions],
            "size": np.full(positions.size, np.log(reading.size)),
        }
    )


def _other(positions: NDArray[np.int64], other: Comparison | None) -> Columns:
    """Whether another reading has the same character; neither if there is none."""
    none = np.zeros(positions.size)
    agrees = other.agrees[positions] if other else none
    disagrees = ~other.agrees[positions] if other else none
    return float32({"other agrees": agrees, "other disagrees": disagrees})

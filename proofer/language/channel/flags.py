"""Evidence that a character is wrong, whatever should stand there: one row for each character worth a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from proofer.language.channel.edits import Edits, is_han
from proofer.language.channel.features import FOREIGN, SURNAME, around, run_counts, words
from proofer.language.channel.joint import MATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.channel.features import Facts
    from proofer.language.channel.other import Other
    from proofer.language.channel.reading import Reading

GATE = 2.0
"""-log10 P a character, mean of two: where neither pair that a character is in exceeds it, it is not looked at."""
NAMES = (
    *(
        "surprise",
        "before",
        "after",
        "pair",
        "other pair",
        "fixed",
        "lost here",
        "fixed near",
        "fixed further",
    ),
    *("net", "net of lost", "net near", "old pair", "old triple", "old five", "old weak pair"),
    *("word", "word frequency", "rarity", "crowd", "near crowd"),
    *(
        "Han",
        "mark",
        "ASCII",
        "digit",
        "surname",
        "foreign",
        "dot",
        "line end",
        "line start",
        "paragraph edge",
    ),
    *("wide surprise", "unexplained pair", "slack", "size"),
    *("other agrees", "other disagrees"),
)
_NONE = -2.0


def doubtful(reading: Reading, edits: Edits, other: Other | None = None) -> NDArray[np.int64]:
    """Characters that are worth a look, among them all that another reading has not."""
    pair = (reading.surprise + np.r_[reading.surprise[1:], 0]) / 2
    odd = (pair > GATE) | (np.r_[0, pair[:-1]] > GATE)
    odd[np.minimum(edits.start, reading.size - 1)] = True
    if other:
        odd |= ~other.agrees[:-1]
    return np.flatnonzero(odd & (reading.points != 10))


def flag_features(
    reading: Reading,
    edits: Edits,
    probability: NDArray[np.float64],
    places: NDArray[np.int64],
    facts: Facts,
) -> NDArray[np.float32]:
    """Numbers about each of ``places``, shape (n, len(NAMES)); ``probability`` is that of each edit."""
    size = reading.size
    fixed, lost = np.zeros(size + 5), np.zeros(size + 5)
    net_fixed, net_lost = np.full(size + 5, _NONE), np.full(size + 5, _NONE)
    there = edits.end > edits.start
    pairs = np.flatnonzero(edits.second > 0)
    net = edits.gain - edits.cost
    np.add.at(fixed, edits.start[there] + 2, probability[there])
    np.add.at(fixed, edits.start[pairs] + 3, probability[pairs])
    np.add.at(lost, edits.start[~there] + 2, probability[~there])
    np.maximum.at(net_fixed, edits.start[there] + 2, net[there])
    np.maximum.at(net_fixed, edits.start[pairs] + 3, net[pairs])
    np.maximum.at(net_lost, edits.start[~there] + 2, net[~there])
    surprise = np.r_[0, 0, np.minimum(reading.surprise, 8), 0, 0, 0]
    pair = (surprise[:-1] + surprise[1:]) / 2
    odd = np.r_[0, np.cumsum(reading.surprise > 2.5)]
    at = places + 2
    zero = np.zeros(places.size)
    whole = Edits(
        places,
        places + 1,
        np.zeros(places.size, np.uint16),
        *(
            zero.astype(np.uint32),
            zero.astype(np.int64),
            zero,
            zero.astype(np.float32),
            zero.astype(np.float32),
            zero,
        ),
        np.zeros(places.size, MATE),
        *(zero.astype(np.float32), zero.astype(np.uint16), zero.astype(np.uint32)),
    )
    place = around(reading, whole)
    old = run_counts(place, 0, facts.counts, 1)
    word = words(place.points[:, 0], place.present[:, 0], facts.lexicon)
    points = reading.points[places]
    near = place.points[:, 0]
    surname = SURNAME.take(near[:, 2:4], mode="clip")
    han = is_han(points)
    ascii_like = points < 128
    ends = np.r_[True, facts.breaks]
    feed = np.r_[True, reading.points == 10, True]
    columns = [
        surprise[at],
        surprise[at - 1],
        surprise[at + 1],
        pair[at],
        pair[at - 1],
        fixed[at],
        lost[at] + lost[at + 1],
        np.maximum(fixed[at - 1] + lost[at - 1], fixed[at + 1]),
        np.maximum(fixed[at - 2], fixed[at + 2]),
        net_fixed[at],
        np.maximum(net_lost[at], net_lost[at + 1]),
        np.maximum(net_fixed[at - 1], net_fixed[at + 1]),
        *(old[name] for name in ("pair", "triple", "five", "weak pair")),
        word[:, 0],
        word[:, 1],
        facts.single[reading.ids[places]],
        odd[np.minimum(places + 6, size)] - odd[np.maximum(places - 5, 0)],
        odd[np.minimum(places + 3, size)] - odd[np.maximum(places - 2, 0)],
        han,
        ~han & ~ascii_like,
        ascii_like,
        (near[:, 3:6] < 128).sum(1),
        surname[:, 1] + 0.5 * surname[:, 0],
        FOREIGN.take(near, mode="clip").sum(1),
        (near == ord("·")).any(1),
        ends[places + 1],
        ends[places],
        feed[places] | feed[places + 2],
        (surprise[at - 1] + surprise[at] + surprise[at + 1] + surprise[at + 2]) / 4,
        (word[:, 0] < 2) * pair[at],
        facts.slack[places],
        zero + np.log(size),
        facts.other.agrees[places] if facts.other else zero,
        ~facts.other.agrees[places] if facts.other else zero,
    ]
    return np.stack([np.asarray(column, np.float32) for column in columns], 1)

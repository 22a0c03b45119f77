"""Where an edit stands: in how long a clause, how wide a line, how large a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from proofer.language.arrays import distinct, is_among
from proofer.language.channel.columns import Columns, float32
from proofer.language.encoding import END

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.channel.edits import Edits
    from proofer.language.channel.reading import Reading

_TERMINAL = "。！？；"
_INNER = "，、：（）《》“”"
_USUAL = "，。、：；（）《》“”？！"
"""Marks of which a document is asked how many it uses."""
_ORDINARY = 1.5
"""Mean -log10 P a character of text that the model knows."""
_FULLEST = 3.0
"""Characters of slack beyond which a line is simply a short one."""
_FEWEST = 3
"""Lines that tell how wide a line is."""


def features(reading: Reading, edits: Edits, slack: NDArray[np.float32]) -> Columns:
    """Columns about clause, line and document; `slack` is that of each character's line."""
    encode = reading.model.vocabulary.encode
    terminal = is_among(reading.ids, np.sort(encode(_TERMINAL))) | (reading.ids == END)
    stops = terminal | is_among(reading.ids, np.sort(encode(_INNER)))
    clause, sentence = _distances(stops, edits), _distances(terminal, edits)
    there = edits.end > edits.start
    here = slack[np.minimum(edits.start, reading.size - 1)]
    change = (edits.new > 0).astype(np.float32) - there
    hundreds = reading.size / 100
    counts = np.bincount(reading.ids, minlength=reading.model.vocabulary.size)
    old = np.where(there, reading.ids[edits.start], 0)

    def usage(ids: NDArray[np.integer]) -> NDArray[np.float64]:
        logarithms: NDArray[np.float64] = np.log((counts[ids] + 0.5) / hundreds)
        return logarithms

    new_is_mark = is_among(edits.new, np.sort(encode(_TERMINAL + _INNER)))
    everywhere = np.ones(len(edits), np.float32)
    return float32(
        {
            "clause before": clause[0],
            "clause after": clause[1],
            "sentence before": sentence[0],
            "sentence after": sentence[1],
            "old mark used": np.where(there & stops[edits.start], usage(old), 0),
            "new mark used": np.where(new_is_mark, usage(edits.new), 0),
            "slack filled": here * change,
            "slack": here,
            "size": np.log(reading.size) * everywhere,
            "marks used": np.count_nonzero(counts[encode(_USUAL)]) * everywhere,
            "oddness": (reading.surprise.mean() - _ORDINARY) * min(hundreds, 1) * everywhere,
        }
    )


def _distances(
    stops: NDArray[np.bool_], edits: Edits
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Logarithms of the characters between each edit and the nearest stop before and after it."""
    at = np.flatnonzero(np.r_[True, stops, True]) - 1
    before = edits.start - 1 - at[np.searchsorted(at, edits.start) - 1]
    after = at[np.searchsorted(at, edits.end)] - edits.end
    return np.log1p(before), np.log1p(after)


def line_slack(reading: Reading, breaks: NDArray[np.int64]) -> NDArray[np.float32]:
    """By how many characters the line of each character is shorter than others; 0 if unknown.

    `breaks` are the characters that end a line of the source. The last line of a paragraph tells
    nothing; first lines, which are indented, are compared with each other.
    """
    result = np.zeros(reading.size, np.float32)
    feeds = np.flatnonzero(reading.points == 10)
    stops = distinct(np.concatenate((breaks, feeds - 1)))
    starts = np.r_[0, stops[:-1] + 1]
    starts += reading.points[starts] == 10
    running = np.r_[0, np.cumsum(np.where(reading.points < 128, 0.5, 1.0))]
    full = ~is_among(stops + 1, feeds) & (stops >= starts)
    first = is_among(starts, np.r_[0, feeds + 1])
    widths = running[stops + 1] - running[starts]
    for part in (np.flatnonzero(full & first), np.flatnonzero(full & ~first)):
        if part.size < _FEWEST:
            continue
        lack = _median(widths[part]) - widths[part]
        for line, slack in zip(
            part[np.abs(lack) <= _FULLEST], lack[np.abs(lack) <= _FULLEST], strict=True
        ):
            result[starts[line] : stops[line] + 1] = slack
    return result


def _median(widths: NDArray[np.float64]) -> float:
    """Return the median; both `np.median` and `np.quantile` import all of `numpy.ma`."""
    lower, upper = (widths.size - 1) // 2, widths.size // 2
    ordered = np.sort(widths)
    return float(ordered[lower] + ordered[upper]) / 2

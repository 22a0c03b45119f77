"""Whether a text file is verse: its lines end where the poet wants, not at the edge of a column.

A wrapped paragraph has but one line that stops before the edge, its last, and that ends a sentence;
the others are equally wide. Free verse has many that are neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from proofer.formats._layout.wrapped_lines import SourceLine, unbroken_runs

WIDEST = 72
"""Half-width cells of the widest line of a stanza."""
_QUANTILE, _FULL = 0.7, 0.85
"""Of the widths of a stanza's lines, to be that of a column, and the share of it that fills it."""
_CELLS = 2
"""Half-width cells by which two lines of one width differ at most."""
_SIGNS = ((40, 0.2, 0.5), (8, 0.3, 0.35))
"""Lines of a text, with the share of them that stop early from which on it is verse, and the share
of neighbours of one width up to which it is.

Of 358 readings and truths of OCR pages two are taken for verse; of 251 poems, each by itself, a
third is, and of twelve files with several poems nine.
"""


def is_verse(lines: Sequence[SourceLine]) -> bool:
    """Return whether most of the lines stand in stanzas whose lines are broken at will."""
    stanzas = [run for run in unbroken_runs(lines) if len(run) > 1 and _is_narrow(run)]
    size = sum(map(len, stanzas))
    if size <= len(lines) / 2:
        return False
    breaks = size - len(stanzas)
    early = sum(map(_early, stanzas)) / breaks
    neighbours = sum(len(run) - 2 for run in stanzas)
    even = sum(map(_even, stanzas)) / max(1, neighbours)
    return any(
        size >= least and early >= least_early and even <= most_even
        for least, least_early, most_even in _SIGNS
    )


def _is_narrow(run: Sequence[SourceLine]) -> bool:
    return all(line.width <= WIDEST for line in run)


def _early(run: Sequence[SourceLine]) -> int:
    """Return how many lines stop before the edge and end no sentence; the last may do so anyway."""
    widths = sorted(line.width for line in run)
    edge = _FULL * widths[int(_QUANTILE * (len(widths) - 1))]
    return sum(line.width < edge and not line.ends_sentence for line in run[:-1])


def _even(run: Sequence[SourceLine]) -> int:
    """Return how many neighbours, the last line apart, are of one width."""
    return sum(abs(one.width - other.width) <= _CELLS for one, other in pairwise(run[:-1]))

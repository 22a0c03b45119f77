"""Whether an image shows the lines of a page where its file says that they stand.

It may be the image of another page, or the page in another cut or size than the engine had, so that
boxes show other lines, or lines without their ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from enum import Enum

from proofer.ocr.alignment import similarity
from proofer.rereading.line_reading import LineReading

_LEAST_ALIKE = 0.1
"""Share of neighbouring pairs of characters below which lines are not those of the file.

Lines of which every second character is wrong still share more; other lines share none.
"""
_TELLING = 20
"""Characters of a page that tell whether the image is its own."""
_RUN = 3
"""Characters of a run that tells lines apart."""
_OTHER = 1 / 3
"""Share of a line's runs that stand in one other line, from which that line is what is seen."""
_ELSEWHERE = 0.2
"""Share of the lines that show other ones from which nothing of the page is where it should be."""
_SHORT, _FEWEST = 0.4, 4
"""Share of the lines that lack characters at the same end from which the page is cut otherwise, and
how many lines these must be.

Engines see characters at the end of up to 29 lines in 100 that are none.
"""


class Placement(Enum):
    """What an image shows in the place of a page's lines."""

    OWN = "the lines"
    OTHER = "other lines"
    CUT = "lines without their ends"


def placement(lines: Sequence[LineReading], elsewhere: Collection[LineReading]) -> Placement:
    """Return what the image of a page shows.

    Args:
        lines: all of the page that were read.
        elsewhere: those of them that are `displaced`.
    """
    printed = sum(len(line.text) for line in lines)
    if printed < _TELLING:
        return Placement.OWN
    alike = sum(len(line.text) * similarity(line.text, line.seen[0]) for line in lines)
    if alike < _LEAST_ALIKE * printed or len(elsewhere) > _ELSEWHERE * len(lines):
        return Placement.OTHER
    short = [(_lacks(line, first=True), _lacks(line, first=False)) for line in lines]
    count = max(map(sum, zip(*short, strict=True)))
    return Placement.CUT if count >= max(_FEWEST, _SHORT * len(lines)) else Placement.OWN


def displaced(lines: Sequence[LineReading]) -> set[LineReading]:
    """Return the lines of a page in whose place the image shows another line of the page."""
    owners: dict[str, LineReading | None] = {}
    for line in lines:
        for run in _runs(line.text):
            owners[run] = line if owners.get(run, line) is line else None
    found: set[LineReading] = set()
    for line in lines:
        if similarity(line.text, line.seen[0]) >= _LEAST_ALIKE:
            continue
        seen = _runs(line.seen[0])
        others = Counter(owner for run in seen if (owner := owners.get(run)) is not None)
        if max(others.values(), default=0) > _OTHER * len(seen):
            found.add(line)
    return found


def _lacks(line: LineReading, *, first: bool) -> bool:
    """Return whether the image alone does not show the first or the last characters of a line."""
    if not line.differing or line.is_illegible:
        return False
    old, new = line.differing[0 if first else -1]
    at_end = old.start == 0 if first else old.end == len(line.text)
    return at_end and not len(new) and any(map(str.isalnum, old.of(line.text)))


def _runs(text: str) -> list[str]:
    return [text[at : at + _RUN] for at in range(len(text) - _RUN + 1)]

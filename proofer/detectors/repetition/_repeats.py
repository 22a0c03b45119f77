"""Runs of text that repeat one unit, found by comparing the text with itself shifted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from proofer.document.document import BREAK, Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HAN = lazy_regex(r"\p{Han}")


@dataclass(frozen=True, slots=True)
class Repeat:
    """Copies of a unit in a row: two at least, perhaps followed by the start of another."""

    span: Span
    length: int
    unit: str

    @property
    def copies(self) -> int:
        """Number of whole copies."""
        return len(self.span) // self.length

    @property
    def junction(self) -> int:
        """Where the second copy begins."""
        return self.span.start + self.length

    @property
    def junctions(self) -> range:
        """Where the second copy may be taken to begin, as the run may begin with any character."""
        room = len(self.span) - self.copies * self.length
        return range(self.junction, self.junction + room + 1)

    @property
    def whole(self) -> Span:
        """The whole copies."""
        return Span(self.span.start, self.span.start + self.copies * self.length)

    def superfluous(self, document: Document, kept: int = 1) -> Span:
        """Return the copies to delete so that `kept` of them stay.

        Wherever the deletion starts within the run, the same text remains; a place that no cut of
        the page splits is taken where there is one, so that a single line changes.
        """
        size = (self.copies - kept) * self.length
        starts = [self.junction, *range(self.span.start, self.span.end - size + 1)]
        for start in starts:
            if document.join_within(Span(start, start + size)) is None:
                return Span(start, start + size)
        return Span(self.junction, self.junction + size)


def repeats(text: str, longest: int, copies: int = 2) -> Iterator[Repeat]:
    """Yield the runs of `copies` or more of a unit of up to `longest` code points.

    Short units come first.

    Units without a Han character, across a BREAK or made of a shorter unit are left out. About 20
    million code points a second for a dozen lengths.
    """
    points = _code_points(text)
    for length in range(1, min(longest, len(points) // 2) + 1):
        same = (points[:-length] == points[length:]).nonzero()[0]
        for start, end in _runs(same, (copies - 1) * length):
            yield from _repeat(text, start, end + length, length)


def long_repeats(text: str, shortest: int, longest: int) -> Iterator[Repeat]:
    """Yield the runs of two or more copies of a long unit.

    A run of `length` equal characters holds a multiple of `length`, so only one place in `length`
    is compared.
    """
    points = _code_points(text)
    for length in range(shortest, min(longest, len(points) // 2) + 1):
        done = 0
        for index in (points[:-length:length] == points[length::length]).nonzero()[0].tolist():
            place = index * length
            if place < done:
                continue
            start = end = place
            while start and text[start - 1] == text[start - 1 + length]:
                start -= 1
            while end + length < len(text) and text[end] == text[end + length]:
                end += 1
            done = end
            if end - start >= length:
                yield from _repeat(text, start, end + length, length)


def _code_points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _runs(places: NDArray[np.int64], shortest: int) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of at least `shortest` consecutive numbers in sorted `places`."""
    if not places.size:
        return
    breaks = (np.diff(places) != 1).nonzero()[0]
    starts = places[np.concatenate(([0], breaks + 1))]
    ends = places[np.concatenate((breaks, [places.size - 1]))] + 1
    long = ends - starts >= shortest
    yield from zip(starts[long].tolist(), ends[long].tolist(), strict=True)


def _repeat(text: str, start: int, end: int, length: int) -> Iterator[Repeat]:
    unit = text[start : start + length]
    if BREAK in unit or not _HAN.search(unit) or _period(unit) < length:
        return
    yield Repeat(Span(start, end), length, unit)


def _period(unit: str) -> int:
    """Return the length of the shortest string of which `unit` is a whole number of copies."""
    return (unit + unit).find(unit, 1)

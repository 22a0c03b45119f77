"""Half-open ranges of code points and their arithmetic."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

_START, _END = attrgetter("start"), attrgetter("end")


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """A half-open range [start, end) of code points."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        """Make the range; a page of OCR has ten thousand, so it is made by hand.

        Raises:
            ValueError: it ends before it begins, or begins below 0.
        """
        _set_start(self, start)
        _set_end(self, end)
        if not 0 <= start <= end:
            self.__post_init__()

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, offset: object) -> bool:
        return isinstance(offset, int) and self.start <= offset < self.end

    def of(self, text: str) -> str:
        """Return the part of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Return whether both ranges share a code point (an empty span shares none)."""
        return max(self.start, other.start) < min(self.end, other.end)

    def covers(self, other: Span) -> bool:
        """Return whether `other` lies within this range."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, offset: int) -> Span:
        """Return the span moved by `offset` code points."""
        return Span(self.start + offset, self.end + offset)


_set_start, _set_end = Span.__dict__["start"].__set__, Span.__dict__["end"].__set__


def disjoint(spans: Iterable[Span]) -> list[Span]:
    """Return the spans sorted, those that overlap made one; neighbours stay apart."""
    result: list[Span] = []
    for span in sorted(spans):
        if not result or span.start >= result[-1].end:
            result.append(span)
        elif span.end > result[-1].end:
            result[-1] = Span(result[-1].start, span.end)
    return result


class Apart:
    """Spans of which no two overlap, added one by one in any order."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def add(self, span: Span) -> bool:
        """Add `span` and return True; return False if it overlaps one that is there."""
        if self.overlaps(span):
            return False
        if len(span):
            insort(self._spans, span)
        return True

    def overlaps(self, span: Span) -> bool:
        """Return whether `span` overlaps one that was added."""
        return overlaps_any(span, self._spans)


def span_at(spans: Sequence[Span], offset: int) -> Span | None:
    """Return that of the sorted, disjoint `spans` which holds `offset`, if one does."""
    index = bisect_right(spans, offset, key=_START) - 1
    return spans[index] if index >= 0 and offset in spans[index] else None


def spans_at(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Return those of the sorted, disjoint `spans` that lie in [start, end] or touch it."""
    first = bisect_left(spans, start, key=_END)
    return spans[first : bisect_right(spans, end, lo=first, key=_START)]


def overlaps_any(span: Span, spans: Sequence[Span]) -> bool:
    """Return whether `span` overlaps one of the sorted, disjoint `spans`."""
    index = bisect_left(spans, span.end, key=_START) - 1
    return index >= 0 and spans[index].overlaps(span)

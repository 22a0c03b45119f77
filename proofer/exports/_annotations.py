"""The old text and the new one in a single run: what stays, what is changed, and what is only remarked on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from proofer.document.document import Document, UnprojectableError
from proofer.document.edits import AnyEdit
from proofer.document.spans import Span
from proofer.errors import OutputError
from proofer.messages import Message
from proofer.review.reviewed import Place, Reviewed

_REMARKED = frozenset({"printed", "deferred"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that reads `new` from now on, or is only remarked on (None)."""

    span: Span
    new: str | None
    place: Place
    first: bool = True
    """Whether it is the first of its place: a pair of marks is two changes and one decision."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of the text with the mark on it, if there is one."""

    old: str
    mark: Mark | None = None

    @property
    def new(self) -> str:
        """What it reads from now on."""
        return self.old if self.mark is None or self.mark.new is None else self.mark.new


def is_changed(place: Place) -> bool:
    """Return whether the text is changed at `place`."""
    return place.changing


def is_corrected(place: Place) -> bool:
    """Return whether somebody said what `place` shall read, be it only in the errata list."""
    return place.changing or (place.printed and bool(place.edits))


def is_remarked(place: Place) -> bool:
    """Return whether an editor said something of `place` without changing it."""
    return place.state in _REMARKED


def marks(
    places: Sequence[Place],
    changed: Callable[[Place], bool] = is_changed,
    remarked: Callable[[Place], bool] = is_remarked,
) -> list[Mark]:
    """Return the marks on the text, by place; they do not overlap."""
    return _marked(places, changed, remarked, lambda edit: [edit], lambda span: span)


def source_marks(reviewed: Reviewed) -> list[Mark]:
    """Return the marks on the source.

    Raises:
        OutputError: if a change has no safe place in the source.
    """
    document = reviewed.document

    def remark(span: Span) -> Span:
        at = document.source_span(span)
        return at if at.of(document.source) == span.of(document.text) else Span(at.end, at.end)

    return _marked(
        reviewed.places, is_changed, is_remarked, lambda edit: _projected(document, edit), remark
    )


def _projected(document: Document, edit: AnyEdit) -> Iterable[AnyEdit]:
    from proofer.document.edits import Edit

    try:
        return document.project(Edit(edit.span, edit.replacement))
    except UnprojectableError as error:
        line = document.position(edit.span.start).line
        raise OutputError(
            Message(
                f"第 {line} 行的改动无法写回文件：{error}",
                f"line {line}: the change cannot be written back: {error}",
            )
        ) from error


def _marked(
    places: Sequence[Place],
    changed: Callable[[Place], bool],
    remarked: Callable[[Place], bool],
    edits_of: Callable[[AnyEdit], Iterable[AnyEdit]],
    span_of: Callable[[Span], Span],
) -> list[Mark]:
    found: list[Mark] = []
    starts: list[tuple[int, int]] = []

    def put(mark: Mark) -> None:
        key = (mark.span.start, mark.span.end)
        found.insert(bisect_right(starts, key), mark)
        insort(starts, key)

    made: set[AnyEdit] = set()
    # what changes the text comes first: a correction of the original that overlaps it is not worth
    # a broken text
    for place in sorted(filter(changed, places), key=lambda place: not place.changing):
        edits = [each for edit in place.edits for each in edits_of(edit) if each not in made]
        if place.changing or not any(_overlapped(edit.span, found, starts) for edit in edits):
            for number, edit in enumerate(edits):
                put(Mark(edit.span, edit.replacement, place, number == 0))
            made.update(edits)
    for place in places:
        if remarked(place) and not changed(place):
            span = span_of(place.span)
            while (other := _overlapped(span, found, starts)) is not None:
                end = max(span.end, other.span.end)
                span = Span(end, end)
            put(Mark(span, None, place))
    return found


def _overlapped(
    span: Span, found: Sequence[Mark], starts: Sequence[tuple[int, int]]
) -> Mark | None:
    """Return a mark that shares a character with `span`, or holds it inside."""
    at = bisect_left(starts, (span.start, span.end))
    for mark in found[max(0, at - 1) : bisect_left(starts, (max(span.end, span.start + 1), 0))]:
        other = mark.span
        if other.overlaps(span) or (not len(span) and other.start < span.start < other.end):
            return mark
        if not len(other) and span.start < other.start < span.end:
            return mark
    return None


def woven(text: str, within: Span, found: Sequence[Mark]) -> Iterator[Stretch]:
    """Yield the stretches of `within`; a mark that inserts at its very end belongs to it."""
    at = within.start
    first = bisect_left(found, within.start, key=lambda mark: mark.span.start)
    for mark in found[first:]:
        if mark.span.start > within.end:
            break
        if at < mark.span.start:
            yield Stretch(text[at : mark.span.start])
        yield Stretch(mark.span.of(text), mark)
        at = mark.span.end
    if at < within.end:
        yield Stretch(text[at : within.end])

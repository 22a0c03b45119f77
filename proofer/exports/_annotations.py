"""The old text and the new one in one: what stays, what changes, and what is only remarked on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from proofer.document.edits import Edit, SourceEdit
from proofer.document.spans import Span
from proofer.review.export import projected
from proofer.review.reviewed import ReviewedDocument, ReviewedPlace

_REMARKED = frozenset({"printed", "deferred"})
"""States of places that an editor remarked on without a change."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A span that is to read `new`, or that is only remarked on (None)."""

    span: Span
    new: str | None
    place: ReviewedPlace
    first: bool = True
    """Whether it is the first of its place: a pair of quotes is two changes, but one decision."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the old text, with its annotation if it has one."""

    old: str
    annotation: Annotation | None = None

    @property
    def new(self) -> str:
        """What it is to read."""
        if self.annotation is None or self.annotation.new is None:
            return self.old
        return self.annotation.new


def is_changed(place: ReviewedPlace) -> bool:
    """Return whether the text is changed at `place`."""
    return place.changing


def is_corrected(place: ReviewedPlace) -> bool:
    """Return whether somebody said what `place` should read, if only in the errata list."""
    return place.changing or (place.printed and bool(place.edits))


def is_remarked(place: ReviewedPlace) -> bool:
    """Return whether an editor remarked on `place` without changing it."""
    return place.state in _REMARKED


def text_annotations(
    places: Sequence[ReviewedPlace],
    changed: Callable[[ReviewedPlace], bool] = is_changed,
    remarked: Callable[[ReviewedPlace], bool] = is_remarked,
) -> list[Annotation]:
    """Return annotations of the text, by place; they do not overlap."""
    found = _Annotations()
    # What changes the text comes first: showing a correction of the printed original that overlaps
    # it is not worth a broken text.
    for place in sorted(filter(changed, places), key=lambda place: not place.changing):
        found.change(place, place.edits)
    for place in places:
        if remarked(place) and not changed(place):
            found.remark(place, place.span)
    return found.sorted


def source_annotations(reviewed: ReviewedDocument) -> list[Annotation]:
    """Return annotations of the source, by place; they do not overlap.

    Raises:
        OutputError: if a change has no safe place in the source.
    """
    document = reviewed.document
    found = _Annotations()
    for place in filter(is_changed, reviewed.places):
        found.change(place, [each for edit in place.edits for each in projected(document, edit)])
    for place in reviewed.places:
        if is_remarked(place) and not is_changed(place):
            span = document.source_span(place.span)
            verbatim = span.of(document.source) == place.span.of(document.text)
            found.remark(place, span if verbatim else Span(span.end, span.end))
    return found.sorted


@dataclass(slots=True)
class _Annotations:
    """Annotations by place; new ones do not overlap those that are there."""

    sorted: list[Annotation] = field(default_factory=list)
    _spans: list[tuple[int, int]] = field(default_factory=list)
    _made: set[Edit | SourceEdit] = field(default_factory=set)

    def change(self, place: ReviewedPlace, edits: Iterable[Edit | SourceEdit]) -> None:
        """Add the edits of a place that are not there yet.

        Those that only correct the printed original are left out if one of them overlaps.
        """
        missing = [edit for edit in edits if edit not in self._made]
        if not place.changing and any(self._overlapped(edit.span) for edit in missing):
            return
        for number, edit in enumerate(missing):
            self._put(Annotation(edit.span, edit.replacement, place, number == 0))
        self._made.update(missing)

    def remark(self, place: ReviewedPlace, span: Span) -> None:
        """Add a remark on `span`, or right after the annotations that overlap it."""
        while (other := self._overlapped(span)) is not None:
            end = max(span.end, other.span.end)
            span = Span(end, end)
        self._put(Annotation(span, None, place))

    def _put(self, annotation: Annotation) -> None:
        key = (annotation.span.start, annotation.span.end)
        self.sorted.insert(bisect_right(self._spans, key), annotation)
        insort(self._spans, key)

    def _overlapped(self, span: Span) -> Annotation | None:
        """Return an annotation that shares a character with `span`, or holds it inside."""
        first = bisect_left(self._spans, (span.start, span.end))
        end = bisect_left(self._spans, (max(span.end, span.start + 1), 0))
        for annotation in self.sorted[max(0, first - 1) : end]:
            other = annotation.span
            if other.overlaps(span) or (not len(span) and other.start < span.start < other.end):
                return annotation
            if not len(other) and span.start < other.start < span.end:
                return annotation
        return None


def annotated(
    text: str,
    within: Span,
    found: Sequence[Annotation],
    show: Callable[[Span], str] | None = None,
) -> Iterator[Stretch]:
    """Yield the stretches of `within`; an annotation that inserts at its very end belongs to it.

    `show` says what stands in the file at a span of `text`, if that is not what `text` has there.
    """
    of = show or (lambda span: span.of(text))
    at = within.start
    first = bisect_left(found, within.start, key=lambda annotation: annotation.span.start)
    for annotation in found[first:]:
        if annotation.span.start > within.end:
            break
        if at < annotation.span.start:
            yield Stretch(of(Span(at, annotation.span.start)))
        yield Stretch(of(annotation.span), annotation)
        at = annotation.span.end
    if at < within.end:
        yield Stretch(of(Span(at, within.end)))

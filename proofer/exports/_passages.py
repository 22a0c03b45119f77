"""The corrected text as passages: paragraphs of the reading flow, or the lines of the page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from proofer.document.document import BREAK, SPACE, Document
from proofer.document.edits import Edit, apply
from proofer.document.kinds import BlockKind
from proofer.document.line_index import LineIndex
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.review.reviewed import ReviewedDocument

OUTSIDE_ARTICLES = frozenset({BlockKind.CAPTION, BlockKind.RUNNING_HEAD})
"""Kinds of text that are on the page but not in an article."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a part of a torn one, with its corrected lines."""

    kind: BlockKind
    level: int
    lines: tuple[str, ...]
    blank_before: bool = True
    """Whether a blank line separates it from the passage before, on the page too."""


def passages(reviewed: ReviewedDocument, *, reflow: bool) -> list[Passage]:
    """Return the passages: paragraphs in one line each (`reflow`), or as they are on the page.

    The order of the page is that of the source if it can be read as it is, else that of the reading
    flow.
    """
    document = reviewed.document
    moved = _Moved(document, reviewed.edits)
    joins = [] if reflow else sorted(document.joins, key=lambda join: join.offset)
    offsets = [join.offset for join in joins]
    found: list[tuple[Span, Passage]] = []
    for paragraph in document.paragraphs:
        span = paragraph.span
        inside = joins[bisect_right(offsets, span.start) : bisect_left(offsets, span.end)]
        torn = [span.start, *(join.offset for join in inside if not join.wrapped), span.end]
        for start, end in pairwise(torn):
            cuts = [start, *(join.offset for join in inside if start < join.offset < end), end]
            lines = tuple(moved.text(a, b).strip(SPACE) for a, b in pairwise(cuts))
            if any(lines):
                passage = Passage(paragraph.kind, paragraph.level, lines)
                found.append((document.source_span(Span(start, end)), passage))
    if reflow or not document.origin.readable:
        return [passage for _, passage in found]
    return _laid_out(document.source, sorted(found, key=lambda each: each[0]))


def _laid_out(source: str, found: Sequence[tuple[Span, Passage]]) -> list[Passage]:
    """Return the passages, with a blank line before those that the source has one before."""
    laid: list[Passage] = []
    at = 0
    for span, passage in found:
        # there may be markup in the line between
        blank = len(LineIndex(source[at : max(at, span.start)]).lines) > 2
        laid.append(replace(passage, blank_before=blank))
        at = max(at, span.end)
    return laid


class _Moved:
    """The corrected text by offsets of the old one.

    An edit across a cut leaves each side its number of characters.
    """

    def __init__(self, document: Document, edits: tuple[Edit, ...]) -> None:
        self._old = text = document.text
        gone = [edit.span for edit in edits if OPAQUE in edit.span.of(text)]
        self._kept = [
            at
            for at, char in enumerate(text)
            if char == OPAQUE and not any(at in span for span in gone)
        ]
        self._no_text = [document.shown(Span(at, at + 1)) for at in self._kept]
        self._new = apply(text, edits)
        self._edits = edits
        self._starts = [edit.span.start for edit in edits]
        self._growth = [0, *accumulate(len(edit.replacement) - len(edit.span) for edit in edits)]

    def text(self, start: int, end: int) -> str:
        """Return what the old text from `start` to `end` reads now."""
        part = self._new[self._offset(start) : self._offset(end)]
        if OPAQUE not in part:
            return part
        first = bisect_left(self._kept, start)
        pieces = part.split(OPAQUE)
        shown = self._no_text[first : first + len(pieces) - 1]
        return pieces[0] + "".join(map("".join, zip(shown, pieces[1:], strict=True)))

    def _offset(self, offset: int) -> int:
        number = bisect_left(self._starts, offset)
        if number and self._edits[number - 1].span.end > offset:
            edit = self._edits[number - 1]
            kept = min(offset - edit.span.start, len(edit.replacement))
            return edit.span.start + self._growth[number - 1] + kept
        # an insertion follows the character before it, if that is of the same paragraph
        if offset and self._old[offset - 1] != BREAK and number < len(self._edits):
            edit = self._edits[number]
            if edit.span.start == edit.span.end == offset:
                number += 1
        return offset + self._growth[number]

"""Edits: the only code that changes text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from proofer.document.spans import Span


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace `span` of a Document's text (as read) by `replacement`."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True, order=True)
class SourceEdit:
    """Replace `span` of a Document's decoded source by `replacement`.

    A type of its own, so that a type checker refuses to mix the two coordinate systems.
    """

    span: Span
    replacement: str
    reading: str = field(default="", compare=False)
    """What it adds to the text as read: the replacement before escaping; nothing in echoes."""


AnyEdit = Edit | SourceEdit
AnEdit = TypeVar("AnEdit", Edit, SourceEdit)


class OverlapError(ValueError):
    """Two edits want the same place."""

    def __init__(self, first: AnyEdit, second: AnyEdit) -> None:
        super().__init__(f"{first} overlaps {second}")
        self.first = first
        self.second = second


def conflict(first: AnyEdit, second: AnyEdit) -> bool:
    """Return whether both edits cannot be applied together.

    Adjacent edits can; two insertions at one point cannot, for their order would be a guess; an
    insertion strictly inside a replaced range cannot.
    """
    a, b = first.span, second.span
    if not len(a) and not len(b):
        return a.start == b.start
    if not len(a):
        return b.start < a.start < b.end
    if not len(b):
        return a.start < b.start < a.end
    return a.overlaps(b)


def conflicting(edit: AnEdit, edits: Sequence[AnEdit]) -> AnEdit | None:
    """Return one of `edits` that `edit` cannot be applied with; an equal one is none.

    `edits` are sorted and do not conflict with each other, so that only the neighbours of `edit`
    can be in its way: this takes O(log n).
    """
    at = bisect_left(edits, edit)
    near = edits[max(0, at - 1) : at + 2]
    return next((other for other in near if other != edit and conflict(edit, other)), None)


def ordered(edits: Iterable[AnyEdit]) -> list[AnyEdit]:
    """Return the edits by place, equal ones once.

    Raises:
        OverlapError: if two of them conflict.
    """
    unique = sorted(set(edits), key=lambda edit: (edit.span.start, edit.span.end, edit.replacement))
    reach: AnyEdit | None = None
    for edit in unique:
        if reach is not None and conflict(reach, edit):
            raise OverlapError(reach, edit)
        if reach is None or edit.span.end >= reach.span.end:
            reach = edit
    return unique


def apply(text: str, edits: Iterable[Edit] | Iterable[SourceEdit]) -> str:
    """Return `text` with all edits applied in one pass.

    Raises:
        OverlapError: if two edits conflict.
        ValueError: if an edit reaches past the text.
    """
    pieces: list[str] = []
    done = 0
    for edit in ordered(edits):
        if edit.span.end > len(text):
            raise ValueError(f"{edit} reaches past a text of {len(text)} code points")
        pieces += (text[done : edit.span.start], edit.replacement)
        done = edit.span.end
    pieces.append(text[done:])
    return "".join(pieces)


def moved(offset: int, edits: Sequence[Edit] | Sequence[SourceEdit]) -> int:
    """Return where `offset` is after `edits`: at the start of the one that replaces it."""
    shift = 0
    for edit in ordered(edits):
        if edit.span.start >= offset:
            break
        if edit.span.end > offset:
            return edit.span.start + shift
        shift += len(edit.replacement) - len(edit.span)
    return offset + shift

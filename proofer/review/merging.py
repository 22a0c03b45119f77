"""Merges the decisions of another editor, or on an earlier OCR, into those on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.review.decisions import Decision, Verdict, edits_at, latest

Preference = Literal["latest", "ours", "theirs"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two editors decided one place differently."""

    ours: Decision
    theirs: Decision


@dataclass(slots=True)
class Merge:
    """The result of a merge: records to add, conflicts, and decisions without a place."""

    added: list[Decision] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    lost: list[Decision] = field(default_factory=list)


def merge(
    document: Document,
    ours: Iterable[Decision],
    theirs: Iterable[Decision],
    prefer: Preference,
) -> Merge:
    """Return what the records `theirs` add to `ours`, at whose end they are to be written.

    Two decisions are on the same place if they share a fingerprint, or a code and the span where
    their anchors stand in the text. Of two that differ, that of the preferred side holds, or the
    later one: the one whose log has the step of the other. If neither has, the editors did not know
    of each other, and only the times are left to compare.

    Args:
        document: The page as it is today.
        ours: All records on the page, in the order of their log.
        theirs: All records of the other side, likewise.
        prefer: Which of two decisions that differ holds.
    """
    ours, theirs = list(ours), list(theirs)
    known_to_us, known_to_them = ({each.step for each in log} for log in (ours, theirs))
    standing = [each for each in latest(ours) if each.verdict is not Verdict.WITHDRAWN]
    by_fingerprint = {each.fingerprint: each for each in standing}
    by_place = {(each.code, place_of(each, document)): each for each in standing}
    result = Merge()
    for other in latest(theirs):
        if other.verdict is Verdict.WITHDRAWN:
            continue
        span = place_of(other, document)
        own = by_fingerprint.get(other.fingerprint) or (
            by_place.get((other.code, span)) if span else None
        )
        if own is None and span is None:
            result.lost.append(other)
        elif own is None:
            result.added.append(other)
        elif not _agree(own, other):
            result.conflicts.append(Conflict(own, other))
            is_later = own.step in known_to_them or (
                other.step not in known_to_us and other.time > own.time
            )
            if prefer == "theirs" or (prefer == "latest" and is_later):
                result.added.append(other)
    return result


def place_of(decision: Decision, document: Document) -> Span | None:
    """Return the span of a decision in the text; None if it is uncertain or has other text."""
    span = decision.anchor.find(document.text)
    if span is None or edits_at(decision, span.start, document.text) is None:
        return None
    return span


def _agree(one: Decision, other: Decision) -> bool:
    return (one.verdict, one.replacement, one.scope) == (
        other.verdict,
        other.replacement,
        other.scope,
    )

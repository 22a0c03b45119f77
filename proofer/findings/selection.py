"""Which suggestions can be made together: the more confident one of two in conflict, none that cannot be written."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from proofer.document.document import Document, UnprojectableError
from proofer.document.edits import SourceEdit, conflict
from proofer.findings.finding import Finding, Suggestion


@dataclass(frozen=True, slots=True)
class Planned:
    """The edits to make, by place, and the findings that they correct."""

    edits: tuple[SourceEdit, ...]
    findings: tuple[Finding, ...]


def planned(
    findings: Iterable[Finding], document: Document, wanted: Callable[[Finding], bool]
) -> Planned:
    """Return the edits that make the first suggestion of each `wanted` finding.

    A suggestion is made whole or not at all, but one whose edits are `apart` wherever nothing else
    is made.
    """
    edits: list[SourceEdit] = []
    made: list[Finding] = []
    for finding in sorted(findings, key=_most_confident_first):
        if not finding.suggestions or not wanted(finding):
            continue
        own = source_edits(finding.suggestions[0], document)
        if finding.suggestions[0].apart:
            own = [edit for edit in own if _fits(edit, edits)]
        if own and all(_fits(edit, edits) and _is_writable(edit, document) for edit in own):
            made.append(finding)
            for edit in own:
                if edit not in _neighbours(edit, edits):
                    insort(edits, edit)
    return Planned(tuple(edits), tuple(made))


def source_edits(suggestion: Suggestion, document: Document) -> list[SourceEdit]:
    """Return the edits of the source; none if one of them cannot be projected, for half a correction is none."""
    try:
        return sorted(each for edit in suggestion.edits for each in document.project(edit))
    except UnprojectableError:
        return []


def _most_confident_first(finding: Finding) -> tuple[bool, float, int, str]:
    if not finding.suggestions:
        return (False, 0.0, finding.span.start, finding.code)
    first = finding.suggestions[0]
    return (first.apart, -first.confidence, finding.span.start, finding.code)


def _neighbours(edit: SourceEdit, planned: Sequence[SourceEdit]) -> Sequence[SourceEdit]:
    """Return the planned edits that can be in the way of `edit`: they do not overlap each other."""
    at = bisect_left(planned, edit)
    return planned[max(0, at - 1) : at + 2]


def _fits(edit: SourceEdit, planned: Sequence[SourceEdit]) -> bool:
    return all(other == edit or not conflict(edit, other) for other in _neighbours(edit, planned))


def _is_writable(edit: SourceEdit, document: Document) -> bool:
    try:
        edit.replacement.encode(document.origin.encoding)
    except UnicodeEncodeError:
        return False
    return True

"""The edits that can be made together: those of the most confident suggestions.

`lint --fix`, the export and `eval` all ask `select`.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from proofer.document.document import Document
from proofer.document.edits import AnEdit, SourceEdit, conflicting
from proofer.document.projection import UnprojectableError, project
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Suggestion

Owner = TypeVar("Owner")


@dataclass(frozen=True, slots=True)
class EditGroup(Generic[Owner, AnEdit]):
    """Edits that are made together or not at all, right with probability `confidence`.

    If they are `independent` (`Suggestion.independent`), each of them gives way to the edits of
    other groups by itself.
    """

    owner: Owner
    edits: tuple[AnEdit, ...]
    confidence: float
    independent: bool = False


@dataclass(frozen=True, slots=True)
class Selected(Generic[Owner, AnEdit]):
    """The edits to make, by place, and the groups that are made and that are not."""

    edits: tuple[AnEdit, ...]
    accepted: tuple[tuple[Owner, tuple[AnEdit, ...]], ...]
    """The owners with what is made for them: nothing where all independent edits gave way."""
    rejected: tuple[tuple[Owner, AnEdit], ...]
    """The owners with an edit that is in the way of one of theirs."""


def select(
    groups: Iterable[EditGroup[Owner, AnEdit]], made: Iterable[AnEdit] = ()
) -> Selected[Owner, AnEdit]:
    """Return which groups of edits can be made together, and with the edits `made` already.

    Of two groups in conflict the more confident one is made, of equals the first. Independent edits
    give way to all others one by one; of two independent groups in conflict only one is made.
    """
    firm, giving_way = sorted(set(made)), list[AnEdit]()
    accepted: list[EditGroup[Owner, AnEdit]] = []
    rejected: list[tuple[Owner, AnEdit]] = []
    for group in sorted(groups, key=lambda each: (each.independent, -each.confidence)):
        placed = giving_way if group.independent else firm
        obstacle = _first_conflict(group.edits, placed)
        if obstacle is not None:
            rejected.append((group.owner, obstacle))
            continue
        accepted.append(group)
        for edit in group.edits:
            insort(placed, edit)
    free = {edit for edit in giving_way if conflicting(edit, firm) is None}
    return Selected(
        tuple(sorted(free.union(firm))),
        tuple(
            (
                group.owner,
                tuple(edit for edit in group.edits if not group.independent or edit in free),
            )
            for group in accepted
        ),
        tuple(rejected),
    )


def _first_conflict(edits: Iterable[AnEdit], placed: list[AnEdit]) -> AnEdit | None:
    found = (conflicting(edit, placed) for edit in edits)
    return next((other for other in found if other is not None), None)


def without_rivals(findings: Iterable[Finding], made: Iterable[Finding] = ()) -> list[Finding]:
    """Return the findings, by precedence, but for those that guess otherwise about one place.

    Of a doubled character one finding deletes the second, another replaces the first: the edits
    only touch, and together make what neither wanted. An editor who looks may want both; who
    accepts many at once wants the likelier one. Those that are `made` already come first.
    """
    borders: dict[int, list[Span]] = {}

    def take(finding: Finding) -> bool:
        first = finding.suggestions[:1]
        edits = [edit for each in first if not each.independent for edit in each.edits]
        ends = {at for edit in edits for at in (edit.span.start, edit.span.end)}
        if any(span.overlaps(finding.span) for at in ends for span in borders.get(at, ())):
            return False
        for at in ends:
            borders.setdefault(at, []).append(finding.span)
        return True

    for finding in made:
        take(finding)
    return [finding for finding in sorted(findings, key=precedence) if take(finding)]


def precedence(finding: Finding) -> tuple[float, int, str]:
    """Return a sort key: the most confident first suggestion first, then by place and code."""
    confidence = finding.suggestions[0].confidence if finding.suggestions else 0.0
    return (-confidence, finding.span.start, finding.code)


@dataclass(frozen=True, slots=True)
class Planned:
    """The edits to make, by place, and the findings that they correct."""

    edits: tuple[SourceEdit, ...]
    findings: tuple[Finding, ...]


def planned(
    findings: Iterable[Finding], document: Document, wanted: Callable[[Finding], bool]
) -> Planned:
    """Return the edits that make the first suggestion of each `wanted` finding."""
    groups: list[EditGroup[Finding, SourceEdit]] = []
    for finding in sorted(findings, key=precedence):
        if finding.suggestions and wanted(finding):
            first = finding.suggestions[0]
            edits = tuple(source_edits(first, document))
            if all(_is_writable(edit, document) for edit in edits):
                groups.append(EditGroup(finding, edits, first.confidence, first.independent))
    selected = select(groups)
    return Planned(selected.edits, tuple(finding for finding, edits in selected.accepted if edits))


def source_edits(suggestion: Suggestion, document: Document) -> list[SourceEdit]:
    """Return the edits of the source; none if one of them cannot be projected to it."""
    try:
        return sorted(each for edit in suggestion.edits for each in project(document, edit))
    except UnprojectableError:
        return []


def _is_writable(edit: SourceEdit, document: Document) -> bool:
    try:
        edit.replacement.encode(document.origin.encoding)
    except UnicodeEncodeError:
        return False
    return True

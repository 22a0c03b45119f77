"""The edits that can be made together: those of the most confident suggestions.

`lint --fix`, the export, decisions in bulk and `eval` all ask `select`.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from proofer.document.document import Document
from proofer.document.edits import AnEdit, Edit, SourceEdit, conflicting
from proofer.document.projection import UnprojectableError, project
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Suggestion

Owner = TypeVar("Owner")


@dataclass(frozen=True, slots=True)
class Claim:
    """A place, and the edits of the text by which a finding corrects it.

    Of a doubled character one finding deletes the second, another replaces the first: the edits
    only touch, and together make what neither wanted. An editor who looks may want both; where many
    are made at once, places that overlap and edits that touch are two guesses, and one is made.
    """

    place: Span
    edits: tuple[Edit, ...] = ()
    """None where each is right without the others (`Suggestion.independent`)."""

    @property
    def borders(self) -> set[int]:
        """Where the edits begin and end."""
        return {at for edit in self.edits for at in (edit.span.start, edit.span.end)}


def claim(finding: Finding, edits: Sequence[Edit] | None = None) -> Claim:
    """Return what a finding claims by its first suggestion, or by the edits made for it."""
    first = finding.suggestions[0] if finding.suggestions else None
    if first is not None and first.independent:
        return Claim(finding.span)
    wanted = first.edits if edits is None and first else edits or ()
    return Claim(finding.span, tuple(wanted))


@dataclass(frozen=True, slots=True)
class EditGroup(Generic[Owner, AnEdit]):
    """Edits that are made together or not at all, right with probability `confidence`.

    If they are `independent` (`Suggestion.independent`), each of them gives way to the edits of
    other groups by itself. A group with a `claim` is not made beside one that guesses otherwise.
    """

    owner: Owner
    edits: tuple[AnEdit, ...]
    confidence: float
    independent: bool = False
    claim: Claim | None = None


def edit_group(finding: Finding, edits: tuple[AnEdit, ...]) -> EditGroup[Finding, AnEdit]:
    """Return the group of `edits` that make the first suggestion of a finding."""
    first = finding.suggestions[0]
    return EditGroup(finding, edits, first.confidence, first.independent, claim(finding))


@dataclass(frozen=True, slots=True)
class Selected(Generic[Owner, AnEdit]):
    """The edits to make, by place, and the groups that are made and that are not."""

    edits: tuple[AnEdit, ...]
    accepted: tuple[tuple[Owner, tuple[AnEdit, ...]], ...]
    """The owners with what is made for them: nothing where all independent edits gave way."""
    rejected: tuple[tuple[Owner, AnEdit], ...]
    """The owners with an edit that is in the way of one of theirs."""
    rivals: tuple[tuple[Owner, Claim], ...] = ()
    """The owners that guess otherwise about a place, with what is claimed there."""


def select(
    groups: Iterable[EditGroup[Owner, AnEdit]],
    made: Iterable[AnEdit] = (),
    claims: Iterable[Claim] = (),
) -> Selected[Owner, AnEdit]:
    """Return which groups of edits can be made together, and with the edits `made` already.

    Of two groups in conflict, or that claim one place, the more confident one is made, of equals
    the first; what is made already has its `claims`. Independent edits give way to all others one
    by one; of two independent groups in conflict only one is made.
    """
    firm, giving_way = sorted(set(made)), list[AnEdit]()
    claimed = _Claimed(claims)
    accepted: list[EditGroup[Owner, AnEdit]] = []
    rejected: list[tuple[Owner, AnEdit]] = []
    rivals: list[tuple[Owner, Claim]] = []
    for group in sorted(groups, key=lambda each: (each.independent, -each.confidence)):
        placed = giving_way if group.independent else firm
        obstacle = _first_conflict(group.edits, placed)
        if obstacle is not None:
            rejected.append((group.owner, obstacle))
            continue
        if group.claim is not None:
            if (rival := claimed.rival(group.claim)) is not None:
                rivals.append((group.owner, rival))
                continue
            claimed.add(group.claim)
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
        tuple(rivals),
    )


def _first_conflict(edits: Iterable[AnEdit], placed: list[AnEdit]) -> AnEdit | None:
    found = (conflicting(edit, placed) for edit in edits)
    return next((other for other in found if other is not None), None)


class _Claimed:
    """What is claimed, by the borders of its edits."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._at: dict[int, list[Claim]] = {}
        for each in claims:
            self.add(each)

    def add(self, claim: Claim) -> None:
        for at in claim.borders:
            self._at.setdefault(at, []).append(claim)

    def rival(self, claim: Claim) -> Claim | None:
        """Return another guess about the place of a claim; who shares an edit guesses the same."""
        touching = (each for at in sorted(claim.borders) for each in self._at.get(at, ()))
        others = (each for each in touching if not set(each.edits).intersection(claim.edits))
        return next((each for each in others if each.place.overlaps(claim.place)), None)


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
            edits = tuple(source_edits(finding.suggestions[0], document))
            if edits and all(_is_writable(edit, document) for edit in edits):
                groups.append(edit_group(finding, edits))
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

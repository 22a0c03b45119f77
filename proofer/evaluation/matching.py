"""Corrections matched against a gold text.

White space and the width of marks do not count: layout and P001 are measured elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from proofer.document.changes import differing_runs
from proofer.document.document import Document
from proofer.document.edits import SourceEdit, apply
from proofer.document.normalise import counted
from proofer.document.spans import Span
from proofer.evaluation.rates import Score
from proofer.findings.finding import Applicability, Finding
from proofer.findings.report import DocumentReport
from proofer.findings.selection import Claim, EditGroup, claim, precedence, select, source_edits


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to correct, and the gold text of each of its parts (sentences, or paragraphs)."""

    source: str
    parts: tuple[tuple[Span, str], ...]

    @classmethod
    def sentence(cls, source: str, target: str) -> Passage:
        """Return the passage of a single part."""
        return cls(source, ((Span(0, len(source)), target),))

    @classmethod
    def page(cls, source: str, target: str) -> Passage:
        """Return the passage whose parts are separated by blank lines.

        Raises:
            ValueError: if the texts differ in their number of lines.
        """
        parts: list[tuple[Span, str]] = []
        start = 0
        pairs = zip(source.split("\n"), target.split("\n"), strict=True)
        for blank, group in groupby(pairs, lambda pair: not pair[0].strip()):
            lines = list(group)
            end = start + sum(len(line) + 1 for line, _ in lines)
            if not blank:
                parts.append((Span(start, end - 1), "\n".join(line for _, line in lines)))
            start = end
        return cls(source, tuple(parts))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a finding proposes, in code points of the source.

    `places` are wrong with probability `p_error`. `edits` are right with probability `confidence`;
    there are none where only an editor can make them.
    """

    places: tuple[Span, ...]
    p_error: float
    edits: tuple[SourceEdit, ...] = ()
    confidence: float = 0.0
    independent: bool = False
    """Whether each edit is right without the others (`Suggestion.independent`)."""
    claim: Claim | None = None


def proposals(report: DocumentReport) -> list[Proposal]:
    """Return what the findings of a document propose, the likeliest correction first.

    Findings that change only white space or the width of marks are left out.
    """
    ordered = sorted(report.findings, key=precedence)
    return [
        found for finding in ordered if (found := proposal(finding, report.document)) is not None
    ]


def rewriting(source: str, output: str) -> list[Proposal]:
    """Return the differing runs of a corrector's output, each as a proposal with probability 1."""
    edits = [SourceEdit(span, other.of(output)) for span, other in differing_runs(source, output)]
    return [
        Proposal((edit.span,), 1.0, (edit,), 1.0)
        for edit in edits
        if not _changes_nothing([edit], source)
    ]


def accepted(proposals: Iterable[Proposal], threshold: float) -> list[Proposal]:
    """Return the proposals that `--accept-above THRESHOLD` makes, with the edits made of them."""
    groups = [
        EditGroup(each, each.edits, each.confidence, each.independent, each.claim)
        for each in proposals
        if each.edits and each.confidence >= threshold
    ]
    return [replace(proposal, edits=edits) for proposal, edits in select(groups).accepted if edits]


def score(passage: Passage, proposals: Sequence[Proposal], threshold: float) -> Score:
    """Return the counts of the proposals of at least `threshold` on a passage."""
    made = accepted(proposals, threshold)
    edits = [edit for proposal in made for edit in proposal.edits]
    places = [
        place
        for proposal in proposals
        if proposal.p_error >= threshold
        for place in proposal.places
    ]
    total = _of_corrections([gain(passage, proposal) for proposal in made])
    for span, target in passage.parts:
        total += _of_sentence(span.of(passage.source), target, _corrected(passage, span, edits))
        total += _of_flags(span.of(passage.source), target, _inside(places, span))
    return total


def gain(passage: Passage, proposal: Proposal) -> int:
    """Return by how many edits the proposal alone brings its parts nearer to the gold text."""
    from rapidfuzz.distance import Levenshtein

    total = 0
    for span, target in passage.parts:
        if any(span.covers(edit.span) for edit in proposal.edits):
            before, after = span.of(passage.source), _corrected(passage, span, proposal.edits)
            right = counted(target)
            total += Levenshtein.distance(counted(before), right) - Levenshtein.distance(
                counted(after), right
            )
    return total


def is_wrong(passage: Passage, proposal: Proposal) -> bool:
    """Return whether every place of the proposal has or touches a wrong character."""
    alarms = 0
    for span, target in passage.parts:
        if places := _inside(proposal.places, span):
            alarms += _of_flags(span.of(passage.source), target, places).alarms
    return not alarms


def proposal(finding: Finding, document: Document) -> Proposal | None:
    """Return what a finding proposes; None if it changes nothing that counts."""
    first = finding.suggestions[0] if finding.suggestions else None
    if first is None:
        return Proposal((document.source_span(finding.span),), finding.confidence)
    edits = tuple(source_edits(first, document))
    if edits and _changes_nothing(edits, document.source):
        return None
    places = tuple(edit.span for edit in edits) or (document.source_span(finding.span),)
    made = () if first.applicability is Applicability.MANUAL else edits
    sure, alone = first.confidence, first.independent
    return Proposal(places, finding.confidence, made, sure, alone, claim(finding))


def _changes_nothing(edits: Iterable[SourceEdit], source: str) -> bool:
    return all(counted(edit.span.of(source)) == counted(edit.replacement) for edit in edits)


def _inside(places: Iterable[Span], part: Span) -> list[Span]:
    """Return the places inside the part, cut at its ends, as offsets from its start."""
    inside = [place for place in places if place.overlaps(part) or part.covers(place)]
    cut = [(max(place.start, part.start), min(place.end, part.end)) for place in inside]
    return [Span(start - part.start, end - part.start) for start, end in cut]


def _corrected(passage: Passage, part: Span, edits: Iterable[SourceEdit]) -> str:
    inside = [edit for edit in edits if part.covers(edit.span)]
    moved = [SourceEdit(edit.span.shift(-part.start), edit.replacement) for edit in inside]
    return apply(part.of(passage.source), moved)


def _of_corrections(gains: Sequence[int]) -> Score:
    right, harmful = sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)
    return Score(right=right, harmful=harmful, neutral=len(gains) - right - harmful)


def _of_sentence(source: str, target: str, output: str) -> Score:
    from rapidfuzz.distance import Levenshtein

    source, target, output = counted(source), counted(target), counted(output)
    wrong, changed = source != target, source != output
    return Score(
        sentences=1,
        wrong=wrong,
        changed=changed,
        changed_clean=changed and not wrong,
        located=wrong and _positions(source, output) == _positions(source, target),
        corrected=wrong and output == target,
        characters=len(target),
        distance_before=Levenshtein.distance(source, target),
        distance_after=Levenshtein.distance(output, target),
    )


def _of_flags(source: str, target: str, places: Sequence[Span]) -> Score:
    offsets = [0]
    for character in source:
        offsets.append(offsets[-1] + (not character.isspace()))
    flags = {Span(offsets[place.start], offsets[place.end]) for place in places}
    errors = _wrong_places(counted(source), counted(target))
    return Score(
        flagged=bool(flags),
        flagged_wrong=bool(flags and errors),
        places=len(errors),
        places_flagged=sum(any(_meet(flag, error) for flag in flags) for error in errors),
        alarms=sum(not any(_touch(flag, error) for error in errors) for flag in flags),
    )


def _wrong_places(source: str, target: str) -> list[Span]:
    """Return the runs of wrong characters, widened where an extra one has no single place."""
    places: list[Span] = []
    for span, other in differing_runs(source, target):
        left = right = 0
        if not len(other):
            left, right = _slack(source, span)
        elif not len(span):
            left, right = _slack(target, other)
        # What stands around an insertion may be inserted too, so the slack may reach beyond the
        # source.
        places.append(Span(max(span.start - left, 0), min(span.end + right, len(source))))
    return places


def _slack(text: str, run: Span) -> tuple[int, int]:
    """Return how far the run may be moved left and right and be deleted with the same result."""
    left = right = 0
    while left < run.start and text[run.start - left - 1] == text[run.end - left - 1]:
        left += 1
    while run.end + right < len(text) and text[run.start + right] == text[run.end + right]:
        right += 1
    return left, right


def _touch(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _meet(one: Span, other: Span) -> bool:
    """Return whether they share a character or, if one is empty, touch."""
    return one.overlaps(other) if len(one) and len(other) else _touch(one, other)


def _positions(before: str, after: str) -> frozenset[tuple[int, int]]:
    """Return the changed places of `before`: one for each character, empty ones for insertions."""
    if len(before) == len(after):
        return frozenset(
            (at, at + 1)
            for at, (old, new) in enumerate(zip(before, after, strict=True))
            if old != new
        )
    spans = [span for span, _ in differing_runs(before, after)]
    return frozenset(
        (at, at + bool(len(span)))
        for span in spans
        for at in (range(span.start, span.end) or (span.start,))
    )

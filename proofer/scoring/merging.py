"""Candidates of all detectors merged to one finding a place, with all their evidence and votes.

Corrections are compared by their atoms (`scoring.atoms`), so that `规矩矩 → 规规矩矩` and
`、规矩 → 、规规矩` are recognised as the same correction.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from proofer.document.edits import Edit, OverlapError, apply, conflicting
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Suggestion, Vote
from proofer.findings.selection import precedence
from proofer.scoring.atoms import MOST_EDITS, atoms, tightened


def merged(findings: Iterable[Finding], text: str) -> list[Finding]:
    """Return the findings of a document with `text`, one a place, sorted by place.

    Findings with the same correction or the same span become one, that with the likeliest
    correction. A finding whose correction others make piece by piece is dropped, and its vote goes
    to each of them. A finding of a family that yields (a doubling, a guess) inside one of a family
    that knows the correction becomes an alternative of that one, or takes its place if it is a
    guess that is likelier right.
    """
    result = [_with_own_vote(tightened(finding, text)) for finding in findings]
    for step in (_merge_same_correction, _merge_same_span, _absorb_wholes, _fold_inner):
        result = step(result, text)
    return sorted(result, key=lambda each: (each.span.start, each.span.end, each.code))


def without_conflicts(findings: Iterable[Finding], text: str) -> list[Finding]:
    """Return scored findings of which no two first corrections change the same characters.

    The less likely one becomes an alternative of the other. Corrections of a whole page, whose
    edits give way one by one, stay.
    """
    taken: list[Edit] = []
    owners: dict[Edit, int] = {}
    kept: list[Finding] = []
    for finding in sorted(findings, key=precedence):
        first = finding.suggestions[0] if finding.suggestions else None
        if first is None or first.independent:
            kept.append(finding)
            continue
        obstacles = (conflicting(edit, taken) for edit in first.edits)
        obstacle = next((each for each in obstacles if each is not None), None)
        if obstacle is not None:
            number = owners[obstacle]
            kept[number] = _with_alternative(kept[number], finding, text)
            continue
        for edit in first.edits:
            insort(taken, edit)
            owners[edit] = len(kept)
        kept.append(finding)
    return sorted(kept, key=lambda each: (each.span.start, each.span.end, each.code))


def _with_alternative(finding: Finding, other: Finding, text: str) -> Finding:
    span = Span(min(finding.span.start, other.span.start), max(finding.span.end, other.span.end))
    found = _with_evidence(_with_alternatives(finding, other.suggestions, text), other)
    return replace(found, span=span, quote=span.of(text))


def _with_own_vote(finding: Finding) -> Finding:
    """Return the finding with the vote of its own detector."""
    p_correction = finding.suggestions[0].confidence if finding.suggestions else None
    return replace(finding, votes=(Vote(finding.code, finding.confidence, p_correction),))


def _first_atoms(finding: Finding, text: str) -> frozenset[Edit]:
    if not finding.suggestions or len(finding.suggestions[0].edits) > MOST_EDITS:
        return frozenset()
    return atoms(finding.suggestions[0], text)


def _merge_same_correction(findings: Iterable[Finding], text: str) -> list[Finding]:
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        groups.setdefault(_first_atoms(finding, text) or number, []).append(finding)
    return [_as_one(group, text) for group in groups.values()]


def _merge_same_span(findings: Iterable[Finding], text: str) -> list[Finding]:
    groups: dict[Span, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.span, []).append(finding)
    return [_as_one(group, text) for group in groups.values()]


def _as_one(group: Sequence[Finding], text: str) -> Finding:
    """Return the finding with the likeliest correction, with the evidence of the others.

    A correction that the page shows elsewhere comes before guesses; of findings with the same
    correction the most confident one is taken.
    """
    if len(group) == 1:
        return group[0]
    if len({_first_atoms(each, text) for each in group}) == 1:
        best, *rest = sorted(group, key=lambda each: (-each.confidence, each.code))
    else:
        best, *rest = sorted(
            group,
            key=lambda each: (
                not _is_shown_elsewhere(each),
                -_priority(each),
                -each.confidence,
                each.code,
            ),
        )
    first = _first_atoms(best, text)
    for other in rest:
        agrees = bool(first) and _first_atoms(other, text) == first
        best = _with_evidence(
            _with_alternatives(best, other.suggestions, text), other, agrees=agrees
        )
    return best


def _priority(finding: Finding) -> float:
    """Return how likely the first correction is right, up to its family's limit; 0 without one."""
    p_correction = max((vote.p_correction or 0.0 for vote in finding.votes), default=0.0)
    return min(p_correction, finding.family.priority_limit)


def _is_shown_elsewhere(finding: Finding) -> bool:
    """Return whether a detector that knows the correction points to it elsewhere on the page."""
    points = any(each.source == "document" and each.span is not None for each in finding.evidence)
    return finding.family.knows_correction and bool(finding.suggestions) and points


def _with_evidence(finding: Finding, other: Finding, *, agrees: bool = False) -> Finding:
    """Return the finding with the evidence and the votes of `other`.

    Only if that one `agrees` are its votes for the correction of `finding`.
    """
    evidence: dict[object, Evidence] = {}
    for each in finding.evidence + other.evidence:  # what both say is said once, as strongly
        key = (each.source, each.detail, each.span)
        if key not in evidence or (each.score or 0.0) > (evidence[key].score or 0.0):
            evidence[key] = each
    related = tuple(each for each in other.related if each not in finding.related)
    votes = (
        other.votes if agrees else tuple(replace(vote, p_correction=None) for vote in other.votes)
    )
    return replace(
        finding,
        evidence=tuple(evidence.values()),
        related=finding.related + related,
        votes=finding.votes + votes,
    )


def _with_alternatives(finding: Finding, others: Iterable[Suggestion], text: str) -> Finding:
    """Return the finding with other suggestions, each at most what the first one leaves."""
    made = {atoms(each, text) for each in finding.suggestions}
    left = round(1 - finding.suggestions[0].confidence, 3) if finding.suggestions else 1.0
    new = [
        replace(each, confidence=min(each.confidence, left))
        for each in others
        if atoms(each, text) not in made
    ]
    first, rest = finding.suggestions[:1], [*finding.suggestions[1:], *new]
    return replace(finding, suggestions=(*first, *sorted(rest, key=lambda each: -each.confidence)))


def _absorb_wholes(findings: Sequence[Finding], text: str) -> list[Finding]:
    """Drop the findings whose correction others make piece by piece, and give those their votes."""
    atoms_of = [_first_atoms(finding, text) for finding in findings]
    having: dict[Edit, list[int]] = {}
    starting: dict[int, list[int]] = {}
    for number, edits in enumerate(atoms_of):
        for edit in edits:
            having.setdefault(edit, []).append(number)
            starting.setdefault(edit.span.start, []).append(number)
    result = list(findings)
    dropped: set[int] = set()
    for number in sorted(range(len(result)), key=lambda each: -len(atoms_of[each])):
        near = sorted({other for edit in atoms_of[number] for other in having[edit]} - dropped)
        parts = [other for other in near if atoms_of[other] < atoms_of[number]]
        if not parts or atoms_of[number] != frozenset().union(*(atoms_of[part] for part in parts)):
            parts = [part for part in _inside(atoms_of, number, starting) if part not in dropped]
            if not _is_made_by([atoms_of[part] for part in parts], atoms_of[number], text):
                continue
        dropped.add(number)
        for part in parts:
            result[part] = _with_evidence(result[part], result[number], agrees=True)
    return [finding for number, finding in enumerate(result) if number not in dropped]


def _inside(
    atoms_of: Sequence[frozenset[Edit]], number: int, starting: Mapping[int, Sequence[int]]
) -> list[int]:
    """Return the findings that only change something inside what `number` replaces as a whole."""
    if len(atoms_of[number]) != 1:
        return []
    (whole,) = atoms_of[number]
    near = {
        other
        for at in range(whole.span.start, whole.span.end + 1)
        for other in starting.get(at, ())
    } - {number}
    return sorted(
        other for other in near if all(whole.span.covers(edit.span) for edit in atoms_of[other])
    )


def _is_made_by(parts: Sequence[frozenset[Edit]], whole: frozenset[Edit], text: str) -> bool:
    """Return whether at least two `parts` together make of the text what the edit `whole` makes."""
    if len(parts) < 2 or not all(parts):
        return False
    (edit,) = whole
    shift = -edit.span.start
    pieces = [Edit(each.span.shift(shift), each.replacement) for part in parts for each in part]
    try:
        return apply(edit.span.of(text), pieces) == edit.replacement
    except OverlapError:
        return False


def _fold_inner(findings: Sequence[Finding], text: str) -> list[Finding]:
    """Put each finding that yields into the one around it that knows the correction."""
    wide: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.family.knows_correction and finding.suggestions:
            for offset in range(finding.span.start, finding.span.end):
                wide.setdefault(offset, []).append(finding)
    inside: dict[int, list[Finding]] = {}
    kept: list[Finding] = []
    for finding in findings:
        around = [
            each
            for each in wide.get(finding.span.start, ())
            if each.span != finding.span and each.span.covers(finding.span)
        ]
        if finding.family.yields and around:
            likeliest = max(around, key=lambda each: each.confidence)
            inside.setdefault(id(likeliest), []).append(finding)
        else:
            kept.append(finding)
    return [_with_inner(finding, inside.get(id(finding), ()), text) for finding in kept]


def _with_inner(whole: Finding, inner: Iterable[Finding], text: str) -> Finding:
    for part in inner:
        best, other = whole, part
        if _beats(part, whole, text):
            best, other = replace(part, span=whole.span, quote=whole.quote), whole
        whole = _with_evidence(_with_alternatives(best, other.suggestions, text), other)
    return whole


def _beats(guess: Finding, known: Finding, text: str) -> bool:
    """Return whether a guess has another correction than what is known, and a likelier one.

    What the page shows elsewhere no guess beats.
    """
    is_other = not _first_atoms(guess, text) <= _first_atoms(known, text)
    is_likelier = _priority(guess) > _priority(known) and not _is_shown_elsewhere(known)
    return guess.family.overrides and is_other and is_likelier

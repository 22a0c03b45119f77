"""One finding a place: what several detectors say of it is put together, with all their evidence.

Edits are compared by their atoms, the smallest edits that make them, so that `规矩矩 → 规规矩矩`
and `、规矩 → 、规规矩` are seen to be the same correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from proofer.document.changes import differing_runs
from proofer.document.edits import Edit, OverlapError, apply
from proofer.document.normalise import FULL_WIDTH
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Suggestion, Voice

_MANY = 40
"""A suggestion with more edits is a grouped one (punctuation of a page); it is never compared."""


def ranked(findings: Iterable[Finding], text: str) -> list[Finding]:
    """Return the findings of a document with `text`, one a place, sorted by place.

    Findings with the same correction or the same span become the one with the likeliest correction.
    A finding whose corrections others make piece by piece is dropped and speaks for each of them. A
    doubling or a guess inside a place that another detector explains becomes an alternative of that
    one; a guess that is likelier right takes its place.
    """
    tight = [_heard(_tightened(finding, text)) for finding in findings]
    merged = _folded(_absorbed(_same_span(_same_correction(tight, text), text), text), text)
    return sorted(merged, key=lambda each: (each.span.start, each.span.end, each.code))


def atoms(suggestion: Suggestion, text: str) -> frozenset[Edit]:
    """Return the smallest edits that make `suggestion`, insertions and deletions of a repeat at their first place."""
    found: set[Edit] = set()
    for edit in suggestion.edits:
        # By the longest common subsequence: it keeps what both have even where that costs an edit.
        for old, changed in differing_runs(
            edit.span.of(text), edit.replacement, substitutions=False
        ):
            place, new = old.shift(edit.span.start), changed.of(edit.replacement)
            if len(new) == len(place):
                found.update(
                    Edit(Span(place.start + at, place.start + at + 1), new[at])
                    for at in range(len(new))
                )
            else:
                found.add(_leftmost(place, new, text))
    return frozenset(found)


def _heard(finding: Finding) -> Finding:
    """Note what the detector itself says, before others add to it."""
    correction = finding.suggestions[0].confidence if finding.suggestions else None
    return replace(finding, voices=(Voice(finding.code, finding.confidence, correction),))


def _tightened(finding: Finding, text: str) -> Finding:
    """Leave the marks that a correction does not change out of its edits, so that they can be corrected apart."""

    def tight(suggestion: Suggestion) -> Suggestion:
        if len(suggestion.edits) > _MANY:
            return suggestion
        edits = tuple(
            part for edit in suggestion.edits for part in _between_marks(edit, edit.span.of(text))
        )
        return replace(suggestion, edits=edits or suggestion.edits)

    return replace(finding, suggestions=tuple(map(tight, finding.suggestions)))


def _between_marks(edit: Edit, old: str) -> list[Edit]:
    from rapidfuzz.distance import Indel

    cuts = [(0, 0)]
    for op in Indel.opcodes(old.translate(FULL_WIDTH), edit.replacement.translate(FULL_WIDTH)):
        if op.tag == "equal":
            for at in range(op.src_end - op.src_start):
                if not old[op.src_start + at].isalnum():
                    cuts += [
                        (op.src_start + at, op.dest_start + at),
                        (op.src_start + at + 1, op.dest_start + at + 1),
                    ]
    cuts.append((len(old), len(edit.replacement)))
    parts: list[Edit] = []
    for (start, to_start), (end, to_end) in pairwise(cuts):
        new = edit.replacement[to_start:to_end]
        if old[start:end].translate(FULL_WIDTH) != new.translate(FULL_WIDTH):
            parts.append(Edit(Span(start, end).shift(edit.span.start), new))
    return parts


def _leftmost(place: Span, new: str, text: str) -> Edit:
    start, end = place.start, place.end
    while start and text[start - 1] != "\n":
        if not new and text[start - 1] == text[end - 1]:
            end -= 1
        elif start == end and text[start - 1] == new[-1]:
            new = text[start - 1] + new[:-1]
            end -= 1
        else:
            break
        start -= 1
    return Edit(Span(start, end), new)


def _first_atoms(finding: Finding, text: str) -> frozenset[Edit]:
    if not finding.suggestions or len(finding.suggestions[0].edits) > _MANY:
        return frozenset()
    return atoms(finding.suggestions[0], text)


def _same_correction(findings: Iterable[Finding], text: str) -> list[Finding]:
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        groups.setdefault(_first_atoms(finding, text) or number, []).append(finding)
    return [_together(group, text) for group in groups.values()]


def _same_span(findings: Iterable[Finding], text: str) -> list[Finding]:
    groups: dict[Span, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.span, []).append(finding)
    return [_together(group, text) for group in groups.values()]


def _together(group: Sequence[Finding], text: str) -> Finding:
    """Return the finding with the likeliest correction, with the evidence and the other suggestions of the rest.

    Of those with the same correction it is the most confident one; what the page shows elsewhere
    comes before guesses.
    """
    if len({_first_atoms(each, text) for each in group}) == 1:
        best, *rest = sorted(group, key=lambda each: (-each.confidence, each.code))
    else:
        best, *rest = sorted(
            group,
            key=lambda each: (not _is_shown(each), -_sureness(each), -each.confidence, each.code),
        )
    first = _first_atoms(best, text)
    for other in rest:
        agrees = bool(first) and _first_atoms(other, text) == first
        best = _with_evidence(
            _with_alternatives(best, other.suggestions, text), other, agrees=agrees
        )
    return best


def _sureness(finding: Finding) -> float:
    """Return how likely the first correction is right; 0 without one."""
    said = max((voice.correction or 0.0 for voice in finding.voices), default=0.0)
    return min(said, finding.family.priority_limit)


def _is_shown(finding: Finding) -> bool:
    """Return whether a detector that knows the correction points to it elsewhere on the page."""
    pointed = any(each.source == "document" and each.span is not None for each in finding.evidence)
    return finding.family.knows_correction and bool(finding.suggestions) and pointed


def _with_evidence(finding: Finding, other: Finding, *, agrees: bool = False) -> Finding:
    extra = tuple(each for each in other.evidence if each not in finding.evidence)
    related = tuple(each for each in other.related if each not in finding.related)
    said = (
        other.voices if agrees else tuple(replace(voice, correction=None) for voice in other.voices)
    )
    return replace(
        finding,
        evidence=finding.evidence + extra,
        related=finding.related + related,
        voices=finding.voices + said,
    )


def _with_alternatives(finding: Finding, others: Iterable[Suggestion], text: str) -> Finding:
    """Add suggestions behind the finding's own; what the first one leaves of the probability is theirs at most."""
    made = {atoms(each, text) for each in finding.suggestions}
    left = round(1 - finding.suggestions[0].confidence, 3) if finding.suggestions else 1.0
    new = [
        replace(each, confidence=min(each.confidence, left))
        for each in others
        if atoms(each, text) not in made
    ]
    first, rest = finding.suggestions[:1], [*finding.suggestions[1:], *new]
    return replace(finding, suggestions=(*first, *sorted(rest, key=lambda each: -each.confidence)))


def _absorbed(findings: Sequence[Finding], text: str) -> list[Finding]:
    of = [_first_atoms(finding, text) for finding in findings]
    having: dict[Edit, list[int]] = {}
    starting: dict[int, list[int]] = {}
    for number, edits in enumerate(of):
        for edit in edits:
            having.setdefault(edit, []).append(number)
            starting.setdefault(edit.span.start, []).append(number)
    result = list(findings)
    dropped: set[int] = set()
    for number in sorted(range(len(result)), key=lambda each: -len(of[each])):
        near = sorted({other for edit in of[number] for other in having[edit]} - dropped)
        parts = [other for other in near if of[other] < of[number]]
        if not parts or of[number] != frozenset().union(*(of[part] for part in parts)):
            parts = [part for part in _inside(of, number, starting) if part not in dropped]
            if not _is_made_by([of[part] for part in parts], of[number], text):
                continue
        dropped.add(number)
        for part in parts:
            result[part] = _with_evidence(result[part], result[number], agrees=True)
    return [finding for number, finding in enumerate(result) if number not in dropped]


def _inside(
    of: Sequence[frozenset[Edit]], number: int, starting: Mapping[int, Sequence[int]]
) -> list[int]:
    """Return the findings that change something inside what `number` replaces as a whole, and nothing else."""
    if len(of[number]) != 1:
        return []
    (whole,) = of[number]
    near = {
        other
        for at in range(whole.span.start, whole.span.end + 1)
        for other in starting.get(at, ())
    } - {number}
    return sorted(
        other for other in near if all(whole.span.covers(edit.span) for edit in of[other])
    )


def _is_made_by(parts: Sequence[frozenset[Edit]], whole: frozenset[Edit], text: str) -> bool:
    """Return whether the edits of at least two `parts` together make of the text what the edit `whole` makes of it."""
    if len(parts) < 2 or not all(parts):
        return False
    (edit,) = whole
    shift = -edit.span.start
    pieces = [Edit(each.span.shift(shift), each.replacement) for part in parts for each in part]
    try:
        return apply(edit.span.of(text), pieces) == edit.replacement
    except OverlapError:
        return False


def _folded(findings: Sequence[Finding], text: str) -> list[Finding]:
    wide: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.family.knows_correction and finding.suggestions:
            for offset in range(finding.span.start, finding.span.end):
                wide.setdefault(offset, []).append(finding)
    inside: dict[int, list[Finding]] = {}
    kept: list[Finding] = []
    for finding in findings:
        explained = [
            each
            for each in wide.get(finding.span.start, ())
            if finding.family.yields
            and each.span != finding.span
            and each.span.covers(finding.span)
        ]
        if explained:
            inside.setdefault(id(max(explained, key=lambda each: each.confidence)), []).append(
                finding
            )
        else:
            kept.append(finding)
    result: list[Finding] = []
    for finding in kept:
        whole = finding
        for part in inside.get(id(finding), ()):
            best, other = whole, part
            if _beats(part, whole, text):
                best, other = replace(part, span=whole.span, quote=whole.quote), whole
            whole = _with_evidence(_with_alternatives(best, other.suggestions, text), other)
        result.append(whole)
    return result


def _beats(guess: Finding, known: Finding, text: str) -> bool:
    """Return whether the channel contradicts what is known and is surer of it; a doubling is no rival."""
    rival = not _first_atoms(guess, text) <= _first_atoms(known, text)
    surer = _sureness(guess) > _sureness(known) and not _is_shown(known)
    return guess.family.overrides and rival and surer

"""How good corrections are against a text that is known to be right.

Sentences are counted strictly, as is usual in Chinese spelling correction: a sentence counts as *detected* if exactly
the wrong places are changed, as *corrected* if it then equals the right one; precision is over all sentences that are
changed, recall over all that have an error. The "common" metric of pycorrector and macro-correct is looser: a wrong
change of a sentence that has an error anyway counts against recall only.

White space is not counted, nor whether a mark is half or full width: layout and P001 are measured elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from operator import add

from proofer.document.document import Document, UnprojectableError
from proofer.document.edits import SourceEdit, apply, conflict
from proofer.document.spans import Span
from proofer.findings import Applicability, Finding, Suggestion
from proofer.report import DocumentReport

_FULL_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to correct and what each of its parts (sentences, or paragraphs of a page) should read."""

    source: str
    parts: tuple[tuple[Span, str], ...]

    @classmethod
    def sentence(cls, source: str, target: str) -> Passage:
        """Return the passage of a single part."""
        return cls(source, ((Span(0, len(source)), target),))

    @classmethod
    def page(cls, source: str, target: str) -> Passage:
        """Return the passage whose parts are set apart by blank lines, the same lines in both texts.

        Raises:
            ValueError: if their lines do not pair up.
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
    """What a finding says, in code points of the source.

    `places` are doubtful with probability `doubt`; `edits` (none if there is nothing to make without an editor) are
    right with probability `confidence`.
    """

    places: tuple[Span, ...]
    doubt: float
    edits: tuple[SourceEdit, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and F1: of `given` answers and `wanted` ones, `right` are both."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float | None:
        """Share of the answers that are right; None without an answer."""
        return share(self.right, self.given)

    @property
    def recall(self) -> float | None:
        """Share of what was wanted that was given; None if nothing was."""
        return share(self.right, self.wanted)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None if nothing was wanted."""
        return share(2 * self.right, self.given + self.wanted) if self.wanted else None


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one system on some passages at one threshold; scores of parts of a set add up to that of the set."""

    sentences: int = 0
    wrong: int = 0
    """Sentences with an error."""
    changed: int = 0
    changed_clean: int = 0
    located: int = 0
    """Sentences with an error in which exactly the wrong characters were changed."""
    corrected: int = 0
    flagged: int = 0
    """Sentences with a finding, with or without a correction."""
    flagged_wrong: int = 0
    places: int = 0
    """Runs of neighbouring wrong characters."""
    places_flagged: int = 0
    alarms: int = 0
    """Flagged places that neither touch a wrong one nor hold one."""
    characters: int = 0
    """Of the right text."""
    distance_before: int = 0
    """Levenshtein distance to the right text."""
    distance_after: int = 0
    right: int = 0
    """Corrections that alone bring their paragraph nearer to the right text."""
    harmful: int = 0
    neutral: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(add(getattr(self, each.name), getattr(other, each.name)) for each in fields(Score)))

    @property
    def detection(self) -> Rates:
        """By sentence, strict."""
        return Rates(self.located, self.changed, self.wrong)

    @property
    def correction(self) -> Rates:
        """By sentence, strict."""
        return Rates(self.corrected, self.changed, self.wrong)

    @property
    def common(self) -> Rates:
        """Correction in pycorrector's looser metric."""
        return Rates(self.corrected, self.corrected + self.changed_clean, self.wrong)

    @property
    def any_flag(self) -> Rates:
        """Sentences that have a finding anywhere, against those that have an error anywhere."""
        return Rates(self.flagged_wrong, self.flagged, self.wrong)

    @property
    def false_positive_rate(self) -> float | None:
        """Share of the clean sentences that were changed."""
        return share(self.changed_clean, self.sentences - self.wrong)

    @property
    def clean_flagged(self) -> float | None:
        """Share of the clean sentences that have a finding."""
        return share(self.flagged - self.flagged_wrong, self.sentences - self.wrong)

    @property
    def places_found(self) -> float | None:
        """Share of the wrong places that were flagged."""
        return share(self.places_flagged, self.places)

    @property
    def alarm_rate(self) -> float | None:
        """False alarms in a thousand characters."""
        return share(1000 * self.alarms, self.characters)

    @property
    def error_rate_before(self) -> float | None:
        """Character error rate of the source."""
        return share(self.distance_before, self.characters)

    @property
    def error_rate_after(self) -> float | None:
        """Character error rate with the corrections."""
        return share(self.distance_after, self.characters)

    @property
    def gone(self) -> float | None:
        """Share of the character errors that the corrections removed, less those that they made."""
        return share(self.distance_before - self.distance_after, self.distance_before)

    @property
    def edits(self) -> int:
        """Corrections that were made."""
        return self.right + self.harmful + self.neutral

    @property
    def edits_right(self) -> float | None:
        """Share of the corrections that were right."""
        return share(self.right, self.edits)


def share(part: int, whole: int) -> float | None:
    """Return part / whole, None for a whole of 0."""
    return part / whole if whole else None


def counted(text: str) -> str:
    """Return the part of `text` that counts: no white space, marks in full width."""
    return "".join(text.split()).translate(_FULL_WIDTH)


def proposals(report: DocumentReport) -> list[Proposal]:
    """Return what the findings of a document say, the most confident first; those of layout only are left out."""
    found = [_proposal(finding, report.document) for finding in sorted(report.findings, key=_most_confident_first)]
    return [each for each in found if not _changes_nothing(each, report.document.source)]


def rewriting(source: str, output: str) -> list[Proposal]:
    """Return what a corrector that only says what it would write changes, each run of characters by itself."""
    spans = _runs(source, output)
    edits = [SourceEdit(span, other.of(output)) for span, other in spans]
    return [Proposal((edit.span,), 1.0, (edit,), 1.0) for edit in edits]


def accepted(proposals: Sequence[Proposal], threshold: float) -> list[Proposal]:
    """Return the proposals that `--accept-above THRESHOLD` makes: of those that overlap, the most confident one."""
    made: list[Proposal] = []
    edits: set[SourceEdit] = set()
    for each in sorted(proposals, key=lambda proposal: -proposal.confidence):
        sure = each.edits and each.confidence >= threshold
        if sure and not any(edit != other and conflict(edit, other) for edit in each.edits for other in edits):
            made.append(each)
            edits.update(each.edits)
    return made


def score(passage: Passage, proposals: Sequence[Proposal], threshold: float) -> Score:
    """Return how the proposals of at least `threshold` do on a passage."""
    made = accepted(proposals, threshold)
    edits = [edit for proposal in made for edit in proposal.edits]
    places = [place for proposal in proposals if proposal.doubt >= threshold for place in proposal.places]
    total = _of_corrections([gain(passage, proposal) for proposal in made])
    for span, target in passage.parts:
        total += _of_sentence(span.of(passage.source), target, _corrected(passage, span, edits))
        total += _of_flags(span.of(passage.source), target, _inside(places, span))
    return total


def gain(passage: Passage, proposal: Proposal) -> int:
    """Return by how much the proposal alone brings the parts that it touches nearer to what they should read."""
    from rapidfuzz.distance import Levenshtein

    total = 0
    for span, target in passage.parts:
        if any(_is_inside(edit.span, span) for edit in proposal.edits):
            before, after = span.of(passage.source), _corrected(passage, span, proposal.edits)
            right = counted(target)
            total += Levenshtein.distance(counted(before), right) - Levenshtein.distance(counted(after), right)
    return total


def _most_confident_first(finding: Finding) -> tuple[float, int, str]:
    confidence = finding.suggestions[0].confidence if finding.suggestions else 0.0
    return (-confidence, finding.span.start, finding.code)


def _proposal(finding: Finding, document: Document) -> Proposal:
    first = finding.suggestions[0] if finding.suggestions else None
    edits = _projected(first, document) if first else ()
    places = tuple(edit.span for edit in edits) or (document.source_span(finding.span),)
    if first is None or first.applicability is Applicability.MANUAL:
        edits = ()
    return Proposal(places, finding.confidence, edits, first.confidence if first else 0.0)


def _projected(suggestion: Suggestion, document: Document) -> tuple[SourceEdit, ...]:
    try:
        return tuple(projected for edit in suggestion.edits for projected in document.project(edit))
    except UnprojectableError:
        return ()


def _changes_nothing(proposal: Proposal, source: str) -> bool:
    return bool(proposal.edits) and all(
        counted(edit.span.of(source)) == counted(edit.replacement) for edit in proposal.edits
    )


def _is_inside(place: Span, part: Span) -> bool:
    return part.start <= place.start and place.end <= part.end


def _inside(places: Iterable[Span], part: Span) -> list[Span]:
    """Return what the part holds of the places, from its start on."""
    cut = [(max(place.start, part.start), min(place.end, part.end)) for place in places]
    return [Span(start - part.start, end - part.start) for start, end in cut if start <= end]


def _corrected(passage: Passage, part: Span, edits: Iterable[SourceEdit]) -> str:
    inside = [edit for edit in edits if _is_inside(edit.span, part)]
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
    errors = [span for span, _ in _runs(counted(source), counted(target))]
    return Score(
        flagged=bool(flags),
        flagged_wrong=bool(flags and errors),
        places=len(errors),
        places_flagged=sum(any(_meet(flag, error) for flag in flags) for error in errors),
        alarms=sum(not any(_touch(flag, error) for error in errors) for flag in flags),
    )


def _touch(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _meet(one: Span, other: Span) -> bool:
    """Return whether they share a character, or touch where one of them is between two characters."""
    return one.overlaps(other) if len(one) and len(other) else _touch(one, other)


def _positions(before: str, after: str) -> frozenset[tuple[int, int]]:
    """Return the places of `before` that are changed: one a character, empty ones where something is inserted."""
    if len(before) == len(after):
        return frozenset((at, at + 1) for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new)
    spans = [span for span, _ in _runs(before, after)]
    return frozenset(
        (at, at + bool(len(span))) for span in spans for at in (range(span.start, span.end) or (span.start,))
    )


def _runs(before: str, after: str) -> list[tuple[Span, Span]]:
    """Return the runs of `before` that differ and what stands there in `after`, by the Levenshtein distance."""
    from rapidfuzz.distance import Levenshtein

    runs: list[tuple[Span, Span]] = []
    for equal, group in groupby(Levenshtein.opcodes(before, after), lambda operation: operation.tag == "equal"):
        if not equal:
            operations = list(group)
            first, last = operations[0], operations[-1]
            runs.append((Span(first.src_start, last.src_end), Span(first.dest_start, last.dest_end)))
    return runs

"""The result of a review: a document with all that was decided, in the order of the text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from proofer.document.document import Document
from proofer.document.edits import Edit, OverlapError, apply, ordered
from proofer.document.spans import Span
from proofer.findings.finding import Finding
from proofer.messages import Message
from proofer.review.decisions import VERDICT_NAMES, Decision, Verdict, edits_at, latest
from proofer.review.plan import Plan, conflict_error
from proofer.review.session import ReviewSession

OPEN = "open"
AUTOMATIC = "automatic"
STATE_NAMES: Mapping[str, Message] = {
    **{
        verdict.value: name
        for verdict, name in VERDICT_NAMES.items()
        if verdict is not Verdict.WITHDRAWN
    },
    AUTOMATIC: Message("自动采用", "taken by itself"),
    OPEN: Message("未决", "undecided"),
}
"""How an editor reads the state of a place."""
_LONGEST = 40
"""Code points; the readings of a longer place are those of its edits."""
_AROUND = 2
"""Code points shown on each side of a reading that is shorter, as it would be hard to find."""
_MANY = 4
"""Edits of a place whose readings are shown."""


@dataclass(frozen=True, slots=True)
class ReviewedPlace:
    """A place of the text that was decided, taken automatically (`--accept-above`), or is open.

    `edits` make the text read as decided; those of an error of the printed original are only for
    the errata list.
    """

    span: Span
    code: str
    edits: tuple[Edit, ...] = ()
    decision: Decision | None = None
    finding: Finding | None = None

    @property
    def state(self) -> str:
        """A key of STATE_NAMES."""
        if self.decision is not None:
            return self.decision.verdict.value
        return AUTOMATIC if self.edits else OPEN

    @property
    def printed(self) -> bool:
        """Whether it is an error of the printed original."""
        return self.decision is not None and self.decision.verdict is Verdict.AS_PRINTED

    @property
    def changing(self) -> bool:
        """Whether the text is changed here."""
        return self.decision.changing if self.decision is not None else bool(self.edits)

    @property
    def independent(self) -> bool:
        """Whether each edit is right without the others, so that one may be left out."""
        if self.decision is not None:
            return self.decision.independent
        return bool(
            self.finding and self.finding.suggestions and self.finding.suggestions[0].independent
        )

    def readings(self, text: str) -> tuple[str, str]:
        """Return the old and the new reading, with some context if they are very short."""
        if not self.edits:
            return _remembered(self.decision) if self.decision else (self.span.of(text), "")
        start = min(self.span.start, *(edit.span.start for edit in self.edits))
        end = max(self.span.end, *(edit.span.end for edit in self.edits))
        if end - start > _LONGEST:
            parts = [_readings(text, edit.span, (edit,)) for edit in self.edits[:_MANY]]
            more = f"…… ×{len(self.edits)}" if len(self.edits) > _MANY else ""
            return "……".join(old for old, _ in parts) + more, "……".join(
                new for _, new in parts
            ) + more
        return _readings(text, Span(start, end), self.edits)


def _readings(text: str, span: Span, edits: Sequence[Edit]) -> tuple[str, str]:
    new = _applied(text, span, edits)
    if len(span) < _AROUND or len(new) < _AROUND:
        span = _widened(text, span)
        new = _applied(text, span, edits)
    return span.of(text), new


def _remembered(decision: Decision) -> tuple[str, str]:
    """Return the readings of a decision without edits to make, by its anchor."""
    anchor, new = decision.anchor, decision.replacement
    if len(anchor.exact) >= _AROUND and (len(new) >= _AROUND or not decision.changing):
        return anchor.exact, new
    before, behind = (
        anchor.prefix.rpartition("\n")[2][-_AROUND:],
        anchor.suffix.partition("\n")[0][:_AROUND],
    )
    return f"{before}{anchor.exact}{behind}", f"{before}{new}{behind}" if decision.changing else new


def _applied(text: str, span: Span, edits: Sequence[Edit]) -> str:
    return apply(
        span.of(text), [Edit(edit.span.shift(-span.start), edit.replacement) for edit in edits]
    )


def _widened(text: str, span: Span) -> Span:
    """Return `span` with up to two characters of its paragraph on both sides."""
    before = text[max(0, span.start - _AROUND) : span.start].rpartition("\n")[2]
    behind = text[span.end : span.end + _AROUND].partition("\n")[0]
    return Span(span.start - len(before), span.end + len(behind))


@dataclass(frozen=True, slots=True)
class ReviewedDocument:
    """A document with its places, by their order in the text."""

    document: Document
    places: tuple[ReviewedPlace, ...] = ()
    applied: tuple[ReviewedPlace, ...] = ()
    """Corrections that are in the file already, as after an export in place, by their places."""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits of the text to make, by place, equal ones once."""
        return tuple(
            sorted({edit for place in self.places if place.changing for edit in place.edits})
        )

    @property
    def listed(self) -> int:
        """How many places an errata list has: all corrections, and errors of the original."""
        every = (*self.places, *self.applied)
        return sum(place.changing or place.printed for place in every)


def gather(
    session: ReviewSession, log: Sequence[Decision], automatic: Collection[Finding] = ()
) -> ReviewedDocument:
    """Return the result of a review.

    Args:
        session: the document, its findings and the decisions on them.
        log: all decisions of the file.
        automatic: findings whose first suggestion is taken without a decision.

    Raises:
        EditConflictError: if two accepted edits overlap.
    """
    found = _giving_way(
        [
            _of_finding(session, each, automatic)
            for each in session.findings
            if not _is_past(session, each)
        ]
    )
    rest = [each for each in latest(log) if each not in session.orphans]
    reviewed = ReviewedDocument(
        session.document,
        tuple(sorted(found, key=lambda place: (place.span, place.code))),
        tuple(sorted(_made(session, rest, found), key=lambda place: place.span)),
    )
    try:
        ordered(reviewed.edits)
    except OverlapError as error:
        raise conflict_error(session.document, error.first, error.second) from error
    return reviewed


def _of_finding(
    session: ReviewSession, finding: Finding, automatic: Collection[Finding]
) -> ReviewedPlace:
    decision = session.decision(finding)
    if decision is not None:
        edits = edits_at(decision, finding.span.start, session.document.text) or ()
    else:
        edits = finding.suggestions[0].edits if finding in automatic else ()
    return ReviewedPlace(
        finding.span,
        finding.code,
        edits,
        decision,
        None if session.is_unreported(finding) else finding,
    )


def _giving_way(places: Sequence[ReviewedPlace]) -> list[ReviewedPlace]:
    """Return the places without the edits that give way to others."""
    plan = Plan()
    for number, place in enumerate(places):
        if place.changing:
            plan.put(str(number), place.edits, independent=place.independent)
    return [
        replace(place, edits=plan.edits_of(str(number))) if place.changing else place
        for number, place in enumerate(places)
    ]


def _is_past(session: ReviewSession, finding: Finding) -> bool:
    """Return whether nothing is found there any more, and nothing was wrong either."""
    decision = session.decision(finding)
    return session.is_unreported(finding) and not (
        decision and (decision.changing or decision.verdict is Verdict.AS_PRINTED)
    )


def _made(
    session: ReviewSession, decisions: Sequence[Decision], found: Sequence[ReviewedPlace]
) -> Iterator[ReviewedPlace]:
    """Yield the corrections that the text has already."""
    for decision in decisions:
        if not decision.changing or decision.replacement == decision.anchor.exact:
            continue
        span = replace(decision.anchor, exact=decision.replacement).find(session.document.text)
        if span is not None and not any(_holds(place, decision, span) for place in found):
            yield ReviewedPlace(span, decision.code, (), decision)


def _holds(place: ReviewedPlace, decision: Decision, span: Span) -> bool:
    """Return whether `place` is that of `decision`, which may have moved to another finding."""
    if place.decision is None or place.code != decision.code:
        return False
    return place.decision.fingerprint == decision.fingerprint or place.span.overlaps(span)

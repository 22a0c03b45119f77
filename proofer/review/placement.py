"""Finds the place of each earlier decision in today's text and among today's findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from proofer.document.anchors import Anchor
from proofer.document.spans import Span
from proofer.errors import DecisionError
from proofer.findings.finding import Applicability, Finding, Severity, Suggestion
from proofer.findings.report import DocumentReport, Failure
from proofer.messages import Message
from proofer.review.decisions import Decision, Verdict, edits_at, latest
from proofer.review.own_corrections import OWN, own_finding
from proofer.review.store import read_decisions


@dataclass(slots=True)
class Placement:
    """Where earlier decisions belong today."""

    decided: dict[str, Decision] = field(default_factory=dict)
    """The decision on a finding, by today's fingerprint."""
    unreported: dict[tuple[str, Span], Decision] = field(default_factory=dict)
    """Decisions that still stand where no detector reports anything today, by code and span."""
    withdrawn: dict[tuple[str, Span], Decision] = field(default_factory=dict)
    """Withdrawn decisions of that sort."""
    orphans: list[Decision] = field(default_factory=list)
    """Decisions whose place cannot be found with certainty; they stay in the file."""
    fingerprints: dict[str, str] = field(default_factory=dict)
    """Today's fingerprint of each recorded decision that has a place, by the recorded one."""


def place(report: DocumentReport, decisions: Iterable[Decision]) -> Placement:
    """Return where `decisions` belong: by fingerprint, else by their anchor, else nowhere."""
    text = report.document.text
    placement = Placement()
    records = latest(decisions)
    if not records:
        return placement
    by_fingerprint = {finding.fingerprint: finding for finding in report.findings}
    by_place = {(finding.code, finding.span): finding for finding in reversed(report.findings)}
    for decision in records:
        finding = by_fingerprint.get(decision.fingerprint)
        span = finding.span if finding else decision.anchor.find(text)
        if finding is None and _is_applied(decision, span, text):
            continue
        edits = edits_at(decision, span.start, text) if span is not None else None
        if span is None or edits is None:
            if decision.verdict is not Verdict.WITHDRAWN:
                placement.orphans.append(decision)
            continue
        finding = finding or by_place.get((decision.code, span))
        if finding:
            placement.fingerprints[decision.fingerprint] = finding.fingerprint
            placement.decided[finding.fingerprint] = _moved(decision, finding, text)
        else:
            earlier = placement.unreported.get((decision.code, span), decision)
            placement.fingerprints[decision.fingerprint] = earlier.fingerprint
            placement.unreported[decision.code, span] = replace(
                decision, fingerprint=earlier.fingerprint
            )
    _spread_rejections(report, placement)
    return _without_withdrawn(placement)


def finding_of(decision: Decision, span: Span, text: str) -> Finding:
    """Return an unreported decision at `span` as a finding that an editor can decide again."""
    if decision.code == OWN:
        return own_finding(text, span, decision.fingerprint)
    edits = edits_at(decision, span.start, text)
    return Finding(
        code=decision.code,
        name="",
        span=span,
        quote=span.of(text),
        message=Message("以前处理过，现在不再报出", "decided before; no detector reports it today"),
        severity=Severity.INFO,
        confidence=0.0,
        suggestions=(Suggestion(edits, 0.0, Applicability.MANUAL),) if edits else (),
        fingerprint=decision.fingerprint,
    )


def _spread_rejections(report: DocumentReport, placement: Placement) -> None:
    """Apply rejections with the scope of the file where nothing else is decided.

    They also reach findings that are new today.
    """
    rejections = {
        (decision.code, decision.anchor.exact): decision
        for decision in [*placement.decided.values(), *placement.unreported.values()]
        if decision.verdict is Verdict.REJECTED and decision.scope == "file"
    }
    for finding in report.findings:
        decision = rejections.get((finding.code, finding.quote))
        own = placement.decided.get(finding.fingerprint)
        if decision is not None and (own is None or own.verdict is Verdict.WITHDRAWN):
            placement.decided[finding.fingerprint] = _moved(decision, finding, report.document.text)


def _is_applied(decision: Decision, span: Span | None, text: str) -> bool:
    """Return whether the text already reads as decided, as after an export in place.

    The quote may still be found inside its correction (规矩矩 in 规规矩矩), where correcting it
    again would damage the text.
    """
    anchor = decision.anchor
    if not decision.changing or decision.replacement == anchor.exact:
        return False
    corrected = replace(anchor, exact=decision.replacement).find(text)
    if corrected is None or span is None:
        return corrected is not None
    return corrected.covers(span) and _misfit(anchor, corrected, text) < _misfit(anchor, span, text)


def _misfit(anchor: Anchor, span: Span, text: str) -> int:
    """Return the edit distance, in code points, from the surroundings of `span` to the anchor's."""
    from rapidfuzz.distance import Levenshtein

    before = text[max(0, span.start - len(anchor.prefix)) : span.start]
    after = text[span.end : span.end + len(anchor.suffix)]
    return Levenshtein.distance(before, anchor.prefix) + Levenshtein.distance(after, anchor.suffix)


def _moved(decision: Decision, finding: Finding, text: str) -> Decision:
    """Return the decision as it would be made on `finding` today, so a later record replaces it."""
    if decision.fingerprint == finding.fingerprint:
        return decision
    return replace(decision, fingerprint=finding.fingerprint, anchor=Anchor.of(text, finding.span))


def _without_withdrawn(placement: Placement) -> Placement:
    decided, unreported = placement.decided, placement.unreported
    placement.decided = {
        key: each for key, each in decided.items() if each.verdict is not Verdict.WITHDRAWN
    }
    placement.unreported, placement.withdrawn = (
        {
            key: each
            for key, each in unreported.items()
            if (each.verdict is Verdict.WITHDRAWN) is withdrawn
        }
        for withdrawn in (False, True)
    )
    return placement


def rejected_fingerprints(report: DocumentReport, decisions: Iterable[Decision]) -> frozenset[str]:
    """Return the fingerprints of the findings that an editor rejected."""
    decided = place(report, decisions).decided
    return frozenset(
        key for key, decision in decided.items() if decision.verdict is Verdict.REJECTED
    )


def without_rejected(report: DocumentReport, root: Path) -> DocumentReport:
    """Return the report with the findings that an editor rejected among the suppressed ones.

    A decision file that cannot be used becomes a failure of the report.
    """
    path = report.document.path
    try:
        decisions = read_decisions(root, path)
    except DecisionError as error:
        return replace(report, failures=(*report.failures, Failure(path, error.message)))
    rejected = rejected_fingerprints(report, decisions) if decisions else frozenset()
    kept, suppressed = (
        tuple(finding for finding in report.findings if (finding.fingerprint in rejected) is wanted)
        for wanted in (False, True)
    )
    return replace(report, findings=kept, suppressed=suppressed)


def opening_notices(placement: Placement, *, changed: bool) -> list[Message]:
    """Return what an editor who opens the file again should know.

    `changed` says that the bytes of the file are not those of the last decision.
    """
    unreported = sum(code != OWN for code, _ in placement.unreported)
    orphans = len(placement.orphans)
    decided = len(placement.decided) + len(placement.unreported)
    notices = (
        (
            changed,
            "文件在上次校对后有改动，决定已按上下文重新定位。",
            "the file changed; decisions are placed by context.",
        ),
        (
            decided,
            f"接着上次的校对：已有 {decided} 处决定。",
            f"resuming: {decided} decisions so far.",
        ),
        (
            unreported,
            f"其中 {unreported} 处现在不再报出，仍然有效。",
            f"{unreported} of them are no longer found; they still hold.",
        ),
        (
            orphans,
            f"{orphans} 处决定在文中找不到位置，保留在记录里，不会套用。",
            f"{orphans} decisions have lost their place; they are kept on file and not applied.",
        ),
    )
    return [Message(zh, en) for wanted, zh, en in notices if wanted]

"""How findings, decisions and edits are worded on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.findings import Finding, Suggestion
from proofer.messages import Text
from proofer.review.decisions import VERDICT_NAMES, Verdict, edits_at
from proofer.review.session import ReviewSession, Step
from proofer.tui.cells import visible

ARROW = "→"
NOTHING = "∅"
_SHOWN_EDITS = 4

SIGNS = {
    None: " ",
    Verdict.ACCEPTED: "✓",
    Verdict.EDITED: "✎",
    Verdict.REJECTED: "✗",
    Verdict.PRINTED: "=",
    Verdict.DEFERRED: "?",
}
"""A sign for each verdict: colours alone would vanish under NO_COLOR."""


def shown_edits(session: ReviewSession, finding: Finding) -> Sequence[Edit]:
    """Return the edits to show at `finding`: the decided ones, else those of the first suggestion; none if rejected."""
    decision = session.decision(finding)
    if decision is not None and decision.verdict is not Verdict.DEFERRED:
        return session.edits(finding)
    return finding.suggestions[0].edits if finding.suggestions else ()


def new_texts(finding: Finding, edits: Sequence[Edit]) -> list[tuple[Span, str]]:
    """Return what to show behind which text: the quote's new reading, or each edit where one lies outside the quote."""
    if not edits:
        return []
    if all(finding.span.covers(edit.span) for edit in edits):
        new = finding.replacement(Suggestion(tuple(edits), 0.0))
        return [(finding.span, f"{ARROW}{new or NOTHING}")]
    return [(edit.span, _change(edit)) for edit in sorted(edits)]


def _change(edit: Edit) -> str:
    if not len(edit.span):
        return f"+{edit.replacement}"
    return f"{ARROW}{edit.replacement or NOTHING}"


def change(finding: Finding, edits: Sequence[Edit], text: str) -> str:
    """Return `old→new` on one line."""
    if not edits:
        return visible(finding.quote)
    shown = new_texts(finding, edits)
    if shown[0][0] == finding.span:
        return visible(finding.quote + shown[0][1])
    more = "…" if len(shown) > _SHOWN_EDITS else ""
    return visible("，".join(span.of(text) + new for span, new in shown[:_SHOWN_EDITS])) + more


def step(session: ReviewSession, done: Step) -> Text:
    """Return what a step did, in a few words."""
    first = done[0]
    verdict = first.after.verdict if first.after else Verdict.WITHDRAWN
    what = visible(first.finding.quote)
    if first.after is not None and first.after.changing:
        text = session.document.text
        edits = edits_at(first.after, first.finding.span.start, text) or ()  # it may be undone: not the session's edits
        what = change(first.finding, edits, text)
    times = f" ×{len(done)}" if len(done) > 1 else ""
    return Text(f"{VERDICT_NAMES[verdict].zh}：{what}{times}", f"{VERDICT_NAMES[verdict].en}: {what}{times}")

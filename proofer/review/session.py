"""One review of one document: the only object that changes. Screens call it and draw what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain

from proofer.document.anchors import Anchor
from proofer.document.document import UnprojectableError
from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.errors import UsageError
from proofer.findings import Finding, series
from proofer.messages import Text
from proofer.report import DocumentReport
from proofer.review.decisions import Decision, Verdict, changes_of, edits_at
from proofer.review.placement import opening_notices, place
from proofer.review.plan import Plan, conflict_error
from proofer.review.store import DecisionStore


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is. A deferred finding is not decided."""

    decided: int
    deferred: int
    total: int


@dataclass(frozen=True, slots=True)
class Move:
    """One finding's decision before and after a step; None is undecided."""

    finding: Finding
    before: Decision | None
    after: Decision | None


Step = tuple[Move, ...]
"""What one key did: a single finding or a whole series, undone as one."""


def utc_now() -> str:
    """Return the time as decisions record it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class ReviewSession:
    """The state of a review. Every change is in the store before it is here.

    All methods that decide raise DecisionError if the decision could not be written, EditConflictError if its edits
    overlap accepted ones, and UsageError if the finding cannot be decided so; then nothing has changed.
    """

    def __init__(
        self, report: DocumentReport, store: DecisionStore, author: str = "", now: Callable[[], str] = utc_now
    ) -> None:
        self.report = report
        self.document = report.document
        self.findings: Sequence[Finding] = report.findings
        self.author = author
        self._store = store
        self._now = now
        placement = place(report, store.decisions)
        self.orphans: Sequence[Decision] = placement.orphans
        self.loose: Sequence[Decision] = [decision for decision, _ in placement.loose.values()]
        self._decisions = placement.decided
        self._plan = Plan()
        self._undoable: list[Step] = []
        self._redoable: list[Step] = []
        self._index = {finding.fingerprint: index for index, finding in enumerate(self.findings)}
        self._series = {each.fingerprint: group for group in series(self.findings).values() for each in group}
        if len(self._index) != len(self.findings):
            raise ValueError("two findings have one fingerprint")
        for finding in self.findings:
            self._plan.put(finding.fingerprint, self._edits(finding, self._decisions.get(finding.fingerprint)))
        for decision, edits in placement.loose.values():
            self._plan.put(f"loose {decision.fingerprint}", edits)
        self.notices: Sequence[Text] = [*store.notices, *opening_notices(placement, changed=store.changed)]

    # What is

    def index(self, finding: Finding) -> int:
        """Return the number of `finding` among the findings."""
        return self._index[finding.fingerprint]

    def decision(self, finding: Finding) -> Decision | None:
        """Return the decision on `finding`, None while it is undecided."""
        return self._decisions.get(finding.fingerprint)

    def verdict(self, finding: Finding) -> Verdict | None:
        """Return the verdict on `finding`, None while it is undecided."""
        decision = self.decision(finding)
        return decision.verdict if decision else None

    def is_open(self, finding: Finding) -> bool:
        """Return whether `finding` still waits for a decision (deferred ones do)."""
        return self.verdict(finding) in (None, Verdict.DEFERRED)

    def edits(self, finding: Finding) -> tuple[Edit, ...]:
        """Return the edits decided for `finding`: none unless it is accepted or edited."""
        return self._edits(finding, self.decision(finding))

    @property
    def progress(self) -> Progress:
        """How many findings are decided."""
        deferred = sum(decision.verdict is Verdict.DEFERRED for decision in self._decisions.values())
        return Progress(len(self._decisions) - deferred, deferred, len(self.findings))

    def next_undecided(self, index: int) -> int | None:
        """Return the next finding after number `index`, round the end, that is undecided; else a deferred one."""
        deferred: int | None = None
        for each in chain(range(index + 1, len(self.findings)), range(index + 1)):
            verdict = self.verdict(self.findings[each])
            if verdict is None:
                return each
            if verdict is Verdict.DEFERRED and deferred is None:
                deferred = each
        return deferred

    def same_series(self, finding: Finding) -> Sequence[Finding]:
        """Return the findings with the same code, quote and first replacement, `finding` included, by place."""
        return self._series[finding.fingerprint]

    def plan(self) -> tuple[Edit, ...]:
        """Return the edits of all accepted and edited decisions, by place."""
        return self._plan.edits()

    # What the editor does

    def accept(self, finding: Finding, suggestion: int = 0) -> Step:
        """Decide that suggestion number `suggestion` (from 0) shall be made."""
        return self._commit([(finding, self._acceptance(finding, suggestion))])

    def accept_with(self, finding: Finding, replacement: str) -> Step:
        """Decide that the quote shall read `replacement`, the editor's own words."""
        return self._commit([(finding, self._own(finding, replacement))])

    def reject(self, finding: Finding, note: str = "") -> Step:
        """Decide that the text stands as it is."""
        return self._commit([(finding, self._verdict(finding, Verdict.REJECTED, note))])

    def defer(self, finding: Finding, note: str = "") -> Step:
        """Put `finding` off."""
        return self._commit([(finding, self._verdict(finding, Verdict.DEFERRED, note))])

    def accept_series(self, finding: Finding) -> Step:
        """Accept the first suggestion for `finding` and for all of its series that are still open, in one step."""
        return self._commit([(each, self._acceptance(each, 0)) for each in self._open_series(finding)])

    def reject_series(self, finding: Finding) -> Step:
        """Reject `finding` and all of its series that are still open, in one step."""
        return self._commit([(each, self._verdict(each, Verdict.REJECTED)) for each in self._open_series(finding)])

    def undo(self) -> Step | None:
        """Take the last step back; return it, or None if there is none."""
        if not self._undoable:
            return None
        step = self._undoable[-1]
        self._write({move.finding.fingerprint: (move.finding, move.before) for move in step})
        self._redoable.append(self._undoable.pop())
        return step

    def redo(self) -> Step | None:
        """Make the step that was undone last again; return it, or None if there is none."""
        if not self._redoable:
            return None
        step = self._redoable[-1]
        self._write({move.finding.fingerprint: (move.finding, move.after) for move in step})
        self._undoable.append(self._redoable.pop())
        return step

    # How it is kept

    def _commit(self, decisions: Sequence[tuple[Finding, Decision]]) -> Step:
        step = tuple(Move(finding, self.decision(finding), decision) for finding, decision in decisions)
        self._write({finding.fingerprint: (finding, decision) for finding, decision in decisions})
        self._undoable.append(step)
        self._redoable.clear()
        return step

    def _write(self, wanted: Mapping[str, tuple[Finding, Decision | None]]) -> None:
        before = {key: self._edits(finding, self._decisions.get(key)) for key, (finding, _) in wanted.items()}
        records = [self._record(finding, decision) for finding, decision in wanted.values()]
        try:
            self._replan(wanted.values())
            self._store.append(records)
        except BaseException:
            for key, edits in before.items():
                self._plan.put(key, edits)
            raise
        for record in records:
            if record.verdict is Verdict.WITHDRAWN:
                self._decisions.pop(record.fingerprint, None)
            else:
                self._decisions[record.fingerprint] = record

    def _replan(self, wanted: Iterable[tuple[Finding, Decision | None]]) -> None:
        for finding, _ in wanted:
            self._plan.put(finding.fingerprint, ())
        for finding, decision in wanted:
            edits = self._edits(finding, decision)
            for edit in edits:
                if (other := self._plan.overlapping(edit)) is not None:
                    raise conflict_error(self.document, edit, other)
            self._plan.put(finding.fingerprint, edits)

    def _record(self, finding: Finding, decision: Decision | None) -> Decision:
        """Return what the log shall say: the decision as of now, for a later record holds."""
        return replace(decision or self._verdict(finding, Verdict.WITHDRAWN), time=self._now())

    def _edits(self, finding: Finding, decision: Decision | None) -> tuple[Edit, ...]:
        if decision is None:
            return ()
        return edits_at(decision, finding.span.start, self.document.text) or ()

    def _open_series(self, finding: Finding) -> list[Finding]:
        return [each for each in self.same_series(finding) if each == finding or self.is_open(each)]

    def _verdict(self, finding: Finding, verdict: Verdict, note: str = "") -> Decision:
        anchor = Anchor.of(self.document.text, finding.span)
        return Decision(finding.fingerprint, finding.code, anchor, verdict, author=self.author, note=note)

    def _acceptance(self, finding: Finding, number: int) -> Decision:
        if not 0 <= number < len(finding.suggestions):
            raise UsageError(_no_suggestion(number, len(finding.suggestions)))
        suggestion = finding.suggestions[number]
        decision = self._changing(finding, Verdict.ACCEPTED, suggestion.edits, finding.replacement(suggestion))
        return replace(decision, suggestion=number)

    def _own(self, finding: Finding, replacement: str) -> Decision:
        if replacement == finding.quote:
            raise UsageError(Text("与原文相同。如原文无误，请选“不改”。", "this is the text as it is; reject instead."))
        if any(ord(character) < 32 or character in "\x7f\x85\u2028\u2029" for character in replacement):
            raise UsageError(
                Text("替换文字里不能有换行或控制字符。", "line ends and control codes cannot be typed in.")
            )
        for number, suggestion in enumerate(finding.suggestions):
            inside = all(finding.span.covers(edit.span) for edit in suggestion.edits)
            if inside and finding.replacement(suggestion) == replacement:
                return self._acceptance(finding, number)
        edit = smallest_edit(finding.span, finding.quote, replacement)
        return self._changing(finding, Verdict.EDITED, (edit,), replacement)

    def _changing(self, finding: Finding, verdict: Verdict, edits: Sequence[Edit], replacement: str) -> Decision:
        try:
            for edit in edits:
                self.document.project(edit)
        except UnprojectableError as error:
            raise UsageError(
                Text(
                    "这处改动跨越段落，无法自动写回文件，请在原文件中手工修改。",
                    "this change reaches over a paragraph's end; make it in the file by hand.",
                )
            ) from error
        changes = changes_of(self.document.text, finding.span.start, edits)
        return replace(self._verdict(finding, verdict), replacement=replacement, changes=changes)


def smallest_edit(span: Span, old: str, new: str) -> Edit:
    """Return the edit that makes `new` of `old`, which stands at `span`, leaving equal ends alone."""
    shortest = min(len(old), len(new))
    head = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    room = shortest - head
    tail = next((at for at in range(room) if old[-1 - at] != new[-1 - at]), room)
    return Edit(Span(span.start + head, span.end - tail), new[head : len(new) - tail])


def _no_suggestion(number: int, count: int) -> Text:
    if not count:
        return Text("这处没有建议，请自拟改法，或选“不改”。", "there is no suggestion here; type your own, or reject.")
    return Text(f"没有第 {number + 1} 条建议，只有 {count} 条。", f"there is no suggestion {number + 1}, only {count}.")

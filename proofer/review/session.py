"""One review of one document: the only object that changes. Screens call it and draw what it says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain

from proofer.document.edits import Edit
from proofer.findings import Finding, series
from proofer.messages import Text
from proofer.report import DocumentReport
from proofer.review.decisions import Decision, Scope, Verdict, edits_at
from proofer.review.history import History
from proofer.review.making import DecisionMaker
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
        self._characters = sum(not character.isspace() for character in report.document.text)
        self._make = DecisionMaker(report.document, author)
        placement = place(report, store.decisions)
        self.orphans: Sequence[Decision] = placement.orphans
        self.loose: Sequence[Decision] = [decision for decision, _ in placement.loose.values()]
        self._decisions = placement.decided
        self._plan = Plan()
        self._history: History[Step] = History()
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

    @property
    def error_rate(self) -> float:
        """Errors that were found and confirmed, those of the original included, in 10,000 characters (差错率)."""
        errors = sum(each.changing or each.verdict is Verdict.PRINTED for each in self._decisions.values())
        return 10_000 * errors / max(1, self._characters)

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

    def open_series(self, finding: Finding, without: Collection[Finding] = ()) -> Sequence[Finding]:
        """Return `finding` and what is still open of its series, but those `without`, by place."""
        return [
            each
            for each in self.same_series(finding)
            if each not in without and (each == finding or self.is_open(each))
        ]

    def same_quote(self, finding: Finding) -> Sequence[Finding]:
        """Return the findings with the same code and quote, whatever they suggest, by place."""
        return [each for each in self.findings if (each.code, each.quote) == (finding.code, finding.quote)]

    def plan(self) -> tuple[Edit, ...]:
        """Return the edits of all accepted and edited decisions, by place."""
        return self._plan.edits()

    # What the editor does

    def accept(self, finding: Finding, suggestion: int = 0) -> Step:
        """Decide that suggestion number `suggestion` (from 0) shall be made."""
        return self._commit([(finding, self._make.acceptance(finding, suggestion))])

    def accept_with(self, finding: Finding, replacement: str) -> Step:
        """Decide that the quote shall read `replacement`, the editor's own words."""
        return self._commit([(finding, self._make.own(finding, replacement))])

    def reject(self, finding: Finding, note: str = "", scope: Scope = "place") -> Step:
        """Decide that the text stands as it is, here or wherever the file has the same quote with the same code."""
        group = [finding] if scope == "place" else self.same_quote(finding)
        wanted = [each for each in group if each == finding or self.is_open(each)]
        return self.reject_all(wanted, note, scope)

    def defer(self, finding: Finding, note: str = "") -> Step:
        """Put `finding` off."""
        return self._commit([(finding, self._make.plain(finding, Verdict.DEFERRED, note))])

    def mark_printed(self, finding: Finding, replacement: str | None = None) -> Step:
        """Decide that the original is printed so: the text stays, the errata list says what it should read."""
        return self._commit([(finding, self._make.printed(finding, replacement))])

    def annotate(self, finding: Finding, note: str) -> Step:
        """Set the note of the decision on `finding`; one that is undecided is put off with it."""
        decision = self.decision(finding) or self._make.plain(finding, Verdict.DEFERRED)
        return self._commit([(finding, replace(decision, note=note.strip()))])

    def accept_series(self, finding: Finding, without: Collection[Finding] = ()) -> Step:
        """Accept the first suggestion for all of the series of `finding` that are open, but those `without`."""
        return self.accept_all(self.open_series(finding, without))

    def reject_series(self, finding: Finding, without: Collection[Finding] = ()) -> Step:
        """Reject all of the series of `finding` that are open, but those `without`, in one step."""
        return self.reject_all(self.open_series(finding, without))

    def accept_all(self, findings: Sequence[Finding]) -> Step:
        """Accept the first suggestion of each of `findings` in one step."""
        return self._commit([(each, self._make.acceptance(each, 0)) for each in findings])

    def reject_all(self, findings: Sequence[Finding], note: str = "", scope: Scope = "place") -> Step:
        """Reject `findings` in one step, on behalf of a decision of that `scope`."""
        return self._commit([(each, self._make.plain(each, Verdict.REJECTED, note, scope)) for each in findings])

    def undo(self) -> Step | None:
        """Take the last step back; return it, or None if there is none."""
        return self._history.undo(self.revert)

    def redo(self) -> Step | None:
        """Make the step that was undone last again; return it, or None if there is none."""
        return self._history.redo(self.repeat)

    def revert(self, step: Step) -> None:
        """Put the decisions of `step`, the last one that holds, back to what they were before it."""
        self._write({move.finding.fingerprint: (move.finding, move.before) for move in step})

    def repeat(self, step: Step) -> None:
        """Make `step` again, after `revert`."""
        self._write({move.finding.fingerprint: (move.finding, move.after) for move in step})

    # How it is kept

    def _commit(self, decisions: Sequence[tuple[Finding, Decision]]) -> Step:
        step = tuple(Move(finding, self.decision(finding), decision) for finding, decision in decisions)
        self._write({finding.fingerprint: (finding, decision) for finding, decision in decisions})
        return self._history.add(step)

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
        return replace(decision or self._make.plain(finding, Verdict.WITHDRAWN), time=self._now())

    def _edits(self, finding: Finding, decision: Decision | None) -> tuple[Edit, ...]:
        if decision is None or not decision.changing:
            return ()
        return edits_at(decision, finding.span.start, self.document.text) or ()

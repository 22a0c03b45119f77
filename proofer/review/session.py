"""The review of one document: the only object with state; screens call it and draw what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from proofer.document.edits import Edit
from proofer.findings.finding import Finding, series
from proofer.findings.report import DocumentReport
from proofer.messages import Message
from proofer.review.change_log import ChangeLog
from proofer.review.decision_factory import DecisionFactory
from proofer.review.decisions import Decision, Scope, StepMark, Verdict, agree, edits_at
from proofer.review.history import History
from proofer.review.placement import Placement, finding_of, opening_notices, place
from proofer.review.plan import Plan, conflict_error
from proofer.review.records import DictionaryAddition, Log
from proofer.review.store import DecisionStore
from proofer.vocabulary.dictionary_files import Addition


@dataclass(frozen=True, slots=True)
class Progress:
    """How many findings are decided, deferred (not counted as decided) and there in all."""

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
"""What one key did in a file, to one finding or a whole series; it is undone as one."""


class Replayed(NamedTuple):
    """What an undo or redo did in one file: the moves of the step, and how many it had to skip."""

    step: Step
    skipped: int = 0


class ReviewSession:
    """The state of a review. Every change is on disk before it shows here.

    All methods that decide raise DecisionError if the decision cannot be written, EditConflictError
    if its edits overlap accepted ones, and UsageError if the finding cannot be decided so; then
    nothing has changed.
    """

    def __init__(
        self, report: DocumentReport, store: DecisionStore, history: History | None = None
    ) -> None:
        self.document = report.document
        self._store = store
        self._history = history or History()
        self._characters = sum(map(len, report.document.text.split()))
        self._factory = DecisionFactory(report.document, self._history.author)
        placement = self.take_in(report)
        self.notices: Sequence[Message] = [
            *store.notices,
            *opening_notices(placement, changed=store.changed),
        ]

    def take_in(self, report: DocumentReport) -> Placement:
        """Take over the findings of `report` on the same text, with the decisions on them.

        Raises:
            ValueError: if two findings have one fingerprint.
        """
        self.report = report
        placement = place(report, self._store.decisions)
        self.orphans: Sequence[Decision] = placement.orphans
        text = self.document.text
        unreported = [
            finding_of(decision, span, text) for (_, span), decision in placement.unreported.items()
        ]
        self._unreported = frozenset(finding.fingerprint for finding in unreported)
        self.findings: Sequence[Finding] = report.findings
        if unreported:
            self.findings = sorted(
                [*report.findings, *unreported], key=lambda finding: finding.span
            )
        self._index = {finding.fingerprint: index for index, finding in enumerate(self.findings)}
        self._series = {
            each.fingerprint: group for group in series(self.findings).values() for each in group
        }
        if len(self._index) != len(self.findings):
            raise ValueError("two findings have one fingerprint")
        self._change_log = ChangeLog(
            self._store.decisions, lambda name: placement.fingerprints.get(name, name)
        )
        self._take_decisions(placement)
        return placement

    def _take_decisions(self, placement: Placement) -> None:
        """Take over the decisions of `placement` and plan their edits."""
        decisions = placement.decided | {
            decision.fingerprint: decision for decision in placement.unreported.values()
        }
        self._decisions = {key: each for key, each in decisions.items() if key in self._index}
        self._plan = Plan()
        for key, decision in self._decisions.items():
            self._put(self.findings[self._index[key]], decision)

    # The state

    @property
    def log(self) -> Log:
        """The content of the decision file, with what was decided here."""
        return self._store.log

    def index(self, finding: Finding) -> int:
        """Return the number of `finding` among the findings."""
        return self._index[finding.fingerprint]

    def is_unreported(self, finding: Finding) -> bool:
        """Return whether only an earlier decision makes `finding`: no detector reports it today."""
        return finding.fingerprint in self._unreported

    def decision(self, finding: Finding) -> Decision | None:
        """Return the decision on `finding`, None while it is undecided."""
        return self._decisions.get(finding.fingerprint)

    def verdict(self, finding: Finding) -> Verdict | None:
        """Return the verdict on `finding`, None while it is undecided."""
        decision = self.decision(finding)
        return decision.verdict if decision else None

    def is_open(self, finding: Finding) -> bool:
        """Return whether `finding` still needs a decision, as deferred ones do."""
        return self.verdict(finding) in (None, Verdict.DEFERRED)

    def edits(self, finding: Finding) -> tuple[Edit, ...]:
        """Return the edits decided on for `finding`: none unless it is accepted or edited."""
        return self._plan.edits_of(finding.fingerprint)

    @property
    def progress(self) -> Progress:
        """How many findings are decided."""
        deferred = sum(
            decision.verdict is Verdict.DEFERRED for decision in self._decisions.values()
        )
        return Progress(len(self._decisions) - deferred, deferred, len(self.findings))

    @property
    def error_rate(self) -> float:
        """Confirmed errors in 10,000 characters, those of the original included (差错率)."""
        errors = sum(
            each.changing or each.verdict is Verdict.AS_PRINTED for each in self._decisions.values()
        )
        return 10_000 * errors / max(1, self._characters)

    def next_undecided(self, index: int) -> int | None:
        """Return the number of the next undecided finding behind `index`, wrapping around.

        If none is left, return that of a deferred one, and None without any.
        """
        deferred: int | None = None
        for each in chain(range(index + 1, len(self.findings)), range(index + 1)):
            verdict = self.verdict(self.findings[each])
            if verdict is None:
                return each
            if verdict is Verdict.DEFERRED and deferred is None:
                deferred = each
        return deferred

    def same_series(self, finding: Finding) -> Sequence[Finding]:
        """Return the findings with its code, quote and first replacement, itself included."""
        return self._series[finding.fingerprint]

    def open_series(self, finding: Finding) -> Sequence[Finding]:
        """Return `finding` and the findings of its series that are still open, by place."""
        return [each for each in self.same_series(finding) if each == finding or self.is_open(each)]

    def same_quote(self, finding: Finding) -> Sequence[Finding]:
        """Return the findings with the same code and quote, whatever they suggest, by place."""
        return [
            each
            for each in self.findings
            if (each.code, each.quote) == (finding.code, finding.quote)
        ]

    def plan(self) -> tuple[Edit, ...]:
        """Return the edits of all accepted and edited decisions, by place."""
        return self._plan.edits()

    # Decisions

    def accept(self, finding: Finding, suggestion: int = 0) -> Step:
        """Accept the suggestion with the number `suggestion`, counted from 0."""
        return self._commit([(finding, self._factory.acceptance(finding, suggestion))])

    def accept_with(self, finding: Finding, replacement: str) -> Step:
        """Replace the quote by `replacement`, the editor's own words."""
        return self._commit([(finding, self._factory.own(finding, replacement))])

    def reject(self, finding: Finding, note: str = "", scope: Scope = "place") -> Step:
        """Decide that the text is right, here or at every place with this code and quote."""
        group = [finding] if scope == "place" else self.same_quote(finding)
        wanted = [each for each in group if each == finding or self.is_open(each)]
        return self.reject_all(wanted, note, scope)

    def defer(self, finding: Finding, note: str = "") -> Step:
        """Put `finding` off."""
        return self._commit([(finding, self._factory.plain(finding, Verdict.DEFERRED, note))])

    def mark_as_printed(self, finding: Finding, replacement: str | None = None) -> Step:
        """Decide that the original has the error: the text stays, the errata list corrects it."""
        return self._commit([(finding, self._factory.as_printed(finding, replacement))])

    def annotate(self, finding: Finding, note: str) -> Step:
        """Set the note of the decision on `finding`; an undecided one is deferred with it."""
        decision = self.decision(finding) or self._factory.plain(finding, Verdict.DEFERRED)
        return self._commit(
            [(finding, replace(decision, note=note.strip(), author=self._history.author))]
        )

    def accept_all(self, findings: Sequence[Finding]) -> Step:
        """Accept the first suggestion of each of `findings` in one step."""
        return self._commit([(each, self._factory.acceptance(each, 0)) for each in findings])

    def reject_all(
        self, findings: Sequence[Finding], note: str = "", scope: Scope = "place"
    ) -> Step:
        """Reject `findings` in one step, on behalf of a decision of that `scope`."""
        return self._commit(
            [(each, self._factory.plain(each, Verdict.REJECTED, note, scope)) for each in findings]
        )

    def replay(self, step: str, *, undo: bool) -> Replayed:
        """Undo `step`: put its places back to what they were. Or redo it.

        A place is skipped if it is lost, if something else is decided there by now, or if what was
        decided does not fit the text.
        """
        wanted: dict[str, tuple[Finding, Decision | None]] = {}
        moves: list[Move] = []
        changes = {
            fingerprint: change
            for fingerprint, change in self._change_log.changes(step).items()
            if self._history.owns(change.after.author)
        }
        for fingerprint, change in changes.items():
            before, after = change.before, change.after
            old, new = (after, before) if undo else (before, after)
            finding = self._writable(fingerprint)
            if (
                finding is not None
                and agree(self._change_log.last(fingerprint), old)
                and self._fits(new, finding)
            ):
                wanted[fingerprint] = (finding, _unless_withdrawn(new))
                moves.append(Move(finding, _unless_withdrawn(before), after))
        self._write(wanted)
        # A rejection in the whole file may now reach other places, or no longer reach them.
        if any(each.scope == "file" for each in self._decisions.values()) or any(
            change.after.scope == "file" for change in changes.values()
        ):
            self._take_decisions(place(self.report, self._store.decisions))
        return Replayed(tuple(moves), len(changes) - len(moves))

    def addition(self, step: str) -> Addition | None:
        """Return the word that `step` added to the project's dictionary from this file."""
        return next(
            (each.addition for each in self._store.log.additions if each.mark.step == step), None
        )

    def record_addition(self, addition: Addition | None = None) -> None:
        """Record that the step under way adds a word to the dictionary, or replays an addition."""
        mark = self._history.mark()
        self._store.append(
            (), [DictionaryAddition(mark, addition, self._history.author, self._history.time())]
        )
        self._history.add(mark.step, mark, self._history.author, self._store.file)

    # How decisions are written

    def _writable(self, fingerprint: str) -> Finding | None:
        """Return a finding that can be decided; None if it is lost or the session is read-only."""
        if fingerprint not in self._index or self._store.read_only:
            return None
        return self.findings[self._index[fingerprint]]

    def _fits(self, decision: Decision | None, finding: Finding) -> bool:
        if decision is None:
            return True
        fitting = edits_at(decision, finding.span.start, self.document.text) is not None
        return fitting and decision.anchor.exact == finding.quote

    def _commit(self, decisions: Sequence[tuple[Finding, Decision]]) -> Step:
        step = tuple(
            Move(finding, self.decision(finding), decision) for finding, decision in decisions
        )
        self._write({finding.fingerprint: (finding, decision) for finding, decision in decisions})
        return step

    def _write(self, wanted: Mapping[str, tuple[Finding, Decision | None]]) -> None:
        """Write these decisions, but for those that stand already: they must not end redo."""
        wanted = {
            key: each
            for key, each in wanted.items()
            if not agree(self._decisions.get(key), each[1])
        }
        if not wanted:
            return
        mark = self._history.mark()
        before = [(finding, self._decisions.get(key)) for key, (finding, _) in wanted.items()]
        records = [self._record(finding, decision, mark) for finding, decision in wanted.values()]
        try:
            self._replan(wanted.values())
            self._store.append(records)
        except BaseException:
            for finding, decision in before:
                self._put(finding, decision)
            raise
        for record in records:
            self._change_log.add(record)
            if record.verdict is Verdict.WITHDRAWN:
                self._decisions.pop(record.fingerprint, None)
            else:
                self._decisions[record.fingerprint] = record
        self._history.add(mark.step, mark, self._history.author, self._store.file)

    def _replan(self, wanted: Iterable[tuple[Finding, Decision | None]]) -> None:
        for finding, _ in wanted:
            self._plan.put(finding.fingerprint, ())
        for finding, decision in wanted:
            edits = self._edits(finding, decision)
            for edit in edits:
                other = self._plan.overlapping(edit, independent=_is_independent(decision))
                if other is not None:
                    raise conflict_error(self.document, edit, other)
            self._put(finding, decision)

    def _record(self, finding: Finding, decision: Decision | None, mark: StepMark) -> Decision:
        """Return the record of a decision, with the present time and today's place of it."""
        withdrawn = self._factory.plain(finding, Verdict.WITHDRAWN)
        return replace(
            decision or withdrawn,
            fingerprint=withdrawn.fingerprint,
            anchor=withdrawn.anchor,
            time=self._history.time(),
            mark=mark,
        )

    def _put(self, finding: Finding, decision: Decision | None) -> None:
        edits = self._edits(finding, decision)
        self._plan.put(finding.fingerprint, edits, independent=_is_independent(decision))

    def _edits(self, finding: Finding, decision: Decision | None) -> tuple[Edit, ...]:
        if decision is None or not decision.changing:
            return ()
        return edits_at(decision, finding.span.start, self.document.text) or ()


def _is_independent(decision: Decision | None) -> bool:
    return decision is not None and decision.independent


def _unless_withdrawn(decision: Decision | None) -> Decision | None:
    return None if decision is None or decision.verdict is Verdict.WITHDRAWN else decision

"""One review of one document: the only object that changes.

Screens call it and draw what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from proofer.document.edits import Edit
from proofer.findings.finding import Finding, series
from proofer.findings.report import DocumentReport
from proofer.messages import Message
from proofer.review.change_log import ChangeLog, LoggedChange
from proofer.review.decision_factory import DecisionMaker
from proofer.review.decisions import Decision, Mark, Scope, Verdict, agree, edits_at
from proofer.review.history import History, seconds
from proofer.review.placement import Placement, finding_of, opening_notices, place
from proofer.review.plan import Plan, conflict_error
from proofer.review.records import DictionaryAddition, Log
from proofer.review.store import DecisionStore
from proofer.vocabulary.project_dictionary import Addition


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


class Turned(NamedTuple):
    """What an undo or a redo did in one file: the moves of the step that it turned, and the places left as they are."""

    step: Step
    skipped: int = 0


class ReviewSession:
    """The state of a review. Every change is in the store before it is here.

    All methods that decide raise DecisionError if the decision could not be written,
    EditConflictError if its edits overlap accepted ones, and UsageError if the finding cannot be
    decided so; then nothing has changed.
    """

    def __init__(
        self, report: DocumentReport, store: DecisionStore, history: History | None = None
    ) -> None:
        self.document = report.document
        self._store = store
        self._history = history or History()
        self._characters = sum(map(len, report.document.text.split()))
        self._make = DecisionMaker(report.document, self._history.author)
        placement = self.take_in(report)
        self.notices: Sequence[Message] = [
            *store.notices,
            *opening_notices(placement, changed=store.changed),
        ]

    def take_in(self, report: DocumentReport) -> Placement:
        """Take over the findings of `report` on the same text, with what the log says of them."""
        self.report = report
        placement = place(report, self._store.decisions)
        self.orphans: Sequence[Decision] = placement.orphans
        text = self.document.text
        loose = [
            finding_of(decision, span, text) for (_, span), decision in placement.loose.items()
        ]
        self._loose = frozenset(each.fingerprint for each in loose)
        self.findings: Sequence[Finding] = report.findings
        if loose:
            self.findings = sorted([*report.findings, *loose], key=lambda each: each.span)
        self._index = {finding.fingerprint: index for index, finding in enumerate(self.findings)}
        self._series = {
            each.fingerprint: group for group in series(self.findings).values() for each in group
        }
        if len(self._index) != len(self.findings):
            raise ValueError("two findings have one fingerprint")
        self._journal = ChangeLog(
            self._store.decisions, lambda name: placement.names.get(name, name)
        )
        self._hold(placement)
        return placement

    def _hold(self, placement: Placement) -> None:
        """Let the decisions of `placement` hold."""
        held = placement.decided | {each.fingerprint: each for each in placement.loose.values()}
        self._decisions = {key: decision for key, decision in held.items() if key in self._index}
        self._plan = Plan()
        for key, decision in self._decisions.items():
            self._put(self.findings[self._index[key]], decision)

    # What is

    @property
    def log(self) -> Log:
        """What the log of the file holds, with what was decided here."""
        return self._store.log

    def index(self, finding: Finding) -> int:
        """Return the number of `finding` among the findings."""
        return self._index[finding.fingerprint]

    def is_loose(self, finding: Finding) -> bool:
        """Return whether `finding` is made of a decision on a place where nothing is found today."""
        return finding.fingerprint in self._loose

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
        return self._plan.made(finding.fingerprint)

    @property
    def progress(self) -> Progress:
        """How many findings are decided."""
        deferred = sum(
            decision.verdict is Verdict.DEFERRED for decision in self._decisions.values()
        )
        return Progress(len(self._decisions) - deferred, deferred, len(self.findings))

    @property
    def error_rate(self) -> float:
        """Errors that were found and confirmed, those of the original included, in 10,000 characters (差错率)."""
        errors = sum(
            each.changing or each.verdict is Verdict.PRINTED for each in self._decisions.values()
        )
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

    def open_series(self, finding: Finding) -> Sequence[Finding]:
        """Return `finding` and what is still open of its series, by place."""
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
        return self._commit(
            [(finding, replace(decision, note=note.strip(), author=self._history.author))]
        )

    def accept_all(self, findings: Sequence[Finding]) -> Step:
        """Accept the first suggestion of each of `findings` in one step."""
        return self._commit([(each, self._make.acceptance(each, 0)) for each in findings])

    def reject_all(
        self, findings: Sequence[Finding], note: str = "", scope: Scope = "place"
    ) -> Step:
        """Reject `findings` in one step, on behalf of a decision of that `scope`."""
        return self._commit(
            [(each, self._make.plain(each, Verdict.REJECTED, note, scope)) for each in findings]
        )

    def turn(self, step: str, *, back: bool) -> Turned:
        """Put the places that `step` changed to what they were before it (`back`), or make it again.

        A place is left as it is if it is lost or something else holds there by now, or what shall
        hold does not fit.
        """
        wanted: dict[str, tuple[Finding, Decision | None]] = {}
        moves: list[Move] = []
        turns = {
            place: each for place, each in self._journal.turns(step).items() if self._own(each)
        }
        for name, each in turns.items():
            old, new = (each.after, each.before) if back else (each.before, each.after)
            known = name in self._index and not self._store.read_only
            finding = self.findings[self._index[name]] if known else None
            if finding and agree(self._journal.held(name), old) and self._fits(new, finding):
                wanted[name] = (finding, _standing(new))
                moves.append(Move(finding, _standing(each.before), each.after))
        self._write(wanted)
        if any(each.scope == "file" for each in self._decisions.values()) or any(
            each.after.scope == "file" for each in turns.values()
        ):
            self._hold(place(self.report, self._store.decisions))
        return Turned(tuple(moves), len(turns) - len(moves))

    def lesson(self, step: str) -> Addition | None:
        """Return the word that `step` taught the project here."""
        return next(
            (each.addition for each in self._store.log.lessons if each.mark.step == step), None
        )

    def note(self, addition: Addition | None = None) -> None:
        """Put on record that the step under way teaches the project a word, or takes one back."""
        mark = self._history.mark()
        self._store.append(
            (), [DictionaryAddition(mark, addition, self._history.author, seconds(mark.step))]
        )
        self._history.add(mark.step, mark, self._history.author, self._store.file)

    # How it is kept

    def _own(self, turn: LoggedChange) -> bool:
        return self._history.owns(turn.after.author)

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
        """Let these decisions hold; one that holds already is no step, so that redo stays possible behind it."""
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
            self._journal.add(record)
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
                if (
                    other := self._plan.overlapping(edit, apart=bool(decision and decision.apart))
                ) is not None:
                    raise conflict_error(self.document, edit, other)
            self._put(finding, decision)

    def _record(self, finding: Finding, decision: Decision | None, mark: Mark) -> Decision:
        """Return what the log shall say: the decision as of now and of today's place, for a later record holds."""
        plain = self._make.plain(finding, Verdict.WITHDRAWN)
        held = self._journal.held(finding.fingerprint)
        time = max(seconds(mark.step), held.time if held else "")  # a clock may be set back
        made = decision or plain
        return replace(
            made, fingerprint=plain.fingerprint, anchor=plain.anchor, time=time, mark=mark
        )

    def _put(self, finding: Finding, decision: Decision | None) -> None:
        edits = self._edits(finding, decision)
        self._plan.put(finding.fingerprint, edits, apart=bool(decision and decision.apart))

    def _edits(self, finding: Finding, decision: Decision | None) -> tuple[Edit, ...]:
        if decision is None or not decision.changing:
            return ()
        return edits_at(decision, finding.span.start, self.document.text) or ()


def _standing(decision: Decision | None) -> Decision | None:
    return None if decision is None or decision.verdict is Verdict.WITHDRAWN else decision

"""The review of one document: the only object with state; screens call it and draw what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from proofer.document.edits import Edit, apply
from proofer.document.spans import Span
from proofer.errors import UsageError
from proofer.findings.finding import Finding
from proofer.findings.report import DocumentReport
from proofer.messages import Message
from proofer.rendering.places import line_finder
from proofer.review.decision_factory import DecisionFactory
from proofer.review.decisions import Decision, Scope, Verdict, agree, edits_at
from proofer.review.finding_index import FindingIndex
from proofer.review.history import History
from proofer.review.ledger import Ledger, Wanted
from proofer.review.own_corrections import OWN, new_finding
from proofer.review.placement import Placement, finding_of, opening_notices, place
from proofer.review.records import Log
from proofer.review.steps import Move, Progress, Replayed, Step
from proofer.review.store import DecisionStore
from proofer.scoring.severity import LIKELY
from proofer.vocabulary.dictionary_files import Addition

_NEAR = 4
"""Findings before and behind one that are looked at for such as share its place."""


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
        self.line_of = line_finder(report.document)
        """From an offset of the text to the number of its line, as editors count."""
        self._characters = sum(map(len, report.document.text.split()))
        self._factory = DecisionFactory(report.document, self._history.author)
        self._ledger = Ledger(report.document, store, self._history)
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
        self._take_unreported(placement)
        self._ledger.take_in(placement)
        self._take_decisions(placement)
        return placement

    def _take_unreported(self, placement: Placement) -> None:
        """Make findings of the decisions where no detector reports anything."""
        text = self.document.text
        withdrawn, standing = (
            [finding_of(decision, span, text) for (_, span), decision in each.items()]
            for each in (placement.withdrawn, placement.unreported)
        )
        self._own = {each.fingerprint: each for each in (*withdrawn, *standing) if each.code == OWN}
        self._index = FindingIndex([*self.report.findings, *standing])
        self._reported = frozenset(each.fingerprint for each in self.report.findings)

    def _take_decisions(self, placement: Placement) -> None:
        """Let the decisions of `placement` stand."""
        decisions = placement.decided | {
            decision.fingerprint: decision for decision in placement.unreported.values()
        }
        self._ledger.hold(
            (self.findings[self._index.number(key)], decision)
            for key, decision in decisions.items()
            if key in self._index
        )

    # The state

    @property
    def log(self) -> Log:
        """The content of the decision file, with what was decided here."""
        return self._store.log

    @property
    def findings(self) -> Sequence[Finding]:
        """All findings by place: those of the report and those that only a decision makes."""
        return self._index.all

    def index(self, finding: Finding) -> int:
        """Return the number of `finding` among the findings."""
        return self._index.number(finding.fingerprint)

    def is_unreported(self, finding: Finding) -> bool:
        """Return whether only a decision makes `finding`: no detector reports it today."""
        return finding.fingerprint not in self._reported

    def decision(self, finding: Finding) -> Decision | None:
        """Return the decision on `finding`, None while it is undecided."""
        return self._ledger.decisions.get(finding.fingerprint)

    def verdict(self, finding: Finding) -> Verdict | None:
        """Return the verdict on `finding`, None while it is undecided."""
        decision = self.decision(finding)
        return decision.verdict if decision else None

    def is_open(self, finding: Finding) -> bool:
        """Return whether `finding` still needs a decision, as deferred ones do."""
        return self.verdict(finding) in (None, Verdict.DEFERRED)

    def edits(self, finding: Finding) -> tuple[Edit, ...]:
        """Return the edits decided on for `finding`: none unless it is accepted or edited."""
        return self._ledger.plan.edits_of(finding.fingerprint)

    @property
    def progress(self) -> Progress:
        """How many findings are decided."""
        deferred = sum(
            decision.verdict is Verdict.DEFERRED for decision in self._ledger.decisions.values()
        )
        return Progress(len(self._ledger.decisions) - deferred, deferred, len(self.findings))

    @property
    def error_rate(self) -> float:
        """Confirmed errors in 10,000 characters, those of the original included (差错率)."""
        errors = sum(
            each.changing or each.verdict is Verdict.AS_PRINTED
            for each in self._ledger.decisions.values()
        )
        return 10_000 * errors / max(1, self._characters)

    def next_undecided(self, index: int) -> int | None:
        """Return the number of the next undecided finding behind `index`, wrapping around."""
        count = len(self.findings)
        ahead = chain(range(index + 1, count), range(min(index + 1, count)))
        return next((each for each in ahead if self.verdict(self.findings[each]) is None), None)

    def first_to_decide(self) -> int:
        """Return the number of the finding to begin with: the first that is likely an error.

        Without one it is the likeliest of those that are about one place: one correction of all
        half-width marks of the page is none to begin with, unless nothing else is undecided.
        """
        undecided = [at for at, each in enumerate(self.findings) if self.verdict(each) is None]
        about_a_place = [
            at
            for at in undecided
            if not any(each.independent for each in self.findings[at].suggestions[:1])
        ]

        def doubt(at: int) -> float:
            return self.findings[at].confidence

        likely = (at for at in about_a_place if doubt(at) >= LIKELY)
        rest = about_a_place or undecided
        return next(likely, max(rest, key=doubt) if rest else 0)

    def next_deferred(self, index: int) -> int | None:
        """Return the number of the next deferred finding behind `index`, wrapping around."""
        if not self.progress.deferred:
            return None
        count = len(self.findings)
        ahead = chain(range(index + 1, count), range(min(index + 1, count)))
        verdict = Verdict.DEFERRED
        return next((each for each in ahead if self.verdict(self.findings[each]) is verdict), None)

    def same_series(self, finding: Finding) -> Sequence[Finding]:
        """Return the findings with its code, quote and first replacement, itself included."""
        return self._index.same_series(finding)

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

    def is_free(self, span: Span) -> bool:
        """Return whether no accepted correction touches `span`, or is one of just this span.

        Such a one may only insert something beside it, and would be made twice.
        """
        if any(map(self.edits, self._index.all_at(span))):
            return False
        return self._ledger.plan.overlapping(Edit(span, "\0")) is None

    def mixed(self, finding: Finding) -> tuple[str, str] | None:
        """Return what stands at `finding` and how it reads, if accepted findings share the place.

        Two guesses about a doubled character may each change another of the two; made together
        they give what neither wanted.
        """
        at = self.index(finding)
        near = self.findings[max(0, at - _NEAR) : at + _NEAR + 1]
        sharing = [
            each
            for each in near
            if each.span.overlaps(finding.span) and self._is_firm(each) and self.edits(each)
        ]
        if len(sharing) < 2 or finding not in sharing:
            return None
        start = min(each.span.start for each in sharing)
        span = Span(start, max(each.span.end for each in sharing))
        inside = self._ledger.plan.inside(span)
        old = span.of(self.document.text)
        return old, apply(old, [Edit(each.span.shift(-start), each.replacement) for each in inside])

    def _is_firm(self, finding: Finding) -> bool:
        decision = self.decision(finding)
        return decision is not None and not decision.independent

    def plan(self) -> tuple[Edit, ...]:
        """Return the edits of all accepted and edited decisions, by place."""
        return self._ledger.plan.edits()

    # Decisions

    def can_accept(self, finding: Finding) -> bool:
        """Return whether `finding` has a first suggestion that can be written into the file."""
        try:
            return bool(self._factory.acceptance(finding, 0))
        except UsageError:
            return False

    def accept(self, finding: Finding, suggestion: int = 0) -> Step:
        """Accept the suggestion with the number `suggestion`, counted from 0."""
        return self._commit([(finding, self._factory.acceptance(finding, suggestion))])

    def accept_with(self, finding: Finding, replacement: str) -> Step:
        """Replace the quote by `replacement`, the editor's own words."""
        return self._commit([(finding, self._factory.own(finding, replacement))])

    def correct(self, spans: Sequence[Span], replacement: str) -> Step:
        """Replace the text at each of `spans` by `replacement`, whatever was found there.

        A place at which something is found is decided; any other becomes a finding of the editor's.
        """
        return self._commit(
            [
                (finding, self._factory.own(finding, replacement))
                for finding in self._found_at(spans)
            ]
        )

    def reject(self, finding: Finding, note: str = "", scope: Scope = "place") -> Step:
        """Decide that the text is right, here or at every place with this code and quote."""
        group = [finding] if scope == "place" else self.same_quote(finding)
        wanted = [each for each in group if each == finding or self.is_open(each)]
        return self.reject_all(wanted, note, scope)

    def defer(self, finding: Finding, note: str = "") -> Step:
        """Put `finding` off."""
        return self.defer_all([finding], note)

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

    def defer_all(self, findings: Sequence[Finding], note: str = "") -> Step:
        """Put `findings` off in one step."""
        plain = self._factory.plain
        return self._commit([(each, plain(each, Verdict.DEFERRED, note)) for each in findings])

    def replay(self, step: str, *, undo: bool) -> Replayed:
        """Undo `step`: put its places back to what they were. Or redo it.

        A place is skipped if it is lost, if something else is decided there by now, or if what was
        decided does not fit the text.
        """
        wanted: dict[str, tuple[Finding, Decision | None]] = {}
        moves: list[Move] = []
        changes = {
            fingerprint: change
            for fingerprint, change in self._ledger.changes.changes(step).items()
            if self._history.owns(change.after.author)
        }
        for fingerprint, change in changes.items():
            before, after = change.before, change.after
            old, new = (after, before) if undo else (before, after)
            finding = self._writable(fingerprint)
            if (
                finding is not None
                and agree(self._ledger.changes.last(fingerprint), old)
                and self._fits(new, finding)
            ):
                wanted[fingerprint] = (finding, _unless_withdrawn(new))
                moves.append(Move(finding, _unless_withdrawn(before), after))
        self._write(wanted)
        # A rejection in the whole file may now reach other places, or no longer reach them.
        if any(each.scope == "file" for each in self._ledger.decisions.values()) or any(
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
        self._ledger.write_addition(addition)

    # How decisions are written

    def _writable(self, fingerprint: str) -> Finding | None:
        """Return a finding that can be decided; None if it is lost or the session is read-only."""
        if self._store.read_only:
            return None
        if fingerprint in self._index:
            return self.findings[self._index.number(fingerprint)]
        return self._own.get(fingerprint)

    def _found_at(self, spans: Iterable[Span]) -> list[Finding]:
        """Return the finding at each of `spans`, or a new one of the editor's own."""
        own = {each.span: each for each in self._own.values()}
        taken = set(self._own)
        found: list[Finding] = []
        for span in spans:
            there = self._index.at(span) or own.get(span)
            found.append(there or new_finding(self.document.text, span, taken))
            taken.add(found[-1].fingerprint)
        return found

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

    def _write(self, wanted: Wanted) -> None:
        for finding, decision in self._ledger.write(wanted).values():
            self._show_own(finding, decision)

    def _show_own(self, finding: Finding, decision: Decision | None) -> None:
        """Let a finding of the editor's own be there while something is decided on it."""
        if finding.code != OWN:
            return
        self._own[finding.fingerprint] = finding
        if decision is None:
            self._index.remove(finding)
        else:
            self._index.add(finding)


def _unless_withdrawn(decision: Decision | None) -> Decision | None:
    return None if decision is None or decision.verdict is Verdict.WITHDRAWN else decision

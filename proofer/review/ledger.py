"""The decisions on one document: in memory, as planned edits, and on disk before either."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.findings.finding import Finding
from proofer.review.change_log import ChangeLog
from proofer.review.decision_factory import DecisionFactory
from proofer.review.decisions import Decision, StepMark, Verdict, agree, edits_at
from proofer.review.history import History, seconds
from proofer.review.placement import Placement
from proofer.review.plan import Plan, conflict_error
from proofer.review.records import DictionaryAddition
from proofer.review.store import DecisionStore
from proofer.vocabulary.dictionary_files import Addition

Wanted = Mapping[str, tuple[Finding, Decision | None]]
"""What shall hold, by fingerprint; no decision withdraws the one that there is."""


class Ledger:
    """What is decided on the findings of a document."""

    def __init__(self, document: Document, store: DecisionStore, history: History) -> None:
        self._document = document
        self._store = store
        self._history = history
        self._factory = DecisionFactory(document, history.author)
        self.decisions: dict[str, Decision] = {}
        """The standing decisions by fingerprint."""
        self.plan = Plan()
        """The edits that they make."""

    def take_in(self, placement: Placement) -> None:
        """Take over what `placement` says of the decisions on disk."""
        self.changes = ChangeLog(
            self._store.decisions, lambda name: placement.fingerprints.get(name, name)
        )

    def hold(self, decisions: Iterable[tuple[Finding, Decision]]) -> None:
        """Let exactly these decisions, which are on disk already, stand."""
        self.plan = Plan()
        self.decisions = {}
        for finding, decision in decisions:
            self.decisions[finding.fingerprint] = decision
            self._put(finding, decision)

    def write(self, wanted: Wanted) -> Wanted:
        """Write these decisions, but for those that stand already: they must not end redo.

        Returns:
            What was written.

        Raises:
            EditConflictError: if edits overlap; nothing has changed then.
            DecisionError: if it cannot be written; nothing has changed then, either.
        """
        wanted = {
            key: each for key, each in wanted.items() if not agree(self.decisions.get(key), each[1])
        }
        if not wanted:
            return wanted
        mark = self._history.mark()
        before = [(finding, self.decisions.get(key)) for key, (finding, _) in wanted.items()]
        records = [self._record(finding, decision, mark) for finding, decision in wanted.values()]
        try:
            self._replan(wanted.values())
            self._store.append(records)
        except BaseException:
            for finding, decision in before:
                self._put(finding, decision)
            raise
        for record in records:
            self.changes.add(record)
            if record.verdict is Verdict.WITHDRAWN:
                self.decisions.pop(record.fingerprint, None)
            else:
                self.decisions[record.fingerprint] = record
        self._history.add(mark.step, mark, self._history.author, self._store.file)
        return wanted

    def write_addition(self, addition: Addition | None = None) -> None:
        """Record that the step under way adds a word to the dictionary, or replays an addition."""
        mark = self._history.mark()
        author = self._history.author
        self._store.append((), [DictionaryAddition(mark, addition, author, seconds(mark.step))])
        self._history.add(mark.step, mark, author, self._store.file)

    def _replan(self, wanted: Iterable[tuple[Finding, Decision | None]]) -> None:
        for finding, _ in wanted:
            self.plan.put(finding.fingerprint, ())
        for finding, decision in wanted:
            for edit in self._edits(finding, decision):
                other = self.plan.overlapping(edit, independent=_is_independent(decision))
                if other is not None:
                    raise conflict_error(self._document, edit, other)
            self._put(finding, decision)

    def _record(self, finding: Finding, decision: Decision | None, mark: StepMark) -> Decision:
        """Return the record of a decision, with the present time and today's place of the finding.

        Its time is not before that of the last record, even if the clock was set back: the latest
        record counts.
        """
        withdrawn = self._factory.plain(finding, Verdict.WITHDRAWN)
        last = self.changes.last(finding.fingerprint)
        return replace(
            decision or withdrawn,
            fingerprint=withdrawn.fingerprint,
            anchor=withdrawn.anchor,
            time=max(seconds(mark.step), last.time if last else ""),
            mark=mark,
        )

    def _put(self, finding: Finding, decision: Decision | None) -> None:
        edits = self._edits(finding, decision)
        self.plan.put(finding.fingerprint, edits, independent=_is_independent(decision))

    def _edits(self, finding: Finding, decision: Decision | None) -> tuple[Edit, ...]:
        if decision is None or not decision.changing:
            return ()
        return edits_at(decision, finding.span.start, self._document.text) or ()


def _is_independent(decision: Decision | None) -> bool:
    return decision is not None and decision.independent

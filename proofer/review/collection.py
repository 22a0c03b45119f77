"""A review of many files: one session each, series over all of them, and one history for undo and redo.

Files are added as they are checked; a session (with its lock and its decision file) is opened when a file is first
looked at or decided in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from proofer.config import Config
from proofer.errors import LockedError, ProoferError, UsageError
from proofer.findings import Finding, series_key
from proofer.messages import Text
from proofer.report import DocumentReport, Failure
from proofer.review.history import History
from proofer.review.project import Addition, ProjectDictionary
from proofer.review.session import Move, Progress, ReviewSession, Step
from proofer.review.store import DecisionStore


@dataclass(slots=True)
class Sheet:
    """One file of the review: waiting to be checked, ready, or failed."""

    path: Path
    config: Config
    report: DocumentReport | None = None
    failures: tuple[Failure, ...] = ()
    session: ReviewSession | None = None
    read_only: Text | None = None
    """Why nothing can be decided here, if so: another review holds the file."""

    @property
    def waiting(self) -> bool:
        """Whether the file is not checked yet."""
        return self.report is None and not self.failures

    @property
    def progress(self) -> Progress:
        """How far the file is; before its session is open, of all its findings nothing is known to be decided."""
        if self.session is not None:
            return self.session.progress
        return Progress(0, 0, len(self.report.findings) if self.report else 0)


Place = tuple[Sheet, Finding]


@dataclass(frozen=True, slots=True)
class Deed:
    """What one key did, in all files that it reached, and the word that it taught the project."""

    steps: tuple[tuple[Sheet, Step], ...]
    addition: Addition | None = None
    dictionary: ProjectDictionary | None = None

    @property
    def moves(self) -> list[tuple[Sheet, Move]]:
        """All changed findings, by file."""
        return [(sheet, move) for sheet, step in self.steps for move in step]


class ReviewCollection:
    """The files of a review. Use as a context manager: leaving it gives all locks back.

    Methods that decide raise what `ReviewSession` raises; then nothing has changed in any file.
    """

    def __init__(self, sheets: Sequence[Sheet], author: str = "") -> None:
        self.sheets = list(sheets)
        self._author = author
        self._history: History[Deed] = History()
        self._stores = ExitStack()

    def __enter__(self) -> ReviewCollection:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Give all locks back. Everything is on disk already."""
        self._stores.close()

    def open(self, sheet: Sheet) -> ReviewSession:
        """Return the session of a checked file; read-only if another review holds it.

        Raises:
            DecisionError: its decisions cannot be read or kept.
            UsageError: it is not checked yet.
        """
        if sheet.session is not None:
            return sheet.session
        if sheet.report is None:
            raise UsageError(Text(f"{sheet.path} 还没有检查完。", f"{sheet.path} is not checked yet."))
        sheet.session = ReviewSession(sheet.report, self._store(sheet), self._author)
        return sheet.session

    def _store(self, sheet: Sheet) -> DecisionStore:
        if sheet.report is None:
            raise ValueError("a file without a report has no decisions")
        document = sheet.report.document
        try:
            store = DecisionStore.open(sheet.config.root, document)
        except LockedError as error:
            sheet.read_only = error.message
            store = DecisionStore.open(sheet.config.root, document, read_only=True)
        return self._stores.enter_context(store)

    # What is

    @property
    def progress(self) -> Progress:
        """How far all files together are."""
        each = [sheet.progress for sheet in self.sheets]
        return Progress(
            sum(one.decided for one in each), sum(one.deferred for one in each), sum(one.total for one in each)
        )

    def everywhere(self, finding: Finding) -> list[Place]:
        """Return the findings of the series of `finding` that are open, in all files that are checked."""
        wanted = series_key(finding)
        return [
            (sheet, each)
            for sheet in self.sheets
            if sheet.report is not None
            for each in sheet.report.findings
            if series_key(each) == wanted and self._is_open(sheet, each)
        ]

    def _is_open(self, sheet: Sheet, finding: Finding) -> bool:
        session = self.open(sheet)
        return sheet.read_only is None and session.is_open(finding)

    # What the editor does

    def act(self, sheet: Sheet, deed: Callable[[ReviewSession], Step]) -> Deed:
        """Do something in one file."""
        return self._history.add(Deed(((sheet, deed(self.open(sheet))),)))

    def accept_everywhere(self, places: Sequence[Place]) -> Deed:
        """Accept the first suggestion at all `places`, of any files, in one deed."""
        return self._history.add(Deed(self._steps(places, ReviewSession.accept_all)))

    def reject_everywhere(self, places: Sequence[Place]) -> Deed:
        """Reject all `places`, of any files, in one deed."""
        return self._history.add(Deed(self._steps(places, ReviewSession.reject_all)))

    def teach(self, sheet: Sheet, finding: Finding, addition: Addition) -> Deed:
        """Add a word to the project's dictionary and decide what that decides.

        A confusion accepts its correction at `finding`; any other word makes right what it covers, so the findings with
        the quote of `finding` are rejected in all files, where the word stands around them.
        """
        dictionary = ProjectDictionary(sheet.config)
        dictionary.add(addition)
        try:
            steps = self._settled(sheet, finding, addition)
        except BaseException:
            dictionary.remove(addition)
            raise
        return self._history.add(Deed(steps, addition, dictionary))

    def _settled(self, sheet: Sheet, finding: Finding, addition: Addition) -> tuple[tuple[Sheet, Step], ...]:
        if addition.kind != "confusions":
            places = self._covered(addition.term, finding, sheet)
            return self._steps(places, lambda session, chosen: session.reject_all(chosen, scope="project"))
        replacement = _of_quote(addition, finding, self.open(sheet).document.text)
        if replacement is None:
            return ()
        return self._steps([(sheet, finding)], lambda session, chosen: session.accept_with(chosen[0], replacement))

    def _covered(self, term: str, finding: Finding, here: Sheet) -> list[Place]:
        return [
            (sheet, each)
            for sheet in self.sheets
            if sheet.report is not None and sheet.config.file == here.config.file
            for each in sheet.report.findings
            if each == finding or (_stands_around(term, each, sheet.report) and self._is_open(sheet, each))
        ]

    def undo(self) -> Deed | None:
        """Take the last deed back; return it, or None if there is none."""
        return self._history.undo(lambda deed: self._turn(deed, back=True))

    def redo(self) -> Deed | None:
        """Do the deed again that was undone last; return it, or None if there is none."""
        return self._history.redo(lambda deed: self._turn(deed, back=False))

    # How it is kept

    def _steps(
        self, places: Sequence[Place], act: Callable[[ReviewSession, list[Finding]], Step]
    ) -> tuple[tuple[Sheet, Step], ...]:
        """Act in every file of `places` (those of a file in a row), in all or in none."""
        made: list[tuple[Sheet, Step]] = []
        try:
            for _, group in groupby(places, lambda place: id(place[0])):
                chosen = list(group)
                sheet = chosen[0][0]
                made.append((sheet, act(self.open(sheet), [finding for _, finding in chosen])))
        except ProoferError:
            for sheet, step in made:
                self.open(sheet).revert(step)
            raise
        return tuple(made)

    def _turn(self, deed: Deed, *, back: bool) -> None:
        """Revert or repeat a deed in all its files, or in none."""
        turned: list[tuple[ReviewSession, Step]] = []
        try:
            for sheet, step in deed.steps:
                session = self.open(sheet)
                (session.revert if back else session.repeat)(step)
                turned.append((session, step))
            if deed.addition is not None and deed.dictionary is not None:
                (deed.dictionary.remove if back else deed.dictionary.add)(deed.addition)
        except ProoferError:
            for session, step in turned:
                (session.repeat if back else session.revert)(step)
            raise


def _stands_around(term: str, finding: Finding, report: DocumentReport) -> bool:
    """Return whether an occurrence of `term` in the text covers the finding."""
    text, span = report.document.text, finding.span
    first = max(0, span.end - len(term))
    return any(text.startswith(term, start) for start in range(first, span.start + 1))


def _of_quote(addition: Addition, finding: Finding, text: str) -> str | None:
    """Return what the quote reads where the wrong form around it becomes the right one; None if it is not around it."""
    right, length = addition.right[0], len(addition.term)
    for start in range(max(0, finding.span.end - length), finding.span.start + 1):
        before, after = text[start : finding.span.start], text[finding.span.end : start + length]
        if text.startswith(addition.term, start) and right.startswith(before) and right.endswith(after):
            return right[len(before) : len(right) - len(after)]
    return None

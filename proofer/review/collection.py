"""A review of many files: one session each, series over all of them, and one history for undo and redo.

Files are added as they are checked; a session (with its lock and its decision file) is opened when
a file is first looked at or decided in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from itertools import groupby

from proofer.errors import DecisionError, EditConflictError, LockedError, ProoferError, UsageError
from proofer.findings.finding import Finding, series_key
from proofer.messages import Message
from proofer.review.files import Operation, Place, ReviewFile
from proofer.review.history import History
from proofer.review.records import Log
from proofer.review.session import Progress, ReviewSession, Step
from proofer.review.store import DecisionStore, read_log
from proofer.vocabulary.project_dictionary import (
    Addition,
    ProjectDictionary,
    of_quote,
    stands_around,
)

__all__ = ["Operation", "Place", "ReviewCollection", "ReviewFile"]


class ReviewCollection:
    """The files of a review. Use as a context manager: leaving it gives all locks back.

    Methods that decide raise what `ReviewSession` raises; then nothing has changed in any file.
    """

    def __init__(self, sheets: Sequence[ReviewFile], author: str = "") -> None:
        self.sheets = list(sheets)
        self._history = History(author)
        self._loaded = False
        self._stores = ExitStack()

    def __enter__(self) -> ReviewCollection:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Give all locks back. Everything is on disk already."""
        self._stores.close()

    def open(self, sheet: ReviewFile) -> ReviewSession:
        """Return the session of a checked file; read-only if another review holds it.

        Raises:
            DecisionError: its decisions cannot be read or kept.
            UsageError: it is not checked yet.
        """
        if sheet.session is not None:
            return sheet.session
        if sheet.report is None:
            raise UsageError(
                Message(f"{sheet.path} 还没有检查完。", f"{sheet.path} is not checked yet.")
            )
        sheet.session = ReviewSession(sheet.report, self._store(sheet), self._history)
        return sheet.session

    def shows(self, sheet: ReviewFile) -> bool:
        """Return whether `sheet` has something to show: findings, or decisions where nothing is found today."""
        if sheet.report is None or sheet.report.findings:
            return sheet.report is not None
        with suppress(DecisionError):  # told when the file is opened
            return sheet.log.exists() and bool(self.open(sheet).findings)
        return False

    def renew(self, sheet: ReviewFile) -> int:
        """Take in what comparing the files found here meanwhile; return how many findings are new.

        Numbers of findings change; fingerprints and decisions stay.
        """
        if sheet.fresh is None:
            return 0
        session, report = self.open(sheet), sheet.fresh
        known = {each.fingerprint for each in session.findings}
        session.take_in(report)
        sheet.report, sheet.fresh = report, None
        return sum(each.fingerprint not in known for each in session.findings)

    def _store(self, sheet: ReviewFile) -> DecisionStore:
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
            sum(one.decided for one in each),
            sum(one.deferred for one in each),
            sum(one.total for one in each),
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

    def _is_open(self, sheet: ReviewFile, finding: Finding) -> bool:
        session = self.open(sheet)
        return sheet.read_only is None and session.is_open(finding)

    # What the editor does

    def act(self, sheet: ReviewFile, deed: Callable[[ReviewSession], Step]) -> Operation:
        """Do something in one file."""
        with self._history.one_step():
            return Operation(((sheet, deed(self.open(sheet))),))

    def accept_everywhere(self, places: Sequence[Place]) -> Operation:
        """Accept the first suggestion at all `places`, of any files, in one deed."""
        with self._history.one_step() as mark:
            return Operation(self._steps(places, ReviewSession.accept_all, mark.step))

    def reject_everywhere(self, places: Sequence[Place]) -> Operation:
        """Reject all `places`, of any files, in one deed."""
        with self._history.one_step() as mark:
            return Operation(self._steps(places, ReviewSession.reject_all, mark.step))

    def teach(self, sheet: ReviewFile, finding: Finding, addition: Addition) -> Operation:
        """Add a word to the project's dictionary and decide what that decides.

        A confusion accepts its correction at `finding`; any other word makes right what it covers,
        so the findings with the quote of `finding` are rejected in all files, where the word stands
        around them.
        """
        dictionary = ProjectDictionary(sheet.config)
        dictionary.add(addition)
        try:
            with self._history.one_step() as mark:
                steps = self._settled(sheet, finding, addition, mark.step)
                try:
                    self.open(sheet).note(addition)
                except ProoferError:
                    self._take_back(steps, mark.step)
                    raise
        except BaseException:
            dictionary.remove(addition)
            raise
        return Operation(steps, addition)

    def _settled(
        self, sheet: ReviewFile, finding: Finding, addition: Addition, name: str
    ) -> tuple[tuple[ReviewFile, Step], ...]:
        if addition.kind != "confusions":
            places = self._covered(addition.term, finding, sheet)
            return self._steps(
                places, lambda session, chosen: session.reject_all(chosen, scope="project"), name
            )
        replacement = of_quote(addition, finding, self.open(sheet).document.text)
        if replacement is None:
            return ()
        place = (sheet, finding)
        return self._steps(
            [place], lambda session, chosen: session.accept_with(chosen[0], replacement), name
        )

    def _covered(self, term: str, finding: Finding, here: ReviewFile) -> list[Place]:
        return [
            (sheet, each)
            for sheet in self.sheets
            if sheet.report is not None and sheet.config.file == here.config.file
            for each in sheet.report.findings
            if each == finding
            or (
                stands_around(term, each, sheet.report.document.text) and self._is_open(sheet, each)
            )
        ]

    def undo(self) -> Operation | None:
        """Take the editor's last deed back, be it of an earlier run; return it, or None if there is none.

        Raises:
            UsageError: nothing of it can be taken back, or a file of it is not checked yet.
        """
        return self._turn(back=True)

    def redo(self) -> Operation | None:
        """Do the deed again that was undone last, be it in an earlier run; return it, or None if there is none.

        Raises:
            UsageError: nothing of it can be done again, or a file of it is not checked yet.
        """
        return self._turn(back=False)

    # How it is kept

    def _steps(
        self,
        places: Sequence[Place],
        act: Callable[[ReviewSession, list[Finding]], Step],
        name: str,
    ) -> tuple[tuple[ReviewFile, Step], ...]:
        """Act in every file of `places` (those of a file in a row), in all or in none; the step is called `name`."""
        made: list[tuple[ReviewFile, Step]] = []
        try:
            for _, group in groupby(places, lambda place: id(place[0])):
                chosen = list(group)
                sheet = chosen[0][0]
                made.append((sheet, act(self.open(sheet), [finding for _, finding in chosen])))
        except ProoferError:
            self._take_back(made, name)
            raise
        return tuple(made)

    def _take_back(self, made: Sequence[tuple[ReviewFile, Step]], name: str) -> None:
        """Withdraw what a deed that failed has written, within its own step, so that the step comes to nothing."""
        for sheet, _ in made:
            self.open(sheet).turn(name, back=True)
        self._history.drop(name, back=True)

    def _turn(self, *, back: bool) -> Operation | None:
        self._load()
        while (following := self._history.next(back=back)) is not None:
            name, files = following
            try:
                deed = self._turned(
                    name, [each for each in self.sheets if each.log in files], back=back
                )
            except EditConflictError:
                self._history.drop(name, back=back)
                raise
            self._history.drop(name, back=back)
            if deed.moves or deed.addition is not None:
                return deed
            if deed.skipped:
                raise UsageError(_lost(deed.skipped, back=back))
        return None

    def _turned(self, name: str, sheets: Sequence[ReviewFile], *, back: bool) -> Operation:
        """Undo or redo the step `name` in all `sheets`, or in none."""
        sessions = [
            (sheet, self.open(sheet))
            for sheet in sheets
            if sheet.waiting or sheet.report is not None
        ]
        lessons = [
            (sheet, session.lesson(name)) for sheet, session in sessions if sheet.read_only is None
        ]
        taught = next(((sheet, word) for sheet, word in lessons if word is not None), None)
        done: list[tuple[ReviewFile, Step]] = []
        skipped = len(sheets) - len(sessions)
        turned, opposite = ("undoes", "redoes") if back else ("redoes", "undoes")
        try:
            with self._history.one_step(**{turned: name}):
                for sheet, session in sessions:
                    step, left = session.turn(name, back=back)
                    done.append((sheet, step))
                    skipped += left
                if taught is not None:
                    self._relearn(*taught, back=back)
        except ProoferError:
            with self._history.one_step(**{opposite: name}):
                for sheet, _ in done:
                    self.open(sheet).turn(name, back=not back)
            raise
        return Operation(
            tuple(pair for pair in done if pair[1]), taught[1] if taught else None, skipped
        )

    def _relearn(self, sheet: ReviewFile, word: Addition, *, back: bool) -> None:
        dictionary = ProjectDictionary(sheet.config)
        turn, opposite = (
            (dictionary.remove, dictionary.add) if back else (dictionary.add, dictionary.remove)
        )
        turn(word)
        try:
            self.open(sheet).note()
        except ProoferError:
            opposite(word)
            raise

    def _load(self) -> None:
        """Read what was done in earlier runs: when undo is first asked for, so that opening does not wait for it."""
        if not self._loaded:
            self._history.load((sheet.log, self._logged(sheet)) for sheet in self.sheets)
            self._loaded = True

    def _logged(self, sheet: ReviewFile) -> Log:
        if sheet.session is not None:
            return sheet.session.log
        with suppress(DecisionError):  # told when the file is opened
            return read_log(sheet.config.root, sheet.path)
        return Log()


def _lost(places: int, *, back: bool) -> Message:
    zh, en = ("撤销", "undone") if back else ("重做", "redone")
    return Message(
        f"这一步（{places} 处）不能{zh}：文字或别人的决定已变，或该处已找不到；再按一次到更早的一步。",
        f"this step ({places} places) cannot be {en}: the text or the decision there is another by now, or the place "
        "is lost. Press again for the step before.",
    )

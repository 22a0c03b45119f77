"""A review of many files: a session for each, series across all, one history for undo and redo.

Files are added as they are checked. The session of a file (with its lock and its decision file) is
opened when the file is first looked at or decided in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from proofer.document.spans import Span
from proofer.errors import DecisionError, EditConflictError, LockedError, ProoferError, UsageError
from proofer.findings.finding import Finding, series_key
from proofer.messages import Message
from proofer.review.decisions import StepMark
from proofer.review.history import History
from proofer.review.learning import Questions
from proofer.review.learning import answer as learn_answer
from proofer.review.records import Log
from proofer.review.review_file import FileFinding, FileSpan, Operation, ReviewFile
from proofer.review.session import ReviewSession
from proofer.review.steps import Progress, Step
from proofer.review.store import DecisionStore, read_log
from proofer.scoring.learned import offered
from proofer.vocabulary.dictionary_files import Addition
from proofer.vocabulary.new_project import new_project
from proofer.vocabulary.project_dictionary import (
    ProjectDictionary,
    of_quote,
    stands_around,
)

__all__ = ["FileFinding", "FileSpan", "Operation", "ReviewCollection", "ReviewFile"]

Place = TypeVar("Place", Finding, Span)


class ReviewCollection:
    """The files of a review. Use as a context manager: leaving it releases all locks.

    Methods that decide raise what `ReviewSession` raises; then nothing has changed in any file.
    """

    def __init__(self, files: Sequence[ReviewFile], author: str = "") -> None:
        self.files = list(files)
        self._history = History(author)
        self.questions = Questions()
        self._loaded = False
        self._stores = ExitStack()

    def __enter__(self) -> ReviewCollection:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Release all locks. Everything is on disk already."""
        self._stores.close()

    def open(self, file: ReviewFile) -> ReviewSession:
        """Return the session of a checked file; read-only if another review holds it.

        Raises:
            DecisionError: its decisions cannot be read or kept.
            UsageError: it is not checked yet.
        """
        if file.session is not None:
            return file.session
        if file.report is None:
            raise UsageError(
                Message(f"{file.path} 还没有检查完。", f"{file.path} is not checked yet.")
            )
        file.session = ReviewSession(file.report, self._store(file), self._history)
        return file.session

    def shows(self, file: ReviewFile) -> bool:
        """Return whether a file has findings, or decisions where nothing is found today."""
        if file.report is None or file.report.findings:
            return file.report is not None
        with suppress(DecisionError):  # reported when the file is opened
            return file.decisions_path.exists() and bool(self.open(file).findings)
        return False

    @property
    def first(self) -> ReviewFile | None:
        """The file to begin with: the first with anything to decide, or that could be read."""
        readable = (file for file in self.files if file.report is not None)
        return next(filter(self.shows, self.files), next(readable, None))

    def renew(self, file: ReviewFile) -> int:
        """Take in a report that comparing the files brought; return how many findings are new.

        Findings get new numbers; fingerprints and decisions stay.
        """
        if file.fresh is None:
            return 0
        session, report = self.open(file), file.fresh
        before = {finding.fingerprint for finding in session.findings}
        session.take_in(report)
        file.report, file.fresh = report, None
        return sum(finding.fingerprint not in before for finding in session.findings)

    def _store(self, file: ReviewFile) -> DecisionStore:
        if file.report is None:
            raise ValueError("a file without a report has no decisions")
        document = file.report.document
        try:
            store = DecisionStore.open(file.config.root, document)
        except LockedError as error:
            file.read_only = error.message
            store = DecisionStore.open(file.config.root, document, read_only=True)
        return self._stores.enter_context(store)

    def _one_step(self, *, undoes: str = "", redoes: str = "") -> AbstractContextManager[StepMark]:
        """Begin a step that is later than all in the logs."""
        self._load_history()
        return self._history.one_step(undoes=undoes, redoes=redoes)

    # The state

    @property
    def progress(self) -> Progress:
        """How far all files together are."""
        parts = [file.progress for file in self.files]
        return Progress(
            sum(part.decided for part in parts),
            sum(part.deferred for part in parts),
            sum(part.total for part in parts),
        )

    def everywhere(self, finding: Finding) -> list[FileFinding]:
        """Return the open findings of the series of `finding` in all files that are checked."""
        wanted = series_key(finding)
        return [
            (file, each)
            for file in self.files
            if file.report is not None
            for each in file.report.findings
            if series_key(each) == wanted and self._is_open(file, each)
        ]

    def _is_open(self, file: ReviewFile, finding: Finding) -> bool:
        session = self.open(file)
        return file.read_only is None and session.is_open(finding)

    # Decisions

    def act(self, file: ReviewFile, decide: Callable[[ReviewSession], Step]) -> Operation:
        """Decide something in one file."""
        with self._one_step():
            return Operation(((file, decide(self.open(file))),))

    def accept_everywhere(self, places: Sequence[FileFinding]) -> Operation:
        """Accept the first suggestion at all `places`, in any files, in one operation."""
        with self._one_step() as mark:
            return Operation(self._steps(places, ReviewSession.accept_all, mark.step))

    def reject_everywhere(self, places: Sequence[FileFinding]) -> Operation:
        """Reject all `places`, in any files, in one operation."""
        with self._one_step() as mark:
            return Operation(self._steps(places, ReviewSession.reject_all, mark.step))

    def defer_everywhere(self, places: Sequence[FileFinding]) -> Operation:
        """Put all `places` off, in any files, in one operation."""
        with self._history.one_step() as mark:
            return Operation(self._steps(places, ReviewSession.defer_all, mark.step))

    def correct_everywhere(self, places: Sequence[FileSpan], replacement: str) -> Operation:
        """Replace the text at all `places`, in any files, in one operation."""
        with self._history.one_step() as mark:
            return Operation(
                self._steps(
                    places, lambda session, spans: session.correct(spans, replacement), mark.step
                )
            )

    def answer(self, place: FileFinding, *, silent: bool) -> Operation:
        """Keep what an editor said of findings like that of `place`; see `Questions`.

        If they are not wanted any more, all that are open are rejected.

        Raises:
            ConfigError, OutputError: if it cannot be kept.
        """
        file, finding = place
        learn_answer(file.config.root, finding, "silent" if silent else "shown")
        alike = [
            (each, other)
            for each in self.files
            if silent and each.report is not None and each.config.root == file.config.root
            for other in each.report.findings
            if offered(other) == offered(finding) and self._is_open(each, other)
        ]
        return self.reject_everywhere(alike)

    def make_project(self, file: ReviewFile) -> None:
        """Make the folder of a file a project, which may then keep words; decisions stay.

        Raises:
            ConfigError, OutputError: see `new_project`.
        """
        made = new_project(file.config)
        for each in self.files:
            if each.config.root == made.root and each.config.file is None:
                each.config = replace(each.config, file=made.file)

    def add_word(self, file: ReviewFile, finding: Finding, addition: Addition) -> Operation:
        """Add a word to the project's dictionary, and decide the findings that it settles.

        A confusion accepts its correction at `finding`. Any other word says that the text is right,
        so all findings of the project's files inside an occurrence of the word are rejected.

        Raises:
            ConfigError, OutputError: if the word cannot be added; see `ProjectDictionary.add`.
        """
        dictionary = ProjectDictionary(file.config)
        dictionary.add(addition)
        try:
            with self._one_step() as mark:
                steps = self._settled(file, finding, addition, mark.step)
                try:
                    self.open(file).record_addition(addition)
                except ProoferError:
                    self._take_back(steps, mark.step)
                    raise
        except BaseException:
            dictionary.remove(addition)
            raise
        return Operation(steps, addition)

    def _settled(
        self, file: ReviewFile, finding: Finding, addition: Addition, name: str
    ) -> tuple[tuple[ReviewFile, Step], ...]:
        if addition.kind != "confusions":
            places = self._covered(addition.term, finding, file)
            return self._steps(
                places, lambda session, chosen: session.reject_all(chosen, scope="project"), name
            )
        replacement = of_quote(addition, finding, self.open(file).document.text)
        if replacement is None:
            return ()
        place = (file, finding)
        return self._steps(
            [place], lambda session, chosen: session.accept_with(chosen[0], replacement), name
        )

    def _covered(self, term: str, finding: Finding, here: ReviewFile) -> list[FileFinding]:
        return [
            (file, each)
            for file in self.files
            if file.report is not None and file.config.file == here.config.file
            for each in file.report.findings
            if each == finding
            or (stands_around(term, each, file.report.document.text) and self._is_open(file, each))
        ]

    def undo(self) -> Operation | None:
        """Undo the editor's last operation, of this or an earlier run.

        Returns:
            The operation, or None if there is none to undo.

        Raises:
            UsageError: nothing of it can be undone, or a file of it is not checked yet.
        """
        return self._replay_next(undo=True)

    def redo(self) -> Operation | None:
        """Redo the operation that was undone last, in this or an earlier run.

        Returns:
            The operation, or None if there is none to redo.

        Raises:
            UsageError: nothing of it can be redone, or a file of it is not checked yet.
        """
        return self._replay_next(undo=False)

    # How steps are written

    def _steps(
        self,
        places: Sequence[tuple[ReviewFile, Place]],
        act: Callable[[ReviewSession, list[Place]], Step],
        name: str,
    ) -> tuple[tuple[ReviewFile, Step], ...]:
        """Act in every file of `places`, or in none; places of one file stand together.

        `name` is the name of the step under way.
        """
        done: list[tuple[ReviewFile, Step]] = []
        try:
            for _, group in groupby(places, lambda place: id(place[0])):
                chosen = list(group)
                file = chosen[0][0]
                done.append((file, act(self.open(file), [each for _, each in chosen])))
        except ProoferError:
            self._take_back(done, name)
            raise
        return tuple(done)

    def _take_back(self, done: Sequence[tuple[ReviewFile, Step]], name: str) -> None:
        """Withdraw what a failed operation wrote, within its own step, which becomes empty."""
        for file, _ in done:
            self.open(file).replay(name, undo=True)
        self._history.drop(name, undo=True)

    def _replay_next(self, *, undo: bool) -> Operation | None:
        """Undo or redo the next step of which anything can be."""
        self._load_history()
        while (following := self._history.next(undo=undo)) is not None:
            name, logs = following
            files = [file for file in self.files if file.decisions_path in logs]
            try:
                operation = self._replay(name, files, undo=undo)
            except EditConflictError:
                self._history.drop(name, undo=undo)
                raise
            self._history.drop(name, undo=undo)
            if operation.moves or operation.addition is not None:
                return operation
            if operation.skipped:
                raise UsageError(_nothing_to_replay(operation.skipped, undo=undo))
        return None

    def _replay(self, name: str, files: Sequence[ReviewFile], *, undo: bool) -> Operation:
        """Undo or redo the step `name` in all `files`, or in none."""
        sessions = [
            (file, self.open(file)) for file in files if file.waiting or file.report is not None
        ]
        additions = [
            (file, session.addition(name)) for file, session in sessions if file.read_only is None
        ]
        added = next(((file, word) for file, word in additions if word is not None), None)
        done: list[tuple[ReviewFile, Step]] = []
        skipped = len(files) - len(sessions)
        field, opposite = ("undoes", "redoes") if undo else ("redoes", "undoes")
        try:
            with self._one_step(**{field: name}):
                for file, session in sessions:
                    step, left = session.replay(name, undo=undo)
                    done.append((file, step))
                    skipped += left
                if added is not None:
                    self._replay_addition(*added, undo=undo)
        except ProoferError:
            with self._one_step(**{opposite: name}):
                for file, _ in done:
                    self.open(file).replay(name, undo=not undo)
            raise
        return Operation(
            tuple(pair for pair in done if pair[1]), added[1] if added else None, skipped
        )

    def _replay_addition(self, file: ReviewFile, word: Addition, *, undo: bool) -> None:
        """Take a word out of the dictionary, or add it again, and put that on record."""
        dictionary = ProjectDictionary(file.config)
        change, opposite = (
            (dictionary.remove, dictionary.add) if undo else (dictionary.add, dictionary.remove)
        )
        change(word)
        try:
            self.open(file).record_addition()
        except ProoferError:
            opposite(word)
            raise

    def _load_history(self) -> None:
        """Read the steps of earlier runs before the first of this run: opening does not wait."""
        if not self._loaded:
            self._history.load((file.decisions_path, self._log(file)) for file in self.files)
            self._loaded = True

    def _log(self, file: ReviewFile) -> Log:
        if file.session is not None:
            return file.session.log
        with suppress(DecisionError):  # reported when the file is opened
            return read_log(file.config.root, file.path)
        return Log()


def _nothing_to_replay(places: int, *, undo: bool) -> Message:
    zh, en = ("撤销", "undone") if undo else ("重做", "redone")
    return Message(
        f"这一步（{places} 处）不能{zh}：文字或别人的决定已变，或该处已找不到；"
        "再按一次到更早的一步。",
        f"this step ({places} places) cannot be {en}: the text or the decision there is another by "
        "now, or the place is lost. Press again for the step before.",
    )

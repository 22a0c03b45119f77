"""Checks the files of a review: a single one here, several in other processes during the review.

Several files are then compared with each other, as `lint` compares those of a run, so that both
find the same.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from proofer.checking.checker import Checker
from proofer.checking.outcome import Outcome
from proofer.checking.parallel import compared
from proofer.checking.pipeline import reports_of
from proofer.checking.whole import whole_report
from proofer.checking.workers import WorkerDiedError, WorkerPool, result
from proofer.config import Config
from proofer.errors import ProoferError
from proofer.findings.report import DocumentReport, Failure
from proofer.language.dictionary_format import DictionaryError
from proofer.review.review_file import ReviewFile
from proofer.vocabulary.project_dictionary import dictionary_error


@dataclass(frozen=True, slots=True)
class Checked:
    """The check of a file: its outcome, to compare with others, and its report if it was read."""

    outcome: Outcome
    report: DocumentReport | None = None


class Checking:
    """Checks `files`. Use as a context manager: leaving it stops what is under way.

    Outcomes are read from `lint`'s cache in `cache_folder` and stored there; None means no cache.

    Raises:
        DictionaryError: if a dictionary of a single file is missing or malformed; of several it is
            their failure.
    """

    def __init__(self, files: Sequence[ReviewFile], cache_folder: Path | None = None) -> None:
        self._files = files
        self._cache_folder = cache_folder
        self._outcomes: dict[int, Outcome] = {}
        self._waiting: dict[int, Future[Checked]] = {}
        self._comparing: Future[list[DocumentReport | None]] | None = None
        self._pool: WorkerPool | None = None

    def __enter__(self) -> Checking:
        if len(self._files) == 1:
            [file] = self._files
            _put(file, _checked(Checker(self._cache_folder), file.path, file.config))
        elif self._files:
            self._start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._pool is not None:
            self._pool.__exit__()

    def take(self, *, wait: bool = False) -> bool:
        """Put what is done into the files; return whether there was anything.

        With `wait`, wait until the next file is done.
        """
        if wait and self._waiting:
            first = next(iter(self._waiting.values()))  # results come in the order of the files
            first.exception()
        done = [number for number, future in self._waiting.items() if future.done()]
        for number in done:
            self._take_file(number, self._waiting.pop(number))
        if self._pool is not None and not self._waiting and self._comparing is None:
            self._compare(self._pool)
        if (
            self._comparing is not None
            and (wait or self._comparing.done())
            and any(not file.compared for file in self._files)
        ):
            self._take_compared(self._comparing)
            return True
        return bool(done)

    def _start(self) -> None:
        processors = (os.cpu_count() or 1) - 1  # one is for the screen
        jobs = max(1, min(len(self._files), processors))
        self._pool = WorkerPool(jobs, self._cache_folder)
        for number, file in enumerate(self._files):
            file.compared = False
            self._waiting[number] = self._pool.submit(_survey, file.path, file.config)

    def _take_file(self, number: int, future: Future[Checked]) -> None:
        file = self._files[number]
        try:
            checked = result(future)
        except WorkerDiedError as error:
            checked = Checked(Outcome(failure=Failure(file.path, error.message)))
        _put(file, checked)
        self._outcomes[number] = checked.outcome

    def _compare(self, pool: WorkerPool) -> None:
        found = [
            (file.path, file.config, self._outcomes[at]) for at, file in enumerate(self._files)
        ]
        self._outcomes = {}
        self._comparing = pool.submit(_compare, found)

    def _take_compared(self, comparing: Future[list[DocumentReport | None]]) -> None:
        try:
            reports = result(comparing)
        except WorkerDiedError as error:
            reports = [None] * len(self._files)
            self._files[0].failures += (Failure(self._files[0].path, error.message),)
        self.__exit__()  # the processes are not needed any more
        for file, report in zip(self._files, reports, strict=True):
            file.compared = True
            if report is not None and file.report is not None:
                file.compare(report)


def _put(file: ReviewFile, checked: Checked) -> None:
    report, failure = checked.report, checked.outcome.failure
    file.failures = (*((failure,) if failure else ()), *(report.failures if report else ()))
    file.report = report


def _checked(checker: Checker, path: Path, config: Config) -> Checked:
    outcome = checker.check(checker.task(path, config), whole=True)
    reports = next(reports_of([outcome], checker.context(config), config))
    return Checked(outcome, whole_report(reports) if reports else None)


def _survey(checker: Checker, path: Path, config: Config) -> Checked:
    """Check one file; whatever is wrong with it or its dictionaries is its failure."""
    try:
        return _checked(checker, path, config)
    except DictionaryError as error:
        return Checked(Outcome(failure=Failure(path, dictionary_error(error).message)))
    except ProoferError as error:
        return Checked(Outcome(failure=Failure(path, error.message)))


def _compare(
    checker: Checker, found: Sequence[tuple[Path, Config, Outcome]]
) -> list[DocumentReport | None]:
    return [whole_report(parts) if parts else None for _, _, parts, _ in compared(found, checker)]

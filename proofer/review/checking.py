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
from proofer.checking.parallel import compared
from proofer.checking.pipeline import Outcome, reports_of
from proofer.checking.workers import WorkerDiedError, WorkerPool, result
from proofer.config import Config
from proofer.errors import ProoferError
from proofer.findings.report import DocumentReport, Failure
from proofer.language.dictionaries import DictionaryError
from proofer.review.review_file import ReviewFile
from proofer.vocabulary.project_dictionary import dictionary_error


@dataclass(frozen=True, slots=True)
class Checked:
    """The check of a file: its outcome, to compare with others, and its report if it was read."""

    outcome: Outcome
    report: DocumentReport | None = None


class Checking:
    """Checks `sheets`. Use as a context manager: leaving it stops what is under way.

    Outcomes are taken from the cache of `lint` in `cache_folder` and kept there; None is for no
    cache.

    Raises:
        DictionaryError: if a dictionary of a single file is missing or malformed; of several it is
            their failure.
    """

    def __init__(self, sheets: Sequence[ReviewFile], cache_folder: Path | None = None) -> None:
        self._sheets = sheets
        self._cache_folder = cache_folder
        self._outcomes: dict[int, Outcome] = {}
        self._waiting: dict[int, Future[Checked]] = {}
        self._comparing: Future[list[DocumentReport | None]] | None = None
        self._pool: WorkerPool | None = None

    def __enter__(self) -> Checking:
        if len(self._sheets) == 1:
            [sheet] = self._sheets
            _put(sheet, _checked(Checker(self._cache_folder), sheet.path, sheet.config))
        elif self._sheets:
            self._start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._pool is not None:
            self._pool.__exit__()

    def take(self, *, wait: bool = False) -> bool:
        """Give the sheets what is done meanwhile; return whether there was anything.

        With `wait`, wait for the next.
        """
        if wait and self._waiting:
            next(
                iter(self._waiting.values())
            ).exception()  # in the order of the files, so the first one comes next
        done = [number for number, future in self._waiting.items() if future.done()]
        for number in done:
            self._take_file(number, self._waiting.pop(number))
        if self._pool is not None and not self._waiting and self._comparing is None:
            self._compare(self._pool)
        if (
            self._comparing is not None
            and (wait or self._comparing.done())
            and any(not s.compared for s in self._sheets)
        ):
            self._take_compared(self._comparing)
            return True
        return bool(done)

    def _start(self) -> None:
        processors = (os.cpu_count() or 1) - 1  # one is for the screen
        jobs = max(1, min(len(self._sheets), processors))
        self._pool = WorkerPool(jobs, self._cache_folder)
        for number, sheet in enumerate(self._sheets):
            sheet.compared = False
            self._waiting[number] = self._pool.submit(_survey, sheet.path, sheet.config)

    def _take_file(self, number: int, future: Future[Checked]) -> None:
        sheet = self._sheets[number]
        try:
            checked = result(future)
        except WorkerDiedError as error:
            checked = Checked(Outcome(failure=Failure(sheet.path, error.message)))
        _put(sheet, checked)
        self._outcomes[number] = checked.outcome

    def _compare(self, pool: WorkerPool) -> None:
        found = [
            (sheet.path, sheet.config, self._outcomes[at]) for at, sheet in enumerate(self._sheets)
        ]
        self._outcomes = {}
        self._comparing = pool.submit(_compare, found)

    def _take_compared(self, comparing: Future[list[DocumentReport | None]]) -> None:
        try:
            reports = result(comparing)
        except WorkerDiedError as error:
            reports = [None] * len(self._sheets)
            self._sheets[0].failures += (Failure(self._sheets[0].path, error.message),)
        self.__exit__()  # the processes are not needed any more
        for sheet, report in zip(self._sheets, reports, strict=True):
            sheet.compared = True
            if report is not None and sheet.report is not None:
                sheet.compare(report)


def _put(sheet: ReviewFile, checked: Checked) -> None:
    report, failure = checked.report, checked.outcome.failure
    sheet.failures = (*((failure,) if failure else ()), *(report.failures if report else ()))
    sheet.report = report


def _checked(checker: Checker, path: Path, config: Config) -> Checked:
    outcome = checker.check(checker.task(path, config), whole=True)
    reports = next(reports_of([outcome], checker.context(config), config))
    return Checked(outcome, reports[0] if reports else None)


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
    return [parts[0] if parts else None for _, _, parts, _ in compared(found, checker)]

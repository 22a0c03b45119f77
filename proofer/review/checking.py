"""Checks the files of a review: a single one here, several in other processes during the review.

Several files are then compared with each other, as `lint` compares those of a run, so that both
find the same.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from proofer.checking.parallel import compared
from proofer.checking.pipeline import Outcome, check_file, make_context, reports_of
from proofer.checking.workers import start_pool
from proofer.config import Config
from proofer.detectors.context import Context
from proofer.errors import ProoferError
from proofer.findings.report import DocumentReport, Failure
from proofer.language.dictionaries import DictionaryError
from proofer.messages import Message
from proofer.review.review_file import ReviewFile
from proofer.vocabulary.project_dictionary import dictionary_error


@dataclass(frozen=True, slots=True)
class Checked:
    """The check of a file: its outcome, to compare with others, and its report if it was read."""

    outcome: Outcome
    report: DocumentReport | None = None


class Checking:
    """Checks `sheets`. Use as a context manager: leaving it stops what is under way.

    Raises:
        DictionaryError: if a dictionary of a single file is missing or malformed; of several it is
            their failure.
    """

    def __init__(self, sheets: Sequence[ReviewFile]) -> None:
        self._sheets = sheets
        self._configs = {sheet.config.digest: sheet.config for sheet in sheets}
        self._outcomes: dict[int, Outcome] = {}
        self._waiting: dict[int, Future[Checked]] = {}
        self._comparing: Future[list[DocumentReport | None]] | None = None
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Checking:
        if len(self._sheets) == 1:
            _put(self._sheets[0], _checked(self._sheets[0].path, self._sheets[0].config))
        elif self._sheets:
            self._start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

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
        jobs = max(
            1, min(len(self._sheets), (os.cpu_count() or 1) - 1)
        )  # one processor is for the screen
        self._pool = start_pool(
            jobs, _prepare, self._configs
        )  # not forked: they would inherit the review's locks
        for number, sheet in enumerate(self._sheets):
            sheet.compared = False
            self._waiting[number] = self._pool.submit(_survey, sheet.path, sheet.config.digest)

    def _take_file(self, number: int, future: Future[Checked]) -> None:
        sheet = self._sheets[number]
        try:
            checked = future.result()
        except BrokenProcessPool:
            checked = Checked(Outcome(failure=Failure(sheet.path, _DIED)))
        _put(sheet, checked)
        self._outcomes[number] = checked.outcome

    def _compare(self, pool: ProcessPoolExecutor) -> None:
        found = [
            (sheet.path, sheet.config.digest, self._outcomes[at])
            for at, sheet in enumerate(self._sheets)
        ]
        self._outcomes = {}
        try:
            self._comparing = pool.submit(_compare, found)
        except BrokenProcessPool as error:
            self._comparing = Future()
            self._comparing.set_exception(error)

    def _take_compared(self, comparing: Future[list[DocumentReport | None]]) -> None:
        try:
            reports = comparing.result()
        except BrokenProcessPool:
            reports = [None] * len(self._sheets)
            self._sheets[0].failures += (Failure(self._sheets[0].path, _DIED),)
        self.__exit__()  # the processes are not needed any more
        for sheet, report in zip(self._sheets, reports, strict=True):
            sheet.compared = True
            if report is not None and sheet.report is not None:
                sheet.compare(report)


def _put(sheet: ReviewFile, checked: Checked) -> None:
    report, failure = checked.report, checked.outcome.failure
    sheet.failures = (*((failure,) if failure else ()), *(report.failures if report else ()))
    sheet.report = report


def _checked(path: Path, config: Config, context: Context | None = None) -> Checked:
    context = context or make_context(config)
    outcome = check_file(path, context, config, whole=True)
    reports = next(reports_of([outcome], context, config))
    return Checked(outcome, reports[0] if reports else None)


_configs: Mapping[str, Config] = {}
_contexts: dict[str, Context] = {}


def _prepare(configs: Mapping[str, Config]) -> None:
    global _configs  # noqa: PLW0603 - a process is started once and then only given names of files
    _configs = configs


def _survey(path: Path, config: str) -> Checked:
    """Check one file; errors are told as failures, for they cross a border between processes."""
    try:
        if config not in _contexts:
            _contexts[config] = make_context(_configs[config])
        return _checked(path, _configs[config], _contexts[config])
    except DictionaryError as error:
        return Checked(Outcome(failure=Failure(path, dictionary_error(error).message)))
    except ProoferError as error:
        return Checked(Outcome(failure=Failure(path, error.message)))


def _compare(found: Sequence[tuple[Path, str, Outcome]]) -> list[DocumentReport | None]:
    files = ((path, _configs[config], outcome) for path, config, outcome in found)
    return [parts[0] if parts else None for _, _, parts, _ in compared(files)]


_DIED = Message(
    "检查进程意外终止（可能是内存不足）。",
    "the process that checks died, perhaps for lack of memory.",
)

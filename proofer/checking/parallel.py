"""Many files in one run: from the cache, in this process or in several, always in their order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from proofer.checking.checker import Checker, Task
from proofer.checking.gathered import Gathered
from proofer.checking.outcome import Outcome
from proofer.checking.pipeline import check_document, concluded_alone, reports_of
from proofer.config import Config
from proofer.findings.report import DocumentReport, Failure

if TYPE_CHECKING:
    from concurrent.futures import Future

    from proofer.document.document import Document

_BATCH_FILES = 16
"""The most files that are passed to a process at once: each takes a message there and back."""
_BATCH_BYTES = 1 << 18
"""Bytes after which a batch is closed, so that processes have about as much to do as each other."""
_SHARES = 2
"""Batches for each process into which what is left is divided, where that is less."""
_JOB_BYTES = 1 << 19
"""Bytes that make another process worth its start, which takes as long as checking so much."""
_GROUP_CODE_POINTS = 2_000_000
"""Code points of text that are compared at a time; a page needs thirty times as many bytes."""
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_REREAD = 5
"""How many times as long a page takes whose lines are read again."""
_BATCHES_AHEAD = 3
"""Batches a process whose outcomes may wait to be taken: they bound the memory."""


def outcomes(
    files: Iterable[tuple[Path, Config]],
    checker: Checker,
    *,
    jobs: int | None = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[tuple[Path, Config, Outcome]]:
    """Yield the outcome of each file, in their order.

    Large files are read in this process, and their parts are shared out.

    Args:
        files: each file with its configuration.
        checker: checks in this process, and names the cache that all processes use.
        jobs: how many processes check; None for as many as are worth it.
        progress: called with the number of files done and of all files.

    Raises:
        DictionaryError: if a dictionary is missing or malformed.
    """
    tasks = [checker.task(path, config) for path, config in files]
    missing = [task for task in tasks if not (task.is_cached or task.is_large)]
    count = min(jobs or _jobs_worth(missing), max(1, len(missing)))
    checked = run_serial(missing, checker) if count == 1 else run_pool(missing, checker, count)
    progress(0, len(tasks))
    for number, task in enumerate(tasks, 1):
        if task.is_large:
            outcome = _check_large(task, checker, jobs or _processors())
        else:
            outcome = checker.check(task) if task.is_cached else next(checked)
        yield task.path, task.config, outcome
        progress(number, len(tasks))
    if missing:
        checker.shrink_cache()


def compared(
    found: Iterable[tuple[Path, Config, Outcome]], checker: Checker
) -> Iterator[tuple[Path, Config, Sequence[DocumentReport], Failure | None]]:
    """Yield the reports on each file, in their order, after comparing files with each other.

    Consecutive files of one configuration are compared, in groups that bound the memory: what a
    corpus detector looks for stands near, in issues of one newspaper.
    """
    for window in windows(
        found,
        config=lambda each: each[1].digest,
        size=lambda each: compared_size(each[2].documents),
    ):
        files: list[tuple[Path, Config, Failure | None]] = []
        gathered = Gathered()
        for path, config, outcome in window:
            files.append((path, config, outcome.failure))
            gathered.append(outcome)
        config = files[0][1]
        reports = reports_of(gathered, checker.context(config), config)
        for (path, _, failure), parts in zip(files, reports, strict=True):
            yield path, config, parts, failure


def windows(
    files: Iterable[_Item], config: Callable[[_Item], object], size: Callable[[_Item], int]
) -> Iterator[Iterator[_Item]]:
    """Yield the runs of consecutive files that are compared with each other.

    Args:
        files: in the order of the run.
        config: what stands for the configuration of a file; equal ones are compared.
        size: see `compared_size`.
    """
    window, total, known = 0, 0, None

    def number(file: _Item) -> int:
        nonlocal window, total, known
        if config(file) != known or total >= _GROUP_CODE_POINTS:
            window, total, known = window + 1, 0, config(file)
        total += size(file)
        return window

    return (run for _, run in groupby(files, number))


def compared_size(documents: Sequence[Document]) -> int:
    """Return the code points of a file that is compared; parts of a large one are not: 0."""
    return len(documents[0].text) if len(documents) == 1 else 0


def _jobs_worth(tasks: Sequence[Task]) -> int:
    size = sum(map(_weight, tasks))
    return max(1, min(_processors(), size // _JOB_BYTES))


def _weight(task: Task) -> int:
    """Return the bytes of a text that takes as long to check as a task."""
    return task.size * _REREAD if task.config.reread else task.size


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_serial(tasks: Iterable[Task], checker: Checker) -> Iterator[Outcome]:
    """Yield the outcome of each task, checked in this process."""
    return map(checker.check, tasks)


def run_pool(tasks: Sequence[Task], checker: Checker, jobs: int) -> Iterator[Outcome]:
    """Yield the outcome of each task, checked in `jobs` processes.

    When a process dies, all that were at work are replaced. The first batch that is not done is
    checked again, file by file and alone; the file whose process dies then is a failure.

    Raises:
        DictionaryError: if a dictionary is missing or malformed.
    """
    folder = checker.cache_folder

    def batches() -> Iterator[list[Task]]:
        """Yield the batches; the first when the processes are on their way already."""
        for config in {task.config.digest: task.config for task in tasks}.values():
            checker.context(config)  # a wrong dictionary is an error here, not one of each process
        yield from _batches(tasks, jobs)

    def alone(batch: list[Task]) -> list[Outcome]:
        return _one_by_one(batch, folder)

    for outcomes in _shared_out(batches(), _check_batch, alone, jobs, folder):
        yield from outcomes


def _check_large(task: Task, checker: Checker, jobs: int) -> Outcome:
    if jobs == 1:
        return checker.check(task)

    def check_parts(parts: Iterator[Document]) -> Iterator[DocumentReport]:
        tasks = ((part, task.config) for part in parts)
        return _shared_out(tasks, _check_part, _part_alone, jobs, checker.cache_folder)

    return checker.check(task, check_parts=check_parts)


_Part = tuple["Document", Config]


def _check_part(checker: Checker, part: _Part) -> DocumentReport:
    document, config = part
    return check_document(document, checker.context(config), config)


def _part_alone(part: _Part) -> DocumentReport:
    """Return the report on a part, checked in a process in which nothing else is."""
    from proofer.checking.workers import WorkerDiedError, WorkerPool, result

    try:
        with WorkerPool(1) as pool:
            return result(pool.submit(_check_part, part))
    except WorkerDiedError as error:
        return DocumentReport(part[0], (), (Failure(part[0].path, error.message),))


def _shared_out(
    items: Iterator[_Item],
    function: Callable[[Checker, _Item], _Result],
    alone: Callable[[_Item], _Result],
    jobs: int,
    cache_folder: Path | None,
) -> Iterator[_Result]:
    """Yield what `function` returns of each item, in their order, called in `jobs` processes.

    When a process dies, all that were at work are replaced. The first item that is not done is
    left to `alone`, which may be told that it kills processes.
    """
    from proofer.checking.workers import WorkerDiedError, WorkerPool, result

    waiting: deque[tuple[_Item, Future[_Result]]] = deque()
    with ExitStack() as stack:
        pool = stack.enter_context(WorkerPool(jobs, cache_folder))
        while True:
            for item in islice(items, jobs * _BATCHES_AHEAD - len(waiting)):
                waiting.append((item, pool.submit(function, item)))
            if not waiting:
                return
            item, future = waiting.popleft()
            try:
                yield result(future)
            except WorkerDiedError:
                yield alone(item)
                pool = stack.enter_context(WorkerPool(jobs, cache_folder))
                waiting = deque(
                    (each, held if _is_done(held) else pool.submit(function, each))
                    for each, held in waiting
                )


def _is_done(future: Future[Any]) -> bool:
    return future.done() and future.exception() is None


def _one_by_one(batch: Sequence[Task], cache_folder: Path | None) -> list[Outcome]:
    """Return the outcome of each task, checked in a process in which nothing else is."""
    from proofer.checking.workers import WorkerDiedError, WorkerPool, result

    outcomes: list[Outcome] = []
    with ExitStack() as stack:
        pool: WorkerPool | None = None
        for task in batch:
            pool = pool or stack.enter_context(WorkerPool(1, cache_folder))
            try:
                outcomes += result(pool.submit(_check_batch, [task]))
            except WorkerDiedError as error:
                pool = None
                outcomes.append(Outcome(failure=Failure(task.path, error.message)))
    return outcomes


def _check_batch(checker: Checker, tasks: Sequence[Task]) -> list[Outcome]:
    return [
        concluded_alone(checker.check(task), checker.context(task.config), task.config)
        for task in tasks
    ]


def _batches(tasks: Sequence[Task], jobs: int) -> Iterator[list[Task]]:
    """Yield runs of tasks: small enough to share out, large enough to be cheap to pass on.

    Towards the end they become smaller (guided self-scheduling: Polychronopoulos and Kuck 1987), so
    that no process is long at work when the others have nothing left.
    """
    weights = [max(_weight(task), _BATCH_BYTES // _BATCH_FILES) for task in tasks]
    left = sum(weights)
    batch: list[Task] = []
    size = 0
    for task, weight in zip(tasks, weights, strict=True):
        batch.append(task)
        size += weight
        if size >= min(_BATCH_BYTES, left // (_SHARES * jobs)):
            yield batch
            left -= size
            batch, size = [], 0
    if batch:
        yield batch

"""Runs the windows of a plan: in this process, in several, or on a Dask cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import lru_cache
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

from proofer.archive.arrow import read_note
from proofer.archive.plan import Plan
from proofer.archive.window import check_window
from proofer.checking.checker import Checker
from proofer.errors import InputError, OutputError, UsageError, reason
from proofer.messages import Message, install_command

Done = tuple[int, dict[str, Any]]
"""The number of a window and the note of its part."""
_AHEAD = 2
"""Windows a process that wait: a process that is done need not wait for a new one."""
_DEATHS = 2
"""Processes that may die of a window before its files are checked each in one of its own."""
_PRELOADED = ("proofer.archive.preloaded",)
"""Modules that processes share."""
_TIMEOUT = 30
"""Seconds in which the scheduler of a cluster must answer."""


def run_here(plan: Plan, windows: Sequence[int]) -> Iterator[Done]:
    """Check windows in this process, and yield each when its part is there.

    Raises:
        ProoferError: if a part cannot be written.
    """
    checker = Checker()
    for number in windows:
        yield number, _checked(checker, plan, number)


def run_pool(plan: Plan, windows: Sequence[int], jobs: int) -> Iterator[Done]:
    """Check windows in `jobs` processes, and yield each when its part is there.

    A process that dies costs the windows that were at work a new try. Of a window that does so
    again, each file is checked in a process of its own, and the one that kills it is a failure.

    Raises:
        ProoferError: if a part cannot be written.
    """
    from concurrent.futures import FIRST_COMPLETED, wait

    from proofer.checking.workers import WorkerDiedError, WorkerPool, result

    waiting = iter(windows)
    deaths: Counter[int] = Counter()
    with ExitStack() as stack:
        pool = stack.enter_context(WorkerPool(jobs, preloaded=_PRELOADED))
        running: dict[Any, int] = {}
        while True:
            for number in islice(waiting, jobs * _AHEAD - len(running)):
                running[pool.submit(_in_worker, plan.folder, number)] = number
            if not running:
                return
            lost: list[int] = []
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                number = running.pop(future)
                try:
                    yield number, result(future)
                except WorkerDiedError:
                    lost.append(number)
            if not lost:
                continue
            lost = sorted({*lost, *running.values()})
            pool = stack.enter_context(WorkerPool(jobs, preloaded=_PRELOADED))
            running = {}
            deaths.update(lost)
            for number in lost:
                if (part := plan.part("findings", number)).exists():  # it was done just before
                    yield number, read_note(part)
                elif deaths[number] >= _DEATHS:
                    yield number, _apart(plan, number)
                else:
                    running[pool.submit(_in_worker, plan.folder, number)] = number


def run_dask(plan: Plan, windows: Sequence[int], address: str) -> Iterator[Done]:
    """Check windows on a Dask cluster, and yield each when its part is there.

    Workers must see the folder of the plan at the same path. Only numbers and notes pass through
    the scheduler. A window whose workers died more often than the cluster allows is checked here.

    Raises:
        UsageError: if Dask is not installed.
        InputError: if the cluster does not answer any more.
        ProoferError: if a part cannot be written.
    """
    distributed = _distributed()
    try:
        with distributed.Client(address, timeout=_TIMEOUT) as client:
            yield from _on_cluster(plan, windows, client, distributed)
    except (OSError, distributed.client.FutureCancelledError, TimeoutError) as error:
        why = str(error).partition("\n")[0] or type(error).__name__
        raise InputError(
            Message(
                f"Dask 集群 {address} 没有回应：{why}。已完成的部分都在，再运行一次就接着做。",
                f"the Dask cluster {address} does not answer: {why}. What is finished is kept; "
                "run it again to go on.",
            )
        ) from error


def _on_cluster(
    plan: Plan, windows: Sequence[int], client: Any, distributed: Any
) -> Iterator[Done]:
    waiting = iter(windows)

    def submitted(count: int) -> list[Any]:
        return [
            client.submit(
                _on_worker,
                str(plan.folder.absolute()),
                number,
                key=f"proofer-{plan.digest[:12]}-{number}",
                pure=False,
            )
            for number in islice(waiting, count)
        ]

    ahead = max(1, sum(client.nthreads().values())) * _AHEAD
    running = distributed.as_completed(submitted(ahead))
    for future in running:
        number = int(future.key.rpartition("-")[2])
        try:
            note = future.result()
        except distributed.scheduler.KilledWorker:
            note = _apart(plan, number)
        yield number, note
        future.release()
        for each in submitted(1):
            running.add(each)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise UsageError(
            Message(
                f"--dask 需要 Dask：{install_command('archive')}。",
                f"--dask needs Dask: {install_command('archive')}.",
            )
        ) from error
    return distributed


def _in_worker(checker: Checker, folder: Path, number: int) -> dict[str, Any]:
    return _checked(checker, _plan(folder), number)


_lock = Lock()
"""Held at a window: threads of a Dask worker share what a checker has."""


def _on_worker(folder: str, number: int) -> dict[str, Any]:
    with _lock:
        plan = _plan(Path(folder))
        if (part := plan.part("findings", number)).exists():  # a worker died just after writing it
            return read_note(part)
        return _checked(_shared_checker(), plan, number)


@lru_cache(1)
def _shared_checker() -> Checker:
    return Checker()


@lru_cache(1)
def _plan(folder: Path) -> Plan:
    return Plan(folder)


def _apart(plan: Plan, number: int) -> dict[str, Any]:
    """Check a window whose files may end the process that checks them."""
    return _checked(Checker(), plan, number, apart=True)


def _checked(checker: Checker, plan: Plan, number: int, *, apart: bool = False) -> dict[str, Any]:
    try:
        return check_window(plan, number, checker, apart=apart)
    except OSError as error:  # of a temporary file; all others are told by who reads and writes
        why = reason(error)
        raise OutputError(
            Message(f"第 {number} 个窗口没有做成：{why.zh}", f"window {number} failed: {why.en}")
        ) from error

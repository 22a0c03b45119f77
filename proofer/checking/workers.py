"""Processes that check files beside this one.

They are spawned, not forked: so they work alike on every platform and do not inherit the locks of a
review. They share the language model, which is mapped into memory.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TypeVar, TypeVarTuple

from proofer.checking.checker import Checker
from proofer.errors import ProoferError, UsageError
from proofer.messages import Message

_Arguments = TypeVarTuple("_Arguments")
_Result = TypeVar("_Result")


class WorkerDiedError(ProoferError):
    """A process ended before its work was done."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                "检查进程意外终止（可能是内存不足）。",
                "the process that checks died, perhaps for lack of memory.",
            )
        )


class WorkerPool:
    """A pool of processes, each of which has a `Checker` of its own.

    Use it as a context manager: leaving it drops the work that is not done. The processes end with
    this one, however it ends.

    Raises:
        UsageError: if Python was started in a way that lets the processes run code of the working
            folder.
    """

    def __init__(self, jobs: int, cache_folder: Path | None = None) -> None:
        _keep_out_working_folder()
        self._executor = ProcessPoolExecutor(
            jobs, get_context("spawn"), initializer=_start, initargs=(cache_folder,)
        )

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *exception: object) -> None:
        for process in list((self._executor._processes or {}).values()):
            process.kill()  # else Python would wait, at its end, for the page that it is at
        self._executor.shutdown(wait=False, cancel_futures=True)

    def submit(
        self,
        function: Callable[[Checker, *_Arguments], _Result],
        *arguments: *_Arguments,
    ) -> Future[_Result]:
        """Have a process call `function` with its checker and the arguments; see `result`.

        Function, arguments and result are pickled.
        """
        try:
            return self._executor.submit(_call, function, *arguments)
        except BrokenProcessPool as error:
            broken: Future[_Result] = Future()
            broken.set_exception(error)
            return broken


def result(future: Future[_Result]) -> _Result:
    """Return what a function returned in a process, after waiting for it.

    Raises:
        WorkerDiedError: if its process died.
        Exception: what the function raised.
    """
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise WorkerDiedError from error


def _keep_out_working_folder() -> None:
    """Let processes start without the working folder in their module path.

    `multiprocessing` starts them by `python -c`, which puts that folder first, and there may be
    anything among other people's pages, even a `pickle.py`.
    """
    if sys.flags.ignore_environment and not sys.flags.safe_path:
        raise UsageError(
            Message(
                "Python 以 -E 启动，检查进程会运行当前文件夹里的代码；请同时加 -P，或改用 -I。",
                "Python was started with -E, so processes would run code of the working folder; "
                "add -P, or use -I.",
            )
        )
    # not taken back: the executor starts its processes as work comes in
    os.environ["PYTHONSAFEPATH"] = "1"


_checker: Checker | None = None
"""The checker of this process, if it is one of a pool."""


def _start(cache_folder: Path | None) -> None:
    global _checker  # noqa: PLW0603 - an initializer has no other way to pass anything on
    _end_with_parent()
    _checker = Checker(cache_folder)


def _call(function: Callable[..., _Result], *arguments: object) -> _Result:
    assert _checker is not None
    return function(_checker, *arguments)


def _end_with_parent() -> None:
    """End this process as soon as its parent is gone: it would wait for more work for ever."""
    import signal
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent gets it, too, and shuts the pool down
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()

"""Processes that check files beside this one.

They do not inherit the locks of a review: they are spawned, or, on Linux, forked from a process of
their own, in which nothing runs and which has loaded what they have in common (`preloaded`). The
language model is mapped into memory and shared everywhere.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.context import BaseContext
from pathlib import Path
from tempfile import gettempdir
from typing import Any, TypeVar, TypeVarTuple

from proofer.checking.checker import Checker
from proofer.checking.packing import Packed
from proofer.errors import ProoferError, UsageError
from proofer.messages import Message

_Arguments = TypeVarTuple("_Arguments")
_Result = TypeVar("_Result")
_SAFE_SERVER = (3, 11, 1)
"""Before, every user of the machine could reach the process from which others are forked."""
_LONGEST_FOLDER = 60
"""Bytes of the folder for temporary files, below which is the socket of that process: 107 at most.
"""


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

    Args:
        jobs: how many processes.
        cache_folder: of their checkers; None for no cache.
        preloaded: modules that they use, to be loaded once for all where processes are forked.

    Raises:
        UsageError: if Python was started in a way that lets the processes run code of the working
            folder.
    """

    def __init__(
        self, jobs: int, cache_folder: Path | None = None, preloaded: Sequence[str] = ()
    ) -> None:
        _keep_out_working_folder()
        context = _processes(preloaded)
        if context.get_start_method() == "forkserver":
            from multiprocessing import forkserver  # there is none on Windows

            with _ignoring_interrupts():
                forkserver.ensure_running()  # it loads what they share while work is prepared here
        self._executor = ProcessPoolExecutor(
            jobs,
            context,
            initializer=_start,
            initargs=(cache_folder, gc.get_threshold()),
        )

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, kind: type[BaseException] | None = None, *exception: object) -> None:
        if kind is not None and not issubclass(
            kind, Exception
        ):  # Ctrl-C, here or around a generator
            _end_what_is_loading()
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
            return self._executor.submit(_call, Packed((function, *arguments)))
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


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    """Let a process that is started meanwhile ignore Ctrl-C from its first moment on.

    It inherits that; until it comes to ignore Ctrl-C by itself it would die with a traceback.
    """
    import signal
    from threading import current_thread, main_thread

    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end_what_is_loading() -> None:
    """End the process from which others are forked: it might still fork one, which would fail.

    What a new process needs of this one is gone by then, and it would say so in a traceback.
    It is forgotten, too: another pool of this process starts one of its own when it needs it.
    """
    if sys.platform == "win32":
        return
    import signal
    from multiprocessing import forkserver

    server = getattr(forkserver, "_forkserver", None)  # nothing public tells which process it is
    number = getattr(server, "_forkserver_pid", None)
    if server is not None and number:
        with suppress(OSError):
            os.kill(number, signal.SIGKILL)
            server._stop()


def _processes(preloaded: Sequence[str]) -> BaseContext:
    """Return how processes start."""
    if sys.platform != "linux" or sys.version_info < _SAFE_SERVER:
        return get_context("spawn")
    if len(os.fsencode(gettempdir())) > _LONGEST_FOLDER:
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([*preloaded, "proofer.checking.preloaded"])
    return context


_checker: Checker | None = None
"""The checker of this process, if it is one of a pool."""


def _start(cache_folder: Path | None, thresholds: tuple[int, int, int]) -> None:
    global _checker  # noqa: PLW0603 - an initializer has no other way to pass anything on
    gc.set_threshold(*thresholds)
    _end_with_parent()
    _checker = Checker(cache_folder)


def _call(work: Any) -> Any:
    assert _checker is not None
    function, *arguments = work
    return Packed(function(_checker, *arguments))


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

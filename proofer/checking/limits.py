"""A limit of the CPU time that a file may take, so that no page holds up a run.

Where there are interval timers, a signal ends the work, even within a regular expression. Signals
reach the main thread only, and Windows has no such timers: there a thread watches over the work,
and ends it when the interpreter next comes to an instruction.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import FrameType

from proofer.config import Config
from proofer.messages import Message

_MEGABYTE = 1 << 20
"""Bytes of a file, or code points of its text."""
_AGAIN = 0.5
"""CPU seconds after which work that caught the exception is ended once more."""


class OutOfTimeError(Exception):
    """Work took longer than it may."""


class _OutOfTime(BaseException):
    """Ends the work; no `Exception`, as failures of detectors are caught."""


def time_limit(config: Config, size: int) -> AbstractContextManager[None]:
    """Limit the time for text of a size, in bytes or code points.

    Raises:
        OutOfTimeError: if what is done inside takes longer than the configuration allows.
    """
    return cpu_limit(config.timeout * (1 + size // _MEGABYTE))


def too_slow(config: Config) -> Message:
    """Return what is said of a file that takes longer than it may."""
    return Message(
        f"没有检查完：每 1 MB 用了超过 {config.timeout:g} 秒 CPU；可用 --timeout 放宽。",
        f"not checked: it takes more than {config.timeout:g} s of CPU for each megabyte; "
        "--timeout allows more.",
    )


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Let what is done inside take so many seconds of CPU; 0 for any number.

    The time is that of the process, its other threads included.

    Raises:
        OutOfTimeError: if it takes longer.
    """
    try:
        with _guard(seconds):
            yield
    except _OutOfTime:
        raise OutOfTimeError from None


def _guard(seconds: float) -> AbstractContextManager[None]:
    if not seconds:
        return nullcontext()
    if (
        threading.current_thread() is threading.main_thread()
        and hasattr(signal, "setitimer")
        and not any(signal.getitimer(signal.ITIMER_PROF))  # the caller measures itself with it
    ):
        return _by_signal(seconds)
    return _by_thread(seconds)


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def end(number: int, frame: FrameType | None) -> None:
        raise _OutOfTime

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def _by_thread(seconds: float) -> Iterator[None]:
    import ctypes

    worker = ctypes.c_ulong(threading.get_ident())
    end = ctypes.pythonapi.PyThreadState_SetAsyncExc
    done, lock = threading.Event(), threading.Lock()

    def watch() -> None:
        last = time.process_time() + seconds
        while not done.wait(max(last - time.process_time(), _AGAIN / 10)):
            with lock:
                if time.process_time() >= last and not done.is_set():
                    end(worker, ctypes.py_object(_OutOfTime))
                    last += _AGAIN

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        with lock:
            done.set()
            end(worker, None)  # what has not come yet does not come any more

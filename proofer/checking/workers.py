"""Processes that check beside this one: spawned, not forked, so that they work alike on every platform."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from proofer.errors import UsageError
from proofer.messages import Message

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor


def start_pool(jobs: int, prepare: Callable[..., None], *arguments: object) -> ProcessPoolExecutor:
    """Return a pool of `jobs` processes, each of which begins with `prepare(*arguments)` and ends with this one.

    None of them imports what lies in the working folder: `multiprocessing` starts them by
    `python -c`, which puts that folder first in the module path, and there may be anything among
    foreign pages, a `pickle.py` too.

    Raises:
        UsageError: if Python was started so that this cannot be told to the processes.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    if sys.flags.ignore_environment and not sys.flags.safe_path:
        raise UsageError(
            Message(
                "Python 以 -E 启动，检查进程会运行当前文件夹里的代码；请同时加 -P，或改用 -I。",
                "Python was started with -E, so processes would run code of the working folder; add -P, or use -I.",
            )
        )
    os.environ["PYTHONSAFEPATH"] = (
        "1"  # to stay: the pool starts its processes when there is work for them
    )
    return ProcessPoolExecutor(
        jobs, get_context("spawn"), initializer=partial(_begin, prepare, *arguments)
    )


def _begin(prepare: Callable[..., None], *arguments: object) -> None:
    _follow_parent()
    prepare(*arguments)


def _follow_parent() -> None:
    """Let this process of a pool end when its parent says so, or is gone: it would wait for more work for ever."""
    import signal
    from multiprocessing import parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, too
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()

"""The names at which a resident checker listens: one process has them, and few have such names."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from proofer.errors import InputError
from proofer.messages import Message
from proofer.serving.client import owner_of

_MOST = 4
"""Processes of a user, some 120 MB each: one for each installation, locale, setting of Python."""
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@contextmanager
def claimed(path: str) -> Iterator[int | None]:
    """Hold a name for a socket; None where another process does. Afterwards nothing is left there.

    What is held is the open file of the lock: processes that are forked must close it.

    Raises:
        InputError: if there is something else by that name.
        OSError: if nothing can be made there.
    """
    name = f"{path}.lock"
    try:
        lock = os.open(name, _FLAGS, 0o600)
    except OSError as error:
        if os.path.lexists(name):
            raise _taken(name) from error
        raise
    try:
        if not stat.S_ISREG(os.fstat(lock).st_mode):
            raise _taken(name)
        if not _is_locked(lock, name):
            yield None
            return
        try:
            _make_free(path)
            try:
                yield lock
            finally:
                _make_free(path)
        finally:
            os.unlink(name)  # noqa: PTH108
    finally:
        os.close(lock)


def _is_locked(lock: int, name: str) -> bool:
    """Lock a file; it counts only if it still has its name: who held it takes that away."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(lock), os.lstat(name))
    except OSError:
        return False


def _make_free(path: str) -> None:
    """Remove a socket: that of a process that was killed, or one's own."""
    if os.path.lexists(path) and not stat.S_ISSOCK(os.lstat(path).st_mode):
        raise _taken(path)
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108


def _taken(name: str) -> InputError:
    return InputError(
        Message(
            f"{name} 不是常驻检查进程的文件，请移走它。",
            f"{name} is not a file of the resident checker: move it away.",
        )
    )


def no_place(why: str) -> InputError:
    """Return the error that says why there is none."""
    return InputError(
        Message(
            f"常驻检查进程没有可用的位置：{why}",
            f"there is no place for the resident checker to listen: {why}",
        )
    )


def end_oldest(path: str) -> None:
    """Ask the oldest processes in the folder of a socket to end, if there are too many.

    They finish what they do.
    """
    others = []
    for file in Path(path).parent.iterdir():
        if file.name.isalnum() and str(file) != path:
            with suppress(OSError), socket.socket(socket.AF_UNIX) as other:
                other.setblocking(False)
                other.connect(str(file))
                process, user = owner_of(other)
                if user == os.getuid() and process > 0:
                    others.append((file.stat().st_mtime_ns, process))
    for _, process in sorted(others, reverse=True)[_MOST - 1 :]:
        with suppress(OSError):
            os.kill(process, signal.SIGTERM)

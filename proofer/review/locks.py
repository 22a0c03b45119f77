"""One review of a file at a time: an advisory lock that dies with its process."""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path

from proofer.errors import LockedError
from proofer.messages import Message

_UNSUPPORTED = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP})

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # msvcrt locks also keep others from reading: lock a byte behind the text

    def _lock(fd: int) -> None:
        os.lseek(fd, _FAR, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        os.lseek(fd, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


class ReviewLock:
    """Holds a file locked while it is open.

    The file stays when the lock goes: its existence means nothing.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises:
            LockedError: if another process holds it, naming that process.
            OSError: if the lock file cannot be made.
        """
        import socket

        path.parent.mkdir(parents=True, exist_ok=True)
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(self._fd)
        except OSError as error:
            if error.errno in _UNSUPPORTED:
                return
            holder = _holder(self._fd)
            os.close(self._fd)
            raise LockedError(
                Message(
                    f"这份文件正在另一处校对（{holder}）。请先关闭那一处，再重新打开。",
                    f"this file is already being reviewed ({holder}); close that review first.",
                )
            ) from error
        os.ftruncate(self._fd, 0)
        os.write(self._fd, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode())

    def release(self) -> None:
        """Give the lock back."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def _holder(fd: int) -> str:
    try:
        record = (
            json.loads(os.pread(fd, 1000, 0))
            if hasattr(os, "pread")
            else json.loads(os.read(fd, 1000))
        )
        return f"PID {record['pid']}, {record['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "PID ?"

"""One review of a file at a time: an advisory lock that ends with its process."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from proofer.errors import LockedError
from proofer.files.own import open_own
from proofer.messages import Message

_UNSUPPORTED = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP})
"""Errors of file systems that know no locks: there a review goes on without one."""

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30
    """Byte to lock: msvcrt's locks also keep others from reading, so it is far behind the text."""

    def _lock(fd: int) -> None:
        os.lseek(fd, _FAR, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        os.lseek(fd, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


class ReviewLock:
    """Holds a lock file locked while a review is open.

    The file stays when the lock is released: its existence means nothing.
    """

    def __init__(self, root: Path, path: Path) -> None:
        """Take the lock `path` of the project `root`.

        Raises:
            LockedError: if another process holds it, naming that process.
            DecisionError: if it is a link, or one leads to it.
            OSError: if the lock file cannot be made.
        """
        import socket

        self._fd = open_own(root, path, os.O_RDWR | os.O_CREAT)
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
        if os.fstat(self._fd).st_size and not _record(self._fd):
            return  # not written by us: it can be locked, but its content is somebody else's
        os.ftruncate(self._fd, 0)
        os.lseek(self._fd, 0, os.SEEK_SET)
        os.write(self._fd, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode())

    def release(self) -> None:
        """Release the lock."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def _holder(fd: int) -> str:
    record = _record(fd)
    return f"PID {record['pid']}, {record['host']}" if record else "PID ?"


def _record(fd: int) -> Mapping[str, Any]:
    """Return what one of our lock files says of its holder; nothing for any other file."""
    try:
        os.lseek(fd, 0, os.SEEK_SET)
        record = json.loads(os.read(fd, 1000))
    except (OSError, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) and record.keys() == {"pid", "host"} else {}

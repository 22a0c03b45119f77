"""Whether the process at the other end of a socket may do what this one may, no less, no more."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from proofer.serving.client import owner_of

_LINES = ("Uid:", "Gid:", "Groups:", "CapEff:", "Seccomp:")
"""Of `/proc/PID/status`: who it is, and what it may do besides."""


def is_equal(connection: socket.socket) -> bool:
    """Return whether it has the same user, groups, capabilities and root folder.

    What it may not read must not be read for it.
    """
    process, user = owner_of(connection)
    try:
        return user == os.getuid() and _rights(str(process)) == _rights("self")
    except OSError:  # it has ended, or may not be looked at
        return False


def _rights(process: str) -> tuple[object, ...]:
    folder = Path("/proc", process)
    status = (folder / "status").read_text(encoding="utf-8", errors="surrogateescape")
    root = (folder / "root").stat()
    mounted = os.readlink(folder / "ns/mnt")  # noqa: PTH115
    lines = [line for line in status.splitlines() if line.startswith(_LINES)]
    return lines, root.st_dev, root.st_ino, mounted

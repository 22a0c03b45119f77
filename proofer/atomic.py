"""Writing a file completely or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from proofer.errors import OutputError
from proofer.messages import Message


def atomic_write(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Replace the content of a file in one step, keeping its mode; a link stays a link.

    Args:
        path: the file, which need not exist.
        data: its new content.
        durable: whether it must survive a power failure; a cache need not.

    Raises:
        OutputError: if the file cannot be written; then it is unchanged.
    """
    target = path.resolve()
    temporary: Path | None = None
    try:
        fd, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(fd, "wb") as stream:
            stream.write(data)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        temporary.chmod(_mode(target))
        temporary.replace(target)
    except OSError as error:
        why = error.strerror or str(error)
        raise OutputError(
            Message(f"写不了 {path}：{why}", f"cannot write {path}: {why}")
        ) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask

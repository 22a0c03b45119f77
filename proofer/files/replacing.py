"""Writing a file completely or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from proofer.errors import OutputError, reason
from proofer.messages import Message


def atomic_write(
    path: Path, data: bytes | Iterable[bytes], *, durable: bool = True
) -> Sequence[Message]:
    """Replace the content of a file in one step; a link stays a link.

    Owner, group, mode and extended attributes (such as an ACL) are kept as far as the system lets
    us. A pipe or a device is written to.

    Args:
        path: the file, which need not exist.
        data: its new content, as a whole or piece by piece.
        durable: whether it must survive a power failure; a cache need not.

    Returns:
        What could not be kept: the owner, or further names of the file (hard links).

    Raises:
        OutputError: if the file cannot be written; then it is unchanged.
    """
    import tempfile

    temporary: Path | None = None
    pieces = (data,) if isinstance(data, bytes) else data
    try:
        target = _resolved(path)
        _spare_decisions(target)
        old = _status(target)
        if old is not None and not stat.S_ISREG(old.st_mode):
            with target.open("wb") as special:
                special.writelines(pieces)
            return ()
        fd, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(fd, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            losses = _new(temporary) if old is None else list(_kept(path, target, old, temporary))
            if durable:
                os.fsync(stream.fileno())
        temporary.replace(target)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
    if durable:
        sync_folder(target.parent)
    return losses


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError as error:  # a link to itself is one before 3.13
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error


def _spare_decisions(path: Path) -> None:
    """Refuse to replace what a review keeps, which only grows.

    Raises:
        OSError: if `path` is there.
    """
    for folder, name in pairwise(path.parts):
        if folder == ".proofer" and name in ("decisions", "locks"):
            raise OSError("this is where decisions are kept")


def cannot_write(path: Path, error: Exception) -> OutputError:
    """Return what to tell of a file that cannot be written."""
    why = reason(error)
    return OutputError(Message(f"写不了 {path}：{why.zh}", f"cannot write {path}: {why.en}"))


def cannot_make(folder: Path, error: Exception) -> OutputError:
    """Return what to tell of a folder that cannot be made."""
    why = reason(error)
    return OutputError(Message(f"无法建立 {folder}：{why.zh}", f"cannot make {folder}: {why.en}"))


def make_folder(folder: Path) -> None:
    """Make a folder with its parents so that they survive a power failure; it may be there.

    Raises:
        OSError: if it cannot be made.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing:
        sync_folder(made.parent)


def sync_folder(folder: Path) -> None:
    """Let the names in a folder survive a power failure, where the system has a way to."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some network file systems have none
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _new(temporary: Path) -> Sequence[Message]:
    """Give a new file the mode that the system gives new files."""
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(0o666 & ~mask)
    return ()


def _kept(path: Path, target: Path, old: os.stat_result, temporary: Path) -> Iterator[Message]:
    """Make `temporary` like the file that it will replace, and yield what it cannot have."""
    is_ours = _has_owner(old, temporary)
    with suppress(OSError):  # some file systems refuse attributes of others
        import shutil

        shutil.copystat(target, temporary)
    temporary.chmod(stat.S_IMODE(old.st_mode) & ~(0 if is_ours else stat.S_ISUID | stat.S_ISGID))
    os.utime(temporary)
    if not is_ours:
        yield Message(
            f"{path} 的所有者或所属组保留不了（原为 {old.st_uid}:{old.st_gid}）。",
            f"the owner or group of {path} could not be kept (it was {old.st_uid}:{old.st_gid}).",
        )
    if (others := old.st_nlink - 1) > 0:
        yield Message(
            f"{path} 还有 {others} 个别名（硬链接），它们仍是改动前的内容。",
            f"{path} has {others} other name{'' if others == 1 else 's'} (hard links), "
            "with the text as it was before.",
        )


def _has_owner(old: os.stat_result, temporary: Path) -> bool:
    """Give a file to the owner and the group of `old`, and return whether both have it."""
    if os.name != "posix":
        return True
    now = temporary.stat()
    if (now.st_uid, now.st_gid) == (old.st_uid, old.st_gid):
        return True
    for owner in (old.st_uid, -1):  # without a privilege, only the group can be given
        with suppress(OSError):
            os.chown(temporary, owner, old.st_gid)
            return owner != -1 or now.st_uid == old.st_uid
    return False

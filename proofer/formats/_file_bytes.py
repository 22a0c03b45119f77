"""Reads the bytes of a file, or says in a sentence why that is not possible.

An archive (.zip) is a folder here: `results.zip/page.md` leads to a file in it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from proofer.atomic import atomic_write
from proofer.errors import InputError, OutputError
from proofer.formats.api import MalformedError
from proofer.messages import Message


def read_bytes(path: Path, limit: int = -1) -> bytes:
    """Return the content of a regular file, or its first `limit` bytes.

    Raises:
        InputError: if there is none, or it may not be read.
    """
    try:
        # Without O_NONBLOCK, opening a named pipe waits for somebody to write to it.
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except (OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError | NotADirectoryError) and archive_of(path):
            return _in_archive(path, limit)
        raise InputError(_reason(path, error)) from error
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            raise InputError(_not_regular(path, mode))
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(limit)
    except OSError as error:
        raise InputError(_reason(path, error)) from error
    finally:
        os.close(descriptor)


def archive_of(path: Path) -> Path | None:
    """Return the archive (.zip) that `path` leads into; None for a file of a folder."""
    return next((each for each in path.parents if is_archive(each)), None)


def is_archive(path: Path) -> bool:
    """Return whether `path` is an archive (.zip), whose files are read as those of a folder."""
    return path.suffix.lower() == ".zip" and path.is_file()


def archived(archive: Path) -> list[Path]:
    """Return the files in an archive, as paths that lead into it.

    Raises:
        InputError: if it is damaged.
    """
    from proofer.formats import _zip

    try:
        return [archive / name for name in _zip.files(archive)]
    except MalformedError as error:
        raise InputError(error.about(archive)) from error
    except OSError as error:
        raise InputError(_reason(archive, error)) from error


def _in_archive(path: Path, limit: int) -> bytes:
    from proofer.formats import _zip

    archive = archive_of(path)
    assert archive is not None
    try:
        return _zip.content(archive, path.relative_to(archive).as_posix(), limit)
    except MalformedError as error:
        raise InputError(error.about(archive)) from error


def write_bytes(path: Path, data: bytes) -> Sequence[Message]:
    """Replace the content of a file, that of one inside an archive there; see `atomic_write`.

    Returns:
        What could not be kept of the file.

    Raises:
        OutputError: if it cannot be written; then it is unchanged.
    """
    archive = archive_of(path)
    if archive is not None:
        from proofer.formats import _zip

        name = path.relative_to(archive).as_posix()
        try:
            path, data = archive, _zip.replaced(archive.read_bytes(), name, data)
        except MalformedError as error:
            raise OutputError(error.about(archive)) from error
        except OSError as error:
            raise OutputError(_reason(archive, error)) from error
    return atomic_write(path, data)


def _not_regular(path: Path, mode: int) -> Message:
    if stat.S_ISDIR(mode):
        return Message(f"{path} 是文件夹，不是文件。", f"{path} is a folder, not a file.")
    return Message(
        f"{path} 不是普通文件（是管道或设备）。",
        f"{path} is not a regular file (a pipe or a device).",
    )


def _reason(path: Path, error: OSError | ValueError) -> Message:
    if isinstance(error, FileNotFoundError):
        return Message(f"没有这个文件：{path}", f"no such file: {path}")
    if isinstance(error, PermissionError):
        return Message(f"没有权限读取：{path}", f"no permission to read: {path}")
    if isinstance(error, IsADirectoryError):
        return _not_regular(path, stat.S_IFDIR)
    detail = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    return Message(f"无法读取 {path}：{detail}", f"cannot read {path}: {detail}")

"""Reads the bytes of a regular file, or says in a sentence why that is not possible."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from proofer.errors import InputError, reason
from proofer.messages import Message


def read_bytes(path: Path, limit: int = -1, *, most: int | None = None) -> bytes:
    """Return the content of a regular file, or its first `limit` bytes.

    Raises:
        InputError: if there is none, it may not be read, or it has more than `most` bytes.
    """
    try:
        # Without O_NONBLOCK, opening a named pipe waits for somebody to write to it.
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except (OSError, ValueError) as error:
        raise InputError(unreadable(path, error)) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise InputError(_not_regular(path, status.st_mode))
        if most is not None and status.st_size > most:
            raise InputError(_too_large(path, most))
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(limit)
    except OSError as error:
        raise InputError(unreadable(path, error)) from error
    finally:
        os.close(descriptor)


def refuse_special(path: Path) -> None:
    """Refuse what is there but no regular file, before a library opens it by its name.

    Raises:
        InputError: if it is a pipe, a device or a folder.
    """
    with suppress(OSError):
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise InputError(_not_regular(path, mode))


def _not_regular(path: Path, mode: int) -> Message:
    if stat.S_ISDIR(mode):
        return Message(f"{path} 是文件夹，不是文件。", f"{path} is a folder, not a file.")
    return Message(
        f"{path} 不是普通文件（是管道或设备）。",
        f"{path} is not a regular file (a pipe or a device).",
    )


def _too_large(path: Path, most: int) -> Message:
    return Message(
        f"{path} 太大，超过 {most >> 20} MB。", f"{path} is too large: more than {most >> 20} MB."
    )


def unreadable(path: Path, error: OSError | ValueError) -> Message:
    """Return why a file cannot be read."""
    if isinstance(error, FileNotFoundError):
        return Message(f"没有这个文件：{path}", f"no such file: {path}")
    if isinstance(error, PermissionError):
        return Message(f"没有权限读取：{path}", f"no permission to read: {path}")
    if isinstance(error, IsADirectoryError):
        return _not_regular(path, stat.S_IFDIR)
    why = reason(error)
    return Message(f"无法读取 {path}：{why.zh}", f"cannot read {path}: {why.en}")

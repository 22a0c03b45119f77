"""Opens the files that proofer keeps in a project and follows no links.

A project that came from somebody else may hold links to any file of the machine.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from proofer.errors import DecisionError
from proofer.files.replacing import make_folder
from proofer.messages import Message

# Windows has only O_BINARY, without which it would write CRLF.
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


def open_own(root: Path, file: Path, flags: int) -> int:
    """Open a file of the project `root`; with O_CREAT its folders are made, too.

    Raises:
        DecisionError: as `refuse_links`.
        OSError: if it cannot be opened.
    """
    refuse_links(root, file)
    if flags & os.O_CREAT:
        make_folder(file.parent)
    return os.open(file, flags | _FLAGS, 0o644)


def refuse_links(root: Path, file: Path) -> None:
    """Check that no part of the path from `root` to `file` is a link and `file` is a regular file.

    A file that does not exist passes.

    Raises:
        DecisionError: if the check fails.
        OSError: if the path cannot be looked at.
    """
    part = root
    for name in file.relative_to(root).parts:
        part /= name
        try:
            found = part.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return
        if stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _JUNCTION:
            raise DecisionError(_linked(part))
    if not stat.S_ISREG(found.st_mode):
        raise DecisionError(
            Message(
                f"{file} 不是普通文件；请移走它再试。",
                f"{file} is no regular file; move it away and try again.",
            )
        )


def _linked(part: Path) -> Message:
    return Message(
        f"{part} 是链接，可能通向任何文件；校对记录只保存在项目之内，不跟随链接。"
        "请删掉它再试；其中若有要保留的记录，请复制到它原来的位置。",
        f"{part} is a link, which may lead to any file; decisions are kept in the project itself, "
        "and no link is followed. Remove it and try again; if you need what it leads to, copy that "
        "into its place.",
    )

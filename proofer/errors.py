"""Errors that users can do something about, each with a message in both languages.

A message says what is wrong, where, and what to do. All of them end the command with exit code 2.
"""

from __future__ import annotations

import errno

from proofer.messages import Message

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_ERROR = 2
"""Exit codes of all commands."""


class ProoferError(Exception):
    """An error that the user can mend; `str` gives its message in English."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)  # so that it can be pickled
        self.message = message

    def __str__(self) -> str:
        return self.message.en


class UsageError(ProoferError):
    """The command line, or an argument of a function, does not make sense."""


class ConfigError(ProoferError):
    """A configuration cannot be read or has a wrong value, or a plug-in cannot be used."""


class InputError(ProoferError):
    """A file is missing, unreadable, binary or undecodable."""


class OutputError(ProoferError):
    """A file cannot be written; the old one is unchanged."""


class DecisionError(ProoferError):
    """A decision file cannot be read, written or understood; it is unchanged."""


class LockedError(DecisionError):
    """Another review has locked the file, which can still be read."""


class EditConflictError(ProoferError):
    """Two accepted edits overlap."""


_IN_CHINESE = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "系统不允许",
    errno.EROFS: "那里只能读，不能写",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超出了磁盘配额",
    errno.EFBIG: "文件太大",
    errno.EISDIR: "那是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经有了",
    errno.ELOOP: "链接绕回了自己",
    errno.ENAMETOOLONG: "名字太长",
    errno.EIO: "读写磁盘出错",
    errno.EMFILE: "打开的文件太多",
    errno.ENOMEM: "内存不足",
    errno.EADDRINUSE: "这个地址已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}
"""What the system refuses, in Chinese; its own words are those of its locale, mostly English."""


def reason(error: Exception) -> Message:
    """Return why the system refuses something."""
    said = (error.strerror if isinstance(error, OSError) else None) or str(error)
    number = error.errno if isinstance(error, OSError) else None
    return Message(_IN_CHINESE.get(number, said) if number is not None else said, said)

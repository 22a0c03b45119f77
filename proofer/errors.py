"""Errors that users can do something about, each with a message in both languages.

A message says what is wrong, where, and what to do. All of them end the command with exit code 2.
"""

from __future__ import annotations

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

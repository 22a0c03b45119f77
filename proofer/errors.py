"""What can go wrong outside the program's control, told to the user in a sentence.

Every error says what was wrong, where, and what to do. All of them end the command with exit code
2.
"""

from __future__ import annotations

from proofer.messages import Message

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_ERROR = 2


class ProoferError(Exception):
    """An error that the user can mend; `str` gives its message in English."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)  # so that it can be pickled
        self.message = message

    def __str__(self) -> str:
        return self.message.en


class UsageError(ProoferError):
    """The command line or an argument does not make sense."""


class ConfigError(ProoferError):
    """A configuration file cannot be read or has a wrong value."""


class InputError(ProoferError):
    """A file is missing, unreadable, binary or undecodable."""


class OutputError(ProoferError):
    """A file cannot be written; what was there is untouched."""


class DecisionError(ProoferError):
    """A decision file cannot be read, written or understood; it is untouched."""


class LockedError(DecisionError):
    """Another review holds the file; it can still be read."""


class EditConflictError(ProoferError):
    """Two accepted edits overlap."""

"""The name that an editor's decisions are signed with."""

from __future__ import annotations

import getpass
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress

from proofer.config import Config

_LONGEST = 80
"""Code points of a name."""


def author(config: Config) -> str:
    """Return the name in the configuration, else that of git, else that of the login.

    Of git only what the user wrote counts: the environment and the user's own file, not that of a
    repository, which may be somebody else's. Characters that cannot be printed are left out; nobody
    at all is the empty string.
    """
    return next((name for each in _names(config) if (name := _printable(each))), "")


def _names(config: Config) -> Iterator[str]:
    yield config.author or ""
    yield os.environ.get("GIT_AUTHOR_NAME", "")
    with suppress(
        OSError, ValueError, subprocess.TimeoutExpired
    ):  # there is no git, or its file is in another encoding
        command = ["git", "config", "--global", "user.name"]
        yield subprocess.run(
            command, capture_output=True, check=False, encoding="utf-8", timeout=5
        ).stdout
    with suppress(OSError, KeyError):  # a container's user may have no name
        yield getpass.getuser()


def _printable(name: str) -> str:
    return "".join(filter(str.isprintable, name)).strip()[:_LONGEST]

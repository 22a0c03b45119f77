"""A line on stderr that says how far a run is, where stderr is a terminal."""

from __future__ import annotations

import sys
import time

from proofer.messages import Language, Message

_PAUSE = 0.1
_PATIENCE = 0.5
"""Seconds before the first line: a short run needs none."""


class Progress:
    """Call it with the number of files that are done and the number of all."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._next = time.monotonic() + _PATIENCE
        self._shown = 0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not sys.stderr.isatty() or (now < self._next and done < total):
            return
        if done >= total:
            self.clear()
            return
        self._next = now + _PAUSE
        line = Message(
            f"已检查 {done} / {total} 个文件", f"{done} of {total} files checked"
        ).render(self._language)
        self._shown = 2 * len(line)
        sys.stderr.write(f"\r{line}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()
            self._shown = 0

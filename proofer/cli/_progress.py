"""A line on stderr that shows the progress of a run, if stderr is a terminal."""

from __future__ import annotations

import sys
import time

from proofer.messages import Language, Message

_INTERVAL = 0.1
"""Seconds between two updates of the line."""
_DELAY = 0.5
"""Seconds before the line appears: a short run needs none."""


class StatusLine:
    """One line of a terminal that changes; as a context manager it is gone at the end."""

    def __init__(self) -> None:
        self._width = 0
        """Columns of what is shown, at most: two a character."""

    def __enter__(self) -> StatusLine:
        return self

    def __exit__(self, *exception: object) -> None:
        self.clear()

    def show(self, text: str) -> None:
        """Put `text` in place of what is shown."""
        width = 2 * len(text)
        sys.stderr.write("\r" + text + " " * (self._width - width))
        self._width = width
        sys.stderr.flush()

    def clear(self) -> None:
        """Remove what is shown."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0


class Progress:
    """Shows the progress when it is called with the number of files done and of all files."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._next_update = time.monotonic() + _DELAY
        self._line = StatusLine()
        self.clear = self._line.clear

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not sys.stderr.isatty() or (now < self._next_update and done < total):
            return
        if done >= total:
            self.clear()
            return
        self._next_update = now + _INTERVAL
        text = Message(f"已检查 {done} / {total} 个文件", f"{done} of {total} files checked")
        self._line.show(text.render(self._language))

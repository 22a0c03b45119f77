"""Progress of an archive on stderr: what is done, how fast, and how long the rest will take."""

from __future__ import annotations

import sys
import time

from proofer.cli._progress import StatusLine
from proofer.messages import Language, Message

_TERMINAL, _LOG = 0.5, 60.0
"""Seconds between two lines, on a terminal and in a log such as that of a SLURM job."""


class ArchiveProgress:
    """Shows how much of a total is done; a terminal has one line that changes."""

    def __init__(self, language: Language, total: int) -> None:
        self._language = language
        self._total = total
        self._done = 0
        self._start = self._told = time.monotonic()
        self._line = StatusLine()
        self.clear = self._line.clear

    def planned(self, files: int) -> None:
        """Note how many files have been planned."""
        self._done = files
        self._tell("个文件", "files")

    def checked(self, characters: int) -> None:
        """Note that so many more characters have been checked."""
        self._done += characters
        self._tell("字", "characters")

    def _tell(self, zh: str, en: str) -> None:
        now, on_screen = time.monotonic(), sys.stderr.isatty()
        if now - self._told < (_TERMINAL if on_screen else _LOG):
            return
        self._told = now
        line = _line(self._done, self._total, now - self._start, zh, en).render(self._language)
        if on_screen:
            self._line.show(line)
        else:
            print(line, file=sys.stderr, flush=True)


def _line(done: int, total: int, seconds: float, zh: str, en: str) -> Message:
    rate = done / seconds if seconds else 0.0
    left = round((total - done) / rate) if rate else 0
    clock = f"{left // 3600}:{left % 3600 // 60:02}:{left % 60:02}"
    share = done / total if total else 1.0
    return Message(
        f"{done} / {total} {zh}（{share:.0%}），每秒 {rate:.0f}，还要 {clock}",
        f"{done} of {total} {en} ({share:.0%}), {rate:.0f} a second, {clock} left",
    )

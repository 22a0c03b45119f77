"""The command in a pseudo-terminal, as an editor has it."""

from __future__ import annotations

import os
import select
import signal
import struct
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

PATIENCE = 60.0
"""Seconds until a screen that never came is a failure."""

needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


class Terminal:
    """The far end of a pseudo-terminal in which the command runs."""

    def __init__(self, pid: int, descriptor: int) -> None:
        self._pid = pid
        self._descriptor = descriptor
        self.seen = ""

    def wait_for(self, text: str) -> None:
        """Read until `text` was on the screen since the last wait."""
        end = time.monotonic() + PATIENCE
        while text not in self.seen:
            if time.monotonic() > end or not self._read():
                pytest.fail(f"{text!r} never came; the screen has: {self.seen[-2000:]!r}")
        self.seen = self.seen.partition(text)[2]

    def wait_for_after(self, text: str, keys: str) -> None:
        """Press `keys` again and again until `text` is on the screen."""
        end = time.monotonic() + PATIENCE
        while text not in self.seen and time.monotonic() < end:
            self.press(keys)
            if select.select([self._descriptor], [], [], 0.5)[0]:
                self._read()
        self.wait_for(text)

    def press(self, keys: str) -> None:
        os.write(self._descriptor, keys.encode())

    def hang_up(self) -> None:
        """Close the terminal, as a lost connection does."""
        os.dup2(os.open(os.devnull, os.O_RDWR), self._descriptor)

    def kill(self) -> None:
        """Kill the command at once."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)

    def ended(self) -> bool:
        """Return whether the command ends by itself."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if os.waitpid(self._pid, os.WNOHANG)[0]:
                return True
            time.sleep(0.1)
        self.kill()
        return False

    def exit_code(self) -> int:
        while self._read():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def _read(self) -> bool:
        if not select.select([self._descriptor], [], [], PATIENCE)[0]:
            return False
        try:
            data = os.read(self._descriptor, 65536)
        except OSError:  # Linux says so when the other end is closed
            return False
        self.seen += data.decode("utf-8", "replace")
        return bool(data)


@contextmanager
def terminal(*arguments: str) -> Iterator[Terminal]:
    """Run the command in a terminal of 100 columns."""
    import fcntl
    import pty
    import termios

    with (
        warnings.catch_warnings()
    ):  # threads of the test process: the child runs another program at once
        warnings.simplefilter("ignore", DeprecationWarning)
        pid, descriptor = pty.fork()
    if pid == 0:  # pragma: no cover - the child
        os.environ |= {
            "TERM": "xterm-256color",
            "LINES": "30",
            "COLUMNS": "100",
            "TEXTUAL_ANIMATIONS": "none",
        }
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 1000, 600))
        os.execv(sys.executable, [sys.executable, "-m", "proofer", *arguments])
    try:
        yield Terminal(pid, descriptor)
    finally:
        os.close(descriptor)

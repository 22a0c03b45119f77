"""`proofer review`: the command around the screen; the screen itself is tested in tests/tui."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import CLEAN, PAGE, Proofer

PATIENCE = 60.0
"""Seconds until a screen that never came is a failure."""


def test_without_a_terminal_it_is_2_and_says_what_to_do(proofer: Proofer) -> None:
    Path("page.md").write_text(PAGE, encoding="utf-8")
    result = proofer("review", "page.md")
    assert result.code == 2
    assert "needs a terminal" in result.err
    assert "proofer lint" in result.err
    assert not Path(".proofer").exists()


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

    def press(self, keys: str) -> None:
        os.write(self._descriptor, keys.encode())

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
    import pty

    pid, descriptor = pty.fork()
    if pid == 0:  # pragma: no cover - the child
        os.environ |= {"TERM": "xterm-256color", "LINES": "30", "COLUMNS": "100", "TEXTUAL_ANIMATIONS": "none"}
        os.execv(sys.executable, [sys.executable, "-m", "proofer", *arguments])
    try:
        yield Terminal(pid, descriptor)
    finally:
        os.close(descriptor)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_files_are_reviewed_one_after_the_other_and_decisions_are_kept(proofer: Proofer) -> None:
    for name in ("a.md", "c.md"):
        Path(name).write_text(PAGE, encoding="utf-8")
    Path("b.md").write_text(CLEAN, encoding="utf-8")
    with terminal("review", "a.md", "b.md", "c.md") as screen:
        screen.wait_for("的的")
        screen.press("r")
        screen.wait_for("1/")
        screen.press("q")
        screen.wait_for("a.md: 1 decided")
        screen.wait_for("file 2 of 3: b.md")
        screen.press("\n")
        screen.wait_for("b.md: nothing doubtful")
        screen.wait_for("file 3 of 3: c.md")
        screen.press("q\n")
        assert screen.exit_code() == 0
    assert "的的" not in proofer("lint", "a.md").out
    assert "的的" in proofer("lint", "c.md").out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_an_unreadable_file_is_2() -> None:
    with terminal("review", "nowhere.md") as screen:
        screen.wait_for("no such file: nowhere.md")
        assert screen.exit_code() == 2

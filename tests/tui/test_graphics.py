"""Images as pixels, if the terminal can: it is asked once; all others get half blocks."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from proofer.tui.widgets.graphics import best_painting
from proofer.tui.widgets.scan_view import Blocks
from tests.cli.terminal import Terminal, needs_terminal, terminal
from tests.paths import FIXTURES

DEMO = FIXTURES / "demo"
needs_graphics = pytest.mark.skipif(
    find_spec("textual_image") is None, reason="the extra graphics is not installed"
)


@contextmanager
def reviewing(folder: Path) -> Iterator[Terminal]:
    for name in ("news.hocr", "news.png"):
        shutil.copy(DEMO / name, folder)
    with terminal("review", str(folder / "news.hocr")) as screen:
        yield screen


def enlarged(screen: Terminal, picture: str) -> None:
    """Wait for the review, enlarge the scan and wait for what a picture is made of."""
    screen.wait_for("莫展")
    screen.press("s")
    screen.wait_for(picture)
    screen.press("s")


def leave(screen: Terminal) -> None:
    screen.press("q")
    assert screen.exit_code() == 0


@needs_terminal
@needs_graphics
def test_a_terminal_with_sixel_gets_pixels(tmp_path: Path) -> None:
    with reviewing(tmp_path) as screen:
        screen.wait_for("\x1b[c")
        screen.press("\x1b[?62;4c")
        enlarged(screen, "\x1bP")
        leave(screen)


@needs_terminal
@needs_graphics
def test_a_terminal_with_kitty_graphics_gets_pixels(tmp_path: Path) -> None:
    with reviewing(tmp_path) as screen:
        screen.wait_for("\x1b[c")
        screen.press("\x1b[?62c")
        screen.wait_for("a=q")
        screen.press("\x1b_Gi=1;OK\x1b\\")
        enlarged(screen, "\U0010eeee")
        leave(screen)


@needs_terminal
def test_any_other_terminal_gets_half_blocks(tmp_path: Path) -> None:
    with reviewing(tmp_path) as screen:
        enlarged(screen, "▀")
        leave(screen)


def test_a_browser_gets_half_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert best_painting() is Blocks
    assert "textual_image" not in sys.modules, "to import it asks the terminal"

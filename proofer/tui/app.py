"""The review as a Textual application."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType

from textual.app import App
from textual.command import CommandPalette

from proofer.errors import UsageError
from proofer.messages import Language, Message
from proofer.review.collection import ReviewCollection
from proofer.review.eta import Eta
from proofer.review.keymap import KEYS, Key
from proofer.tui.palette import KeyCommands
from proofer.tui.screen import SLIM, TALL, WIDE, ReviewScreen, review_screen
from proofer.tui.widgets.graphics import best_painting
from proofer.tui.widgets.scan_view import Blocks, Painting

Checking = Callable[[], bool]
"""Takes over the files that were checked meanwhile; returns whether there were any."""
_SHUTDOWN_LIMIT = 2.0
"""Seconds to end in order, then the process is killed: every decision is on disk already."""
_POLL = 0.3
"""Seconds between two looks at what was checked."""


class ReviewApp(App[None]):
    """Shows one session; ends cleanly when its terminal goes away."""

    CSS_PATH = "app.tcss"
    COMMANDS = {KeyCommands}  # noqa: RUF012 (Textual declares it for instances)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL, "-tall")]  # noqa: RUF012
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (SLIM, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 (Textual declares it for instances)

    def __init__(
        self,
        collection: ReviewCollection,
        language: Language,
        *,
        keys: Sequence[Key] = KEYS,
        checking: Checking | None = None,
        painting: type[Painting] = Blocks,
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self.theme = "textual-light" if _light_background() else "textual-dark"
        self._collection = collection
        self._language: Language = language
        self._checking = checking
        self._keys = keys
        self._painting = painting

    def action_command_palette(self) -> None:
        """Show the command palette, in the language of the screen."""
        if not isinstance(self.screen, CommandPalette):
            hint = Message("写几个字，找一个命令", "type to find a command")
            palette = CommandPalette(
                placeholder=hint.render(self._language), id="--command-palette"
            )
            self.push_screen(palette)

    def action_help_quit(self) -> None:
        """Say how to quit, in the language of the screen: Ctrl-C ends most programs, not this."""
        screen = next((each for each in self.screen_stack if isinstance(each, ReviewScreen)), None)
        if screen is not None:
            key = screen.key("quit")
            screen.tell(
                Message(
                    f"按 {key} 退出；对话框先按 Esc 关闭。决定都已存好。",
                    f"{key} quits; Esc closes a dialog first. Every decision is saved.",
                )
            )

    def on_mount(self) -> None:
        """Show the first file."""
        first = self._collection.first
        if first is None:
            raise ValueError("a review needs a file that is checked")
        screen = review_screen(self._language, self._keys, self._painting)
        self.push_screen(screen(self._collection, first, Eta()))
        if self._checking is not None:
            self.set_interval(_POLL, self._take_checked)
        if not self.is_headless:
            self._end_when_told()

    def _end_when_told(self) -> None:
        """End in order on SIGTERM and SIGHUP, and at once if that hangs.

        Textual waits for ever to write to a terminal that has gone, and the review would keep its
        locks.
        """
        loop = asyncio.get_running_loop()

        def end(number: int, frame: FrameType | None) -> None:
            at_once = threading.Timer(_SHUTDOWN_LIMIT, os._exit, (128 + number,))
            at_once.daemon = True
            at_once.start()
            loop.call_soon_threadsafe(self.exit, None, 128 + number)

        for name in ("SIGTERM", "SIGHUP"):
            if (number := getattr(signal, name, None)) is not None:
                with suppress(ValueError):  # not in the main thread
                    signal.signal(number, end)

    def _take_checked(self) -> None:
        """Add what was checked meanwhile; while a dialog is open the screen stays as it is."""
        if self._checking is not None:
            news = self._checking()
            if isinstance(self.screen, ReviewScreen):
                self.screen.renew()
                if news:
                    self.screen.draw_head()


def _light_background() -> bool:
    """Return whether the background is light, by COLORFGBG of rxvt, Konsole and others."""
    return os.environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")


def run_review(
    collection: ReviewCollection,
    language: Language,
    *,
    keys: Sequence[Key] = KEYS,
    checking: Checking | None = None,
) -> int:
    """Let the editor review `collection`, in which a file is checked already.

    `keys` are those of `review.keymap`, remapped or not. `checking` is asked from time to time
    whether more files are checked.

    Returns:
        The exit code: 0, or 128 + n if signal n ended the review.

    Raises:
        UsageError: if there is no terminal.
    """
    # Textual reads from stdin and draws on stderr, unless a driver is named that does otherwise.
    terminal = all(
        stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)
    )
    if not terminal and "TEXTUAL_DRIVER" not in os.environ:
        raise UsageError(
            Message(
                "校对界面需要在终端里运行；只要报告请用 proofer lint。",
                "the review needs a terminal; for a report use proofer lint.",
            )
        )
    app = ReviewApp(collection, language, keys=keys, checking=checking, painting=best_painting())
    app.run()
    return app.return_code or 0

"""The review as a Textual application."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

from textual.app import App, SystemCommand
from textual.screen import Screen

from proofer.errors import UsageError
from proofer.messages import Language, Text
from proofer.review.session import ReviewSession
from proofer.tui.keys import KEYS
from proofer.tui.screen import ChineseReviewScreen, EnglishReviewScreen, ReviewScreen


class ReviewApp(App[None]):
    """Shows one session; ends cleanly when its terminal goes away."""

    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 (Textual declares it for instances)

    def __init__(self, session: ReviewSession, language: Language) -> None:
        super().__init__()
        self.animation_level = "none"
        self.theme = "textual-light" if _light_background() else "textual-dark"
        self._session = session
        self._language: Language = language

    def get_default_screen(self) -> Screen[None]:
        """Return the review screen in the app's language."""
        screen: type[ReviewScreen] = ChineseReviewScreen if self._language == "zh" else EnglishReviewScreen
        return screen(self._session)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield all keys for the command palette."""
        if isinstance(screen, ReviewScreen):
            for key in KEYS:
                yield SystemCommand(key.label.render(self._language), key.id, self._runner(key.action))

    def _runner(self, action: str) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            await self.run_action(f"screen.{action}")

        return run

    def on_mount(self) -> None:
        """Leave the terminal in order when told to end: the default would end at once and leave it as it is."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            if (number := getattr(signal, name, None)) is not None:
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self.exit, None, 128 + number)


def _light_background() -> bool:
    """Return whether the terminal says that its background is light (COLORFGBG, set by rxvt, Konsole and others)."""
    return os.environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")


def run_review(session: ReviewSession, language: Language) -> int:
    """Let the editor review `session`; return the exit code (0, or 128 + n when signal n ended the review).

    Raises:
        UsageError: if there is no terminal.
    """
    # Textual reads from stdin and draws on stderr.
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError(
            Text(
                "校对界面需要在终端里运行；只要报告请用 proofer lint。",
                "the review needs a terminal; for a report use proofer lint.",
            )
        )
    if not session.findings:
        return 0
    app = ReviewApp(session, language)
    app.run()
    return app.return_code or 0

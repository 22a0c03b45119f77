"""The driver of a review that a browser shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from textual.app import App
from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp

DESCRIBED = "described"
"""The type of the packets that tell the browser in words what the screen shows."""


class ServedDriver(WebDriver):
    """Ends the review when the server is gone: nothing else would, and its lock would stay."""

    def run_input_thread(self) -> None:
        """Read until the review or the server ends."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.post_message(ExitApp())


def describe(app: App[Any], parts: Callable[[], Mapping[str, object]]) -> None:
    """Tell the browser in words what the screen shows; in a terminal nobody even asks for `parts`.

    What is told stays until a part of the same name is told.
    """
    if isinstance(app._driver, ServedDriver):
        app._driver.write_meta({"type": DESCRIBED, "parts": parts()})


def hand_over(app: App[Any], file: Path) -> None:
    """Give a file that was written to the browser, too; nothing happens in a terminal."""
    if isinstance(app._driver, ServedDriver):
        app.deliver_binary(file)

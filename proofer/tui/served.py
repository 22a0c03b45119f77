"""The driver of a review that a browser shows."""

from __future__ import annotations

from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp


class ServedDriver(WebDriver):
    """Ends the review when the server is gone: nothing else would, and its lock would stay."""

    def run_input_thread(self) -> None:
        """Read until the review or the server ends."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.post_message(ExitApp())

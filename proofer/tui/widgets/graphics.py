"""Images in terminals that show pixels (kitty graphics, sixel), by textual-image where it is installed."""

from __future__ import annotations

import logging
import os
import sys
from importlib.util import find_spec
from typing import Any

from textual.app import ComposeResult

from proofer.scan.scans import can_read
from proofer.tui.widgets.scan_view import Blocks, Painting


def best_painting() -> type[Painting]:
    """Return how this terminal shows images best.

    textual-image asks the terminal when it is imported, so this has to come before Textual runs.
    What does not answer in time, as tmux and browsers, gets half blocks.
    """
    if "TEXTUAL_DRIVER" in os.environ or not can_read() or find_spec("textual_image") is None:
        return Blocks
    if not (sys.__stdout__ is not None and sys.__stdout__.isatty()):
        return Blocks
    logging.getLogger("textual_image").addHandler(logging.NullHandler())
    try:
        from textual_image import renderable, widget
    except Exception:  # a terminal that tells no size, for one, ends in a division by zero; no picture is worth a crash
        return Blocks
    if renderable.Image is renderable.SixelImage:
        return _graphics(widget.SixelImage)
    return _graphics(widget.TGPImage) if renderable.Image is renderable.TGPImage else Blocks


def _graphics(widget: Any) -> type[Painting]:
    """Return a painting that is a widget of textual-image."""

    class Graphics(Painting):
        PIXELS = (10, 20)
        LEGIBLE = 40.0

        def __init__(self) -> None:
            super().__init__()
            self._inner = widget()

        def compose(self) -> ComposeResult:
            yield self._inner

        @property
        def image(self) -> Any:
            return self._inner.image

        @image.setter
        def image(self, image: Any) -> None:
            self._inner.image = image

    return Graphics

"""Images in terminals that show pixels (kitty graphics, sixel), if textual-image is installed."""

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
    """Return the best way in which this terminal shows images.

    textual-image asks the terminal when it is imported, so this must run before Textual does. A
    terminal that does not answer in time, such as tmux or a browser, gets half blocks.
    """
    if "TEXTUAL_DRIVER" in os.environ or not can_read() or find_spec("textual_image") is None:
        return Blocks
    if not (sys.__stdout__ is not None and sys.__stdout__.isatty()):
        return Blocks
    logging.getLogger("textual_image").addHandler(logging.NullHandler())
    try:
        from textual_image import renderable, widget
    # A terminal without a size, for one, causes a division by zero: no picture is worth a crash.
    except Exception:
        return Blocks
    if renderable.Image is renderable.SixelImage:
        return _graphics(widget.SixelImage)
    return _graphics(widget.TGPImage) if renderable.Image is renderable.TGPImage else Blocks


def _graphics(widget: Any) -> type[Painting]:
    """Return a painting that shows a widget of textual-image."""

    class Graphics(Painting):
        PIXELS = (10, 20)  # a common size; textual-image fits the picture to the widget
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

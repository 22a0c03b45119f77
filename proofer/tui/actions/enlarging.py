"""The key that enlarges the scan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from proofer.document.spans import Span
from proofer.messages import Language, Message
from proofer.scan.images import MISSING
from proofer.scan.scans import Scans, can_read
from proofer.tui.actions.base import ReviewBase
from proofer.tui.widgets.scan_view import Blocks, Painting, ScanView

_STEP = 1.25
"""Factor by which a key enlarges or reduces the picture."""
_HINT = Message("+ - 缩放，Esc 关闭", "+ - zoom, Esc closes")


class ScanScreen(Screen[None]):
    """The region of the scan, as large as the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", show=False),
        Binding("plus,equals_sign", f"zoom({_STEP})", show=False),
        Binding("minus", f"zoom({1 / _STEP})", show=False),
    ]

    def __init__(
        self,
        scans: Scans,
        span: Span,
        painting: type[Painting],
        language: Language,
        closing: Sequence[str],
    ) -> None:
        """Set what to show.

        Args:
            scans: The scans of the document.
            span: The part of the text whose scan is shown.
            painting: How the terminal shows images.
            language: The language of the screen.
            closing: Keys that close the screen besides the usual ones.
        """
        super().__init__()
        self._view = ScanView(scans, painting, language, _HINT, id="enlarged")
        self._span = span
        for key in closing:
            self._bindings.bind(key, "dismiss", show=False)

    def compose(self) -> ComposeResult:
        """Lay out the picture."""
        yield self._view

    def on_mount(self) -> None:
        """Show the place."""
        self._view.show(self._span)

    def action_zoom(self, factor: float) -> None:
        """Show it larger or smaller."""
        self._view.zoom(factor)


class ScanKeys(ReviewBase):
    """The scan of the current finding, beside the text and enlarged."""

    PAINTING: ClassVar[type[Painting]] = Blocks
    _scans: Scans | None = None
    """Made when first needed."""

    def scans(self) -> Scans:
        """Return the scans of the document."""
        if self._scans is None:
            self._scans = Scans(
                self.session.document, self.file.config.images, self.file.config.root
            )
        return self._scans

    def scan_view(self) -> ScanView:
        """Return the pane beside the text."""
        key = self.key("scan")
        hint = Message(f"{key} 放大", f"{key} enlarges")
        return ScanView(self.scans(), self.PAINTING, self.LANGUAGE, hint, id="scan")

    def draw_scan(self) -> None:
        """Show where the current finding stands on the scan, if images can be read."""
        if can_read():
            self.query_one("#scan", ScanView).show(self.current.span)

    def action_scan(self) -> None:
        """Enlarge the scan of the current finding."""
        if not can_read():
            self.tell(MISSING, failed=True)
        elif self.scans().find(self.current.span) is None:
            self.tell(
                Message(
                    "此处没有原件图像：文件没有给出位置，或找不到图像（可用 --images 指定文件夹）",
                    "no scan of this place: the file gives no box, "
                    "or its image is not found (see --images)",
                )
            )
        else:
            keys = next(key.keys for key in self.KEYS if key.id == "scan").split(",")
            self.app.push_screen(
                ScanScreen(self.scans(), self.current.span, self.PAINTING, self.LANGUAGE, keys)
            )

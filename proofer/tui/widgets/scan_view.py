"""The scan beside the text: where the current finding stands on the image of its page."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from proofer.document.spans import Span
from proofer.errors import InputError
from proofer.messages import Language, Message
from proofer.scan.images import picture
from proofer.scan.scans import ScanRegion, Scans
from proofer.tui.widgets.cells import shorten, visible

if TYPE_CHECKING:
    from PIL.Image import Image

_LEVELS = 0xF0
"""Bits in which shades differ: fewer of them make longer runs of equal cells, and less to send."""
_TICK = "▔"


class Painting(Widget):
    """Shows `image`."""

    PIXELS = (1, 2)
    """Pixels of a terminal cell, across and down."""
    LEGIBLE = 13.0
    """Pixels of the height of a line of print that can be read."""
    image: Image | None


class Blocks(Painting):
    """An image in half blocks, which any terminal has: two pixels in a cell."""

    def __init__(self) -> None:
        super().__init__()
        self._image: Image | None = None

    @property
    def image(self) -> Image | None:
        """What is shown: an RGB image of the size of the widget."""
        return self._image

    @image.setter
    def image(self, image: Image | None) -> None:
        self._image = image
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw two rows of pixels."""
        width = self.size.width
        image = self._image
        if image is None or image.width != width or image.height < 2 * y + 2:
            return Strip.blank(width, self.rich_style)
        rows = image.crop((0, 2 * y, width, 2 * y + 2)).tobytes()
        upper, lower = rows[: 3 * width], rows[3 * width :]
        segments = (
            Segment("▀", _style(upper[x : x + 3], lower[x : x + 3])) for x in range(0, 3 * width, 3)
        )
        return Strip(Segment.simplify(segments), width)


@lru_cache(1 << 14)
def _style(upper: bytes, lower: bytes) -> Style:
    return Style(color=_color(upper), bgcolor=_color(lower))


@lru_cache(1 << 14)
def _color(pixel: bytes) -> Color:
    red, green, blue = (value & _LEVELS | value >> 4 for value in pixel)
    return Color.from_rgb(red, green, blue)


class ScanView(Vertical):
    """A region of a scan with a caption; hidden (without the class `found`) if there is no scan."""

    def __init__(
        self, scans: Scans, painting: type[Painting], language: Language, hint: Message, *, id: str
    ) -> None:
        """Set what to show and how.

        Args:
            scans: The scans of the document.
            painting: How the terminal shows images.
            language: The language of the caption.
            hint: What the caption says behind the name of the image.
            id: The id of the widget.
        """
        super().__init__(id=id)
        self._scans = scans
        self._painting = painting()
        self._caption = Static(markup=False)
        self._language: Language = language
        self._hint = hint
        self._scan_region: ScanRegion | None = None
        self._zoom = 1.0
        self._drawn: object = None

    def compose(self) -> ComposeResult:
        """Lay out picture and caption."""
        yield self._painting
        yield self._caption

    def show(self, span: Span) -> None:
        """Show where `span` of the text stands on its scan, or nothing if that is not known."""
        scan_region = self._scans.find(span)
        if scan_region != self._scan_region:
            self._scan_region = scan_region
            self.set_class(scan_region is not None, "found")
            self.call_after_refresh(self.draw)  # the key is answered before the picture is drawn

    def zoom(self, factor: float) -> None:
        """Show the region `factor` times as large; the zoom stays between 0.25 and 8."""
        self._zoom = min(8.0, max(0.25, self._zoom * factor))
        self.draw()

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Draw the region; if its image is not read yet, start that in the background."""
        width, height = self._painting.size
        if self._scan_region is None or not width or not height:
            return
        page = self._scans.page_image(self._scan_region)
        if page is None:
            self._drawn = self._painting.image = None
            self._say(Message("正在读取图像…", "reading the image…"))
            self._read(self._scan_region)
            return
        state = (self._scan_region, self._painting.size, self._zoom)
        if state == self._drawn:
            return
        self._drawn = state
        across, down = self._painting.PIXELS
        try:
            if isinstance(page, InputError):
                raise page
            shown = picture(
                page,
                self._scan_region.region,
                (width * across, height * down),
                self._painting.LEGIBLE,
                self._zoom,
            )
        except InputError as error:
            self._painting.image = None
            self._say(error.message)
            return
        self._painting.image = shown.image
        marks = [(left // across, -(-right // across)) for left, _, right, _ in shown.marks]
        self._say(Message("", ""), *(marks[:1]))

    @work(exclusive=True)
    async def _read(self, scan_region: ScanRegion) -> None:
        await asyncio.to_thread(self._scans.read, scan_region)
        if self.is_attached:
            self.draw()

    def _say(self, text: Message, mark: tuple[int, int] = (0, 0)) -> None:
        """Write the caption, with ticks below `mark`, the first and last cell of the first mark."""
        width = self._caption.size.width or self._painting.size.width
        name = self._scan_region.file.path.name if self._scan_region else ""
        words = text.render(self._language) or f"{name}  {self._hint.render(self._language)}"
        words = shorten(f" {visible(words)} ", width)
        start, end = max(0, mark[0]), min(mark[1], width)
        if start < cell_len(words) <= width - end:
            line = " " * start + _TICK * (end - start) + words
        else:
            gap = " " * (start - cell_len(words))
            line = words + gap + _TICK * (end - max(start, cell_len(words)))
        self._caption.update(line, layout=False)

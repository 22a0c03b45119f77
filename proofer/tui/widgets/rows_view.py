"""A scrolling view of rows, which are drawn when they come into sight."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, message
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from proofer.findings.finding import Finding
from proofer.tui.kinds import STYLES


class FindingClicked(message.Message):
    """A finding was clicked in a pane."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding


class RowsView(ScrollView, can_focus=False):
    """Base of all panes: a number of rows, which `row` draws and `lay_out` finds for a width."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*STYLES}

    DEFAULT_CSS = """
    RowsView {
        overflow-x: hidden; overflow-y: auto;
        scrollbar-gutter: stable; scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._drawn: dict[int, tuple[Segment, ...]] = {}
        self._base: Style | None = None

    def row(self, number: int) -> Iterator[Segment]:
        """Yield the segments of row `number`."""
        raise NotImplementedError

    def lay_out(self) -> None:
        """Find the rows again for a new width."""

    @property
    def row_width(self) -> int:
        """Width of a row in terminal cells."""
        return max(2, self.scrollable_content_region.width)

    def set_count(self, count: int) -> None:
        """Set the number of rows and draw the visible ones again.

        When a virtual size changes, Textual lays out the whole screen, which costs more than
        everything else that a key does. So it changes only when the scrollbar appears or goes.
        """
        size, height = Size(self.row_width, count), self.content_size.height
        if (self.virtual_size.height > height) is (
            count > height
        ) and self.virtual_size.width == size.width:
            self.set_reactive(RowsView.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = count
        else:
            self.virtual_size = size
        self._refresh_changed()

    def _refresh_changed(self) -> None:
        """Draw only the visible rows that have changed: Textual's part of drawing costs most."""
        changed = [
            y for y in range(self.content_size.height) if self._drawn.get(y) != self._segments(y)
        ]
        if changed:
            self.refresh(*(Region(0, y, self.content_size.width, 1) for y in changed))

    def _segments(self, y: int) -> tuple[Segment, ...]:
        number = y + self.scroll_offset.y
        return tuple(self.row(number)) if number < self.virtual_size.height else ()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new width."""
        self.lay_out()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines of the visible part, whose common style Textual would find for each anew."""
        self._base = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of the visible part."""
        segments = self._drawn[y] = self._segments(y)
        strip = Strip(segments).adjust_cell_length(self.content_size.width)
        return strip.apply_style(self._base or self.rich_style)

    def reveal(self, first: int, last: int) -> None:
        """Scroll, if need be, so that rows `first` to `last` are in sight with a margin."""
        height = self.content_size.height
        margin = min(2, height // 4)
        top = self.scroll_offset.y
        if first - margin < top or last + margin >= top + height:
            middle = (first + last - height) // 2 + 1
            self.scroll_to(
                y=max(0, min(middle, first - margin)), animate=False, force=True, immediate=True
            )

    def style_of(self, name: str) -> Style:
        """Return the style of component classes (with blanks between), without the background."""
        return self.get_component_rich_style(*name.split(), partial=True)

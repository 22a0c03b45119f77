"""A scrolling view of rows that are drawn when seen; no widget holds a document."""

from __future__ import annotations

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip


class RowsView(ScrollView, can_focus=False):
    """Base of all panes: a number of rows, each drawn by `row`. Subclasses lay themselves out in `lay_out`."""

    DEFAULT_CSS = """
    RowsView { overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable; scrollbar-size-vertical: 1; }
    """

    def row(self, number: int) -> Iterator[Segment]:
        """Yield what row `number` shows."""
        raise NotImplementedError

    def lay_out(self) -> None:
        """Find the rows again for a new width."""

    @property
    def row_width(self) -> int:
        """Cells of a row."""
        return max(2, self.scrollable_content_region.width)

    def set_count(self, count: int) -> None:
        """Set the number of rows and draw the visible ones again."""
        self.virtual_size = Size(self.row_width, count)
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new width."""
        self.lay_out()

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of the visible part."""
        number = y + self.scroll_offset.y
        segments = self.row(number) if number < self.virtual_size.height else ()
        strip = Strip(segments).adjust_cell_length(self.content_size.width)
        return strip.apply_style(self.rich_style)

    def reveal(self, first: int, last: int) -> None:
        """Scroll so that rows `first` to `last` are in sight with some rows around them; stay where they are."""
        height = self.content_size.height
        margin = min(2, height // 4)
        top = self.scroll_offset.y
        if first - margin < top or last + margin >= top + height:
            middle = (first + last - height) // 2 + 1
            self.scroll_to(y=max(0, min(middle, first - margin)), animate=False, force=True, immediate=True)

    def style_of(self, name: str) -> Style:
        """Return the style of a component class of this widget, without its background where it sets none."""
        return self.get_component_rich_style(name, partial=True)

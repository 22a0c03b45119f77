"""The line of keys at the foot of the screen: those that do something where the editor is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events

from proofer.tui.widgets.rows_view import RowsView

_GAP = 2
"""Blanks between two hints."""


class Hint(NamedTuple):
    """A key as it is shown, with a word for what it does and the action of the screen."""

    key: str
    label: str
    action: str

    @property
    def cells(self) -> int:
        """Its width in terminal cells, with the gap behind it."""
        return cell_len(self.key) + cell_len(self.label) + 1 + _GAP


class KeyBar(RowsView):
    """Shows as many hints as there is room for; the last `kept` stay at any width."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key--name"}
    DEFAULT_CSS = "KeyBar { overflow-y: hidden; scrollbar-gutter: auto; }"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._hints: Sequence[Hint] = ()
        self._kept = 0

    def show(self, hints: Sequence[Hint], kept: int) -> None:
        """Show `hints` in their order; those before the last `kept` go if they do not fit."""
        if (hints, kept) != (self._hints, self._kept):
            self._hints, self._kept = hints, kept
            self.lay_out()

    def lay_out(self) -> None:
        """Draw for a new width."""
        self.set_count(1)

    @property
    def fitting(self) -> list[Hint]:
        """The hints that are shown."""
        first, last = self._hints[: -self._kept], self._hints[-self._kept :]
        room = self.content_size.width - 1 + _GAP - sum(hint.cells for hint in last)
        shown: list[Hint] = []
        for hint in first:
            if (room := room - hint.cells) < 0:
                break
            shown.append(hint)
        return [*shown, *last]

    def row(self, number: int) -> Iterator[Segment]:
        """Yield the hints."""
        yield Segment(" ")
        for key, label, _ in self.fitting:
            yield Segment(key, self.style_of("key--name"))
            yield Segment(f" {label}{' ' * _GAP}")

    async def on_click(self, event: events.Click) -> None:
        """Do what the hint under the pointer says."""
        at = event.get_content_offset(self)
        left = at.x - 1 if at is not None else -1
        for hint in self.fitting:
            if 0 <= left < hint.cells - _GAP and hint.action:
                await self.screen.run_action(hint.action)
                return
            left -= hint.cells

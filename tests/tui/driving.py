"""Drives a review by its keys, and reads what is on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, Static

from proofer.findings.report import DocumentReport
from proofer.messages import Language
from proofer.review.collection import ReviewCollection
from proofer.review.keymap import KEYS, Key
from proofer.review.session import ReviewSession
from proofer.tui.app import ReviewApp
from proofer.tui.screen import ReviewScreen
from proofer.tui.widgets.dialogs import Words
from proofer.tui.widgets.rows_view import RowsView
from tests.review.pages import collecting


@dataclass
class Review:
    """A running review."""

    collection: ReviewCollection
    app: ReviewApp
    pilot: Pilot[None]

    @property
    def session(self) -> ReviewSession:
        """The session of the first file."""
        return self.collection.open(self.collection.files[0])

    @property
    def current(self) -> str:
        screen = self.app.screen
        assert isinstance(screen, ReviewScreen)
        return screen.current.quote

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    def drawn(self, pane: type[RowsView]) -> str:
        """Return the visible rows of a pane; each must be as wide as the pane."""
        widget = self.app.screen.query_one(pane)
        strips = [widget.render_line(y) for y in range(widget.content_size.height)]
        assert {strip.cell_length for strip in strips} == {widget.content_size.width}
        return "\n".join(strip.text.rstrip() for strip in strips)

    async def click_row(self, pane: type[RowsView], number: int, cell: int = 4) -> None:
        """Click a visible row of a pane, inside its border and padding."""
        widget = self.app.screen.query_one(pane)
        inner = widget.content_region.offset - widget.region.offset
        await self.pilot.click(pane, offset=(inner.x + cell, inner.y + number))
        await self.pilot.pause()

    def line(self, name: str) -> str:
        """Return what the head, the notice or a line of a dialog says."""
        widget = self.app.screen.query_one(name)
        assert isinstance(widget, Static | Words)
        return str(widget.content)

    async def answer(self, words: str) -> None:
        """Type `words` into the dialog in place of what it suggests, and press Enter."""
        self.app.screen.query_one(Input).value = words
        await self.press("enter")

    def verdicts(self, quote: str | None = None) -> list[str | None]:
        """Return the verdicts on all findings of the first file, or on those with this quote."""
        found = self.session.findings
        return [self.session.verdict(each) for each in found if quote in (None, each.quote)]


@asynccontextmanager
async def running(
    root: Path,
    checked: DocumentReport,
    size: tuple[int, int] = (80, 24),
    language: Language = "zh",
    *,
    others: Sequence[DocumentReport] = (),
    keys: Sequence[Key] = KEYS,
) -> AsyncIterator[Review]:
    """Run the review of a file, and of `others` beside it."""
    with collecting(root, checked, *others) as collection:
        app = ReviewApp(collection, language, keys=keys)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Review(collection, app, pilot)

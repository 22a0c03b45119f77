"""The review screen of one file: its panes. What the keys do is in `actions`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from proofer.findings.finding import Finding
from proofer.messages import Language, Message
from proofer.review.collection import Operation
from proofer.review.filters import likeliest, readable_filter
from proofer.review.keymap import Key
from proofer.review.own_corrections import OWN
from proofer.tui import served, spoken
from proofer.tui.actions.bindings import bindings
from proofer.tui.actions.bulk import BulkKeys
from proofer.tui.actions.correcting import CorrectingKeys
from proofer.tui.actions.enlarging import ScanKeys
from proofer.tui.actions.exporting import ExportKeys
from proofer.tui.actions.headlines import HeadlineKeys
from proofer.tui.actions.reading import ReadingKeys
from proofer.tui.actions.scopes import ScopeKeys
from proofer.tui.head_line import head
from proofer.tui.key_hints import KEPT, key_hints
from proofer.tui.widgets.detail_pane import DetailPane
from proofer.tui.widgets.finding_list import FindingList
from proofer.tui.widgets.key_bar import KeyBar
from proofer.tui.widgets.page_pane import PagePane
from proofer.tui.widgets.scan_view import Blocks, Painting

WIDE = 110
"""Terminal cells of a screen that has room for the three panes side by side."""
SLIM = 64
"""Terminal cells of a screen that has room for the list beside the page."""
TALL = 32
"""Rows of a screen that also has room for the scan."""
_TITLES = (
    Message("疑问", "doubtful places"),
    Message("版面", "page"),
    Message("建议与依据", "suggestions and evidence"),
)
"""Titles of the panes, where there is room for them."""


class ReviewScreen(
    BulkKeys, CorrectingKeys, ScopeKeys, HeadlineKeys, ExportKeys, ReadingKeys, ScanKeys
):
    """List, page and details of one document."""

    AUTO_FOCUS = ""
    _drawn: Finding | None = None
    """The finding that is shown as the current one."""

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        # Textual sets these classes only after a first layout for a narrow and low screen.
        self.set_class(self.app.size.width >= WIDE, "-wide")
        self.set_class(self.app.size.width < SLIM, "-slim")
        self.set_class(self.app.size.height >= TALL, "-tall")
        findings = FindingList(self.session, self.LANGUAGE, id="list")
        page = PagePane(self.session, id="page")
        details = DetailPane(self.session, self.LANGUAGE, self.key, id="details")
        for pane, title in zip((findings, page, details), _TITLES, strict=True):
            pane.border_title = self.say(title)
        yield Static(id="head", markup=False)
        with Container(id="body"):
            yield findings
            with Vertical(id="reading"):
                with Container(id="text"):
                    yield page
                    yield details
                yield self.scan_view()
        yield Static(id="notice", markup=False)
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Show where the review stands."""
        if self.likeliest_first or not self.filter.shows_all:
            self.set_shown(self.shown)
        self.draw()
        notices = list(self.session.notices)
        if self.has_findings and not self.file.undecided:  # or a new day begins with a dead end
            notices.insert(0, self.finished())
        if self.file.read_only is not None:
            notices.insert(
                0,
                Message(f"只读：{self.file.read_only.zh}", f"read-only: {self.file.read_only.en}"),
            )
        if self.filter.folds_page:
            notices.append(self._folded())
        elif refuted := len(self.session.findings) - len(self.shown):
            notices.append(self._put_away(refuted))
        self.tell(
            *notices
            or [
                Message(
                    f"按 {self.key('help')} 看全部按键", f"press {self.key('help')} for all keys"
                )
            ]
        )

    def _folded(self) -> Message:
        count = readable_filter(self.session).count(self.session) - len(self.shown)
        skip, read = self.key("defer"), self.key("reject")
        return Message(
            f"这一版没有认清，另有 {count} 处没有列出：{skip} 整版跳过（宜重新识别），"
            f"{read} 仍逐处校",
            f"read too badly; {count} more places not listed: {skip} skips the page, "
            f"{read} lists them",
        )

    def _put_away(self, count: int) -> Message:
        key = self.key("refuted")
        return Message(
            f"原图排除的 {count} 处已收起：{key} 显示",
            f"{count} places that the scan refutes are put away: {key} shows them",
        )

    def on_resize(self) -> None:
        """Draw the head line again for the new width, unless it was never drawn."""
        if self.query_one("#head", Static).content:
            self.draw_head()

    def action_theme(self) -> None:
        """Change between light and dark."""
        self.app.theme = "textual-light" if self.app.current_theme.dark else "textual-dark"

    def action_quit(self) -> None:
        """End the review."""
        self.app.exit()

    def renew(self) -> None:
        """Take in findings that comparing the files brought, and stay where the editor is."""
        if self.file.fresh is None:
            return
        count = self.collection.renew(self.file)
        self._take_findings()
        self.draw()
        zh, en = (
            f"与其他文件比较后，本文件增加 {count} 处",
            f"comparing the files found {count} more places here",
        )
        self.tell(Message(zh, en))

    def take_changes(self, operation: Operation) -> None:
        """Take in findings of the editor's own that `operation` made or took away."""
        self.query_one(PagePane).set_cursor(None)
        if any(file is self.file and move.finding.code == OWN for file, move in operation.moves):
            self._take_findings()

    def _take_findings(self) -> None:
        """Take over the findings of the session, and stay at the one that was shown."""
        self.index = self.nearest(self._drawn) if self._drawn is not None else 0
        self.query_one(PagePane).take_findings()
        self.set_shown(self.filter.indices(self.session) or list(range(len(self.session.findings))))

    def draw(self) -> None:
        """Show the state of the session in all panes, which read it from there."""
        self._drawn = self.current if self.has_findings else None
        served.describe(self.app, self._in_words)
        self.draw_head()
        self.query_one(FindingList).show(self.index)
        self.query_one(PagePane).show(self._drawn)
        self.query_one(DetailPane).show(self._drawn)
        if self._drawn is not None:
            self.draw_scan()
        self._name_section()
        self.draw_keys()

    @property
    def place_on_screen(self) -> tuple[int, int] | None:
        """First and last row of the screen that show the current place; None if out of sight."""
        page = self.query_one(PagePane)
        span = self._drawn.span if self._drawn is not None else None
        if page.cursor is not None:
            span = page.cursor.span
        return page.screen_rows(span) if span is not None else None

    def draw_keys(self) -> None:
        """Name the keys that do something here."""
        self.query_one(KeyBar).show(key_hints(self), len(KEPT))

    def on_page_pane_cursor_moved(self) -> None:
        """Name the keys for the cursor."""
        self.draw_keys()

    def _name_section(self) -> None:
        """Show the headline above the current finding in the title of the page."""
        page = self.query_one(PagePane)
        above = page.heading_at(self._drawn.span.start) if self._drawn is not None else ""
        title = "  ".join(filter(None, (self.say(_TITLES[1]), above)))
        if page.border_title != title:
            page.border_title = title

    def _in_words(self) -> dict[str, object]:
        whole = spoken.file_parts(self.file.path, self.KEYS, self.LANGUAGE)
        return whole | spoken.place_parts(self.session, self._drawn, self.LANGUAGE)

    def draw_head(self) -> None:
        """Show how far the review is."""
        self.query_one("#head", Static).update(self.say(head(self, self.size.width)), layout=False)

    def set_shown(self, indices: list[int]) -> None:
        """List only the findings with these numbers, which ascend, in the order that is wanted."""
        self.shown = likeliest(self.session, indices) if self.likeliest_first else indices
        self.query_one(FindingList).show_only(self.shown)


def review_screen(
    language: Language, keys: Sequence[Key], painting: type[Painting] = Blocks
) -> type[ReviewScreen]:
    """Return the class of a review screen with these keys: Textual takes bindings from classes."""

    class LocalReviewScreen(ReviewScreen):
        LANGUAGE = language
        KEYS = keys
        PAINTING = painting
        BINDINGS: ClassVar[list[BindingType]] = [*bindings(keys, language)]

    return LocalReviewScreen

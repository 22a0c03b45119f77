"""The keys that move between findings, along the page, and through the places of the evidence."""

from __future__ import annotations

from proofer.document.spans import Span
from proofer.messages import Message
from proofer.tui.actions.deciding import DecidingKeys
from proofer.tui.widgets.detail_pane import DetailPane
from proofer.tui.widgets.page_pane import PagePane
from proofer.tui.widgets.rows_view import FindingClicked


class MovingKeys(DecidingKeys):
    """Keys and clicks that go somewhere and decide nothing, and clicks on suggestions."""

    _evidence_place = 0
    """The place of the evidence that is shown, counted from 1; 0 is the finding itself."""

    def action_move(self, by: int) -> None:
        """Go `by` shown findings forward, at most to the first or last one."""
        at = self.rank()
        if by < 0 and self.shown[at] != self.index:
            at += 1  # the current one is not shown, and `at` the one before it
        self.go_to(self.shown[min(max(0, at + by), len(self.shown) - 1)])

    def action_go(self, number: int) -> None:
        """Go to the shown finding `number`; -1 is the last."""
        self.go_to(self.shown[number])

    def action_scroll_page(self, by: int) -> None:
        """Scroll the page by its height."""
        page = self.query_one(PagePane)
        page.scroll_relative(y=by * max(1, page.size.height - 1), animate=False)

    def action_scroll_details(self, by: int) -> None:
        """Scroll the details by half their height."""
        details = self.query_one(DetailPane)
        details.scroll_relative(y=by * max(1, details.size.height // 2), animate=False)

    def on_finding_clicked(self, event: FindingClicked) -> None:
        """Go to a finding that was clicked in the list or on the page."""
        self.go_to(self.session.index(event.finding))

    def on_detail_pane_jumped(self, event: DetailPane.Jumped) -> None:
        """Show another place to which the evidence points."""
        self._show_place(event.span)

    def on_detail_pane_chosen(self, event: DetailPane.Chosen) -> None:
        """Accept a suggestion that was clicked."""
        self.action_accept(event.number)

    def action_evidence(self) -> None:
        """Go to the next place to which the evidence points, and at the end back to the finding."""
        finding = self.current
        places = [each.span for each in finding.evidence if each.span is not None] + list(
            finding.related
        )
        places = [span for span in dict.fromkeys(places) if span != finding.span]
        if not places:
            self.tell(Message("依据没有指向别处", "the evidence names no other place"))
            return
        self._evidence_place = (self._evidence_place + 1) % (len(places) + 1)
        if self._evidence_place == 0:
            self.go_to(self.index)
            return
        self._show_place(places[self._evidence_place - 1])

    def _show_place(self, span: Span) -> None:
        self.query_one(PagePane).mark([span], span)
        line = self.session.line_of(span.start)
        key = self.key("evidence")
        self.tell(
            Message(
                f"依据在第 {line} 行；再按 {key} 看下一处",
                f"evidence in line {line}; {key} for the next",
            )
        )

    def go_to(self, index: int) -> None:
        """Show the finding with the number `index`, without a cursor or marks in the page."""
        self.index = index
        self._evidence_place = 0
        page = self.query_one(PagePane)
        page.set_cursor(None)
        page.mark(())
        self.draw()
        self.tell()

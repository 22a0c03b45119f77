"""The key that lists the headlines of the page and goes to the article below one."""

from __future__ import annotations

from collections.abc import Sequence

from proofer.messages import Message
from proofer.tui.actions.moving import MovingKeys
from proofer.tui.widgets.page_pane import PagePane


class HeadlineKeys(MovingKeys):
    """Go to an article."""

    def action_headlines(self) -> None:
        """List the headlines with what is open below each; go to the first open place there."""
        page = self.query_one(PagePane)
        starts = [span.start for span in page.headings]
        if not starts:
            self.tell(Message("这一版没有标题", "this page has no headline"))
            return
        ends = [*starts[1:], len(self.session.document.text)]
        open_below = [self._open(start, end) for start, end in zip(starts, ends, strict=True)]

        def choose(chosen: Sequence[int] | None) -> None:
            if chosen is None:
                return
            [number] = chosen
            if open_below[number]:
                self.go_to(open_below[number][0])
            else:
                page.reveal_heading(number)

        rows = [
            self._headline(start, len(places))
            for start, places in zip(starts, open_below, strict=True)
        ]
        at = self.session.findings[self.index].span.start if self.has_findings else 0
        here = max(0, sum(start <= at for start in starts) - 1)
        self.choose(Message("标题：", "headlines:"), rows, choose, here)

    def _open(self, start: int, end: int) -> list[int]:
        """Return the numbers of the shown undecided findings that begin between the offsets."""
        findings = self.session.findings
        return sorted(
            at
            for at in self.shown
            if start <= findings[at].span.start < end and self.session.is_open(findings[at])
        )

    def _headline(self, start: int, count: int) -> str:
        line = self.session.line_of(start)
        heading = self.query_one(PagePane).heading_at(start)
        return f"{line:>5}  {heading}" + (f"  ×{count}" if count else "")

"""The keys that correct what nobody flagged: a cursor in the page, find and replace."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from proofer.errors import UsageError
from proofer.messages import Message
from proofer.review.collection import FileSpan, Operation
from proofer.review.own_corrections import OWN
from proofer.review.searching import correctable
from proofer.tui.actions.searching import SearchKeys
from proofer.tui.actions.series import SeriesKeys
from proofer.tui.widgets.cells import visible
from proofer.tui.widgets.page_pane import PagePane


class CorrectingKeys(SeriesKeys, SearchKeys):
    """Edit a selection, the same words elsewhere, and any words in all files."""

    def action_cursor(self) -> None:
        """Put a cursor into the page, or let the one there is select as it goes."""
        page = self.query_one(PagePane)
        page.begin()
        edit = self.key("edit")
        selecting = page.cursor is not None and page.cursor.selecting
        again = "" if selecting else self.key("cursor")
        self.tell(
            Message(
                f"方向键移动，Shift 加方向键选取{f'（或先按 {again}）' if again else ''}；"
                f"{edit} 改选中的字，Esc 收起",
                f"arrows move, with Shift they select{f' (or {again} first)' if again else ''}; "
                f"{edit} corrects what is selected, Esc ends",
            )
        )

    def action_edit(self) -> None:
        """Ask how the selection shall read, or without one the current finding."""
        page = self.query_one(PagePane)
        if page.cursor is None:
            if self.has_findings:
                super().action_edit()
            else:
                self.action_cursor()
            return
        span = page.cursor.span
        found = page.finding_at(span.start) if len(span) == 1 else None
        if found is not None:
            self.go_to(self.session.index(found))
            super().action_edit()
            return
        quote = visible(span.of(self.session.document.text))
        self._ask_to_decide(
            Message(f"【{quote}】应改为：", f"【{quote}】 shall read:"),
            span.of(self.session.document.text),
            lambda session, words: session.correct([span], words),
            self._corrected,
        )

    def _corrected(self, operation: Operation) -> None:
        """Make the new correction the current finding, and offer to make it elsewhere, too."""
        finding = operation.moves[0][1].finding
        self.take_changes(operation)
        self.go_to(self.session.index(finding))
        more = len(correctable(self.collection, finding.quote))
        self.tell_done(operation, *([self._offer(more)] if more else []))

    def _offer(self, places: int) -> Message:
        key = self.key("accept-series")
        return Message(
            f"同样的字句还有 {places} 处，按 {key} 一并改",
            f"the same words stand at {places} more places; {key} corrects them, too",
        )

    def action_accept_series(self) -> None:
        """Accept the whole series; of a correction of one's own, make it at other places."""
        decision = self.session.decision(self.current)
        if self.current.code != OWN or decision is None or not decision.changing:
            super().action_accept_series()
            return
        self._replace_everywhere(
            self.current.quote, decision.replacement, lambda file: file is self.file
        )

    def action_replace(self) -> None:
        """Ask for words and what shall stand in their place, and show every place of them."""
        cursor = self.query_one(PagePane).cursor
        text = self.session.document.text
        begin = cursor.span.of(text) if cursor is not None and len(cursor.span) > 1 else self.sought
        found: list[str] = []

        def find(words: str) -> None:
            if not correctable(self.collection, words):
                raise UsageError(Message(f"没有“{words}”", f"no “{words}”"))
            found[:] = [words]

        self.ask(
            Message("在所有文件中查找：", "find in all files:"),
            begin,
            Message(
                "Enter 下一步，Esc 取消；大小写、空格都要相同",
                "Enter goes on, Esc cancels; exact words",
            ),
            find,
            lambda: self._ask_replacement(found[0]),
        )

    def _ask_replacement(self, words: str) -> None:
        wanted: list[str] = []
        shown = visible(words)

        def take(replacement: str) -> None:
            if replacement == words:
                raise UsageError(Message("与原来的字句相同。", "these are the same words."))
            wanted[:] = [replacement]

        self.ask(
            Message(f"【{shown}】全部替换为：", f"replace 【{shown}】 by:"),
            words,
            Message("Enter 列出各处再定，Esc 取消", "Enter lists the places first, Esc cancels"),
            take,
            lambda: self._replace_everywhere(words, wanted[0], lambda file: True),
        )

    def _replace_everywhere(
        self, words: str, replacement: str, chosen: Callable[[object], bool]
    ) -> None:
        """Show where `words` stand, those in the `chosen` files checked, and correct them."""
        places = correctable(self.collection, words)
        if not places:
            self.tell(Message("别处没有同样的字句", "these words stand nowhere else"))
            return
        places.sort(key=lambda place: place[0] is not self.file)
        change = visible(f"{words}→{replacement or '∅'}")
        self.preview(
            Message(f"改这些地方：{change}", f"correct these places: {change}"),
            places,
            [at for at, (file, _) in enumerate(places) if chosen(file)],
            lambda picked: self._do(
                lambda: self.collection.correct_everywhere(self._of(places, picked), replacement)
            ),
        )

    def _of(self, places: Sequence[FileSpan], picked: Sequence[int]) -> list[FileSpan]:
        return [places[number] for number in picked]

"""The keys that look for something: words in the page, findings of a kind, another view of the text."""

from __future__ import annotations

from proofer.checking.registry import detectors
from proofer.document.spans import Span
from proofer.messages import Message
from proofer.review.filters import BANDS, STATES, Filter, State, codes_of, occurrences
from proofer.tui.actions.base import ReviewBase
from proofer.tui.widgets.dialogs import ChoiceDialog
from proofer.tui.widgets.page_pane import PagePane
from proofer.tui.widgets.view import View

_VIEWS: dict[View, Message] = {
    "difference": Message("对照：新旧并列", "difference: new text beside the old"),
    "original": Message("原文", "original"),
    "corrected": Message("改后", "corrected"),
}
_STATE_NAMES: dict[State, Message] = {
    "open": Message("未定", "undecided"),
    "accepted": Message("已改", "changed"),
    "rejected": Message("不改", "rejected"),
    "as_printed": Message("原件如此", "printed so"),
    "deferred": Message("缓议", "deferred"),
}


class SearchKeys(ReviewBase):
    """Search, filter, view."""

    def action_search(self) -> None:
        """Ask for words and go to the next place that has them."""
        found: list[int] = []

        def search(words: str) -> None:
            found[:] = occurrences(self.session.document.text, words)
            self._searched = words

        self.ask(
            Message("查找：", "search for:"),
            self._searched,
            Message("Enter 到下一处，Esc 取消", "Enter goes to the next place, Esc cancels"),
            search,
            lambda: self._found(found),
        )

    def _found(self, places: list[int]) -> None:
        page = self.query_one(PagePane)
        length = len("".join(self._searched.split()))
        if not places:
            page.mark(())
            self.tell(Message(f"没有“{self._searched}”", f"no “{self._searched}”"), failed=True)
            return
        at = next((number for number, start in enumerate(places) if start > self._found_at), 0)
        self._found_at = places[at]
        spans = [Span(start, start + length) for start in places]
        key = self.key("search")
        page.mark(spans, spans[at])
        self.tell(
            Message(
                f"“{self._searched}”：第 {at + 1} 处，共 {len(places)} 处；再按 {key} 和 Enter 看下一处",
                f"“{self._searched}”: {at + 1} of {len(places)}; {key} and Enter for the next",
            )
        )

    def action_filter(self) -> None:
        """Ask what to show."""
        codes = list(codes_of(self.session.findings).items())
        states, bands = list(STATES), list(BANDS)
        now = self.filter
        rows = [
            self.say(Message(f"状态：{name.zh}", f"state: {name.en}"))
            for name in map(_STATE_NAMES.__getitem__, states)
        ]
        rows += [self.say(_band(*band)) for band in bands]
        rows += [f"{code} ×{count}  {self._title_of(code)}" for code, count in codes]
        checked = {at for at, state in enumerate(states) if state in now.states}
        checked |= {len(states) + at for at, band in enumerate(bands) if band in now.bands}
        checked |= {
            len(states) + len(bands) + at for at, (code, _) in enumerate(codes) if code in now.codes
        }

        def choose(chosen: object) -> None:
            if not isinstance(chosen, list):
                return
            picked: set[int] = set(chosen)
            self._filter(
                Filter(
                    frozenset(
                        c
                        for at, (c, _) in enumerate(codes)
                        if len(states) + len(bands) + at in picked
                    ),
                    frozenset(state for at, state in enumerate(states) if at in picked),
                    frozenset(band for at, band in enumerate(bands) if len(states) + at in picked),
                )
            )

        hint = Message(
            "空格选，* 全选，Enter 确定；一项不选就是全部",
            "Space picks, * all, Enter; none picked is all",
        )
        title = Message("只看这些：", "show only:")
        self.app.push_screen(ChoiceDialog(self.say(title), rows, self.say(hint), checked), choose)

    def _filter(self, wanted: Filter) -> None:
        shown = wanted.indices(self.session)
        if not shown:
            self.tell(
                Message("这样筛选什么也不剩，没有改变", "nothing would be left; not changed"),
                failed=True,
            )
            return
        self.filter = wanted
        self.set_shown(shown)
        if self.index not in shown:
            self.index = next((each for each in shown if each >= self.index), shown[-1])
        self.draw()
        count, total = len(shown), len(self.session.findings)
        self.tell(Message(f"显示 {count} 处，共 {total} 处", f"{count} of {total} findings shown"))

    def _title_of(self, code: str) -> str:
        rule = detectors().get(code)
        return rule.title.render(self.LANGUAGE) if rule else ""

    def action_view(self) -> None:
        """Show the page with both texts, as it stands, or as it will read."""
        views = list(_VIEWS)
        self._view = views[(views.index(self._view) + 1) % len(views)]
        self.query_one(PagePane).show_view(self._view)
        self.tell(_VIEWS[self._view])


def _band(low: float, high: float) -> Message:
    if high > 1:
        return Message(f"可信度：{low:.0%} 以上", f"confidence: {low:.0%} and more")
    if not low:
        return Message(f"可信度：不到 {high:.0%}", f"confidence: below {high:.0%}")
    return Message(f"可信度：{low:.0%} 到 {high:.0%}", f"confidence: {low:.0%} to {high:.0%}")

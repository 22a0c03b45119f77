"""The keys that choose what is seen: a search in the page, a filter, another view of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from proofer.checking.registry import detectors
from proofer.document.spans import Span
from proofer.findings.family import EDITOR
from proofer.findings.finding import is_refuted
from proofer.messages import Message
from proofer.review.filters import BANDS, STATES, Filter, State, codes_of
from proofer.review.own_corrections import OWN
from proofer.review.searching import occurrences
from proofer.tui.actions.base import ReviewBase
from proofer.tui.kinds import kind_name
from proofer.tui.widgets.dialogs import ChoiceDialog
from proofer.tui.widgets.page_cursor import PageCursor
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

    sought = ""
    """The words of the last search."""
    _last_match = -1
    """Offset in the text of the match that was shown last; -1 before the first search."""
    _view: View = "difference"

    def action_search(self) -> None:
        """Ask for words and go to the next place that has them."""
        matches: list[Span] = []

        def search(words: str) -> None:
            matches[:] = occurrences(self.session.document.text, words)
            self.sought = words

        self.ask(
            Message("查找：", "search for:"),
            self.sought,
            Message("Enter 到下一处，Esc 取消", "Enter goes to the next place, Esc cancels"),
            search,
            lambda: self._show_match(matches),
        )

    def _show_match(self, matches: Sequence[Span]) -> None:
        """Mark all `matches` and select the one behind the last that was shown."""
        page, query = self.query_one(PagePane), self.sought
        if not matches:
            page.mark(())
            self.tell(Message(f"没有“{query}”", f"no “{query}”"), failed=True)
            return
        at = next((at for at, span in enumerate(matches) if span.start > self._last_match), 0)
        self._last_match = matches[at].start
        page.mark(matches)
        page.set_cursor(PageCursor.at(matches[at]))
        key, edit, count = self.key("search"), self.key("edit"), len(matches)
        self.tell(
            Message(
                f"“{query}”：第 {at + 1} 处，共 {count} 处；{key} 和 Enter 看下一处，"
                f"{edit} 改这一处",
                f"“{query}”: {at + 1} of {count}; {key} and Enter for the next, {edit} corrects it",
            )
        )

    def action_filter(self) -> None:
        """Ask which states, confidences and codes to show."""
        counts = codes_of(self.session.findings)
        states, bands, codes = list(STATES), list(BANDS), list(counts)
        criteria = [*states, *bands, *codes]
        now = self.filter
        session = self.session
        found = [
            *(Filter(states=frozenset({state})).count(session) for state in states),
            *(Filter(bands=frozenset({band})).count(session) for band in bands),
            *counts.values(),
        ]
        colon = self.say(Message("：", ": "))
        titles = [
            *(self.say(_state(state)) for state in states),
            *(self.say(_band(*band)) for band in bands),
            *(f"{kind_name(code, self.LANGUAGE)}{colon}{self._title_of(code)}" for code in codes),
        ]
        codes_behind = [*[""] * (len(states) + len(bands)), *codes]
        rows = [
            f"×{count:<5} {title}  {code}".rstrip()
            for count, title, code in zip(found, titles, codes_behind, strict=True)
        ]
        active = {*now.states, *now.bands, *now.codes}
        checked = [at for at, criterion in enumerate(criteria) if criterion in active]

        def choose(chosen: Sequence[int] | None) -> None:
            if chosen is None:
                return
            picked = {criteria[number] for number in chosen}
            self._filter(
                Filter(
                    frozenset(code for code in codes if code in picked),
                    frozenset(state for state in states if state in picked),
                    frozenset(band for band in bands if band in picked),
                    self.filter.refuted,
                )
            )

        hint = Message(
            "空格选，* 全选，Enter 确定；一项不选就是全部",
            "Space picks, * all, Enter; none picked is all",
        )
        title = Message("只看这些：", "show only:")
        nothing = [at for at, count in enumerate(found) if not count]
        dialog = ChoiceDialog(self.say(title), rows, self.say(hint), checked, faint=nothing)
        self.show_choice(dialog, choose)

    def action_order(self) -> None:
        """Change between the order of the page and the likeliest first; go to the first open."""
        self.likeliest_first = not self.likeliest_first
        self.set_shown(sorted(self.shown))
        if self.likeliest_first and self.session.verdict(self.current) is None:
            findings = self.session.findings
            undecided = (at for at in self.shown if self.session.verdict(findings[at]) is None)
            self.index = next(undecided, self.index)
        self.draw()
        self.tell(
            Message("次序：可信度高的在前", "order: the most confident first")
            if self.likeliest_first
            else Message("次序：按版面", "order: as on the page")
        )

    def action_refuted(self) -> None:
        """Show what the page's image refutes, or put it away again."""
        if not any(map(is_refuted, self.session.findings)):
            self.tell(Message("没有被原图排除的疑问", "the scan refutes nothing here"))
            return
        self._filter(replace(self.filter, refuted=not self.filter.refuted))

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
        if rule is not None:
            return self.say(rule.title)
        return self.say(EDITOR.title) if code == OWN else ""

    def action_view(self) -> None:
        """Show the next view: both texts, the original, or the corrected text."""
        views = list(_VIEWS)
        self._view = views[(views.index(self._view) + 1) % len(views)]
        self.query_one(PagePane).show_view(self._view)
        self.tell(_VIEWS[self._view])


def _state(state: State) -> Message:
    name = _STATE_NAMES[state]
    return Message(f"状态：{name.zh}", f"state: {name.en}")


def _band(low: float, high: float) -> Message:
    if high > 1:
        return Message(f"可信度：{low:.0%} 以上", f"confidence: {low:.0%} and more")
    if not low:
        return Message(
            f"可信度：不到 {high:.0%}，或没有建议",
            f"confidence: below {high:.0%}, or no suggestion",
        )
    return Message(f"可信度：{low:.0%} 到 {high:.0%}", f"confidence: {low:.0%} to {high:.0%}")

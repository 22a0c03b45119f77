"""The review screen of one file: panes, moving about, searching and filtering. What decides is in `deciding`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Footer, Static

from proofer.document.spans import Span
from proofer.messages import Language, Text
from proofer.registry import detectors
from proofer.review.decisions import VERDICT_NAMES
from proofer.review.filters import BANDS, STATES, Filter, State, codes_of, occurrences
from proofer.review.keymap import Key, names
from proofer.tui import wording
from proofer.tui.cells import joined
from proofer.tui.deciding import Deciding
from proofer.tui.details import DetailPane
from proofer.tui.dialogs import ChoiceDialog, TextScreen
from proofer.tui.findings import FindingList
from proofer.tui.keys import bindings
from proofer.tui.page import PagePane, View

_VIEWS: dict[View, Text] = {
    "difference": Text("对照：新旧并列", "difference: new text beside the old"),
    "original": Text("原文", "original"),
    "corrected": Text("改后", "corrected"),
}
_STATE_NAMES: dict[State, Text] = {
    "open": Text("未定", "undecided"),
    "accepted": Text("已改", "changed"),
    "rejected": Text("不改", "rejected"),
    "printed": Text("原件如此", "printed so"),
    "deferred": Text("缓议", "deferred"),
}


class ReviewScreen(Deciding):
    """List, page and details of one document."""

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        yield Static(id="head", markup=False)
        with Container(id="body"):
            yield FindingList(self.session, id="list")
            with Container(id="reading"):
                yield PagePane(self.session, id="page")
                yield DetailPane(self.session, self.LANGUAGE, self.key, id="details")
        yield Static(id="notice", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Show where the review stands."""
        self.draw()
        notices = list(self.session.notices)
        if self.sheet.read_only is not None:
            notices.insert(0, Text(f"只读：{self.sheet.read_only.zh}", f"read-only: {self.sheet.read_only.en}"))
        self.tell(*notices or [Text(f"按 {self.key('help')} 看全部按键", f"press {self.key('help')} for all keys")])

    # Moving about

    def action_move(self, by: int) -> None:
        """Go `by` shown findings on, stopping at both ends."""
        shown = self.shown
        near = next((at for at, index in enumerate(shown) if index >= self.index), len(shown) - 1)
        if by > 0 and shown[near] > self.index:
            near -= 1
        self._go(shown[min(max(0, near + by), len(shown) - 1)])

    def action_go(self, number: int) -> None:
        """Go to the shown finding `number`; -1 is the last."""
        self._go(self.shown[number])

    def action_undecided(self) -> None:
        """Go to the next undecided finding, or to a deferred one when no other is left."""
        index = self.next_open()
        if index is None:
            self.tell(self.finished())
        else:
            self._go(index)

    def action_scroll_page(self, by: int) -> None:
        """Scroll the page by its height."""
        page = self.query_one(PagePane)
        page.scroll_relative(y=by * max(1, page.size.height - 1), animate=False)

    def action_scroll_details(self, by: int) -> None:
        """Scroll the details by half their height."""
        details = self.query_one(DetailPane)
        details.scroll_relative(y=by * max(1, details.size.height // 2), animate=False)

    def on_finding_list_clicked(self, event: FindingList.Clicked) -> None:
        """Go to a finding that was clicked in the list."""
        self._go(self.session.index(event.finding))

    def on_page_pane_clicked(self, event: PagePane.Clicked) -> None:
        """Go to a finding that was clicked on the page."""
        self._go(self.session.index(event.finding))

    def on_detail_pane_jumped(self, event: DetailPane.Jumped) -> None:
        """Show another place that the evidence names."""
        self._show_place(event.span)

    def action_evidence(self) -> None:
        """Go round the places that the evidence names, and back to the finding."""
        finding = self.current
        places = [each.span for each in finding.evidence if each.span is not None] + list(finding.related)
        places = [span for span in dict.fromkeys(places) if span != finding.span]
        if not places:
            self.tell(Text("依据没有指向别处", "the evidence names no other place"))
            return
        self._place = (self._place + 1) % (len(places) + 1)
        if self._place == 0:
            self._go(self.index)
            return
        self._show_place(places[self._place - 1])

    def _show_place(self, span: Span) -> None:
        self.query_one(PagePane).mark([span], span)
        line = self.session.document.position(span.start).line
        key = self.key("evidence")
        self.tell(Text(f"依据在第 {line} 行；再按 {key} 看下一处", f"evidence in line {line}; {key} for the next"))

    # Looking for something

    def action_search(self) -> None:
        """Ask for words and go to the next place that has them."""
        found: list[int] = []

        def search(words: str) -> None:
            found[:] = occurrences(self.session.document.text, words)
            self._searched = words

        self.ask(
            Text("查找：", "search for:"),
            self._searched,
            Text("Enter 到下一处，Esc 取消", "Enter goes to the next place, Esc cancels"),
            search,
            lambda: self._found(found),
        )

    def _found(self, places: list[int]) -> None:
        page = self.query_one(PagePane)
        length = len("".join(self._searched.split()))
        if not places:
            page.mark(())
            self.tell(Text(f"没有“{self._searched}”", f"no “{self._searched}”"), failed=True)
            return
        at = next((number for number, start in enumerate(places) if start > self._found_at), 0)
        self._found_at = places[at]
        spans = [Span(start, start + length) for start in places]
        key = self.key("search")
        page.mark(spans, spans[at])
        self.tell(
            Text(
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
            self.say(Text(f"状态：{name.zh}", f"state: {name.en}")) for name in map(_STATE_NAMES.__getitem__, states)
        ]
        rows += [self.say(_band(*band)) for band in bands]
        rows += [f"{code} ×{count}  {self._title_of(code)}" for code, count in codes]
        checked = {at for at, state in enumerate(states) if state in now.states}
        checked |= {len(states) + at for at, band in enumerate(bands) if band in now.bands}
        checked |= {len(states) + len(bands) + at for at, (code, _) in enumerate(codes) if code in now.codes}

        def choose(chosen: object) -> None:
            if not isinstance(chosen, list):
                return
            picked: set[int] = set(chosen)
            self._filter(
                Filter(
                    frozenset(c for at, (c, _) in enumerate(codes) if len(states) + len(bands) + at in picked),
                    frozenset(state for at, state in enumerate(states) if at in picked),
                    frozenset(band for at, band in enumerate(bands) if len(states) + at in picked),
                )
            )

        hint = Text("空格选，* 全选，Enter 确定；一项不选就是全部", "Space picks, * all, Enter; none picked is all")
        title = Text("只看这些：", "show only:")
        self.app.push_screen(ChoiceDialog(self.say(title), rows, self.say(hint), checked), choose)

    def _filter(self, wanted: Filter) -> None:
        shown = wanted.indices(self.session)
        if not shown:
            self.tell(Text("这样筛选什么也不剩，没有改变", "nothing would be left; not changed"), failed=True)
            return
        self.filter = wanted
        self.set_shown(shown)
        if self.index not in shown:
            self.index = next((each for each in shown if each >= self.index), shown[-1])
        self.draw()
        count, total = len(shown), len(self.session.findings)
        self.tell(Text(f"显示 {count} 处，共 {total} 处", f"{count} of {total} findings shown"))

    def _title_of(self, code: str) -> str:
        rule = detectors().get(code)
        return rule.title.render(self.LANGUAGE) if rule else ""

    def action_view(self) -> None:
        """Show the page with both texts, as it stands, or as it will read."""
        views = list(_VIEWS)
        self._view = views[(views.index(self._view) + 1) % len(views)]
        self.query_one(PagePane).show_view(self._view)
        self.tell(_VIEWS[self._view])

    # The rest

    def action_explain(self) -> None:
        """Show what the rule behind the current finding is for."""
        rule = detectors().get(self.current.code)
        if rule is None:
            self.tell(Text("没有说明", "there is no explanation"))
            return
        paragraphs = rule.explanation.render(self.LANGUAGE).split("\n\n")
        lines = [f"{rule.code} {rule.name}  {self.say(rule.title)}"]
        for paragraph in paragraphs:
            lines += ["", joined(paragraph)]
        self.read(lines)

    def action_help(self) -> None:
        """Show all keys."""
        self.read(self._help())

    def read(self, lines: Sequence[str]) -> None:
        """Show a page to read."""
        hint = Text("j k 空格 滚动，Esc 关闭", "j k Space scroll, Esc closes")
        self.app.push_screen(TextScreen(lines, self.say(hint)))

    def action_theme(self) -> None:
        """Change between light and dark."""
        self.app.theme = "textual-light" if self.app.current_theme.dark else "textual-dark"

    def action_quit(self) -> None:
        """End the review."""
        self.app.exit()

    def _go(self, index: int) -> None:
        self.index = index
        self._place = 0
        self.query_one(PagePane).mark(())
        self.draw()
        self.tell()

    def _help(self) -> list[str]:
        digits = [key for key in self.KEYS if key.id.startswith("accept-") and key.id[-1].isdigit()]
        rows = [(names(key), key.label) for key in self.KEYS if key not in digits]
        numbers = f"{names(digits[0])} … {names(digits[-1])}"
        rows.insert(1, (numbers, Text("接受第几条建议", "accept that suggestion")))
        width = max(cell_len(keys) for keys, _ in rows)
        lines = [f"{keys}{' ' * (width - cell_len(keys))}  {self.say(label)}" for keys, label in rows]
        signs = "  ".join(
            f"{sign} {self.say(VERDICT_NAMES[verdict])}" for verdict, sign in wording.SIGNS.items() if verdict
        )
        return [*(self.say(each) for each in wording.tour(self.key)), "", *lines, "", signs]

    def draw(self) -> None:
        """Show the state of the session; all panes read it from there."""
        self.draw_head()
        self.query_one(FindingList).show(self.index)
        self.query_one(PagePane).show(self.current)
        self.query_one(DetailPane).show(self.current)

    def draw_head(self) -> None:
        """Show how far the review is."""
        self.query_one("#head", Static).update(self.say(wording.head(self)), layout=False)

    def set_shown(self, indices: list[int]) -> None:
        """List only the findings with these numbers."""
        self.shown = indices
        self.query_one(FindingList).show_only(indices)


def _band(low: float, high: float) -> Text:
    if high > 1:
        return Text(f"可信度：{low:.0%} 以上", f"confidence: {low:.0%} and more")
    if not low:
        return Text(f"可信度：不到 {high:.0%}", f"confidence: below {high:.0%}")
    return Text(f"可信度：{low:.0%} 到 {high:.0%}", f"confidence: {low:.0%} to {high:.0%}")


def review_screen(language: Language, keys: Sequence[Key]) -> type[ReviewScreen]:
    """Return the review screen in `language` with these keys: Textual takes bindings from the class only."""

    class LocalReviewScreen(ReviewScreen):
        LANGUAGE = language
        KEYS = keys
        BINDINGS: ClassVar[list[BindingType]] = [*bindings(keys, language)]

    return LocalReviewScreen

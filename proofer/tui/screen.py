"""The review screen: it calls the session, and draws only what the session says is so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Footer, Static

from proofer.errors import OutputError, ProoferError
from proofer.findings import Finding
from proofer.messages import Language, Text
from proofer.review.decisions import VERDICT_NAMES
from proofer.review.export import write_corrected
from proofer.review.session import ReviewSession, Step
from proofer.tui import wording
from proofer.tui.cells import visible
from proofer.tui.dialogs import AskDialog, HelpScreen
from proofer.tui.keys import KEYS, bindings, names
from proofer.tui.page import PagePane
from proofer.tui.panes import DetailPane, FindingList

_FINISHED = Text("全部处理完毕；按 w 写出改正后的文件", "all decided; press w to write the corrected file")


class ReviewScreen(Screen[None]):
    """List, page and details of one document."""

    LANGUAGE: ClassVar[Language]

    def __init__(self, session: ReviewSession) -> None:
        super().__init__()
        self._session = session
        self._index = session.next_undecided(-1) or 0

    @property
    def current(self) -> Finding:
        """The finding that the keys act on."""
        return self._session.findings[self._index]

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        yield Static(id="head", markup=False)
        with Container(id="body"):
            yield FindingList(self._session, id="list")
            with Container(id="reading"):
                yield PagePane(self._session, id="page")
                yield DetailPane(self._session, self.LANGUAGE, id="details")
        yield Static(id="notice", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Show where the review stands."""
        self._draw()
        self._tell(*self._session.notices or [Text("按 ? 看全部按键", "press ? for all keys")])

    # Moving about

    def action_move(self, by: int) -> None:
        """Go `by` findings on, stopping at both ends."""
        self._go(min(max(0, self._index + by), len(self._session.findings) - 1))

    def action_go(self, index: int) -> None:
        """Go to the finding number `index`; -1 is the last."""
        self._go(index % len(self._session.findings))

    def action_undecided(self) -> None:
        """Go to the next undecided finding, or to a deferred one when no other is left."""
        index = self._session.next_undecided(self._index)
        if index is None:
            self._tell(_FINISHED)
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
        self._go(self._session.index(event.finding))

    def on_page_pane_clicked(self, event: PagePane.Clicked) -> None:
        """Go to a finding that was clicked on the page."""
        self._go(self._session.index(event.finding))

    # Deciding

    def action_accept(self, number: int) -> None:
        """Accept a suggestion."""
        self._decide(lambda: self._session.accept(self.current, number))

    def action_reject(self) -> None:
        """Leave the text as it is."""
        self._decide(lambda: self._session.reject(self.current))

    def action_defer(self) -> None:
        """Put the finding off."""
        self._decide(lambda: self._session.defer(self.current))

    def action_accept_series(self) -> None:
        """Accept the whole series."""
        self._decide(lambda: self._session.accept_series(self.current))

    def action_reject_series(self) -> None:
        """Reject the whole series."""
        self._decide(lambda: self._session.reject_series(self.current))

    def action_edit(self) -> None:
        """Ask for an own replacement, beginning with what the text would read now."""
        finding = self.current
        decision = self._session.decision(finding)
        value = finding.quote
        if decision is not None and decision.changing:
            value = decision.replacement
        elif finding.suggestions:
            value = finding.replacement(finding.suggestions[0])
        steps: list[Step] = []
        self._ask(
            Text(f"“{visible(finding.quote)}”应改为：", f"“{visible(finding.quote)}” shall read:"),
            value,
            Text("Enter 确定，Esc 取消", "Enter to accept, Esc to cancel"),
            lambda replacement: steps.append(self._session.accept_with(finding, replacement)),
            lambda: self._decided(steps[0]),
        )

    def action_undo(self) -> None:
        """Take the last step back and go where it was."""
        self._turn(self._session.undo, Text("已撤销 ", "undone: "), Text("没有可撤销的", "nothing to undo"))

    def action_redo(self) -> None:
        """Make the undone step again."""
        self._turn(self._session.redo, Text("已重做 ", "redone: "), Text("没有可重做的", "nothing to redo"))

    # The rest

    def action_export(self) -> None:
        """Ask where to write the corrected file."""
        source = self._session.document.path
        exported: list[Path] = []
        self._ask(
            Text("改正后的文件写到：", "write the corrected file to:"),
            str(source.with_name(f"{source.stem}.corrected{source.suffix}")),
            Text("Enter 写出，Esc 取消；原文件不会改动", "Enter to write, Esc to cancel; the source stays as it is"),
            self._exporter(exported),
            lambda: self._tell(self._exported(exported[0])),
        )

    def action_help(self) -> None:
        """Show all keys."""
        self.app.push_screen(HelpScreen(self._help()))

    def action_theme(self) -> None:
        """Change between light and dark."""
        self.app.theme = "textual-light" if self.app.current_theme.dark else "textual-dark"

    def action_quit(self) -> None:
        """End the review."""
        self.app.exit()

    def _go(self, index: int) -> None:
        self._index = index
        self._draw()
        self._tell()

    def _decide(self, act: Callable[[], Step]) -> None:
        try:
            step = act()
        except ProoferError as error:
            self._tell(error.message, failed=True)
        else:
            self._decided(step)

    def _decided(self, step: Step) -> None:
        following = self._session.next_undecided(self._index)
        if following is not None:
            self._index = following
        self._draw()
        self._tell(wording.step(self._session, step), *([_FINISHED] if following is None else []))

    def _turn(self, act: Callable[[], Step | None], done: Text, nothing: Text) -> None:
        try:
            step = act()
        except ProoferError as error:
            self._tell(error.message, failed=True)
            return
        if step is None:
            self._tell(nothing)
            return
        self._index = self._session.index(step[0].finding)
        self._draw()
        what = wording.step(self._session, step)
        self._tell(Text(done.zh + what.zh, done.en + what.en))

    def _ask(self, title: Text, value: str, hint: Text, act: Callable[[str], None], then: Callable[[], None]) -> None:
        dialog = AskDialog(self._say(title), value, self._say(hint), act, self.LANGUAGE)
        self.app.push_screen(dialog, lambda done: then() if done else None)

    def _exporter(self, exported: list[Path]) -> Callable[[str], None]:
        warned: list[Path] = []

        def export(value: str) -> None:
            path = Path(value.strip()).expanduser()
            if not value.strip():
                raise OutputError(Text("请写文件名。", "type a file name."))
            if path.is_file() and path not in warned and not path.samefile(self._session.document.path):
                warned.append(path)
                raise OutputError(Text("已有这个文件；再按 Enter 就覆盖它。", "it exists; Enter again replaces it."))
            write_corrected(self._session.document, self._session.plan(), path)
            exported.append(path)

        return export

    def _exported(self, path: Path) -> Text:
        count, left = len(self._session.plan()), self._session.progress.total - self._session.progress.decided
        return Text(f"已写出 {path}：改动 {count} 处，还有 {left} 处未定", f"wrote {path}: {count} edits, {left} to do")

    def _help(self) -> list[str]:
        listed = [key for key in KEYS if not key.keys.isdigit()]
        rows = [(names(key), key.label) for key in listed]
        rows.insert(1, ("1 … 9", Text("接受第几条建议", "accept that suggestion")))
        width = max(cell_len(keys) for keys, _ in rows)
        lines = [f"{keys}{' ' * (width - cell_len(keys))}  {self._say(label)}" for keys, label in rows]
        signs = "  ".join(
            f"{sign} {self._say(VERDICT_NAMES[verdict])}" for verdict, sign in wording.SIGNS.items() if verdict
        )
        return [*lines, "", signs]

    def _say(self, text: Text) -> str:
        return text.render(self.LANGUAGE)

    def _draw(self) -> None:
        """Show the state of the session; all panes read it from there."""
        progress = self._session.progress
        head = f" {visible(self._session.document.path.name)}   {progress.decided}/{progress.total}"
        if progress.deferred:
            head += self._say(Text(f"   缓议 {progress.deferred}", f"   {progress.deferred} deferred"))
        if self._session.orphans:
            count = len(self._session.orphans)
            head += self._say(Text(f"   失位 {count}", f"   {count} lost their place"))
        self.query_one("#head", Static).update(head, layout=False)
        self.query_one(FindingList).show(self._index)
        self.query_one(PagePane).show(self.current)
        self.query_one(DetailPane).show(self.current)

    def _tell(self, *messages: Text, failed: bool = False) -> None:
        notice = self.query_one("#notice", Static)
        notice.set_class(failed, "error")
        notice.update(f" {visible('  '.join(map(self._say, messages)))}", layout=False)


class ChineseReviewScreen(ReviewScreen):
    """The review screen in Chinese."""

    LANGUAGE = "zh"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("zh")]


class EnglishReviewScreen(ReviewScreen):
    """The review screen in English."""

    LANGUAGE = "en"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("en")]

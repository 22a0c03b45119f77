"""What the keys decide. Every action asks the collection; what it says is then drawn."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.screen import Screen
from textual.widgets import Static

from proofer.errors import OutputError, ProoferError
from proofer.findings import Finding
from proofer.messages import Language, Text
from proofer.review.collection import Deed, Place, ReviewCollection, Sheet
from proofer.review.export import write_corrected
from proofer.review.filters import Filter
from proofer.review.keymap import Key, names
from proofer.review.pace import Pace
from proofer.review.project import Addition
from proofer.review.session import ReviewSession, Step
from proofer.tui import wording
from proofer.tui.cells import shorten, visible
from proofer.tui.dialogs import AskDialog, ChoiceDialog

if TYPE_CHECKING:
    from proofer.tui.page import View

_AROUND = 12
"""Code points of context in the preview of a series."""
_FILE_CELLS = 16
_WORDS = (
    ("terms", Text("术语、机构、专名", "a term")),
    ("names", Text("人名", "a person's name")),
    ("places", Text("地名", "a place")),
    ("allow", Text("本来如此的写法", "right as it stands")),
    ("confusions", Text("错误写法，以后都改", "an error, always to be corrected")),
)
_SCOPES = (
    Text("只此一处", "this place only"),
    Text("本文件中所有相同的字句", "the same quote in all of this file"),
    Text("本项目（加入项目词典）", "all of this project (into its dictionary)"),
)


class Deciding(Screen[None]):
    """The keys that decide, and what they share with the rest of the review screen."""

    LANGUAGE: ClassVar[Language]
    KEYS: ClassVar[Sequence[Key]]

    def __init__(self, collection: ReviewCollection, sheet: Sheet, pace: Pace, index: int | None = None) -> None:
        super().__init__()
        self.collection = collection
        self.sheet = sheet
        self.session: ReviewSession = collection.open(sheet)
        self.pace = pace
        self.index = (self.session.next_undecided(-1) or 0) if index is None else index
        self.filter = Filter()
        self.shown = list(range(len(self.session.findings)))
        self._view: View = "difference"
        self._place = 0
        self._searched = ""
        self._found_at = -1

    @property
    def current(self) -> Finding:
        """The finding that the keys act on."""
        return self.session.findings[self.index]

    def next_open(self) -> int | None:
        """Return the next shown finding that is undecided; when there is none, a deferred one."""
        if self.filter.shows_all:
            return self.session.next_undecided(self.index)
        findings = self.session.findings
        ahead = [each for each in self.shown if each > self.index] + [each for each in self.shown if each <= self.index]
        undecided = (each for each in ahead if self.session.verdict(findings[each]) is None)
        deferred = (each for each in ahead if self.session.is_open(findings[each]))
        return next(undecided, next(deferred, None))

    # Deciding

    def action_accept(self, number: int) -> None:
        """Accept a suggestion."""
        self._decide(lambda session: session.accept(self.current, number))

    def action_reject(self) -> None:
        """Leave the text as it is."""
        self._decide(lambda session: session.reject(self.current))

    def action_defer(self) -> None:
        """Put the finding off."""
        self._decide(lambda session: session.defer(self.current))

    def action_printed(self) -> None:
        """Leave an error of the original in the text, and put it on record."""
        self._decide(lambda session: session.mark_printed(self.current))

    def action_accept_series(self) -> None:
        """Accept the whole series, after a look at its places."""
        self._series(
            Text("接受这些地方的改法：", "accept at these places:"),
            self.session.open_series,
            self.collection.accept_everywhere,
        )

    def action_reject_series(self) -> None:
        """Reject the whole series, after a look at its places."""
        self._series(
            Text("这些地方不改：", "reject at these places:"),
            self.session.open_series,
            self.collection.reject_everywhere,
        )

    def _series(
        self,
        title: Text,
        here: Callable[[Finding], Sequence[Finding]],
        act: Callable[[Sequence[Place]], Deed],
    ) -> None:
        inside = [(self.sheet, each) for each in here(self.current)]
        outside = [place for place in self.collection.everywhere(self.current) if place[0] is not self.sheet]
        places: list[Place] = [*inside, *outside]
        if len(places) == 1:
            self._do(lambda: act(places))
            return
        what = visible(
            wording.change(self.current, wording.shown_edits(self.session, self.current), self.session.document.text)
        )
        elsewhere = f"{len(inside)} + {len(outside)}" if outside else str(len(inside))
        head = self.say(Text(f"{title.zh}{what}（{elsewhere} 处）", f"{title.en} {what} ({elsewhere})"))
        hint = Text("空格选去一处，* 全选或全不选，Enter 确定", "Space leaves one out, * all or none, Enter goes")
        dialog = ChoiceDialog(head, self._previews(places), self.say(hint), range(len(inside)))

        def choose(chosen: Sequence[int] | None) -> None:
            if chosen:
                self._do(lambda: act([places[number] for number in chosen]))

        self.app.push_screen(dialog, choose)

    def _previews(self, places: Sequence[Place]) -> list[str]:
        """Return a row for each place, with all quotes below each other as in a concordance."""
        rows: list[tuple[str, str, str]] = []
        for sheet, finding in places:
            document = self.collection.open(sheet).document
            before, quote, behind = wording.surroundings(document, finding.span, _AROUND)
            where = str(document.position(finding.span.start).line)
            if sheet is not self.sheet:
                where = f"{shorten(visible(sheet.path.name), _FILE_CELLS)}:{where}"
            rows.append((where, before, f"【{quote}】{behind}"))
        left, middle = (max(cell_len(row[at]) for row in rows) for at in (0, 1))
        return [
            f"{' ' * (left - cell_len(where))}{where} {' ' * (middle - cell_len(before))}{before}{rest}"
            for where, before, rest in rows
        ]

    def action_reject_wider(self) -> None:
        """Ask how far the rejection reaches."""

        def choose(chosen: Sequence[int] | None) -> None:
            if chosen is None:
                return
            if chosen[0] == 2:
                self._teach("allow")
            else:
                self._decide(lambda session: session.reject(self.current, scope=("place", "file")[chosen[0]]))

        title = Text(f"【{visible(self.current.quote)}】不改：", f"【{visible(self.current.quote)}】 is right in:")
        self._choose(title, [self.say(each) for each in _SCOPES], choose)

    def action_teach(self) -> None:
        """Ask what kind of word to add to the project's dictionary."""

        def choose(chosen: Sequence[int] | None) -> None:
            if chosen is not None:
                self._teach(_WORDS[chosen[0]][0])

        self._choose(
            Text("加入项目词典，作为：", "add to the project's dictionary as:"),
            [self.say(label) for _, label in _WORDS],
            choose,
        )

    def _teach(self, kind: str) -> None:
        finding = self.current
        value = finding.quote
        hint = Text("可以加长到整个词；Enter 加入，Esc 取消", "make it the whole word; Enter adds it, Esc cancels")
        if kind == "confusions":
            right = finding.replacement(finding.suggestions[0]) if finding.suggestions else ""
            value = f"{finding.quote}→{right}"
            hint = Text("错误写法→正确写法；Enter 加入，Esc 取消", "wrong→right; Enter adds it, Esc cancels")
        done: list[Deed] = []

        def teach(words: str) -> None:
            term, _, right = words.strip().partition("→")
            if kind == "confusions" and not right.strip():
                raise OutputError(Text("请写成：错误写法→正确写法。", "write it as wrong→right."))
            addition = Addition(kind, term.strip(), (right.strip(),) if right else (), reason=finding.code)
            done.append(self.collection.teach(self.sheet, finding, addition))

        self.ask(Text("加入词典：", "add to the dictionary:"), value, hint, teach, lambda: self._done(done[0]))

    def action_edit(self) -> None:
        """Ask for an own replacement, beginning with what the text would read now."""
        finding = self.current
        decision = self.session.decision(finding)
        value = finding.quote
        if decision is not None and decision.changing:
            value = decision.replacement
        elif finding.suggestions:
            value = finding.replacement(finding.suggestions[0])
        self._ask_to_decide(
            Text(f"【{visible(finding.quote)}】应改为：", f"【{visible(finding.quote)}】 shall read:"),
            value,
            lambda session, replacement: session.accept_with(finding, replacement),
        )

    def action_note(self) -> None:
        """Ask for a note on the decision."""
        finding = self.current
        decision = self.session.decision(finding)
        self._ask_to_decide(
            Text(f"【{visible(finding.quote)}】附注：", f"note on 【{visible(finding.quote)}】:"),
            decision.note if decision else "",
            lambda session, note: session.annotate(finding, note),
        )

    def _ask_to_decide(self, title: Text, value: str, act: Callable[[ReviewSession, str], Step]) -> None:
        done: list[Deed] = []
        self.ask(
            title,
            value,
            Text("Enter 确定，Esc 取消", "Enter to accept, Esc to cancel"),
            lambda words: done.append(self.collection.act(self.sheet, lambda session: act(session, words))),
            lambda: self._done(done[0]),
        )

    def action_undo(self) -> None:
        """Take the last deed back and go where it was."""
        self._turn(self.collection.undo, Text("已撤销 ", "undone: "), Text("没有可撤销的", "nothing to undo"))

    def action_redo(self) -> None:
        """Do the undone deed again."""
        self._turn(self.collection.redo, Text("已重做 ", "redone: "), Text("没有可重做的", "nothing to redo"))

    def action_export(self) -> None:
        """Ask where to write the corrected file."""
        source = self.session.document.path
        exported: list[Path] = []
        self.ask(
            Text("改正后的文件写到：", "write the corrected file to:"),
            str(source.with_name(f"{source.stem}.corrected{source.suffix}")),
            Text("Enter 写出，Esc 取消；原文件不会改动", "Enter to write, Esc to cancel; the source stays as it is"),
            self._exporter(exported),
            lambda: self.tell(self._exported(exported[0])),
        )

    def _exporter(self, exported: list[Path]) -> Callable[[str], None]:
        warned: list[Path] = []

        def export(value: str) -> None:
            path = Path(value.strip()).expanduser()
            if not value.strip():
                raise OutputError(Text("请写文件名。", "type a file name."))
            if path.is_file() and path not in warned and not path.samefile(self.session.document.path):
                warned.append(path)
                raise OutputError(Text("已有这个文件；再按 Enter 就覆盖它。", "it exists; Enter again replaces it."))
            write_corrected(self.session.document, self.session.plan(), path)
            exported.append(path)

        return export

    def _exported(self, path: Path) -> Text:
        count, left = len(self.session.plan()), self.session.progress.total - self.session.progress.decided
        return Text(f"已写出 {path}：改动 {count} 处，还有 {left} 处未定", f"wrote {path}: {count} edits, {left} to do")

    # What these share

    def _decide(self, act: Callable[[ReviewSession], Step]) -> None:
        self._do(lambda: self.collection.act(self.sheet, act))

    def _do(self, act: Callable[[], Deed]) -> None:
        try:
            deed = act()
        except ProoferError as error:
            self.tell(error.message, failed=True)
        else:
            self._done(deed)

    def _done(self, deed: Deed) -> None:
        self.pace.decided(time.monotonic(), len(deed.moves))
        following = self.next_open()
        if not self.filter.shows_all:
            self.set_shown(self.filter.indices(self.session) or self.shown)
        if following is not None:
            self.index = following
        self.draw()
        self.tell(wording.deed(deed), *([self.finished()] if following is None else []))

    def _turn(self, act: Callable[[], Deed | None], done: Text, nothing: Text) -> None:
        try:
            deed = act()
        except ProoferError as error:
            self.tell(error.message, failed=True)
            return
        if deed is None:
            self.tell(nothing)
            return
        what = wording.deed(deed)
        message = Text(done.zh + what.zh, done.en + what.en)
        here = [move.finding for sheet, move in deed.moves if sheet is self.sheet]
        if here or not deed.moves:
            self.index = self.session.index(here[0]) if here else self.index
            self.draw()
            self.tell(message)
        else:
            sheet, move = deed.moves[0]
            self.show_file(sheet, self.collection.open(sheet).index(move.finding), message)

    def key(self, name: str) -> str:
        """Return the first key with the id `name`, as a reader knows it."""
        return next(names(key) for key in self.KEYS if key.id == name).partition(" ")[0]

    def finished(self) -> Text:
        """Return what to do when nothing here is undecided."""
        rest = [sheet for sheet in self.collection.sheets if sheet is not self.sheet and _to_do(sheet)]
        if not self.filter.shows_all:
            key = self.key("filter")
            return Text(
                f"筛选出的都已处理；按 {key} 改变筛选", f"all that is shown is decided; {key} changes the filter"
            )
        if rest:
            key = self.key("next-file")
            return Text(
                f"本文件处理完毕；按 {key} 到下一个（还有 {len(rest)} 个文件）",
                f"this file is done; {key} for the next ({len(rest)} left)",
            )
        key = self.key("export")
        return Text(f"全部处理完毕；按 {key} 写出改正后的文件", f"all decided; press {key} to write the corrected file")

    # Files

    def action_file(self, by: int) -> None:
        """Go to the next or the previous file that has findings."""
        sheets = [sheet for sheet in self.collection.sheets if sheet is self.sheet or _shows(sheet)]
        at = sheets.index(self.sheet) + by
        if not 0 <= at < len(sheets):
            self.tell(Text("没有别的文件了", "there is no other file"))
            return
        self.show_file(sheets[at])

    def action_files(self) -> None:
        """List the files and go to one."""
        sheets = self.collection.sheets

        def choose(chosen: Sequence[int] | None) -> None:
            if chosen is None:
                return
            sheet = sheets[chosen[0]]
            if _shows(sheet):
                self.show_file(sheet)
            else:
                self.tell(wording.file_state(sheet), failed=True)

        rows = [f"{sheet.path.as_posix()}  {self.say(wording.file_state(sheet))}" for sheet in sheets]
        self._choose(Text("文件：", "files:"), rows, choose)

    def show_file(self, sheet: Sheet, index: int | None = None, notice: Text | None = None) -> None:
        """Show another file in place of this one."""
        try:
            screen = type(self)(self.collection, sheet, self.pace, index)
        except ProoferError as error:
            self.tell(error.message, failed=True)
            return
        self.app.switch_screen(screen)
        if notice is not None:
            screen.call_after_refresh(screen.tell, notice)

    # Talking

    def ask(self, title: Text, value: str, hint: Text, act: AskDialog.Act, then: AskDialog.Then) -> None:
        """Ask for a line of text and do `act` with it, and `then` what follows when that worked."""
        dialog = AskDialog(self.say(title), value, self.say(hint), act, self.LANGUAGE)

        def close(done: bool | None) -> None:
            if done:
                then()

        self.app.push_screen(dialog, close)

    def _choose(self, title: Text, rows: Sequence[str], then: Callable[[Sequence[int] | None], None]) -> None:
        hint = Text("数字或 Enter 选定，Esc 取消", "a digit or Enter chooses, Esc cancels")
        self.app.push_screen(ChoiceDialog(self.say(title), rows, self.say(hint)), then)

    def say(self, text: Text) -> str:
        """Return `text` in the language of the screen."""
        return text.render(self.LANGUAGE)

    def tell(self, *messages: Text, failed: bool = False) -> None:
        """Show messages in the line above the footer."""
        notice = self.query_one("#notice", Static)
        notice.set_class(failed, "error")
        notice.update(f" {visible('  '.join(map(self.say, messages)))}", layout=False)

    def draw(self) -> None:
        """Show the state of the session in all panes."""
        raise NotImplementedError

    def set_shown(self, indices: list[int]) -> None:
        """List only the findings with these numbers."""
        raise NotImplementedError


def _shows(sheet: Sheet) -> bool:
    return sheet.report is not None and bool(sheet.report.findings)


def _to_do(sheet: Sheet) -> bool:
    return _shows(sheet) and sheet.progress.decided < sheet.progress.total

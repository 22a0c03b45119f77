"""Dialogs that ask for a line of text or a choice, and pages to read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import ClassVar, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from proofer.document.lazy_pattern import lazy_pattern
from proofer.errors import ProoferError
from proofer.messages import Language
from proofer.tui.widgets.cells import cropped, visible
from proofer.tui.widgets.lines_view import Line, LinesView
from proofer.tui.widgets.rows_view import RowsView

_DIGITS = 9
"""Rows of a choice that a digit chooses."""
_COLUMN = lazy_pattern(" {2,}")
_FRAME = 7
"""Rows of the screen that choices cannot use: border, title and hint (two each), keys."""
Result = TypeVar("Result")


class Lines(LinesView):
    """Lines to read, as high as they need; a line goes on below its second column."""

    def indent(self, text: str) -> int:
        """Return the cell at which the second of two columns begins; 0 without exactly two."""
        columns = _COLUMN.split(text)
        return cell_len(text) - cell_len(columns[1]) if len(columns) == 2 else 0

    def lay_out(self) -> None:
        """Wrap for the width, and set the height that the rows need."""
        super().lay_out()
        self.styles.height = min(self.row_count, max(3, self.app.size.height - _FRAME))


class Words(Lines):
    """A few words in one style, wrapped by Chinese rules."""

    def __init__(self, words: str, style: str = "", *, id: str) -> None:
        self._style = style
        super().__init__([[(visible(words), style)]], id=id)

    @property
    def content(self) -> str:
        """The words, in one line."""
        return "".join(text for line in self.lines for text, _ in line)

    def update(self, words: str) -> None:
        """Show other words."""
        self.lines = [[(visible(words), self._style)]]
        self.lay_out()


class Dialog(ModalScreen[Result]):
    """A box beside the place on the page that it is about: below it, or above if it fits there."""

    place: tuple[int, int] | None = None
    """First and last row of the screen that show the place; None if it is out of sight."""

    @property
    def rows_needed(self) -> int:
        """How high the box is, in rows."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Put the box where it hides the place the least."""
        height, needed = self.app.size.height, self.rows_needed
        top = (height - needed) // 2
        if self.place is not None:
            first, last = self.place
            below = last + 1
            top = below if below + needed <= height or first < needed else first - needed
        self.query_one(".dialog").styles.margin = (max(0, min(top, height - needed)), 0, 0, 0)


class AskDialog(Dialog[bool]):
    """Asks for a line of text and acts on it; after an error the line can be corrected.

    Its result says whether that was done.
    """

    Act = Callable[[str], object]
    """What to do with the line; raises ProoferError if the line does not do."""
    Then = Callable[[], object]
    """What to do when the dialog is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    def __init__(self, title: str, value: str, hint: str, act: Act, language: Language) -> None:
        super().__init__()
        self._title = title
        self._value = value
        self._hint = hint
        self._act = act
        self._language = language

    def compose(self) -> ComposeResult:
        """Lay out title, line and hint."""
        with Vertical(classes="dialog"):
            yield Words(self._title, "line--title", id="dialog-title")
            yield Input(self._value, id="dialog-input", select_on_focus=False, compact=True)
            yield Words(self._hint, id="dialog-hint")

    @property
    def rows_needed(self) -> int:
        """How high the box is, in rows, with a hint of two."""
        return _FRAME

    def on_mount(self) -> None:
        """Put the terminal's cursor, at which input methods show what is typed, into the line."""
        super().on_mount()
        self.call_after_refresh(self._place_cursor)

    def _place_cursor(self) -> None:
        self.app.cursor_position = self.query_one(Input).cursor_screen_offset

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Act on the line, or show why that fails."""
        try:
            self._act(event.value)
        except ProoferError as error:
            hint = self.query_one("#dialog-hint", Words)
            hint.update(error.message.render(self._language))
            hint.add_class("error")
        else:
            self.dismiss(True)

    def action_cancel(self) -> None:
        """Close without doing anything."""
        self.dismiss(False)


class Choices(RowsView):
    """The rows of a choice, with a cursor, and with a box each if several can be chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--cursor", "choice--faint"}

    def __init__(
        self,
        rows: Sequence[str],
        checked: set[int] | None,
        cursor: int,
        faint: Collection[int] = (),
    ) -> None:
        super().__init__(id="choices")
        self._faint = faint
        self._rows = rows
        self.checked = checked
        self.cursor = cursor

    def lay_out(self) -> None:
        """Show all rows."""
        self.set_count(len(self._rows))
        self.reveal(self.cursor, self.cursor)

    def move(self, to: int) -> None:
        """Put the cursor on row `to`, or on the nearest one."""
        self.cursor = min(max(0, to), len(self._rows) - 1)
        self.reveal(self.cursor, self.cursor)
        self.refresh()

    def row(self, number: int) -> Iterator[Segment]:
        """Yield a row."""
        if self.checked is not None:
            start = "[x] " if number in self.checked else "[ ] "
        else:
            start = f"{number + 1} " if number < _DIGITS else "  "
        text = start + cropped(visible(self._rows[number]), max(1, self.row_width - len(start)))
        name = "choice--faint" if number in self._faint else ""
        if number == self.cursor:
            name = f"{name} choice--cursor".strip()
        style = self.style_of(name) if name else None
        yield Segment(text + " " * max(0, self.row_width - cell_len(text)), style)


class ChoiceDialog(Dialog[Sequence[int] | None]):
    """Lets the editor choose one row, or with `checked` any number of them.

    Its result are the numbers of the rows, or None if it was cancelled.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "cancel", show=False),
        Binding("enter", "choose", show=False),
        Binding("space", "turn", show=False),
        Binding("asterisk", "turn_all", show=False),
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("pageup", "move(-10)", show=False),
        *(Binding(str(number), f"pick({number - 1})", show=False) for number in range(1, 10)),
    ]

    def __init__(
        self,
        title: str,
        rows: Sequence[str],
        hint: str,
        checked: Iterable[int] | None = None,
        *,
        cursor: int = 0,
        faint: Collection[int] = (),
    ) -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self._choices = Choices(rows, None if checked is None else set(checked), cursor, faint)
        self._count = len(rows)

    def compose(self) -> ComposeResult:
        """Lay out title, rows and hint."""
        with Vertical(classes="dialog"):
            yield Words(self._title, "line--title", id="dialog-title")
            yield self._choices
            yield Words(self._hint, id="dialog-hint")

    @property
    def _rows(self) -> int:
        return min(self._count, max(3, self.app.size.height - _FRAME))

    @property
    def rows_needed(self) -> int:
        """How high the box is, in rows."""
        return self._rows + _FRAME - 2

    def on_mount(self) -> None:
        """Set the height that the rows need."""
        super().on_mount()
        self._choices.styles.height = self._rows

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked, or toggle its box."""
        at = event.get_content_offset(self._choices)
        if at is not None and (number := at.y + self._choices.scroll_offset.y) < self._count:
            self._choices.move(number)
            if self._choices.checked is None:
                self.action_choose()
            else:
                self.action_turn()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self._choices.move(self._choices.cursor + by)

    def action_turn(self) -> None:
        """Toggle the box at the cursor."""
        if self._choices.checked is not None:
            self._choices.checked ^= {self._choices.cursor}
            self._choices.refresh()

    def action_turn_all(self) -> None:
        """Check all boxes, or none if all are."""
        checked = self._choices.checked
        if checked is not None:
            self._choices.checked = (
                set() if len(checked) == self._count else set(range(self._count))
            )
            self._choices.refresh()

    def action_pick(self, number: int) -> None:
        """Choose row `number` at once."""
        if self._choices.checked is None and number < self._count:
            self.dismiss((number,))

    def action_choose(self) -> None:
        """Close with what is chosen."""
        checked = self._choices.checked
        self.dismiss((self._choices.cursor,) if checked is None else sorted(checked))

    def action_cancel(self) -> None:
        """Close without a choice."""
        self.dismiss(None)


class TextScreen(ModalScreen[None]):
    """A page to read, such as the help."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter,i", "dismiss", show=False),
        Binding("j,down", "scroll_by(1)", show=False),
        Binding("k,up", "scroll_by(-1)", show=False),
        Binding("space,pagedown", "scroll_by(10)", show=False),
        Binding("pageup", "scroll_by(-10)", show=False),
    ]

    def __init__(self, lines: Iterable[Line], hint: str) -> None:
        super().__init__()
        self.lines = list(lines)
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        with Vertical(classes="dialog reading"):
            yield Lines(self.lines, id="lines")
            yield Words(self._hint, id="dialog-hint")

    def action_scroll_by(self, by: int) -> None:
        """Scroll by some rows."""
        self.query_one(Lines).scroll_relative(y=by, animate=False)

"""What asks for a line of text, and the page of help."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from proofer.errors import ProoferError
from proofer.messages import Language


class AskDialog(ModalScreen[bool]):
    """Asks for a line and does something with it; what goes wrong is said here, and the line can be mended."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    def __init__(self, title: str, value: str, hint: str, act: Callable[[str], None], language: Language) -> None:
        super().__init__()
        self._title = title
        self._value = value
        self._hint = hint
        self._act = act
        self._language = language

    def compose(self) -> ComposeResult:
        """Lay out title, line and hint."""
        with Vertical(id="dialog"):
            yield Static(self._title, id="dialog-title", markup=False)
            yield Input(self._value, id="dialog-input", select_on_focus=False)
            yield Static(self._hint, id="dialog-hint", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do it, or say why not."""
        try:
            self._act(event.value)
        except ProoferError as error:
            hint = self.query_one("#dialog-hint", Static)
            hint.update(error.message.render(self._language))
            hint.add_class("error")
        else:
            self.dismiss(True)

    def action_cancel(self) -> None:
        """Close without doing anything."""
        self.dismiss(False)


class HelpScreen(ModalScreen[None]):
    """All keys, with what they do."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,enter", "dismiss", show=False)]

    def __init__(self, lines: Iterable[str]) -> None:
        super().__init__()
        self._lines = list(lines)

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        with VerticalScroll(id="help"):
            yield Static("\n".join(self._lines), markup=False)

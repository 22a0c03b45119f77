"""What all groups of keys share: the file, the current finding, the filter, dialogs and notices."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from textual.screen import Screen
from textual.widgets import Static

from proofer.findings.finding import Finding
from proofer.messages import Language, Message
from proofer.review.collection import Operation, ReviewCollection, ReviewFile
from proofer.review.eta import Eta
from proofer.review.filters import first_filter
from proofer.review.keymap import Key, names
from proofer.review.session import ReviewSession
from proofer.tui.served import describe
from proofer.tui.widgets.cells import visible
from proofer.tui.widgets.dialogs import AskDialog, ChoiceDialog
from proofer.tui.widgets.page_pane import PagePane

_ON_FINDINGS = frozenset(
    {"accept", "reject", "defer", "as_printed", "note", "accept_series", "reject_series"}
    | {
        "bulk",
        "reject_wider",
        "teach",
        "move",
        "go",
        "filter",
        "order",
        "evidence",
        "scan",
        "explain",
    }
)
"""Actions that need a finding."""


class ReviewBase(Screen[None]):
    """One file on the screen; the other modules here add keys to it, and `screen` the panes."""

    LANGUAGE: ClassVar[Language]
    KEYS: ClassVar[Sequence[Key]]

    def __init__(self, collection: ReviewCollection, file: ReviewFile, eta: Eta) -> None:
        super().__init__()
        self.collection = collection
        self.file = file
        self.session: ReviewSession = collection.open(file)
        collection.renew(file)
        self.eta = eta
        self.filter = first_filter(self.session)
        self.likeliest_first = False
        """Whether the findings stand in the order of their confidence, not of the page."""
        self.shown = self.filter.indices(self.session) or list(range(len(self.session.findings)))
        self.index = self._first()

    def _first(self) -> int:
        """Return the number of the first finding to decide."""
        if self.filter.shows_all:
            return self.session.first_to_decide()
        findings = self.session.findings
        undecided = (each for each in self.shown if self.session.verdict(findings[each]) is None)
        return next(undecided, self.shown[0])

    @property
    def has_findings(self) -> bool:
        """Whether there is anything to decide on in the file."""
        return bool(self.session.findings)

    @property
    def has_undecided(self) -> bool:
        """Whether anything is undecided or put off, here or in another file."""
        progress = self.collection.progress
        return progress.decided < progress.total

    @property
    def has_cursor(self) -> bool:
        """Whether the keys act on a cursor in the page."""
        return self.query_one(PagePane).cursor is not None

    @property
    def has_scan(self) -> bool:
        """Whether the image of the current place is there."""
        return self.query_one("#scan").has_class("found")

    @property
    def current(self) -> Finding:
        """The finding that the keys act on; only where there are findings."""
        return self.session.findings[self.index]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse what needs a finding where there is none."""
        return self.has_findings or action not in _ON_FINDINGS

    def key(self, name: str) -> str:
        """Return the first key with the id `name`, as it is shown."""
        return next(names(key) for key in self.KEYS if key.id == name).partition(" ")[0]

    # Dialogs and notices

    def ask(
        self, title: Message, value: str, hint: Message, act: AskDialog.Act, then: AskDialog.Then
    ) -> None:
        """Ask for a line of text.

        Args:
            title: What is asked for.
            value: The text to begin with.
            hint: Which keys close the dialog.
            act: What to do with the text; while it raises a ProoferError, the dialog stays open.
            then: What to do when the dialog is closed and `act` has worked.
        """
        dialog = AskDialog(self.say(title), value, self.say(hint), act, self.LANGUAGE)
        dialog.place = self.place_on_screen

        def close(done: bool | None) -> None:
            if done:
                then()

        self.app.push_screen(dialog, close)

    def choose(
        self,
        title: Message,
        rows: Sequence[str],
        then: Callable[[Sequence[int] | None], None],
        cursor: int = 0,
        *,
        faint: Collection[int] = (),
    ) -> None:
        """Let one of `rows` be chosen, starting at `cursor`; `then` gets its number in a sequence.

        If nothing is chosen, `then` gets None. The rows `faint` are shown as out of reach.
        """
        hint = Message("数字或 Enter 选定，Esc 取消", "a digit or Enter chooses, Esc cancels")
        self.show_choice(
            ChoiceDialog(self.say(title), rows, self.say(hint), cursor=cursor, faint=faint), then
        )

    def show_choice(
        self, dialog: ChoiceDialog, then: Callable[[Sequence[int] | None], None]
    ) -> None:
        """Show a choice beside the current place."""
        dialog.place = self.place_on_screen
        self.app.push_screen(dialog, then)

    def say(self, text: Message) -> str:
        """Return `text` in the language of the screen."""
        return text.render(self.LANGUAGE)

    def tell(self, *messages: Message, failed: bool = False) -> None:
        """Show messages in the line above the footer."""
        notice = self.query_one("#notice", Static)
        notice.set_class(failed, "error")
        said = visible("  ".join(map(self.say, messages)))
        notice.update(f" {said}", layout=False)
        describe(self.app, lambda: {"notice": said})

    # What the screen does for the keys

    @property
    def place_on_screen(self) -> tuple[int, int] | None:
        """First and last row of the screen that show the current place; None if out of sight."""
        raise NotImplementedError

    def draw(self) -> None:
        """Show the state of the session in all panes."""
        raise NotImplementedError

    def go_to(self, index: int) -> None:
        """Show the finding with the number `index`, without a cursor in the page."""
        raise NotImplementedError

    def take_changes(self, operation: Operation) -> None:
        """Take in findings of the editor's own that `operation` made or took away."""
        raise NotImplementedError

    def set_shown(self, indices: list[int]) -> None:
        """List only the findings with these numbers, which ascend, in the order that is wanted."""
        raise NotImplementedError

"""The keys that decide one finding, undo and redo; the new state is then drawn."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from rich.cells import cell_len

from proofer.errors import ProoferError
from proofer.messages import Message
from proofer.review.collection import Operation
from proofer.review.decisions import Verdict
from proofer.review.filters import readable_filter
from proofer.review.session import ReviewSession
from proofer.review.steps import Step
from proofer.scoring.learned import offered
from proofer.tui import wording
from proofer.tui.actions.flow import FlowKeys
from proofer.tui.widgets.cells import visible

_AGAIN = (
    Message("仍然提示", "go on showing it"),
    Message(
        "本项目中不再提示（proofer decisions --forget 可恢复）",
        "never again in this project (proofer decisions --forget takes it back)",
    ),
)
"""What may be done with what is rejected again and again, the harmless one first."""


class DecidingKeys(FlowKeys):
    """Accept, reject, defer, edit, annotate, undo and redo, and what follows a decision."""

    def action_accept(self, number: int) -> None:
        """Accept a suggestion."""
        self._decide(lambda session: session.accept(self.current, number))

    def action_reject(self) -> None:
        """Leave the text as it is."""
        folded = self.filter.folds_page
        self._decide(lambda session: session.reject(self.current))
        if folded and not self.session.is_open(self.current):
            self.filter = readable_filter(self.session)
            self.set_shown(self.filter.indices(self.session))
            self.draw()
            self.tell(Message("整版的疑问都已列出", "all that is doubtful is listed"))

    def action_defer(self) -> None:
        """Defer the finding, or the whole of a page beyond reading."""
        if self.filter.folds_page:
            self._decide(
                lambda session: session.defer_all(
                    [each for each in session.findings if session.is_open(each)]
                )
            )
        else:
            self._decide(lambda session: session.defer(self.current))

    def action_as_printed(self) -> None:
        """Leave an error of the original in the text, and record it for the errata list."""
        self._decide(lambda session: session.mark_as_printed(self.current))

    def action_edit(self) -> None:
        """Ask for a replacement in the editor's own words, beginning with the present reading."""
        finding = self.current
        decision = self.session.decision(finding)
        value = finding.quote
        if decision is not None and decision.changing:
            value = decision.replacement
        elif finding.suggestions:
            value = finding.replacement(finding.suggestions[0])
        self._ask_to_decide(
            Message(
                f"【{visible(finding.quote)}】应改为：", f"【{visible(finding.quote)}】 shall read:"
            ),
            value,
            lambda session, replacement: session.accept_with(finding, replacement),
        )

    def action_note(self) -> None:
        """Ask for a note on the decision."""
        finding = self.current
        decision = self.session.decision(finding)
        self._ask_to_decide(
            Message(
                f"【{visible(finding.quote)}】附注：", f"note on 【{visible(finding.quote)}】:"
            ),
            decision.note if decision else "",
            lambda session, note: session.annotate(finding, note),
        )

    def _ask_to_decide(
        self,
        title: Message,
        value: str,
        act: Callable[[ReviewSession, str], Step],
        then: Callable[[Operation], object] | None = None,
    ) -> None:
        done: list[Operation] = []
        self.ask(
            title,
            value,
            Message("Enter 确定，Esc 取消", "Enter to accept, Esc to cancel"),
            lambda words: done.append(
                self.collection.act(self.file, lambda session: act(session, words))
            ),
            lambda: (then or self._done)(done[0]),
        )

    def action_undo(self) -> None:
        """Undo the last operation and go where it was."""
        self._replay(
            self.collection.undo,
            Message("已撤销 ", "undone: "),
            Message("没有可撤销的", "nothing to undo"),
        )

    def action_redo(self) -> None:
        """Redo the operation that was undone last."""
        self._replay(
            self.collection.redo,
            Message("已重做 ", "redone: "),
            Message("没有可重做的", "nothing to redo"),
        )

    def _decide(self, act: Callable[[ReviewSession], Step]) -> None:
        self._do(lambda: self.collection.act(self.file, act))

    def _do(self, act: Callable[[], Operation]) -> None:
        try:
            operation = act()
        except ProoferError as error:
            self.tell(error.message, failed=True)
        else:
            self._done(operation)

    def _done(self, operation: Operation) -> None:
        self.take_changes(operation)
        following = self.next_open()
        done = following is None or self._is_deferred(following)
        if not self.filter.shows_all:
            self.set_shown(self.filter.indices(self.session) or self.shown)
        if following is not None:
            self.index = following
        self.draw()
        more = [self._mixed(operation), self.finished() if done else None]
        self.tell_done(operation, *filter(None, more))
        self._ask_again(operation)

    def _mixed(self, operation: Operation) -> Message | None:
        """Return what becomes of a place that two accepted findings share."""
        if len(operation.moves) != 1:
            return None
        file, move = operation.moves[0]
        mixed = self.collection.open(file).mixed(move.finding)
        if mixed is None:
            return None
        old, new = visible(mixed[0]), visible(mixed[1]) or wording.NOTHING
        key = self.key("undo")
        return Message(
            f"这里另有已接受的改动，合起来是 {old}→{new}；不对就按 {key}",
            f"with what else is accepted here: {old}→{new}; {key} undoes it",
        )

    def _ask_again(self, operation: Operation) -> None:
        """Ask whether what was rejected again and again is wanted any more."""
        place = self.collection.questions.about(operation)
        if place is None:
            return
        quote, right = (visible(each) for each in offered(place[1]) or ("", ""))

        def choose(chosen: Sequence[int] | None) -> None:
            silent = chosen is not None and chosen[0] == 1
            try:
                operation = self.collection.answer(place, silent=silent)
            except ProoferError as error:
                self.tell(error.message, failed=True)
                return
            if operation.moves:
                self._done(operation)

        title = Message(
            f"【{quote}】→【{right}】在本项目中已多次不改。以后：",
            f"【{quote}】→【{right}】 was rejected several times in this project. From now on:",
        )
        self.choose(title, [self.say(each) for each in _AGAIN], choose)

    def _is_deferred(self, index: int) -> bool:
        return self.session.verdict(self.session.findings[index]) is Verdict.DEFERRED

    def tell_done(self, operation: Operation, *more: Message) -> None:
        """Say what was done, and count it for the time that is left.

        Where there is no room for both, `more` is said alone: what to do next must not be cut off.
        """
        self.eta.decided(time.monotonic(), len(operation.moves))
        told = (wording.describe(operation), *more)
        if more and cell_len("  ".join(map(self.say, told))) >= self.size.width:
            told = more
        self.tell(*told)

    def _replay(self, act: Callable[[], Operation | None], done: Message, nothing: Message) -> None:
        try:
            operation = act()
        except ProoferError as error:
            self.tell(error.message, failed=True)
            return
        if operation is None:
            self.tell(nothing)
            return
        what = wording.describe(operation)
        message = Message(done.zh + what.zh, done.en + what.en)
        here = [move.finding for file, move in operation.moves if file is self.file]
        if here or not operation.moves:
            self.take_changes(operation)
            if here:
                self.index = self.nearest(here[0])
            self.draw()
            self.tell(message)
        else:
            file, move = operation.moves[0]
            self.show_file(file, message, place=move.finding)

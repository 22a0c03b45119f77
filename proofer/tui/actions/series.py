"""The keys that decide a whole series, after a look at its places."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from proofer.findings.finding import Finding
from proofer.messages import Message
from proofer.review.collection import FileFinding, FileSpan, Operation
from proofer.tui import wording
from proofer.tui.actions.deciding import DecidingKeys
from proofer.tui.actions.previews import Previews
from proofer.tui.widgets.cells import visible
from proofer.tui.widgets.dialogs import ChoiceDialog


class SeriesKeys(DecidingKeys):
    """Accept and reject a series."""

    def action_accept_series(self) -> None:
        """Accept the whole series, after a look at its places."""
        self._series(
            Message("接受这些地方的改法：", "accept at these places:"),
            self.session.open_series,
            self.collection.accept_everywhere,
        )

    def action_reject_series(self) -> None:
        """Reject the whole series, after a look at its places."""
        self._series(
            Message("这些地方不改：", "reject at these places:"),
            self.session.open_series,
            self.collection.reject_everywhere,
        )

    def _series(
        self,
        title: Message,
        here: Callable[[Finding], Sequence[Finding]],
        act: Callable[[Sequence[FileFinding]], Operation],
    ) -> None:
        inside = [(self.file, each) for each in here(self.current)]
        outside = [
            place for place in self.collection.everywhere(self.current) if place[0] is not self.file
        ]
        places: list[FileFinding] = [*inside, *outside]
        if len(places) == 1:
            self._do(lambda: act(places))
            return
        what = visible(
            wording.change(
                self.current,
                wording.shown_edits(self.session, self.current),
                self.session.document.text,
            )
        )
        self.preview(
            Message(f"{title.zh}{what}", f"{title.en} {what}"),
            [(file, finding.span) for file, finding in places],
            range(len(inside)),
            lambda picked: self._do(lambda: act([places[number] for number in picked])),
        )

    def preview(
        self,
        title: Message,
        places: Sequence[FileSpan],
        chosen: Sequence[int],
        act: Callable[[Sequence[int]], object],
        findings: Sequence[Finding] = (),
    ) -> None:
        """Show `places` in their context, those `chosen` checked; `act` gets the numbers wanted.

        With their `findings`, the new reading stands beside the old.
        """
        here = sum(file is self.file for file, _ in places)
        there = len(places) - here
        count = Message(f"{here} 处", str(here))
        if there:
            count = Message(
                f"本文件 {here} 处，其他文件 {there} 处", f"{here} here, {there} in other files"
            )
        head = self.say(Message(f"{title.zh}（{count.zh}）", f"{title.en} ({count.en})"))
        hint = Message(
            "空格勾选或取消一处，* 全选或全不选，Enter 确定",
            "Space leaves one out, * all or none, Enter goes",
        )

        def choose(picked: Sequence[int] | None) -> None:
            if picked:
                act(picked)

        rows = Previews(places, self.file, findings)
        self.show_choice(ChoiceDialog(head, rows, self.say(hint), chosen), choose)

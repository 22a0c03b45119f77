"""The key that decides all places that are shown, after a look at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from proofer.messages import Message
from proofer.review.bulk import acceptable, open_places, wants_a_look
from proofer.review.collection import FileFinding, Operation, ReviewFile
from proofer.tui.actions.series import SeriesKeys


class _Choice(NamedTuple):
    """What can be done with places, with the title of their preview."""

    title: Message
    places: Sequence[FileFinding]
    act: Callable[[Sequence[FileFinding]], Operation]

    @property
    def label(self) -> Message:
        """The title with the number of places."""
        count = len(self.places)
        return Message(
            f"{self.title.zh} {count} 处", f"{self.title.en}, {count} place{'s' * (count != 1)}"
        )


class BulkKeys(SeriesKeys):
    """Decide in bulk."""

    def action_bulk(self) -> None:
        """Ask what to do with all open places that the filter shows, here or in all files."""
        if self.file.read_only is not None:
            self.tell(self.file.read_only, failed=True)
            return
        choices = [*self._choices([self.file])]
        if len(self.collection.files) > 1:
            choices += self._choices(self.collection.files)
        choices = [each for each in choices if each.places]
        if not choices:
            self.tell(Message("列出的都已处理", "all that is listed is decided"))
            return

        def choose(chosen: Sequence[int] | None) -> None:
            if chosen is not None:
                self._look_at(choices[chosen[0]])

        key = self.key("filter")
        what = (
            Message(
                f"成批处理全部未定之处（先按 {key} 可只处理一部分）：",
                f"all open places ({key} first to take a part):",
            )
            if self.filter.shows_all
            else Message("成批处理筛选出的未定之处：", "the open places that the filter shows:")
        )
        self.choose(what, [self.say(each.label) for each in choices], choose)

    def _choices(self, files: Sequence[ReviewFile]) -> list[_Choice]:
        places = open_places(self.collection, self.filter, files)
        safe = [
            (file, finding)
            for file, found in acceptable(self.collection, places)
            for finding in found
        ]
        whole = len(files) > 1
        where = Message("所有文件", "all files") if whole else Message("本文件", "this file")
        pages = self.collection
        return [
            _Choice(
                Message(f"{zh}：{where.zh}", f"{en}: {where.en}"),
                some,
                act,
            )
            for zh, en, some, act in (
                ("接受第一条建议", "accept the first suggestion", safe, pages.accept_everywhere),
                ("不改", "reject", places, pages.reject_everywhere),
                ("缓议，先跳过", "put off, skip for now", places, pages.defer_everywhere),
            )
        ]

    def _look_at(self, choice: _Choice) -> None:
        """Show the places, all checked but those that want a look of their own, and decide them."""
        self.preview(
            choice.title,
            [(file, finding.span) for file, finding in choice.places],
            [
                at
                for at, (_, finding) in enumerate(choice.places)
                if not wants_a_look(finding) or choice.act != self.collection.accept_everywhere
            ],
            lambda picked: self._do(lambda: choice.act([choice.places[at] for at in picked])),
            [finding for _, finding in choice.places],
        )

"""The keys that go from file to file."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import commonpath

from rich.cells import cell_len

from proofer.errors import ProoferError
from proofer.findings.finding import Finding
from proofer.messages import Message
from proofer.review.collection import ReviewFile
from proofer.review.filters import Filter, first_filter, likeliest
from proofer.tui import wording
from proofer.tui.actions.base import ReviewBase
from proofer.tui.widgets.cells import shorten, visible

_NAME_CELLS = 40
"""Terminal cells of a path in the list of files, at most."""


class FileKeys(ReviewBase):
    """The next, the previous and any other file."""

    def action_file(self, by: int) -> None:
        """Go to the next or the previous file that has findings."""
        files = [
            file
            for file in self.collection.files
            if file is self.file or self.collection.shows(file)
        ]
        at = files.index(self.file) + by
        if not 0 <= at < len(files):
            self.tell(Message("没有别的文件了", "there is no other file"))
            return
        self.show_file(files[at])

    def action_files(self) -> None:
        """List the files and go to one."""
        files = self.collection.files

        def choose(chosen: Sequence[int] | None) -> None:
            if chosen is None:
                return
            file = files[chosen[0]]
            if file.report is not None:
                self.show_file(file)
            else:
                self.tell(wording.file_state(file), failed=True)

        self.choose(self._overview(), self._rows(), choose, files.index(self.file))

    def _overview(self) -> Message:
        """Return how far all files together are."""
        whole, count = self.collection.progress, len(self.collection.files)
        return Message(
            f"{count} 个文件，已定 {whole.decided}/{whole.total}",
            f"{count} files, {whole.decided}/{whole.total} decided",
        )

    def _rows(self) -> list[str]:
        """Return a row for each file: its path below the common folder, and its state."""
        paths = [file.path for file in self.collection.files]
        folder = commonpath([path.parent for path in paths])
        names = [
            shorten(visible(path.relative_to(folder).as_posix()), _NAME_CELLS) for path in paths
        ]
        width = max(map(cell_len, names))
        return [
            f"{name}{' ' * (width - cell_len(name))}  {self.say(wording.file_state(file))}"
            for name, file in zip(names, self.collection.files, strict=True)
        ]

    def show_file(
        self, file: ReviewFile, notice: Message | None = None, *, place: Finding | None = None
    ) -> None:
        """Show another file in place of this one, at `place` or its first undecided finding."""
        try:
            screen = type(self)(self.collection, file, self.eta)
        except ProoferError as error:
            self.tell(error.message, failed=True)
            return
        screen.keep_order(self)
        if self.filter != first_filter(self.session) and not screen.keep(self.filter):
            left_out = Message(
                "这个文件没有筛选要的，全部列出", "the filter finds nothing here; all is listed"
            )
            notice = notice or left_out
        if place is not None:
            screen.index = screen.nearest(place)
        self.app.switch_screen(screen)
        if notice is not None:
            screen.call_after_refresh(screen.tell, notice)

    def keep_order(self, before: FileKeys) -> None:
        """Order the findings as in the file before, and begin at the likeliest if that is first."""
        self.likeliest_first = before.likeliest_first
        if self.likeliest_first and self.has_findings:
            findings = self.session.findings
            open_ = [at for at in self.shown if self.session.verdict(findings[at]) is None]
            self.index = next(iter(likeliest(self.session, open_)), self.index)

    def keep(self, wanted: Filter) -> bool:
        """Filter as in the file before; return whether that shows anything."""
        if wanted.shows_all or wanted.folds_page or self.filter.folds_page:
            return True
        shown = wanted.indices(self.session)
        if not shown:
            return False
        self.filter, self.shown = wanted, shown
        order = likeliest(self.session, shown) if self.likeliest_first else shown
        undecided = (at for at in order if self.session.verdict(self.session.findings[at]) is None)
        self.index = next(undecided, order[0])
        return True

    def nearest(self, finding: Finding) -> int:
        """Return the number of `finding`, or of the one behind its place if it is gone."""
        findings = self.session.findings
        same = (at for at, each in enumerate(findings) if each.fingerprint == finding.fingerprint)
        behind = (at for at, each in enumerate(findings) if each.span >= finding.span)
        return next(same, next(behind, max(0, len(findings) - 1)))

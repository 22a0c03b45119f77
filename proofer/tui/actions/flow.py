"""What comes next: another undecided place, the next file, what was put off, or the end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from proofer.messages import Message
from proofer.review.collection import ReviewFile
from proofer.review.decisions import Verdict
from proofer.tui.actions.switching import FileKeys


class FlowKeys(FileKeys):
    """Go on through this file and the next ones."""

    def action_undecided(self) -> None:
        """Go to the next undecided place, here or in the next file, and at last to a deferred."""
        index = self.next_open()
        if index is not None:
            self.go_to(index)
            if self.session.verdict(self.current) is Verdict.DEFERRED:
                self.tell(self._only_deferred())
            return
        file = next(self._files_with(None), None) or next(self._files_with(Verdict.DEFERRED), None)
        if file is None:
            self.tell(self.finished())
        else:
            self.show_file(file)

    def next_open(self) -> int | None:
        """Return the number of the next shown place that is undecided.

        If no file has one any more, return that of a deferred place here, None without any.
        """
        found = self._next(None)
        if found is None and not any(self._files_with(None)):
            found = self._next(Verdict.DEFERRED)
        return found

    def _next(self, verdict: Verdict | None) -> int | None:
        if self.filter.shows_all and not self.likeliest_first:
            session = self.session
            next_here = session.next_undecided if verdict is None else session.next_deferred
            return next_here(self.index)
        findings, behind = self.session.findings, self.rank() + 1
        ahead = self.shown[behind:] + self.shown[:behind]
        return next((at for at in ahead if self.session.verdict(findings[at]) is verdict), None)

    def rank(self) -> int:
        """Return where the current finding stands among those shown, or the one before it."""
        if self.likeliest_first:
            return self.shown.index(self.index) if self.index in self.shown else -1
        return bisect_right(self.shown, self.index) - 1

    def _files_with(self, verdict: Verdict | None) -> Iterator[ReviewFile]:
        """Yield the other files, the following ones first, where such a place is shown."""
        files = self.collection.files
        at = files.index(self.file)
        for file in (*files[at + 1 :], *files[:at]):
            count = file.undecided if verdict is None else file.progress.deferred
            if count and file.read_only is None and self._shows(file, verdict):
                yield file

    def _shows(self, file: ReviewFile, verdict: Verdict | None) -> bool:
        if self.filter.shows_all or self.filter.folds_page:
            return True
        session = self.collection.open(file)
        return any(
            session.verdict(each) is verdict and self.filter.shows(session, each)
            for each in session.findings
        )

    def finished(self) -> Message:
        """Return what to do next when nothing here is undecided."""
        rest = sum(1 for _ in self._files_with(None))
        if rest:
            key = self.key("undecided")
            return Message(
                f"本文件处理完毕；按 {key} 到下一个（还有 {rest} 个文件）",
                f"this file is done; {key} for the next ({rest} left)",
            )
        if not (self.filter.shows_all or self.filter.folds_page):
            key = self.key("filter")
            return Message(
                f"筛选出的都已处理；按 {key} 改变筛选",
                f"all that is shown is decided; {key} changes the filter",
            )
        if pending := sum(file.pending for file in self.collection.files):
            return Message(
                f"本文件处理完毕；还在检查、比较其余文件（{pending} 个）",
                f"this file is done; still checking and comparing the others ({pending})",
            )
        if self.collection.progress.deferred:
            return self._only_deferred()
        export, leave = self.key("export"), self.key("quit")
        total = self.collection.progress.total
        return Message(
            f"全部处理完毕（{total} 处）；按 {export} 写出改正后的文件或勘误表，{leave} 退出",
            f"all decided ({total}); press {export} to write what is corrected or the errata, "
            f"{leave} to quit",
        )

    def _only_deferred(self) -> Message:
        count = self.collection.progress.deferred
        return Message(f"只剩缓议的 {count} 处", f"only {count} deferred are left")

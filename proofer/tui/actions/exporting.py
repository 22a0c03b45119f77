"""The key that writes what was decided, in any form that `proofer export` knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from proofer.errors import OutputError
from proofer.messages import Message
from proofer.review.files import ReviewFile
from proofer.tui.actions.base import ReviewBase


class ExportKeys(ReviewBase):
    """Export now."""

    def action_export(self) -> None:
        """Ask where to write; the ending of the name says in which form."""
        from proofer.exports import endings

        source = self.session.document.path
        known = " ".join(filter(None, endings(source)))
        exported: list[Message] = []
        self.ask(
            Message("写到（结尾定格式）：", "write to (the ending is the form):"),
            str(source.with_name(f"{source.stem}.corrected{source.suffix}")),
            Message(
                f"Enter 写出，Esc 取消；原文件不会改动。结尾可以是 {known}",
                f"Enter to write, Esc to cancel; the source stays as it is. Endings: {known}",
            ),
            self._exporter(exported),
            lambda: self.tell(exported[0]),
        )

    def _exporter(self, exported: list[Message]) -> Callable[[str], None]:
        warned: list[Path] = []

        def export(value: str) -> None:
            path = Path(value.strip()).expanduser()
            if not value.strip():
                raise OutputError(Message("请写文件名。", "type a file name."))
            if (
                path.is_file()
                and path not in warned
                and not path.samefile(self.session.document.path)
            ):
                warned.append(path)
                raise OutputError(
                    Message(
                        "已有这个文件；再按 Enter 就覆盖它。", "it exists; Enter again replaces it."
                    )
                )
            sheets = self._write(path)
            exported.append(_exported(path, sheets))

        return export

    def _write(self, path: Path) -> Sequence[ReviewFile]:
        """Write the form that the name asks for, whole or not at all; return the files that are in it.

        An errata list is one for all files of the review.

        Raises:
            ProoferError: no form ends so, it is the page itself, or it cannot be written.
        """
        from proofer.atomic import atomic_write
        from proofer.exports import exporter_for
        from proofer.exports.api import Options
        from proofer.review.export import write_corrected
        from proofer.review.reviewed import gather
        from proofer.review.store import read_decisions

        document = self.session.document
        exporter = exporter_for(path, document.path)
        if exporter.name == "same" or (path.exists() and path.samefile(document.path)):
            write_corrected(document, self.session.plan(), path)
            return [self.sheet]
        exporter.ready()
        every = [
            sheet
            for sheet in self.collection.sheets
            if sheet is self.sheet or self.collection.shows(sheet)
        ]
        sheets = every if exporter.collects else [self.sheet]
        reviewed = [
            gather(self.collection.open(each), read_decisions(each.config.root, each.path))
            for each in sheets
        ]
        atomic_write(path, exporter.render(reviewed, Options(self.LANGUAGE)))
        return sheets


def _exported(path: Path, sheets: Sequence[ReviewFile]) -> Message:
    count = sum(len(each.session.plan()) for each in sheets if each.session is not None)
    left = sum(each.progress.total - each.progress.decided for each in sheets)
    zh, en = (f"{len(sheets)} 个文件，", f"{len(sheets)} files, ") if len(sheets) > 1 else ("", "")
    return Message(
        f"已写出 {path}：{zh}改动 {count} 处，还有 {left} 处未定",
        f"wrote {path}: {en}{count} edits, {left} to do",
    )

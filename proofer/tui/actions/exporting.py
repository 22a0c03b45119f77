"""The key that exports what was decided, in any form that `proofer export` knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from proofer.errors import OutputError
from proofer.messages import Message
from proofer.review.review_file import ReviewFile
from proofer.tui.actions.base import ReviewBase


class ExportKeys(ReviewBase):
    """Export."""

    def action_export(self) -> None:
        """Ask for the name of a file, whose ending chooses the form, and write it."""
        from proofer.exports import endings

        source = self.session.document.path
        possible = " ".join(filter(None, endings(source)))
        exported: list[Message] = []
        self.ask(
            Message("写到（结尾定格式）：", "write to (the ending is the form):"),
            str(source.with_name(f"{source.stem}.corrected{source.suffix}")),
            Message(
                f"Enter 写出，Esc 取消；原文件不会改动。结尾可以是 {possible}",
                f"Enter to write, Esc to cancel; the source stays as it is. Endings: {possible}",
            ),
            self._exporter(exported),
            lambda: self.tell(exported[0]),
        )

    def _exporter(self, exported: list[Message]) -> Callable[[str], None]:
        from proofer.review.export import same_file

        warned: list[Path] = []

        def export(value: str) -> None:
            path = Path(value.strip()).expanduser()
            if not value.strip():
                raise OutputError(Message("请写文件名。", "type a file name."))
            if (
                path.is_file()
                and path not in warned
                and not same_file(path, self.session.document.path)
            ):
                warned.append(path)
                raise OutputError(
                    Message(
                        "已有这个文件；再按 Enter 就覆盖它。", "it exists; Enter again replaces it."
                    )
                )
            files = self._write(path)
            exported.append(_exported(path, files))

        return export

    def _write(self, path: Path) -> Sequence[ReviewFile]:
        """Write the form that the ending asks for, completely or not at all.

        An errata list covers all files of the review.

        Returns:
            The files whose decisions are in it.

        Raises:
            ProoferError: if no form has this ending, if `path` is the page itself, or if it cannot
                be written.
        """
        from proofer.atomic import atomic_write
        from proofer.exports import exporter_for
        from proofer.exports.api import Options
        from proofer.review.export import check_unchanged, same_file, write_corrected
        from proofer.review.reviewed import gather
        from proofer.review.store import read_decisions

        document = self.session.document
        exporter = exporter_for(path, document.path)
        if exporter.name == "same" or same_file(path, document.path):
            write_corrected(document, self.session.plan(), path)
            return [self.file]
        exporter.ready()
        every = [
            file
            for file in self.collection.files
            if file is self.file or self.collection.shows(file)
        ]
        files = every if exporter.collects else [self.file]
        reviewed = [
            gather(self.collection.open(each), read_decisions(each.config.root, each.path))
            for each in files
        ]
        for each in reviewed:
            check_unchanged(each.document)
        atomic_write(path, exporter.render(reviewed, Options(self.LANGUAGE)))
        return files


def _exported(path: Path, files: Sequence[ReviewFile]) -> Message:
    count = sum(len(each.session.plan()) for each in files if each.session is not None)
    left = sum(each.progress.total - each.progress.decided for each in files)
    zh, en = (f"{len(files)} 个文件，", f"{len(files)} files, ") if len(files) > 1 else ("", "")
    return Message(
        f"已写出 {path}：{zh}改动 {count} 处，还有 {left} 处未定",
        f"wrote {path}: {en}{count} edit{'' if count == 1 else 's'}, {left} to do",
    )

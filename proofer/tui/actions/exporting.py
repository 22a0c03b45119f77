"""The key that exports what was decided, in any form that `proofer export` knows."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from proofer.errors import OutputError, ProoferError, UsageError
from proofer.messages import Message
from proofer.review.export_log import Export, ExportLog, taken_back
from proofer.review.review_file import ReviewFile
from proofer.tui.actions.base import ReviewBase
from proofer.tui.served import hand_over
from proofer.tui.widgets.cells import visible

if TYPE_CHECKING:
    from proofer.exports import Exporter
    from proofer.review.export_all import Written

_TITLE_CELLS = 34
"""Terminal cells of the title of a form; the name of its file stands behind."""


_FIRST = ("same", "docx", "errata-xlsx", "errata-docx", "errata-html", "errata-csv", "html")
"""The forms that editors hand in most, in the order in which they are listed; others follow."""
_FOLDER = "corrected"
"""The folder that the corrected files of a whole review are written into at first."""


class _Entry(NamedTuple):
    """A row of the list of forms, and what choosing it does."""

    row: str
    act: Callable[[], object]
    missing: bool = False
    """Whether something must be installed for it."""


class ExportKeys(ReviewBase):
    """Export."""

    def action_export(self) -> None:
        """List the forms, and what can be taken back; then ask for the name of a file."""
        entries = [self._entry(form) for form in _forms()]
        if (count := len(self.collection.files)) > 1:
            entries.insert(1, self._entry_of_all(count))
        log = ExportLog(self.file.config.root)
        last = log.last(self.session.document.path)
        if last is not None:
            name = visible(Path(last.output).name)
            row = self.say(Message(f"撤回上次写出的 {name}", f"take {name} back"))
            entries.append(_Entry(row, partial(self._take_back, log, last)))

        def choose(chosen: Sequence[int] | None) -> None:
            if chosen is not None:
                entries[chosen[0]].act()

        missing = {at for at, each in enumerate(entries) if each.missing}
        self.choose(
            Message("写出成：", "write as:"), [each.row for each in entries], choose, faint=missing
        )

    def _entry(self, form: Exporter) -> _Entry:
        missing = _missing(form)
        row = self._row(form, missing)
        if missing is None:
            return _Entry(row, partial(self._ask_for_name, form))
        return _Entry(row, partial(self.tell, missing, failed=True), missing=True)

    def _entry_of_all(self, count: int) -> _Entry:
        title = self.say(
            Message(f"全部 {count} 个文件，改正后的原文件", f"all {count} files, each corrected")
        )
        gap = " " * max(1, _TITLE_CELLS - cell_len(title))
        return _Entry(f"{title}{gap} {_FOLDER}{os.sep}", self._ask_for_folder)

    def _row(self, form: Exporter, missing: Message | None) -> str:
        title = self.say(form.title) if form.title else form.name
        if missing is not None:
            return f"{title}  {self.say(missing)}"
        gap = " " * max(1, _TITLE_CELLS - cell_len(title))
        return f"{title}{gap} {_name(self.session.document.path, form)}"

    def _ask_for_name(self, form: Exporter) -> None:
        source = self.session.document.path
        exported: list[Message] = []
        self.ask(
            Message("写到：", "write to:"),
            str(source.with_name(_name(source, form))),
            Message(
                "Enter 写出，Esc 取消；结尾定格式，原文件不会改动",
                "Enter to write, Esc to cancel; the ending is the form, the source stays as it is",
            ),
            self._exporter(exported),
            lambda: self.tell(exported[0]),
        )

    def _ask_for_folder(self) -> None:
        from proofer.review.export_all import common_folder

        exported: list[tuple[Path, Written]] = []
        self.ask(
            Message("都写到这个文件夹：", "write all into the folder:"),
            str(common_folder(self.collection.files) / _FOLDER),
            Message(
                "Enter 写出，Esc 取消；文件名照旧，原文件不会改动",
                "Enter to write, Esc to cancel; names stay, the sources stay as they are",
            ),
            self._exporter_of_all(exported),
            lambda: self._tell_all(*exported[0]),
        )

    def _exporter_of_all(self, exported: list[tuple[Path, Written]]) -> Callable[[str], None]:
        from proofer.review.export_all import foreign, targets, write_all

        warned: list[Path] = []

        def export(value: str) -> None:
            folder = _typed(value)
            files = self.collection.files
            if folder not in warned and (there := foreign(files, folder)):
                warned.append(folder)
                raise OutputError(
                    Message(
                        f"那里已有 {len(there)} 个同名的文件；再按 Enter 就覆盖。",
                        f"{len(there)} files of these names are there; Enter again replaces them.",
                    )
                )
            written = write_all(self.collection, folder)
            exported.append((folder, written))
            for file, target in targets(files, folder):
                if file in written.files:
                    hand_over(self.app, target)

        return export

    def _tell_all(self, folder: Path, done: Written) -> None:
        said = [_exported(folder, done.files, _edited(done.edits))] if done.files else []
        if count := len(done.failures):
            first = done.failures[0]
            said.insert(
                0,
                Message(f"没有写出 {count} 个文件：{first.zh}", f"{count} not written: {first.en}"),
            )
        self.tell(*said, failed=bool(done.failures))

    def _take_back(self, log: ExportLog, export: Export) -> None:
        try:
            log.take_back(export)
        except ProoferError as error:
            self.tell(error.message, failed=True)
        else:
            self.tell(taken_back(export))

    def _exporter(self, exported: list[Message]) -> Callable[[str], None]:
        from proofer.review.export import same_file

        warned: list[Path] = []

        def export(value: str) -> None:
            path = _typed(value)
            if (
                path.is_file()
                and path not in warned
                and not ExportLog(self.file.config.root).is_replaceable(path)
                and not same_file(path, self.session.document.path)
            ):
                warned.append(path)
                raise OutputError(
                    Message(
                        "已有这个文件；再按 Enter 就覆盖它。", "it exists; Enter again replaces it."
                    )
                )
            said = self._write(path)
            hand_over(self.app, path)
            exported.append(said)

        return export

    def _write(self, path: Path) -> Message:
        """Write the form that the ending asks for, completely or not at all.

        An errata list covers all files of the review.

        Returns:
            What was written.

        Raises:
            ProoferError: if no form has this ending, if `path` is the page itself, or if it cannot
                be written.
        """
        from proofer.exports import exporter_for
        from proofer.exports.api import Options
        from proofer.files.replacing import atomic_write
        from proofer.review.export import check_unchanged, same_file, write_corrected
        from proofer.review.reviewed import gather
        from proofer.review.store import read_decisions

        document = self.session.document
        exporter = exporter_for(path, document.path)
        log = ExportLog(self.file.config.root)
        if exporter.name == "same" or same_file(path, document.path):
            with log.exporting(path, [document.path]):
                write_corrected(document, self.session.plan(), path)
            return _exported(path, [self.file], _edited(len(self.session.plan())))
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
        data = exporter.render(reviewed, Options(self.LANGUAGE))
        with log.exporting(path, [each.path for each in files]):
            atomic_write(path, data)
        if exporter.collects:
            return _exported(path, files, _listed(sum(each.listed for each in reviewed)))
        return _exported(path, files, _edited(sum(len(each.edits) for each in reviewed)))


def _typed(value: str) -> Path:
    if not value.strip():
        raise OutputError(Message("请写文件名。", "type a file name."))
    return Path(value.strip()).expanduser()


def _edited(count: int) -> Message:
    return Message(f"改动 {count} 处", f"{count} edit{'s' * (count != 1)}")


def _listed(count: int) -> Message:
    return Message(f"列出 {count} 处", f"{count} place{'s' * (count != 1)} listed")


def _exported(path: Path, files: Sequence[ReviewFile], what: Message) -> Message:
    left = sum(each.progress.total - each.progress.decided for each in files)
    zh, en = (f"{len(files)} 个文件，", f"{len(files)} files, ") if len(files) > 1 else ("", "")
    rest = Message(f"，还有 {left} 处未定", f", {left} to do") if left else Message("", "")
    return Message(
        f"已写出 {path}：{zh}{what.zh}{rest.zh}", f"wrote {path}: {en}{what.en}{rest.en}"
    )


def _forms() -> list[Exporter]:
    """Return all forms, those that editors hand in most first."""
    from proofer.exports import exporters

    known = exporters()
    return [known[name] for name in (*_FIRST, *(each for each in known if each not in _FIRST))]


def _missing(form: Exporter) -> Message | None:
    """Return what must be installed for `form`, None if nothing."""
    try:
        form.ready()
    except UsageError as error:
        return error.message
    return None


def _name(source: Path, form: Exporter) -> str:
    """Return the name of the file that an export of `source` in this form has at first."""
    from proofer.exports import endings

    if form.name == "same":
        return f"{source.stem}.corrected{source.suffix}"
    fits = endings(source).get(form.suffix) is form
    return source.stem + (form.suffix if fits else f".{form.name}{form.suffix}")

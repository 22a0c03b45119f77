"""The corrected files of a whole review in one folder, beside each other as their pages are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from proofer.errors import OutputError, ProoferError, UsageError
from proofer.files.replacing import cannot_write, make_folder
from proofer.messages import Message
from proofer.review.collection import ReviewCollection
from proofer.review.export import same_file, write_corrected
from proofer.review.export_log import ExportLog
from proofer.review.review_file import ReviewFile


@dataclass(frozen=True, slots=True)
class Written:
    """What an export of all files wrote, with the number of edits, and why others were not."""

    files: Sequence[ReviewFile]
    edits: int
    failures: Sequence[Message]


def common_folder(files: Sequence[ReviewFile]) -> Path:
    """Return the innermost folder that holds all `files`; there is at least one."""
    return Path(os.path.commonpath([file.path.absolute().parent for file in files]))


def targets(files: Sequence[ReviewFile], folder: Path) -> Iterator[tuple[ReviewFile, Path]]:
    """Yield each file with its place in `folder`, by where it is in their common folder."""
    base = common_folder(files)
    for file in files:
        yield file, folder / file.path.absolute().relative_to(base)


def foreign(files: Sequence[ReviewFile], folder: Path) -> list[Path]:
    """Return what stands in `folder` where a file would be written and is no export of ours."""
    return [
        target
        for file, target in targets(files, folder)
        if not ExportLog(file.config.root).is_replaceable(target)
    ]


def write_all(collection: ReviewCollection, folder: Path) -> Written:
    """Write all files, corrected as decided, into `folder`; one that fails keeps no other from it.

    Raises:
        UsageError: if a file is not checked yet; nothing is written then.
        OutputError: if a page would be replaced by its export; nothing is written then, either.
    """
    files = collection.files
    if waiting := sum(file.waiting for file in files):
        raise UsageError(
            Message(
                f"还有 {waiting} 个文件没有检查完，请稍候再写出。",
                f"not checked yet, wait for that: {waiting} file{'s' * (waiting > 1)}.",
            )
        )
    placed = list(targets(files, folder))
    if page := next((target for file, target in placed if same_file(file.path, target)), None):
        raise OutputError(
            Message(
                f"{page} 就是原文件，请换一个文件夹。",
                f"{page} is the source itself; choose another folder.",
            )
        )
    written: list[ReviewFile] = []
    edits = 0
    failures: list[Message] = []
    for file, target in placed:
        try:
            edits += _write(collection, file, target)
        except ProoferError as error:
            failures.append(error.message)
        else:
            written.append(file)
    return Written(written, edits, failures)


def _write(collection: ReviewCollection, file: ReviewFile, target: Path) -> int:
    """Write one file and return the number of its edits."""
    if file.report is None and file.failures:
        raise OutputError(file.failures[0].located)
    session = collection.open(file)
    plan = session.plan()
    try:
        make_folder(target.parent)
    except OSError as error:
        raise cannot_write(target, error) from error
    with ExportLog(file.config.root).exporting(target, [session.document.path]):
        write_corrected(session.document, plan, target)
    return len(plan)

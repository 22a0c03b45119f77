"""`proofer export PATH -o OUT`: the same file with the accepted corrections, everything else as it was."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.cli import _common
from proofer.cli._parser import Parser
from proofer.errors import EXIT_CLEAN, EXIT_ERROR, DecisionError, InputError, OutputError, ProoferError, UsageError
from proofer.messages import Language, Text

if TYPE_CHECKING:
    from proofer.config import Config
    from proofer.document.edits import Edit
    from proofer.report import DocumentReport
    from proofer.review.decisions import Decision
    from proofer.review.session import ReviewSession

_NAMED = 5


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Text("写出改正后的文件，其余字节不变", "write the corrected file, every other byte as it was").render(
        language
    )
    parser: Parser = commands.add_parser("export", language=language, help=summary, description=summary)
    parser.set_defaults(run=run)
    parser.add_argument(
        "path",
        type=Path,
        metavar="PATH",
        help=parser.text("校对过的文件或文件夹", "the file or folder that was reviewed"),
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT",
        help=parser.text("写到这个文件或文件夹", "write to this file or folder"),
    )
    where.add_argument("--in-place", action="store_true", help=parser.text("直接改写原文件", "replace the file itself"))
    parser.add_argument(
        "--accept-above",
        type=_common.probability,
        metavar="P",
        help=parser.text(
            "未决定之处，置信度不低于 P 的首条建议直接采用（须手工修改的除外）",
            "also take every first suggestion of at least confidence P that nobody decided (none that is manual)",
        ),
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help=parser.text(
            "即使有已采纳的改动因文件变动而找不到位置，也照样写出",
            "export even if accepted corrections lost their place",
        ),
    )
    _common.add_selection(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write each file; one that cannot be exported is told and makes the exit code 2, the others are written."""
    targets = dict(_targets(arguments))
    code = EXIT_CLEAN
    for config, files in _common.configured(targets, arguments):
        for file in files:
            try:
                _export(file, targets[file], config, arguments)
            except ProoferError as error:
                _common.tell(error.message, arguments)
                code = EXIT_ERROR
    return code


def _targets(arguments: argparse.Namespace) -> Iterable[tuple[Path, Path]]:
    source, output = arguments.path, arguments.output
    files = _common.text_files([source], arguments)
    if output is None:
        return [(file, file) for file in files]
    if source.is_dir():
        if output.resolve().is_relative_to(source.resolve()):
            raise UsageError(
                Text(f"{output} 在 {source} 里面，请换一处。", f"{output} is inside {source}; choose another.")
            )
        return [(file, output / file.relative_to(source)) for file in files]
    return [(source, output / source.name if output.is_dir() else output)]


def _export(file: Path, target: Path, config: Config, arguments: argparse.Namespace) -> None:
    from proofer.review.export import write_corrected
    from proofer.review.session import ReviewSession
    from proofer.review.store import DecisionStore

    report = _report(file, config, arguments)
    with DecisionStore.open(config.root, report.document, read_only=True) as store:
        session = ReviewSession(report, store)
        if store.changed:
            _common.tell(_changed(file), arguments)
    _check_orphans(file, [each for each in session.orphans if each.changing], arguments)
    edits = _edits(session, arguments)
    if edits or not arguments.in_place:
        _make_folder(target)
        write_corrected(report.document, edits, target, in_place=arguments.in_place)
    count = len(edits)
    _common.tell(Text(f"{target}：改动 {count} 处。", f"{target}: {count} edit{'' if count == 1 else 's'}."), arguments)


def _report(file: Path, config: Config, arguments: argparse.Namespace) -> DocumentReport:
    """Return the findings on a file; none are needed, and none are looked for, without `--accept-above`."""
    from proofer import pipeline
    from proofer.formats import read
    from proofer.report import DocumentReport

    if arguments.accept_above is None:
        return DocumentReport(read(file, encoding=config.encoding), ())
    with _common.dictionary_errors():
        report = pipeline.check([file], config)
    if report.all_failures:
        raise InputError(report.all_failures[0].message)
    return report.documents[0]


def _edits(session: ReviewSession, arguments: argparse.Namespace) -> tuple[Edit, ...]:
    from proofer.review.export import accept_above

    if arguments.accept_above is None:
        return session.plan()
    selection = accept_above(session, arguments.accept_above)
    for skipped in selection.skipped:
        _common.tell(Text(f"没有采用：{skipped.reason.zh}", f"not made: {skipped.reason.en}"), arguments)
    return selection.edits


def _changed(file: Path) -> Text:
    return Text(
        f"{file} 在校对之后有改动，各处决定已按上下文重新定位。",
        f"{file} changed since it was reviewed; the decisions were placed by their context.",
    )


def _check_orphans(file: Path, lost: list[Decision], arguments: argparse.Namespace) -> None:
    """Tell which accepted corrections have no place any more.

    Raises:
        DecisionError: if there are any, unless `--force` is given.
    """
    if not lost:
        return
    quotes = "、".join(f"“{each.anchor.exact}”→“{each.replacement}”" for each in lost[:_NAMED])
    more = "……" if len(lost) > _NAMED else ""
    message = Text(
        f"{file}：有 {len(lost)} 处已采纳的改动在文中找不到位置：{quotes}{more}。",
        f"{file}: {len(lost)} accepted corrections have lost their place: {quotes}{more}.",
    )
    if not arguments.force:
        raise DecisionError(
            Text(
                f"{message.zh}没有写出；请重新校对，或加 --force 不理会这些改动。",
                f"{message.en} Nothing was written; review the file again, or leave them out with --force.",
            )
        )
    _common.tell(message, arguments)


def _make_folder(target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            Text(f"无法建立文件夹 {target.parent}：{error.strerror}", f"cannot make {target.parent}: {error.strerror}")
        ) from error

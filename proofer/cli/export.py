"""`proofer export PATH -o OUT`: the corrected file, or another form of it (`--as`)."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.cli import _common, _output
from proofer.cli._destinations import SAME, targets_of
from proofer.cli._parser import add_command
from proofer.errors import (
    EXIT_CLEAN,
    EXIT_ERROR,
    DecisionError,
    InputError,
    OutputError,
    ProoferError,
    UsageError,
)
from proofer.messages import Language, Message
from proofer.plugins import built_in

if TYPE_CHECKING:
    from proofer.config import Config
    from proofer.exports import Exporter
    from proofer.findings.finding import Finding
    from proofer.findings.report import DocumentReport
    from proofer.review.decisions import Decision
    from proofer.review.reviewed import ReviewedDocument
    from proofer.review.session import ReviewSession

_MOST_QUOTES = 5
"""Lost corrections that an error quotes."""
_FORMS = sorted(built_in("proofer.exports"), key=lambda name: (name != SAME, name))
"""The forms of the package itself; plug-ins may have more."""


_NEVER_WRITTEN = frozenset(
    {".doc", ".epub", ".odt", ".pdf", ".ppt", ".pptx", ".rtf", ".wps", ".xls"}
)
"""Endings that promise what no form is: a page in its own format would not open under them."""

_ACCEPTED_NONE = Message("没有接受任何改动", "no correction is accepted")
_ALREADY_THERE = Message(
    "接受的改动文件里已经都有", "the corrections that are accepted are in the file already"
)
_DECIDED_NONE = Message("还没有任何决定", "nothing is decided yet")
_ADVICE = Message(
    "：先用 proofer review 校对，或加 --accept-above 0.9",
    ": review it first (proofer review), or add --accept-above 0.9",
)
"""What to do where nothing is decided."""


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Message(
        "写出改正后的文件（其余字节不变），或修订稿、勘误表等",
        "write the corrected file, every other byte as it was, or tracked changes, "
        "an errata list and more",
    )
    parser = add_command(commands, "export", run, language, summary)
    _common.add_paths(parser, "校对过的文件或文件夹", "the file or folder that was reviewed")
    parser.add_argument(
        "--as",
        dest="form",
        type=_form,
        metavar="NAME",
        help=parser.text(
            f"写成什么：{'、'.join(_FORMS)}（same 是原文件的格式）；"
            "不写就看 OUT 的扩展名，看不出的是 same；勘误表（errata）把几个文件并成一份",
            f"what to write: {', '.join(_FORMS)} (same: the file's format); without it the ending "
            "of OUT tells; any other is same; errata lists put several files into one",
        ),
    )
    parser.add_argument(
        "--reflow",
        action="store_true",
        help=parser.text(
            "text 和 markdown：接上被截断的段落，图注另起，不保留原来的行",
            "text and markdown: join torn paragraphs, set captions apart, "
            "instead of the page's lines",
        ),
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT",
        help=parser.text("写到这个文件或文件夹", "write to this file or folder"),
    )
    where.add_argument(
        "--in-place",
        action="store_true",
        help=parser.text("直接改写原文件", "replace the file itself"),
    )
    where.add_argument(
        "--take-back",
        action="store_true",
        help=parser.text(
            "撤回上一次写出：恢复被它替换的内容，或删去它写的新文件",
            "take the last export back: put back what it replaced, or remove its new file",
        ),
    )
    parser.add_argument(
        "--accept-above",
        type=_common.probability,
        metavar="P",
        help=parser.text(
            "未决定之处，可信度（改法正确的概率）不低于 P 的首条建议直接采用（须手工修改的除外）",
            "also take every first suggestion of at least confidence P, the probability that it is "
            "right, that nobody decided (none that is manual)",
        ),
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help=parser.text(
            "覆盖已有的文件；即使有已接受的改动因文件变动而找不到位置，也照样写出",
            "replace a file that is there; export even if accepted corrections lost their place",
        ),
    )
    _common.add_selection(parser)


def _form(value: str) -> str:
    if value not in _FORMS:
        from proofer.exports import exporters

        if value not in exporters():
            raise argparse.ArgumentTypeError(
                f"invalid choice: {value!r} (choose from {', '.join(exporters())})"
            )
    return value


def run(arguments: argparse.Namespace) -> int:
    """Write each file; 2 if one cannot be exported, which does not keep the others from it."""
    if arguments.take_back:
        from proofer.cli._take_back import take_back

        return take_back(arguments)
    from proofer.review.store import read_decisions

    exporter = _exporter(arguments)
    exporter.ready()
    targets = targets_of(arguments, exporter)
    code = EXIT_CLEAN
    collected: list[ReviewedDocument] = []
    root: Path | None = None
    why, changed = _DECIDED_NONE, False
    for config, files in _common.configured(targets, arguments):
        for file in files:
            try:
                reviewed = _reviewed(file, config, exporter, arguments)
                changed = changed or bool(reviewed.listed if exporter.collects else reviewed.edits)
                if reviewed.applied:
                    why = _ALREADY_THERE
                elif why is _DECIDED_NONE and read_decisions(config.root, file):
                    why = _ACCEPTED_NONE
                if exporter.collects:
                    collected.append(reviewed)
                    root = root or config.root
                else:
                    _write([reviewed], targets[file], exporter, config.root, arguments)
            except ProoferError as error:
                _output.tell(error.message, arguments)
                code = EXIT_ERROR
    if root is not None:
        _write(collected, next(iter(targets.values())), exporter, root, arguments)
    if not changed and code == EXIT_CLEAN:
        _output.tell(_unchanged(why, arguments.accept_above), arguments)
    return code


def _unchanged(why: Message, threshold: float | None) -> Message:
    """Return that nothing was changed, and why: what is decided, and that nothing is likely."""
    more, advice = Message("", ""), _ADVICE if why is _DECIDED_NONE else Message("", "")
    if threshold is not None:
        more, advice = (
            Message(
                f"，未决定之处也没有可信度不低于 {threshold:g} 的首条建议",
                f", and no first suggestion of at least confidence {threshold:g} is undecided",
            ),
            Message("", ""),
        )
    return Message(
        f"{why.zh}{more.zh}，所以没有改动{advice.zh}。",
        f"{why.en}{more.en}, so nothing is changed{advice.en}.",
    )


def _exporter(arguments: argparse.Namespace) -> Exporter:
    """Return the form that `--as` names, or else the one that the name of the output means."""
    from proofer.exports import exporter_for, exporters
    from proofer.formats import is_archive

    known, paths, output = exporters(), arguments.paths, arguments.output
    if arguments.form is not None:
        return known[arguments.form]
    if output is None or output.is_dir():
        return known[SAME]
    single = len(paths) == 1 and not (paths[0].is_dir() or is_archive(paths[0]))
    try:
        meant = exporter_for(output, paths[0] if single else Path())
    except OutputError:
        if output.suffix.lower() in _NEVER_WRITTEN:
            raise
        return known[SAME]
    if not (single or meant.collects or meant.name == SAME):
        raise UsageError(_one_for_several(output, meant))
    return meant


def _one_for_several(output: Path, meant: Exporter) -> Message:
    return Message(
        f"几个文件不能写成一个 {output.name}。逐个写出：--as {meant.name} -o 文件夹；"
        "合成一份勘误表：-o 勘误表.errata.html（.csv、.xlsx 也行）。",
        f"several files cannot be written into one {output.name}. One by one: "
        f"--as {meant.name} -o FOLDER; as one errata list: -o list.errata.html (.csv, .xlsx).",
    )


def _reviewed(
    file: Path, config: Config, exporter: Exporter, arguments: argparse.Namespace
) -> ReviewedDocument:
    from proofer.review.reviewed import gather
    from proofer.review.session import ReviewSession
    from proofer.review.store import DecisionStore

    report = _report(file, config, exporter, arguments)
    with DecisionStore.open(config.root, report.document, read_only=True) as store:
        session = ReviewSession(report, store)
        if store.changed:
            _output.tell(_changed(file), arguments)
    _check_orphans(file, [each for each in session.orphans if each.changing], arguments)
    return gather(session, store.decisions, _automatic(session, arguments))


def _write(
    files: Sequence[ReviewedDocument],
    target: Path,
    exporter: Exporter,
    root: Path,
    arguments: argparse.Namespace,
) -> None:
    from proofer.exports.api import Options
    from proofer.files.replacing import atomic_write
    from proofer.review.export import same_file, write_corrected
    from proofer.review.export_log import ExportLog, refuse_to_replace

    count = sum(each.listed if exporter.collects else len(each.edits) for each in files)
    log, pages = ExportLog(root), [each.document.path for each in files]
    its_own = any(same_file(target, page) for page in pages)
    if not (its_own or arguments.force or log.is_replaceable(target)):
        raise refuse_to_replace(target)
    losses: Sequence[Message] = ()
    if exporter.name == SAME:
        if count or not arguments.in_place:
            if not arguments.in_place:
                _make_folder(target)
            with log.exporting(target, pages):
                losses = write_corrected(
                    files[0].document, files[0].edits, target, in_place=arguments.in_place
                )
    else:
        data = exporter.render(files, Options(arguments.language, arguments.reflow))
        _make_folder(target)
        with log.exporting(target, pages):
            losses = atomic_write(target, data)
    for loss in losses:
        _output.tell(loss, arguments)
    s = "" if count == 1 else "s"
    said = Message(f"{target}：改动 {count} 处。", f"{target}: {count} edit{s}.")
    if exporter.collects:
        said = Message(f"{target}：列出 {count} 处。", f"{target}: {count} place{s} listed.")
    _output.tell(said, arguments)


def _report(
    file: Path, config: Config, exporter: Exporter, arguments: argparse.Namespace
) -> DocumentReport:
    """Return the findings on a file; without looking for any if the export needs none."""
    from proofer.checking import pipeline
    from proofer.checking.cache import line_cache
    from proofer.findings.report import DocumentReport
    from proofer.formats import read

    if arguments.accept_above is None and not exporter.explains:
        return DocumentReport(read(file, **config.reading), ())
    with _common.dictionary_errors():
        report = pipeline.check([file], config, line_cache=line_cache())
    if report.all_failures:
        raise InputError(report.all_failures[0].message)
    if config.reread:
        for warning in report.all_warnings:
            _output.tell_failure(warning, arguments)
    return report.documents[0]


def _automatic(session: ReviewSession, arguments: argparse.Namespace) -> Sequence[Finding]:
    from proofer.review.export import accept_above

    if arguments.accept_above is None:
        return ()
    selection = accept_above(session, arguments.accept_above)
    for skipped in selection.skipped:
        _output.tell(
            Message(f"没有采用：{skipped.reason.zh}", f"not made: {skipped.reason.en}"), arguments
        )
    return selection.accepted


def _changed(file: Path) -> Message:
    return Message(
        f"{file} 在校对之后有改动，各处决定已按上下文重新定位。",
        f"{file} changed since it was reviewed; the decisions were placed by their context.",
    )


def _check_orphans(file: Path, lost: list[Decision], arguments: argparse.Namespace) -> None:
    """Report the accepted corrections that have lost their place.

    Raises:
        DecisionError: if there are any, unless `--force` is given.
    """
    if not lost:
        return
    quotes = "、".join(
        f"“{each.anchor.exact}”→“{each.replacement}”" for each in lost[:_MOST_QUOTES]
    )
    more = "……" if len(lost) > _MOST_QUOTES else ""
    message = Message(
        f"{file}：有 {len(lost)} 处已接受的改动在文中找不到位置：{quotes}{more}。",
        f"{file}: {len(lost)} accepted corrections have lost their place: {quotes}{more}.",
    )
    if not arguments.force:
        raise DecisionError(
            Message(
                f"{message.zh}没有写出；请重新校对，或加 --force 不理会这些改动。",
                f"{message.en} Nothing was written; review the file again, "
                "or leave them out with --force.",
            )
        )
    _output.tell(message, arguments)


def _make_folder(target: Path) -> None:
    from proofer.files.replacing import cannot_make

    if target.parent.is_file():
        raise OutputError(
            Message(
                f"{target.parent} 是文件，不是文件夹；几个文件要写进一个文件夹。",
                f"{target.parent} is a file; several files are written into a folder.",
            )
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_make(target.parent, error) from error

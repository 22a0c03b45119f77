"""`proofer review PATH`: decide each finding in the terminal, file by file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.cli import _common
from proofer.cli._parser import Parser
from proofer.errors import EXIT_CLEAN, EXIT_ERROR, UsageError
from proofer.messages import Language, Text

if TYPE_CHECKING:
    from proofer.config import Config
    from proofer.report import DocumentReport
    from proofer.review.session import Progress

_SIGNALLED = 128


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Text("在终端里逐处校对，决定随时保存", "decide each finding in the terminal").render(language)
    parser: Parser = commands.add_parser("review", language=language, help=summary, description=summary)
    parser.set_defaults(run=run)
    _common.add_paths(
        parser, "文件，或逐个校对其中文本的文件夹", "a file, or a folder whose files are reviewed in turn"
    )
    _common.add_selection(parser)


def run(arguments: argparse.Namespace) -> int:
    """Review the files one after the other; 2 if one of them could not be read or checked."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):  # Textual draws on stderr
        raise UsageError(
            Text(
                "校对界面需要在终端里运行；只要报告请用 proofer lint。",
                "the review needs a terminal; for a report use proofer lint.",
            )
        )
    files = _common.text_files(arguments.paths)
    code = EXIT_CLEAN
    for number, file in enumerate(files, 1):
        code = max(code, _review_file(file, arguments))
        if code > _SIGNALLED or (number < len(files) and not _goes_on(files, number, arguments)):
            break
    return code


def _review_file(file: Path, arguments: argparse.Namespace) -> int:
    code = EXIT_CLEAN
    for checked in _common.check([file], arguments):
        for failure in checked.report.all_failures:
            _common.tell_failure(failure, arguments)
            code = EXIT_ERROR
        for each in checked.report.documents:
            code = max(code, _review(each, checked.config, arguments))
    return code


def _review(report: DocumentReport, config: Config, arguments: argparse.Namespace) -> int:
    from proofer.review.session import ReviewSession
    from proofer.review.store import DecisionStore

    path = report.document.path
    if not report.findings:
        _common.tell(Text(f"{path}：没有可疑之处。", f"{path}: nothing doubtful."), arguments)
        return EXIT_CLEAN
    with DecisionStore.open(config.root, report.document) as store:
        session = ReviewSession(report, store, author=_author())
        from proofer.tui.app import run_review

        code = run_review(session, arguments.language)
        _common.tell(_counts(path, session.progress), arguments)
    return code


def _counts(path: Path, progress: Progress) -> Text:
    left = progress.total - progress.decided
    zh = f"{path}：已决定 {progress.decided} 处，还有 {left} 处"
    en = f"{path}: {progress.decided} decided, {left} to do"
    if progress.deferred:
        zh += f"（其中 {progress.deferred} 处暂缓）"
        en += f" ({progress.deferred} of them deferred)"
    return Text(f"{zh}。写出改正后的文件：proofer export", f"{en}. To write the corrected file: proofer export")


def _goes_on(files: list[Path], number: int, arguments: argparse.Namespace) -> bool:
    question = Text(
        f"接下来是第 {number + 1}/{len(files)} 个文件：{files[number]}。回车继续，q 结束：",
        f"next is file {number + 1} of {len(files)}: {files[number]}. Enter goes on, q stops: ",
    )
    print(question.render(arguments.language), end="", file=sys.stderr, flush=True)
    return not sys.stdin.readline().strip().lower().startswith("q")


def _author() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return ""

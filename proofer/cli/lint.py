"""`proofer lint PATHS`: report what is doubtful, and with `--fix` correct what is certain."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.cli import _common, _output
from proofer.cli._parser import Parser, add_command
from proofer.cli._targets import FORMATS, Target, show, spare_the_pages, target, targets, write
from proofer.config.keys import FAIL_ON
from proofer.errors import EXIT_CLEAN, UsageError
from proofer.messages import Language, Message

if TYPE_CHECKING:
    from proofer.linting.run import Options

_STDIN = Path("-")


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Message("检查文件，列出疑问", "check files and list what is doubtful")
    parser = add_command(commands, "lint", run, language, summary)
    parser.add_argument(
        "paths",
        nargs="*",
        type=_common.path_argument,
        metavar="PATH",
        help=parser.text(
            "文件，或其中文本都要检查的文件夹；- 是标准输入",
            "a file, or a folder whose text files are all checked; - is stdin",
        ),
    )
    parser.add_argument(
        "--stdin-name",
        type=Path,
        default=Path("stdin.txt"),
        metavar="NAME",
        help=parser.text(
            "标准输入当作哪个文件：决定格式和配置",
            "the file that stdin is taken for: it decides the format and the configuration",
        ),
    )
    _add_files(parser)
    _add_reports(parser)
    _common.add_selection(parser)
    _add_known(parser)
    _add_corrections(parser)
    _add_speed(parser)
    parser.add_argument(
        "--watch",
        action="store_true",
        help=parser.text(
            "文件一有改动就再检查，直到 Ctrl+C（要装 proofer-zh[watch]）",
            "check again whenever a file changes, until Ctrl-C (needs proofer-zh[watch])",
        ),
    )
    parser.add_argument(
        "--show-config",
        action="store_true",
        help=parser.text(
            "只显示各文件的配置及每个值的来源",
            "only show the configuration and where each value comes from",
        ),
    )


def _add_files(parser: Parser) -> None:
    _common.add_files_from(parser)
    parser.add_argument(
        "--since",
        metavar="REV",
        help=parser.text(
            "只检查 git 中自 REV 以来改动或新增的文件",
            "check only files that git sees changed or new since REV",
        ),
    )
    parser.add_argument(
        "--force-exclude",
        action="store_true",
        help=parser.text(
            "被忽略的文件即使写明也不检查", "leave ignored files out even if they are named"
        ),
    )


def _add_reports(parser: Parser) -> None:
    parser.add_argument(
        "--format",
        action="append",
        type=target,
        metavar="NAME[=FILE]",
        help=parser.text(
            f"报告的格式（默认 text），可写入文件，可多次给出：{'、'.join(FORMATS)}",
            "report format (text), optionally into a file; may be given several times: "
            f"{', '.join(FORMATS)}",
        ),
    )
    parser.add_argument(
        "--statistics",
        action="append_const",
        dest="format",
        const=Target("statistics", None),
        help=parser.text("只列各类有多少处", "only count the findings of each kind"),
    )
    parser.add_argument(
        "--fail-on",
        type=_threshold,
        metavar="LEVEL",
        help=parser.text(
            f"疑问达到这一级别（{'、'.join(FAIL_ON)}）或可疑度（0 到 1）时退出码为 1"
            "（默认 info：任何疑问）",
            f"exit with 1 from this severity ({', '.join(FAIL_ON)}) or doubt (0 to 1) on "
            "(info: any finding)",
        ),
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help=parser.text(
            "把（唯一的）报告写入文件，而不是标准输出",
            "write the one report to a file instead of stdout",
        ),
    )


def _add_known(parser: Parser) -> None:
    parser.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help=parser.text("不计 FILE 中已记录的疑问", "findings that FILE holds do not count"),
    )
    parser.add_argument(
        "--update-baseline",
        action="store_true",
        help=parser.text(
            "把现有的疑问写入基线文件", "write the findings that there are into the baseline"
        ),
    )


def _add_corrections(parser: Parser) -> None:
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--fix",
        action="store_true",
        help=parser.text(
            "改正有把握之处，再报告其余的", "make the safe corrections, then report what remains"
        ),
    )
    group.add_argument(
        "--diff",
        action="store_true",
        help=parser.text("只显示 --fix 会怎样改", "only show what --fix would change"),
    )
    parser.add_argument(
        "--unsafe",
        action="store_true",
        help=parser.text(
            "连同词典中把握较大的改正",
            "with --fix or --diff: also sure corrections that a dictionary knows",
        ),
    )
    parser.add_argument(
        "--unsafe-confidence",
        type=_common.probability,
        metavar="P",
        help=parser.text(
            "--unsafe 的最低可信度（默认 0.9）", "least confidence for --unsafe (0.9)"
        ),
    )


def _add_speed(parser: Parser) -> None:
    parser.add_argument(
        "--jobs",
        type=_common.jobs,
        metavar="N",
        help=parser.text(
            "进程数（默认视文件多少而定）", "processes (by default as many as are worth it)"
        ),
    )
    _common.add_cache(parser)


def _threshold(value: str) -> str | float:
    if value in FAIL_ON:
        return value
    try:
        return _common.probability(value)
    except argparse.ArgumentTypeError:
        choices = f"{', '.join(FAIL_ON)}, 0 … 1"
        raise argparse.ArgumentTypeError(
            f"invalid choice: {value!r} (choose from {choices})"
        ) from None


def run(arguments: argparse.Namespace) -> int:
    """Check the files and write the reports; the exit code is the same in every format."""
    chosen = targets(arguments)
    _check_options(arguments)
    if not arguments.watch:
        return _check(arguments, chosen)
    from proofer.cli._watching import keep_checking

    return keep_checking(lambda: _check(arguments, chosen), chosen, arguments)


def _check(arguments: argparse.Namespace, chosen: Sequence[Target]) -> int:
    from proofer.cli._configuration import Configurations
    from proofer.cli._progress import Progress
    from proofer.linting.files import resolved
    from proofer.linting.run import LintRun

    lint = LintRun(_options(arguments), Configurations(arguments))
    if arguments.show_config:
        from proofer.cli._configuration import shown

        _output.write_out(shown(lint.files, arguments), arguments.output)
        return EXIT_CLEAN
    spare_the_pages({resolved(file) for file in lint.found.files}, chosen)
    result = lint.result(Progress(arguments.language))
    for text in lint.notes():
        _output.tell(text, arguments)
    for failure in (*result.report.all_failures, *result.report.all_warnings):
        _output.tell_failure(failure, arguments)
    if arguments.diff:
        show(result.diffs)
        chosen = [each for each in chosen if each.output is not None]
    for each in chosen:
        write(result.report, each, arguments.language)
    return result.code


def _options(arguments: argparse.Namespace) -> Options:
    from proofer.linting.run import Options, Stdin

    paths = [path for path in arguments.paths if path != _STDIN]
    stdin = None
    if len(paths) < len(arguments.paths):
        stdin = Stdin(arguments.stdin_name, sys.stdin.buffer.read())
    return Options(
        paths=tuple(paths),
        stdin=stdin,
        files_from=arguments.files_from,
        since=arguments.since,
        force_exclude=arguments.force_exclude,
        encoding=arguments.encoding,
        as_text=bool(arguments.as_text),
        fix=arguments.fix,
        diff=arguments.diff,
        unsafe=arguments.unsafe,
        update_baseline=arguments.update_baseline,
        jobs=arguments.jobs,
        cache_folder=_common.cache_folder(arguments),
        warn_unused=not (arguments.select or arguments.preset),
    )


def _check_options(arguments: argparse.Namespace) -> None:
    """Check that the options make sense together.

    Raises:
        UsageError: if one is missing, or there is one too many.
    """
    if not (
        arguments.paths
        or arguments.since
        or arguments.files_from is not None
        or arguments.show_config
    ):
        raise UsageError(Message("缺少参数：PATH", "the following arguments are required: PATH"))
    if _STDIN in arguments.paths and (arguments.fix or arguments.update_baseline):
        raise UsageError(
            Message(
                "标准输入不能改写：用 --diff 看会怎样改。",
                "stdin cannot be written to: --diff shows what would be corrected.",
            )
        )
    if arguments.unsafe and not (arguments.fix or arguments.diff):
        raise UsageError(
            Message("--unsafe 须与 --fix 或 --diff 同用。", "--unsafe goes with --fix or --diff.")
        )
    if arguments.diff and arguments.update_baseline:
        raise UsageError(
            Message(
                "--diff 什么也不改，不能与 --update-baseline 同用。",
                "--diff changes nothing: no --update-baseline.",
            )
        )
    if arguments.diff and any(each.output is None for each in arguments.format or ()):
        raise UsageError(
            Message(
                "--diff 占用标准输出；报告请写成 --format NAME=FILE。",
                "--diff goes to stdout; write reports as --format NAME=FILE.",
            )
        )

"""`proofer lint PATHS`: report what is doubtful, for a reader or a machine."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from proofer.cli import _common
from proofer.cli._parser import Parser
from proofer.messages import Language, Text

# written out, for the registry would import them all for the help; a test holds them together
_FORMATS = ("text", "json")
_FAIL_ON = ("error", "warning", "info", "never")


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Text("检查文件，列出可疑之处", "check files and list what is doubtful").render(language)
    parser: Parser = commands.add_parser("lint", language=language, help=summary, description=summary)
    parser.set_defaults(run=run)
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help=parser.text("文件，或其中文本都要检查的文件夹", "a file, or a folder whose text files are all checked"),
    )
    parser.add_argument(
        "--format",
        choices=_FORMATS,
        default="text",
        help=parser.text("报告的格式（默认 text）", "report format (text)"),
    )
    _common.add_selection(parser)
    parser.add_argument(
        "--fail-on",
        choices=_FAIL_ON,
        help=parser.text(
            "疑问达到这一级别时退出码为 1（默认 info：任何疑问）",
            "exit with 1 from this severity on (info: any finding)",
        ),
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help=parser.text("把报告写入文件，而不是标准输出", "write the report to a file instead of stdout"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Check the files, write the report, and return the exit code, which is the same in every format."""
    from proofer.registry import report_formats

    checked = [(each.config, _common.without_rejected(each)) for each in _common.check(arguments.paths, arguments)]
    report = _common.joined(report for _, report in checked)
    for failure in report.all_failures:
        _common.tell_failure(failure, arguments)
    form = report_formats()[arguments.format]
    pieces = form.render(report, arguments.language, _wants_colour(arguments))
    _common.write_out(pieces, arguments.output, machines=form.machines)
    return max(report.exit_code(config.fail_on) for config, report in checked)


def _wants_colour(arguments: argparse.Namespace) -> bool:
    return arguments.output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")

"""`proofer lint PATHS`: report what is doubtful, for a reader or a machine."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from proofer.cli import _common
from proofer.cli._parser import Parser
from proofer.errors import UsageError
from proofer.messages import Language, Text

if TYPE_CHECKING:
    from proofer.report import Report

# written out, for the registry would import them all for the help; a test holds them together
_FORMATS = ("text", "json", "jsonl", "sarif", "github", "gitlab", "checkstyle", "junit", "rdjson", "diff")
_FAIL_ON = ("error", "warning", "info", "never")


class _Target(NamedTuple):
    """A format and the file that its report is written to; None is stdout."""

    name: str
    output: Path | None


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Text("检查文件，列出可疑之处", "check files and list what is doubtful").render(language)
    parser: Parser = commands.add_parser("lint", language=language, help=summary, description=summary)
    parser.set_defaults(run=run)
    _common.add_paths(
        parser, "文件，或其中文本都要检查的文件夹", "a file, or a folder whose text files are all checked"
    )
    parser.add_argument(
        "--format",
        action="append",
        type=_target,
        metavar="NAME[=FILE]",
        help=parser.text(
            f"报告的格式（默认 text），可写入文件，可多次给出：{'、'.join(_FORMATS)}",
            f"report format (text), optionally into a file; may be given several times: {', '.join(_FORMATS)}",
        ),
    )
    _common.add_selection(parser)
    parser.add_argument(
        "--fail-on",
        type=_threshold,
        metavar="LEVEL",
        help=parser.text(
            f"疑问达到这一级别（{'、'.join(_FAIL_ON)}）或置信度（0 到 1）时退出码为 1（默认 info：任何疑问）",
            f"exit with 1 from this severity ({', '.join(_FAIL_ON)}) or confidence (0 to 1) on (info: any finding)",
        ),
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help=parser.text(
            "把（唯一的）报告写入文件，而不是标准输出", "write the one report to a file instead of stdout"
        ),
    )


def _target(value: str) -> _Target:
    name, equals, file = value.partition("=")
    if name not in _FORMATS and name not in _plugged_in():
        raise argparse.ArgumentTypeError(f"invalid choice: {name!r} (choose from {', '.join(_FORMATS)})")
    if equals and not file:
        raise argparse.ArgumentTypeError(f"{value!r}: NAME=FILE")
    return _Target(name, Path(file) if file else None)


def _threshold(value: str) -> str | float:
    if value in _FAIL_ON:
        return value
    try:
        return _common.probability(value)
    except argparse.ArgumentTypeError:
        choices = f"{', '.join(_FAIL_ON)}, 0 … 1"
        raise argparse.ArgumentTypeError(f"invalid choice: {value!r} (choose from {choices})") from None


def _plugged_in() -> Iterable[str]:
    from proofer.registry import report_formats

    return report_formats()


def run(arguments: argparse.Namespace) -> int:
    """Check the files, write the reports, and return the exit code, which is the same in every format."""
    targets = _targets(arguments)
    checked = [(each.config, _common.without_rejected(each)) for each in _common.check(arguments.paths, arguments)]
    report = _common.joined(report for _, report in checked)
    _spare_the_pages(report, targets)
    for failure in (*report.all_failures, *(each for one in report.documents for each in one.warnings)):
        _common.tell_failure(failure, arguments)
    for target in targets:
        _write(report, target, arguments.language)
    return max(report.exit_code(config.fail_on) for config, report in checked)


def _targets(arguments: argparse.Namespace) -> list[_Target]:
    """Return the reports to write, that to stdout first.

    Raises:
        UsageError: if two reports are for one place, or `--output` does not say which one it is for.
    """
    targets: list[_Target] = arguments.format or [_Target("text", None)]
    if arguments.output is not None:
        if len(targets) > 1 or targets[0].output is not None:
            raise UsageError(
                Text(
                    "--output 只用于单独一种格式；几种格式请写成 --format NAME=FILE。",
                    "--output is for a single format; with several, write --format NAME=FILE.",
                )
            )
        targets = [targets[0]._replace(output=arguments.output)]
    places = [target.output and target.output.absolute() for target in targets]
    for target, place in zip(targets, places, strict=True):
        if places.count(place) > 1:
            where = Text(f"同一文件 {place}", str(place)) if place else Text("标准输出", "stdout")
            named = ", ".join(each.name for each, other in zip(targets, places, strict=True) if other == place)
            raise UsageError(
                Text(
                    f"几份报告（{named}）都要写到{where.zh}；请写成 --format {target.name}=FILE。",
                    f"several reports ({named}) for {where.en}; give one a file: --format {target.name}=FILE.",
                )
            )
    return sorted(targets, key=lambda target: target.output is not None)


def _spare_the_pages(report: Report, targets: Sequence[_Target]) -> None:
    """See that no report replaces a file that was checked.

    Raises:
        UsageError: naming the file.
    """
    checked = {each.document.path.resolve() for each in report.documents}
    checked |= {failure.path.resolve() for failure in report.failures}
    for target in targets:
        if target.output is not None and target.output.resolve() in checked:
            raise UsageError(
                Text(
                    f"{target.output} 是被检查的文件，报告不能写在那里。",
                    f"{target.output} is a file that was checked; the report cannot be written there.",
                )
            )


def _write(report: Report, target: _Target, language: Language) -> None:
    from proofer.registry import report_formats

    form = report_formats()[target.name]
    on_screen = target.output is None and sys.stdout.isatty()
    pieces = form.render(report, language, on_screen and not os.environ.get("NO_COLOR"))
    if on_screen and form.raw:
        pieces = _shown(pieces)
    _common.write_out(pieces, target.output, machines=form.machines, raw=form.raw)


def _shown(pieces: Iterable[str]) -> Iterator[str]:
    from proofer.reports._terminal import visible

    for piece in pieces:
        yield "\n".join(map(visible, piece.split("\n")))

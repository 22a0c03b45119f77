"""Where reports are written: one to stdout, any number to files, none over a page."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from proofer.cli import _output
from proofer.errors import UsageError
from proofer.messages import Language, Message
from proofer.plugins import built_in

if TYPE_CHECKING:
    from proofer.findings.report import Report

DEFAULT = "text"


def _default_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (name != DEFAULT, name))


FORMATS = _default_first(built_in("proofer.reports"))
"""The formats of the package itself; plug-ins may have more."""


class Target(NamedTuple):
    """A report to write."""

    name: str
    """Of its format."""
    output: Path | None
    """The file; None for stdout."""


def target(value: str) -> Target:
    """Return an argument, `NAME` or `NAME=FILE`, as a target (a type for argparse)."""
    name, equals, file = value.partition("=")
    if name not in FORMATS and name not in (known := _report_formats()):
        raise argparse.ArgumentTypeError(
            f"invalid choice: {name!r} (choose from {', '.join(_default_first(known))})"
        )
    if equals and not file:
        raise argparse.ArgumentTypeError(f"{value!r}: NAME=FILE")
    return Target(name, Path(file) if file else None)


def _report_formats() -> Iterable[str]:
    from proofer.checking.registry import report_formats

    return report_formats()


def targets(arguments: argparse.Namespace) -> list[Target]:
    """Return the reports to write, the one to stdout first.

    Raises:
        UsageError: if two reports have the same file, or `--output` may be for one of several.
    """
    chosen: list[Target] = arguments.format or [Target(DEFAULT, None)]
    if arguments.output is not None:
        if len(chosen) > 1 or chosen[0].output is not None:
            raise UsageError(
                Message(
                    "--output 只用于单独一种格式；几种格式请写成 --format NAME=FILE。",
                    "--output is for a single format; with several, write --format NAME=FILE.",
                )
            )
        chosen = [chosen[0]._replace(output=arguments.output)]
    places = [target.output and target.output.absolute() for target in chosen]
    for target, place in zip(chosen, places, strict=True):
        if places.count(place) > 1:
            where = (
                Message(f"同一文件 {place}", str(place)) if place else Message("标准输出", "stdout")
            )
            named = ", ".join(
                each.name for each, other in zip(chosen, places, strict=True) if other == place
            )
            raise UsageError(
                Message(
                    f"几份报告（{named}）都要写到{where.zh}；请写成 --format {target.name}=FILE。",
                    f"several reports ({named}) for {where.en}; "
                    f"give one a file: --format {target.name}=FILE.",
                )
            )
    return sorted(chosen, key=lambda target: target.output is not None)


def spare_the_pages(checked: Collection[Path], targets: Sequence[Target]) -> None:
    """Check that no report replaces a file that is checked.

    Raises:
        UsageError: naming the file.
    """
    for target in targets:
        if target.output is not None and target.output.resolve() in checked:
            raise UsageError(
                Message(
                    f"{target.output} 是被检查的文件，报告不能写在那里。",
                    f"{target.output} is a file that was checked; "
                    "the report cannot be written there.",
                )
            )


def write(report: Report, target: Target, language: Language) -> None:
    """Write a report to its target, and tell what the file could not keep."""
    from proofer.checking.registry import report_formats
    from proofer.rendering.terminal import complain

    form = report_formats()[target.name]
    on_screen = target.output is None and sys.stdout.isatty()
    pieces = form.render(report, language, on_screen and not os.environ.get("NO_COLOR"))
    if on_screen and form.raw:
        pieces = _shown(pieces)
    losses = _output.write_out(pieces, target.output, machines=form.machines, raw=form.raw)
    for loss in losses:
        complain(f"proofer: {loss.render(language)}")


def show(diffs: Iterable[str]) -> None:
    """Write diffs to stdout, byte for byte, but on a terminal without control characters."""
    _output.write_out(_shown(diffs) if sys.stdout.isatty() else diffs, machines=True, raw=True)


def _shown(pieces: Iterable[str]) -> Iterator[str]:
    from proofer.rendering.terminal import visible

    for piece in pieces:
        yield "\n".join(map(visible, piece.split("\n")))

"""Where `proofer export` writes each file."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from proofer.cli import _common
from proofer.errors import UsageError
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.exports import Exporter

SAME = "same"
"""The form that is the file itself, corrected."""


def targets_of(arguments: argparse.Namespace, exporter: Exporter) -> dict[Path, Path]:
    """Return each file with its target: the file that is written.

    Raises:
        UsageError: if options contradict each other, or a target is one of the exported files or
            the target of another one.
    """
    _check_options(arguments, exporter)
    files, output = _common.text_files(arguments.paths, arguments), arguments.output
    if output is None:
        return {file: file for file in files}
    if exporter.collects:
        target = output / exporter.suffix.lstrip(".") if output.is_dir() else output
        targets = dict.fromkeys(files, target)
    else:
        targets = dict(_each(arguments, exporter.suffix))
        _check_apart(targets)
    if exporter.name != SAME:
        _spare_the_pages(targets)
    return targets


def _check_options(arguments: argparse.Namespace, exporter: Exporter) -> None:
    if arguments.output is None and exporter.name != SAME:
        raise UsageError(
            Message(
                f"--as {exporter.name} 不能写回原文件，请用 -o。",
                f"--as {exporter.name} cannot replace the file itself; use -o.",
            )
        )
    if arguments.reflow and not exporter.reflows:
        raise UsageError(
            Message(
                "--reflow 只用于 --as text 和 --as markdown。",
                "--reflow is for --as text and --as markdown.",
            )
        )


def _each(arguments: argparse.Namespace, suffix: str) -> Iterator[tuple[Path, Path]]:
    """Yield each file with its target: the output itself, or a file in the output folder."""
    from proofer.formats import is_archive

    paths, output = arguments.paths, arguments.output
    for path in paths:
        for file in _common.text_files([path], arguments, quietly=True):
            if path.is_dir() or is_archive(path):
                if output.resolve().is_relative_to(path.resolve()):
                    raise UsageError(
                        Message(
                            f"{output} 在 {path} 里面，请换一处。",
                            f"{output} is inside {path}; choose another.",
                        )
                    )
                place = output / file.relative_to(path)
            elif len(paths) > 1 or output.is_dir():
                place = output / file.name
            else:
                yield file, output
                continue
            yield file, place.with_name(place.name + suffix)


def _check_apart(targets: dict[Path, Path]) -> None:
    taken: dict[Path, Path] = {}
    for file, target in targets.items():
        other = taken.setdefault(target, file)
        if other != file:
            raise UsageError(
                Message(
                    f"{other} 和 {file} 都要写到 {target}；请分别写出。",
                    f"{other} and {file} would both be written to {target}; "
                    "export them one by one.",
                )
            )


def _spare_the_pages(targets: dict[Path, Path]) -> None:
    pages = {file.resolve() for file in targets}
    for target in targets.values():
        if target.resolve() in pages:
            raise UsageError(
                Message(
                    f"{target} 是校对的文件，请换一个文件名。",
                    f"{target} is a page itself; choose another name.",
                )
            )

"""`proofer lint --watch`: the files are checked again when one of them changes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from proofer.cli import _output
from proofer.cli._targets import Target
from proofer.errors import EXIT_CLEAN, InputError, ProoferError, UsageError
from proofer.messages import Message, install_command

_CLEAR = "\x1b[2J\x1b[3J\x1b[H"
"""Clears the terminal with what scrolled off, and goes to its first line."""


_WAKE = 200
"""Milliseconds after which the watch is known to have begun."""


def keep_checking(
    check: Callable[[], object], chosen: Sequence[Target], arguments: argparse.Namespace
) -> int:
    """Check at once and after each change of the files, until Ctrl-C; an error does not end it.

    Args:
        check: reads and checks the files, and shows the report.
        chosen: where the reports go.
        arguments: with the paths and the language.

    Returns:
        The exit code: 0, as what is found at one moment is no result.

    Raises:
        UsageError: if another option does not go with that.
        InputError: if watchfiles is not installed, or there is no such path.
    """
    _refuse_others(chosen, arguments)
    for path in arguments.paths:
        if not path.exists():
            raise InputError(Message(f"没有这个文件：{path}", f"no such file: {path}"))
    try:
        for _ in _changes([path.resolve() for path in arguments.paths]):
            _once(check, arguments)
    except KeyboardInterrupt:
        pass
    return EXIT_CLEAN


def _refuse_others(chosen: Sequence[Target], arguments: argparse.Namespace) -> None:
    """Refuse what is no report on the screen of files that are named.

    What lint wrote would be a change, after which it would check again.
    """
    others = ("fix", "update_baseline", "show_config", "since", "files_from")
    given = any(getattr(arguments, name) for name in others)
    if given or Path("-") in arguments.paths or any(each.output is not None for each in chosen):
        raise UsageError(
            Message(
                "--watch 只检查写明的文件和文件夹，报告只显示在终端里：不能与标准输入、"
                "写入文件的报告、--fix、--update-baseline、--show-config、--since、"
                "--files-from 同用。",
                "--watch checks the files and folders that are named and shows its report: "
                "no stdin, no report into a file, no --fix, --update-baseline, --show-config, "
                "--since, --files-from.",
            )
        )


def _once(check: Callable[[], object], arguments: argparse.Namespace) -> None:
    if sys.stdout.isatty():
        _output.write_out([_CLEAR])
    try:
        check()
    except ProoferError as error:  # a file that is being written, a slip in the configuration
        _output.tell(error.message, arguments)
    now = f"{datetime.now():%H:%M:%S}"
    waiting = Message(
        f"{now}，等待文件改动；Ctrl+C 结束。", f"{now}, waiting for changes; Ctrl-C ends it."
    )
    _output.tell(waiting, arguments)


def _changes(paths: Sequence[Path]) -> Iterator[None]:
    """Yield once when the watch has begun, and then after each change.

    The folder of a file is watched: editors replace files, and the system takes the new one for
    another.
    """
    try:
        from watchfiles import DefaultFilter, watch
    except ImportError as error:
        raise InputError(
            Message(
                f"--watch 需要 watchfiles：{install_command('watch')}。",
                f"--watch needs watchfiles: {install_command('watch')}.",
            )
        ) from error

    usual = DefaultFilter()
    folders = {path if path.is_dir() else path.parent for path in paths}
    batches = watch(
        *folders,
        watch_filter=lambda change, name: (
            usual(change, name) and any(Path(name).is_relative_to(path) for path in paths)
        ),
        rust_timeout=_WAKE,
        yield_on_timeout=True,
    )
    has_begun = False
    for batch in batches:
        if batch or not has_begun:
            has_begun = True
            yield

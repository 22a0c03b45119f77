"""`proofer serve`: the process that `prooferd` asks; it starts by itself, and ends by itself."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from proofer.cli._parser import add_command
from proofer.errors import EXIT_CLEAN, UsageError
from proofer.messages import Language, Message

_IDLE = 15.0
"""Minutes without a command after which the process ends."""
_MINUTE = 60.0
"""Seconds."""


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Message(
        "常驻的检查进程，供 prooferd 使用（会自行启动）",
        "a resident checker for prooferd, which starts it by itself",
    )
    parser = add_command(commands, "serve", run, language, summary)
    parser.add_argument(
        "--idle",
        type=_minutes,
        default=_IDLE,
        metavar="MINUTES",
        help=parser.text(
            "无人使用多久之后退出（默认 15 分钟）", "end when nobody has asked for so long (15)"
        ),
    )


def _minutes(value: str) -> float:
    try:
        minutes = float(value)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes < float("inf"):
        raise argparse.ArgumentTypeError(f"{value!r}: minutes, more than 0")
    return minutes


def run(arguments: argparse.Namespace) -> int:
    """Serve until nobody asks.

    Raises:
        UsageError: on a system other than Linux.
        InputError: if there is no place to listen.
    """
    if sys.platform != "linux":
        raise UsageError(
            Message(
                "常驻检查进程目前只支持 Linux；prooferd 在别的系统上与 proofer 相同。",
                "the resident checker is for Linux; elsewhere prooferd does what proofer does.",
            )
        )
    from proofer.rendering.terminal import complain
    from proofer.serving.server import Server

    code = Server(arguments.main, arguments.idle * _MINUTE).serve(_load)
    if code is None:
        other = Message(
            "已有一个常驻检查进程，不必再启动。",
            "a resident checker answers already; there is no need for another.",
        )
        complain(f"proofer: {other.render(arguments.language)}")
        return EXIT_CLEAN
    return code


def _load() -> None:
    """Load what `lint` needs for a page of text."""
    import proofer.checking.preloaded
    import proofer.cli._configuration
    import proofer.cli._progress
    import proofer.cli.lint
    import proofer.linting.run  # noqa: F401
    from proofer.checking.registry import report_formats

    report_formats()

"""`proofer lsp`: a language server on stdin and stdout, for editors."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.cli import _common
from proofer.cli._parser import add_command
from proofer.errors import EXIT_CLEAN, UsageError
from proofer.messages import Language, Message, install_command

if TYPE_CHECKING:
    from proofer.config import Config


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Message("供编辑器使用的语言服务器（LSP）", "a language server (LSP) for editors")
    parser = add_command(commands, "lsp", run, language, summary)
    parser.add_argument(
        "--stdio",
        action="store_true",
        help=parser.text("用标准输入输出（总是如此）", "use stdin and stdout (always so)"),
    )
    _common.add_selection(parser)


def run(arguments: argparse.Namespace) -> int:
    """Serve one client until it leaves."""
    try:
        from proofer.lsp.handlers import serve
    except ImportError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        raise UsageError(
            Message(
                f"proofer lsp 需要 pygls：{install_command('lsp')}",
                f"proofer lsp needs pygls: {install_command('lsp')}",
            )
        ) from error

    serve(
        lambda path: _config_of(path, arguments),
        _explained,
        arguments.language,
        language_fixed=arguments.lang is not None,
    )
    return EXIT_CLEAN


def _config_of(path: Path, arguments: argparse.Namespace) -> Config:
    """Return the configuration of a file as it is now: an editor changes that, too."""
    from proofer.cli._configuration import Configurations

    return Configurations(arguments).of(path)


def _explained(code: str, language: Language) -> str:
    from proofer.checking.registry import detectors
    from proofer.cli.explain import page

    return "".join(page(detectors()[code], language))

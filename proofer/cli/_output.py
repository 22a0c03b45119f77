"""What a command writes: text on stdout or into a file, sentences on stderr."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from proofer.errors import OutputError, reason
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.findings.report import Failure


def write_out(
    pieces: Iterable[str], output: Path | None = None, *, machines: bool = False, raw: bool = False
) -> Sequence[Message]:
    """Write text to stdout, or to a file as UTF-8; the reader of stdout may close it early.

    Args:
        pieces: the text.
        output: the file; None for stdout.
        machines: whether stdout is UTF-8, too, with line feeds, whatever the terminal wants.
        raw: whether lone surrogates stand for bytes; otherwise they are escaped.

    Returns:
        What the file could not keep; see `atomic_write`.

    Raises:
        OutputError: if the file, or stdout, cannot be written.
    """
    errors = "surrogateescape" if raw else "backslashreplace"
    if output is not None:
        from proofer.files.replacing import atomic_write

        return atomic_write(output, (piece.encode("utf-8", errors) for piece in pieces))
    try:
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(
                encoding="utf-8" if machines else None,
                errors=errors,
                newline="\n" if machines else None,
            )
        sys.stdout.writelines(pieces)
        sys.stdout.flush()
    except BrokenPipeError:
        silence_stdout()
    except OSError as error:
        silence_stdout()
        why = reason(error)
        raise OutputError(
            Message(f"写不了标准输出：{why.zh}", f"cannot write to stdout: {why.en}")
        ) from error
    return ()


def silence_stdout() -> None:
    """Discard further output: Python flushes stdout at exit and would complain."""
    from proofer.rendering.terminal import silence

    silence(sys.stdout)


def tell(text: Message, arguments: argparse.Namespace) -> None:
    """Print a sentence on stderr."""
    from proofer.rendering.terminal import complain

    complain(f"proofer: {text.render(arguments.language)}")


def tell_failure(failure: Failure, arguments: argparse.Namespace) -> None:
    """Print on stderr what could not be read or checked."""
    tell(failure.located, arguments)

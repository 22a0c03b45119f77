"""Places of findings and corrections, as programs expect them."""

from __future__ import annotations

from pathlib import Path

from proofer.document.document import Document
from proofer.document.line_index import Position
from proofer.document.spans import Span


def region(document: Document, span: Span) -> tuple[Position, Position]:
    """Return the first position of a range of the source, and the one after it."""
    return document.lines.position(span.start), document.lines.position(span.end)


def local(path: Path) -> Path:
    """Return the path as programs look it up: relative to the working folder if it is inside."""
    return (
        path.relative_to(Path.cwd())
        if path.is_absolute() and path.is_relative_to(Path.cwd())
        else path
    )

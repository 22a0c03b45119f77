"""Markdown in UTF-8: the page's headings, lists and quotations, its text without markup."""

from __future__ import annotations

from collections.abc import Sequence

from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.exports._passages import OUTSIDE_ARTICLES, Passage, passages
from proofer.exports.api import Exporter, Options
from proofer.formats.documents.markdown import escape
from proofer.messages import Message
from proofer.review.reviewed import ReviewedDocument

_STARTS = lazy_pattern(r"([#>+=-]|\d{1,9}(?=[.)]))")
_DEEPEST = 6
"""The deepest level of headings in Markdown."""


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the text; in the reading flow captions and running heads are in italics."""
    found = passages(files[0], reflow=options.reflow)
    text = "\n\n".join(
        _written(each, is_outside=options.reflow and each.kind in OUTSIDE_ARTICLES)
        for each in found
    )
    return (text + "\n" if text else "").encode("utf-8", "replace")


def _written(passage: Passage, *, is_outside: bool) -> str:
    lines = [_escaped(line) for line in passage.lines if line]
    if passage.kind is BlockKind.HEADING:
        return f"{'#' * min(_DEEPEST, max(1, passage.level))} {' '.join(lines)}"
    if passage.kind is BlockKind.QUOTE:
        return "\n".join(f"> {line}" for line in lines)
    if passage.kind is BlockKind.LIST and passage.level:
        return f"{'  ' * (passage.level - 1)}- " + "\n  ".join(lines)
    return "\n".join(f"*{line.strip()}*" if is_outside else line for line in lines)


def _escaped(line: str) -> str:
    line = escape(line.strip())
    start = _STARTS.match(line)
    if start is None:
        return line
    return f"{start[1]}\\{line[start.end() :]}" if start[1].isdigit() else f"\\{line}"


EXPORTER = Exporter("markdown", ".md", render, reflows=True, title=Message("Markdown", "Markdown"))

"""Plain text in UTF-8: the corrected page line by line, or with `reflow` one paragraph a line."""

from __future__ import annotations

from collections.abc import Sequence

from proofer.exports._passages import OUTSIDE_ARTICLES, Passage, passages
from proofer.exports.api import Exporter, Options
from proofer.messages import Message
from proofer.review.reviewed import ReviewedDocument

_INDENT = "    "


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the text; in the reading flow captions and running heads are indented."""
    found = passages(files[0], reflow=options.reflow)
    parts = [
        ("\n" if number and each.blank_before else "")
        + _written(each, is_outside=options.reflow and each.kind in OUTSIDE_ARTICLES)
        for number, each in enumerate(found)
    ]
    return "".join(parts).encode("utf-8", "replace")


def _written(passage: Passage, *, is_outside: bool) -> str:
    return "".join(f"{_INDENT}{line}\n" if is_outside else f"{line}\n" for line in passage.lines)


EXPORTER = Exporter("text", ".txt", render, reflows=True, title=Message("纯文本", "plain text"))

"""Plain text in UTF-8: the corrected page line by line, or with `reflow` a paragraph a line."""

from __future__ import annotations

from collections.abc import Sequence

from proofer.exports._passages import SET_APART, Passage, passages
from proofer.exports.api import Exporter, Options
from proofer.review.reviewed import ReviewedDocument

_INDENT = "    "


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the text; in the reading flow captions and running heads stand in."""
    found = passages(files[0], reflow=options.reflow)
    parts = [
        ("\n" if number and each.blank_before else "")
        + _written(each, apart=options.reflow and each.kind in SET_APART)
        for number, each in enumerate(found)
    ]
    return "".join(parts).encode("utf-8", "replace")


def _written(passage: Passage, *, apart: bool) -> str:
    return "".join(f"{_INDENT}{line}\n" if apart else f"{line}\n" for line in passage.lines)


EXPORTER = Exporter("text", ".txt", render, reflows=True)

"""Plain text in UTF-8: the corrected page line by line, or with `reflow` a paragraph a line."""

from __future__ import annotations

from collections.abc import Sequence

from proofer.exports._api import Exporter, Options
from proofer.exports._passages import SET_APART, Passage, passages
from proofer.exports._reviewed import Reviewed

_INDENT = "    "


def render(files: Sequence[Reviewed], options: Options) -> bytes:
    """Return the text; in the reading flow captions and running heads stand in."""
    found = passages(files[0], reflow=options.reflow)
    text = "\n\n".join(_written(each, apart=options.reflow and each.kind in SET_APART) for each in found)
    return (text + "\n" if text else "").encode("utf-8", "replace")


def _written(passage: Passage, *, apart: bool) -> str:
    return "\n".join(_INDENT + line if apart else line for line in passage.lines)


EXPORTER = Exporter("text", ".txt", render, reflows=True)

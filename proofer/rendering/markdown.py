"""Plain prose as Markdown that shows the same."""

from __future__ import annotations

import re

from proofer.document.lazy_pattern import lazy_pattern

_ACTIVE = lazy_pattern(r"([\\`*_<>\[\]|#~])")


def prose(text: str) -> str:
    """Return `text` with the characters escaped that Markdown would read."""
    return _ACTIVE.sub(r"\\\1", text)


def code(text: str) -> str:
    """Return `text`, a line, as a code span."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"

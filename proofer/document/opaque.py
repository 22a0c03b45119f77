"""Stretches of a page that are not text (formulas, code, links): each reads as one OPAQUE.

It stands for a word that nobody may change: sentences continue across it, and no edit touches it.
Only what steers a recogniser (CONTROL) may be taken out, as it stands on no page.
"""

from __future__ import annotations

import re

from proofer.document.spans import Span

OPAQUE = "\ufffc"
"""U+FFFC, the object replacement character: what a formula or a piece of code reads as."""

CONTROL = re.compile(
    r"(?:<\|[^|<>\n]{1,40}\|>|<｜[^｜<>\n]{1,40}｜>|</?s>"
    r"|(?<=<\|ref\|>)[a-z_ ]{1,24}(?=<\|/ref\|>)"
    r"|(?<=<\|det\|>)\[\[[\d., \[\]]{1,400}\]\])+"
)
"""Tokens of vision-language models, with the kinds and boxes of blocks that stand between them."""


def touches(span: Span, text: str) -> bool:
    """Return whether a stretch that is no text lies in `span` of `text`."""
    return text.find(OPAQUE, span.start, span.end) >= 0

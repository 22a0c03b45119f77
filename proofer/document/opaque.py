"""Stretches of a page that are not text (formulas, code, links): each reads as one OPAQUE.

It stands for a word that nobody may change: sentences continue across it, and no edit touches it.
"""

from __future__ import annotations

from proofer.document.spans import Span

OPAQUE = "\ufffc"
"""U+FFFC, the object replacement character: what a formula or a piece of code reads as."""


def touches(span: Span, text: str) -> bool:
    """Return whether a stretch that is no text lies in `span` of `text`."""
    return text.find(OPAQUE, span.start, span.end) >= 0

"""Stretches of a page that are not text (formulas, code, links): each reads as one OPAQUE.

It stands for a word that nobody may change: sentences continue across it, and no edit touches it.
Only what steers a recogniser (CONTROL) may be taken out, as it stands on no page.
"""

from __future__ import annotations

from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span

OPAQUE = "\ufffc"
"""U+FFFC, the object replacement character: what a formula or a piece of code reads as."""

CONTROL = lazy_pattern(
    r"(?:<\|(?!/?(?:ref|det)\|>)[^|<>\n]{1,40}\|>|<｜[^｜<>\n]{1,40}｜>|</?s>)+"
    r"|(?:<tr>(?:<td></td>){1,20}</tr>\s{0,4}){24,}+"
)
"""Tokens of vision-language models, other than those around the kind and the box of a block: these
are what an engine says of its page. Rows without anything in them, more than a blank form has, are
what such a model writes when it is caught in a loop.
"""


def touches(span: Span, text: str) -> bool:
    """Return whether a stretch that is no text lies in `span` of `text`."""
    return text.find(OPAQUE, span.start, span.end) >= 0

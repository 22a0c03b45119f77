"""Org: headlines, lists, tables and paragraphs; keywords, drawers, blocks and links stay."""

from __future__ import annotations

import re

from proofer.document.blocks import Block
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.opaque import OPAQUE
from proofer.formats._layout.wrapped_lines import SourceLine
from proofer.formats._syntax.markup import collapsed, masked, overwritten
from proofer.formats.api import Format
from proofer.formats.documents._typed_lines import paragraphs, without_marks

_BORDER = r"(?<![^\s\-({'\"（“‘、，。：；㐀-鿿])"
_BEHIND = r"(?![^\s\-.,;:!?'\")}\[（，。、；：？！）”’㐀-鿿])"
_CODE = lazy_pattern(
    rf"{_BORDER}(?P<mark>[=~])(?! )(?:(?!(?P=mark))[^\r\n]){{1,400}}(?P=mark){_BEHIND}"
)
_NO_TEXT = lazy_pattern(
    r"^[ \t]*+(?:\#\+[A-Za-z_]++(?:\[[^\]\r\n]*+\])?:[^\r\n]*+|[:#][ ][^\r\n]*+"
    r"|:[A-Za-z_-]++:[^\r\n]*+|(?:CLOSED|DEADLINE|SCHEDULED|CLOCK):[^\r\n]*+"
    r"|\|[-+]{2,}+\|?|-{5,}+)[ \t]*+(?=[\r\n]|\Z)",
    re.MULTILINE,
)
"""Keywords, comments, fixed-width lines, drawers, dates of tasks, rules of tables and others."""
_HEADLINE = lazy_pattern(
    r"(?P<stars>\*{1,9})[ \t]++(?:(?:TODO|DONE|WAITING|NEXT|CANCELED|CANCELLED)[ \t]++)?"
    r"(?:\[#[A-Z]\][ \t]++)?(?P<text>.*)$"
)
_TAGS = lazy_pattern(r"^\*++[ \t][^\r\n]*?([ \t]++:[\w@#%:]*:)[ \t]*+(?=[\r\n]|\Z)", re.MULTILINE)
_ITEM = lazy_pattern(r"(?:[-+]|\d{1,3}[.)])[ \t]++(?:\[[ X-]\][ \t]++)?")
_EMPHASIS = lazy_pattern(rf"{_BORDER}([*/_+])(?=[^\s*/_+])[^\r\n]{{1,200}}?(?<=\S)(\1){_BEHIND}")


def blocks(source: str) -> list[Block]:
    """Return the headlines, paragraphs, list items and table cells of `source`."""
    text = _NO_TEXT.sub(lambda match: overwritten(match[0], " "), source)
    text = masked(without_marks(_TAGS, text), tags=False)
    text = _CODE.sub(lambda match: overwritten(match[0], OPAQUE), text)
    text = without_marks(_EMPHASIS, text)
    found = paragraphs(text, item=_ITEM, title=_headline)
    return [each for each in (collapsed(text, block) for block in found) if each.pieces]


def _headline(line: SourceLine) -> tuple[SourceLine, int] | None:
    match = None if line.indent else _HEADLINE.match(line.text)
    return (line.part(*match.span("text")), len(match["stars"])) if match else None


FORMAT = Format(name="org", media_type="text/x-org", suffixes=(".org",), blocks=blocks, typed=True)

"""Plain HTML and XHTML: the text of paragraphs, headings, lists, tables and captions."""

from __future__ import annotations

from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._syntax import html_source, xml_source
from proofer.formats.api import Block, Format

_SIGNATURE = lazy_pattern(r"(?i)<(?:!doctype\s+html|html|head|body|p|div|h[1-6]|article)[\s>]")


def blocks(source: str) -> list[Block]:
    """Return the paragraphs.

    Raises:
        MalformedError: if a tag does not end, or entities are declared.
    """
    return html_source.blocks(source)


FORMAT = Format(
    name="html",
    media_type="text/html",
    suffixes=(".html", ".htm", ".xhtml"),
    blocks=blocks,
    escape=xml_source.escape,
    escape_ascii=xml_source.escape_ascii,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
)

"""Azure: Document Intelligence, Read of Computer Vision 3, and Image Analysis 4.

https://learn.microsoft.com/azure/ai-services/document-intelligence/. What an SDK saves has no
`analyzeResult` around it.
"""

from __future__ import annotations

from proofer.document.blocks import Block
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._pages.json_pages import Pages, Part, read
from proofer.formats._syntax import json_source

_SIGNATURE = lazy_pattern(
    r'"(?:analyzeResult|readResult)"\s*:\s*\{|"stringIndexType"\s*:'
    r'|"apiVersion"\s*:\s*"[^"]{1,20}"\s*,\s*"modelId"\s*:'
)
_HUNDREDTHS = (100.0, 100.0)
"""Boxes of PDF files are in inches, too coarse to tell columns by."""


def _document_intelligence(prefix: str) -> Pages:
    return Pages(
        pages=f"{prefix}pages[]",
        lines=Part("lines[]", "content", "polygon"),
        page_words=Part("words[]", "content", "polygon", "confidence"),
        copies=(
            f"{prefix}content",
            f"{prefix}paragraphs[].content",
            f"{prefix}tables[].cells[].content",
            f"{prefix}tables[].caption.content",
            f"{prefix}tables[].footnotes[].content",
            f"{prefix}figures[].caption.content",
            f"{prefix}figures[].footnotes[].content",
        ),
        number="pageNumber",
        size=("width", "height"),
        unit=_HUNDREDTHS,
    )


_READ = Pages(
    pages="analyzeResult.readResults[]",
    lines=Part("lines[]", "text", "boundingBox"),
    words=Part("words[]", "text", "boundingBox", "confidence"),
    number="page",
    size=("width", "height"),
    unit=_HUNDREDTHS,
)
_IMAGE_ANALYSIS = Pages(
    pages="readResult",
    lines=Part("blocks[].lines[]", "text", "boundingPolygon"),
    words=Part("words[]", "text", "boundingPolygon", "confidence"),
)
_LAYOUTS = (
    _document_intelligence("analyzeResult."),
    _READ,
    _IMAGE_ANALYSIS,
    _document_intelligence(""),
)


def blocks(source: str) -> list[Block]:
    """Return the blocks of the pages in reading order.

    Raises:
        MalformedError: if the source is no JSON, or none that Azure writes.
    """
    return read(source, json_source.load(source), _LAYOUTS, "Azure")


FORMAT = json_source.json_format(
    name="azure",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
    engine="azure",
)

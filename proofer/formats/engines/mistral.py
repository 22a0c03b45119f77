"""Mistral OCR: JSON with the Markdown of each page, and with its blocks and tables where asked for.

https://docs.mistral.ai/capabilities/document_ai/basic_ocr/. The blocks say what the Markdown says,
with their boxes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from proofer.document.blocks import Block, Piece
from proofer.document.document import OcrToken
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._layout.blocks import size_of
from proofer.formats._pages import json_blocks
from proofer.formats._pages.json_pages import every, first, has_list, unknown
from proofer.formats._syntax import json_source

_SIGNATURE = lazy_pattern(
    r'\s*\{\s*"pages"\s*:\s*\[\s*(?:\{\s*"index"\s*:\s*\d+\s*,\s*"markdown"|\])'
)
_FILE = lazy_pattern(r"(?:tbl|img)-\d+\.\w+")
"""What a table or picture that stands apart is called where it belongs."""
_SCORE = "confidence_scores.average_content_confidence_score"


def blocks(source: str) -> list[Block]:
    """Return the blocks of the pages.

    Raises:
        MalformedError: if the source is no JSON, or none that Mistral writes.
    """
    root = json_source.load(source)
    if not has_list(root, "pages"):
        raise unknown("Mistral OCR", ["pages"])
    found: list[Block] = []
    for number, page in enumerate(every(root, "pages[]"), 1):
        size = size_of(
            [
                0.0,
                0.0,
                *json_source.numbers([first(page, f"dimensions.{n}") for n in ("width", "height")]),
            ]
        )
        whole = OcrToken(size=size)
        found += _aside(source, first(page, "header"), number, whole)
        text = [
            block
            for block in json_blocks.embedded(source, first(page, "markdown"), number, whole)
            if not _FILE.fullmatch(block.text(source))
        ]
        words = every(page, "confidence_scores.word_confidence_scores[].text")
        copies = [_copy(source, page, size), [json_blocks.line(source, each) for each in words]]
        found += json_blocks.with_echoes(source, text, copies)
        for table in every(page, "tables[]"):
            found += _table(source, table, number, whole)
        found += _aside(source, first(page, "footer"), number, whole)
    return found


def _aside(source: str, text: Any, page: int, ocr: OcrToken) -> Iterator[Block]:
    yield from json_blocks.marked_up(source, text, BlockKind.RUNNING_HEAD, page, ocr)


def _table(source: str, table: Any, page: int, ocr: OcrToken) -> list[Block]:
    content = first(table, "content")
    if json_source.text(first(table, "format")) == "html":
        return list(json_blocks.cells(source, content, page, ocr))
    return json_blocks.embedded(source, content, page, ocr)


def _copy(source: str, page: Any, size: tuple[float, float] | None) -> Iterator[Sequence[Piece]]:
    """Yield the texts of the blocks of a page, with what the engine says of each."""
    for entry in every(page, "blocks[]"):
        score = json_source.confidence(first(entry, _SCORE))
        ocr = OcrToken(score, json_source.box(entry), "", size)
        for block in json_blocks.embedded(source, first(entry, "content"), 1, ocr):
            yield from (
                [replace(each, ocr=ocr)] for each in block.pieces if isinstance(each, Piece)
            )


FORMAT = json_source.json_format(
    name="mistral",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
    marked_up=True,
    engine="mistral",
)

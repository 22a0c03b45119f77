"""olmOCR: JSONL in the form of Dolma, a document a line, its pages one after the other as Markdown.

https://github.com/allenai/olmocr. `pdf_page_numbers` has start, end and number of each page, in
code points.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from proofer.document.blocks import Block, Piece
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats import _records
from proofer.formats._pages import embedded_text
from proofer.formats._pages.json_pages import every, first, page_number, unknown
from proofer.formats._syntax import json_source
from proofer.formats._syntax.escaped_text import characters, together
from proofer.formats.documents import markdown

_SIGNATURE = lazy_pattern(
    r'\s*\{\s*"id"\s*:\s*"[0-9a-f]{40}"\s*,\s*"text"\s*:|\s*\{[\s\S]*?"source"\s*:\s*"olmocr"'
)
"""The hash of the text is its id; in a long document all else is far from the head."""
_NUMBERS = 3
"""Start, end and number of a page."""
_PAGES = "attributes.pdf_page_numbers[]"


def blocks(source: str) -> list[Block]:
    """Return the blocks of one document.

    Raises:
        MalformedError: if it is no JSON, or has no text.
    """
    root = json_source.load(source)
    text = first(root, "text")
    if not isinstance(text, json_source.String):
        raise unknown("olmOCR", ["text"])
    pieces = json_source.characters(source, text)
    return [
        replace(block, page=number)
        for number, page in _pages(source, pieces, every(root, _PAGES))
        for block in embedded_text.blocks(source, page, markdown.blocks)
    ]


def _pages(
    source: str, pieces: Iterable[Piece], spans: Iterable[Any]
) -> Iterator[tuple[int, list[Piece]]]:
    """Yield the number of each page and the pieces of its text; all is page 1 if none is told.

    A page ends with a line, the one nearest to what is told: a correction may have moved it.
    """
    text = characters(pieces)
    told = [each for each in map(list, map(json_source.numbers, spans)) if len(each) == _NUMBERS]
    ends = [0, *(at + 1 for at, each in enumerate(text) if each.of(source) == "\n"), len(text)]
    at = 0
    for _, end, number in told:
        after = bisect_left(ends, end, hi=len(ends) - 1)
        stop = max(at, min(ends[max(0, after - 1) : after + 1], key=lambda it: abs(it - end)))
        yield page_number(number, 1), together(text[at:stop])
        at = stop
    yield page_number(told[-1][2] if told else None, 1), together(text[at:])


FORMAT = json_source.json_format(
    name="olmocr",
    media_type="application/jsonl",
    suffixes=(".jsonl",),
    blocks=blocks,
    records=_records.lines,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
    marked_up=True,
    engine="olmocr",
)

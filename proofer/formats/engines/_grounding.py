"""Markdown with a label and a box before each block: the reader of `deepseek`.

Apart from it, so that recognising such files does not load what reading them takes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace

from proofer.document.blocks import Block, Piece
from proofer.document.document import OcrToken
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.formats._layout.blocks import TextLine, arranged, box_of
from proofer.formats._pages.json_pages import PORTRAIT, scaled
from proofer.formats._syntax.markup import overwritten
from proofer.formats.documents import markdown

PAGE_END = "<--- Page Split --->"
"""A line of its own."""
_TAG = lazy_pattern(
    r"<\|ref\|>(?P<label>[^<\n]{0,1000})<\|/ref\|><\|det\|>(?P<box>[\[\]\d., ]{0,400})<\|/det\|>"
)
_LABEL = lazy_pattern(r"[a-z_]*\Z")
_NUMBER = lazy_pattern(r"\d{1,4}(?:\.\d{1,4})?")
_GRID = 999
"""Boxes count up to here, across and down."""
_KINDS: Mapping[str, BlockKind] = {
    **dict.fromkeys(["title", "sub_title"], BlockKind.HEADING),
    **dict.fromkeys(["image_caption", "table_caption", "figure_caption"], BlockKind.CAPTION),
    **dict.fromkeys(["header", "footer", "page_number"], BlockKind.RUNNING_HEAD),
}


def blocks(source: str) -> list[Block]:
    """Return the blocks of the pages."""
    tags = list(_TAG.finditer(source))
    starts = [tag.start() for tag in tags]
    text = _TAG.sub(lambda tag: overwritten(tag[0], " "), source)
    pages = [match.start() for match in re.finditer(re.escape(PAGE_END), source)]
    found = arranged(source, _lines(tags, pages))
    for block in markdown.blocks(text.replace(PAGE_END, " " * len(PAGE_END))):
        at = block.pieces[0].start
        index = bisect_right(starts, at)
        label, ocr = (tags[index - 1]["label"], _token(tags[index - 1])) if index else ("", None)
        known = block.kind not in (None, BlockKind.PROSE)
        found.append(
            replace(
                block,
                kind=block.kind if known else _KINDS.get(label, block.kind),
                page=bisect_right(pages, at) + 1,
                pieces=tuple(_with_ocr(piece, ocr) for piece in block.pieces),
            )
        )
    return sorted(found, key=lambda block: block.page)


def _lines(tags: list[re.Match[str]], pages: list[int]) -> Iterator[TextLine]:
    """Yield the lines whose text stands in the place of a label."""
    for tag in tags:
        if not _LABEL.match(tag["label"]) and tag["label"].strip():
            ocr = _token(tag)
            start = tag.start("label") + len(tag["label"]) - len(tag["label"].lstrip())
            piece = Piece(start, start + len(tag["label"].strip()), None, ocr)
            page = bisect_right(pages, tag.start()) + 1
            yield TextLine((piece,), box=ocr.box, page=page)


def _token(tag: re.Match[str]) -> OcrToken:
    numbers = [float(number) for number in _NUMBER.findall(tag["box"])]
    box = box_of(numbers[: len(numbers) // 4 * 4])
    return OcrToken(None, scaled(box, (PORTRAIT[0] / _GRID, PORTRAIT[1] / _GRID)), "", PORTRAIT)


def _with_ocr(piece: Span, ocr: OcrToken | None) -> Piece:
    if isinstance(piece, Piece):
        return replace(piece, ocr=ocr)
    return Piece(piece.start, piece.end, None, ocr)

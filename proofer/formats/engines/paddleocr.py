"""PaddleOCR 3: the JSON of its recognition, of PP-Structure and of PaddleOCR-VL.

The recognition has lines, by their height on the page, as arrays of boxes, texts and scores; the
others have blocks, in reading order.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from proofer.document.blocks import Block
from proofer.document.document import OcrToken
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._layout.blocks import TextLine, arranged
from proofer.formats._syntax import json_source
from proofer.formats._syntax.json_source import RecognisedLine
from proofer.formats.api import MalformedError
from proofer.messages import Message

_SIGNATURE = lazy_pattern(r'"(?:rec_texts|parsing_res_list|dt_polys|layout_det_res)"\s*:')
_BLOCKS, _TEXTS = "parsing_res_list", "rec_texts"
_BOXES = ("rec_polys", "rec_boxes", "dt_polys")
_KINDS = {
    **dict.fromkeys(["doc_title", "paragraph_title", "content_title"], BlockKind.HEADING),
    **dict.fromkeys(
        ["figure_title", "table_title", "chart_title", "figure_table_chart_title"],
        BlockKind.CAPTION,
    ),
    **dict.fromkeys(["header", "footer", "number"], BlockKind.RUNNING_HEAD),
    "table": BlockKind.TABLE,
    **dict.fromkeys(["reference", "reference_content"], BlockKind.BIBLIOGRAPHY),
    "algorithm": BlockKind.CODE,
}
_SKIPPED = frozenset(
    {"formula", "display_formula", "inline_formula", "image", "chart", "seal", "formula_number"}
)


def blocks(source: str) -> list[Block]:
    """Return the blocks of the pages.

    Raises:
        MalformedError: if the source is no JSON, or none that PaddleOCR writes.
    """
    root = json_source.load(source)
    results = [
        each for each in (root if isinstance(root, list) else [root]) if isinstance(each, dict)
    ]
    pages = [each.get("res", each) for each in results]
    found = [_page(source, page, number) for number, page in enumerate(pages, 1)]
    if all(blocks is None for blocks in found):
        raise MalformedError(
            Message(
                f"里没有 {_BLOCKS} 或 {_TEXTS}，不是 PaddleOCR 的结果。",
                f"has neither {_BLOCKS} nor {_TEXTS}, as PaddleOCR writes them.",
            )
        )
    return [block for blocks in found for block in blocks or ()]


def _page(source: str, page: Any, number: int) -> list[Block] | None:
    """Return the blocks of a page; None if it is no result of PaddleOCR."""
    if not isinstance(page, dict):
        return None
    image = json_source.text(page.get("input_path"))
    if isinstance(page.get(_BLOCKS), list):
        return arranged(source, _blocks(source, page[_BLOCKS], number, image), ordered=True)
    if isinstance(page.get(_TEXTS), list):
        return arranged(source, _lines(source, page, number, image))
    return None


def _lines(source: str, page: dict[str, Any], number: int, image: str) -> Iterator[TextLine]:
    boxes: list[Any] = next((page[name] for name in _BOXES if isinstance(page.get(name), list)), [])
    scores = page.get("rec_scores")
    texts = page[_TEXTS]
    lines = zip_longest(
        texts, boxes[: len(texts)], (scores if isinstance(scores, list) else [])[: len(texts)]
    )
    for text, box, score in lines:
        if isinstance(text, json_source.String):
            yield RecognisedLine(box, text, score).text_line(source, image, number)


def _blocks(source: str, entries: list[Any], number: int, image: str) -> Iterator[TextLine]:
    for place, entry in enumerate(entries):
        content = entry.get("block_content") if isinstance(entry, dict) else None
        if (
            not isinstance(content, json_source.String)
            or (label := json_source.text(entry.get("block_label"))) in _SKIPPED
        ):
            continue
        kind = _KINDS.get(label)
        if kind is BlockKind.TABLE:
            for index, cell in enumerate(json_source.cells(source, content)):
                yield TextLine(tuple(cell), page=number, paragraph=(place, index), kind=kind)
            continue
        ocr = OcrToken(None, json_source.box(entry.get("block_bbox")), image)
        for index, line in enumerate(json_source.lines(source, content, ocr)):
            yield TextLine(tuple(line), page=number, paragraph=(place, index), kind=kind)


FORMAT = json_source.json_format(
    name="paddleocr",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
    marked_up=True,
    engine="paddleocr",
)

"""Docling: its JSON of a document, with texts and tables that a tree of references puts in order.

https://docling-project.github.io/docling/concepts/docling_document/. `text` is what is corrected;
`orig`, which says what stood there before Docling tidied it, stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from proofer.document.blocks import Block, Piece
from proofer.document.document import Box, OcrToken
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._layout.blocks import box_of, size_of
from proofer.formats._pages import json_blocks
from proofer.formats._pages.json_pages import every, first, page_number, unknown
from proofer.formats._syntax import json_source

_SIGNATURE = lazy_pattern(r'"schema_name"\s*:\s*"DoclingDocument"')
_KINDS: json_blocks.Kinds = {
    **dict.fromkeys(["title", "section_header", "field_heading"], BlockKind.HEADING),
    **dict.fromkeys(["page_header", "page_footer"], BlockKind.RUNNING_HEAD),
    "caption": BlockKind.CAPTION,
    "list_item": BlockKind.LIST,
    "code": BlockKind.CODE,
    "formula": BlockKind.FORMULA,
}
_LISTS = ("texts", "tables", "pictures", "groups", "key_value_items", "form_items", "field_items")


def blocks(source: str) -> list[Block]:
    """Return the blocks; formulas are left out, and what the tree does not name comes last.

    Raises:
        MalformedError: if the source is no JSON, or none that Docling writes.
    """
    root = json_source.load(source)
    if not isinstance(first(root, "body"), dict):
        raise unknown("Docling", ["body"])
    items = {
        f"#/{name}/{number}": item
        for name in _LISTS
        for number, item in enumerate(every(root, f"{name}[]"))
    }
    found = [
        block
        for item in _in_order(first(root, "body"), items)
        for block in _item(source, item, root)
    ]
    grids = [
        [json_blocks.line(source, first(cell, "text")) for cell in every(each, "data.grid[][]")]
        for each in every(root, "tables[]")
    ]
    return json_blocks.with_echoes(source, found, grids)


def _in_order(body: Any, items: dict[str, Any]) -> Iterator[Any]:
    """Yield the items in the order of the tree, then the others, each once."""
    rest = dict(items)
    todo = [body]
    while todo:
        item = todo.pop()
        yield item
        names = [json_source.text(each) for each in every(item, "children[].$ref")]
        todo += [rest.pop(name) for name in reversed(dict.fromkeys(names)) if name in rest]
    yield from rest.values()


def _item(source: str, item: Any, root: Any) -> Iterator[Block]:
    where = first(item, "prov[]")
    page = page_number(first(where, "page_no"), 1)
    for cell in every(item, "data.table_cells[]"):
        ocr = _token(first(cell, "bbox"), page, root)
        runs = [[json_blocks.line(source, first(cell, "text"), ocr)]]
        yield from json_blocks.paragraph(source, runs, BlockKind.TABLE, page)
    kind = _KINDS.get(json_source.text(first(item, "label")))
    if kind is BlockKind.FORMULA or not isinstance(text := first(item, "text"), json_source.String):
        return
    level = page_number(first(item, "level"), 1) if kind is BlockKind.HEADING else 0
    ocr = _token(first(where, "bbox"), page, root)
    lines: list[Sequence[Sequence[Piece]]] = [[row] for row in json_source.lines(source, text, ocr)]
    yield from json_blocks.paragraph(source, lines, kind, page, min(level, 9))


def _token(value: Any, page: int, root: Any) -> OcrToken:
    """Return what is known of a box: some count from the bottom of the page."""
    sizes = [first(root, f"pages.{page}.size.{name}") for name in ("width", "height")]
    size = size_of([0.0, 0.0, *json_source.numbers(sizes)])
    image = json_source.text(first(root, f"pages.{page}.image.uri"))
    box = json_source.box(value)
    if box is not None and json_source.text(first(value, "coord_origin")) == "BOTTOMLEFT":
        box = _turned(box, size)
    return OcrToken(None, box, "" if image.startswith("data:") else image, size)


def _turned(box: Box, size: tuple[float, float] | None) -> Box | None:
    if size is None:
        return None
    left, low, right, high = box
    return box_of([left, size[1] - low, right, size[1] - high])


FORMAT = json_source.json_format(
    name="docling",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
    engine="docling",
)

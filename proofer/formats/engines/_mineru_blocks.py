"""Blocks of MinerU's files: each has a type, a box, and lines, spans, blocks or a string."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from proofer.document.blocks import Block, Piece
from proofer.document.document import OcrToken
from proofer.document.kinds import BlockKind
from proofer.formats._pages import json_blocks
from proofer.formats._pages.json_pages import every, first, scaled
from proofer.formats._syntax import json_source

KINDS: json_blocks.Kinds = {
    **dict.fromkeys(["title", "doc_title", "paragraph_title"], BlockKind.HEADING),
    **dict.fromkeys(["list", "index", "list_items"], BlockKind.LIST),
    **dict.fromkeys(["ref_text", "reference_list"], BlockKind.BIBLIOGRAPHY),
    **dict.fromkeys(
        [
            *("caption", "image_caption", "table_caption", "chart_caption", "code_caption"),
            "algorithm_caption",
        ],
        BlockKind.CAPTION,
    ),
    **dict.fromkeys(
        [
            *("header", "footer", "page_number", "discarded"),
            *("page_header", "page_footer"),
        ],
        BlockKind.RUNNING_HEAD,
    ),
    **dict.fromkeys(["table", "table_body", "html"], BlockKind.TABLE),
    **dict.fromkeys(["code", "code_body", "algorithm", "algorithm_body"], BlockKind.CODE),
    **dict.fromkeys(
        [
            *("equation", "interline_equation", "equation_interline", "equation_block"),
            *("formula_number", "image", "image_block", "image_body", "chart", "chart_body"),
        ],
        BlockKind.FORMULA,
    ),
}
"""The kind of blocks by their type; that of formulas is what stands inside of pictures, too."""
_LISTS = frozenset({BlockKind.LIST, BlockKind.BIBLIOGRAPHY})
_LEVELS = 9
"""The deepest level of headings."""
_TEXT = frozenset({"text", "phonetic"})
_OPAQUE = frozenset({"inline_equation", "equation_inline", "code_inline"})
_SPANS = _TEXT | _OPAQUE | {"hyperlink"}


class Frame(NamedTuple):
    """The page of blocks: its number from 1, what their boxes are multiplied by, and its size."""

    page: int
    unit: tuple[float, float] = (1.0, 1.0)
    size: tuple[float, float] | None = None

    def token(self, value: Any) -> OcrToken:
        """Return what MinerU says of a block or span."""
        box = scaled(json_source.box(first(value, "bbox")), self.unit)
        return OcrToken(json_source.confidence(first(value, "score")), box, "", self.size)


def entry_blocks(
    source: str, entry: Any, frame: Frame, inherited: BlockKind | None = None
) -> Iterator[Block]:
    """Yield the blocks of an entry and of those inside of it; formulas and pictures are left out.

    Args:
        source: the source of the document.
        entry: any value of JSON.
        frame: the page that it is on.
        inherited: the kind of what is around it: a list says it once.
    """
    label, content = _type(entry), first(entry, "content")
    kind = list_kind(entry) or KINDS.get(label, inherited)
    if isinstance(content, dict):
        yield from _fields(source, entry, kind, frame)
    elif isinstance(content, json_source.String) and "lines" not in entry:
        yield from json_blocks.marked_up(source, content, kind, frame.page, frame.token(entry))
    elif children := _children(entry):
        for child in children:
            yield from entry_blocks(source, child, frame, kind if kind in _LISTS else None)
    else:
        lines = every(entry, "lines[]") or [entry]
        for line in lines:
            for span in every(line, "spans[]"):
                yield from json_blocks.cells(
                    source, first(span, "html"), frame.page, frame.token(span)
                )
        if kind not in (BlockKind.FORMULA, BlockKind.TABLE):
            rows = [_spans(source, line, frame) for line in lines]
            yield from json_blocks.paragraph(source, rows, kind, frame.page, _level(entry))


def list_kind(entry: Any) -> BlockKind | None:
    """Return what a list says that its items are, beside its type: a bibliography, or nothing."""
    said = (json_source.text(first(entry, name)) for name in ("sub_type", "content.list_type"))
    return next((KINDS[each] for each in said if KINDS.get(each) is BlockKind.BIBLIOGRAPHY), None)


def _type(value: Any) -> str:
    return json_source.text(first(value, "type"))


def _children(entry: Any) -> list[Any]:
    """Return the blocks inside of one."""
    inside = [each for each in every(entry, "content[]") if _type(each) not in _SPANS]
    return every(entry, "blocks[]") or inside


def _fields(source: str, entry: Any, kind: BlockKind | None, frame: Frame) -> Iterator[Block]:
    """Yield the blocks of the fields of a content list's second version, in their order."""
    content, ocr = entry["content"], frame.token(entry)

    def paragraph(spans: Any, known: BlockKind | None, level: int = 0) -> Iterator[Block]:
        rows = [[_span(source, span, frame, ocr) for span in every(spans, "[]")]]
        return json_blocks.paragraph(source, rows, known, frame.page, level)

    for field, value in content.items():
        if field == "html":
            yield from json_blocks.cells(source, value, frame.page, ocr)
        elif field == "list_items":
            for item in every(value, "[].item_content"):
                yield from paragraph(item, kind or BlockKind.LIST)
        elif field.endswith("_content"):
            yield from paragraph(value, kind, _level(content))
        elif field.endswith(("_caption", "_footnote")):
            yield from paragraph(value, KINDS.get(field))


def _level(value: Any) -> int:
    depth = first(value, "level")
    return int(depth) if isinstance(depth, float) and 1 <= depth <= _LEVELS else 0


def _spans(source: str, holder: Any, frame: Frame) -> list[Sequence[Piece]]:
    """Return the pieces of each span of a line, or of a block that has spans itself."""
    around = frame.token(holder)
    spans = every(holder, "spans[]") or every(holder, "content[]")
    return [_span(source, span, frame, around) for span in spans]


def _span(source: str, span: Any, frame: Frame, around: OcrToken) -> Sequence[Piece]:
    content, kind, ocr = first(span, "content"), _type(span), frame.token(span)
    ocr = ocr if ocr.box else OcrToken(ocr.confidence, around.box, "", frame.size)
    if kind == "hyperlink":
        parts = every(span, "content[]") or every(span, "children[]")
        inside = [piece for part in parts for piece in _span(source, part, frame, ocr)]
        if not isinstance(content, json_source.String):
            return inside
        return json_blocks.in_step_with(source, json_blocks.line(source, content, ocr), inside)
    if kind in _TEXT:
        return json_blocks.line(source, content, ocr)
    return json_blocks.opaque(content, ocr) if kind in _OPAQUE else []

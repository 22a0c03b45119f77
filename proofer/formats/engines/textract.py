"""AWS Textract: JSON with `Blocks`; those of lines name those of their words.

https://docs.aws.amazon.com/textract/latest/dg/how-it-works-lines-words.html. The parts of a long
answer may stand in one array.
"""

from __future__ import annotations

from typing import Any

from proofer.document.blocks import Block
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._pages.json_pages import PORTRAIT, Pages, Part, blocks_of, every, unknown
from proofer.formats._syntax import json_source

_SIGNATURE = lazy_pattern(r'"BlockType"\s*:|"DocumentMetadata"\s*:\s*\{\s*"Pages"')
_LAYOUT = Pages(
    pages="",
    lines=Part("lines[]", "Text", "Geometry.Polygon", "Confidence"),
    words=Part("words[]", "Text", "Geometry.Polygon", "Confidence"),
    number="number",
    sure=100.0,
    unit=PORTRAIT,
)


def blocks(source: str) -> list[Block]:
    """Return the blocks of the pages in reading order.

    Raises:
        MalformedError: if the source is no JSON, or none that Textract writes.
    """
    root = json_source.load(source)
    answers = root if isinstance(root, list) else [root]
    if not any(isinstance(each, dict) and isinstance(each.get("Blocks"), list) for each in answers):
        raise unknown("Textract", ["Blocks"])
    return blocks_of(source, root, _pages(every(answers, "[].Blocks[]")), _LAYOUT)


def _pages(found: list[Any]) -> list[Any]:
    """Return the pages with their lines, and the words in each."""
    words = {json_source.text(each.get("Id")): each for each in found if _is_kind(each, "WORD")}
    pages: dict[float, list[Any]] = {}
    for line in found:
        if _is_kind(line, "LINE"):
            number = line.get("Page")
            names = map(json_source.text, every(line, "Relationships[].Ids[]"))
            own = [words[name] for name in names if name in words]
            page = pages.setdefault(number if isinstance(number, float) else 1.0, [])
            page.append({**line, "words": own})
    return [{"number": number, "lines": lines} for number, lines in pages.items()]


def _is_kind(block: Any, kind: str) -> bool:
    return isinstance(block, dict) and json_source.text(block.get("BlockType")) == kind


FORMAT = json_source.json_format(
    name="textract",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
    engine="textract",
)

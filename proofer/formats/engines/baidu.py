"""Baidu's OCR: JSON with `words_result`, a line each, with its place and its characters.

https://ai.baidu.com/ai-doc/OCR. The interfaces without positions give lines alone; the one for
documents has them in `results`, the one for templates (iOCR) in `data`.
"""

from __future__ import annotations

from proofer.document.blocks import Block
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._pages.json_pages import Pages, Part, read
from proofer.formats._syntax import json_source

_SIGNATURE = lazy_pattern(r'"(?:words_result(?:_num)?|words_type|results_num)"\s*:')
_LINES = Part("words_result[]", "words", "location", "probability.average")
_CHARACTERS = Part("chars[]", "char", "location")
_LAYOUTS = (
    Pages(pages="", lines=_LINES, words=_CHARACTERS),
    Pages(pages="data", lines=_LINES, words=_CHARACTERS),
    Pages(
        pages="",
        lines=Part(
            "results[]", "words.word", "words.words_location", "words.line_probability.average"
        ),
        words=Part("chars[]", "char", "chars_location"),
    ),
)


def blocks(source: str) -> list[Block]:
    """Return the blocks of the page in reading order.

    Raises:
        MalformedError: if the source is no JSON, or none that Baidu writes.
    """
    return read(source, json_source.load(source), _LAYOUTS, "Baidu OCR")


FORMAT = json_source.json_format(
    name="baidu",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
    engine="baidu",
)

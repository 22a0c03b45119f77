"""PPOCRLabel: `Label.txt`, a line for each image: its path, a tab, and its lines as JSON.

https://github.com/PFCCLab/PPOCRLabel. Data sets for PaddleOCR are written so, too; a text of
`###` stands for what nobody could read.
"""

from __future__ import annotations

import re

from proofer.document.blocks import Block
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.formats import _records
from proofer.formats._pages.json_pages import Pages, Part, blocks_of, unknown
from proofer.formats._syntax import json_source

_SIGNATURE = lazy_pattern(
    r'[^\t\n\[{]{1,400}\t\[(?:\s*\{\s*"(?:transcription|points)"\s*:|\]\s*$)', re.M
)
_LAYOUT = Pages(pages="", lines=Part("lines[]", "transcription", "points"), image="image")
_UNREAD = "###"


def blocks(source: str) -> list[Block]:
    """Return the blocks of one image in reading order.

    Raises:
        MalformedError: if there is no JSON array behind the path.
    """
    path, tab, _ = source.partition("\t")
    found = json_source.load(" " * len(path + tab) + source[len(path + tab) :])
    if not isinstance(found, list):
        raise unknown("PPOCRLabel", ["transcription"])
    lines = [
        each
        for each in found
        if isinstance(each, dict) and json_source.text(each.get("transcription")) != _UNREAD
    ]
    image = json_source.String(Span(0, len(path)), path.strip())
    return blocks_of(source, None, [{"image": image, "lines": lines}], _LAYOUT)


FORMAT = json_source.json_format(
    name="ppocrlabel",
    media_type="application/x-ppocrlabel+json",
    suffixes=(".txt",),
    blocks=blocks,
    records=_records.lines,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
    engine="paddleocr",
)

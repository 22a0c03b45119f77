"""Tencent Cloud OCR: JSON with `TextDetections`, a line each, with its corners and its characters.

https://cloud.tencent.com/document/api/866. The answer stands in `Response`, or alone where an SDK
took it out.
"""

from __future__ import annotations

from dataclasses import replace

from proofer.document.blocks import Block
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._pages.json_pages import Pages, Part, every, read
from proofer.formats._syntax import json_source

_SIGNATURE = lazy_pattern(r'"TextDetections"\s*:|"DetectedText"\s*:')
_REKOGNITION = lazy_pattern(r'"Type"\s*:\s*"(?:LINE|WORD)"')
"""What AWS Rekognition has in its own `TextDetections`, where lines and words are mixed."""
_LINES = Part("TextDetections[]", "DetectedText", "Polygon", "Confidence")
_WORDS = Part("Words[]", "Character", "WordCoordinate", "Confidence")
_ITEMS = replace(_LINES, each="ItemContent[]")
"""Of documents (RecognizeDocumentOCR); the scores and corners of their characters are all 0."""
_LAYOUTS = tuple(
    Pages(pages=path, lines=lines, words=words, sure=100.0)
    for path in ("Response", "")
    for lines, words in ((_LINES, _WORDS), (_ITEMS, Part("Words[]", "Character")))
)


def blocks(source: str) -> list[Block]:
    """Return the blocks of the page in reading order.

    Raises:
        MalformedError: if the source is no JSON, or none that Tencent writes.
    """
    root = json_source.load(source)
    for line in every(root, "Response.TextDetections[]") or every(root, "TextDetections[]"):
        # The places of the characters are in an array beside them.
        for word, place in zip(
            every(line, "Words[]"), every(line, "WordCoordPoint[]"), strict=False
        ):
            if isinstance(word, dict) and isinstance(place, dict):
                word["WordCoordinate"] = place.get("WordCoordinate")
    return read(source, root, _LAYOUTS, "Tencent OCR")


FORMAT = json_source.json_format(
    name="tencent",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: bool(_SIGNATURE.search(head)) and not _REKOGNITION.search(head),
    engine="tencent",
)

"""RapidOCR and PaddleOCR 2: JSON with a list of lines, each with its corners, its text and a score.

The list stands alone, or in an object with the image's name; a line is an array
(`[corners, text, score]`, in Paddle `[corners, [text, score]]`) or an object. Neither engine knows
columns: it sorts lines by their height on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from proofer.document.blocks import Block
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._layout.blocks import arranged
from proofer.formats._syntax import json_source
from proofer.formats._syntax.json_source import RecognisedLine
from proofer.formats.api import MalformedError
from proofer.messages import Message

_SIGNATURE = lazy_pattern(
    r"""\s*(?:\[\s*){3,5}-?[\d.eE+-]+\s*,[-\s\d.,eE+\[\]]{5,400}\]\s*,\s*(?:\[\s*)?"
    |(?=.*?"(?:box|points|dt_boxes)"\s*:\s*\[\s*\[)
     (?=.*?"(?:text|txt|rec_txt|transcription)"\s*:\s*")
    |(?=.*?"boxes"\s*:\s*\[\s*\[)(?=.*?"txts"\s*:\s*\[)""",
    re.DOTALL | re.VERBOSE,
)
_BOXES = ("box", "points", "dt_boxes")
_TEXTS = ("text", "txt", "rec_txt", "transcription")
"""Names of the corners and the text of a line, by version and wrapper."""


def blocks(source: str) -> list[Block]:
    """Return the blocks of the page in reading order.

    Raises:
        MalformedError: if the source is no JSON, or no list of lines is in it.
    """
    root = json_source.load(source)
    image = json_source.text(root.get("image")) if isinstance(root, dict) else ""
    pages = [list(_lines(page)) for page in _pages(root)]
    if not any(pages) and root:
        raise MalformedError(
            Message(
                "里没有带方框和文字的行，不是 RapidOCR 的结果。",
                "has no lines with box and text as RapidOCR writes them.",
            )
        )
    lines = [
        line.text_line(source, image, number)
        for number, page in enumerate(pages, 1)
        for line in page
    ]
    return arranged(source, lines)


def _pages(root: Any) -> list[Any]:
    """Return the list of lines of each page."""
    if isinstance(root, dict):
        if {"boxes", "txts"} <= root.keys():
            return _transposed(root)
        lists = (value for value in root.values() if isinstance(value, list))
        return [next((value for value in lists if any(_lines(value))), [])]
    if isinstance(root, list) and not any(_lines(root)):
        return root  # PaddleOCR 2 has a list of lines for each page
    return [root]


def _transposed(root: dict[str, Any]) -> list[Any]:
    """Return the one page of an object with a list of boxes, one of texts and one of scores."""
    columns = [root.get(name) or [] for name in ("boxes", "txts", "scores")]
    if not all(isinstance(each, list) for each in columns):
        return []
    boxes, texts, scores = columns
    return [list(map(list, zip(boxes, texts, scores or [None] * len(texts), strict=False)))]


def _lines(page: Any) -> Iterator[RecognisedLine]:
    for entry in page if isinstance(page, list) else ():
        box, text, score = _fields(entry)
        if isinstance(text, json_source.String) and isinstance(box, list):
            yield RecognisedLine(box, text, score)


def _fields(entry: Any) -> tuple[Any, Any, Any]:
    """Return what stands for the box, the text and the score of a line; None where nothing does."""
    if isinstance(entry, dict):
        score = entry.get("score", entry.get("confidence"))
        return _first(entry, _BOXES), _first(entry, _TEXTS), score
    if isinstance(entry, list) and len(entry) >= 2:
        box, text, *scores = entry
        if isinstance(text, list) and text:
            text, *scores = text
        return box, text, scores[0] if scores else None
    return None, None, None


def _first(entry: dict[str, Any], names: Sequence[str]) -> Any:
    return next((entry[name] for name in names if name in entry), None)


FORMAT = json_source.json_format(
    name="rapidocr",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
    engine="rapidocr",
)

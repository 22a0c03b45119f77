"""RapidOCR and PaddleOCR 2: JSON with a list of lines, each with its corners, its text and a score.

The list stands alone, or in an object with the image's name; a line is an array
(`[corners, text, score]`, in Paddle `[corners, [text, score]]`) or an object. Neither engine knows
columns: it sorts lines by their height on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from proofer.document.blocks import Block
from proofer.document.document import OcrToken
from proofer.formats import _json
from proofer.formats._layout import TextLine, arranged
from proofer.formats.api import Format, MalformedError
from proofer.messages import Message

_SIGNATURE = re.compile(
    r"""\s*(?:\[\s*){3,5}-?[\d.eE+-]+\s*,[-\s\d.,eE+\[\]]{5,400}\]\s*,\s*(?:\[\s*)?"
    |(?=.*?"(?:box|points|dt_boxes)"\s*:\s*\[\s*\[)(?=.*?"(?:text|txt|rec_txt|transcription)"\s*:\s*")
    |(?=.*?"boxes"\s*:\s*\[\s*\[)(?=.*?"txts"\s*:\s*\[)""",
    re.DOTALL | re.VERBOSE,
)


class _RecognisedLine(NamedTuple):
    box: Any
    text: _json.String
    score: Any


def blocks(source: str) -> list[Block]:
    """Return the blocks of the page in reading order.

    Raises:
        MalformedError: if the source is no JSON, or no list of lines is in it.
    """
    root = _json.load(source)
    image = _json.text(root.get("image")) if isinstance(root, dict) else ""
    pages = [list(_lines(page)) for page in _pages(root)]
    if not any(pages) and root:
        raise MalformedError(
            Message(
                "里没有带方框和文字的行，不是 RapidOCR 的结果。",
                "has no lines with box and text as RapidOCR writes them.",
            )
        )
    lines: list[TextLine] = []
    for number, page in enumerate(pages, 1):
        for each in page:
            ocr = OcrToken(_json.confidence(each.score), _json.box(each.box), image)
            pieces = [piece for line in _json.lines(source, each.text, ocr) for piece in line]
            lines.append(TextLine(tuple(pieces), box=ocr.box, page=number))
    return arranged(source, lines)


def _pages(root: Any) -> list[Any]:
    if isinstance(root, dict):
        if {"boxes", "txts"} <= root.keys():
            columns = [root.get(name) or [] for name in ("boxes", "txts", "scores")]
            return [_transposed(columns)] if all(isinstance(each, list) for each in columns) else []
        return [
            next(
                (
                    value
                    for value in root.values()
                    if isinstance(value, list) and any(_lines(value))
                ),
                [],
            )
        ]
    if isinstance(root, list) and not any(_lines(root)):
        return root  # PaddleOCR 2 has a list of lines for each page
    return [root]


def _transposed(columns: list[list[Any]]) -> list[Any]:
    boxes, texts, scores = columns
    scores = scores or [None] * len(texts)
    return [list(line) for line in zip(boxes, texts, scores, strict=False)]


def _lines(page: Any) -> Iterator[_RecognisedLine]:
    for entry in page if isinstance(page, list) else ():
        line = _line(entry)
        if line is not None:
            yield line


def _line(entry: Any) -> _RecognisedLine | None:
    if isinstance(entry, dict):
        box = next((entry[name] for name in ("box", "points", "dt_boxes") if name in entry), None)
        text = next(
            (entry[name] for name in ("text", "txt", "rec_txt", "transcription") if name in entry),
            None,
        )
        score = entry.get("score", entry.get("confidence"))
    elif isinstance(entry, list) and len(entry) >= 2:
        box, text, score = entry[0], entry[1], entry[2] if len(entry) > 2 else None
        if isinstance(text, list) and text:
            text, score = text[0], text[1] if len(text) > 1 else None
    else:
        return None
    return (
        _RecognisedLine(box, text, score)
        if isinstance(text, _json.String) and isinstance(box, list)
        else None
    )


FORMAT = Format(
    name="rapidocr",
    media_type="application/json",
    suffixes=(".json",),
    blocks=blocks,
    escape=_json.escape,
    escape_ascii=_json.escape_ascii,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
    engine="rapidocr",
)

"""Documents with boxes and posteriors, made up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from proofer.document.document import Box, Document, Join, OcrToken, Paragraph, Segment
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span

SIZE = (400.0, 200.0)
SIDE = 20
"""Pixels of a character."""


def document(
    lines: Sequence[tuple[str, Sequence[Box | None]]],
    *,
    path: Path = Path("page.hocr"),
    size: tuple[float, float] | None = SIZE,
    confidence: float | None = 0.8,
    engine: str = "tesseract",
) -> Document:
    """Return a paragraph of lines: each has one box for all of its text, or one a character."""
    text, segments, joins = "", [], []
    for line, boxes in lines:
        if text:
            joins.append(Join(len(text), Span(len(text), len(text)), 1.0, wrapped=True))
        for part, box in zip(line if len(boxes) > 1 else [line], boxes, strict=True):
            span = Span(len(text), len(text) + len(part))
            token = OcrToken(confidence, box, "page.png", size)
            segments.append(Segment(span, span, ocr=token))
            text += part
    paragraph = Paragraph(Span(0, len(text)), BlockKind.PROSE)
    return Document(path, text, text, tuple(segments), (paragraph,), tuple(joins), engine=engine)


def boxes(count: int, left: float = 20, top: float = 20, slope: float = 0.0) -> list[Box]:
    """Return the boxes of so many characters, one beside the other, on a line that may slope."""
    found: list[Box] = []
    for at in range(count):
        x, y = left + at * SIDE, top + slope * at * SIDE
        found.append((x, y, x + SIDE, y + SIDE))
    return found


def box(characters: int, left: float = 20, top: float = 20) -> Box:
    """Return the box of a line of so many characters."""
    return (left, top, left + SIDE * characters, top + SIDE)


def turned(boxes: Iterable[Box], width: float) -> list[Box]:
    """Return where boxes are when their page of this width is turned to the right by 90 degrees."""
    return [(width - bottom, left, width - top, right) for left, top, right, bottom in boxes]

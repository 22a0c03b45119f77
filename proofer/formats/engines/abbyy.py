"""ABBYY FineReader: XML of its versions 6 to 10, in which each character may be an element.

http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml. Blocks stand in reading order. A
line without the attributes of characters has its text in one piece.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from proofer.document.blocks import Block, Piece
from proofer.document.document import Box, OcrToken
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.formats._layout.blocks import TextLine, box_of, joined, paragraph_block, size_of
from proofer.formats._syntax import xml_source
from proofer.formats.api import Format

_SIGNATURE = lazy_pattern(r"<(?:\w+:)?document\b[^<>]*\bFineReader_xml/")
_SURE = 100.0
"""Higher figures say that the engine has none."""
_STARTS = frozenset({"1", "true"})


def blocks(source: str) -> list[Block]:
    """Return the blocks of the pages.

    Raises:
        MalformedError: if the source is no well-formed XML or declares entities.
    """
    xml_source.check(source)
    lines = (line for line in _AbbyyReader(source).lines() if line.pieces)
    return [
        paragraph_block(list(group), indented=indented, blank_before=False)
        for (_, indented), group in groupby(lines, key=lambda line: line.paragraph)
    ]


class _AbbyyReader:
    """Goes through the tags once; `path` holds the names of the open elements."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[TextLine] = []
        self.path: list[str] = []
        self.page = 0
        self.paragraph = (0, False)
        """The number of the paragraph, and whether its first line is indented."""
        self.size: tuple[float, float] | None = None
        self.table = False
        self.box: Box | None = None
        self.words: list[list[Piece]] = []
        self.ocr = OcrToken()
        """What the engine says of the line, or of the character that is open."""
        self.readings: list[str] = []

    def lines(self) -> list[TextLine]:
        """Return the lines of all pages."""
        for event in xml_source.events(self.source):
            if isinstance(event, Span):
                self._text(event)
            elif event.opens:
                self.path.append(event.name)
                self._open(event.name, xml_source.values(self.source, event))
            else:
                self.path.pop()
                if event.name == "line":
                    self._end_line()
        return self.found

    def _open(self, name: str, values: Mapping[str, str]) -> None:
        match name:
            case "page":
                self.page += 1
                self.size = size_of([0, 0, _number(values, "width"), _number(values, "height")])
            case "block":
                self.table = values.get("blockType") == "Table"
            case "par":
                self.paragraph = self.paragraph[0] + 1, _number(values, "startIndent") > 0
            case "line":
                self.words = [[]]
                self.box = _box(values)
                self.ocr = OcrToken(None, self.box, "", self.size)
            case "charParams":
                sure = _number(values, "charConfidence", -1.0)
                self.ocr = OcrToken(
                    sure / _SURE if 0 <= sure <= _SURE else None, _box(values), "", self.size
                )
                self.readings = []
                if values.get("wordStart", values.get("wordFirst")) in _STARTS:
                    self.words.append([])

    def _text(self, span: Span) -> None:
        inside = self.path[-1] if self.path else ""
        if inside in {"charRecVariant", "variantText"}:
            self.readings.append(span.of(self.source).strip())
        elif inside in {"formatting", "charParams"} and self.words:
            pieces = xml_source.pieces(self.source, span, self.ocr)
            text = "".join(piece.of(self.source) for piece in pieces)
            others = tuple(each for each in self.readings if each not in {text, ""})
            told = replace(self.ocr, alternatives=others) if others else self.ocr
            self.words[-1] += [replace(piece, ocr=told) for piece in pieces]
            if not pieces and inside == "charParams":
                self.words.append([])  # a blank

    def _end_line(self) -> None:
        pieces, spaced = joined(self.source, self.words)
        kind = BlockKind.TABLE if self.table else None
        page = max(1, self.page)
        self.found.append(TextLine(pieces, spaced, self.box, page, self.paragraph, kind))
        self.words = []


def _number(values: Mapping[str, str], name: str, otherwise: float = 0.0) -> float:
    try:
        return float(values[name])
    except (KeyError, ValueError):
        return otherwise


def _box(values: Mapping[str, str]) -> Box | None:
    if not values.keys() >= {*"ltrb"}:
        return None
    return box_of([_number(values, name, float("nan")) for name in "ltrb"])


FORMAT = Format(
    name="abbyy",
    media_type="application/xml",
    suffixes=(".xml",),
    blocks=blocks,
    escape=xml_source.escape,
    escape_ascii=xml_source.escape_ascii,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
    engine="abbyy",
)

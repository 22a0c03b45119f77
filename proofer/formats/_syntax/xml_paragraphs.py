"""Paragraphs of XML formats for running text: words with line and page breaks, and no boxes."""

from __future__ import annotations

from dataclasses import dataclass, field

from proofer.document.blocks import Block, Piece
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.formats._layout.blocks import TextLine, paragraph_block
from proofer.formats._syntax import xml_source
from proofer.formats._syntax.escaped_text import stripped


@dataclass(slots=True)
class Paragraph:
    """A paragraph that is being read."""

    page: int
    kind: BlockKind | None = None
    level: int = 0
    is_whole: bool = False
    """Never the rest of a paragraph that the end of a page or column cut, as no note is."""
    lines: list[list[Piece]] = field(default_factory=lambda: [[]])

    def add(self, source: str, span: Span) -> None:
        """Add a run of text."""
        first, *others = xml_source.split(source, span)
        self.lines[-1] += first
        self.lines += others

    def end_line(self) -> None:
        """Begin a new line."""
        self.lines.append([])

    def block(self, source: str) -> Block | None:
        """Return the paragraph as a block; None if it has no text."""
        found = [(line, stripped(source, line)) for line in self.lines]
        text = [TextLine(tuple(line), page=self.page, kind=self.kind) for _, line in found if line]
        if not text:
            return None
        raw = "".join(piece.of(source) for piece in next(raw for raw, line in found if line))
        return paragraph_block(
            text, indented=self.is_whole or raw.startswith("\u3000"), level=self.level
        )


def blocks(source: str, paragraphs: list[Paragraph]) -> list[Block]:
    """Return the blocks of all paragraphs that have text."""
    return [each for paragraph in paragraphs if (each := paragraph.block(source)) is not None]

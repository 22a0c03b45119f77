"""Blocks: what a format finds on a page, before the reading flow joins those that were torn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from proofer.document.document import BREAK, SPACE, Join, OcrToken, Paragraph, Segment
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span


@dataclass(frozen=True, slots=True)
class Piece(Span):
    """A span of the source of which a format knows more than its place."""

    shown: str | None = None
    """The single character that it reads as, where it is not written verbatim."""
    ocr: OcrToken | None = None
    echoes: tuple[Span, ...] = ()

    def of(self, text: str) -> str:
        """Return what the piece of the source reads as."""
        return text[self.start : self.end] if self.shown is None else self.shown


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as it stands on the page: one or more pieces of the source, in reading order."""

    pieces: tuple[Span, ...]
    kind: BlockKind | None = None
    """None if it is to be found by the look of the text."""
    level: int = 0
    page: int = 1
    blank_before: bool = True
    indented: bool = False
    """The first line is indented, as that of a new paragraph."""
    wraps: frozenset[int] = frozenset()
    """The pieces that begin a new line, by index."""
    spaced: frozenset[int] = frozenset()
    """The pieces that a blank separates from the word before, by index."""

    def text(self, source: str) -> str:
        """Return what it reads as, without blanks for the line ends between Latin words."""
        return "".join([piece.of(source) for piece in self.pieces])


def unwrapped(source: str, block: Block) -> Block:
    """Return `block` without lines: where one ended between Latin words there is a blank."""
    ends = [number for number in block.wraps if number]
    spaced = {
        number
        for number in ends
        if latin_words(
            block.pieces[number - 1].of(source)[-1:], block.pieces[number].of(source)[:1]
        )
    }
    return replace(block, wraps=frozenset(), spaced=block.spaced | spaced)


@dataclass(frozen=True, slots=True)
class Flow:
    """The reading text of a page and how it maps back: see the fields of Document."""

    text: str
    segments: tuple[Segment, ...]
    paragraphs: tuple[Paragraph, ...]
    joins: tuple[Join, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A torn block and the one that continues it, by index."""

    head: int
    tail: int
    probability: float


def assemble(
    source: str, blocks: Sequence[Block], kinds: Sequence[BlockKind], links: Sequence[Link]
) -> Flow:
    """Return the text of `blocks`, linked ones as one paragraph; what stood between follows it."""
    builder = _Builder(source)
    following: Mapping[int, Link] = {link.head: link for link in links}
    tails = {link.tail for link in links}
    for index, block in enumerate(blocks):
        if index in tails:
            continue
        start = builder.begin()
        builder.add(block, kinds[index])
        last = index
        while last in following:
            link = following[last]
            builder.join(blocks[last], blocks[link.tail], link.probability)
            builder.add(blocks[link.tail], kinds[index])
            last = link.tail
        builder.paragraphs.append(Paragraph(Span(start, builder.length), kinds[index], block.level))
    return Flow(
        "".join(builder.parts),
        tuple(builder.segments),
        tuple(builder.paragraphs),
        tuple(builder.joins),
    )


class _Builder:
    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.length = 0
        self.segments: list[Segment] = []
        self.paragraphs: list[Paragraph] = []
        self.joins: list[Join] = []

    def begin(self) -> int:
        """Start a new paragraph and return its place in the text."""
        if self.parts:
            self._write(BREAK)
        return self.length

    def add(self, block: Block, kind: BlockKind) -> None:
        """Write the pieces of `block`."""
        before: Span | None = None
        for number, piece in enumerate(block.pieces):
            if before is not None and number in block.wraps:
                self._glue(before, piece, 1.0, wrapped=True)
            elif number in block.spaced:
                self._write(SPACE)
            self._place(piece, kind, block.page)
            before = piece

    def _place(self, piece: Span, kind: BlockKind, page: int) -> None:
        shown = piece.of(self.source)
        text, place = Span(self.length, self.length + len(shown)), Span(piece.start, piece.end)
        ocr, echoes = (piece.ocr, piece.echoes) if isinstance(piece, Piece) else (None, ())
        self.segments.append(Segment(text, place, kind, page, ocr, echoes))
        self._write(shown)

    def join(self, head: Block, tail: Block, probability: float) -> None:
        """Note that `tail` continues `head`."""
        self._glue(head.pieces[-1], tail.pieces[0], probability, wrapped=False)

    def _glue(self, before: Span, after: Span, probability: float, *, wrapped: bool) -> None:
        if latin_words(before.of(self.source)[-1], after.of(self.source)[0]):
            self._write(SPACE)
        gap = Span(before.end, max(before.end, after.start))
        self.joins.append(Join(self.length, gap, probability, wrapped))

    def _write(self, part: str) -> None:
        self.parts.append(part)
        self.length += len(part)


def latin_words(before: str, after: str) -> bool:
    """Return whether a line end between these two characters stands for a blank."""
    return (
        after.isascii()
        and after.isalpha()
        and before.isascii()
        and (before.isalpha() or before in ",.;:)")
    )

"""A paragraph of LaTeX while it grows."""

from __future__ import annotations

from dataclasses import dataclass, field

from proofer.document.blocks import Block
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span


@dataclass(slots=True)
class Paragraph:
    """An unfinished block; notes to it follow it."""

    kind: BlockKind | None = None
    level: int = 0
    pieces: list[Span] = field(default_factory=list)
    wraps: set[int] = field(default_factory=set)
    spaced: set[int] = field(default_factory=set)
    notes: list[Block] = field(default_factory=list)

    def block(self, source: str) -> Block:
        """Return the block, without white space at its end; it may have no pieces."""
        pieces = self.pieces
        while pieces and type(pieces[-1]) is Span:
            last = pieces.pop()
            if shown := last.of(source).rstrip():
                pieces.append(Span(last.start, last.start + len(shown)))
                break
        return Block(
            pieces=tuple(pieces),
            kind=self.kind,
            level=self.level,
            wraps=frozenset(each for each in self.wraps if each < len(pieces)),
            spaced=frozenset(each for each in self.spaced if each < len(pieces)),
        )

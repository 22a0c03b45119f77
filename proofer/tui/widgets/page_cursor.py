"""A cursor in the text of a page, and what is selected from where it was set."""

from __future__ import annotations

from dataclasses import dataclass, replace

from proofer.document.document import Document
from proofer.document.spans import Span


@dataclass(frozen=True, slots=True)
class PageCursor:
    """The cursor stands on the character at `caret`; the one at `anchor` is selected, too.

    `selecting` says that the cursor selects as it goes, without Shift.
    """

    caret: int
    anchor: int
    selecting: bool = False

    @classmethod
    def at(cls, span: Span) -> PageCursor:
        """Return a cursor that selects `span`, which must not be empty."""
        return cls(span.end - 1, span.start)

    @property
    def span(self) -> Span:
        """What is selected: at least the character at the cursor."""
        return Span(min(self.caret, self.anchor), max(self.caret, self.anchor) + 1)

    def moved(self, to: int, document: Document, *, extend: bool = False) -> PageCursor:
        """Return the cursor at `to`, or at the nearest character; a selection stays in a paragraph.

        With `extend`, or while `selecting`, the anchor stays.
        """
        if extend or self.selecting:
            paragraph = document.paragraph_at(self.anchor).span
            caret = min(max(to, paragraph.start), max(paragraph.start, paragraph.end - 1))
            return replace(self, caret=caret)
        caret = nearest_character(document.text, to, backwards=to < self.caret)
        return PageCursor(caret, caret)


def nearest_character(text: str, offset: int, *, backwards: bool = False) -> int:
    """Return the offset of the nearest character at or behind `offset` that ends no paragraph.

    With `backwards`, at or before it; at the ends of the text it is looked for the other way.
    """
    offset = min(max(0, offset), max(0, len(text) - 1))
    step = -1 if backwards else 1
    for direction in (step, -step):
        at = offset
        while 0 <= at < len(text) and text[at] == "\n":
            at += direction
        if 0 <= at < len(text):
            return at
    return 0

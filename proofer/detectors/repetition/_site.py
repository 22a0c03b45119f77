"""A repeat and what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from proofer.document.spans import Span

if TYPE_CHECKING:
    from proofer.detectors.context import Context, Page
    from proofer.detectors.repetition._repeats import Repeat

FUNCTION_WORDS = frozenset(
    "的了着过是在和与及或也都就而且又还将把被给对从向到以为于之其有没不会能可要想让使用由等"
)


@dataclass(frozen=True)
class Site:
    """A repeat and what stands around it."""

    repeat: Repeat
    page: Page
    context: Context

    @property
    def unit(self) -> str:
        """The text that is repeated."""
        return self.repeat.unit

    @property
    def left(self) -> str:
        """The character before the run, or nothing."""
        start = self.repeat.span.start
        return self.page.text[max(0, start - 1) : start]

    @property
    def right(self) -> str:
        """The character after the run, or nothing."""
        end = self.repeat.span.end
        return self.page.text[end : end + 1]

    @cached_property
    def tokens(self) -> Sequence[Span]:
        """The words that share a character with the run or touch it."""
        return self.page.tokens_touching(self.repeat.span)

    @cached_property
    def before(self) -> Span:
        """The word that ends at the junction, empty if none does."""
        at = self.repeat.junction
        return next((token for token in self.tokens if token.end == at), Span(at, at))

    @cached_property
    def after(self) -> Span:
        """The word that begins at the junction, empty if none does."""
        at = self.repeat.junction
        return next((token for token in self.tokens if token.start == at), Span(at, at))

    @property
    def kept(self) -> int:
        """How many copies stay: two of three that are a word as a pair (人人人有责)."""
        if self.repeat.length > 1 or self.repeat.copies < 3:
            return 1
        start = self.repeat.span.start
        four = self.page.text[max(0, start - 2) : start] + 2 * self.unit
        is_half = four in self.context.dictionaries.kind("reduplications")
        return 2 if is_half or 2 * self.unit in self.context.words else 1

    @property
    def is_function_word(self) -> bool:
        """Whether the unit is a single function word."""
        return self.unit in FUNCTION_WORDS

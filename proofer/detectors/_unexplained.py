"""Which words of a page explain nothing: the places where `garbled-term` looks, and the page's own terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import regex

from proofer.document.kinds import Kind
from proofer.document.spans import Span
from proofer.language.lexicon import FUNCTION_CHARACTERS, NUMERALS, RARE, UNKNOWN_CHARACTER

if TYPE_CHECKING:
    from proofer.detectors._api import Context
    from proofer.detectors._page import Page
    from proofer.detectors._terms import TermIndex

LONGEST = 8
MOST_TOKENS = 6
_READ_KINDS = frozenset(Kind) - {Kind.CODE, Kind.TABLE}
_PLAIN = frozenset(FUNCTION_CHARACTERS) | frozenset(NUMERALS)
_HAN = regex.compile(r"\p{Han}")
_ALL_HAN = regex.compile(r"\p{Han}+")
_MOST_UNEXPLAINED = 0.4
"""Share of the Han characters: 0.01 to 0.17 in clean text, below 0.35 on pages with one character in ten misread, half
in traditional characters."""
_SHORT_TEXT = 200
"""Shares of fewer characters say little."""
_SHORTEST_OWN = 4
"""Strings of three characters that the word list lacks are mostly names."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the text; unexplained ones say nothing where they stand."""

    span: Span
    text: str
    explained: bool
    frequency: float


@dataclass(frozen=True, slots=True)
class Window:
    """Up to six tokens and eight characters with an unexplained one; `beside` counts those right before and after."""

    tokens: Sequence[Token]
    beside: int

    @property
    def span(self) -> Span:
        """Where the tokens stand."""
        return Span(self.tokens[0].span.start, self.tokens[-1].span.end)


class Unexplained:
    """The clauses of a page that hold an unexplained token, as tokens.

    Unexplained are single characters that are neither function words nor numerals, and rare words, unless a term,
    an allowed string or a name covers them.
    """

    def __init__(self, page: Page, context: Context, terms: TermIndex) -> None:
        self.page = page
        self._context = context
        self._terms = terms
        self._frequencies: dict[tuple[int, int], float] = {}
        spans = self._doubtful_clauses()
        self.own: dict[str, Span] = {}
        self.clauses = self._tokenised(spans)
        if self._is_foreign():
            self.clauses = []
        self.windows = list(self._windows())
        self.own = self._own_terms()
        if self.own:
            self.clauses = self._tokenised(spans)
            self.windows = list(self._windows())

    def _is_foreign(self) -> bool:
        """Return whether the word list can't read this text: traditional characters, or a hopeless page."""
        unknown = sum(len(token.text) for tokens in self.clauses for token in tokens if not token.explained)
        return unknown > _MOST_UNEXPLAINED * max(len(_HAN.findall(self.page.text)), _SHORT_TEXT)

    def _doubtful_clauses(self) -> list[Span]:
        """Return the clauses in which a Han character is in no word of two or more that is not rare.

        Overlapping words count as well, so this leaves out only what no segmentation could leave unexplained.
        """
        text = self.page.text
        starts, lengths, frequencies = self._context.words.lookup_spans(text)
        self._frequencies = dict(
            zip(zip(starts.tolist(), lengths.tolist(), strict=True), frequencies.tolist(), strict=True)
        )
        good = (lengths > 1) & (frequencies >= RARE)
        size = len(text) + 1
        begun = np.bincount(starts[good], minlength=size)
        covered = np.cumsum(begun - np.bincount((starts + lengths)[good], minlength=size)) > 0
        doubtful = [
            match.start() for match in _HAN.finditer(text) if not covered[match.start()] and match.group() not in _PLAIN
        ]
        clauses = dict.fromkeys(self.page.clause_at(at) for at in doubtful)
        kept = [clause for clause in clauses if len(clause) and self.page.kind_at(clause.start) in _READ_KINDS]
        self.page.segment(kept)
        return kept

    def _tokenised(self, clauses: Sequence[Span]) -> list[list[Token]]:
        """Return the tokens of each clause; terms, names and allowed strings explain those that the word list lacks."""
        extra = {*self._context.dictionaries.kind("allow"), *self.page.names, *self.own}
        heads = {*self._terms.heads, *(string[:2] for string in extra)}
        tokens = []
        for clause in clauses:
            known = self._known_places(clause, heads, extra)
            tokens.append([self._token(span, known) for span in self.page.tokens(clause)])
        return tokens

    def _known_places(self, clause: Span, heads: Collection[str], extra: Collection[str]) -> set[int]:
        text, covered, terms = self.page.text, set[int](), self._terms.terms
        for start in range(clause.start, clause.end - 1):
            if text[start : start + 2] not in heads:
                continue
            for end in range(start + 2, min(start + LONGEST, clause.end) + 1):
                string = text[start:end]
                if string in terms or string in extra:
                    covered.update(range(start, end))
        return covered

    def _token(self, span: Span, known: set[int]) -> Token:
        text = span.of(self.page.text)
        frequency = self._frequencies.get((span.start, len(text)), UNKNOWN_CHARACTER * len(text))
        plain = text in _PLAIN or not _HAN.match(text)
        explained = plain if len(text) == 1 else frequency >= RARE
        return Token(span, text, explained or known.issuperset(range(span.start, span.end)), frequency)

    def _windows(self) -> Iterator[Window]:
        for tokens in self.clauses:
            unknown = [at for at, token in enumerate(tokens) if not token.explained]
            firsts = sorted({first for at in unknown for first in range(max(0, at - MOST_TOKENS + 1), at + 1)})
            for first in firsts:
                nearest = next(at for at in unknown if at >= first)
                for last in range(first + 1, min(first + MOST_TOKENS, len(tokens)) + 1):
                    size = tokens[last - 1].span.end - tokens[first].span.start
                    if size > LONGEST:
                        break
                    if size > 1 and nearest < last:
                        beside = (*tokens[max(0, first - 1) : first], *tokens[last : last + 1])
                        yield Window(tokens[first:last], sum(not token.explained for token in beside))

    def runs(self, least: int) -> Iterator[Span]:
        """Yield whole runs of at least `least` unexplained characters."""
        for tokens in self.clauses:
            start = end = tokens[0].span.start if tokens else 0
            for token in tokens:
                if not token.explained and len(token.text) == 1:
                    end = token.span.end
                    continue
                if end - start >= least:
                    yield Span(start, end)
                start = end = token.span.end
            if end - start >= least:
                yield Span(start, end)

    def singles(self, character: str) -> Iterator[Span]:
        """Yield where `character` stands as an unexplained token of its own."""
        for tokens in self.clauses:
            for token in tokens:
                if token.text == character and not token.explained:
                    yield token.span

    def _own_terms(self) -> dict[str, Span]:
        """Return what the page itself uses as terms, with the first place: unknown to all lists, yet repeated.

        A string of four or more Han characters, half of them unexplained and none a function word, that occurs twice
        and does not begin with a surname. Of strings that occur equally often only the longest is kept. (All repeated
        strings of a page as terms would give up to ten false alarms in 10,000 characters.)
        """
        counts: Counter[str] = Counter()
        places: dict[str, Span] = {}
        for window in self.windows:
            span = window.span
            if len(span) >= _SHORTEST_OWN and self._is_own(window.tokens):
                string = span.of(self.page.text)
                counts[string] += 1
                places.setdefault(string, span)
        kept: dict[str, Span] = {}
        for string, count in sorted(counts.items(), key=lambda item: (-len(item[0]), item[0])):
            if count > 1 and not any(string in longer and counts[longer] >= count for longer in kept):
                kept[string] = places[string]
        return kept

    def _is_own(self, window: Sequence[Token]) -> bool:
        texts = [token.text for token in window]
        unknown = sum(len(token.text) for token in window if not token.explained)
        return (
            unknown * 2 >= sum(map(len, texts))
            and all(_ALL_HAN.fullmatch(text) for text in texts)
            and _PLAIN.isdisjoint(texts)
            and texts[0] not in self._context.dictionaries.kind("names")
        )

"""Which words of a page are unexplained: where `garbled-term` looks, and the page's own terms."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.language.characters import FUNCTION_CHARACTERS, NUMERALS
from proofer.language.lexicon import RARE, UNKNOWN_CHARACTER

if TYPE_CHECKING:
    from proofer.detectors.context import Context, Page
    from proofer.detectors.dictionary._term_index import TermIndex

LONGEST = 8
"""Characters of a window: those of the longest terms."""
MOST_TOKENS = 6
"""Tokens of a window; a misread term mostly falls into single characters."""
_READ_KINDS = frozenset(BlockKind) - {BlockKind.CODE, BlockKind.TABLE}
_PLAIN = frozenset(FUNCTION_CHARACTERS) | frozenset(NUMERALS)
_HAN = lazy_regex(r"\p{Han}")
_ALL_HAN = lazy_regex(r"\p{Han}+")
_MOST_UNEXPLAINED = 0.4
"""Share of the Han characters above which the word list cannot read a page.

It is 0.01 to 0.17 in clean text, below 0.35 on pages with one character in ten misread, and half in
traditional characters.
"""
_SHORT_TEXT = 200
"""Shares of fewer characters say little."""
_NO_WORD = float("-inf")
_SHORTEST_OWN = 4
"""Strings of three characters that the word list lacks are mostly names."""


class Token(NamedTuple):
    """A token of the text; unexplained ones say nothing where they stand."""

    span: Span
    text: str
    explained: bool
    frequency: float


class Window(NamedTuple):
    """Tokens `first` to `last` of a clause, one unexplained: up to six, and 8 characters."""

    clause: Sequence[Token]
    first: int
    last: int
    start: int
    end: int

    @property
    def tokens(self) -> Sequence[Token]:
        """The tokens."""
        return self.clause[self.first : self.last]

    @property
    def span(self) -> Span:
        """Where they stand."""
        return Span(self.start, self.end)

    @property
    def beside(self) -> int:
        """How many of the tokens right before and after are unexplained."""
        near = (
            *self.clause[max(0, self.first - 1) : self.first],
            *self.clause[self.last : self.last + 1],
        )
        return sum(not token.explained for token in near)


class Unexplained:
    """The clauses of a page that hold an unexplained token, as tokens.

    Unexplained are single characters that are neither function words nor numerals, and rare words,
    unless a term, an allowed string or a name covers them.
    """

    def __init__(self, page: Page, context: Context, terms: TermIndex) -> None:
        self.page = page
        self._context = context
        self._terms = terms
        self._words: dict[str, tuple[bool, float]] = {}
        spans = self._doubtful_clauses()
        self.page_terms: dict[str, Span] = {}
        self.clauses = self._tokenised(spans)
        if self._is_foreign():
            self.clauses = []
        windows = [list(_windows(clause)) for clause in self.clauses]
        self._found = list(chain.from_iterable(windows))
        self.page_terms = self._own_terms()
        if self.page_terms:
            having = [at for at, span in enumerate(spans) if self._has_own_term(span)]
            again = self._tokenised([spans[at] for at in having])
            for at, clause in zip(having, again, strict=True):
                self.clauses[at], windows[at] = clause, list(_windows(clause))
            self._found = list(chain.from_iterable(windows))

    def _has_own_term(self, clause: Span) -> bool:
        text = clause.of(self.page.text)
        return any(term in text for term in self.page_terms)

    def _is_foreign(self) -> bool:
        """Return whether the word list cannot read this text: it is traditional, or hopeless."""
        unknown = sum(
            len(token.text) for tokens in self.clauses for token in tokens if not token.explained
        )
        if unknown <= _MOST_UNEXPLAINED * _SHORT_TEXT:
            return False
        return unknown > _MOST_UNEXPLAINED * sum(map(len, _ALL_HAN.findall(self.page.text)))

    def _doubtful_clauses(self) -> list[Span]:
        """Return the clauses in which a Han character belongs to no word (`Page.wordless`)."""
        clauses = dict.fromkeys(map(self.page.clause_at, self.page.wordless))
        kept = [
            clause
            for clause in clauses
            if len(clause) and self.page.kind_at(clause.start) in _READ_KINDS
        ]
        self._words = self._words_in(kept)
        return kept

    def _words_in(self, clauses: Sequence[Span]) -> dict[str, tuple[bool, float]]:
        """Return the tokens of the clauses: whether each explains itself, and its log10 frequency.

        That of a string that is no word is what it costs the segmentation.
        """
        text = self.page.text
        tokens = list({token.of(text) for clause in clauses for token in self.page.tokens(clause)})
        frequencies = self._context.words.log_frequencies(tokens).tolist()
        words = {}
        for token, known in zip(tokens, frequencies, strict=True):
            frequency = known if known > _NO_WORD else UNKNOWN_CHARACTER * len(token)
            explained = (
                token in _PLAIN or not _HAN.match(token) if len(token) == 1 else frequency >= RARE
            )
            words[token] = (explained, frequency)
        return words

    def _tokenised(self, clauses: Sequence[Span]) -> list[list[Token]]:
        """Return the tokens of each clause; terms, names and allowed strings explain some more."""
        extra = {*self._context.dictionaries.kind("allow"), *self.page.names, *self.page_terms}
        known = self._known_places(clauses, extra)
        return [
            [self._token(span, known) for span in self.page.tokens(clause)] for clause in clauses
        ]

    def _known_places(self, clauses: Sequence[Span], extra: Collection[str]) -> set[int]:
        """Return the places in the clauses that terms cover, or strings of `extra`."""
        text, covered, terms = self.page.text, set[int](), self._terms.terms
        heads, others = self._terms.heads, {string[:2] for string in extra}
        for clause in clauses:
            for start in range(clause.start, clause.end - 1):
                pair = text[start : start + 2]
                if pair not in heads and pair not in others:
                    continue
                for end in range(start + 2, min(start + LONGEST, clause.end) + 1):
                    string = text[start:end]
                    if string in terms or string in extra:
                        covered.update(range(start, end))
        return covered

    def _token(self, span: Span, known: set[int]) -> Token:
        text = span.of(self.page.text)
        explained, frequency = self._words[text]
        return Token(
            span, text, explained or known.issuperset(range(span.start, span.end)), frequency
        )

    def take_windows(self) -> list[Window]:
        """Return the windows, and let go of them: they take as much memory as all else."""
        taken, self._found = self._found, []
        return taken

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
        yield from self._singles.get(character, ())

    @cached_property
    def _singles(self) -> Mapping[str, Sequence[Span]]:
        places: dict[str, list[Span]] = defaultdict(list)
        for tokens in self.clauses:
            for token in tokens:
                if len(token.text) == 1 and not token.explained:
                    places[token.text].append(token.span)
        return places

    def _own_terms(self) -> dict[str, Span]:
        """Return the page's own terms, in no list but repeated, each with its first place.

        A string of four or more Han characters, half of them unexplained and none a function word,
        that occurs twice and does not begin with a surname. Of strings that occur equally often
        only the longest is kept. (All repeated strings of a page as terms would give up to ten
        false alarms in 10,000 characters.)
        """
        places: dict[str, list[Window]] = defaultdict(list)
        for window in self._found:
            if window.end - window.start >= _SHORTEST_OWN:
                places[self.page.text[window.start : window.end]].append(window)
        places = {
            string: [window for window in windows if self._is_own(window.tokens)]
            for string, windows in places.items()
            if len(windows) > 1
        }
        counts = {string: len(windows) for string, windows in places.items()}
        kept: dict[str, Span] = {}
        within: dict[str, int] = {}
        """How often the commonest of the longer strings occurs that a string is part of."""
        for string, count in sorted(counts.items(), key=lambda item: (-len(item[0]), item[0])):
            if count > 1 and within.get(string, 0) < count:
                kept[string] = places[string][0].span
                for part in _parts(string):
                    within[part] = max(within.get(part, 0), count)
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


def _windows(tokens: Sequence[Token]) -> Iterator[Window]:
    """Yield the windows of a clause."""
    unknown = [at for at, token in enumerate(tokens) if not token.explained]
    starts = [token.span.start for token in tokens]
    ends = [token.span.end for token in tokens]
    firsts = sorted(
        {first for at in unknown for first in range(max(0, at - MOST_TOKENS + 1), at + 1)}
    )
    for first in firsts:
        start = starts[first]
        nearest = unknown[bisect_left(unknown, first)]
        for last in range(nearest + 1, min(first + MOST_TOKENS, len(tokens)) + 1):
            end = ends[last - 1]
            if end - start > LONGEST:
                break
            if end - start > 1:
                yield Window(tokens, first, last, start, end)


def _parts(string: str) -> Iterator[str]:
    """Yield what of `string` may be a term of the page."""
    for length in range(_SHORTEST_OWN, len(string) + 1):
        for start in range(len(string) - length + 1):
            yield string[start : start + length]

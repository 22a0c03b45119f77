"""What detectors may ask: the tables of a run, and facts about one page.

Each is computed when first asked for and then kept. `Page` holds facts of the text alone: counts,
clauses, tokens, names. What one detector or a family computes of a page is a function marked
`page_fact` in that family.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from proofer.detectors.byline_names import BylineName, byline_names
from proofer.detectors.cited_names import cited_parts, names_in
from proofer.document.document import Document, Paragraph
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern, lazy_regex
from proofer.document.spans import Span, disjoint, overlaps_any, span_at, spans_at
from proofer.language.channel.profiles import PROFILES, Profile
from proofer.language.occurrences import Occurrences
from proofer.scoring.learned import Learned

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from proofer.language.dictionaries import Dictionaries
    from proofer.language.lexicon import WordList
    from proofer.language.model import CharacterModel
    from proofer.language.shapes import ShapeTable
    from proofer.rereading.reading import Reader

T = TypeVar("T")
_MARK = lazy_pattern("[，。；：？！、,;:?!]")
_LONG_ROW = 100
"""Code points of a paragraph that would have a mark if it were made of sentences."""
FAMILIAR = -2.6
"""log10 score of a character above which the language model knows the language of a text.

Modern simplified text scores -0.7 to -2.3, traditional and classical text about -3, and so does
text that the OCR could not read.
"""
_TELLING = 500
"""Code points of the shortest page whose score tells anything."""
_SAMPLE = 10_000
"""Code points at the beginning of a page that are enough to know its language by."""
_HAN = lazy_regex(r"\p{Han}")
_LATIN = lazy_regex(r"\p{Latin}{2,}\P{L}+\p{Latin}{2,}")
"""Two words of another language, not the abbreviations that Chinese has in it."""
_CLAUSE = lazy_regex(r"[^\n，,。；;：:！!？?、（）()《》〈〉【】\[\]“”‘’\"…—\s]+")
_SENTENCE = lazy_regex(r"[^\n。！!？?；;]{1,1000}+[。！!？?；;]?[”’）)]{0,10}+")
"""Bounded: detectors read the sentence of each thing that they find."""


@dataclass(slots=True)
class _LatestPage:
    """The page asked for last: all detectors see one document before any sees the next."""

    page: Page | None = None


@dataclass(frozen=True)
class Context:
    """The dictionaries, language tables and options of a run; tables are loaded when first used.

    Options are those of each detector, by its name. Paths in them are relative to `root`, the
    project's folder. `profile` says how errors come about: by OCR, or by typing. `reread` says
    whether lines are read again from the pages' images, which are in `images` or beside the pages;
    what was read is kept in `line_cache`, if given. `learned` is what earlier decisions taught.
    """

    dictionaries: Dictionaries
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    root: Path = Path()
    profile: Profile = PROFILES["ocr"]
    reread: bool = False
    images: Path | None = None
    line_cache: Path | None = None
    learned: Learned = Learned()  # noqa: RUF009 - it never changes
    _latest: _LatestPage = field(default_factory=_LatestPage, init=False, repr=False, compare=False)

    @cached_property
    def model(self) -> CharacterModel:
        """The character language model of the package."""
        from proofer.language.model import default_model

        return default_model()

    @cached_property
    def words(self) -> WordList:
        """The general word list of the package."""
        from proofer.language.lexicon import default_words

        return default_words()

    @cached_property
    def shapes(self) -> ShapeTable:
        """The similarity of characters as an OCR sees them."""
        from proofer.language.shapes import default_shapes

        return default_shapes()

    @cached_property
    def reader(self) -> Reader:
        """What reads lines again.

        Raises:
            InputError: if the extra `reread` is not installed, or with another model.
        """
        from proofer.rereading.cache import LineCache
        from proofer.rereading.model import default_recogniser
        from proofer.rereading.reading import Reader

        return Reader(default_recogniser(), LineCache(self.line_cache))

    def page(self, document: Document) -> Page:
        """Return the facts about `document`; those of the latest document are kept."""
        page = self._latest.page
        if page is None or page.document is not document:
            if page is not None:
                page.forget()
            page = self._latest.page = Page(document, self)
        return page


class Page:
    """Facts about `document`. All offsets are code points of its text."""

    def __init__(self, document: Document, context: Context) -> None:
        self.document = document
        self.text = document.text
        self.context = context
        self._facts: dict[Callable[[Page], Any], Any] = {}
        self._tokens: dict[Span, tuple[Span, ...]] = {}
        self._occurrences = Occurrences(document.text)
        self._places: dict[str, list[Span]] = {}

    def count(self, string: str) -> int:
        """Return how often `string` (not empty) occurs in the text, overlaps not counted."""
        return self._occurrences.count(string)

    def occurrences(self, string: str) -> list[Span]:
        """Return where `string` (not empty) occurs in the text."""
        if string not in self._places:
            starts = self._occurrences.starts(string)
            self._places[string] = [Span(start, start + len(string)) for start in starts]
        return self._places[string]

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        """Runs of text without punctuation or white space."""
        return tuple(Span(*match.span()) for match in _CLAUSE.finditer(self.text))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences with their closing mark; they never cross a paragraph."""
        return tuple(Span(*match.span()) for match in _SENTENCE.finditer(self.text))

    @cached_property
    def word_places(self) -> tuple[NDArray[np.int32], NDArray[np.uint8], NDArray[np.float32]]:
        """Where words of the word list stand: starts, lengths and log10 frequencies."""
        return self.context.words.lookup_spans(self.text)

    @cached_property
    def _words(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
        """The same by ends. Words are all Han, so none reaches over the end of a clause."""
        from proofer.language.lexicon import by_end

        return by_end(*self.word_places)

    @cached_property
    def wordless(self) -> tuple[int, ...]:
        """Offsets of the Han characters that belong to no word, however the text is segmented.

        A word has two characters or more and is not rare. Function words and numerals are left out.
        """
        import numpy as np

        from proofer.language.characters import FUNCTION_CHARACTERS, NUMERALS
        from proofer.language.lexicon import RARE

        starts, lengths, frequencies = self.word_places
        good = (lengths > 1) & (frequencies >= RARE)
        size = len(self.text) + 1
        begun = np.bincount(starts[good], minlength=size)
        covered = np.cumsum(begun - np.bincount((starts + lengths)[good], minlength=size)) > 0
        places = np.flatnonzero(~covered[:-1]).tolist()
        alone = {self.text[at] for at in places} - FUNCTION_CHARACTERS - NUMERALS
        odd = set(filter(_HAN.match, alone))
        return tuple(at for at in places if self.text[at] in odd)

    def clause_at(self, offset: int) -> Span:
        """Return the clause that holds `offset`; an empty span at a mark."""
        return span_at(self.clauses, offset) or Span(offset, offset)

    def sentence_at(self, offset: int) -> Span:
        """Return the sentence that holds `offset`; an empty span between sentences."""
        return span_at(self.sentences, offset) or Span(offset, offset)

    def tokens(self, clause: Span) -> tuple[Span, ...]:
        """Return the words of `clause` (one of `clauses`) in its likeliest segmentation."""
        from proofer.language.lexicon import likeliest

        if clause not in self._tokens:
            self._tokens[clause] = tuple(
                Span(*piece) for piece in likeliest(clause.start, clause.end, self._words)
            )
        return self._tokens[clause]

    def tokens_over(self, span: Span) -> tuple[Span, ...]:
        """Return the tokens that share a character with `span` (within one clause)."""
        return tuple(token for token in self.tokens_touching(span) if token.overlaps(span))

    def tokens_touching(self, span: Span) -> Sequence[Span]:
        """Return the tokens of the clause at the start of `span` that it overlaps or touches."""
        return spans_at(self.tokens(self.clause_at(span.start)), span.start, span.end)

    def tokens_beside(self, span: Span) -> set[Span]:
        """Return the same, and the token of a clause that ends where `span` begins."""
        before = self.tokens(self.clause_at(max(0, span.start - 1)))
        return {*self.tokens_touching(span), *spans_at(before, span.start, span.end)}

    def is_known_word(self, word: str) -> bool:
        """Return whether a word list, a dictionary or a byline of the page has `word`."""
        dictionaries = self.context.dictionaries
        return (
            word in self.context.words
            or any(
                word in dictionaries.terms(kind)
                for kind in ("terms", "phrases", "names", "places", "allow")
            )
            or word in self.names
        )

    @cached_property
    def byline_names(self) -> tuple[BylineName, ...]:
        """The names that the page credits, by place."""
        return byline_names(
            self.document, self.context.dictionaries, self.context.words, self._occurrences
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the persons that the page credits, without blanks."""
        return frozenset(each.name for each in self.byline_names)

    @cached_property
    def name_spans(self) -> tuple[Span, ...]:
        """Where credited and cited names stand, there or anywhere else on the page: disjoint."""
        cited = tuple(cited_parts(self.document))
        surnames = self.context.dictionaries.kind("names")
        names = self.names.union(*(names_in(each.of(self.text), surnames) for each in cited))
        if not names:
            return cited
        longest_first = sorted(names, key=lambda name: (-len(name), name))
        pattern = re.compile("|".join(map(re.escape, longest_first)))
        printed = (Span(*match.span()) for match in pattern.finditer(self.text))
        return tuple(disjoint([*printed, *cited, *(each.span for each in self.byline_names)]))

    def touches_name(self, span: Span) -> bool:
        """Return whether `span` changes a character of a protected name."""
        return overlaps_any(span, self.name_spans)

    @cached_property
    def familiarity(self) -> float:
        """Mean log10 score of a character in the language model; 0 for an empty text."""
        from proofer.language.channel.reading import read

        sample = self.text[:_SAMPLE]
        return float(read(sample, self.context.model).scores.mean()) if sample else 0.0

    @cached_property
    def is_traditional(self) -> bool:
        """Whether the page is traditional print, by the characters of its beginning."""
        from proofer.language.scripts import is_traditional

        return is_traditional(self.text[:_SAMPLE])

    def is_traditional_at(self, offset: int) -> bool:
        """Return whether the page is traditional print, or its paragraph at `offset` clearly is."""
        return self.is_traditional or self.document.paragraph_at(offset) in self._traditional

    @cached_property
    def _traditional(self) -> frozenset[Paragraph]:
        from proofer.language.scripts import is_clearly_traditional

        return frozenset(
            each
            for each in self.document.paragraphs
            if is_clearly_traditional(each.span.of(self.text))
        )

    def is_list_at(self, offset: int) -> bool:
        """Return whether the paragraph at `offset` is a long row of names or characters.

        It has no mark at all, on a page that has some.
        """
        return self.document.paragraph_at(offset) in self._lists

    @cached_property
    def _lists(self) -> frozenset[Paragraph]:
        long = [each for each in self.document.paragraphs if len(each.span) >= _LONG_ROW]
        rows = [each for each in long if not _MARK.search(each.span.of(self.text))]
        return frozenset(rows) if rows and _MARK.search(self.text) else frozenset()

    @cached_property
    def is_old_print(self) -> bool:
        """Whether the page has the marks of print before the 1950s: 、 in the place of commas."""
        sample = self.text[:_SAMPLE]
        return self.is_traditional and sample.count("、") > sample.count("，")

    @cached_property
    def is_familiar(self) -> bool:
        """Whether the language model knows the language of the page.

        It does not know old print; short pages count as known.
        """
        if self.is_old_print:
            return False
        return len(self.text) < _TELLING or self.familiarity > FAMILIAR

    def fact(self, function: Callable[[Page], T]) -> T:
        """Return what `function` computes of this page, computed once: see `page_fact`."""
        if function not in self._facts:
            self._facts[function] = function(self)
        value: T = self._facts[function]
        return value

    def forget(self) -> None:
        """Drop what `fact` keeps; some of it holds the page, which would wait for the collector."""
        self._facts.clear()

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        """Where the lines of the page begin, as they stand in the source."""
        joins = (join.offset for join in self.document.joins)
        return tuple(sorted({*joins, *(each.span.start for each in self.document.paragraphs)}))

    def lines_over(self, span: Span) -> Span:
        """Return the lines of the page, without the BREAK after them, that `span` touches."""
        starts = self._line_starts
        first = max(0, bisect_right(starts, span.start) - 1)
        after = bisect_left(starts, max(span.end, span.start + 1))
        end = starts[after] if after < len(starts) else len(self.text)
        start = starts[first] if starts else 0
        return Span(start, max(start, end))

    def kind_at(self, offset: int) -> BlockKind:
        """Return the kind of the paragraph at `offset`."""
        return self.document.paragraph_at(offset).kind


def page_fact(function: Callable[[Page], T]) -> Callable[[Page], T]:
    """Decorate `function` of a page so that its result is computed once a page and kept with it."""

    @wraps(function)
    def once(page: Page) -> T:
        return page.fact(function)

    return once


def is_chinese(page: Page, span: Span) -> bool:
    """Return whether a sentence that `span` touches has a Chinese character.

    The language model and the rules know no other language, and would correct what is right.
    """
    first, last = page.sentence_at(span.start), page.sentence_at(max(span.start, span.end - 1))
    start, end = min(first.start, span.start), max(last.end, span.end)
    if _HAN.search(page.text, start, end) is None:
        return False
    line = page.lines_over(span)
    return _HAN.search(line.of(page.text)) is not None or not _LATIN.search(line.of(page.text))

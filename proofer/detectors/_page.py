"""Facts about one page that several detectors need: counts, clauses, tokens, names. Computed once, when asked."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

import regex

from proofer.document.document import Document
from proofer.document.kinds import Kind
from proofer.document.spans import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from proofer.detectors import _sequences
    from proofer.detectors._api import Context
    from proofer.detectors._line_order import LineOrder
    from proofer.detectors._other_run import Run
    from proofer.language.channel.engine import Place
    from proofer.names import Mention

HAN = r"\p{Han}"
_HAN = regex.compile(HAN)
_CLAUSE = regex.compile(r"[^\n，,。；;：:！!？?、（）()《》〈〉【】\[\]“”‘’\"…—\s]+")
_SENTENCE = regex.compile(r"[^\n。！!？?；;]+[。！!？?；;]?[”’）)]*")
_CREDIT = regex.compile(
    r"(?:记者|通讯员|摄影|图片提供|供稿|编辑|作者|校对|□)[ 　：:]*(?P<names>(?:\p{Han}{2,4}[ 　、]*)+)"
    r"|(?:^|[\n（(])[ 　]*(?P<names>(?:\p{Han}{2,4}[ 　、]+)*\p{Han}{2,4})[ 　]*(?:摄|供图|制图|文/图|[)）](?=\n|$))"
)
_NAME_PART = regex.compile(r"\p{Han}{2,4}")
_NAME_RUN = regex.compile(r"\p{Han}{2,3}")


class Page:
    """Facts about `document`. All offsets are code points of its text."""

    def __init__(self, document: Document, context: Context) -> None:
        self.document = document
        self.text = document.text
        self._context = context
        self._tokens: dict[Span, tuple[Span, ...]] = {}

    def count(self, string: str) -> int:
        """Return how often `string` occurs in the text, overlaps not counted."""
        return self.text.count(string)

    def occurrences(self, string: str) -> list[Span]:
        """Return where `string` occurs in the text."""
        return [Span(*match.span()) for match in regex.finditer(regex.escape(string), self.text)]

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        """Runs of text without punctuation or white space."""
        return tuple(Span(*match.span()) for match in _CLAUSE.finditer(self.text))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences with their closing mark; they never cross a paragraph."""
        return tuple(Span(*match.span()) for match in _SENTENCE.finditer(self.text))

    @cached_property
    def _clause_starts(self) -> list[int]:
        return [span.start for span in self.clauses]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.sentences]

    @cached_property
    def word_places(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """Every place where a word of the word list stands: starts, lengths and log10 frequencies."""
        return self._context.words.lookup_spans(self.text)

    @cached_property
    def _words(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """The same by ends; no word reaches over the end of a clause, for there are Han characters alone in words."""
        from proofer.language.lexicon import by_end

        return by_end(*self.word_places)

    @cached_property
    def ledger(self) -> tuple[Mention, ...]:
        """The credited names of the page, by place."""
        from proofer.detectors._names import read_ledger

        return tuple(read_ledger(self.document, self._context))

    @cached_property
    def wordless(self) -> tuple[int, ...]:
        """Offsets of the Han characters that are in no word of two or more that is not rare, function words left aside.

        Overlapping words count as well: these are what no segmentation could explain.
        """
        import numpy as np

        from proofer.language.lexicon import FUNCTION_CHARACTERS, NUMERALS, RARE

        starts, lengths, frequencies = self.word_places
        good = (lengths > 1) & (frequencies >= RARE)
        size = len(self.text) + 1
        begun = np.bincount(starts[good], minlength=size)
        covered = np.cumsum(begun - np.bincount((starts + lengths)[good], minlength=size)) > 0
        odd = {char for char in set(self.text) - FUNCTION_CHARACTERS - NUMERALS if _HAN.match(char)}
        return tuple(at for at in np.flatnonzero(~covered[:-1]).tolist() if self.text[at] in odd)

    def clause_at(self, offset: int) -> Span:
        """Return the clause that holds `offset`; an empty span at a mark."""
        return _containing(self.clauses, self._clause_starts, offset)

    def sentence_at(self, offset: int) -> Span:
        """Return the sentence that holds `offset`; an empty span between sentences."""
        return _containing(self.sentences, self._sentence_starts, offset)

    def tokens(self, clause: Span) -> tuple[Span, ...]:
        """Return the words of `clause` (one of `clauses`) as the most likely segmentation has them."""
        from proofer.language.lexicon import likeliest

        if clause not in self._tokens:
            self._tokens[clause] = tuple(Span(*piece) for piece in likeliest(clause.start, clause.end, self._words))
        return self._tokens[clause]

    def tokens_over(self, span: Span) -> tuple[Span, ...]:
        """Return the tokens that share a character with `span` (within one clause)."""
        return tuple(token for token in self.tokens(self.clause_at(span.start)) if token.overlaps(span))

    def known(self, word: str) -> bool:
        """Return whether a word list, a dictionary or the ledger of names has `word`."""
        dictionaries = self._context.dictionaries
        return (
            word in self._context.words
            or any(word in dictionaries.kind(kind) for kind in ("terms", "phrases", "names", "places", "allow"))
            or word in self.names
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of persons on this page: credited ones, and those of the project's dictionaries.

        A credited name follows 记者, 通讯员, 图片提供, □ …, or stands alone before 摄 or in brackets at the end.
        """
        surnames = self._context.dictionaries.kind("names")
        found: Counter[str] = Counter()
        for match in _CREDIT.finditer(self.text):
            for name in match.captures("names"):
                for part in _NAME_PART.findall(name):
                    if self._is_name(part, surnames):
                        found[part] += 1
        return frozenset(found)

    def _is_name(self, part: str, surnames: object) -> bool:
        assert hasattr(surnames, "__contains__")
        length = 2 if part[:2] in surnames and len(part) > 2 else 1
        return part[:length] in surnames and 1 <= len(part) - length <= 2 and part not in self._context.words

    @cached_property
    def name_spans(self) -> tuple[Span, ...]:
        """Where names of `names` occur, anywhere on the page."""
        if not self.names:
            return ()
        pattern = regex.compile("|".join(map(regex.escape, sorted(self.names, key=lambda name: (-len(name), name)))))
        return tuple(Span(*match.span()) for match in pattern.finditer(self.text))

    def touches_name(self, span: Span) -> bool:
        """Return whether `span` changes a character of a protected name."""
        return any(span.overlaps(name) for name in self.name_spans)

    def is_protected(self, span: Span, *, corrected: bool) -> bool:
        """Return whether guesses must leave `span` alone: a name, or what dictionaries or the page itself vouch for."""
        from proofer.detectors._protected import is_protected

        return self.touches_name(span) or is_protected(span, self, self._context, corrected=corrected)

    @cached_property
    def familiarity(self) -> float:
        """Mean score of a character in the language model (of the first 10,000 code points; 0 for an empty text)."""
        sample = self.text[:10_000]
        return float(self._context.model.score(sample).mean()) if sample else 0.0

    @cached_property
    def is_traditional(self) -> bool:
        """Whether the page is traditional print, by the characters of its beginning."""
        from proofer.language.scripts import is_traditional

        return is_traditional(self.text[:10_000])

    @cached_property
    def is_familiar(self) -> bool:
        """Whether the language model knows the language of the page.

        Modern simplified text scores -0.7 to -2.3 a character, traditional and classical text about -3, and so does
        text that the OCR could not read. Fewer than 500 code points tell nothing and count as familiar.
        """
        return len(self.text) < 500 or self.familiarity > -2.6

    @cached_property
    def sequences(self) -> tuple[_sequences.Sequence, ...]:
        """The sequences of numbered points."""
        from proofer.detectors._sequences import sequences

        return tuple(sequences(self.document))

    @cached_property
    def is_witnessed(self) -> bool:
        """Whether an engine whose words can be weighed says how sure it was, or a second one what it read.

        What is too unlikely to be shown is then found all the same, for the witnesses to judge.
        """
        from proofer.language.engines import engine

        if self.document.second is not None:
            return True
        known = bool(engine(self.document.engine).measured)
        return known and any(each.witness and each.witness.confidence is not None for each in self.document.segments)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where the noisy channel doubts the text, with what could stand there."""
        from proofer.language.channel import batches
        from proofer.language.channel.engine import default_engine
        from proofer.language.channel.sureness import sureness

        breaks = [join.offset for join in self.document.joins]
        second = self.document.second
        profile, other = self._context.profile.name, None
        if second is not None and self._context.profile.twice:
            profile, other = self._context.profile.twice, second.text
        sure, alternatives = sureness(self.document), self._alternatives()
        return tuple(
            batches.places(
                default_engine(profile), self.text, breaks, other=other, sure=sure, alternatives=alternatives
            )
        )

    @cached_property
    def corrected(self) -> tuple[Place, ...]:
        """The places of the noisy channel whose correction is worth showing."""
        from proofer.detectors._channel import worth_showing

        return tuple(worth_showing(self, self._context))

    @cached_property
    def other_runs(self) -> tuple[Run, ...]:
        """The runs that a second engine reads otherwise and that the channel does not weigh."""
        from proofer.detectors._other_run import runs

        return tuple(runs(self.document, self._context))

    def _alternatives(self) -> list[tuple[int, str]]:
        """Return the characters that the engine might have read instead, with their places."""
        return [
            (segment.text.start + at, char)
            for segment in self.document.segments
            if segment.witness is not None
            for other in segment.witness.alternatives
            if len(other) == len(segment.text)
            for at, char in enumerate(other)
            if char != self.text[segment.text.start + at]
        ]

    @cached_property
    def line_order(self) -> LineOrder:
        """What is wrong with the order of the page's lines."""
        from proofer.detectors._line_order import line_order

        return line_order(self.document, self._context.model)

    def kind_at(self, offset: int) -> Kind:
        """Return the kind of the paragraph at `offset`."""
        return self.document.paragraph_at(offset).kind


def _containing(spans: tuple[Span, ...], starts: list[int], offset: int) -> Span:
    index = bisect_right(starts, offset) - 1
    if index >= 0 and offset in spans[index]:
        return spans[index]
    return Span(offset, offset)

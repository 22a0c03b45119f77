"""Mines pages for frequent words that no dictionary has, as proposals for a dictionary."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.language.characters import FUNCTION_CHARACTERS, NUMERALS
from proofer.language.lexicon import RARE, WordList

_MOST_TOKENS = 5
"""Tokens of a term, at most."""
_SHORTEST, _LONGEST = 3, 10
"""Code points of a term: shorter strings repeat by chance, longer ones are phrases."""
_WITHIN = 0.8
"""Share of its occurrences inside one longer string from which a string is only a part of that."""
_OUTNUMBERED = 3
"""A string one character off another that is this many times commoner is more likely a slip."""
_RARE_ALONE = -4.3
"""Log10 of the frequency below which a single character is hardly a word, as 年 or 会 are."""


class Miner:
    """Counts strings, and the names in bylines, over many pages."""

    def __init__(self) -> None:
        self._strings: Counter[str] = Counter()
        self._neighbours: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        self._credited: set[str] = set()
        self._texts: list[str] = []
        self._contexts: list[Context] = []

    def read(self, document: Document, context: Context) -> None:
        """Count the strings and names of a page."""
        page = context.page(document)
        for clause in page.clauses:
            for start, end in _candidates(page.tokens(clause), document.text, context.words):
                self._strings[word := document.text[start:end]] += 1
                before, after = self._neighbours[word]
                before.add(document.text[max(clause.start, start - 1) : start])
                after.add(document.text[end : min(clause.end, end + 1)])
        self._credited |= page.names
        self._texts.append(document.text)
        self._contexts.append(context)

    def names(self, least: int) -> Iterator[tuple[str, int]]:
        """Yield the names in bylines that no dictionary has, with the number of their occurrences.

        Names with fewer than `least` occurrences are left out.
        """
        for name in sorted(self._credited):
            if (count := self._count(name)) >= least and not self._in_dictionary(name, ("names",)):
                yield name, count

    def terms(self, least: int) -> Iterator[tuple[str, int]]:
        """Yield the terms that no dictionary has, with the number of their occurrences.

        Terms with fewer than `least` occurrences are left out. A term has different neighbours on
        both sides, and is neither a part of a longer one, nor a name, nor one character off a term
        of a dictionary or a much commoner string.
        """
        common = {
            word: count
            for word, count in self._strings.items()
            if count >= least and self._is_free(word)
        }
        listed = {
            term for context in self._contexts[:1] for term in context.dictionaries.kind("terms")
        }
        shapes = _shapes({**dict.fromkeys(listed, _COMMONEST), **common})
        for word, count in sorted(common.items()):
            longer = max(
                (common[each] for each in common if word in each and word != each), default=0
            )
            nearest = max(
                shapes[shape][0] if shapes[shape][1] != word else 0 for shape in _masked(word)
            )
            slip = nearest >= _OUTNUMBERED * count
            named = any(name in word or word in name for name in self._credited)
            if (
                longer < _WITHIN * count
                and not slip
                and not named
                and not self._in_dictionary(word, _KINDS)
            ):
                yield word, count

    def _is_free(self, word: str) -> bool:
        return all(len(side) > 1 for side in self._neighbours[word])

    def _count(self, word: str) -> int:
        return sum(text.count(word) for text in self._texts)

    def _in_dictionary(self, word: str, kinds: Iterable[str]) -> bool:
        context = self._contexts[0]
        return word in context.words or any(
            word in context.dictionaries.kind(kind) for kind in kinds
        )


_KINDS = ("terms", "phrases", "places", "names", "allow", "reduplications")
_COMMONEST = 1 << 30
"""The count of a term of a dictionary: commoner than any string of pages."""


def _candidates(tokens: Iterable[Span], text: str, words: WordList) -> Iterator[tuple[int, int]]:
    """Yield start and end of the strings that may be terms.

    They are several whole tokens of Han characters, at least one of them rare or no word at all.
    """
    sequence = list(tokens)
    for first, start in enumerate(sequence):
        has_rare = False
        for more, token in enumerate(sequence[first : first + _MOST_TOKENS]):
            piece = token.of(text)
            if not all("\u4e00" <= each <= "\u9fff" for each in piece) or piece in _PLAIN:
                break
            limit = RARE if len(piece) > 1 else _RARE_ALONE
            has_rare = has_rare or words.log_frequency(piece) < limit
            if more and has_rare and _SHORTEST <= token.end - start.start <= _LONGEST:
                yield start.start, token.end


_PLAIN = FUNCTION_CHARACTERS | NUMERALS | {"暨"}


def _masked(word: str) -> list[tuple[str, str]]:
    return [(word[:at], word[at + 1 :]) for at in range(len(word))]


def _shapes(counts: dict[str, int]) -> dict[tuple[str, str], tuple[int, str]]:
    """Return the count and the commonest string of each shape, a string without one character."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for word, count in counts.items():
        for shape in _masked(word):
            found[shape].append((count, word))
    return {shape: max(words) for shape, words in found.items()}

"""Words that a project's pages use again and again and that no dictionary knows: proposals for its own dictionary."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.language.lexicon import FUNCTION_CHARACTERS, NUMERALS, RARE, WordList

_MOST_TOKENS = 5
_SHORTEST, _LONGEST = 3, 10
_WITHIN = 0.8
"""A string that stands inside a longer one this often is only a part of it."""
_OUTNUMBERED = 3
"""A string one character off another that is this much commoner is more likely a slip than a word."""
_RARE_ALONE = -4.3
"""A character that stands alone less often than this (log10) is hardly a word of its own there, as 年 or 会 are."""


class Miner:
    """Counts strings and credited names over many pages."""

    def __init__(self) -> None:
        self._strings: Counter[str] = Counter()
        self._neighbours: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        self._credited: set[str] = set()
        self._texts: list[str] = []
        self._contexts: list[Context] = []

    def read(self, document: Document, context: Context) -> None:
        """Count what a page holds."""
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
        """Yield the credited names that the pages print at least so often, and how often."""
        for name in sorted(self._credited):
            if (count := self._printed(name)) >= least and not self._is_known(name, ("names",)):
                yield name, count

    def terms(self, least: int) -> Iterator[tuple[str, int]]:
        """Yield the unknown strings that the pages print at least so often, and how often.

        A term stands in different surroundings on both sides, and is neither a part of a longer
        one, nor a name, nor one character off a known term or a much commoner string.
        """
        common = {
            word: count
            for word, count in self._strings.items()
            if count >= least and self._is_free(word)
        }
        known = {
            term for context in self._contexts[:1] for term in context.dictionaries.kind("terms")
        }
        shapes = _shapes({**dict.fromkeys(known, 1 << 30), **common})
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
                and not self._is_known(word, _KINDS)
            ):
                yield word, count

    def _is_free(self, word: str) -> bool:
        return all(len(side) > 1 for side in self._neighbours[word])

    def _printed(self, word: str) -> int:
        return sum(text.count(word) for text in self._texts)

    def _is_known(self, word: str, kinds: Iterable[str]) -> bool:
        context = self._contexts[0]
        return word in context.words or any(
            word in context.dictionaries.kind(kind) for kind in kinds
        )


_KINDS = ("terms", "phrases", "places", "names", "allow", "reduplications")


def _candidates(tokens: Iterable[Span], text: str, words: WordList) -> Iterator[tuple[int, int]]:
    """Yield the strings of whole tokens that a term may be: of Han characters, one token no word or a rare one."""
    held = list(tokens)
    for first in range(len(held)):
        odd = False
        for last, token in enumerate(held[first : first + _MOST_TOKENS]):
            piece = token.of(text)
            if not all("\u4e00" <= each <= "\u9fff" for each in piece) or piece in _PLAIN:
                break
            odd = odd or words.log_frequency(piece) < (RARE if len(piece) > 1 else _RARE_ALONE)
            if last and odd and _SHORTEST <= token.end - held[first].start <= _LONGEST:
                yield held[first].start, token.end


_PLAIN = FUNCTION_CHARACTERS | NUMERALS | {"暨"}


def _masked(word: str) -> list[tuple[str, str]]:
    return [(word[:at], word[at + 1 :]) for at in range(len(word))]


def _shapes(counts: dict[str, int]) -> dict[tuple[str, str], tuple[int, str]]:
    """Return, for each string without one character, the commonest that reads so and how common that is."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for word, count in counts.items():
        for shape in _masked(word):
            found[shape].append((count, word))
    return {shape: max(words) for shape, words in found.items()}

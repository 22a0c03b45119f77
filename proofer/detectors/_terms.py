"""Terms and what is near them: the candidate search behind `garbled-term`.

Terms of the same length are found by an inverted index of pairs of characters at their places, terms with one character
more by the strings that are left when one is taken out (Mor and Fraenkel 1982); rapidfuzz measures what comes up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from rapidfuzz import process
from rapidfuzz.distance import Hamming

SHORTEST, LONGEST = 2, 8
_LEAST_EQUAL = {2: 1, 3: 2, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4}
"""How many characters must stand unchanged, by length; less leaves more chance matches than misreadings."""
_LEAST_FOR_LOSS = 4
"""A term of three characters less one is any word of two."""
_MOST = 60


@dataclass(frozen=True, slots=True)
class Change:
    """One character that a misreading changed: `at` counts from the start of what is printed.

    `printed` is empty where the character was lost. Added ones are copies, which is what `doubled` looks for.
    """

    at: int
    printed: str
    right: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """The terms of one length by their characters at two places."""

    first: int
    second: int
    terms: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


class TermIndex:
    """Terms of 2 to 8 characters, searchable for those that a string may be a misreading of."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = frozenset(term for term in terms if SHORTEST <= len(term) <= LONGEST)
        self.heads = frozenset(term[:2] for term in self.terms)
        """The first two characters of the terms."""
        self._by_pair = {length: [_Pair(*places) for places in _pairs(length)] for length in _LEAST_EQUAL}
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._shortened: dict[str, list[str]] = defaultdict(list)
        for term in sorted(self.terms):
            self._by_length[len(term)].append(term)
            for pair in self._by_pair[len(term)]:
                pair.terms[term[pair.first] + term[pair.second]].append(term)
            if len(term) >= _LEAST_FOR_LOSS:
                for short in sorted({term[:at] + term[at + 1 :] for at in range(len(term))}):
                    self._shortened[short].append(term)

    def near(self, printed: str) -> list[str]:
        """Return the terms of which `printed` may be a misreading, nearest first; none if it is a term itself."""
        if printed in self.terms:
            return []
        same: set[str] = set()
        for pair in self._by_pair[len(printed)]:
            same.update(pair.terms.get(printed[pair.first] + printed[pair.second], ()))
        found = self._ranked(printed, sorted(same), _LEAST_EQUAL[len(printed)]) if same else []
        return [*found, *self._shortened.get(printed, ())]

    def alike(self, printed: str, least_equal: int) -> list[str]:
        """Return all terms of the same length with `least_equal` or more characters in their places."""
        return self._ranked(printed, self._by_length.get(len(printed), []), least_equal)

    @staticmethod
    def _ranked(printed: str, terms: list[str], least_equal: int) -> list[str]:
        most = len(printed) - least_equal
        ranked = process.extract(printed, terms, scorer=Hamming.distance, score_cutoff=most, limit=_MOST)
        return [term for term, _, _ in ranked]


def _pairs(length: int) -> list[tuple[int, int]]:
    """Return pairs of places of which one stays unchanged wherever `_LEAST_EQUAL` characters do.

    From five characters on, so many unchanged ones cannot all stand three or more apart. Of two characters each is its
    own pair.
    """
    if length == 2:
        return [(0, 0), (1, 1)]
    apart = 3 if length == 4 else 2
    return [(first, second) for first, second in combinations(range(length), 2) if second - first <= apart]


def changes(printed: str, right: str) -> list[Change]:
    """Return the characters of `right` that are printed otherwise, or the one that was lost."""
    if len(printed) == len(right):
        return [Change(at, a, b) for at, (a, b) in enumerate(zip(printed, right, strict=True)) if a != b]
    at = next((at for at, (a, b) in enumerate(zip(printed, right, strict=False)) if a != b), len(printed))
    return [Change(at, "", right[at])]

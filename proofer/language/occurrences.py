"""Where strings stand in one text.

`str.count` reads the whole text. Detectors ask for thousands of strings of a page, and a page may
have a million characters: then the places of all pairs of characters are noted down once, and only
those of a string's rarest pair are looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")
_HASH_BITS = 18
"""Of 10,000 strings one in 26 others has the hash."""
_SHORT = 30_000
"""Code points of a text that is read faster than indexed."""


class StringIndex(Generic[T]):
    """Strings of one length with what belongs to each, found in a text in one reading.

    All strings of the text are hashed at once, and those are looked up whose hash one of the index
    has: 20 ns a code point, however many strings there are.
    """

    def __init__(self, entries: Mapping[str, T], length: int) -> None:
        """Index those of `entries` whose keys have `length` code points, one or more."""
        self._entries, self._length = entries, length

    @cached_property
    def _hashes(self) -> NDArray[np.bool_]:
        import numpy as np

        known = np.zeros(1 << _HASH_BITS, np.bool_)
        strings = (string for string in self._entries if len(string) == self._length)
        known[self._hashed("".join(strings))[:: self._length]] = True
        return known

    def _hashed(self, text: str) -> NDArray[np.int64]:
        """Hash of each string of the length in `text`."""
        import numpy as np

        from proofer.language.lexicon import code_points, word_keys

        keys = word_keys(code_points(text), self._length)
        keys >>= np.uint64(64 - _HASH_BITS)
        return keys.view(np.int64)

    def places(self, text: str) -> list[tuple[int, T]]:
        """Return where strings of the index begin in `text`, in order; they may overlap."""
        entries, length = self._entries, self._length
        hits = self._hashes.take(self._hashed(text)).nonzero()[0].tolist()
        strings = ((at, text[at : at + length]) for at in hits)
        return [(at, entries[string]) for at, string in strings if string in entries]


class Occurrences:
    """Counts and finds strings in `text`; as with `str.count`, those found do not overlap."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, Sequence[int]] = {}

    def count(self, string: str) -> int:
        """Return how often `string`, which is not empty, occurs."""
        if len(self._text) <= _SHORT:
            return self._text.count(string)
        return self._characters[string] if len(string) == 1 else len(self.starts(string))

    def starts(self, string: str) -> Sequence[int]:
        """Return where `string`, which is not empty, begins, in order."""
        if string not in self._known:
            self._known[string] = self._found(string)
        return self._known[string]

    def _found(self, string: str) -> list[int]:
        text = self._text
        found: list[int] = []
        if len(text) <= _SHORT or len(string) == 1:
            at = text.find(string)
            while at >= 0:
                found.append(at)
                at = text.find(string, at + len(string))
            return found
        end = 0
        for at in self._possible(string):
            if at >= end and text.startswith(string, at):
                found.append(at)
                end = at + len(string)
        return found

    def _possible(self, string: str) -> list[int]:
        """Return the places where the rarest pair of characters in `string` lets it begin."""
        import numpy as np

        pairs, bounds, order = self._pairs
        wanted = _pair_keys(string)
        row = np.searchsorted(pairs, wanted)
        if not (pairs[np.minimum(row, pairs.size - 1)] == wanted).all():
            return []
        rarest = int(np.argmin(bounds[row + 1] - bounds[row]))
        places = order[bounds[row[rarest]] : bounds[row[rarest] + 1]] - rarest
        possible: list[int] = places[places >= 0].tolist()
        return possible

    @cached_property
    def _characters(self) -> Counter[str]:
        return Counter(self._text)

    @cached_property
    def _pairs(self) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
        """The different pairs in order, where each one's places begin, and all places by pair."""
        import numpy as np

        keys = _pair_keys(self._text)
        order = np.argsort(keys, kind="stable")
        pairs, first = np.unique(keys[order], return_index=True)
        return pairs, np.append(first, keys.size), order


def _pair_keys(text: str) -> NDArray[np.uint64]:
    """Both characters of each pair in one number, shape (len(text) - 1,)."""
    import numpy as np

    from proofer.language.lexicon import code_points

    codes = code_points(text).astype(np.uint64)
    return (codes[:-1] << np.uint64(21)) | codes[1:]

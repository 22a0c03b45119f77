"""The words of modern written Chinese with their frequencies, and how text falls into words.

One hashed table of some 400,000 words of 1 to 8 Han characters, made by `tools.lexicon.build`
from jieba's dictionary (MIT), jionlp's word counts, idioms and word dictionary (Apache-2.0), and
words mined from news that both lack. Frequencies are log10 of the mean of the sources' relative
frequencies.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.characters import FUNCTION_CHARACTERS, NUMERALS
from proofer.language.table import MISSING, HashTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"
LONGEST = 8
"""Characters of the longest words."""
NAME, PLACE, MINED = 1, 2, 4
"""Flag bits of a word: personal name (jieba POS nr), place name (ns), found in the corpora only."""
UNKNOWN_CHARACTER = -8.5
"""log10 frequency of a character that is no word, in `WordList.segment`."""
RARE = -7.3
"""Words below this log10 frequency explain nothing: they are as likely to arise by chance."""
_CHUNK = 1 << 14
_KNOWN_WORDS = 1 << 14
"""Words of which is kept what is known of them: 3 MB."""
_FLAG_BITS, _CHECKS = 7, np.uint8(0xF8)
_BYTE, _WORD = np.uint32(8), (1 << 64) - 1
_STEP, _FLOOR = 0.04, -11.0
"""Quantum and least value of a stored log10 frequency."""
_FACTOR_NUMBER, _SEED_NUMBER = 0x9FB21C651E98DF25, 0x5851F42D4C957F2D
_FACTOR, _SEED = np.uint64(_FACTOR_NUMBER), np.uint64(_SEED_NUMBER)
_FREQUENCIES = np.arange(256, dtype=np.float32) * np.float32(_STEP) + np.float32(_FLOOR)
"""log10 frequency that each code stands for."""


def word_keys(codes: NDArray[np.uint32], length: int) -> NDArray[np.uint64]:
    """Key of each string of `length` code points, shape (max(0, len(codes) - length + 1),)."""
    size = max(0, codes.size - length + 1)
    return _keys([codes[shift : shift + size] for shift in range(length)])


def row_keys(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Key of the string in each row of `codes`, shape (n, length) to (n,)."""
    return _keys(codes.T)


def growing_keys(columns: NDArray[np.uint32]) -> list[NDArray[np.uint64]]:
    """Keys of the first one, two, … code points of each string: `columns[i]` has the i-th of all.

    `columns` has the shape (length, n), each array of keys (n,).
    """
    keys = [_keys(columns[:1])]
    for column in columns[1:]:
        longer = keys[-1] ^ column
        longer *= _FACTOR
        keys.append(longer)
    return keys


def _keys(columns: Sequence[NDArray[np.uint32]] | NDArray[np.uint32]) -> NDArray[np.uint64]:
    keys = _SEED ^ columns[0]
    keys *= _FACTOR
    for column in columns[1:]:
        keys ^= column
        keys *= _FACTOR
    return keys


def check_bits(keys: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Five more bits of fingerprint: 1 false word in 300,000 look-ups instead of 1 in 10,000."""
    return (keys >> np.uint64(3)).astype(np.uint8) & _CHECKS


def frequency_codes(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    """log10 frequencies as steps of 0.04 from -11 on."""
    return np.clip(np.round((values - _FLOOR) / _STEP), 0, 255).astype(np.uint8)


def code_points(text: str) -> NDArray[np.uint32]:
    """Code points of `text`, shape (len(text),)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def by_end(
    starts: NDArray[np.int32], lengths: NDArray[np.uint8], frequencies: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """Ends, starts, frequencies of what `WordList.lookup_spans` found, by end, then by start."""
    ends = starts + lengths
    order = np.lexsort((starts, ends))
    return ends[order], starts[order], frequencies[order]


def likeliest(
    begin: int, end: int, places: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]
) -> list[tuple[int, int]]:
    """The likeliest cuts of a text from `begin` to `end`, which no word of `places` crosses.

    Unigram dynamic programming; a character that is no word costs 10^-8.5, and of equal ways the
    last word is the shortest. One Python step for each word found in the text.
    """
    bounds = np.array((begin, end), places[0].dtype)  # of another type it would copy the places
    inside = slice(*places[0].searchsorted(bounds, side="right").tolist())
    words = iter(zip(*(part[inside].tolist() for part in places), strict=True))
    stop, first, frequency = next(words, (0, 0, 0.0))
    best, back = [0.0], [begin]
    for place in range(begin + 1, end + 1):
        score, start = best[-1] + UNKNOWN_CHARACTER, place - 1
        while stop == place:
            other = best[first - begin] + frequency
            if other > score or (other == score and first > start):
                score, start = other, first
            stop, first, frequency = next(words, (0, 0, 0.0))
        best.append(score)
        back.append(start)
    spans = []
    while end > begin:
        spans.append((back[end - begin], end))
        end = spans[-1][0]
    return spans[::-1]


class WordList:
    """Membership, frequency and flags of words; segmentation of clauses."""

    def __init__(self, table: HashTable) -> None:
        """Read `table`: first value the code of the frequency, second flags and check bits."""
        self._table = table
        # Detectors ask for the same ones over and over.
        self._look_up = lru_cache(_KNOWN_WORDS)(self._read)

    @classmethod
    def load(cls, path: Path | None = None) -> WordList:
        """Map the lexicon in the file `path` (the one shipped with the package if None).

        Raises:
            OSError: the file cannot be read.
            ValueError: it holds something else.
        """
        return cls(HashTable.load(path or DATA / "lexicon.npy"))

    def _find(
        self, keys: NDArray[np.uint64]
    ) -> tuple[NDArray[np.bool_], NDArray[np.float32], NDArray[np.uint8]]:
        """Whether each key is a word's, its log10 frequency, its flags (garbage if it is none)."""
        payload = np.empty(keys.size, np.uint32)
        for start in range(0, keys.size, _CHUNK):
            payload[start : start + _CHUNK] = self._table.payloads(keys[start : start + _CHUNK])
        second = payload.astype(np.uint8)
        found = (payload < MISSING) & ((second & _CHECKS) == check_bits(keys))
        payload >>= _BYTE
        return found, _FREQUENCIES.take(payload.astype(np.uint8)), second & np.uint8(_FLAG_BITS)

    def find(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """Whether each of `keys` is a word's, and its log10 frequency (garbage if it is none)."""
        found, frequency, _ = self._find(keys)
        return found, frequency

    def _hits(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Which of `keys` are words', and their log10 frequencies; of a long text these are few."""
        hits, frequencies = [], []
        for start in range(0, keys.size, _CHUNK):
            found, frequency, _ = self._find(keys[start : start + _CHUNK])
            here = found.nonzero()[0]
            hits.append(here + start)
            frequencies.append(frequency.take(here))
        return np.concatenate(hits), np.concatenate(frequencies)

    def _read(self, word: str) -> tuple[float, int]:
        """log10 frequency and flags of one word; -inf and 0 where it is unknown."""
        if not 0 < len(word) <= LONGEST:
            return float("-inf"), 0
        key = _SEED_NUMBER
        for char in word:
            key = (key ^ ord(char)) * _FACTOR_NUMBER & _WORD
        payload = self._table.payload(key)
        if payload >= MISSING or (payload ^ key >> 3) & int(_CHECKS):
            return float("-inf"), 0
        return float(_FREQUENCIES[payload >> 8]), payload & _FLAG_BITS

    def __contains__(self, word: object) -> bool:
        """Whether `word` is in the lexicon."""
        return isinstance(word, str) and self._look_up(word)[0] > float("-inf")

    def log_frequency(self, word: str) -> float:
        """log10 of the relative frequency of `word`; -inf if it is unknown."""
        return self._look_up(word)[0]

    def log_frequencies(self, words: Sequence[str]) -> NDArray[np.float32]:
        """`log_frequency` of each word, shape (len(words),), in one batch."""
        result = np.full(len(words), -np.inf, np.float32)
        sizes = np.array([len(word) for word in words], np.int64)
        codes, starts = code_points("".join(words)), np.cumsum(sizes) - sizes
        rows = [(sizes == length).nonzero()[0] for length in range(1, LONGEST + 1)]
        keys = [
            row_keys(codes[starts[part][:, None] + np.arange(size)])
            for size, part in enumerate(rows, 1)
        ]
        found, frequency = self.find(np.concatenate(keys))
        result[np.concatenate(rows)[found]] = frequency[found]
        return result

    def is_name(self, word: str) -> bool:
        """Whether `word` is a personal name, or was one often enough for a dictionary."""
        return bool(self._look_up(word)[1] & NAME)

    def is_place(self, word: str) -> bool:
        """Whether `word` is the name of a place."""
        return bool(self._look_up(word)[1] & PLACE)

    def is_mined(self, word: str) -> bool:
        """Whether `word` is in no dictionary and was found in the corpora by its statistics."""
        return bool(self._look_up(word)[1] & MINED)

    def lookup_spans(
        self, text: str, max_length: int = LONGEST
    ) -> tuple[NDArray[np.int32], NDArray[np.uint8], NDArray[np.float32]]:
        """Every word that stands in `text`: starts, lengths and log10 frequencies, shape (n,) each.

        Ordered by length, then by start; offsets are code points; words never reach across other
        than Han characters.
        """
        codes = code_points(text)
        if not codes.size or max_length < 1:
            return np.zeros(0, np.int32), np.zeros(0, np.uint8), np.zeros(0, np.float32)
        # Length n has codes.size - n + 1 keys, and those of the shorter lengths stand before them.
        sizes = codes.size - np.arange(min(max_length, LONGEST, codes.size))
        first = np.concatenate((np.zeros(1, np.int64), sizes.cumsum()))
        keys = np.empty(int(first[-1]), np.uint64)
        parts = [keys[start:stop] for start, stop in pairwise(first.tolist())]
        parts[0][:] = word_keys(codes, 1)
        for shift, (shorter, part) in enumerate(pairwise(parts), 1):
            np.bitwise_xor(shorter[:-1], codes[shift:], out=part)
            np.multiply(part, _FACTOR, out=part)
        hits, frequency = self._hits(keys)
        lengths = first.searchsorted(hits, side="right")
        starts = hits - first[lengths - 1]
        # One key in 100,000 is found by chance: over digits and marks there are none but those.
        han = ((codes >= 0x3400) & (codes <= 0x9FFF)) | (codes == ord("〇"))
        running = np.r_[0, np.cumsum(~han)]
        kept = running[starts] == running[starts + lengths]
        return starts[kept].astype(np.int32), lengths[kept].astype(np.uint8), frequency[kept]

    def segment(self, text: str) -> list[tuple[int, int]]:
        """The likeliest way to cut `text` into words: spans (start, end) in order that cover it."""
        return likeliest(0, len(text), by_end(*self.lookup_spans(text)))

    def explained(self, text: str) -> list[bool]:
        """Whether each character of `text` (a clause) makes sense where it stands.

        True for words of two characters and more that are not rare (above 10^-7.3), function
        characters, numerals, and all that is not Han.
        """
        result = []
        for start, end in self.segment(text):
            word = text[start:end]
            if end - start == 1:
                known = word in FUNCTION_CHARACTERS or word in NUMERALS or not "㐀" <= word <= "鿿"
            else:
                known = self.log_frequency(word) >= RARE
            result.extend([known] * (end - start))
        return result


@cache
def default_words() -> WordList:
    """The lexicon shipped with the package, opened once a process."""
    return WordList.load()

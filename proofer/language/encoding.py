"""Characters to the tokens that the language model counts: normalisation, sentence boundaries.

Training and scoring go through the same two steps, so they always agree:

* `Vocabulary.encode`: one id a code point. Digits become `0`, Latin letters `A`, half-width
  marks full-width ones.
* `tokenise`: white space falls out; after 。！？； and the closing quotes or brackets that follow,
  the sentence ends (`</s><s>`), and so it does at a line feed that does not follow such an end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from proofer.document.opaque import OPAQUE

if TYPE_CHECKING:
    from numpy.typing import NDArray

BITS = 13
"""Bits of an id: four of them fit one 64-bit key."""
NONE, UNKNOWN, BEGIN, END, BLANK, FIRST = 0, 1, 2, 3, 4, 5
"""Ids: no context, unknown character, `<s>`, `</s>` or line feed, white space, first character."""
SEPARATOR = "\0"
"""Between two texts that do not see each other."""
TERMINAL, CLOSING = "。！？；", "”’」』）"
_BMP = 0x10000
"""Code points of the basic plane; the model knows none beyond."""


def normalise(char: str) -> str:
    """The character that stands for `char` in the model.

    Full-width marks, `0` for digits, `A` for Latin letters and for what is no text.
    """
    if char == OPAQUE:
        return "A"
    if char in ",;:?!()":
        return chr(ord(char) + 0xFEE0)
    plain = chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char
    if "0" <= plain <= "9":
        return "0"
    return "A" if "a" <= plain.lower() <= "z" else char


class Vocabulary:
    """The characters a model knows, each with its id."""

    def __init__(self, characters: str) -> None:
        """Number the `characters` from `FIRST` on.

        Raises:
            ValueError: there are more than 13 bits can number, or one occurs twice.
        """
        if len(characters) > (1 << BITS) - FIRST or len(set(characters)) < len(characters):
            msg = f"{len(characters)} characters: too many, or one twice"
            raise ValueError(msg)
        self.characters = characters
        self.size = len(characters) + FIRST
        ids = {char: number for number, char in enumerate(characters, FIRST)}
        codes = np.full(_BMP, UNKNOWN, np.uint16)
        points = np.frombuffer(characters.encode("utf-32-le", "surrogatepass"), "<u4")
        codes[np.minimum(points, _BMP - 1)] = np.arange(FIRST, self.size)
        for char in _VARIANTS:
            codes[ord(char)] = ids.get(normalise(char), UNKNOWN)
        codes[_BLANKS] = BLANK
        codes[0], codes[ord("\n")], codes[-1] = NONE, END, UNKNOWN
        self._codes = codes
        self._tail = np.zeros(1 << BITS, np.uint8)
        self._tail[[ids[char] for char in CLOSING if char in ids]] = 2
        self._tail[[ids[char] for char in TERMINAL if char in ids]] = 1

    def encode(self, text: str) -> NDArray[np.uint16]:
        """Ids of the code points of `text`, shape (len(text),)."""
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        return self._codes.take(points, mode="clip")

    def tokenise(self, ids: NDArray[np.uint16]) -> Tokens:
        """The stream of tokens for `ids`, of one text or of several with `SEPARATOR` between."""
        kept = (ids != BLANK).nonzero()[0]
        chars = ids if kept.size == ids.size else ids.take(kept)
        closing = self._ends(chars)
        line = chars == END
        length = np.ones(chars.size, np.int64)
        length[closing] = 3
        closing |= line
        feeds, plain = line.nonzero()[0], (~line).nonzero()[0]
        before = feeds - 1
        length[feeds] = np.where(closing.take(before), 0, 1 + (chars.take(before) != NONE))
        if feeds.size and not feeds[0]:
            length[0] = 1
        stop = length.cumsum()
        start = (stop - length).take(plain)
        tokens = np.zeros(int(stop[-1]) if chars.size else 0, np.uint16)
        tokens[start] = chars.take(plain)
        closers = (closing & (length > 0)).nonzero()[0]
        tokens[stop.take(closers) - 1] = BEGIN
        owner = closers[length.take(closers) > 1]
        paid = stop.take(owner) - 2
        tokens[paid] = END
        return Tokens(tokens, kept.take(plain), start, kept.take(owner), paid)

    def _ends(self, chars: NDArray[np.uint16]) -> NDArray[np.bool_]:
        """Where a sentence ends: the last of a terminal mark and the closing marks after it."""
        kind = self._tail.take(chars)
        tail: NDArray[np.bool_] = kind == 1
        closing = kind == 2
        for _ in range(2):
            tail[1:] |= closing[1:] & tail[:-1]
        ends = tail.copy()
        ends[:-1] &= ~tail[1:]
        return ends


@dataclass(frozen=True, slots=True)
class Tokens:
    """A stream of tokens, and which code point each score belongs to.

    Attributes:
        ids: the tokens, shape (m,).
        chars: indices of the code points that are tokens themselves.
        places: index of the token of each of them.
        closers: indices of the code points that end a sentence (marks or line feeds).
        ends: index of the `</s>` of each of them.
    """

    ids: NDArray[np.uint16]
    chars: NDArray[np.int64]
    places: NDArray[np.int64]
    closers: NDArray[np.int64]
    ends: NDArray[np.int64]

    def spread(self, scores: NDArray[np.float32], size: int) -> NDArray[np.float32]:
        """Scores of tokens by code point, shape (size,); `</s>` counts for what ends there."""
        values = np.zeros(size, np.float32)
        values[self.chars] = scores[self.places]
        values[self.closers] += scores[self.ends]
        return values


_VARIANTS = [
    chr(code)
    for code in (*range(0x21, 0x7F), *range(0xFF01, 0xFF5F), ord(OPAQUE))
    if normalise(chr(code)) != chr(code)
]
# White space, controls and invisible format characters (Unicode Zs, Zl, Zp, Cc, Cf of the Basic
# Multilingual Plane).
_BLANKS = [
    *range(0x01, 0x21),
    *range(0x7F, 0xA1),
    *(0xAD, 0x1680, 0x180E, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF),
    *range(0x2000, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFFF9, 0xFFFC),
]

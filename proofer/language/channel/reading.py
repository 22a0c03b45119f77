"""A text as the channel reads it: characters without white space, and the gain of any edit."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from proofer.document.normalise import FULL_WIDTH
from proofer.language.encoding import BLANK, CLOSING, END, NONE, TERMINAL
from proofer.language.stream import AFTER, Stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.model import CharacterModel

_PAD = AFTER + 1


@lru_cache(maxsize=1)
def read(text: str, model: CharacterModel) -> Reading:
    """Return the reading of `text` with marks of full width; that of the last text is kept.

    How familiar the language of a page is, and what is doubtful in it, are told by the same scores.
    """
    return Reading(text.translate(FULL_WIDTH), model)


class Reading:
    """Characters of a text by number, without white space; a line feed ends a sentence.

    Attributes:
        offsets: code point of each character in the text, shape (n,).
        ids: id of each character in the language model.
        points: its code point number.
        surprise: -log10 P of each character given what stands before it.
    """

    def __init__(self, text: str, model: CharacterModel) -> None:
        """Read `text`; a line feed is put after it if there is none."""
        self._printed = len(text)
        if not text.endswith("\n"):
            text += "\n"
        self.text, self.model = text, model
        ids = model.vocabulary.encode(text)
        self.offsets = np.flatnonzero(ids != BLANK)
        self.ids = ids[self.offsets]
        self.points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")[self.offsets]
        stream = model.vocabulary.tokenise(np.r_[np.uint16(END), self.ids])
        fill = np.zeros(_PAD, np.uint16)
        self._stream = Stream(np.concatenate((fill, stream.ids, fill)), model)
        tokens = np.full(self.ids.size + 1, -1, np.int64)
        tokens[stream.closers] = stream.ends + _PAD
        tokens[stream.chars] = stream.places + _PAD
        self._token_at = tokens[1:]
        self.surprise = -stream.spread(self._stream.scores[_PAD:-_PAD], self.ids.size + 1)[1:]

    @property
    def size(self) -> int:
        """Number of characters."""
        return self.ids.size

    @property
    def scores(self) -> NDArray[np.float32]:
        """log10 P of each code point of the text, as `CharacterModel.score` has it."""
        scores = np.zeros(len(self.text), np.float32)
        scores[self.offsets] = -self.surprise
        return scores[: self._printed]

    @cached_property
    def _tail(self) -> NDArray[np.bool_]:
        """Ids whose presence moves the end of a sentence."""
        marks = np.zeros(1 << 16, np.bool_)
        marks[self.model.vocabulary.encode(TERMINAL + CLOSING)] = True
        marks[[END, NONE]] = True
        return marks

    def gains(
        self,
        start: NDArray[np.int64],
        end: NDArray[np.int64],
        new: NDArray[np.uint16],
        points: NDArray[np.uint32],
    ) -> NDArray[np.float64]:
        """log10 gain of each edit, shape (n,): no or one character becomes `new`, none where 0.

        `points` are the code points of `new`.
        """
        result = np.zeros(start.size)
        old = np.where(end > start, self.ids[start], 4)
        simple = ~self._tail[old] & ((new == 0) | ~self._tail[new]) & (self._token_at[start] >= 0)
        rows = np.flatnonzero(simple)
        first = self._token_at[start[rows]]
        result[rows] = self._stream.gains(first, first + (end - start)[rows], new[rows])
        rest = np.flatnonzero(~simple)
        if rest.size:
            result[rest] = self._by_model(start[rest], end[rest], points[rest])
        return result

    def word_gains(
        self, start: NDArray[np.int64], new: NDArray[np.uint16], second: NDArray[np.uint16]
    ) -> NDArray[np.float64]:
        """log10 gain of `new` and `second` for the two characters from `start` on, shape (n,)."""
        if not start.size:
            return np.zeros(0)
        both = np.stack((new, second), 1).reshape(-1)
        return self.model.gains_in(
            self.ids, np.stack((start, start + 2), 1), both, np.full(start.size, 2)
        )

    def _by_model(
        self, start: NDArray[np.int64], end: NDArray[np.int64], points: NDArray[np.uint32]
    ) -> NDArray[np.float64]:
        new = self.model.vocabulary.encode("".join(map(chr, points[points > 0].tolist())))
        return self.model.gains_in(
            self.ids, np.stack((start, end), 1), new, (points > 0).astype(np.int64)
        )

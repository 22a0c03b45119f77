"""A text as the channel reads it: characters without white space, and the gain of any edit."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from proofer.document.normalise import FULL_WIDTH
from proofer.language.encoding import BEGIN, BLANK, CLOSING, END, NONE, TERMINAL
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
    def _marks(self) -> NDArray[np.bool_]:
        """Ids of what ends a sentence, or belongs to its end where it stands behind such a mark."""
        return _table(self.model.vocabulary.encode(TERMINAL + CLOSING))

    @cached_property
    def _tail(self) -> NDArray[np.bool_]:
        """Ids whose presence moves the end of a sentence."""
        return self._marks | _table([END, NONE])

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
        tail, line = self._tail, _table([END, NONE])
        old = np.where(end > start, self.ids[start], BLANK)
        plain = ~tail[old] & ((new == NONE) | ~tail[new])
        # Between two characters that are no such marks only the edit itself can end a sentence.
        after = np.minimum(end, self.size - 1)
        alone = ~(self._marks[self.ids[start - 1]] | tail[self.ids[after]])
        alone &= ~(line[old] | (line[new] & (new != NONE)))
        simple = (plain | alone) & (self._token_at[start] >= 0)
        rows = np.flatnonzero(simple)
        first = self._token_at[start[rows]]
        last = np.where(alone[rows], self._token_at[after[rows]], first + (end - start)[rows])
        result[rows] = self._stream.gains(first, last, self._tokens(new[rows]))
        rest = np.flatnonzero(~simple)
        if rest.size:
            result[rest] = self._by_model(start[rest], end[rest], points[rest])
        return result

    @cached_property
    def _terminal(self) -> NDArray[np.bool_]:
        """Ids of the marks that end a sentence."""
        return _table(self.model.vocabulary.encode(TERMINAL))

    def _tokens(self, ids: NDArray[np.uint16]) -> NDArray[np.uint16]:
        """Tokens of each of `ids` by itself, shape (n, 3): a terminal mark also ends a sentence."""
        tokens = np.full((ids.size, 3), NONE, np.uint16)
        tokens[:, 0] = ids
        tokens[self._terminal[ids], 1:] = END, BEGIN
        return tokens

    def word_gains(
        self, start: NDArray[np.int64], new: NDArray[np.uint16], second: NDArray[np.uint16]
    ) -> NDArray[np.float64]:
        """log10 gain of `new` and `second` for the two characters from `start` on, shape (n,).

        All of them are Han characters.
        """
        first = self._token_at[start]
        return self._stream.gains(first, first + 2, np.stack((new, second), 1))

    def _by_model(
        self, start: NDArray[np.int64], end: NDArray[np.int64], points: NDArray[np.uint32]
    ) -> NDArray[np.float64]:
        new = self.model.vocabulary.encode("".join(map(chr, points[points > 0].tolist())))
        return self.model.gains_in(
            self.ids, np.stack((start, end), 1), new, (points > 0).astype(np.int64)
        )


def _table(ids: NDArray[np.uint16] | list[int]) -> NDArray[np.bool_]:
    """A table by id of whether it is one of `ids`."""
    table = np.zeros(1 << 16, np.bool_)
    table[ids] = True
    return table

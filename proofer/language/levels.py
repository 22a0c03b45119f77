"""What the language model finds out about the tokens of a stream, order by order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(slots=True)  # a frozen one takes four times as long to make, and a page makes hundreds
class Level:
    """What a model knows of tokens by n-grams of up to `order` tokens.

    Attributes:
        order: the longest n-grams.
        keys: the n-gram of that many tokens that ends at each token, 0 where it is unknown, shape
            (n,).
        backs: its back-off weight, 0 where it is unknown.
        scores: log10 P of each token by n-grams up to here.
    """

    order: int
    keys: NDArray[np.uint64]
    backs: NDArray[np.float32]
    scores: NDArray[np.float32]

    def take(self, places: NDArray[np.int64]) -> Level:
        """The level of some of the tokens."""
        return Level(
            self.order, self.keys.take(places), self.backs.take(places), self.scores.take(places)
        )

    def since(self, first: int) -> Level:
        """The level of the tokens from `first` on."""
        return Level(self.order, self.keys[first:], self.backs[first:], self.scores[first:])

    def shifted(self) -> Level:
        """The level of the token before each one."""
        keys, backs = np.empty(self.keys.size, np.uint64), np.empty(self.keys.size, np.float32)
        keys[:1], backs[:1] = 0, 0
        keys[1:], backs[1:] = self.keys[:-1], self.backs[:-1]
        return Level(self.order, keys, backs, self.scores)

    @classmethod
    def joined(cls, parts: Sequence[Level]) -> Level:
        """One level of several parts of a stream."""
        arrays = ([getattr(part, name) for part in parts] for name in ("keys", "backs", "scores"))
        return cls(parts[0].order, *map(np.concatenate, arrays))

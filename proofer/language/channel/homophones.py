"""Characters and words of two that sound like others: what a typist of pinyin may have picked.

Both are found by the syllables without tones, near ones (`proofer.language.sounds`) counting as the
same. The words are those of the lexicon, listed by `tools.sounds.homophones` because a hashed
table cannot be.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.encoding import FIRST
from proofer.language.sounds import NO_SYLLABLE, READINGS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.channel.reading import Reading
    from proofer.language.model import CharacterModel
    from proofer.language.sounds import SoundTable

MOST = 64
"""Characters tried of one syllable, the commonest first."""
MOST_WORDS = 24
"""Words tried of one pair of syllables, the commonest first."""
_PAIR = 1 << 16


class Lists:
    """Values by key, at most some of each key, in the order in which they came."""

    def __init__(self, keys: NDArray[np.int64], values: NDArray[np.int64], most: int) -> None:
        """Sort `values` by their `keys`."""
        order = np.argsort(keys, kind="stable")
        self._keys, self._values, self._most = keys[order], values[order], most

    def __call__(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Index into `keys` and value of everything that is listed under them."""
        first = np.searchsorted(self._keys, keys)
        sizes = np.minimum(np.searchsorted(self._keys, keys, side="right") - first, self._most)
        owner = np.repeat(np.arange(keys.size), sizes)
        place = np.repeat(first - (np.cumsum(sizes) - sizes), sizes) + np.arange(owner.size)
        return owner, self._values[place]


class Homophones:
    """Characters and words by their sound, as ids of one language model."""

    def __init__(
        self, sounds: SoundTable, words: NDArray[np.uint16], model: CharacterModel
    ) -> None:
        """Take the sounds and the `words`, two code points each, the commonest first."""
        characters = model.vocabulary.characters
        points = np.zeros(model.vocabulary.size, np.uint32)
        points[FIRST:] = [ord(char) for char in characters]
        self.likeness = sounds.likeness(points)
        self._classes = sounds.classes(points)
        common = np.argsort(-model.unigrams[FIRST:], kind="stable") + FIRST
        column = self._classes[common].astype(np.int64)
        known = column != NO_SYLLABLE
        self._characters = Lists(
            column[known], np.broadcast_to(common[:, None], column.shape)[known], MOST
        )
        ids = np.zeros(1 << 16, np.int64)
        ids[np.where(points < ids.size, points, 0)] = np.arange(points.size)
        ids[0] = 0
        pairs = ids[words]
        pairs = pairs[(pairs > 0).all(1)]
        keys, owner = self._keys(pairs[:, 0], pairs[:, 1])
        self._words = Lists(keys, pairs[owner, 0] * _PAIR + pairs[owner, 1], MOST_WORDS)

    def characters(
        self, reading: Reading, places: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
        """Characters that sound like those at `places`: place and id of each."""
        classes = self._classes[reading.ids[places]].astype(np.int64)
        row, column = np.nonzero(classes != NO_SYLLABLE)
        owner, ids = self._characters(classes[row, column])
        return places[row[owner]], ids.astype(np.uint16)

    def words(
        self, reading: Reading, places: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.uint16], NDArray[np.uint16]]:
        """Words that sound like two characters from `places` on and share none: place, both ids."""
        places = places[places + 1 < reading.size]
        first, second = (
            reading.ids[places].astype(np.int64),
            reading.ids[places + 1].astype(np.int64),
        )
        keys, row = self._keys(first, second)
        owner, pairs = self._words(keys)
        row = row[owner]
        new, further = pairs // _PAIR, pairs % _PAIR
        both = (new != first[row]) & (further != second[row])
        # A word with several readings is listed under each of them.
        found = np.unique(np.stack((places[row[both]], new[both], further[both]), 1), axis=0)
        return found[:, 0], found[:, 1].astype(np.uint16), found[:, 2].astype(np.uint16)

    def _keys(
        self, first: NDArray[np.int64], second: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Keys of the pairs of syllables that two characters may have, and the row of each."""
        one, other = (self._classes[ids].astype(np.int64) for ids in (first, second))
        keys = (one[:, :, None] * _PAIR + other[:, None, :]).reshape(-1, READINGS * READINGS)
        known = ((one != NO_SYLLABLE)[:, :, None] & (other != NO_SYLLABLE)[:, None, :]).reshape(
            keys.shape
        )
        row, _ = np.nonzero(known)
        return keys[known], row


def load(path: Path, model: CharacterModel) -> Homophones:
    """Read the words in `path` and the sounds of the package.

    Raises:
        OSError: the file cannot be read.
    """
    from proofer.language.sounds import default_sounds

    return Homophones(default_sounds(), np.load(path), model)

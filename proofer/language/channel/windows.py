"""The characters around edits, words over them, and how often the document has the same runs."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from proofer.language.encoding import END
from proofer.language.lexicon import growing_keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.channel.counts import RunCounts
    from proofer.language.channel.edits import Edits
    from proofer.language.channel.reading import Reading
    from proofer.language.lexicon import WordList

_T = TypeVar("_T", bound=np.generic)
REACH = 4
"""Characters looked at on each side of an edit; also the middle column of a window."""
_LONGEST = 5
"""Characters of the longest word that is looked up: a window has room for it on both sides."""
_WORDS = [
    (length, first)
    for length in range(2, _LONGEST + 1)
    for first in range(REACH - length + 1, REACH + 1)
]
"""Length and first column of the words over the middle column."""
_FIRST_HERE = np.array([[at] for at, (_, first) in enumerate(_WORDS) if first == REACH])
"""Which of them begin with the middle column, so only where there is a character."""
_ABSENT = -11.0
"""log10 frequency that stands for no word, below that of every word of the lexicon."""
PRINTED, EDITED = 0, 1
"""Sides of a window: the text as it stands, and with the edit made."""
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
    "程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤"
    "尹黎易常武乔贺赖龚文"
)
_FOREIGN = (
    "尔斯克拉亚德特里尼巴马布伊诺罗卡维奥哈姆基莫萨达格瓦贝泰洛塔兰科夫米利莱托弗森埃茨普图勒"
)
"""Characters that transcribe foreign names."""


def classes(names: Sequence[str]) -> NDArray[np.uint8]:
    """For every code point of the basic plane the index of the name that holds it, 255 for none.

    An empty name stands for code point 0, `0A` for all digits and Latin letters.
    """
    table = np.full(1 << 16, 255, np.uint8)
    for number, name in enumerate(names):
        letters = string.digits + string.ascii_letters if name == "0A" else name or "\0"
        table[list(map(ord, letters))] = number
    return table


SURNAME, FOREIGN = (classes([characters]) == 0 for characters in (_SURNAMES, _FOREIGN))
"""Whether each code point is one of them; further planes are to be clipped."""


@dataclass(frozen=True, slots=True)
class Windows:
    """The characters around each edit, as printed and edited.

    Attributes:
        ids: ids, shape (n, 2, 9): left context, the changed character, right context; where there
            is none at the changed place (nothing old, or nothing new) the right context begins
            there.
        points: the same in code points.
        present: whether there is a character at the changed place, shape (n, 2).
    """

    ids: NDArray[np.uint16]
    points: NDArray[np.uint32]
    present: NDArray[np.bool_]

    def take(self, rows: NDArray[np.int64]) -> Windows:
        """The windows of some of the edits."""
        return Windows(self.ids[rows], self.points[rows], self.present[rows])


def windows_of(reading: Reading, edits: Edits) -> Windows:
    """Gather the characters around each of `edits`."""
    present = np.stack((edits.end > edits.start, edits.new > 0), 1)
    ids = _filled(reading.ids, edits, present, END)
    points = _filled(reading.points, edits, present, ord("\n"))
    is_word = edits.second > 0
    mated = np.flatnonzero(edits.mate["side"])
    beside = REACH + edits.mate["side"][mated]
    for values, new, second, field in (
        (ids, edits.new, edits.second, "id"),
        (points, edits.points, edits.second_points, "point"),
    ):
        middle = values[:, EDITED, REACH]
        values[:, EDITED, REACH] = np.where(present[:, EDITED], new, middle)
        values[is_word, EDITED, REACH + 1] = second[is_word]
        values[mated, EDITED, beside] = edits.mate[field][mated]
    return Windows(ids, points, present)


def _filled(
    characters: NDArray[_T], edits: Edits, present: NDArray[np.bool_], margin: int
) -> NDArray[_T]:
    """Windows over the text as printed; of the edited side the right context is behind the edit."""
    beyond = np.full(REACH + 1, margin, characters.dtype)
    padded = np.concatenate((beyond, characters, beyond))
    first, last = edits.start + REACH + 1, edits.end + REACH + 1
    wide = 2 * REACH + 1
    values: NDArray[_T] = np.zeros((len(edits), 2, wide), characters.dtype)
    for column in range(REACH):
        values[:, :, column] = padded[first - REACH + column][:, None]
    for side, middle in ((PRINTED, first), (EDITED, last - 1 - (edits.second > 0))):
        begin = np.where(present[:, side], middle, middle + side)
        for column in range(REACH, wide):
            values[:, side, column] = padded[begin + column - REACH]
    return values


def words(
    points: NDArray[np.uint32], present: NDArray[np.bool_], lexicon: WordList
) -> NDArray[np.float32]:
    """Length and log10 frequency of the longest word over the middle column, shape (n, 2)."""
    columns = np.ascontiguousarray(points.T)
    growing = [growing_keys(columns[at : at + _LONGEST]) for at in range(REACH + 1)]
    found, frequency = lexicon.find(np.concatenate([growing[at][size - 1] for size, at in _WORDS]))
    frequency[~found] = -np.inf
    frequency = frequency.reshape(len(_WORDS), -1)
    frequency[_FIRST_HERE, ~present] = -np.inf
    best = np.zeros((points.shape[0], 2), np.float32)
    best[:, 1] = _ABSENT
    row = 0
    for length in range(2, _LONGEST + 1):  # a longer word takes the place of a shorter one
        here = frequency[row : row + length].max(0)
        row += length
        there = (here > -np.inf).nonzero()[0]
        best[there, 0], best[there, 1] = length, here.take(there)
    return best


def run_counts(
    windows: Windows, side: int, counts: RunCounts, own: int
) -> dict[str, NDArray[np.float32]]:
    """Logarithms of how often the runs over the edit stand in the document, `own` times less."""
    ids, present = windows.ids[:, side], windows.present[:, side]

    def count(length: int, *firsts: int) -> NDArray[np.float32]:
        runs = np.concatenate([ids[:, first : first + length] for first in firsts])
        found = np.maximum(counts(runs) - own, 0).astype(np.float32)
        return found.reshape(len(firsts), -1)

    left, right = count(2, REACH - 1, REACH)
    right = np.where(present, right, left)
    before, over, after = count(3, REACH - 2, REACH - 1, REACH)
    middle, after = np.where(present, over, 0), np.where(present, after, over)
    triple = np.maximum(np.maximum(before, middle), after)
    return {
        "pair": np.log1p(np.maximum(left, right)),
        "weak pair": np.log1p(np.minimum(left, right)),
        "triple": np.log1p(triple),
        "five": np.log1p(count(5, REACH - 2)[0]),
    }

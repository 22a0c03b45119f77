"""Evidence about an edit in numbers, one row an edit: what the model, the page, the lexicon and the shapes say."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.channel import joint, other, setting
from proofer.language.channel.counts import RunCounts
from proofer.language.channel.edits import MARK
from proofer.language.encoding import END
from proofer.language.lexicon import row_keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.channel.edits import Edits
    from proofer.language.channel.reading import Reading
    from proofer.language.lexicon import WordList

_REACH = 4
"""Characters on each side of an edit that words and counts look at."""
_LONGEST = 5
_WORDS = [
    (length, first)
    for length in range(2, _LONGEST + 1)
    for first in range(_REACH - length + 1, _REACH + 1)
]
"""Length and first column of the words over the middle column."""
_ABSENT = -11.0
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_FOREIGN = (
    "尔斯克拉亚德特里尼巴马布伊诺罗卡维奥哈姆基莫萨达格瓦贝泰洛塔兰科夫米利莱托弗森埃茨普图勒"
)
OLD_CLASSES = (
    "",
    "。",
    "，",
    "、",
    "：",
    "；",
    "“”",
    "（）",
    "《》",
    "·",
    "一—-",
    ".．丶*'\"｜|",
    "0A",
)
NEW_CLASSES = ("", "。", "，", "、", "：", "；", "“", "”", "（", "）", "《》", "·", "—")
NAMES = (
    *("gain", "gain over 3", "fit", "printed", "likeness", "count", "misread", "repeat"),
    *("margin", "margin around", "rank", "surprise", "before", "after", "after next", "crowd"),
    *("old pair", "old triple", "new pair", "new triple", "new five", "new weak pair"),
    *("old word", "new word", "old word frequency", "new word frequency"),
    *("old rarity", "new rarity", "surname", "foreign", "digit", "dot"),
    *("line end", "line start", "paragraph end", "paragraph start"),
    *(f"old {name or 'none'}" for name in OLD_CLASSES),
    *(f"new {name or 'none'}" for name in NEW_CLASSES),
    *(
        "gain of likeness",
        "gain of count",
        "gain of rarity",
        "gain of margin",
        "gain of fit",
        "gain of new word",
    ),
    *("likeness squared", "behind", "longer word", "usual misreading", "commoner triple"),
    *setting.NAMES,
    *other.NAMES,
    *joint.NAMES,
    *("sound", "same sound", "word for word", "gain of sound", "gain of word for word"),
)


def classes(names: Sequence[str]) -> NDArray[np.uint8]:
    """For every code point of the Basic Multilingual Plane the index of the name that holds it, 255 for none.

    An empty name stands for code point 0, ``0A`` for all digits and Latin letters.
    """
    table = np.full(1 << 16, 255, np.uint8)
    for number, name in enumerate(names):
        letters = string.digits + string.ascii_letters if name == "0A" else name or "\0"
        table[list(map(ord, letters))] = number
    return table


_OLD_CLASS, _NEW_CLASS = classes(OLD_CLASSES), classes(NEW_CLASSES)
SURNAME, FOREIGN = (classes([each]) == 0 for each in (_SURNAMES, _FOREIGN))
"""Whether each code point is in them; further planes are to be clipped."""


@dataclass(frozen=True, slots=True)
class Around:
    """The characters around each edit, before and after it.

    Attributes:
        ids: ids, shape (n, 2, 9): left context, the changed character, right context; where there
            is none at the changed place (nothing old, or nothing new) the right context begins
            there.
        points: the same in code points.
    """

    ids: NDArray[np.uint16]
    points: NDArray[np.uint32]
    present: NDArray[np.bool_]

    def take(self, rows: NDArray[np.int64]) -> Around:
        """The surroundings of some of the edits."""
        return Around(self.ids[rows], self.points[rows], self.present[rows])


def around(reading: Reading, edits: Edits) -> Around:
    """Gather the surroundings of ``edits``."""
    ids = np.pad(reading.ids, _REACH + 1, constant_values=END)
    points = np.pad(reading.points, _REACH + 1, constant_values=10)
    first, last = edits.start + _REACH + 1, edits.end + _REACH + 1
    wide = 2 * _REACH + 1
    present = np.stack((edits.end > edits.start, edits.new > 0), 1)
    result = []
    mated = np.flatnonzero(edits.mate["side"])
    word = edits.second > 0
    of_ids, of_points = (
        (ids, edits.new, edits.second, "id"),
        (points, edits.points, edits.second_points, "point"),
    )
    for values, new, second, field in (of_ids, of_points):
        both = np.zeros((len(edits), 2, wide), values.dtype)
        for column in range(_REACH):
            both[:, :, column] = values[first - _REACH + column][:, None]
        for side in (0, 1):
            middle = first if side == 0 else last - 1 - word
            for column in range(_REACH, wide):
                both[:, side, column] = values[
                    np.where(present[:, side], middle, middle + 1 if side else middle)
                    + column
                    - _REACH
                ]
        both[:, 1, _REACH] = np.where(edits.new > 0, new, both[:, 1, _REACH])
        both[word, 1, _REACH + 1] = second[word]
        both[mated, 1, _REACH + edits.mate["side"][mated]] = edits.mate[field][mated]
        result.append(both)
    return Around(result[0], result[1], present)


def words(
    points: NDArray[np.uint32], present: NDArray[np.bool_], lexicon: WordList
) -> NDArray[np.float32]:
    """Length and log10 frequency of the longest word over the middle column, shape (n, 2)."""
    columns = np.ascontiguousarray(points.T)
    found, frequency = lexicon.find(
        np.concatenate([row_keys(columns[at : at + size].T) for size, at in _WORDS])
    )
    frequency = np.where(found, frequency, -np.inf).reshape(len(_WORDS), -1)
    best = np.zeros((points.shape[0], 2), np.float32)
    best[:, 1] = _ABSENT
    for (length, first), here in zip(_WORDS, frequency, strict=True):
        better = (here > best[:, 1]) | ((here > -np.inf) & (best[:, 0] < length))
        better &= present | (first < _REACH)
        best[better, 0] = length
        best[better, 1] = here[better]
    return best


def run_counts(
    place: Around, side: int, counts: RunCounts, own: int
) -> dict[str, NDArray[np.float32]]:
    """Logarithms of how often the runs over the place stand in the document (``own`` times less)."""
    ids, present = place.ids[:, side], place.present[:, side]
    c = _REACH

    def count(first: int, length: int, shift: int) -> NDArray[np.float32]:
        return np.maximum(counts(ids[:, first : first + length]) - shift, 0).astype(np.float32)

    left = count(c - 1, 2, own)
    right, over = np.where(present, count(c, 2, own), left), count(c - 1, 3, own)
    middle, after = np.where(present, over, 0), np.where(present, count(c, 3, own), over)
    triple = np.maximum.reduce([count(c - 2, 3, own), middle, after])
    return {
        "pair": np.log1p(np.maximum(left, right)),
        "weak pair": np.log1p(np.minimum(left, right)),
        "triple": np.log1p(triple),
        "five": np.log1p(count(c - 2, 5, own)),
    }


def _margins(edits: Edits, size: int) -> tuple[NDArray[np.float64], ...]:
    """How far each edit is ahead of the best other one here and of the best within two places, and its rank here."""
    net = edits.gain - edits.cost
    order = np.lexsort((-net, edits.start))
    start = edits.start[order]
    fresh = np.r_[True, start[1:] != start[:-1]]
    first = np.flatnonzero(fresh)
    group = np.cumsum(fresh) - 1
    rank = np.arange(start.size) - first[group]
    best = net[order][first]
    second_at = np.minimum(first + 1, start.size - 1)
    has_second = np.diff(np.r_[first, start.size]) > 1
    second = np.where(has_second, net[order][second_at], -2.0)
    other = np.where(rank == 0, second[group], best[group])
    place = np.full(size + 5, -2.0)
    place[start[first] + 2] = best
    near = np.maximum.reduce([place[start + shift] for shift in (0, 1, 3, 4)])
    result = np.empty((3, start.size))
    result[:, order] = np.stack(
        (net[order] - np.maximum(other, -2), net[order] - np.maximum(near, -2), rank)
    )
    return result[0], result[1], result[2]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known besides the text itself.

    Attributes:
        lexicon: words.
        counts: what the document writes.
        breaks: whether a line of the source ends after each character.
        misread: how often what stands at each character was seen wrong.
        single: log10 P of each id.
        slack: by how much the line of each character is too short (`setting.line_slack`).
        other: another reading of the same print.
    """

    lexicon: WordList
    counts: RunCounts
    breaks: NDArray[np.bool_]
    misread: NDArray[np.float32]
    single: NDArray[np.float32]
    slack: NDArray[np.float32]
    other: other.Other | None = None


def features(reading: Reading, edits: Edits, facts: Facts) -> NDArray[np.float32]:
    """Numbers about each of ``edits``, shape (n, len(NAMES))."""
    lexicon, counts, single = facts.lexicon, facts.counts, facts.single
    misread = facts.misread[np.minimum(edits.start, reading.size - 1)]
    place = around(reading, edits)
    surprise = np.r_[0, 0, np.minimum(reading.surprise, 8), 0, 0, 0].astype(np.float32)
    at = edits.start + 2
    odd = np.r_[0, np.cumsum(reading.surprise > 2.2)]
    crowd = odd[np.minimum(edits.start + 6, reading.size)] - odd[np.maximum(edits.start - 5, 0)]
    margin, margin_around, rank = _margins(edits, reading.size)
    # What is printed is the same for all edits of a place.
    one, same = np.unique(
        edits.start << 1 | place.present[:, 0], return_index=True, return_inverse=True
    )[1:]
    printed_place = place.take(one)
    old = {name: values[same] for name, values in run_counts(printed_place, 0, counts, 1).items()}
    old_word = words(printed_place.points[:, 0], printed_place.present[:, 0], lexicon)[same]
    new = run_counts(place, 1, counts, 0)
    new_word = words(place.points[:, 1], place.present[:, 1], lexicon)
    left, right = place.points[:, 0, :_REACH], place.points[:, 1, _REACH + 1 :]
    middle_old, middle_new = place.ids[:, 0, _REACH], place.ids[:, 1, _REACH]
    printed = -(surprise[at] + surprise[at + 1] + surprise[at + 2]) / 3
    ends = np.r_[True, facts.breaks]
    feed = np.r_[True, reading.ids == END, True]
    around_points = np.concatenate((left, right), 1)
    surname = SURNAME.take(left[:, -2:], mode="clip")
    repeat = place.present[:, 0] & ~place.present[:, 1] & (
        (middle_old == place.ids[:, 0, _REACH - 1]) | (middle_old == place.ids[:, 0, _REACH + 1])
    ) | ~place.present[:, 0] & (
        (middle_new == place.ids[:, 1, _REACH - 1]) | (middle_new == place.ids[:, 1, _REACH + 1])
    )
    columns = [
        np.clip(edits.gain, -4, 12),
        np.clip(edits.gain - 3, 0, 9),
        printed + edits.gain / 3,
        printed,
        edits.likeness,
        np.log1p(edits.count),
        np.log1p(misread),
        repeat,
        np.clip(margin, -6, 6),
        np.clip(margin_around, -6, 6),
        np.minimum(rank, 5),
        surprise[at],
        surprise[at - 1],
        surprise[at + 1],
        surprise[at + 2],
        crowd,
        old["pair"],
        old["triple"],
        new["pair"],
        new["triple"],
        new["five"],
        new["weak pair"],
        old_word[:, 0],
        new_word[:, 0],
        old_word[:, 1],
        new_word[:, 1],
        np.where(place.present[:, 0], single[middle_old], -3),
        np.where(place.present[:, 1], single[middle_new], -3),
        surname[:, 1] + surname[:, 0] * 0.5,
        FOREIGN.take(around_points, mode="clip").sum(1),
        ((around_points < 128) & (around_points > 32))[:, 3:5].sum(1),
        (around_points == ord("·")).any(1),
        ends[np.minimum(edits.end, reading.size)] & ~feed[np.minimum(edits.end + 1, reading.size)],
        ends[edits.start] & ~feed[edits.start],
        feed[np.minimum(edits.end + 1, reading.size)],
        feed[edits.start],
    ]
    marks = edits.kind == MARK
    old_points = np.where(place.present[:, 0], place.points[:, 0, _REACH], 0)
    new_points = np.where(place.present[:, 1], place.points[:, 1, _REACH], 0)
    old_class, new_class = (
        _OLD_CLASS.take(old_points, mode="clip"),
        _NEW_CLASS.take(new_points, mode="clip"),
    )
    columns += [marks & (old_class == number) for number in range(len(OLD_CLASSES))]
    columns += [marks & (new_class == number) for number in range(len(NEW_CLASSES))]
    numbers = _with_products(np.stack([np.asarray(column, np.float32) for column in columns], 1))
    none = [np.zeros(len(edits), np.float32)] * len(other.NAMES)
    others = facts.other.columns(edits) if facts.other else none
    more = (
        setting.setting(reading, edits, facts.slack)
        + others
        + joint.columns(edits.gain - edits.cost, edits.mate)
    )
    return np.concatenate((numbers, np.stack(more, 1), _of_sound(edits)), 1)


def _of_sound(edits: Edits) -> NDArray[np.float32]:
    """How alike both sound, and whether a word takes the place of a word; with products."""
    word, gain = edits.second > 0, np.clip(edits.gain, -4, 12)
    columns = (edits.sound, edits.sound == 1, word, gain * edits.sound, gain * word)
    return np.stack([np.asarray(column, np.float32) for column in columns], 1)


def _with_products(numbers: NDArray[np.float32]) -> NDArray[np.float32]:
    """Add what counts only together, for scores that are sums."""
    names = (
        "gain",
        "likeness",
        "count",
        "new rarity",
        "margin",
        "fit",
        "old word",
        "new word",
        "misread",
    )
    gain, likeness, count, rarity, margin, fit, old_word, new_word, misread = (
        numbers[:, NAMES.index(name)] for name in names
    )
    triples = numbers[:, NAMES.index("new triple")] - numbers[:, NAMES.index("old triple")]
    products = (
        *(gain * likeness, gain * np.minimum(count, 2), gain * rarity, gain * margin, gain * fit),
        *(gain * (new_word > old_word), likeness**2, np.minimum(margin, 0), new_word - old_word),
        *(count - misread, triples),
    )
    return np.concatenate((numbers, np.stack(products, 1)), 1)

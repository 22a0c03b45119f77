"""Evidence about edits, one row each: what the model, the page, the lexicon and the shapes say.

Each theme fills columns by name, and weights find them by name: their order does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.arrays import grouped
from proofer.language.channel import comparison, joint, setting
from proofer.language.channel.columns import Columns, float32
from proofer.language.channel.edits import MARK
from proofer.language.channel.windows import (
    EDITED,
    FOREIGN,
    PRINTED,
    REACH,
    SURNAME,
    Windows,
    classes,
    run_counts,
    windows_of,
    words,
)
from proofer.language.encoding import END

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.channel.counts import RunCounts
    from proofer.language.channel.edits import Edits
    from proofer.language.channel.reading import Reading
    from proofer.language.lexicon import WordList

_OLD_MARKS = ("", *"。，、：；", "“”", "（）", "《》", "·", "一—-", ".．丶*'\"｜|", "0A")
_NEW_MARKS = ("", *"。，、：；“”（）", "《》", "·", "—")
"""Classes of marks before and after an edit; see `windows.classes`."""
_OLD_CLASS, _NEW_CLASS = classes(_OLD_MARKS), classes(_NEW_MARKS)
_SURPRISING = 2.2
"""-log10 P from which on a character counts to the crowd of surprising ones."""
_CROWD = 5
"""Characters on each side among which they are counted."""
_MOST_SURPRISE = 8.0
"""-log10 P beyond which a character is no odder."""
_ALONE = -2.0
"""Gain less cost granted to the next best edit where there is none, or none better."""


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
    other: comparison.Comparison | None = None


def features(reading: Reading, edits: Edits, facts: Facts) -> Columns:
    """Return the evidence for and against each of `edits`, of which there is at least one."""
    windows = windows_of(reading, edits)
    columns = (
        _model(reading, edits)
        | _misreading(reading, edits, facts)
        | _repeat(windows)
        | _margins(edits, reading.size)
        | _lexicon_and_document(edits, windows, facts)
        | _characters(windows, facts)
        | _edges(reading, edits, facts)
        | _marks(edits, windows)
    )
    return (
        columns
        | _products(columns)
        | setting.features(reading, edits, facts.slack)
        | comparison.features(edits, facts.other)
        | joint.features(edits)
        | _sound(edits)
    )


def _model(reading: Reading, edits: Edits) -> Columns:
    """What the edit gains, and how surprising its surroundings are; all in log10 P."""
    surprise = np.r_[0, 0, np.minimum(reading.surprise, _MOST_SURPRISE), 0, 0, 0]
    surprise = surprise.astype(np.float32)
    at = edits.start + 2
    printed = -(surprise[at] + surprise[at + 1] + surprise[at + 2]) / 3
    running = np.r_[0, np.cumsum(reading.surprise > _SURPRISING)]
    last = np.minimum(edits.start + _CROWD + 1, reading.size)
    return float32(
        {
            "gain": edits.clipped_gain,
            "gain over 3": np.clip(edits.gain - 3, 0, 9),
            "fit": printed + edits.gain / 3,
            "printed": printed,
            "surprise": surprise[at],
            "before": surprise[at - 1],
            "after": surprise[at + 1],
            "after next": surprise[at + 2],
            "crowd": running[last] - running[np.maximum(edits.start - _CROWD, 0)],
        }
    )


def _misreading(reading: Reading, edits: Edits, facts: Facts) -> Columns:
    """How alike both look; how often this error, and any of the printed character, was counted."""
    misread = facts.misread[np.minimum(edits.start, reading.size - 1)]
    return float32(
        {
            "likeness": edits.likeness,
            "count": np.log1p(edits.count),
            "misread": np.log1p(misread),
        }
    )


def _repeat(windows: Windows) -> Columns:
    """Whether a character is deleted that repeats its neighbour, or one put in that does."""
    ids, present = windows.ids, windows.present

    def repeats(side: int) -> NDArray[np.bool_]:
        before, middle, after = ids[:, side, REACH - 1 : REACH + 2].T
        only_here: NDArray[np.bool_] = present[:, side] & ~present[:, 1 - side]
        only_here &= (middle == before) | (middle == after)
        return only_here

    return float32({"repeat": repeats(PRINTED) | repeats(EDITED)})


def _margins(edits: Edits, size: int) -> Columns:
    """How far each edit is ahead of the best other, here and within two characters; its rank."""
    net = edits.net
    order = np.lexsort((-net, edits.start))
    start, net = edits.start[order], net[order]
    fresh = np.r_[True, start[1:] != start[:-1]]
    first = np.flatnonzero(fresh)
    group = np.cumsum(fresh) - 1
    rank = np.arange(start.size) - first[group]
    best = net[first]
    has_second = np.diff(np.r_[first, start.size]) > 1
    second = np.where(has_second, net[np.minimum(first + 1, start.size - 1)], _ALONE)
    rival = np.where(rank == 0, second[group], best[group])
    best_at = np.full(size + 5, _ALONE)
    best_at[start[first] + 2] = best
    near = np.maximum.reduce([best_at[start + shift] for shift in (0, 1, 3, 4)])
    own = np.argsort(order)
    return float32(
        {
            "margin": np.clip(net - np.maximum(rival, _ALONE), -6, 6)[own],
            "margin around": np.clip(net - np.maximum(near, _ALONE), -6, 6)[own],
            "rank": np.minimum(rank, 5)[own],
        }
    )


def _lexicon_and_document(edits: Edits, windows: Windows, facts: Facts) -> Columns:
    """Words over the edit, and runs that the document has elsewhere; as printed and edited."""
    # What is printed is the same for all edits of a place.
    first, same = grouped(edits.start << 1 | windows.present[:, PRINTED])
    printed = windows.take(first)
    old = run_counts(printed, PRINTED, facts.counts, own=1)
    old_word = words(printed.points[:, PRINTED], printed.present[:, PRINTED], facts.lexicon)
    new = run_counts(windows, EDITED, facts.counts, own=0)
    new_word = words(windows.points[:, EDITED], windows.present[:, EDITED], facts.lexicon)
    return float32(
        {
            "old pair": old["pair"][same],
            "old triple": old["triple"][same],
            "new pair": new["pair"],
            "new triple": new["triple"],
            "new five": new["five"],
            "new weak pair": new["weak pair"],
            "old word": old_word[same, 0],
            "new word": new_word[:, 0],
            "old word frequency": old_word[same, 1],
            "new word frequency": new_word[:, 1],
        }
    )


def _characters(windows: Windows, facts: Facts) -> Columns:
    """How rare both characters are, and the sort of text around: names, digits, Latin letters."""
    ids, present = windows.ids[:, :, REACH], windows.present
    rarity = np.where(present, facts.single[ids], -3)
    left = windows.points[:, PRINTED, :REACH]
    near = np.concatenate((left, windows.points[:, EDITED, REACH + 1 :]), 1)
    surname = SURNAME.take(left[:, -2:], mode="clip")
    ascii_like = (near < 128) & (near > ord(" "))
    return float32(
        {
            "old rarity": rarity[:, PRINTED],
            "new rarity": rarity[:, EDITED],
            "surname": surname[:, 1] + surname[:, 0] * 0.5,
            "foreign": FOREIGN.take(near, mode="clip").sum(1),
            "digit": ascii_like[:, REACH - 1 : REACH + 1].sum(1),
            "dot": (near == ord("·")).any(1),
        }
    )


def _edges(reading: Reading, edits: Edits, facts: Facts) -> Columns:
    """Whether the edit is at the end of a line or a paragraph."""
    ends = np.r_[True, facts.breaks]
    feed = np.r_[True, reading.ids == END, True]
    before, after = feed[edits.start], feed[np.minimum(edits.end + 1, reading.size)]
    return float32(
        {
            "line end": ends[np.minimum(edits.end, reading.size)] & ~after,
            "line start": ends[edits.start] & ~before,
            "paragraph end": after,
            "paragraph start": before,
        }
    )


def _marks(edits: Edits, windows: Windows) -> Columns:
    """Which sort of mark becomes which other, for edits of marks."""
    is_mark = edits.kind == MARK
    points = np.where(windows.present, windows.points[:, :, REACH], 0)
    old = _OLD_CLASS.take(points[:, PRINTED], mode="clip")
    new = _NEW_CLASS.take(points[:, EDITED], mode="clip")
    columns = {f"old {name or 'none'}": is_mark & (old == at) for at, name in enumerate(_OLD_MARKS)}
    columns |= {
        f"new {name or 'none'}": is_mark & (new == at) for at, name in enumerate(_NEW_MARKS)
    }
    return float32(columns)


def _products(columns: Columns) -> Columns:
    """What counts only together, for scores that are sums."""
    gain, likeness, margin = (columns[name] for name in ("gain", "likeness", "margin"))
    old_word, new_word = columns["old word"], columns["new word"]
    return {
        "gain of likeness": gain * likeness,
        "gain of count": gain * np.minimum(columns["count"], 2),
        "gain of rarity": gain * columns["new rarity"],
        "gain of margin": gain * margin,
        "gain of fit": gain * columns["fit"],
        "gain of new word": gain * (new_word > old_word),
        "likeness squared": likeness**2,
        "behind": np.minimum(margin, 0),
        "longer word": new_word - old_word,
        "usual misreading": columns["count"] - columns["misread"],
        "commoner triple": columns["new triple"] - columns["old triple"],
    }


def _sound(edits: Edits) -> Columns:
    """How alike both sound, and whether a word takes the place of a word; with products."""
    is_word, gain = edits.second > 0, edits.clipped_gain
    return float32(
        {
            "sound": edits.sound,
            "same sound": edits.sound == 1,
            "word for word": is_word,
            "gain of sound": gain * edits.sound,
            "gain of word for word": gain * is_word,
        }
    )

"""Which characters are traditional, Japanese or simplified print alone, and their counterparts.

`tools.scripts.build` makes the table from OpenCC's dictionaries (Apache-2.0), GB 2312 and
Big5: characters that both scripts print are in none of the two sides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"


_SHARED = frozenset(
    zip("後於餘徵瞭藉乾著麽夥迴纔係甯祇鬆捨", "后于余征了借干着么伙回才系宁只松舍", strict=True)
)
"""Traditional characters, with their simplified ones, that the character sets of both have."""


_NEVER_THERE = dict(
    zip(
        "来与种儿万价据听气极复机广体离适愿胜异确党厂怀优坏惊圣触怜",
        "來與種兒萬價據聽氣極復機廣體離適願勝異確黨廠懷優壞驚聖觸憐",
        strict=True,
    )
)
"""Simplified characters that Big5 has with another sense, which print hardly uses; and their twins.

In 220,000 characters of newspapers of the 1920s none stands three times, its twin 20 times or more.
"""
_OLD_FORMS = frozenset("効汚粧曁戯薬髪繍竃舗麺蝋")
"""Japanese forms that old print in China has, too."""


@dataclass(frozen=True, slots=True)
class Scripts:
    """Characters of one script only, with their counterparts in the other, commonest first."""

    traditional: Mapping[str, str]
    japanese: Mapping[str, str]
    simplified: Mapping[str, str]

    @classmethod
    def load(cls, folder: Path = DATA) -> Scripts:
        """Read `scripts.tsv` from `folder`.

        Raises:
            OSError: the file cannot be read.
            KeyError: it names another script.
        """
        sides: dict[str, dict[str, str]] = {"t": {}, "j": {}, "s": {}}
        for line in (folder / "scripts.tsv").read_text(encoding="utf-8").splitlines():
            script, character, counterparts = line.split("\t")
            sides[script][character] = counterparts
        return cls(sides["t"], sides["j"], sides["s"])


@cache
def default_scripts() -> Scripts:
    """Return the table shipped with the package, read once a process."""
    return Scripts.load()


def is_traditional_print(text: str) -> bool:
    """Return whether `text` has a character that simplified print does not use in that sense."""
    old = {old for old, _ in _SHARED} | default_scripts().traditional.keys()
    return not old.isdisjoint(text)


@cache
def _targets() -> frozenset[str]:
    return frozenset("".join(default_scripts().traditional.values()))


def is_shared(char: str) -> bool:
    """Return whether both scripts have `char`, and traditional print another in a sense: 里, 裏."""
    return char in _targets() and char not in default_scripts().simplified


@cache
def strays() -> Mapping[str, str]:
    """Return the characters that traditional print does not have, simplified and Japanese.

    With each goes how traditional print writes it, the commonest first.
    """
    scripts = default_scripts()
    twins = {
        new[0]: old for old, new in reversed(list(scripts.traditional.items())) if len(new) == 1
    }
    japanese = {
        char: scripts.simplified.get(new[0], twins.get(new[0], new[0]))
        for char, new in scripts.japanese.items()
        if char not in scripts.traditional and char not in _OLD_FORMS
    }
    return {**japanese, **scripts.simplified, **_NEVER_THERE}


def simplified(text: str) -> str:
    """Return `text` with the commonest simplified form of each traditional character."""
    table = default_scripts().traditional
    return "".join(table[char][0] if char in table else char for char in text)


_CLEAR, _MANIFOLD = 5, 3
"""Traditional characters, and how many times the simplified ones, that misreadings do not make."""


def is_traditional_of(old: str, new: str) -> bool:
    """Return whether the character `old` is how traditional print writes `new`."""
    return new in default_scripts().traditional.get(old, "") or (old, new) in _SHARED


def is_simplified_only(text: str) -> bool:
    """Return whether `text` has a character that traditional print does not have.

    着 is one: traditional print has 著 in all its senses, though both sets of characters hold 着.
    """
    return not default_scripts().simplified.keys().isdisjoint(text) or "着" in text


def is_traditional(text: str) -> bool:
    """Return whether more characters are of traditional print alone than of simplified alone."""
    traditional, simplified = _counts(text)
    return traditional > simplified


def is_clearly_traditional(text: str) -> bool:
    """Return whether `text` is traditional print beyond what an engine misreads of simplified."""
    traditional, simplified = _counts(text)
    return traditional >= _CLEAR and traditional > _MANIFOLD * simplified


def _counts(text: str) -> tuple[int, int]:
    """Return how many characters are of traditional print alone, and of simplified alone."""
    import numpy as np

    from proofer.language.lexicon import code_points

    points = code_points(text)
    traditional, simplified = (
        int(np.count_nonzero(table.take(points, mode="clip"))) for table in _tables()
    )
    return traditional, simplified


@cache
def _tables() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tables by code point of the characters of traditional print alone, of simplified alone."""
    from proofer.language.arrays import point_table

    scripts = default_scripts()
    return point_table(scripts.traditional), point_table(scripts.simplified)

"""Which characters are traditional, Japanese or simplified print alone, and their counterparts.

`tools.scripts.build` makes the table from OpenCC's dictionaries (Apache-2.0), GB 2312 and
Big5: characters that both scripts print are in none of the two sides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


_SHARED = frozenset(
    zip("後於餘徵瞭藉乾著麽夥迴纔係甯祇鬆捨", "后于余征了借干着么伙回才系宁只松舍", strict=True)
)
"""Traditional characters, with their simplified ones, that the character sets of both have."""


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
    scripts = default_scripts()
    characters = set(text)
    traditional, simplified = (
        sum(map(text.count, characters & table.keys()))
        for table in (scripts.traditional, scripts.simplified)
    )
    return traditional, simplified

"""Whether words speak of another country, whose parties, armies and plans have the same names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofer.document.lazy_pattern import lazy_regex

if TYPE_CHECKING:
    from proofer.detectors.context import Context

_OTHERS = lazy_regex("劳动党|革命党|人民军|[越朝古老]共|两国|外国|联邦|王国")
_HOME = frozenset({"中国"})


def is_foreign_context(words: str, context: Context) -> bool:
    """Return whether a foreign party or a country of the dictionaries is named in `words`."""
    if _OTHERS.search(words):
        return True
    places = context.dictionaries.kind("places")
    parts = (
        words[start : start + length]
        for length in (2, 3, 4, 5)
        for start in range(len(words) - length + 1)
    )
    return any(
        part in places and places[part].category == "country" and part not in _HOME
        for part in parts
    )

"""Groups of characters that OCR takes for each other, from `look_alikes.txt`."""

from __future__ import annotations

from tools.dictionaries.rows import words_of


def look_alikes() -> dict[str, set[str]]:
    """Return each character with those that it is taken for."""
    pairs: dict[str, set[str]] = {}
    for group in words_of("look_alikes.txt"):
        for character in group:
            pairs.setdefault(character, set()).update(set(group) - {character})
    return pairs

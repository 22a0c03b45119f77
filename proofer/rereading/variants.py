"""Characters that are the same but for their form, and the form that a page prints.

The recogniser writes some forms for others: 為 where 爲 is printed, 组 on a page of 組.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from proofer.language.scripts import default_scripts

_ALIKE = dict(zip("内説税脱遥温録緑絶産黄戸没衞", "內說稅脫遙溫錄綠絕產黃戶沒衛", strict=True))
"""Forms that the recogniser cannot tell apart: the page's own text knows better."""
_ALIKE |= {other: one for one, other in _ALIKE.items()}
OLDER = {"為": "爲", "眾": "衆", "啟": "啓", "麵": "麪"}
"""Forms that the recogniser reads although the older one is printed; never the other way round."""
_MIXED = 0.02
"""Characters of simplified print alone for one of traditional print alone, on a page of both."""


def is_variant(old: str, new: str) -> bool:
    """Return whether both texts are the same but for the script of their characters."""
    return len(old) == len(new) > 0 and all(map(same_but_for_script, old, new))


def same_but_for_script(one: str, other: str) -> bool:
    """Return whether two characters are one, or one in different scripts (沒 and 没)."""
    scripts = default_scripts()
    sides = (scripts.traditional, scripts.japanese, scripts.simplified)
    return one == other or any(
        other in side.get(one, "") or one in side.get(other, "") for side in sides
    )


class TraditionalPrint:
    """The forms of characters on a traditional page."""

    def __init__(self, text: str) -> None:
        """Take the text of the page."""
        self._counts = Counter(text)
        scripts = default_scripts()
        traditional, simplified = (
            sum(self._counts[char] for char in self._counts.keys() & side.keys())
            for side in (scripts.traditional, scripts.simplified)
        )
        self._is_pure = simplified <= _MIXED * traditional

    def written(self, text: str, may_be: Callable[[int, str], bool]) -> str:
        """Return a text in the forms that the page has.

        Args:
            text: what the recogniser reads.
            may_be: whether the image may show another character at a place of `text`.
        """
        return "".join(self._form(char, at, may_be) for at, char in enumerate(text))

    def _form(self, char: str, at: int, may_be: Callable[[int, str], bool]) -> str:
        older = OLDER.get(char)
        if older is not None and may_be(at, older):
            return older
        counterparts = default_scripts().simplified.get(char, "")
        if self._is_pure and len(counterparts) == 1:
            return counterparts
        other = _ALIKE.get(char, char)
        return other if self._counts[other] > self._counts[char] else char

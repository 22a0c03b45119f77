"""Regular expressions that are compiled when they are first used.

A page that is in the cache uses hardly any, and compiling those with many Han characters takes
longer than all else there. Those of `regex` are compiled once for all processes: `regex` compiles
in Python, which for all that a page asks takes longer than checking the page.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, AnyStr, cast

from proofer.files.kept import Kept

if TYPE_CHECKING:
    import regex


VERSION1 = 1 << 8
"""`regex.VERSION1`, with which a set may be `[a--b]`."""
_REGEX = Kept("regex")


class _LazyPattern:
    """Stands for a compiled pattern, whose attributes become its own at the first use."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern, self._flags = pattern, flags
        self._compiled: Any = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copy and pickle ask for more than a pattern has
            raise AttributeError(name)
        if self._compiled is None:
            self._compiled = self._compile(self.pattern, self._flags)
        value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value

    @staticmethod
    def _compile(pattern: Any, flags: int) -> Any:
        return re.compile(pattern, flags)


class _LazyRegex(_LazyPattern):
    """The same for a pattern of `regex`."""

    @staticmethod
    def _compile(pattern: Any, flags: int) -> Any:
        return _kept_regex(pattern, flags)


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what behaves like the compiled `pattern`; a wrong one fails at its first use."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(pattern, flags))


def lazy_regex(pattern: AnyStr, flags: int = 0) -> regex.Pattern[AnyStr]:
    """Return what behaves like the pattern as `regex` compiles it; see `lazy_pattern`.

    `flags` are those of `re`, which have the same values.
    """
    return cast("regex.Pattern[AnyStr]", _LazyRegex(pattern, flags))


def _kept_regex(pattern: Any, flags: int) -> Any:
    """Return a pattern of `regex`, compiled by this process or an earlier one."""
    import pickle

    import regex

    # Whoever imports proofer may have set another default.
    flags |= 0 if flags & VERSION1 else regex.VERSION0
    key = pattern, int(flags)
    kept = _REGEX.get(regex.__version__, key) or b""
    with suppress(Exception):  # whatever else is there is compiled again
        if (made := pickle.loads(kept)).pattern == pattern:
            return made
    compiled = regex.compile(pattern, flags)
    _REGEX.put(regex.__version__, key, pickle.dumps(compiled))
    return compiled

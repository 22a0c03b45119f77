"""Regular expressions that are compiled when they are first used.

A page that is in the cache uses hardly any, and compiling those with many Han characters takes
longer than all else there.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _LazyPattern:
    """Stands for a compiled pattern, whose attributes become its own at the first use."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._uncompiled = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copy and pickle ask for more than a pattern has
            raise AttributeError(name)
        compiled = re.compile(*self._uncompiled)
        for each in dir(compiled):
            if not each.startswith("__"):
                setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what behaves like the compiled `pattern`; a wrong one fails at its first use."""
    return cast("re.Pattern[str]", _LazyPattern(pattern, flags))

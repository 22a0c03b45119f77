"""The lines of the keys in a TOML file, which tomllib does not report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from proofer.document.lazy_pattern import lazy_pattern

_HEADER = lazy_pattern(r"\s*(?P<list>\[\[)?\[?\s*(?P<name>[\w.\"' -]+?)\s*\]")
_KEY = lazy_pattern(r"\s*(?P<name>[\w.\"'-]+)\s*=")


def key_lines(text: str) -> Mapping[str, int]:
    """Return the first line of each table and key, as `table.key` and `tables[0].key`.

    A line inside a string of several lines may be mistaken for a key, which is good enough for
    messages.
    """
    places: dict[str, int] = {}
    counts: Counter[str] = Counter()
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("[") and (header := _HEADER.match(line)):
            name = _bare(header["name"])
            table = f"{name}[{counts[name]}]" if header["list"] else name
            counts[name] += 1
            places.setdefault(table, number)
        elif key := _KEY.match(line):
            name = _bare(key["name"])
            places.setdefault(f"{table}.{name}" if table else name, number)
    return places


def _bare(name: str) -> str:
    return re.sub(r"[\"' ]", "", name)

"""What editors hand in: one file a form, each with `EXPORTER`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from proofer.errors import OutputError
from proofer.exports.api import Exporter
from proofer.messages import Message
from proofer.plugins import collect

__all__ = ["Exporter", "endings", "exporter_for", "exporters"]


@cache
def exporters() -> Mapping[str, Exporter]:
    """Return all exporters by name."""
    return collect("proofer.exports", "EXPORTER", Exporter, "name")


def endings(source: Path) -> Mapping[str, Exporter]:
    """Return which ending of a name means which form of the page `source`.

    That of the page itself means the same format, and hides a form with that suffix; `.NAME` before
    the suffix always means the form NAME: `.markdown.md` of a page in Markdown. The last part of a
    suffix that one form alone has means it as well: `.xlsx` for `.errata.xlsx`.
    """
    each = exporters()
    found = {exporter.suffix: exporter for exporter in each.values()} | {
        source.suffix.lower(): each["same"]
    }
    hidden = [exporter for exporter in each.values() if exporter not in found.values()]
    found |= {f".{exporter.name}{exporter.suffix}": exporter for exporter in hidden}
    last = Counter(_last(exporter) for exporter in each.values())
    return {
        _last(exporter): exporter for exporter in each.values() if last[_last(exporter)] == 1
    } | found


def _last(exporter: Exporter) -> str:
    return Path(f"name{exporter.suffix}").suffix


def exporter_for(output: Path, source: Path) -> Exporter:
    """Return the form of the page `source` that the name of `output` asks for, by its longest known ending.

    Raises:
        OutputError: no form ends so; all endings are named.
    """
    known = endings(source)
    name = output.name.lower()
    fitting = [ending for ending in known if ending and name.endswith(ending)]
    if fitting:
        return known[max(fitting, key=len)]
    if output.suffix == source.suffix:
        return known[""]
    every = " ".join(filter(None, known))
    raise OutputError(
        Message(
            f"没有这样结尾的格式：{output.name}。可用：{every}",
            f"no form ends like {output.name}; there are {every}",
        )
    )

"""What editors hand in: one module a form of export, each with `EXPORTER`.

Modules that they share start with an underscore; `api` says what an exporter is.
"""

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
    """Return the endings of file names that mean a form of export of the page `source`.

    The suffix of the page means its own format, and hides a form with that suffix; that one still
    has `.NAME` before the suffix, as `.markdown.md` for a page in Markdown. The last part of a
    suffix means a form as well if it is the only one with it: `.xlsx` for `.errata.xlsx`.
    """
    forms = exporters()
    found = {form.suffix: form for form in forms.values()} | {source.suffix.lower(): forms["same"]}
    hidden = [form for form in forms.values() if form not in found.values()]
    found |= {f".{form.name}{form.suffix}": form for form in hidden}
    uses = Counter(_last(form) for form in forms.values())
    return {_last(form): form for form in forms.values() if uses[_last(form)] == 1} | found


def _last(exporter: Exporter) -> str:
    return Path(f"name{exporter.suffix}").suffix


def exporter_for(output: Path, source: Path) -> Exporter:
    """Return the form of export that the name of `output` asks for, by its longest known ending.

    Raises:
        OutputError: if it has none of the known endings, which the message lists.
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

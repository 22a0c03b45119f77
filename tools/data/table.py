"""The declarative table of sources, packages and artefacts, `artefacts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("artefacts.toml")
SHARED_PREFIX, PACKAGE_PREFIX = "shared/", "package/"
"""Beginnings of inputs that are no files of the repository."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file or some files of `PROOFER_SHARED`.

    Attributes:
        path: pattern, beginning with `shared/`.
        title: what it is.
        licence: of the text, and what of it is used.
        origin: where an outsider gets it.
        sha256: of the file; where the pattern stands for several, of the list of their digests.
    """

    path: str
    title: str
    licence: str
    origin: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Package:
    """A package of PyPI whose data is read: `NAME==VERSION`, licence, what is read."""

    requirement: str
    licence: str
    title: str


@dataclass(frozen=True, slots=True)
class Artefact:
    """Files that a command makes of others.

    Attributes:
        name: by which it is asked for.
        title: what it is.
        command: module and arguments for `python -m`.
        inputs: patterns of what it is made of.
        outputs: patterns of what it makes, relative to the repository.
        readers: modules of the package that read it.
        cost: time and memory of the command.
        note: what is to be known of the files as they are shipped.
        intermediate: whether it is made only for other artefacts, and not shipped.
    """

    name: str
    title: str
    command: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    readers: tuple[str, ...]
    cost: str
    note: str = ""
    intermediate: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """All of it; the artefacts stand in an order in which they can be made."""

    sources: tuple[Source, ...]
    packages: tuple[Package, ...]
    artefacts: tuple[Artefact, ...]

    def makers(self, pattern: str) -> list[Artefact]:
        """Return the artefacts that make files which `pattern` matches."""
        return [each for each in self.artefacts if _makes(each, pattern)]


def load(path: Path = FILE) -> Table:
    """Read the table.

    Raises:
        OSError: the file cannot be read.
        graphlib.CycleError: artefacts are made of each other.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    artefacts = [_artefact(row) for row in data.get("artefact", ())]
    return Table(
        tuple(Source(**row) for row in data.get("source", ())),
        tuple(Package(**row) for row in data.get("package", ())),
        tuple(_ordered(artefacts)),
    )


def _artefact(row: dict[str, Any]) -> Artefact:
    lists = {name: tuple(row[name]) for name in ("inputs", "outputs", "readers")}
    return Artefact(**row | lists)


def _ordered(artefacts: Sequence[Artefact]) -> Iterable[Artefact]:
    """Return each artefact behind those that it is made of."""
    by_name = {each.name: each for each in artefacts}
    graph = {
        each.name: [
            maker.name
            for maker in artefacts
            if maker is not each and any(_makes(maker, pattern) for pattern in each.inputs)
        ]
        for each in artefacts
    }
    return (by_name[name] for name in TopologicalSorter(graph).static_order())


def _makes(artefact: Artefact, pattern: str) -> bool:
    """Return whether an output and the pattern may be the same file."""
    return any(
        fnmatchcase(output, pattern) or fnmatchcase(pattern, output) for output in artefact.outputs
    )

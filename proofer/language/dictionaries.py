"""The dictionaries: what editors keep in TSV files (`language.dictionary_format`), merged."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from proofer.language.dictionary_format import (
    KINDS,
    DictionaryError,
    Entry,
    Problem,
    Stamp,
    kind_of,
    stamped,
)
from proofer.language.prepared_entries import Prepared, digest_line, rows_of

T = TypeVar("T")
_MOST_ENTRIES = 10_000
"""Files and folders in a folder of dictionaries."""


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """All entries by kind, unchanging; equal if their `digest` (of the content) is."""

    digest: str
    _kinds: Mapping[str, Mapping[str, Entry]] = field(repr=False, compare=False)
    _derived: dict[Callable[[Dictionaries], Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def kind(self, name: str) -> Mapping[str, Entry]:
        """Return the entries of one kind, term to entry.

        Raises:
            KeyError: the kind is none of `KINDS`.
        """
        return self._kinds[name]

    def terms(self, name: str) -> Container[str]:
        """Return the terms of one kind, as whoever asks only whether one is there needs them.

        Raises:
            KeyError: the kind is none of `KINDS`.
        """
        kinds = self._kinds
        return kinds.terms(name) if isinstance(kinds, _Kinds) else kinds[name]

    def derived(self, function: Callable[[Dictionaries], T]) -> T:
        """Return what `function` makes of these dictionaries, computed once and kept with them."""
        if function not in self._derived:
            self._derived[function] = function(self)
        made: T = self._derived[function]
        return made


def shipped_folder() -> Path:
    """Return the folder of the shipped dictionaries, in a wheel or in a source tree."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_dictionaries"
    return installed if installed.is_dir() else package.parent / "dictionaries"


def load(paths: Sequence[Path] = ()) -> Dictionaries:
    """Merge the shipped dictionaries with those of a project.

    Args:
        paths: files or folders of the project; a later one overrides an earlier one, all override
            what is shipped.

    Raises:
        DictionaryError: a file is missing or malformed.
    """
    shipped, own = (
        [stamped(file) for path in some for file in files_of(path)]
        for some in ((shipped_folder(),), paths)
    )
    for _ in rows_of(own):  # what an editor wrote is told at once; what is shipped is well-formed
        pass
    return _load(tuple(shipped), tuple(own))


@lru_cache(maxsize=8)
def _load(shipped: tuple[Stamp, ...], own: tuple[Stamp, ...]) -> Dictionaries:
    prepared = Prepared(shipped)
    of_kind: dict[str, list[Stamp]] = {kind: [] for kind in KINDS}
    total = hashlib.sha256("".join(prepared.digests()).encode())
    for file in own:
        kind = kind_of(file[0])
        of_kind[kind].append(file)
        total.update(digest_line(file).encode())
    return Dictionaries(total.hexdigest(), _Kinds(prepared, of_kind))


class _Kinds(Mapping[str, Mapping[str, Entry]]):
    """The entries by kind, read when they are first asked for."""

    def __init__(self, shipped: Prepared, own: Mapping[str, Sequence[Stamp]]) -> None:
        self._shipped = shipped
        self._own = own
        self._merged: dict[str, Mapping[str, Entry]] = {}
        self._terms: dict[str, Container[str]] = {}

    def __getitem__(self, kind: str) -> Mapping[str, Entry]:
        if kind not in self._merged:
            own = _entries(self._own[kind])
            entries = self._shipped.entries(kind) | own
            self._merged[kind] = self._terms[kind] = MappingProxyType(entries)
        return self._merged[kind]

    def terms(self, kind: str) -> Container[str]:
        """Return the terms of a kind."""
        if kind not in self._terms:
            own = _entries(self._own[kind])
            self._terms[kind] = {*self._shipped.terms(kind), *own}
        return self._terms[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)


def _entries(files: Iterable[Stamp]) -> dict[str, Entry]:
    return {row.entry.term: row.entry for row in rows_of(files)}


def files_of(path: Path) -> list[Path]:
    """Return the dictionary files of a folder, or the file itself.

    Raises:
        DictionaryError: there is nothing at `path`.
    """
    if path.is_dir():
        return sorted(_inside(path))
    if path.is_file():
        return [path]
    if path.exists():
        raise DictionaryError(_not_regular(path))
    raise DictionaryError(Problem(path, 0, "no such dictionary", "找不到这个词典"))


def _inside(folder: Path) -> Iterator[Path]:
    """Yield the dictionary files of a folder; links to folders are not followed."""
    entries = 0
    for parent, folders, names in os.walk(folder):
        entries += len(folders) + len(names)
        if entries > _MOST_ENTRIES:
            en = f"more than {_MOST_ENTRIES:,} files: this is no folder of dictionaries"
            zh = f"超过 {_MOST_ENTRIES} 个文件，不像是词典的文件夹"
            raise DictionaryError(Problem(folder, 0, en, zh))
        for name in names:
            if name.endswith(".tsv"):
                if not (file := Path(parent, name)).is_file():
                    raise DictionaryError(_not_regular(file))
                yield file


def _not_regular(file: Path) -> Problem:
    return Problem(file, 0, "not a regular file", "不是普通文件")


def wrong_in(text: str, confusions: Mapping[str, Entry]) -> Iterator[Entry]:
    """Yield the confusions whose wrong side stands in a short text outside of their exceptions."""
    pieces = {
        text[start:end] for start in range(len(text)) for end in range(start + 2, len(text) + 1)
    }
    for piece in sorted(pieces & confusions.keys()):
        if next(confusions[piece].occurrences(text), None) is not None:
            yield confusions[piece]

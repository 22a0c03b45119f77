"""The shipped dictionaries as tables, made of their files once for all processes.

Reading the files takes as long as checking a page; the tables load in a third of that, and in less
where the terms alone are wanted.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from proofer.files.kept import Kept
from proofer.language.dictionary_format import (
    KINDS,
    DictionaryError,
    Entry,
    Row,
    Stamp,
    digest,
    kind_of,
    read_file,
)

_TABLES = Kept("dictionaries")


class Prepared:
    """What the shipped files say; anything else than these files, as they are now, is not used."""

    def __init__(self, files: Sequence[Stamp]) -> None:
        self._files = files
        self._stamp = repr(files)

    def digests(self) -> Sequence[str]:
        """Return a line on each file: see `digest_line`."""
        kept: Sequence[str] = self._table("digests")
        return kept

    def terms(self, kind: str) -> Sequence[str]:
        """Return the terms of a kind, in the order of the files."""
        terms: Sequence[str] = marshal.loads(self._table(kind)[0])
        return terms

    def entries(self, kind: str) -> dict[str, Entry]:
        """Return the entries of a kind by their terms."""
        terms = self.terms(kind)
        columns = marshal.loads(self._table(kind)[1])
        return dict(zip(terms, map(Entry, terms, *columns), strict=True)) if terms else {}

    def _table(self, name: str) -> Any:
        found = _TABLES.get(self._stamp, name)
        if found is None:
            for each, table in self._made():
                _TABLES.put(self._stamp, each, table)
                found = table if each == name else found
        return found

    def _made(self) -> Iterator[tuple[str, Any]]:
        yield "digests", tuple(map(digest_line, self._files))
        for kind in KINDS:
            rows = rows_of(file for file in self._files if kind_of(file[0]) == kind)
            yield kind, _columns({row.entry.term: row.entry for row in rows})


def _columns(entries: dict[str, Entry]) -> tuple[bytes, bytes]:
    """Return the terms and the other columns of entries; a string that comes again is one object.

    Two tables, as many a run asks for the terms alone.
    """
    seen: dict[str, str] = {}
    columns = [
        tuple(seen.setdefault(each, each) if isinstance(each, str) else each for each in column)
        for column in zip(*entries.values(), strict=True)
    ]
    return marshal.dumps(tuple(entries)), marshal.dumps(columns[1:])


def digest_line(file: Stamp) -> str:
    """Return a line that says what is in a file: the kind of its entries and a digest."""
    return f"{kind_of(file[0])} {digest(*file)}\n"


def rows_of(files: Iterable[Stamp]) -> Iterator[Row]:
    """Yield the rows of files, a later file's after an earlier one's.

    Raises:
        DictionaryError: a file is malformed.
    """
    for file in files:
        content = read_file(*file)
        if content.problems:
            raise DictionaryError(content.problems[0])
        yield from content.rows

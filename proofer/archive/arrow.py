"""Parquet for plans and results: written whole or not at all."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

from proofer.errors import InputError, UsageError
from proofer.files.reading import refuse_special
from proofer.files.replacing import atomic_write, cannot_write
from proofer.messages import Message, install_command

_NOTE = b"proofer"
"""The key of a file's metadata under which its note stands, as JSON."""
_AT_HAND = 100
"""Rows that wait as Python objects, which take 5 kB each."""
_GROUP = 10
"""Batches of so many rows that are written together."""
_IN_MEMORY = 1 << 18
"""Bytes of a file that wait in memory, the others on disk."""


def pyarrow() -> Any:
    """Return the module.

    Raises:
        UsageError: if it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError(
            Message(
                f"proofer archive 需要 pyarrow：{install_command('archive')}。",
                f"proofer archive needs pyarrow: {install_command('archive')}.",
            )
        ) from error
    return pyarrow


def schema(columns: Mapping[str, str]) -> Any:
    """Return a schema; `columns` has the name of each type, such as `string` or `int64`."""
    arrow = pyarrow()
    return arrow.schema([(name, getattr(arrow, kind)()) for name, kind in columns.items()])


class TableBytes:
    """The bytes of a file of rows, made some rows at a time."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self._schema = schema(columns)
        self._stream: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY, prefix="proofer-")  # noqa: SIM115
        self._writer = pyarrow().parquet.ParquetWriter(
            self._stream, self._schema, compression="zstd"
        )
        self._rows: list[Mapping[str, Any]] = []
        self._batches: list[Any] = []

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows."""
        for row in rows:
            self._rows.append(_valid(row))
            if len(self._rows) == _AT_HAND:
                self._pack()
            if len(self._batches) == _GROUP:
                self._flush()

    def _pack(self) -> None:
        rows, self._rows = self._rows, []
        self._batches.append(pyarrow().RecordBatch.from_pylist(rows, schema=self._schema))

    def _flush(self) -> None:
        batches, self._batches = self._batches, []
        self._writer.write_table(pyarrow().Table.from_batches(batches, schema=self._schema))

    def write(self, path: Path, note: Mapping[str, Any]) -> None:
        """Write the file, with a note in its metadata.

        Raises:
            OutputError: if it cannot be written; an old file is unchanged then.
        """
        with self.finished(note) as stream:
            atomic_write(path, iter(partial(stream.read, _IN_MEMORY), b""))

    def finished(self, note: Mapping[str, Any]) -> IO[bytes]:
        """Return the file from its beginning on, with a note in its metadata."""
        self._pack()
        self._flush()
        self._writer.add_key_value_metadata({_NOTE.decode(): json.dumps(note)})
        self._writer.close()
        self._stream.seek(0)
        return self._stream


def _valid(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a row that UTF-8 can hold: a page may have lone surrogates, a file name bytes."""
    return {
        name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for name, value in row.items()
    }


def read_note(path: Path) -> dict[str, Any]:
    """Return the note of a file, without reading its rows.

    Raises:
        InputError: if it cannot be read, or is none of ours.
    """
    with readable(path):
        metadata = pyarrow().parquet.read_metadata(path).metadata or {}
        note: dict[str, Any] = json.loads(metadata[_NOTE])
        return note


def read_rows(path: Path, columns: list[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file.

    Raises:
        InputError: if it cannot be read.
    """
    with readable(path):
        file = pyarrow().parquet.ParquetFile(path)
        for batch in file.iter_batches(4096, columns=columns, use_threads=False):
            yield from batch.to_pylist()


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what is wrong with a file into an InputError that names it.

    Raises:
        InputError: at once if it is a pipe or a device, for which Arrow would wait.
    """
    refuse_special(path)
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        # Arrow's own errors are among these; the last two are JSON of another shape
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        why = why.partition("\n")[0]
        raise InputError(
            Message(f"无法读取 {path}：{why}", f"cannot read {path}: {why}")
        ) from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to, which becomes `path` if all goes well and is removed if not.

    Raises:
        OutputError: if it cannot be written; an old file is unchanged then.
    """
    temporary = path.with_name(f".{path.name}.new")
    try:
        yield temporary
        temporary.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def table_writer(path: Path, like: Any) -> Iterator[Callable[[Any], None]]:
    """Give a function that appends a table to the file `path`, whose schema is `like`."""
    arrow = pyarrow()
    with (
        replacing(path) as temporary,
        arrow.parquet.ParquetWriter(temporary, like, compression="zstd") as writer,
    ):
        yield writer.write_table

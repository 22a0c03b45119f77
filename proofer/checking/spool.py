"""A list that overflows to disk, so that the memory of a run does not grow with its length."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar, overload

from proofer.checking.packing import dumps

if TYPE_CHECKING:
    from typing import IO

IN_MEMORY = 500_000
"""Code points of source, or findings that weigh as much, whose values stay in memory.

A code point takes ten to thirty bytes there.
"""
_COMPRESSION = 1
"""The fastest level of zlib."""


class Sized(Protocol):
    """A value with documents, such as a survey or report."""

    @property
    def size(self) -> int:
        """What their memory grows with, in code points of source."""


Value = TypeVar("Value", bound=Sized)


class Spool(Sequence[Value]):
    """Values in the order in which they were added.

    The first ones are in memory, the others in a temporary file without a name.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._room = in_memory
        self._in_memory: list[Value] = []
        self._on_disk: list[tuple[int, int]] = []
        """Offset and size, in bytes."""
        self._file: IO[bytes] | None = None

    def append(self, value: Value) -> bool:
        """Add a value; return whether it went to disk."""
        self._room -= value.size
        if self._room >= 0 and not self._on_disk:
            self._in_memory.append(value)
            return False
        if self._file is None:  # open as long as this object
            import tempfile

            self._file = tempfile.TemporaryFile(prefix="proofer-")  # noqa: SIM115
        data = zlib.compress(dumps(value), _COMPRESSION)
        self._on_disk.append((self._file.seek(0, 2), len(data)))
        self._file.write(data)
        return True

    def __reduce__(self) -> tuple[object, ...]:
        return list, (list(self),)

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Give the file up; values in it can no longer be read."""
        if self._file is not None:
            self._file.close()

    def __len__(self) -> int:
        return len(self._in_memory) + len(self._on_disk)

    @overload
    def __getitem__(self, index: int) -> Value: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Value]: ...

    def __getitem__(self, index: int | slice) -> Value | Sequence[Value]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if index < len(self._in_memory):
            return self._in_memory[index]
        if self._file is None or index >= len(self):
            raise IndexError(index)
        start, size = self._on_disk[index - len(self._in_memory)]
        self._file.seek(start)
        value: Value = pickle.loads(zlib.decompress(self._file.read(size)))
        return value


def spooled(values: Iterable[Value]) -> Sequence[Value]:
    """Return the values of one file: a tuple, or a Spool for a large file, which has many."""
    spool: Spool[Value] = Spool()
    for value in values:
        spool.append(value)
    return spool if len(spool) > 1 else tuple(spool)

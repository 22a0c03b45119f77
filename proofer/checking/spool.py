"""The surveys and reports of a long run: beyond some text they wait on disk, so that memory does not grow with it."""

from __future__ import annotations

import pickle
import tempfile
import zlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar, overload

if TYPE_CHECKING:
    from typing import IO

    from proofer.document.document import Document

IN_MEMORY = 4_000_000
"""Code points of text that are held; a page needs about thirty times as many bytes."""


class OfDocument(Protocol):
    """What is held of one document."""

    @property
    def document(self) -> Document:
        """The document."""


Held = TypeVar("Held", bound=OfDocument)


class Spool(Sequence[Held]):
    """Values in the order in which they were added; the first ones in memory, the others in a nameless file."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._left = in_memory
        self._held: list[Held] = []
        self._places: list[tuple[int, int]] = []
        self._file: IO[bytes] | None = None

    def append(self, value: Held) -> None:
        """Add a value."""
        self._left -= len(value.document.source)
        if self._left >= 0 and not self._places:
            self._held.append(value)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="proofer-")  # noqa: SIM115 - open as long as this object
        data = zlib.compress(pickle.dumps(value, protocol=5), 1)
        self._places.append((self._file.seek(0, 2), len(data)))
        self._file.write(data)

    def __reduce__(self) -> tuple[object, ...]:
        return list, (list(self),)

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Forget everything."""
        if self._file is not None:
            self._file.close()

    def __len__(self) -> int:
        return len(self._held) + len(self._places)

    @overload
    def __getitem__(self, index: int) -> Held: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Held]: ...

    def __getitem__(self, index: int | slice) -> Held | Sequence[Held]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if index < len(self._held):
            return self._held[index]
        if self._file is None or index >= len(self):
            raise IndexError(index)
        start, size = self._places[index - len(self._held)]
        self._file.seek(start)
        value: Held = pickle.loads(zlib.decompress(self._file.read(size)))
        return value


def spooled(values: Iterable[Held]) -> Sequence[Held]:
    """Return the values of one file; those of a large one, which are many, as a Spool."""
    spool: Spool[Held] = Spool()
    for value in values:
        spool.append(value)
    return spool if len(spool) > 1 else tuple(spool)

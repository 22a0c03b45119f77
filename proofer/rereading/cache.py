"""What the recogniser said of lines in earlier runs: a file for each image, by its content.

An entry is a NumPy archive without pickles: a cache may come from elsewhere.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import numpy as np

from proofer.errors import OutputError
from proofer.files.replacing import atomic_write
from proofer.rereading.lines import Line
from proofer.rereading.model import SHA256
from proofer.rereading.posteriors import Posterior

SIZE_LIMIT = 256 << 20
"""Bytes; a page of 60 lines takes some 300,000."""
_KEPT = 0.8
"""Share of the limit that stays when it is passed: the images not used for longest go."""
_UNWRITTEN = 20
"""Lines after which what was added is written, half a second of CPU; a quarter of many lines."""
_FORMAT = "2"
"""Changes with everything that makes a posterior out of an image: crops, folding, thresholds."""
_SUFFIX = ".npz"


class LineCache:
    """Posteriors of lines in a folder, or nowhere if it is None.

    It never makes a run fail: what cannot be read or written is not there.
    """

    def __init__(self, folder: Path | None, limit: int = SIZE_LIMIT) -> None:
        self._folder = folder
        self._limit = limit

    @contextmanager
    def page(self, image: Path) -> Iterator[KnownLines]:
        """Open what is known of the lines of an image.

        What was added is written now and then and at the end, so that a run that is broken off, or
        a process that is killed, has done little in vain.
        """
        if self._folder is None:
            yield KnownLines({})
            return
        try:
            with image.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
        except OSError:  # whoever reads the image says why
            yield KnownLines({})
            return
        key = hashlib.sha256(f"{_FORMAT} {SHA256} {digest}".encode()).hexdigest()
        file = self._folder / (key + _SUFFIX)
        known = KnownLines.load(file)
        known.write = partial(self._write, file, known)
        try:
            yield known
        finally:
            if known.added:
                known.write()

    def _write(self, file: Path, known: KnownLines) -> None:
        with suppress(OSError, OutputError):
            file.parent.mkdir(parents=True, exist_ok=True)
            atomic_write(file, known.dumps(), durable=False)
            self._shrink(file.parent)

    def _shrink(self, folder: Path) -> None:
        """Remove the images that were not used for longest, if all together are too large."""
        entries: list[tuple[float, int, Path]] = []
        for file in folder.glob("*" + _SUFFIX):
            with suppress(OSError):
                status = file.stat()
                entries.append((status.st_mtime, status.st_size, file))
        size = sum(each for _, each, _ in entries)
        if size <= self._limit:
            return
        for _, each, file in sorted(entries):
            if size <= self._limit * _KEPT:
                break
            with suppress(OSError):
                file.unlink()
            size -= each


class KnownLines:
    """Posteriors of the lines of an image, by where they stand on it."""

    def __init__(self, lines: dict[str, Posterior]) -> None:
        self._lines = lines
        self.added = 0
        """Lines that are not written yet."""
        self.write: Callable[[], None] = lambda: None

    @classmethod
    def load(cls, file: Path) -> KnownLines:
        """Read a file that `dumps` made; whatever is wrong with it, nothing is known then."""
        lines: dict[str, Posterior] = {}
        try:
            with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as arrays:
                for name in arrays.files:
                    key, _, part = name.rpartition(" ")
                    if part == "logs":
                        lines[key] = _checked(arrays[key + " characters"], arrays[name])
            os.utime(file)
        except Exception:  # a torn or foreign file: NumPy and zipfile raise what they like
            return cls({})
        return cls(lines)

    def dumps(self) -> bytes:
        """Return the lines as bytes."""
        arrays: dict[str, np.ndarray] = {}
        for key, posterior in self._lines.items():
            points = np.frombuffer(posterior.characters.encode("utf-32-le"), "<u4")
            arrays |= {key + " characters": points, key + " logs": posterior.logs}
        buffer = io.BytesIO()
        np.savez_compressed(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()

    def get(self, line: Line) -> Posterior | None:
        """Return what the recogniser said of a line; None if it was not asked."""
        return self._lines.get(_key(line))

    def put(self, line: Line, posterior: Posterior) -> None:
        """Keep what the recogniser says of a line."""
        self._lines[_key(line)] = posterior
        self.added += 1
        if self.added >= max(_UNWRITTEN, len(self._lines) // 4):
            self.write()
            self.added = 0


def _key(line: Line) -> str:
    where = (
        line.quad,
        line.vertical,
        line.room,
        line.region.size,
        line.region.page,
        line.region.frame,
    )
    return hashlib.sha256(repr(where).encode()).hexdigest()[:32]


def _checked(points: np.ndarray, logs: np.ndarray) -> Posterior:
    """Return a posterior of arrays from a file.

    Raises:
        ValueError: they are none.
    """
    characters = points.astype("<u4").tobytes().decode("utf-32-le")
    fits = logs.dtype == np.float16 and logs.ndim == 2 and logs.shape[1] == len(characters) + 1
    if not fits or not logs.shape[0] or np.isnan(logs).any():
        raise ValueError("not a posterior")
    return Posterior(characters, logs)


NO_CACHE = LineCache(None)

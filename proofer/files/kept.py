"""What each process would make again from the program alone, kept where Python keeps bytecode.

It is bytecode of another kind, and no cache: whoever can write to that folder can change the
program itself, so it is trusted like the program, and nobody passes it on. Where the folder cannot
be written, or Python is told to write no bytecode, nothing is kept.
"""

from __future__ import annotations

import atexit
import hashlib
import marshal
import os
import sys
from collections.abc import Hashable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from proofer.files.reading import read_bytes

_MOST = 5_000
"""Values of a file; there are some 400 patterns, and a clone's history must not pile up."""
_LARGEST = 64 << 20
"""Bytes of a file, of which the largest has 2 MB."""
_DIGEST = 16
"""Bytes of the digest in front, by which a damaged file is known: marshal reads most of them."""


class Kept:
    """Values by key, all of what marshal can write; new ones are written when the process ends."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._stamp = ""
        self._values: dict[Any, Any] | None = None
        self._new: dict[Any, Any] = {}
        self._is_registered = False

    def get(self, stamp: str, key: Hashable) -> Any | None:
        """Return what is kept under `key`, or None; what has another stamp counts for nothing."""
        if self._values is None or stamp != self._stamp:
            self._stamp, self._values, self._new = stamp, self._read(stamp), {}
        return self._values.get(key)

    def put(self, stamp: str, key: Hashable, value: Any) -> None:
        """Keep a value that `get` did not return."""
        self.get(stamp, key)
        if not self._is_registered:
            self._is_registered = True
            atexit.register(self._write)
        self._new[key] = value
        if self._values is not None:
            self._values[key] = value

    def _read(self, stamp: str) -> dict[Any, Any]:
        with suppress(Exception):  # missing, torn, of another Python: it is made again
            content = read_bytes(self._file(), most=_LARGEST)
            payload = content[_DIGEST:]
            if content[:_DIGEST] == _digest(payload):
                kept, values = marshal.loads(payload)
                if kept == stamp:
                    return dict(values)
        return {}

    def _write(self) -> None:
        if sys.dont_write_bytecode or not self._new:
            return
        values = self._read(self._stamp)  # another process may have written, too
        values = self._new if len(values) + len(self._new) > _MOST else values | self._new
        with suppress(OSError, ValueError):
            file = self._file()
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(f".{os.getpid()}")
            try:
                payload = marshal.dumps((self._stamp, values))
                part.write_bytes(_digest(payload) + payload)
                part.replace(file)
            finally:
                part.unlink(missing_ok=True)

    def _file(self) -> Path:
        """Return where Python would keep the bytecode of a module of this name."""
        source = Path(__file__).with_name(f"{self._name}.py")
        return Path(cache_from_source(str(source))).with_suffix(".kept")


def _digest(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=_DIGEST).digest()

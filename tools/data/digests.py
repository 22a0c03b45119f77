"""Digests of what artefacts are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tools.data.table import PACKAGE_PREFIX, SHARED_PREFIX


@dataclass(frozen=True)
class Files:
    """Where the files lie: the repository and the optional data."""

    root: Path
    shared: Path

    def of(self, pattern: str) -> list[Path]:
        """Return the files that a pattern of the table matches, sorted."""
        folder, inner = self.root, pattern
        if pattern.startswith(SHARED_PREFIX):
            folder, inner = self.shared, pattern.removeprefix(SHARED_PREFIX)
        inner = f"{inner}/*" if inner.endswith("**") else inner
        return sorted(path for path in folder.glob(inner) if path.is_file())

    def digest(self, pattern: str) -> str:
        """Return a digest of the files of a pattern, empty if there are none."""
        if pattern.startswith(PACKAGE_PREFIX):
            return pattern.removeprefix(PACKAGE_PREFIX)
        paths = self.of(pattern)
        if not paths:
            return ""
        if len(paths) == 1 and "*" not in pattern:
            return self._file(paths[0])
        return joined(f"{path.name} {self._file(path)}" for path in paths)

    def _file(self, path: Path) -> str:
        status = path.stat()
        key = path, status.st_mtime_ns, status.st_size
        if key not in self._known:
            with path.open("rb") as stream:
                self._known[key] = hashlib.file_digest(stream, "sha256").hexdigest()
        return self._known[key]

    @cached_property
    def _known(self) -> dict[tuple[Path, int, int], str]:
        """Digests of files, as long as time and size stay."""
        return {}


def joined(parts: Iterable[str]) -> str:
    """Return the SHA-256 of some lines."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()

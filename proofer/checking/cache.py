"""The cache: what earlier runs found, by the content of files and all that findings depend on.

An entry is a compressed pickle. It is read by an unpickler that makes only the values that findings
consist of: a CI may restore a cache from elsewhere, and a plain pickle could run any code. It
counts only for its own key, and only if its page is, byte for byte, the file that is there.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer import __version__
from proofer.checking.pipeline import Survey
from proofer.config import Config
from proofer.errors import OutputError
from proofer.files.reading import read_bytes
from proofer.files.replacing import atomic_write
from proofer.formats import write
from proofer.plugins import GROUPS, distribution, entry_points, installed

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

SIZE_LIMIT = 256 << 20
"""Bytes; a run that leaves more removes the least recently used entries."""
_KEPT_SHARE = 0.8
"""Share of the limit that is left then, so that not every run has to remove something."""
_TAG = """Signature: 8a477f597d28d172789f06886806bc55
# A cache of proofer; see https://bford.info/cachedir/
"""
WITHOUT_EFFECT: Mapping[str, str] = {
    "root": "the key has size and time of the files that options name relative to it",
    "file": "its values matter, not its path",
    "origins": "values matter, not their sources",
    "dictionaries": "the key has the digest of their content",
    "learn": "the key has the digest of the confusions that were learned",
    "author": "it only signs decisions",
    "min_confidence": "it applies to the report, after the survey",
    "patterns": "they apply to the report, after the survey",
    "baseline": "it applies to the report, after the survey",
    "timeout": "it determines whether there is an outcome, not which",
    "fail_on": "it only determines the exit code",
    "unsafe_confidence": "it only determines what --fix does",
    "language": "findings have both languages",
    "exclude": "it only determines which files are checked",
    "gitignore": "it only determines which files are checked",
    "keys": "only the review uses them",
    "images": "only the review uses them",
}
"""Fields of the configuration that the key leaves out, and why no survey depends on them."""
_MODULES = (
    "proofer.document.",
    "proofer.findings.",
    "proofer.formats._writing",
    "proofer.messages",
    "proofer.detectors.byline_names",
    "proofer.detectors.",
)
_NAMES = frozenset(
    {
        ("builtins", "str"),
        ("datetime", "date"),
        ("pathlib", "Path"),
        ("pathlib", "PosixPath"),
        ("pathlib", "WindowsPath"),
        ("proofer.checking.cache", "Entry"),
        ("proofer.checking.pipeline", "Survey"),
    }
)
_COMPRESSION = 1
"""The fastest level of zlib: reading an entry should cost little beside checking the file."""
_LARGEST_ENTRY = 64 << 20
"""Bytes, unpacked; the files of entries have at most 1 MB, and findings take less than a page."""


def default_folder() -> Path:
    """Return the cache in the folder that the platform has for a user's caches."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin" and "XDG_CACHE_HOME" not in os.environ:
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "proofer"


def line_cache(folder: Path | None = None) -> Path:
    """Return the part of a cache, by default the user's, for lines read again from images."""
    return (folder or default_folder()) / "lines"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was found in a file, with its own key: one that was moved to another is none."""

    key: str
    survey: Survey


class Cache:
    """What was found in files, kept in a folder.

    A cache never makes a run fail: an entry that cannot be read or written does not exist.
    """

    def __init__(self, folder: Path, limit: int = SIZE_LIMIT) -> None:
        self.folder = folder
        self._limit = limit

    def get(self, key: str, path: Path, data: bytes) -> Survey | None:
        """Return what was found in the file at `path` with the content `data`, or None."""
        file = self._file(key)
        try:
            survey = _survey(loads(read_bytes(file, most=_LARGEST_ENTRY)), key, path, data)
            os.utime(file)
        except Exception:  # missing, torn, foreign, outdated: whatever it is, it is checked again
            with suppress(OSError):
                file.unlink()
            return None
        return survey

    def has(self, key: str) -> bool:
        """Return whether there is an entry."""
        return self._file(key).is_file()

    def put(self, key: str, survey: Survey) -> None:
        """Keep what was found in a file, unless a detector failed: it may not fail again."""
        if survey.failures:
            return
        file = self._file(key)
        with suppress(OSError, OutputError):
            if not file.parent.is_dir():
                self._make(file.parent)
            atomic_write(file, dumps(Entry(key, survey)), durable=False)

    def _make(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        tag = self.folder / "CACHEDIR.TAG"
        if not tag.exists():
            atomic_write(tag, _TAG.encode(), durable=False)

    def shrink(self) -> None:
        """Remove the least recently used entries if all together are larger than the limit."""
        entries: list[tuple[float, int, Path]] = []
        for file in self.folder.glob("??/*"):
            with suppress(OSError):
                status = file.stat()
                entries.append((status.st_mtime, status.st_size, file))
        total = sum(size for _, size, _ in entries)
        if total <= self._limit:
            return
        for _, size, file in sorted(entries):
            if total <= self._limit * _KEPT_SHARE:
                break
            with suppress(OSError):
                file.unlink()
            total -= size

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


def _survey(entry: Entry, key: str, path: Path, data: bytes) -> Survey:
    """Return the survey of an entry as that of the file at `path` with the content `data`.

    Raises:
        ValueError: if it is that of another page.
    """
    survey, document = entry.survey, entry.survey.document
    if (
        entry.key != key
        or document.origin.digest != hashlib.sha256(data).hexdigest()
        or write(document, ()) != data
        or any(each.span.of(document.text) != each.quote for each in survey.candidates)
    ):
        raise ValueError("an entry of another page")
    return (
        survey if document.path == path else replace(survey, document=replace(document, path=path))
    )


def run_key(config: Config, dictionaries: str) -> bytes:
    """Return the part of the key that all files with a configuration have in common.

    `dictionaries` is the digest of their content, and of the confusions that were learned.
    """
    values = {
        each.name: getattr(config, each.name)
        for each in fields(config)
        if each.name not in WITHOUT_EFFECT
    }
    return "\n".join(
        (__version__, _installation(), dictionaries, repr(values), *_files_named(config))
    ).encode()


def file_key(run: bytes, digest: str, path: Path) -> str:
    """Return the key of a file, with the `run_key` of its configuration.

    The key depends on the SHA-256 `digest` of the content and on the suffix, which may determine
    the format.
    """
    return hashlib.sha256(
        b"\n".join((run, os.fsencode(path.suffix.lower()), digest.encode()))
    ).hexdigest()


def _files_named(config: Config) -> Iterator[str]:
    """Yield size and time of the files that options of detectors name, such as a model."""
    for options in config.options.values():
        for value in options.values():
            file = config.root / value if isinstance(value, str) else None
            with suppress(OSError, ValueError):
                if file is not None and file.is_file():
                    status = file.stat()
                    yield f"{file} {status.st_size} {status.st_mtime_ns}"


@cache
def _installation() -> str:
    """Return what distinguishes this installation from others of the same version.

    These are its plug-ins and the versions of the packages that findings depend on; in a clone,
    also size and time of each file of the source.
    """
    package = Path(__file__).parents[1]
    names = [
        f"{group} {entry.name} {entry.value} {distribution(entry)} {_version_of_source(entry)}"
        for group in GROUPS
        for entry in entry_points(group)
    ]
    names += _versions()
    if (package / "_dictionaries").is_dir():
        return "\n".join(names)
    names += sorted(_state(package))
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _state(package: Path) -> Iterator[str]:
    """Yield name, size and time of each file of a package: without pathlib, ten times as fast."""
    for folder, folders, files in os.walk(package):
        folders[:] = [name for name in folders if name != "__pycache__"]
        inside = folder.removeprefix(str(package))
        for name in files:
            status = os.stat(f"{folder}/{name}")  # noqa: PTH116
            yield f"{inside}/{name} {status.st_size} {status.st_mtime_ns}"


def _versions() -> list[str]:
    """Return name and version of the packages that findings depend on.

    They are the names of folders; importing `importlib.metadata` takes 40 ms.
    """
    wanted = ("borax-", "numpy-", "pycorrector-", "rapidfuzz-", "regex-")
    return sorted(
        name.removesuffix(".dist-info")
        for _, name in installed()
        if name.startswith(wanted) and name.endswith(".dist-info")
    )


def _version_of_source(entry: EntryPoint) -> str:
    """Return size and time of a plug-in's module: its author changes it within a version."""
    with suppress(ImportError, OSError, ValueError):
        spec = find_spec(entry.module)
        if spec is not None and spec.origin is not None:
            status = Path(spec.origin).stat()
            return f"{status.st_size} {status.st_mtime_ns}"
    return ""


def dumps(entry: Entry) -> bytes:
    """Return the bytes of an entry."""
    return zlib.compress(pickle.dumps(entry, protocol=5), _COMPRESSION)


def loads(data: bytes) -> Entry:
    """Return the entry that `dumps` turned into bytes.

    Raises:
        Exception: of any kind, if the bytes are anything else.
    """
    entry = _Unpickler(io.BytesIO(_unpacked(data))).load()
    if not isinstance(entry, Entry) or any(not hasattr(entry, each.name) for each in fields(Entry)):
        raise pickle.UnpicklingError("not an entry")
    return entry


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(data, _LARGEST_ENTRY)
    if not unpacker.eof:
        raise ValueError("torn, or too large")
    return content


class _Unpickler(pickle.Unpickler):
    """Makes values of proofer's own records only."""

    def find_class(self, module: str, name: str) -> Any:
        """Return the class of a record."""
        return _part(module, name)


@cache
def _part(module: str, name: str) -> Any:
    if (module, name) in _NAMES:
        return getattr(import_module(module), name)
    if module.startswith(_MODULES) and "." not in name:
        found = getattr(import_module(module), name)
        if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
            return found
    raise pickle.UnpicklingError(f"{module}.{name} has no place in a cache")

"""What files came to in earlier runs, by the content of the file and everything that a run depends on.

An entry is a compressed pickle, read by an unpickler that makes nothing but the values a report is
made of: a cache may come from elsewhere (a CI restores it), and a plain pickle could run any code.
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
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from proofer import __version__
from proofer.atomic import atomic_write
from proofer.checking.pipeline import Outcome
from proofer.config import Config
from proofer.errors import OutputError

SIZE_LIMIT = 256 << 20
"""Bytes; when a run leaves more, the entries that were not used for longest go."""
_KEPT = 0.8
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of proofer; see https://bford.info/cachedir/\n"
WITHOUT_EFFECT: Mapping[str, str] = {
    "root": "the files that options name relative to it are in the key with their size and time",
    "file": "its values count, not where it stands",
    "origins": "values count, not where they come from",
    "dictionaries": "their content is in the key by its digest",
    "min_confidence": "findings are left out of the report, after the survey",
    "patterns": "findings are silenced in the report, after the survey",
    "baseline": "findings are compared with it in the report, after the survey",
    "fail_on": "it only makes the exit code",
    "unsafe_confidence": "it only says what --fix does",
    "language": "findings are in both languages",
    "exclude": "it only says which files are checked",
    "gitignore": "it only says which files are checked",
    "keys": "they are the review's",
    "images": "they are the review's",
}
"""Fields of the configuration that are not in the key: why the survey of a file is the same whatever they say."""
_MODULES = (
    "proofer.document.",
    "proofer.findings.",
    "proofer.messages",
    "proofer.detectors.byline_names",
    "proofer.detectors.",
)
_NAMES = frozenset(
    {
        ("builtins", "str"),
        ("functools", "partial"),
        ("pathlib", "Path"),
        ("pathlib", "PosixPath"),
        ("pathlib", "WindowsPath"),
        ("proofer.checking.pipeline", "Outcome"),
        ("proofer.checking.pipeline", "Survey"),
    }
)
_LEVEL = 1


def default_folder() -> Path:
    """Return where the platform keeps a user's caches."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin" and "XDG_CACHE_HOME" not in os.environ:
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "proofer"


class Cache:
    """Outcomes of files in a folder.

    It never makes a run fail: what cannot be read or written is not there.
    """

    def __init__(self, folder: Path, limit: int = SIZE_LIMIT) -> None:
        self.folder = folder
        self._limit = limit

    def get(self, key: str, path: Path) -> Outcome | None:
        """Return the outcome of an equal run, for the file at `path`."""
        file = self._file(key)
        try:
            outcome = loads(file.read_bytes())
            os.utime(file)
        except FileNotFoundError:
            return None
        except (
            Exception
        ):  # a torn, foreign or outdated entry: whatever is wrong with it, the file is checked anew
            with suppress(OSError):
                file.unlink()
            return None
        return _moved(outcome, path)

    def has(self, key: str) -> bool:
        """Return whether there is an entry."""
        return self._file(key).is_file()

    def put(self, key: str, outcome: Outcome, digest: str) -> None:
        """Keep an outcome, unless something failed, which may be over the next time, or the file is another by now."""
        if outcome.failure or any(
            each.failures or each.document.origin.digest != digest for each in outcome.surveys
        ):
            return
        file = self._file(key)
        with suppress(OSError, OutputError):
            if not file.parent.is_dir():
                self._make(file.parent)
            atomic_write(file, dumps(outcome), durable=False)

    def _make(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        tag = self.folder / "CACHEDIR.TAG"
        if not tag.exists():
            atomic_write(tag, _TAG.encode(), durable=False)

    def shrink(self) -> None:
        """Remove the entries that were not used for longest, if all together are too large."""
        entries: list[tuple[float, int, Path]] = []
        for file in self.folder.glob("??/*"):
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

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


def _moved(outcome: Outcome, path: Path) -> Outcome:
    """Return the outcome of a file of the same content as that of the file at `path`."""
    surveys = tuple(
        each
        if each.document.path == path
        else replace(each, document=replace(each.document, path=path))
        for each in outcome.surveys
    )
    return replace(outcome, surveys=surveys)


def run_key(config: Config, dictionaries: str) -> bytes:
    """Return what all files of a run with `config` have in common; `dictionaries` is the digest of their content."""
    values = {
        each.name: getattr(config, each.name)
        for each in fields(config)
        if each.name not in WITHOUT_EFFECT
    }
    return "\n".join(
        (__version__, _installation(), dictionaries, repr(values), *_files_named(config))
    ).encode()


def file_key(run: bytes, digest: str, path: Path) -> str:
    """Return the key of a file by the SHA-256 of its content and its name's suffix, which may tell its format."""
    return hashlib.sha256(
        b"\n".join((run, os.fsencode(path.suffix.lower()), digest.encode()))
    ).hexdigest()


def _files_named(config: Config) -> Iterator[str]:
    """Yield size and time of the files that options name, such as a model."""
    for options in config.options.values():
        for value in options.values():
            file = config.root / value if isinstance(value, str) else None
            with suppress(OSError, ValueError):
                if file is not None and file.is_file():
                    status = file.stat()
                    yield f"{file} {status.st_size} {status.st_mtime_ns}"


@cache
def _installation() -> str:
    """Return what tells this installation from another one of the same version: its parts, or those of its source."""
    from importlib import metadata

    package = Path(__file__).parents[1]
    names = sorted(
        f"{each.group} {each.name} {each.dist.version if each.dist else ''}"
        for group in ("proofer.detectors", "proofer.formats")
        for each in metadata.entry_points(group=group)
    )
    for name in ("borax", "numpy", "pycorrector", "rapidfuzz", "regex"):
        with suppress(metadata.PackageNotFoundError):
            names.append(f"{name} {metadata.version(name)}")
    if (package / "_dictionaries").is_dir():
        return "\n".join(names)
    for file in sorted(package.rglob("*")):
        if "__pycache__" not in file.parts and file.is_file():
            status = file.stat()
            names.append(f"{file.relative_to(package)} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def dumps(outcome: Outcome) -> bytes:
    """Return an outcome as bytes."""
    return zlib.compress(pickle.dumps(outcome, protocol=5), _LEVEL)


def loads(data: bytes) -> Outcome:
    """Return the outcome that `dumps` made bytes of.

    Raises:
        Exception: of any kind, if the bytes are something else.
    """
    outcome = _Unpickler(io.BytesIO(zlib.decompress(data))).load()
    if not isinstance(outcome, Outcome) or any(
        not hasattr(outcome, each.name) for each in fields(Outcome)
    ):
        raise pickle.UnpicklingError("not an outcome")
    return outcome


class _Unpickler(pickle.Unpickler):
    """Makes values of proofer's own records and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """Return the class of a record, or one of the few functions that documents hold."""
        return _part(module, name)


@cache
def _part(module: str, name: str) -> Any:
    if (module, name) in _NAMES:
        return getattr(import_module(module), name)
    if module.startswith(_MODULES) and "." not in name:
        found = getattr(import_module(module), name)
        if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
            return found
    if module.startswith("proofer.formats.") and name.lstrip("_").startswith(("escape", "pack")):
        return getattr(import_module(module), name)
    raise pickle.UnpicklingError(f"{module}.{name} has no place in a cache")

"""Finds the parts of a package: detectors, formats, reports, exporters.

Each module of the package defines one part. Modules that parts share are not parts themselves:
`api`, which says what a part is, and those whose names start with an underscore, which are private
to the package. More parts come from plug-ins, which are installed distributions with entry points
of a group that is named as the package (docs/plugins.md).

The order is fixed (by name); two parts with one name, or a part that fails to import, stop the run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from proofer.errors import ConfigError
from proofer.messages import Message

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUPS = ("proofer.detectors", "proofer.formats", "proofer.reports", "proofer.exports")
"""The packages whose parts plug-ins can add to, which are also the groups of their entry points."""
_Part = TypeVar("_Part")
_API = "api"


def _loaded(package: str, known: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield the name and the module of each part, or the part itself if that is at hand.

    Raises:
        ConfigError: if a plug-in cannot be loaded.
    """
    for name in part_modules(package):
        yield name, known.get(name) or import_module(name)
    for entry in entry_points(package):
        try:
            yield entry.value, entry.load()
        except Exception as error:  # whatever is wrong with it, its author has to know
            why = f"{type(error).__name__}: {error}"
            raise ConfigError(
                Message(
                    f"插件 {entry.value}（{distribution(entry)}）无法载入：{why}",
                    f"the plug-in {entry.value} ({distribution(entry)}) cannot be loaded: {why}",
                )
            ) from error


def part_modules(package: str) -> Iterator[str]:
    """Yield the full names of the modules that define parts, in subpackages if there are any.

    The package itself is imported, its modules are not.
    """
    modules, packages = _inside(package)
    families = [name for name in packages if not name.startswith("_")]
    for family in families:
        yield from part_modules(f"{package}.{family}")
    for name in () if families else modules:
        if not name.startswith("_") and name != _API:
            yield f"{package}.{name}"


@cache
def _inside(package: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the names of the modules and of the packages in a package, sorted."""
    inside = sorted(iter_modules(import_module(package).__path__), key=lambda info: info.name)
    return tuple(info.name for info in inside), tuple(info.name for info in inside if info.ispkg)


def entry_points(group: str) -> Sequence[EntryPoint]:
    """Return the entry points of a group, one of `GROUPS`, by name."""
    if not has_plugins():
        return ()
    from importlib import metadata

    return sorted(metadata.entry_points(group=group), key=lambda entry: entry.name)


def distribution(entry: EntryPoint) -> str:
    """Return name and version of the distribution that an entry point comes with."""
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else "?"


@cache
def has_plugins() -> bool:
    """Return whether any installed package may have parts for proofer.

    A quick look at the entry points' files: importing `importlib.metadata` takes 40 ms.
    """
    for folder, name in installed():
        with suppress(OSError), open(f"{folder}/{name}/entry_points.txt", "rb") as file:  # noqa: PTH123
            if b"[proofer." in file.read():
                return True
    return False


@cache
def installed() -> Sequence[tuple[str, str]]:
    """Return what describes installed packages: a folder, and a name as `numpy-2.4.6.dist-info`.

    Listed without pathlib, with which it takes a tenth of a page from the cache.
    """
    found: list[tuple[str, str]] = []
    for folder in sys.path:
        with suppress(OSError):  # a zip file, or nothing
            names = os.listdir(folder or ".")  # noqa: PTH208
            found += ((folder, name) for name in names if name.endswith("-info"))
    return found


def collect(
    package: str,
    attribute: str,
    part_type: type[_Part],
    key: str,
    known: Mapping[str, _Part] = MappingProxyType({}),
) -> Mapping[str, _Part]:
    """Return the parts of a package and of plug-ins, by their `key`.

    Args:
        package: one of `GROUPS`.
        attribute: what the part is called in its module.
        part_type: the class of the parts.
        key: the attribute of a part that identifies it.
        known: parts by the names of their modules, which are not imported then.

    Raises:
        ConfigError: if a plug-in cannot be loaded, a module lacks the attribute, or two parts have
            one key.
    """
    parts: dict[str, _Part] = {}
    for place, loaded in _loaded(package, known):
        part = loaded if isinstance(loaded, part_type) else getattr(loaded, attribute, None)
        if not isinstance(part, part_type):
            raise ConfigError(
                Message(
                    f"插件 {place} 没有定义 {attribute}。",
                    f"{place} does not define {attribute}.",
                )
            )
        name = str(getattr(part, key))
        if name in parts:
            raise ConfigError(
                Message(f"{place}：{name} 已被占用。", f"{place}: {name} is already taken.")
            )
        parts[name] = part
    return dict(sorted(parts.items()))


def built_in(package: str) -> list[str]:
    """Return the names of the parts in a package of proofer's own, which are those of its modules.

    Nothing is imported, so that the help can name them.
    """
    folder = Path(__file__).parent / package.rpartition(".")[2]
    names = (info.name for info in iter_modules([str(folder)]))
    return [each.replace("_", "-") for each in names if not each.startswith("_") and each != _API]

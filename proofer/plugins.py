"""Finds the parts of a package: detectors, formats, reports, exporters.

Each module of the package defines one part, and so does each entry point of an installed plug-in.
Modules that parts share are not parts themselves: `api`, which says what a part is, and those whose
names start with an underscore, which are private to the package.

The order is fixed (by name); two parts with one name, or a part that fails to import, stop the run.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

from proofer.errors import ConfigError
from proofer.messages import Message

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_Part = TypeVar("_Part")
_API = "api"


def _modules(package: str) -> Iterator[ModuleType]:
    for name in part_modules(package):
        yield import_module(name)
    for entry in _entry_points(package):
        yield entry.load()


def part_modules(package: str) -> Iterator[str]:
    """Yield the full names of the modules that define parts, in subpackages if there are any.

    The package itself is imported, its modules are not.
    """
    inside = sorted(iter_modules(import_module(package).__path__), key=lambda info: info.name)
    families = [info.name for info in inside if info.ispkg]
    for family in families:
        yield from part_modules(f"{package}.{family}")
    for info in () if families else inside:
        if not info.name.startswith("_") and info.name != _API:
            yield f"{package}.{info.name}"


def _entry_points(group: str) -> Iterable[EntryPoint]:
    if not has_plugins():
        return ()
    from importlib import metadata

    return sorted(metadata.entry_points(group=group), key=lambda entry: entry.name)


@cache
def has_plugins() -> bool:
    """Return whether any installed package may have parts for proofer.

    A quick look at the entry points' files: importing `importlib.metadata` takes 40 ms.
    """
    files = (file for folder in sys.path for file in Path(folder).glob("*-info/entry_points.txt"))
    return any(b"[proofer." in file.read_bytes() for file in files)


def collect(package: str, attribute: str, part_type: type[_Part], key: str) -> Mapping[str, _Part]:
    """Return the parts of a package: the `attribute` of each of its modules, by its `key`.

    Raises:
        ConfigError: if a module lacks the attribute or two parts have one key.
    """
    parts: dict[str, _Part] = {}
    for module in _modules(package):
        part = getattr(module, attribute, None)
        if not isinstance(part, part_type):
            raise ConfigError(
                Message(
                    f"插件 {module.__name__} 没有定义 {attribute}。",
                    f"{module.__name__} does not define {attribute}.",
                )
            )
        name = str(getattr(part, key))
        if name in parts:
            raise ConfigError(
                Message(
                    f"{module.__name__}：{name} 已被占用。",
                    f"{module.__name__}: {name} is already taken.",
                )
            )
        parts[name] = part
    return dict(sorted(parts.items()))


def built_in(package: str) -> list[str]:
    """Return the names of the parts in a package of proofer's own, which are those of its modules.

    Nothing is imported, so that the help can name them.
    """
    folder = Path(__file__).parent / package.rpartition(".")[2]
    names = (info.name for info in iter_modules([str(folder)]))
    return [each.replace("_", "-") for each in names if not each.startswith("_") and each != "api"]

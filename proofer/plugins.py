"""Finds the parts that a package is made of: every module of it that defines one, and entry points of plugins.

The order is fixed (by name); two parts with one name, or a part that fails to import, stop the run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeVar

from proofer.errors import ConfigError
from proofer.messages import Text

_Part = TypeVar("_Part")


def _modules(package: str) -> Iterator[ModuleType]:
    from importlib import metadata

    for info in sorted(iter_modules(import_module(package).__path__), key=lambda info: info.name):
        if not info.name.startswith("_"):
            yield import_module(f"{package}.{info.name}")
    for entry in sorted(metadata.entry_points(group=package), key=lambda entry: entry.name):
        yield entry.load()


def collect(package: str, attribute: str, part_type: type[_Part], key: str) -> Mapping[str, _Part]:
    """Return the `attribute` of every public module of `package` and of its entry points, by its `key`.

    Raises:
        ConfigError: if a module lacks the attribute or two parts have one key.
    """
    parts: dict[str, _Part] = {}
    for module in _modules(package):
        part = getattr(module, attribute, None)
        if not isinstance(part, part_type):
            raise ConfigError(
                Text(
                    f"插件 {module.__name__} 没有定义 {attribute}。",
                    f"{module.__name__} does not define {attribute}.",
                )
            )
        name = str(getattr(part, key))
        if name in parts:
            raise ConfigError(
                Text(f"{module.__name__}：{name} 已被占用。", f"{module.__name__}: {name} is already taken.")
            )
        parts[name] = part
    return dict(sorted(parts.items()))

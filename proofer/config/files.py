"""Configuration files: finding them upward from a checked file, validating and merging them.

The file of a project is `proofer.toml`, `.proofer.toml` or the table `[tool.proofer]` of
`pyproject.toml`, the first of them in the nearest folder that has one. From low to high, the layers
are the user's file, the project's file, its `[[overrides]]` in their order, and the command line. A
value replaces that of a lower layer, but options of detectors are merged key by key, and
`ignore-patterns` are added.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from proofer.config._lines import key_lines
from proofer.config.keys import KEYS, OVERRIDES, PATHS, PATTERN_KEYS, TABLES, Key
from proofer.config.settings import Config, IgnorePattern, nearest
from proofer.document.lazy_pattern import lazy_pattern
from proofer.errors import ConfigError, InputError
from proofer.files.reading import read_bytes
from proofer.messages import Message

FILE_NAMES = ("proofer.toml", ".proofer.toml", "pyproject.toml")
_LARGEST = 1 << 20
"""Bytes of a configuration file."""
DICTIONARY_FOLDER = "dictionary"
_TOOL = "tool.proofer"
_RECURSION = lazy_pattern(r"\(\?(?:R|[0-9]|[+-][0-9]|&|P>)")
"""Expressions that call themselves take all memory before they take long."""
_DEEP = lazy_pattern(r"""(?<![\w."'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){100}""")
"""A key in a hundred tables: the time of tomllib grows with the square of their number."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The values of a file or of one of its overrides."""

    values: Mapping[str, Any]
    """By field of Config."""
    origins: Mapping[str, str]
    """File and line of each value, by field."""
    paths: tuple[str, ...] | None = None
    """The patterns of an override; None for a whole file."""


@dataclass(frozen=True)
class Settings:
    """What the configuration files say about a project."""

    root: Path
    """The folder of the project's file, or the one asked about if there is none."""
    file: Path | None = None
    layers: tuple[Layer, ...] = ()
    """The lowest one first."""
    _configs: dict[tuple[int, ...], Config] = field(default_factory=dict, repr=False, compare=False)

    def of(self, file: Path | None = None) -> Config:
        """Return the configuration of a file, or of the project as a whole."""
        relative = _relative(file, self.root) if file is not None else None
        chosen = tuple(
            number for number in range(len(self.layers)) if self._applies(number, relative)
        )
        if chosen not in self._configs:
            self._configs[chosen] = self._merged([self.layers[number] for number in chosen])
        return self._configs[chosen]

    def all(self) -> list[Config]:
        """Return a configuration for each layer alone, to validate what they name."""
        return [self._merged([layer]) for layer in self.layers]

    def _applies(self, number: int, relative: str | None) -> bool:
        spec = self._specs.get(number)
        return spec is None or (relative is not None and bool(spec.match_file(relative)))

    @cached_property
    def _specs(self) -> Mapping[int, Any]:
        overrides = {
            number: layer.paths
            for number, layer in enumerate(self.layers)
            if layer.paths is not None
        }
        if not overrides:
            return {}
        from pathspec import GitIgnoreSpec

        return {number: GitIgnoreSpec.from_lines(paths) for number, paths in overrides.items()}

    def _merged(self, layers: Iterable[Layer]) -> Config:
        values: dict[str, Any] = {}
        origins: dict[str, str] = {}
        for layer in layers:
            for name, value in layer.values.items():
                if name == "options":
                    merged = values.setdefault(name, {})
                    for detector, options in value.items():
                        merged[detector] = {**merged.get(detector, {}), **options}
                elif name == "patterns":
                    values[name] = (*values.get(name, ()), *value)
                else:
                    values[name] = value
            origins.update(layer.origins)
        if (
            "dictionaries" not in values
            and self.file
            and (folder := self.file.parent / DICTIONARY_FOLDER).is_dir()
        ):
            values["dictionaries"] = (folder,)
            origins["dictionaries"] = str(folder)
        return Config(root=self.root, file=self.file, origins=origins, **values)


def _outside_archives(folder: Path) -> Path:
    """Return the folder itself, or that of the archive which it stands for a folder in."""
    archives = [each for each in (folder, *folder.parents) if each.suffix.lower() == ".zip"]
    return next((each.parent for each in reversed(archives) if each.is_file()), folder)


def settings_for(folder: Path, *, isolated: bool = False, file: Path | None = None) -> Settings:
    """Return the settings for the files of a folder.

    Args:
        folder: where the search for the project's file starts.
        isolated: whether no file is looked for, not even the user's.
        file: the project's file, if it is known.

    Raises:
        ConfigError: if a file cannot be read, has an unknown key or a wrong value.
    """
    folder = _outside_archives(folder.resolve())
    user = [Layer({"learn": False}, {})] if isolated else _user_layers()
    if file is not None:
        return Settings(file.resolve().parent, file, (*user, *_layers(file, _table(file) or {})))
    for place in () if isolated else (folder, *folder.parents):
        for name in FILE_NAMES:
            if _is_there(found := place / name) and (table := _table(found)) is not None:
                return Settings(place, found, (*user, *_layers(found, table)))
    return Settings(folder, None, tuple(user))


def for_folder(folder: Path) -> Config:
    """Return the configuration of a project as a whole, without overrides; see `settings_for`."""
    return settings_for(folder).of()


def load(file: Path) -> Config:
    """Return the configuration of one file alone.

    Raises:
        ConfigError: if it cannot be read, has an unknown key or a wrong value.
    """
    return Settings(file.parent, file, tuple(_layers(file, _table(file) or {}))).of()


def user_file() -> Path:
    """Return the path of the user's own configuration, which depends on the platform."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin" and "XDG_CONFIG_HOME" not in os.environ:
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "proofer" / "proofer.toml"


def _user_layers() -> list[Layer]:
    try:
        file = user_file()
        there = _is_there(file)
    except (RuntimeError, OSError):  # there is no home folder, or it is somebody else's
        return []
    return list(_layers(file, _table(file) or {})) if there else []


def _relative(file: Path, root: Path) -> str | None:
    path = Path(os.path.abspath(file))  # noqa: PTH100 - Path.resolve would follow links
    for base in (root, root.resolve()):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    resolved = path.resolve()
    return (
        resolved.relative_to(root.resolve()).as_posix()
        if resolved.is_relative_to(root.resolve())
        else None
    )


def _is_there(file: Path) -> bool:
    """Return whether there is anything to read, or to refuse as a pipe is; a folder is neither."""
    return os.path.lexists(file) and not os.path.isdir(file)  # noqa: PTH112 - never raises


def _text(file: Path) -> str:
    """Return the text of a configuration file.

    Raises:
        ConfigError: if it is no regular file, too large, or not in UTF-8.
    """
    try:
        return read_bytes(file, most=_LARGEST).decode("utf-8-sig")
    except InputError as error:
        raise _unreadable(file, error.message) from error
    except ValueError as error:
        raise _unreadable(file, Message(str(error), str(error))) from error


def _unreadable(file: Path, why: Message) -> ConfigError:
    return ConfigError(
        Message(
            f"{file}：配置文件无法读取：{why.zh}",
            f"{file}: this configuration cannot be read: {why.en}",
        )
    )


def _too_deep(file: Path) -> ConfigError:
    return _unreadable(file, Message("嵌套太深", "it is nested too deeply"))


def _table(file: Path) -> Mapping[str, Any] | None:
    """Return proofer's table of a file; None for a pyproject.toml without one."""
    text = _text(file)
    if _DEEP.search(text):
        raise _too_deep(file)
    import tomllib

    try:
        table = tomllib.loads(text)
    except ValueError as error:
        raise _unreadable(file, Message(str(error), str(error))) from error
    except RecursionError as error:
        raise _too_deep(file) from error
    if file.name != "pyproject.toml":
        return table
    tools = table.get("tool", {})
    own = tools.get("proofer") if isinstance(tools, dict) else None
    if own is not None and not isinstance(own, dict):
        raise ConfigError(
            Message(f"{file}：{_TOOL} 应为一个表。", f"{file}: {_TOOL} should be a table.")
        )
    return own


class _Reader:
    """Validates the tables of a file; errors name the line."""

    def __init__(self, file: Path) -> None:
        self.file = file
        prefix = _TOOL + "." if file.name == "pyproject.toml" else ""
        places = key_lines(_text(file))
        self._lines = {
            name.removeprefix(prefix): line
            for name, line in places.items()
            if name.startswith(prefix)
        }

    def place(self, name: str) -> str:
        """Return the file with the line of a key, or of the table that it is in."""
        while name and name not in self._lines:
            name = name.rpartition(".")[0]
        return f"{self.file}:{self._lines[name]}" if name else str(self.file)

    def known(
        self, table: Mapping[str, Any], keys: Mapping[str, Key], inside: str = ""
    ) -> Iterator[tuple[str, Key, Any]]:
        """Yield the name, key and value of each entry of a table.

        Raises:
            ConfigError: if there is no such key, or the value has the wrong type.
        """
        for name, value in table.items():
            place = self.place(inside + name)
            if (key := keys.get(name)) is None:
                near = nearest(name, keys)
                raise ConfigError(
                    Message(
                        f"{place}：没有名为 {name} 的配置项。{near.zh}",
                        f"{place}: there is no key {name}.{near.en}",
                    )
                )
            if not key.kind.holds(value):
                raise self.wrong(inside + name, key.kind.wanted)
            yield name, key, value

    def wrong(self, name: str, wanted: Message) -> ConfigError:
        """Return the error that a value is not as it should be."""
        place = self.place(name)
        return ConfigError(
            Message(f"{place}：{name} {wanted.zh}。", f"{place}: {name} {wanted.en}.")
        )

    def layer(self, table: Mapping[str, Any], keys: Mapping[str, Key], inside: str = "") -> Layer:
        """Return the values of a table."""
        values: dict[str, Any] = {}
        origins: dict[str, str] = {}
        for name, key, value in self.known(table, keys, inside):
            if key.field == "paths":
                continue
            values[key.field] = self._value(inside + name, key, value)
            origins[key.field] = self.place(inside + name)
            if key.field == "options":
                for detector, options in value.items():
                    for option in options:
                        origins[f"options.{detector}.{option}"] = self.place(
                            f"{inside}{name}.{detector}.{option}"
                        )
        paths = tuple(table["paths"]) if "paths" in keys else None
        return Layer(values, origins, paths)

    def _value(self, name: str, key: Key, value: Any) -> Any:
        folder = self.file.parent
        if key.is_path:
            return (
                folder / value if isinstance(value, str) else tuple(folder / path for path in value)
            )
        if key.field == "patterns":
            return tuple(
                self._pattern(f"{name}[{number}]", each) for number, each in enumerate(value)
            )
        return key.convert(value)

    def _pattern(self, name: str, table: Mapping[str, Any]) -> IgnorePattern:
        import regex

        given = {key: value for key, _, value in self.known(table, PATTERN_KEYS, name + ".")}
        if ("text" in given) is ("regex" in given):
            raise self.wrong(
                name, Message("应有 text 或 regex 之一", "should have either text or regex")
            )
        expression = given.get("regex") or regex.escape(
            given["text"], special_only=True, literal_spaces=True
        )
        if _RECURSION.search(expression):
            raise self.wrong(f"{name}.regex", Message("不能递归", "must not recurse"))
        try:
            regex.compile(expression)
        except (regex.error, RecursionError, MemoryError) as error:
            raise self.wrong(
                f"{name}.regex",
                Message(f"不是正则表达式：{error}", f"is no regular expression: {error}"),
            ) from error
        return IgnorePattern(
            expression, tuple(given.get("codes", ())), given.get("reason", ""), self.place(name)
        )


def _layers(file: Path, table: Mapping[str, Any]) -> Iterator[Layer]:
    """Yield the layer of a file and those of its overrides."""
    reader = _Reader(file)
    overrides: Sequence[Mapping[str, Any]] = table.get(OVERRIDES, [])
    if not TABLES.holds(overrides):
        raise reader.wrong(OVERRIDES, TABLES.wanted)
    known = {**KEYS, OVERRIDES: Key(OVERRIDES, TABLES, Message("", ""))}
    yield reader.layer({name: value for name, value in table.items() if name != OVERRIDES}, known)
    inside = {name: key for name, key in KEYS.items() if key.everywhere} | {"paths": PATHS}
    for number, override in enumerate(overrides):
        name = f"{OVERRIDES}[{number}]"
        if "paths" not in override:
            raise reader.wrong(name, Message("缺少 paths", "lacks paths"))
        yield reader.layer(override, inside, name + ".")

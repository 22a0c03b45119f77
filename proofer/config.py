"""Configuration: defaults, then the project's file, then the command line.

The file is `proofer.toml`, `.proofer.toml` or the table `[tool.proofer]` of `pyproject.toml`, whichever comes first in
the folder of the checked file or in the nearest folder above it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofer.errors import ConfigError
from proofer.findings import Severity
from proofer.language.channel.profiles import PROFILES
from proofer.messages import Text

FILE_NAMES = ("proofer.toml", ".proofer.toml", "pyproject.toml")
DICTIONARY_FOLDER = "dictionary"
FAIL_ON = (*(severity.value for severity in Severity), "never")


@dataclass(frozen=True, slots=True)
class Config:
    """What a run does. `root` is the folder of the project's file, or of the first path without one."""

    root: Path = Path()
    file: Path | None = None
    dictionaries: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    enable: tuple[str, ...] = ()
    min_confidence: float = 0.0
    fail_on: Severity | float | None = Severity.INFO
    """From which severity or confidence on a finding makes the exit code 1; None for never."""
    encoding: str | None = None
    language: str | None = None
    profile: str = next(iter(PROFILES))
    """How errors came about: a key of `PROFILES`."""
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def enables(self, code: str, name: str, *, default: bool) -> bool:
        """Return whether a detector runs. `select`, `ignore` and `enable` hold codes, prefixes of codes, or names."""

        def named(entries: tuple[str, ...]) -> bool:
            return any(entry == name or (entry and code.startswith(entry)) for entry in entries)

        if named(self.ignore):
            return False
        if self.select:
            return named(self.select)
        return default or named(self.enable)


def for_folder(folder: Path) -> Config:
    """Return the configuration of the files in `folder`: of the nearest file upward, or the defaults.

    Raises:
        ConfigError: if that file cannot be read, has an unknown key or a wrong value.
    """
    folder = folder.resolve()
    for place in (folder, *folder.parents):
        for name in FILE_NAMES:
            if (file := place / name).is_file() and (table := _table(file)) is not None:
                return _config(file, table)
    return Config(root=folder)


def load(file: Path) -> Config:
    """Return the configuration of one file.

    Raises:
        ConfigError: if it cannot be read, has an unknown key or a wrong value.
    """
    return _config(file, _table(file) or {})


def nearest(word: str, known: Mapping[str, object] | tuple[str, ...]) -> Text:
    """Return the sentence that names the entry of `known` nearest to `word`; empty when none is near."""
    from difflib import get_close_matches

    found = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return Text(f"是不是想写 {found[0]}？", f" Did you mean {found[0]}?") if found else Text("", "")


def is_threshold(value: object) -> bool:
    """Return whether `value` is a severity, "never", or a confidence from 0 to 1."""
    return value in FAIL_ON if isinstance(value, str) else is_probability(value)


def threshold(value: str | float) -> Severity | float | None:
    """Return the severity or confidence that a `fail-on` holds, None for "never"."""
    if isinstance(value, str):
        return None if value == "never" else Severity(value)
    return float(value)


def _table(file: Path) -> Mapping[str, Any] | None:
    """Return proofer's table of a file; None for a pyproject.toml without one."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ConfigError(
            Text(f"{file}：配置文件无法读取：{error}", f"{file}: this configuration cannot be read: {error}")
        ) from error
    if file.name != "pyproject.toml":
        return table
    tools = table.get("tool", {})
    own = tools.get("proofer") if isinstance(tools, dict) else None
    if own is not None and not isinstance(own, dict):
        raise _wrong(file, "tool.proofer", _TABLE)
    return own


_TABLE = Text("应为一个表", "should be a table")
_STRINGS = Text('应为字符串列表，例如 ["D", "known-slip"]', 'should be a list of strings such as ["D", "known-slip"]')
_PROBABILITY = Text("应为 0 到 1 之间的数", "should be a number between 0 and 1")
_ENCODING = Text('应为文本编码的名称，例如 "gb18030"', 'should be the name of a text encoding such as "gb18030"')
_LANG = Text('应为 "zh" 或 "en"', 'should be "zh" or "en"')
_PROFILE = Text(f"应为 {'、'.join(PROFILES)} 之一", f"should be one of {', '.join(PROFILES)}")
_THRESHOLD = Text(
    f"应为 {'、'.join(FAIL_ON)} 之一，或 0 到 1 之间的数",
    f"should be one of {', '.join(FAIL_ON)}, or a number between 0 and 1",
)


def _is_strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each for each in value)


def is_probability(value: object) -> bool:
    """Return whether `value` is a number from 0 to 1."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def is_encoding(value: object) -> bool:
    """Return whether `value` names a text encoding that Python knows."""
    try:
        return isinstance(value, str) and "".encode(value) is not None
    except (LookupError, ValueError):
        return False


def _is_table_of_tables(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(each, dict) for each in value.values())


@dataclass(frozen=True, slots=True)
class _Key:
    field: str
    holds: Callable[[object], bool]
    wanted: Text
    convert: Callable[[Any], Any] = lambda value: value


_KEYS: Mapping[str, _Key] = {
    "dictionaries": _Key("dictionaries", _is_strings, _STRINGS),
    "select": _Key("select", _is_strings, _STRINGS, tuple),
    "ignore": _Key("ignore", _is_strings, _STRINGS, tuple),
    "enable": _Key("enable", _is_strings, _STRINGS, tuple),
    "min-confidence": _Key("min_confidence", is_probability, _PROBABILITY, float),
    "fail-on": _Key("fail_on", is_threshold, _THRESHOLD, threshold),
    "encoding": _Key("encoding", is_encoding, _ENCODING),
    "lang": _Key("language", lambda value: value in ("zh", "en"), _LANG),
    "profile": _Key("profile", lambda value: isinstance(value, str) and value in PROFILES, _PROFILE),
    "detectors": _Key("options", _is_table_of_tables, _TABLE),
}


def _config(file: Path, table: Mapping[str, Any]) -> Config:
    values: dict[str, Any] = {}
    for name, value in table.items():
        if (key := _KEYS.get(name)) is None:
            near = nearest(name, _KEYS)
            raise ConfigError(
                Text(f"{file}：没有名为 {name} 的配置项。{near.zh}", f"{file}: there is no key {name}.{near.en}")
            )
        if not key.holds(value):
            raise _wrong(file, name, key.wanted)
        values[key.field] = key.convert(value)
    values["dictionaries"] = _dictionaries(file, values.get("dictionaries"))
    return Config(root=file.parent, file=file, **values)


def _dictionaries(file: Path, names: list[str] | None) -> tuple[Path, ...]:
    """Return the paths of the project's dictionaries; they need not exist yet when the file names them."""
    if names is not None:
        return tuple(file.parent / name for name in names)
    folder = file.parent / DICTIONARY_FOLDER
    return (folder,) if folder.is_dir() else ()


def _wrong(file: Path, key: str, wanted: Text) -> ConfigError:
    return ConfigError(Text(f"{file}：{key} {wanted.zh}。", f"{file}: {key} {wanted.en}."))

"""The configuration of each file, with the options of the command line on top."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from proofer.cli._output import tell
from proofer.config import Config, Settings, settings_for
from proofer.config.keys import KEYS
from proofer.errors import ConfigError
from proofer.messages import Message

_OPTION, _DEFAULT = Message("命令行", "command line"), Message("默认", "default")


class Configurations:
    """Finds the configurations of a run, each once.

    An option of the command line that is named as a key (`--min-confidence`) replaces the value of
    that key.
    """

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self._given = {name: value for name, value in vars(arguments).items() if value is not None}
        self._told = False
        """Whether it was said that nothing can be read again."""
        self._configs: dict[str, Config] = {}
        """With the options on top, by the digest without them."""
        self.settings = cache(self._settings)

    def _settings(self, folder: Path) -> Settings:
        file = self._given.get("config")
        found = settings_for(folder, isolated=self._given.get("isolated", False), file=file)
        for config in found.all():
            check_selection(config)
        return found

    def of(self, file: Path) -> Config:
        """Return the configuration of a file; equal ones are the same object."""
        return self._with_options_on_top(self.settings(file.parent).of(file))

    def of_folder(self, folder: Path) -> Config:
        """Return the configuration of a project as a whole."""
        return self._with_options_on_top(self.settings(folder).of())

    def _with_options_on_top(self, base: Config) -> Config:
        if base.digest not in self._configs:
            self._configs[base.digest] = self._merged(base)
        return self._configs[base.digest]

    def _merged(self, base: Config) -> Config:
        values: dict[str, Any] = {
            key.field: key.convert(self._given[option])
            for name, key in KEYS.items()
            if (option := name.replace("-", "_")) in self._given
        }
        if "preset" in values:  # what files select would hide it
            values.setdefault("select", ())
        if "second" in self._given:  # no key: it is for the files of this one run
            values["second"] = self._given["second"]
        if "language" not in values and base.language is not None:
            self._arguments.language = base.language
        merged = replace(base, origins={**base.origins, **dict.fromkeys(values, "")}, **values)
        check_selection(merged)
        return self._readable_again(merged) if merged.reread else merged

    def _readable_again(self, config: Config) -> Config:
        """Return the configuration; without reading again, and saying so once, where it cannot."""
        from proofer.rereading.model import problem

        if (lacking := problem()) is None:
            return config
        if not self._told:
            self._told = True
            tell(lacking, self._arguments)
        return replace(config, reread=False)


def shown(configs: Iterable[tuple[Path, Config]], arguments: argparse.Namespace) -> Iterator[str]:
    """Yield each configuration once, as TOML, with the origin of every value."""
    language = arguments.language
    groups: dict[str, tuple[Config, list[Path]]] = {}
    for path, config in configs:
        groups.setdefault(config.digest, (config, []))[1].append(path)
    for config, paths in groups.values():
        names = ", ".join(map(str, paths[:3])) + (" …" if len(paths) > 3 else "")
        root = Message("项目文件夹", "project folder").render(language)
        yield f"# {names}\n# {root}: {config.root}\n"
        rows = list(_rows(config, language))
        width = min(40, max(len(value) for value, _ in rows))
        for value, origin in rows:
            yield f"{value:<{width}}  # {origin}\n"
        yield "\n"


def _rows(config: Config, language: Any) -> Iterator[tuple[str, str]]:
    for name, key in KEYS.items():
        value = getattr(config, key.field)
        if key.field == "options":
            for detector, options in value.items():
                for option, setting in options.items():
                    origin = config.origins.get(f"options.{detector}.{option}")
                    row = f"detectors.{detector}.{option} = {_toml(setting)}"
                    yield row, _shown_origin(origin, language)
        elif key.field == "patterns":
            for pattern in value:
                table = {"regex": pattern.regex, "codes": pattern.codes, "reason": pattern.reason}
                yield (
                    f"ignore-patterns += {_toml({k: v for k, v in table.items() if v})}",
                    pattern.origin,
                )
        else:
            unset = value is None and key.field != "fail_on"
            text = (
                f"# {name}" if unset else f"{name} = {_toml('never' if value is None else value)}"
            )
            yield text, _shown_origin(config.origins.get(key.field), language)


def _shown_origin(origin: str | None, language: Any) -> str:
    return _DEFAULT.render(language) if origin is None else origin or _OPTION.render(language)


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_toml(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return json.dumps(str(value), ensure_ascii=False)


def check_selection(config: Config) -> None:
    """Check that all that is selected, ignored, enabled or configured are detectors.

    A misspelt code would silently switch a check off.

    Raises:
        ConfigError: naming the word and the nearest detector.
    """
    from proofer.checking.registry import detectors
    from proofer.config import nearest

    codes = tuple(detectors())
    names = tuple(each.name for each in detectors().values())
    for key, words in (
        ("select", config.select),
        ("ignore", config.ignore),
        ("enable", config.enable),
    ):
        for word in words:
            if word not in names and not any(code.startswith(word) for code in codes):
                raise _unknown_detector(key, word, nearest(word, (*codes, *names)), config)
    for word in config.options:
        if word not in names:
            raise _unknown_detector("detectors", word, nearest(word, names), config)


def _unknown_detector(key: str, word: str, near: Message, config: Config) -> ConfigError:
    place = f" ({config.file})" if config.file else ""
    return ConfigError(
        Message(
            f"{key}{place}：没有检测器 {word}。{near.zh}",
            f"{key}{place}: there is no detector {word}.{near.en}",
        )
    )

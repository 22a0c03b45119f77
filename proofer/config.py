"""Configuration: defaults, then the project's file, then the command line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from proofer.errors import ConfigError
from proofer.findings import Severity
from proofer.messages import Text

FILE_NAMES = ("proofer.toml", ".proofer.toml", "pyproject.toml")


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
    fail_on: Severity | None = Severity.INFO
    encoding: str | None = None
    language: str | None = None
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

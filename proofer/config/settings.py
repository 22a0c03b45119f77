"""What a run does: the values that the files and the command line add up to, and where each comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from proofer.findings.finding import Severity
from proofer.language.channel.profiles import PROFILES
from proofer.messages import Message


@dataclass(frozen=True, slots=True)
class IgnorePattern:
    """Silences the findings (of the detectors `codes`, or of all) that lie inside a match of a regular expression."""

    regex: str
    codes: tuple[str, ...] = ()
    reason: str = ""
    origin: str = field(default="", compare=False)
    """File and line, as `proofer.toml:12`."""


@dataclass(frozen=True)
class Config:
    """What a run does.

    `root` is the folder of the project's file, or of the first path without one.
    """

    root: Path = Path()
    file: Path | None = None
    dictionaries: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    enable: tuple[str, ...] = ()
    min_confidence: float = 0.0
    fail_on: Severity | float | None = Severity.INFO
    """From which severity or confidence on a finding makes the exit code 1; None for never."""
    unsafe_confidence: float = 0.9
    """From which confidence on `--fix --unsafe` makes a correction of a dictionary."""
    encoding: str | None = None
    profile: str = next(iter(PROFILES))
    """How errors came about: one of `PUBLIC_PROFILES`."""
    language: str | None = None
    exclude: tuple[str, ...] = ()
    """Patterns, as in .gitignore and relative to `root`, of what is left out of folders."""
    gitignore: bool = True
    """Whether folders are read without what git ignores."""
    baseline: Path | None = None
    patterns: tuple[IgnorePattern, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    """Other keys of the review by their ids; `review.keymap` says what is possible."""
    images: Path | None = None
    """Where the images of the pages are, besides where the files are."""
    second: Path | None = None
    """Where second readings of the pages are: a file, a folder or a pattern; only the command line says so."""
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """File and line of each value that is no default, by the name of its field (options: `options.detector.key`)."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all values and of where they come from: what tells configurations apart, in any process."""
        values = [(each.name, getattr(self, each.name)) for each in fields(self)]
        return hashlib.sha256(repr(values).encode()).hexdigest()

    def enables(self, code: str, name: str, *, default: bool) -> bool:
        """Return whether a detector runs.

        `select`, `ignore` and `enable` hold codes, prefixes of codes, or names.
        """
        if names_detector(self.ignore, code, name):
            return False
        if self.select:
            return names_detector(self.select, code, name)
        return default or names_detector(self.enable, code, name)


def names_detector(entries: tuple[str, ...], code: str, name: str) -> bool:
    """Return whether one of `entries` is the detector's name, its code, or a prefix of its code."""
    return any(entry == name or (entry != "" and code.startswith(entry)) for entry in entries)


def nearest(word: str, known: Mapping[str, object] | tuple[str, ...]) -> Message:
    """Return the sentence that names the entry of `known` nearest to `word`; empty when none is near."""
    from difflib import get_close_matches

    found = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return (
        Message(f"是不是想写 {found[0]}？", f" Did you mean {found[0]}?")
        if found
        else Message("", "")
    )

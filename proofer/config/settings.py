"""Config: what a run does, merged from the files and the command line."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import fields as fields_of
from functools import cached_property
from pathlib import Path
from typing import Any

from proofer.document.read_options import ReadOptions
from proofer.findings.finding import Severity
from proofer.language.channel.profiles import PROFILES
from proofer.messages import Message

PRESETS: Mapping[str, tuple[str, ...]] = {"quick": ("D", "R", "K", "P")}
"""Sets of detectors by name, as in `select`: quick has those that ask no more than a dictionary."""


@dataclass(frozen=True, slots=True)
class IgnorePattern:
    """Silences findings that lie inside a match of a regular expression."""

    regex: str
    """In the syntax of the `regex` module."""
    codes: tuple[str, ...] = ()
    """Detectors whose findings are silenced; empty for all."""
    reason: str = ""
    origin: str = field(default="", compare=False)
    """File and line, as `proofer.toml:12`."""


@dataclass(frozen=True)
class Config:
    """What a run does. Confidences are probabilities, from 0 to 1."""

    root: Path = Path()
    """The folder of the project's file, or that of the checked file if there is none."""
    file: Path | None = None
    """The project's file."""
    dictionaries: tuple[Path, ...] = ()
    """The project's own dictionaries, files or folders."""
    select: tuple[str, ...] = ()
    """Codes, prefixes of codes, or names of the only detectors to run; empty for the default."""
    preset: str | None = None
    """A name in PRESETS: detectors that run instead of those that do by default."""
    ignore: tuple[str, ...] = ()
    """Detectors not to run, as in `select`."""
    enable: tuple[str, ...] = ()
    """Detectors to run although they are off by default, as in `select`."""
    min_confidence: float = 0.0
    """The confidence below which findings are not reported."""
    fail_on: Severity | float | None = Severity.INFO
    """The severity or confidence from which a finding makes the exit code 1; None for never."""
    unsafe_confidence: float = 0.9
    """The confidence from which `--fix --unsafe` makes a correction from a dictionary."""
    timeout: float = 60.0
    """CPU seconds that reading and checking a file may each take for a megabyte; 0 for any."""
    encoding: str | None = None
    """Of the files; None to detect it."""
    fields: tuple[str, ...] = ()
    """The fields of records (JSONL, CSV) that hold the text; none to find it."""
    as_text: bool = False
    """Whether files that no format claims are read as plain text."""
    profile: str = next(iter(PROFILES))
    """How errors came about: one of `PUBLIC_PROFILES`."""
    language: str | None = None
    """Of reports and messages, `zh` or `en`; None for that of the locale."""
    exclude: tuple[str, ...] = ()
    """Patterns, as in .gitignore and relative to `root`, of what is left out of folders."""
    gitignore: bool = True
    """Whether what git ignores is left out of folders."""
    baseline: Path | None = None
    """A file of known findings, which do not count."""
    patterns: tuple[IgnorePattern, ...] = ()
    learn: bool = True
    """Whether the project's decisions shift what is reported, and its reviews learn from them."""
    author: str | None = None
    """The name that decisions are signed with; None for that of the environment."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Other keys of the review by their ids; `review.keymap` says which are possible."""
    images: Path | None = None
    """Where images of the pages are looked for, besides next to the files."""
    reread: bool = False
    """Whether lines are read again from the images of the pages."""
    second: Path | None = None
    """Where second readings of the pages are: a file, a folder or a pattern."""
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Options of detectors, by the detector's name and the option's."""
    origins: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """File and line of each value that is not the default, by field or `options.detector.key`."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all values and their origins, which identifies a configuration."""
        values = [(each.name, getattr(self, each.name)) for each in fields_of(self)]
        return hashlib.sha256(repr(values).encode()).hexdigest()

    @property
    def reading(self) -> ReadOptions:
        """How the files are read."""
        return {"encoding": self.encoding, "fields": self.fields, "as_text": self.as_text}

    def enables(self, code: str, name: str, *, default: bool) -> bool:
        """Return whether a detector runs; `default` is whether it does by default."""
        if names_detector(self.ignore, code, name):
            return False
        if self.select:
            return names_detector(self.select, code, name)
        if self.preset is not None:
            default = names_detector(PRESETS[self.preset], code, name)
        return default or names_detector(self.enable, code, name)


def names_detector(entries: tuple[str, ...], code: str, name: str) -> bool:
    """Return whether an entry is the detector's name, its code, or a prefix of its code."""
    return any(entry == name or (entry != "" and code.startswith(entry)) for entry in entries)


_LIKE = 0.8
"""Likeness, 0 to 1, of a slip to what was meant: lnit to lint is .92, replay to reread .67."""


def nearest(word: str, known: Mapping[str, object] | tuple[str, ...]) -> Message:
    """Return a sentence that proposes the entry of `known` most like `word`; empty for none."""
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import extractOne

    found = extractOne(
        word,
        list(known),
        scorer=JaroWinkler.similarity,
        processor=lambda name: name.strip("-"),
        score_cutoff=_LIKE,
    )
    if found is None:
        return Message("", "")
    return Message(f"是不是想写 {found[0]}？", f" Did you mean {found[0]}?")

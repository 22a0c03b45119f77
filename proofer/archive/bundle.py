"""What travels with a plan: configurations as JSON, and the project's dictionaries as copies.

Nothing is pickled: whoever may write into the folder of a plan must not make workers run code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from proofer.config import Config, IgnorePattern
from proofer.files.replacing import atomic_write, cannot_write
from proofer.findings.finding import Severity
from proofer.formats import read_bytes
from proofer.language.dictionaries import files_of, load
from proofer.vocabulary.project_dictionary import dictionary_errors


def packed(config: Config, folder: Path) -> dict[str, Any]:
    """Copy the dictionaries of a configuration into `folder`; return it as a value of JSON.

    Raises:
        ConfigError: if a dictionary is missing or malformed.
        OutputError: if a copy cannot be written.
    """
    with dictionary_errors():
        digest = load(config.dictionaries).digest
        places = [
            _copied(path, folder / str(number)) for number, path in enumerate(config.dictionaries)
        ]
    kept = replace(
        config,
        root=config.root.absolute(),
        file=_absolute(config.file),
        baseline=_absolute(config.baseline),
        images=_absolute(config.images),
        second=_absolute(config.second),
        dictionaries=tuple(place.relative_to(folder) for place in places),
    )
    return {
        "dictionaries_digest": digest,
        "values": {each.name: _plain(getattr(kept, each.name)) for each in fields(kept)},
    }


def unpacked(value: Mapping[str, Any], folder: Path) -> Config:
    """Return the configuration that `packed` made a value of."""
    values = {name: _restored(each) for name, each in value["values"].items()}
    values["dictionaries"] = tuple(folder / each for each in values["dictionaries"])
    return Config(**values)


def _absolute(path: Path | None) -> Path | None:
    return None if path is None else path.absolute()


def _copied(path: Path, folder: Path) -> Path:
    """Copy a file or folder of dictionaries; their kind is in their names and folders."""
    target = folder / path.parent.name / path.name
    for file in files_of(path):
        place = target / file.relative_to(path) if path.is_dir() else target
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(place, error) from error
        atomic_write(place, read_bytes(file))
    return target


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; what JSON lacks is an object with the name of its kind."""
    plain = value
    if isinstance(value, Path):
        plain = {"path": str(value)}
    elif isinstance(value, Severity):
        plain = {"severity": value.value}
    elif isinstance(value, IgnorePattern):
        plain = {"pattern": [value.regex, list(value.codes), value.reason, value.origin]}
    elif isinstance(value, tuple):
        plain = {"tuple": [_plain(each) for each in value]}
    elif isinstance(value, list):
        plain = [_plain(each) for each in value]
    elif isinstance(value, Mapping):
        plain = {"map": {name: _plain(each) for name, each in value.items()}}
    return plain


def _pattern(parts: list[Any]) -> IgnorePattern:
    regex, codes, reason, origin = parts
    return IgnorePattern(regex, tuple(codes), reason, origin)


_KINDS: Mapping[str, Callable[[Any], Any]] = {
    "path": Path,
    "severity": Severity,
    "pattern": _pattern,
    "tuple": lambda items: tuple(map(_restored, items)),
    "map": lambda items: {name: _restored(each) for name, each in items.items()},
}


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return [_restored(each) for each in value]
    if isinstance(value, dict):
        [(kind, content)] = value.items()
        return _KINDS[kind](content)
    return value

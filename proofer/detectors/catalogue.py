"""What is known of the detectors of the package without importing them.

`catalogue.json` says of each all that selecting it and reporting its findings take; more than half
of the time that a short run takes goes into importing what it does not need. The file is written by
`python -m tools.docs.rules`; a detector that it lacks is imported as before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from importlib import import_module
from pathlib import Path
from typing import Any

from proofer.detectors.api import Detector
from proofer.findings.finding import Severity
from proofer.messages import Message
from proofer.plugins import part_modules

FILE = Path(__file__).with_name("catalogue.json")
_MESSAGES = ("title", "explanation")
_VALUES = ("code", "name", "default", "any_script", "reads_markup")


class _Listed(Detector):
    """A detector whose module is imported when more is asked of it than the file says."""

    __slots__ = ("_module",)
    _module: str

    def __getattr__(self, name: str) -> Any:
        """Return a field that the file does not have; all are there from now on.

        Raises:
            AttributeError: if no detector has such a field.
        """
        names = {each.name for each in fields(Detector)}
        if name not in names:
            raise AttributeError(name)
        detector = import_module(self._module).DETECTOR
        for each in names:
            object.__setattr__(self, each, getattr(detector, each))
        return getattr(detector, name)


def listed() -> Mapping[str, Detector]:
    """Return the detectors of the file by the names of their modules."""
    rows = json.loads(FILE.read_bytes())
    return {row["module"]: _detector(row) for row in rows}


def _detector(row: Mapping[str, Any]) -> Detector:
    detector = object.__new__(_Listed)
    values = {name: row[name] for name in _VALUES}
    values |= {name: Message(**row[name]) for name in _MESSAGES}
    values |= {"severity": Severity(row["severity"]), "own_family": None, "_module": row["module"]}
    for name, value in values.items():
        object.__setattr__(detector, name, value)
    return detector


def imported() -> Mapping[str, Detector]:
    """Return the detectors of the package by their modules, as these define them."""
    return {name: import_module(name).DETECTOR for name in sorted(part_modules(__package__))}


def catalogue() -> str:
    """Return what the file should hold: a row for each detector of the package, by module."""
    rows = [_row(module, detector) for module, detector in imported().items()]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _row(module: str, detector: Detector) -> dict[str, Any]:
    row: dict[str, Any] = {"module": module, "severity": detector.severity.value}
    row |= {name: getattr(detector, name) for name in _VALUES}
    return row | {name: asdict(getattr(detector, name)) for name in _MESSAGES}

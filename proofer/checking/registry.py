"""The parts of this installation: detectors by code, formats and reports by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from proofer.errors import ConfigError
from proofer.findings.family import EDITOR, FAMILIES, Family, letter_of
from proofer.formats import formats
from proofer.messages import Message
from proofer.plugins import collect

if TYPE_CHECKING:
    from proofer.config import Config
    from proofer.detectors.api import Detector
    from proofer.reports.api import ReportFormat

__all__ = ["detectors", "formats", "report_formats", "selected"]


@cache
def detectors() -> Mapping[str, Detector]:
    """Return all detectors by code; those of the package are imported when they are used.

    Raises:
        ConfigError: if a part cannot be collected, or the letter of a code is that of no family.
    """
    from proofer.detectors.api import Detector
    from proofer.detectors.catalogue import listed

    found = collect("proofer.detectors", "DETECTOR", Detector, "code", listed())
    _families(found.values())
    return found


def selected(config: Config) -> list[Detector]:
    """Return the detectors that a configuration turns on, by code."""
    return [
        each
        for each in detectors().values()
        if config.enables(each.code, each.name, default=each.default)
    ]


@cache
def families() -> Mapping[str, Family]:
    """Return the families of all detectors by letter, those of plug-ins and the editor's too."""
    return _families(detectors().values())


def _families(found: Iterable[Detector]) -> Mapping[str, Family]:
    """Return the families by letter.

    Raises:
        ConfigError: if a detector has a letter of no family, or brings a family that is not the one
            of its letter.
    """
    families = {**FAMILIES, EDITOR.letter: EDITOR}
    for detector in found:
        letter, own = letter_of(detector.code), detector.own_family
        family = families.setdefault(own.letter, own) if own else FAMILIES.get(letter)
        if family is None or family.letter != letter or own not in (None, family):
            raise _wrong_family(detector)
    return dict(sorted(families.items()))


def _wrong_family(detector: Detector) -> ConfigError:
    zh, en = "、".join(FAMILIES), ", ".join(FAMILIES)
    return ConfigError(
        Message(
            f"检测器 {detector.code}（{detector.name}）：代码须以现有类别的字母（{zh}）开头，"
            "或以自带类别（own_family）的新字母开头。",
            f"detector {detector.code} ({detector.name}): its code must begin with the letter of a "
            f"family that there is ({en}), or with a new one that its own_family has.",
        )
    )


@cache
def report_formats() -> Mapping[str, ReportFormat]:
    """Return all report formats by name."""
    from proofer.reports.api import ReportFormat

    return collect("proofer.reports", "REPORT", ReportFormat, "name")

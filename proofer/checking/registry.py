"""The parts of this installation: detectors by code, formats and reports by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from proofer.formats import formats
from proofer.plugins import collect

if TYPE_CHECKING:
    from proofer.detectors.api import Detector
    from proofer.reports.api import ReportFormat

__all__ = ["detectors", "formats", "report_formats"]


@cache
def detectors() -> Mapping[str, Detector]:
    """Return all detectors by code."""
    from proofer.detectors.api import Detector

    return collect("proofer.detectors", "DETECTOR", Detector, "code")


@cache
def report_formats() -> Mapping[str, ReportFormat]:
    """Return all report formats by name."""
    from proofer.reports.api import ReportFormat

    return collect("proofer.reports", "REPORT", ReportFormat, "name")

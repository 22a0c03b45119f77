"""How bad a finding is, by what is known of the place and not by its detector alone.

A guess is no error before it is likely; what is grave if true, a wrong plan or anniversary, a
mangled term, a text torn off, is one as soon as it is sure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from proofer.findings.finding import Finding, Severity

LIKELY: Final = 0.7
"""Probability below which a guess is at most a warning."""
GRAVE: Final[Mapping[str, float]] = {"N002": 0.8, "N003": 0.8, "G001": 0.9, "S001": 0.9}
"""Detectors whose findings are errors from this probability on."""


def graded(finding: Finding) -> Finding:
    """Return `finding` with the severity that its probability calls for."""
    if finding.confidence >= GRAVE.get(finding.code, 1.0):
        return replace(finding, severity=Severity.ERROR)
    guessed = finding.family.guesses and finding.confidence < LIKELY
    if guessed and finding.severity is Severity.ERROR:
        return replace(finding, severity=Severity.WARNING)
    return finding

"""The result of a run: what was read, what was found, what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from proofer.document.document import Document
from proofer.errors import EXIT_CLEAN, EXIT_ERROR, EXIT_FINDINGS
from proofer.findings import Finding, Severity
from proofer.messages import Text


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read or checked; it makes the exit code 2."""

    path: Path
    message: Text
    detector: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """One document with its findings, sorted by their place in the text."""

    document: Document
    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    """Findings that an editor rejected before."""


@dataclass(frozen=True, slots=True)
class Report:
    """All documents of a run, in the order of their paths."""

    documents: tuple[DocumentReport, ...]
    failures: tuple[Failure, ...] = ()
    """Files that could not be read at all."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all documents."""
        return tuple(finding for each in self.documents for finding in each.findings)

    @property
    def all_failures(self) -> tuple[Failure, ...]:
        """Unreadable files and failed detectors."""
        return (*self.failures, *(failure for each in self.documents for failure in each.failures))

    def counts(self) -> Mapping[str, int]:
        """Return the number of findings by code."""
        return dict(sorted(Counter(finding.code for finding in self.findings).items()))

    def exit_code(self, fail_on: Severity | None = Severity.INFO) -> int:
        """Return 2 if anything failed, 1 if a finding is at least as severe as `fail_on`, else 0 (never 1 for None)."""
        if self.all_failures:
            return EXIT_ERROR
        if fail_on is not None and any(finding.severity.rank >= fail_on.rank for finding in self.findings):
            return EXIT_FINDINGS
        return EXIT_CLEAN

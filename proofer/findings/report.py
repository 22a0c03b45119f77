"""The result of a run: what was read, what was found, what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from proofer.document.document import Document
from proofer.errors import EXIT_CLEAN, EXIT_ERROR, EXIT_FINDINGS
from proofer.findings.finding import WEIGHT, Finding, Severity
from proofer.messages import Message


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read or checked; it makes the exit code 2."""

    path: Path
    message: Message
    detector: str | None = None

    @property
    def located(self) -> Message:
        """The message with the path before it, unless it names the path itself."""
        path, message = str(self.path), self.message
        return (
            message
            if path in message.en
            else Message(f"{path}：{message.zh}", f"{path}: {message.en}")
        )


_SET_ASIDE = ("suppressed", "silenced", "ignored", "baselined")


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """One document with its findings, sorted by their place in the text."""

    document: Document
    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    """Findings that an editor rejected before."""
    silenced: tuple[Finding, ...] = ()
    """Findings that a comment of the page itself silences."""
    warnings: tuple[Failure, ...] = ()
    """What is no failure: comments that silence nothing, stale entries of the baseline."""
    ignored: tuple[Finding, ...] = ()
    """Findings inside a pattern that the configuration ignores."""
    used_patterns: frozenset[str] = frozenset()
    """Where the patterns that silence a finding are configured."""
    baselined: tuple[Finding, ...] = ()
    """Findings that were there when the baseline was written."""

    @property
    def size(self) -> int:
        """What its memory grows with: code points of the source, and findings."""
        return len(self.document.source) + WEIGHT * (len(self.findings) + len(self.set_aside))

    @property
    def set_aside(self) -> tuple[Finding, ...]:
        """All findings that do not count."""
        return tuple(finding for name in _SET_ASIDE for finding in getattr(self, name))


@dataclass(frozen=True, slots=True)
class Rule:
    """What a report says of a detector that ran."""

    code: str
    name: str
    title: Message
    explanation: Message
    severity: Severity


@dataclass(slots=True)
class Totals:
    """What is counted of the documents of a run, in one pass: those of a large one are on disk."""

    files: int = 0
    """That were checked; a large one is several documents."""
    codes: Counter[str] = field(default_factory=Counter)
    """Findings by code."""
    severities: Counter[Severity] = field(default_factory=Counter)
    """Findings by severity."""
    set_aside: Counter[str] = field(default_factory=Counter)
    """Findings that do not count, by the field of `DocumentReport` that has them."""
    failures: list[Failure] = field(default_factory=list)
    warnings: list[Failure] = field(default_factory=list)

    def add(self, documents: Iterable[DocumentReport]) -> Totals:
        """Count more documents, and return this object."""
        for each in documents:
            self.files += not each.document.before.characters
            self.codes.update(finding.code for finding in each.findings)
            self.severities.update(finding.severity for finding in each.findings)
            self.set_aside.update({name: len(getattr(each, name)) for name in _SET_ASIDE})
            self.failures += each.failures
            self.warnings += each.warnings
        return self


@dataclass(frozen=True)
class Report:
    """All documents of a run, in the order of their paths."""

    documents: Sequence[DocumentReport]
    failures: tuple[Failure, ...] = ()
    """Files that could not be read at all."""
    rules: tuple[Rule, ...] = ()
    """The detectors that ran, by code, whether they found something or not."""
    warnings: tuple[Failure, ...] = ()
    """What an editor should know of the run as a whole."""
    compared: bool = False
    """Whether the findings were compared with a baseline."""

    @cached_property
    def totals(self) -> Totals:
        """What is counted over all documents."""
        return Totals().add(self.documents)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all documents."""
        return tuple(finding for each in self.documents for finding in each.findings)

    @property
    def all_failures(self) -> tuple[Failure, ...]:
        """Unreadable files and failed detectors."""
        return (*self.failures, *self.totals.failures)

    @property
    def all_warnings(self) -> tuple[Failure, ...]:
        """Warnings of the documents and of the run."""
        return (*self.totals.warnings, *self.warnings)

    def exit_code(self, fail_on: Severity | float | None = Severity.INFO) -> int:
        """Return 2 if anything failed, 1 if a finding reaches `fail_on` (never for None), else 0.

        `fail_on` is a severity, or a confidence from 0 to 1.
        """
        if self.all_failures:
            return EXIT_ERROR
        if fail_on is not None and any(
            _reaches(finding, fail_on) for each in self.documents for finding in each.findings
        ):
            return EXIT_FINDINGS
        return EXIT_CLEAN


def _reaches(finding: Finding, fail_on: Severity | float) -> bool:
    if isinstance(fail_on, Severity):
        return finding.severity.rank >= fail_on.rank
    return finding.confidence >= fail_on

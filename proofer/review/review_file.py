"""A file of a review, and what one key did in such files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from proofer.config import Config
from proofer.document.spans import Span
from proofer.findings.finding import Finding
from proofer.findings.report import DocumentReport, Failure
from proofer.messages import Message
from proofer.review.session import ReviewSession
from proofer.review.steps import Move, Progress, Step
from proofer.review.store import decisions_path
from proofer.vocabulary.dictionary_files import Addition


@dataclass(slots=True)
class ReviewFile:
    """One file of the review: waiting to be checked, ready, or failed."""

    path: Path
    config: Config
    report: DocumentReport | None = None
    failures: tuple[Failure, ...] = ()
    session: ReviewSession | None = None
    read_only: Message | None = None
    """Why nothing can be decided in it, if so: another review holds the file."""
    compared: bool = True
    """Whether it was compared with the other files, or need not be."""
    fresh: DocumentReport | None = None
    """The report of a comparison made while its session was open; the screen takes it in later."""

    @property
    def decisions_path(self) -> Path:
        """Where its decisions are kept."""
        return decisions_path(self.config.root, self.path)

    @property
    def pending(self) -> bool:
        """Whether more may be found in it."""
        return self.waiting or not self.compared

    def compare(self, report: DocumentReport) -> None:
        """Take over the report of a comparison with other files."""
        self.failures = report.failures
        if self.session is None:
            self.report = report
        elif (
            self.report is not None and report.findings and report.findings != self.report.findings
        ):
            self.fresh = report

    @property
    def waiting(self) -> bool:
        """Whether the file is not checked yet."""
        return self.report is None and not self.failures

    @property
    def undecided(self) -> int:
        """How many findings nobody has decided or put off."""
        progress = self.progress
        return progress.total - progress.decided - progress.deferred

    @property
    def to_do(self) -> bool:
        """Whether something here is undecided."""
        return self.progress.decided < self.progress.total

    @property
    def progress(self) -> Progress:
        """How far the file is; until its session is open, all its findings count as undecided."""
        if self.session is None:
            return Progress(0, 0, len(self.report.findings) if self.report else 0)
        progress = self.session.progress
        if self.fresh is None:
            return progress
        shown = {finding.fingerprint for finding in self.session.findings}
        more = sum(finding.fingerprint not in shown for finding in self.fresh.findings)
        return Progress(progress.decided, progress.deferred, progress.total + more)


FileFinding = tuple[ReviewFile, Finding]
FileSpan = tuple[ReviewFile, Span]


@dataclass(frozen=True, slots=True)
class Operation:
    """What one key did in all files, and the word that it added to the project's dictionary.

    When an operation is undone or redone, `skipped` places are left as they are: they are lost, or
    were decided again since.
    """

    steps: tuple[tuple[ReviewFile, Step], ...]
    addition: Addition | None = None
    skipped: int = 0

    @property
    def moves(self) -> list[tuple[ReviewFile, Move]]:
        """All changed findings, by file."""
        return [(file, move) for file, step in self.steps for move in step]

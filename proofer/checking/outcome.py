"""What the detectors return for the documents of a file, before it is scored and reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from proofer.document.document import Document
from proofer.findings.finding import WEIGHT, Finding
from proofer.findings.report import DocumentReport, Failure
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.rereading.testimony import Testimony


@dataclass(frozen=True, slots=True)
class Survey:
    """What the detectors return for one document.

    The candidates are findings as detectors give them: several for one place, with the probability
    that each detector sees, before scoring and suppression.
    """

    document: Document
    candidates: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What corpus detectors noted down, by code."""
    testimony: Testimony | None = None
    """What the images of the lines say, if they were read again."""
    notes: tuple[Message, ...] = ()
    """What an editor should know of the survey."""

    @property
    def size(self) -> int:
        """What its memory grows with: code points of the source, and candidates."""
        return len(self.document.source) + WEIGHT * len(self.candidates)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The survey of a file's document, the reports on its parts, or why it could not be read."""

    surveys: Sequence[Survey] = ()
    reports: Sequence[DocumentReport] = ()
    """On the parts of a large text, which are not compared with anything; then no surveys."""
    failure: Failure | None = None
    alone: DocumentReport | None = None
    """The report on a single document if no other file has a say in it, where it is made already.

    Processes make it that work beside each other: what is left to the one that compares is little.
    """

    @property
    def documents(self) -> list[Document]:
        """What is compared with other files: none of a large text."""
        return [each.document for each in self.surveys]

    @property
    def size(self) -> int:
        """That of the surveys; parts of a large text wait on disk already."""
        return sum(each.size for each in self.surveys)

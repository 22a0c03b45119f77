"""What the tests of single detectors share."""

from __future__ import annotations

from functools import cache

from proofer.checking.pipeline import make_context
from proofer.config import Config
from proofer.detectors.api import Detector
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.edits import apply
from proofer.findings.finding import Finding
from tests.documents import document


@cache
def context() -> Context:
    """The context of a run with the shipped dictionaries and nothing else."""
    return make_context(Config())


def find(detector: Detector, text: str, name: str = "page.txt") -> list[Finding]:
    return list(detector.detect(document(text, name), context()))


def quotes(detector: Detector, text: str, name: str = "page.txt") -> list[str]:
    return [finding.quote for finding in find(detector, text, name)]


def mended(page: Document, findings: list[Finding]) -> str:
    """The text after the first suggestion of every finding."""
    return apply(page.text, [edit for finding in findings for edit in finding.suggestions[0].edits])

"""Checkstyle XML, which most CI servers and reviewdog read."""

from __future__ import annotations

from collections.abc import Iterator

from proofer.document.document import Document
from proofer.findings.finding import Finding
from proofer.findings.report import Failure, Report
from proofer.messages import Language
from proofer.rendering.places import local
from proofer.rendering.wording import sentence
from proofer.rendering.xml import DECLARATION, element, start
from proofer.reports.api import ReportFormat


def render(report: Report, language: Language, colour: bool = False) -> Iterator[str]:
    """Yield a `file` for each file, read or not, with an `error` for each finding and failure."""
    yield DECLARATION + '<checkstyle version="4.3">\n'
    for each in report.documents:
        yield from start("file", {"name": local(each.document.path).as_posix()})
        yield "\n"
        yield from (_finding(finding, each.document, language) for finding in each.findings)
        yield from (_failure(failure, language) for failure in each.failures)
        yield "</file>\n"
    for failure in report.failures:
        yield from start("file", {"name": local(failure.path).as_posix()})
        yield "\n" + _failure(failure, language) + "</file>\n"
    yield "</checkstyle>\n"


REPORT = ReportFormat("checkstyle", render)


def _finding(finding: Finding, document: Document, language: Language) -> str:
    at = document.lines.position(document.source_span(finding.span).start)
    return element(
        "error",
        {
            "line": at.line,
            "column": at.column,
            "severity": finding.severity.value,
            "message": sentence(finding, language),
            "source": f"proofer.{finding.code}.{finding.name}",
        },
    )


def _failure(failure: Failure, language: Language) -> str:
    source = f"proofer.{failure.detector}" if failure.detector else "proofer"
    return element(
        "error",
        {
            "line": 1,
            "severity": "error",
            "message": failure.message.render(language),
            "source": source,
        },
    )

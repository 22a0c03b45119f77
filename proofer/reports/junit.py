"""JUnit XML: a file is a test case, a finding a failure, and what could not be checked an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from proofer.document.document import Document
from proofer.findings.finding import Finding
from proofer.findings.report import Failure, Report
from proofer.messages import Language
from proofer.rendering.places import local
from proofer.rendering.wording import sentence
from proofer.rendering.xml import DECLARATION, element, start
from proofer.reports.api import ReportFormat


def render(report: Report, language: Language, colour: bool = False) -> Iterator[str]:
    """Yield one suite; it counts test cases, those with both findings and errors as errors."""
    counts: dict[str, object] = {
        "tests": report.totals.files + len(report.failures),
        "failures": sum(bool(each.findings and not each.failures) for each in report.documents),
        "errors": sum(bool(each.failures) for each in report.documents) + len(report.failures),
    }
    yield DECLARATION
    for name in ("testsuites", "testsuite"):
        yield from start(name, {"name": "proofer"} | counts)
        yield "\n"
    for each in report.documents:
        bodies = [_finding(finding, each.document, language) for finding in each.findings]
        yield from _case(each.document.path, bodies, each.failures, language)
    for failure in report.failures:
        yield from _case(failure.path, (), (failure,), language)
    yield "</testsuite>\n</testsuites>\n"


REPORT = ReportFormat("junit", render)


def _case(
    path: Path, findings: Sequence[str], failures: Sequence[Failure], language: Language
) -> Iterator[str]:
    name = local(path).as_posix()
    yield from start("testcase", {"classname": "proofer", "name": name, "file": name})
    yield "\n"
    yield from findings
    for failure in failures:
        attributes = {
            "type": failure.detector or "proofer",
            "message": failure.message.render(language),
        }
        yield element("error", attributes)
    yield "</testcase>\n"


def _finding(finding: Finding, document: Document, language: Language) -> str:
    at = document.lines.position(document.source_span(finding.span).start)
    code = f"{finding.code} {finding.name}"
    message = sentence(finding, language)
    place = f"{local(document.path).as_posix()}:{at.line}:{at.column}"
    return element(
        "failure",
        {"type": code, "message": f"{at.line}:{at.column} {message}"},
        f"{place}: {code}: {message}",
    )

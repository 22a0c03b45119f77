"""Workflow commands of GitHub Actions: each finding becomes an annotation of its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from proofer.document.document import Document
from proofer.findings.finding import Finding, Severity
from proofer.findings.report import Failure, Report
from proofer.messages import Language
from proofer.rendering.places import local, region
from proofer.rendering.terminal import visible
from proofer.rendering.wording import sentence
from proofer.reports.api import ReportFormat

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, language: Language, colour: bool = False) -> Iterator[str]:
    """Yield one command for each finding and failure; a clean report is empty."""
    for each in report.documents:
        for finding in each.findings:
            yield _finding(finding, each.document, language)
    for failure in report.all_failures:
        yield _failure(failure, language)


REPORT = ReportFormat("github", render)


def _finding(finding: Finding, document: Document, language: Language) -> str:
    start, end = region(document, document.source_span(finding.span))
    properties: dict[str, object] = {
        "file": local(document.path).as_posix(),
        "line": start.line,
        "endLine": end.line,
    }
    if start.line == end.line:  # GitHub refuses columns that span lines
        properties |= {"col": start.column, "endColumn": end.column}
    properties["title"] = f"{finding.code} {finding.name}"
    return _command(_COMMANDS[finding.severity], properties, sentence(finding, language))


def _failure(failure: Failure, language: Language) -> str:
    title = f"proofer {failure.detector}" if failure.detector else "proofer"
    properties = {"file": local(failure.path).as_posix(), "title": title}
    return _command("error", properties, failure.message.render(language))


def _command(name: str, properties: Mapping[str, object], message: str) -> str:
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

"""The diagnostic format of reviewdog: columns are bytes of UTF-8 from 1, ends are exclusive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from proofer.document.document import Document
from proofer.document.edits import SourceEdit, apply
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity
from proofer.findings.report import Failure, Report
from proofer.findings.selection import source_edits
from proofer.messages import Language
from proofer.rendering.json_records import encoded
from proofer.rendering.places import local
from proofer.rendering.wording import sentence
from proofer.reports.api import ReportFormat

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}
_BOM = "\ufeff"


def render(report: Report, language: Language, colour: bool = False) -> Iterator[str]:
    """Yield a DiagnosticResult with one diagnostic a line."""
    diagnostics = [
        _finding(finding, each.document, language)
        for each in report.documents
        for finding in each.findings
    ]
    diagnostics += [_failure(failure, language) for failure in report.all_failures]
    yield '{"source": {"name": "proofer"},\n"diagnostics": ['
    yield ",".join("\n" + encoded(each) for each in diagnostics)
    yield "\n]}\n"


REPORT = ReportFormat("rdjson", render)


def _finding(finding: Finding, document: Document, language: Language) -> dict[str, Any]:
    edits = [source_edits(each, document) for each in finding.suggestions]
    return {
        "message": sentence(finding, language),
        "location": {
            "path": local(document.path).as_posix(),
            "range": _range(document.source_span(finding.span), document),
        },
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
        "suggestions": [_suggestion(each, document) for each in edits if each],
    }


def _suggestion(edits: list[SourceEdit], document: Document) -> dict[str, Any]:
    """Return the suggestion as one range, as reviewdog has it: its edits and what is between."""
    span = Span(min(edit.span.start for edit in edits), max(edit.span.end for edit in edits))
    inside = [SourceEdit(edit.span.shift(-span.start), edit.replacement) for edit in edits]
    return {"range": _range(span, document), "text": apply(span.of(document.source), inside)}


def _range(span: Span, document: Document) -> dict[str, Any]:
    return {"start": _position(span.start, document), "end": _position(span.end, document)}


def _position(offset: int, document: Document) -> dict[str, int]:
    at = document.lines.position(offset)
    before = document.source[document.lines.line(at.line).start : offset]
    if at.line == 1 and document.origin.bom == _BOM.encode():
        before = _BOM + before  # reviewdog counts it as three bytes of the line
    return {"line": at.line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}


def _failure(failure: Failure, language: Language) -> dict[str, Any]:
    diagnostic: dict[str, Any] = {
        "message": failure.message.render(language),
        "location": {"path": local(failure.path).as_posix()},
        "severity": "ERROR",
    }
    return diagnostic | ({"code": {"value": failure.detector}} if failure.detector else {})

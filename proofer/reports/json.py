"""The report as one JSON object: the contract of docs/json.md and docs/report.schema.json."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from proofer import __version__
from proofer.document.document import Document, UnprojectableError
from proofer.findings import Evidence, Finding, Suggestion
from proofer.messages import Language
from proofer.report import DocumentReport, Failure, Report
from proofer.reports._api import ReportFormat

SCHEMA = "proofer-report/1"
# JSON itself escapes only C0; the rest could still steer a terminal, or cannot be encoded as UTF-8
_UNSAFE = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def render(report: Report, language: Language, colour: bool = False) -> Iterator[str]:
    """Yield the report as JSON, one finding a line; `language` is that of its messages."""
    yield f'{{"schema": {_json(SCHEMA)},\n"documents": ['
    yield from _lines(_document(each) for each in report.documents)
    yield '],\n"findings": ['
    yield from _lines(
        _finding(finding, each.document, language) for each in report.documents for finding in each.findings
    )
    yield '],\n"failures": ['
    yield from _lines(_failure(failure, language) for failure in report.all_failures)
    yield f'],\n"summary": {_json(_summary(report, language))}}}\n'


REPORT = ReportFormat("json", render)


def _lines(objects: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    separator = "\n"
    for each in objects:
        yield separator + _json(each)
        separator = ",\n"


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _document(each: DocumentReport) -> dict[str, Any]:
    origin = each.document.origin
    return {
        "path": str(each.document.path),
        "media_type": origin.media_type,
        "encoding": origin.encoding,
        "digest": origin.digest,
        "characters": len(each.document.source),
        "findings": len(each.findings),
        "suppressed": len(each.suppressed),
    }


def _finding(finding: Finding, document: Document, language: Language) -> dict[str, Any]:
    place = document.source_span(finding.span)
    start, end = document.lines.position(place.start), document.lines.position(place.end)
    return {
        "path": str(document.path),
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "confidence": finding.confidence,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "start": place.start,
        "end": place.end,
        "quote": finding.quote,
        "message": finding.message.render(language),
        "fingerprint": finding.fingerprint,
        "suggestions": [_suggestion(finding, each, document, language) for each in finding.suggestions],
        "evidence": [_evidence(each, document, language) for each in finding.evidence],
    }


def _suggestion(finding: Finding, suggestion: Suggestion, document: Document, language: Language) -> dict[str, Any]:
    return {
        "replacement": finding.replacement(suggestion),
        "edits": _source_edits(suggestion, document),
        "confidence": suggestion.confidence,
        "applicability": suggestion.applicability.value,
        "note": suggestion.note.render(language) if suggestion.note else None,
    }


def _source_edits(suggestion: Suggestion, document: Document) -> list[dict[str, Any]]:
    """Return the edits of the source; none if one of them cannot be projected, for half a correction is none."""
    try:
        edits = [each for edit in suggestion.edits for each in document.project(edit)]
    except UnprojectableError:
        return []
    return [{"start": edit.span.start, "end": edit.span.end, "replacement": edit.replacement} for edit in sorted(edits)]


def _evidence(evidence: Evidence, document: Document, language: Language) -> dict[str, Any]:
    place = document.position(evidence.span.start) if evidence.span is not None else None
    return {
        "source": evidence.source,
        "detail": evidence.detail.render(language),
        "score": evidence.score,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def _failure(failure: Failure, language: Language) -> dict[str, Any]:
    return {
        "path": str(failure.path),
        "message": failure.message.render(language),
        "detector": failure.detector,
    }


def _summary(report: Report, language: Language) -> dict[str, Any]:
    severities = Counter(finding.severity.value for finding in report.findings)
    return {
        "version": __version__,
        "language": language,
        "documents": len(report.documents),
        "findings": len(report.findings),
        "suppressed": sum(len(each.suppressed) for each in report.documents),
        "failures": len(report.all_failures),
        "severities": {name: severities[name] for name in ("error", "warning", "info")},
        "codes": dict(report.counts()),
    }

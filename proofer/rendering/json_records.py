"""Files, findings and failures as JSON values, as documented in docs/json.md."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from proofer import __version__
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_pattern
from proofer.findings.finding import Evidence, Finding, Suggestion
from proofer.findings.report import DocumentReport, Failure, Report
from proofer.findings.selection import source_edits
from proofer.messages import Language
from proofer.rendering.places import region

# JSON itself escapes only C0; the rest could still steer a terminal, or cannot be encoded as UTF-8
_UNSAFE = lazy_pattern("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def encoded(value: object) -> str:
    """Return JSON that is safe on a terminal and can be written as UTF-8."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def document_records(report: Report) -> Iterator[dict[str, Any]]:
    """Yield the record of each file, that of a large one for all of its parts."""
    held: dict[str, Any] | None = None
    for each in report.documents:
        record = _document_record(each)
        if held is not None and each.document.before.characters:
            held |= {
                name: held[name] + record[name] for name in ("characters", "findings", "suppressed")
            }
            continue
        if held is not None:
            yield held
        held = record
    if held is not None:
        yield held


def _document_record(each: DocumentReport) -> dict[str, Any]:
    origin = each.document.origin
    return {
        "path": str(each.document.path),
        "media_type": origin.media_type,
        "encoding": origin.encoding,
        "digest": origin.digest,
        "characters": len(each.document.source),
        "findings": len(each.findings),
        "suppressed": len(each.set_aside),
    }


def finding_record(finding: Finding, document: Document, language: Language) -> dict[str, Any]:
    """Return the record of a finding."""
    place, before = document.source_span(finding.span), document.before.characters
    start, end = region(document, place)
    record = document.record_at(finding.span.start)
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
        "start": place.start + before,
        "end": place.end + before,
        **({} if record is None else {"record": record}),
        "quote": finding.quote,
        "message": finding.message.render(language),
        "fingerprint": finding.fingerprint,
        "suggestions": [
            _suggestion(finding, each, document, language) for each in finding.suggestions
        ],
        "evidence": [_evidence(each, document, language) for each in finding.evidence],
    }


def _suggestion(
    finding: Finding, suggestion: Suggestion, document: Document, language: Language
) -> dict[str, Any]:
    before = document.before.characters
    return {
        "replacement": finding.replacement(suggestion),
        "edits": [
            {
                "start": edit.span.start + before,
                "end": edit.span.end + before,
                "replacement": edit.replacement,
            }
            for edit in source_edits(suggestion, document)
        ],
        "confidence": suggestion.confidence,
        "applicability": suggestion.applicability.value,
        "note": suggestion.note.render(language) if suggestion.note else None,
    }


def _evidence(evidence: Evidence, document: Document, language: Language) -> dict[str, Any]:
    place = document.position(evidence.span.start) if evidence.span is not None else None
    return {
        "source": evidence.source,
        "detail": evidence.detail.render(language),
        "score": evidence.score,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def failure_record(failure: Failure, language: Language) -> dict[str, Any]:
    """Return the record of what could not be checked."""
    return {
        "path": str(failure.path),
        "message": failure.message.render(language),
        "detector": failure.detector,
    }


def summary_record(report: Report, language: Language) -> dict[str, Any]:
    """Return the counts of the run."""
    severities = Counter(finding.severity.value for finding in report.findings)
    return {
        "version": __version__,
        "language": language,
        "documents": report.files,
        "findings": len(report.findings),
        "suppressed": sum(len(each.set_aside) for each in report.documents),
        "failures": len(report.all_failures),
        "severities": {name: severities[name] for name in ("error", "warning", "info")},
        "codes": dict(report.counts()),
    }

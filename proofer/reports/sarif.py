"""SARIF 2.1.0 (OASIS, 2020; errata 01, 2023), as code scanning services read it.

Columns are code points from 1, the end of a region is exclusive. A suggestion is one `fix`: the
fixes of a result are alternatives, and the replacements of a fix belong together.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

from proofer import __version__
from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity, Suggestion
from proofer.findings.report import DocumentReport, Failure, Report, Rule
from proofer.findings.selection import source_edits
from proofer.messages import Language, Message
from proofer.rendering.json_records import encoded
from proofer.rendering.markdown import prose
from proofer.rendering.places import local, region
from proofer.rendering.wording import reading, sentence
from proofer.reports.api import ReportFormat

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_IANA = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16LE",
    "utf-16-be": "UTF-16BE",
    "gb18030": "GB18030",
    "big5": "Big5",
}
_LANGUAGES: Mapping[Language, str] = {"zh": "zh-CN", "en": "en"}
_REJECTED = Message("校对者已否决", "rejected by an editor")
_SILENCED = Message("页内指令", "a comment of the page")
_IGNORED = Message("配置中的忽略模式", "a pattern of the configuration")
_KNOWN = Message("基线中已有", "in the baseline")


def render(report: Report, language: Language, colour: bool = False) -> Iterator[str]:
    """Yield a log with one run, one result a line; findings set aside are suppressed results."""
    rules = _rules(report, language)
    order = {rule["id"]: index for index, rule in enumerate(rules)}
    yield f'{{"$schema": {encoded(_SCHEMA)}, "version": "2.1.0", "runs": [\n'
    yield encoded(_run(report, rules, language))[:-1] + ', "results": ['
    separator = "\n"
    for each in report.documents:
        for result in _results(each, order, language, compared=report.compared):
            yield separator + encoded(result)
            separator = ",\n"
    yield "\n]}]}\n"


REPORT = ReportFormat("sarif", render)


def _run(report: Report, rules: list[dict[str, Any]], language: Language) -> dict[str, Any]:
    return {
        "tool": {"driver": {"name": "proofer", "version": __version__, "rules": rules}},
        "language": _LANGUAGES[language],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "the folder in which proofer ran"}}},
        "artifacts": [
            _artifact(each.document)
            for each in report.documents
            if not each.document.before.characters
        ],
        "invocations": [_invocation(report, language)],
    }


def _rules(report: Report, language: Language) -> list[dict[str, Any]]:
    known = {rule.code: _rule(rule, language) for rule in report.rules}
    for finding in (each for one in report.documents for each in (*one.findings, *one.set_aside)):
        known.setdefault(finding.code, {"id": finding.code, "name": finding.name})
    return [known[code] for code in sorted(known)]


def _rule(rule: Rule, language: Language) -> dict[str, Any]:
    title, help_text = rule.title.render(language), rule.explanation.render(language)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": _message(title),
        "fullDescription": _message(help_text.partition("\n\n")[0]),
        "help": _message(help_text)
        | {"markdown": _braces(f"## {rule.code} {rule.name}\n\n{prose(help_text)}")},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _artifact(document: Document) -> dict[str, Any]:
    origin = document.origin
    return {
        "location": _location(document.path),
        "mimeType": origin.media_type,
        "encoding": _IANA.get(origin.encoding, origin.encoding),
        "hashes": {"sha-256": origin.digest},
    }


def _invocation(report: Report, language: Language) -> dict[str, Any]:
    return {
        "executionSuccessful": not report.all_failures,
        "toolExecutionNotifications": [
            *(_notification(failure, "error", language) for failure in report.all_failures),
            *(_notification(warning, "warning", language) for warning in report.all_warnings),
        ],
    }


def _notification(failure: Failure, level: str, language: Language) -> dict[str, Any]:
    notification: dict[str, Any] = {
        "level": level,
        "message": _message(failure.message.render(language)),
        "locations": [{"physicalLocation": {"artifactLocation": _location(failure.path)}}],
    }
    if failure.detector:
        notification["associatedRule"] = {"id": failure.detector}
    return notification


def _results(
    report: DocumentReport, order: Mapping[str, int], language: Language, *, compared: bool
) -> Iterator[dict[str, Any]]:
    """Yield the results of a document, new or not if they were `compared` with a baseline."""
    state = {"baselineState": "new"} if compared else {}
    for finding in report.findings:
        yield _result(finding, report.document, order, language) | state
    for kind, why, findings in (
        ("external", _REJECTED, report.suppressed),
        ("inSource", _SILENCED, report.silenced),
        ("external", _IGNORED, report.ignored),
        ("external", _KNOWN, report.baselined),
    ):
        suppression = {"kind": kind, "status": "accepted", "justification": why.render(language)}
        kept = (
            {"baselineState": "unchanged"} if findings is report.baselined and findings else state
        )
        for finding in findings:
            yield (
                _result(finding, report.document, order, language)
                | kept
                | {"suppressions": [suppression]}
            )


def _result(
    finding: Finding, document: Document, order: Mapping[str, int], language: Language
) -> dict[str, Any]:
    place = document.source_span(finding.span)
    snippet = {"snippet": {"text": place.of(document.source)}}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": order[finding.code],
        "level": _LEVELS[finding.severity],
        "message": _message(sentence(finding, language)),
        "locations": [_physical(document, _region(document, place) | snippet)],
        # GitHub reads only the second one
        "partialFingerprints": {
            "proofer/v1": finding.fingerprint,
            "primaryLocationLineHash": finding.fingerprint,
        },
        "properties": {"confidence": finding.confidence},
    }
    if related := list(_related(finding, document, language)):
        result["relatedLocations"] = related
    if fixes := [
        fix for each in finding.suggestions for fix in _fixes(finding, each, document, language)
    ]:
        result["fixes"] = fixes
    return result


def _related(finding: Finding, document: Document, language: Language) -> Iterator[dict[str, Any]]:
    places: list[tuple[Span, Evidence | None]] = [(span, None) for span in finding.related]
    places += [
        (evidence.span, evidence) for evidence in finding.evidence if evidence.span is not None
    ]
    for number, (span, evidence) in enumerate(places):
        location = {"id": number} | _physical(
            document, _region(document, document.source_span(span))
        )
        yield location | (
            {"message": _message(evidence.detail.render(language))} if evidence else {}
        )


def _fixes(
    finding: Finding, suggestion: Suggestion, document: Document, language: Language
) -> Iterator[dict[str, Any]]:
    """Yield the fix of a suggestion that can be written back."""
    edits = source_edits(suggestion, document)
    if not edits:
        return
    replacements = [
        {"deletedRegion": _region(document, edit.span)}
        | ({"insertedContent": {"text": edit.replacement}} if edit.replacement else {})
        for edit in edits
    ]
    yield {
        "description": _message(reading(finding, suggestion, language)),
        "artifactChanges": [
            {"artifactLocation": _location(document.path), "replacements": replacements}
        ],
        "properties": {
            "applicability": suggestion.applicability.value,
            "confidence": suggestion.confidence,
        },
    }


def _physical(document: Document, place: Mapping[str, Any]) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _location(document.path), "region": place}}


def _region(document: Document, span: Span) -> dict[str, Any]:
    start, end = region(document, span)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _location(path: Path) -> dict[str, str]:
    path = local(path)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote_from_bytes(os.fsencode(path.as_posix())), "uriBaseId": _ROOT}


def _message(text: str) -> dict[str, str]:
    return {"text": _braces(text)}


def _braces(text: str) -> str:
    """Return text for a message, where single braces would be placeholders (3.11.5)."""
    return text.replace("{", "{{").replace("}", "}}")

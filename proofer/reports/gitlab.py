"""The code quality report of GitLab CI (a subset of the CodeClimate format)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from proofer.document.document import Document
from proofer.findings.finding import Finding, Severity
from proofer.findings.report import Failure, Report
from proofer.messages import Language
from proofer.rendering.json_records import encoded
from proofer.rendering.places import local, region
from proofer.rendering.wording import sentence
from proofer.reports.api import ReportFormat

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, language: Language, colour: bool = False) -> Iterator[str]:
    """Yield a JSON array with one issue a line."""
    issues = [
        _finding(finding, each.document, language)
        for each in report.documents
        for finding in each.findings
    ]
    issues += [_failure(failure, language) for failure in report.all_failures]
    yield "[" + ",".join("\n" + encoded(issue) for issue in issues) + "\n]\n"


REPORT = ReportFormat("gitlab", render)


def _finding(finding: Finding, document: Document, language: Language) -> dict[str, Any]:
    start, end = region(document, document.source_span(finding.span))
    return {
        "description": sentence(finding, language),
        "check_name": f"{finding.code} {finding.name}",
        "fingerprint": _unique(document.path, finding.fingerprint),
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": local(document.path).as_posix(),
            "lines": {"begin": start.line, "end": end.line},
        },
    }


def _failure(failure: Failure, language: Language) -> dict[str, Any]:
    return {
        "description": failure.message.render(language),
        "check_name": failure.detector or "proofer",
        "fingerprint": _unique(failure.path, f"failure {failure.detector} {failure.message.en}"),
        "severity": "blocker",
        "location": {"path": local(failure.path).as_posix(), "lines": {"begin": 1, "end": 1}},
    }


def _unique(path: Path, fingerprint: str) -> str:
    """Return a fingerprint with the file in it, as GitLab takes equal ones for one issue."""
    key = f"{local(path).as_posix()}\x1f{fingerprint}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]

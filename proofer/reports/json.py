"""The report as one JSON object: the contract of docs/json.md and docs/report.schema.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from proofer.findings.report import Report
from proofer.messages import Language
from proofer.rendering.json_records import (
    document_records,
    encoded,
    failure_record,
    finding_record,
    summary_record,
)
from proofer.reports.api import ReportFormat

SCHEMA = "proofer-report/1"


def render(report: Report, language: Language, colour: bool = False) -> Iterator[str]:
    """Yield the report as JSON, one finding a line; `language` is that of its messages."""
    yield f'{{"schema": {encoded(SCHEMA)},\n"documents": ['
    yield from _lines(document_records(report))
    yield '],\n"findings": ['
    yield from _lines(
        finding_record(finding, each.document, language)
        for each in report.documents
        for finding in each.findings
    )
    yield '],\n"failures": ['
    yield from _lines(failure_record(failure, language) for failure in report.all_failures)
    summary = summary_record(report.totals, report.all_failures, language)
    yield f'],\n"summary": {encoded(summary)}}}\n'


REPORT = ReportFormat("json", render)


def _lines(objects: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    separator = "\n"
    for each in objects:
        yield separator + encoded(each)
        separator = ",\n"

"""JSON lines: a finding or failure a line, in the words of docs/json.md, and the summary last."""

from __future__ import annotations

from collections.abc import Iterator

from proofer.findings.report import Report
from proofer.messages import Language
from proofer.reports._json_records import encoded, failure_record, finding_record, summary_record
from proofer.reports.api import ReportFormat


def render(report: Report, language: Language, colour: bool = False) -> Iterator[str]:
    """Yield one line for each finding, each failure, and the summary; a report without a summary was cut short."""
    for each in report.documents:
        for finding in each.findings:
            yield (
                encoded({"type": "finding"} | finding_record(finding, each.document, language))
                + "\n"
            )
    for failure in report.all_failures:
        yield encoded({"type": "failure"} | failure_record(failure, language)) + "\n"
    yield encoded({"type": "summary"} | summary_record(report, language)) + "\n"


REPORT = ReportFormat("jsonl", render)

"""JSON lines: one finding or failure a line, as docs/json.md has them, and the summary last."""

from __future__ import annotations

from collections.abc import Iterator

from proofer.findings.report import Report
from proofer.messages import Language
from proofer.rendering.json_records import encoded, failure_record, finding_record, summary_record
from proofer.reports.api import ReportFormat


def render(report: Report, language: Language, colour: bool = False) -> Iterator[str]:
    """Yield a line for each finding and failure, and the summary: a report without is cut off."""
    for each in report.documents:
        for finding in each.findings:
            yield (
                encoded({"type": "finding"} | finding_record(finding, each.document, language))
                + "\n"
            )
    for failure in report.all_failures:
        yield encoded({"type": "failure"} | failure_record(failure, language)) + "\n"
    yield (
        encoded({"type": "summary"} | summary_record(report.totals, report.all_failures, language))
        + "\n"
    )


REPORT = ReportFormat("jsonl", render)

"""A line a finding, for people, `grep` and the quickfix lists of editors."""

from __future__ import annotations

from collections.abc import Iterator

from proofer.document.document import Document
from proofer.findings.finding import Finding, percent
from proofer.findings.report import Report
from proofer.messages import Language
from proofer.rendering.places import local
from proofer.rendering.terminal import visible
from proofer.rendering.wording import cut, reading
from proofer.reports.api import ReportFormat


def render(report: Report, language: Language, colour: bool = False) -> Iterator[str]:
    """Yield `path:line:column: code message [correction, its confidence]`; nothing if clean."""
    for each in report.documents:
        for finding in each.findings:
            yield f"{_line(finding, each.document, language)}\n"
    for failure in report.all_failures:
        yield f"{visible(failure.located.render(language))}\n"


REPORT = ReportFormat("concise", render, machines=False)


def _line(finding: Finding, document: Document, language: Language) -> str:
    at = document.lines.position(document.source_span(finding.span).start)
    place = f"{local(document.path).as_posix()}:{at.line}:{at.column}:"
    message = finding.message.render(language)
    if not finding.suggestions:
        return visible(f"{place} {finding.code} {message}")
    first = finding.suggestions[0]
    new = reading(finding, first, language)
    sure = percent(first.confidence)
    return visible(f"{place} {finding.code} {message}  [{cut(finding.quote)} → {cut(new)} {sure}]")

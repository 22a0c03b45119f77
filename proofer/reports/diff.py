"""A unified diff of what the suggestions would change: the first one of each finding that is not manual.

Where two conflict, the more confident one is shown; one that the file's encoding cannot write is left out.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence

from proofer.document.document import Document
from proofer.document.edits import SourceEdit, conflict
from proofer.findings import Applicability, Finding
from proofer.messages import Language
from proofer.report import DocumentReport, Report
from proofer.reports._api import ReportFormat
from proofer.reports._places import local, source_edits
from proofer.reports._unified import unified


def render(report: Report, language: Language, colour: bool = False) -> Iterator[str]:
    """Yield the diff of each file that the suggestions would change."""
    for each in report.documents:
        if edits := _planned(each):
            yield from unified(each.document, edits, local(each.document.path))


REPORT = ReportFormat("diff", render, raw=True)


def _planned(report: DocumentReport) -> list[SourceEdit]:
    """Return the edits to show, by place."""
    planned: list[SourceEdit] = []
    for finding in sorted(report.findings, key=_most_confident_first):
        if not finding.suggestions or finding.suggestions[0].applicability is Applicability.MANUAL:
            continue
        edits = source_edits(finding.suggestions[0], report.document)
        if all(_fits(edit, planned) and _is_writable(edit, report.document) for edit in edits):
            for edit in edits:
                if edit not in _neighbours(edit, planned):
                    insort(planned, edit)
    return planned


def _most_confident_first(finding: Finding) -> tuple[float, int, str]:
    return (-finding.suggestions[0].confidence if finding.suggestions else 0.0, finding.span.start, finding.code)


def _neighbours(edit: SourceEdit, planned: Sequence[SourceEdit]) -> Sequence[SourceEdit]:
    """Return the planned edits that can be in the way of `edit`: they do not overlap each other."""
    at = bisect_left(planned, edit)
    return planned[max(0, at - 1) : at + 2]


def _fits(edit: SourceEdit, planned: Sequence[SourceEdit]) -> bool:
    return all(other == edit or not conflict(edit, other) for other in _neighbours(edit, planned))


def _is_writable(edit: SourceEdit, document: Document) -> bool:
    try:
        edit.replacement.encode(document.origin.encoding)
    except UnicodeEncodeError:
        return False
    return True

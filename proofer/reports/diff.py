"""A unified diff of what the suggestions would change.

It shows the first suggestion of each finding unless that is manual. Of two that conflict it shows
the more confident one; one that the file's encoding cannot write is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.findings.finding import Applicability, Finding
from proofer.findings.report import Report
from proofer.findings.selection import planned
from proofer.messages import Language
from proofer.rendering.places import local
from proofer.rendering.unified_diff import unified
from proofer.reports.api import ReportFormat


def render(report: Report, language: Language, colour: bool = False) -> Iterator[str]:
    """Yield the diff of each file that the suggestions would change."""
    grown: int | None = None
    for each in report.documents:
        if not each.document.before.characters:
            grown = None
        if edits := planned(each.findings, each.document, _is_shown).edits:
            grown = yield from unified(each.document, edits, local(each.document.path), grown)


REPORT = ReportFormat("diff", render, raw=True)


def _is_shown(finding: Finding) -> bool:
    return finding.suggestions[0].applicability is not Applicability.MANUAL

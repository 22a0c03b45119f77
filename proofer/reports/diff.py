"""A unified diff of what the suggestions would change: the first one of each finding that is not manual.

Where two conflict, the more confident one is shown; one that the file's encoding cannot write is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.corrections import planned
from proofer.findings import Applicability, Finding
from proofer.messages import Language
from proofer.report import Report
from proofer.reports._api import ReportFormat
from proofer.reports._places import local
from proofer.reports._unified import unified


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

"""Pages that the OCR could not read: findings that make no sense there are left out and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from proofer.findings.finding import Finding
from proofer.messages import Message

UNREADABLE = "S007"
"""Code of the finding that such a page has (`detectors.structure.unreadable_page`)."""


def suppress_unreadable(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings, on an unreadable page only those that make sense there."""
    if not any(finding.code == UNREADABLE for finding in findings):
        return [*findings]
    kept = [finding for finding in findings if not finding.family.withheld_on_unreadable]
    return [
        _counting(each, len(findings) - len(kept)) if each.code == UNREADABLE else each
        for each in kept
    ]


def _counting(finding: Finding, withheld: int) -> Finding:
    if not withheld:
        return finding
    more = Message(
        f"；略去其他疑问 {withheld} 处",
        f"; {withheld} other finding{'s' * (withheld > 1)} left out",
    )
    return replace(
        finding, message=Message(finding.message.zh + more.zh, finding.message.en + more.en)
    )

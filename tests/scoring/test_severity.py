"""Severity follows what is known of a place."""

from __future__ import annotations

import pytest

from proofer.api.checking import check
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity
from proofer.messages import Message
from proofer.scoring.severity import graded


def finding(code: str, severity: Severity, confidence: float) -> Finding:
    return Finding(code, "name", Span(0, 1), "字", Message("字", "sign"), severity, confidence)


@pytest.mark.parametrize(
    ("code", "own", "confidence", "severity"),
    [
        ("M002", Severity.ERROR, 0.69, Severity.WARNING),
        ("M002", Severity.ERROR, 0.7, Severity.ERROR),
        ("M005", Severity.INFO, 0.5, Severity.INFO),
        ("K001", Severity.ERROR, 0.5, Severity.ERROR),
        ("N003", Severity.WARNING, 0.85, Severity.ERROR),
        ("N002", Severity.WARNING, 0.79, Severity.WARNING),
        ("G001", Severity.WARNING, 0.9, Severity.ERROR),
        ("S001", Severity.WARNING, 0.89, Severity.WARNING),
    ],
)
def test_severity_follows_what_is_known(
    code: str, own: Severity, confidence: float, severity: Severity
) -> None:
    assert graded(finding(code, own, confidence)).severity is severity


def test_a_wrong_plan_fails_a_run_on_errors() -> None:
    (report,) = check("2025年是“十五五”收官之年，任务很重。").documents
    assert {each.severity for each in report.findings if each.code == "N003"} == {Severity.ERROR}


def test_reasons_say_nothing_twice() -> None:
    (report,) = check("这项工作己经全面完成，各单位要作好总结。").documents
    for each in report.findings:
        said = [reason.source for reason in each.reasons]
        assert said.count("language-model") <= 1
        assert "log10" not in "".join(reason.detail.zh for reason in each.reasons)

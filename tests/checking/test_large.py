"""The parts of a large text are checked by several processes, as one process checks them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from proofer.checking import checker as checkers
from proofer.checking import parallel
from proofer.checking.checker import Checker
from proofer.checking.outcome import Outcome
from proofer.config import Config
from proofer.document.document import Document
from proofer.findings.report import DocumentReport
from proofer.formats import _reading
from proofer.formats._large_text import cut

check_part = parallel._check_part
CONFIG = Config(select=("D001",))
TEXT = "".join(f"第{number}天，工人们在在车间里检修机器。\n\n" for number in range(40))


def deadly(checker: Checker, part: tuple[Document, Config]) -> DocumentReport:
    """Check a part, or end the process."""
    if "第20天" in part[0].text:
        os._exit(1)
    return check_part(checker, part)


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(_reading, "LARGEST", 300)
    monkeypatch.setattr(checkers, "LARGEST", 300)
    monkeypatch.setattr(_reading, "cut", lambda text: cut(text, 200))
    path = tmp_path / "large.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def outcome(path: Path, jobs: int) -> Outcome:
    [(_, _, found)] = parallel.outcomes([(path, CONFIG)], Checker(), jobs=jobs)
    return found


def test_the_parts_have_the_same_reports_in_the_same_order(large: Path) -> None:
    here, elsewhere = outcome(large, 1), outcome(large, 2)
    assert len(here.reports) > 3
    assert list(elsewhere.reports) == list(here.reports)
    assert sum(len(report.findings) for report in here.reports) == 40
    assert here.documents == [], "parts are compared with nothing"


def test_a_part_that_kills_its_process_is_a_failure_and_the_others_are_checked(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "_check_part", deadly)
    found = outcome(large, 2)
    failed = [report for report in found.reports if report.failures]
    assert len(failed) == 1
    assert "第20天" in failed[0].document.text
    assert "died" in failed[0].failures[0].message.en

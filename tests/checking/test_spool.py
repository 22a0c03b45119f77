"""Reports beyond the memory wait on disk and come back as they were."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from proofer.checking.spool import Spool
from proofer.findings.report import DocumentReport, Failure
from proofer.formats import parse
from proofer.messages import Message


def report(number: int) -> DocumentReport:
    document = parse(f"第{number}页。\n".encode(), Path(f"{number}.md"))
    return DocumentReport(document, (), (Failure(document.path, Message("坏", "bad")),))


def test_reports_come_back_in_their_order() -> None:
    reports = [report(number) for number in range(20)]
    spool: Spool[DocumentReport] = Spool(in_memory=30)
    for each in reports:
        spool.append(each)
    assert list(spool) == list(spool) == reports
    assert (len(spool), spool[-1], spool[3:5]) == (20, reports[-1], reports[3:5])
    with pytest.raises(IndexError):
        spool[20]
    assert pickle.loads(pickle.dumps(spool)) == reports

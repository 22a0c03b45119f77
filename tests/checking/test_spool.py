"""Reports beyond the memory wait on disk and come back as they were."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from proofer.checking.spool import Spool
from proofer.document.spans import Span
from proofer.findings.report import DocumentReport, Failure
from proofer.formats import parse
from proofer.messages import Message
from tests.review.pages import finding


def report(number: int) -> DocumentReport:
    document = parse(f"第{number}页。\n".encode(), Path(f"{number}.md"))
    return DocumentReport(document, (), (Failure(document.path, Message("坏", "bad")),))


def test_a_page_full_of_findings_waits_on_disk_sooner_than_a_clean_one() -> None:
    clean, room = report(1), 3 * len(report(1).document.source)
    found = replace(clean, ignored=(finding(clean.document, Span(0, 1)),))
    for pages, on_disk in (((clean, clean), [False, False]), ((found, clean), [True, True])):
        spool: Spool[DocumentReport] = Spool(in_memory=room)
        assert [spool.append(page) for page in pages] == on_disk
        assert list(spool) == [*pages]


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

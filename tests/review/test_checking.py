"""Several files are checked in other processes and compared, while one is open already."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from proofer.__main__ import main
from proofer.checking.cache import dumps, loads
from proofer.config import Config
from proofer.review.checking import Checking
from proofer.review.collection import ReviewCollection, ReviewFile
from tests.review.pages import CHANGES, collecting, document, report

Found = list[tuple[str, str, str, str]]


def issue(path: Path, day: int, number: int, credit: str) -> Path:
    weekday = "一二三四五六日"[(day - 2) % 7]
    path.write_text(
        f"# 岩坪日报\n\n2026年3月{day}日 星期{weekday} 总第{number}期\n\n"
        f"本报讯（记者 {credit}）今年以来，各车间的的职工认真开展安全检查，及时消除隐患。\n",
        encoding="utf-8",
    )
    return path


def of_lint(capsys: pytest.CaptureFixture[str], folder: Path) -> Found:
    capsys.readouterr()
    main(["lint", "--isolated", "--no-cache", "--format", "json", str(folder)])
    findings = json.loads(capsys.readouterr().out)["findings"]
    return [
        (Path(each["path"]).name, each["code"], each["quote"], each["fingerprint"])
        for each in findings
    ]


def of_review(files: list[ReviewFile]) -> Found:
    reports = [file.report for file in files if file.report is not None]
    assert len(reports) == len(files)
    return [
        (each.document.path.name, finding.code, finding.quote, finding.fingerprint)
        for each in reports
        for finding in each.findings
    ]


def test_review_finds_what_lint_finds_also_in_a_file_that_is_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("邹梓涵", "邹梓涵", "邹梓菡", "邹梓涵")
    numbers = (1501, 1502, 1530, 1504)
    paths = [issue(tmp_path / f"{at}.md", at + 2, numbers[at], names[at]) for at in range(4)]
    expected = of_lint(capsys, tmp_path)
    assert {"D001", "N005", "N021"} <= {code for _, code, _, _ in expected}, (
        "there is something to compare"
    )
    paths.append(tmp_path / "5.md")
    (tmp_path / "5.md").write_bytes(b"\xff\xfe\x00")
    config = Config(root=tmp_path)
    files = [ReviewFile(path, config) for path in paths]
    with Checking(files) as checking, ReviewCollection(files, "tester") as pages:
        while files[2].waiting:
            checking.take(wait=True)
        session = pages.open(files[2])
        doubled = next(each for each in session.findings if each.quote == "的的")
        pages.act(files[2], lambda session: session.accept(doubled))
        while any(file.pending for file in files):
            checking.take(wait=True)
        assert [each.code for each in session.findings] == ["D001"], (
            "nothing moves before the screen takes it in"
        )
        assert files[2].progress.total == 3, "and yet the file is not done"
        assert pages.renew(files[2]) == 2
        assert pages.renew(files[2]) == 0
        assert [session.verdict(each) for each in session.findings] == [None, None, "accepted"]
        assert of_review(files[:4]) == expected
        assert pages.undo() is not None
        assert pages.progress.decided == 0
    assert files[4].report is None
    assert files[4].failures[0].path == paths[4]


def test_renewing_keeps_decisions_on_what_is_no_longer_found(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with collecting(tmp_path, report(page)) as pages:
        file = pages.files[0]
        session = pages.open(file)
        pages.act(file, lambda session: session.accept(session.findings[0]))
        planned = session.plan()
        file.compare(report(page, CHANGES[1:]))
        pages.renew(file)
        assert session.plan() == planned
        assert [each.quote for each in session.findings if session.is_unreported(each)] == ["的的"]


@pytest.mark.parametrize("names", [["1.md"], ["1.md", "2.md"]], ids=len)
def test_files_that_lint_checked_are_opened_from_its_cache(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], names: list[str]
) -> None:
    for number, name in enumerate(names, 1):
        issue(tmp_path / name, number, 1500 + number, "邹梓涵")
    cache = tmp_path / "cache"
    main(
        ["lint", "--isolated", "--cache-dir", str(cache), *(str(tmp_path / each) for each in names)]
    )
    # An entry of a run that found nothing tells where findings come from.
    for entry in cache.glob("??/*"):
        held = loads(entry.read_bytes())
        entry.write_bytes(dumps(replace(held, survey=replace(held.survey, candidates=()))))
    for folder, expected in ((None, True), (cache, False)):
        sheets = [ReviewFile(tmp_path / name, Config(root=tmp_path)) for name in names]
        with Checking(sheets, folder) as checking:
            while any(sheet.pending for sheet in sheets):
                checking.take(wait=True)
        codes = {code for _, code, _, _ in of_review(sheets)}
        assert ("D001" in codes) is expected

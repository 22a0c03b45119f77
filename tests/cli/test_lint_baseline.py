"""`proofer lint --baseline`: what was there does not count, and nothing else is hidden."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CLEAN, PAGE, Proofer, decide

ONLY = ("--select", "D001,K001")
KNOWN = ("--baseline", "baseline.json")


@pytest.fixture(autouse=True)
def page() -> Path:
    path = Path("page.md")
    path.write_text(PAGE, encoding="utf-8")
    return path


def adopt(proofer: Proofer, *arguments: object) -> None:
    result = proofer("lint", *(arguments or ("page.md",)), *ONLY, *KNOWN, "--update-baseline")
    assert result.code == 0, result.err


def test_known_findings_do_not_count_and_new_ones_do(proofer: Proofer, page: Path) -> None:
    adopt(proofer)
    result = proofer("lint", page, *ONLY, *KNOWN)
    assert (result.code, result.err) == (0, "")
    assert result.out == "0 findings in 1 file, 2 more in the baseline.\n"
    page.write_text("新的一段也写着己经两个字。\n\n" + PAGE, encoding="utf-8")
    result = proofer("lint", page, *ONLY, *KNOWN, "--format", "json")
    report = json.loads(result.out)
    assert result.code == 1
    assert [(each["quote"], each["line"]) for each in report["findings"]] == [("己经", 1)]
    assert report["summary"]["suppressed"] == 2


def test_what_was_corrected_is_told_as_stale_with_its_place(proofer: Proofer, page: Path) -> None:
    adopt(proofer)
    page.write_text(PAGE.replace("己经", "已经"), encoding="utf-8")
    result = proofer("lint", page, *ONLY, *KNOWN)
    assert result.code == 0
    line = next(
        number
        for number, each in enumerate(Path("baseline.json").read_text().split("\n"), 1)
        if 'quote": "己' in each
    )
    assert f"baseline.json:{line}: K001 “己经” is no longer in page.md" in result.err
    before = Path("baseline.json").read_bytes()
    adopt(proofer)
    assert Path("baseline.json").read_bytes() != before
    assert proofer("lint", page, *ONLY, *KNOWN).err == ""


def test_a_file_that_is_gone_is_told_and_removed(proofer: Proofer) -> None:
    Path("other.md").write_text(PAGE, encoding="utf-8")
    adopt(proofer, "page.md", "other.md")
    Path("other.md").unlink()
    assert "the file other.md is gone (2 entries)" in proofer("lint", "page.md", *ONLY, *KNOWN).err
    adopt(proofer)
    assert "other.md" not in Path("baseline.json").read_text(encoding="utf-8")


def test_an_update_keeps_what_was_not_read(proofer: Proofer, page: Path) -> None:
    Path("other.md").write_text(PAGE, encoding="utf-8")
    adopt(proofer, "page.md", "other.md")
    page.write_text(CLEAN, encoding="utf-8")
    adopt(proofer)
    assert proofer("lint", "page.md", "other.md", *ONLY, *KNOWN).code == 0
    assert "2 entries" in proofer("lint", ".", *ONLY, *KNOWN, "--update-baseline").err


def test_an_update_does_not_hide_a_failure_and_keeps_its_entries(
    proofer: Proofer, page: Path
) -> None:
    adopt(proofer)
    before = Path("baseline.json").read_bytes()
    page.write_bytes(b"\x00\x01\x02")
    assert proofer("lint", page, *ONLY, *KNOWN, "--update-baseline").code == 2
    assert Path("baseline.json").read_bytes() == before


def test_it_is_never_written_unasked(
    proofer: Proofer, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    result = proofer("lint", page, *ONLY, *KNOWN)
    assert result.code == 2
    assert "there is no baseline" in result.err
    assert not Path("baseline.json").exists()
    adopt(proofer)
    before = Path("baseline.json").stat().st_mtime_ns
    page.write_text(CLEAN, encoding="utf-8")
    proofer("lint", page, *ONLY, *KNOWN)
    proofer("lint", page, *ONLY, *KNOWN, "--fix")
    assert Path("baseline.json").stat().st_mtime_ns == before


def test_the_configuration_may_name_it_and_paths_are_relative_to_it(
    proofer: Proofer, page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("deep").mkdir()
    page.rename("deep/page.md")
    Path("proofer.toml").write_text('baseline = "ci/known.json"\nselect = ["D001", "K001"]\n')
    Path("ci").mkdir()
    assert proofer("lint", ".", "--update-baseline").code == 0
    assert '"../deep/page.md"' in Path("ci/known.json").read_text(encoding="utf-8")
    assert proofer("lint", ".").code == 0
    assert proofer("lint", ".", "--isolated").code == 1
    monkeypatch.chdir(folder / "deep")
    assert proofer("lint", "page.md").code == 0
    assert proofer("lint", (folder / "deep/page.md")).code == 0


def test_rejected_and_silenced_findings_are_not_adopted(proofer: Proofer, page: Path) -> None:
    decide(page, "的的", None)
    adopt(proofer)
    entries = json.loads(Path("baseline.json").read_text(encoding="utf-8"))["findings"]["page.md"]
    assert [each["quote"] for each in entries] == ["己经"]


def test_sarif_says_what_is_new(proofer: Proofer, page: Path) -> None:
    plain = json.loads(proofer("lint", page, *ONLY, "--format", "sarif").out)["runs"][0]["results"]
    assert not any("baselineState" in each for each in plain)
    adopt(proofer)
    page.write_text(PAGE + "\n下一段也写着己经两个字。\n", encoding="utf-8")
    results = json.loads(proofer("lint", page, *ONLY, *KNOWN, "--format", "sarif").out)["runs"][0][
        "results"
    ]
    states = [
        (each["baselineState"], [one["justification"] for one in each.get("suppressions", [])])
        for each in results
    ]
    assert states == [
        ("new", []),
        ("unchanged", ["in the baseline"]),
        ("unchanged", ["in the baseline"]),
    ]


def test_an_update_without_a_file_is_2(proofer: Proofer, page: Path) -> None:
    result = proofer("lint", page, "--update-baseline")
    assert result.code == 2
    assert "--baseline FILE" in result.err


def test_fix_and_update_correct_what_is_new_and_adopt_the_rest(
    proofer: Proofer, page: Path
) -> None:
    result = proofer("lint", page, *ONLY, *KNOWN, "--fix", "--update-baseline")
    assert result.code == 0
    assert "已经" in page.read_text(encoding="utf-8")
    entries = json.loads(Path("baseline.json").read_text(encoding="utf-8"))["findings"]["page.md"]
    assert [each["quote"] for each in entries] == ["的的"]

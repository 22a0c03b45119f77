"""A file is only replaced by what reads as decided, and what it cannot keep is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofer.__main__ import main
from proofer.formats import write
from proofer.linting import fixes
from tests.paths import FIXTURES

OPTIONS = ("--lang", "en", "--isolated")


def test_an_accepted_correction_leaves_a_file_that_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reference that no parser knows was changed by the rule on punctuation marks."""
    text = (FIXTURES / "documents/ocr/harbour.hocr").read_text(encoding="utf-8")
    page, out = tmp_path / "page.hocr", tmp_path / "out.hocr"
    page.write_text(text.replace("港", "&bogus;港", 1), encoding="utf-8")
    command = ["export", *OPTIONS, str(page), "-o", str(out), "--accept-above", "0"]
    assert main(command) == 0, capsys.readouterr().err
    assert "&bogus;" in out.read_text(encoding="utf-8")
    assert main(["lint", *OPTIONS, "--no-cache", str(out)]) in (0, 1), capsys.readouterr().err


def test_fix_writes_nothing_that_reads_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("这项工作己经全面完成。\n", encoding="utf-8")
    monkeypatch.setattr(fixes, "write", lambda *_: write(*_) + "恶意文字。".encode())
    code = main(["lint", *OPTIONS, "--fix", "--unsafe", "--no-cache", str(page)])
    assert code == 2
    assert "does not say what was decided" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == "这项工作己经全面完成。\n"


@pytest.mark.parametrize(
    "command",
    [("lint", "--fix", "--no-cache"), ("export", "--in-place", "--accept-above", "0.9")],
    ids=lambda command: command[0],
)
def test_other_names_of_a_corrected_file_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    page = tmp_path / "page.md"
    page.write_text("这项工作己经全面完成。\n", encoding="utf-8")
    (tmp_path / "hard.md").hardlink_to(page)
    name, *options = command
    main([name, *OPTIONS, *options, str(page)])
    assert "has 1 other name (hard links)" in capsys.readouterr().err
    assert "已经" in page.read_text(encoding="utf-8")


def test_a_report_tells_of_the_other_names_of_its_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (page := tmp_path / "page.md").write_text("今天的会议开得很好。\n", encoding="utf-8")
    (report := tmp_path / "report").write_text("old")
    (other := tmp_path / "other").hardlink_to(report)
    arguments = ["--select", "D001", "--no-cache", "--output", str(report)]
    assert main(["--lang", "en", "lint", str(page), *arguments]) == 0
    assert "report has 1 other name (hard links)" in capsys.readouterr().err
    assert other.read_text() == "old"

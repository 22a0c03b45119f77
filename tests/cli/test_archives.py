"""An archive of an engine's output is a folder: its files are checked, corrected and exported."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from fixtures.documents import build_ocr
from tests.cli.conftest import CLEAN, FIXED, PAGE, Proofer, decide


@pytest.fixture
def archive() -> Path:
    """The download of MinerU: Markdown and JSON of the pages, images, the file they are from."""
    path = Path("result.zip")
    members = {
        "full.md": PAGE,
        "auto/a_content_list.json": build_ocr.mineru(),
        "auto/clean.md": CLEAN,
        "auto/notes.xyz": "x",
        "images/a.jpg": "\xff",
        ".hidden.md": PAGE,
        "__MACOSX/full.md": PAGE,
        "../outside.md": PAGE,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def test_its_files_are_checked_and_the_others_counted(proofer: Proofer, archive: Path) -> None:
    result = proofer("lint", archive, "--format", "json")
    assert [each["path"] for each in json.loads(result.out)["documents"]] == [
        "result.zip/auto/a_content_list.json",
        "result.zip/auto/clean.md",
        "result.zip/full.md",
    ]
    assert result.err == "proofer: 2 files of no format that we read: 1 .xyz, 1 .jpg\n"
    assert proofer("lint", "result.zip/auto/clean.md").code == 0
    refused = proofer("lint", "result.zip/none.md")
    assert (refused.code, "0 members are called none.md" in refused.err) == (2, True)


def test_corrections_are_written_into_it_and_all_else_stays(
    proofer: Proofer, archive: Path
) -> None:
    before = contents(archive)
    decide(archive / "full.md", "的的", "的")
    decide(archive / "full.md", "己经", "已经")
    assert Path(".proofer/decisions/result.zip/full.md.jsonl").is_file()
    assert proofer("export", archive, "-o", "out").code == 0
    assert Path("out/full.md").read_text(encoding="utf-8") == FIXED
    assert not Path("outside.md").exists()
    assert contents(archive) == before
    assert proofer("export", archive, "--in-place").code == 0
    assert contents(archive) == before | {"full.md": FIXED.encode()}


def test_safe_corrections_are_made_in_it(proofer: Proofer, archive: Path) -> None:
    before = contents(archive)
    assert "corrected" in proofer("lint", archive, "--fix").err
    after = contents(archive)
    assert after.keys() == before.keys()
    assert {name for name in before if after[name] != before[name]} == {"full.md"}


def test_a_configuration_beside_it_counts(proofer: Proofer, archive: Path) -> None:
    Path("proofer.toml").write_text(
        'exclude = ["auto/"]\n[[overrides]]\npaths = ["full.md"]\nselect = ["K"]\n',
        encoding="utf-8",
    )
    found = json.loads(proofer("lint", archive, "--format", "json").out)
    assert [each["path"] for each in found["documents"]] == ["result.zip/full.md"]
    assert {each["code"] for each in found["findings"]} == {"K001"}


def test_an_archive_that_is_damaged_or_without_text_says_so(
    proofer: Proofer, archive: Path
) -> None:
    archive.write_bytes(archive.read_bytes()[:-50])
    assert "result.zip is no sound zip archive" in proofer("lint", archive).err
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.bin", "x")
    assert "no text files in this folder; 1 file of no format" in proofer("lint", archive).err

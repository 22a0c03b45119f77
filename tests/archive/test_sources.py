"""Where an archive's files come from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from proofer.archive.plan import Plan
from proofer.archive.sources import local_copies
from tests.cli.conftest import FIXED, PAGE, Proofer, folder, proofer

pytest.importorskip("pyarrow")
__all__ = ["folder", "proofer"]
METS = """<mets:mets xmlns:mets="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink">
<mets:fileSec>
<mets:fileGrp USE="IMAGES">
<mets:file ID="i1"><mets:FLocat xlink:href="1.tif"/></mets:file></mets:fileGrp>
<mets:fileGrp USE="FULLTEXT">
<mets:file ID="t1"><mets:FLocat xlink:href="text/p%201.txt"/></mets:file>
<mets:file ID="t2"><mets:FLocat xlink:href="file://text/p2.txt"/></mets:file>
<mets:file ID="t3"><mets:FLocat xlink:href="https://example.org/p3.txt"/></mets:file>
</mets:fileGrp>{more}</mets:fileSec>
<mets:structMap TYPE="PHYSICAL"><mets:div>
<mets:div><mets:fptr FILEID="t2"/></mets:div><mets:div><mets:fptr FILEID="t1"/></mets:div>
</mets:div></mets:structMap></mets:mets>"""
OTHER = (
    '<mets:fileGrp USE="OLD"><mets:file ID="o"><mets:FLocat xlink:href="text/p2.txt"/></mets:file>'
    "</mets:fileGrp>"
)


def names(proofer: Proofer, *sources: object) -> list[str]:
    """Return the files that a plan of the sources has."""
    out = Path("out")
    result = proofer("archive", "plan", *sources, "--out", out, "--select", "D")
    assert result.code == 0, result.err
    plan = Plan(out)
    return [file.name for number in range(len(plan.windows)) for file in plan.files(number)]


def write(*paths: str) -> list[Path]:
    places = [Path(path).absolute() for path in paths]
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(PAGE, encoding="utf-8")
    return places


def test_a_pattern_stands_for_its_files_in_their_order(proofer: Proofer) -> None:
    wanted = write("a/1953/1.txt", "a/1953/2.txt", "b/1953/1.txt")
    write("b/1954/1.txt")
    assert names(proofer, "*/1953/*.txt") == list(map(str, wanted))
    nothing = proofer("archive", "plan", "*/1955/*", "--out", "other")
    assert nothing.code == 2
    assert "*/1955/*" in nothing.err


def test_a_list_names_files(proofer: Proofer) -> None:
    wanted = write("b.txt", "a.txt")
    Path("list").write_text("b.txt\na.txt\n", encoding="utf-8")
    assert names(proofer, "--files-from", "list") == list(map(str, wanted))


def test_mets_has_its_pages_in_physical_order(proofer: Proofer) -> None:
    write("text/p 1.txt", "text/p2.txt")
    Path("mets.xml").write_text(METS.format(more=""), encoding="utf-8")
    assert [Path(name).name for name in names(proofer, "mets.xml")] == ["p2.txt", "p 1.txt"]


def test_mets_with_several_groups_of_text_asks_which(proofer: Proofer) -> None:
    write("text/p 1.txt", "text/p2.txt")
    Path("mets.xml").write_text(METS.format(more=OTHER), encoding="utf-8")
    result = proofer("archive", "plan", "mets.xml", "--out", "other")
    assert result.code == 2
    assert "FULLTEXT, OLD" in result.err
    assert [Path(name).name for name in names(proofer, "mets.xml", "--file-group", "OLD")] == [
        "p2.txt"
    ]


@pytest.mark.parametrize("text", ["<mets:mets", METS.replace("<mets:fileSec>", "<!ENTITY a 'b'>")])
def test_mets_that_is_broken_is_an_error(proofer: Proofer, text: str) -> None:
    Path("mets.xml").write_text(
        f"<!-- http://www.loc.gov/METS/ -->{text}".replace("{more}", ""), encoding="utf-8"
    )
    result = proofer("archive", "plan", "mets.xml", "--out", "out")
    assert result.code == 2
    assert "no sound METS" in result.err


def test_pages_behind_a_url_are_fetched_and_named_by_it(proofer: Proofer) -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.pipe({"/rmrb/1953/1.txt": PAGE.encode(), "/rmrb/1953/2.txt": PAGE.encode()})
    memory.pipe({"/rmrb/1953/scan.bin": b"\0", "/rmrb/.hidden/3.txt": PAGE.encode()})
    wanted = ["memory:///rmrb/1953/1.txt", "memory:///rmrb/1953/2.txt"]
    assert names(proofer, "memory://rmrb") == wanted
    memory.rm("/rmrb/1953/2.txt")
    assert proofer("archive", "run", "out").code == 2
    proofer("archive", "merge", "out", "--format", "json=out.json")
    report = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert {each["path"] for each in report["findings"]} == {wanted[0]}
    assert [each["message"] for each in report["failures"]] == [f"no such file: {wanted[1]}"]


def test_a_url_without_its_package_is_an_error(proofer: Proofer) -> None:
    pytest.importorskip("fsspec")
    result = proofer("archive", "plan", "nonsense://a/b", "--out", "out")
    assert result.code == 2
    assert "nonsense" in result.err


def test_images_of_pages_are_fetched_with_them_if_wanted(proofer: Proofer) -> None:
    memory = pytest.importorskip("fsspec").filesystem("memory")
    memory.pipe({"/scans/1.hocr": b"x", "/scans/1.png": b"image", "/scans/10.png": b"other"})
    for wanted in (True, False):
        with local_copies(["memory://scans/1.hocr"], images=wanted) as [page]:
            assert page.read_bytes() == b"x"
            assert page.with_name("1.png").exists() is wanted
            assert not page.with_name("10.png").exists()
        assert not page.exists()


def test_a_second_reading_belongs_to_a_plan(
    proofer: Proofer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [page] = write("first/1.txt")
    Path("second").mkdir()
    Path("second/1.txt").write_text(FIXED, encoding="utf-8")
    options = ("--second", "second", "--select", "D,K,S")
    lint = proofer("lint", page, "--format", "json", "--no-cache", *options)
    alone = proofer("lint", page, "--format", "json", "--no-cache", "--select", "D,K,S")
    assert lint.out != alone.out, "the second reading is to make a difference"
    assert proofer("archive", "plan", page, "--out", "out", *options).code == 0
    monkeypatch.chdir(folder / "first")
    proofer("archive", "run", "../out")
    proofer("archive", "merge", "../out", "--format", "json=out.json")
    assert Path("out.json").read_text(encoding="utf-8") == lint.out

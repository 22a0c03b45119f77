"""`proofer export`: what was decided and nothing else; bad input is exit 2 and loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import FIXED, PAGE, Proofer, decide
from tests.permissions import as_its_owner, needs_permissions


def page(name: str = "page.md", text: str = PAGE, encoding: str = "utf-8") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def test_without_decisions_the_file_is_copied_byte_for_byte(proofer: Proofer) -> None:
    data = b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode() + "\f没有换行的末行".encode()
    Path("page.md").write_bytes(data)
    result = proofer("export", "page.md", "-o", "out.md")
    assert result.code == 0
    assert Path("out.md").read_bytes() == data


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_only_the_accepted_corrections_change_bytes(proofer: Proofer, encoding: str) -> None:
    path = page("page.txt", PAGE.replace("\n", "\r\n"), encoding)
    decide(path, "的的", "的")
    decide(path, "己经", None)
    result = proofer("export", path, "-o", "out.txt")
    assert result.code == 0
    assert result.out == ""
    assert Path("out.txt").read_bytes() == PAGE.replace("的的", "的").replace("\n", "\r\n").encode(
        encoding
    )
    assert path.read_bytes() == PAGE.replace("\n", "\r\n").encode(encoding)


def test_in_place_replaces_the_file(proofer: Proofer) -> None:
    path = page()
    decide(path, "的的", "的")
    assert proofer("export", path, "--in-place").code == 0
    assert path.read_text(encoding="utf-8") == PAGE.replace("的的", "的")


def test_in_place_needs_to_be_asked_for(proofer: Proofer) -> None:
    path = page()
    decide(path, "的的", "的")
    for arguments in ((), ("-o", path), ("-o", "./page.md")):
        assert proofer("export", path, *arguments).code == 2
        assert path.read_text(encoding="utf-8") == PAGE


@pytest.mark.parametrize(("wrong", "right"), [("的的", "的"), ("规矩矩", "规规矩矩")])
def test_a_correction_is_not_made_twice(proofer: Proofer, wrong: str, right: str) -> None:
    path = page(text=PAGE + "他们做事规矩矩，从来都是这样。\n")
    decide(path, wrong, right)
    assert proofer("export", path, "--in-place").code == 0
    once = path.read_bytes()
    assert right.encode() in once
    again = proofer("export", path, "--in-place")
    assert path.read_bytes() == once, "the correction was made again"
    assert again.code == 0, again.err


def test_an_existing_folder_takes_the_file(proofer: Proofer) -> None:
    Path("out").mkdir()
    assert proofer("export", page(), "-o", "out").code == 0
    assert Path("out/page.md").read_text(encoding="utf-8") == PAGE


def test_a_folder_is_exported_file_by_file(proofer: Proofer) -> None:
    decide(page("pages/a.md"), "的的", "的")
    page("pages/deep/b.md")
    result = proofer("export", "pages", "-o", "out")
    assert result.code == 0
    assert Path("out/a.md").read_text(encoding="utf-8") == PAGE.replace("的的", "的")
    assert Path("out/deep/b.md").read_text(encoding="utf-8") == PAGE


def test_a_folder_is_not_exported_into_itself(proofer: Proofer) -> None:
    page("pages/a.md")
    assert proofer("export", "pages", "-o", "pages/out").code == 2
    assert not Path("pages/out").exists()


def test_one_bad_file_of_a_folder_does_not_stop_the_others(proofer: Proofer) -> None:
    page("pages/a.md")
    Path("pages/b.md").write_bytes(b"\x00\x01\x02\xff" * 100)
    page("pages/c.md")
    result = proofer("export", "pages", "-o", "out")
    assert result.code == 2
    assert "b.md" in result.err
    assert sorted(path.name for path in Path("out").iterdir()) == ["a.md", "c.md"]


def test_accept_above_accepts_what_nobody_decided(proofer: Proofer) -> None:
    path = page()
    assert proofer("export", path, "-o", "out.md", "--accept-above", "0.5").code == 0
    assert Path("out.md").read_text(encoding="utf-8") == FIXED
    decide(path, "的的", None)
    assert proofer("export", path, "-o", "out.md", "--accept-above", "0.5").code == 0
    assert Path("out.md").read_text(encoding="utf-8") == FIXED.replace("他们的工作", "他们的的工作")
    assert proofer("export", path, "-o", "out.md", "--accept-above", "1").code == 0
    assert Path("out.md").read_text(encoding="utf-8") == PAGE


def test_a_file_that_changed_is_corrected_where_the_context_is_the_same(proofer: Proofer) -> None:
    path = page()
    decide(path, "的的", "的")
    changed = "先写了新的一段。\n\n" + PAGE
    page(text=changed)
    result = proofer("export", path, "-o", "out.md")
    assert result.code == 0
    assert "changed since it was reviewed" in result.err
    assert Path("out.md").read_text(encoding="utf-8") == changed.replace("的的", "的")


def test_an_accepted_correction_without_a_place_is_2_unless_forced(proofer: Proofer) -> None:
    path = page(
        text=PAGE + "\n大家一致认为，这次会议开得很及时，会后又去看了矿山。任务己经全面完成。\n"
    )
    decide(path, "的的", "的")
    decide(path, "己经", "已经")
    changed = path.read_text(encoding="utf-8").replace(
        "他们的的工作做得很好。", "这句话完全重写了。"
    )
    page(text=changed)
    result = proofer("export", path, "-o", "out.md")
    assert result.code == 2
    assert "“的的”→“的”" in result.err
    assert not Path("out.md").exists()
    result = proofer("export", path, "-o", "out.md", "--force")
    assert result.code == 0
    assert "“的的”→“的”" in result.err
    assert Path("out.md").read_text(encoding="utf-8") == changed.replace("己经", "已经", 1)


def test_a_rejection_without_a_place_is_no_obstacle(proofer: Proofer) -> None:
    path = page()
    decide(path, "的的", None)
    page(text=PAGE.replace("他们的的工作做得很好。", "这句话已经完全重写。"))
    assert proofer("export", path, "-o", "out.md").code == 0


def test_a_decision_file_of_a_newer_version_is_2_and_nothing_is_written(proofer: Proofer) -> None:
    path = page()
    decide(path, "的的", "的")
    store = Path(".proofer/decisions/page.md.jsonl")
    newer = store.read_bytes().replace(b"proofer-decisions/1", b"proofer-decisions/9")
    store.write_bytes(newer)
    result = proofer("export", path, "-o", "out.md")
    assert result.code == 2
    assert "newer" in result.err
    assert not Path("out.md").exists()
    assert store.read_bytes() == newer


@pytest.mark.parametrize("path", ["nowhere.md", "empty"])
def test_nothing_to_export_is_2(proofer: Proofer, path: str) -> None:
    Path("empty").mkdir()
    result = proofer("export", path, "-o", "out")
    assert result.code == 2
    assert path in result.err
    assert not Path("out").exists()


def test_an_output_below_a_file_is_2(proofer: Proofer) -> None:
    page("file")
    result = proofer("export", page(), "-o", "file/out.md")
    assert result.code == 2
    assert "file" in result.err


@needs_permissions
def test_a_read_only_folder_is_2_and_nothing_is_lost(proofer: Proofer) -> None:
    path = page("folder/page.md")
    command = ("export", path, "--in-place", "--accept-above", "0.5")
    path.parent.chmod(0o555)
    try:
        with as_its_owner():
            result = proofer(*command)
    finally:
        path.parent.chmod(0o755)
    assert result.code == 2
    assert f"cannot write {path}" in result.err
    assert path.read_text(encoding="utf-8") == PAGE
    assert [each.name for each in path.parent.iterdir()] == ["page.md"]
    assert proofer(*command).code == 0
    assert path.read_text(encoding="utf-8") == FIXED


def test_accepting_takes_only_what_the_selected_detectors_say(proofer: Proofer) -> None:
    Path("page.md").write_text(PAGE, encoding="utf-8")
    assert (
        proofer(
            "export", "page.md", "-o", "out.md", "--accept-above", "0.5", "--ignore", "K001,M"
        ).code
        == 0
    )
    assert Path("out.md").read_text(encoding="utf-8") == PAGE.replace("的的", "的")

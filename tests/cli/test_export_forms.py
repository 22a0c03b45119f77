"""`proofer export --as`: other forms of a reviewed file; the file itself is never touched."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

from proofer.exports import exporters
from tests.cli.conftest import CLEAN, FIXED, PAGE, Proofer, decide

FORMS = sorted(set(exporters()) - {"same"})
LISTS = [name for name, each in exporters().items() if each.collects]
APART = [name for name in FORMS if name not in LISTS]


@pytest.fixture
def page() -> Path:
    """A page on which one correction is accepted and one rejected."""
    path = Path("page.md")
    path.write_bytes(PAGE.encode())
    decide(path, "的的", "的")
    decide(path, "己经", None)
    return path


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_written_and_the_page_is_as_it_was(
    proofer: Proofer, page: Path, name: str
) -> None:
    result = proofer("export", page, "--as", name, "-o", "deep/out.file")
    assert result.code == 0, result.err
    assert result.out == ""
    assert Path("deep/out.file").stat().st_size > 0
    assert page.read_bytes() == PAGE.encode()


@pytest.mark.parametrize(
    ("output", "form"),
    [("out.txt", "text"), ("out.docx", "docx"), ("out.md", "same"), ("out.file", "same")],
)
def test_without_a_form_the_ending_tells_it(
    proofer: Proofer, page: Path, output: str, form: str
) -> None:
    assert proofer("export", page, "-o", output).code == 0
    assert proofer("export", page, "--as", form, "-o", "expected").code == 0
    assert Path(output).read_bytes() == Path("expected").read_bytes()


@pytest.mark.parametrize("output", ["out.pdf", "out.DOC", "out.odt", "out.xls"])
def test_an_ending_that_promises_another_format_is_refused(
    proofer: Proofer, page: Path, output: str
) -> None:
    result = proofer("export", page, "-o", output)
    assert result.code == 2
    assert ".docx" in result.err, "it says which endings there are"
    assert not Path(output).exists()
    assert proofer("export", page, "--as", "same", "-o", output).code == 0, "who insists gets it"


def test_several_files_are_not_written_into_a_folder_called_as_one_form(
    proofer: Proofer, page: Path
) -> None:
    Path("b.md").write_bytes(PAGE.encode())
    result = proofer("export", page, "b.md", "-o", "all.html")
    assert result.code == 2
    assert "--as html -o FOLDER" in result.err
    assert not Path("all.html").exists()
    Path("all.html").touch()
    result = proofer("export", page, "b.md", "--as", "html", "-o", "all.html")
    assert result.code == 2
    assert "all.html is a file" in result.err


def test_without_a_form_several_files_make_the_list_that_the_ending_means(
    proofer: Proofer, page: Path
) -> None:
    Path("b.md").write_bytes(PAGE.encode())
    assert proofer("export", page, "b.md", "-o", "勘误表.csv").code == 0
    assert Path("勘误表.csv").read_text(encoding="utf-8-sig").startswith('"File"')


@pytest.mark.parametrize(
    "name", ["text", "markdown", "criticmarkup", "tei", "diff", "html", "errata-csv"]
)
def test_only_what_was_accepted_is_a_correction(proofer: Proofer, page: Path, name: str) -> None:
    proofer("export", page, "--as", name, "-o", "out")
    text = Path("out").read_text(encoding="utf-8-sig")
    if name == "errata-csv":
        rows = [row[:4] for row in csv.reader(text.splitlines())][1:3]
        assert rows == [["1", "3", "他们的的工作", "他们的工作"], []]
    elif name in ("text", "markdown"):
        assert "他们的工作做得很好。这项工作己经" in text
    else:
        assert "己经" in text
        assert "已经全面" not in text


def test_accept_above_corrects_in_every_form(proofer: Proofer, page: Path) -> None:
    Path("new.md").write_bytes(PAGE.encode())
    assert (
        proofer(
            "export", "new.md", "--as", "markdown", "--accept-above", "0.5", "-o", "out.md"
        ).code
        == 0
    )
    assert Path("out.md").read_text(encoding="utf-8") == FIXED


@pytest.mark.parametrize("name", APART)
def test_a_folder_gets_one_document_a_file(proofer: Proofer, name: str) -> None:
    for path in (Path("pages/a.md"), Path("pages/deep/a.txt"), Path("pages/a.txt")):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(CLEAN.encode())
    result = proofer("export", "pages", "--as", name, "-o", "out")
    assert result.code == 0, result.err
    written = {str(path) for path in Path("out").rglob("*.*") if path.is_file()}
    assert written == {
        f"out/{each}{exporters()[name].suffix}" for each in ("a.md", "a.txt", "deep/a.txt")
    }


@pytest.mark.parametrize("name", LISTS)
def test_files_and_folders_make_one_list(proofer: Proofer, page: Path, name: str) -> None:
    Path("more").mkdir()
    Path("more/b.md").write_bytes(PAGE.encode())
    decide(Path("more/b.md"), "己经", "已经")
    Path("lists").mkdir()
    result = proofer("export", page, "more", "--as", name, "-o", "lists")
    assert result.code == 0, result.err
    (only,) = Path("lists").iterdir()
    assert only.name == exporters()[name].suffix.lstrip(".")
    if name == "errata-csv":
        text = only.read_text(encoding="utf-8-sig")
        assert [row[0] for row in csv.reader(text.splitlines()[:3])] == [
            "File",
            "page.md",
            "more/b.md",
        ]


def test_a_file_that_cannot_be_read_is_2_and_the_list_has_the_others(
    proofer: Proofer, page: Path
) -> None:
    Path("bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)))
    result = proofer("export", page, "bad.txt", "--as", "errata-md", "-o", "list.md")
    assert result.code == 2
    assert "bad.txt" in result.err
    assert "他们的工作" in Path("list.md").read_text(encoding="utf-8")


def test_a_correction_that_the_file_has_already_stays_on_the_list(
    proofer: Proofer, page: Path
) -> None:
    assert proofer("export", page, "--in-place").code == 0
    assert proofer("export", page, "--as", "errata-md", "-o", "list.md").code == 0
    assert "| 他们的的工作 | 他们的工作 |" in Path("list.md").read_text(encoding="utf-8")
    assert proofer("export", page, "--as", "diff", "-o", "page.diff").code == 0
    assert Path("page.diff").read_bytes() == b""


def test_the_words_of_the_list_follow_the_language(proofer: Proofer, page: Path) -> None:
    proofer("export", page, "--as", "errata-md", "-o", "list.md", "--lang", "zh")
    assert "# 勘误表\n" in Path("list.md").read_text(encoding="utf-8")
    proofer("export", page, "--as", "errata-md", "-o", "list.md", "--lang", "en")
    assert "# Errata\n" in Path("list.md").read_text(encoding="utf-8")


def test_reflow_joins_what_lines_part(proofer: Proofer) -> None:
    Path("page.txt").write_text(
        "今天的会议开得很好，大家都\n认真听取了报告，深受教育。\n", encoding="utf-8"
    )
    proofer("export", "page.txt", "--as", "text", "-o", "lines.txt")
    proofer("export", "page.txt", "--as", "text", "--reflow", "-o", "flow.txt")
    assert "都\n认真" in Path("lines.txt").read_text(encoding="utf-8")
    assert "都认真" in Path("flow.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--as", "nonsense", "-o", "out"),
        ("--as", "docx", "--in-place"),
        ("--as", "diff", "--reflow", "-o", "out"),
        ("--reflow", "-o", "out"),
        ("--as", "text", "-o", "page.md"),
        ("--as", "errata-md", "-o", "./page.md"),
    ],
)
def test_what_makes_no_sense_is_2_and_writes_nothing(
    proofer: Proofer, page: Path, arguments: tuple[str, ...]
) -> None:
    assert proofer("export", page, *arguments).code == 2
    assert page.read_bytes() == PAGE.encode()
    assert not Path("out").exists()


def test_two_files_for_one_target_are_2(proofer: Proofer, page: Path) -> None:
    Path("other").mkdir()
    Path("other/page.md").write_bytes(CLEAN.encode())
    result = proofer("export", page, "other/page.md", "-o", "out")
    assert result.code == 2
    assert "page.md" in result.err
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("name", "module"), [("docx", "docx"), ("errata-docx", "docx"), ("errata-xlsx", "xlsxwriter")]
)
def test_a_missing_extra_is_named_once_and_before_any_file_is_read(
    proofer: Proofer, page: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    Path("pages").mkdir()
    for number in range(3):
        Path(f"pages/{number}.md").write_bytes(PAGE.encode())
    for paths in ([page], ["pages"]):
        result = proofer("export", *paths, "--as", name, "-o", "out")
        assert result.code == 2
        assert result.err.count("proofer-zh[office]") == 1
        assert not Path("out").exists()

"""Every form of a reviewed file, read back with another program than the one that wrote it."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import etree

from proofer.checking.registry import detectors
from proofer.cli import export as command
from proofer.document.edits import Edit, apply
from proofer.document.spans import Span
from proofer.errors import OutputError
from proofer.exports import endings, exporter_for, exporters
from proofer.formats import parse, read
from proofer.messages import Language
from proofer.rendering.places import line_finder
from proofer.review.export import corrected
from proofer.review.reviewed import ReviewedDocument
from tests.exports.example import (
    AUTHOR,
    FOLDER,
    PACKED,
    PAGE,
    goldens,
    page,
    rendered,
    review,
    review_and_plan,
)
from tests.paths import FIXTURES

GOLDEN = goldens()
OCR = FOLDER.parent / "documents" / "ocr"
FORMULA = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "  =1", "\t=1", "\r=1")


def final_text() -> str:
    reviewed = review()
    return apply(reviewed.document.text, reviewed.edits)


@pytest.mark.parametrize("name", GOLDEN)
def test_a_form_is_what_it_was(name: str) -> None:
    assert GOLDEN[name].decode() == (FOLDER / name).read_bytes().decode(), (
        "python -m tools.docs.golden"
    )


def test_every_golden_file_has_its_form() -> None:
    assert {path.name for path in FOLDER.glob("*.golden")} == set(GOLDEN)


def test_the_command_names_all_forms() -> None:
    assert set(command._FORMS) == set(exporters())


@pytest.mark.parametrize(
    ("name", "source", "form"),
    [
        ("page.corrected.md", "page.md", "same"),
        ("page", "page", "same"),
        ("page.HOCR", "page.hocr", "same"),
        ("page.md", "page.txt", "markdown"),
        ("page.markdown.md", "page.md", "markdown"),
        ("page.errata.md", "page.md", "errata-md"),
        ("page.Docx", "page.md", "docx"),
        ("page.xml", "page.xml", "same"),
        ("page.tei.xml", "page.xml", "tei"),
        ("page.xml", "page.md", "tei"),
        ("勘误表.xlsx", "page.md", "errata-xlsx"),
        ("page.csv", "page.csv", "same"),
    ],
)
def test_the_ending_of_a_name_is_the_form(name: str, source: str, form: str) -> None:
    assert exporter_for(Path(name), Path(source)).name == form


@pytest.mark.parametrize(
    "source", ["page.md", "page.txt", "page.xml", "page.html", "page.docx", "page"]
)
def test_every_form_of_every_page_has_an_ending(source: str) -> None:
    assert {exporter.name for exporter in endings(Path(source)).values()} == set(exporters())


@pytest.mark.parametrize("name", ["page.pdf", "page"])
def test_an_unknown_ending_is_told_with_all_there_are(name: str) -> None:
    with pytest.raises(OutputError, match=r"\.errata\.csv.*\.markdown\.md"):
        exporter_for(Path(name), Path("page.md"))


@pytest.mark.parametrize("name", sorted(exporters()))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_review_gives_the_same_bytes(name: str, language: Language) -> None:
    assert rendered(name, language=language) == rendered(name, language=language)


@pytest.mark.parametrize("detected", [True, False])
def test_what_was_gathered_is_what_the_session_would_write(detected: bool) -> None:
    reviewed, plan = review_and_plan(detected=detected)
    assert reviewed.edits == plan
    assert rendered("same", reviewed) == corrected(reviewed.document, plan)


def test_every_place_is_changed_once() -> None:
    reviewed = review()
    assert len(reviewed.edits) == 8, "seven places are changed, one of them twice"


def test_without_findings_the_same_decisions_are_exported() -> None:
    bare = review(detected=False)
    kept = [
        place.state for place in review().places if place.state in ("accepted", "edited", "printed")
    ]
    assert [place.state for place in bare.places] == kept
    titles = rendered("errata-md", bare, language="en").decode()
    assert detectors()["D001"].title.en in titles, "the rule speaks where there is no finding"
    printed = rendered("errata-md", bare, language="en").decode().partition("printed original")[2]
    assert "| 一千吨 | 一万吨 |" in printed, (
        "an error of the original is lost where nothing is found"
    )


def test_the_diff_patches_the_page(tmp_path: Path) -> None:
    if shutil.which("patch") is None:
        pytest.skip("patch is not installed")
    target = tmp_path / "page.md"
    target.write_bytes(PAGE.read_bytes())
    subprocess.run(
        ["patch", "--binary", str(target)], input=rendered("diff"), check=True, capture_output=True
    )
    assert target.read_bytes() == rendered("same")


def test_nothing_changed_is_an_empty_diff() -> None:
    assert rendered("diff", ReviewedDocument(page())) == b""


def _word(data: bytes) -> tuple[str, str, etree._Element]:
    """Return the text before and after the tracked changes, read from the XML, and the body."""
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))[0]
    sides = []
    for dropped in ("w:ins", "w:del"):
        lines = []
        for paragraph in body.iter(qn("w:p")):
            runs = [
                each.text or ""
                for each in paragraph.iter(qn("w:t"), qn("w:delText"))
                if not any(True for _ in each.iterancestors(qn(dropped)))
            ]
            lines.append("".join(runs))
        sides.append("\n".join(lines))
    return sides[0], sides[1], body


def test_word_rejects_to_the_old_and_accepts_to_the_new_text() -> None:
    before, after, body = _word(rendered("docx"))
    assert before == page().text
    assert after == final_text()
    for change in body.iter(qn("w:ins"), qn("w:del")):
        assert change.get(qn("w:author")) in (AUTHOR, "proofer（自动）")
    ids = [each.get(qn("w:id")) for each in body.iter(qn("w:ins"), qn("w:del"))]
    assert len(set(ids)) == len(ids), "two changes have one number"


def test_word_has_the_reasons_as_comments() -> None:
    document = docx.Document(io.BytesIO(rendered("docx")))
    comments = list(document.comments)
    assert [each.author for each in comments].count(AUTHOR) == 8
    assert "应作“一万吨”" in "".join(each.text for each in comments)
    assert comments[0].timestamp is not None
    assert comments[0].timestamp.year == 2026, "the time of the export, not of the decision"
    body = document.element.body
    for name in ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"):
        ids = [each.get(qn("w:id")) for each in body.iter(qn(name))]
        assert ids == [str(each.comment_id) for each in comments]


def test_word_sets_chinese_in_chinese_and_tells_the_time_of_the_review() -> None:
    document = docx.Document(io.BytesIO(rendered("docx")))
    fonts = document.styles["Normal"].element.find(f".//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == "宋体"
    assert fonts.get(qn("w:eastAsiaTheme")) is None, "the theme would win over the font"
    assert (
        document.styles["Normal"].element.find(f".//{qn('w:lang')}").get(qn("w:eastAsia"))
        == "zh-CN"
    )
    created = document.core_properties.created
    assert created is not None
    assert created.isoformat().startswith("2026-01-01T00:00:0")


def test_tei_has_both_readings() -> None:
    root = etree.fromstring(rendered("tei"))
    name = "{http://www.tei-c.org/ns/1.0}"
    choices = list(root.iter(f"{name}choice"))
    assert len(choices) == 9, "eight changes and one error of the original"
    printed = [each for each in choices if each.get("ana") == "#printed"]
    assert [(each[0].text, each[1].text) for each in printed] == [("一千吨", "一万吨")]
    responsible = {
        f"#{each.get('{http://www.w3.org/XML/1998/namespace}id')}"
        for each in root.iter(f"{name}respStmt")
    }
    assert {each[1].get("resp") for each in choices} <= responsible
    for each in choices:
        each[0 if each.get("ana") != "#printed" else 1].text = None
    body = root.find(f".//{name}body")
    assert body is not None
    texts = ["".join(each.itertext()) for each in body.iter(f"{name}p", f"{name}ab", f"{name}head")]
    assert "\n".join(texts) == final_text()


def test_tei_is_valid_and_has_the_lines_of_the_page() -> None:
    schema = etree.RelaxNG(etree.parse(FOLDER / "tei.rng"))
    pages = [
        review(),
        *(ReviewedDocument(read(path)) for path in sorted(OCR.iterdir()) if path.suffix != ".pdf"),
    ]
    for each in pages:
        root = etree.fromstring(rendered("tei", each))
        assert schema.validate(root), f"{each.document.path}: {schema.error_log.last_error}"
        marks = [mark.tag.rpartition("}")[2] for mark in root.iter("{*}lb", "{*}pb")]
        pages_begun = len({segment.page for segment in each.document.segments})
        assert marks.count("pb") == pages_begun, each.document.path
        assert len(marks) - pages_begun == len(each.document.joins), each.document.path


def test_tei_reads_back_as_the_corrected_text() -> None:
    read = parse(rendered("tei"), Path("page.xml"))
    assert "青岗铜业的干部职工规规矩矩做事" in read.text


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.shown: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


@pytest.mark.parametrize("name", ["html", "errata-html"])
def test_html_shows_hostile_text_and_runs_none_of_it(name: str) -> None:
    reader = _Page()
    reader.feed(rendered(name).decode())
    names = [tag for tag, _ in reader.tags]
    assert names.count("script") == (1 if name == "html" else 0)
    assert "b" not in names or name == "html", "the editor's name became markup"
    for tag, attributes in reader.tags:
        assert not {"src", "href"} & set(attributes), f"<{tag}> loads something"
        assert not [key for key in attributes if key.startswith("on")], f"<{tag}> runs something"
    assert AUTHOR in "".join(reader.shown)
    policy = next(
        attributes["content"] for _, attributes in reader.tags if "http-equiv" in attributes
    )
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "script-src 'unsafe-inline'" not in policy


def test_html_has_both_texts_and_every_state() -> None:
    root = etree.HTML(rendered("html").decode())
    columns = [
        ["".join(each.itertext()) for each in row.findall("p")]
        for row in root.iter("div")
        if row.findall("p")
    ]
    assert "\n".join(old for old, _ in columns) == page().text
    assert "\n".join(new for _, new in columns) == final_text()
    shown = {each.get("data-state") for each in root.iter("li")}
    boxes = {each.get("value") for each in root.iter("input") if each.get("name") == "state"}
    assert shown == boxes == {place.state for place in review().places}


def _tables(data: bytes) -> list[list[list[str]]]:
    blocks = data.decode("utf-8-sig").split("\r\n\r\n")
    return [list(csv.reader(io.StringIO(block, newline=""))) for block in blocks]


def test_all_errata_lists_say_the_same() -> None:
    corrected, printed, rates = _tables(rendered("errata-csv"))
    wanted = [corrected, printed[1:], rates[1:]]
    word = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in docx.Document(io.BytesIO(rendered("errata-docx"))).tables
    ]
    assert word == wanted
    book = openpyxl.load_workbook(io.BytesIO(rendered("errata-xlsx")))
    sheets = [
        [
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book.worksheets
    ]
    assert sheets == wanted
    root = etree.HTML(rendered("errata-html").decode())
    assert [
        [["".join(c.itertext()) for c in row] for row in table.iter("tr")]
        for table in root.iter("table")
    ] == wanted


def test_the_rate_counts_errors_in_ten_thousand_characters_by_kind() -> None:
    rows = {row[0]: row[1:] for row in _tables(rendered("errata-csv", language="en"))[2][2:]}
    characters = sum(not each.isspace() for each in page().text)
    assert rows["characters"][0] == str(characters)
    assert rows["doubling"] == ["4", str(round(40_000 / characters, 2))]
    assert rows["errors of the recognition, all"][0] == "7"
    assert rows["errors of the printed original"][0] == "1"


def test_several_files_are_one_list_that_names_them() -> None:
    other = replace(review(), document=replace(page(), path=Path("pages/2.md")))
    corrected, _, rates = _tables(rendered("errata-csv", review(), other, language="en"))
    assert corrected[0][0] == "File"
    assert {row[0] for row in corrected[1:]} == {"pages/第 1 版.md", "pages/2.md"}
    assert rates[-1][1] == str(2 * sum(not each.isspace() for each in page().text))


@pytest.mark.parametrize("attack", FORMULA)
def test_no_cell_of_the_csv_is_a_formula(attack: str) -> None:
    reviewed = review()
    place = next(each for each in reviewed.places if each.decision is not None and each.changing)
    assert place.decision is not None
    hostile = replace(
        place, edits=(Edit(place.span, attack),), decision=replace(place.decision, author=attack)
    )
    data = rendered("errata-csv", ReviewedDocument(reviewed.document, (hostile,)))
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "\t", "\r")), (
                f"{cell!r} runs in Excel"
            )


@pytest.mark.parametrize("attack", FORMULA)
def test_no_cell_of_the_workbook_is_a_formula(attack: str) -> None:
    reviewed = review()
    place = next(each for each in reviewed.places if each.decision is not None and each.changing)
    assert place.decision is not None
    hostile = replace(place, decision=replace(place.decision, author=attack))
    book = openpyxl.load_workbook(
        io.BytesIO(rendered("errata-xlsx", ReviewedDocument(reviewed.document, (hostile,))))
    )
    types = {
        cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
    }
    assert types <= {"s", "n"}, "a cell is a formula"


def test_the_csv_opens_in_excel_as_utf_8() -> None:
    assert rendered("errata-csv").startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("name", sorted(exporters()))
def test_control_characters_break_no_form(name: str) -> None:
    hostile = "\x1b[31m\x00\u202e\ufffe\U000fffff"
    document = parse(
        f"他们的的工作{hostile[2:5]}很好。\n".encode(), Path("page.txt"), encoding="utf-8"
    )
    reviewed = review()
    place = next(each for each in reviewed.places if each.state == "accepted")
    assert place.decision is not None
    span = Span(2, 4)
    decision = replace(place.decision, note=hostile, author=hostile)
    bad = replace(place, span=span, edits=(Edit(span, f"的{hostile}"),), decision=decision)
    if name == "same":
        with pytest.raises(OutputError, match="could not be read again"):
            rendered(name, ReviewedDocument(document, (bad,)))
        return
    data = rendered(name, ReviewedDocument(document, (bad,)))
    if name == "tei":
        etree.fromstring(data)
    elif name.endswith("docx"):
        docx.Document(io.BytesIO(data))
    elif name.endswith("xlsx"):
        openpyxl.load_workbook(io.BytesIO(data))
    if name not in PACKED | {"text", "markdown", "diff", "criticmarkup"}:
        assert b"\x1b" not in data


@pytest.mark.parametrize("name", sorted(exporters()))
def test_an_empty_page_is_exported(name: str) -> None:
    rendered(name, ReviewedDocument(parse(b"", Path("page.txt"), encoding="utf-8")))


def test_a_page_of_an_engine_is_exported_as_its_text() -> None:
    source = FIXTURES / "documents" / "ocr"
    files = sorted(
        each for each in source.rglob("*") if each.suffix in (".hocr", ".xml", ".json", ".tsv")
    )
    assert files
    for file in files:
        document = parse(file.read_bytes(), file)
        shown = document.shown(Span(0, len(document.text)))
        text = rendered("criticmarkup", ReviewedDocument(document)).decode()
        assert "<" not in text or "<" in shown, f"{file.name}: markup in the text"
        lines = rendered("text", ReviewedDocument(document)).decode()
        assert "".join(lines.split()) == "".join(shown.split()), f"{file.name} lost text"


def test_the_line_of_an_engines_page_is_counted_on_the_page() -> None:
    word = "<span class='ocrx_word' title='bbox 0 {0} 90 {1}'>{2}</span>"
    lines = [("青岗铜业召开年度总结会", 0), ("大家认真听取了报告", 1), ("三号高炉顺利投产", 2)]
    spans = [
        f"<span class='ocr_line' title='bbox 0 {100 * n} 90 {100 * n + 20}'>"
        + word.format(100 * n, 100 * n + 20, text)
        + "</span>"
        for text, n in lines
    ]
    page = "<div class='ocr_page' title='bbox 0 0 100 400'>" + "\n\n\n".join(spans) + "</div>"
    document = parse(f"<html><body>{page}{page}</body></html>".encode(), Path("page.hocr"))
    line_of = line_finder(document)
    places = [
        start for start in range(len(document.text)) if document.text.startswith("高炉", start)
    ]
    assert [line_of(start) for start in places] == [3, 3], "the line in the XML, or of another page"

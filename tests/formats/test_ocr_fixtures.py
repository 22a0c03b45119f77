"""One page as every OCR format has it, in fixtures/documents/ocr/ (written by build_ocr.py)."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree as lxml_etree
from lxml import html

from fixtures.documents import build_engines, build_ocr
from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.projection import project
from proofer.document.spans import Span
from proofer.errors import OutputError
from proofer.formats import is_supported, parse, read, write
from tests.documents import assert_sound
from tests.paths import FIXTURES

FOLDER = FIXTURES / "documents/ocr"
FILES = sorted(FOLDER.iterdir())
WRITTEN = [path for path in FILES if path.suffix != ".pdf"]
BOXED = [
    path
    for path in WRITTEN
    if path.suffix != ".docx" and path.stem not in ("tei", "mineru_content_list", "olmocr")
]
WITH_CONFIDENCE = (
    *("tencent", "aliyun", "azure", "textract", "google"),
    *("mineru_middle", "mineru-pipeline", "mistral", "abbyy", "umi"),
)
"""Engines of build_engines that are less sure of one character than of the others."""
WITHOUT_IMAGE = [
    *("abbyy.xml", "marker.json", "olmocr.jsonl", "deepseek.mmd", "deepseek-lines.mmd"),
    *(
        f"{name}.json"
        for name in (
            *("aliyun", "azure", "azure-image", "azure-read", "baidu", "tencent", "textract"),
            *("mineru_middle", "mineru4_middle", "mineru_model", "mineru-pipeline_model"),
            *("mineru_content_list_v2", "dots", "mistral", "docling"),
        )
    ),
]
RAW = Path(os.environ.get("PROOFER_SHARED", "../shared")) / "data/ocr-pages/raw"
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
every_written_file = pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)


def strings(path: Path, data: bytes) -> list[str]:
    """Return all texts of a file as another library reads them."""
    if path.suffix == ".docx":
        return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]
    if path.suffix == ".json":
        found = _json_strings(json.loads(data))
        return [unescape(each) if path.stem == "marker" else each for each in found]
    if path.suffix in {".jsonl", ".txt"}:
        lines = [row.rpartition("\t") for row in data.decode().removesuffix("\n").split("\n")]
        return [each for name, _, row in lines for each in (name, *_json_strings(json.loads(row)))]
    if path.suffix == ".mmd":
        return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", data.decode()).split("\n")
    if path.suffix == ".tsv":
        rows = csv.reader(
            io.StringIO(data.decode(), newline=""), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        return [field for row in rows for field in row]
    root = (
        html.document_fromstring(data.decode())
        if path.suffix == ".html"
        else lxml_etree.fromstring(data)
    )
    return [
        str(string)
        for element in root.iter()
        if not str(element.tag).endswith("charRecVariant")  # what the engine thought stays
        for string in (*element.attrib.values(), element.text, element.tail)
        if string
    ]


def _json_strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _json_strings(each)


def edited(document: Document, old: str, new: str) -> bytes:
    at = document.text.index(old)
    return write(document, project(document, Edit(Span(at, at + len(old)), new)))


def test_the_fixtures_are_what_their_builder_writes() -> None:
    assert (FOLDER / "harbour.hocr").read_text(encoding="utf-8") == build_ocr.hocr()
    assert (FOLDER / "page.xml").read_text(encoding="utf-8") == build_ocr.page()
    for name, data in build_engines.files().items():
        assert (FOLDER / name).read_bytes() == data, name


@every_file
def test_a_file_comes_back_byte_by_byte(path: Path) -> None:
    document = read(path)
    assert write(document, []) == path.read_bytes()
    assert_sound(document)


@every_file
def test_the_page_reads_in_order_with_the_torn_paragraph_whole(path: Path) -> None:
    document = read(path)
    shown = [paragraph.span.of(document.text) for paragraph in document.paragraphs]
    assert shown[:3] == [build_ocr.HEADLINE, *build_ocr.PARAGRAPHS]


def test_kinds_come_from_the_file_where_it_tells_them() -> None:
    for name in (
        "page.xml",
        "paddleocr-vl.json",
        "mineru_content_list.json",
        "tei.xml",
        "harbour.docx",
    ):
        assert read(FOLDER / name).paragraphs[0].kind is BlockKind.HEADING, name
    assert read(FOLDER / "paddleocr-vl.json").paragraphs[-1].kind is BlockKind.TABLE
    assert read(FOLDER / "mineru_content_list.json").paragraphs[-1].kind is BlockKind.CAPTION


@pytest.mark.parametrize("path", BOXED, ids=lambda path: path.name)
def test_what_the_engine_says_stays_with_the_text(path: Path) -> None:
    document = read(path)
    segment = document.segment_at(document.text.index("武"))
    assert segment is not None
    assert segment.ocr is not None
    left, top, right, bottom = segment.ocr.box or (0, 0, 0, 0)
    assert right > left
    assert bottom > top
    if path.stem.startswith(("harbour", "alto", "page", "tesseract", *WITH_CONFIDENCE)):
        assert segment.ocr.confidence == pytest.approx(0.41, abs=0.006)
    named = path.name not in ("tesseract.tsv", "paddleocr2-ascii.json", *WITHOUT_IMAGE)
    assert segment.ocr.image.rpartition("/")[2] == ("harbour.png" if named else "")


@pytest.mark.parametrize("name", ["page.xml", "abbyy.xml"])
def test_another_reading_of_a_character_is_kept(name: str) -> None:
    document = read(FOLDER / name)
    segment = document.segment_at(document.text.index("武"))
    assert segment is not None
    assert segment.ocr is not None
    assert segment.ocr.alternatives == ("式",)


@every_written_file
@pytest.mark.parametrize("new", ["式", "", '“<式>” & "更" \\ 多\'', "𠮷"])
def test_another_library_reads_the_edit_and_nothing_else_changed(path: Path, new: str) -> None:
    before = path.read_bytes()
    data = edited(read(path), "武", new)
    changed = [each.replace("武", new) for each in strings(path, before)]
    assert [each for each in strings(path, data) if each] == [each for each in changed if each]
    again = parse(data, path)
    assert again.origin.encoding == read(path).origin.encoding
    assert_sound(again)


@every_written_file
def test_an_edit_over_several_words_leaves_the_markup_as_it_is(path: Path) -> None:
    before = path.read_bytes()
    document = read(path)
    data = edited(document, "今天正武开通，第一艘", "昨天正式地开通了，头一艘")
    again = parse(data, path)
    assert (
        build_ocr.PARAGRAPHS[0].replace("今天正武开通，第一艘", "昨天正式地开通了，头一艘")
        in again.text
    )
    boxes = [[s.ocr.box for s in each.segments if s.ocr] for each in (document, again)]
    assert set(boxes[0]) == set(boxes[1])
    if path.suffix != ".docx":
        assert len(data.splitlines()) == len(before.splitlines())


@every_written_file
def test_an_edit_beside_a_reference_leaves_it_whole(path: Path) -> None:
    data = edited(read(path), "A&B公司", "A&C公司")
    assert "由A&C公司经营" in parse(data, path).text
    assert any("&C" in each or "C" in each for each in strings(path, data))


def test_every_place_where_page_xml_says_it_is_corrected() -> None:
    path = FOLDER / "page.xml"
    assert sum("武" in each for each in strings(path, path.read_bytes())) == 4
    after = strings(path, edited(read(path), "武", "文"))
    assert sum("文" in each for each in after) == 4
    assert not any("武" in each for each in after)


@pytest.mark.parametrize(
    ("old", "new"), [("正武", "正正式"), ("正武", "武"), ("，第一艘", "第一艘"), ("六个", "十六个")]
)
def test_the_levels_of_page_xml_say_the_same_after_a_correction(old: str, new: str) -> None:
    root = lxml_etree.fromstring(edited(read(FOLDER / "page.xml"), old, new))

    def says(part: Any) -> str:
        return "".join(part.findtext("{*}TextEquiv/{*}Unicode").split())

    for level, below in (("TextRegion", "TextLine"), ("TextLine", "Word"), ("Word", "Glyph")):
        for part in root.iter(f"{{*}}{level}"):
            parts = part.findall(f"{{*}}{below}")
            if parts and part.find("{*}TextEquiv") is not None:
                assert says(part) == "".join(map(says, parts)), f"{level} and {below}"


def test_other_readings_of_page_xml_and_their_confidence_stay_as_they_are() -> None:
    path = FOLDER / "page.xml"

    def others(data: bytes) -> list[dict[str, str]]:
        readings = lxml_etree.fromstring(data).iter("{*}TextEquiv")
        return [dict(each.attrib) for each in readings if each.findtext("{*}Unicode") == "式"]

    before = others(path.read_bytes())
    assert before, "the fixture has no other reading"
    assert others(edited(read(path), "武", "文")) == before


def test_lines_of_page_xml_count_where_their_words_say_something_else() -> None:
    path = FOLDER / "page.xml"
    text = path.read_text(encoding="utf-8")
    line = next(line[0] for line in build_ocr.lines() if "武" in line[0])
    newer = text.replace(f"<Unicode>{line}<", f"<Unicode>{line.replace('武', '式')}<")
    document = parse(newer.encode(), path)
    assert "正式开通" in document.text
    assert_sound(document)


def test_a_blank_in_a_glyph_of_page_xml_is_none_of_its_word() -> None:
    glyphs = "".join(
        f'<Glyph><TextEquiv conf="0.5"><Unicode>{each}</Unicode></TextEquiv></Glyph>'
        for each in ("正 式", "开")
    )
    source = (
        "<PcGts><Page><TextRegion><TextLine><Word>"
        f"{glyphs}<TextEquiv><Unicode>正式开</Unicode></TextEquiv>"
        "</Word></TextLine></TextRegion></Page></PcGts>"
    )
    document = parse(source.encode(), Path("glyphs.page"))
    assert document.text == "正式开"
    assert "正 武".encode() in edited(document, "式", "武"), "the glyph says the same"
    sure = [each.ocr and each.ocr.confidence for each in document.segments]
    assert sure == [0.5] * len(sure)


def test_a_word_document_keeps_every_other_part(tmp_path: Path) -> None:
    import zipfile

    path = FOLDER / "harbour.docx"
    data = edited(read(path), "武", "式" * 5000)
    with (
        zipfile.ZipFile(io.BytesIO(path.read_bytes())) as before,
        zipfile.ZipFile(io.BytesIO(data)) as after,
    ):
        assert after.testzip() is None
        assert after.namelist() == before.namelist()
        for name in before.namelist():
            assert after.getinfo(name).date_time == before.getinfo(name).date_time
            if name != "word/document.xml":
                assert after.read(name) == before.read(name)


def test_an_ascii_file_stays_ascii() -> None:
    assert edited(read(FOLDER / "paddleocr2-ascii.json"), "武", "式").isascii()
    xml = build_ocr.alto().encode("ascii", "xmlcharrefreplace")
    document = parse(xml, Path("page.xml"))
    assert build_ocr.PARAGRAPHS[0] in document.text
    assert edited(document, "武", "式").isascii()


def test_a_pdf_is_only_read() -> None:
    with pytest.raises(OutputError, match="only read"):
        edited(read(FOLDER / "harbour.pdf"), "武", "式")


def test_vertical_lines_of_a_pdf_are_lines_and_not_a_character_each() -> None:
    lines = ["海港新码头开通", "\n".join("海港新码头今天开通了。"), "第一艘货轮靠岸了。"]
    document = parse(build_ocr.pdf("\n".join(lines)), Path("page.pdf"))
    assert document.source.split("\n") == [line.replace("\n", "") for line in lines]


def test_a_hyphenated_word_of_alto_is_corrected_in_both_lines_and_as_a_whole() -> None:
    def string(content: str, part: int, top: int) -> str:
        box = f'HPOS="10" VPOS="{top}" WIDTH="200" HEIGHT="30"'
        whole = f'SUBS_TYPE="HypPart{part}" SUBS_CONTENT="newspaqer"'
        return f'<TextLine {box}><String {box} CONTENT="{content}" {whole}/>'

    first, second = (
        string("news", 1, 10) + '<HYP CONTENT="-"/></TextLine>',
        string("paqer", 2, 50) + "</TextLine>",
    )
    text = f"<alto><Layout><Page><TextBlock>{first}{second}</TextBlock></Page></Layout></alto>"
    document = parse(text.encode(), Path("page.xml"))
    assert document.text == "newspaqer"
    assert edited(document, "q", "p").decode() == text.replace("paqer", "paper")


@pytest.mark.parametrize("sized", [True, False])
def test_boxes_of_alto_in_another_unit_are_places_only_where_the_page_has_a_size(
    sized: bool,
) -> None:
    source = build_ocr.alto().replace(">pixel<", ">mm10<")
    if not sized:
        source = re.sub(r'(<Page\b[^>]*?) WIDTH="[^"]*" HEIGHT="[^"]*"', r"\1", source)
    document = parse(source.encode(), Path("page.xml"))
    assert build_ocr.PARAGRAPHS[0] in document.text, "they order the page in any case"
    assert {
        segment.ocr is not None and segment.ocr.box is not None for segment in document.segments
    } == {sized}


def test_a_page_of_vertical_lines_is_read_from_right_to_left() -> None:
    columns = {150: "码头开", 100: "通了，首", 50: "艘船远望", 0: "号靠岸。"}
    lines = "".join(
        f"<p class='ocr_line' title='bbox {left} 0 {left + 30} 200'>{text}</p>"
        for left, text in sorted(columns.items())
    )
    document = parse(
        f"<html><div class='ocr_page'>{lines}</div></html>".encode(), Path("page.hocr")
    )
    assert document.text.replace("\n", "") == "码头开通了，首艘船远望号靠岸。"


def test_readings_of_tesseract_are_kept_character_by_character() -> None:
    choices = "".join(
        f"<span class='ocrx_cinfo'><span class='ocrx_cinfo' title='x_confs 60'>{one}</span>"
        f"<span class='ocrx_cinfo' title='x_confs 30'>{two}</span></span>"
        for one, two in ("规现", "短矩")
    )
    text = (
        "<html><div class='ocr_page'><span class='ocr_line' title='bbox 0 0 60 30'>"
        f"<span class='ocrx_word' title='bbox 0 0 60 30; x_wconf 60'>规短{choices}</span>"
        "</span></div></html>"
    )
    document = parse(text.encode(), Path("page.hocr"))
    assert document.text == "规短"
    assert [segment.ocr and segment.ocr.alternatives for segment in document.segments] == [
        ("现",),
        ("矩",),
    ]


@pytest.mark.parametrize(
    ("suffix", "content", "supported"),
    [
        (".xml", build_ocr.alto, True),
        (".xml", build_ocr.hocr, True),
        (".json", build_ocr.rapidocr, True),
        (".json", lambda: '{"name": "package", "lines": []}', False),
        (".xml", lambda: "<project><lines/></project>", False),
        (".html", lambda: "<html><p>海港新码头今天开通。</p></html>", True),
        (".html", lambda: "{{ template }}", False),
        (".tsv", lambda: "a\tb\n1\t2\n", False),
        (".hocr", build_ocr.html, True),
    ],
)
def test_files_of_a_folder_are_told_by_their_content(
    tmp_path: Path, suffix: str, content: Callable[[], str], supported: bool
) -> None:
    path = tmp_path / f"page{suffix}"
    path.write_text(content(), encoding="utf-8")
    assert is_supported(path) is supported


@pytest.mark.skipif(not RAW.is_dir(), reason="the pages of PROOFER_SHARED are not here")
def test_output_of_real_engines_comes_back_byte_by_byte() -> None:
    paths = sorted(RAW.iterdir())
    assert len(paths) == 360
    for path in paths:
        document = read(path)
        assert write(document, []) == path.read_bytes(), path
        assert_sound(document)

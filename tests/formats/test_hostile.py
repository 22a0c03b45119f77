"""Files that are damaged or malicious give a clear error or a sound document, nothing else."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.documents import build_ocr
from proofer.document.edits import Edit
from proofer.document.projection import project
from proofer.document.spans import Span
from proofer.errors import InputError
from proofer.formats import formats, parse, write
from proofer.formats.api import MalformedError
from proofer.formats.documents import markdown, plain
from tests.documents import assert_sound
from tests.paths import FIXTURES

FOLDER = FIXTURES / "documents/ocr"
FILES = {path: path.read_bytes() for path in sorted(FOLDER.iterdir())}
XML = {path: data for path, data in FILES.items() if path.suffix in (".xml", ".hocr")}
TEXT = {path: data for path, data in FILES.items() if path.suffix not in (".docx", ".pdf")}
BOMB = (
    '<!DOCTYPE html [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
)
EXTERNAL = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def refused(data: bytes, name: str) -> str:
    with pytest.raises(InputError) as raised:
        parse(data, Path(name))
    assert name in raised.value.message.zh
    return raised.value.message.en


def read_or_refused(data: bytes, path: Path) -> None:
    try:
        document = parse(data, path)
    except InputError:
        return
    assert_sound(document)
    assert write(document, []) == data


@pytest.mark.parametrize("path", XML, ids=lambda path: path.name)
@pytest.mark.parametrize(
    "declaration", [BOMB, EXTERNAL, "<!DOCTYPE html [<!ATTLIST p a CDATA '1'>]>"]
)
def test_declarations_in_the_document_type_are_refused(path: Path, declaration: str) -> None:
    text = XML[path].decode(
        "gb18030" if "gb18030" in path.name else "utf-16" if "utf16" in path.name else "utf-8"
    )
    head, _, rest = text.partition("?>")
    rest = rest.partition('dtd">')[2] if path.suffix == ".hocr" else rest
    assert "declarations" in refused(f"{head}?>{declaration}{rest}".encode(), path.name)


def test_html_is_not_asked_to_be_xml_but_declares_nothing_either() -> None:
    assert "does not end" in refused((BOMB + build_ocr.html()).encode(), "page.html")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
def test_a_file_that_is_cut_off_is_refused_or_read_as_far_as_it_goes(
    path: Path, share: float
) -> None:
    data = FILES[path][: int(len(FILES[path]) * share)]
    if path.suffix in (
        ".tsv",
        ".pdf",
        ".mmd",
    ):  # lines of a table can be read one by one, and pypdf mends what it can
        try:
            assert_sound(parse(data, path))
        except InputError:
            assert path.suffix in (".pdf", ".mmd")
    else:
        refused(data, path.name)


@pytest.mark.parametrize("path", TEXT, ids=lambda path: path.name)
def test_a_file_that_is_cut_off_anywhere_gives_a_sound_document_or_a_clear_error(
    path: Path,
) -> None:
    data = FILES[path]
    for length in range(0, len(data), 1 + len(data) // 60):
        read_or_refused(data[:length], path)


@pytest.mark.parametrize("path", TEXT, ids=lambda path: path.name)
def test_a_byte_order_mark_and_other_line_ends_change_nothing_of_the_text(path: Path) -> None:
    data = FILES[path]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-16" if data[:1] == b"\xff" else "gb18030")
    wanted = parse(data, path).text
    for newline in ("\n", "\r\n", "\r"):
        for bom, encoding in (
            (b"", "utf-8"),
            (b"\xef\xbb\xbf", "utf-8"),
            (b"\xff\xfe", "utf-16-le"),
        ):
            again = bom + text.replace("\r\n", "\n").replace("\n", newline).encode(encoding)
            document = parse(again, path)
            assert document.text == wanted, (newline, bom)
            assert write(document, []) == again


@pytest.mark.parametrize("path", TEXT, ids=lambda path: path.name)
def test_a_nul_byte_is_told(path: Path) -> None:
    if "utf16" not in path.name:
        middle = len(FILES[path]) // 2
        refused(FILES[path][:middle] + b"\0" + FILES[path][middle:], path.name)


@pytest.mark.parametrize(
    "suffix", sorted({suffix for form in formats().values() for suffix in form.suffixes})
)
def test_an_empty_file_is_an_empty_page_or_of_no_format(suffix: str, tmp_path: Path) -> None:
    if suffix in (*markdown.FORMAT.suffixes, *plain.FORMAT.suffixes):
        assert parse(b"", Path(f"page{suffix}")).text == ""
    else:
        assert "none of the formats" in refused(b"", f"page{suffix}")


def test_a_surrogate_without_its_other_half_stays_as_it_is_written() -> None:
    data = build_ocr.rapidocr().replace("新码头", "新\\ud800码\\uDC00头", 1).encode()
    document = parse(data, Path("page.json"))
    assert_sound(document)
    assert "新\ufffd码\ufffd头" in document.text
    assert write(document, []) == data
    at = document.text.index("\ufffd码")
    corrected = write(document, project(document, Edit(Span(at, at + 2), "码")))
    assert corrected == data.replace("\\ud800码".encode(), "码".encode())


def test_a_file_in_gb18030_that_calls_itself_utf_8_is_read_and_stays_what_it_is() -> None:
    for build, name in (
        (build_ocr.alto, "page.xml"),
        (build_ocr.hocr, "page.hocr"),
        (build_ocr.rapidocr, "page.json"),
    ):
        data = build().encode("gb18030")
        document = parse(data, Path(name))
        assert (document.origin.encoding, write(document, [])) == ("gb18030", data)
        assert build_ocr.HEADLINE in document.text


def test_an_encrypted_pdf_is_refused() -> None:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(build_ocr.pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    assert "encrypted" in refused(stream.getvalue(), "page.pdf")


@pytest.mark.parametrize(
    "old", [b"/Type", b"obj", b"stream", b"xref", b"Tj", b"/Pages", b"/Kids", b"<", b"%%EOF"]
)
def test_a_broken_pdf_is_read_as_far_as_it_goes_or_refused(old: bytes) -> None:
    for new in (b"", b"/X", b"9" * 50, old * 3):
        read_or_refused(build_ocr.pdf().replace(old, new), Path("page.pdf"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.xml", b"<alto>" + b"<a>" * 200_000),
        ("page.xml", b"<alto>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</alto"),
        ("page.hocr", b"<div class='ocr_page'>" + b"<span class='ocr_line'>" * 50_000),
        ("page.hocr", b"<div class='ocr_page'>" + b"<p " * 100_000),
        ("page.hocr", b"<div class='ocr_page'>" + b"<!--" * 100_000),
        ("page.hocr", b"<div class='ocr_page'>" + b'<p title="' * 100_000),
        ("page.json", b'[{"box": [[' + b"[" * 200_000 + b'1]], "text": "'),
        (
            "page.json",
            b'[{"box": [[1, 2]], "text": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]",
        ),
        ("page.json", b'[{"box": [[1, 2]], "text": "' + b"\\" * 200_001),
        ("page.docx", b"PK" + b"\0" * 1000),
        ("page.pdf", b"%PDF-1.7\n" + b"1 0 obj" * 1000),
    ],
    ids=[
        "open",
        "closed badly",
        "lines",
        "tags",
        "comments",
        "quotes",
        "arrays",
        "closed arrays",
        "escapes",
        "zip",
        "pdf",
    ],
)
def test_no_amount_of_open_ends_takes_long_or_goes_unsaid(name: str, data: bytes) -> None:
    refused(data, name)


def test_elements_may_be_nested_deeply() -> None:
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    document = parse(
        build_ocr.alto().encode().replace(b"</Description>", b"</Description>" + deep),
        Path("page.xml"),
    )
    assert build_ocr.HEADLINE in document.text


@pytest.mark.parametrize(
    "data",
    [
        b'{"lines": [{"box": [[0, 0]], "text": "a", "text": "b"}]}',
        b'{"boxes": [[[0, 0]]], "txts": ["a"], "x": 1, "x": 1}',
    ],
)
def test_a_key_that_stands_twice_is_refused(data: bytes) -> None:
    assert "twice" in refused(data, "page.json")


def test_text_in_a_cdata_section_is_refused_for_it_cannot_be_escaped() -> None:
    text = build_ocr.tei().replace(build_ocr.HEADLINE, f"<![CDATA[{build_ocr.HEADLINE}]]>")
    assert "CDATA" in refused(text.encode(), "page.xml")


def test_an_encoding_that_is_declared_wrongly_harms_nothing() -> None:
    for wrong in ("ISO-8859-1", "GB18030", "Shift_JIS", "nonsense"):
        data = build_ocr.alto().replace("UTF-8", wrong).encode()
        document = parse(data, Path("page.xml"))
        assert (document.origin.encoding, write(document, [])) == ("utf-8", data)
        assert build_ocr.HEADLINE in document.text


def test_a_declared_encoding_is_heard_where_a_page_is_too_short_to_guess() -> None:
    big5 = '<?xml version="1.0" encoding="Big5"?><TEI><text><p>錼鈽</p></text></TEI>'.encode("big5")
    assert parse(big5, Path("page.xml")).text == "錼鈽"
    bare = build_ocr.tei().replace("UTF-8", "UTF-16").encode("utf-16-le")
    assert parse(bare, Path("page.xml")).origin.encoding == "utf-16-le"


@pytest.mark.parametrize("numbers", ["9" * 400, "1e999", "NaN", "-1e30", "0"])
def test_boxes_that_are_on_no_image_do_no_harm(numbers: str) -> None:
    for build, name in (
        (build_ocr.hocr, "page.hocr"),
        (build_ocr.alto, "page.xml"),
        (build_ocr.rapidocr, "page.json"),
    ):
        text = build().replace("440", numbers).replace("120", numbers)
        document = parse(text.encode(), Path(name))
        assert_sound(document)
        assert "新码头有六个泊位" in document.text


def test_a_page_of_very_many_lines_is_read() -> None:
    line = "<span class='ocr_line' title='bbox {0} {1} {2} {3}'>港</span>"
    rows = "".join(
        line.format(x, y, x + 30, y + 30) for y in range(0, 40_000, 40) for x in range(0, 400, 40)
    )
    document = parse(f"<html><div class='ocr_page'>{rows}</div></html>".encode(), Path("page.hocr"))
    assert document.text.count("港") == 10_000


def test_a_zip_archive_that_is_no_word_document_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert "no main part" in refused(stream.getvalue(), "page.docx")


@pytest.mark.parametrize(
    ("name", "data"), [("a.xml", b"<rss/>"), ("a.json", b"{}"), ("a.html", b"text"), ("a.tsv", b"")]
)
def test_a_file_of_no_format_that_we_know_says_so(name: str, data: bytes) -> None:
    assert "none of the formats" in refused(data, name)


MARKS = "< > & &amp; &#0; &#xD800; </ /> \" ' \\ \\ud842 [ ] { } , null 1e999 港 <!-- --> ]]> <lb/>"
pieces = st.sampled_from([*MARKS.encode().split(), b"\t", b"\r\n", b"\0", b"\xff", b"PK\x01\x02"])
changes = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.one_of(pieces, st.binary(max_size=6))),
    max_size=4,
)


def damaged(data: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """Return `data` with bytes replaced: where, as a share of its length, how many, and by what."""
    for place, length, new in changes:
        at = int(place * len(data))
        data = data[:at] + new + data[at + length :]
    return data


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=300)
@given(path=st.sampled_from(list(FILES)), changes=changes)
def test_a_damaged_file_gives_a_sound_document_or_the_error_that_is_told(
    path: Path, changes: list[tuple[float, int, bytes]]
) -> None:
    read_or_refused(damaged(FILES[path], changes), path)


TAGS = "TextLine PcGts TextRegion Word TextEquiv Unicode TEI p choice sic"
CLASSES = "ocr_page ocr_line ocrx_word ocrx_cinfo"
tokens = st.sampled_from(
    [f"<{mark}{name}>" for name in TAGS.split() for mark in ("", "/")]
    + [f"<span class='{name}'>" for name in CLASSES.split()]
    + ["</span>", "<br>", '<String CONTENT="港"/>', "<HYP/>", "<lb/>", "港口", "&amp;", " ", "\n"]
)


@settings(max_examples=300)
@given(name=st.sampled_from(["a.xml", "a.hocr"]), text=st.lists(tokens, max_size=30).map("".join))
def test_any_order_of_tags_is_read_or_refused(name: str, text: str) -> None:
    for source in (text, f"<alto>{text}</alto>", f"<PcGts>{text}</PcGts>", f"<TEI>{text}</TEI>"):
        try:
            document = parse(source.encode(), Path(name))
        except InputError:
            continue
        assert_sound(document)


KEYS = (
    "box text score res rec_texts rec_polys boxes txts scores "
    "parsing_res_list block_content block_label block_bbox "
    "words_result words location chars char Response TextDetections DetectedText Polygon X y w h "
    "prism_wordsInfo word pos content width height analyzeResult pages readResult readResults "
    "polygon Blocks BlockType Text Id Relationships Ids responses fullTextAnnotation paragraphs "
    "symbols boundingBox vertices normalizedVertices textAnnotations description pdf_info "
    "para_blocks preproc_blocks page_size blocks spans content html children layout_dets poly "
    "category category_id bbox markdown tables data table_cells grid body $ref children prov level "
    "annotations predictions result value transcription original_width original_height"
)
JSON = sorted(name for name, form in formats().items() if form.media_type == "application/json")
keys = st.sampled_from([*KEYS.split(), "type", "page_idx", "image_caption", "lines"])
labels = st.sampled_from(
    ["text", "list", "table", "html", "equation", "hyperlink", "#/texts/0", "section_header"]
)
values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4) | labels,
    lambda each: st.lists(each, max_size=4) | st.dictionaries(keys, each, max_size=5),
    max_leaves=20,
)


@settings(max_examples=300)
@given(value=values, name=st.sampled_from(JSON))
def test_any_json_is_read_or_refused(value: object, name: str) -> None:
    try:
        blocks = formats()[name].blocks(json.dumps(value))
    except MalformedError:
        return
    assert all(block.pieces for block in blocks)

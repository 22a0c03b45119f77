"""Word files as people write them: notes, margins, tables, fields, text boxes, tracked changes."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree

from proofer.document.document import Document
from proofer.document.edits import Edit, SourceEdit
from proofer.document.kinds import BlockKind
from proofer.document.projection import project
from proofer.document.spans import Span
from proofer.errors import InputError, OutputError
from proofer.formats import parse, write
from tests.documents import assert_sound

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
BOX = "<w:txbxContent><w:p><w:r><w:t>框里写着潮汐时刻表。</w:t></w:r></w:p></w:txbxContent>"
SIGNED = 'w:author="王编辑" w:date="2020-01-01T00:00:00Z"'
RICH = (
    "<w:r><w:t>海港</w:t></w:r>"
    '<w:hyperlink w:anchor="a"><w:r><w:t>新码头</w:t></w:r></w:hyperlink>'
    f'<w:ins w:id="1" {SIGNED}><w:r><w:t>今天</w:t></w:r></w:ins>'
    f'<w:del w:id="2" {SIGNED}><w:r><w:delText>昨天</w:delText></w:r></w:del>'
    f'<w:moveFrom w:id="3" {SIGNED}><w:r><w:t>搬走的字</w:t></w:r></w:moveFrom>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF 暗码</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>正武</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    "<w:r><w:ruby><w:rt><w:r><w:t>kāi</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>开</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    '<w:r><w:t>通</w:t><w:softHyphen/><w:footnoteReference w:id="2"/><w:t>，</w:t>'
    "<w:tab/><w:t>敲锣打鼓。</w:t></w:r>"
    f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{BOX}</wps:txbx></mc:Choice>'
    f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
NOTES = (
    f'<w:footnotes {SPACES}><w:footnote w:type="separator" w:id="0">'
    "<w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
    '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/>'
    "<w:t>据港务局的的统计。</w:t></w:r></w:p></w:footnote>"
    "</w:footnotes>"
)


def word_file() -> bytes:
    """Return a Word document with all of this in it."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "海港日报 第3版"
    made.sections[0].footer.paragraphs[0].text = "本版编辑 王小海"
    made.element.body.insert(0, parse_xml(f"<w:p {SPACES}>{RICH}</w:p>"))
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "泊位", "六个"
    made.add_comment(
        made.add_paragraph("经过三年建设，二期工程动工了。").runs,
        text="批注不是正文",
        author="王编辑",
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    notes = Part(PackURI("/word/footnotes.xml"), kind, NOTES.encode(), made.part.package)
    made.part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


FILE = word_file()


def edited(document: Document, old: str, new: str) -> bytes:
    at = document.text.index(old)
    return write(document, project(document, Edit(Span(at, at + len(old)), new)))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_all_that_a_reader_reads_is_read_and_nothing_else() -> None:
    document = parse(FILE, Path("page.docx"))
    shown = [
        (paragraph.kind, paragraph.span.of(document.text)) for paragraph in document.paragraphs
    ]
    assert shown == [
        (BlockKind.PROSE, "海港新码头今天正武开通，敲锣打鼓。"),
        (BlockKind.PROSE, "框里写着潮汐时刻表。"),
        (BlockKind.TABLE, "泊位"),
        (BlockKind.TABLE, "六个"),
        (BlockKind.PROSE, "经过三年建设，二期工程动工了。"),
        (BlockKind.PROSE, "据港务局的的统计。"),
        (BlockKind.RUNNING_HEAD, "海港日报 第3版"),
        (BlockKind.RUNNING_HEAD, "本版编辑 王小海"),
    ]
    assert_sound(document)
    assert write(document, []) == FILE


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("正武", "正式", "word/document.xml"),
        ("今天", "昨日", "word/document.xml"),
        ("码头今天正武开", "渡口今年正式启", "word/document.xml"),
        ("潮汐", "潮水", "word/document.xml"),
        ("六个", "<7&8>", "word/document.xml"),
        ("的的", "的", "word/footnotes.xml"),
        ("第3版", "第4版", "word/header1.xml"),
        ("王小海", "王大海", "word/footer1.xml"),
    ],
)
def test_a_correction_changes_its_part_and_only_the_text_of_it(
    old: str, new: str, part: str
) -> None:
    data = edited(parse(FILE, Path("page.docx")), old, new)
    docx.Document(io.BytesIO(data))
    before, after = members(FILE), members(data)
    assert [name for name in before if before[name] != after[name]] == [part]
    assert list(before) == list(after)
    shapes = [
        [(each.tag, dict(each.attrib)) for each in etree.fromstring(all_[part]).iter()]
        for all_ in (before, after)
    ]
    assert shapes[0] == shapes[1], "the markup changed with the text"
    assert new in parse(data, Path("page.docx")).text


def test_corrections_of_several_parts_are_made_together() -> None:
    document = parse(FILE, Path("page.docx"))
    edits: list[SourceEdit] = []
    for old, new in (("正武", "正式"), ("的的", "的"), ("第3版", "第4版")):
        at = document.text.index(old)
        edits += project(document, Edit(Span(at, at + len(old)), new))
    again = parse(write(document, edits), Path("page.docx"))
    assert again.text == document.text.replace("正武", "正式").replace("的的", "的").replace(
        "第3版", "第4版"
    )


def test_a_footnote_stands_on_the_page_that_refers_to_it() -> None:
    broken = members(FILE)["word/document.xml"].replace(
        b"<w:hyperlink", b"<w:r><w:lastRenderedPageBreak/></w:r><w:hyperlink"
    )
    document = parse(with_part("word/document.xml", broken), Path("page.docx"))
    segment = document.segment_at(document.text.index("据港务局"))
    assert segment is not None
    assert segment.page == 2


def with_part(name: str, content: bytes, *, of: bytes = FILE, twice: bool = False) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in members(of).items():
            archive.writestr(each, content if each == name else data)
            if twice and each == name:
                with pytest.warns(UserWarning, match="Duplicate"):
                    archive.writestr(each, data)
    return stream.getvalue()


def test_the_main_part_may_have_another_name() -> None:
    parts = members(FILE)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(
                name.replace("word/document.xml", "word/document2.xml"),
                data.replace(b"word/document.xml", b"word/document2.xml"),
            )
    document = parse(stream.getvalue(), Path("page.docx"))
    assert "word/document2.xml" in members(edited(document, "正武", "正式"))


@pytest.mark.parametrize("part", ["word/document.xml", "word/footnotes.xml", "word/header1.xml"])
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "declarations"),
        (b"<x>", "not well-formed"),
        (b"<x>\0</x>", "not well-formed"),
        (b"<x>\xff</x>", "not in UTF-8"),
    ],
)
def test_no_part_is_trusted(part: str, content: bytes, why: str) -> None:
    with pytest.raises(InputError) as raised:
        parse(with_part(part, content), Path("page.docx"))
    assert why in raised.value.message.en


def test_two_members_of_one_name_are_refused() -> None:
    with pytest.raises(InputError, match="2 members"):
        parse(with_part("word/document.xml", b"<x/>", twice=True), Path("page.docx"))


def packed(names: list[str], content: bytes = b"<x/>") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in members(FILE).items():
            archive.writestr(each, data)
        for name in names:
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "parts", [("word/document.xml",), ("word/document.xml", "word/header1.xml")], ids=len
)
def test_a_bomb_is_refused_before_it_is_unpacked(parts: tuple[str, ...]) -> None:
    data = FILE
    for part in parts:
        data = with_part(part, b" " * ((101 << 20) // len(parts) + 1), of=data)
    assert len(data) < 1 << 20
    with pytest.raises(InputError, match="16 MB"):
        parse(data, Path("page.docx"))


def test_a_bomb_that_lies_about_its_size_is_cut_off() -> None:
    data = bytearray(with_part("word/document.xml", b" " * (200 << 20)))
    at = data.index(b"word/document.xml", data.index(b"PK\x01\x02")) - 46
    struct.pack_into("<L", data, at + 24, 1000)
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="no sound zip"):
            parse(bytes(data), Path("page.docx"))
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


def test_names_that_climb_out_of_the_archive_and_very_many_of_them_do_no_harm(
    tmp_path: Path,
) -> None:
    data = packed(
        ["../outside.xml", "/etc/outside", *(f"word/{number}.xml" for number in range(20_000))]
    )
    document = parse(data, tmp_path / "page.docx")
    assert parse(
        edited(document, "正武", "正式"), tmp_path / "page.docx"
    ).text == document.text.replace("武", "式")
    assert not list(tmp_path.iterdir())


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(FILE)
    at = data.index(b"word/document.xml", data.index(b"PK\x01\x02")) - 46
    data[at + 8] |= 1
    with pytest.raises(InputError, match="encrypted"):
        parse(bytes(data), Path("page.docx"))


def test_members_that_share_their_bytes_are_read_or_refused_and_never_mixed_up() -> None:
    data = bytearray(packed(["word/copy.xml"]))
    first = data.index(b"word/document.xml", data.index(b"PK\x01\x02")) - 46
    second = data.rindex(b"word/copy.xml") - 46
    data[second + 10 : second + 30] = data[first + 10 : first + 30]
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    document = parse(bytes(data), Path("page.docx"))
    try:
        again = edited(document, "正武", "正式")
    except OutputError:
        return
    assert parse(again, Path("page.docx")).text == document.text.replace("武", "式")

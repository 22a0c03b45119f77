"""Files as they lie on disks, in fixtures/documents/ (written by its build.py)."""

from pathlib import Path

import pytest

from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.projection import project
from proofer.document.spans import Span
from proofer.formats import is_supported, read, write
from tests.documents import assert_sound
from tests.paths import FIXTURES

FOLDER = FIXTURES / "documents"
FILES = sorted(
    path
    for folder in ("plain", "markdown")
    for path in FOLDER.glob(f"{folder}/*")
    if is_supported(path)
)
ORIGINS = {
    "plain/utf8.txt": ("utf-8", 0, "\n"),
    "plain/utf8-bom-crlf.txt": ("utf-8", 3, "\r\n"),
    "plain/utf16le-bom.txt": ("utf-16-le", 2, "\n"),
    "plain/utf16be-bom-crlf.txt": ("utf-16-be", 2, "\r\n"),
    "plain/gb18030.txt": ("gb18030", 0, "\n"),
    "plain/gb18030-four-bytes.txt": ("gb18030", 0, "\n"),
    "plain/big5-crlf.txt": ("big5", 0, "\r\n"),
    "plain/utf8-cr.txt": ("utf-8", 0, "\r"),
    "plain/column-gb18030-crlf.txt": ("gb18030", 0, "\r\n"),
    "plain/empty.txt": ("utf-8", 0, "\n"),
    "markdown/gb18030-crlf.md": ("gb18030", 0, "\r\n"),
    "markdown/utf16le-bom.md": ("utf-16-le", 2, "\n"),
    "markdown/big5.md": ("big5", 0, "\n"),
}
TORN = [
    "utf8.txt",
    "utf8-bom-crlf.txt",
    "utf16le-bom.txt",
    "utf16be-bom-crlf.txt",
    "gb18030.txt",
    "utf8-cr.txt",
]
TORN += [
    "utf8-mixed.txt",
    "no-final-newline.txt",
    "form-feeds.txt",
    "gb18030-four-bytes.txt",
    "separators.txt",
]


def test_there_are_fixtures_of_every_kind() -> None:
    assert {path.suffix for path in FILES} == {".txt", ".md"}
    assert len(FILES) >= 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_comes_back_byte_by_byte(path: Path) -> None:
    document = read(path)
    assert write(document, []) == path.read_bytes()
    assert_sound(document)


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.stat().st_size], ids=lambda path: path.name
)
def test_an_edit_changes_nothing_else(path: Path) -> None:
    document = read(path)
    at = document.text.rindex(next(each for each in "。万" if each in document.text))
    place = document.source_offset(at)
    (edit,) = project(document, Edit(Span(at, at + 1), "！"))
    data = write(document, [edit])
    before, after = document.source[:place], document.source[place + 1 :]
    assert data == document.origin.bom + (before + "！" + after).encode(document.origin.encoding)


@pytest.mark.parametrize("name", ORIGINS)
def test_encoding_and_line_ends_are_recognised(name: str) -> None:
    origin = read(FOLDER / name).origin
    assert (origin.encoding, len(origin.bom), origin.newline) == ORIGINS[name]


@pytest.mark.parametrize("name", TORN)
def test_the_torn_paragraph_is_whole_in_every_encoding(name: str) -> None:
    document = read(FOLDER / "plain" / name)
    assert "敲锣打鼓迎接" in document.text
    kinds = [paragraph.kind for paragraph in document.paragraphs]
    assert kinds[:3] == [BlockKind.RUNNING_HEAD, BlockKind.SHORT, BlockKind.PROSE]
    assert kinds.count(BlockKind.CAPTION) == 2


@pytest.mark.parametrize("name", ["column.txt", "column-gb18030-crlf.txt", "indented.txt"])
def test_columns_are_two_paragraphs(name: str) -> None:
    document = read(FOLDER / "plain" / name)
    assert len(document.paragraphs) == 2
    assert "八百万吨" in document.text


def test_a_markdown_page_reads_without_its_markup() -> None:
    document = read(FOLDER / "markdown/page.md")
    shown = [
        (paragraph.kind.value, paragraph.span.of(document.text))
        for paragraph in document.paragraphs
    ]
    assert shown == [
        ("heading", "海港新码头今天开通"),
        ("heading", "——写在二期工程动工之前"),
        (
            "prose",
            "编者按 海港新码头建成以后，老城区的面貌也变了，本报记者走访了三个街道，"
            "写下了这一组报道，从今天起陆续刊出，请读者留意。",
        ),
        ("caption", "▲图为新码头全景。"),
        ("quote", "港口兴，则城市兴。"),
        ("list", "一是装卸更快。"),
        ("list", "二是运费更低。"),
        ("list", "粮食运费降了一成。"),
        *(
            ("table", cell)
            for cell in ("泊位", "吨位", "一号", "5万", "二号", "10万", "船名", "远望")
        ),
        ("prose", "“码头开通那天，￼号第一个靠岸。”调度员说，“船上装了3*4*5排货箱。”"),
    ]

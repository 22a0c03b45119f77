"""A page in formats of running text, in fixtures/documents/texts/ (written by build_texts.py)."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree as lxml_etree
from lxml import html as lxml_html

from fixtures.documents import build_texts
from fixtures.documents.build_ocr import HEADLINE, PARAGRAPHS
from proofer.document.kinds import BlockKind
from proofer.document.projection import UnprojectableError
from proofer.errors import InputError
from proofer.formats import is_supported, parse, read, write
from tests.documents import assert_sound
from tests.formats.test_hostile import damaged, read_or_refused, refused
from tests.formats.test_records import replaced
from tests.paths import FIXTURES

pysubs2 = pytest.importorskip("pysubs2")
FOLDER = FIXTURES / "documents/texts"
FILES = {path: path.read_bytes() for path in sorted(FOLDER.iterdir())}
SUBTITLES = (".srt", ".vtt", ".ass")
PACKED = (".epub", ".odt")
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def decoded(path: Path, data: bytes) -> str:
    return data.decode("gb18030" if path.name.startswith("gb18030") else "utf-8-sig")


def strings(path: Path, data: bytes) -> list[str]:
    """Return all texts of a file, read or not, as another library reads them."""
    if path.suffix in SUBTITLES:
        file = pysubs2.SSAFile.from_string(decoded(path, data), format_=path.suffix[1:])
        return [f"{each.start} {each.end} {html.unescape(each.text)}" for each in file]
    if path.suffix in PACKED:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
            return [
                text
                for name in archive.namelist()
                for text in (
                    _texts(lxml_etree.fromstring(archive.read(name)))
                    if name.endswith(("xml", "opf", "xhtml"))
                    else [archive.read(name).decode()]
                )
            ]
    if path.suffix == ".ipynb":
        return [re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", each) for each in _values(json.loads(data))]
    if path.suffix == ".html":
        return _texts(lxml_html.document_fromstring(data.decode()))
    return _texts(lxml_etree.fromstring(data))


def _values(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        inner = [*value, *value.values()] if isinstance(value, dict) else value
        return [text for each in inner for text in _values(each)]
    return [str(value)]


def _texts(root: lxml_etree._Element) -> list[str]:
    return [
        str(text)
        for element in root.iter()
        for text in (*element.attrib.values(), element.text, element.tail)
        if text
    ]


def test_the_fixtures_are_what_their_builder_writes() -> None:
    assert FILES[FOLDER / "harbour.html"] == build_texts.html().encode()
    assert FILES[FOLDER / "harbour.epub"] == build_texts.epub()


@every_file
def test_a_file_comes_back_byte_by_byte_and_is_found_in_folders(path: Path) -> None:
    document = read(path)
    assert write(document, []) == FILES[path]
    assert_sound(document)
    assert is_supported(path)
    assert document.notes == ()


@every_file
def test_all_that_is_text_is_read_in_order_and_nothing_else(path: Path) -> None:
    document = read(path)
    shown = [each.span.of(document.text) for each in document.paragraphs]
    if path.suffix in SUBTITLES:
        assert "".join(shown).startswith(HEADLINE + "".join(PARAGRAPHS))
        assert {each.kind for each in document.paragraphs} == {BlockKind.VERSE}
    else:
        at = shown.index(PARAGRAPHS[0])
        assert shown[0] == HEADLINE
        assert PARAGRAPHS[1] in shown[at + 1 : at + 3]
    assert build_texts.UNREAD not in document.text


def test_kinds_come_from_the_elements() -> None:
    for name in (
        "harbour.html",
        "harbour.ipynb",
        "harbour.epub",
        "harbour.odt",
        "tei-dictionary.xml",
    ):
        assert read(FOLDER / name).paragraphs[0].kind is BlockKind.HEADING, name
    kinds = [each.kind for each in read(FOLDER / "harbour.html").paragraphs]
    assert kinds[3:7] == [BlockKind.LIST] * 2 + [BlockKind.TABLE] * 2
    assert read(FOLDER / "harbour.odt").paragraphs[-1].kind is BlockKind.RUNNING_HEAD


def test_what_stands_between_words_joins_them() -> None:
    text = read(FOLDER / "harbour.html").text
    assert "用 \ufffc 命令编译，埠头\xa0见。" in text, "code is a word, its pronunciation is none"
    assert "船到了吗？到了，早到了。" in read(FOLDER / "harbour.ass").text
    shown = read(FOLDER / "harbour.srt").text.split("\n")
    assert shown[:3] == [HEADLINE, *PARAGRAPHS]
    assert shown[-2:] == ["船到了吗？", "到了。"], "a comma goes on, another speaker does not"


@every_file
@pytest.mark.parametrize("new", ["式", "", "正正武武", '“<式>” & "更" \\ 多\'', "{式}", "𠮷"])
def test_another_library_reads_the_edit_and_nothing_else_changed(path: Path, new: str) -> None:
    try:
        data = replaced(FILES[path], path, "武", new)
    except UnprojectableError:
        assert path.suffix in SUBTITLES
        assert re.search(r"[<{\\]", new), "no tags can be written into such subtitles"
        return
    changed = [each.replace("武", new) for each in strings(path, FILES[path])]
    assert [each for each in strings(path, data) if each] == [each for each in changed if each]
    assert_sound(parse(data, path))


@every_file
def test_an_edit_across_markup_leaves_it_where_it_is(path: Path) -> None:
    def markup(data: bytes) -> list[str]:
        return re.findall(r"<[^>]*>|\{[^}]*\}", "".join(_sources(path, data)))

    old, new = ("海港新码头今天正武", "海港新码头昨天正式地")
    data = replaced(FILES[path], path, old, new)
    assert new in parse(data, path).text
    assert markup(data) == markup(FILES[path])


def _sources(path: Path, data: bytes) -> list[str]:
    if path.suffix == ".ipynb":  # its braces hold the text
        return []
    return [parse(data, path).source] if path.suffix in PACKED else [decoded(path, data)]


@every_file
def test_a_file_that_is_cut_off_is_refused_or_read_as_far_as_it_goes(path: Path) -> None:
    for share in (0.3, 0.6, 0.97):
        data = FILES[path][: int(len(FILES[path]) * share)]
        if path.suffix in SUBTITLES:
            read_or_refused(data, path)
        else:
            refused(data, path.name)


changes = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 40),
        st.sampled_from([b"<", b">", b"&", b"{", b"}", b"-->", b"\n\n", b"<p>", b"</p>", b"\0"])
        | st.binary(max_size=6),
    ),
    max_size=4,
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200, deadline=None)
@given(path=st.sampled_from(list(FILES)), changes=changes)
def test_a_damaged_file_gives_a_sound_document_or_the_error_that_is_told(
    path: Path, changes: list[tuple[float, int, bytes]]
) -> None:
    read_or_refused(damaged(FILES[path], changes), path)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<html>" + b"<p " * 100_000),
        ("a.html", b"<html>" + b"<div>" * 100_000),
        ("a.html", b"<html><p>" + b"<!ENTITY a 'b'>"),
        ("a.html", "<html><p><![CDATA[海港]]></p></html>".encode()),
        ("a.srt", b"1\n00:00:01 --> \n" * 50_000),
        ("a.vtt", b"WEBVTT\n\n" + b"<" * 100_000),
        ("a.ass", b"[Events]\n" + b"Dialogue: ,,,\n" * 50_000),
        ("a.epub", b"PK application/epub+zip" + b"\0" * 1000),
        ("a.odt", b"PK application/vnd.oasis.opendocument.text" + b"\0" * 1000),
    ],
)
def test_no_amount_of_open_ends_takes_long_or_goes_unsaid(name: str, data: bytes) -> None:
    refused(data, name)


def test_html_of_many_elements_that_are_never_closed_is_read() -> None:
    deep = "<div><i>" * 50_000 + "海港" + "</b></em>" * 50_000
    assert parse(deep.encode(), Path("a.html")).text == "海港"


def _epub(change: Callable[[dict[str, str]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(build_texts.epub())) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    change(members)
    return build_texts._archive(members)


def _encrypt(members: dict[str, str]) -> None:
    members["META-INF/encryption.xml"] = (
        '<encryption><CipherReference URI="OEBPS/text/chapter%202.xhtml"/></encryption>'
    )


def _empty(members: dict[str, str]) -> None:
    members["OEBPS/content.opf"] = "<package><spine/></package>"


def _lose(members: dict[str, str]) -> None:
    del members["OEBPS/text/chapter1.xhtml"]


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (_encrypt, "encrypted chapters (DRM)"),
        (_empty, "it has no chapters"),
        (_lose, "0 members are called OEBPS/text/chapter1.xhtml"),
    ],
)
def test_an_epub_that_cannot_be_read_says_why(
    change: Callable[[dict[str, str]], None], wanted: str
) -> None:
    assert wanted in refused(_epub(change), "a.epub")


def test_an_encrypted_odt_says_so() -> None:
    with zipfile.ZipFile(io.BytesIO(build_texts.odt())) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    members["META-INF/manifest.xml"] = "<manifest><encryption-data/></manifest>"
    assert "encrypted" in refused(build_texts._archive(members), "a.odt")


def test_an_archive_of_another_kind_is_no_damaged_word_file() -> None:
    for name in ("a.epub", "a.zip", "a.pages"):
        told = refused(build_texts._archive({"index.bin": "x"}), name)
        assert "damaged" not in told


def test_a_tei_file_of_which_little_is_read_says_so() -> None:
    little = build_texts.tei(f"<p>海</p><del>{PARAGRAPHS[0]}</del>").encode()
    (note,) = parse(little, Path("a.xml")).notes
    assert note.is_failure
    assert "of which 1 were read" in note.message.en


def test_subtitles_without_blank_lines_or_numbers_are_read() -> None:
    times = "00:00:01,000 --> 00:00:02,000"
    text = parse(f"1\n{times}\n海\n2\n{times}\n港\n\n{times}\n5\n".encode(), Path("a.srt")).text
    assert text == "海\n港\n5"
    with pytest.raises(InputError):
        parse("海港\n".encode(), Path("a.srt"))

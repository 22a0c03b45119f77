import codecs
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from proofer.document.edits import SourceEdit
from proofer.document.spans import Span
from proofer.errors import InputError, OutputError
from proofer.formats import parse, write
from tests.documents import paragraphs, texts

PAGE = Path("page.txt")
SIMPLIFIED = (
    "江边的小镇新修了一座图书馆，每到周末，孩子们就来这里看书写字。"
    "馆里的老师傅说，今年借出的书比去年多了一倍。"
)
TRADITIONAL = (
    "江邊的小鎮新修了一座圖書館，每到週末，孩子們就來這裡看書寫字。"
    "館裡的老師傅說，今年借出的書比去年多了一倍。"
)
BOMS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}


def in_encoding(text: str, encoding: str) -> bytes:
    """Return the bytes of what `encoding` can hold of `text` and gives back."""
    return "".join(
        each for each in text if each.encode(encoding, "ignore").decode(encoding) == each
    ).encode(encoding)


@given(
    texts,
    st.sampled_from(["utf-8", "gb18030", "big5", "cp950", "big5hkscs"]),
    st.sampled_from([".txt", ".md"]),
)
def test_reading_and_writing_gives_the_same_bytes(text: str, encoding: str, suffix: str) -> None:
    data = in_encoding(text, encoding)
    assert write(parse(data, Path(f"page{suffix}"), encoding=encoding), []) == data


@given(texts, st.sampled_from(list(BOMS)), st.booleans())
def test_a_byte_order_mark_is_kept_and_is_no_text(text: str, encoding: str, named: bool) -> None:
    data = BOMS[encoding] + text.encode(encoding)
    document = parse(data, PAGE, encoding=encoding if named else None)
    assert (document.source, document.origin.bom, document.origin.encoding) == (
        text,
        BOMS[encoding],
        encoding,
    )
    assert write(document, []) == data


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_come_back_or_are_refused(data: bytes) -> None:
    try:
        document = parse(data, PAGE)
    except InputError:
        return
    assert write(document, []) == data


@given(paragraphs, st.sampled_from(["gb18030", "utf-8"]))
def test_simplified_text_is_recognised(lines: list[str], encoding: str) -> None:
    text = "\n".join(lines)
    assume(len(text) >= 12)
    document = parse(text.encode(encoding), PAGE)
    assert (document.source, document.origin.encoding) == (text, encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED[:6], "gb18030"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL[:6], "big5"),
        (TRADITIONAL, "gb18030"),
        ("1958年建厂，工人𠮷田来此。", "gb18030"),
        ("墻邊的銹釘與恒久的粧容", "cp950"),
        ("plain ASCII", "utf-8"),
        ("", "utf-8"),
    ],
)
def test_the_encoding_is_detected(text: str, encoding: str) -> None:
    document = parse(text.encode(encoding), PAGE)
    assert (document.source, document.origin.encoding) == (text, encoding)


@pytest.mark.parametrize(
    ("named", "actual"),
    [("GBK", "gbk"), ("utf8", "utf-8"), ("UTF-16", "utf-16-le"), ("cp936", "gbk")],
)
def test_a_named_encoding_overrides(named: str, actual: str) -> None:
    document = parse(SIMPLIFIED.encode(actual), PAGE, encoding=named)
    assert (document.source, document.origin.encoding) == (SIMPLIFIED, actual)


def test_utf_16_is_named_by_its_byte_order_mark() -> None:
    data = codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be")
    document = parse(data, PAGE, encoding="utf-16")
    assert (document.source, write(document, [])) == (SIMPLIFIED, data)


@pytest.mark.parametrize("name", ["utf-88", "", "rot13", "hex", "中文", "a\0b"])
def test_an_unknown_encoding_is_refused(name: str) -> None:
    with pytest.raises(InputError) as raised:
        parse(b"text", PAGE, encoding=name)
    assert "no encoding" in raised.value.message.en
    assert "没有叫" in raised.value.message.zh


@pytest.mark.parametrize(
    ("data", "encoding", "expected"),
    [
        ("好".encode() + b"\xff\xff", None, ["utf-8", "gb18030", "big5", "byte 3", "--encoding"]),
        ("好".encode() + b"\xffx", "utf-8", ["utf-8", "byte 3", "--encoding"]),
        (b"\xef\xbb\xbf" + b"ab\xff", None, ["utf-8", "byte 5"]),
        (b"\xff\xfe" + b"a\0\x00\xd8", None, ["utf-16-le", "byte 4"]),
        (SIMPLIFIED.encode("gb18030"), "big5", ["big5", "byte"]),
        ("café déjà".encode("latin-1"), None, ["byte 3"]),
    ],
)
def test_undecodable_bytes_are_told_with_their_place(
    data: bytes, encoding: str | None, expected: list[str]
) -> None:
    with pytest.raises(InputError) as raised:
        parse(data, PAGE, encoding=encoding)
    for part in expected:
        assert part in raised.value.message.en


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "无标记".encode("utf-16-le") + b"\n\0", b"\0"]
)
def test_a_binary_file_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as raised:
        parse(data, PAGE)
    assert "binary" in raised.value.message.en
    assert "二进制" in raised.value.message.zh


def test_an_encoding_that_does_not_give_the_bytes_back_is_refused() -> None:
    data = "甲".encode("iso2022_jp") + "乙".encode("iso2022_jp")
    assert data.decode("iso2022_jp").encode("iso2022_jp") != data
    with pytest.raises(InputError):
        parse(data, PAGE, encoding="iso2022_jp")


def test_a_character_that_the_encoding_lacks_is_told_with_its_place() -> None:
    document = parse("港口\n码头扩建".encode("gb2312"), PAGE, encoding="gb2312")
    with pytest.raises(OutputError) as raised:
        write(document, [SourceEdit(Span(5, 6), "𠮷")])
    for part in ("gb2312", "U+20BB7", "line 2, column 3"):
        assert part in raised.value.message.en
    assert "𠮷" in raised.value.message.zh


def test_half_a_surrogate_pair_is_told_so_that_it_can_be_printed() -> None:
    document = parse("港口".encode(), PAGE)
    with pytest.raises(OutputError) as raised:
        write(document, [SourceEdit(Span(1, 2), "\ud842")])
    assert "U+D842" in raised.value.message.zh
    raised.value.message.zh.encode()


@pytest.mark.parametrize(
    ("text", "newline", "mixed"),
    [
        ("甲", "\n", False),
        ("甲\n乙\n", "\n", False),
        ("甲\r\n乙\r\n", "\r\n", False),
        ("甲\r乙\r", "\r", False),
        ("甲\r\n乙\r\n丙\n", "\r\n", True),
        ("甲\r乙\n\n", "\n", True),
    ],
)
def test_line_ends_are_recognised(text: str, newline: str, mixed: bool) -> None:
    origin = parse(text.encode(), PAGE).origin
    assert (origin.newline, origin.mixed_newlines) == (newline, mixed)


EUC_TW = bytes.fromhex(
    "c4f4c5b2c4fcc6cce4bbcefbc7a8ddd7d3d3e0eba1a2caa8dbaccad1e1c3c6cbd9b4cfdbdfe6c5e8"
    "cbf4cefbf0dff3e6d9c2f7eea1a4"
)
"""A sentence of a newspaper in EUC-TW, which is none of the encodings that are tried."""


def test_an_encoding_that_hardly_fits_is_told() -> None:
    (note,) = parse(EUC_TW, PAGE).notes
    assert "--encoding" in note.message.en
    assert not note.is_failure
    assert not parse("今天公布新的交通计划，希望改善。".encode("gb18030"), PAGE).notes


def test_a_text_that_ends_inside_a_character_was_cut_off() -> None:
    data = "今天公布新的交通计划，希望改善市区长期以来的拥挤问题。".encode()
    for short in (1, 2):
        with pytest.raises(InputError, match="cut off"):
            parse(data[:-short], PAGE)

"""A file that would not say what was decided is not written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.document.document import Document
from proofer.document.edits import Edit, SourceEdit
from proofer.document.projection import UnprojectableError, project
from proofer.document.spans import Span
from proofer.errors import InputError, OutputError
from proofer.formats import parse, read, write_checked
from proofer.formats._registry import is_supported
from tests import documents
from tests.paths import FIXTURES

FILES = [
    path
    for path in sorted((FIXTURES / "documents").rglob("*.*"))
    if is_supported(path) and path.suffix != ".pdf" and path.stat().st_size  # a PDF is only read
]


def page(path: Path) -> Document:
    try:
        return read(path)
    except InputError:
        pytest.skip("it cannot be read")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_correction_of_any_character_is_read_back(path: Path) -> None:
    document = page(path)
    wanted = [at for at, each in enumerate(document.text) if "一" <= each <= "鿿"]
    edits = [Edit(Span(at, at + 1), "改") for at in wanted[:: max(1, len(wanted) // 20)]]
    made = [each for edit in edits for each in project(document, edit)]
    assert "改" in parse(write_checked(document, made), path).text


def test_an_insertion_that_becomes_markup_is_refused() -> None:
    document = documents.document("他们的工作做得很好。\n", "page.md")
    with pytest.raises(OutputError, match=r"“他们的工作\*\*做\*\*得很” was wanted"):
        write_checked(document, [SourceEdit(Span(5, 6), "**做**", "**做**")])


def test_what_is_written_into_the_place_of_another_is_refused() -> None:
    document = documents.document("他们的工作做得很好。\n")
    with pytest.raises(OutputError, match="Nothing was written"):
        write_checked(document, [SourceEdit(Span(1, 2), "恶", "门")])


def test_what_would_be_read_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes("中文".encode("gb18030") * 3 + b"\n")
    document = read(path)
    assert document.origin.encoding == "gb18030"
    text = "庐麓鹿路"  # its bytes in GB 18030 are also UTF-8
    assert text.encode("gb18030").decode("utf-8")
    whole = Span(0, len(document.text))
    with pytest.raises(OutputError, match="does not say what was decided"):
        write_checked(document, [SourceEdit(whole, text, text)])


def test_a_correction_that_reads_as_an_address_or_a_note_afterwards_is_written() -> None:
    for before, old, new in (("见[l2]。", "l", "1"), ("见http:／/a.cn/b。", "／", "/")):
        document = documents.document(f"会议开始，{before}\n", "page.md")
        at = document.text.index(old)
        made = project(document, Edit(Span(at, at + 1), new))
        assert new in write_checked(document, made).decode()


@given(documents.texts, st.data())
def test_another_character_is_never_refused(text: str, data: st.DataObject) -> None:
    document = documents.document(text, "page.md")
    places = [at for at, each in enumerate(document.text) if each in documents.HAN]
    if places:
        at = data.draw(st.sampled_from(places))
        made = project(document, Edit(Span(at, at + 1), "改"))
        assert "改" in write_checked(document, made).decode()


def test_a_reference_that_nobody_knows_is_left_alone() -> None:
    path = FIXTURES / "documents" / "ocr" / "harbour.hocr"
    text = path.read_text(encoding="utf-8")
    document = parse(text.replace("港", "&bogus;", 1).encode(), path)
    at = document.text.index("\ufffc")
    assert document.shown(Span(at, at + 1)) == "&bogus;"
    with pytest.raises(UnprojectableError):
        project(document, Edit(Span(at, at + 1), "港"))

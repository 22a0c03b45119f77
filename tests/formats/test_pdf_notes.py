"""Pages of a PDF that have no text are told: nothing that was not read is clean."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from fixtures.documents import build_ocr
from proofer.errors import EXIT_CLEAN, EXIT_ERROR
from proofer.formats import parse
from proofer.linting.run import LintRun, Options


def pdf(with_text: int, bare: int, text: str = build_ocr.TEXT) -> bytes:
    writer = pypdf.PdfWriter()
    page = pypdf.PdfReader(io.BytesIO(build_ocr.pdf(text))).pages[0]
    for _ in range(with_text):
        writer.add_page(page)
    for _ in range(bare):
        writer.add_blank_page(200, 200)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "told", "is_failure"),
    [
        (pdf(0, 3), "has no text layer, it is a scan", True),
        (pdf(1, 2), "has no text on 2 of 3 pages: 2, 3", True),
        (pdf(2, 1), "has no text on 1 of 3 pages: 3", False),
        (pdf(1, 0, "no Chinese"), "has no Chinese in its text layer", False),
    ],
    ids=["scan", "mostly a scan", "a blank page", "no Chinese"],
)
def test_what_could_not_be_read_is_told(data: bytes, told: str, is_failure: bool) -> None:
    (note,) = parse(data, Path("a.pdf")).notes
    assert told in note.message.en
    assert note.is_failure is is_failure


def test_a_whole_text_layer_is_not_remarked_upon() -> None:
    assert parse(pdf(2, 0), Path("a.pdf")).notes == ()


class _Defaults:
    from proofer.config import Config, Settings

    def settings(self, folder: Path) -> Settings:
        return self.Settings(folder)

    def of(self, file: Path) -> Config:
        return self.Config()


@pytest.mark.parametrize(("bare", "code"), [(3, EXIT_ERROR), (0, EXIT_CLEAN)])
def test_a_scan_is_not_clean_and_a_blank_page_is(tmp_path: Path, bare: int, code: int) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(1, bare, "海港新码头今天开通。"))
    result = LintRun(Options(paths=(path,)), _Defaults()).result()
    assert result.code == code
    assert bool(result.report.all_failures) is bool(bare)

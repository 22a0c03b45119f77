"""What is passed between processes, or waits on disk, comes back as it was."""

from __future__ import annotations

import gc
import pickle
import weakref
from dataclasses import replace
from pathlib import Path

import pytest

from proofer.checking.gathered import Gathered
from proofer.checking.outcome import Outcome, Survey
from proofer.checking.packing import Packed, dumps
from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.document.document import Document
from proofer.document.packed_segments import PackedSegments
from proofer.document.spans import Span
from proofer.formats import read

OCR = Path(__file__).parents[2] / "fixtures/documents/ocr"
PAGES = sorted(path for path in OCR.iterdir() if path.suffix in {".hocr", ".xml", ".tsv", ".json"})


@pytest.mark.parametrize("path", PAGES[::3], ids=lambda path: path.name)
def test_a_page_of_ocr_comes_back_equal(path: Path) -> None:
    page = read(path)
    back: Document = pickle.loads(dumps(page))
    assert isinstance(back.segments, PackedSegments)
    assert back == page
    assert page.segments == back.segments
    assert hash(back.segments) == hash(page.segments)
    assert (back.segments[-1], back.segments[1:3]) == (page.segments[-1], page.segments[1:3])
    whole = Span(0, len(page.text))
    assert back.pieces(whole) == page.pieces(whole)
    assert [back.position(at) for at in range(0, len(page.text), 7)] == [
        page.position(at) for at in range(0, len(page.text), 7)
    ]
    again: Document = pickle.loads(dumps(back))
    assert again == page, "what was packed once can be packed again"


def test_a_report_comes_back_equal_by_itself() -> None:
    page = read(Path(__file__).parents[2] / "fixtures/demo/page.md")
    report = check_document(page, make_context(Config()), Config())
    assert report.findings
    assert pickle.loads(dumps(report)) == report
    assert pickle.loads(pickle.dumps(Packed([report]))) == [report]


def test_outcomes_beyond_the_memory_have_their_text_at_hand_and_all_else_on_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = read(PAGES[0])
    outcomes = [
        Outcome((Survey(replace(page, path=Path(name)), facts={"N005": name}),)) for name in "ab"
    ]
    gathered = Gathered([*outcomes, Outcome()], in_memory=0)
    document = gathered.documents[1]
    assert isinstance(document, Document)
    assert gathered.facts == [{"N005": "a"}, {"N005": "b"}]
    loads = 0
    load = pickle.loads

    def counted(data: bytes) -> object:
        nonlocal loads
        loads += 1
        return load(data)

    monkeypatch.setattr(pickle, "loads", counted)
    assert (document.path, document.text) == (Path("b"), page.text)
    assert loads == 0, "comparing texts reads nothing from the disk"
    assert [document.position(at) for at in range(9)] == [page.position(at) for at in range(9)]
    assert loads == 1, "all else of a document is read once"
    assert list(gathered) == [*outcomes, Outcome()]


def test_documents_that_were_looked_into_do_not_stay_in_memory() -> None:
    gathered = Gathered([Outcome((Survey(read(PAGES[0])),))] * 3, in_memory=0)
    first, second, third = gathered.documents
    origins = [each.origin for each in (first, second, third)]
    assert second.origin is origins[1], "the two latest are at hand"
    assert third.origin is origins[2]
    assert first.origin is not origins[0], "a long run would hold all of them"


def test_outcomes_that_were_compared_are_given_up_without_the_garbage_collector() -> None:
    gathered = Gathered([Outcome((Survey(read(PAGES[0])),))], in_memory=0)
    assert gathered.documents[0].source, "it was read from the disk"
    held = weakref.ref(gathered)
    gc.disable()
    try:
        del gathered
        assert held() is None, "a long run would hold the texts of all its windows"
    finally:
        gc.enable()

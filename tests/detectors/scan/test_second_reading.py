"""What a second engine reads otherwise in traditional print."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from proofer.checking import reporting
from proofer.checking.pipeline import check_document
from proofer.config import Config
from proofer.detectors.api import replace_span
from proofer.detectors.scan import second_reading
from proofer.document.document import AlternateReading, Document
from proofer.document.spans import Span
from proofer.findings.finding import Finding
from tests.detectors.findings import context
from tests.rereading.pages import box
from tests.rereading.pages import document as boxed

FILE = "這個問題應當微底解決。"
OTHER = "這個問題應當徹底解決。"


def twice(
    text: str,
    other: str,
    *,
    sure: tuple[float, float] = (0.4, 0.999),
    engines: tuple[str, str] = ("tesseract", "rapidocr"),
) -> Document:
    """Return a page of a line and a second reading of it, with the confidences of both."""
    page = boxed([(text, [box(len(text))])], confidence=sure[0], engine=engines[0])
    second = AlternateReading(Path("other.json"), other, (sure[1],) * len(other), engines[1])
    return replace(page, alternate=second)


def found(page: Document) -> list[Finding]:
    return [*second_reading.DETECTOR.detect(page, context())]


def test_the_surer_engine_is_proposed_where_the_page_is_traditional() -> None:
    (one,) = found(twice(FILE, OTHER))
    assert one.quote == "微"
    assert one.replacement(one.suggestions[0]) == "徹"
    assert one.confidence > 0.9


def test_an_engine_that_is_less_sure_is_not_believed() -> None:
    assert not found(twice(FILE, OTHER, sure=(0.999, 0.4)))


def test_simplified_print_is_left_to_the_language() -> None:
    assert not found(twice("这个问题的工伞应当抓紧。", "这个问题的工作应当抓紧。"))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("這個問題應當彻底解決。", id="simplified character"),
        pytest.param("這個問題應當3底解決。", id="number"),
        pytest.param("這個問題應當微底解決", id="lost mark"),
        pytest.param(FILE, id="the same"),
    ],
)
def test_what_the_second_engine_cannot_know_is_left_alone(other: str) -> None:
    assert not found(twice(FILE, other))


def test_forms_of_one_character_stay_as_they_are() -> None:
    assert not found(twice("他認爲沒有問題應當解決。", "他認為没有問題應當解決。"))


def test_a_correction_has_the_form_that_the_page_has() -> None:
    text = "他認爲行爲端正，成爲榜樣，以馬是好的。"
    (one,) = found(twice(text, text.replace("爲", "為").replace("馬", "為")))
    assert one.replacement(one.suggestions[0]) == "爲", "the page prints the older form"


def test_a_form_that_the_page_does_not_tell_is_not_sure() -> None:
    unsure = found(twice("這個問題以馬應當解決。", "這個問題以為應當解決。"))
    assert all(one.confidence < 0.9 for one in unsure)


def test_engines_that_nobody_measured_are_not_believed() -> None:
    assert not found(twice(FILE, OTHER, engines=("abbyy", "rapidocr")))
    assert not found(twice(FILE, OTHER, engines=("tesseract", "abbyy")))


def test_confidences_that_lack_say_nothing() -> None:
    page = twice(FILE, OTHER)
    assert page.alternate is not None
    silent = replace(page.alternate, confidences=(None,) * len(OTHER))
    assert not found(replace(page, alternate=silent))


def test_a_second_reading_without_text_says_nothing() -> None:
    assert not found(twice(FILE, ""))


def test_a_lost_character_comes_back() -> None:
    (one,) = found(twice("這個問題應當底解決。", OTHER))
    assert one.suggestions[0].edits[0].replacement == "徹"
    assert not len(one.suggestions[0].edits[0].span)


def test_the_pipeline_keeps_what_the_engines_say() -> None:
    report = check_document(twice(FILE, OTHER), context(), Config())
    assert not report.failures
    (one,) = [each for each in report.findings if each.code == "I002"]
    (alone,) = found(twice(FILE, OTHER))
    assert one.confidence == alone.confidence
    assert "徹" in one.message.zh


def test_corrections_that_overlap_are_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    page = twice(FILE, OTHER)
    (ours,) = found(page)
    wider = replace(
        ours,
        code="M002",
        span=Span(5, 8),
        quote=FILE[5:8],
        suggestions=(replace_span(Span(5, 8), "當撤底", 0.8),),
    )
    monkeypatch.setattr(reporting, "scored", lambda *_: [ours, wider])
    (one,) = check_document(page, context(), Config()).findings
    assert [each.edits[0].replacement for each in one.suggestions] == ["徹", "當撤底"]
    assert one.span == Span(5, 8)

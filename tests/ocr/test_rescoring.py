"""What OCR engines say counts: confidences, alternatives, unreadable pages, mixed columns."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.detectors.suspicions import engine_alternatives
from proofer.document.document import Document, OcrToken
from proofer.findings.finding import Finding
from proofer.findings.report import DocumentReport
from proofer.formats import parse
from proofer.language.channel.engine import default_engine
from proofer.language.ocr_habits import engine
from proofer.ocr.rescoring import rescoring_weights

SENTENCE = (
    "全市衣业工作会议昨天召开，会上部署了今年春耕生产的各项任务。"
    "各县要抓紧落实好化肥和农机具的供应。"
)


def report(
    document: Document, *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()
) -> DocumentReport:
    config = Config(select=select, ignore=ignore)
    return check_document(document, make_context(config), config)


def page(confidence: float | None, text: str = SENTENCE, engine: str = "tesseract") -> Document:
    """A page whose engine gave every character this confidence."""
    document = parse(text.encode(), Path("page.txt"))
    token = OcrToken(confidence=confidence)
    return replace(
        document,
        engine=engine,
        segments=tuple(replace(each, ocr=token) for each in document.segments),
    )


def at(quote: str, document: Document) -> Finding:
    return next(each for each in report(document).findings if each.quote == quote)


def quoted(finding: Finding) -> list[str]:
    return [each.detail.en for each in finding.evidence if each.source == "witness"]


def test_what_the_engine_doubted_is_likelier_wrong() -> None:
    doubted, trusted, unknown = (at("衣", page(confidence)) for confidence in (0.66, 0.97, None))

    assert doubted.suggestions[0].confidence > trusted.suggestions[0].confidence
    assert quoted(doubted) == ["the engine's confidence here is 66%"]
    assert quoted(unknown) == []


def test_an_engine_that_nobody_measured_is_quoted_and_not_counted() -> None:
    doubted, unknown = (at("衣", page(confidence, engine="kraken")) for confidence in (0.1, None))

    assert doubted.suggestions == unknown.suggestions
    assert quoted(doubted) == ["the engine's confidence here is 10%"]


def test_weights_are_shipped_for_both_profiles() -> None:
    assert rescoring_weights().keys() == {"ocr", "ocr-two"}
    assert {"M002", "tesseract", "rapidocr doubt"} <= rescoring_weights()["ocr"].correction.keys()
    assert rescoring_weights()["ocr-two"].correction == {}


def test_another_choice_of_the_engine_is_a_candidate() -> None:
    text = "他在会上说：“这件事要抓紧办，不能再拖。”大家都表示赞成，会议开得很成功。"
    document = parse(text.encode(), Path("page.txt"))
    (segment,) = document.segments
    place = text.index("抓")
    parts = [
        segment.part(type(segment.text)(*span))
        for span in ((0, place), (place, place + 1), (place + 1, len(text)))
    ]
    parts[1] = replace(parts[1], ocr=OcrToken(alternatives=("孤",)))
    alternatives = engine_alternatives(
        make_context(Config()).page(replace(document, segments=tuple(parts)))
    )
    tried, usual = (
        default_engine().evidence(text, alternatives=each)[1].points for each in (alternatives, [])
    )

    assert alternatives == [(place, "孤")]
    assert ord("孤") in tried
    assert ord("孤") not in usual


@pytest.mark.parametrize(("confidence", "unreadable"), [(0.5, True), (0.9, False)])
def test_an_unreadable_page_is_one_finding(confidence: float, unreadable: bool) -> None:
    document = page(confidence, "\n\n".join([SENTENCE] * 3))
    codes = [each.code for each in report(document).findings]

    assert ("S007" in codes) is unreadable
    assert ("M002" in codes) is not unreadable
    if unreadable:
        (finding,) = (each for each in report(document).findings if each.code == "S007")
        assert "findings left out" in finding.message.en
        assert "略去其他疑问" in finding.message.zh
        assert "M002" in [each.code for each in report(document, ignore=("S007",)).findings]


def test_a_short_note_is_never_unreadable() -> None:
    assert "S007" not in [each.code for each in report(page(0.2, "市政府召开会议。")).findings]


def columns(merged: int) -> bytes:
    """Two columns of ten lines, of which some were read across the gutter."""
    lines = []
    for row in range(10):
        y = 100 + 40 * row
        for x, end in [(50, 950)] if row >= 10 - merged else [(50, 480), (520, 950)]:
            text = "全市农业工作会议昨天召开" * (1 if end - x < 500 else 2)
            lines.append([[[x, y], [end, y], [end, y + 28], [x, y + 28]], text, 0.97])
    return json.dumps(lines, ensure_ascii=False).encode()


@pytest.mark.parametrize(("merged", "unsure"), [(0, False), (4, True)])
def test_mixed_columns_are_reported(merged: int, unsure: bool) -> None:
    document = parse(columns(merged), Path("page.json"))
    messages = [each.message.en for each in report(document, select=("S005",)).findings]

    assert ("columns may be mixed on this page: check the reading order" in messages) is unsure


def test_habits_are_known_by_engine() -> None:
    assert engine("tesseract").misreads["〈"] == "（"
    assert engine("paddleocr") is engine("rapidocr")
    assert not engine("nobody").measured

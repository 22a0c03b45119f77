"""Every detector shows what it finds and what it leaves alone; here its examples are run."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from proofer.checking.pipeline import make_context
from proofer.checking.registry import detectors
from proofer.config import Config
from proofer.detectors.api import Detector, Example
from proofer.detectors.context import Context
from proofer.document.document import AlternateReading, Document
from proofer.document.edits import apply
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Finding
from proofer.messages import Message
from proofer.rereading.line_reading import LineReading
from proofer.rereading.reading import Rereading
from tests.documents import document
from tests.rereading.lattices import spelled
from tests.rereading.pages import box
from tests.rereading.pages import document as boxed

DETECTORS = tuple(detectors().values())
EXAMPLES = [
    pytest.param(detector, example, id=f"{detector.code}-{number}")
    for detector in DETECTORS
    for number, example in enumerate(detector.examples)
]
HAN = re.compile("[\u4e00-\u9fff]")
LETTERS = re.compile("[A-Za-z]{2}")
SCORE = re.compile(
    r"log10|\bln\b|得分|logit|（次数）|\(times\)|(?<![\d.])[01]\.\d{2,}(?![\d%％万亿])", re.I
)
"""Labels and values of scores that mean nothing without the code."""
DATA_LINE = re.compile(r"\.(?:tsv|json|npy):\d")
_SHORTEST = 100
"""Code points of a Chinese page that says all that it should."""


@pytest.fixture(scope="module")
def context() -> Context:
    return make_context(Config())


def scanned(text: str, scan: str, context: Context) -> tuple[Document, Context]:
    """Return a page of a line with a box, and a context that reads what its image shows."""
    page = boxed([(text, [box(len(text))])])
    line = LineReading.of(page, Span(0, len(text)), spelled(".".join(scan), 0.99, "".join({*scan})))
    seeing = replace(context, reread=True)
    reader = SimpleNamespace(read=lambda *_: Rereading((line,)))
    vars(seeing)["reader"] = reader
    return page, seeing


def read_twice(text: str, second: str) -> Document:
    """Return a page that an unsure engine read, beside what a sure one reads there."""
    page = boxed([(text, [box(len(text))])])
    segments = tuple(
        replace(each, ocr=replace(each.ocr, confidence=0.4)) if each.ocr else each
        for each in page.segments
    )
    other = AlternateReading(Path("other.json"), second, (0.999,) * len(second), "rapidocr")
    return replace(page, segments=segments, engine="tesseract", alternate=other)


def found(
    detector: Detector, example: Example, context: Context, text: str | None = None
) -> list[Finding]:
    """Return what a detector finds in an example, or in `text` with all else the same."""
    if (lacking := detector.missing()) is not None:
        pytest.skip(lacking.en)
    text = example.text if text is None else text
    if example.scan:
        return list(detector.detect(*scanned(text, example.scan, context)))
    if example.second:
        return list(detector.detect(read_twice(text, example.second), context))
    if detector.corpus is None:
        return list(detector.detect(document(text), context))
    pages = [document(each, f"{number}.txt") for number, each in enumerate((text, *example.among))]
    facts = [(page, detector.corpus.survey(page, context)) for page in pages]
    return [finding for number, finding in detector.corpus.conclude(facts, context) if number == 0]


def corrected(text: str, findings: list[Finding]) -> str:
    first = [finding.suggestions[0] for finding in findings if finding.suggestions]
    chosen = [
        suggestion for suggestion in first if suggestion.applicability is not Applicability.MANUAL
    ]
    return apply(document(text).text, [edit for suggestion in chosen for edit in suggestion.edits])


def assert_both_languages(text: Message, what: str) -> None:
    assert HAN.search(text.zh), f"{what} is not in Chinese: {text.zh!r}"
    assert LETTERS.search(text.en), f"{what} is not in English: {text.en!r}"


def assert_in_words(text: Message) -> None:
    """A score says nothing to an editor, nor does the line of a data file."""
    for said in (text.zh, text.en):
        assert not SCORE.search(said), f"a bare score in the evidence: {said!r}"
        assert not DATA_LINE.search(said), f"the line of a data file in the evidence: {said!r}"


def assert_said_once(finding: Finding) -> None:
    for language in ("zh", "en"):
        said = [getattr(each.detail, language) for each in finding.reasons]
        assert len({*said}) == len(said), f"evidence twice: {said}"
        assert getattr(finding.message, language) not in said, "the evidence repeats the message"


@pytest.mark.parametrize(("detector", "example"), EXAMPLES)
def test_bad_is_found_and_corrected_and_good_is_left_alone(
    detector: Detector, example: Example, context: Context
) -> None:
    findings = found(detector, example, context)
    if not example.bad:
        assert not findings, f"false alarm: {[finding.quote for finding in findings]}"
        return
    assert findings, "the error is not found"
    if example.fixed is not None:
        assert corrected(example.text, findings) == example.fixed
        assert not found(detector, example, context, example.fixed), "the correction is not clean"


@pytest.mark.parametrize(("detector", "example"), EXAMPLES)
def test_findings_quote_the_text_and_speak_both_languages(
    detector: Detector, example: Example, context: Context
) -> None:
    page = document(example.text)
    for finding in found(detector, example, context):
        assert finding.code == detector.code
        assert finding.span.of(page.text) == finding.quote
        assert 0 < finding.confidence < 1
        assert_both_languages(finding.message, "the message")
        assert finding.evidence, f"say what tells that {finding.quote} is wrong: evidence=[...]"
        for evidence in finding.evidence:
            assert_both_languages(evidence.detail, "evidence")
            assert_in_words(evidence.detail)
        assert_said_once(finding)
        for suggestion in finding.suggestions:
            assert 0 <= suggestion.confidence <= finding.confidence, (
                "a correction surer than the error"
            )


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda detector: detector.code)
def test_a_detector_explains_itself(detector: Detector) -> None:
    assert {example.bad for example in detector.examples} == {True, False}, (
        "examples of one kind only"
    )
    assert_both_languages(detector.title, "the title")
    assert_both_languages(detector.explanation, "the explanation")
    assert not HAN.search(detector.explanation.en.split("\n")[0].split(":")[0]), (
        "the English page comes first"
    )
    assert len(detector.explanation.zh) > _SHORTEST, (
        "say also what is legitimate, and how sure the findings are"
    )
    assert detector.explanation.zh != detector.explanation.en, (
        "the pages are not separated by a line ---"
    )


def test_codes_and_names_are_well_formed_and_unique() -> None:
    assert all(re.fullmatch("[A-Z][0-9]{3}", detector.code) for detector in DETECTORS)
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", detector.name) for detector in DETECTORS)
    assert (
        len({detector.code for detector in DETECTORS})
        == len({each.name for each in DETECTORS})
        == len(DETECTORS)
    )

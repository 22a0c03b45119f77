"""Probabilities of findings with what the image says of them."""

from __future__ import annotations

import pytest

from proofer.document.edits import Edit
from proofer.document.regression import LogisticRegression
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity, Suggestion, Vote
from proofer.messages import Message
from proofer.rereading import testimony
from proofer.rereading.rescoring import ScanRescorer
from tests.rereading.pages import box, document

TEXT = "会上说己经完成"
LITTLE = LogisticRegression(-2.0, {})
"""Weights that make everything unlikely: 12 %."""


def found(replacement: str, *place: int) -> Finding:
    span = Span(*place)
    suggestion = Suggestion((Edit(span, replacement),), 0.4)
    votes = (Vote("M002", 0.4, 0.4),)
    quote = span.of(TEXT)
    return Finding(
        "M002", "m", span, quote, Message("", ""), Severity.WARNING, 0.4, (suggestion,), votes=votes
    )


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (found("已", 3, 4), 0.97),
        (found("已经", 3, 5), 0.97),
        (found("巳", 3, 4), 0.119),
    ],
    ids=["the same", "written longer", "another one"],
)
def test_what_the_image_proposes_is_no_less_likely_where_a_detector_agrees(
    finding: Finding, expected: float
) -> None:
    pages = document([(TEXT, [box(7)])])
    edit = frozenset({Edit(Span(3, 4), "已")})
    told = frozenset({Edit(Span(3, 4), "巳")})
    said = testimony.Testimony({edit: 0.97}, {edit: 9.0, told: 1.0})
    (judged,) = ScanRescorer(pages, said).rescored([finding], (LITTLE, LITTLE))
    assert judged.suggestions[0].confidence == pytest.approx(expected)
    assert judged.confidence == pytest.approx(expected)


def test_places_that_agree_on_both_sides_of_a_line_end_are_one() -> None:
    spans = [Span(0, 2), Span(3, 5), Span(6, 8)]
    assert list(testimony.joined(spans, "甲乙\n丙丁戊己庚")) == [Span(0, 5), Span(6, 8)]
    said = testimony.Testimony(agreed=tuple(testimony.joined(spans, "甲乙\n丙丁戊己庚")))
    assert said.reads_as_printed(Span(1, 4)), "a repeat over the end of a line"
    assert not said.reads_as_printed(Span(4, 6))

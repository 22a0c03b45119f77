"""Corrections of the same characters: the likeliest stays, the others are its alternatives."""

from __future__ import annotations

from dataclasses import replace

from proofer.detectors.api import replace_span
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message
from proofer.scoring.atoms import tightened
from proofer.scoring.merging import without_conflicts

TEXT = "会上说己经完戍全年任务"
NONE = Message("", "")


def finding(code: str, start: int, end: int, new: str, sure: float) -> Finding:
    span = Span(start, end)
    quote = span.of(TEXT)
    made = (replace_span(span, new, sure),)
    why = (Evidence("scan", Message(code, code)),)
    return Finding(code, "fake", span, quote, NONE, Severity.ERROR, sure, made, why)


def test_the_less_likely_of_two_that_overlap_becomes_an_alternative() -> None:
    sure, less = finding("I001", 3, 5, "已经", 0.95), finding("M002", 4, 7, "经完成", 0.9)
    (one,) = without_conflicts([less, sure], TEXT)
    assert (one.code, one.span, one.quote) == ("I001", Span(3, 7), "己经完戍")
    assert [each.edits[0].replacement for each in one.suggestions] == ["已经", "经完成"]
    assert one.suggestions[1].confidence <= 0.05, "what the first leaves"
    assert {each.detail.en for each in one.evidence} == {"I001", "M002"}


def test_neighbours_and_corrections_that_give_way_stay() -> None:
    first, second = finding("I001", 3, 4, "已", 0.95), finding("I001", 6, 7, "成", 0.9)
    assert without_conflicts([first, second], TEXT) == [first, second]
    whole = finding("P001", 0, 7, "会上说，己经完戍", 0.5)
    whole = replace(whole, suggestions=(replace(whole.suggestions[0], independent=True),))
    assert without_conflicts([first, whole], TEXT) == [whole, first]
    doubt = replace(whole, suggestions=())
    assert without_conflicts([first, doubt], TEXT) == [doubt, first]


def test_marks_that_stay_are_left_to_others_unless_their_width_is_the_correction() -> None:
    text = "系统: 可以，己经"
    widened = finding("P001", 2, 4, "：", 0.9)
    word = finding("M002", 2, 9, "：可以，已经", 0.9)
    edits = [
        [(edit.span, edit.replacement) for edit in tightened(each, text).suggestions[0].edits]
        for each in (widened, word)
    ]
    assert edits == [[(Span(2, 4), "：")], [(Span(3, 6), "可以"), (Span(7, 9), "已经")]]

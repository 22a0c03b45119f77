"""A guess is as likely as the document is faulty."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity, Suggestion
from proofer.messages import Message
from proofer.scoring.base_rate import MOST_SHIFT, TYPED, at_base_rate
from proofer.scoring.calibration import log_odds

CHAPTER = "每一个字都写得清清楚楚" * 700


def finding(code: str, at: int, confidence: float, right: str = "楚") -> Finding:
    span = Span(at, at + 1)
    return Finding(
        code,
        "name",
        span,
        span.of(CHAPTER),
        Message("字", "sign"),
        Severity.WARNING,
        confidence,
        (Suggestion((Edit(span, right),), confidence),),
    )


def errors(number: int) -> list[Finding]:
    """Known slips, each of its own sort."""
    return [finding("K001", each, 0.95, chr(0x4E00 + each)) for each in range(number)]


def judged(others: list[Finding], guess: Finding, text: str) -> Finding | None:
    """The guess among others; None if it is left out."""
    found = at_base_rate([*others, guess], text)
    return next((each for each in found if each.span == guess.span), None)


def test_a_guess_in_a_long_text_without_an_error_loses_most_of_its_odds() -> None:
    guess = judged([], finding("M002", 500, 0.95), CHAPTER)
    assert guess is not None
    assert log_odds(guess.confidence) == pytest.approx(log_odds(0.95) - MOST_SHIFT, abs=0.02)
    assert guess.suggestions[0].confidence == guess.confidence
    (told,) = guess.evidence
    assert told.source == "document"


def test_a_guess_that_becomes_unlikely_is_left_out() -> None:
    assert judged([], finding("M002", 500, 0.6), CHAPTER) is None


def test_a_guess_on_a_page_full_of_errors_stays_as_it_is() -> None:
    guess = finding("M002", 500, 0.6)
    assert judged(errors(80), guess, CHAPTER) == guess


def test_the_more_is_wrong_the_likelier_is_a_guess() -> None:
    shares = [judged(errors(each), finding("M004", 500, 0.9), CHAPTER) for each in (2, 8, 20)]
    confidences = [each.confidence for each in shares if each is not None]
    assert len(confidences) == 3
    assert confidences == sorted(set(confidences))


def test_a_sentence_says_nothing_of_its_rate() -> None:
    guess = finding("M002", 5, 0.6)
    assert judged([], guess, CHAPTER[:100]) == guess


def test_what_people_typed_starts_with_fewer_errors() -> None:
    guess, rule = finding("M002", 5, 0.8), finding("K001", 9, 0.8)
    shifted, same = at_base_rate([guess, rule], CHAPTER[:100], lambda each: TYPED)
    assert shifted.confidence == pytest.approx(0.5, abs=0.1)
    assert same == rule


def test_rules_are_as_sure_as_they_are() -> None:
    rule = finding("K001", 500, 0.6)
    assert judged([], rule, CHAPTER) == rule


def test_the_same_guess_everywhere_is_no_evidence_for_itself() -> None:
    often = [finding("M002", each, 0.9) for each in range(9, 9 + 11 * 30, 11)]
    (first, *_) = at_base_rate(often, CHAPTER)
    assert first.confidence < 0.5


def test_a_paragraph_that_ends_in_a_comma_is_torn_anywhere() -> None:
    comma, word = finding("S001", 500, 0.9), finding("S001", 600, 0.75)
    assert at_base_rate([comma, word], CHAPTER) == [comma]


@pytest.mark.parametrize("code", ["G008", "R002"])
def test_turned_pairs_and_lost_twins_are_guesses(code: str) -> None:
    guess = judged([], finding(code, 500, 0.88), CHAPTER)
    assert guess is not None
    assert guess.confidence < 0.5


@pytest.mark.parametrize(
    ("size", "likeness", "is_guess"), [(3, 0.4, True), (3, 0.7, False), (4, 0.4, False)]
)
def test_a_short_garbled_term_that_looks_otherwise_is_a_guess(
    size: int, likeness: float, is_guess: bool
) -> None:
    garbled = replace(
        finding("G001", 500, 0.7),
        span=Span(500, 500 + size),
        quote=CHAPTER[500 : 500 + size],
        evidence=(Evidence("shape", Message("像", "alike"), score=likeness),),
    )
    assert at_base_rate([garbled], CHAPTER) == ([] if is_guess else [garbled])


def test_what_the_page_says_of_a_guess_does_not_depend_on_order() -> None:
    found = [*errors(8), finding("M002", 500, 0.9)]
    backwards = at_base_rate(found[::-1], CHAPTER)[::-1]
    assert at_base_rate(found, CHAPTER) == backwards


@pytest.mark.parametrize(("quote", "is_guess"), [("清楚清楚", True), ("的的", False)])
def test_a_word_twice_is_said_so_where_hardly_anything_is_wrong(quote: str, is_guess: bool) -> None:
    twice = replace(finding("D001", 500, 0.9), quote=quote)
    judgement = judged([], twice, CHAPTER)
    assert judgement is not None
    assert (judgement.confidence < 0.9) is is_guess


def test_a_word_of_the_same_sound_is_a_guess() -> None:
    guess = judged([], finding("K003", 500, 0.85), CHAPTER)
    assert guess is not None
    assert guess.confidence < 0.5


def test_a_misreading_of_what_nobody_misread_keeps_a_share_of_its_odds() -> None:
    guess, slip = finding("M002", 500, 0.8), finding("K001", 600, 0.9)
    (shifted, kept) = at_base_rate([guess, slip], CHAPTER[:100], lambda each: TYPED)
    assert log_odds(shifted.confidence) == pytest.approx(
        log_odds(0.8) - math.log(1 / TYPED), abs=0.02
    )
    assert kept == slip, "a known slip is typed as often as it is misread"

"""One finding a place, with the evidence of all detectors that saw it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proofer.document.edits import Edit, apply
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity, Suggestion
from proofer.messages import Message
from proofer.scoring.atoms import atoms
from proofer.scoring.merging import merged

TEXT = "要以规矩矩、老老实实在、的态度做事，作者晓宏铸铸。"


def finding(
    code: str, quote: str, *replacements: tuple[str, float], confidence: float = 0.9
) -> Finding:
    start = TEXT.index(quote)
    span = Span(start, start + len(quote))
    suggestions = tuple(
        Suggestion((Edit(span, new),), probability) for new, probability in replacements
    )
    evidence = (Evidence("rule", Message(code, code)),)
    return Finding(
        code,
        code.lower(),
        span,
        quote,
        Message("", ""),
        Severity.ERROR,
        confidence,
        suggestions,
        evidence,
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("规矩矩", "规规矩矩", {Edit(Span(2, 2), "规")}),
        ("以规矩", "以规规矩", {Edit(Span(2, 2), "规")}),
        ("实实在", "实实", {Edit(Span(10, 11), "")}),
        (
            "晓宏铸铸",
            "驰宏锌锗",
            {Edit(Span(20, 21), "驰"), Edit(Span(22, 23), "锌"), Edit(Span(23, 24), "锗")},
        ),
        ("做事", "做事", set()),
    ],
)
def test_atoms_are_the_smallest_edits(old: str, new: str, expected: set[Edit]) -> None:
    start = TEXT.index(old)
    suggestion = Suggestion((Edit(Span(start, start + len(old)), new),), 0.9)
    found = atoms(suggestion, TEXT)
    assert found == expected
    assert apply(TEXT, found) == apply(TEXT, suggestion.edits)


def test_two_detectors_with_one_correction_are_one_finding_with_both_reasons() -> None:
    (only,) = merged(
        [
            finding("C001", "以规矩", ("以规规矩", 0.6), confidence=0.6),
            finding("R001", "规矩矩", ("规规矩矩", 0.9)),
        ],
        TEXT,
    )
    assert only.code == "R001"
    assert [each.detail.en for each in only.evidence] == ["R001", "C001"]


def test_a_finding_that_others_make_piece_by_piece_is_evidence_for_each_of_them() -> None:
    whole = finding("C001", "规矩矩、老老实实在", ("规规矩矩、老老实实", 0.95), confidence=0.95)
    parts = [finding("R001", "规矩矩", ("规规矩矩", 0.9)), finding("R002", "实在", ("实", 0.8))]
    found = merged([whole, *parts], TEXT)
    assert [each.code for each in found] == ["R001", "R002"]
    assert all("C001" in [one.detail.en for one in each.evidence] for each in found)


def test_a_finding_that_others_make_piece_by_piece_says_the_same_as_each_of_them() -> None:
    whole = finding("G001", "晓宏铸铸", ("驰宏锌铸", 0.95), confidence=0.95)
    parts = [finding("M002", "晓", ("驰", 0.6)), finding("M002", "铸铸", ("锌铸", 0.5))]
    for each in merged([whole, *parts], TEXT):
        assert ("G001", 0.95) in [(vote.code, vote.p_correction) for vote in each.votes]


def test_one_edit_that_others_make_in_two_is_evidence_for_both() -> None:
    first, second = finding("M002", "晓", ("驰", 0.9)), finding("M004", "宏", ("", 0.7))
    whole = replace(
        finding("M002", "晓宏", ("驰", 0.8)), evidence=(Evidence("rule", Message("整段", "whole")),)
    )
    found = merged([whole, first, second], TEXT)
    assert [each.quote for each in found] == ["晓", "宏"]
    assert all(whole.evidence[0] in each.evidence for each in found)
    other = replace(
        whole, suggestions=(replace(whole.suggestions[0], edits=(Edit(whole.span, "池"),)),)
    )
    assert [each.quote for each in merged([other, first, second], TEXT)] == ["晓", "晓宏", "宏"]


def test_a_finding_that_says_more_than_the_others_stays() -> None:
    whole = finding("C001", "规矩矩、老老实实在", ("规规矩矩、老老实实", 0.95), confidence=0.95)
    found = merged([whole, finding("R001", "规矩矩", ("规规矩矩", 0.9))], TEXT)
    assert {each.code for each in found} == {"C001", "R001"}


def test_a_doubling_inside_a_garbled_term_becomes_an_alternative() -> None:
    garbled = finding("G001", "晓宏铸铸", ("驰宏锌锗", 0.6), confidence=0.7)
    (only,) = merged([finding("D001", "铸铸", ("铸", 0.94), confidence=0.94), garbled], TEXT)
    assert only.code == "G001"
    assert [only.suggestions[0].edits[0].replacement, only.suggestions[1].edits[0].replacement] == [
        "驰宏锌锗",
        "铸",
    ]
    assert only.suggestions[1].confidence <= 0.4, (
        "the probabilities of one place must not add up to more than one"
    )
    assert "D001" in [each.detail.en for each in only.evidence]


def test_a_doubling_in_a_place_without_another_explanation_stays() -> None:
    torn = finding("S001", "作者晓宏铸铸", confidence=0.5)
    found = merged([finding("D001", "铸铸", ("铸", 0.94)), torn], TEXT)
    assert {each.code for each in found} == {"D001", "S001"}


def test_one_span_with_two_corrections_is_one_finding_with_both() -> None:
    (only,) = merged(
        [
            finding("K001", "实实在", ("实实", 0.4), confidence=0.4),
            finding("G001", "实实在", ("实实巴", 0.5), confidence=0.5),
        ],
        TEXT,
    )
    assert only.code == "G001"
    assert [each.edits[0].replacement for each in only.suggestions] == ["实实巴", "实实"]


def test_the_order_is_by_place_whatever_order_the_detectors_run_in() -> None:
    several = [finding("D001", "铸铸", ("铸", 0.9)), finding("R001", "规矩矩", ("规规矩矩", 0.9))]
    assert merged(several, TEXT) == merged(several[::-1], TEXT)
    assert [each.code for each in merged(several, TEXT)] == ["R001", "D001"]


def test_marks_that_stay_are_no_part_of_the_edits() -> None:
    """Otherwise accepting a correction would bar the correction of the mark beside it."""
    (only,) = merged(
        [finding("C001", "规矩矩、老老实实在、的", ("规规矩矩、老老实实、的", 0.9))], TEXT
    )
    assert [(edit.span.of(TEXT), edit.replacement) for edit in only.suggestions[0].edits] == [
        ("规矩矩", "规规矩矩"),
        ("老老实实在", "老老实实"),
    ]
    assert only.replacement(only.suggestions[0]) == "规规矩矩、老老实实、的"


def test_a_mark_of_the_other_width_is_the_same_mark() -> None:
    text = "为指导,全面贯彻"
    span = Span(2, 8)
    suggestion = Suggestion((Edit(span, "导，深入贯彻"),), 0.9)
    one = Finding(
        "C001", "c", span, span.of(text), Message("", ""), Severity.WARNING, 0.9, (suggestion,)
    )
    (only,) = merged([one], text)
    assert [(edit.span.of(text), edit.replacement) for edit in only.suggestions[0].edits] == [
        ("全面贯彻", "深入贯彻")
    ]


def test_a_guess_inside_a_known_slip_becomes_evidence_for_it() -> None:
    known = finding("K001", "规矩矩", ("规规矩矩", 0.9))
    (only,) = merged([known, finding("M005", "矩矩", confidence=0.7)], TEXT)
    assert only.code == "K001"
    assert "M005" in [each.detail.en for each in only.evidence]


def test_a_guess_that_is_likelier_right_than_the_known_term_comes_first() -> None:
    term = finding("G001", "晓宏铸铸", ("驰宏铸铸造", 0.6), confidence=0.95)
    guess = finding("M002", "晓", ("骁", 0.97))
    (only,) = merged([term, guess], TEXT)
    assert (only.code, only.quote) == ("M002", "晓宏铸铸"), (
        "the place is as wide as what else could stand there"
    )
    assert [each.edits[0].replacement for each in only.suggestions] == ["骁", "驰宏铸铸造"]


def test_a_guess_at_a_part_of_the_known_term_does_not_replace_it() -> None:
    (only,) = merged(
        [finding("G001", "晓宏铸铸", ("驰宏锌锗", 0.6)), finding("M002", "晓", ("驰", 0.97))], TEXT
    )
    assert only.code == "G001"
    assert only.suggestions[0].edits[0].replacement == "驰宏锌锗"


def test_one_span_is_told_by_the_likelier_correction_not_by_the_greater_doubt() -> None:
    doubtful = finding("G001", "实实在", ("实实巴", 0.3), confidence=0.95)
    (only,) = merged([doubtful, finding("M002", "实实在", ("实实", 0.8), confidence=0.8)], TEXT)
    assert only.code == "M002"
    assert [vote.p_error for vote in only.votes] == [0.8, 0.95]


def test_the_width_of_a_mark_gives_way_to_a_likely_correction_of_it() -> None:
    width = finding("P001", "、", ("，", 0.9))
    assert merged([width, finding("M002", "、", ("。", 0.8))], TEXT)[0].code == "M002"
    assert merged([width, finding("M002", "、", ("。", 0.4))], TEXT)[0].code == "P001"


def test_what_the_page_shows_elsewhere_comes_before_a_surer_guess() -> None:
    seen = Evidence("document", Message("", ""), score=0.6, span=Span(22, 23))
    known = replace(finding("G001", "晓", ("驰", 0.4), confidence=0.4), evidence=(seen,))
    (only,) = merged([known, finding("M002", "晓", ("骁", 0.8), confidence=0.9)], TEXT)
    assert [each.edits[0].replacement for each in only.suggestions] == ["驰", "骁"]

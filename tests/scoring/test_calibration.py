"""One probability out of all that is known of a place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity, Suggestion, Vote
from proofer.messages import Message
from proofer.scoring.calibration import Weights, calibrated, default_weights

NONE = Message("", "")


def finding(
    *votes: Vote, suggestions: tuple[float, ...] = (0.6, 0.2), sources: tuple[str, ...] = ()
) -> Finding:
    made = tuple(
        Suggestion((Edit(Span(0, 1), new),), p_correction)
        for new, p_correction in zip("甲乙丙", suggestions, strict=False)
    )
    evidence = tuple(Evidence(source, NONE) for source in sources)  # type: ignore[arg-type]
    p_error = max(vote.p_error for vote in votes)
    return Finding(
        votes[0].code,
        "name",
        Span(0, 1),
        "字",
        NONE,
        Severity.ERROR,
        p_error,
        made,
        evidence,
        votes=tuple(votes),
    )


ONE = finding(Vote("M002", 0.7, 0.6))


def test_without_weights_the_probability_of_the_detector_stands() -> None:
    unknown = finding(Vote("N001", 0.7, 0.6))
    assert calibrated(unknown, Weights({"M002": -3.0, "any": -3.0}, {"any": -3.0})) == unknown


def test_weights_of_nothing_change_nothing() -> None:
    same = calibrated(ONE, Weights({"M002": 0.0}, {"M002": 0.0}))
    assert (same.confidence, same.suggestions) == (ONE.confidence, ONE.suggestions)


def test_a_second_vote_makes_it_likelier() -> None:
    weights = Weights({"M002": 0.0, "agreeing": 0.5}, {"M002": 0.0, "agreeing": 0.5})
    both = calibrated(finding(Vote("M002", 0.7, 0.6), Vote("K001", 0.7, 0.6)), weights)
    assert both.suggestions[0].confidence > ONE.suggestions[0].confidence
    assert both.confidence > ONE.confidence


def test_a_vote_for_something_else_does_not_agree() -> None:
    weights = Weights({"M002": 0.0, "agreeing": 0.5, "differing": -0.5}, {})
    torn = calibrated(finding(Vote("M002", 0.7, 0.6), Vote("G001", 0.7, None)), weights)
    assert torn.suggestions[0].confidence < ONE.suggestions[0].confidence


def test_evidence_of_the_document_counts() -> None:
    weights = Weights({"M002": 0.0, "document": 1.0}, {})
    seen = calibrated(replace(ONE, evidence=(Evidence("document", NONE),)), weights)
    assert seen.suggestions[0].confidence > 0.75


@pytest.mark.parametrize(("text", "is_figure"), [("比重达到：0%", True), ("他说：：今天", False)])
def test_a_mark_dropped_beside_a_figure_is_evidence_of_its_own(text: str, is_figure: bool) -> None:
    """It may be what became of a digit, and then dropping it mends nothing."""
    at = text.index("：")
    dropped = replace(ONE, suggestions=(Suggestion((Edit(Span(at, at + 1), ""),), 0.6),))
    found = calibrated(dropped, Weights({"M002": 0.0, "taken from figures": -3.0}, {}), text)
    assert (found.suggestions[0].confidence < 0.1) == is_figure


@pytest.mark.parametrize("shift", [-6.0, -1.0, 0.0, 1.0, 6.0])
def test_probabilities_of_one_place_hold_together(shift: float) -> None:
    found = calibrated(ONE, Weights({"M002": shift}, {"M002": -shift}))
    chances = [each.confidence for each in found.suggestions]
    assert sum(chances) <= 1.0005, "more than one correction cannot be right"
    assert chances == sorted(chances, reverse=True), "the order of the suggestions changed"
    assert found.confidence >= chances[0], "a place is wrong whenever its correction is right"
    assert 0 < chances[0] < 1


def test_the_shipped_weights_know_the_common_detectors() -> None:
    for weights in (default_weights().correction, default_weights().error):
        assert {"M002", "M004"} <= set(weights)
        assert "D001" not in weights, (
            "its probability was fitted on planted doublings; pages have none to judge it by"
        )


def test_a_profile_without_weights_takes_those_of_rules_and_none_of_the_channel() -> None:
    ocr, other = default_weights().error, default_weights("no-such-profile").error
    assert not [name for name in other if name.startswith("M0")], "the channel is weighed twice"
    assert {name: ocr[name] for name in other} == other
    assert "S002" in other, "an open quotation mark is as doubtful in typed text as on a page"

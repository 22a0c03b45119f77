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
        Suggestion((Edit(Span(0, 1), new),), said)
        for new, said in zip("甲乙丙", suggestions, strict=False)
    )
    evidence = tuple(Evidence(source, NONE) for source in sources)  # type: ignore[arg-type]
    said = max(vote.p_error for vote in votes)
    return Finding(
        votes[0].code,
        "name",
        Span(0, 1),
        "字",
        NONE,
        Severity.ERROR,
        said,
        made,
        evidence,
        votes=tuple(votes),
    )


ALONE = finding(Vote("M002", 0.7, 0.6))


def test_a_detector_that_nothing_was_fitted_for_is_taken_at_its_word() -> None:
    unknown = finding(Vote("N001", 0.7, 0.6))
    assert calibrated(unknown, Weights({"M002": -3.0, "any": -3.0}, {"any": -3.0})) == unknown


def test_weights_of_nothing_change_nothing() -> None:
    same = calibrated(ALONE, Weights({"M002": 0.0}, {"M002": 0.0}))
    assert (same.confidence, same.suggestions) == (ALONE.confidence, ALONE.suggestions)


def test_a_second_voice_makes_it_surer() -> None:
    weights = Weights({"M002": 0.0, "agreeing": 0.5}, {"M002": 0.0, "agreeing": 0.5})
    both = calibrated(finding(Vote("M002", 0.7, 0.6), Vote("K001", 0.7, 0.6)), weights)
    assert both.suggestions[0].confidence > ALONE.suggestions[0].confidence
    assert both.confidence > ALONE.confidence


def test_a_voice_for_something_else_does_not_agree() -> None:
    weights = Weights({"M002": 0.0, "agreeing": 0.5, "differing": -0.5}, {})
    torn = calibrated(finding(Vote("M002", 0.7, 0.6), Vote("G001", 0.7, None)), weights)
    assert torn.suggestions[0].confidence < ALONE.suggestions[0].confidence


def test_evidence_of_the_document_counts() -> None:
    weights = Weights({"M002": 0.0, "document": 1.0}, {})
    seen = calibrated(replace(ALONE, evidence=(Evidence("document", NONE),)), weights)
    assert seen.suggestions[0].confidence > 0.75


@pytest.mark.parametrize(("text", "is_figure"), [("比重达到：0%", True), ("他说：：今天", False)])
def test_a_mark_dropped_beside_a_figure_is_evidence_of_its_own(text: str, is_figure: bool) -> None:
    """It may be what became of a digit, and then dropping it mends nothing."""
    at = text.index("：")
    dropped = replace(ALONE, suggestions=(Suggestion((Edit(Span(at, at + 1), ""),), 0.6),))
    told = calibrated(dropped, Weights({"M002": 0.0, "taken from figures": -3.0}, {}), text)
    assert (told.suggestions[0].confidence < 0.1) == is_figure


@pytest.mark.parametrize("shift", [-6.0, -1.0, 0.0, 1.0, 6.0])
def test_probabilities_of_one_place_hold_together(shift: float) -> None:
    found = calibrated(ALONE, Weights({"M002": shift}, {"M002": -shift}))
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
    assert default_weights("no-such-profile") == Weights({}, {})

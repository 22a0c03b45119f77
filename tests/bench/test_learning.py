"""`bench.accuracy.learning`: the simulated editor, and the choice of a threshold."""

from __future__ import annotations

from bench.accuracy.learning import Curve, decided
from proofer.checking.pipeline import make_context
from proofer.config import Config
from proofer.document.edits import SourceEdit
from proofer.document.spans import Span
from proofer.evaluation.matching import Passage, Proposal

TEXT = "这是大家共同努力的的结果。"


def test_the_editor_accepts_what_is_right_and_rejects_what_is_not() -> None:
    config = Config(select=("D001",))
    context = make_context(config)
    for truth, verdict in ((TEXT.replace("的的", "的"), "accepted"), (TEXT, "rejected")):
        [decision] = decided(Passage.sentence(TEXT, truth), context, config)
        assert decision.verdict == verdict
        assert decision.offer is not None
        assert decision.offer.right == "的"


def test_the_threshold_is_the_one_that_removes_most_at_that_precision() -> None:
    def said(wrong: str, right: str, confidence: float) -> tuple[Passage, list[Proposal]]:
        edit = SourceEdit(Span(0, 1), right)
        made = Proposal((edit.span,), confidence, (edit,), confidence)
        return Passage.sentence(wrong, "对了"), [made]

    curve = Curve.of([said("错了", "对", 0.8), said("错了", "对", 0.6), said("对了", "错", 0.4)])
    threshold, score = curve.at_least(1.0)
    assert (threshold, score.right, score.harmful) == (0.6, 2, 0)

"""Whatever a page holds, no detector fails on it, and what they suggest can be written back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.document.edits import apply
from proofer.document.projection import project
from proofer.findings.finding import Applicability
from tests.documents import characters, document, paragraphs, pieces, texts

EVERYTHING = Config(enable=("M",))
repetitive = st.lists(
    st.sampled_from(["的", "人", "队长", "规矩", "，", "。", "“", "”", "1", "O", "\n", "的的"]),
    max_size=60,
)
mixed = st.one_of(
    texts,
    repetitive.map("".join),
    paragraphs.map("\n\n".join),
    st.lists(pieces, min_size=1, max_size=12).map(lambda parts: "".join(parts) * 3),
    st.lists(characters, min_size=20, max_size=200).map("".join),
)


@pytest.mark.parametrize("name", ["page.txt", "page.md"])
@given(text=mixed)
@example(text="叫？好！的。")
@example(text="?!?!?!?!")
@example(text="好好好好")
@example(text="")
def test_no_detector_fails(name: str, text: str) -> None:
    page = document(text, name)
    report = check_document(page, make_context(EVERYTHING), EVERYTHING)
    assert [each.message.en for each in report.failures] == []
    for finding in report.findings:
        assert 0 <= finding.confidence < 1
        for suggestion in finding.suggestions:
            if suggestion.applicability is not Applicability.MANUAL:
                edits = [one for edit in suggestion.edits for one in project(page, edit)]
                assert apply(page.source, edits) != page.source, (
                    f"{finding.code} suggests what stands there"
                )

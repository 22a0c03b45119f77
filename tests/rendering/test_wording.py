"""A finding as one sentence: what its correction changes elsewhere is said, too."""

from __future__ import annotations

import pytest

from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity, Suggestion
from proofer.messages import Language, Message
from proofer.rendering.wording import reading, sentence

TEXT = "他说：“这里少了一半，后面也没有。"
AT = TEXT.index("“")
END = Span(len(TEXT), len(TEXT))


def lone_mark(*edits: Edit, independent: bool = False) -> Finding:
    return Finding(
        "S002",
        "unbalanced-mark",
        Span(AT, AT + 1),
        "“",
        Message("不成对", "no partner"),
        Severity.WARNING,
        0.6,
        (Suggestion(edits, 0.6, independent=independent),),
    )


@pytest.mark.parametrize(
    ("edits", "zh", "en"),
    [
        ((Edit(END, "”"),), "“（后文加 ”）", "“ (” added further on)"),
        ((Edit(Span(0, 0), "《"),), "“（前文加 《）", "“ (《 added further up)"),
        (
            (Edit(Span(AT, AT + 1), ""), Edit(Span(7, 9), "")),
            "（删去）（后文删去 2 字）",
            "(delete) (2 deleted further on)",
        ),
        (
            (Edit(Span(AT, AT + 1), "「"), Edit(Span(9, 10), "」")),
            "「（后文改为 」）",
            "「 (」 further on)",
        ),
    ],
)
def test_what_a_correction_changes_elsewhere_is_said(
    edits: tuple[Edit, ...], zh: str, en: str
) -> None:
    finding = lone_mark(*edits)
    said = [reading(finding, finding.suggestions[0], each) for each in ("zh", "en")]
    assert said == [zh, en]


def test_a_sentence_does_not_say_that_a_mark_becomes_itself() -> None:
    language: Language = "zh"
    assert sentence(lone_mark(Edit(END, "”")), language) == "不成对：“ → “（后文加 ”）（60%）"


def test_the_many_places_of_a_whole_page_are_left_to_the_note() -> None:
    edits = (Edit(Span(AT, AT + 1), "「"), Edit(Span(9, 10), "」"))
    finding = lone_mark(*edits, independent=True)
    assert reading(finding, finding.suggestions[0], "zh") == "「"

from __future__ import annotations

import pytest

from bench.accuracy.name_protection import sentences, touched
from proofer.checking.pipeline import make_context
from proofer.config import Config
from proofer.detectors.context import Page
from proofer.detectors.protection import is_protected
from proofer.document.spans import Span
from tests.documents import document

CONTEXT = make_context(Config())


def protected(marked: str, *, corrected: bool = True) -> bool:
    """Whether the characters in brackets, or the gap between them, are protected."""
    text = marked.replace("[", "").replace("]", "")
    span = Span(marked.index("["), marked.index("]") - 1)
    return is_protected(span, Page(document(text), CONTEXT), corrected=corrected)


@pytest.mark.parametrize(
    "marked",
    [
        "董事长邹[昶]主持会议。",
        "党委书记邬[懿]到基层调研。",
        "昨天，卢[谟]表示感谢。",
        "公司生产的氧[化]铝销路很好。",
        "公司生产的氧[]化铝销路很好。",
        "会议在希[扎]夫举行。",
        "去年，[钽]盛科技投产。今年，钽盛科技扩建。",
    ],
)
def test_what_corrections_leave_alone(marked: str) -> None:
    assert protected(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "在建的重大项[首]正在紧张施工。",
        "要深[彻]贯彻会议精神。",
        "广[蕊]铁路昨天通车。",
        "董事长高[兴]地走上讲台。",
        "举行了视频会[唔]。双方在视频会唔中表示。",
        "新修的[]氧化铝仓库。",
    ],
)
def test_misreadings_are_not_protected(marked: str) -> None:
    assert not protected(marked)


def test_a_doubt_without_a_correction_stops_at_a_possible_name() -> None:
    assert protected("晚上九点，章[泓]才离开办公室。", corrected=False)
    assert not protected("晚上九点，章[泓]才离开办公室。")


def test_names_and_terms_of_clean_sentences_are_hardly_touched() -> None:
    found = list(touched(list(sentences())[::8]))
    wrong = [
        f"{kind} {name.of(text)}: {findings[0].message.en}"
        for kind, text, name, findings in found
        if findings
    ]
    assert len(found) > 90
    assert len(wrong) <= 2, wrong

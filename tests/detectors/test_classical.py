from __future__ import annotations

import pytest

from proofer.detectors.classical import is_classical_at
from proofer.detectors.context import Page
from proofer.detectors.dictionary import known_slip
from proofer.detectors.noisy_channel import broken_word, extra_character, substitution
from proofer.detectors.repetition import doubled
from proofer.detectors.structure import torn_paragraph
from tests.detectors.findings import context, quotes
from tests.documents import document

OLD = (
    "昔者山翁居于东岭，其邻问曰：“翁之耕也，何其勤乎？”翁曰：“吾耕吾田，岂为人乎哉？”邻人乃去，"
    "而翁之田岁岁有余，邻之田则荒矣。故曰后之学者，莫不以翁为师也。"
)
NEW = "小区里的老人都在学手机，社区的志愿者每个周末来教他们，大家学得很认真，还写了笔记。"


def is_classical(text: str, at: int = 0) -> bool:
    return is_classical_at(Page(document(text), context()), at)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OLD, True),
        (NEW, False),
        ("水远山长路，风轻月满楼，一灯明旧案，双燕语新秋。", True),
        ("孩子因该早睡觉，不因该熬到深夜。", False),
        ("擬古者不必泥古，學文者亦當論世，其言近而旨遠，其辭約而義豐，斯為善矣。", True),
    ],
)
def test_what_is_classical_is_told_by_its_particles_or_its_metre(text: str, expected: bool) -> None:
    assert is_classical(text) is expected


def test_a_quotation_is_classical_and_the_text_around_it_is_not() -> None:
    text = f"{NEW}\n\n{OLD}\n\n{NEW}"
    assert [is_classical(text, text.index(part)) for part in (NEW, OLD)] == [False, True]


@pytest.mark.parametrize(
    "detector", [broken_word, doubled, extra_character, known_slip, substitution]
)
def test_no_guess_is_made_in_classical_text(detector: object) -> None:
    assert quotes(detector.DETECTOR, f"{NEW}\n\n{OLD}") == []  # type: ignore[attr-defined]


def test_couplets_that_follow_each_other_are_verse_and_no_torn_paragraphs() -> None:
    couplet, next_one = (
        "　　孤灯照我江边坐，细雨随人岭上来，",
        "　　十载功名如梦过，半窗明月为谁开。",
    )
    text = f"{NEW}\n\n{couplet}\n\n{next_one}\n\n{NEW}"
    assert is_classical(text, text.index("孤灯"))
    assert quotes(torn_paragraph.DETECTOR, text) == []
    alone = f"{NEW}\n\n　　今天晚上去看戏，明天上午去爬山，\n\n{NEW}"
    assert not is_classical(alone, alone.index("今天"))

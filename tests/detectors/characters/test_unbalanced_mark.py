from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.detectors.characters.unbalanced_mark import DETECTOR
from tests.detectors.findings import find, mended, quotes
from tests.documents import document, words

PAIRS = ["“”", "‘’", "《》", "（）", "()", "【】", "「」", '""']


@pytest.mark.parametrize("pair", PAIRS)
def test_a_missing_half_is_found_and_a_pair_is_not(pair: str) -> None:
    opener, closer = tuple(pair)
    assert not find(DETECTOR, f"会上发布了{opener}行动方案{closer}，请各单位执行。")
    assert quotes(DETECTOR, f"会上发布了{opener}行动方案，请各单位执行。") == [opener]


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair != '""'])
def test_a_closer_without_opener_is_found_where_it_stands(pair: str) -> None:
    (finding,) = find(DETECTOR, f"会上发布了（草案）行动方案{pair[1]}，请各单位执行。")
    assert finding.quote == pair[1]
    assert finding.span.start == 13


def test_of_two_openers_the_one_that_nothing_closes_is_reported() -> None:
    (finding,) = find(DETECTOR, "他说“要守住底线，守住“生命线”，不能松劲。")
    assert finding.span.start == 2


@pytest.mark.parametrize(
    "text",
    [
        "“第一段引文还没有说完。\n“第二段接着说。\n“第三段说完了。”",
        "他说：“第一段还没有说完。\n第二段才说完。”",
        "要求如下：1)按时；2）足量。一）人员；二）车辆。",
        '屏幕为6.1"，名叫 It’s Me。',
        "比赛在上海（虹口)举行。",
        "他说：“老师讲过‘温故知新’，要记住。”",
    ],
    ids=[
        "opening anew",
        "closing later",
        "item numbers",
        "apostrophe and inch",
        "two widths",
        "nested",
    ],
)
def test_legitimate_marks_are_left_alone(text: str) -> None:
    assert not find(DETECTOR, text)


def test_the_page_shows_where_the_partner_belongs() -> None:
    text = "“两个确保”是底线。全年要守住两个确保”，不断改进工作。"
    (finding,) = find(DETECTOR, text)
    assert (
        mended(document(text), [finding])
        == "“两个确保”是底线。全年要守住“两个确保”，不断改进工作。"
    )
    assert finding.evidence[0].source == "document"


def test_a_mark_turned_round_is_one_finding() -> None:
    text = "大家把这叫作”老传统”，年年如此。"
    (finding,) = find(DETECTOR, text)
    assert mended(document(text), [finding]) == "大家把这叫作“老传统”，年年如此。"


def test_a_quotation_that_a_column_cut_is_whole() -> None:
    text = (
        "各级干部要守住底线，认真落实上级关于“三个不\n\n▲图为会议现场。\n\n"
        "放松”的要求，把工作做细做实，让群众满意。\n"
    )
    assert [join for join in document(text).joins if not join.wrapped], (
        "the flow does not join the example"
    )
    assert not find(DETECTOR, text)


@given(st.lists(st.tuples(words, st.sampled_from(PAIRS[:5]), words), min_size=1, max_size=5))
def test_balanced_text_is_never_reported(parts: list[tuple[str, str, str]]) -> None:
    text = "，".join(f"{before}{pair[0]}{inside}{pair[1]}" for before, pair, inside in parts) + "。"
    assert not find(DETECTOR, text)


def test_roman_numbers_of_items_are_no_brackets() -> None:
    assert not quotes(DETECTOR, "得到形如 i), ii), iii), iv) 的编号，各有用处。")
    assert quotes(DETECTOR, "他在会上说了 oii) 这一句话，各有用处。") == [")"]

from __future__ import annotations

from dataclasses import replace

import pytest

from proofer.detectors.structure._unfinished import has_lines_for_paragraphs
from proofer.detectors.structure.torn_paragraph import DETECTOR
from proofer.findings.finding import Severity
from tests.detectors.findings import context, find
from tests.documents import document

LONG = "全市各部门要把安全生产放在心上，扎实开展隐患排查，不断完善应急预案，切实提高应急处置能力"


def test_a_paragraph_that_ends_in_a_comma_is_reported_at_its_end() -> None:
    (finding,) = find(DETECTOR, "会议昨天召开。\n\n" + LONG + "，")
    assert finding.quote.endswith("处置能力，")
    assert finding.confidence > 0.8
    assert not finding.suggestions, "nobody can guess lines that were lost"


@pytest.mark.parametrize(("whole", "are_lines"), [(40, True), (400, False)])
def test_a_file_whose_lines_stand_as_paragraphs_has_no_torn_ones(
    whole: int, are_lines: bool
) -> None:
    open_ends = "\n\n".join([LONG + "，", "会议昨天召开。"] * 12)
    page = context().page(document(open_ends + ("\n\n" + LONG + "。") * whole))
    assert has_lines_for_paragraphs(page) is are_lines
    if are_lines:
        assert not list(DETECTOR.detect(page.document, context()))


def test_a_single_paragraph_may_be_cut_out_of_a_page() -> None:
    assert not list(find(DETECTOR, LONG + "，"))


def test_an_end_in_a_word_is_less_sure() -> None:
    (comma,) = find(DETECTOR, "会议昨天召开。\n\n" + LONG + "，")
    (word,) = find(DETECTOR, "会议昨天召开。\n\n今年是关键的一年。" + LONG)
    assert word.confidence < comma.confidence


@pytest.mark.parametrize(
    "text",
    [
        LONG + "。",
        LONG + "：",
        LONG + "……",
        f"“{LONG}。”",
        LONG + "。（张三 李四）",
        "全市召开安全生产大会",
        "# 全市各部门扎实开展隐患排查，不断完善应急预案，切实提高应急处置能力\n",
        "▲图为全市安全生产大会现场",
    ],
    ids=["stop", "colon", "ellipsis", "quotation", "signature", "title", "heading", "caption"],
)
def test_whole_paragraphs_headings_and_captions_are_left_alone(text: str) -> None:
    assert not find(DETECTOR, text, "page.md")


def test_a_tear_that_the_flow_mended_is_no_error_but_can_be_listed() -> None:
    half = LONG.index("应急预案") + 2
    text = f"各位同志：\n\n今年是关键的一年。{LONG[:half]}\n\n▲图为大会现场。\n\n{LONG[half:]}。\n"
    page = document(text)
    assert [join for join in page.joins if not join.wrapped], "the flow does not join the example"
    assert not find(DETECTOR, text)
    listing = replace(context(), options={"torn-paragraph": {"joins": True}})
    (finding,) = DETECTOR.detect(page, listing)
    assert (finding.quote, finding.severity) == ("应急预案", Severity.INFO)


def test_lines_in_the_wrong_order_are_not_lost() -> None:
    assert not find(DETECTOR, "理发的场景。图为青年志愿者在社区为老人"), (
        "S005 says what is wrong here"
    )


@pytest.mark.parametrize(
    "text",
    [
        f"1. {LONG}最重要的是\n\nA. 安全\n\nB. 效率",
        f"- {LONG}\n- {LONG}做好预案\n- 检查工作全部完成。",
        f"买入：{LONG}在百分之十以上\n\n卖出：{LONG}在百分之十以下",
    ],
    ids=["question", "items", "labels"],
)
def test_questions_and_items_need_no_stop(text: str) -> None:
    assert not find(DETECTOR, f"会议昨天召开。\n\n{text}\n", "page.md")


def test_the_only_item_without_a_stop_is_torn() -> None:
    text = f"会议昨天召开。\n\n- {LONG}做好预案\n- 检查工作全部完成。\n"
    assert find(DETECTOR, text, "page.md")


def test_old_print_with_one_mark_has_it_at_the_end_of_paragraphs_too() -> None:
    old = "昨日南市大火、延燒百餘家、損失甚鉅、鄰近居民、皆扶老攜幼、逃往他處、"
    assert not find(DETECTOR, f"{old}\n\n{old}至今未息、\n")
    assert find(DETECTOR, f"{old.replace('、', '，')}\n\n一、昨日火已熄。\n")


def test_notes_whose_writer_leaves_out_stops_are_not_torn() -> None:
    answer = "河道的水位由上游的雨量决定。所以要每天测量，再把结果记在第{}本簿子上"
    notes = "\n\n".join(answer.format(number) for number in "一二三四五六七")
    stopped = "\n\n".join(answer.format(number) + "。" for number in "一二三四五六")
    assert not find(DETECTOR, notes)
    assert find(DETECTOR, f"{stopped}\n\n{answer.format('七')}"), "one of seven is torn"


def test_items_of_a_list_may_be_parted_by_commas() -> None:
    text = f"会议昨天召开。\n\n- {LONG}，\n- 会后合影留念。\n"
    assert not find(DETECTOR, text, "page.md")
    assert find(DETECTOR, text.replace("- 会", "会").replace("，\n", "，\n\n"), "page.md")


def test_whose_picture_it_is_needs_no_stop() -> None:
    text = "会议昨天召开。\n\n海湾北岸的造船厂，去年重新开放。{}\n\n会议今天结束。"
    assert not find(DETECTOR, text.format("受访者提供图片"))
    assert find(DETECTOR, text.format("为参观的人提供"))


def test_what_people_typed_may_end_without_a_stop_and_rather_in_a_comma() -> None:
    code = "\n\n先运行 `make all`，再运行 `make test`，最后运行 `make install`。\n"
    assert find(DETECTOR, f"{LONG}\n\n会议昨天召开。", "page.md")
    assert not find(DETECTOR, f"{LONG}\n\n会议昨天召开。{code}", "page.md")
    (comma,) = find(DETECTOR, f"{LONG}，\n\n会议昨天召开。{code}", "page.md")
    assert comma.confidence < 0.5, "it may lead to code or a figure"


def test_a_comma_may_lead_to_a_list() -> None:
    assert not find(DETECTOR, f"{LONG}，\n\n- 一是检查；\n- 二是整改。\n", "page.md")

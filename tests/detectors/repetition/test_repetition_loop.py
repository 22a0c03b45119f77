from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.detectors.repetition.repetition_loop import DETECTOR
from proofer.findings.finding import Applicability
from tests.detectors.findings import context, find, mended, quotes
from tests.documents import document

SENTENCE = "县里召开了全年农业生产工作总结大会。"


@pytest.mark.parametrize("copies", [3, 4, 9])
def test_a_phrase_again_and_again(copies: int) -> None:
    page = document("会议强调，" + "要狠抓落实" * copies + "，确保完成任务。")
    findings = list(DETECTOR.detect(page, context()))
    assert [finding.quote for finding in findings] == ["要狠抓落实" * copies]
    assert mended(page, findings) == "会议强调，要狠抓落实，确保完成任务。"
    assert str(copies) in findings[0].message.zh


def test_a_phrase_twice_is_no_loop_but_a_sentence_twice_is() -> None:
    assert quotes(DETECTOR, "会议强调，要狠抓落实要狠抓落实，确保完成任务。") == []
    assert quotes(DETECTOR, SENTENCE * 2 + "散会。") == [SENTENCE * 2]


@given(st.integers(13, 120), st.integers(2, 5))
def test_long_units_are_found_whatever_their_length(length: int, copies: int) -> None:
    unit = "".join(chr(0x4E00 + 7 * number) for number in range(length))
    page = document(unit * copies)
    (finding,) = DETECTOR.detect(page, context())
    assert finding.quote == unit * copies
    assert mended(page, [finding]) == unit


def test_the_same_paragraph_twice_in_a_row() -> None:
    text = f"{SENTENCE}\n{SENTENCE}\n随后大家参观了粮库和农机站。"
    (finding,) = find(DETECTOR, text)
    assert finding.span.start == len(SENTENCE) + 1, "the second copy is the superfluous one"
    assert finding.evidence[0].span is not None
    assert finding.evidence[0].span.start == 0


def test_every_further_copy_of_a_paragraph_goes() -> None:
    page = document("\n".join([SENTENCE] * 4 + ["随后大家参观了粮库和农机站。"]))
    (finding,) = DETECTOR.detect(page, context())
    assert mended(page, [finding]).split("\n") == [
        SENTENCE,
        "",
        "",
        "",
        "随后大家参观了粮库和农机站。",
    ]
    assert len(finding.related) == 2


def test_paragraphs_in_turn() -> None:
    block = [
        SENTENCE,
        "散会以后，大家冒雨参观了粮库和农机站。",
        "晚上，剧团为代表们演出了一台新戏。",
    ]
    page = document("\n".join([*block, *block, "第二天，代表们各自返回。"]))
    (finding,) = DETECTOR.detect(page, context())
    assert mended(page, [finding]) == "\n".join([*block, "", "", "", "第二天，代表们各自返回。"])


def test_a_paragraph_that_returns_later_and_a_short_line_twice_are_legitimate() -> None:
    assert quotes(DETECTOR, f"{SENTENCE}\n随后大家参观了粮库和农机站。\n{SENTENCE}") == []
    assert quotes(DETECTOR, "安全第一\n安全第一\n大家都记住了这句话。") == []


def test_a_repeated_heading_is_left_to_the_editor() -> None:
    text = "## 县里召开全年农业生产总结大会\n\n## 县里召开全年农业生产总结大会\n"
    (finding,) = find(DETECTOR, text, "page.md")
    assert finding.suggestions[0].applicability is Applicability.MANUAL


def test_every_letter_twice() -> None:
    page = document("单位应当遵守基基本本规规定定，不得例外。")
    (finding,) = DETECTOR.detect(page, context())
    assert finding.quote == "基基本本规规定定"
    assert mended(page, [finding]) == "单位应当遵守基本规定，不得例外。"


@pytest.mark.parametrize(
    "text",
    [
        "爸爸妈妈爷爷奶奶高高兴兴地来了。",
        "村里热热闹闹红红火火，大家开开心心。",
        "大雨哗啦哗啦哗啦地下，队伍喊着一二一二一二。",
        "……………………——————",
        "2026年2026年2026年"[:10] + "共三次",
    ],
)
def test_reduplications_sounds_and_counting_are_left_alone(text: str) -> None:
    assert quotes(DETECTOR, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "她一直在喊：“救命——救命——救命——”",
        "我们在码头上等啊等啊等啊等，船始终没有来。",
        "孩子们追着跑，变！变！变！帽子里飞出一只鸽子。",
        "这是最严重最严重最严重的一次。",
    ],
)
def test_a_cry_may_be_repeated_a_few_times_but_not_for_ever(text: str) -> None:
    assert not find(DETECTOR, text)
    assert find(DETECTOR, "她一直在喊：“" + "救命——" * 9 + "”")


def test_an_enumeration_may_share_most_of_its_words() -> None:
    text = "先后建成光伏能源工程技术研究中心、江南省光伏工程技术研究中心、江南省光伏技术研究院。"
    assert quotes(DETECTOR, text) == []


def test_code_is_not_read() -> None:
    assert quotes(DETECTOR, "```python\n要狠抓落实要狠抓落实要狠抓落实\n```\n", "page.md") == []


def test_the_unit_begins_where_a_clause_begins() -> None:
    text = "将对回水系统进行改造，" + "对浮选机进行变频改造，" * 3 + "力争完成。"
    assert quotes(DETECTOR, text) == ["对浮选机进行变频改造，" * 3]


@pytest.mark.parametrize(
    "text",
    [
        "全厂召开了安全生产工作大会。\n\n## 全厂召开了安全生产工作大会。\n\n这句话没有毛病。",
        "图1：水位（米）资料来源：江河，山乡水利局整理资料来源：江河，山乡水利局整理",
    ],
    ids=["heading", "sources of two figures"],
)
def test_a_heading_of_its_line_and_the_sources_of_two_figures_are_legitimate(text: str) -> None:
    assert not find(DETECTOR, text, "page.md")


def test_two_words_of_doubled_characters_are_painted_perhaps() -> None:
    (painted,) = find(DETECTOR, "镜子里的人胖胖瘦瘦高高矮矮，大家都笑了。")
    (doubled,) = find(DETECTOR, "二二季季度度工工作作会议昨天召开。")
    assert painted.confidence < 0.5 < doubled.confidence


def test_a_novel_says_again_what_a_report_does_not() -> None:
    said = "他低声讲：我告诉你，我说了说了说了，你又不信。"
    painted = (
        "皱皱眉头",
        "耸耸肩",
        "点点头",
        "慢慢地走",
        "静静地听",
        "轻轻地笑",
        "淡淡地说",
        "握握手",
    )
    novel = "".join(f"他{each}{number}下。" for number in "一二三" for each in painted)
    (alone,), (there,) = (find(DETECTOR, text) for text in (said, novel + said))
    assert alone.confidence > 0.5 > there.confidence


def test_what_people_typed_leads_to_code_again_and_again() -> None:
    samples = "请看示例：\n\n\\[x\\]\n\n" * 4
    assert not find(DETECTOR, samples, "page.tex")
    assert find(DETECTOR, "厂里召开了安全生产工作动员大会。\n\n" * 2, "page.tex")


def test_the_title_of_a_figure_is_also_that_of_its_list() -> None:
    figure = "\\begin{figure}\n\\bicaption{%s}{%s}{Fig}{Structure}\n\\end{figure}\n"
    title = "全厂安全生产标志牌的布置示意图"
    assert not find(DETECTOR, figure % (title, title), "page.tex")

from __future__ import annotations

import pytest

from proofer.detectors.characters.odd_character import DETECTOR
from proofer.findings.finding import Applicability
from tests.detectors.findings import find, mended, quotes
from tests.documents import document

SIMPLIFIED = "会议总结了过去一年的发展成就，对今后的任务进行了安排，要求各单位认真贯彻落实。"
TRADITIONAL = "國家興亡，匹夫有責。這是一個傳統的說法，對後來的學者影響很大，實際開會時經常聽見。"
WRONG = {
    "他们在⻓江边召开会议，⽉底结束。": "他们在长江边召开会议，月底结束。",
    "会议\u200b指出，要坚持改革。": "会议指出，要坚持改革。",
    "生产\x08安全是大事。": "生产安全是大事。",
    "铜丶铝丶锌的产量都有增长。": "铜、铝、锌的产量都有增长。",
    "全厂ニ十多名职工参加了比赛。": "全厂二十多名职工参加了比赛。",
    "他在大会上领取了СNAS证书。": "他在大会上领取了CNAS证书。",
    "首批А股上市公司名单公布。": "首批A股上市公司名单公布。",
    "记者在《人民H报》工作。": "记者在《人民日报》工作。",
    "今年﹐产量创新高﹔明年再努力。": "今年，产量创新高；明年再努力。",
    "金\uf90a属价格上涨。": "金金属价格上涨。",
    SIMPLIFIED + "要推动高质量發展。": SIMPLIFIED + "要推动高质量发展。",
    SIMPLIFIED + "要有好気势。": SIMPLIFIED + "要有好气势。",
}
TRAPS = (
    "A股、T恤、X光、卡拉OK、维生素C片、甲A联赛。",
    "这家店叫鲜の每日。",
    "歌名是ありがとう和さくら，罗纳德・里根来访。",
    "α粒子与β射线，误差为±3σ，角度θ。",
    "Спасибо是俄语的谢谢，СССР是苏联。",
    "庆祝👨‍👩‍👧团圆❤️，葛󠄀飾。",
    "旁边是乾隆年间的著名建筑，他瞭望远方，藉以自娱。",
    SIMPLIFIED + "他捐出《書譜》和《漢書》。",
    SIMPLIFIED + "\n\n原碑文曰：國泰民安萬歲。",
    TRADITIONAL,
    SIMPLIFIED + "\n\n" + TRADITIONAL,
    "主任的\t表格　很清楚。",
)


@pytest.mark.parametrize(("wrong", "right"), WRONG.items())
def test_odd_characters_are_replaced(wrong: str, right: str) -> None:
    assert mended(document(wrong), find(DETECTOR, wrong)) == right
    assert not find(DETECTOR, right), "the correction is not clean"


@pytest.mark.parametrize("text", TRAPS)
def test_what_is_meant_is_left_alone(text: str) -> None:
    assert quotes(DETECTOR, text) == []


@pytest.mark.parametrize("odd", ["\ufffd", "\ue111"])
def test_what_is_lost_is_told_and_not_guessed(odd: str) -> None:
    (finding,) = find(DETECTOR, f"会议由{odd}主任主持。")
    assert finding.quote == odd
    assert not finding.suggestions
    assert f"U+{ord(odd):04X}" in finding.message.en


def test_an_invisible_character_is_shown_with_its_neighbours() -> None:
    (finding,) = find(DETECTOR, "会议指\u200b出，要改革。")
    assert finding.quote == "指\u200b出"
    assert finding.suggestions[0].applicability is Applicability.SAFE


def test_many_of_one_sort_are_one_finding_and_one_correction() -> None:
    wrong = "他们在⻓江边和⻓城上，⻓远的打算，⻓久的友谊，成⻓的道路，擅⻓的事，⻓跑的人。"
    (finding,) = find(DETECTOR, wrong)
    assert len(finding.related) == 6
    assert mended(document(wrong), [finding]) == wrong.replace("⻓", "长")


def test_a_simplified_character_on_a_traditional_page_is_told() -> None:
    text = TRADITIONAL * 2 + "這個国家的歷史很長。"
    (finding,) = find(DETECTOR, text)
    assert finding.quote == "国"
    assert finding.suggestions[0].edits[0].replacement == "國"


def test_a_traditional_character_with_several_counterparts_offers_them() -> None:
    (finding,) = find(DETECTOR, SIMPLIFIED + "他穿著舊衣服，乾淨整齊。")[:1]
    assert finding.quote == "舊"
    assert finding.suggestions[0].edits[0].replacement == "旧"


def test_a_traditional_name_is_not_touched() -> None:
    assert not find(DETECTOR, SIMPLIFIED + "\n\n本报讯（记者 陳國強）会议召开。")


def test_code_is_left_alone() -> None:
    assert quotes(DETECTOR, "```\n会议丶决定\n```\n", "page.md") == []

from __future__ import annotations

import pytest

from proofer.api.checking import check
from proofer.detectors.dictionary.set_phrase import DETECTOR
from tests.detectors.findings import find, mended, quotes
from tests.documents import document

WRONG = {
    "要做到学思用贯通、知信统一。": "要做到学思用贯通、知信行统一。",
    "必须铸牢中华民旅共同体意识。": "必须铸牢中华民族共同体意识。",
    "集团党委把握因地宜发展新质生产力的要求。": "集团党委把握因地制宜发展新质生产力的要求。",
    "坚决做到“两个维沪”。": "坚决做到“两个维护”。",
    "让绿水青山就是金山根山的理念深入人心。": "让绿水青山就是金山银山的理念深入人心。",
    "持续推动构建人类命运共同本。": "持续推动构建人类命运共同体。",
    "公司树对立和践行正确政绩观。": "公司树立和践行正确政绩观。",
    "大家踔厉奋发、勇毅前前行。": "大家踔厉奋发、勇毅前行。",
    "要坚持稳中求进工作总基凋，抓好生产。": "要坚持稳中求进工作总基调，抓好生产。",
    "牢记百尺竿头、更迸一步的道理。": "牢记百尺竿头、更进一步的道理。",
    "他们干事创业的浓厚氛国越来越好。": "他们干事创业的浓厚氛围越来越好。",
}
TRAPS = (
    "全年工作取得显著成绩。",
    "我们要作出更大的贡献，奠定了更加坚实的基础。",
    "党的二十届五中全会精神要认真学习。",
    "科技创新与产业创新深度融合。",
    "推动构建中老命运共同体。",
    "绿水青山就是金山银山，踔厉奋发、勇毅前行。",
    "持续推动高质量发展，着力推进高质量发展。",
    "要深入学习宣传贯彻，认真抓好贯彻落实。",
    "得到充分的肯定，给予了高度评价。",
    "一张蓝图绘到底，一茬接着一茬干，一张图纸绘到深夜。",
    "战斗堡垒作用和先锋模范带头作用。",
)


@pytest.mark.parametrize(("wrong", "right"), WRONG.items())
def test_damaged_phrases_are_mended(wrong: str, right: str) -> None:
    assert mended(document(wrong), find(DETECTOR, wrong)) == right
    assert not find(DETECTOR, right)


@pytest.mark.parametrize("text", TRAPS)
def test_other_wordings_are_left_alone(text: str) -> None:
    assert quotes(DETECTOR, text) == []


def test_what_the_page_says_twice_it_means() -> None:
    assert not find(DETECTOR, "守牢安全根线，干部守牢安全根线。守牢安全底线。")


def test_the_difference_and_the_dictionary_are_shown() -> None:
    (finding,) = find(DETECTOR, "坚决做到“两个维沪”。")
    assert "沪 → 护" in finding.message.en
    assert "做到“两个维护”" in finding.message.zh
    assert "phrases/politics.tsv" in finding.evidence[0].detail.zh
    assert finding.evidence[1].source == "language-model"


def test_marks_and_quotes_do_not_matter() -> None:
    wrong = "坚持不懈用习近平新时代中国特色社会主义思想凝心铸瑰，增强“四个 意识”。"
    assert mended(document(wrong), find(DETECTOR, wrong)) == wrong.replace("瑰", "魂")


def test_a_traditional_page_is_left_alone() -> None:
    page = "國家興亡，匹夫有責。這是一個傳統的說法，對後來的學者影響很大。" * 20
    assert not find(DETECTOR, page + "心有餘而力不足。")


@pytest.mark.parametrize(
    "text", ["子曰：“学而时习之，不亦说乎？”", "不亦说乎？", "见兔而顾犬，未为晚也。"]
)
def test_lines_of_the_classics_are_right_as_they_stand(text: str) -> None:
    assert not check(text).documents[0].findings


def test_a_character_that_changed_places_is_not_deleted() -> None:
    assert quotes(DETECTOR, "今年以来，我坚市持稳中求进。") == []

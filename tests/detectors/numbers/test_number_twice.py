from __future__ import annotations

import pytest

from proofer.detectors.numbers.number_twice import DETECTOR
from tests.detectors.findings import find, quotes

WRONG = {
    "铜冶炼项目总投资3.5亿元。截至年底，铜冶炼项目总投资达35亿元。": "35亿",
    "全年节约标准煤1660多吨。数据显示，全年节约标准煤16.6吨。": "16.6",
    "新建厂房建筑面积2.4万平方米。新建厂房建筑面积为2.4平方米。": "2.4",
    "尾矿库设计库容1250万立方米。尾矿库设计库容125万立方米。": "125万",
    "该矿探明铜金属量52万吨。该矿探明铜金属量5.2万吨。": "5.2万",
    "累计培训产业工人1,200人次。累计培训产业工人12000人次。": "12000",
    "捐赠帮扶资金68万元。捐赠帮扶资金68亿元。": "68亿",
    "光伏电站装机容量45兆瓦。光伏电站装机容量450兆瓦。": "450",
    "安全生产投入资金3.2亿元。全年安全生产投入资金32亿元。": "32亿",
    "矿山剥离总量达1850万吨。全年矿山剥离总量185万吨。": "185万",
}
TRAPS = (
    "救灾物资共重1660多公斤。这批救灾物资共重1660公斤。",
    "铜冶炼项目总投资3.5亿元。铜冶炼项目总投资35000万元。",
    "营业收入同比增长3.5%，利润同比增长35%。",
    "一期项目总投资3.5亿元，二期项目总投资4.2亿元。",
    "成立于1950年，全厂职工1950人，又有职工195人退休。",
    "每人发放补助500元。每户发放补助5000元。",
    "电解铝产量12万吨，氧化铝产量120万吨。",
    "铜冶炼项目总投资3.5亿元，其中铜冶炼项目总投资的3.5%用于环保。",
    "会议于2月20日召开，会议于12月2日闭幕。",
    "版本号1.2，版本号12。",
)


@pytest.mark.parametrize(("text", "quote"), WRONG.items())
def test_another_magnitude_is_asked_at_the_second_place(text: str, quote: str) -> None:
    (finding,) = find(DETECTOR, text)
    assert finding.quote == quote
    assert not finding.suggestions, "which one is right only the original tells"
    assert finding.related, "the other place is not named"


@pytest.mark.parametrize("text", TRAPS)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert quotes(DETECTOR, text) == []


def test_the_rarer_value_is_the_doubtful_one() -> None:
    text = "铜冶炼项目总投资35亿元。铜冶炼项目总投资3.5亿元。据悉铜冶炼项目总投资约3.5亿元。"
    (finding,) = find(DETECTOR, text)
    assert finding.quote == "35亿"
    assert len(finding.related) == 2
    assert "10 times" in finding.evidence[0].detail.en

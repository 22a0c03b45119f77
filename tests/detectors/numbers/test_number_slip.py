from __future__ import annotations

import pytest

from proofer.detectors.numbers.number_slip import DETECTOR
from proofer.findings.finding import Applicability, Severity
from tests.detectors.findings import find, mended, quotes
from tests.documents import document

WRONG = {
    "全年生产电解铝1,00O吨。": "全年生产电解铝1,000吨。",
    "公司成立于2OO8年。": "公司成立于2008年。",
    "会议将于l2月召开。": "会议将于12月召开。",
    "新增授信I5亿元。": "新增授信15亿元。",
    "共有职工1O0人参加。": "共有职工100人参加。",
    "库存铜精矿2〇0吨。": "库存铜精矿200吨。",
    "铁路全长1，318公里。": "铁路全长1,318公里。",
    "车间面积2, 050平方米。": "车间面积2,050平方米。",
    "检修从6月·8日开始。": "检修从6月8日开始。",
    "项目总投资１2.5亿元。": "项目总投资12.5亿元。",
    "任务完成率为9O%。": "任务完成率为90%。",
}
QUESTIONS = {
    "产品合格率达到985%。": "985%",
    "女职工占比为132%。": "132%",
    "利润增长12.5.3%。": "12.5.3",
    "销售收入达到1,2345,678元。": "1,2345,678",
    "实现利税1,234,56万元。": "1,234,56",
}
TRAPS = (
    "全年生产1,000吨，12:30开会，比分3:0。",
    "全国建成5G基站2.5万个，Wi-Fi 6O标准，型号A10O。",
    "二〇二六年一月，二〇〇八年八月。",
    "资产负债率不超过105%，拨备覆盖率达到204%。",
    "森林覆盖率提高了120%的说法不实。",
    "产量增长120%，营业收入同比增长1200%。",
    "第1，2，3车间和第101，102，103号机组。",
    "在2008，2012两年先后获奖。",
    "软件升级到17.0.1版本，2021.3.1元旦后启用。",
    "水分子是H2O，氧气是O2，一氧化氮是NO。",
    "坐标为12,5和3,14，邮编100000。",
    "参见https://example.org/1O0/l5。",
)


@pytest.mark.parametrize(("wrong", "right"), WRONG.items())
def test_broken_numbers_are_mended(wrong: str, right: str) -> None:
    assert mended(document(wrong), find(DETECTOR, wrong)) == right
    assert not find(DETECTOR, right), "the correction is not clean"


@pytest.mark.parametrize(("text", "quote"), QUESTIONS.items())
def test_what_cannot_be_mended_is_asked(text: str, quote: str) -> None:
    findings = find(DETECTOR, text)
    assert [finding.quote for finding in findings] == [quote]
    assert not any(finding.suggestions for finding in findings), "a guess at a number"


@pytest.mark.parametrize("text", TRAPS)
def test_what_only_looks_broken_is_left_alone(text: str) -> None:
    assert quotes(DETECTOR, text) == []


def test_a_page_of_all_finds_each_once() -> None:
    page = "\n\n".join([*WRONG, *TRAPS])
    assert (
        mended(document(page), find(DETECTOR, page))
        == document("\n\n".join([*WRONG.values(), *TRAPS])).text
    )


def test_only_one_width_of_digits_is_safe_to_apply() -> None:
    (mixed,) = find(DETECTOR, "项目总投资１25亿元。")
    assert mixed.suggestions[0].applicability is Applicability.SAFE
    (letter,) = find(DETECTOR, "全年生产1,00O吨。")
    assert letter.suggestions[0].applicability is Applicability.UNSAFE, "O may stand for 6 as well"


def test_both_percent_signs_are_one_finding_that_follows_the_majority() -> None:
    text = "产量增长5％，利润增长6%，成本下降3%，收入增长4％，质量提高1％。"
    (finding,) = find(DETECTOR, text)
    assert finding.severity is Severity.INFO
    assert mended(document(text), [finding]) == text.replace("%", "％")
    assert "％ 3 times, % 2 times" in finding.evidence[0].detail.en


def test_full_width_percent_signs_after_full_width_digits_are_a_style() -> None:
    assert not find(DETECTOR, "产量增长５％，利润增长6%。")

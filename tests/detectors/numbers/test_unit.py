from __future__ import annotations

import pytest

from proofer.detectors.numbers.unit import DETECTOR
from tests.detectors.findings import find, mended, quotes
from tests.documents import document

WRONG = {
    '白天最高气温37"C。': "白天最高气温37℃。",
    "炉温升到950'C以上。": "炉温升到950℃以上。",
    "降到10*C以下。": "降到10℃以下。",
    "冷却到80。C后出炉。": "冷却到80℃后出炉。",
    "保温25ºC左右。": "保温25℃左右。",
    "盐度为35%o左右。": "盐度为35‰左右。",
    "合格率98°/o以上。": "合格率98%以上。",
    "回收率92o/o。": "回收率92%。",
    "流域面积120km2，位于西部。": "流域面积120km²，位于西部。",
    "厂房面积3500 m2。": "厂房面积3500 m²。",
    "库容3000m3（设计）。": "库容3000m³（设计）。",
    "耗气量500Nm3。": "耗气量500Nm³。",
}
TRAPS = (
    "气温37°C，37℃，湿度60%。",
    "他说“第3”，C说“对”。",
    "选了3号'C'方案。",
    "用std::vector<m2>和im2col处理。",
    "型号IBM3650m3的服务器。",
    "3M公司和5C标准。",
    "产品规格m2、m3未定。",
    "比例尺为1:50000，M2增速8%。",
    "含量3%of total。",
    "长5m，宽3m，高2m。",
)


@pytest.mark.parametrize(("wrong", "right"), WRONG.items())
def test_broken_units_are_mended(wrong: str, right: str) -> None:
    assert mended(document(wrong), find(DETECTOR, wrong)) == right
    assert not find(DETECTOR, right)


@pytest.mark.parametrize("text", TRAPS)
def test_other_signs_and_letters_are_left_alone(text: str) -> None:
    assert quotes(DETECTOR, text) == []


def test_code_is_left_alone() -> None:
    assert quotes(DETECTOR, "```\n面积 = 120m2\n```\n", "page.md") == []

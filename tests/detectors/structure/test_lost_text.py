"""Headings that lost their body."""

from __future__ import annotations

from proofer.detectors.structure.lost_text import DETECTOR
from tests.detectors.findings import find

PAGE = """## 报名

### 时间

各单位于月底前报名，过期不再受理。

### 地点

报名处设在办公楼一层，周末照常办理。

### 每单位限报三人{stop}

## 报到

代表于会前一天报到，凭证件领取材料。

## 食宿

会议期间食宿由大会统一安排，费用自理。
"""


def test_a_heading_without_a_body_is_told_and_one_that_is_a_sentence_is_its_own() -> None:
    (finding,) = find(DETECTOR, PAGE.format(stop=""), "page.md")
    assert finding.quote.startswith("每单位")
    assert not find(DETECTOR, PAGE.format(stop="。"), "page.md")

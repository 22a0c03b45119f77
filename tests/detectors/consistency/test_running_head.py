from __future__ import annotations

import pytest

from proofer.detectors.consistency.running_head import DETECTOR
from tests.detectors.findings import quotes

_BODY = (
    "入夏以来，河道管理处每天两次巡堤，沙袋、石料和抢险队伍都已就位，沿岸村庄也做好了转移准备。" * 3
)


def _between(line: str) -> str:
    return (
        f"{_BODY}水位随雨量变化，要看下面这个式子,\n{line}\n$h = f(r)$,\n"
        "然而雨量的测定\n$r$\n需要一年，并不影响结论。\n\n"
    ) * 4


@pytest.mark.parametrize("line", ["即", "其中"])
def test_words_that_stand_alone_between_formulas_are_no_running_heads(line: str) -> None:
    assert quotes(DETECTOR, _between(line), "page.md") == []

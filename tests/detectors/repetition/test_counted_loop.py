from __future__ import annotations

from proofer.detectors.repetition.counted_loop import DETECTOR
from tests.detectors.findings import find

VERSIONS = "".join(
    f"第{number}版\n\n新增功能\n\n修正错误\n\n" for number in ("一", "二", "三", "四", "五")
)
CODE = "先运行 `make all`，再运行 `make test`，最后运行 `make install`。\n"


def test_a_list_of_changes_is_a_loop_of_a_recogniser_alone() -> None:
    assert find(DETECTOR, VERSIONS, "page.md")
    assert not find(DETECTOR, VERSIONS + CODE, "page.md")

"""Marks of headings are a matter of style, not of reading errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.formats import parse

BODY = "会议强调，要坚持安全第一，把各项工作落到实处，确保全年目标任务圆满完成。"


@pytest.mark.parametrize("heading", ["薪火·启航", "淬火·铸魂", "初心·使命·担当"])
def test_a_dot_between_the_words_of_a_heading_is_left_alone(heading: str) -> None:
    config = Config(select=("M",))
    page = parse(f"# {heading}\n\n{BODY}\n".encode(), Path("page.md"))
    found = check_document(page, make_context(config), config).findings
    assert [(each.code, each.quote) for each in found if "·" in each.quote] == []

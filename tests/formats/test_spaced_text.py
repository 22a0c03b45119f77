"""Blanks between all characters are no text; what is corrected keeps them even."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofer.document.edits import Edit, apply
from proofer.document.spans import Span
from proofer.formats import parse

SPACED = "我 们 要 牢 牢 把 把 握 正 确 方 向 。"


def text_of(source: str) -> str:
    return parse(source.encode(), Path("page.txt")).text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (SPACED, "我们要牢牢把把握正确方向。"),
        ("全 县 2 0 2 4 年 的 G D P 增 长 10 % 。", "全县2024年的GDP增长10%。"),
        ("会 议 用 Python 3 语 言 编 写 程 序", "会议用Python 3语言编写程序"),
        ("我们 要 牢 牢 把 握 正 确 方 向", "我们要牢牢把握正确方向"),
    ],
)
def test_blanks_between_all_characters_are_not_read(source: str, text: str) -> None:
    assert text_of(source) == text


@pytest.mark.parametrize(
    "source",
    [
        "通 知",
        "王伟 李明 张强 刘洋 陈静 赵磊",
        "使用 Python 语言 编写 程序 。",
        "本报讯 记者 李强 报道",
        "我 们  要  牢 牢",
    ],
)
def test_other_blanks_stay(source: str) -> None:
    assert text_of(source) == source


@pytest.mark.parametrize(
    ("old", "new", "corrected"),
    [
        ("把把", "把", "我 们 要 牢 牢 把 握 正 确 方 向 。"),
        ("正确", "政治", "我 们 要 牢 牢 把 把 握 政 治 方 向 。"),
        ("方向", "大方向", "我 们 要 牢 牢 把 把 握 正 确 大 方 向 。"),
    ],
)
def test_a_correction_has_the_blanks_of_the_page(old: str, new: str, corrected: str) -> None:
    page = parse(SPACED.encode(), Path("page.txt"))
    at = page.text.index(old)
    edit = Edit(Span(at, at + len(old)), new)
    assert apply(page.source, page.project(edit)) == corrected


def test_an_insertion_has_a_blank_too() -> None:
    page = parse(SPACED.encode(), Path("page.txt"))
    edits = page.project(Edit(Span(3, 3), "，"))
    assert apply(page.source, edits) == SPACED.replace("要 ", "要 ， ")

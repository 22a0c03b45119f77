"""Blanks between all characters are no text; what is corrected keeps them even."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofer.document.edits import Edit, apply
from proofer.document.projection import project
from proofer.document.spans import Span
from proofer.formats import parse

SPACED = "我 们 要 紧 紧 抓 抓 住 有 利 时 机 。"


def text_of(source: str) -> str:
    return parse(source.encode(), Path("page.txt")).text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (SPACED, "我们要紧紧抓抓住有利时机。"),
        ("全 县 2 0 2 4 年 的 G D P 增 长 10 % 。", "全县2024年的GDP增长10%。"),
        ("会 议 用 Python 3 语 言 编 写 程 序", "会议用Python 3语言编写程序"),
        ("我们 要 紧 紧 抓 住 有 利 时 机", "我们要紧紧抓住有利时机"),
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
        ("抓抓", "抓", "我 们 要 紧 紧 抓 住 有 利 时 机 。"),
        ("有利", "难得", "我 们 要 紧 紧 抓 抓 住 难 得 时 机 。"),
        ("时机", "大时机", "我 们 要 紧 紧 抓 抓 住 有 利 大 时 机 。"),
    ],
)
def test_a_correction_has_the_blanks_of_the_page(old: str, new: str, corrected: str) -> None:
    page = parse(SPACED.encode(), Path("page.txt"))
    at = page.text.index(old)
    edit = Edit(Span(at, at + len(old)), new)
    assert apply(page.source, project(page, edit)) == corrected


def test_an_insertion_has_a_blank_too() -> None:
    page = parse(SPACED.encode(), Path("page.txt"))
    edits = project(page, Edit(Span(3, 3), "，"))
    assert apply(page.source, edits) == SPACED.replace("要 ", "要 ， ")

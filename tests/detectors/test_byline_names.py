"""Which names bylines credit; corrections leave those names alone wherever they stand."""

from __future__ import annotations

import pytest

from proofer.detectors.byline_names import merged
from proofer.detectors.context import Page
from proofer.document.spans import Span
from tests.detectors.findings import context
from tests.documents import document


def page(text: str) -> Page:
    return context().page(document(text))


def names(text: str) -> list[tuple[str, str]]:
    return [(each.name, each.role) for each in page(text).byline_names]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报讯（记者 郭志民）会议召开。", [("郭志民", "记者")]),
        (
            "本报讯（见习记者 黎小川 何丹）会议召开。",
            [("黎小川", "见习记者"), ("何丹", "见习记者")],
        ),
        ("张伟 李娜 摄", [("张伟", "摄"), ("李娜", "摄")]),
        ("图为会场。\n\n郭志民 摄", [("郭志民", "摄")]),
        ("图为会场。（郭志民 何丹 摄）", [("郭志民", "摄"), ("何丹", "摄")]),
        ("图为会场。 何丹 摄", [("何丹", "摄")]),
        (
            "图片提供：李东星、何丹、欧阳小川",
            [("李东星", "图片提供"), ("何丹", "图片提供"), ("欧阳小川", "图片提供")],
        ),
        ("□ 何丹", [("何丹", "□")]),
        ("会议召开，大家鼓掌。（阳小芬 何丹）", [("阳小芬", "署名"), ("何丹", "署名")]),
        ("会议召开，大家鼓掌。（阳小芬 整理）", [("阳小芬", "署名")]),
        ("本报讯 记者张三丰报道 会议召开。", [("张三丰", "记者")]),
        ("责任编辑：张 丹 李小明", [("张丹", "责任编辑"), ("李小明", "责任编辑")]),
        ("新华社记者 黄敬文 摄", [("黄敬文", "新华社记者")]),
        ("本报讯（记者 黄敬文文）会议召开。", [("黄敬文", "记者")]),
        ("本报讯（记者 上官云珠）会议召开。", [("上官云珠", "记者")]),
        ("本报讯（记者 那英杰）会议召开。", [("那英杰", "记者")]),
        ("图为会场。摄影李晓明\n编辑何丹 校对郭志民 供稿黎小川 作者王小明", [
            ("李晓明", "摄影"),
            ("何丹", "编辑"),
            ("郭志民", "校对"),
            ("黎小川", "供稿"),
            ("王小明", "作者"),
        ]),
    ],
)  # fmt: skip
def test_names_and_their_roles(text: str, expected: list[tuple[str, str]]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "职工代表大会由工会主席主持。职工代表大会闭幕。",
        "他翻译成一种语言，记者从集团公司获悉。",
        "他说，走吧。 何丹 听了就走。",
        "记者来到莱阳时看到，经销商很少。",
        "越来越多的专业摄影师发现，人们为了一张照片不惜一切。",
        "记者 那时候 在场。",
        "会议召开，大家鼓掌。（何丹 综合体）",
    ],
)
def test_what_looks_like_a_byline_and_is_none(text: str) -> None:
    assert names(text) == []


def test_a_name_in_running_text_counts_when_it_is_repeated() -> None:
    once = "董事长周明远在会上讲话。"
    assert names(once) == []
    assert names(once + "周明远说，要坚持改革。") == [("周明远", "董事长")]


def test_bylines_of_several_pages_are_counted_on() -> None:
    pages = [page(text).byline_names for text in ("□ 何丹\n\n（记者 郭志民）", "□ 何丹")]
    assert [(each.name, each.credit) for each in merged(pages)] == [
        ("何丹", 1),
        ("郭志民", 2),
        ("何丹", 3),
    ]


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("本报记者 张卫国 通讯员 李晓明", "张卫国"),
        ("本报记者 张卫国 通讯员 李晓明", "李晓明"),
        ("张伟 李娜 摄", "李娜"),
        ("编辑何丹", "何丹"),
        ("（阳小芬 整理）", "阳小芬"),
    ],
)
def test_a_credited_name_is_protected_wherever_it_stands(byline: str, name: str) -> None:
    text = f"{name}在会上讲话。\n\n{byline}"
    protected = page(text)
    first, last = text.index(name), protected.text.rindex(name)
    for start in (first, last):
        for at in range(start, start + len(name)):
            assert protected.touches_name(Span(at, at + 1)), name
    assert not protected.touches_name(Span(first + len(name), first + len(name) + 1))


def test_a_name_with_a_blank_inside_is_protected_as_printed_and_without_it() -> None:
    protected = page("张丹在会上讲话。\n\n责任编辑：张 丹")
    printed = protected.text.index("张 丹")
    assert protected.names == {"张丹"}
    assert protected.touches_name(Span(printed, printed + 1))
    assert protected.touches_name(Span(1, 2))

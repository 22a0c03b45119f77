"""Markup is no text: it reads as one character that no correction touches."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofer.api.checking import check
from proofer.api.correcting import export
from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.opaque import OPAQUE
from proofer.document.projection import UnprojectableError, project
from proofer.document.spans import Span
from proofer.formats import parse
from proofer.formats._syntax.markup import masked

MARKUP = [
    r"$1.37 \times 10^{-8}$",
    r"$(\sqrt{-3})^2 = 3$",
    r"$S_{矩形}$",
    r"$$ ( F * k ) ( \mathbf{p} ) $$",
    r"\(a_1 * b\)",
    r"\[x^2 + y\]",
    r"\begin{align} a &= b,, \\ c \end{align}",
    r"\cite{wang2020,,li}",
    '`git commit -m "修复,,"`',
    "``a`b``",
    ":label:`sec_code`",
    "{ref}`节,,名`",
    "https://example.com/a_(b);c,,d",
    "<https://example.com/的的>",
    "www.example.com/a?b=1,,2",
    "foo.bar+baz@example.com",
    "10.1000/xyz,,123",
    "./build/out_1.txt",
    "00:00:13,,000"[:8] + ",000",
    "{{ page.title,, }}",
    "{% include 的的 %}",
    "[[115, 182, 500, 217]]",
    "[[页面,,|显示,,]]",
    "@fig:甲",
    r"\@ref(tab:甲,,)",
    "[[file:的的,,.org][说明,,]]",
    "-{zh-cn:出租车,,;zh-tw:计程车}-",
    "-{A|zh-hans:鼠标,,;zh-hant:滑鼠}-",
    ":smile:",
    r"\textit{\textbf{的的,,}}",
    '{{< katex "a" >}} a,, {{< /katex >}}',
    '<svg x="1"><text>的的,,</text></svg>',
    "<math><mi>的的,,</mi></math>",
    "______",
    r"\_\_\_\_",
    "(    )",
    "（　　）",
]
"""Pieces of the markup that OCR by language models, Markdown, TeX, MyST and templates write.

The last ones are what a pupil is to fill in.
"""
LINES = [
    '!!! note "注意,,事项"',
    '??? tip "的的"',
    '=== "安装,,"',
    "(sec:a)=",
    "[[TOC]]",
    '{{< echarts >}}\n{"a": "的的,,", "b": [1,,2]}\n{{< /echarts >}}',
    '{{< mapbox\n  lng=1\n  markers="的的,,"\n>}}',
    "#+BEGIN_SRC python\nx = 1 # 的的,,\n\n#+END_SRC",
    ".. code-block:: python\n   :linenos:\n\n   x = 1 # 的的,,\n\n   y = 2",
    "import { 的的 } from '@vue/theme,,'",
    "<<< @/snippets/的的,,.js{2}",
    "@[code](../的的,,.ts)",
    '<Foo\n  bar="的的,,"\n  baz={() => 1}\n/>',
    "![的的\n图,,](a,,.png)",
    "```mermaid\nA[开始]-->B[的的,,]\n```",
    "<pre><code>x = 1 // 的的,,\n</code></pre>",
    "    int number = 1; // 的的,,",
    "    \tfor (;;) { print(1); } // 的的",
]
"""What stands between paragraphs in the Markdown of Sphinx, MkDocs, VitePress, MDX and Hugo."""
HIDDEN = [
    "<|ref|>text<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>",
    " {#标题,,-a .的的}",
    "{: .的的,, }",
    "{/*的的,,*/}",
    "![图,,](的的.png){width=50%}",
]
"""What a reader does not see."""
PROSE = ["会议开得很好", "他们的的工作做得很好", "这项工作己经全面完成", "大家都说有收获"]


CONTROL = ["<|im_end|>", "<|im_start|><|text|>", "<｜end｜>", "</s>"]
"""What steers a recogniser: no text either, and the only such thing that may be taken out."""


def text_of(source: str, name: str = "page.md") -> str:
    return parse(source.encode(), Path(name)).text


@pytest.mark.parametrize("piece", [*MARKUP, *CONTROL])
@pytest.mark.parametrize("name", ["page.md", "page.txt"])
def test_a_piece_of_markup_reads_as_one_character(piece: str, name: str) -> None:
    assert text_of(f"据测算，结果为 {piece} 。", name) == f"据测算，结果为 {OPAQUE} 。"


def test_what_is_markup_does_not_depend_on_an_address_elsewhere() -> None:
    for piece in (*MARKUP, *LINES, *CONTROL):
        for around in ("{}", "甲{}乙", "。{}，", "见（{}）\n", "“{}”"):
            text = around.format(piece)
            if "@" not in text:
                with_address = masked(f"{text}\n\n来信寄a@b.cn")
                assert with_address[: len(text)] == masked(f"{text}\n\n来信寄")[: len(text)]


@pytest.mark.parametrize("piece", LINES)
def test_a_line_of_markup_reads_as_nothing_but_opaque_characters(piece: str) -> None:
    text = text_of(f"会议昨天召开。\n\n{piece}\n\n会后合影留念。\n")
    assert set(text) <= set(f"会议昨天召开。\n{OPAQUE}会后合影留念。"), text


@pytest.mark.parametrize("piece", ["(sec:a)=", "[[TOC]]", ":label: a", "import a from './b'"])
def test_lines_of_markup_end_as_those_of_another_system_do(piece: str) -> None:
    text = text_of(f"会议召开。\r\n\r\n{piece}\r\n\r\n会议结束。\r\n")
    assert text == f"会议召开。\n{OPAQUE}\n会议结束。"


@pytest.mark.parametrize("piece", HIDDEN)
def test_attributes_and_pictures_are_not_read(piece: str) -> None:
    assert text_of(f"## 会议昨天召开{piece}\n") == "会议昨天召开"


def test_an_indented_paragraph_of_chinese_is_no_code() -> None:
    source = "会议昨天召开。\n\n    会后大家合影留念，很高兴。\n\n1. 甲\n\n    a = 1; // 乙\n"
    assert text_of(source) == "会议昨天召开。\n会后大家合影留念，很高兴。\n1. 甲\na = 1; // 乙"


def test_a_doi_ends_before_the_bracket_around_it() -> None:
    text = text_of(
        "见[此文](https://example.org/10.1000/ab(c)d)，又见（10.1000/xyz）及 (10.1000/x)。"
    )
    assert text == f"见此文，又见（{OPAQUE}）及 ({OPAQUE})。"


def test_the_colon_before_a_definition_is_not_read() -> None:
    assert text_of("海港\n: (名词) 停船之处\n") == "海港\n(名词) 停船之处"


def test_the_colon_before_a_caption_is_not_read() -> None:
    assert (
        text_of("会议昨天召开。\n\n:各地参加会议的人数\n") == "会议昨天召开。\n各地参加会议的人数"
    )


@given(st.lists(st.sampled_from([*LINES, *HIDDEN[1:]]), min_size=2, max_size=8))
@settings(max_examples=15, deadline=None)
def test_lines_of_markup_are_byte_for_byte_the_same(parts: list[str]) -> None:
    source = "".join(f"他们的的工作己经做好,,会后合影留念。\n\n{part}\n\n" for part in parts)
    (report,) = check(parse(source.encode(), Path("page.md"))).documents
    corrected = export(report, accept_above=0.0).decode()
    at = 0
    for part in parts:
        at = corrected.find(part, at) + len(part)
        assert at >= len(part), f"{part} is not there any more: {corrected}"
    assert corrected != source, "nothing was corrected, so nothing was tried"


@pytest.mark.parametrize("text", ["变量 a___b 照旧", "def __init__(self)", "空函数 f()", "______"])
def test_underscores_of_names_and_rules_are_no_blanks(text: str) -> None:
    assert text_of(text, "page.txt") == text


@given(st.lists(st.one_of(st.sampled_from(MARKUP), st.sampled_from(PROSE)), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_markup_is_byte_for_byte_the_same_after_every_correction(parts: list[str]) -> None:
    source = " ".join(parts) + " 。\n"
    (report,) = check(parse(source.encode(), Path("page.md"))).documents
    corrected = export(report, accept_above=0.0).decode()
    at = 0
    for part in parts:
        if part in MARKUP:
            found = corrected.find(part, at)
            assert found >= 0, f"{part} is not there any more: {corrected}"
            at = found + len(part)


@pytest.mark.parametrize("piece", CONTROL)
def test_what_steers_a_recogniser_is_taken_out_with_its_line(piece: str) -> None:
    source = f"{piece}\r\n会议{piece}开得很好，公式为 $x_1$ 。\r\n{piece}"
    (report,) = check(parse(source.encode(), Path("page.md"))).documents
    assert export(report, accept_above=0.5).decode() == "会议开得很好，公式为 $x_1$ 。\r\n"
    assert "会议开得很好，公式为 $x_1$ 。" in export(report, "text", accept_above=0.5).decode()


def test_prices_are_no_formula() -> None:
    assert text_of("每本价格为$5，比去年的$6便宜。") == "每本价格为$5，比去年的$6便宜。"


def test_fenced_code_is_no_text_and_a_page_in_a_fence_is() -> None:
    code = parse("正文。\n\n```python\n# 使用默认配置\nx = 1\n```\n".encode(), Path("page.md"))
    assert code.text == f"正文。\n{OPAQUE}\n{OPAQUE}"
    assert [each.kind for each in code.paragraphs][1:] == [BlockKind.CODE, BlockKind.CODE]
    page = "```markdown\n团结奋斗的合力，各级党组织要牢牢把握正确方向。\n```\n"
    assert text_of(page) == "团结奋斗的合力，各级党组织要牢牢把握正确方向。"


def test_marks_of_footnotes_are_not_read() -> None:
    assert text_of("研究表明[1-3]，这一方法[^2]可行。") == "研究表明，这一方法可行。"
    raised = '<p>面积为10<sup>3</sup>米。<a href="#n">\n  [1]</a>\n</p><p>[1] 见前注。</p>'
    assert (
        text_of(f"<html><body>{raised}</body></html>", "page.html") == "面积为10米。\n[1] 见前注。"
    )


def test_an_address_ends_where_the_label_of_a_link_does() -> None:
    assert text_of("见[https://a.b/c](https://a.b/c)的说明。") == f"见{OPAQUE}的说明。"


def test_a_link_may_lead_to_an_address_within_an_address() -> None:
    """Archives of the net have such."""
    for target in ("https://web.a.b/2019/https://c.d/e", "https://a.b/c_(d)/http://e.f/g"):
        assert text_of(f"转载自（[存档]({target})）。") == "转载自（存档）。"


def test_nothing_is_torn_beside_a_formula() -> None:
    source = "会议昨天召开，会后大家合影留念。\n\n"
    source += "由此可以得到下面这个十分重要而且常用的计算公式\n\n$$\nx = 1\n$$\n\n"
    (report,) = check(parse(source.encode(), Path("page.md"))).documents
    assert not [each for each in report.findings if each.code == "S001"]


def test_an_edit_of_what_is_no_text_is_refused() -> None:
    document = parse("结果为 $x_1$ 。".encode(), Path("page.md"))
    at = document.text.index(OPAQUE)
    for span, replacement in (
        (Span(at, at + 1), ""),
        (Span(at - 1, at + 1), "甲"),
        (Span(0, 1), OPAQUE),
    ):
        with pytest.raises(UnprojectableError, match="no text"):
            project(document, Edit(span, replacement))


def test_formulas_in_the_strings_of_json_are_no_text() -> None:
    entry = {
        "type": "text",
        "text": r"计算 $(\sqrt{-3})^2 \times ( F * k ) = 3$ ，其中 $x_{1} = -2$ 。",
        "page_idx": 0,
    }
    source = json.dumps([entry], ensure_ascii=False)
    document = parse(source.encode(), Path("page_content_list.json"))
    assert document.text == f"计算 {OPAQUE} ，其中 {OPAQUE} 。"
    (report,) = check(document).documents
    assert export(report, accept_above=0.0) == source.encode()


def test_a_sentence_without_chinese_is_left_alone() -> None:
    text = "Hello world, this is an English note; it has no Chinese text.\n"
    text += "No no; not at all really * .\n"
    assert not check(text).documents[0].findings


@pytest.mark.parametrize("form", ["text", "markdown", "html", "tei", "criticmarkup"])
def test_exports_show_what_is_no_text_as_the_file_has_it(form: str) -> None:
    source = "他们的的结果为 $x_1$ ，见 https://example.com/a 。\n"
    (report,) = check(parse(source.encode(), Path("page.txt"))).documents
    exported = export(report, form, accept_above=0.5).decode()
    assert OPAQUE not in exported
    assert "$x_1$" in exported.replace("\\", "")
    assert "https://example.com/a" in exported.replace("\\", "")


def test_a_formula_of_json_is_exported_as_it_reads() -> None:
    entry = {"type": "text", "text": r"结果为 $\times_1$ 。", "page_idx": 0}
    source = json.dumps([entry], ensure_ascii=False)
    (report,) = check(parse(source.encode(), Path("page_content_list.json"))).documents
    assert export(report, "text").decode() == "结果为 $\\times_1$ 。\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_no_code_reaches_over_the_end_of_a_line(end: str) -> None:
    assert masked(f"`甲{end}乙`") == f"`甲{end}乙`"

"""LaTeX, reStructuredText and Org: the prose is read, and no correction touches the markup."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from proofer.api.checking import check
from proofer.api.correcting import export
from proofer.document.kinds import BlockKind
from proofer.document.opaque import OPAQUE
from proofer.errors import InputError
from proofer.formats import parse, write
from tests.documents import assert_sound
from tests.paths import FIXTURES

PROSE = "他们的的工作己经做好，会后合影留念。"
NO_PROSE = (
    "cite|citep|nocite|ref|autoref|eqref|input|include|includegraphics|bibliography"
    "|index|label|lstinputlisting|mintinline{c}|ensuremath|ce|SI{1}|tag|gls"
    "|setlength{\\a}|mynote|mynote*|cite "
)
CODE = (
    "BVerbatim|LVerbatim|SaveVerbatim|listing|pycode|pythoncode|luacode|luacode*"
    "|javacode|cpplisting|sagesilent|xalignat|xxalignat|pspicture|picture|axis"
)
MARKUP = {
    ".tex": [
        r"\label{sec:的的,,}",
        r"\cite[第,3页]{王的的,,li}",
        r"\ref{图,,}",
        r"\input{章节/的的,,}",
        r"\includegraphics[width=.5\textwidth]{图的的,,.png}",
        r"\unknown[甲的的]{乙,,}{丙{丁的的}}",
        r"\verb|的的,,$|",
        r"$x_{的的} + 1,,$",
        "$$ a,,b \\text{的的} $$",
        r"\( a,,b \)",
        "\\[ a,,b \\]",
        "\\begin{equation}\n  x,,y \\label{的的}\n\\end{equation}",
        "\\begin{lstlisting}[language=C]\nint 的的 = 1;; % $ {\n\\end{lstlisting}",
        "\\begin{verbatim}\n}}的的,,$\n\\end{verbatim}",
        "\\begin{tikzpicture}\\node {的的,,};\\end{tikzpicture}",
        "% 注释的的,,\n",
        r"\textcolor{red,,}{会议召开}",
        r"\setlength{\parindent,,}{2em}",
        r"\url{http://example.org/的的,,}",
        r"\url{http://example.org/50%的的，,,。}",
        *(rf"\{command}{{他们的的，,,好。}}" for command in NO_PROSE.split("|")),
        "\\cite%\n{甲的的，,,乙。}",
        r"\cite{甲{乙{丙{丁{戊的的，,,}}}}}",
        "\\includegraphics[width=,,\n，的的。]{图}",
        r"\cite{甲的的，,,乙。}\input{的的，,,}\index{张三，的的,,}",
        r"\newcommand\x[1]{他们的的，,,好。}",
        r"\begin{CJK*}{UTF8}{的的，,,。}\end{CJK*}",
        *(f"\\begin{{{name}}}\n他们的的，,,好。\n\\end{{{name}}}" for name in CODE.split("|")),
        *(
            f"\\{declared}\\begin{{{name}}}\n他们的的，,,好。\n\\end{{{name}}}"
            for declared, name in (
                ("newminted{cpp}{}", "cppcode"),
                ("newminted[rust]{rs}{}", "rust"),
                ("lstnewenvironment{go}{}{}", "go"),
                ("DefineVerbatimEnvironment{shell}{Verbatim}{}", "shell"),
            )
        ),
        "\\begin{array}{c}\\begin{array}{c}a\\end{array}的的，,,。\\end{array}",
        "\\iffalse 他们的的，,,好。\\ifx a b\\fi 的的，,,。\\fi",
        "\\verb|他们的的，,,。\n",
        r"\SaveVerb{a}|他们的的，,,。|",
        r"\cite[见[的的，,,]]{甲}",
        "\\verb|\\end{document}|",
        "% \\end{document}\n",
        "\\begin{verbatim}\n\\begin{document}\\end{document}的的,,\n\\end{verbatim}",
    ],
    ".rst": [
        ":ref:`的的,,`",
        ":math:`x,,\n_1`",
        "``的的,,``",
        "`链接的的 <https://example.org/a,,b>`_",
        "``a,,\nb``",
        "\n\n.. _的的,,: https://example.org\n\n",
        "\n\n.. code-block:: c\n\n   int 的的 = 1,,;\n\n   x();;\n\n",
        "\n\n* 说明\n\n  .. code-block:: c\n\n     int 的的 = 1,,;\n\n",
        "\n\n.. 注释的的,,\n\n",
        "\n\n.. image:: 的的,,.png\n\n",
        "\n\n用法::\n\n    print(的的,,)\n\n",
        "\n\n>>> 的的,,\n\n",
        "\n\n======  ======\n\n",
        "\n\n用法::\n\n> 的的,,\n> 的的,,\n\n",
        '\n\n.. csv-table:: 表的的\n   :header: "的的，", ",,"\n\n   "的的", ",,"\n\n',
        "\n\n.. toctree::\n   :maxdepth: 1\n\n   第一章的的 <a,,b>\n   的的,,\n\n",
        "\n\n.. 注释，\n   的的,,\n\n   的的,,\n\n",
        "\n\n..\n   的的,,\n\n",
        "\n\n__ 的的,,\n\n",
        "\n\n>>> 甲\n的的,,\n的的\n\n",
        "\n\n.. prompt:: bash\n\n   的的,,\n\n",
        "\n\n.. parsed-literal::\n\n   的的,,\n\n   的的,,\n\n",
        "\n\n.. figure:: 的的,,.png\n   :alt: 的的,,\n   :target: 的的,,\n\n",
        "\n\n.. note::\n   :class: 的的,,\n   :name: 的的,,\n\n   说明。\n\n",
        "\n\n.. include:: 甲.txt\n   :start-after: 的的,,\n\n",
        "\n\n* - .. image:: 的的,,.png\n       :alt: 的的,,\n\n",
        "|的的,,|",
        "\n\n|的的,,| 甲\n\n",
        "\n\n+------+\n| |的的| |\n+------+\n\n",
        "[#的的,,]_",
        "[的的,,]_",
        "甲的的_",
        "\n\n.. _甲,,: https://example.org/a\n   的的,,\n\n",
    ],
    ".org": [
        "=的的,,=",
        "~的的,,~",
        "[[file:的的,,.org][说明的的]]",
        "\n\n#+AUTHOR: 的的,,\n\n",
        "\n\n# 注释的的,,\n\n",
        "\n\n: 的的,,\n\n",
        "\n\n:PROPERTIES:\n:ID: 的的,,\n:END:\n\n",
        "\n\n#+BEGIN_SRC c\nint 的的 = 1,,;\n#+END_SRC\n\n",
        "\n\n|---+---|\n\n",
        "\n\n* 标题\n  :PROPERTIES:\n  :作者: 的的,,\n  :END:\n\n",
        "\n\n:LOGBOOK:\n- 的的,,\n\n- 的的,,\n:END:\n\n",
        "\n\n:的的:\n\n",
        "\n\n:PROPERTIES:\n:ID: 的的,,\n\n* 标题\n\n",
        "[fn:的的,,]",
        "[fn::见[[的的,,][甲]]的的,,]",
        "[cite:@的的,,]",
        "[cite/t:见 @的的,,]",
        "@@html:<b title=的的,,>@@",
        "src_c[:a 的的]{的的,,{,,}}",
        "call_x[的的](的的,,)[,,]",
        "%%(的的 (,,))",
        "<<的的,,>>",
        "<<<的的,,>>>",
        "{{{a(的的,,)}}}",
        "<2024-01-01 的的,,>",
        "$x，的的,,x$",
        "$$ 的的，a,,b。 $$",
        r"\(的的，a,,b。\)",
        "\\(的的，\na,,b。\\)",
        r"\[的的，a,,b。\]",
        "\n\n#+BEGIN_COMMENT\n的的,,\n#+END_COMMENT\n\n",
        "\n\n#+BEGIN: clocktable :的的\n的的,,\n#+END:\n\n",
        "\n\n* COMMENT 的的,,\n的的,,\n** 的的,,\n的的,,\n* 标题\n\n",
        "\n\n* TODO [#A] COMMENT 的的,,\n的的,,\n* 标题\n\n",
        "\n\n#+begin_example\n的的,,\n#+end_src\n\n",
        "\n\n#+Begin_Src c\n的的,,\n\n#+begin_quote\n的的\n#+End_Src\n\n",
    ],
}
"""Pieces of markup that would be corrected if they were read."""
PIECES = [(suffix, piece) for suffix, pieces in MARKUP.items() for piece in pieces]


def corrected(source: str, suffix: str) -> str:
    (report,) = check(parse(source.encode(), Path(f"page{suffix}"))).documents
    return export(report, accept_above=0.0).decode()


@pytest.mark.parametrize("suffix", MARKUP)
def test_markup_is_byte_for_byte_the_same_after_every_correction(suffix: str) -> None:
    @given(st.lists(st.sampled_from(MARKUP[suffix]), min_size=1, max_size=5))
    @settings(max_examples=6, deadline=None)
    def alike(parts: list[str]) -> None:
        source = "".join(f"{PROSE} {part} 会议昨天召开。\n" for part in parts)
        done = corrected(source, suffix)
        assert done != source, "nothing was corrected, so nothing was tried"
        at = 0
        for part in parts:
            at = done.find(part, at) + len(part)
            assert at >= len(part), f"{part} is not there any more: {done}"

    alike()


@pytest.mark.parametrize(("suffix", "piece"), PIECES)
def test_nothing_of_a_piece_of_markup_is_read(suffix: str, piece: str) -> None:
    document = parse(f"会议召开。 {piece}\n\n会议结束。\n".encode(), Path(f"page{suffix}"))
    assert "的的" not in document.text
    assert ",," not in document.text
    assert "会议结束。" in document.text


@pytest.mark.parametrize("suffix", MARKUP)
@given(st.text(alphabet="文，。\\{}$%&~`'*=|:.[]_-# \r\nabegint", max_size=60))
@settings(max_examples=80, deadline=None)
def test_any_text_gives_a_sound_document(suffix: str, text: str) -> None:
    # What begins or ends alone at the end of a line is one character that reads as one OPAQUE.
    assume(not re.search(r"[$`](?=[ ]*[\r\n])|(?<=[\r\n])[ ]*[$`]", text))
    document = parse(text.encode(), Path(f"page{suffix}"))
    assert_sound(document)
    assert write(document, []) == text.encode()


def shown(source: str, suffix: str) -> list[tuple[BlockKind, int, str]]:
    document = parse(source.encode(), Path(f"page{suffix}"))
    return [(each.kind, each.level, each.span.of(document.text)) for each in document.paragraphs]


def test_headings_captions_notes_items_and_cells_of_latex_are_blocks_of_their_own() -> None:
    source = (
        "\\section{背景\\label{a}}正文\\footnote{注文。}继续。\n\n\\subsection*{意义}\n"
        "\\begin{figure}\\caption[短]{图的说明}\\end{figure}\n"
        "\\begin{itemize}\\item 第一。\n\\item[乙] 第二。\\end{itemize}\n"
        "\\begin{tabular}{|c|c|}甲 & \\multicolumn{2}{c|}{乙} \\\\ \\hline 丙\\end{tabular}\n"
        "\\begin{thebibliography}{9}\\bibitem{a} 张三. 论文[J].\\end{thebibliography}\n"
    )
    assert shown(source, ".tex") == [
        (BlockKind.HEADING, 2, "背景"),
        (BlockKind.PROSE, 0, "正文继续。"),
        (BlockKind.PROSE, 0, "注文。"),
        (BlockKind.HEADING, 3, "意义"),
        (BlockKind.CAPTION, 0, "短"),
        (BlockKind.CAPTION, 0, "图的说明"),
        (BlockKind.LIST, 0, "第一。"),
        (BlockKind.LIST, 0, "第二。"),
        (BlockKind.TABLE, 0, "甲"),
        (BlockKind.TABLE, 0, "乙"),
        (BlockKind.TABLE, 0, "丙"),
        (BlockKind.BIBLIOGRAPHY, 0, "张三. 论文[J]."),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("甲\\textbf{乙\\emph{丙}}丁。", "甲乙丙丁。"),
        ("甲\n乙\nred\nblue。", "甲乙red blue。"),
        ("甲% 注\n乙。", "甲乙。"),
        ("甲。\n%\n\n乙。", "甲。\n乙。"),
        ("``甲''占50\\%，a\\_b，见图~\\ref{x}。", f"“甲”占50%，a_b，见图 {OPAQUE}。"),
        ("用\\LaTeX{}写，\\quad 再用\\TeX 印。", f"用{OPAQUE}写，再用{OPAQUE}印。"),
        ("\\mynote{这一句，不读。}", OPAQUE),
        ("\\begin{center}{\\heiti{这一句，}要读。}\\end{center}", "这一句，要读。"),
        ("\\let\\ifdraft\\iffalse 要读。", "要读。"),
        ("\\section[甲{乙}]{题目}", "甲乙\n题目"),
        ("\\caption[图]{图的说明}", "图\n图的说明"),
        ("\\iffalse 不读。\\else 要读。\\fi", "要读。"),
        ("\\verb|\\end{document}|很好。\n\\end{document}不读", f"{OPAQUE}很好。"),
        ("先写“\\begin{document}”，再写“\\end{document}”。", f"先写“{OPAQUE}”，再写“{OPAQUE}”。"),
        ("\\href{http://a.b/c}{链接}见下。", "链接见下。"),
        ("\\title{题}不读\n\\begin{document}要读\\end{document}不读", "题\n要读"),
        (
            "每本价格为$5，没有别的。\n\n比去年的$6便宜。",
            "每本价格为$5，没有别的。\n比去年的$6便宜。",
        ),
        ("甲{\\kaishu 乙，}丙。", "甲乙，丙。"),
        ("第一行\\\\第二行。", "第一行第二行。"),
    ],
)
def test_latex_reads_as_it_is_printed(source: str, text: str) -> None:
    assert parse(source.encode(), Path("page.tex")).text == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("\\bicaption[a]{中文图题}{English caption}", "中文图题\nEnglish caption"),
        ("\\bicaption[a]{}{中文图题}{Fig.}{English}", "中文图题\nFig.\nEnglish"),
        ("\\begin{frame}[t]{页题}{副题}正文。\\end{frame}", "页题\n副题\n正文。"),
        ("\\begin{frame}<1->{页题}正文。\\end{frame}", "页题\n正文。"),
        ("\\frametitle<2>[短]{长的题}", "短\n长的题"),
        ("\\begin{block}{块题}正文。\\end{block}", "块题\n正文。"),
        ("\\begin{theorem}[勾股定理]正文。\\end{theorem}", "勾股定理\n正文。"),
        ("\\newtheorem{dl}{定理}\n\\begin{dl}[勾股]正文。\\end{dl}", "勾股\n正文。"),
        ("\\newcommand{\\zd}[1]{\\textbf{#1}}\n\n甲\\zd{乙}丙。", "甲乙丙。"),
        ("\\newcommand\\zd[2][x]{\\textbf{#2}}\n\n甲\\zd[k]{乙}丙。", "甲乙丙。"),
        ("\\def\\zd#1{\\emph{#1}}\n\n甲\\zd{乙\\zd{丁}}丙。", "甲乙丁丙。"),
        (
            "\\NewDocumentCommand{\\zd}{s O{} m m}{\\section{#3}\\label{#4}}\n\n甲\\zd{乙}{丙}。",
            f"甲{OPAQUE}。\n乙",
        ),
        ("\\newcommand{\\zd}[1]{\\label{#1}#1}\n\n甲\\zd{乙}丙。", f"甲{OPAQUE}丙。"),
        ("\\newcommand{\\zd}[1]{$#1$}\n\n甲\\zd{乙}丙。", f"甲{OPAQUE}丙。"),
        ("% \\newcommand{\\zd}[1]{#1}\n\n甲\\zd{乙}丙。", f"甲{OPAQUE}丙。"),
        ("\\MakeShortVerb{\\|}\n\n甲|乙}%|丙。", f"甲{OPAQUE}丙。"),
        ("见\\url|http://a.b/甲%|，乙。", f"见{OPAQUE}，乙。"),
        ("\\author{王的的}正文。", f"{OPAQUE}正文。"),
    ],
)
def test_what_commands_of_latex_print_is_read(source: str, text: str) -> None:
    assert parse(source.encode(), Path("page.tex")).text == text


def test_chinese_in_commands_that_are_not_known_is_told() -> None:
    source = (
        "\\ctitle{论文题目}\n\\title{题}\n\\newcommand{\\school}{某大学}\n"
        "\\begin{document}\n\\mynote{三个字}正文\\cite{王}见\\ref{图}。"
        "\\begin{box}{框题}甲\\end{box}\n\\end{document}\n"
    )
    (note,) = parse(source.encode(), Path("page.tex")).notes
    assert note.message.en == (
        "has 12 Chinese characters that were not read, in commands that are not known: "
        "\\ctitle, \\newcommand, \\mynote, \\begin{box}."
    )
    assert not note.is_failure
    assert not parse("甲\\cite{王}乙。".encode(), Path("page.tex")).notes


@pytest.mark.parametrize(
    "begin",
    [
        r"\begin{verbatim}",
        r"\begin{tikzpicture}",
        r"\begin{equation}",
        r"\iffalse ",
        r"\begin{lstlisting}" * 5_000,
        r"\iffalse" * 9_000,
    ],
)
def test_what_does_not_end_in_latex_is_refused(begin: str) -> None:
    with pytest.raises(InputError, match=r"line 2"):
        parse(f"正文。\n{begin}他们的的工作。\n".encode(), Path("page.tex"))


def test_no_correction_reaches_over_a_verb_without_end() -> None:
    source = "会议的的。\\verb|他们的的工作\n他们的的工作。\n"
    assert corrected(source, ".tex") == "会议的。\\verb|他们的的工作\n他们的工作。\n"


def test_structure_of_restructuredtext() -> None:
    source = (
        "====\n大题\n====\n\n小题\n----\n\n正文一行\n接着一行。\n\n"
        ".. note:: 提示文字，\n   接着提示。\n\n:参数: 说明文字\n\n* 甲项\n  接着甲项\n* 乙项\n\n"
        "+----+----+\n| 甲 | 乙 |\n+----+----+\n\n转义\\*星号和\\ **粗体**\\ 字。\n"
    )
    assert [(kind, text) for kind, _, text in shown(source, ".rst")] == [
        (BlockKind.HEADING, "大题"),
        (BlockKind.HEADING, "小题"),
        (BlockKind.PROSE, "正文一行接着一行。"),
        (BlockKind.LIST, "提示文字，接着提示。"),
        (BlockKind.LIST, "说明文字"),
        (BlockKind.LIST, "甲项接着甲项"),
        (BlockKind.LIST, "乙项"),
        (BlockKind.TABLE, "甲"),
        (BlockKind.TABLE, "乙"),
        (BlockKind.PROSE, "转义*星号和粗体字。"),
    ]


def test_what_directives_hold_is_read_and_two_colons_are_not() -> None:
    source = (
        ".. list-table:: 表题\n   :widths: 1 2\n\n   * - 甲\n     - 乙\n\n"
        ".. figure:: a.png\n   :alt: 图\n\n   图的说明\n\n"
        ".. versionadded:: 2.0 新的说明\n\n"
        "..\n\n   引文在此\n\n"
        ".. py:function:: f(x)\n\n   函数的说明\n\n"
        "输出如下::\n\n> 代码\n\n后文::\n"
    )
    text = [each.strip(OPAQUE) for _, _, each in shown(source, ".rst")]
    assert [each for each in text if each] == [
        *("表题", "甲", "乙", "图的说明", "新的说明", "引文在此", "函数的说明", "输出如下", "后文"),
    ]


def test_the_definitions_of_a_glossary_are_read_and_its_terms_stay() -> None:
    source = (
        "术语表。\n\n.. glossary::\n   :sorted:\n\n   环境的的\n      说明文字，\n      接着。\n"
        "\n"
        "   路径的的\n   别名的的\n      另一说明。\n\n后文。\n"
    )
    text = [each.strip(OPAQUE) for _, _, each in shown(source, ".rst")]
    assert [each for each in text if each] == [
        *("术语表。", "说明文字，接着。", "另一说明。", "后文。")
    ]


@pytest.mark.parametrize(
    "reference", ["甲的的_", "`甲的的`_", "`文 <甲的的_>`_", ":ref:`a:甲的的`"]
)
def test_a_title_that_is_referred_to_by_its_name_stays(reference: str) -> None:
    source = "甲的的\n------\n\n乙的的\n------\n\n见 {} 。\n"
    read = [text for _, _, text in shown(source.format(reference), ".rst")]
    assert read == [OPAQUE, "乙的的", f"见 {OPAQUE} 。"]


def test_structure_of_org() -> None:
    source = (
        "* TODO 大题 :tag:\n** [#A] 小题\n正文一行\n接着 *粗体* 字。\n- [ ] 甲项\n  接着\n1. 乙项\n"
        "| 甲 | 乙 |\n"
    )
    assert [(kind, level, text) for kind, level, text in shown(source, ".org")] == [
        (BlockKind.HEADING, 1, "大题"),
        (BlockKind.HEADING, 2, "小题"),
        (BlockKind.PROSE, 0, "正文一行接着 粗体 字。"),
        (BlockKind.LIST, 0, "甲项接着"),
        (BlockKind.LIST, 0, "乙项"),
        (BlockKind.TABLE, 0, "甲"),
        (BlockKind.TABLE, 0, "乙"),
    ]


@pytest.mark.parametrize("name", ["abstract", "QUOTE", "verse", "Center", "note"])
def test_what_stands_in_a_block_of_prose_is_read(name: str) -> None:
    source = f"前文。\n#+begin_{name} 的的\n内容，甲。\n#+END_{name}\n后文。\n"
    assert parse(source.encode(), Path("page.org")).text == "前文。\n内容，甲。\n后文。"


def test_titles_and_captions_of_org_are_read_without_their_keywords() -> None:
    source = (
        "#+TITLE: 大题\n#+subtitle: 小题\n正文。\n- 甲项\n#+CAPTION[短]: 图的说明\n[[file:a.png]]\n"
    )
    assert [(kind, text) for kind, _, text in shown(source, ".org")][:5] == [
        (BlockKind.HEADING, "大题"),
        (BlockKind.HEADING, "小题"),
        (BlockKind.PROSE, "正文。"),
        (BlockKind.LIST, "甲项"),
        (BlockKind.CAPTION, "图的说明"),
    ]


def test_a_drawer_of_ones_own_is_read_and_its_borders_are_not() -> None:
    source = "* 标题\n:抽屉:\n内容很好。\n:END:\n后文。\n"
    assert parse(source.encode(), Path("page.org")).text == "标题\n内容很好。\n后文。"


@pytest.mark.parametrize("begin", ["#+begin_src c", "#+BEGIN: clocktable", "#+begin_comment"])
def test_a_block_of_org_without_end_goes_on_to_the_last_line(begin: str) -> None:
    source = f"前文。\n{begin}\n的的,,\n\n的的,,\n"
    assert parse(source.encode(), Path("page.org")).text == "前文。"


def test_a_dollar_sign_in_code_of_org_begins_no_formula() -> None:
    text = parse("用 =$= 开头，甲乙丙，用 =$= 结尾。".encode(), Path("page.org")).text
    assert text == f"用 {OPAQUE} 开头，甲乙丙，用 {OPAQUE} 结尾。"


def test_prices_in_org_are_no_formula() -> None:
    source = "每本价格为$5，比去年的$6便宜，约合人民币$。"
    assert parse(source.encode(), Path("page.org")).text == source


def test_slides_in_a_row_may_have_one_title() -> None:
    slide = "\\begin{frame}{匿名函数的用法}\\begin{verbatim}\nx\n\\end{verbatim}\\end{frame}\n"
    (report,) = check(parse((slide * 9).encode(), Path("page.tex"))).documents
    assert [each.code for each in report.findings] == []


def test_no_line_of_what_people_type_is_out_of_place() -> None:
    caption = "理发的场景。图为青年志愿者在社区为老人\n"
    codes = {
        suffix: [each.code for each in check(parse(caption.encode(), Path(f"p{suffix}"))).findings]
        for suffix in (".txt", *MARKUP)
    }
    assert codes == {".txt": ["S005"], ".tex": [], ".rst": [], ".org": []}


@pytest.mark.parametrize(
    "source",
    [
        "\\a{" * 9_000,
        "$" * 20_000,
        "{" * 20_000,
        "\\footnote{甲" * 5_000,
        "\\item[" * 9_000,
        "%\n" * 9_000,
    ],
)
def test_latex_without_end_is_read_in_time_that_grows_with_it(source: str) -> None:
    assert_sound(parse(source.encode(), Path("page.tex")))


@pytest.mark.parametrize(
    "source",
    [
        "`甲" * 5_000,
        "甲::\n\n  乙\n" * 2_000,
        "*甲 " * 5_000,
        "#+begin_src\n#+end_html\n" * 4_000,
        "[fn:[[" * 5_000,
        "src_c{{" * 5_000,
        "%%((" * 5_000,
        "$甲 " * 5_000,
        "a-" * 9_000,
        "|甲" * 9_000,
    ],
)
@pytest.mark.parametrize("suffix", [".rst", ".org"])
def test_lines_without_end_are_read_in_time_that_grows_with_them(source: str, suffix: str) -> None:
    assert_sound(parse(source.encode(), Path(f"page{suffix}")))


@pytest.mark.parametrize("suffix", MARKUP)
def test_line_ends_of_another_system_change_nothing(suffix: str) -> None:
    source = (FIXTURES / f"documents/texts/harbour{suffix}").read_text(encoding="utf-8")
    read = [
        parse(source.replace("\n", end).encode(), Path(f"page{suffix}")).text
        for end in ("\n", "\r\n")
    ]
    assert read[0] == read[1]


def test_what_a_page_of_sphinx_is_by_is_no_text() -> None:
    assert [text for _, _, text in shown(":author: 甲, 乙\n:date: 2020\n\n正文。\n", ".rst")] == [
        "正文。"
    ]


def test_a_command_that_is_not_known_may_stand_for_a_word() -> None:
    page = parse("下次出现时写作：\\ourterm 。\\par 又一段。\n".encode(), Path("page.tex"))
    assert f"写作：{OPAQUE}。" in page.text.replace(" ", "")
    (report,) = check(page).documents
    assert not report.findings, "the two marks do not stand side by side"


def test_an_interval_behind_a_colon_is_no_citation() -> None:
    assert parse("时间范围：[10,360]。".encode(), Path("page.rst")).text == "时间范围：[10,360]。"
    assert parse("前人已有研究[10,36]。".encode(), Path("page.rst")).text == "前人已有研究。"

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.projection import project
from proofer.document.spans import Span
from proofer.formats import write
from proofer.formats.documents.markdown import escape, is_typed
from tests.documents import HAN, document

PROSE, SHORT, HEADING, LIST, QUOTE = (
    BlockKind.PROSE,
    BlockKind.SHORT,
    BlockKind.HEADING,
    BlockKind.LIST,
    BlockKind.QUOTE,
)
TABLE, CODE, CAPTION, RUNNING_HEAD = (
    BlockKind.TABLE,
    BlockKind.CODE,
    BlockKind.CAPTION,
    BlockKind.RUNNING_HEAD,
)


def read(text: str) -> list[tuple[BlockKind, str]]:
    page = document(text, "page.md")
    return [(paragraph.kind, paragraph.span.of(page.text)) for paragraph in page.paragraphs]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**编者按** 港口开通了。", "编者按 港口开通了。"),
        ("这是**“新航线”**的起点。", "这是“新航线”的起点。"),
        ("***又粗又斜***，*斜*，__粗__，~~删~~。", "又粗又斜，斜，粗，删。"),
        ("** 编者按 **港口开通了。", "** 编者按 **港口开通了。"),
        ("三乘四记作 3*4*5，注一*。", "三乘四记作 3*4*5，注一*。"),
        ("变量 a_b_c 和下划线 ___ 照旧。", "变量 a_b_c 和下划线 ___ 照旧。"),
        ("春天来了，____开了。", "春天来了，￼开了。"),
        ('见[本报报道](https://example.com/a_(1) "标题")。', "见本报报道。"),
        ("见[本报**报道**][1]和[^2]注。", "见本报报道和注。"),
        ("方括号［一］和[二]照旧。", "方括号［一］和[二]照旧。"),
        ("港口![全景图](a.png)开通[![小图](b.png)](c)了。", "港口开通了。"),
        ("网址<https://example.com>在此。", "网址￼在此。"),
        ("港口<br/>开通<!-- 存疑 -->了<span class='a'>。</span>", "港口"),
        ("港<b>口</b>开通<!-- 存疑 -->了。", "港口开通了。"),
        ("大于<中铝>号照旧，5<6。", "大于<中铝>号照旧，5<6。"),
        (r"\*港口\*开通了\。", r"*港口*开通了\。"),
        ("命令 `a*b*` 照旧。", "命令 ￼ 照旧。"),
        ("港口&nbsp;&emsp;开通了&amp;。", "港口开通了&。"),
    ],
)
def test_markup_inside_a_line_is_left_out(source: str, expected: str) -> None:
    assert read(source)[0] == (PROSE if "。" in expected else SHORT, expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# 港口开通\n## 副题 ##\n", [(HEADING, "港口开通"), (HEADING, "副题")]),
        ("港口开通\n====\n正文在此。", [(HEADING, "港口开通"), (PROSE, "正文在此。")]),
        (
            "港口今天开通了。\n\n---\n\n船队明天出海。",
            [(PROSE, "港口今天开通了。"), (PROSE, "船队明天出海。")],
        ),
        ("港口开通\n***\n", [(SHORT, "港口开通")]),
        ("> 老船长说：\n>\n> > 风来了。", [(QUOTE, "老船长说："), (QUOTE, "风来了。")]),
        ("- 港口\n* 船队\n  - [x] 航线", [(LIST, "港口"), (LIST, "船队"), (LIST, "航线")]),
        ("- 3 -\n\n-- 4 --", [(RUNNING_HEAD, "- 3 -"), (RUNNING_HEAD, "-- 4 --")]),
        ("1. 港口\n2. 船队", [(LIST, "1. 港口"), (LIST, "2. 船队")]),
        (
            "港口今天开通了。老船长带着船队开进港\n口，码头上一片欢腾。",
            [(PROSE, "港口今天开通了。老船长带着船队开进港口，码头上一片欢腾。")],
        ),
        (
            "老船长站在码头上等着船队进港，\n1. 港口\n港口开通\n船队进港，码头上一片欢腾。",
            [
                (PROSE, "老船长站在码头上等着船队进港，"),
                (LIST, "1. 港口"),
                (SHORT, "港口开通"),
                (PROSE, "船队进港，码头上一片欢腾。"),
            ],
        ),
        (
            "| 港口 | 船 |\n|:-|-:|\n| 一号 | 二\\|三 |",
            [(TABLE, each) for each in ("港口", "船", "一号", "二|三")],
        ),
        (
            "港口 | 船\n--- | ---\n一号 | 二号",
            [(TABLE, each) for each in ("港口", "船", "一号", "二号")],
        ),
        ("<table><tr><td>港口</td><td>口岸</td></tr></table>", [(TABLE, "港口"), (TABLE, "口岸")]),
        (
            "```text\n# 不是标题\n\n```\n港口今天开通了。",
            [(CODE, "￼"), (PROSE, "港口今天开通了。")],
        ),
        ("---\ntitle: 题\n---\n港口今天开通了。", [(PROSE, "港口今天开通了。")]),
        ("<!-- 第一页\n\n第二行 -->\n港口今天开通了。", [(PROSE, "港口今天开通了。")]),
        ("[1]: https://example.com\n[^1]: 注文在此。", [(PROSE, "注文在此。")]),
        ("![图](a.png)\n\n图为港口全景。", [(CAPTION, "图为港口全景。")]),
        ("港口今天\\\n开通了。", [(SHORT, "港口今天"), (PROSE, "开通了。")]),
    ],
)  # fmt: skip
def test_blocks_have_their_kinds(source: str, expected: list[tuple[BlockKind, str]]) -> None:
    assert read(source) == expected


def test_depth_of_headings_and_list_items() -> None:
    page = document("### 港口\n\n- 一\n  - 二\n", "page.md")
    assert [paragraph.level for paragraph in page.paragraphs] == [3, 1, 2]


@given(st.text(st.sampled_from(HAN[:20] + "\\`*_[]<>|~&;!#ab(1)"), min_size=1, max_size=12))
def test_an_escaped_replacement_reads_as_it_is(replacement: str) -> None:
    shown = replacement.replace("&nbsp;", "")
    assert read(f"港口{escape(replacement)}开通了。") == [(PROSE, f"港口{shown}开通了。")]


@pytest.mark.parametrize(
    "hostile",
    ["[" * 5000, "`" * 5001, "<" * 5000, "*a" * 5000, "![" * 3000, "[a](" * 2000, "> " * 3000],
)
def test_broken_markup_is_read_in_reasonable_time(hostile: str) -> None:
    page = document(f"港口{hostile}开通了。", "page.md")
    assert page.text.endswith("开通了。")


@pytest.mark.parametrize(
    ("source", "removed", "rest"),
    [
        (r"港口\*开通了。", "*", "港口开通了。"),
        (r"\[港口]开通了。", "[", "港口]开通了。"),
        (r"港口\\开通了。", "\\", "港口开通了。"),
        ("港口&amp;开通了。", "&", "港口开通了。"),
    ],
)
def test_what_is_written_with_two_characters_is_removed_with_both(
    source: str, removed: str, rest: str
) -> None:
    page = document(source, "page.md")
    at = page.text.index(removed)
    edits = project(page, Edit(Span(at, at + 1), ""))
    assert write(page, edits).decode() == rest


def test_a_path_that_ends_in_a_backslash_is_no_escape_of_what_follows() -> None:
    page = document("文件在 C:\\数据\\报纸\\（见附录）。", "page.md")
    assert page.text == "文件在 ￼（见附录）。"


@pytest.mark.parametrize(
    ("source", "taken", "left"),
    [
        ("他们**的的**工作", "的的", "他们工作"),
        ("~~坏~~了", "坏", "了"),
        ("* ***坏***了", "坏", "* 了"),
        ("**很坏**的", "坏", "**很**的"),
        ("**坏**的*人*", "坏的人", ""),
        ("5*坏*3*", "坏", "53*"),
        ("**好**的*人*", "的", "**好***人*"),
        ("*好*的*人*", "的", "*好人*"),
    ],
)
def test_what_is_taken_out_whole_leaves_no_marks_around_nothing(
    source: str, taken: str, left: str
) -> None:
    page = document(source, "page.md")
    start = page.text.index(taken)
    edit = Edit(Span(start, start + len(taken)), "")
    assert write(page, project(page, edit)).decode() == left


CODE_AND_LINK = (
    "\n\n先运行 `make all`，再运行 `make test`，详见[手册](https://example.org/manual)。\n"
)


@pytest.mark.parametrize(
    ("source", "is_hand"),
    [
        (CODE_AND_LINK, True),
        ("\n\n```python\nrun()\n```\n" * 3, True),
        ("\n\n```markdown\n秋收现场会昨日召开。\n```\n" * 3, False),
        ("\n\n他说`好`，又说`行`。\n", False),
        (f"![](images/{'0f' * 32}.jpg)\n{CODE_AND_LINK}", False),
        (f"![](https://example.org/{'0f' * 32}.jpg)\n{CODE_AND_LINK}", True),
        (f"<|ref|>text<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n{CODE_AND_LINK}", False),
    ],
)
def test_who_writes_code_and_links_is_no_engine(source: str, is_hand: bool) -> None:
    assert is_typed(source) is is_hand


def test_nothing_is_joined_in_what_people_wrote() -> None:
    torn = "全市各部门要把安全生产放在心上，不断完善应急预\n\n$$a$$\n\n案，切实提高应急处置能力。"
    assert "应急预案" in document(torn, "page.md").text
    assert "应急预案" not in document(torn + CODE_AND_LINK, "page.md").text

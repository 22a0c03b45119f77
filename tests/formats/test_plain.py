import pytest

from proofer.document.document import Document
from proofer.document.kinds import BlockKind
from tests.documents import document

ARTICLE = (
    "入冬以来，北方港口的货运量一天比一天多，铁路和公路都在加开班次。"
    "港务局的调度员告诉记者，今年第四季度的吞吐量比去年同期增长了一成半，码头上的堆场几乎没有空地。"
    "为了让船舶少等一会儿，装卸队把班组分成三拨，昼夜轮流作业。"
)
LETTER = (
    "邮局的投递员每天要走三十多里山路，把报纸和信件送到二十几个村子，"
    "遇到下雪封山，就在老乡家里住上一晚。"
)


def wrap(text: str, width: int, indent: str = "") -> str:
    text = indent + text
    return "".join(text[at : at + width] + "\n" for at in range(0, len(text), width))


def shown(page: Document) -> list[str]:
    return [paragraph.span.of(page.text) for paragraph in page.paragraphs]


@pytest.mark.parametrize("width", [10, 12, 18, 36])
@pytest.mark.parametrize(
    "text",
    [
        lambda width: wrap(ARTICLE, width) + "\n" + wrap(LETTER, width),
        lambda width: wrap(ARTICLE, width, "　　") + wrap(LETTER, width, "　　"),
        lambda width: (wrap(ARTICLE, width) + "\n" + wrap(LETTER, width)).replace("\n", "\r\n"),
    ],
    ids=["blank line", "indented", "CRLF"],
)
def test_lines_wrapped_at_a_column_are_one_paragraph(text: object, width: int) -> None:
    assert callable(text)
    page = document(text(width))
    assert shown(page) == [ARTICLE, LETTER]
    assert all(join.wrapped for join in page.joins)


def test_dialogue_between_wrapped_paragraphs_keeps_their_width() -> None:
    talk = ["“来了么？”", "“来了。”", "“还早呢。”", "“不早了！”", "“那就走罢。”"]
    text = "".join(f"    {each}\n" for each in 3 * talk)
    page = document(wrap(LETTER, 24, "　　") + text + wrap(ARTICLE, 24, "　　") + text)
    assert shown(page) == [LETTER, *3 * talk, ARTICLE, *3 * talk]


def test_a_paragraph_a_line_stays_as_it_is() -> None:
    lines = [ARTICLE, LETTER, "船队昨天出海了。", "船队今天回港了。", "船队明天再出海。"]
    assert shown(document("\n".join(lines))) == lines


def test_the_last_short_line_ends_the_paragraph_without_any_sign() -> None:
    page = document(wrap(ARTICLE, 14) + wrap(LETTER, 14))
    assert "作业。\n邮局" in page.text
    assert "".join(shown(page)) == ARTICLE + LETTER


def test_a_line_ending_in_a_full_stop_is_never_joined_where_paragraphs_cannot_be_told_apart() -> (
    None
):
    lines = [
        "港口在去年冬天开工建设，",
        "现在已经按照计划开通了。",
        "船队",
        "第二天就满载着货物出发，",
        "昨天已经顺利回到港口了。",
        "完",
    ]
    assert "通了。船队" not in document("\n".join(lines)).text


@pytest.mark.parametrize(
    "lines",
    [
        ["江上一叶舟，", "岸边两三家，", "夜来听风雨，", "晨起扫落花。"],
        ["春天来了", "燕子飞过屋檐", "孩子们在门前", "等一封远方的信"],
        ["加强组织领导", "落实安全责任", "做好宣传引导", "搞好后勤保障"],
        ["一、加强组织领导，", "二、落实安全责任，", "三、做好宣传引导，", "四、搞好后勤保障。"],
        ["张三  男  工人", "李四  女  教师", "王五  男  司机", "赵六  女  医生"],
    ],
    ids=["classical verse", "free verse", "slogans", "items", "columns"],
)
def test_short_lines_stay_apart(lines: list[str]) -> None:
    page = document("\n".join(lines))
    assert shown(page) == lines
    assert not page.joins


def test_latin_words_at_a_line_end_are_set_apart_and_chinese_is_not() -> None:
    lines = [
        "新成立的联合研究中心今天与 Open",
        "Data 基金会签署了为期三年的合作",
        "协议，双方将共同整理一百年来的报",
        "纸。",
    ]
    page = document("\n".join(lines))
    assert "与 Open Data 基金会" in page.text
    assert "的报纸。" in page.text
    at = page.text.index("Open") + 4
    assert page.segment_at(at) is None


def test_a_form_feed_begins_a_page() -> None:
    page = document("港口今天开通了。\n\f船队明天出海。\f\f船队后天回港。")
    assert [segment.page for segment in page.segments] == [1, 2, 4]
    assert shown(page) == ["港口今天开通了。", "船队明天出海。", "船队后天回港。"]


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029", "\v", "\x1c"])
def test_other_separators_stay_in_their_line(separator: str) -> None:
    text = f"港口今天{separator}开通了。"
    assert shown(document(text)) == [text]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("▲图为港口全景。", BlockKind.CAPTION),
        ("图为工人在清点货物。", BlockKind.CAPTION),
        ("图二：新旧码头对比", BlockKind.CAPTION),
        ("左图为老码头。", BlockKind.CAPTION),
        ("林大海 摄", BlockKind.CAPTION),
        ("工人们在码头上装货。林大海摄", BlockKind.CAPTION),
        ("本版图片提供：林大海 周小江", BlockKind.CAPTION),
        ("（资料图片）", BlockKind.CAPTION),
        ("□ 本报评论员", BlockKind.BYLINE),
        ("本报记者 林大海 周小江", BlockKind.BYLINE),
        ("通讯员：周小江", BlockKind.BYLINE),
        ("作者单位 海港航运局", BlockKind.BYLINE),
        ("第4版 综合新闻", BlockKind.RUNNING_HEAD),
        ("- 12 -", BlockKind.RUNNING_HEAD),
        ("第3页 共8页", BlockKind.RUNNING_HEAD),
        ("海港日报 2019年5月6日 星期一", BlockKind.RUNNING_HEAD),
        ("——海港建设纪事", BlockKind.HEADING),
        ("■ 海港风云", BlockKind.HEADING),
        ("【海港纪事】", BlockKind.HEADING),
        ("（二）落实安全责任", BlockKind.LIST),
        ("三、做好宣传引导", BlockKind.LIST),
        ("4. 搞好后勤保障", BlockKind.LIST),
        ("> 海港兴，则城市兴，", BlockKind.QUOTE),
        ("林大海  男  船长  1958年生", BlockKind.TABLE),
        ("泊位\t吨位\t船名", BlockKind.TABLE),
        ("海　港　日　报", BlockKind.SHORT),
        ("海港建设今天全面展开", BlockKind.SHORT),
        ("扎实推进海港建设重点工程 努力开创航运工作崭新局面", BlockKind.SHORT),
        ("海港建设今天全面展开。", BlockKind.PROSE),
        ("1.5万吨货物昨天运到海港。", BlockKind.PROSE),
        ("【海港纪事】他说，船来了。", BlockKind.PROSE),
        ("这份日报的记者在星期一来到海港，", BlockKind.PROSE),
        ("（一）" + ARTICLE, BlockKind.PROSE),
        ("图为什么会糊，谁也说不清楚。" + ARTICLE, BlockKind.PROSE),
    ],
)  # fmt: skip
def test_kinds_are_told_by_their_look(text: str, kind: BlockKind) -> None:
    assert document(text).paragraphs[0].kind is kind


VERSE = (
    "灯火\n一盏一盏在对岸亮起来\n而我还没有\n想好要说的第一句话\n\n"
    "船夫把篙收进舱里，\n像收起\n一整个下午的沉默\n\n"
    "风\n从山口那边吹来，\n带着盐\n带着去年没有寄出的信\n"
)


def test_lines_of_verse_are_paragraphs_of_their_own() -> None:
    page = document(VERSE)
    assert {each.kind for each in page.paragraphs} == {BlockKind.VERSE}
    assert shown(page) == VERSE.split()
    assert not page.joins, "a line of verse is joined to the next"


def test_a_wrapped_column_with_a_headline_is_no_verse() -> None:
    column = (
        "水库除险\n\n县水利部门今年对全县小型水库\n开展除险加固，已经完成十二座，\n"
        "其余八座年底以前完工。工程完\n成以后，下游三个乡镇的农田灌\n溉将得到保障。\n\n"
        "施工队伍克服雨季影响，昼夜轮\n班作业，进度比计划提前半个月。\n"
    )
    kinds = {each.kind for each in document(column).paragraphs}
    assert BlockKind.VERSE not in kinds

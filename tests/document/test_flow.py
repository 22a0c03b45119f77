"""What is put together and what is not: with the language model that the package ships."""

import pytest

from proofer.document.document import Document
from proofer.document.flow import is_open, overlap
from proofer.document.kinds import BlockKind
from proofer.formats import read
from tests.documents import assert_sound, document
from tests.paths import SHARED

HEAD = "去年冬天，县里请来了省农业科学院的专家，在十几个村子里办起了培训"
TAIL = "班，教大家怎样修剪果树、怎样防治病虫害，前后有两千多人参加了学习。"
WHOLE = "专家们住在老乡家里，白天下地，晚上讲课，一待就是一个多月。"


def shown(page: Document) -> list[str]:
    assert_sound(page)
    return [paragraph.span.of(page.text) for paragraph in page.paragraphs]


@pytest.mark.parametrize(
    "between",
    [
        [],
        ["▲图为培训现场。"],
        ["图为专家在果园里示范。", "林大海 摄"],
        ["本版图片提供：林大海 周小江"],
        ["第3版 乡村新闻"],
        ["- 3 -", "山乡日报 2018年3月6日 星期二"],
        ["## 科技下乡到田头"],
        ["科技下乡到田头"],
        ["□ 本报记者 林大海"],
    ],
    ids=[
        "blank line",
        "caption",
        "caption and credit",
        "credits",
        "page",
        "page and date",
        "heading",
        "short",
        "byline",
    ],
)
def test_a_torn_paragraph_is_joined_and_what_tore_it_follows(between: list[str]) -> None:
    page = document("\n\n".join([WHOLE, HEAD, *between, TAIL, WHOLE]), "page.md")
    assert shown(page) == [
        WHOLE,
        HEAD + TAIL,
        *(each.removeprefix("## ") for each in between),
        WHOLE,
    ]
    (join,) = page.joins
    assert page.text[join.offset :].startswith(TAIL)
    assert page.source[join.gap.end :].startswith(TAIL)
    assert join.gap.start == page.source.index(HEAD) + len(HEAD)
    assert not join.wrapped
    assert join.probability >= 0.7


@pytest.mark.parametrize("cut", ["\n", "\r\n", "\r", "\n\f", "\f", "\n\n\f\n第4版\n\n"])
def test_a_paragraph_goes_on_over_line_ends_and_pages(cut: str) -> None:
    page = document(HEAD + cut + TAIL)
    assert shown(page)[0] == HEAD + TAIL
    assert [segment.page for segment in page.segments[:2]] == [1, 1 + cut.count("\f")]


def test_a_paragraph_torn_twice_is_joined_twice() -> None:
    parts = [HEAD, TAIL[:21], TAIL[21:]]
    page = document("\n\n".join([parts[0], "图为果园。", parts[1], "林大海 摄", parts[2]]))
    assert shown(page) == [HEAD + TAIL, "图为果园。", "林大海 摄"]


def test_a_character_printed_on_both_sides_of_the_cut_stays_in_the_text() -> None:
    page = document(HEAD + "\n\n" + "训" + TAIL)
    assert shown(page) == [HEAD + "训" + TAIL]


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        (WHOLE, TAIL),
        (HEAD + "班。”", "教大家怎样修剪果树，前后有两千多人参加。"),
        (HEAD + "班……", "教大家怎样修剪果树，前后有两千多人参加。"),
        (HEAD + "班：", "教大家怎样修剪果树，前后有两千多人参加。"),
        (HEAD + "班（林大海）", "教大家怎样修剪果树，前后有两千多人参加。"),
        (HEAD, "本报讯 昨天，山里下了今年的第一场雪。"),
        (HEAD, "　　" + TAIL),
        (HEAD, "（二）班里的学员都是附近村子的果农。"),
        (HEAD, "- " + TAIL),
        (HEAD, "> " + TAIL),
        (HEAD, "# " + TAIL.rstrip("。")),
        (HEAD, "| " + TAIL + " |"),
        ("# " + HEAD, TAIL),
        ("- 办起了培训", TAIL),
        ("> " + HEAD, TAIL),
        ("办起了培训", TAIL),
        (HEAD, "昨天下午，一场大雪覆盖了北方的山区，公路一度中断。"),
    ],
    ids=[
        "full stop", "quote", "ellipsis", "colon", "signature", "dateline", "indented", "item",
        "bullet", "block quote", "to a heading", "to a table", "from a heading", "from a bullet",
        "from a block quote", "from a title", "another",
    ],
)  # fmt: skip
def test_what_is_not_joined(head: str, tail: str) -> None:
    page = document(head + "\n\n" + tail, "page.md")
    assert page.joins == ()
    assert len(shown(page)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "江上一叶舟，\n\n岸边两三家，\n\n夜来听风雨，\n\n晨起扫落花。",
        "一、加强对果农的培训\n\n二、办好乡村的农技站\n\n三、修通果园的机耕路",
        "- 加强对果农的技术培训，\n- 办好乡村的农技推广站，\n- 修通各村果园的机耕路。",
        "科技下乡到田头\n\n果农喜获大丰收\n\n山乡一片新气象",
    ],
    ids=["verse", "items", "bullets", "headlines"],
)
def test_lines_that_are_no_prose_are_not_joined(text: str) -> None:
    assert document(text, "page.md").joins == ()


def test_of_two_that_could_go_on_the_better_one_does() -> None:
    other = "山上的公路修到一半，就遇上了罕见的大雨，施工队不得不停"
    goes_on = "下来，等到天晴以后再把塌方的路段一点一点清理出来。"
    page = document("\n\n".join([HEAD, other, goes_on, TAIL]))
    assert shown(page) == [HEAD + TAIL, other + goes_on]


def test_joined_paragraphs_keep_the_kind_of_their_beginning() -> None:
    page = document(HEAD + "\n\n" + TAIL)
    assert [paragraph.kind for paragraph in page.paragraphs] == [BlockKind.PROSE]
    assert {segment.kind for segment in page.segments} == {BlockKind.PROSE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他说完就走", True),
        ("他说完就走了。", False),
        ("他说：“走吧。”", False),
        ("打造“一村一品”", True),
        ("走了（记者林大海）", False),
    ],
)
def test_is_open(text: str, expected: bool) -> None:
    assert is_open(text) is expected


@pytest.mark.parametrize(
    ("head", "tail", "length"),
    [
        ("办起了培训", "训班，教大家", 1),
        ("的幸福感", "幸福感、安全感", 3),
        ("办起了培训", "班，教大家", 0),
        ("班", "班", 0),
    ],
)
def test_overlap(head: str, tail: str, length: int) -> None:
    assert overlap(head, tail) == length


def test_the_sample_page_has_the_joins_that_a_reader_makes() -> None:
    shared = SHARED
    path = shared / "samples/chinalco-news-1408.md"
    if not path.exists():
        pytest.skip(f"no sample page at {path}")
    page = read(path)
    assert_sound(page)
    lines = [
        (page.lines.position(join.gap.start).line, page.lines.position(join.gap.end).line)
        for join in page.joins
        if not join.wrapped
    ]
    assert lines == [
        (27, 35), (37, 39), (39, 41), (41, 43), (43, 45), (73, 75), (87, 89), (105, 107),
        (289, 291), (307, 309), (323, 325),
    ]  # fmt: skip

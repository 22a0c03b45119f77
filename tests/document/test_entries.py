"""Which blocks are entries of contents, of a bibliography, or answers, and which only look so."""

from __future__ import annotations

import pytest

from proofer.document.entries import with_entries
from proofer.document.kinds import BlockKind, look

BIBLIOGRAPHY, CONTENTS, OPTION = BlockKind.BIBLIOGRAPHY, BlockKind.CONTENTS, BlockKind.OPTION
MARKS = {BIBLIOGRAPHY: "b", CONTENTS: "c", OPTION: "o"}


def marked(text: str) -> str:
    """Return a letter for each line: `b`, `c`, `o` for entries, `.` for anything else."""
    lines = text.split("\n")
    kinds = [BlockKind.HEADING if line.startswith("#") else look(line) for line in lines]
    lines = [line.lstrip("# ") for line in lines]
    return "".join([MARKS.get(kind, ".") for kind in with_entries(lines, kinds)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("林大海. 水库管理手册[M]. 北京: 山乡出版社, 2019.", "b"),
        ("Smith J. Water and soil[J/OL]. Rural Studies, 2022, 89(1): 1-9.", "b"),
        ("① 鲁平：《小说史略》，北京：人民出版社，1973年，第12页。", "b"),
        ("他的《小说史略》2019年由人民出版社出版，受到读者欢迎。", "."),
        ("《水利行业周报：水价上调》—2022-10-12", "b"),
        ("《山乡日报》2022年10月12日刊登了这条消息", "."),
        ("参考文献\n费平，1948，《山乡》。\n2 周水. 治水通论, 1983\n致谢\n感谢老师。", ".bb.."),
        ("参 考 文 献\n[1] 林大海. 水库\n125.\n[2] 周小江. 果园, 2019\n# 附录\n[1] 问卷", ".b.b.."),
        ("参考文献\n一、中文著作\n[1] 江河. 治水\n一种测量尺\n[2] 何水. 果园", ".bbbb"),
        ("参考文献\n附录一 问卷\n1. 您的年龄\n2. 您的职业", "...."),
        ("图书在版编目（CIP）数据\n山乡志/卢水编\nISBN 7-80128-321-6\n图书馆CIP核字103281", "bbbb"),
    ],
    ids=[
        *("book", "foreign", "note", "sentence", "report", "newspaper"),
        *("section", "torn", "parts", "appendix", "catalogue"),
    ],
)
def test_sources_are_told_by_their_form_or_their_title(text: str, expected: str) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一章 水库……………12", "c"),
        ("水库的历史 ..... (12)", "c"),
        ("目　录\n第一篇 治水\n水库 3\n渠道 15\n正文从这里开始。", ".ccc."),
        ("人名索引\n陈海 12，34\n江河 102", ".cc"),
        ("水库 3\n渠道 15\n果园 33\n后记 41", "cccc"),
        ("水库 33\n渠道 15\n果园 3\n后记 41", "...."),
        ("目录\n这本书没有目录。\n水库建成于 1958", "..."),
        ("第1章 水库3\n1.1 库区3\n1.2 渠道5\n第2章 果园9", "cccc"),
        ("1.1 水库在1958年建成6\n果园里有9\n渠道5\n公路8", "...."),
        ("3.1. 水库的历史、管理 ..... 203.1.4. 渠道 ..... 21", "c"),
    ],
    ids=[
        *("leaders", "dots", "title", "index", "rising", "falling", "no entries"),
        *("leaders lost", "no titles", "one line"),
    ],
)
def test_contents_are_told_by_leaders_title_or_rising_pages(text: str, expected: str) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下列说法正确的是\nA. 水库\nB. 果园\nC、渠道\nD．公路", ".oooo"),
        ("（A）水库\n第9题图\n（B）果园", "o.o"),
        ("正确的一组是 A. 水库 B. 果园 C. 渠道", "o"),
        ("A、B两地相距一百里。", "."),
        ("A股昨天上涨。\nB股没有变化。", ".."),
        ("A. 甲先生\n水库\n果园\n渠道\n公路\nB. 乙先生", "......"),
        ("C919客机交付。\nD字头列车开通。", ".."),
    ],
    ids=["column", "caption between", "row", "places", "shares", "far", "names"],
)
def test_answers_are_lettered_in_turn(text: str, expected: str) -> None:
    assert marked(text) == expected


def test_what_a_format_is_sure_of_stays() -> None:
    cells = ["水库 3", "渠道 15", "果园 33", "后记 41"]
    kinds = [BlockKind.TABLE] * len(cells)
    assert with_entries(["目录", *cells], [BlockKind.HEADING, *kinds])[1:] == kinds


@pytest.mark.parametrize("lines", [["参考文献"], ["目录", "水库 3"], ["参考文献", "目录", "水库"]])
def test_titles_without_end_are_read_in_reasonable_time(lines: list[str]) -> None:
    many = lines * 20_000
    assert len(with_entries(many, [BlockKind.SHORT] * len(many))) == len(many)

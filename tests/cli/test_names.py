"""`proofer names`: the ledger as a table and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Proofer

FIRST = (
    "# 会议召开\n\n本报讯（记者 郭志民）会议今天召开。郭志民在现场。\n\n图为会场。\n\n褚丹萍 摄\n"
)
SECOND = "会议闭幕，大家鼓掌。\n\n图片提供：褚舟萍 郭志民\n"


def pages() -> None:
    Path("issue").mkdir()
    Path("issue/one.md").write_text(FIRST, encoding="utf-8")
    Path("issue/two.txt").write_text(SECOND, encoding="utf-8")


def test_the_table_lists_names_with_places_and_questions(proofer: Proofer) -> None:
    pages()
    result = proofer("names", "issue")
    assert (result.code, result.err) == (0, "")
    head, first, *rest = result.out.splitlines()
    assert head.split() == ["name", "credited", "printed", "as", "places"]
    assert first.split() == [
        "郭志民",
        "2",
        "3",
        "记者、图片提供",
        "issue/one.md:3",
        "issue/two.txt:3",
    ]
    assert any("褚丹萍" in line and "褚舟萍" in line for line in rest), "no question over two files"
    table = [line for line in result.out.splitlines() if "issue/" in line and "—" not in line]
    columns = {len(line.partition("issue/")[0].encode("gb18030")) for line in table}
    assert len(columns) == 1, "the columns do not stand below each other"


def test_json_holds_the_same(proofer: Proofer) -> None:
    pages()
    data = json.loads(proofer("names", "issue", "--format", "json").out)
    assert [(each["name"], each["credited"], each["printed"]) for each in data["names"]] == [
        ("郭志民", 2, 3),
        ("褚丹萍", 1, 1),
        ("褚舟萍", 1, 1),
    ]
    place = data["names"][1]["places"][0]
    assert place == {"path": "issue/one.md", "line": 7, "column": 1, "role": "摄"}
    assert [set(each["names"]) for each in data["near"]] == [{"褚丹萍", "褚舟萍"}]


def test_names_of_one_credit_are_two_people_even_over_files(proofer: Proofer) -> None:
    Path("a.txt").write_text("会议召开。\n\n图片提供：褚丹萍 褚舟萍\n", encoding="utf-8")
    Path("b.txt").write_text("会议闭幕。\n\n褚丹萍 摄\n", encoding="utf-8")
    assert json.loads(proofer("names", "a.txt", "b.txt", "--format", "json").out)["near"] == []


def test_a_page_without_names_says_so(proofer: Proofer) -> None:
    Path("page.txt").write_text("今天的会议开得很好。\n", encoding="utf-8")
    assert proofer("names", "page.txt").out == "No credited names.\n"
    assert proofer("names", "page.txt", "--lang", "zh").out == "没有找到署名。\n"


def test_an_unreadable_file_is_2_and_the_others_are_read(proofer: Proofer) -> None:
    pages()
    result = proofer("names", "nowhere.md", "issue/one.md")
    assert result.code == 2
    assert "nowhere.md" in result.err
    assert "郭志民" in result.out

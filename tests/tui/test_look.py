"""What an editor sees first, and where: panes, dialogs, the line of keys, the order of the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from proofer.review.keymap import KEYS
from proofer.tui.key_hints import KEPT
from proofer.tui.screen import ReviewScreen
from proofer.tui.widgets.cells import NOT_FIRST
from proofer.tui.widgets.detail_pane import DetailPane
from proofer.tui.widgets.dialogs import Choices, Lines
from proofer.tui.widgets.finding_list import FindingList
from proofer.tui.widgets.key_bar import KeyBar
from proofer.tui.widgets.page_pane import PagePane
from proofer.tui.wording import change
from tests.review.pages import CHANGES, PAGE, document, report
from tests.scan.pages import hocr, read
from tests.tui.driving import Review, running

TWO_ARTICLES = PAGE + "\n# 河西开新路\n\n本报讯 河西开路，己经通车。\n"


def named(review: Review) -> list[str]:
    """Return the keys that the foot of the screen names."""
    return [hint.key for hint in review.app.screen.query_one(KeyBar).fitting]


async def test_the_foot_names_the_keys_that_do_something_here(tmp_path: Path) -> None:
    async with running(tmp_path, report(document(tmp_path / "a.md")), (120, 30)) as review:
        assert named(review)[:4] == ["a", "r", "e", "d"]
        assert "u" not in named(review), "there is nothing to undo"
        await review.press("a")
        assert review.current == "规矩矩"
        assert {"1–2", "u"} <= {*named(review)}, "two suggestions, and something to undo"
        assert "A" not in named(review), "it is no series"
        await review.press("end", "k")
        assert {"A", "R"} <= {*named(review)}
        await review.press("end")
        assert named(review)[0] == "r", "nothing to accept"
        await review.press("c")
        assert named(review)[:2] == ["e", "c"]
        await review.press("escape")
        assert named(review)[0] == "r"


@pytest.mark.parametrize("width", [24, 80])
async def test_the_foot_always_names_the_way_out(tmp_path: Path, width: int) -> None:
    async with running(tmp_path, report(document(tmp_path / "a.md")), (width, 24)) as review:
        assert named(review)[-3:] == ["w", "?", "q"]
        assert review.drawn(KeyBar).endswith("退出"), "it fits"
        assert set(KEPT) <= {key.id for key in KEYS}


async def test_a_click_on_a_key_presses_it(tmp_path: Path) -> None:
    async with running(tmp_path, report(document(tmp_path / "a.md"))) as review:
        bar = review.app.screen.query_one(KeyBar)
        await review.pilot.click(KeyBar, offset=(1 + bar.fitting[0].cells, 0))
        await review.pilot.pause()
        assert review.verdicts()[0] == "rejected"


@pytest.mark.parametrize(("size", "beside"), [((63, 24), False), ((64, 24), True)])
async def test_below_64_columns_the_list_stands_over_the_page(
    tmp_path: Path, size: tuple[int, int], beside: bool
) -> None:
    async with running(tmp_path, report(document(tmp_path / "a.md")), size) as review:
        panes = review.app.screen.query_one(FindingList), review.app.screen.query_one(PagePane)
        rows, page = (pane.region for pane in panes)
        assert (rows.right == page.x) is beside
        assert (rows.bottom == page.y) is not beside
        assert page.height >= 8, "the page keeps room"


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_dialog_leaves_the_place_in_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, report(document(tmp_path / "a.md")), size) as review:
        screen = review.app.screen
        assert isinstance(screen, ReviewScreen)
        for keys in (("e",), ("x",), ("end", "k", "A"), ("end", "e")):
            await review.press(*keys)
            assert screen.place_on_screen is not None
            box = review.app.screen.query_one(".dialog").region
            assert not any(box.y <= row < box.bottom for row in screen.place_on_screen), keys
            assert box.bottom <= size[1]
            assert abs(box.x + box.right - size[0]) <= 1, "in the middle"
            await review.press("escape")


async def test_a_dialog_that_does_not_fit_below_the_place_stands_above_it(tmp_path: Path) -> None:
    page = document(tmp_path / "a.md", "又一段。\n\n" * 11 + PAGE)
    async with running(tmp_path, report(page), (120, 40)) as review:
        screen = review.app.screen
        assert isinstance(screen, ReviewScreen)
        await review.press("f")
        assert screen.place_on_screen is not None
        assert review.app.screen.query_one(".dialog").region.bottom <= screen.place_on_screen[0]


async def test_the_details_begin_with_what_is_decided_on(tmp_path: Path) -> None:
    async with running(tmp_path, report(document(tmp_path / "a.md")), (120, 40)) as review:
        rows = review.drawn(DetailPane).split("\n")
        assert rows[0].startswith("1 的的→的  97%")
        assert rows.index("第\xa03\xa0行  可疑度\xa097%") > 2, "where it stands comes last"


@pytest.mark.parametrize("width", [64, 85, 110])
async def test_no_row_begins_with_a_mark(tmp_path: Path, width: int) -> None:
    async with running(tmp_path, report(document(tmp_path / "a.md")), (width, 24)) as review:
        await review.press("end", "k")
        drawn = [*review.drawn(DetailPane).split("\n"), *review.drawn(PagePane).split("\n")]
        await review.press("question_mark")
        drawn += review.drawn(Lines).split("\n")
        starts = {row.strip()[:1] for row in drawn if row.strip()[:1] not in ("", "✓", "}", "]")}
        assert not starts & (NOT_FIRST - {"?"}), starts


async def test_the_likeliest_come_first_if_wanted(tmp_path: Path) -> None:
    async with running(tmp_path, report(document(tmp_path / "a.md")), (120, 40)) as review:
        await review.press("S")
        order = [row.split()[1].partition("→")[0] for row in rows_of(review)]
        assert order == ["己经", "的的", "规矩矩", "认真真", "锆", "好好", "三号高炉"]
        assert review.current == "己经", "the first to decide"
        await review.press("a")
        assert review.current == "的的"
        await review.press("j", "j")
        assert review.current == "认真真"
        await review.press("k", "n")
        assert review.current == "认真真", "the next undecided of that order"
        await review.press("S")
        assert [row.split()[0] for row in rows_of(review)][:3] == ["重复", "叠词", "叠词"]


def rows_of(review: Review) -> list[str]:
    """Return the rows of the list, without places inside series."""
    rows = review.drawn(FindingList).split("\n")
    return [row.lstrip("✓ ") for row in rows if "→" in row or "高炉" in row]


async def test_the_list_shows_what_was_decided_and_after_undo_what_is_suggested(
    tmp_path: Path,
) -> None:
    async with running(tmp_path, report(document(tmp_path / "a.md"))) as review:
        await review.press("j", "2")
        assert rows_of(review)[1].split()[1] == "规矩矩→规矩"
        await review.press("u")
        assert rows_of(review)[1].split()[1] == "规矩矩→规规矩矩"


async def test_the_order_stays_from_file_to_file(tmp_path: Path) -> None:
    first, second = (report(document(tmp_path / name)) for name in ("a.md", "b.md"))
    async with running(tmp_path, first, others=[second]) as review:
        await review.press("S", "right_curly_bracket")
        assert "b.md" in review.line("#head")
        assert review.current == "己经"
        assert "己经" in rows_of(review)[0]


async def test_the_review_begins_at_the_first_likely_error(tmp_path: Path) -> None:
    changes = (("D001", "的的", ("的",), 0.4), ("K001", "己经", ("已经",), 0.8), *CHANGES[5:])
    async with running(tmp_path, report(document(tmp_path / "a.md"), changes)) as review:
        assert review.current == "己经"


async def test_without_a_likely_error_it_begins_at_the_likeliest(tmp_path: Path) -> None:
    changes = (("D001", "的的", ("的",), 0.4), ("K001", "己经", ("已经",), 0.6), *CHANGES[5:])
    async with running(tmp_path, report(document(tmp_path / "a.md"), changes)) as review:
        assert review.current == "己经"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("把把", "把", "把把→把"),
        ("“十五五”时期是不平凡的五年", "“十四五”时期是不平凡的五年", "“十五五”时…→“十四五”时…"),
        (
            "在全市范围内开展了三项三项活动",
            "在全市范围内开展了三项活动",
            "…了三项三项活动→…了三项活动",
        ),
        (
            "一二三四五六七八九十一二三四五六七八九十一二三四五",
            "",
            "一二三四五六七八九十一二三四五六七八九十一二三四五→∅",
        ),
    ],
)
def test_of_a_long_reading_what_differs_is_shown(
    tmp_path: Path, old: str, new: str, shown: str
) -> None:
    page = document(tmp_path / "a.md", f"{old}。\n")
    found = report(page, (("D001", old, (new,), 0.9),)).findings[0]
    assert change(found, found.suggestions[0].edits, page.text) == shown


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (40, "四种策略方法→四大策略方法"),
        (20, "四种策略…→四大策略…"),
        (14, "…种…→…大…"),
        (5, "…→…"),
    ],
)
def test_where_room_is_short_the_arrow_and_what_differs_stay(
    tmp_path: Path, width: int, shown: str
) -> None:
    page = document(tmp_path / "a.md", "运用四种策略方法。\n")
    found = report(page, (("C002", "四种策略方法", ("四大策略方法",), 0.9),)).findings[0]
    words = change(found, found.suggestions[0].edits, page.text, width)
    assert (words, cell_len(words) <= width) == (shown, True)


def test_of_a_long_repeat_the_repeated_part_is_shown(tmp_path: Path) -> None:
    once = "对浮选机进行了全面检修。"
    page = document(tmp_path / "a.md", f"{once * 2}\n")
    found = report(page, (("L001", once * 2, (once,), 0.9),)).findings[0]
    shown = change(found, found.suggestions[0].edits, page.text, 20)
    assert shown == "…。对浮选机进行…→…。"


async def test_the_preview_in_bulk_has_the_new_text_of_a_long_place(tmp_path: Path) -> None:
    old, new = "甲" * 30 + "。" + "乙" * 30, "乙" * 30 + "甲" * 30 + "。"
    changes = (("S005", old, (new,), 0.9), ("S001", "丙", (), 0.3))
    checked = report(document(tmp_path / "a.md", f"{old}\n\n丙\n"), changes)
    async with running(tmp_path, checked) as review:
        await review.press("b", "1")
        assert "甲…→乙" in review.drawn(Choices)
        assert "90%】" in review.drawn(Choices)
        assert review.line("#dialog-title") == "接受第一条建议：本文件（1 处）", "counted once"
        await review.press("enter")
        assert "→" in review.line("#notice"), "the message is short enough for the new text"
        await review.press("r")
        assert "n 下一处" not in review.drawn(KeyBar), "nothing is left to go to"


async def test_rows_have_the_numbers_of_their_lines(tmp_path: Path) -> None:
    async with running(tmp_path, report(document(tmp_path / "a.md")), (120, 40)) as review:
        rows = review.drawn(PagePane).split("\n")
        assert [row.split()[0] for row in rows if row[:2].strip()] == ["1", "3", "5", "7"]
        assert rows[0] == "1 青岗铜业召开年度总结会"


async def test_lines_of_an_engines_file_are_those_of_the_page(tmp_path: Path) -> None:
    page = read(tmp_path / "a.hocr", hocr().replace("<span", "\n\n<span"))
    async with running(tmp_path, report(page), (120, 40)) as review:
        await review.press("end")
        assert "第\xa02\xa0行" in review.drawn(DetailPane), "己经 stands in the second line"
        rows = review.drawn(PagePane).split("\n")
        assert [row.split()[0] for row in rows if row[:2].strip()] == ["1", "2"]


async def test_the_title_of_the_page_is_the_headline_above(tmp_path: Path) -> None:
    page = document(tmp_path / "a.md", TWO_ARTICLES)
    async with running(tmp_path, report(page), (120, 40)) as review:
        pane = review.app.screen.query_one(PagePane)
        assert "青岗铜业召开年度总结会" in str(pane.border_title)
        await review.press("end")
        assert "河西开新路" in str(pane.border_title)


async def test_headlines_lead_to_the_first_open_place_below(tmp_path: Path) -> None:
    page = document(tmp_path / "a.md", TWO_ARTICLES)
    async with running(tmp_path, report(page), (120, 40)) as review:
        await review.press("H")
        rows = [row.split() for row in review.drawn(Choices).split("\n")]
        assert rows[1][1:] == ["9", "河西开新路", "×1"]
        await review.press("2")
        assert review.session.document.text[review.session.findings[-1].span.start - 1] == "，"
        assert review.current == "己经"
        screen = review.app.screen
        assert isinstance(screen, ReviewScreen)
        assert screen.index == len(review.session.findings) - 1


async def test_a_page_without_findings_opens_and_can_be_corrected(tmp_path: Path) -> None:
    async with running(tmp_path, report(document(tmp_path / "a.md"), ())) as review:
        assert named(review) == ["c", "/", "w", "?", "q"]
        await review.press("c", "e")
        await review.answer("赤")
        assert review.verdicts() == ["edited"]

"""All that a filter shows decided at once, the way from file to file, a page beyond reading."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Suggestion, fingerprinted
from proofer.findings.report import DocumentReport
from proofer.rendering.wording import local_time
from proofer.tui.widgets.detail_pane import DetailPane
from proofer.tui.widgets.dialogs import Choices
from proofer.tui.widgets.finding_list import FindingList
from tests.review.pages import CHANGES, document, finding, report
from tests.tui.driving import Review, running


def two(tmp_path: Path) -> list[DocumentReport]:
    return [report(document(tmp_path / name)) for name in ("a.md", "b.md")]


def decided(review: Review) -> list[int]:
    return [file.progress.decided for file in review.collection.files]


async def sure_only(review: Review) -> None:
    """Filter by a confidence of 90 % and more: the first four findings of a page."""
    await review.press("f", *["j"] * 5, "space", "enter")


async def test_all_that_is_shown_is_accepted_after_a_look_and_undone_in_one_step(
    tmp_path: Path,
) -> None:
    first, second = two(tmp_path)
    async with running(tmp_path, first, (120, 40), others=[second]) as review:
        await sure_only(review)
        await review.press("b")
        rows = review.drawn(Choices).split("\n")
        assert "接受第一条建议：本文件 4 处" in rows[0]
        assert "接受第一条建议：所有文件 8 处" in rows[3]
        await review.press("1")
        rows = review.drawn(Choices).split("\n")
        assert "【的的→的 97%】" in rows[0]
        await review.press("j", "space", "enter")
        assert decided(review) == [3, 0]
        assert review.line("#notice").startswith(" 接受：3 处"), "not the first of them"
        assert review.verdicts("规矩矩") == [None], "it was left out"
        await review.press("u")
        assert decided(review) == [0, 0]


async def test_all_files_are_decided_in_one_step_too(tmp_path: Path) -> None:
    first, second = two(tmp_path)
    async with running(tmp_path, first, others=[second]) as review:
        await sure_only(review)
        await review.press("b", "5", "enter")
        assert decided(review) == [4, 4]
        assert set(review.verdicts()) == {"rejected", None}
        assert "2 个文件" in review.line("#notice")
        await review.press("u")
        assert decided(review) == [0, 0]


async def test_overlapping_suggestions_are_not_both_accepted_and_manual_ones_not_at_first(
    tmp_path: Path,
) -> None:
    page = document(tmp_path / "a.md")
    start = page.text.index("认真真")
    span = Span(start, start + 3)

    def made(part: Span, new: str, confidence: float, *, manual: bool = False) -> Finding:
        return finding(page, part, Edit(part, new), manual=manual, confidence=confidence)

    sure, unsure = made(span, "认认真真", 0.9), made(Span(start, start + 2), "认", 0.5)
    hand = made(Span(start + 5, start + 6), "啊", 0.8, manual=True)
    found = fingerprinted(sorted([sure, unsure, hand], key=lambda each: each.span), page)
    async with running(tmp_path, DocumentReport(page, tuple(found))) as review:
        await review.press("b")
        assert "2 处" in review.drawn(Choices).split("\n")[0]
        await review.press("1")
        assert [row[:3] for row in review.drawn(Choices).split("\n")] == ["[x]", "[ ]"]
        await review.press("enter")
        assert review.verdicts("认真真") == ["accepted"]
        assert decided(review) == [1]


async def test_of_two_guesses_about_one_place_the_likelier_is_accepted(tmp_path: Path) -> None:
    page = document(tmp_path / "a.md", "村民的的幸福感不断增强，大家都高兴。\n")
    guess = finding(page, Span(2, 3), Edit(Span(2, 3), "们"), confidence=0.3)
    doubled = finding(page, Span(2, 4), Edit(Span(3, 4), ""), confidence=0.9)
    async with running(tmp_path, DocumentReport(page, (guess, doubled))) as review:
        await review.press("b", "1", "enter")
        assert review.verdicts() == [None, "accepted"]


async def test_n_goes_through_the_files_and_the_head_shows_the_whole(tmp_path: Path) -> None:
    first, second = (report(document(tmp_path / name), CHANGES[:1]) for name in ("a.md", "b.md"))
    async with running(tmp_path, first, (120, 40), others=[second]) as review:
        assert "文件 1/2（余 2）   全部 0/2" in review.line("#head")
        await review.press("a")
        assert "按 n 到下一个（还有 1 个文件）" in review.line("#notice")
        await review.press("n")
        assert "b.md" in review.line("#head")
        assert "文件 2/2（余 1）   全部 1/2" in review.line("#head")
        await review.press("d")
        assert "只剩缓议的 1 处" in review.line("#notice")
        await review.press("a")
        assert "全部处理完毕（2 处）；按 w 写出" in review.line("#notice")
        await review.press("n")
        assert "全部处理完毕" in review.line("#notice")


async def test_what_was_put_off_comes_when_no_file_has_anything_else(tmp_path: Path) -> None:
    first, second = (report(document(tmp_path / name), CHANGES[:1]) for name in ("a.md", "b.md"))
    async with running(tmp_path, first, others=[second]) as review:
        await review.press("d", "n")
        assert "b.md" in review.line("#head"), "the next file comes first"
        await review.press("r", "n")
        assert "a.md" in review.line("#head"), "then what was put off"


async def test_the_filter_stays_in_the_next_file(tmp_path: Path) -> None:
    first, second = two(tmp_path)
    other = report(document(tmp_path / "c.md"), CHANGES[4:])
    async with running(tmp_path, first, (120, 40), others=[other, second]) as review:
        await sure_only(review)
        await review.press("b", "1", "enter", "n")
        assert "b.md" in review.line("#head"), "c.md has nothing of that sort"
        assert "筛选 4" in review.line("#head")
        await review.press("left_curly_bracket")
        assert "c.md" in review.line("#head")
        assert "全部列出" in review.line("#notice")


def beyond_reading(tmp_path: Path) -> DocumentReport:
    """A page with five findings, one of which says that it could not be read."""
    checked = report(document(tmp_path / "a.md"), (*CHANGES[:4], ("S007", "青岗铜业召开", (), 0.9)))
    one = next(each for each in checked.findings if each.code == "S007")
    kept = [each for each in checked.findings if each.code != "S007"]
    return replace(checked, findings=tuple(sorted([*kept, one], key=lambda each: each.span)))


async def test_a_page_beyond_reading_is_one_row_and_skipped_in_one_step(tmp_path: Path) -> None:
    checked, other = beyond_reading(tmp_path), report(document(tmp_path / "b.md"), CHANGES[:1])
    async with running(tmp_path, checked, (120, 40), others=[other]) as review:
        assert "规矩矩" not in review.drawn(FindingList)
        assert "另有 4 处没有列出" in review.line("#notice")
        assert "按 d 整版跳过，或按 r 逐处校" in review.drawn(DetailPane).replace("\n  ", "")
        await review.press("d")
        assert set(review.verdicts()) == {"deferred"}
        await review.press("n")
        assert "b.md" in review.line("#head")
        assert "的的" in review.drawn(FindingList), "the next page is listed whole"
        await review.press("u")
        assert set(review.verdicts()) == {None}


async def test_what_can_be_done_with_a_page_beyond_reading_fits_a_small_screen(
    tmp_path: Path,
) -> None:
    async with running(tmp_path, beyond_reading(tmp_path), language="en") as review:
        assert len(review.line("#notice")) < 80
        assert "d skips the page, r lists them" in review.line("#notice")


async def test_a_page_beyond_reading_can_be_read_all_the_same(tmp_path: Path) -> None:
    async with running(tmp_path, beyond_reading(tmp_path)) as review:
        await review.press("r")
        assert "规矩矩" in review.drawn(FindingList)
        await review.press("n", "a")
        assert review.session.progress.decided == 2


async def test_the_review_begins_at_a_doubt_about_one_place(tmp_path: Path) -> None:
    page = document(tmp_path / "a.md")
    marks = [Span(at, at + 1) for at, each in enumerate(page.text) if each == "，"]
    edits = tuple(Edit(span, ",") for span in marks)
    whole = replace(
        finding(page, Span(0, 1)), suggestions=(Suggestion(edits, 0.9, independent=True),)
    )
    single = finding(page, Span(5, 7), Edit(Span(5, 7), "甲"))
    found = fingerprinted([whole, single], page)
    async with running(tmp_path, DocumentReport(page, tuple(found))) as review:
        assert review.current == single.quote
        await review.press("a")
        assert review.current == whole.quote, "and comes to the other at last"


async def test_a_series_that_is_decided_in_two_ways_is_seen_to_be_decided(tmp_path: Path) -> None:
    checked = report(document(tmp_path / "a.md"), CHANGES[4:5])
    async with running(tmp_path, checked) as review:
        head = review.drawn(FindingList).split("\n")[0]
        assert head.startswith("  词语")
        await review.press("a", "r", "a")
        assert review.drawn(FindingList).split("\n")[0].startswith("* 词语")


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC"])
def test_times_are_those_of_the_clock_here(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    shown = local_time("2026-11-28T18:58:59Z")
    assert shown == {"UTC": "2026-11-28 18:58", "Asia/Shanghai": "2026-11-29 02:58"}[zone]
    assert local_time("nonsense") == "nonsense"
    monkeypatch.undo()
    time.tzset()

"""The cursor in the page, corrections of the editor's own, find and replace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.widgets import Input

from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.findings.report import DocumentReport
from proofer.review.own_corrections import OWN
from proofer.tui.widgets.dialogs import AskDialog, ChoiceDialog, Choices
from proofer.tui.widgets.finding_list import FindingList
from proofer.tui.widgets.page_pane import PagePane
from tests.review.pages import PAGE, document, finding, report
from tests.tui.driving import Review, running


@pytest.fixture
async def review(tmp_path: Path) -> AsyncIterator[Review]:
    async with running(tmp_path, report(document(tmp_path / "page.md"))) as opened:
        yield opened


def selected(review: Review) -> str | None:
    cursor = review.app.screen.query_one(PagePane).cursor
    return cursor.span.of(review.session.document.text) if cursor else None


def own(review: Review) -> dict[str, str]:
    """Return the replacements of the editor's own corrections by what they replace."""
    decisions = {
        each.quote: review.session.decision(each)
        for each in review.session.findings
        if each.code == OWN
    }
    return {quote: each.replacement for quote, each in decisions.items() if each}


async def select(review: Review, words: str) -> None:
    """Search for `words`, which selects them."""
    await review.press("slash")
    await review.answer(words)


async def test_the_cursor_starts_at_the_finding_and_goes_by_characters_and_rows(
    review: Review,
) -> None:
    await review.press("c")
    assert selected(review) == "的"
    await review.press("left")
    assert selected(review) == "业"
    await review.press("home", *["right"] * 4)
    assert selected(review) == "青", "behind the blank"
    await review.press("up")
    assert (selected(review) or "?") in "青岗铜业召开年度总结会", "in the heading above"
    await review.press("down", "end")
    page = review.app.screen.query_one(PagePane)
    assert selected(review) is not None
    assert page.has_focus
    await review.press("escape")
    assert (selected(review), page.has_focus) == (None, False)


async def test_shift_selects_and_a_selection_ends_with_the_paragraph(review: Review) -> None:
    await review.press("c", "home", "shift+right", "shift+right")
    assert selected(review) == "本报讯"
    await review.press("shift+left")
    assert selected(review) == "本报"
    await review.press(*["shift+down"] * 9)
    assert (selected(review) or "").endswith("全年任务。"), "not into the next paragraph"
    await review.press("right")
    assert len(selected(review) or "") == 1, "without Shift nothing more is selected"


async def test_the_key_of_the_cursor_again_selects_without_shift(review: Review) -> None:
    await review.press("c", "home", "c", "right", "right")
    assert selected(review) == "本报讯"


async def test_a_selection_becomes_a_correction_of_the_editors_own(review: Review) -> None:
    await select(review, "总结")
    assert selected(review) == "总结"
    await review.press("e")
    assert review.app.screen.query_one(Input).value == "总结"
    await review.answer("工作")
    assert own(review) == {"总结": "工作"}
    assert (review.current, selected(review)) == ("总结", None)
    assert "总结→工作" in review.drawn(FindingList)
    assert "→工作" in review.drawn(PagePane)
    await review.press("u")
    assert own(review) == {}
    assert review.current == "的的", "what stands behind it is the current finding"
    await review.press("U")
    assert own(review) == {"总结": "工作"}


async def test_a_cursor_on_a_finding_edits_the_finding(review: Review) -> None:
    await select(review, "矩矩")
    await review.press("left", "e")
    await review.answer("守规矩")
    assert review.verdicts("规矩矩") == ["edited"]
    assert own(review) == {}


async def test_an_error_in_the_words_leaves_the_dialog_open(review: Review) -> None:
    await select(review, "总结")
    await review.press("e", "enter")
    assert isinstance(review.app.screen, AskDialog), "the same words are no correction"
    await review.press("escape")
    assert own(review) == {}


async def test_moving_on_takes_the_cursor_away_so_that_e_means_the_finding(review: Review) -> None:
    await select(review, "总结")
    await review.press("j", "e")
    await review.answer("规规矩矩做")
    assert review.verdicts("规矩矩") == ["edited"]


async def test_a_click_sets_the_cursor_and_dragging_selects(review: Review) -> None:
    page = review.app.screen.query_one(PagePane)
    rows = review.drawn(PagePane).split("\n")
    row = next(at for at, text in enumerate(rows) if "青岗铜业召开年度总结会" in text)
    numbers = rows[row].index("青")
    inner = page.content_region.offset - page.region.offset + Offset(numbers, 0)
    await review.click_row(PagePane, row, numbers)
    assert selected(review) == "青"
    await review.pilot.click(PagePane, offset=(inner.x + 6, inner.y + row), shift=True)
    await review.pilot.pause()
    assert selected(review) == "青岗铜业"
    await review.pilot.mouse_down(PagePane, offset=(inner.x + 8, inner.y + row))
    await review.pilot.hover(PagePane, offset=(inner.x + 14, inner.y + row))
    await review.pilot.mouse_up(PagePane, offset=(inner.x + 14, inner.y + row))
    await review.pilot.pause()
    assert selected(review) == "召开年度"


async def test_the_same_words_elsewhere_are_corrected_with_a_preview(tmp_path: Path) -> None:
    page = PAGE + "\n总结会后，总结报告印发。\n"
    checked, other = (report(document(tmp_path / name, page)) for name in ("a.md", "b.md"))
    async with running(tmp_path, checked, others=[other]) as review:
        await select(review, "总结")
        await review.press("e")
        await review.answer("工作")
        assert "还有 5 处" in review.line("#notice")
        await review.press("A")
        rows = review.drawn(Choices).split("\n")
        assert [row[:3] for row in rows] == ["[x]"] * 2 + ["[ ]"] * 3
        await review.press("space", "enter")
        assert [each.quote for each in review.session.findings if each.code == OWN] == ["总结"] * 2
        await review.press("u")
        assert len(own(review)) == 1, "one step"


async def test_find_and_replace_lists_all_places_of_all_files(tmp_path: Path) -> None:
    checked, other = (report(document(tmp_path / name)) for name in ("a.md", "b.md"))
    async with running(tmp_path, checked, others=[other]) as review:
        await review.press("h")
        await review.answer("没有的话")
        assert isinstance(review.app.screen, AskDialog), "nothing found: it can be corrected"
        await review.answer("车间")
        await review.answer("工段")
        assert isinstance(review.app.screen, ChoiceDialog)
        assert [row[:3] for row in review.drawn(Choices).split("\n")] == ["[x]"] * 2
        await review.press("enter")
        sessions = [review.collection.open(file) for file in review.collection.files]
        assert [len(each.plan()) for each in sessions] == [1, 1]
        assert "2 个文件" in review.line("#notice")
        await review.press("u")
        assert [len(each.plan()) for each in sessions] == [0, 0]


async def test_a_page_without_findings_can_be_corrected(tmp_path: Path) -> None:
    checked = report(document(tmp_path / "a.md"))
    clean = report(document(tmp_path / "b.md", "一切都好。\n"), ())
    async with running(tmp_path, checked, others=[clean]) as review:
        await review.press("tab", "2")
        assert "b.md" in review.line("#head")
        await review.press("a", "A", "f", "g", "b")
        assert review.app.is_running, "keys that need a finding do nothing"
        await select(review, "都好")
        await review.press("e")
        await review.answer("很好")
        session = review.collection.open(review.collection.files[1])
        assert [each.quote for each in session.findings] == ["都好"]
        await review.press("u")
        assert session.findings == []
        assert review.app.is_running


@pytest.mark.parametrize("order", [("a", "a"), ("end", "a", "home", "a")])
async def test_two_accepted_guesses_about_one_place_are_told_with_what_they_make(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    page = document(tmp_path / "a.md", "村民的的幸福感不断增强，大家都高兴。\n")
    doubled, first = Span(2, 4), Span(2, 3)
    guesses = [
        finding(page, first, Edit(first, "们"), confidence=0.3),
        finding(page, doubled, Edit(Span(3, 4), "")),
    ]
    async with running(tmp_path, DocumentReport(page, tuple(guesses)), (100, 24)) as review:
        await review.press(*order)
        assert "合起来是 的的→们" in review.line("#notice")
        await review.press("u")
        assert "合起来" not in review.line("#notice")


async def test_corrections_beside_each_other_do_not_share_a_place(tmp_path: Path) -> None:
    page = document(tmp_path / "a.md", "村民的的幸福感不断增强，大家都高兴。\n")
    places = [(Span(1, 2), "们"), (Span(2, 4), "的"), (Span(4, 5), "兴")]
    found = tuple(finding(page, span, Edit(span, new)) for span, new in places)
    async with running(tmp_path, DocumentReport(page, found), (100, 24)) as review:
        await review.press("a", "a", "a")
        assert "合起来" not in review.line("#notice")

"""The other keys: series, scopes, dictionary, evidence, search, filter, views, notes, files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from proofer.document.spans import Span
from proofer.exports import endings
from proofer.exports.api import Options
from proofer.findings.finding import Evidence
from proofer.findings.report import DocumentReport
from proofer.messages import Message
from proofer.review.keymap import remapped
from proofer.review.reviewed import gather
from proofer.review.store import DecisionStore, read_decisions
from proofer.tui.screen import ReviewScreen
from proofer.tui.widgets.detail_pane import DetailPane
from proofer.tui.widgets.dialogs import ChoiceDialog, Choices, Lines
from proofer.tui.widgets.finding_list import FindingList
from proofer.tui.widgets.page_pane import PagePane
from tests.review.pages import CHANGES, PAGE, document, quoting, report, reviewing
from tests.tui.driving import Review, running


@pytest.fixture
async def review(tmp_path: Path) -> AsyncIterator[Review]:
    (tmp_path / "proofer.toml").touch()
    async with running(tmp_path, report(document(tmp_path / "page.md"))) as opened:
        yield opened


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Review]:
    """A review of two files."""
    (tmp_path / "proofer.toml").touch()
    first, second = (report(document(tmp_path / name)) for name in ("a.md", "b.md"))
    async with running(tmp_path, first, others=[second]) as opened:
        yield opened


def in_second(two: Review, quote: str) -> list[str | None]:
    session = two.collection.open(two.collection.files[1])
    return [session.verdict(each) for each in session.findings if each.quote == quote]


def words_of(root: Path, kind: str) -> str:
    return (root / "dictionary" / f"{kind}.tsv").read_text(encoding="utf-8")


async def test_the_preview_of_a_series_shows_its_places_and_leaves_one_out(review: Review) -> None:
    await review.press("end", "k", "A")
    rows = review.drawn(Choices).split("\n")
    assert [row.partition("【")[0][-4:] for row in rows] == ["示，要把", "抓好好。", "价回升，"], (
        "in context"
    )
    columns = {
        row.index("【") + sum(ord(each) > 0x2E80 for each in row.partition("【")[0]) for row in rows
    }
    assert len(columns) == 1, "the quotes stand below each other"
    await review.press("j", "space", "enter")
    assert review.verdicts("锆") == ["accepted", None, "accepted"]
    await review.press("u")
    assert review.verdicts("锆") == [None] * 3


async def test_none_of_a_series_decides_nothing(review: Review) -> None:
    await review.press("end", "k", "R", "asterisk", "enter")
    assert review.session.progress.decided == 0
    await review.press("R", "asterisk", "asterisk", "enter")
    assert review.verdicts("锆") == ["rejected"] * 3


async def test_a_series_over_files_is_offered_but_only_this_file_is_chosen(two: Review) -> None:
    await two.press("end", "k", "A")
    assert [row[:3] for row in two.drawn(Choices).split("\n")] == ["[x]"] * 3 + ["[ ]"] * 3
    assert "b.md:" in two.drawn(Choices)
    await two.press("asterisk", "enter")
    assert two.verdicts("锆") + in_second(two, "锆") == ["accepted"] * 6
    assert "2 个文件" in two.line("#notice")
    await two.press("u")
    assert two.verdicts("锆") + in_second(two, "锆") == [None] * 6


async def test_reject_in_all_of_the_file(review: Review) -> None:
    await review.press("end", "k", "x", "2")
    assert review.verdicts("锆") == ["rejected"] * 3
    decisions = [
        review.session.decision(each) for each in review.session.findings if each.quote == "锆"
    ]
    assert {each.scope for each in decisions if each} == {"file"}


async def test_reject_in_the_project_adds_to_the_allow_list(two: Review, tmp_path: Path) -> None:
    await two.press("j", "x", "3")
    assert two.app.screen.query_one(Input).value == "规矩矩"
    await two.answer("规矩矩做事")
    assert "规矩矩做事" in words_of(tmp_path, "allow")
    assert two.verdicts("规矩矩") + in_second(two, "规矩矩") == ["rejected"] * 2
    assert "规矩矩做事" in two.line("#notice")
    await two.press("u")
    assert "规矩矩做事" not in words_of(tmp_path, "allow")
    assert two.verdicts("规矩矩") + in_second(two, "规矩矩") == [None] * 2
    assert "已撤销" in two.line("#notice")


@pytest.mark.parametrize(
    ("key", "kind"), [("1", "terms"), ("2", "names"), ("3", "places"), ("4", "allow")]
)
async def test_add_to_the_dictionary(review: Review, tmp_path: Path, key: str, kind: str) -> None:
    await review.press("plus", key)
    await review.answer("铜业的的")
    assert "铜业的的" in words_of(tmp_path, kind)
    assert review.verdicts("的的") == ["rejected"]


async def test_add_a_confusion(review: Review, tmp_path: Path) -> None:
    await review.press("plus", "5")
    assert review.app.screen.query_one(Input).value == "的的→的"
    await review.answer("铜业的的")
    assert review.app.screen.query_one("#dialog-hint").has_class("error"), (
        "a confusion needs what is right"
    )
    await review.answer("铜业的的→铜业的")
    assert "铜业的的\t铜业的" in words_of(tmp_path, "confusions")
    assert review.verdicts("的的") == ["accepted"]


async def test_without_a_project_one_is_offered_before_anything_is_typed(tmp_path: Path) -> None:
    async with running(tmp_path, report(document(tmp_path / "page.md")), language="en") as review:
        await review.press("plus", "4")
        assert "make " in review.drawn(Choices).split("\n")[0]
        await review.press("2")
        assert not (tmp_path / "proofer.toml").exists()
        assert review.session.progress.decided == 0
        await review.press("x", "3", "1")
        assert (tmp_path / "proofer.toml").exists()
        await review.answer("青岗铜业的的")
        assert review.verdicts("的的") == ["rejected"]
        assert "青岗铜业的的" in words_of(tmp_path, "allow")


async def test_an_error_of_the_original_stays_in_the_text(review: Review, tmp_path: Path) -> None:
    await review.press("o")
    assert review.verdicts()[0] == "printed"
    assert review.session.plan() == ()
    assert read_decisions(tmp_path, tmp_path / "page.md")[0].replacement == "的", (
        "for the errata list"
    )
    assert review.drawn(FindingList).startswith("=")


async def test_a_note(review: Review) -> None:
    await review.press("a", "k", "m")
    await review.answer(" 看原件 ")
    decision = review.session.decision(review.session.findings[0])
    assert decision is not None
    assert (decision.verdict, decision.note) == ("accepted", "看原件")
    await review.press("home")
    assert "看原件" in review.drawn(DetailPane)


async def test_search_goes_from_place_to_place(review: Review) -> None:
    await review.press("slash")
    await review.answer("锆")
    assert "第 1 处，共 3 处" in review.line("#notice")
    await review.press("slash", "enter")
    assert "第 2 处，共 3 处" in review.line("#notice"), "the words are kept"
    await review.press("slash")
    await review.answer("没有的字")
    assert review.app.screen.query_one("#notice").has_class("error")
    assert review.current == "的的", "searching decides nothing and goes nowhere"


async def test_filter(review: Review) -> None:
    await review.press("f")
    rows = review.drawn(Choices).split("\n")
    assert rows[0].split() == ["[", "]", "×9", "状态：未定"], "each row says how many there are"
    assert rows[5].split()[2:4] == ["×4", "可信度：90%"]
    number = next(number for number, row in enumerate(rows) if "R001" in row)
    assert "×2" in rows[number]
    await review.press(*["j"] * number, "space", "enter")
    assert [row.split()[0] for row in review.drawn(FindingList).split("\n") if row] == ["叠词"] * 2
    assert "筛选 2" in review.line("#head")
    await review.press("a", "a")
    assert review.verdicts() == [None, "accepted", "accepted", *[None] * 6]
    assert "f 改变筛选" in review.line("#notice")
    await review.press("f", "space", "enter")
    assert "什么也不剩" in review.line("#notice"), (
        "both are decided, so undecided ones of R001 are none"
    )
    await review.press("f", "asterisk", "asterisk", "enter")
    assert "筛选" not in review.line("#head")


async def test_views(review: Review) -> None:
    await review.press("a", "home")
    assert "的的→的干部" in review.drawn(PagePane)
    await review.press("v")
    assert "青岗铜业的的干部职工" in review.drawn(PagePane)
    await review.press("v")
    assert "青岗铜业的干部职工" in review.drawn(PagePane)
    await review.press("j", "a")
    assert "规规矩矩做事" in review.drawn(PagePane), (
        "a decision shows in the corrected text at once"
    )
    await review.press("u", "v")
    assert "规矩矩→规规矩矩" in review.drawn(PagePane)


def with_places(checked: DocumentReport) -> DocumentReport:
    """Return the report with evidence at another place of its first finding."""
    text = checked.document.text
    first, *others = checked.findings
    places = [Span(text.index(word), text.index(word) + len(word)) for word in ("高炉", "好消息")]
    evidence = Evidence("document", Message("他处作此", "so elsewhere"), 0.9, places[0])
    findings = (replace(first, evidence=(evidence,), related=(places[1],)), *others)
    return DocumentReport(checked.document, findings)


async def test_the_places_of_the_evidence(tmp_path: Path) -> None:
    page = document(
        tmp_path / "page.md",
        "开头有两个的的字。\n\n" + "中间一行。\n\n" * 40 + "这是好消息。三号高炉。\n",
    )
    checked = with_places(report(page, (("D001", "的的", ("的",), 0.9),)))
    async with running(tmp_path, checked) as review:
        pane = review.app.screen.query_one(PagePane)
        await review.press("g")
        assert "三号高炉" in review.drawn(PagePane)
        assert "83 行" in review.line("#notice")
        await review.press("g", "g")
        assert pane.scroll_offset.y == 0, "after the last place, back to the finding"
        await review.press("g", "home", "g", "g")
        assert pane.scroll_offset.y > 0, "after a move the places begin again with the first"
        await review.press("g")
        rows = review.drawn(DetailPane).split("\n")
        number = next(number for number, row in enumerate(rows) if "↗" in row)
        await review.pilot.click(DetailPane, offset=(4, number))
        assert "好消息" in review.drawn(PagePane), "a click on the line does the same"
        await review.press("i")
        assert "D001" in review.drawn(Lines)
        await review.press("j", "pagedown", "escape")
        assert isinstance(review.app.screen, ReviewScreen)


async def test_evidence_without_places_says_so(review: Review) -> None:
    await review.press("g")
    assert "没有指向别处" in review.line("#notice")


async def test_files(two: Review) -> None:
    await two.press("a", "tab")
    rows = [row.split() for row in two.drawn(Choices).split("\n")]
    assert [(row[1], row[-1]) for row in rows] == [("a.md", "1/9"), ("b.md", "0/9")]
    assert "2 个文件，已定 1/18" in two.line("#dialog-title")
    await two.press("2")
    assert "b.md" in two.line("#head")
    assert "文件 2/2" in two.line("#head")
    await two.press("r", "left_curly_bracket")
    assert "a.md" in two.line("#head")
    assert two.current == "规矩矩", "a file opens at its next undecided place"
    await two.press("right_curly_bracket", "right_curly_bracket")
    assert "b.md" in two.line("#head")
    assert "没有别的文件" in two.line("#notice")
    await two.press("tab", "enter")
    assert "b.md" in two.line("#head"), "the list begins at the file that is open"


async def test_undo_goes_to_the_file_of_what_it_undoes(two: Review) -> None:
    await two.press("a", "right_curly_bracket", "r")
    assert in_second(two, "的的") == ["rejected"]
    await two.press("u", "u")
    assert "a.md" in two.line("#head")
    assert two.current == "的的"
    assert "已撤销 接受：的的→的" in two.line("#notice")
    await two.press("U", "U")
    assert "b.md" in two.line("#head")
    assert in_second(two, "的的") == ["rejected"]


async def test_a_file_that_another_review_holds_is_shown_read_only(tmp_path: Path) -> None:
    checked = report(document(tmp_path / "page.md"))
    with DecisionStore.open(tmp_path, checked.document):
        async with running(tmp_path, checked, language="en") as review:
            assert "read-only" in review.line("#notice")
            assert "read-only" in review.line("#head")
            for keys in (("a",), ("r",), ("d",), ("o",), ("end", "k", "A", "enter")):
                await review.press(*keys)
                assert review.app.screen.query_one("#notice").has_class("error"), keys
                assert "read-only" in review.line("#notice")
            assert review.session.progress.decided == 0
            await review.press("j", "v", "home")
            assert review.current == "的的"
    assert read_decisions(tmp_path, tmp_path / "page.md") == []


async def test_a_click_in_a_dialog_chooses(review: Review) -> None:
    await review.press("end", "k", "A")
    await review.pilot.click(Choices, offset=(2, 1))
    assert isinstance(review.app.screen, ChoiceDialog)
    assert review.drawn(Choices).split("\n")[1].startswith("[ ]")
    await review.press("escape", "x")
    await review.pilot.click(Choices, offset=(2, 1))
    assert review.verdicts("锆") == ["rejected"] * 3


@pytest.mark.parametrize("ending", [ending for ending in endings(Path("page.md")) if ending])
async def test_export_writes_the_form_that_the_name_asks_for(
    review: Review, tmp_path: Path, ending: str
) -> None:
    await review.press("a", "r", "w", "enter")
    await review.answer(str(tmp_path / f"out{ending}"))
    assert isinstance(review.app.screen, ReviewScreen), review.line("#dialog-hint")
    written = (tmp_path / f"out{ending}").read_bytes()
    reviewed = gather(review.session, read_decisions(tmp_path, tmp_path / "page.md"))
    if ending not in (".docx", ".errata.docx", ".errata.xlsx"):  # archives hold the time
        assert written == endings(Path("page.md"))[ending].render([reviewed], Options("zh"))
    assert len(written) > 100
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == PAGE


async def test_an_errata_list_is_one_for_all_files(two: Review, tmp_path: Path) -> None:
    await two.press("a", "right_curly_bracket", "a", "w", "enter")
    await two.answer(str(tmp_path / "out.csv"))
    written = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert [name in written for name in ("a.md", "b.md")] == [True, True]
    assert "2 个文件，列出 2 处" in two.line("#notice")


async def test_what_cannot_be_exported_is_told_and_can_be_mended(
    review: Review, tmp_path: Path
) -> None:
    await review.press("a", "w", "enter")
    for name in ("out.pdf", "out", "no/folder/out.docx", "page.md"):
        await review.answer(str(tmp_path / name))
        assert review.app.screen.query_one("#dialog-hint").has_class("error"), name
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            ".proofer",
            "page.md",
            "proofer.toml",
        ]
    await review.answer(str(tmp_path / "out.errata.csv"))
    assert (tmp_path / "out.errata.csv").exists()
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == PAGE


@pytest.mark.parametrize("size", [(80, 24), (100, 14)], ids=str)
async def test_every_dialog_fits_the_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, report(document(tmp_path / "page.md")), size, "en") as review:
        await review.press("end", "k")
        for key in ("A", "x", "plus", "e", "m", "slash", "f", "i", "tab", "question_mark", "w"):
            await review.press(key)
            assert not isinstance(review.app.screen, ReviewScreen), key
            hint = review.app.screen.query_one("#dialog-hint").region
            assert hint.height > 0, key
            assert hint.bottom <= size[1] - 1, f"the hint of {key} is cut off"
            await review.press("escape")


async def test_other_keys(tmp_path: Path) -> None:
    keys = remapped(
        {"accept": "y", "export": "ctrl+s", "help": "f1", "undecided": "N", "next": "n, down"}
    )
    async with running(
        tmp_path, report(document(tmp_path / "page.md")), language="en", keys=keys
    ) as review:
        assert "press f1" in review.line("#notice")
        await review.press("a", "enter")
        assert review.session.progress.decided == 0, "the usual keys are gone"
        await review.press("y")
        assert review.verdicts()[0] == "accepted"
        await review.press("n")
        assert review.current == "认真真"
        await review.press("f1")
        assert "y takes the first suggestion" in review.drawn(Lines)
        await review.press("escape", *["r"] * 6)
        assert review.app.screen.query(Choices), "three of one sort are asked about"
        await review.press("escape", *["r"] * 2)
        assert "press ctrl+s" in review.line("#notice")


async def test_what_comparing_files_finds_comes_in_under_the_cursor(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    async with running(tmp_path, report(page, CHANGES[2:]), language="en") as review:
        await review.press("j")
        current = review.current
        review.collection.files[0].compare(report(page))
        screen = review.app.screen
        assert isinstance(screen, ReviewScreen)
        screen.renew()
        await review.pilot.pause()
        assert review.current == current
        assert "2 more places" in review.line("#notice")
        assert "的的" in review.drawn(FindingList)
        await review.press("home")
        assert review.current == "的的"


async def test_decisions_that_lost_their_place_are_listed(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        session.accept(quoting(session, "己经"))
    async with running(tmp_path, report(page), language="en") as review:
        await review.press("L")
        assert "no decision has lost its place" in review.line("#notice")
    changed = document(
        tmp_path / "page.md", PAGE.replace("会上说，己经完成全年任务", "会议到此结束")
    )
    async with running(tmp_path, report(changed), language="en") as review:
        assert "1 lost" in review.line("#head")
        await review.press("L")
        listed = review.drawn(Lines)
        assert "accepted" in listed
        assert "会上说，己经→已经完成全年任务" in listed


async def test_all_files_are_written_into_one_folder_and_none_of_the_pages(
    two: Review, tmp_path: Path
) -> None:
    await two.press("a", "right_curly_bracket", "a", "w")
    assert "全部 2 个文件" in two.drawn(Choices).split("\n")[1]
    await two.press("2")
    assert two.app.screen.query_one(Input).value == str(tmp_path / "corrected")
    await two.answer(str(tmp_path))
    assert two.app.screen.query_one("#dialog-hint").has_class("error"), "the pages themselves"
    await two.answer(str(tmp_path / "corrected"))
    for name in ("a.md", "b.md"):
        new = (tmp_path / "corrected" / name).read_text(encoding="utf-8")
        assert new == PAGE.replace("的的", "的", 1), name
        assert (tmp_path / name).read_text(encoding="utf-8") == PAGE, name
    assert "2 个文件，改动 2 处" in two.line("#notice")


async def test_files_of_others_are_replaced_only_on_request_when_all_are_written(
    two: Review, tmp_path: Path
) -> None:
    (tmp_path / "corrected").mkdir()
    (tmp_path / "corrected" / "b.md").write_text("别人的文字\n", encoding="utf-8")
    await two.press("a", "w", "2", "enter")
    assert "1 个同名的文件" in two.line("#dialog-hint")
    assert not (tmp_path / "corrected" / "a.md").exists()
    await two.press("enter")
    assert (tmp_path / "corrected" / "b.md").read_text(encoding="utf-8") == PAGE


async def test_a_file_that_changed_keeps_no_other_from_being_written(
    two: Review, tmp_path: Path
) -> None:
    (tmp_path / "b.md").write_text(PAGE + "又一句。\n", encoding="utf-8")
    await two.press("a", "w", "2", "enter")
    assert two.app.screen.query_one("#notice").has_class("error")
    assert "b.md 读入后又有改动" in two.line("#notice")
    assert [each.name for each in (tmp_path / "corrected").iterdir()] == ["a.md"]

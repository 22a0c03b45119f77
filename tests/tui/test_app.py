"""What each key does to the session, the disk and the screen, at both sizes, in both languages."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from proofer.errors import UsageError
from proofer.findings.finding import Evidence, is_refuted
from proofer.findings.report import DocumentReport
from proofer.messages import Language, Message
from proofer.review.keymap import KEYS
from proofer.review.store import DecisionStore, decisions_path, read_decisions
from proofer.suppression.unreadable import UNREADABLE
from proofer.tui import run_review
from proofer.tui.screen import ReviewScreen
from proofer.tui.widgets.detail_pane import DetailPane
from proofer.tui.widgets.dialogs import ChoiceDialog, Choices, TextScreen
from proofer.tui.widgets.finding_list import FindingList
from proofer.tui.widgets.page_pane import PagePane
from tests.review.pages import PAGE, collecting, document, finding, quoting, report
from tests.tui.driving import Review, running

SIZES = [(80, 24), (160, 50)]
LANGUAGES: list[Language] = ["zh", "en"]


@pytest.fixture(params=zip(SIZES, LANGUAGES, strict=True), ids=str)
async def review(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Review]:
    size, language = request.param
    async with running(tmp_path, report(document(tmp_path / "page.md")), size, language) as opened:
        yield opened


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_first_screen_shows_findings_page_and_evidence(
    tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    async with running(tmp_path, report(document(tmp_path / "page.md")), size, language) as review:
        assert "规矩矩→规规矩矩" in review.drawn(FindingList)
        assert "的的→的干部职工规矩矩做事" in review.drawn(PagePane).replace("\n", "")
        details = review.drawn(DetailPane)
        assert "1 的的→的  97%" in details
        assert "D001" in details
        assert ("词典里有这个词" if language == "zh" else "the dictionary has it") in details
        assert "0/9" in review.line("#head")


@pytest.mark.parametrize("key", ["a", "enter", "1"])
async def test_accept(review: Review, tmp_path: Path, key: str) -> None:
    await review.press(key)
    assert review.verdicts()[0] == "accepted"
    assert [each.replacement for each in read_decisions(tmp_path, tmp_path / "page.md")] == ["的"]
    assert review.current == "规矩矩", "the next undecided finding comes by itself"
    assert review.drawn(FindingList).startswith("✓")
    assert "1/9" in review.line("#head")
    assert "的的→的" in review.line("#notice")


async def test_a_number_takes_that_suggestion(review: Review) -> None:
    await review.press("j", "2")
    decision = review.session.decision(quoting(review.session, "规矩矩"))
    assert decision is not None
    assert decision.replacement == "规矩"
    await review.press("9")
    assert review.session.progress.decided == 1
    assert review.app.screen.query_one("#notice").has_class("error")


async def test_reject_and_defer(review: Review) -> None:
    await review.press("r", "d")
    assert review.verdicts()[:3] == ["rejected", "deferred", None]
    assert [row[:1] for row in review.drawn(FindingList).split("\n")[:3]] == ["✗", "?", " "]
    await review.press("k")
    assert review.current == "规矩矩"


async def test_edit_starts_from_the_suggestion(review: Review) -> None:
    await review.press("j", "e")
    line = review.app.screen.query_one(Input)
    assert line.value == "规规矩矩"
    line.value = "规矩矩"
    await review.press("enter")
    assert review.app.screen.query_one("#dialog-hint").has_class("error"), (
        "a wrong line is said to be wrong, and kept"
    )
    line.value = "规行矩步"
    await review.press("enter")
    decision = review.session.decision(quoting(review.session, "规矩矩"))
    assert decision is not None
    assert (decision.verdict, decision.replacement) == ("edited", "规行矩步")
    assert review.current == "认真真"
    await review.press("k", "e")
    assert review.app.screen.query_one(Input).value == "规行矩步"
    await review.press("escape")
    assert review.current == "规矩矩"


async def test_input_methods_find_the_line_that_is_edited(review: Review) -> None:
    await review.press("j", "e")
    line = review.app.screen.query_one(Input)
    assert review.app.cursor_position == line.cursor_screen_offset
    assert line.content_region.contains(*review.app.cursor_position)


async def test_series(review: Review) -> None:
    await review.press("end", "k", "A")
    assert isinstance(review.app.screen, ChoiceDialog)
    await review.press("enter")
    zirconium = [
        review.session.verdict(quoting(review.session, "锆", number)) for number in range(3)
    ]
    assert zirconium == ["accepted"] * 3
    assert "×3" in review.line("#notice")
    await review.press("u")
    assert review.session.progress.decided == 0
    assert review.current == "锆"
    await review.press("R", "enter")
    zirconium = [
        review.session.verdict(quoting(review.session, "锆", number)) for number in range(3)
    ]
    assert zirconium == ["rejected"] * 3


async def test_undo_and_redo_say_what_they_did(review: Review) -> None:
    await review.press("a", "r", "u")
    assert review.verdicts()[:2] == ["accepted", None]
    assert review.current == "规矩矩"
    assert "规矩矩" in review.line("#notice")
    await review.press("u", "u")
    assert review.session.progress.decided == 0
    await review.press("U", "U", "U")
    assert review.verdicts()[:3] == ["accepted", "rejected", None]


async def test_moving_about(review: Review) -> None:
    await review.press("j", "down", "down", "k", "up")
    assert review.current == "规矩矩"
    await review.press("end", "j")
    assert review.current == "三号高炉"
    await review.press("home", "k")
    assert review.current == "的的"
    await review.press("a", "r", "home", "n")
    assert review.current == "认真真"


async def test_after_the_last_finding_it_says_so(review: Review) -> None:
    await review.press(*["r"] * 8, "escape", "r")  # the third of a series is asked about
    assert review.session.progress.decided == 9
    assert any(word in review.line("#notice") for word in ("全部处理完毕", "all decided"))
    await review.press("n")
    assert any(word in review.line("#notice") for word in ("全部处理完毕", "all decided"))


async def test_what_to_do_at_the_end_is_not_cut_off(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    async with running(tmp_path, report(page), (64, 24)) as review:
        await review.press(*["r"] * 8, "escape", "r", "home", "e")
        await review.answer("一句很长很长的自己的改法" * 3)
        notice = review.line("#notice")
        assert "全部处理完毕" in notice
        assert cell_len(notice) <= 64, notice


async def test_ctrl_c_says_how_to_quit_in_the_language_of_the_screen(review: Review) -> None:
    await review.press("ctrl+c")
    assert any(words in review.line("#notice") for words in ("按 q 退出", "q quits"))
    assert not review.app._notifications


async def test_export_asks_where_and_writes_the_corrected_file(
    review: Review, tmp_path: Path
) -> None:
    await review.press("a", "w", "enter")
    line = review.app.screen.query_one(Input)
    assert line.value == str(tmp_path / "page.corrected.md")
    line.value = str(tmp_path / "page.md")
    await review.press("enter")
    assert review.app.screen.query_one("#dialog-hint").has_class("error"), (
        "the source must not be overwritten"
    )
    line.value = str(tmp_path / "page.corrected.md")
    await review.press("enter")
    expected = PAGE.replace("的的", "的")
    assert (tmp_path / "page.corrected.md").read_text(encoding="utf-8") == expected
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == PAGE
    await review.press("a", "w", "enter", "enter")
    expected = expected.replace("规矩矩", "规规矩矩")
    assert (tmp_path / "page.corrected.md").read_text(encoding="utf-8") == expected, (
        "its own export is replaced at once"
    )


async def test_a_file_that_is_no_export_is_replaced_on_request_and_taken_back(
    review: Review, tmp_path: Path
) -> None:
    output = tmp_path / "page.corrected.md"
    output.write_text("别人的文字\n", encoding="utf-8")
    await review.press("a", "w", "enter", "enter")
    assert review.app.screen.query_one("#dialog-hint").has_class("error")
    assert output.read_text(encoding="utf-8") == "别人的文字\n"
    await review.press("enter")
    assert output.read_text(encoding="utf-8") == PAGE.replace("的的", "的")
    await review.press("w")
    rows = review.drawn(Choices)
    assert "撤回上次写出的 page.corrected.md" in rows or "take page.corrected.md back" in rows
    await review.press("k", *["j"] * 20, "enter")
    assert output.read_text(encoding="utf-8") == "别人的文字\n"
    assert "已恢复" in review.line("#notice") or "as it was" in review.line("#notice")


async def test_a_form_that_needs_a_package_is_listed_and_says_which(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    await review.press("a", "w")
    row = review.drawn(Choices).split("\n")[1]
    assert "Word" in row
    assert "python-docx" in row
    await review.press("2")
    assert review.app.screen.query_one("#notice").has_class("error")
    assert "proofer-zh[office]" in review.line("#notice")


async def test_help_lists_every_key(review: Review) -> None:
    await review.press("question_mark")
    assert isinstance(review.app.screen, TextScreen)
    shown = "\n".join("".join(text for text, _ in line) for line in review.app.screen.lines)
    language: Language = "zh" if "撤销" in shown else "en"
    assert all(key.label.render(language) in shown for key in KEYS if not key.keys.isdigit())
    await review.press("escape")
    assert isinstance(review.app.screen, ReviewScreen)


async def test_light_and_dark(review: Review) -> None:
    before = review.app.theme
    await review.press("t")
    assert review.app.theme != before
    assert review.app.current_theme.dark is (before == "textual-light")
    assert "的的→的" in review.drawn(PagePane)


async def test_quit(review: Review) -> None:
    await review.press("q")
    assert not review.app.is_running


async def test_a_click_selects(review: Review) -> None:
    await review.click_row(FindingList, 3)
    assert review.current == "己经"
    rows = review.drawn(PagePane).split("\n")
    number = next(number for number, row in enumerate(rows) if "认真真" in row)
    await review.click_row(PagePane, number, cell_len(rows[number].partition("认真真")[0]) + 1)
    assert review.current == "认真真"


async def test_a_click_on_a_suggestion_accepts_it(review: Review) -> None:
    await review.press("j")
    rows = review.drawn(DetailPane).split("\n")
    await review.click_row(
        DetailPane, next(number for number, row in enumerate(rows) if row.startswith("2 "))
    )
    decision = review.session.decision(quoting(review.session, "规矩矩"))
    assert decision is not None
    assert decision.replacement == "规矩"


async def test_a_new_size_keeps_the_place_in_sight(review: Review) -> None:
    await review.press("end")
    for size in ((60, 20), (200, 60), (80, 24)):
        await review.pilot.resize_terminal(*size)
        await review.pilot.pause()
        assert "三号高炉" in review.drawn(PagePane).replace("\n", "")
        assert "三号高炉" in review.drawn(FindingList)


async def test_scrolling(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md", PAGE * 10)
    async with running(tmp_path, report(page)) as review:
        pane = review.app.screen.query_one(PagePane)
        await review.press("pagedown", "space")
        assert pane.scroll_offset.y == 2 * (pane.size.height - 1)
        await review.press("pageup", "pageup")
        assert pane.scroll_offset.y == 0
        details = review.app.screen.query_one(DetailPane)
        await review.pilot.resize_terminal(80, 14)
        details.styles.height = 2
        await review.pilot.pause()
        await review.press("right_square_bracket")
        assert details.scroll_offset.y == 1
        await review.press("left_square_bracket")
        assert details.scroll_offset.y == 0


async def test_reopening_starts_at_the_first_undecided(tmp_path: Path) -> None:
    checked = report(document(tmp_path / "page.md"))
    async with running(tmp_path, checked) as review:
        await review.press("a", "r")
    async with running(tmp_path, checked, language="en") as review:
        assert review.current == "认真真"
        assert "resuming: 2 decisions" in review.line("#notice")
        assert "2/9" in review.line("#head")


async def test_a_decision_that_cannot_be_written_is_not_shown(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    async with running(tmp_path, report(page), language="en") as review:
        await review.press("a")
        file = decisions_path(tmp_path, page.path)
        file.write_bytes(file.read_bytes() + b'{"verdict": "by somebody else"}\n')
        await review.press("a")
        assert review.current == "规矩矩"
        assert review.session.progress.decided == 1
        assert "another program changed" in review.line("#notice")
        assert review.app.screen.query_one("#notice").has_class("error")
        await review.press("j")
        assert not review.app.screen.query_one("#notice").has_class("error")


async def test_a_conflict_is_told(tmp_path: Path) -> None:
    changes = (("R001", "规矩矩", ("规规矩矩",), 0.9), ("G002", "矩矩做事", ("矩形做事",), 0.5))
    async with running(
        tmp_path, report(document(tmp_path / "page.md"), changes), (160, 50), "en"
    ) as review:
        await review.press("a", "a")
        assert "overlaps" in review.line("#notice")
        assert review.current == "矩矩做事"
        assert review.session.progress.decided == 1


async def test_what_the_page_contains_is_not_sent_to_the_terminal(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md", "本报讯 \x1b[31m红字的的\x07完。\u202e倒着的字。\n")
    async with running(tmp_path, report(page)) as review:
        shown = review.drawn(PagePane)
        assert "␛[31m红字的的→的␇完。\ufffd倒着" in shown
        assert not any(ord(character) < 32 for character in shown.replace("\n", ""))


async def test_an_edit_outside_the_quote_is_shown_where_it_is(tmp_path: Path) -> None:
    from proofer.document.edits import Edit
    from proofer.document.spans import Span

    page = document(tmp_path / "page.md")
    start, end = page.text.index("“安全"), page.text.index("随后")
    pair = finding(page, Span(start, start + 1), Edit(Span(end, end), "”"))
    async with running(tmp_path, DocumentReport(page, (pair,))) as review:
        assert "“安全是第一位的。+”随后" in review.drawn(PagePane).replace("\n", "")
        assert "+”" in review.drawn(FindingList)


async def test_a_long_page_is_shown_at_its_end(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md", PAGE * 300)
    checked = report(page, (("R001", "规矩矩", ("规规矩矩",), 0.9),))
    async with running(tmp_path, checked) as review:
        await review.press("end")
        assert review.app.screen.query_one(PagePane).scroll_offset.y > 2000
        assert "规矩矩→规规矩矩" in review.drawn(PagePane).replace("\n", "")
        await review.press("a")
        assert review.verdicts()[-1] == "accepted"
        assert review.app.screen.query_one(PagePane).scroll_offset.y == 0, (
            "the next undecided is the first"
        )


def test_without_a_terminal_it_refuses(tmp_path: Path) -> None:
    checked = report(document(tmp_path / "page.md"))
    with collecting(tmp_path, checked) as collection, pytest.raises(UsageError):
        run_review(collection, "en")


PROGRAM = """
import sys
from pathlib import Path
from proofer.suppression.unreadable import UNREADABLE
from proofer.tui import run_review
from tests.review.pages import collecting, document, report
root = Path(sys.argv[1])
with collecting(root, report(document(root / "page.md"))) as collection:
    code = run_review(collection, "en")
sys.exit(code)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_review_and_leaves_the_terminal_in_order(
    tmp_path: Path, number: signal.Signals
) -> None:
    controller, terminal = os.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80"}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment,
        start_new_session=True,
    ) as program:
        os.close(terminal)
        output = b""
        while b"page.md" not in output:
            output += os.read(controller, 65536)
        os.write(controller, b"a")
        while b"1/9" not in output:
            output += os.read(controller, 65536)
        program.send_signal(number)
        try:
            while data := os.read(controller, 65536):
                output += data
        except OSError:  # how Linux says that the other side has closed
            pass
        assert program.wait() == 128 + number
    os.close(controller)
    assert b"\x1b[?1049l" in output, "the alternate screen must be left"
    assert len(read_decisions(tmp_path, tmp_path / "page.md")) == 1


@pytest.mark.skipif(not hasattr(os, "login_tty"), reason="needs a pseudo-terminal")
def test_a_terminal_that_closes_ends_the_review_and_frees_the_page(tmp_path: Path) -> None:
    controller, terminal = os.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80"}
    arguments = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    with subprocess.Popen(
        arguments,
        env=environment,
        preexec_fn=lambda: os.login_tty(terminal),  # noqa: PLW1509
    ) as program:
        os.close(terminal)
        os.read(controller, 1)
        time.sleep(
            1
        )  # nobody reads what is drawn, as when a connection is lost: Textual's queue fills
        os.close(controller)
        try:
            program.wait(timeout=60)
        finally:
            program.kill()
    with DecisionStore.open(tmp_path, document(tmp_path / "page.md")) as store:
        assert store.decisions == ()


@pytest.mark.parametrize("beyond_reading", [False, True])
async def test_what_the_scan_refutes_is_counted_apart(tmp_path: Path, beyond_reading: bool) -> None:
    checked = report(document(tmp_path / "page.md"))
    against = Evidence("scan", Message("原图：锆", "the scan reads 锆"), score=-7.0)
    findings = [
        replace(each, confidence=0.1, evidence=(against,)) if each.quote == "锆" else each
        for each in checked.findings
    ]
    refuted = sum(map(is_refuted, findings))
    assert refuted
    if beyond_reading:
        findings[0] = replace(findings[0], code=UNREADABLE)
    checked = replace(checked, findings=tuple(findings))
    async with running(tmp_path, checked, SIZES[1], "en") as review:
        notice = review.line("#notice")
    if beyond_reading:
        assert f"{len(findings) - refuted - 1} more places not listed" in notice
    else:
        assert f"{refuted} places that the scan refutes are put away" in notice

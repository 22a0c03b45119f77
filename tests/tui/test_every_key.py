"""Every key of the keymap, pressed: a key without an entry here fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from textual.widgets import Input

from proofer.review.keymap import KEYS, Key, names
from proofer.tui.palette import KeyCommands
from proofer.tui.widgets.detail_pane import DetailPane
from proofer.tui.widgets.dialogs import ChoiceDialog, Choices, Lines
from proofer.tui.widgets.page_pane import PagePane
from tests.review.pages import CHANGES, PAGE, document, report
from tests.tui.driving import Review, running

Seen = Callable[[Review], object]
"""What is looked at after the key."""


def verdict(number: int) -> Seen:
    return lambda review: review.verdicts()[number]


def current(review: Review) -> str:
    return review.current


def asked(review: Review) -> str | None:
    """The last part of the line that is asked for, None where no line is."""
    lines = review.app.screen.query(Input)
    return lines.first().value.rpartition("/")[2] if lines else None


def chosen(review: Review) -> tuple[bool, int]:
    """Whether a choice is open, and of how many rows."""
    rows = review.drawn(Choices).split("\n") if isinstance(review.app.screen, ChoiceDialog) else []
    return bool(rows), len(rows)


def read(review: Review) -> str | None:
    return review.drawn(Lines).split("\n")[0][:4] if review.app.screen.query(Lines) else None


def notice(review: Review) -> str:
    return review.line("#notice").strip()[:6]


def selected(review: Review) -> str | None:
    cursor = review.app.screen.query_one(PagePane).cursor
    return cursor.span.of(review.session.document.text) if cursor else None


def in_head(words: str) -> Seen:
    return lambda review: words in review.line("#head")


def scrolled(pane: type[PagePane] | type[DetailPane]) -> Seen:
    return lambda review: review.app.screen.query_one(pane).scroll_offset.y > 0


Case = tuple[Sequence[str], Seen, object]
"""Keys before it, what is looked at, and what that is to be."""
EXPECTED: dict[str, Case] = {
    "accept": ((), verdict(0), "accepted"),
    **{f"accept-{number}": ((), verdict(0), "accepted") for number in range(1, 10)},
    "reject": ((), verdict(0), "rejected"),
    "edit": (("j",), asked, "规规矩矩"),
    "defer": ((), verdict(0), "deferred"),
    "accept-series": (("j", "j", "j", "j"), chosen, (True, 6)),
    "reject-series": (("j", "j", "j", "j"), chosen, (True, 6)),
    "bulk": ((), chosen, (True, 6)),
    "reject-wider": ((), chosen, (True, 3)),
    "teach": ((), chosen, (True, 5)),
    "printed": ((), verdict(0), "printed"),
    "note": (("r", "k"), asked, ""),
    "undo": (("a",), verdict(0), None),
    "redo": (("a", "u"), verdict(0), "accepted"),
    "undecided": (("a", "r", "k", "k"), current, "认真真"),
    "next": ((), current, "规矩矩"),
    "previous": (("j", "j"), current, "规矩矩"),
    "first": (("j", "j"), current, "的的"),
    "last": ((), current, "三号高炉"),
    "cursor": ((), selected, "的"),
    "search": ((), asked, ""),
    "replace": ((), asked, ""),
    "filter": ((), lambda review: chosen(review)[0], True),
    "refuted": ((), notice, "没有被原图排"),
    "view": ((), notice, "原文"),
    "order": ((), notice, "次序：可信度"),
    "headlines": ((), chosen, (True, 1)),
    "evidence": ((), notice, "依据没有指向"),
    "scan": ((), notice, "此处没有原件"),
    "explain": ((), read, "D001"),
    "lost": ((), notice, "没有失位的决"),
    "files": ((), chosen, (True, 2)),
    "next-file": ((), in_head("b.md"), True),
    "previous-file": (("right_curly_bracket",), in_head("a.md"), True),
    "page-down": ((), scrolled(PagePane), True),
    "page-up": (("pagedown",), scrolled(PagePane), False),
    "details-down": ((), scrolled(DetailPane), True),
    "details-up": (("right_square_bracket",), scrolled(DetailPane), False),
    "theme": ((), lambda review: review.app.current_theme.dark, False),
    "export": (("a",), chosen, (True, 14)),
    "help": ((), read, "两分钟上"),
    "quit": ((), lambda review: review.app.is_running, False),
}
LOW = (63, 12)
"""Size of a screen on which the details do not fit."""
NINE = tuple("甲乙丙丁戊己庚辛壬")


@pytest.mark.parametrize(
    ("key", "name"),
    [(key, name) for key in KEYS for name in key.keys.split(",")],
    ids=lambda each: getattr(each, "id", each),
)
async def test_a_key_does_what_it_says(tmp_path: Path, key: Key, name: str) -> None:
    before, seen, wanted = EXPECTED[key.id]
    changes = (
        (("D001", "的的", NINE, 0.97), *CHANGES[1:]) if key.id.startswith("accept-") else CHANGES
    )
    page = document(tmp_path / "a.md", PAGE + "\n又一段文字。\n" * 30)
    other = report(document(tmp_path / "b.md"))
    size = LOW if key.id.startswith("details-") else (80, 24)
    async with running(tmp_path, report(page, changes), size, others=[other]) as review:
        await review.press(*before)
        assert seen(review) != wanted, "it was so before"
        await review.press(name)
        assert seen(review) == wanted


async def test_a_number_takes_the_suggestion_with_that_number(tmp_path: Path) -> None:
    changes = (("D001", "的的", NINE, 0.97),)
    async with running(tmp_path, report(document(tmp_path / "a.md"), changes)) as review:
        for number, new in enumerate(NINE, 1):
            await review.press(str(number))
            decision = review.session.decision(review.session.findings[0])
            assert decision is not None
            assert decision.replacement == new


async def commands(review: Review, words: str = "") -> list[tuple[str, str]]:
    """Return label and keys of the commands that the palette offers for `words`."""
    provider = KeyCommands(review.app.screen)
    hits = provider.search(words) if words else provider.discover()
    return [(str(hit.prompt), hit.help or "") async for hit in hits if not isinstance(hit, int)]


async def test_the_palette_has_every_key_and_does_what_it_does(tmp_path: Path) -> None:
    async with running(tmp_path, report(document(tmp_path / "a.md")), language="zh") as review:
        offered = await commands(review)
        assert offered == [(key.label.zh, names(key)) for key in KEYS], "in the order of the keys"
        for words, wanted in (("接受第一条建议", "accepted"), ("撤销", None), ("重做", "accepted")):
            await review.press("ctrl+p", *words)
            await review.app.workers.wait_for_complete()
            await review.press("down", "enter")
            assert review.verdicts()[0] == wanted


async def test_the_palette_says_in_the_language_of_the_screen_that_nothing_fits(
    tmp_path: Path,
) -> None:
    async with running(tmp_path, report(document(tmp_path / "a.md")), language="zh") as review:
        assert await commands(review, "没有这回事") == [("没有这样的命令", "")]

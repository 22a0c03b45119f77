"""The scan in the review: beside the text if there is room, enlarged by a key, else no gap."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Static

from proofer.config import Config
from proofer.messages import Language
from proofer.review.collection import ReviewCollection, ReviewFile
from proofer.review.keymap import KEYS, remapped
from proofer.tui.actions.enlarging import ScanScreen
from proofer.tui.app import ReviewApp
from proofer.tui.palette import KeyCommands
from proofer.tui.screen import ReviewScreen
from proofer.tui.widgets.dialogs import TextScreen
from proofer.tui.widgets.scan_view import Blocks, ScanView
from tests.review.pages import report
from tests.scan.pages import drawn, hocr, read
from tests.tui.driving import Review

CHANGES = (("R001", "规矩矩", ("规规矩矩",), 0.9), ("K001", "己经", ("已经",), 0.9))
WIDE, NARROW = (160, 50), (80, 24)
BOXES = ((200, 20, 260, 40), (80, 60, 120, 80))


@asynccontextmanager
async def reviewing(
    root: Path,
    size: tuple[int, int],
    *,
    config: Config | None = None,
    source: str | None = None,
    language: Language = "en",
) -> AsyncIterator[Review]:
    """Run the review of a page of OCR, until its image is read."""
    checked = report(read(root / "page.hocr", source or hocr()), CHANGES)
    config = config or Config(root=root)
    with ReviewCollection(
        [ReviewFile(root / "page.hocr", config, checked)], "tester"
    ) as collection:
        app = ReviewApp(collection, language, keys=remapped(config.keys))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            yield Review(collection, app, pilot)


@pytest.fixture
def scanned(tmp_path: Path) -> Path:
    drawn(boxes=BOXES).save(tmp_path / "page.png")
    return tmp_path


def pane(review: Review) -> ScanView:
    return review.app.screen.query_one(ScanView)


def dark_columns(review: Review) -> set[int]:
    """Return the columns of the picture in which there is ink."""
    blocks = review.app.screen.query_one(Blocks)
    found: set[int] = set()
    for y in range(blocks.size.height):
        at = 0
        for segment in blocks.render_line(y):
            color = segment.style.color.triplet if segment.style and segment.style.color else None
            if color is not None and max(color) < 100:
                found.update(range(at, at + segment.cell_length))
            at += segment.cell_length
        assert at == blocks.size.width, "every row is as wide as the pane"
    return found


def caption(review: Review) -> str:
    return str(pane(review).query_one(Static).content)


async def test_the_scan_stands_beside_the_text_and_follows_the_finding(scanned: Path) -> None:
    async with reviewing(scanned, WIDE) as review:
        assert pane(review).display
        assert "page.png" in caption(review)
        first = caption(review)
        ticks = {at for at, sign in enumerate(first) if sign == "▔"}
        assert ticks
        assert ticks <= {*dark_columns(review), min(ticks), max(ticks)}, (
            "the ticks are below the place"
        )
        await review.press("j")
        assert len(set(caption(review)) & {"▔"}) == 1
        second = {at for at, sign in enumerate(caption(review)) if sign == "▔"}
        assert len(second) < len(ticks), "two characters after three"
        assert second <= {*dark_columns(review), min(second), max(second)}


async def test_without_an_image_there_is_no_gap(tmp_path: Path) -> None:
    async with reviewing(tmp_path, WIDE) as review:
        assert not pane(review).size.height
        await review.press("s")
        assert "no scan of this place" in review.line("#notice")
        assert isinstance(review.app.screen, ReviewScreen)


async def test_a_narrow_terminal_shows_it_only_enlarged(scanned: Path) -> None:
    async with reviewing(scanned, NARROW) as review:
        assert not pane(review).size.height
        await review.press("s")
        await review.app.workers.wait_for_complete()
        await review.pilot.pause()
        assert isinstance(review.app.screen, ScanScreen)
        assert dark_columns(review)
        assert pane(review).size == NARROW
        await review.press("escape")
        assert isinstance(review.app.screen, ReviewScreen)


async def test_the_enlarged_scan_zooms(scanned: Path) -> None:
    async with reviewing(scanned, WIDE) as review:
        await review.press("s")
        widths = [caption(review).count("▔")]
        for key in ("minus", "plus", "plus"):
            await review.press(key)
            widths.append(caption(review).count("▔"))
        assert widths[1] < widths[0] < widths[3]
        assert widths[2] == widths[0]
        await review.press("s")
        assert isinstance(review.app.screen, ReviewScreen), "the key that opened it closes it"


async def test_a_terminal_that_grows_shows_it(scanned: Path) -> None:
    async with reviewing(scanned, NARROW) as review:
        await review.pilot.resize_terminal(*WIDE)
        await review.pilot.pause()
        await review.app.workers.wait_for_complete()
        await review.pilot.pause()
        assert dark_columns(review)


async def test_images_may_be_in_another_folder(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    drawn(boxes=BOXES).save(tmp_path / "images" / "page.png")
    async with reviewing(
        tmp_path, WIDE, config=Config(root=tmp_path, images=tmp_path / "images")
    ) as review:
        assert dark_columns(review)


async def test_the_key_can_be_another_one(scanned: Path) -> None:
    async with reviewing(scanned, WIDE, config=Config(root=scanned, keys={"scan": "z"})) as review:
        assert "z enlarges" in caption(review)
        await review.press("s")
        assert isinstance(review.app.screen, ReviewScreen)
        await review.press("z")
        assert isinstance(review.app.screen, ScanScreen)
        await review.press("z")
        assert isinstance(review.app.screen, ReviewScreen)


async def test_the_key_is_in_the_help_and_the_palette(scanned: Path) -> None:
    async with reviewing(scanned, WIDE) as review:
        discovered = KeyCommands(review.app.screen).discover()
        assert "enlarge the scan" in [str(hit.prompt) async for hit in discovered]
        await review.press("question_mark")
        assert isinstance(review.app.screen, TextScreen)
        texts = ["".join(text for text, _ in line) for line in review.app.screen.lines]
        assert any("s  " in text and "enlarge the scan" in text for text in texts)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_an_image_that_cannot_be_read_is_said_in_its_place(
    tmp_path: Path, language: Language
) -> None:
    (tmp_path / "page.png").write_bytes(b"no image at all")
    async with reviewing(tmp_path, WIDE, language=language) as review:
        assert (
            "看不了图像 page.png" if language == "zh" else "cannot show the image page.png"
        ) in caption(review)
        await review.press("a")
        assert review.verdicts()[0] == "accepted", "the review goes on"
        await review.press("s")
        assert "page.png" in caption(review)


async def test_the_name_of_an_image_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    name = "a\x1b[31mb.png"
    drawn(boxes=BOXES).save(tmp_path / name)
    async with reviewing(
        tmp_path, WIDE, source=hocr(title=f'image "{name}"; bbox 0 0 320 120')
    ) as review:
        assert "\x1b" not in caption(review)
        assert "b.png" in caption(review)


async def test_without_pillow_the_review_is_as_before(
    scanned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    async with reviewing(scanned, WIDE) as review:
        assert not pane(review).size.height
        await review.press("s")
        assert "pip install 'proofer-zh[scan]'" in review.line("#notice")
        await review.press("a")
        assert review.verdicts()[0] == "accepted"


async def test_markdown_has_no_scan(tmp_path: Path) -> None:
    drawn().save(tmp_path / "page.png")
    page = read(tmp_path / "page.md", "本报讯 干部职工规矩矩做事，己经完成任务。\n")
    checked = replace(report(page, CHANGES))
    with ReviewCollection([ReviewFile(page.path, Config(root=tmp_path), checked)]) as collection:
        app = ReviewApp(collection, "zh", keys=KEYS)
        async with app.run_test(size=WIDE) as pilot:
            await pilot.pause()
            assert not app.screen.query_one(ScanView).size.height

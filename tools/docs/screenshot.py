"""Paint `docs/review*.png` and `docs/review-*.gif`: the review of the demo pages, by the program.

Each picture is a screen after keys that an editor would press; the animation shows half a minute
of a review, with each key and what it does below. The fonts are Noto Sans Mono CJK SC, in which two
columns are as wide as a Han character, and DejaVu Sans Mono (Debian: fonts-noto-cjk, fonts-dejavu).

Usage: `python -m tools.docs.screenshot [--output FOLDER] [--fonts FOLDER]`
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, chdir
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.pilot import Pilot

from proofer.checking.pipeline import check
from proofer.config import Config
from proofer.messages import Language, Message
from proofer.review.collection import ReviewCollection, ReviewFile
from proofer.tui.app import ReviewApp
from proofer.tui.screen import ReviewScreen
from tools.docs.painting import FONTS, Cell, Painter, Row
from tools.paths import ROOT

DEMO = ROOT / "fixtures" / "demo"
SHOWN = "规矩矩"
"""The quote of the finding on which the pictures rest."""
PICTURES: Mapping[str, tuple[str, Sequence[str], tuple[int, int]]] = {
    "review": ("page.md", (), (124, 36)),
    "review-series": ("page.md", (*["n"] * 4, "A"), (80, 24)),
    "review-filter": ("page.md", ("f",), (80, 24)),
    "review-scan": ("news.hocr", (), (120, 38)),
}
"""Of each picture the page, the keys after the first decisions, and the size in cells."""
_STILL, _MOVING = Cell(14, 30), Cell(8, 18)
_COLOURS, _FILM_COLOURS = 128, 64
"""Colours of the palettes: those of the screen and of the edges of its characters."""
_EXACT = Image.Quantize.MAXCOVERAGE
"""How the palette is found: rare colours, such as those of kinds, stay."""
_FILM = (100, 30)
"""Size of the animation in cells, without the line that names the key."""
_KEY, _WHAT = Style(color="#121212", bgcolor="#ffb74d", bold=True), Style(bgcolor="#303030")


@dataclass(frozen=True, slots=True)
class Shot:
    """Keys of the animation, what the line below says they do, and for how long it is shown."""

    keys: Sequence[str]
    what: Message
    seconds: float
    name: str = ""
    """What the line calls the keys; their own names without it."""


FILM = (
    Shot((), Message("打开一版：proofer review page.md", "proofer review page.md"), 2.5),
    Shot("a", Message("接受第一条建议", "accept the first suggestion"), 1.6),
    Shot("a", Message("一键一处，先存盘再往下", "one key a decision, saved at once"), 1.2),
    Shot("a", Message("接受", "accept"), 1.0),
    Shot("a", Message("接受", "accept"), 1.0),
    Shot("2", Message("选第二条建议", "take the second suggestion"), 1.6),
    Shot("u", Message("撤销", "undo"), 1.6),
    Shot("g", Message("看依据：同一版别处怎么写", "see the evidence elsewhere on the page"), 2.2),
    Shot("a", Message("接受", "accept"), 1.0),
    Shot("aa", Message("接受，接受", "accept, accept"), 1.2, "a a"),
    Shot("r", Message("不改：原文无误", "reject: the text is right"), 1.6),
    Shot("e", Message("自己写", "type your own words"), 1.6),
    Shot(("enter",), Message("写好了", "done"), 1.2),
    Shot("f", Message("筛选：有多少处、哪一类", "filter: how many of which kind"), 2.2),
    Shot(
        (*["down"] * 5, "space", "enter"),
        Message("只看可信度 90% 以上的", "only those of 90% and more"),
        1.8,
        "↓ Space Enter",
    ),
    Shot("b1", Message("成批接受，先看清单", "accept in bulk, after a look"), 2.4, "b 1"),
    Shot(("enter",), Message("一步接受，可以一步撤销", "one step, undone in one step"), 2.0),
    Shot(
        "w", Message("写出：改正的文件、修订稿、勘误表……", "hand it over: file, Word, errata"), 2.4
    ),
    Shot("5", Message("勘误表，网页", "the errata list, a web page"), 1.4),
    Shot(("enter",), Message("写好了，原文件没有动", "written; the source is as it was"), 2.6),
)
"""Half a minute of a review."""


@asynccontextmanager
async def reviewing(
    page: str, language: Language, size: tuple[int, int]
) -> AsyncIterator[Pilot[None]]:
    """Review a copy of a demo page, with its folder as the working folder."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        shutil.copytree(DEMO, folder, dirs_exist_ok=True)
        config = Config(root=Path())
        report = check([Path(page)], config).documents[0]
        with ReviewCollection([ReviewFile(Path(page), config, report)]) as collection:
            async with ReviewApp(collection, language).run_test(size=size) as pilot:
                await _settle(pilot)
                yield pilot


async def _settle(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def _rows(pilot: Pilot[None]) -> list[Row]:
    return [list(strip) for strip in pilot.app.screen._compositor.render_strips()]


async def drawn(
    page: str, language: Language, size: tuple[int, int], keys: Sequence[str] = ()
) -> list[Row]:
    """Return the rows of a review that has decided all before `SHOWN`, after pressing `keys`."""
    async with reviewing(page, language, size) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ReviewScreen)
        for _ in screen.session.findings:
            if screen.current.quote == SHOWN:
                break
            await pilot.press("a" if screen.current.confidence > 0.9 else "r")
        await pilot.press(*keys)
        await _settle(pilot)
        return _rows(pilot)


async def filmed(language: Language) -> list[tuple[list[Row], float]]:
    """Return the frames of the animation and for how many seconds each is shown."""
    frames: list[tuple[list[Row], float]] = []
    async with reviewing("page.md", language, _FILM) as pilot:
        for shot in FILM:
            await pilot.press(*shot.keys)
            await _settle(pilot)
            frames.append(([*_rows(pilot), _below(shot, language)], shot.seconds))
    return frames


def _below(shot: Shot, language: Language) -> Row:
    """Return the line that names the keys."""
    name = shot.name or " ".join(key.capitalize() if len(key) > 1 else key for key in shot.keys)
    keys = f" {name or '$'} "
    what = f"  {shot.what.render(language)}"
    gap = " " * (_FILM[0] - cell_len(keys) - cell_len(what))
    return [Segment(keys, _KEY), Segment(what + gap, _WHAT)]


def _few_colours(images: Sequence[Image.Image]) -> Iterator[Image.Image]:
    """Yield the images with one palette, so that what stays the same is the same."""
    palette = images[0].quantize(_FILM_COLOURS, _EXACT)
    for image in images:
        yield image.quantize(palette=palette, dither=Image.Dither.NONE)


def main() -> None:
    """Paint all pictures in both languages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=ROOT / "docs")
    parser.add_argument("--fonts", type=Path, default=FONTS, help="where the fonts are")
    arguments = parser.parse_args()
    still, moving = (Painter(cell, arguments.fonts) for cell in (_STILL, _MOVING))
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        for name, (page, keys, size) in PICTURES.items():
            rows = asyncio.run(drawn(page, language, size, keys))
            path = arguments.output / f"{name}-{language}.png"
            still.paint(rows).quantize(_COLOURS, _EXACT).save(path, optimize=True)
            print(path)
        frames = asyncio.run(filmed(language))
        first, *others = _few_colours([moving.paint(rows) for rows, _ in frames])
        path = arguments.output / f"review-film-{language}.gif"
        first.save(
            path,
            save_all=True,
            append_images=others,
            duration=[round(1000 * seconds) for _, seconds in frames],
            loop=0,
            optimize=True,
        )
        print(path)


if __name__ == "__main__":
    main()

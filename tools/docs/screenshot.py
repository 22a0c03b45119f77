"""Draw `docs/review*.svg`: the review of the demo pages, by the program itself.

Rich gives each run of text the length of its code points, so that browsers squeeze Chinese to half
its width; and it names a font of a web server. Both are mended here: each run gets its cells, and
no picture loads anything.

Usage: `python -m tools.docs.screenshot [--output FOLDER] [--size 80x24]`
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from html import escape, unescape
from itertools import groupby
from pathlib import Path
from unicodedata import east_asian_width

from rich.cells import cell_len

from proofer.checking.pipeline import check
from proofer.config import Config
from proofer.findings.report import DocumentReport
from proofer.messages import Language
from proofer.review.collection import ReviewCollection, ReviewFile
from proofer.tui.app import ReviewApp
from tools.paths import ROOT

DEMO = ROOT / "fixtures" / "demo"
CELL = 12.2
"""Width of a cell in Rich's pictures."""
FONTS = '"Fira Code", "DejaVu Sans Mono", "Noto Sans Mono CJK SC", "Microsoft YaHei", monospace'
SHOWN = "规矩矩"
"""The quote of the finding on which the picture rests."""
PICTURES: Mapping[str, tuple[str, Sequence[str], str]] = {
    "review": ("page.md", (), "124x36"),
    "review-series": ("page.md", (*["j"] * 4, "A"), "80x24"),
    "review-filter": ("page.md", ("f",), "80x24"),
    "review-scan": ("news.hocr", (), "120x38"),
}
"""Of each picture the page, the keys after the decisions, and the size."""
_TEXT = re.compile(
    r'<text class="([^"]*)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" '
    r'clip-path="([^"]*)">([^<]*)</text>'
)
_FONT_FACE = re.compile(r"\s*@font-face \{.*?\}\n", re.DOTALL)


def in_cells(svg: str) -> str:
    """Return the picture with each character as wide as its cells in the terminal."""
    svg = _FONT_FACE.sub("\n", svg)
    svg = svg.replace("font-family: Fira Code, monospace", f"font-family: {FONTS}")
    svg = svg.replace("        font-variant-east-asian: full-width;\n", "")
    return _TEXT.sub(_in_runs, svg)


def _in_runs(match: re.Match[str]) -> str:
    style, left, top, clip, content = match.groups()
    x = float(left)
    runs: list[str] = []
    for number, characters in groupby(enumerate(unescape(content)), key=_run_key):
        del number
        text = "".join(character for _, character in characters)
        length = cell_len(text) * CELL
        if text.strip("\xa0"):
            body = escape(text).replace("\xa0", "&#160;")
            runs.append(
                f'<text class="{style}" x="{x:g}" y="{top}" textLength="{length:g}" '
                f'clip-path="{clip}">{body}</text>'
            )
        x += length
    return "".join(runs)


def _run_key(numbered: tuple[int, str]) -> tuple[int, int]:
    """Characters of one width are one run; those whose width a font chooses stand alone."""
    number, character = numbered
    return (cell_len(character), number if east_asian_width(character) == "A" else -1)


async def draw(
    report: DocumentReport,
    root: Path,
    language: Language,
    size: tuple[int, int],
    keys: Sequence[str] = (),
) -> str:
    """Return the picture of a review after some decisions and after pressing `keys`."""
    with ReviewCollection(
        [ReviewFile(report.document.path, Config(root=root), report)]
    ) as collection:
        app = ReviewApp(collection, language)
        async with app.run_test(size=size) as pilot:
            for finding in report.findings:
                if finding.quote == SHOWN:
                    break
                await pilot.press("a" if finding.confidence > 0.9 else "r")
            await pilot.press(*keys)
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            return in_cells(
                app.export_screenshot(title=f"proofer review {report.document.path.name}")
            )


def main() -> None:
    """Draw all pictures in both languages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=ROOT / "docs")
    parser.add_argument("--size", help="columns x rows, instead of each picture's own")
    arguments = parser.parse_args()
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        for name, (page, keys, size) in PICTURES.items():
            columns, _, rows = (arguments.size or size).partition("x")
            with tempfile.TemporaryDirectory() as folder:
                shutil.copytree(DEMO, folder, dirs_exist_ok=True)
                report = check([Path(folder) / page], Config(root=Path(folder))).documents[0]
                svg = asyncio.run(
                    draw(report, Path(folder), language, (int(columns), int(rows)), keys)
                )
            path = arguments.output / f"{name}-{language}.svg"
            path.write_text(svg, encoding="utf-8")
            print(path)


if __name__ == "__main__":
    main()

"""What the review looks like, as text: the rows of the screen and the styles of their runs.

Golden files in ``fixtures/review``, written again by ``tools.docs.golden``.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest
from rich.segment import Segment

from proofer.messages import Language
from proofer.review.collection import ReviewCollection
from proofer.tui.app import ReviewApp
from proofer.tui.screen import ReviewScreen
from tests.paths import FIXTURES
from tests.review.pages import collecting, document, report

FOLDER = FIXTURES / "review"
_WIDE, _NARROW = (160, 50), (80, 24)


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen of the review: of two pages by hand, after some decisions and `keys`."""

    name: str
    size: tuple[int, int]
    language: Language
    keys: Sequence[str] = ()
    light: bool = False
    colours: bool = True


PICTURES = (
    Picture("narrow-zh", _NARROW, "zh"),
    Picture("narrow-en-light", _NARROW, "en", light=True),
    Picture("narrow-zh-no-colour", _NARROW, "zh", colours=False),
    Picture("wide-zh-light", _WIDE, "zh", light=True),
    Picture("wide-en", _WIDE, "en"),
    Picture("wide-en-no-colour", _WIDE, "en", colours=False),
    Picture("series-narrow-zh", _NARROW, "zh", ("end", "k", "A")),
    Picture("series-wide-en", _WIDE, "en", ("end", "k", "A")),
    Picture("filter-narrow-en", _NARROW, "en", ("f",)),
    Picture("files-narrow-zh", _NARROW, "zh", ("tab",)),
    Picture("help-wide-zh", _WIDE, "zh", ("question_mark",)),
    Picture("help-narrow-en", _NARROW, "en", ("question_mark",)),
)
_ATTRIBUTES = ("bold", "dim", "italic", "underline", "strike", "reverse")
_DECIDED = ("a", "r", "d", "o")


def goldens() -> Iterator[tuple[str, str]]:
    """Yield the name and the content of every golden file."""
    for picture in PICTURES:
        yield f"{picture.name}.golden", asyncio.run(drawn(picture))


async def drawn(picture: Picture) -> str:
    """Return a picture as text."""
    with tempfile.TemporaryDirectory() as name:
        first, second = (report(document(Path(name) / page)) for page in ("甲.md", "b.md"))
        with collecting(Path(name), first, second) as collection:
            return await _of(collection, picture)


async def _of(collection: ReviewCollection, picture: Picture) -> str:
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("COLORFGBG", raising=False)
        environment.delenv("NO_COLOR", raising=False)
        if not picture.colours:
            environment.setenv("NO_COLOR", "1")
        app = ReviewApp(collection, picture.language)
    app.theme = "textual-light" if picture.light else "textual-dark"
    async with app.run_test(size=picture.size) as pilot:
        await pilot.press(*_DECIDED, *picture.keys)
        await pilot.pause()
        rows = [list(strip) for strip in app.screen._compositor.render_strips()]
        return _text(rows, marks=isinstance(app.screen, ReviewScreen))


def _text(rows: Sequence[Sequence[Segment]], *, marks: bool) -> str:
    """Return the rows between bars; with `marks` also the runs of each in another style."""
    lines = [f"|{''.join(segment.text for segment in row)}|" for row in rows]
    if marks:
        usual = Counter(
            _style(segment) for row in rows for segment in row if segment.text.strip()
        ).most_common(1)[0][0]
        for number, row in enumerate(rows[:-1], 1):  # the footer is the last
            lines += [f"{number:2} {run}" for run in _runs(row, usual)]
    return "\n".join(lines) + "\n"


def _runs(row: Iterable[Segment], usual: str) -> Iterator[str]:
    for style, run in groupby(row, key=_style):
        text = "".join(segment.text for segment in run).strip()
        if text and style != usual:
            yield f"{style}: {text}"


def _style(segment: Segment) -> str:
    """Return colour and attributes, without the background."""
    style = segment.style
    if style is None:
        return "none"
    names = [name for name in _ATTRIBUTES if getattr(style, name)]
    return " ".join([*names, style.color.name if style.color else "none"])

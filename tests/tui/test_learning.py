"""What was rejected again and again is asked about, once."""

from __future__ import annotations

from pathlib import Path

from proofer.scoring.learned import read_learned
from proofer.tui.widgets.dialogs import Choices
from tests.review.pages import document, report
from tests.tui.driving import Review, running

CHANGES = (("G001", "锆", ("锗",), 0.6), ("D001", "好好", ("好",), 0.4))


def asked(review: Review) -> bool:
    return bool(review.app.screen.query(Choices))


async def test_never_again_settles_the_others_and_is_kept(tmp_path: Path) -> None:
    first, second = (report(document(tmp_path / name), CHANGES) for name in ("a.md", "b.md"))
    async with running(tmp_path, first, (120, 40), others=[second]) as review:
        await review.press("r", "r", "r")
        assert review.verdicts("锆") == ["rejected"] * 2 + [None]
        assert not asked(review), "two of it, and one of another sort"
        await review.press("r")
        rows = review.drawn(Choices)
        assert "仍然提示" in rows.split("\n")[0]
        await review.press("2")
        assert read_learned(tmp_path).lesson("series", "锆", "锗").answer == "silent"
        assert [file.progress.decided for file in review.collection.files] == [4, 3]
        await review.press("u")
        assert [file.progress.decided for file in review.collection.files] == [4, 0]


async def test_to_go_on_showing_it_is_kept_too_and_nothing_else_changes(tmp_path: Path) -> None:
    checked = report(document(tmp_path / "a.md"), CHANGES[:1])
    async with running(tmp_path, checked, (120, 40)) as review:
        await review.press("r", "r", "r")
        assert asked(review)
        await review.press("escape")
        assert not asked(review)
        assert read_learned(tmp_path).lesson("series", "锆", "锗").answer == "shown"

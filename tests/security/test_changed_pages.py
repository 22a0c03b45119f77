"""A page that somebody saved during its review is never overwritten by what it was before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.widgets import Input

from proofer.__main__ import main
from proofer.messages import Language
from tests.review.pages import PAGE, document, report
from tests.tui.driving import Review, running

MORE = PAGE + "\n同事补写的一段。\n"
TOLD: dict[Language, str] = {"zh": "各处决定都已存好", "en": "All decisions are kept"}


@pytest.fixture(params=TOLD)
async def review(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Review]:
    """A review of two files, of which a colleague has saved the first one."""
    (tmp_path / "proofer.toml").touch()
    first, second = (report(document(tmp_path / name)) for name in ("a.md", "b.md"))
    async with running(tmp_path, first, others=[second], language=request.param) as opened:
        await opened.press("a")
        (tmp_path / "a.md").write_text(MORE, encoding="utf-8")
        yield opened


@pytest.mark.parametrize("name", ["a.corrected.md", "a.docx", "list.errata.csv"])
async def test_no_form_is_written_and_no_decision_is_lost(
    review: Review, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await review.press("w", "enter")
    await review.answer(str(tmp_path / name))
    assert any(each in review.line("#dialog-hint") for each in TOLD.values())
    assert not (tmp_path / name).exists()
    await review.press("escape")
    assert review.verdicts("的的") == ["accepted"]

    out = tmp_path / "out.md"
    assert main(["export", "--isolated", str(tmp_path / "a.md"), "-o", str(out)]) == 0
    assert out.read_text(encoding="utf-8") == MORE.replace("的的", "的"), capsys.readouterr().err


async def test_an_errata_list_from_another_file_of_the_review_tells_too(
    review: Review, tmp_path: Path
) -> None:
    await review.press("right_curly_bracket", "w", "enter")
    await review.answer(str(tmp_path / "list.errata.csv"))
    assert "a.md" in review.line("#dialog-hint")
    assert not (tmp_path / "list.errata.csv").exists()
    await review.answer(str(tmp_path / "b.corrected.md"))
    assert (tmp_path / "b.corrected.md").exists(), "the other page has not changed"


async def test_a_page_that_is_gone_ends_no_review(review: Review, tmp_path: Path) -> None:
    (tmp_path / "a.md").unlink()
    (tmp_path / "there.md").touch()
    await review.press("w", "enter")
    for _ in range(2):  # the second Enter would replace what is there
        await review.answer(str(tmp_path / "there.md"))
    assert isinstance(review.app.screen.query_one(Input), Input)
    assert "a.md" in review.line("#dialog-hint")
    assert not (tmp_path / "there.md").stat().st_size

"""A plan of somebody else, or a damaged one, is data: at the worst it ends in a sentence."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from proofer.archive.plan import Plan
from proofer.errors import InputError
from tests.cli.conftest import PAGE, Proofer, folder, proofer

pytest.importorskip("pyarrow")
__all__ = ["folder", "proofer"]


@pytest.fixture
def plan(proofer: Proofer) -> Path:
    """A plan that is done, of one page."""
    page, out = Path("page.txt").absolute(), Path("out").absolute()
    page.write_text(PAGE, encoding="utf-8")
    proofer("archive", "plan", page, "--out", out, "--select", "D", "--accept-above", ".5")
    assert proofer("archive", "run", out).code == 1, "the page has findings"
    return out


def _noise(place: Path) -> None:
    place.write_bytes(bytes(range(256)))


def _json_of_another_shape(place: Path) -> None:
    place.write_text('{"digest": "", "settings": [1], "windows": 3}', encoding="utf-8")


@pytest.mark.parametrize("replaced", [os.mkfifo, Path.mkdir, _noise, _json_of_another_shape])
@pytest.mark.parametrize(
    "name", ["plan.json", "findings/part-000000.parquet", "documents/part-000000.parquet"]
)
def test_a_file_of_a_plan_that_is_none(
    proofer: Proofer, plan: Path, replaced: Callable[[Path], None], name: str
) -> None:
    place = plan / name
    place.unlink()
    replaced(place)
    result = proofer("archive", "merge", plan)
    assert result.code == 2
    assert place.name in result.err
    assert "internal error" not in result.err


def test_no_corrected_file_leaves_the_folder(plan: Path) -> None:
    read = Plan(plan)
    base = Path(read.settings.base)
    assert read.corrected(str(base / "page.txt")) == plan / "corrected" / "page.txt"
    for name in (base / ".." / "page.txt", base / "a" / ".." / ".." / "page.txt", "/etc/page.txt"):
        with pytest.raises(InputError, match="not inside"):
            read.corrected(str(name))

"""The pictures of the documentation: Chinese as wide as in a terminal, nothing loaded."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.review.pages import document, report
from tools.docs import screenshot

RUN = re.compile(
    r'<text class="[^"]*" x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"[^>]*>([^<]*)</text>'
)


async def test_every_run_takes_its_cells(tmp_path: Path) -> None:
    svg = await screenshot.draw(report(document(tmp_path / "page.md")), tmp_path, "zh", (100, 30))
    runs = RUN.findall(svg)
    assert any("认真真" in run[3] for run in runs)
    ends: dict[str, float] = {}
    for left, top, length, content in runs:
        text = unescape(content)
        assert float(length) == pytest.approx(cell_len(text) * screenshot.CELL, abs=0.1), text
        assert len({cell_len(character) for character in text}) == 1, "one run, one width"
        assert float(left) >= ends.get(top, 0.0) - 0.1, f"{text} is drawn over its neighbour"
        ends[top] = float(left) + float(length)
    assert "@font-face" not in svg
    assert "cdnjs" not in svg

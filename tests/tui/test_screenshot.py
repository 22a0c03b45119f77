"""The pictures of the documentation: Chinese as wide as in a terminal, nothing loaded."""

from __future__ import annotations

import importlib.util
import re
import sys
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest
from rich.cells import cell_len

from tests.paths import ROOT
from tests.review.pages import document, report

TOOL = ROOT / "tools" / "screenshot.py"
RUN = re.compile(
    r'<text class="[^"]*" x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"[^>]*>([^<]*)</text>'
)


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("screenshot", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["screenshot"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_every_run_takes_its_cells(tool: ModuleType, tmp_path: Path) -> None:
    svg = await tool.draw(report(document(tmp_path / "page.md")), tmp_path, "zh", (100, 30))
    runs = RUN.findall(svg)
    assert any("认真真" in run[3] for run in runs)
    ends: dict[str, float] = {}
    for left, top, length, content in runs:
        text = unescape(content)
        assert float(length) == pytest.approx(cell_len(text) * tool.CELL, abs=0.1), text
        assert len({cell_len(character) for character in text}) == 1, "one run, one width"
        assert float(left) >= ends.get(top, 0.0) - 0.1, f"{text} is drawn over its neighbour"
        ends[top] = float(left) + float(length)
    assert "@font-face" not in svg
    assert "cdnjs" not in svg

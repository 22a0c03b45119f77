"""docs/api.md: every example runs and prints what stands below it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(
    r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", PAGE, re.DOTALL | re.MULTILINE
)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_prints_what_the_page_says(number: int, tmp_path: Path) -> None:
    program, printed = EXAMPLES[number]
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.stderr, done.stdout) == ("", printed)


def test_the_page_names_every_public_name() -> None:
    import proofer

    assert {name for name in proofer.__all__ if f"`{name}" not in PAGE} <= {"__version__"}

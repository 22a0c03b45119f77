"""What `proofer lint` finds on whole pages: detectors, channel, ranking and witnesses together.

`python -m tools.docs.golden` writes the golden files again.
"""

from __future__ import annotations

import pytest

from tests.cli.pages import FOLDER, PAGES, TYPED, found


@pytest.mark.parametrize("name", [*PAGES, TYPED])
def test_a_page_is_judged_as_it_was(name: str) -> None:
    expected = (FOLDER / f"{name}.golden").read_text(encoding="utf-8").splitlines()
    assert found(name).splitlines() == expected, (
        "if it should be judged so, run python -m tools.docs.golden"
    )


def test_every_golden_file_has_its_page() -> None:
    assert {path.stem for path in FOLDER.glob("*.golden")} == {*PAGES, TYPED}

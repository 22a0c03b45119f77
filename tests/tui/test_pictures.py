"""What the screens look like, against `fixtures/review`; `tools.docs.golden` writes them again."""

from __future__ import annotations

import pytest

from tests.tui.pictures import FOLDER, PICTURES, Picture, drawn


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
async def test_the_screen_looks_as_it_did(picture: Picture) -> None:
    shown = (await drawn(picture)).splitlines()
    expected = (FOLDER / f"{picture.name}.golden").read_text(encoding="utf-8").splitlines()
    assert shown == expected, "if it should look so, run python -m tools.docs.golden"

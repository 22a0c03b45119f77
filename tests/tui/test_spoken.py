"""What a browser shows beside the screen: the current place in words, buttons, downloads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from proofer.review.keymap import KEYS, remapped
from proofer.tui.served import ServedDriver, describe, hand_over
from proofer.tui.spoken import buttons, place_parts
from tests.review.pages import document, quoting, report, reviewing


def test_a_place_is_said_with_its_paragraph_suggestions_and_reasons(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "page.md"))) as session:
        finding = quoting(session, "规矩矩")
        parts = place_parts(session, finding, "zh")
        assert parts["place"] == "第 2 处，共 9 处；第 3 行"
        assert parts["text"] == (
            "本报讯 青岗铜业的的干部职工",
            "规矩矩",
            "做事，认真真把关。会上说，己经完成全年任务。",
        )
        assert parts["suggestions"] == [
            ["规矩矩→规规矩矩", "95%", "1"],
            ["规矩矩→规矩", "85%", "2"],
        ]
        assert parts["reasons"] == ["词典里有这个词"]
        session.accept(finding)
        assert str(place_parts(session, finding, "en")["place"]).endswith("line 3 · accepted")


def test_what_cannot_be_seen_is_not_said(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md", "他们的的\u202e工作。\n")
    with reviewing(tmp_path, report(page)) as session:
        assert "\u202e" not in str(place_parts(session, session.findings[0], "zh"))


def test_no_place_is_said_too(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "page.md"), ())) as session:
        parts = place_parts(session, None, "en")
        assert (parts["place"], parts["suggestions"]) == ("nothing doubtful", [])


def test_buttons_send_the_keys_of_the_project() -> None:
    usual = dict(buttons(KEYS, "en"))
    assert (usual["accept"], usual["undo"]) == ("a", "u")
    assert "\t" in usual.values(), "the list of files has no character"
    keys = remapped({"accept": "y", "reject": "ctrl+s", "help": "f1, question_mark"})
    other = dict(buttons(keys, "en"))
    assert (other["accept"], other["help"]) == ("y", "?")
    assert "reject" not in other, "no single character stands for it"


class Told:
    """A review whose driver keeps what it should tell the browser."""

    def __init__(self, driver: type[object]) -> None:
        self.packets: list[dict[str, Any]] = []
        self.files: list[Path] = []
        self._driver = object.__new__(driver)
        if driver is ServedDriver:
            self._driver.write_meta = self.packets.append  # type: ignore[attr-defined]

    def deliver_binary(self, file: Path) -> None:
        self.files.append(file)


@pytest.mark.parametrize("served", [True, False])
def test_only_a_browser_is_told_and_handed_files(served: bool, tmp_path: Path) -> None:
    app: Any = Told(ServedDriver if served else object)
    describe(app, lambda: {"notice": "done"})
    hand_over(app, tmp_path / "page.docx")
    assert app.packets == [{"type": "described", "parts": {"notice": "done"}}] * served
    assert app.files == [tmp_path / "page.docx"] * served

"""`proofer dictionary`: words that an editor adds are checked, sorted, and used at once."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import PAGE, Proofer


def test_without_a_project_it_is_2_and_nothing_is_made(proofer: Proofer) -> None:
    for arguments in (("add", "terms", "青岗铜业"), ("check",), ("list",)):
        result = proofer("dictionary", *arguments)
        assert result.code == 2
        assert "proofer.toml" in result.err
    assert list(Path().iterdir()) == []


def test_words_are_added_to_the_file_of_their_kind_and_used(proofer: Proofer) -> None:
    Path("proofer.toml").touch()
    Path("page.md").write_text("会议强调要国猎这些问题。\n", encoding="utf-8")
    assert (
        proofer(
            "dictionary",
            "add",
            "confusions",
            "国猎",
            "围猎",
            "--reason",
            "形近",
            "--unless",
            "中国猎",
        ).code
        == 0
    )
    assert proofer("dictionary", "add", "terms", "青岗铜业", "--category", "company").code == 0
    assert proofer("dictionary", "add", "terms", "白岭锌矿").code == 0
    assert Path("dictionary/terms.tsv").read_text(encoding="utf-8").splitlines()[1:] == [
        "白岭锌矿\t\t\t",
        "青岗铜业\tcompany\t\t",
    ]
    listed = [line.split("\t")[:4] for line in proofer("dictionary", "list").out.splitlines()]
    assert listed == [
        ["terms", "白岭锌矿", "", ""],
        ["terms", "青岗铜业", "", ""],
        ["confusions", "国猎", "围猎", "形近"],
    ]
    assert proofer("dictionary", "list", "names").out == ""
    assert proofer("dictionary", "check").code == 0
    assert "国猎" in proofer("lint", "page.md", "--select", "K").out


def test_the_project_is_found_from_below_and_its_paths_are_relative_to_it(
    proofer: Proofer, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("proofer.toml").write_text('dictionaries = ["words/terms.tsv", "more"]\n')
    Path("pages").mkdir()
    monkeypatch.chdir("pages")
    assert proofer("dictionary", "add", "terms", "青岗铜业").code == 0
    assert proofer("dictionary", "add", "allow", "青青岗").code == 0
    assert Path("../words/terms.tsv").is_file()
    assert Path("../more/allow.tsv").is_file()


def test_what_does_not_make_sense_is_2(proofer: Proofer) -> None:
    Path("proofer.toml").write_text('dictionaries = ["terms.tsv"]\n')
    assert proofer("dictionary", "add", "terms", "青岗铜业").code == 0
    for arguments, told in (
        (("terms", "青岗铜业"), "already there"),
        (("terms", "青岗 铜业", "青岗铜业"), "right form"),
        (("confusions", "国猎"), "right form"),
        (("reduplications", "认认真真"), "neither a folder nor"),
        (("terms", "青岗\t铜业"), "cannot hold a tab"),
        (("slips", "青岗铜业"), "invalid choice"),
    ):
        result = proofer("dictionary", "add", *arguments)
        assert result.code == 2, arguments
        assert told in result.err, result.err
    assert len(Path("terms.tsv").read_text(encoding="utf-8").splitlines()) == 2


def test_check_prints_each_problem_with_its_place(proofer: Proofer) -> None:
    Path("proofer.toml").touch()
    Path("dictionary").mkdir()
    header = "wrong\tright\tunless\treason\tsource\n"
    Path("dictionary/confusions.tsv").write_text(
        header + "末来\t未来\t\t\t\n国猎\t国猎人\t\t\t\n", encoding="utf-8"
    )
    result = proofer("dictionary", "check")
    assert result.code == 1
    assert "confusions.tsv:3:" in result.out
    assert "contains the error" in result.out
    Path("dictionary/confusions.tsv").write_text(header + "国猎\n", encoding="utf-8")
    assert proofer("dictionary", "check", "dictionary/confusions.tsv").code == 1
    assert proofer("dictionary", "list").code == 2


def test_checking_a_dictionary_that_is_not_there_is_an_error(proofer: Proofer) -> None:
    result = proofer("dictionary", "check", "nowhere")
    assert result.code == 2
    assert "nowhere" in result.err


def test_what_the_project_allows_is_reported_by_no_detector(proofer: Proofer) -> None:
    Path("proofer.toml").touch()
    Path("page.md").write_text(PAGE, encoding="utf-8")
    only = ("lint", "page.md", "--select", "D001,K001")
    assert proofer(*only).out.count("    → ") == 2
    proofer("dictionary", "add", "allow", "工作己经")
    result = proofer(*only)
    assert "→ 已经" not in result.out
    assert result.out.count("    → ") == 1
    proofer("dictionary", "add", "allow", "的的")
    assert proofer(*only).code == 0


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("\n", 2), ("", 2)])
def test_whoever_can_answer_is_asked_for_a_project(
    proofer: Proofer, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    result = proofer("dictionary", "add", "terms", "青岗铜业")
    assert "this is no project yet" in result.err
    assert result.code == code
    assert Path("proofer.toml").exists() is Path("dictionary/terms.tsv").exists() is (code == 0)

"""`proofer review`: the command around the screen; the screen itself is tested in tests/tui."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from proofer.cli.review import _how_to_write
from tests.cli.conftest import CLEAN, PAGE, Proofer, decide
from tests.cli.terminal import needs_terminal, terminal


def test_without_a_terminal_it_is_2_and_says_what_to_do(proofer: Proofer) -> None:
    Path("page.md").write_text(PAGE, encoding="utf-8")
    result = proofer("review", "page.md")
    assert result.code == 2
    assert "needs a terminal" in result.err
    assert "proofer lint" in result.err
    assert not Path(".proofer").exists()


def test_a_file_that_is_not_there_is_told_before_anything_is_served(proofer: Proofer) -> None:
    result = proofer("review", "--web", "nofile.md")
    assert result.code == 2
    assert "nofile.md" in result.err


@needs_terminal
def test_files_are_reviewed_together_and_decisions_are_kept(proofer: Proofer) -> None:
    for name in ("a.md", "c.md"):
        Path(name).write_text(PAGE, encoding="utf-8")
    for name in ("b.md", "d.md"):
        Path(name).write_text(CLEAN, encoding="utf-8")
    with terminal("review", "a.md", "b.md", "c.md", "d.md") as screen:
        screen.wait_for("checking")  # which may take its time
        screen.wait_for("的的")
        screen.press("r")
        screen.wait_for("rejected")
        screen.wait_for_after("c.md", "}")  # it may still be waiting to be checked
        screen.press("q")
        screen.wait_for("a.md: 1 decided")
        screen.wait_for("c.md: 0 decided")
        screen.wait_for("2 files: nothing doubtful")
        assert screen.exit_code() == 0, screen.seen
    assert "D001" not in proofer("lint", "a.md").out
    assert "D001" in proofer("lint", "c.md").out


@needs_terminal
def test_a_page_without_findings_opens_to_be_corrected(proofer: Proofer) -> None:
    Path("b.md").write_text(CLEAN, encoding="utf-8")
    with terminal("review", "b.md") as screen:
        screen.wait_for(CLEAN.strip())
        screen.press("q")
        screen.wait_for("b.md: nothing doubtful")
        assert screen.exit_code() == 0, screen.seen


@needs_terminal
def test_a_terminal_that_closes_ends_the_review_and_loses_nothing(proofer: Proofer) -> None:
    for name in ("a.md", "c.md"):
        Path(name).write_text(PAGE, encoding="utf-8")
    with terminal("review", "a.md", "c.md") as screen:
        screen.wait_for("的的")
        screen.press("r")
        screen.wait_for("rejected")
        screen.hang_up()
        assert screen.ended()
    assert "D001 rejected: 的的" in proofer("decisions", "a.md").out


@needs_terminal
def test_a_killed_review_resumes_and_undoes_what_it_did(proofer: Proofer) -> None:
    Path("page.md").write_text(PAGE, encoding="utf-8")
    with terminal("review", "page.md") as screen:
        screen.wait_for("的的")
        screen.press("a")
        screen.wait_for("accepted")
        screen.kill()
    assert proofer("export", "page.md", "-o", "out.md").code == 0
    with terminal("review", "page.md") as screen:
        screen.wait_for("resuming: 1 decisions")
        screen.press("u")
        screen.wait_for("undone: accepted")
        screen.press("q")
        assert screen.exit_code() == 0, screen.seen
    assert proofer("decisions", "page.md").out == ""


@needs_terminal
def test_an_unreadable_file_is_2() -> None:
    with terminal("review", "nowhere.md") as screen:
        screen.wait_for("no such file: nowhere.md")
        assert screen.exit_code() == 2


@needs_terminal
def test_a_decision_file_of_a_newer_version_is_2_and_untouched() -> None:
    Path("page.md").write_text(PAGE, encoding="utf-8")
    decide(Path("page.md"), "的的", None)
    store = Path(".proofer/decisions/page.md.jsonl")
    newer = store.read_bytes().replace(b"proofer-decisions/1", b"proofer-decisions/9")
    store.write_bytes(newer)
    with terminal("review", "page.md") as screen:
        screen.wait_for("newer")
        assert screen.exit_code() == 2
    assert store.read_bytes() == newer


@needs_terminal
def test_keys_of_the_configuration_hold_and_wrong_ones_are_2_with_their_line() -> None:
    Path("page.md").write_text(PAGE, encoding="utf-8")
    Path("proofer.toml").write_text('[keys]\nreject = "y"\n', encoding="utf-8")
    with terminal("review", "page.md") as screen:
        screen.wait_for("的的")
        screen.press("y")
        screen.wait_for("✗")
        screen.press("q")
        assert screen.exit_code() == 0, screen.seen
    Path("proofer.toml").write_text('lang = "en"\n[keys]\nreject = "a"\n', encoding="utf-8")
    with terminal("review", "page.md") as screen:
        screen.wait_for("proofer.toml:2: accept and reject have the same key a")
        assert screen.exit_code() == 2


@pytest.mark.parametrize(
    ("corrected", "paths", "command"),
    [
        (["p/a b.md"], ["p"], "proofer export 'p/a b.md' -o 'p/a b.corrected.md'"),
        (["p/a b.md", "c.md"], ["p", "c.md"], "proofer export p c.md -o corrected"),
        (["p/a b.md", "c.md"], ["."], "proofer export . -o ../corrected"),
    ],
)
def test_the_command_that_is_told_at_the_end_is_one_that_works(
    proofer: Proofer, corrected: list[str], paths: list[str], command: str
) -> None:
    Path("p").mkdir()
    for name in ("p/a b.md", "c.md"):
        Path(name).write_text(CLEAN, encoding="utf-8")
    said = _how_to_write([Path(each) for each in corrected], [Path(each) for each in paths])
    assert said.zh.endswith(f"；或者 {command}")
    assert said.en.endswith(f", or {command}")
    assert proofer(*shlex.split(command)[1:]).code == 0

"""Code among other people's pages is never run, whichever way proofer is started there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

PAGE = "他们的的工作做得很好。\n"
TRAPS = (
    *("pickle", "multiprocessing", "threading", "socket", "struct", "signal"),
    *("argparse", "__future__", "pathlib", "json", "concurrent", "pygls", "textual", "numpy"),
)
OPTIONS = ("--lang", "en", "--select", "D001")
STARTS = {
    "the command": "import sys\nfrom proofer.__main__ import main\n"
    "if __name__ == '__main__':\n    sys.exit(main())\n",
    "python -m": "",
}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of two pages and of modules that leave word if they are run."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("one.md", "two.md"):
        (folder / name).write_text(PAGE, encoding="utf-8")
    for name in TRAPS:
        (folder / f"{name}.py").write_text(
            f"open({str(tmp_path / name)!r} + '.ran', 'w')\n", encoding="utf-8"
        )
    return folder


@pytest.fixture(params=STARTS)
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Sequence[str]:
    """The start of a command line; an installer's script is in a folder of its own."""
    if not STARTS[request.param]:
        return [sys.executable, "-m", "proofer"]
    script = tmp_path / "bin" / "proofer"
    script.parent.mkdir()
    script.write_text(STARTS[request.param], encoding="utf-8")
    return [sys.executable, str(script)]


def run(
    command: Sequence[str], folder: Path, stdin: bytes = b"", **environment: str
) -> tuple[int, str]:
    """Run a command in `folder` and return its exit code and what it said; no trap may have run."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONSAFEPATH", "PYTHONPATH")
    }
    done = subprocess.run(
        command,
        cwd=folder,
        env=inherited | environment,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=300,
    )
    said = (done.stdout + done.stderr).decode(errors="replace")
    assert [each.stem for each in folder.parent.glob("*.ran")] == [], said
    return done.returncode, said


def test_traps_run_where_nothing_keeps_them_out(pages: Path) -> None:
    with pytest.raises(AssertionError, match="pickle"):
        run([sys.executable, "-c", "import pickle"], pages)


def test_processes_of_lint_run_no_code_of_the_working_folder(
    start: Sequence[str], pages: Path
) -> None:
    code, said = run([*start, "lint", ".", "--jobs", "2", "--no-cache", *OPTIONS], pages)
    assert code == 1, said
    assert said.count(" D001 ") == 2, said


def test_processes_of_a_review_run_no_code_of_the_working_folder(
    start: Sequence[str], pages: Path
) -> None:
    pytest.importorskip("textual_serve", reason="the extra `web` is not installed")
    command = [*start, "review", "--web", "one.md", "two.md", *OPTIONS]
    code, said = run(command, pages, TEXTUAL_DRIVER="proofer.tui.served:ServedDriver")
    assert code == 0, said


def test_the_language_server_runs_no_code_of_the_working_folder(
    start: Sequence[str], pages: Path
) -> None:
    pytest.importorskip("pygls", reason="the extra `lsp` is not installed")
    text = '{"textDocument":{"uri":"%s","languageId":"markdown","version":1,"text":"%s"}}'
    opened = text % ((pages / "one.md").as_uri(), PAGE.strip())
    sent = b"".join(
        b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        for body in (
            b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}',
            b'{"jsonrpc":"2.0","method":"initialized","params":{}}',
            b'{"jsonrpc":"2.0","method":"textDocument/didOpen","params":%s}' % opened.encode(),
            b'{"jsonrpc":"2.0","id":2,"method":"shutdown"}',
            b'{"jsonrpc":"2.0","method":"exit"}',
        )
    )
    code, said = run([*start, "lsp", *OPTIONS], pages, sent)
    assert code == 0, said
    assert '"id":2' in said.replace(" ", ""), said


def test_where_processes_cannot_be_kept_from_it_none_is_started(pages: Path) -> None:
    command = [sys.executable, "-E", "-m", "proofer", "lint", ".", "--no-cache", *OPTIONS]
    code, said = run([*command, "--jobs", "2"], pages)
    assert (code, "add -P" in said) == (2, True), said
    code, said = run([*command, "--jobs", "1"], pages)
    assert code == 1, said


def test_links_that_lead_out_of_a_folder_are_neither_read_nor_written(
    pages: Path, start: Sequence[str]
) -> None:
    outside = pages.parent / "outside"
    outside.mkdir()
    secret = outside / "secret.md"
    secret.write_text("团结奋斗的的合力，做事规矩矩。\n", encoding="utf-8")
    (pages / "linked.md").symlink_to(secret)
    (pages / "folder").symlink_to(outside)
    code, said = run([*start, "lint", ".", "--fix", "--unsafe", *OPTIONS], pages)
    assert "skipped 2 links that lead out of the folder" in said
    assert "secret" not in said.replace("secret.md", ""), "its text is shown"
    assert secret.read_text(encoding="utf-8") == "团结奋斗的的合力，做事规矩矩。\n"
    assert code == 1


def test_a_link_to_itself_fails_alone(pages: Path, start: Sequence[str]) -> None:
    (pages / "self.md").symlink_to("self.md")
    code, said = run([*start, "lint", ".", *OPTIONS], pages)
    assert code == 2
    assert "cannot read self.md" in said
    assert "2 findings in 2 files, 1 failure" in said


@pytest.mark.parametrize("command", ["lint", "export", "review", "decisions", "names"])
def test_no_name_of_a_file_begins_a_line_or_steers_a_terminal(
    pages: Path, start: Sequence[str], command: str
) -> None:
    hostile = "no\n::error ::such\x1b]0;title\x07\u202e.md"
    code, said = run([*start, command, "--lang", "en", hostile], pages)
    assert code == 2
    assert not [line for line in said.splitlines() if line.startswith("::")]
    assert not set("\x1b\x07\u202e") & set(said)


def test_an_option_that_is_none_cannot_begin_a_line(pages: Path, start: Sequence[str]) -> None:
    code, said = run([*start, "lint", "--select", "D001", "--oops=\n::error ::x"], pages)
    assert code == 2
    assert not [line for line in said.splitlines() if line.startswith("::")]


def test_git_runs_no_program_that_a_folder_names(pages: Path, start: Sequence[str]) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=pages, check=True
        )

    trap = pages.parent / "fsmonitor.ran"
    git("init", "-q")
    git("add", "one.md")
    git("commit", "-q", "-m", "first")
    git("config", "core.fsmonitor", f"touch {trap};")
    run([*start, "lint", "--since", "HEAD", *OPTIONS, "."], pages)

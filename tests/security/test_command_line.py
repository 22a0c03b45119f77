"""What a folder holds cannot become an option, nor take the place of a stream."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from proofer.__main__ import main
from tests.security.running import proofer

PAGE = "他们的的工作做得很好。\n"
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["--output=precious.md", "--fix", "--update-baseline"])
def test_a_page_that_is_called_like_an_option(tmp_path: Path, page: Path, name: str) -> None:
    """As pre-commit passes names on: a pull request chooses them."""
    precious = tmp_path / "precious.md"
    precious.write_text("precious\n")
    (tmp_path / name).write_text(PAGE, encoding="utf-8")
    code, out, err = proofer(tmp_path, "lint", "--lang", "en", "--force-exclude", name, "page.md")
    assert (code, out) == (2, "")
    assert f"a file is called {name}" in err
    assert precious.read_text() == "precious\n"
    assert page.read_text(encoding="utf-8") == PAGE
    _, out, err = proofer(tmp_path, "lint", "--lang", "en", "--no-cache", "--", name, "page.md")
    assert "\npage.md:1:3: D001" in f"\n{out}", err
    assert precious.read_text() == "precious\n"


@pytest.mark.parametrize(
    "command",
    [
        ("lint", "page.md", "--format", "json=.proofer/decisions/page.md.jsonl"),
        ("lint", "page.md", "--output", ".proofer/locks/page.md.lock"),
        ("export", "page.md", "--as", "html", "-o", ".proofer/decisions/page.md.jsonl"),
    ],
)
def test_nothing_is_written_over_decisions(
    tmp_path: Path, page: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "proofer.toml").touch()
    code, _, err = proofer(tmp_path, command[0], "--lang", "en", *command[1:])
    assert code == 2
    assert "where decisions are kept" in err
    assert not [each for each in (tmp_path / ".proofer").rglob("*") if each.is_file()]


@needs_full
def test_a_full_disk_behind_stdout_is_told(page: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = run(page, stdout=full)
    assert done.returncode == 2
    assert done.stderr == "proofer: cannot write to stdout: No space left on device\n"


@needs_full
def test_a_full_disk_behind_stderr_does_not_matter(page: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = run(page, stderr=full)
    assert done.returncode == 1
    assert "1 finding in 1 file" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("closed", "code", "told"),
    [(">&-", 2, "cannot write to stdout"), ("2>&-", 1, ""), ("<&-", 1, "")],
)
def test_a_closed_stream_is_told_or_does_not_matter(
    page: Path, closed: str, code: int, told: str
) -> None:
    line = f'"{sys.executable}" -m proofer lint --lang en --no-cache page.md {closed}'
    done = subprocess.run(
        ["sh", "-c", line], cwd=page.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert told in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
def test_a_review_without_a_keyboard_says_so(page: Path) -> None:
    line = f'"{sys.executable}" -m proofer review --lang en --no-cache page.md <&-'
    done = subprocess.run(
        ["sh", "-c", line], cwd=page.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "terminal" in done.stderr


def run(page: Path, **streams: IO[str]) -> subprocess.CompletedProcess[str]:
    done: subprocess.CompletedProcess[str] = subprocess.run(
        [sys.executable, "-m", "proofer", "lint", "--lang", "en", "--no-cache", page.name],
        cwd=page.parent,
        text=True,
        check=False,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},  # type: ignore[call-overload]
    )
    return done


@pytest.mark.parametrize("name", ["idna", "punycode", "unicode_escape", "raw-unicode-escape"])
def test_a_codec_that_is_no_encoding_of_files_is_refused(
    tmp_path: Path, page: Path, name: str
) -> None:
    code, _, err = proofer(tmp_path, "lint", "--lang", "en", "--encoding", name, "page.md")
    assert code == 2
    assert "unknown encoding" in err
    (tmp_path / "proofer.toml").write_text(f'encoding = "{name}"\n')
    code, _, err = proofer(tmp_path, "lint", "--lang", "en", "page.md")
    assert code == 2
    assert "proofer.toml:1: encoding" in err


@needs_full
@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["lint", "--help"]])
def test_help_that_cannot_be_written_is_an_error(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch, Path("/dev/full").open("w") as full:
        patch.setattr(sys, "stdout", full)
        code = main(["--lang", "en", *arguments])
    assert code == 2
    assert capfd.readouterr().err == "proofer: cannot write to stdout: No space left on device\n"

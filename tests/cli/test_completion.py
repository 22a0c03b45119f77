"""`proofer completion`: the scripts, and bash with the script in it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Proofer

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not there")


@pytest.fixture
def script(proofer: Proofer) -> Path:
    result = proofer("completion", "bash")
    assert result.code == 0
    Path("completion.bash").write_text(result.out, encoding="utf-8")
    return Path("completion.bash")


def completed(script: Path, *words: str) -> set[str]:
    """Return what bash offers for the last of some words."""
    program = (
        f"source {script}; COMP_WORDS=(proofer {' '.join(map(repr, words))}); "
        f"COMP_CWORD={len(words)}; "
        '_proofer; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr == ""
    return set(done.stdout.split())


@needs_bash
def test_bash_completes_commands_options_and_values(script: Path) -> None:
    Path("page.md").touch()
    assert {"lint", "review", "dictionary", "completion"} <= completed(script, "")
    assert completed(script, "dic") == {"dictionary"}
    assert completed(script, "dictionary", "") == {"add", "check", "list"}
    assert "terms" in completed(script, "dictionary", "add", "t")
    assert completed(script, "lint", "--fail") == {"--fail-on"}
    assert completed(script, "lint", "--fail-on", "w") == {"warning"}
    assert {"sarif", "rdjson"} <= completed(script, "lint", "--format", "")
    assert "page.md" in completed(script, "lint", "")
    assert "page.md" in completed(script, "lint", "--fix", "pa")
    assert "D001" in completed(script, "explain", "D0")
    assert "--since" not in completed(script, "review", "--")


@needs_bash
def test_bash_takes_nothing_but_the_functions(script: Path) -> None:
    done = subprocess.run(["bash", "-n", str(script)], capture_output=True, check=True, timeout=60)
    assert done.stderr == b""


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_take_their_script(proofer: Proofer, shell: str) -> None:
    result = proofer("completion", shell)
    assert result.code == 0
    assert "fail-on" in result.out
    assert "dictionary" in result.out
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not there")
    Path("script").write_text(result.out, encoding="utf-8")
    done = subprocess.run([shell, "-n", "script"], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not there")
def test_fish_completes_commands_options_and_values(proofer: Proofer) -> None:
    Path("completion.fish").write_text(proofer("completion", "fish").out, encoding="utf-8")
    for typed, wanted in (
        ("di", "dictionary"),
        ("lint --fail-o", "--fail-on"),
        ("lint --fail-on w", "warning"),
    ):
        program = f"source completion.fish; complete -C 'proofer {typed}'"
        done = subprocess.run(
            ["fish", "-N", "-c", program], capture_output=True, text=True, check=True, timeout=60
        )
        assert wanted in [line.split("\t")[0] for line in done.stdout.splitlines()]


def test_an_unknown_shell_is_2(proofer: Proofer) -> None:
    assert proofer("completion", "tcsh").code == 2

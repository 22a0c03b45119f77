"""Report and exit code do not depend on how a run is carried out: processes, cache, parts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from proofer.checking import checker
from proofer.checking.registry import report_formats
from proofer.formats import _reading
from proofer.formats._large_text import cut
from tests.cli.conftest import CLEAN, PAGE, Proofer
from tests.cli.terminal import needs_terminal, terminal

FORMATS = tuple(report_formats())
SELECT = ("--select", "D001,K001")
WAYS = (
    ("--no-cache",),
    ("--jobs", "2"),
    ("--cache-dir", "cache"),
    ("--baseline", "baseline.json"),
    ("--files-from", "list"),
    ("--since", "HEAD"),
    ("--isolated",),
    ("--force-exclude",),
)
"""None of them changes what is found in the files of these tests."""


@pytest.fixture(autouse=True)
def pages() -> None:
    for name, text in (("page.md", PAGE), ("clean.md", CLEAN), ("empty.md", "")):
        Path(name).write_bytes(text.encode())
    Path("broken.md").write_bytes(b"\xff\xff\x80" * 9)
    Path("baseline.json").write_text(
        '{"schema": "proofer-baseline/1", "min-confidence": 0, "findings": {}}'
    )
    Path("list").touch()
    subprocess.run(["git", "init", "-q"], check=True)
    identity = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, "commit", "-q", "--allow-empty", "-m", "a"], check=True)


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
@pytest.mark.parametrize(
    ("files", "code"),
    [(["clean.md"], 0), (["page.md", "clean.md"], 1), (["page.md", "broken.md"], 2)],
)
def test_every_format_keeps_its_promises_in_every_way(
    proofer: Proofer, way: tuple[str, ...], files: list[str], code: int
) -> None:
    plain, result = (
        proofer(
            "lint", *files, *SELECT, *(f"--format={form}={folder}.{form}" for form in FORMATS), *how
        )
        for folder, how in (("plain", ("--jobs", "1", "--no-cache")), ("way", way))
    )
    assert (result.code, result.err) == (plain.code, plain.err) == (code, plain.err)
    for form in FORMATS:
        if form != "sarif" or way[0] != "--baseline":  # there, the results say that they are new
            assert Path(f"way.{form}").read_bytes() == Path(f"plain.{form}").read_bytes(), form


def test_two_processes_give_the_same_bytes_in_the_same_order(proofer: Proofer) -> None:
    for number in range(40):
        Path(f"{number}.md").write_text(CLEAN * number + PAGE, encoding="utf-8")
    Path("out.json").touch()  # which is a file of the folder, too
    alone, two = (
        proofer(
            "lint",
            ".",
            *SELECT,
            "--no-cache",
            "--jobs",
            jobs,
            "--format",
            "json=out.json",
            "--format",
            "text",
        )
        for jobs in (1, 2)
    )
    assert (two.code, two.out, two.err) == (alone.code, alone.out, alone.err)
    assert alone.out.count("D001") == 41


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_file_is_checked_as_its_own_configuration_says(proofer: Proofer, jobs: int) -> None:
    ignored = {f"{number}.md": ("D001", "K001")[number % 2] for number in range(12)}
    for name in ignored:
        Path(name).write_text(PAGE, encoding="utf-8")
    overrides = (
        f'[[overrides]]\npaths = ["{name}"]\nignore = ["{code}"]\n'
        for name, code in ignored.items()
    )
    Path("proofer.toml").write_text("".join(overrides), encoding="utf-8")
    result = proofer("lint", *ignored, *SELECT, "--no-cache", "--jobs", str(jobs))
    found = re.findall(r"^(\d+\.md):[\d:]+ (\w+)", result.out, re.MULTILINE)
    assert found == [(name, "K001" if code == "D001" else "D001") for name, code in ignored.items()]


def test_the_cache_gives_the_same_bytes_and_is_used(
    proofer: Proofer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cold = proofer("lint", "page.md", "clean.md", *SELECT)
    entries = [
        each
        for each in (home / "cache/proofer").rglob("*")
        if each.is_file() and each.name != "CACHEDIR.TAG"
    ]
    assert len(entries) == 2
    with monkeypatch.context() as patch:
        patch.setattr(checker, "check_file", lambda *_, **__: pytest.fail("checked again"))
        assert proofer("lint", "page.md", "clean.md", *SELECT) == cold
    for entry in entries:
        entry.write_bytes(entries[0].read_bytes())  # as if both files had come to the same
    assert proofer("lint", "page.md", "clean.md", *SELECT) == cold, "an entry has its own key"
    assert proofer("lint", "page.md", "clean.md", *SELECT, "--no-cache") == cold
    Path("page.md").write_text(CLEAN * 2, encoding="utf-8")
    assert proofer("lint", "page.md", *SELECT).code == 0, "another content is another entry"


def test_a_dictionary_of_the_project_is_part_of_the_key(proofer: Proofer) -> None:
    Path("proofer.toml").touch()
    Path("dictionary").mkdir()
    Path("page.md").write_text("会议强调要国猎这些问题。\n", encoding="utf-8")
    assert proofer("lint", "page.md", "--select", "K").code == 0
    table = "wrong\tright\tunless\treason\tsource\n国猎\t围猎\t\t\t\n"
    Path("dictionary/confusions.tsv").write_text(table, encoding="utf-8")
    assert proofer("lint", "page.md", "--select", "K").code == 1


@pytest.mark.parametrize("value", ["0", "-1", "many"])
def test_a_wrong_number_of_jobs_is_2(proofer: Proofer, value: str) -> None:
    assert proofer("lint", "page.md", f"--jobs={value}").code == 2


@needs_terminal
def test_progress_is_on_a_terminals_stderr_only(proofer: Proofer) -> None:
    for number in range(20):
        Path(f"{number}.md").write_text(CLEAN * 20 + PAGE * (number + 1), encoding="utf-8")
    assert "checked" not in proofer("lint", ".", "--no-cache", "--select", "D001").err
    with terminal(
        "lint", ".", "--no-cache", "--jobs", "1", "--lang", "en", "--format", "json=out.json"
    ) as screen:
        screen.exit_code()
        assert "files checked" in screen.seen
        assert "files checked\r    " in screen.seen, "and is taken away again"


def test_reading_only_the_first_line_is_quiet_with_processes() -> None:
    for number in range(20):
        Path(f"{number}.md").write_text(PAGE * 20, encoding="utf-8")
    lint = f"{sys.executable} -m proofer lint *.md --jobs 2 --select D001,K001"
    command = f"set -o pipefail; {lint} | head -1"
    Path("broken.md").unlink()
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_in_pieces_is_reported_as_one(
    proofer: Proofer, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    sentences = [f"今天第{number}组的会议开得很好，大家都发了言。" for number in range(40)]
    sentences[3] += "他们的的工作做得很好。"
    sentences[33] += "这项工作己经全面完成。"
    Path("book.txt").write_text("\n\n".join(sentences) + "\n", encoding="utf-8")
    whole = proofer("lint", "book.txt", "page.md", *SELECT, "--format", form, "--no-cache")
    monkeypatch.setattr(_reading, "LARGEST", 300)
    monkeypatch.setattr(_reading, "cut", lambda text: cut(text, 200))
    result = proofer("lint", "book.txt", "page.md", *SELECT, "--format", form, "--no-cache")
    assert (result.code, result.err) == (whole.code, whole.err) == (1, "")
    if form in ("text", "json", "jsonl", "sarif", "github", "gitlab", "rdjson", "diff"):
        # what the rest of the page says for a finding is not the same in a piece
        assert places(form, result.out) == places(form, whole.out)


def places(form: str, text: str) -> list[str]:
    """Return what a report says of places and counts, without the evidence and the confidence."""
    if form == "text":
        return [line for line in text.split("\n") if re.match(r"\S+:\d+:\d+: |\d+ findings", line)]
    if form == "diff":
        return [line for line in text.split("\n") if line.startswith(("+", "-"))]
    keys = "line|column|start|end|startLine|startColumn|characters|documents|begin|uri"
    return re.findall(rf'"(?:{keys})": ?[^,}}]+', text)


def test_corrections_of_a_file_in_pieces(proofer: Proofer, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\r\n\r\n".join(
        f"第{number}组的工作己经全面完成，大家都很高兴。" for number in range(40)
    )
    Path("book.txt").write_bytes(text.encode("utf-8-sig"))
    monkeypatch.setattr(_reading, "LARGEST", 300)
    monkeypatch.setattr(_reading, "cut", lambda text: cut(text, 200))
    diff = proofer("lint", "book.txt", "--select", "K001", "--diff", "--no-cache")
    result = proofer("lint", "book.txt", "--select", "K001", "--fix", "--no-cache")
    assert (result.code, result.err) == (0, "proofer: corrected 40 places in 1 file.\n")
    assert Path("book.txt").read_bytes() == text.replace("己经", "已经").encode("utf-8-sig")
    assert diff.out.count("\n+") == 41

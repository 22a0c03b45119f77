"""Which files `proofer lint` reads: ignore files, lists, git, and what a folder may hold."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import CLEAN, PAGE, Proofer

ONLY = ("--select", "D001,K001", "--format", "json")


def put(*names: str, text: str = CLEAN) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


def read(proofer: Proofer, *arguments: object) -> list[str]:
    result = proofer("lint", *(arguments or (".",)), *ONLY)
    assert result.code in (0, 1), result.err
    return [each["path"] for each in json.loads(result.out)["documents"]]


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


# Exported


def test_what_was_exported_from_a_page_of_the_folder_is_not_read_as_another_page(
    proofer: Proofer,
) -> None:
    put("pages/a.md", "pages/b.md", text=PAGE)
    proofer("export", "pages/a.md", "-o", "pages/a.corrected.md", "--accept-above", "0.9")
    proofer("export", "pages", "-o", "pages/all.errata.html")
    assert read(proofer, "pages") == ["pages/a.md", "pages/b.md"]
    told = proofer("--lang", "en", "lint", "pages", *ONLY).err
    assert "skipped 2 files that proofer exported from these pages: pages/a.corrected.md" in told
    exported = proofer("export", "pages", "-o", "out")
    assert exported.code == 0
    assert sorted(each.name for each in Path("out").iterdir()) == ["a.md", "b.md"]


def test_an_export_is_read_if_named_or_changed_or_without_its_page(proofer: Proofer) -> None:
    put("pages/a.md", text=PAGE)
    proofer("export", "pages/a.md", "-o", "pages/new.md", "--accept-above", "0.9")
    proofer("export", "pages", "-o", "out", "--accept-above", "0.9")
    assert read(proofer, "out") == ["out/a.md"], "without its page"
    assert read(proofer, "pages", "pages/new.md") == ["pages/a.md", "pages/new.md"], "named"
    with Path("pages/new.md").open("a", encoding="utf-8") as file:
        file.write("又写了一句。\n")
    assert read(proofer, "pages") == ["pages/a.md", "pages/new.md"], "changed"


def test_a_page_corrected_in_place_is_still_a_page(proofer: Proofer) -> None:
    put("pages/a.md", "pages/b.md", text=PAGE)
    proofer("export", "pages", "--in-place", "--accept-above", "0.9")
    assert read(proofer, "pages") == ["pages/a.md", "pages/b.md"]


# Ignored


@pytest.mark.parametrize("name", [".gitignore", ".prooferignore"])
def test_ignore_files_are_read_as_git_does(proofer: Proofer, name: str) -> None:
    put(
        "a.md",
        "drafts/b.md",
        "deep/drafts/c.md",
        "deep/d.md",
        "deep/keep.txt",
        "deep/old.txt",
        "root.md",
    )
    put(name, text="# a comment\ndrafts/\n*.txt\n!keep.txt\n/root.md\n")
    put(f"deep/{name}", text="d.md\n")
    assert read(proofer) == ["a.md", "deep/keep.txt"]
    assert read(proofer, "deep") == ["deep/keep.txt"], "the files above the folder count, too"


def test_exclude_and_the_order_of_precedence(proofer: Proofer) -> None:
    put("a.md", "b.md", "c.md")
    put(".gitignore", text="a.md\nb.md\n")
    put(".prooferignore", text="!a.md\n")
    put("proofer.toml", text='exclude = ["c.md"]\n')
    assert read(proofer) == ["a.md"]
    put("proofer.toml", text="gitignore = false\n")
    assert read(proofer) == ["a.md", "b.md", "c.md"]


def test_the_repositorys_own_exclude_file_counts(proofer: Proofer) -> None:
    git("init", "-q")
    put("a.md", "deep/b.md")
    Path(".git/info").mkdir(exist_ok=True)
    Path(".git/info/exclude").write_text("b.md\n")
    assert read(proofer) == ["a.md"]
    assert proofer("lint", "deep").code == 2


def test_a_named_file_is_always_read_unless_exclusion_is_forced(proofer: Proofer) -> None:
    put("drafts/a.md", "b.md")
    put(".prooferignore", text="drafts/\n")
    assert read(proofer, "drafts/a.md", "b.md") == ["drafts/a.md", "b.md"]
    assert read(proofer, "drafts/a.md", "b.md", "--force-exclude") == ["b.md"]
    assert read(proofer, "drafts/a.md", "--force-exclude") == []


def test_a_folder_of_which_all_is_ignored_is_2_and_says_why(proofer: Proofer) -> None:
    put("pages/a.md")
    put(".gitignore", text="pages/\n")
    result = proofer("lint", "pages")
    assert result.code == 2
    assert "no text files in this folder that is not ignored" in result.err


# Binary


def test_binary_files_of_a_folder_are_skipped_and_counted(proofer: Proofer) -> None:
    put("a.md")
    Path("b.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    Path("c.txt").write_bytes(CLEAN.encode("utf-16"))
    result = proofer("lint", ".", *ONLY)
    assert (result.code, result.err) == (0, "proofer: skipped 1 binary file: b.txt\n")
    assert [each["path"] for each in json.loads(result.out)["documents"]] == ["a.md", "c.txt"]
    assert proofer("lint", "b.txt").code == 2, "a file that is named is never skipped"


def test_with_an_encoding_nothing_is_taken_for_binary(proofer: Proofer) -> None:
    Path("a.txt").write_bytes(PAGE.encode("utf-16-le"))
    assert proofer("lint", ".", *ONLY).code == 2
    assert read(proofer, ".", "--encoding", "utf-16-le") == ["a.txt"]
    put("proofer.toml", text='encoding = "utf-16-le"\n')
    assert read(proofer) == ["a.txt"]


# Lists


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\0"])
def test_files_from_a_list(proofer: Proofer, separator: str) -> None:
    names = ["b 1.md", "a.md", "页.md"]
    put(*names)
    Path("list").write_bytes(separator.join([*names, ""]).encode())
    assert read(proofer, "--files-from", "list") == names
    assert read(proofer, "a.md", "--files-from", "list") == ["a.md", "b 1.md", "页.md"]


def test_files_from_stdin(proofer: Proofer, monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.md", "b.md")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"b.md\0a.md\0")))
    assert read(proofer, "--files-from", "-") == ["b.md", "a.md"]


def test_an_empty_list_is_clean_and_a_missing_one_is_2(proofer: Proofer) -> None:
    put("a.md", text=PAGE)
    Path("list").touch()
    assert read(proofer, "--files-from", "list") == []
    result = proofer("lint", "--files-from", "nowhere")
    assert result.code == 2
    assert "cannot read the list nowhere" in result.err
    Path("list").write_text("gone.md\n")
    assert proofer("lint", "--files-from", "list").code == 2, (
        "a file that is listed and missing is no clean run"
    )


def test_without_anything_to_read_it_is_2(proofer: Proofer) -> None:
    result = proofer("lint")
    assert (result.code, result.out) == (2, "")
    assert "PATH" in result.err


# git


def test_since_reads_what_changed_since_the_common_ancestor(proofer: Proofer) -> None:
    git("init", "-q", "-b", "main")
    put("same.md", "changed.md", "deleted.md", "deep/changed.txt")
    put(".gitignore", text="ignored.md\n")
    git("add", "-A")
    git("commit", "-qm", "a")
    git("switch", "-qc", "work")
    put("changed.md", "deep/changed.txt", "new 新.md", "ignored.md", text=PAGE)
    Path("deleted.md").unlink()
    git("switch", "-q", "main")
    put("same.md", text="明天的会议也会开得很好。\n")
    git("commit", "-qm", "b", "same.md")
    git("switch", "-q", "work")
    changed = ["changed.md", "new 新.md", "deep/changed.txt"]
    assert read(proofer, "--since", "main") == changed
    assert read(proofer, "deep", "--since", "main") == ["deep/changed.txt"]
    git("add", "-A")
    git("commit", "-qm", "c")
    assert read(proofer, ".", "--since", "main") == changed
    assert read(proofer, "--since", "HEAD") == []
    assert proofer("lint", "--since", "HEAD").code == 0


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", ""])
def test_an_unknown_revision_is_2(proofer: Proofer, revision: str) -> None:
    git("init", "-q")
    put("a.md")
    result = proofer("lint", ".", f"--since={revision}")
    assert result.code == 2
    assert "--since" in result.err
    assert not Path("x").exists()


def test_since_outside_of_a_repository_is_2(proofer: Proofer, folder: Path) -> None:
    put("a.md")
    if any((each / ".git").exists() for each in folder.parents):
        pytest.skip("the temporary folder lies in a repository")
    assert proofer("lint", ".", "--since", "HEAD").code == 2


# What else a folder may hold


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX links and pipes")
@pytest.mark.parametrize(
    "extra", [(), ("--fix",), ("--jobs", "2"), ("--since", "HEAD")], ids=" ".join
)
def test_loops_and_pipes_are_survived_with_every_option(
    proofer: Proofer, extra: tuple[str, ...]
) -> None:
    git("init", "-q")
    put("pages/a.md")
    Path("pages/loop").symlink_to(Path("pages").resolve())
    os.mkfifo("pages/pipe.md")
    git("add", "pages/a.md")
    git("commit", "-qm", "a")
    put("pages/a.md", text=CLEAN * 2)
    assert read(proofer, "pages", *extra) == ["pages/a.md"]


# Configuration


def test_show_config_says_where_each_value_comes_from(proofer: Proofer, home: Path) -> None:
    put("pages/a.md", "pages/b.txt")
    put(
        "proofer.toml",
        text='min-confidence = 0.5\n[[overrides]]\npaths = ["*.txt"]\nfail-on = "never"\n',
    )
    put(str(home / "config/proofer/proofer.toml"), text='lang = "en"\n')
    result = proofer("lint", "pages", "--show-config", "--select", "D")
    assert (result.code, result.err) == (0, "")
    first, second = result.out.strip().split("\n\n")
    place = Path("proofer.toml").absolute()
    for line in (
        "# pages/a.md",
        f"min-confidence = 0.5 # {place}:1",
        'select = ["D"] # command line',
        'fail-on = "info" # default',
        f'lang = "en" # {home}/config/proofer/proofer.toml:1',
    ):
        assert line in [" ".join(each.split()) for each in first.split("\n")]
    assert "# pages/b.txt" in second
    assert f'fail-on = "never" # {place}:4' in [
        " ".join(each.split()) for each in second.split("\n")
    ]


def test_isolated_and_config_choose_the_file(proofer: Proofer) -> None:
    put("a.md", text=PAGE)
    put("proofer.toml", text='select = ["L"]\n')
    put("ci.toml", text='select = ["D001"]\n')
    assert proofer("lint", "a.md").code == 0
    assert proofer("lint", "a.md", "--isolated", "--select", "D001,K001").code == 1
    result = proofer("lint", "a.md", "--config", "ci.toml", "--format", "json")
    assert [each["code"] for each in json.loads(result.out)["findings"]] == ["D001"]
    assert proofer("lint", "a.md", "--config", "ci.toml", "--isolated").code == 2
    assert proofer("lint", "a.md", "--config", "nowhere.toml").code == 2


def test_a_misspelt_code_of_an_override_is_2_even_if_no_file_has_it(proofer: Proofer) -> None:
    put("a.md")
    put("proofer.toml", text='[[overrides]]\npaths = ["nowhere/"]\nignore = ["known-slop"]\n')
    result = proofer("lint", "a.md")
    assert result.code == 2
    assert "Did you mean known-slip?" in result.err


def test_an_override_holds_for_its_files_only(proofer: Proofer) -> None:
    put("a.md", "b.txt", text=PAGE)
    put(
        "proofer.toml",
        text='select = ["D001", "K001"]\n[[overrides]]\npaths = ["*.txt"]\nignore = ["D"]\n',
    )
    result = proofer("lint", ".", "--format", "json")
    assert [(each["path"], each["code"]) for each in json.loads(result.out)["findings"]] == [
        ("a.md", "D001"),
        ("a.md", "K001"),
        ("b.txt", "K001"),
    ]


def test_a_pattern_that_is_not_used_is_told_if_all_of_its_project_was_read(
    proofer: Proofer,
) -> None:
    put("a.md", "deep/b.md", text=PAGE)
    put(
        "proofer.toml",
        text="[[ignore-patterns]]\ntext = '他们的的'\n\n[[ignore-patterns]]\nregex = '没有'\n",
    )
    result = proofer("lint", ".", "--format", "text")
    assert "proofer.toml:4: this pattern silences nothing" in result.err
    assert "proofer.toml:1" not in result.err
    assert "2 more ignored by the configuration" in result.out
    for arguments in (("a.md",), ("deep",)):
        assert proofer("lint", *arguments).err == "", "the rest may use it"
    log = json.loads(proofer("lint", "a.md", "--format", "sarif").out)["runs"][0]
    (suppressed,) = [each for each in log["results"] if "suppressions" in each]
    assert suppressed["suppressions"][0]["justification"] == "a pattern of the configuration"


def test_since_in_a_folder_without_text_is_clean(proofer: Proofer) -> None:
    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "a")
    assert read(proofer, "--since", "HEAD") == []


def test_an_option_named_as_a_key_replaces_the_value_of_the_file(proofer: Proofer) -> None:
    Path("page.md").touch()
    Path("proofer.toml").write_text('lang = "en"\n')
    values = {
        "select": "D",
        "ignore": "K",
        "enable": "pycorrector",
        "min-confidence": "0.25",
        "fail-on": "error",
        "unsafe-confidence": "0.75",
        "encoding": "gb18030",
        "profile": "typing",
        "baseline": "known.json",
    }
    options = [word for name, value in values.items() for word in (f"--{name}", value)]
    result = proofer("--lang", "zh", "lint", "page.md", "--show-config", *options)
    assert result.code == 0, result.err
    shown = dict(
        line.partition("#")[0].split(" = ")
        for line in result.out.splitlines()
        if line.endswith("# 命令行")
    )
    assert {name: json.loads(value) for name, value in shown.items()} == {
        **values,
        **{name: [values[name]] for name in ("select", "ignore", "enable")},
        **{name: float(values[name]) for name in ("min-confidence", "unsafe-confidence")},
        "lang": "zh",
    }

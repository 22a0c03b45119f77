"""What is kept beside bytecode serves the next process, and never stands in its way."""

from __future__ import annotations

import marshal
import os
import sys
from pathlib import Path

import pytest

from proofer.files import kept
from proofer.files.kept import Kept


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for bytecode, which Python may write."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr("atexit.register", lambda _: None)
    return tmp_path


def keep(stamp: str = "1", **values: object) -> None:
    """Keep the values, as a process does that ends."""
    process = Kept("things")
    for key, value in values.items():
        process.put(stamp, key, value)
    process._write()


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def test_the_next_process_has_what_earlier_ones_kept(folder: Path) -> None:
    first, second = Kept("things"), Kept("things")
    first.put("1", "a", [1])
    second.put("1", ("b", 2), b"2")  # beside the first, which has written nothing yet
    assert first.get("1", "a") == [1]
    first._write()
    second._write()
    third = Kept("things")
    assert (third.get("1", "a"), third.get("1", ("b", 2))) == ([1], b"2")
    assert third.get("1", "c") is None
    assert len(files(folder)) == 1


def test_what_has_another_stamp_counts_for_nothing_and_is_replaced() -> None:
    keep("1", a=1)
    process = Kept("things")
    process.put("2", "b", 2)
    assert process.get("2", "a") is None
    process._write()
    assert Kept("things").get("2", "b") == 2
    assert Kept("things").get("1", "a") is None


@pytest.mark.parametrize("content", [b"", b"torn", marshal.dumps(["1"]), marshal.dumps(("1", 5))])
def test_a_file_that_is_no_such_file_is_made_again(folder: Path, content: bytes) -> None:
    keep(a=1)
    [file] = files(folder)
    file.write_bytes(content)
    assert Kept("things").get("1", "a") is None
    keep(b=2)
    assert Kept("things").get("1", "b") == 2


def test_a_damaged_byte_is_noticed(folder: Path) -> None:
    keep(a="x" * 100)
    [file] = files(folder)
    content = file.read_bytes()
    for at in (0, content.index(b"xxx") + 50, len(content) - 1):
        file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert Kept("things").get("1", "a") is None, at
    file.write_bytes(content)
    assert Kept("things").get("1", "a") == "x" * 100


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_what_is_no_file_is_not_waited_for(folder: Path, kind: str) -> None:
    keep(a=1)
    [file] = files(folder)
    file.unlink()
    if kind == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to("/dev/zero")
    assert Kept("things").get("1", "a") is None
    keep(a=1)
    assert Kept("things").get("1", "a") == 1


def test_nothing_is_kept_where_python_keeps_no_bytecode(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep(a=1)
    assert files(folder) == []
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", "/dev/null/none")
    keep(a=1)
    assert Kept("things").get("1", "a") is None


def test_what_a_clone_piles_up_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 2)
    keep(a=1, b=2)
    keep(c=3)
    last = Kept("things")
    assert [last.get("1", key) for key in "abc"] == [None, None, 3]


def test_no_folder_of_pages_is_looked_at(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(a=1)
    [file] = files(folder)
    pages = tmp_path_factory.mktemp("pages")
    monkeypatch.chdir(pages)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    for planted in (pages / file.name, pages / "__pycache__" / file.name):
        planted.parent.mkdir(exist_ok=True)
        planted.write_bytes(file.read_bytes())
    process = Kept("things")
    assert process.get("1", "a") is None
    assert process._file().parent == Path(kept.__file__).parent / "__pycache__"

"""Files are replaced whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofer.errors import OutputError
from proofer.files import replacing
from proofer.files.replacing import atomic_write


def test_an_atomic_write_keeps_the_mode_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    atomic_write(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    mask = os.umask(0o022)
    try:
        atomic_write(tmp_path / "fresh.md", b"new")
    finally:
        os.umask(mask)
    assert (tmp_path / "fresh.md").stat().st_mode & 0o777 == 0o644
    assert sorted(each.name for each in tmp_path.iterdir()) == ["fresh.md", "out.md"]


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "folder", tmp_path / "missing" / "out.md"):
        with pytest.raises(OutputError, match="cannot write"):
            atomic_write(path, b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


def test_a_file_written_piece_by_piece_is_whole_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    atomic_write(path, iter([b"[", b"1]"]))

    def breaking() -> Iterator[bytes]:
        yield b"torn"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        atomic_write(path, breaking())
    assert path.read_bytes() == b"[1]"
    assert list(tmp_path.iterdir()) == [path]


def test_owner_group_and_attributes_stay(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(b"old")
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(path, 12345, 23456)
    path.chmod(0o640)
    with contextlib.suppress(OSError):
        os.setxattr(path, "user.proofer", b"kept")
    names = os.listxattr(path)
    assert not atomic_write(path, b"new")
    status = path.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o777) == (12345, 23456, 0o640)
    assert os.listxattr(path) == names


def test_an_owner_that_cannot_stay_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(b"old")
    path.chmod(0o6755)
    monkeypatch.setattr(replacing, "_has_owner", lambda *_: False)
    [loss] = atomic_write(path, b"new")
    assert "owner or group of" in loss.en
    assert path.stat().st_mode & 0o7777 == 0o755, "it must not run as somebody else"


def test_hard_links_are_told(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(b"old")
    (tmp_path / "hard.md").hardlink_to(path)
    [loss] = atomic_write(path, b"new")
    assert "has 1 other name (hard links)" in loss.en
    assert (tmp_path / "hard.md").read_bytes() == b"old"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    atomic_write(pipe, b"report")
    assert os.read(reader, 100) == b"report"
    os.close(reader)
    assert pipe.is_fifo()


def test_a_link_to_itself_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "self.md").symlink_to("self.md")
    with pytest.raises(OutputError, match="cannot write"):
        atomic_write(tmp_path / "self.md", b"new")


def test_the_names_in_a_folder_are_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(replacing, "sync_folder", synced.append)
    atomic_write(tmp_path / "page.md", b"new")
    replacing.make_folder(tmp_path / "a" / "b")
    assert synced == [tmp_path, tmp_path / "a", tmp_path]
    atomic_write(tmp_path / "cached", b"new", durable=False)
    assert len(synced) == 3

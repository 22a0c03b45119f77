"""Files are replaced whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from proofer.atomic import atomic_write
from proofer.errors import OutputError


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

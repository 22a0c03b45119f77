"""A folder becomes a project without a shell, and no decision is lost by that."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofer.config import Config, for_folder
from proofer.errors import ConfigError, OutputError
from proofer.review.store import decisions_path
from proofer.vocabulary.dictionary_files import Addition
from proofer.vocabulary.new_project import new_project
from proofer.vocabulary.project_dictionary import ProjectDictionary
from tests.review.pages import document, quoting, report, reviewing


def decided(root: Path, name: str) -> Path:
    """Decide something in a file whose folder is its own root."""
    path = root / name
    with reviewing(path.parent, report(document(path))) as session:
        session.reject(quoting(session, "锆"))
    return path


def test_the_folder_can_keep_words_and_its_decisions_stay(tmp_path: Path) -> None:
    path = decided(tmp_path, "page.md")
    made = new_project(Config(root=tmp_path))
    assert made.file == tmp_path / "proofer.toml"
    assert for_folder(tmp_path).file == made.file, "it is a sound configuration"
    assert decisions_path(for_folder(tmp_path).root, path).exists()
    assert ProjectDictionary(made).add(Addition("terms", "青岗铜业")).exists()


def test_decisions_of_folders_below_would_be_lost_so_nothing_is_made(tmp_path: Path) -> None:
    decided(tmp_path, "issue/page.md")
    with pytest.raises(ConfigError, match=r"decisions in .*issue/\.proofer/decisions"):
        new_project(Config(root=tmp_path))
    assert not (tmp_path / "proofer.toml").exists()
    (tmp_path / "issue/proofer.toml").touch()
    new_project(Config(root=tmp_path))
    assert (tmp_path / "proofer.toml").exists(), "a project below keeps its own"


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "proofer.toml").write_text('lang = "zh"\n')
    with pytest.raises(OutputError):
        new_project(Config(root=tmp_path))
    assert (tmp_path / "proofer.toml").read_text() == 'lang = "zh"\n'

"""The tables of the shipped dictionaries say what the files say, and nothing of other files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from proofer.files.kept import Kept
from proofer.language import prepared_entries as module
from proofer.language.dictionaries import files_of, load, shipped_folder
from proofer.language.dictionary_format import KINDS, read_file, stamped
from proofer.language.prepared_entries import Prepared, digest_line


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Nothing is kept yet, and nothing is written."""
    tables = Kept("none")
    monkeypatch.setattr(tables, "_read", lambda _: {})
    monkeypatch.setattr("atexit.register", lambda _: None)
    monkeypatch.setattr(module, "_TABLES", tables)
    return tables


def test_kept_tables_are_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    files = tuple(stamped(file) for file in files_of(shipped_folder()))
    rows = [row.entry for file in files for row in read_file(*file).rows]
    made = Prepared(files)
    first = {kind: made.entries(kind) for kind in KINDS}
    monkeypatch.setattr(module, "read_file", None)  # by now all is kept
    again = Prepared(files)
    for kind in KINDS:
        assert again.entries(kind) == first[kind]
        assert tuple(again.terms(kind)) == tuple(first[kind])
    assert [each for kind in first.values() for each in kind.values()] == sorted(
        rows, key=lambda each: KINDS.index(each.origin.partition("/")[0])
    )
    assert list(again.digests()) == list(map(digest_line, files))


def test_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "allow.tsv"
    for term in ("工人", "农民"):
        file.write_text(f"term\treason\tsource\n{term}\tx\tx\n", encoding="utf-8")
        os.utime(file, ns=(0, len(term.encode()) + ord(term[0])))
        assert list(Prepared((stamped(file),)).terms("allow")) == [term]


def test_terms_are_there_without_entries_and_those_of_a_project_too(tmp_path: Path) -> None:
    file = tmp_path / "allow.tsv"
    file.write_text("term\treason\tsource\n铸铸\tx\tx\n", encoding="utf-8")
    own = load([file])
    assert "铸铸" in own.terms("allow")
    assert "铸铸" not in load().terms("allow")
    with pytest.raises(KeyError):
        own.terms("none")
    assert own.terms("allow") == own.kind("allow").keys()

"""Words are added to a dictionary file without touching its other lines, and files are checked."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.language.dictionaries import load
from proofer.language.dictionary_format import DictionaryError
from proofer.vocabulary.dictionary_files import Addition, add, check
from tests.language.test_dictionaries import CONFUSIONS, HAN, TERMS, messages, written


def test_check_of_a_folder_finds_duplicates_between_files(tmp_path: Path) -> None:
    written(tmp_path, "terms/a.tsv", f"{TERMS}甲乙\t\t\t\n")
    written(tmp_path, "terms/b.tsv", f"{TERMS}甲乙\t\t\t\n")
    assert messages(tmp_path) == ["'甲乙' is already in a.tsv:2"]


def test_add_makes_the_file_with_its_header(tmp_path: Path) -> None:
    path = tmp_path / "project" / "confusions.tsv"
    add(
        path,
        Addition(
            "confusions",
            "甲末来",
            right=("甲未来",),
            unless=("周甲末来",),
            reason="形近",
            source="本报",
        ),
    )
    assert path.read_bytes().decode() == f"{CONFUSIONS}甲末来\t甲未来\t周甲末来\t形近\t本报\n"
    assert check(path) == []


def test_add_title_and_surname(tmp_path: Path) -> None:
    add(tmp_path / "names" / "titles.tsv", Addition("names", "本刊记者", category="byline"))
    add(tmp_path / "names" / "surnames.tsv", Addition("names", "某"))
    assert check(tmp_path) == []


def test_add_keeps_comments_and_line_ends(tmp_path: Path) -> None:
    path = written(tmp_path, "terms.tsv", f"# 说明\n{TERMS}丙丁\t\t\t\n".replace("\n", "\r\n"))
    add(path, Addition("terms", "丁戊"))
    add(path, Addition("terms", "甲乙"))
    lines = path.read_bytes().decode().split("\r\n")
    assert [line.split("\t")[0] for line in lines] == ["# 说明", "term", "丁戊", "丙丁", "甲乙", ""]


@pytest.mark.parametrize("term", ["甲乙", "", "甲\t乙", "甲\n乙", " 甲"])
def test_add_refuses_and_leaves_the_file_alone(tmp_path: Path, term: str) -> None:
    path = written(tmp_path, "terms.tsv", f"{TERMS}甲乙\t\t\t\n")
    before = path.read_bytes()
    with pytest.raises(DictionaryError):
        add(path, Addition("terms", term))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_add_refuses_another_kind(tmp_path: Path) -> None:
    with pytest.raises(DictionaryError, match="not a file of kind"):
        add(tmp_path / "terms.tsv", Addition("phrases", "甲乙"))


@given(st.lists(HAN, unique=True, max_size=12))
def test_added_terms_stay_sorted_and_come_back(terms: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "phrases.tsv"
        for term in terms:
            add(path, Addition("phrases", term, reason="试验", source="本报"))
        if terms:
            assert check(path) == []
            assert set(terms) <= load([path]).kind("phrases").keys()

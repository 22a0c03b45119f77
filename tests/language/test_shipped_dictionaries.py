"""The dictionaries that are shipped: well-formed, complete enough, and quiet on clean text."""

from __future__ import annotations

import lzma
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from proofer.language.dictionaries import load, shipped_folder, wrong_in
from proofer.language.dictionary_format import KINDS, PATTERNS, Entry
from proofer.vocabulary.dictionary_files import check

SHIPPED = shipped_folder()
FILES = sorted(SHIPPED.rglob("*.tsv"))
CORPORA = Path(os.environ.get("PROOFER_SHARED", SHIPPED.parent.parent / "shared")) / "corpora"
NEWS_AND_LAW = ("gov_reports_2026", "laws", "peoples_daily_ner", "xinhua_2025", "xwlb_train")
SLICE = 500_000
"""Characters of each corpus: enough to see a noisy row, read in a second."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SHIPPED)))
def test_each_file_is_well_formed(path: Path) -> None:
    assert [str(problem) for problem in check(path)] == []


def test_all_files_together_are_well_formed() -> None:
    assert [str(problem) for problem in check(SHIPPED)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SHIPPED)))
def test_every_row_says_why_in_chinese_and_whence(path: Path) -> None:
    entries = [
        entry
        for kind in KINDS
        for entry in load().kind(kind).values()
        if entry.origin.startswith(f"{path.relative_to(SHIPPED)}:")
    ]
    assert entries
    assert [
        entry.origin for entry in entries if not any("一" <= sign <= "鿿" for sign in entry.reason)
    ] == []
    assert [entry.origin for entry in entries if not entry.source] == []


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("terms", 2500),
        ("phrases", 4000),
        ("confusions", 5500),
        ("names", 800),
        ("places", 1100),
        ("allow", 200),
    ],
)
def test_there_are_enough(kind: str, least: int) -> None:
    assert len(load().kind(kind)) >= least


def test_reduplications_of_every_pattern() -> None:
    counts = Counter(entry.category for entry in load().kind("reduplications").values())
    assert counts.keys() == PATTERNS
    assert counts["AABB"] >= 690
    assert counts["ABB"] >= 600
    assert counts["AAB"] >= 430


@pytest.mark.parametrize(
    ("pattern", "shape"),
    [("AABB", "0022"), ("ABB", "011"), ("AAB", "002"), ("ABAB", "0101"), ("AA", "00")],
)
def test_reduplications_have_the_shape_that_they_claim(pattern: str, shape: str) -> None:
    entries = load().kind("reduplications").values()
    wrong = [
        entry.term
        for entry in entries
        if entry.category == pattern
        and "".join(str(entry.term.index(sign)) for sign in entry.term) != shape
    ]
    assert wrong == []


def test_what_looks_like_a_reduplication_and_is_none() -> None:
    assert {"会会议议", "生生物物", "产产品品", "十十五五"}.isdisjoint(
        load().kind("reduplications")
    )


@pytest.mark.parametrize("kind", ["terms", "phrases", "reduplications", "names", "places", "allow"])
def test_no_entry_contains_what_a_confusion_calls_wrong(kind: str) -> None:
    confusions = load().kind("confusions")
    found = [
        f"{entry.origin} {term}: {wrong.term}"
        for term, entry in load().kind(kind).items()
        for wrong in wrong_in(term, confusions)
    ]
    assert found == []


def test_terms_are_two_to_ten_characters() -> None:
    assert [term for term in load().kind("terms") if not 2 <= len(term) <= 10] == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("他己经到了", "己经"),
        ("在不远的末来", "末来"),
        ("部暑工作", "部暑"),
        ("不径而走", "不径而走"),
        ("习近乎总书记", "习近乎"),
        ("再接再励", "再接再励"),
        ("气侯变化", "气侯"),
        ("铝士矿", "铝士"),
    ],
)
def test_classics_are_found(text: str, wrong: str) -> None:
    assert [entry.term for entry in wrong_in(text, load().kind("confusions"))] == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "这个周末来",
        "他自己经过",
        "知己经营",
        "参加人员",
        "部署期间",
        "集采扩围",
        "非法冶炼",
        "整治金融",
    ],
)
def test_look_alikes_in_their_right_place_are_left_alone(text: str) -> None:
    assert [entry.term for entry in wrong_in(text, load().kind("confusions"))] == []


def clean_text() -> str:
    parts = []
    for name in NEWS_AND_LAW:
        with lzma.open(CORPORA / f"{name}.txt.xz", "rt", encoding="utf-8", newline="\n") as file:
            parts.append(file.read(SLICE))
    return "\n".join(parts)


def alarms(text: str, confusions: Mapping[str, Entry]) -> Iterator[str]:
    short = {
        text[at : at + size] for size in (2, 3, 4) for at in range(len(text) - size + 1)
    } & confusions.keys()
    for term in sorted(short | {term for term in confusions if len(term) > 4 and term in text}):
        for at in confusions[term].occurrences(text):
            yield f"{term}: {text[max(0, at - 5) : at + len(term) + 5]!r}"


@pytest.mark.skipif(not CORPORA.is_dir(), reason="needs the clean corpora: set PROOFER_SHARED")
def test_confusions_fire_at_most_once_in_a_million_characters_of_clean_text() -> None:
    text = clean_text()
    found = list(alarms(text, load().kind("confusions")))
    assert len(found) <= len(text) / 1e6, found

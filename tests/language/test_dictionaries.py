"""Behaviour of the dictionary loader, checker and writer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.language.dictionaries import load, wrong_in
from proofer.language.dictionary_format import KINDS, DictionaryError, Entry, kind_of
from proofer.vocabulary.dictionary_files import Addition, add, check

TERMS = "term\tcategory\treason\tsource\n"
CONFUSIONS = "wrong\tright\tunless\treason\tsource\n"
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=5)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def messages(path: Path) -> list[str]:
    return [problem.message_en for problem in check(path)]


def test_every_kind_is_shipped() -> None:
    dictionaries = load()
    assert all(dictionaries.kind(kind) for kind in KINDS)


def test_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        load().kind("nonsense")


def test_mappings_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        load().kind("terms")["新词"] = Entry("新词")  # type: ignore[index]


def test_project_overrides_shipped(tmp_path: Path) -> None:
    term = next(iter(load().kind("terms")))
    path = written(tmp_path, "terms.tsv", f"{TERMS}{term}\tproject\t本报用法\t本报\n")
    entry = load([path]).kind("terms")[term]
    assert (entry.category, entry.reason, entry.origin) == (
        "project",
        "本报用法",
        f"{path.parent.name}/{path.name}:2",
    )


def test_a_file_of_a_header_alone_has_no_entries(tmp_path: Path) -> None:
    assert load([written(tmp_path, "allow.tsv", TERMS.replace("category\t", ""))]).digest
    assert load([written(tmp_path, "terms.tsv", TERMS)]).kind("terms") == load().kind("terms")


def test_later_path_overrides_earlier(tmp_path: Path) -> None:
    first = written(tmp_path, "a/terms.tsv", f"{TERMS}甲乙\t一\t\t\n")
    second = written(tmp_path, "b/terms.tsv", f"{TERMS}甲乙\t二\t\t\n")
    assert load([first, second]).kind("terms")["甲乙"].category == "二"
    assert load([second, first]).kind("terms")["甲乙"].category == "一"


def test_folder_with_kinds_as_folders_and_as_files(tmp_path: Path) -> None:
    written(tmp_path, "terms/local.tsv", f"{TERMS}甲乙丙\t\t\t\n")
    written(tmp_path, "allow.tsv", "term\treason\tsource\n甲甲\t人名\t本报\n")
    dictionaries = load([tmp_path])
    assert "甲乙丙" in dictionaries.kind("terms")
    assert dictionaries.kind("allow")["甲甲"].reason == "人名"


def test_confusion_columns(tmp_path: Path) -> None:
    path = written(
        tmp_path, "confusions.tsv", f"{CONFUSIONS}甲末来\t甲未来|甲末了\t周甲末来\t形近\t本报\n"
    )
    entry = load([path]).kind("confusions")["甲末来"]
    assert entry.replacements == ("甲未来", "甲末了")
    assert entry.unless == ("周甲末来",)


def test_names_have_two_headers(tmp_path: Path) -> None:
    written(tmp_path, "names/surnames.tsv", "surname\treason\tsource\n某\t\t\n")
    written(tmp_path, "names/titles.tsv", "title\tcategory\treason\tsource\n本刊记者\tbyline\t\t\n")
    names = load([tmp_path]).kind("names")
    assert names["某"].category == "surname"
    assert names["本刊记者"].category == "byline"


def test_weight_is_optional(tmp_path: Path) -> None:
    path = written(
        tmp_path, "terms.tsv", "term\tcategory\tweight\treason\tsource\n甲乙\t\t0.5\t\t\n"
    )
    assert load([path]).kind("terms")["甲乙"].weight == 0.5
    assert check(path) == []


def test_byte_order_mark_and_crlf_are_read_and_reported(tmp_path: Path) -> None:
    path = written(
        tmp_path, "terms.tsv", "\ufeff" + f"{TERMS}甲乙\t\t理由\t来源\n".replace("\n", "\r\n")
    )
    assert load([path]).kind("terms")["甲乙"].source == "来源"
    assert messages(path) == ["byte order mark", "line ends are not LF"]


def test_digest_follows_content_not_place(tmp_path: Path) -> None:
    one = written(tmp_path, "one/terms.tsv", f"{TERMS}甲乙\t\t\t\n")
    same = written(tmp_path, "two/terms.tsv", f"# 注释\n{TERMS}甲乙\t\t\t\n")
    other = written(tmp_path, "three/terms.tsv", f"{TERMS}甲乙\t\t改了\t\n")
    assert load([one]).digest == load([same]).digest
    assert len({load().digest, load([one]).digest, load([other]).digest}) == 3


def test_loading_is_cached_until_a_file_changes(tmp_path: Path) -> None:
    path = written(tmp_path, "terms.tsv", f"{TERMS}甲乙\t\t\t\n")
    first = load([path])
    assert load((path,)) is first
    add(path, Addition("terms", "丙丁"))
    assert "丙丁" in load([path]).kind("terms")


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("terms.tsv", "word\treason\n", 1, "the header should be term→category→reason→source"),
        ("terms.tsv", "", 1, "no header"),
        ("terms.tsv", f"{TERMS}甲乙\t\n", 2, "2 columns instead of 4"),
        ("terms.tsv", f"{TERMS}\t\t\t\n", 2, "term is empty"),
        ("terms.tsv", f"{TERMS}甲\x1b乙\t\t\t\n", 2, "control character in term"),
        ("terms.tsv", f"{TERMS}甲乙 \t\t\t\n", 2, "blanks around term"),
        ("terms.tsv", f"{TERMS}甲乙\t\t\t\n甲乙\t\t\t\n", 3, "'甲乙' is already on line 2"),
        ("confusions.tsv", f"{CONFUSIONS}甲乙\t\t\t\t\n", 2, "right is empty"),
        ("confusions.tsv", f"{CONFUSIONS}甲乙\t丙||丁\t\t\t\n", 2, "right is empty"),
        (
            "reduplications.tsv",
            "word\tpattern\treason\tsource\n甲甲\tAB\t\t\n",
            2,
            "unknown pattern 'AB'",
        ),
    ],
)
def test_what_cannot_be_read_names_file_and_line(
    tmp_path: Path, name: str, text: str, line: int, message: str
) -> None:
    path = written(tmp_path, name, text)
    with pytest.raises(DictionaryError) as caught:
        load([path])
    assert str(caught.value) == f"{path}:{line}: {message}"
    assert caught.value.problem in check(path)
    assert caught.value.problem.message_zh


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{CONFUSIONS}乙甲\t乙\t\t\t\n甲乙\t甲\t\t\t\n", None),
        (f"{CONFUSIONS}甲乙\t甲\t\t\t\n丁丙\t丁\t\t\t\n", "'丁丙' should stand before '甲乙'"),
        (f"{CONFUSIONS}甲乙\t丙甲乙\t\t\t\n", "the correction '丙甲乙' contains the error '甲乙'"),
        (
            f"{CONFUSIONS}乙甲\t甲乙\t\t\t\n甲乙\t乙甲\t\t\t\n",
            "the correction '甲乙' contains the error '甲乙'",
        ),
        (f"{CONFUSIONS}甲乙\t丙甲乙\t丙甲乙\t\t\n", None),
        (f"{CONFUSIONS}甲乙\t丙\t丁甲\t\t\n", "unless '丁甲' does not contain '甲乙'"),
        (f"{CONFUSIONS}甲\t丙\t\t\t\n", "'甲' is too short"),
        (f"{CONFUSIONS}e\u0301甲\t丙\t\t\t\n", "not in Unicode form NFC"),
        (f"{CONFUSIONS}甲乙\t丙\t\t\t", "no line end at the end"),
    ],
)
def test_check_finds_what_loading_tolerates(tmp_path: Path, text: str, message: str | None) -> None:
    path = written(tmp_path, "confusions.tsv", text)
    load([path])
    found = messages(path)
    assert (not found) if message is None else any(line.startswith(message) for line in found)


def test_missing_misnamed_and_undecodable_files(tmp_path: Path) -> None:
    assert messages(tmp_path / "none.tsv") == ["no such dictionary"]
    with pytest.raises(DictionaryError):
        kind_of(written(tmp_path, "words.tsv", TERMS))
    path = tmp_path / "terms.tsv"
    path.write_bytes(b"term\tcategory\treason\tsource\n\xff\n")
    with pytest.raises(DictionaryError, match="not UTF-8"):
        load([path])


def test_occurrences_skip_exceptions() -> None:
    entry = Entry("末来", ("未来",), ("周末来", "末来年"))
    assert list(entry.occurrences("末来，周末来，末来年，末来")) == [0, 11]


def test_wrong_in_reports_uncovered_confusions_only() -> None:
    confusions = {"末来": Entry("末来", ("未来",), ("周末来",))}
    assert list(wrong_in("这个周末来", confusions)) == []
    assert [entry.term for entry in wrong_in("末来", confusions)] == ["末来"]


@given(HAN.filter(lambda term: len(term) > 1), HAN, HAN)
def test_an_exception_silences_exactly_its_context(term: str, before: str, after: str) -> None:
    text = before + term + after
    covered = Entry(term, unless=(text,))
    at = len(before)
    assert at in Entry(term).occurrences(text)
    assert at not in covered.occurrences(text)
    assert list(covered.occurrences(term)) == [0]

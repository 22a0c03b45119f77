"""A checker takes from the cache what it can, and keeps a context for each configuration."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from proofer.checking import checker as checkers
from proofer.checking.checker import Checker
from proofer.config import Config
from proofer.formats import LARGEST
from proofer.review.learning import write_learned
from proofer.scoring.learned import Learned, Lesson

CONFIG = Config(select=("D001",))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text("他们的的工作做得很好。\n", encoding="utf-8")
    return path


def test_a_file_is_checked_once_for_all_runs(
    tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Checker(tmp_path / "cache")
    task = first.task(page, CONFIG)
    assert not task.is_cached
    outcome = first.check(task)
    assert [finding.code for finding in outcome.surveys[0].candidates] == ["D001"]

    second = Checker(tmp_path / "cache")
    task = second.task(page, CONFIG)
    assert task.is_cached
    monkeypatch.delattr(checkers, "check_file")
    assert second.check(task) == outcome


def test_an_entry_that_is_gone_by_now_is_made_again(tmp_path: Path, page: Path) -> None:
    checker = Checker(tmp_path / "cache")
    outcome = checker.check(checker.task(page, CONFIG))
    task = checker.task(page, CONFIG)
    [entry] = (tmp_path / "cache").glob("??/*")
    entry.unlink()
    assert checker.check(task) == outcome
    assert entry.is_file()


def test_what_was_learned_makes_another_key_where_it_makes_candidates(
    tmp_path: Path, page: Path
) -> None:
    config = replace(CONFIG, root=tmp_path)

    def key() -> str | None:
        return Checker(tmp_path / "cache").task(page, config).key

    nothing = key()
    write_learned(tmp_path, Learned.of([Lesson("pair", "一", "二", 0, 5, 5, 0.0, 2.0)]))
    assert key() == nothing, "it only shifts probabilities, afterwards"
    write_learned(tmp_path, Learned.of([Lesson("pair", "一", "二", 5, 0, 5, 5.0, 2.0)]))
    assert key() != nothing


def test_what_the_key_does_not_know_is_not_cached(tmp_path: Path, page: Path) -> None:
    checker = Checker(tmp_path / "cache")
    large = tmp_path / "large.txt"
    large.write_bytes(b"a\n" * LARGEST)
    assert checker.task(page, CONFIG).key is not None
    assert checker.task(page, Config(second=page)).key is None, "the second reading"
    assert checker.task(large, CONFIG).key is None
    assert checker.task(large, CONFIG).is_large
    assert checker.task(tmp_path / "missing.txt", CONFIG).key is None
    assert checker.task(tmp_path / "a\0b.txt", CONFIG).key is None
    assert Checker().task(page, CONFIG).key is None, "there is no cache"


def test_equal_configurations_share_a_context_and_few_are_kept() -> None:
    checker = Checker()
    context = checker.context(CONFIG)
    assert checker.context(Config(select=("D001",))) is context
    for number in range(8):
        checker.context(Config(min_confidence=number / 10))
    assert checker.context(CONFIG) is not context, "the least recently used one has gone"

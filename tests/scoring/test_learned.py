"""What a project has learned: within bounds, never silent, and only from a file of ours."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from pathlib import Path

import pytest

from proofer.errors import ConfigError, DecisionError
from proofer.findings.finding import Applicability, Finding
from proofer.review.learning import write_learned
from proofer.scoring.calibration import log_odds
from proofer.scoring.learned import (
    HEADER,
    LARGEST,
    MOST_SHIFT,
    Learned,
    Lesson,
    changed,
    expectation,
    learned_path,
    read_learned,
)
from tests.review.pages import document, report


def found(tmp_path: Path, quote: str = "锆") -> Finding:
    """The finding 锆 → 锗 of 60 % on the page of the review's tests."""
    page = document(tmp_path / "page.md")
    return next(each for each in report(page).findings if each.quote == quote)


def put(root: Path, text: str) -> None:
    learned_path(root).parent.mkdir(exist_ok=True)
    learned_path(root).write_text(text, encoding="utf-8")


def test_what_was_accepted_more_often_than_expected_is_likelier_and_says_why(
    tmp_path: Path,
) -> None:
    finding = found(tmp_path)
    learned = Learned.of([Lesson("pair", "锆", "锗", 7, 1, 5, 4.6, 3.0)])
    judged = learned.judged(finding)
    assert judged.suggestions[0].confidence > finding.suggestions[0].confidence
    assert judged.confidence > finding.confidence
    [reason] = [each for each in judged.evidence if each.source == "decisions"]
    assert "accepted 7 times in this project, 1 times it was not" in reason.detail.en
    assert expectation(judged) == pytest.approx(finding.suggestions[0].confidence, abs=0.002)


def test_what_was_rejected_more_often_than_expected_is_less_likely(tmp_path: Path) -> None:
    finding = found(tmp_path)
    judged = Learned.of([Lesson("pair", "锆", "锗", 0, 6, 4, 0, 2.4)]).judged(finding)
    assert judged.confidence < finding.confidence
    assert any(each.source == "decisions" for each in judged.evidence)


@pytest.mark.parametrize(
    "lesson",
    [
        Lesson("pair", "锆", "锗", 9, 0, 2, 2.0, 0.5),
        Lesson("pair", "锆", "锗", 9, 0, 5, 5.0, 0.5, "forgotten"),
        Lesson("pair", "锗", "锆", 9, 0, 5, 5.0, 0.5),
        Lesson("series", "锆", "锗", 9, 0, 5, 5.0, 0.5),
    ],
    ids=["too few files", "forgotten", "the other way round", "a series"],
)
def test_nothing_else_shifts_anything(tmp_path: Path, lesson: Lesson) -> None:
    finding = found(tmp_path)
    assert Learned.of([lesson]).judged(finding) == finding


@pytest.mark.parametrize("kind", ["pair", "detector"])
@pytest.mark.parametrize("taken", [9e300, -9e300])
def test_whatever_a_forged_file_says_a_shift_is_bounded_and_nothing_is_safe(
    tmp_path: Path, kind: str, taken: float
) -> None:
    read, right = ("锆", "锗") if kind == "pair" else ("G001", "")
    counts = "9999999\t0\t9999999"
    put(tmp_path, f"{HEADER}\n{kind}\t{read}\t{right}\t{counts}\t{taken}\t{-taken}\t\n")
    finding, learned = found(tmp_path), read_learned(tmp_path)
    judged = learned.judged(finding)
    shift = log_odds(judged.confidence) - log_odds(finding.confidence)
    down, up = MOST_SHIFT[kind]
    assert -down - 0.02 <= shift <= up + 0.02
    assert abs(shift) > 0.2, "it has an effect, though"
    assert judged.suggestions[0].applicability is not Applicability.SAFE
    assert all(times <= 20 for _, _, times in learned.confusions)


def test_a_pair_that_is_only_looked_for_says_so_too(tmp_path: Path) -> None:
    finding = found(tmp_path)
    judged = Learned.of([Lesson("pair", "锆", "锗", 3, 0, 3, 2.0, 2.0)]).judged(finding)
    assert judged.suggestions == finding.suggestions
    assert "accepted 3 times" in judged.evidence[-1].detail.en


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    lessons = [
        Lesson("pair", char, "字", number, 1, 3, 2.0, 1.0) for number, char in enumerate("甲乙丙丁")
    ]
    shuffled = random.Random(1).sample(lessons, len(lessons))
    assert Learned.of(shuffled) == Learned.of(lessons)
    write_learned(tmp_path, Learned.of(lessons))
    one = learned_path(tmp_path).read_bytes()
    write_learned(tmp_path, Learned.of(shuffled))
    assert learned_path(tmp_path).read_bytes() == one
    assert read_learned(tmp_path) == Learned.of(lessons)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<<<<<<< HEAD\n",
        f"{HEADER}\npair\t锆\t锗\n",
        f"{HEADER}\nword\t锆\t锗\t1\t1\t1\t1\t1\t\n",
        f"{HEADER}\npair\t锆\t锗\t-1\t1\t1\t1\t1\t\n",
        f"{HEADER}\npair\t锆\t锗\t1\t1\t1\tnan\t1\t\n",
        f"{HEADER}\npair\t锆\t锗\t1\t1\t1\t1\tinf\t\n",
        f"{HEADER}\npair\t锆\t锗\t1\t1\t1\t1\t1\tsafe\n",
        f"{HEADER}\npair\t{'锆' * 33}\t锗\t1\t1\t1\t1\t1\t\n",
        f"{HEADER}\npair\t\x1b[2J\t锗\t1\t1\t1\t1\t1\t\n",
        f"{HEADER}\n" + "pair\t锆\t锗\t1\t1\t1\t1\t1\t\n" * 5_001,
        "#" * (LARGEST + 1),
    ],
    ids=lambda text: repr(text[-30:]),
)
def test_what_is_no_file_of_ours_is_told_and_not_used(tmp_path: Path, text: str) -> None:
    put(tmp_path, text)
    with pytest.raises(ConfigError, match=r"learned\.tsv.*nothing that proofer has written"):
        read_learned(tmp_path)


def test_no_link_is_followed_and_no_file_is_nothing_learned(tmp_path: Path) -> None:
    assert read_learned(tmp_path) == Learned()
    other = tmp_path / "elsewhere.tsv"
    other.write_text(f"{HEADER}\n")
    learned_path(tmp_path).parent.mkdir()
    learned_path(tmp_path).symlink_to(other)
    with pytest.raises(DecisionError, match="is a link"):
        read_learned(tmp_path)


def test_a_pair_is_a_confusion_of_the_engine_only_if_it_is_clear() -> None:
    clear = Lesson("pair", "锆", "锗", 8, 2, 4, 3.0, 2.0)
    others = [
        replace(clear, read="一", rejected=3),
        replace(clear, read="二", files=2),
        replace(clear, read="三四"),
        replace(clear, read="五", answer="forgotten"),
        replace(clear, kind="series", read="六"),
    ]
    assert Learned.of([clear, *others]).confusions == (("锆", "锗", 4),)


@pytest.mark.parametrize(
    ("read", "right", "pair"),
    [
        ("锆晶体", "锗晶体", ("锆", "锗")),
        ("好好", "好", ("好", "")),
        ("严", "严。", ("", "。")),
        ("一一", "——", ("一一", "——")),
    ],
)
def test_a_pair_is_what_changes(read: str, right: str, pair: tuple[str, str]) -> None:
    assert changed(read, right) == pair


def test_shifts_grow_with_files_and_never_pass_their_bound() -> None:
    shifts = [Lesson("pair", "锆", "锗", n, 0, n, n, n / 2).shift for n in range(3, 60)]
    assert shifts == sorted(shifts)
    assert 0 < shifts[0] < shifts[10] <= MOST_SHIFT["pair"][1] == shifts[-1]
    assert math.isclose(Lesson("pair", "锆", "锗", 3, 3, 6, 3.0, 3.0).shift, 0.0)

"""Learning from decisions: what is counted, what is asked about, what is forgotten."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from proofer.config import Config
from proofer.errors import DecisionError
from proofer.findings.finding import Finding
from proofer.review.collection import FileFinding, ReviewCollection, ReviewFile
from proofer.review.learning import forget, learn, lessons_of
from proofer.review.session import ReviewSession
from proofer.review.store import decision_files, decisions_path
from proofer.scoring.learned import Lesson, learned_path, read_learned
from proofer.vocabulary.dictionary_files import Addition
from tests.review.pages import collecting, document, quoting, report, reviewing

NAMES = ("a.md", "b.md", "c.md")


def decide(root: Path, *quotes: str, taken: bool, names: tuple[str, ...] = NAMES) -> None:
    """Decide on all findings with these quotes in some files."""
    for name in names:
        with reviewing(root, report(document(root / name))) as session:
            for finding in session.findings:
                if finding.quote in quotes:
                    (session.accept if taken else session.reject)(finding)


def test_pairs_series_and_detectors_are_counted_and_a_file_has_one_vote(tmp_path: Path) -> None:
    decide(tmp_path, "锆", taken=True)
    learned = learn(tmp_path)
    pair = learned.lesson("pair", "锆", "锗")
    assert (pair.accepted, pair.rejected, pair.files) == (9, 0, 3), "three places in three files"
    assert (pair.taken, pair.expected) == (3.0, 1.8), "60 % were expected"
    assert pair.shift > 0
    assert learned.lesson("series", "锆", "锗").accepted == 9
    assert learned.lesson("detector", "G001").accepted == 9
    assert read_learned(tmp_path) == learned, "it is written down"


def test_a_rejection_remembers_what_it_turned_down(tmp_path: Path) -> None:
    decide(tmp_path, "好好", taken=False)
    pair = learn(tmp_path).lesson("pair", "好", "")
    assert (pair.accepted, pair.rejected) == (0, 3)
    assert pair.shift < 0


def test_words_of_the_editor_teach_a_confusion_and_reject_the_offer(tmp_path: Path) -> None:
    for name in NAMES:
        with reviewing(tmp_path, report(document(tmp_path / name))) as session:
            session.accept_with(quoting(session, "锆"), "铅")
    learned = learn(tmp_path)
    assert ("锆", "铅", 3) in learned.confusions
    assert learned.lesson("pair", "锆", "铅").shift == 0, "nobody had expected anything of it"
    assert learned.lesson("pair", "锆", "锗").rejected == 3


def test_what_is_put_off_or_printed_so_or_taken_back_teaches_nothing(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "a.md"))) as session:
        for act in (ReviewSession.defer, ReviewSession.mark_as_printed):
            act(session, quoting(session, "锆", 0))
            act(session, quoting(session, "锆", 1))
    with collecting(tmp_path, report(document(tmp_path / "b.md"))) as pages:
        pages.act(pages.files[0], lambda session: session.reject(quoting(session, "锆")))
        pages.undo()
    assert learn(tmp_path).lessons == {}


def test_what_a_word_of_the_dictionary_settles_is_not_learned_again(tmp_path: Path) -> None:
    (tmp_path / "proofer.toml").touch()
    with collecting(tmp_path, report(document(tmp_path / "a.md"))) as pages:
        file = pages.files[0]
        finding = quoting(pages.open(file), "锆")
        done = pages.add_word(file, finding, Addition("allow", "锆合金"))
        assert len(done.moves) == 1
        assert pages.questions.about(done) is None
    assert lessons_of(decision_files(tmp_path)) == []


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    decide(tmp_path, "锆", "己经", taken=True)
    decide(tmp_path, "好好", taken=False, names=("b.md",))
    logs = [*decision_files(tmp_path)]
    lessons = sorted(lessons_of(logs), key=lambda each: each.key)
    for seed in range(4):
        shuffled = random.Random(seed).sample(logs, len(logs))
        assert sorted(lessons_of(shuffled), key=lambda each: each.key) == lessons


def test_learning_again_changes_nothing_and_what_was_deleted_is_unlearned(tmp_path: Path) -> None:
    decide(tmp_path, "锆", taken=True)
    first = learn(tmp_path)
    stamp = learned_path(tmp_path).stat().st_mtime_ns
    assert learn(tmp_path) == first
    assert learned_path(tmp_path).stat().st_mtime_ns == stamp, "it is not even written"
    shutil.rmtree(tmp_path / ".proofer" / "decisions")
    assert learn(tmp_path).lessons == {}


def test_a_log_that_cannot_be_read_teaches_nothing_and_the_others_do(tmp_path: Path) -> None:
    decide(tmp_path, "锆", taken=True)
    decisions_path(tmp_path, tmp_path / "a.md").write_text("nonsense\n")
    assert learn(tmp_path).lesson("pair", "锆", "锗").files == 2


def test_what_is_forgotten_stays_so(tmp_path: Path) -> None:
    decide(tmp_path, "锆", taken=True)
    learn(tmp_path)
    assert forget(tmp_path, "锆", "锗") == 2, "the pair and the series"
    assert forget(tmp_path, "G001", "") == 1
    assert forget(tmp_path, "乙", "丙") == 0
    decide(tmp_path, "锆", taken=True, names=("d.md",))
    learned = learn(tmp_path)
    assert learned.effective == ()
    assert learned.lesson("pair", "锆", "锗").files == 4, "it is still counted"


def rejecting(pages: ReviewCollection, number: int, quote: str, at: int = 0) -> FileFinding | None:
    """Reject a place of a file; return what is asked about then."""
    file = pages.files[number]
    done = pages.act(file, lambda session: session.reject(quoting(session, quote, at)))
    return pages.questions.about(done)


def test_the_third_rejection_is_asked_about_once(tmp_path: Path) -> None:
    checked = [report(document(tmp_path / name)) for name in NAMES]
    with collecting(tmp_path, *checked) as pages:
        assert rejecting(pages, 0, "锆") is None
        assert rejecting(pages, 1, "锆") is None
        assert rejecting(pages, 2, "锆") is not None
        assert rejecting(pages, 2, "锆", 1) is None, "once"
    learn(tmp_path)
    with collecting(tmp_path, *checked) as pages:
        place = rejecting(pages, 0, "锆", 1)
        assert place is not None, "nobody answered, so the next review asks again"
        pages.answer(place, silent=False)
    learn(tmp_path)
    with collecting(tmp_path, *checked) as pages:
        assert rejecting(pages, 0, "锆", 2) is None, "it was answered"


def test_what_was_accepted_once_or_is_not_to_be_learned_is_not_asked_about(tmp_path: Path) -> None:
    decide(tmp_path, "锆", taken=True, names=("x.md",))
    learn(tmp_path)
    checked = [report(document(tmp_path / name)) for name in NAMES]
    with collecting(tmp_path, *checked) as pages:
        assert [rejecting(pages, number, "锆") for number in range(3)] == [None] * 3
    files = [
        ReviewFile(each.document.path, Config(root=tmp_path, learn=False), each) for each in checked
    ]
    with ReviewCollection(files, "tester") as pages:
        assert [rejecting(pages, number, "好好") for number in range(3)] == [None] * 3


def test_never_again_settles_what_is_open_and_silences_what_comes(tmp_path: Path) -> None:
    checked = [report(document(tmp_path / name)) for name in NAMES]
    with collecting(tmp_path, *checked) as pages:
        places = [rejecting(pages, number, "锆") for number in range(3)]
        assert places[-1] is not None
        done = pages.answer(places[-1], silent=True)
        assert len(done.moves) == 6, "the others of all files"
        pages.undo()
        assert pages.progress.decided == 3, "one step"
    learned = learn(tmp_path)
    finding = quoting_of(checked[0].findings, "锆")
    assert learned.silences(finding)
    assert not learned.silences(quoting_of(checked[0].findings, "好好"))


def quoting_of(findings: Sequence[Finding], quote: str) -> Finding:
    return next(each for each in findings if each.quote == quote)


def test_a_link_in_place_of_it_is_refused(tmp_path: Path) -> None:
    decide(tmp_path, "锆", taken=True)
    target = tmp_path / "precious.txt"
    target.write_text("mine")
    learned_path(tmp_path).symlink_to(target)
    with pytest.raises(DecisionError):
        learn(tmp_path)
    assert target.read_text() == "mine"


def test_a_lesson_of_nothing_has_no_effect() -> None:
    assert Lesson("pair", "甲", "乙").shift == 0

"""A review of many files: series over all of them, words for the project, and one history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from proofer.config import load
from proofer.errors import ConfigError, DecisionError, EditConflictError, UsageError
from proofer.findings.finding import Finding
from proofer.review.collection import ReviewCollection, ReviewFile
from proofer.review.store import DecisionStore, read_decisions
from proofer.vocabulary.dictionary_files import Addition
from tests.review.pages import CHANGES, document, report

OVERLAP = ("G002", "锆价回", ("锗价回",), 0.5)


def review_file(
    root: Path, name: str, changes: tuple[tuple[str, str, tuple[str, ...], float], ...] = CHANGES
) -> ReviewFile:
    (root / "proofer.toml").touch()
    page = document(root / name)
    return ReviewFile(page.path, load(root / "proofer.toml"), report(page, changes))


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[ReviewCollection]:
    with ReviewCollection(
        [review_file(tmp_path, "a.md"), review_file(tmp_path, "b.md")], "tester"
    ) as collection:
        yield collection


def quoting(pages: ReviewCollection, number: int, quote: str) -> Finding:
    findings = pages.open(pages.files[number]).findings
    return next(each for each in findings if each.quote == quote)


def verdicts(pages: ReviewCollection, quote: str) -> list[str | None]:
    sessions = [pages.open(file) for file in pages.files]
    return [
        session.verdict(each)
        for session in sessions
        for each in session.findings
        if each.quote == quote
    ]


def test_a_series_reaches_over_all_files_and_is_undone_as_one(pages: ReviewCollection) -> None:
    places = pages.everywhere(quoting(pages, 0, "锆"))
    assert [file.path.name for file, _ in places] == ["a.md"] * 3 + ["b.md"] * 3
    operation = pages.accept_everywhere([*places[:2], *places[4:]])
    assert len(operation.moves) == 4
    assert verdicts(pages, "锆") == ["accepted", "accepted", None, None, "accepted", "accepted"]
    assert pages.progress.decided == 4
    pages.undo()
    assert set(verdicts(pages, "锆")) == {None}
    pages.redo()
    assert verdicts(pages, "锆").count("accepted") == 4


def test_only_open_places_are_in_a_series(pages: ReviewCollection) -> None:
    finding = quoting(pages, 0, "锆")
    pages.act(pages.files[0], lambda session: session.reject(finding))
    assert len(pages.everywhere(finding)) == 5


def test_what_cannot_be_done_in_one_file_is_done_in_none(tmp_path: Path) -> None:
    files = [review_file(tmp_path, "a.md"), review_file(tmp_path, "b.md", (*CHANGES, OVERLAP))]
    with ReviewCollection(files) as pages:
        pages.act(files[1], lambda session: session.accept(quoting(pages, 1, "锆价回")))
        with pytest.raises(EditConflictError):
            pages.accept_everywhere(pages.everywhere(quoting(pages, 0, "锆")))
        assert set(verdicts(pages, "锆")) == {None}
        undone = pages.undo()
        assert undone is not None
        assert [move.finding.quote for _, move in undone.moves] == ["锆价回"], (
            "the failed deed is not in the history"
        )


def test_a_word_of_the_project_settles_what_it_covers(
    pages: ReviewCollection, tmp_path: Path
) -> None:
    finding = quoting(pages, 0, "规矩矩")
    pages.add_word(pages.files[0], finding, Addition("allow", "规矩矩做事"))
    file = tmp_path / "dictionary" / "allow.tsv"
    assert "规矩矩做事" in file.read_text(encoding="utf-8")
    assert verdicts(pages, "规矩矩") == ["rejected", "rejected"]
    decision = read_decisions(tmp_path, pages.files[1].path)[-1]
    assert decision.scope == "project"
    pages.undo()
    assert "规矩矩做事" not in file.read_text(encoding="utf-8")
    assert verdicts(pages, "规矩矩") == [None, None]
    pages.redo()
    assert "规矩矩做事" in file.read_text(encoding="utf-8")


def test_a_confusion_of_the_project_accepts_its_correction(
    pages: ReviewCollection, tmp_path: Path
) -> None:
    finding = quoting(pages, 0, "锆")
    pages.add_word(pages.files[0], finding, Addition("confusions", "锆合金", ("锗合金",)))
    assert "锆合金\t锗合金" in (tmp_path / "dictionary" / "confusions.tsv").read_text(
        encoding="utf-8"
    )
    decision = pages.open(pages.files[0]).decision(finding)
    assert decision is not None
    assert (decision.verdict, decision.replacement) == ("accepted", "锗")
    pages.undo()
    assert verdicts(pages, "锆") == [None] * 6


def test_without_a_project_nothing_is_taught_and_nothing_decided(tmp_path: Path) -> None:
    from proofer.config import Config

    page = document(tmp_path / "a.md")
    alone = ReviewFile(page.path, Config(root=tmp_path), report(page))
    with ReviewCollection([alone]) as pages:
        with pytest.raises(ConfigError, match=r"proofer\.toml"):
            pages.add_word(alone, quoting(pages, 0, "规矩矩"), Addition("allow", "规矩矩做事"))
        assert pages.progress.decided == 0


def test_a_file_that_another_review_holds_can_be_read_only(tmp_path: Path) -> None:
    files = [review_file(tmp_path, "a.md"), review_file(tmp_path, "b.md")]
    held = files[1].report
    assert held is not None
    with DecisionStore.open(tmp_path, held.document), ReviewCollection(files) as pages:
        places = pages.everywhere(quoting(pages, 0, "锆"))
        assert {each.path.name for each, _ in places} == {"a.md"}
        assert files[1].read_only is not None
        with pytest.raises(DecisionError, match="read-only"):
            pages.act(files[1], lambda session: session.reject(session.findings[0]))


def test_a_file_with_nothing_but_earlier_decisions_is_shown(tmp_path: Path) -> None:
    for checked in (
        review_file(tmp_path, "a.md"),
        review_file(tmp_path, "a.md", ()),
        review_file(tmp_path, "b.md", ()),
    ):
        with ReviewCollection([checked], "tester") as pages:
            assert pages.shows(checked) is (checked.path.name == "a.md")
            if checked.report and checked.report.findings:
                pages.act(checked, lambda session: session.mark_as_printed(session.findings[0]))
            elif pages.shows(checked):
                assert [
                    pages.open(checked).verdict(each) for each in pages.open(checked).findings
                ] == ["printed"]


def test_a_word_that_was_taught_is_taken_back_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "dictionary" / "allow.tsv"
    with ReviewCollection(
        [review_file(tmp_path, "a.md"), review_file(tmp_path, "b.md")], "tester"
    ) as pages:
        pages.add_word(
            pages.files[0],
            quoting(pages, 0, "规矩矩"),
            Addition("allow", "规矩矩做事", reason="R001"),
        )
    silenced = tuple(each for each in CHANGES if each[1] != "规矩矩")
    with ReviewCollection(
        [review_file(tmp_path, name, silenced) for name in ("a.md", "b.md")], "tester"
    ) as pages:
        operation = pages.undo()
        assert operation is not None
        assert (operation.addition, operation.skipped) == (
            Addition("allow", "规矩矩做事", reason="R001"),
            0,
        )
        assert "规矩矩做事" not in file.read_text(encoding="utf-8")
    with ReviewCollection(
        [review_file(tmp_path, "a.md"), review_file(tmp_path, "b.md")], "tester"
    ) as pages:
        assert pages.progress.decided == 0
        assert verdicts(pages, "规矩矩") == [None, None]
        pages.redo()
        assert "规矩矩做事" in file.read_text(encoding="utf-8")
        assert verdicts(pages, "规矩矩") == ["rejected", "rejected"]


def test_undo_reaches_files_that_are_not_open_and_waits_for_those_not_checked(
    tmp_path: Path,
) -> None:
    with ReviewCollection(
        [review_file(tmp_path, "a.md"), review_file(tmp_path, "b.md")], "tester"
    ) as pages:
        pages.accept_everywhere(pages.everywhere(quoting(pages, 0, "锆")))
        pages.act(pages.files[1], lambda session: session.reject(quoting(pages, 1, "的的")))
    later = [review_file(tmp_path, "a.md"), review_file(tmp_path, "b.md")]
    checked, later[1].report = later[1].report, None
    with ReviewCollection(later, "tester") as pages:
        with pytest.raises(UsageError, match="not checked yet"):
            pages.undo()
        later[1].report = checked
        operation = pages.undo()
        assert operation is not None
        assert [each.path.name for each, _ in operation.steps] == ["b.md"]
        operation = pages.undo()
        assert operation is not None
        assert [(each.path.name, len(step)) for each, step in operation.steps] == [
            ("a.md", 3),
            ("b.md", 3),
        ]
        assert pages.progress.decided == 0
        assert pages.undo() is None


def test_undo_in_one_file_of_a_series_leaves_the_rest_for_the_review_that_has_the_others(
    tmp_path: Path,
) -> None:
    with ReviewCollection(
        [review_file(tmp_path, "a.md"), review_file(tmp_path, "b.md")], "tester"
    ) as pages:
        pages.accept_everywhere(pages.everywhere(quoting(pages, 0, "锆")))
    with ReviewCollection([review_file(tmp_path, "a.md")], "tester") as pages:
        pages.undo()
        assert pages.undo() is None
    with ReviewCollection(
        [review_file(tmp_path, "a.md"), review_file(tmp_path, "b.md")], "tester"
    ) as pages:
        assert verdicts(pages, "锆") == [None] * 3 + ["accepted"] * 3
        pages.undo()
        assert verdicts(pages, "锆") == [None] * 6
        assert pages.undo() is None

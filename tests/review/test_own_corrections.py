"""What the editor corrects where nothing was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofer.document.spans import Span
from proofer.errors import EditConflictError, UsageError
from proofer.exports._errata import tables
from proofer.review.collection import ReviewCollection, ReviewFile
from proofer.review.export import corrected
from proofer.review.own_corrections import OWN
from proofer.review.reviewed import gather
from proofer.review.searching import correctable
from proofer.review.session import ReviewSession
from tests.review.pages import PAGE, alone, collecting, document, quoting, report, reviewing


def place(session: ReviewSession, words: str) -> Span:
    start = session.document.text.index(words)
    return Span(start, start + len(words))


def text(session: ReviewSession) -> str:
    return corrected(session.document, session.plan()).decode()


def own(session: ReviewSession) -> list[str]:
    return [each.quote for each in session.findings if each.code == OWN]


def test_it_is_a_finding_by_its_place_and_decided(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "a.md"))) as session:
        before = session.progress
        session.correct([place(session, "年度")], "半年度")
        spans = [each.span for each in session.findings]
        assert spans == sorted(spans)
        assert session.verdict(quoting(session, "年度")) == "edited"
        assert session.progress.decided == before.decided + 1
        assert session.progress.total == before.total + 1
        assert text(session) == PAGE.replace("年度", "半年度")


def test_a_place_that_was_found_is_decided_and_no_second_one_made(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "a.md"))) as session:
        session.correct([place(session, "规矩矩")], "守规矩")
        assert own(session) == []
        assert session.verdict(quoting(session, "规矩矩")) == "edited"


def test_undo_and_redo_take_it_away_and_bring_it_back_after_a_restart(tmp_path: Path) -> None:
    checked = report(document(tmp_path / "a.md"))

    def reopened(act: str) -> list[str]:
        with alone(tmp_path, checked) as (pages, session):
            if act:
                assert getattr(pages, act)() is not None
            return own(session)

    with alone(tmp_path, checked) as (pages, session):
        pages.act(pages.files[0], lambda here: here.correct([place(here, "年度")], "半年度"))
        pages.undo()
        assert own(session) == []
        pages.redo()
        assert own(session) == ["年度"]
    assert reopened("") == ["年度"], "the decision file has it"
    assert reopened("undo") == []
    assert reopened("redo") == ["年度"]


def test_the_notices_do_not_call_it_lost_or_no_longer_found(tmp_path: Path) -> None:
    checked = report(document(tmp_path / "a.md"))
    with reviewing(tmp_path, checked) as session:
        session.correct([place(session, "年度")], "半年度")
    with reviewing(tmp_path, checked) as session:
        assert [each.en for each in session.notices] == ["resuming: 1 decisions so far."]


def test_it_is_lost_when_its_place_is_rewritten(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "a.md"))) as session:
        session.correct([place(session, "紧缺")], "短缺")
    moved = PAGE.replace("# 青岗", "# 新设的青岗")
    with reviewing(tmp_path, report(document(tmp_path / "a.md", moved))) as session:
        assert own(session) == ["紧缺"]
        assert "短缺" in text(session)
    gone = PAGE.replace("锆价回升，锆矿紧缺，这是好消息。", "市价回落。")
    with reviewing(tmp_path, report(document(tmp_path / "a.md", gone))) as session:
        assert own(session) == []
        assert [(each.code, each.anchor.exact) for each in session.orphans] == [(OWN, "紧缺")]


def test_equal_words_in_equal_surroundings_are_apart(tmp_path: Path) -> None:
    page = "甲乙丙\n\n" * 30
    checked = report(document(tmp_path / "a.md", page), ())
    with collecting(tmp_path, checked) as pages:
        places = correctable(pages, "乙")
        assert len(places) == 30
        pages.correct_everywhere(places, "已")
        session = pages.open(pages.files[0])
        assert text(session) == page.replace("乙", "已")
        assert pages.undo() is not None
        assert session.plan() == ()
        pages.redo()
        assert len(session.plan()) == 30


def test_it_cannot_overlap_an_accepted_correction(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "a.md"))) as session:
        session.accept(quoting(session, "规矩矩"))
        with pytest.raises(EditConflictError):
            session.correct([place(session, "矩矩做")], "矩做")
        assert own(session) == []
        assert not session.is_free(place(session, "规矩矩"))


def test_what_was_only_added_to_is_not_offered_again(tmp_path: Path) -> None:
    checked = report(document(tmp_path / "a.md"))
    with collecting(tmp_path, checked) as pages:
        session = pages.open(pages.files[0])
        for words, new in (("车间主任", "车间主任们"), ("把锆", "要把锆")):
            session.correct([place(session, words)], new)
            assert correctable(pages, words) == []


@pytest.mark.parametrize("words", ["会\n本报", ""])
def test_it_must_be_text_of_one_paragraph(tmp_path: Path, words: str) -> None:
    with (
        reviewing(tmp_path, report(document(tmp_path / "a.md"))) as session,
        pytest.raises(UsageError, match="one paragraph"),
    ):
        session.correct([place(session, words)], "甲")


def test_the_errata_list_has_it_with_its_reason(tmp_path: Path) -> None:
    checked = report(document(tmp_path / "a.md"))
    with reviewing(tmp_path, checked) as session:
        session.correct([place(session, "年度")], "半年度")
        reviewed = gather(session, session.log.decisions)
        [row] = tables([reviewed], "zh")[0].rows
        assert row[2:5] == ("年度", "半年度", "校对者所改")
        assert tables([reviewed], "zh")[1].rows[0][0] == "校对者所改", "and the rates by kind"


def test_words_are_replaced_in_all_files_in_one_step(tmp_path: Path) -> None:
    first, second = (report(document(tmp_path / name)) for name in ("a.md", "b.md"))
    with collecting(tmp_path, first, second) as pages:
        sessions = [pages.open(file) for file in pages.files]
        sessions[0].correct([place(sessions[0], "大家表示")], "大家说")
        places = correctable(pages, "表示")
        assert [file.path.name for file, _ in places] == ["b.md"], "where nothing is accepted yet"
        pages.correct_everywhere(correctable(pages, "车间"), "工段")
        assert [text(each).count("工段主任") for each in sessions] == [1, 1]
        pages.undo()
        assert [text(each).count("工段主任") for each in sessions] == [0, 0]


def test_what_is_not_checked_or_held_by_another_is_not_offered(tmp_path: Path) -> None:
    checked = report(document(tmp_path / "a.md"))
    with collecting(tmp_path, checked) as other:
        other.open(other.files[0])
        with collecting(tmp_path, checked) as pages:
            waiting = ReviewFile(tmp_path / "b.md", pages.files[0].config)
            both = ReviewCollection([*pages.files, waiting])
            assert correctable(both, "车间") == []

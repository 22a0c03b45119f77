"""What is shown, and how long the rest takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from proofer.document.spans import Span
from proofer.findings.finding import Evidence
from proofer.messages import Message
from proofer.review.eta import Eta
from proofer.review.filters import Filter, codes_of, first_filter
from proofer.review.searching import occurrences
from tests.review.pages import document, quoting, report, reviewing


@pytest.mark.parametrize(
    ("wanted", "quotes"),
    [
        (Filter(), ["的的", "规矩矩", "认真真", "己经", "锆", "好好", "锆", "锆", "三号高炉"]),
        (Filter(codes=frozenset({"R001", "K001"})), ["规矩矩", "认真真", "己经"]),
        (
            Filter(states=frozenset({"open"})),
            ["的的", "己经", "锆", "好好", "锆", "锆", "三号高炉"],
        ),
        (Filter(states=frozenset({"accepted", "rejected"})), ["规矩矩", "认真真"]),
        (Filter(bands=frozenset({(0.9, 1.01)})), ["的的", "规矩矩", "认真真", "己经"]),
        (Filter(bands=frozenset({(0.0, 0.5)})), ["好好", "三号高炉"]),
        (Filter(codes=frozenset({"R001"}), states=frozenset({"open"})), []),
    ],
)
def test_a_filter_shows_what_fits(tmp_path: Path, wanted: Filter, quotes: list[str]) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "page.md"))) as session:
        session.accept(quoting(session, "规矩矩"))
        session.reject(quoting(session, "认真真"))
        assert [session.findings[index].quote for index in wanted.indices(session)] == quotes
        assert wanted.shows_all == (len(quotes) == len(session.findings))


def test_what_the_image_refutes_is_put_away_until_it_is_decided(tmp_path: Path) -> None:
    checked = report(document(tmp_path / "page.md"))
    against = Evidence("scan", Message("原图：锆", "the scan reads 锆"), score=-7.0)
    refuted = [
        replace(each, confidence=0.1, evidence=(against,))
        if each.quote in ("锆", "三号高炉")
        else each
        for each in checked.findings
    ]
    with reviewing(tmp_path, replace(checked, findings=tuple(refuted))) as session:
        first = first_filter(session)
        assert not first.shows_all
        shown = [session.findings[index].quote for index in first.indices(session)]
        assert shown == ["的的", "规矩矩", "认真真", "己经", "好好", "三号高炉"], (
            "layout is not a matter of reading"
        )
        session.reject(quoting(session, "锆"))
        assert len(first.indices(session)) == len(shown) + 1
        assert len(replace(first, refuted=True).indices(session)) == len(refuted)
    with reviewing(tmp_path / "other", report(document(tmp_path / "other" / "page.md"))) as session:
        assert first_filter(session) == Filter()


def test_codes_are_counted(tmp_path: Path) -> None:
    assert codes_of(report(document(tmp_path / "page.md")).findings) == {
        "D001": 2,
        "G001": 3,
        "K001": 1,
        "R001": 2,
        "S001": 1,
    }


def test_words_are_found_over_line_ends() -> None:
    found = occurrences("规矩\n矩做事，规矩矩 (A.B) a.b", "规矩矩")
    assert found == [Span(0, 4), Span(7, 10)], "a line end in the words belongs to the place"
    assert occurrences("规矩 (A.B) a.b axb", "a.b") == [Span(4, 7), Span(9, 12)]
    assert occurrences("规矩", " ") == []


def test_the_pace_leaves_breaks_out() -> None:
    eta = Eta()
    eta.decided(0)
    for number in range(1, 6):
        eta.decided(number * 10)
    assert eta.seconds_left(30) == pytest.approx(300)
    eta.decided(50 + 3600)
    left = eta.seconds_left(30)
    assert left is not None
    assert left < 1000, "an hour's break must not count as an hour's work"


def test_nothing_is_foretold_from_nothing() -> None:
    eta = Eta()
    eta.decided(0)
    eta.decided(5)
    assert eta.seconds_left(100) is None


def test_a_series_counts_as_the_places_that_it_decides() -> None:
    eta = Eta()
    eta.decided(0)
    eta.decided(10, 10)
    assert eta.seconds_left(10) == pytest.approx(10)

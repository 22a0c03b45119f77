"""Corrections of a PAGE file stand before the text that was there, at every level."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import proofer
from proofer.formats import parse
from proofer.ocrd.readings import with_readings
from proofer.review.export import Selection, accept_above
from proofer.review.session import ReviewSession
from proofer.review.store import DecisionStore
from tests.ocrd.pages import BROKEN


def corrected(data: bytes) -> ElementTree.Element:
    document = parse(data, Path("page.xml"))
    (report,) = proofer.check(document).documents
    with DecisionStore.empty(document) as store:
        selection = accept_above(ReviewSession(report, store), 0.5)
    return ElementTree.fromstring(with_readings(document, selection))


def readings(tree: ElementTree.Element, name: str) -> list[tuple[str | None, str]]:
    """Return the index and text of each reading of the element with that id."""
    (element,) = (each for each in tree.iter() if each.get("id") == name)
    return [
        (each.get("index"), each[0].text or "") for each in element if each.tag.endswith("Equiv")
    ]


def test_the_old_reading_is_the_next_one_at_each_level() -> None:
    tree = corrected(BROKEN)
    assert readings(tree, "l1") == [
        ("0", "大桥的建设"),
        ("1", "大桥的的建设"),
        ("2", "大桥的约建设"),
    ]
    assert readings(tree, "l2") == [("0", "已经全面完成。"), ("1", "己经全面完成。")]
    assert readings(tree, "l2w0") == [("0", "已经"), ("1", "己经")]
    assert readings(tree, "l2w1") == [(None, "全面")], "what is right stays as it is"


def test_a_correction_says_what_it_is_and_how_sure() -> None:
    tree = corrected(BROKEN)
    (line,) = (each for each in tree.iter() if each.get("id") == "l2")
    new, old = (each for each in line if each.tag.endswith("Equiv"))
    assert new.get("comments") == f"proofer {proofer.__version__}: K001 己经 → 已经"
    assert 0.9 < float(new.get("conf") or 0) < 1
    assert old.get("conf") == "0.96"


def test_without_a_correction_the_page_says_the_same() -> None:
    document = parse(BROKEN, Path("page.xml"))
    tree = ElementTree.fromstring(with_readings(document, Selection((), (), ())))
    assert ElementTree.tostring(tree) == ElementTree.tostring(ElementTree.fromstring(BROKEN))

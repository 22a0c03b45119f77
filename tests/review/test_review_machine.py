"""Keys in any order over two files: undoing all of them gives the empty state, dictionary included."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofer.config import load
from proofer.errors import ProoferError
from proofer.review.collection import Place, ReviewCollection, Sheet
from proofer.review.export import write_corrected
from proofer.review.project import Addition
from tests.review.pages import CHANGES, document, report

HELD = "term\treason\n锆合金\t公司的产品\n"
CHANGING = (*CHANGES, ("G002", "矩矩做", ("矩形做",), 0.5))


def teach(pages: ReviewCollection, place: Place, kind: str) -> None:
    sheet, finding = place
    right = (f"{finding.quote}甲",) if kind == "confusions" else ()
    pages.teach(sheet, finding, Addition(kind, finding.quote, right))


DEEDS: dict[str, Callable[[ReviewCollection, Place], object]] = {
    "accept": lambda pages, place: pages.act(place[0], lambda session: session.accept(place[1])),
    "own": lambda pages, place: pages.act(place[0], lambda session: session.accept_with(place[1], "某")),
    "reject": lambda pages, place: pages.act(place[0], lambda session: session.reject(place[1])),
    "reject in the file": lambda pages, place: pages.act(
        place[0], lambda session: session.reject(place[1], scope="file")
    ),
    "defer": lambda pages, place: pages.act(place[0], lambda session: session.defer(place[1])),
    "printed": lambda pages, place: pages.act(place[0], lambda session: session.mark_printed(place[1])),
    "note": lambda pages, place: pages.act(place[0], lambda session: session.annotate(place[1], "看原件")),
    "accept everywhere": lambda pages, place: pages.accept_everywhere(pages.everywhere(place[1])),
    "reject everywhere": lambda pages, place: pages.reject_everywhere(pages.everywhere(place[1])),
    "allow": lambda pages, place: teach(pages, place, "allow"),
    "term": lambda pages, place: teach(pages, place, "terms"),
    "confusion": lambda pages, place: teach(pages, place, "confusions"),
}
TURNS: dict[str, Callable[[ReviewCollection], object]] = {
    "undo": ReviewCollection.undo,
    "redo": ReviewCollection.redo,
}
KEYS = st.lists(
    st.tuples(st.sampled_from([*DEEDS, *TURNS]), st.integers(0, 1), st.integers(0, len(CHANGING) - 1)), max_size=15
)


def press(pages: ReviewCollection, key: str, number: int, change: int) -> bool:
    """Do what a key does; return whether it was something new."""
    if key in TURNS:
        TURNS[key](pages)
        return False
    sheet = pages.sheets[number]
    quote = CHANGING[change][1]
    try:
        DEEDS[key](pages, (sheet, next(each for each in pages.open(sheet).findings if each.quote == quote)))
    except ProoferError:
        return False
    return True


def state(pages: ReviewCollection, root: Path) -> object:
    """Return what is decided, what an export writes, and the words of the project."""
    exported = []
    for sheet in pages.sheets:
        session = pages.open(sheet)
        write_corrected(session.document, session.plan(), root / "out.md")
        verdicts = [(session.verdict(each), session.edits(each)) for each in session.findings]
        exported.append((verdicts, (root / "out.md").read_bytes()))
    words = {file.name: file.read_text(encoding="utf-8").split("\n")[1:] for file in root.glob("dictionary/*.tsv")}
    return exported, {name: lines for name, lines in words.items() if any(lines)}


def opened(root: Path) -> ReviewCollection:
    (root / "dictionary").mkdir(exist_ok=True)
    (root / "proofer.toml").touch()
    config = load(root / "proofer.toml")
    reports = [report(document(root / name), CHANGING) for name in ("a.md", "b.md")]
    return ReviewCollection([Sheet(each.document.path, config, each) for each in reports])


@settings(max_examples=30, deadline=None)
@given(keys=KEYS)
def test_each_undo_restores_the_state_before_and_all_of_them_the_empty_one(
    tmp_path_factory: pytest.TempPathFactory, keys: list[tuple[str, int, int]]
) -> None:
    root = tmp_path_factory.mktemp("machine")
    with opened(root) as pages:
        (root / "dictionary" / "terms.tsv").write_text(HELD, encoding="utf-8", newline="")
        empty = before = state(pages, root)
        for key, number, change in keys:
            if press(pages, key, number, change):
                now = state(pages, root)
                pages.undo()
                assert state(pages, root) == before, (key, number, change)
                pages.redo()
                assert state(pages, root) == now, (key, number, change)
            before = state(pages, root)
        while pages.undo() is not None:
            pass
        assert state(pages, root) == empty
        assert (root / "dictionary" / "terms.tsv").read_text(encoding="utf-8") == HELD
        while pages.redo() is not None:
            pass
        done = state(pages, root)
        while pages.undo() is not None:
            pass
        assert state(pages, root) == empty
        while pages.redo() is not None:
            pass
        assert state(pages, root) == done
    with opened(root) as pages:
        assert state(pages, root) == done, "what is on disk is what was shown"

"""Keys in any order over two files, with restarts: undo and redo go through all states."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from proofer.config import load
from proofer.errors import ProoferError
from proofer.review.collection import FileFinding, Operation, ReviewCollection, ReviewFile
from proofer.review.decisions import agree
from proofer.review.export import corrected
from proofer.vocabulary.dictionary_files import Addition
from tests.review.pages import CHANGES, document, report

HELD = "term\treason\n锆合金\t公司的产品\n"
CHANGING = (*CHANGES, ("G002", "矩矩做", ("矩形做",), 0.5))


def add_word(pages: ReviewCollection, place: FileFinding, kind: str) -> Operation:
    file, finding = place
    right = (f"{finding.quote}甲",) if kind == "confusions" else ()
    return pages.add_word(file, finding, Addition(kind, finding.quote, right))


OPERATIONS: dict[str, Callable[[ReviewCollection, FileFinding], Operation]] = {
    "accept": lambda pages, place: pages.act(place[0], lambda session: session.accept(place[1])),
    "second": lambda pages, place: pages.act(place[0], lambda session: session.accept(place[1], 1)),
    "own": lambda pages, place: pages.act(
        place[0], lambda session: session.accept_with(place[1], "某")
    ),
    "reject": lambda pages, place: pages.act(place[0], lambda session: session.reject(place[1])),
    "reject in the file": lambda pages, place: pages.act(
        place[0], lambda session: session.reject(place[1], scope="file")
    ),
    "defer": lambda pages, place: pages.act(place[0], lambda session: session.defer(place[1])),
    "printed": lambda pages, place: pages.act(
        place[0], lambda session: session.mark_as_printed(place[1])
    ),
    "note": lambda pages, place: pages.act(
        place[0], lambda session: session.annotate(place[1], "看原件")
    ),
    "accept series": lambda pages, place: pages.act(
        place[0], lambda session: session.accept_all(session.open_series(place[1]))
    ),
    "reject series": lambda pages, place: pages.act(
        place[0], lambda session: session.reject_all(session.open_series(place[1]))
    ),
    "accept everywhere": lambda pages, place: pages.accept_everywhere(pages.everywhere(place[1])),
    "reject everywhere": lambda pages, place: pages.reject_everywhere(pages.everywhere(place[1])),
    "allow": lambda pages, place: add_word(pages, place, "allow"),
    "term": lambda pages, place: add_word(pages, place, "terms"),
    "confusion": lambda pages, place: add_word(pages, place, "confusions"),
}


def state(pages: ReviewCollection, root: Path) -> object:
    """Return what is decided, what an export writes, and the words of the project."""
    exported = []
    for file in pages.files:
        session = pages.open(file)
        verdicts = [(session.verdict(each), session.edits(each)) for each in session.findings]
        notes = [held.note for each in session.findings if (held := session.decision(each))]
        exported.append((verdicts, notes, corrected(session.document, session.plan())))
    words = {
        file.name: file.read_text(encoding="utf-8").split("\n")[1:]
        for file in root.glob("dictionary/*.tsv")
    }
    return exported, {name: lines for name, lines in words.items() if any(lines)}


class Review(RuleBasedStateMachine):
    """`states` are those that undo must go back through, `undone` those that redo must come to."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        (self.root / "dictionary").mkdir()
        (self.root / "dictionary" / "terms.tsv").write_text(HELD, encoding="utf-8", newline="")
        (self.root / "proofer.toml").touch()
        self.pages = self.opened()
        self.now = self.empty = state(self.pages, self.root)
        self.states: list[object] = []
        self.undone: list[object] = []

    def opened(self) -> ReviewCollection:
        config = load(self.root / "proofer.toml")
        reports = [report(document(self.root / name), CHANGING) for name in ("a.md", "b.md")]
        return ReviewCollection(
            [ReviewFile(each.document.path, config, each) for each in reports], "editor"
        )

    @rule(
        key=st.sampled_from([*OPERATIONS]),
        number=st.integers(0, 1),
        change=st.integers(0, len(CHANGING) - 1),
    )
    def press(self, key: str, number: int, change: int) -> None:
        file, quote = self.pages.files[number], CHANGING[change][1]
        finding = next(each for each in self.pages.open(file).findings if each.quote == quote)
        try:
            operation = OPERATIONS[key](self.pages, (file, finding))
        except ProoferError:
            assert state(self.pages, self.root) == self.now, (
                f"{key} was refused and yet changed something"
            )
            return
        if operation.addition is not None or not all(
            agree(move.before, move.after) for _, move in operation.moves
        ):
            self.states.append(self.now)
            self.undone.clear()
        self.now = state(self.pages, self.root)

    @rule()
    def undo(self) -> None:
        if self.pages.undo() is None:
            assert not self.states, "there is something to undo"
            return
        self.undone.append(self.now)
        self.now = self.states.pop()
        assert state(self.pages, self.root) == self.now

    @rule()
    def redo(self) -> None:
        if self.pages.redo() is None:
            assert not self.undone, "there is something to redo"
            return
        self.states.append(self.now)
        self.now = self.undone.pop()
        assert state(self.pages, self.root) == self.now

    @precondition(lambda self: self.states or self.undone)
    @rule()
    def restart(self) -> None:
        self.pages.close()
        self.pages = self.opened()
        assert state(self.pages, self.root) == self.now, "what is on disk is what was shown"

    def teardown(self) -> None:
        try:
            while self.states:
                self.undo()
            assert self.pages.undo() is None
            assert state(self.pages, self.root) == self.empty
            assert (self.root / "dictionary" / "terms.tsv").read_text(encoding="utf-8") == HELD
            while self.undone:
                self.redo()
        finally:
            self.pages.close()
            shutil.rmtree(self.root)


TestReview = Review.TestCase
TestReview.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)

"""`proofer decisions`: listed, merged from another editor, replayed onto a new OCR of the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from proofer.checking.pipeline import check
from proofer.config import for_folder
from proofer.formats import read
from proofer.review.collection import ReviewCollection, ReviewFile
from proofer.review.learning import learn, write_learned
from proofer.review.session import ReviewSession
from proofer.review.store import DecisionStore, decisions_path
from proofer.scoring.learned import Learned, Lesson, learned_path
from tests.cli.conftest import FIXED, PAGE, Proofer, decide


def page(name: str, text: str = PAGE) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def log_of(path: Path) -> Path:
    return decisions_path(for_folder(path.parent).root, path)


@pytest.fixture
def editors() -> tuple[Path, Path]:
    """The same page in the hands of two editors, each with a project of their own."""
    for name in ("our", "their"):
        Path(name).mkdir()
        (Path(name) / "proofer.toml").touch()
    return page("our/page.md"), page("their/page.md")


def test_decisions_are_listed_by_place(proofer: Proofer) -> None:
    path = page("page.md")
    decide(path, "己经", "已经")
    decide(path, "的的", None)
    result = proofer("decisions", path)
    assert result.code == 0
    rejected, accepted = result.out.splitlines()
    assert rejected.startswith("page.md:3: D001 rejected: 的的")
    assert "己经 → 已经" in accepted
    records = [json.loads(line) for line in proofer("decisions", path, "--json").out.splitlines()]
    assert [(each["line"], each["verdict"]) for each in records] == [
        (3, "rejected"),
        (3, "accepted"),
    ]


def test_what_a_decision_changes_elsewhere_is_listed(proofer: Proofer) -> None:
    path = page("page.md", "他说：“这里少了一半，后面也没有。\n")
    config = for_folder(path.parent)
    report = check([path], config).documents[0]
    with DecisionStore.open(config.root, read(path)) as store:
        session = ReviewSession(report, store)
        session.accept(next(each for each in session.findings if each.code == "S002"))
    assert "S002 accepted: “ → “ (” added further on)" in proofer("decisions", path).out


def test_a_page_without_decisions_has_no_lines(proofer: Proofer) -> None:
    result = proofer("decisions", page("page.md"))
    assert (result.code, result.out) == (0, "")


def test_two_editors_work_on_one_page(proofer: Proofer, editors: tuple[Path, Path]) -> None:
    ours, theirs = editors
    decide(ours, "的的", "的")
    decide(theirs, "己经", "已经")
    result = proofer("decisions", ours, "--merge", log_of(theirs))
    assert (result.code, result.out) == (0, "")
    assert "1 decisions added" in result.err
    assert proofer("export", ours, "-o", "out.md").code == 0
    assert Path("out.md").read_text(encoding="utf-8") == FIXED
    assert "0 decisions added" in proofer("decisions", ours, "--merge", log_of(theirs)).err, (
        "a second time adds nothing"
    )


@pytest.mark.parametrize(("prefer", "kept"), [("ours", "的的"), ("theirs", "他们的工作")])
def test_editors_who_disagree_are_told(
    proofer: Proofer, editors: tuple[Path, Path], prefer: str, kept: str
) -> None:
    ours, theirs = editors
    decide(theirs, "的的", "的")
    decide(ours, "的的", None)
    result = proofer("decisions", ours, "--merge", log_of(theirs), "--prefer", prefer)
    assert result.code == 1
    assert "1 conflicts" in result.err
    assert "ours rejected" in result.err
    assert "theirs accepted → 的" in result.err
    assert proofer("export", ours, "-o", "out.md").code == 0
    assert kept in Path("out.md").read_text(encoding="utf-8")


def test_decisions_come_to_a_new_reading_of_the_page(proofer: Proofer) -> None:
    old = page("old.md")
    decide(old, "的的", "的")
    decide(old, "己经", "已经")
    new = page("new.md", "# 年度总结会\n\n据了解，他们的的工作做得很好。这项工作已经全部完成。\n")
    result = proofer("decisions", new, "--merge", log_of(old))
    assert result.code == 0
    assert "1 decisions added" in result.err
    assert "“己经” has no place" in result.err, "what is right already must not be corrected again"
    assert proofer("export", new, "-o", "out.md").code == 0
    assert "他们的工作" in Path("out.md").read_text(encoding="utf-8")


def test_a_merge_is_one_step(proofer: Proofer) -> None:
    old, new = page("old.md"), page("new.md")
    decide(old, "的的", "的")
    decide(old, "己经", "已经")
    assert "2 decisions added" in proofer("decisions", new, "--merge", log_of(old)).err
    config = for_folder(new.parent)
    file = ReviewFile(new, config, check([new], config).documents[0])
    with ReviewCollection([file]) as pages:
        operation = pages.undo()
        assert operation is not None
        assert [move.finding.quote for _, move in operation.moves] == ["的的", "己经"]
    assert proofer("decisions", new).out == ""


def stamped(log: Path, number: int, time: str) -> None:
    """Give a line of a log the time and the step that a wrong clock would have given it."""
    lines = log.read_text(encoding="utf-8").splitlines()
    record = json.loads(lines[number]) | {"time": f"{time}Z", "step": f"{time}.000000Z"}
    lines[number] = json.dumps(record, ensure_ascii=False)
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_the_last_line_holds_whatever_the_clocks_said(proofer: Proofer) -> None:
    path = page("page.md")
    decide(path, "的的", "的")
    stamped(log_of(path), 1, "2999-01-01T00:00:00")
    decide(path, "的的", None)
    assert "rejected" in proofer("decisions", path).out
    assert "的的" not in proofer("lint", "--select", "D001", path).out
    assert proofer("export", path, "-o", "out.md").code == 0
    assert "的的" in Path("out.md").read_text(encoding="utf-8")


def test_of_lines_that_git_joined_the_last_holds(
    proofer: Proofer, editors: tuple[Path, Path]
) -> None:
    ours, theirs = editors
    decide(theirs, "的的", None)
    decide(ours, "的的", "的")
    stamped(log_of(ours), 1, "2999-01-01T00:00:00")
    with log_of(ours).open("ab") as file:  # as `merge=union` leaves it: theirs behind ours
        file.write(log_of(theirs).read_bytes())
    assert "rejected" in proofer("decisions", ours).out


@pytest.mark.parametrize("known", [True, False])
def test_who_knew_the_other_decision_decided_later_whatever_the_clock(
    proofer: Proofer, editors: tuple[Path, Path], known: bool
) -> None:
    ours, theirs = editors
    decide(ours, "的的", "的")
    stamped(log_of(ours), 1, "2999-01-01T00:00:00")
    if known:
        log_of(theirs).parent.mkdir(parents=True)
        log_of(theirs).write_bytes(log_of(ours).read_bytes())
    decide(theirs, "的的", None)
    proofer("decisions", ours, "--merge", log_of(theirs))
    assert ("rejected" in proofer("decisions", ours).out) is known


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("page.md", "--merge", "none.jsonl"), "no such decision file"),
        (("page.md", "page.md", "--merge", "page.md"), "takes a single file"),
        (("none.md",), "none.md"),
        (("page.md", "--merge", "page.md"), "not a valid record"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(
    proofer: Proofer, arguments: tuple[str, ...], told: str
) -> None:
    path = page("page.md")
    page("other.md")
    if len(arguments) > 3:
        arguments = ("page.md", "other.md", *arguments[2:])
    decide(path, "的的", "的")
    before = log_of(path).read_bytes()
    result = proofer("decisions", *arguments)
    assert result.code == 2
    assert told in result.err
    assert log_of(path).read_bytes() == before


PAGES = ("one.md", "two.md", "three.md")


def taught() -> list[Path]:
    """Three pages on which 己经 was corrected and 的的 left as it is, and what that taught."""
    pages = [page(name) for name in PAGES]
    for each in pages:
        decide(each, "己经", "已经")
        decide(each, "的的", None)
    learn(for_folder(Path()).root)
    return pages


def test_what_was_learned_is_listed_and_forgotten(proofer: Proofer) -> None:
    pages = taught()
    lines = proofer("decisions", ".", "--learned").out.splitlines()
    assert "的→(nothing): odds divided by 4.5 (accepted 0, not 3, in 3 files)" in lines
    assert any(each.startswith("己→已: ") for each in lines)
    result = proofer("decisions", pages[0], "--forget", "的→(nothing)", "--forget", "己->已")
    assert result.code == 0
    assert "己→已: forgotten (accepted 3, not 0, in 3 files)" in result.out.splitlines()
    assert "的→(nothing): forgotten (accepted 0, not 3, in 3 files)" in result.out.splitlines()
    unknown = proofer("decisions", pages[0], "--forget", "甲→乙")
    assert (unknown.code, unknown.err) == (1, "proofer: nothing was learned of 甲→乙.\n")


def test_nothing_learned_is_said(proofer: Proofer) -> None:
    page("page.md")
    assert proofer("decisions", "page.md", "--learned").out == "Nothing is learned yet.\n"


def test_what_was_learned_shifts_what_lint_says_and_says_why(proofer: Proofer) -> None:
    taught()
    fresh = page("fresh.md")

    def confidence(*options: str) -> float:
        result = json.loads(proofer("lint", fresh, "--format", "json", *options).out)
        [found] = [each for each in result["findings"] if each["quote"] == "的的"]
        said = [each["detail"] for each in found["evidence"] if each["source"] == "decisions"]
        assert bool(said) == (not options), "it is never silent"
        return float(found["confidence"])

    assert confidence() < confidence("--isolated") - 0.1


def test_a_file_that_nobody_wrote_ends_the_run_with_a_sentence(proofer: Proofer) -> None:
    path = page("page.md")
    learned_path(for_folder(Path()).root).parent.mkdir()
    learned_path(for_folder(Path()).root).write_text("<<<<<<< ours\n")
    result = proofer("lint", path)
    assert result.code == 2
    assert "learned.tsv:1: nothing that proofer has written" in result.err
    assert proofer("lint", path, "--isolated").code == 1


def test_what_is_never_to_be_shown_again_is_counted_and_not_shown(proofer: Proofer) -> None:
    path = page("page.md")
    lesson = Lesson("series", "的的", "的", 0, 3, 3, 0.0, 2.7, "silent")
    write_learned(for_folder(Path()).root, Learned.of([lesson]))
    result = proofer("lint", path)
    assert "的的" in proofer("lint", path, "--isolated").out
    assert "D001" not in result.out
    assert "1 more ignored by the configuration" in result.out

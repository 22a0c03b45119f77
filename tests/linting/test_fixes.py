"""Safe corrections are made until none is left, or not at all; lines show what they changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.document.edits import Edit, apply
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Finding, Severity, Suggestion
from proofer.findings.report import DocumentReport
from proofer.formats import parse
from proofer.linting.fixes import ROUNDS, fix, line_edits
from proofer.messages import Message

LINES = st.lists(st.sampled_from(["甲\n", "乙\r\n", "丙\n", "\n", "甲乙\n"]), max_size=6)
LAST = st.sampled_from(["", "丁", "甲"])


def checked(data: bytes, replaced: Callable[[str], str]) -> list[DocumentReport]:
    """Return a report whose only finding replaces the first character, or finds nothing."""
    document = parse(data, Path("page.txt"))
    old = document.text[:1]
    new = replaced(old)
    if new == old:
        return [DocumentReport(document, ())]
    span = Span(0, 1)
    suggestion = Suggestion((Edit(span, new),), 0.99, Applicability.SAFE)
    message = Message("错", "wrong")
    finding = Finding("X001", "toy", span, old, message, Severity.ERROR, 0.99, (suggestion,))
    return [DocumentReport(document, (finding,))]


def fixed(replaced: Callable[[str], str]) -> tuple[bytes | None, int, Message | None]:
    """Return what `fix` makes of a page that begins with 一."""
    recheck = partial(checked, replaced=replaced)
    result = fix(recheck("一是。\n".encode()), recheck, lambda _: True)
    return result.data, result.count, result.problem


def test_corrections_that_lead_to_others_are_followed_to_the_end() -> None:
    steps = {"一": "二", "二": "三"}
    assert fixed(lambda old: steps.get(old, old)) == ("三是。\n".encode(), 2, None)


def test_without_corrections_there_are_no_new_bytes() -> None:
    assert fixed(lambda old: old) == (None, 0, None)


def test_corrections_that_undo_each_other_leave_the_file_alone() -> None:
    data, _, problem = fixed({"一": "二", "二": "一"}.__getitem__)
    assert data is None
    assert problem is not None
    assert "undo each other" in problem.en


def test_corrections_without_end_leave_the_file_alone() -> None:
    data, _, problem = fixed(lambda old: chr(ord(old) + 1))
    assert data is None
    assert problem is not None
    assert f"after {ROUNDS} rounds" in problem.en


@given(LINES, LAST, LINES, LAST)
def test_line_edits_make_one_text_into_the_other(
    old: list[str], old_end: str, new: list[str], new_end: str
) -> None:
    before, after = "".join(old) + old_end, "".join(new) + new_end
    assert apply(before, line_edits(before, after)) == after


@pytest.mark.parametrize(
    ("before", "after"), [("甲\n乙\n", "甲\n丙\n"), ("甲\n乙\n", "甲\n乙丁\n")]
)
def test_only_the_line_that_changed_is_in_the_edits(before: str, after: str) -> None:
    [edit] = line_edits(before, after)
    assert edit.span == Span(2, 3)

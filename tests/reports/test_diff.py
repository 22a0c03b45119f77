"""The diff is a patch: what `patch` and git make of it is the corrected file, byte for byte."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.document.document import Document, Origin, Paragraph, Segment
from proofer.document.edits import Edit, SourceEdit, apply
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Finding, Severity, Suggestion
from proofer.findings.report import DocumentReport, Report
from proofer.messages import Message
from proofer.rendering.unified_diff import unified
from proofer.reports.diff import REPORT

LINES = (
    "第一行。\r\n我的的工作\f很好。\n\n混用行末\r在同一行。\n"
    "工作己成。\n六\n七\n八\n九\n十\n末尾的的"
)
"""Characters of GB 18030 and Big5, all line ends, none at the end of the file."""


def document(
    source: str, encoding: str = "utf-8", bom: bytes = b"", name: str = "page.txt"
) -> Document:
    """Return a document whose text is its source."""
    whole = Span(0, len(source))
    segments, paragraphs = (Segment(whole, whole),), (Paragraph(whole, BlockKind.PROSE),)
    return Document(
        Path(name), source, source, segments, paragraphs, origin=Origin(encoding=encoding, bom=bom)
    )


def finding(
    document: Document,
    old: str,
    new: str,
    confidence: float = 0.9,
    *,
    start: int = 0,
    how: str = "safe",
) -> Finding:
    span = Span(document.text.index(old, start), document.text.index(old, start) + len(old))
    suggestion = Suggestion((Edit(span, new),), confidence, Applicability(how))
    return Finding(
        "D001", "doubled", span, old, Message("", ""), Severity.ERROR, confidence, (suggestion,)
    )


def written(document: Document, *findings: Finding) -> bytes:
    pieces = REPORT.render(Report((DocumentReport(document, findings),)), "en", False)
    return "".join(pieces).encode("utf-8", "surrogateescape")


def patched(folder: Path, name: str, data: bytes, diff: bytes, tool: Sequence[str]) -> bytes:
    if shutil.which(tool[0]) is None:
        pytest.skip(f"needs {tool[0]}")
    path = folder / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(data)
    done = subprocess.run(tool, cwd=folder, input=diff, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace") + done.stdout.decode(
        errors="replace"
    )
    return path.read_bytes()


PATCH = ("patch", "-p1", "--binary", "--quiet")
GIT = ("git", "apply", "--whitespace=nowarn", "-")


@pytest.mark.parametrize("tool", [PATCH, GIT], ids=["patch", "git"])
@pytest.mark.parametrize(
    ("encoding", "bom", "name"),
    [
        ("utf-8", b"", "page.txt"),
        ("utf-8", b"\xef\xbb\xbf", "第 1 版/a b.md"),
        ("gb18030", b"", "页.txt"),
        ("big5", b"", 'a"b\\c\t.txt'),
    ],
)
def test_a_patch_gives_the_corrected_bytes(
    tmp_path: Path, encoding: str, bom: bytes, name: str, tool: Sequence[str]
) -> None:
    page = document(LINES, encoding, bom, name)
    findings = [
        finding(page, "的的", "的"),
        finding(page, "己", "已"),
        finding(page, "的的", "", start=LINES.index("十")),
    ]
    expected = LINES.replace("的的", "的", 1).replace("己", "已").replace("的的", "")
    diff = written(page, *findings)
    assert patched(
        tmp_path, name, bom + LINES.encode(encoding), diff, tool
    ) == bom + expected.encode(encoding)


def test_the_more_confident_of_two_in_conflict_is_shown_and_manual_ones_never() -> None:
    page = document("这项工作己经完成，很好好。\n")
    diff = written(
        page,
        finding(page, "工作己", "工作也", 0.3),
        finding(page, "己经", "已经", 0.9),
        finding(page, "好好", "好", 0.99, how="manual"),
        finding(page, "己经", "已经", 0.8),
    ).decode()
    assert "+这项工作已经完成，很好好。\n" in diff
    assert diff.count("\n+") == 2, "the name and one line"


def test_what_the_encoding_cannot_write_is_left_out() -> None:
    page = document("這項的的工作己經完成。\n", "big5")
    diff = written(page, finding(page, "的的", "的"), finding(page, "己經", "已经"))
    assert "+這項的工作己經完成。\n".encode("big5") in diff


def test_utf_16_is_shown_in_utf_8() -> None:
    page = document("这项的的工作。\n", "utf-16-le", b"\xff\xfe")
    assert "+这项的工作。\n" in written(page, finding(page, "的的", "的")).decode()


def test_nothing_to_change_is_no_diff() -> None:
    page = document("很好。\n")
    assert written(page) == b""


def lines_of(text: str) -> list[str]:
    return [line + "\n" for line in text.split("\n")[:-1]] + list(
        filter(None, [text.rsplit("\n", maxsplit=1)[-1]])
    )


def applied(source: str, diff: str) -> str:
    """Apply a unified diff, checking every number and line of it."""
    lines = lines_of(source)
    result: list[str] = []
    at = 0
    for hunk in diff.split("\n@@ -")[1:]:
        header, _, body = hunk.partition(" @@\n")
        old, new = ([int(number) for number in part.split(",")] for part in header.split(" +"))
        start = old[0] - (old[1] > 0)
        result += lines[at:start]
        at = start
        assert new[0] - (new[1] > 0) == len(result), "the hunk stands elsewhere"
        begin = len(result)
        rows = body.removesuffix("\n").split("\n")
        for row, following in zip_longest(rows, rows[1:], fillvalue=""):
            if row.startswith("\\"):
                continue
            text = row[1:] + ("" if following.startswith("\\") else "\n")
            if row[0] in " -":
                assert lines[at] == text
                at += 1
            if row[0] in " +":
                result.append(text)
        assert (at - start, len(result) - begin) == (old[1], new[1])
    return "".join([*result, *lines[at:]])


@given(
    st.text(st.sampled_from("的好\n\n\r "), max_size=60),
    st.lists(
        st.tuples(
            st.integers(0, 60), st.integers(0, 4), st.text(st.sampled_from("新\n"), max_size=2)
        ),
        max_size=4,
    ),
)
def test_any_edits_make_a_diff_that_gives_the_text(
    source: str, chosen: list[tuple[int, int, str]]
) -> None:
    edits: list[SourceEdit] = []
    reach = -1
    for start, length, replacement in sorted(chosen):
        end = min(start + length, len(source))
        if reach < start < end:
            edits.append(SourceEdit(Span(start, end), replacement))
            reach = end
    diff = "".join(unified(document(source), edits, Path("page.txt")))
    assert applied(source, diff) == apply(source, edits)

"""No Markdown, ordinary or hostile, takes long to read: the time grows with the text."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.formats.documents import _markdown_code, _markdown_inline, markdown

resource = pytest.importorskip("resource", reason="limits of CPU time are not to be had here")

LIMIT = 20
"""Seconds of CPU: reading takes less than one, an exponential pattern longer than anybody waits."""
READ = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_CPU, ({limit}, {limit}))
from proofer.formats import parse
from proofer.suppression.comments import read_directives
text = eval(sys.argv[1])
read_directives(parse(text.encode(), Path("page.md")), {{}})
"""


@pytest.mark.parametrize(
    "text",
    [
        r"'---\r\n' + '中铝集团召开会议。\r\n' * 20_000",
        r"'---\n' + '\n' * 20_000",
        r"'[' + '![图]' * 20_000",
        r"'[' * 20_000",
        r"'![' * 20_000",
        r"'|a|\n-' + '|   ' * 20_000 + 'x'",
        r"'|a|\n' + '|:' * 20_000 + 'x'",
        r"'<!-- x\n' * 20_000",
        r"'<!-- proofer:' + ' ' * 20_000 + '<'",
        r"'# ' + 'a' + ' ' * 20_000 + 'b'",
        r"'- ' * 20_000 + 'x'",
        r"'(' * 20_000",
        r"'*a ' * 40_000 + 'a~~ ' * 40_000",
        r"'a|b\n' * 40_000",
        r"'$' * 20_000 + 'a'",
        r"'\\begin{a}' * 5_000",
        r"'`' * 20_000 + 'a`' * 10_000",
        r"'{{' * 20_000",
        r"'[' * 20_000 + '1,' * 20_000",
        r"'http://' * 10_000",
        r"'```\n' + 'a\n' * 20_000",
        r"'a/' * 20_000",
        r"'a@' * 20_000",
        r"'字' + ' ' * 20_000 + '{#' + '{#a ' * 20_000 + '<script' * 10_000",
        r"'<a b\n' * 10_000 + '![[(' * 10_000 + '![](' * 10_000 + ':a' * 10_000",
        r"'\\a{{' * 10_000 + '{{< katex ' * 5_000 + 'a\n\n    b\n' * 5_000",
    ],
)
def test_a_page_of_one_construct_is_read(text: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ.format(limit=LIMIT), text],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"not read in {LIMIT} s of CPU, or failed: {done.stderr[-500:]}"


BACKTRACKING = {
    "front matter": (
        _markdown_code._FRONT_MATTER,
        r"\A---[ \t]*(?:\r\n|\n|\r)(?:[^\r\n]*(?:\r\n|\n|\r))*?---[ \t]*(?=[\r\n]|\Z)",
        "-\r\n a",
    ),
    "heading": (
        markdown._HEADING,
        r"(?s)(?P<mark>#{1,6})(?:[ \t　]+(?P<text>.*?))?(?:[ \t]+#+)?$",
        "# \ta",
    ),
    "delimiter row": (
        markdown._DELIMITER_ROW,
        r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*\|?$",
        "|:- x",
    ),
    "inline": (
        _markdown_inline._TOKEN,
        _markdown_inline._TOKEN.pattern.replace("*+", "*"),
        "![]()a",
    ),
}
"""The patterns, the same ones with backtracking, and the characters that they are about."""


@pytest.mark.parametrize("name", BACKTRACKING)
def test_what_they_match_is_what_they_matched_with_backtracking(name: str) -> None:
    pattern, other, alphabet = BACKTRACKING[name]
    backtracking = re.compile(other, pattern.flags)

    @given(st.text(alphabet, max_size=12))
    def alike(text: str) -> None:
        one, two = pattern.match(text), backtracking.match(text)
        assert (one and (one.span(), one.groupdict())) == (two and (two.span(), two.groupdict()))

    alike()

"""`bench.accuracy.untouched` sees what a correction changed that it may not change."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.accuracy.untouched import changed, pieces

PAGE = (
    "---\ntitle: 己经\n---\n他们的的工作，见 $x_{1}=-2$ 和[说明](a.md)，运行 `git  commit`。\n\n"
    "```python\nx = 1,,\n```\n\n网址 https://example.com/的的 与 00:00:13,000 。\n"
)


def test_all_pieces_are_found_and_stay(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(PAGE, encoding="utf-8")
    kinds = {kind for kind, _ in pieces(PAGE, ".md")}
    assert kinds == {"formula", "link", "code", "address", "time code", "front matter"}
    total, lost = changed(file, 0.0)
    assert total == 7
    assert not lost


@pytest.mark.parametrize(
    ("old", "new"),
    [("$x_{1}=-2$", "$x_{1}=2$"), ("a.md", "b.md"), ("git  commit", "git commit"), ("1,,", "1,")],
)
def test_a_change_is_seen(old: str, new: str) -> None:
    assert pieces(PAGE, ".md") - pieces(PAGE.replace(old, new), ".md")


def test_keys_numbers_and_shape_of_json_are_pieces() -> None:
    source = '[{"text": "的的", "page": 1}]'
    assert not pieces(source, ".json") - pieces('[{"text": "的", "page": 1}]', ".json")
    for other in ('[{"text": "的的", "page": 2}]', '[{"texts": "的的", "page": 1}]', "[]"):
        assert pieces(source, ".json") - pieces(other, ".json")


@pytest.mark.parametrize(
    ("suffix", "source", "old", "new"),
    [
        (".tex", "文\\cite{甲,,}、\\label{乙} $x_1$ % 注,,\n", "甲,,", "甲,"),
        (".tex", "文\\cite{甲,,}、\\label{乙} $x_1$ % 注,,\n", "注,,", "注,"),
        (".tex", "文\\emph{甲}、$x_1$。\n", "\\emph", "\\textbf"),
        (".rst", "见 :ref:`甲,,` 。\n\n.. note:: 乙\n", "甲,,", "甲,"),
        (".org", "#+TITLE: 甲\n", "#+TITLE:", "#+TITLE："),
        (".org", "#+AUTHOR: 甲,,\n见 [[file:乙]] 。\n", "甲,,", "甲,"),
    ],
)
def test_a_change_in_what_people_type_is_seen(suffix: str, source: str, old: str, new: str) -> None:
    assert pieces(source, suffix) - pieces(source.replace(old, new), suffix)

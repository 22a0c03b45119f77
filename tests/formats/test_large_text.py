"""A large plain text is read in pieces, and every place is where it is in the file."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proofer.errors import InputError
from proofer.formats import _reading, read_parts, write
from proofer.formats._large_text import cut

LINE = "今天的会议开得很好，大家都发了言。"


@given(st.text("会议。，\n\r\f", max_size=200), st.integers(4, 40))
@example("。。\r。。\r\r\r\n", 5)
def test_the_pieces_are_the_text(text: str, size: int) -> None:
    found = list(cut(text, size))
    assert "".join(found) == text
    assert all(len(each) <= size for each in found)
    assert all(len(each) > size // 2 for each in found[:-1])
    assert not any(a.endswith("\r") and b.startswith("\n") for a, b in pairwise(found))


def test_a_piece_ends_where_a_paragraph_does() -> None:
    text = "\n\n".join([LINE] * 40)
    assert all(each.endswith("\n\n") for each in list(cut(text, 100))[:-1])


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read 300 bytes as one document, and pieces of 200 code points."""
    monkeypatch.setattr(_reading, "_REFUSED", 300)
    monkeypatch.setattr(_reading, "LARGEST", 300)
    monkeypatch.setattr(_reading, "cut", lambda text: cut(text, 200))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("encoding", "newline"), [("utf-8-sig", "\n"), ("gb18030", "\r\n"), ("utf-16", "\r")]
)
def test_the_parts_have_the_places_of_the_file_and_make_its_bytes(
    tmp_path: Path, encoding: str, newline: str
) -> None:
    lines = [f"{LINE}第{number}场。" for number in range(60)]
    path = tmp_path / "page.txt"
    path.write_bytes(newline.join([*lines, ""]).encode(encoding))
    parts = list(read_parts(path))
    assert len(parts) > 3
    assert b"".join(write(part, []) for part in parts) == path.read_bytes()
    seen = {}
    whole = "".join(part.source for part in parts)
    for part in parts:
        for number in range(60):
            at = part.source.find(f"第{number}场")
            if at >= 0:
                seen[number] = part.lines.position(at)
                assert part.lines.line(seen[number].line).of(part.source) == lines[number]
                assert whole.startswith(f"第{number}场", at + part.before.characters)
    assert {number: (place.line, place.column) for number, place in seen.items()} == {
        number: (number + 1, len(LINE) + 1) for number in range(60)
    }


@pytest.mark.usefixtures("small")
def test_what_cannot_be_cut_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(LINE * 10, encoding="utf-8")
    with pytest.raises(InputError, match="only plain text is read in pieces"):
        list(read_parts(path))

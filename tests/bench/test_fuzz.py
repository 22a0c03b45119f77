"""The fuzzer makes the same cases again from a seed, and tells what may not happen."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from bench import fuzz
from proofer.document.document import Document
from proofer.document.edits import Edit

PAGE = Path("page.txt"), "他们的的工作做得很好，大家都很高兴。".encode()


@pytest.fixture(scope="module")
def fuzzer() -> fuzz.Fuzzer:
    return fuzz.Fuzzer(1)


def test_a_seed_gives_the_same_cases(fuzzer: fuzz.Fuzzer) -> None:
    cases = [fuzzer.case() for _ in range(20)]
    again = fuzz.Fuzzer(1)
    assert [again.case() for _ in range(20)] == cases
    assert len({path.suffix for path, _ in cases}) > 2, "of several formats"


def test_a_sound_page_is_corrected(fuzzer: fuzz.Fuzzer) -> None:
    assert "corrected" in {fuzzer.tried(*PAGE) for _ in range(20)}


def test_bytes_that_change_without_an_edit_are_told(
    fuzzer: fuzz.Fuzzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzz, "write", lambda document, edits: b"else")
    with pytest.raises(fuzz.Found, match="other bytes"):
        fuzzer.tried(*PAGE)


@pytest.mark.parametrize(
    ("written", "told"), [(b"\xff\xfe\xff", "unreadable"), ("他们很好。".encode(), "other text")]
)
def test_a_correction_that_spoils_the_file_is_told(
    fuzzer: fuzz.Fuzzer, monkeypatch: pytest.MonkeyPatch, written: bytes, told: str
) -> None:
    def spoiled(document: Document, edits: Iterable[Edit]) -> bytes:
        return written

    monkeypatch.setattr(fuzz, "corrected", spoiled)
    monkeypatch.setattr(fuzzer.random, "random", lambda: 0.1)  # every suggestion is accepted
    with pytest.raises(fuzz.Found, match=told):
        fuzzer.tried(*PAGE)

"""Derived rows of `confusions/traditional.tsv`: frequent words with a look-alike in old print."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from proofer.language.dictionaries import load
from proofer.language.lexicon import default_words
from proofer.language.scripts import is_shared, simplified, strays
from tools.dictionaries.clean_text import Corpus
from tools.dictionaries.rows import GLYPHS, words_of, write
from tools.paths import DICTIONARIES, SHARED

_FREQUENT = -4.7
"""log10 frequency of words of two characters that are worth rows of their own."""
_NAMES = frozenset("陳王朱華賢")
"""Surnames, and characters of many names: what they make is often right."""
_OLD = SHARED / "data" / "clean-jingbao-1920s.txt"
"""Traditional print in which no row may occur."""


def traditional(corpora: Path) -> None:
    """Write misreadings of frequent words that occur neither in clean text nor in old print."""
    corpus, old = Corpus(corpora), _OLD.read_text(encoding="utf-8")
    others = {
        entry.term
        for entry in load().kind("confusions").values()
        if not (entry.source == GLYPHS and entry.origin.startswith("confusions/traditional"))
    }
    found = {wrong: (right, reason) for wrong, right, reason in _misread()}
    seen = corpus.count({simplified(wrong) for wrong in found})
    write(
        DICTIONARIES / "confusions" / "traditional.tsv",
        [
            [wrong, right, "", reason, GLYPHS]
            for wrong, (right, reason) in found.items()
            if not seen[simplified(wrong)]
            and wrong not in old
            and wrong not in others
            and simplified(wrong) not in others
        ],
    )


def _misread() -> Iterator[tuple[str, str, str]]:
    """Yield a wrong form, the right one and the reason; forms that stand for two words are none."""
    found: dict[str, set[tuple[str, str]]] = {}
    for right, wrong in map(tuple, words_of("traditional_pairs.txt")):
        for behind in (True, False):
            for other in _companions(simplified(right), behind=behind):
                old = _old_form(other)
                if old and old not in (right, wrong):
                    pair = (right + old, wrong + old) if behind else (old + right, old + wrong)
                    reason = f"“{right}”误作“{wrong}”（繁体）"
                    found.setdefault(pair[1], set()).add((pair[0], reason))
    words = default_words()
    for wrong, meant in found.items():
        right, reason = next(iter(meant))
        if len(meant) == 1 and simplified(wrong) not in words and not _NAMES & set(reason[6:8]):
            yield wrong, right, reason


@cache
def _companions(char: str, *, behind: bool) -> tuple[str, ...]:
    """Return the characters that make a frequent word with `char`, behind it or before it."""
    words = [char + each if behind else each + char for each in _characters()]
    frequencies = default_words().log_frequencies(words)
    return tuple(
        word[1 if behind else 0]
        for word, frequency in zip(words, frequencies.tolist(), strict=True)
        if frequency > _FREQUENT
    )


@cache
def _characters() -> tuple[str, ...]:
    """Return the Chinese characters of GB 2312."""
    rows = range(0xB0, 0xF8)
    codes = (bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    return tuple(
        code.decode("gb2312", "ignore") for code in codes if code.decode("gb2312", "ignore")
    )


def _old_form(char: str) -> str:
    """Return how traditional print writes `char`; empty if it has several ways."""
    forms = strays().get(char, "" if is_shared(char) else char)
    return forms if len(forms) == 1 else ""

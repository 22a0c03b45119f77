"""Build `lexicon.npy`: words of jieba and jionlp, and words mined from the corpora.

Usage: `python -m tools.lexicon.build [--cache FOLDER] [--list FILE]` (needs `$PROOFER_SHARED`
    for the mining).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from proofer.language.lexicon import (
    DATA,
    LONGEST,
    MINED,
    NAME,
    PLACE,
    WordList,
    check_bits,
    code_points,
    frequency_codes,
    word_keys,
)
from proofer.language.table import HashTable, build
from tools.lexicon.word_mining import mine
from tools.paths import SHARED
from tools.sources.array_files import save_array, save_header
from tools.sources.corpora import read_corpora
from tools.sources.packages import CACHE, JIEBA, JIONLP, download, read_member, read_nested

MINED_FROM = (
    "eb_bizsnews_2011",
    "gov_reports_2026",
    "peoples_daily_ner",
    "xinhua_2025",
    "xwlb_train",
)
NO_FREQUENCY = 1e-8
"""Relative frequency of a word that only a dictionary without counts has."""


def is_word(text: str) -> bool:
    """Whether `text` is 1 to 8 Han characters."""
    return 0 < len(text) <= LONGEST and all("㐀" <= char <= "鿿" or char == "〇" for char in text)


def read_jieba(archive: Path) -> tuple[dict[str, float], dict[str, int]]:
    """Relative frequencies and flags of jieba's words."""
    counts, flags = {}, {}
    for line in read_member(archive, "jieba/dict.txt").decode("utf-8").splitlines():
        word, count, tag = line.split(" ")
        if is_word(word):
            counts[word] = float(count)
            flags[word] = NAME * tag.startswith("nr") | PLACE * (tag == "ns")
    total = sum(counts.values())
    return {word: count / total for word, count in counts.items()}, flags


def read_jionlp(archive: Path) -> tuple[dict[str, float], set[str]]:
    """Relative frequencies of jionlp's words, and the words of its lists without counts."""
    rows = (
        json.loads(line)
        for line in read_nested(archive, "dictionary/word_distribution.zip").splitlines()
    )
    counts = {word: float(count) for word, count in rows if is_word(word)}
    total = sum(counts.values())
    lists = set()
    for name in ("chinese_idiom", "chinese_word_dictionary"):
        lines = read_nested(archive, f"dictionary/{name}.zip").splitlines()
        lists |= {line.split("\t")[0].strip() for line in lines}
    return {word: count / total for word, count in counts.items()}, {
        word for word in lists if is_word(word)
    }


def collect(cache: Path) -> tuple[dict[str, float], dict[str, int]]:
    """Relative frequency and flags of every word of the dictionaries and the corpora."""
    jieba, flags = read_jieba(download(JIEBA, cache))
    jionlp, listed = read_jionlp(download(JIONLP, cache))
    words = {
        word: (jieba.get(word, 0) + jionlp.get(word, 0)) / 2
        for word in jieba.keys() | jionlp.keys()
    }
    for word in listed:
        words.setdefault(word, NO_FREQUENCY)
    corpora = read_corpora(SHARED)
    lines = [line for name in MINED_FROM for line in corpora[name]]
    mined = mine(lines, words, WordList(HashTable(table_of(words, flags))).segment)
    for word, frequency in mined.items():
        words[word] = frequency / 2
        flags[word] = MINED
    print(
        f"jieba {len(jieba):,}, jionlp {len(jionlp):,}, lists {len(listed):,}, "
        f"mined {len(mined):,}: {len(words):,}"
    )
    return words, flags


def table_of(words: dict[str, float], flags: dict[str, int]) -> NDArray[np.uint32]:
    """Slots of the lexicon."""
    ordered = sorted(words)
    keys = np.array([word_keys(code_points(word), len(word))[0] for word in ordered], np.uint64)
    frequencies = frequency_codes(np.log10([words[word] for word in ordered]))
    second = np.array([flags.get(word, 0) for word in ordered], np.uint8) | check_bits(keys)
    return build(keys, frequencies, second, load=0.965)


def main() -> None:
    """Join the sources and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--cache", type=Path, default=CACHE, help="folder with (or for) the downloaded archives"
    )
    parser.add_argument(
        "--list", type=Path, help="also write the mined words here, one a line, to read them over"
    )
    parser.add_argument("--output", type=Path, default=DATA)
    options = parser.parse_args()
    words, flags = collect(options.cache)
    save_array(options.output / "lexicon.npy", table_of(words, flags))
    mined = sorted(
        (word for word in words if flags.get(word, 0) & MINED),
        key=lambda word: (-words[word], word),
    )
    if options.list:
        options.list.write_text("".join(f"{word}\n" for word in mined), encoding="utf-8")
    header = {
        "licence": "MIT (jieba), Apache-2.0 (jionlp)",
        "mined": len(mined),
        "sources": [JIEBA, JIONLP],
    }
    header |= {"words": len(words)}
    save_header(options.output / "lexicon.json", header)


if __name__ == "__main__":
    main()

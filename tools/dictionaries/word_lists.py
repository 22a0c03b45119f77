"""The word lists of jieba and jionlp, read from their packages."""

from __future__ import annotations

import json

from tools.sources.packages import JIEBA, JIONLP, download, read_member, read_nested


def jieba_words() -> dict[str, tuple[int, str]]:
    """Return the words of jieba's dictionary with frequency and part of speech."""
    lines = read_member(download(JIEBA), "jieba/dict.txt").decode("utf-8").splitlines()
    return {word: (int(count), tag) for word, count, tag in (line.split() for line in lines)}


def jionlp_lines(name: str) -> list[str]:
    """Return the lines of a data file of jionlp."""
    return read_nested(download(JIONLP), f"dictionary/{name}.zip").split("\n")


def jionlp_words() -> dict[str, int]:
    """Return jionlp's word list with counts."""
    return dict(
        json.loads(line) for line in jionlp_lines("word_distribution") if line.startswith('["')
    )

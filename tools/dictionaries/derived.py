"""Rows of `dictionaries/` that follow from word lists alone: reduplications, places, idioms."""

from __future__ import annotations

import re

from proofer.language.dictionaries import load, wrong_in
from tools.dictionaries.rows import BOTH, JIEBA, JIONLP, rows_of, words_of, write
from tools.dictionaries.word_lists import jieba_words, jionlp_lines, jionlp_words
from tools.paths import DICTIONARIES

DROP = frozenset(words_of("dropped_words.txt"))
"""Words of the lists that are left out: the file says why."""
_HAN = re.compile(r"[一-鿿]+\Z")
PATTERNS = {
    "AABB": re.compile(r"(.)\1(?!\1)(.)\2\Z"),
    "ABB": re.compile(r"(.)(?!\1)(.)\2\Z"),
    "AAB": re.compile(r"(.)\1(?!\1)(.)\Z"),
    "ABAB": re.compile(r"(.)(?!\1)(.)\1\2\Z"),
    "AABC": re.compile(r"(.)\1(?!\1)(.)(?!\2)(?!\1).\Z"),
    "ABCC": re.compile(r"(.)(?!\1)(.)(?!\2)(?!\1)(.)\3\Z"),
}
_ABB_TAGS = frozenset(
    {"z", "n", "m", "mq", "d", "l", "i", "o", "y", "ns", "nz", "v", "j", "nt", "t"}
)
_AAB_TAGS = frozenset({"z", "v", "n", "i", "l", "m", "d", "q", "vn", "a", "nz", "o"})
_IDIOM_TAGS = frozenset({"i", "l", "z"})
# Parts of speech (jieba's tags) among which real words are found; the others are names.
TAGS = {"ABB": _ABB_TAGS, "AAB": _AAB_TAGS, "AABC": _IDIOM_TAGS, "ABCC": _IDIOM_TAGS}


def reduplications() -> None:
    """Write AABB, ABB, AAB, ABAB, AABC and ABCC words of both lists."""
    jieba, jionlp = jieba_words(), jionlp_words()
    rows = []
    for word in sorted(jieba.keys() | jionlp.keys()):
        if not _HAN.match(word) or word in DROP:
            continue
        pattern = next((name for name, shape in PATTERNS.items() if shape.match(word)), None)
        tag = jieba.get(word, (0, "-"))[1]
        if pattern is None or (pattern in TAGS and tag not in TAGS[pattern]):
            continue
        source = BOTH if word in jieba and word in jionlp else JIEBA if word in jieba else JIONLP
        rows.append([word, pattern, _why(word, pattern, jieba), source])
    for pattern in PATTERNS:
        write(
            DICTIONARIES / "reduplications" / f"{pattern.lower()}.tsv",
            [row for row in rows if row[1] == pattern],
        )


def _why(word: str, pattern: str, jieba: dict[str, tuple[int, str]]) -> str:
    stem = word[1:3] if pattern != "ABAB" else word[:2]
    if pattern == "AABB":
        return f"“{stem}”的重叠式，四个字缺一不可" if stem in jieba else "四字重叠词，缺一不可"
    if pattern == "ABAB":
        return f"“{stem}”的重叠式"
    if pattern in ("AABC", "ABCC"):
        return "含叠字的成语和固定说法，四个字缺一不可"
    if pattern == "ABB":
        return "数量词重叠" if word[0] in "一几" else "叠音后缀的三字词，本身完整"
    if word[2] in "的地然":
        return f"叠字“{word[:2]}”加“{word[2]}”"
    return "叠字起头的三字词，本身完整"


def places() -> None:
    """Write provinces and prefecture-level divisions with their short names."""
    rows: dict[str, list[str]] = {}
    for line in jionlp_lines("china_location"):
        cells = line.split("\t")
        depth = len(cells) - len(line.lstrip("\t").split("\t"))
        values = [cell.strip() for cell in cells if cell.strip()]
        if (
            depth > 1
            or len(values) != 3
            or values[0] in ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
        ):
            continue
        name, _, shorts = values
        category = "province" if depth == 0 else "prefecture"
        rows.setdefault(
            name, [name, category, "省级行政区" if depth == 0 else "地级行政区", JIONLP]
        )
        for short in shorts.split("/"):
            if len(short) > 1 and short != name:
                rows.setdefault(short, [short, category, f"“{name}”的简称", JIONLP])
    write(DICTIONARIES / "places" / "china.tsv", rows.values())


def idioms(least: int = 300) -> None:
    """Write the idioms that jionlp counted at least so often, but for wrong forms."""
    wrong = load().kind("confusions")
    known = rows_of(DICTIONARIES / "phrases" / "politics.tsv")[2]
    rows = []
    for line in jionlp_lines("chinese_idiom"):
        word, _, count = line.strip().partition("\t")
        if not 4 <= len(word) <= 8 or not _HAN.match(word) or int(count) < least or word in DROP:
            continue
        if word not in known and not any(True for _ in wrong_in(word, wrong)):
            rows.append([word, "成语", JIONLP])
    write(DICTIONARIES / "phrases" / "idioms.tsv", rows)

"""Rows of `confusions/ocr.tsv`: misreadings of frequent words that never occur in clean text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from proofer.language.dictionaries import load, wrong_in
from proofer.language.dictionary_format import Entry
from tools.dictionaries.clean_text import Corpus
from tools.dictionaries.look_alikes import look_alikes
from tools.dictionaries.rows import GLYPHS, write
from tools.dictionaries.word_lists import jieba_words, jionlp_lines, jionlp_words
from tools.paths import DICTIONARIES

_HAN = re.compile(r"[一-鿿]+\Z")
# How often a word must occur in clean text to be worth rows of its own, by its length.
FREQUENT = {2: 700, 3: 200, 4: 400}
# How often two halves may meet by chance in the clean text (54 million characters) and still be a
# row: what never occurs there although its halves are common may well occur in the next million.
CHANCE = 0.1


def ocr(corpora: Path) -> None:
    """Write misreadings of frequent words that never occur in clean text."""
    corpus, shipped = Corpus(corpora), load()
    known = {
        word
        for word in jieba_words().keys() | jionlp_words().keys() | set(_idioms())
        if _HAN.match(word)
    }
    known.update(
        *(shipped.kind(kind) for kind in ("terms", "phrases", "names", "places", "reduplications"))
    )
    by_hand = {
        term: entry for term, entry in shipped.kind("confusions").items() if entry.source != GLYPHS
    }
    misread = _misread(known, corpus.count({word for word in known if len(word) in FREQUENT}))
    seen = corpus.count(misread)
    chance = _chances(corpus, misread)
    kept: dict[str, list[str]] = {}
    for wrong in sorted(misread, key=len):
        best = sorted(misread[wrong], reverse=True)[:3]
        if (
            chance[wrong] > CHANCE
            or seen[wrong]
            or not _pieces(wrong).isdisjoint(kept)
            or any(True for _ in wrong_in(wrong, by_hand))
        ):
            continue
        if not any(True for _, word, _ in best for _ in wrong_in(word, by_hand)):
            words = dict.fromkeys(word for count, word, _ in best if count * 50 >= best[0][0])
            kept[wrong] = [wrong, "|".join(words), "", best[0][2], GLYPHS]
    write(DICTIONARIES / "confusions" / "ocr.tsv", kept.values())


def _misread(known: set[str], counts: Counter[str]) -> dict[str, list[tuple[int, str, str]]]:
    """Return what no dictionary knows but looks like a word: to its frequency, it, the reason."""
    pairs = look_alikes()
    misread: dict[str, list[tuple[int, str, str]]] = {}
    for word in known:
        if len(word) not in FREQUENT or counts[word] < FREQUENT[len(word)]:
            continue
        for at, right in enumerate(word):
            for wrong in pairs.get(right, ()):
                string = word[:at] + wrong + word[at + 1 :]
                if string not in known:
                    reason = f"“{right}”与“{wrong}”形近"
                    misread.setdefault(string, []).append((counts[word], word, reason))
    return misread


def _chances(corpus: Corpus, strings: Iterable[str]) -> dict[str, float]:
    """Return how often the halves of each string meet by chance, split at the worst place."""
    halves = {
        string: [(string[:at], string[at:]) for at in range(1, len(string))] for string in strings
    }
    parts = {part for pairs in halves.values() for pair in pairs for part in pair}
    counts = Counter(corpus.text) + corpus.count(part for part in parts if len(part) > 1)
    size = len(corpus.text)
    return {
        string: max(counts[head] * counts[tail] / size for head, tail in pairs)
        for string, pairs in halves.items()
    }


def _pieces(string: str) -> set[str]:
    return {
        string[start:end]
        for start in range(len(string))
        for end in range(start + 2, len(string) + 1)
    }


def _idioms() -> Iterator[str]:
    return (line.split("\t")[0] for line in jionlp_lines("chinese_idiom") if line)


def verify(corpora: Path) -> None:
    """Print how often each confusion fires on clean text, the loudest first."""
    corpus = Corpus(corpora)
    entries = load().kind("confusions")
    places = corpus.find(entries)
    fires = {
        term: [at for at in places[term] if _fires(entry, corpus.text, at)]
        for term, entry in entries.items()
    }
    total = sum(map(len, fires.values()))
    print(
        f"{total} in {len(corpus.text):,} characters: "
        f"{total / len(corpus.text) * 1e6:.2f} in a million"
    )
    for term in sorted(fires, key=lambda term: -len(fires[term])):
        if fires[term]:
            samples = (
                corpus.text[max(0, at - 5) : at + len(term) + 5].replace("\n", "⏎")
                for at in fires[term][:3]
            )
            print(
                len(fires[term]),
                term,
                "→",
                "|".join(entries[term].replacements),
                " / ".join(samples),
                sep="\t",
            )


def _fires(entry: Entry, text: str, at: int) -> bool:
    start = max(0, at - 12)
    return at - start in entry.occurrences(text[start : at + 24])

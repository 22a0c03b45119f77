"""Clean text for counting false alarms: the corpora, and right sentences of the labelled sets."""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path

from proofer.document.document import Document, Paragraph, Segment
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from tools.paths import SHARED

BLOCK = 15_000
"""Characters of a document."""
UNSEEN = (
    "peoples-daily-typos",
    "official-law",
    "official-odw",
    "missing-and-redundant",
    "native-writers",
    "official-med",
)
"""Labelled sets whose right sentences the shipped language model was not trained on."""


def document_of(text: str) -> Document:
    """Return a document whose paragraphs are the lines of `text`."""
    paragraphs: list[Paragraph] = []
    start = 0
    for line in text.split("\n"):
        paragraphs.append(Paragraph(Span(start, start + len(line)), BlockKind.PROSE))
        start += len(line) + 1
    segments = tuple(Segment(each.span, each.span) for each in paragraphs if len(each.span))
    return Document(Path("bench.txt"), text, text, segments, tuple(paragraphs))


def blocks(lines: Sequence[str], characters: int) -> list[str]:
    """Return documents of about BLOCK characters, `characters` in all, from 2/5 of `lines` on."""
    if sum(map(len, lines)) > 2.5 * characters:
        lines = lines[2 * len(lines) // 5 :]
    found: list[str] = []
    held: list[str] = []
    size = total = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= BLOCK:
            found.append("\n".join(held))
            total += size
            held, size = [], 0
            if total >= characters:
                return found
    return [*found, "\n".join(held)] if held else found


def clean_texts(characters: int) -> Iterator[tuple[str, bool, list[str]]]:
    """Yield name, whether the model has seen it, and the blocks of every clean text."""
    for path in sorted((SHARED / "corpora").glob("*.txt.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            yield (
                path.name.removesuffix(".txt.xz"),
                True,
                blocks(file.read().split("\n"), characters),
            )
    for name in UNSEEN:
        yield name, False, blocks(right_sentences(name), characters)
    jingbao = (SHARED / "data" / "clean-jingbao-1920s.txt").read_text(encoding="utf-8")
    yield "jingbao (traditional)", False, blocks(jingbao.split("\n"), characters)


def pairs(name: str) -> list[tuple[str, str]]:
    """Return the pairs of wrong and right sentences of a spelling file."""
    text = (SHARED / "data" / "spelling" / f"{name}.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.split("\n") if "\t" in line]
    return [(row[0], row[1]) for row in rows]


def right_sentences(name: str) -> list[str]:
    """Return the right sentences of a spelling file, each once."""
    return list(dict.fromkeys(right for _, right in pairs(name)))

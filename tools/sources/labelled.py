"""The labelled sets of $PROOFER_SHARED/data as documents with what they should read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from proofer.evaluation.matching import Passage, score
from tools.paths import SHARED

READABLE = 0.12
"""Character error rate of the worst page that counts."""
REPORT = 60
"""Number of the first page that nothing is fitted on."""
ENGINES = {"rapid": "rapidocr", "tess": "tesseract"}
PARAGRAPHS = 20
"""Paragraphs of a made page."""


@dataclass(frozen=True, slots=True)
class Item:
    """A document to check, the sets that it counts for, and its number if it is a page."""

    sets: tuple[str, ...]
    passage: Passage
    number: int = -1


def rows(path: Path) -> Iterator[Item]:
    """The pairs of a set of sentences."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        source, tab, target = line.partition("\t")
        if tab and source.strip():
            yield Item((path.stem,), Passage.sentence(source, target))


def clean_rows(path: Path, name: str) -> Iterator[Item]:
    """The lines of a clean text, or the right sides of pairs, as documents without an error."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            text = line.rpartition("\t")[2]
            yield Item((name,), Passage.sentence(text, text))


def pages(engine: str) -> Iterator[Item]:
    """The readable pages of an engine."""
    for path in sorted((SHARED / "data/ocr-pages/text").glob(f"*.{engine}.txt")):
        truth = (SHARED / "data/ocr-pages/truth" / path.name).read_text(encoding="utf-8")
        passage = Passage.page(path.read_text(encoding="utf-8"), truth)
        if (score(passage, (), 1.0).error_rate_before or 0.0) <= READABLE:
            number = int(path.name[5:8])
            part = "060-089" if number >= REPORT else "000-059"
            yield Item((f"page {ENGINES[engine]} {part}", f"page all {part}"), passage, number)


def clean_pages() -> Iterator[Item]:
    """What the pages that nothing is fitted on should read."""
    for path in sorted((SHARED / "data/ocr-pages/truth").glob("*.rapid.txt")):
        if int(path.name[5:8]) >= REPORT:
            text = path.read_text(encoding="utf-8")
            yield Item(("clean-page 060-089",), Passage.page(text, text))


def made_pages(path: Path, name: str) -> Iterator[Item]:
    """Neighbouring paragraphs of a clean text as pages: detectors ask for a page's language."""
    paragraphs = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    for start in range(0, len(paragraphs), PARAGRAPHS):
        text = "\n\n".join(paragraphs[start : start + PARAGRAPHS])
        yield Item((name,), Passage.page(text, text))


def sets() -> dict[str, Callable[[], Iterable[Item]]]:
    """How to read each set, by name."""
    data = SHARED / "data"
    news, jingbao = data / "spelling/peoples-daily-typos.tsv", data / "clean-jingbao-1920s.txt"
    files = (*sorted((data / "spelling").glob("*.tsv")), *sorted(data.glob("*.tsv")))
    readers: dict[str, Callable[[], Iterable[Item]]] = {
        path.stem: partial(rows, path) for path in files
    }
    readers |= {f"ocr-pages-{name}": partial(pages, engine) for engine, name in ENGINES.items()}
    return readers | {
        "clean-news": partial(clean_rows, news, "clean-news"),
        "clean-pages": clean_pages,
        "clean-jingbao": partial(clean_rows, jingbao, "clean-jingbao"),
        "clean-jingbao-pages": partial(made_pages, jingbao, "clean-jingbao-pages"),
    }

"""OCR pages and sentences with their truth, as fitting and counting read them.

White space is left out and marks of both widths are one (`folded`); the lines of a paragraph are
joined, as the reader joins them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

from proofer.formats import read
from proofer.language.channel.confusions import folded
from proofer.language.channel.ocr_confidences import Confidences, OcrConfidences
from tools.paths import SHARED
from tools.sources.corpora import han_points, run_hashes, runs_of

FIT, REPORT = range(60), range(60, 90)
"""Numbers of the pages to fit on and to report on."""
CLEAN = ("native-writers", "official-med", "official-odw")
"""Sets whose right sentences show what clean text looks like; the others are reported on."""
WORST_OTHER = 0.5
_PARTNER = {"rapid": "tess", "tess": "rapid"}
_ENGINES = {"rapid": ("rapidocr", "rapid.json"), "tess": ("tesseract", "tess.hocr")}
"""What the engines are called in the package, and their own files."""
GROUP = 20
"""Sentences in a row that count as one page."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What an engine read, line by line, and what was printed."""

    lines: tuple[str, ...]
    truth: str

    @property
    def read(self) -> str:
        """The lines joined."""
        return "".join(self.lines)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as one engine read it; `number` is -1 for sentences, `other` what another one read.

    `confidences` are those of both engines.
    """

    name: str
    engine: str
    number: int
    paragraphs: tuple[Paragraph, ...]
    other: str | None = None
    confidences: OcrConfidences | None = None

    @property
    def errors(self) -> int:
        """Edit distance between what was read and what was printed."""
        return sum(Levenshtein.distance(each.read, each.truth) for each in self.paragraphs)

    @property
    def error_rate(self) -> float:
        """Character error rate."""
        return self.errors / max(1, sum(len(each.truth) for each in self.paragraphs))

    @property
    def text(self) -> str:
        """What was read, a paragraph a line."""
        return "".join(each.read + "\n" for each in self.paragraphs)


def printed(page: Page) -> Page:
    """The truth of `page` as if read without an error by an engine that says nothing of itself."""
    paragraphs = tuple(Paragraph((each.truth,), each.truth) for each in page.paragraphs)
    silent = page.confidences and OcrConfidences(page.confidences.engine)
    return replace(page, paragraphs=paragraphs, confidences=silent)


def pages(numbers: range | None = None) -> list[Page]:
    """The pages with these numbers, all if None."""
    folder = SHARED / "data" / "ocr-pages"
    found = []
    for path in sorted((folder / "text").glob("page-*.txt")):
        name, engine, _ = path.name.split(".")
        number = int(name.removeprefix("page-"))
        if numbers is None or number in numbers:
            found.append(
                Page(name, engine, number, tuple(_paragraphs(path, folder / "truth" / path.name)))
            )
    return found


def _paragraphs(read: Path, truth: Path) -> Iterator[Paragraph]:
    rows = zip(
        read.read_text(encoding="utf-8").split("\n"),
        truth.read_text(encoding="utf-8").split("\n"),
        strict=True,
    )
    for filled, group in groupby(rows, key=lambda row: bool(row[0] or row[1])):
        if filled:
            lines = [(folded(first), folded(second)) for first, second in group]
            yield Paragraph(
                tuple(first for first, _ in lines), "".join(second for _, second in lines)
            )


def sentences(keep: Callable[[str], bool]) -> list[Page]:
    """The single sentences whose truth `keep` accepts, some in a row as a page."""
    found = []
    for engine in ("rapidocr", "tesseract"):
        path = SHARED / "data" / f"ocr-sentences-{engine}.tsv"
        rows = [
            line.split("\t")
            for line in path.read_text(encoding="utf-8").split("\n")
            if "\t" in line
        ]
        kept = [Paragraph((folded(row[0]),), folded(row[1])) for row in rows if keep(row[1])]
        name = {"rapidocr": "rapid", "tesseract": "tess"}[engine]
        for start in range(0, len(kept), GROUP):
            part = tuple(kept[start : start + GROUP])
            found.append(Page(f"sentences-{start // GROUP:03d}", name, -1, part))
    return found


def subtitles() -> tuple[list[Page], list[Page]]:
    """Subtitles as an engine read them, a line a page: half to fit on, half to report on."""
    text = (SHARED / "data" / "spelling" / "ocr-subtitles.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.split("\n") if "\t" in line]
    found = [
        Page(f"subtitle-{number:04d}", "subtitle", -1, (Paragraph((folded(read),), folded(truth)),))
        for number, (read, truth) in enumerate(rows)
    ]
    return found[: len(found) // 2], found[len(found) // 2 :]


def paired(readings: Sequence[Page]) -> list[Page]:
    """The pages and sentences that two engines read, each with what the other one has.

    A page that was read with more than `WORST_OTHER` wrong is no second reading.
    """
    found = []
    by_name = {(page.name, page.engine): page for page in readings if page.number >= 0}
    for (name, engine), page in by_name.items():
        other = by_name.get((name, _PARTNER[engine]))
        if other is not None and other.error_rate <= WORST_OTHER:
            said = _confidences(page), _confidences(other)
            confidences = OcrConfidences(_ENGINES[engine][0], *said)
            found.append(replace(page, other=other.text, confidences=confidences))
    read: dict[str, dict[str, Paragraph]] = {engine: {} for engine in _PARTNER}
    for page in readings:
        if page.number < 0:
            read[page.engine].update((each.truth, each) for each in page.paragraphs)
    both = [truth for truth in read["rapid"] if truth in read["tess"]]
    for start in range(0, len(both), GROUP):
        for engine, partner in _PARTNER.items():
            part = both[start : start + GROUP]
            second = "".join(read[partner][truth].read + "\n" for truth in part)
            own = tuple(read[engine][truth] for truth in part)
            silent = OcrConfidences(_ENGINES[engine][0])
            found.append(Page(f"sentences-{start // GROUP:03d}", engine, -1, own, second, silent))
    return found


def _confidences(page: Page) -> Confidences:
    """What the engine's file says of each code point; None where a line is not found in it."""
    document = read(
        SHARED / "data" / "ocr-pages" / "raw" / f"{page.name}.{_ENGINES[page.engine][1]}"
    )
    said = {
        at: each.ocr.confidence
        for each in document.segments
        if each.ocr is not None
        for at in range(each.text.start, each.text.end)
    }
    places = [at for at, char in enumerate(document.text) if folded(char)]
    text = folded(document.text)
    found: list[float | None] = []
    after = 0
    for paragraph in page.paragraphs:
        for line in paragraph.lines:
            start = text.find(line, after)
            start = text.find(line) if start < 0 else start
            after = start + len(line) if start >= 0 else after
            found += (
                [said.get(at) for at in places[start:after]] if start >= 0 else [None] * len(line)
            )
        found.append(None)
    return found


def singles(documents: Sequence[Page]) -> list[Page]:
    """Sentences of every third group as documents of their own: a text may be as short as that."""
    return [
        replace(
            page, name=f"{page.name[:9]}-{number:02d}-{page.name[-3:]}", paragraphs=(paragraph,)
        )
        for page in documents
        if page.number < 0 and int(page.name[-3:]) % 3 == 0
        for number, paragraph in enumerate(page.paragraphs)
        if paragraph.read
    ]


def clean_pages() -> list[Page]:
    """Right sentences of the sets `CLEAN`, in groups and (every other group) one by one."""
    found: list[Page] = []
    for name in CLEAN:
        text = (SHARED / "data" / "spelling" / f"{name}.tsv").read_text(encoding="utf-8")
        rows = [line.split("\t") for line in text.split("\n") if "\t" in line]
        kept = list(dict.fromkeys(folded(row[1]) for row in rows if row[0] == row[1]))
        for start in range(0, len(kept), GROUP):
            part = tuple(Paragraph((each,), each) for each in kept[start : start + GROUP])
            page = Page(f"{name}-{start // GROUP:03d}", "clean", -1, part)
            if start // GROUP % 2:
                found.append(page)
            else:
                found += [replace(page, paragraphs=(paragraph,)) for paragraph in part]
    return found


def fit_pages() -> list[Page]:
    """Pages and sentences to fit on, which share no 12 Han characters with those to report on."""
    folder = SHARED / "data" / "ocr-pages" / "truth"
    held = [path for path in sorted(folder.glob("*.txt")) if int(path.name[5:8]) in REPORT]
    runs = runs_of(held)
    whole = "".join(folded(path.read_text(encoding="utf-8")) for path in held)

    def fresh(truth: str) -> bool:
        return folded(truth) not in whole and not np.isin(run_hashes(han_points(truth)), runs).any()

    return pages(FIT) + sentences(fresh)

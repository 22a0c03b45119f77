"""The OCR pages by their engines' own files (hOCR, JSON), with what each line should read.

The truth of $PROOFER_SHARED/data/ocr-pages has a line for each line of the engines' text; here they
are found again in the text that proofer reads from `raw/`, in proofer's reading order. Lines that
stand together in both are one part, so that a correction over a line's end counts. Offsets are
those of `Document.text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from proofer.document.document import Document, Segment
from proofer.document.normalise import counted
from proofer.document.spans import Span
from proofer.evaluation.matching import Passage, score
from proofer.formats import read
from proofer.ocr.pairing import with_second
from tools.paths import ROOT, SHARED
from tools.sources.labelled import READABLE, REPORT

PAGES = SHARED / "data/ocr-pages"
MADE = ROOT / "build/data/scans"
"""Pages that `tools.scans.make` makes."""
KINDS = {"simplified": range(120), "traditional": range(120, 170), "vertical": range(170, 220)}
"""Numbers of the made pages by their print; vertical is traditional, too."""
FRESH = MADE / "fresh"
"""Pages made later, of texts that no other page has: nothing is fitted or chosen on them."""
FRESH_KINDS = {
    "simplified": range(220, 260),
    "traditional": range(260, 275),
    "vertical": range(275, 285),
}
"""Their numbers."""
FILES = {"rapid": "rapid.json", "tess": "tess.hocr"}
_ALL_FILES = {**FILES, "v6": "v6.json"}
"""Engines and the ends of their files; v6 has read the made pages only."""
_FIFTH = 5
"""Of so many made pages one is reported on."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as an engine's file tells it, and the passage of its text."""

    number: int
    engine: str
    document: Document
    passage: Passage
    folder: Path = PAGES

    @property
    def is_reported(self) -> bool:
        """Whether nothing is fitted on the page."""
        if self.folder == PAGES:
            return self.number >= REPORT
        if self.folder == FRESH:
            return True
        return is_held(self.number)

    @property
    def images(self) -> Path:
        """The folder of its image."""
        return self.folder / "images"

    @property
    def error_rate(self) -> float:
        """Share of wrong characters in the lines that were found; 1 if none was."""
        rate = score(self.passage, (), 1.0).error_rate_before
        return 1.0 if rate is None else rate

    @property
    def plain(self) -> Document:
        """The document with its text as source, so that findings are in offsets of the text."""
        text = self.document.text
        whole = Span(0, len(text))
        return replace(
            self.document, source=text, segments=(Segment(whole, whole),), escape=str, pack=None
        )


def is_held(number: int) -> bool:
    """Whether nothing is fitted on a made page."""
    return number % _FIFTH == _FIFTH - 1


def kind_of(number: int) -> str:
    """Return what print a made page is in."""
    kinds = (*KINDS.items(), *FRESH_KINDS.items())
    return next(kind for kind, numbers in kinds if number in numbers)


def scanned(
    folder: Path, numbers: Iterable[int], *, second: bool = False, worst: float = 1.0
) -> Iterator[Page]:
    """The readings of the pages that have an image."""
    for number in numbers:
        if any((folder / "images").glob(f"page-{number:03}.*")):
            yield from pages([number], folder, second=second, worst=worst)


def pages(
    numbers: Iterable[int],
    folder: Path = PAGES,
    *,
    second: bool = False,
    witness: bool = True,
    worst: float = READABLE,
) -> Iterator[Page]:
    """The readings with at most `worst` of the characters wrong.

    Args:
        numbers: which pages.
        folder: with `raw`, `text` and `truth`.
        second: whether each has another engine's reading beside it.
        witness: whether what the engine says of itself is kept; the text alone if not.
        worst: share of wrong characters.
    """
    for number in numbers:
        files = {
            engine: folder / f"raw/page-{number:03}.{name}" for engine, name in _ALL_FILES.items()
        }
        read_pages = {engine: read(path) for engine, path in files.items() if path.exists()}
        for engine, document in read_pages.items():
            name = f"page-{number:03}.{engine}.txt"
            if not (folder / "text" / name).exists():  # the engine found no text
                continue
            lines, truth = (
                (folder / kind / name).read_text(encoding="utf-8") for kind in ("text", "truth")
            )
            passage = Passage(
                document.text, tuple(parts(document.text, lines.split("\n"), truth.split("\n")))
            )
            page = Page(number, engine, document, passage, folder)
            if not passage.parts or page.error_rate > worst:
                continue
            if second:
                other = next(one for key, one in read_pages.items() if key != engine)
                try:
                    page = replace(page, document=with_second(document, other))
                except Exception:  # the other engine could not read the page
                    continue
            if not witness:
                page = replace(page, document=without_witness(page.document))
            yield page


def without_witness(document: Document) -> Document:
    """The document as if it were plain text."""
    return replace(
        document,
        segments=tuple(replace(each, ocr=None) for each in document.segments),
        engine="",
    )


def parts(text: str, lines: list[str], truth: list[str]) -> Iterator[tuple[Span, str]]:
    """Where the lines stand in the text, with what they should read."""
    places = [at for at, char in enumerate(text) if not char.isspace()]
    stripped = "".join(text[at] for at in places)
    taken: set[int] = set()
    run: list[int] = []
    wanted = ""
    after = 0
    for line, right in [*zip(lines, truth, strict=True), ("", "")]:
        bare = "".join(line.split())
        at = _free(stripped, bare, after, taken) if bare else -1
        if run and at != run[1]:
            yield Span(places[run[0]], places[run[1] - 1] + 1), wanted
            run = []
        if at >= 0:
            taken.update(range(at, at + len(bare)))
            after = at + len(bare)
            wanted = (wanted if run else "") + right
            run = [run[0] if run else at, after]


def _free(stripped: str, bare: str, after: int, taken: set[int]) -> int:
    for start in (after, 0):
        at = stripped.find(bare, start)
        while at >= 0 and at in taken:
            at = stripped.find(bare, at + 1)
        if at >= 0:
            return at
    return -1


def main() -> int:
    """Print how much of the pages was found again."""
    for page in pages(range(0, 90, 9), worst=1.0):
        found = sum(len(counted(span.of(page.document.text))) for span, _ in page.passage.parts)
        print(
            page.number,
            page.engine,
            len(counted(page.document.text)),
            found,
            f"{page.error_rate:.3f}",
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

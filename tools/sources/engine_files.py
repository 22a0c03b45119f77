"""The OCR pages by their engines' own files (hOCR, JSON), with what each line should read.

The truth of $PROOFER_SHARED/data/ocr-pages has a line for each line of the engines' text; here they
are found again in the text that proofer reads from `raw/`, in proofer's reading order. Lines that
stand together in both are one part, so that a correction over a line's end counts. Offsets are
those of `Document.text`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from proofer.document.document import Document, Segment
from proofer.document.normalise import counted
from proofer.document.spans import Span
from proofer.evaluation.matching import Passage, score
from proofer.formats import read
from proofer.ocr.pairing import with_second
from tools.paths import SHARED
from tools.sources.labelled import READABLE

PAGES = SHARED / "data/ocr-pages"
FILES = {"rapid": "rapid.json", "tess": "tess.hocr"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as an engine's file tells it, and the passage of its text."""

    number: int
    engine: str
    document: Document
    passage: Passage

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


def pages(
    numbers: range, *, second: bool = False, witness: bool = True, worst: float = READABLE
) -> Iterator[Page]:
    """The readings with at most `worst` of the characters wrong; without `witness` only text."""
    for number in numbers:
        read_pages = {
            engine: read(PAGES / f"raw/page-{number:03}.{name}") for engine, name in FILES.items()
        }
        for engine, document in read_pages.items():
            name = f"page-{number:03}.{engine}.txt"
            if not (PAGES / "text" / name).exists():  # the engine found no text
                continue
            lines, truth = (
                (PAGES / folder / name).read_text(encoding="utf-8") for folder in ("text", "truth")
            )
            passage = Passage(
                document.text, tuple(parts(document.text, lines.split("\n"), truth.split("\n")))
            )
            page = Page(number, engine, document, passage)
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

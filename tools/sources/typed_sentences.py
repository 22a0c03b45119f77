"""Typed sentences with their truth, as the fit of the profile `typing` reads them."""

from __future__ import annotations

from dataclasses import dataclass

from proofer.language.channel.confusions import folded
from tools.paths import SHARED
from tools.sources.ocr_pages import REPORT, Page, Paragraph, pages, printed

SETS = ("peoples-daily-typos", "native-writers", "official-law", "official-med", "official-odw")
"""Sets whose errors are characters typed wrong."""
GRAMMAR = ("natural-duplicates", "missing-and-redundant")
"""Sets whose errors are characters and words too many or lost."""
MENDED = " mended"
"""Ends the name of a set whose sentences stand here as they should read."""
LESS = {"missing-and-redundant": 4}
"""Every how many sentences of a set one is taken: most errors are beyond a single character."""
NEWS = "news"
"""What the OCR pages should read: news without errors."""


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence (or page) of a set; `half` is 0 for its first half and 1 for the second."""

    set: str
    half: int
    page: Page

    @property
    def family(self) -> str:
        """The set that the sentence is from, also if it stands there mended."""
        return self.set.removesuffix(MENDED)


def rows() -> list[Row]:
    """All sentences, every other one with an error once more as it should read, and the news."""
    found = []
    for name in (*SETS, *GRAMMAR):
        path = SHARED / "data" / "spelling" / f"{name}.tsv"
        lines = [
            line.split("\t")
            for line in path.read_text(encoding="utf-8").split("\n")
            if "\t" in line
        ]
        step = LESS.get(name, 1)
        for number, (source, target) in list(enumerate(lines))[::step]:
            read = Paragraph((folded(source),), folded(target))
            page = Page(f"{name}-{number:06d}", name, -1, (read,))
            half = int(number >= len(lines) // 2)
            found.append(Row(name, half, page))
            if source != target and number % 2 == 0 and step == 1:
                found.append(Row(name + MENDED, half, printed(page)))
    found += [
        Row(NEWS, int(page.number in REPORT), printed(page))
        for page in pages()
        if page.engine == "rapid"
    ]
    return [row for row in found if row.page.text.strip()]

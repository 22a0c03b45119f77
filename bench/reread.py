"""How many errors of OCR pages go when their lines are read again from the image.

    python bench/reread.py [--model FOLDER] [--cache FOLDER] [--fit] [--pages 0-89]

The pages of $PROOFER_SHARED/data/ocr-pages that have an image, as two engines read them. FOLDER
holds a language model that has not seen their texts (`tools/build_language_model.py --exclude`);
the shipped one has seen them. The weights of the confidence are fitted on pages 000 to 059 without
the page that is judged; pages 060 to 089 are judged with all of these. `--fit` writes them.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fit_confidence import Row, logistic
from labelled import READABLE, REPORT
from witnesses import PAGES, Page, pages

from proofer.document.edits import SourceEdit
from proofer.evaluation.matching import Proposal, gain, score
from proofer.evaluation.rates import Score
from proofer.language.model import CharacterModel
from proofer.rereading.beam import LANGUAGE_WEIGHT, LENGTH_WEIGHT
from proofer.rereading.cache import LineCache
from proofer.rereading.confidence import WEIGHTS, probability
from proofer.rereading.evidence import Correction, ImageEvidence, differences
from proofer.rereading.model import NAME, SHA256, default_recogniser
from proofer.rereading.reading import Reader, Rereading

RIDGE = 2.0
FITTED = 0.25
"""Share of wrong characters of the worst reading that is fitted on.

In worse ones the truth often belongs to other lines.
"""
THRESHOLDS = (0.9, 0.7, 0.5)


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading of a page with what its image says."""

    page: Page
    greedy: Sequence[Proposal]
    beam: Sequence[Proposal]
    corrections: Sequence[Correction]
    right: Sequence[bool]
    lines: int
    seconds: tuple[float, float]
    """CPU of reading the lines and of judging them."""

    def rows(self) -> list[Row]:
        """What the weights are fitted on."""
        return [
            Row("image", 0.5, dict(each.features), right)
            for each, right in zip(self.corrections, self.right, strict=True)
        ]


def proposals(
    page: Page, found: Iterable[Correction], threshold: float | None = None
) -> list[Proposal]:
    """Corrections within the passage, in offsets of the text."""
    edits = [(SourceEdit(each.edit.span, each.edit.replacement), each.confidence) for each in found]
    return [
        Proposal((edit.span,), sure, (edit,), sure if threshold is None else 1.0)
        for edit, sure in edits
        if any(span.covers(edit.span) for span, _ in page.passage.parts)
    ]


def rewritten(page: Page, read: Rereading, texts: Sequence[str]) -> list[Proposal]:
    """Each line replaced by what was read."""
    made: list[Proposal] = []
    for line, text in zip(read.lines, texts, strict=True):
        for run in differences(line.text, text):
            span = line.place(run.old)
            edit = SourceEdit(span, run.new.of(text))
            if any(part.covers(span) for part, _ in page.passage.parts):
                made.append(Proposal((span,), 1.0, (edit,), 1.0))
    return made


def judged(page: Page, reader: Reader, model: CharacterModel) -> Judged:
    start = time.process_time()
    read = reader.read(page.document, PAGES / "images")
    middle = time.process_time()
    asked = ImageEvidence(page.document, read.lines, model)
    decoded = [asked.decoded(line) for line in read.lines]
    found = asked.corrections()
    end = time.process_time()
    inside = [
        each for each in found if any(span.covers(each.edit.span) for span, _ in page.passage.parts)
    ]
    return Judged(
        page,
        rewritten(page, read, [line.seen[0] for line in read.lines]),
        rewritten(page, read, decoded),
        inside,
        [gain(page.passage, each) > 0 for each in proposals(page, inside)],
        len(read.lines),
        (middle - start, end - middle),
    )


def reweighed(one: Judged, weights: Mapping[str, float]) -> list[Proposal]:
    made: list[Proposal] = []
    for each in one.corrections:
        sure = probability(weights, each.features)
        edit = SourceEdit(each.edit.span, each.edit.replacement)
        made.append(Proposal((edit.span,), sure, (edit,), sure))
    return made


def fitted(found: Sequence[Judged], without: int = -1) -> dict[str, float]:
    rows = [
        row
        for one in found
        if one.page.number < REPORT and one.page.number != without
        if one.page.error_rate <= FITTED
        for row in one.rows()
    ]
    return logistic([row.numbers for row in rows], rows, RIDGE)


def shown(name: str, one: Score) -> str:
    edits = one.right + one.harmful + one.neutral
    gone = 1 - one.distance_after / max(1, one.distance_before)
    return (
        f"  {name:24} {edits:4} edits, {one.right / max(1, edits):6.1%} right, "
        f"{one.harmful:3} harmful, {gone:6.1%} of {one.distance_before} errors gone"
    )


def table(found: Sequence[Judged], fits: Mapping[int, Mapping[str, float]]) -> None:
    for part, chosen in {
        "000-059": [one for one in found if one.page.number < REPORT],
        "060-089": [one for one in found if one.page.number >= REPORT],
    }.items():
        for engine in ("all", "rapid", "tess"):
            these = [
                one
                for one in chosen
                if one.page.error_rate <= READABLE and engine in ("all", one.page.engine)
            ]
            print(f"{part} {engine}: {len(these)} readings")
            for name, told in (("greedy", "greedy"), ("beam", "beam")):
                total = Score()
                for one in these:
                    total += score(one.page.passage, getattr(one, told), 0.5)
                print(shown(f"every line, {name}", total))
            for threshold in THRESHOLDS:
                total = Score()
                for one in these:
                    said = reweighed(one, fits.get(one.page.number, fits[-1]))
                    total += score(one.page.passage, said, threshold)
                print(shown(f"corrections at {threshold}", total))


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="folder with a language model")
    parser.add_argument("--cache", type=Path, help="folder for what the recogniser says")
    parser.add_argument("--fit", action="store_true", help="write the weights")
    parser.add_argument("--pages", default="0-89")
    options = parser.parse_args()
    first, last = map(int, options.pages.split("-"))
    reader = Reader(default_recogniser(), LineCache(options.cache))
    model = CharacterModel.load(options.model)
    found: list[Judged] = []
    for number in range(first, last + 1):
        if any((PAGES / "images").glob(f"page-{number:03}.*")):
            found += [
                judged(page, reader, model) for page in pages(range(number, number + 1), worst=1.0)
            ]
    lines = sum(one.lines for one in found)
    reading, judging = (sum(one.seconds[at] for one in found) for at in (0, 1))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(found)} readings, {lines} lines; CPU a line: "
        f"{1000 * reading / lines:.1f} ms to read, "
        f"{1000 * judging / lines:.1f} ms to judge; {memory:.0f} MB at most"
    )
    fits = {
        one.page.number: fitted(found, one.page.number) for one in found if one.page.number < REPORT
    }
    fits[-1] = fitted(found)
    table(found, fits)
    if options.fit:
        weights = {name: round(float(value), 4) for name, value in sorted(fits[-1].items())}
        data = {
            "recogniser": NAME,
            "sha256": SHA256,
            "language weight": LANGUAGE_WEIGHT,
            "length weight": LENGTH_WEIGHT,
            "weights": weights,
        }
        WEIGHTS.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

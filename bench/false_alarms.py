"""How often the detectors of repeats and of widths cry wolf, and how much they find.

    python bench/false_alarms.py [--detector CODE ...] [--characters N] [--show N] [--fit | --together]

False alarms are counted on clean text: blocks of 15,000 characters as documents, taken from a fixed
place of each file (two fifths of the way in; smaller files from their start). The language model
was trained on the files of ``corpora``, so those rows flatter it; the rows marked "unseen" are text
that it was not trained on, as far as we know. All of it is counted as right, though some alarms are
true errors of the printed text: `--show` prints them.

Recall is counted on sentences that were doubled by mistake (natural-duplicates: everybody who wrote
the rules has read them) and on errors planted in unseen text with a fixed seed. Planted errors are
kinder than real ones.

`--together` counts the alarms of all chosen detectors in 10 MB of ``corpora`` (of every file SHARE
characters) and times each detector; without --detector those of numbers, sequences, set phrases and
odd characters.

`--fit` fits the probability of D001: planted errors, two in 10,000 characters, against the alarms
in unseen clean text.
"""

from __future__ import annotations

import argparse
import lzma
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from time import perf_counter

import regex

from proofer.checking.pipeline import make_context
from proofer.checking.registry import detectors
from proofer.config import Config
from proofer.detectors.api import Detector
from proofer.detectors.context import Context
from proofer.detectors.repetition import doubled
from proofer.document.document import Document, Paragraph, Segment
from proofer.document.edits import apply
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.findings.finding import Finding

SHARED = Path(os.environ.get("PROOFER_SHARED", Path(__file__).parents[2] / "shared"))
BLOCK = 15_000
CODES = ("D001", "D002", "R001", "L001", "P001")
CHECKS = (
    "N001",
    "N002",
    "N003",
    "N004",
    "N010",
    "N011",
    "N012",
    "N020",
    "S003",
    "S004",
    "G002",
    "G003",
    "G004",
)
"""Detectors of what a proofreader checks besides characters."""
SHARE = 350_000
"""Characters of each of the ten files of clean text: together 3.4 million, 10 MB of UTF-8."""
UNSEEN = (
    "peoples-daily-typos",
    "official-law",
    "official-odw",
    "missing-and-redundant",
    "native-writers",
    "official-med",
)
PER_10000 = 2.0
"""Real doublings in 10,000 characters: as counted on pages that two OCR engines read."""
TRUE_IN_CLEAN = (
    *("机制机制", "项目项目", "酒店酒店", "新常常态", "多数数", "车站站", "针对对", "切除手手"),
    *("院和和", "的的表述", "命的的", "品的的", "破坏了了", "也将将"),
)
"""What --show prints and is an error of the printed text, in my reading."""
EVERY = 750
"""Characters between two planted errors: enough to measure, too few to disturb each other."""
_HAN_RUN = regex.compile(r"\p{Han}{6,}")
_AABB = regex.compile(r"(\p{Han})\1(?!\1)(\p{Han})\2")


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
    """Return documents of about BLOCK characters, `characters` in all, from two fifths of the way into `lines`."""
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


@dataclass(frozen=True, slots=True)
class Planted:
    """A text with errors in it, and where they are."""

    text: str
    right: str
    places: tuple[Span, ...]


Planter = Callable[[str, random.Random, Context], "tuple[Span, str] | None"]


def plant(text: str, planter: Planter, context: Context, seed: int) -> Planted:
    """Put an error of one kind into `text` about every EVERY characters."""
    chooser = random.Random(seed)
    pieces: list[str] = []
    places: list[Span] = []
    for start in range(0, len(text), EVERY):
        part = text[start : start + EVERY]
        error = planter(part, chooser, context)
        if error is not None:
            span, wrong = error
            offset = sum(map(len, pieces)) + span.start
            places.append(Span(offset, offset + len(wrong)))
            part = part[: span.start] + wrong + part[span.end :]
        pieces.append(part)
    return Planted("".join(pieces), text, tuple(places))


def _character(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    del context
    runs = list(_HAN_RUN.finditer(part))
    if not runs:
        return None
    run = chooser.choice(runs)
    at = chooser.randrange(run.start(), run.end())
    return Span(at, at + 1), part[at] * 2


def _word(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    runs = list(_HAN_RUN.finditer(part))
    if not runs:
        return None
    run = chooser.choice(runs)
    words = [span for span in context.words.segment(run[0]) if 2 <= span[1] - span[0] <= 4]
    if not words:
        return None
    start, end = chooser.choice(words)
    span = Span(start, end).shift(run.start())
    return span, span.of(part) * 2


def _mark(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    del context
    places = list(regex.finditer(r"(?<=\p{Han})[，。、；：](?=\p{Han})", part))
    if not places:
        return None
    place = chooser.choice(places)
    return Span(*place.span()), place[0] * 2


def _half(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    known = context.dictionaries.kind("reduplications")
    places = [match for match in _AABB.finditer(part) if match[0] in known]
    if not places:
        return None
    place = chooser.choice(places)
    return Span(*place.span()), place[0][1:] if chooser.random() < 0.5 else place[0][:3]


def _loop(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    error = _word(part, chooser, context)
    if error is None:
        return None
    return error[0], error[0].of(part) * chooser.randrange(3, 6)


PLANTERS: dict[str, tuple[str, Planter]] = {
    "D001 character": ("D001", _character),
    "D001 word": ("D001", _word),
    "D002 mark": ("D002", _mark),
    "R001 half": ("R001", _half),
    "L001 phrase": ("L001", _loop),
}


def found(detector: Detector, text: str, context: Context) -> list[Finding]:
    return list(detector.detect(document_of(text), context))


def false_alarms(chosen: Sequence[Detector], context: Context, characters: int, show: int) -> None:
    names = "".join(f"{each.code:>8}" for each in chosen)
    print(
        f"\nAlarms in 10,000 characters of clean text\n{'text':24}{'model':>8}{'chars':>10}{names}"
    )
    for name, seen, texts in clean_texts(characters):
        size = sum(map(len, texts))
        row, shown = "", []
        for detector in chosen:
            alarms = [
                (text, finding) for text in texts for finding in found(detector, text, context)
            ]
            row += f"{10_000 * len(alarms) / size:8.2f}"
            shown += [_context(text, finding) for text, finding in alarms[:show]]
        print(f"{name:24}{'seen' if seen else 'unseen':>8}{size:>10}{row}")
        for line in shown:
            print(f"    {line}")


def together(chosen: Sequence[Detector], context: Context, show: int) -> None:
    """Count the alarms of all `chosen` together, text by text, and the time that each detector takes."""
    totals, seconds, size = Counter[str](), dict.fromkeys((each.code for each in chosen), 0.0), 0
    for name, seen, texts in clean_texts(SHARE):
        if not seen:
            continue
        counts, shown = Counter[str](), []
        for text in texts:
            document = document_of(text)
            for detector in chosen:
                start = perf_counter()
                alarms = list(detector.detect(document, context))
                seconds[detector.code] += perf_counter() - start
                counts[detector.code] += len(alarms)
                shown += [_context(text, finding) for finding in alarms]
        here = sum(map(len, texts))
        told = " ".join(f"{code} {count}" for code, count in sorted(counts.items()) if count)
        print(f"{name:20}{here:>9}{10_000 * counts.total() / here:7.2f} in 10,000   {told}")
        print("".join(f"    {line}\n" for line in sorted(shown)[:show]), end="")
        totals += counts
        size += here
    print(
        f"together {totals.total()} in {size}, one in {size // max(1, totals.total()):,} characters: {dict(totals)}"
    )
    print(
        "microseconds a character: "
        + " ".join(f"{code} {1e6 * each / size:.2f}" for code, each in seconds.items())
    )


def _context(text: str, finding: Finding) -> str:
    span = finding.span
    before, after = text[max(0, span.start - 16) : span.start], text[span.end : span.end + 16]
    return f"{finding.code} {finding.confidence:.2f} {before}[{finding.quote}]{after}".replace(
        "\n", "⏎"
    )


def planted_recall(codes: Sequence[str], context: Context, characters: int) -> None:
    texts = [text for name in UNSEEN for text in blocks(right_sentences(name), characters)]
    print(
        f"\nPlanted in unseen text\n{'error':24}{'planted':>8}{'found':>8}{'right':>8}{'recall':>8}"
    )
    for name, (code, planter) in PLANTERS.items():
        if code in codes:
            total, hit, right = _planted_counts(detectors()[code], planter, texts, context)
            print(f"{name:24}{total:8}{hit:8}{right:8}{hit / max(1, total):8.2f}")


def _planted_counts(
    detector: Detector, planter: Planter, texts: Sequence[str], context: Context
) -> tuple[int, int, int]:
    total = hit = right = 0
    for seed, text in enumerate(texts):
        planted = plant(text, planter, context, seed)
        findings = found(detector, planted.text, context)
        for place in planted.places:
            near = [finding for finding in findings if finding.span.overlaps(place)]
            total += 1
            hit += bool(near)
            right += any(_restores(finding, planted, place) for finding in near)
    return total, hit, right


def _restores(finding: Finding, planted: Planted, place: Span) -> bool:
    """Whether the first suggestion gives what stood there before (the text around it is compared)."""
    if not finding.suggestions:
        return False
    mended = apply(planted.text[: place.end + 12], finding.suggestions[0].edits)
    return mended[-24:] in planted.right


def natural_recall(codes: Sequence[str], context: Context) -> None:
    chosen = [detectors()[code] for code in ("D001", "D002", "L001") if code in codes]
    if not chosen:
        return
    rows = pairs("natural-duplicates")
    hit = other = 0
    missed: list[str] = []
    for wrong, right in rows:
        findings = [finding for detector in chosen for finding in found(detector, wrong, context)]
        places = [
            Span(max(0, start - (end - start)), min(len(wrong), 2 * end - start))
            for tag, start, end, *_ in SequenceMatcher(
                None, wrong, right, autojunk=False
            ).get_opcodes()
            if tag != "equal"
        ]
        is_hit = any(finding.span.overlaps(place) for finding in findings for place in places)
        hit += is_hit
        other += sum(
            not any(finding.span.overlaps(place) for place in places) for finding in findings
        )
        if not is_hit and places:
            missed.append(wrong[max(0, places[0].start - 5) : places[0].end + 5])
    print(
        f"\nnatural-duplicates: {hit} of {len(rows)} found, {other} findings elsewhere; missed: {' | '.join(missed)}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--detector", nargs="+", metavar="CODE")
    parser.add_argument("--characters", type=int, default=300_000, help="of each clean text")
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help="print N alarms of each text and detector"
    )
    parser.add_argument(
        "--fit", action="store_true", help="fit the probability of D001 and do nothing else"
    )
    parser.add_argument(
        "--together", action="store_true", help="one count for all, on 10 MB of the corpora"
    )
    options = parser.parse_args()
    if not SHARED.is_dir():
        print(f"no data at {SHARED}; set PROOFER_SHARED", file=sys.stderr)
        return 2
    context = make_context(Config())
    if options.fit:
        fit(context, options.characters)
        return 0
    codes = options.detector or (CHECKS if options.together else CODES)
    if options.together:
        together([detectors()[code] for code in codes], context, options.show)
        return 0
    print("The language model was trained on the texts marked seen: their rows flatter it.")
    false_alarms([detectors()[code] for code in codes], context, options.characters, options.show)
    planted_recall(codes, context, options.characters)
    natural_recall(codes, context)
    return 0


def fit(context: Context, characters: int) -> None:
    """Fit the probability of D001 and print how true it is.

    Planted errors weigh as much as makes PER_10000 in 10,000 characters. Alarms in clean text count
    as false but those that were read and found to be true errors of the text (TRUE_IN_CLEAN), which
    count for nothing. official-med is left out: its sentences hold too many of these.
    """
    import numpy as np

    names = [name for name in UNSEEN if name != "official-med"]
    texts = [text for name in names for text in blocks(right_sentences(name), characters)]
    size = sum(map(len, texts))
    false = [each for text in texts for each in _above(text, context) if not _is_true(each)]
    true: list[doubled.Candidate] = []
    planted_count = 0
    for planter in (_character, _word):
        for seed, text in enumerate(texts):
            planted = plant(text, planter, context, seed)
            planted_count += len(planted.places)
            true += [each for each in _above(planted.text, context) if _is_planted(each, planted)]
    x = np.array([doubled.features(each, context) for each in true + false])
    y = np.array([1.0] * len(true) + [0.0] * len(false))
    weights = np.where(y == 1, PER_10000 * size / 10_000 / planted_count, 1.0)
    ridge = np.diag([0.0, *[0.3] * (x.shape[1] - 1)])
    beta = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ beta))
        curvature = (x * (weights * p * (1 - p))[:, None]).T @ x + ridge
        beta += np.linalg.solve(curvature, x.T @ (weights * (y - p)) - ridge @ beta)
    print(
        f"{len(true)} of {planted_count} planted errors and {len(false)} false alarms in {size} clean characters"
    )
    print("weights", beta.round(2))
    p = 1 / (1 + np.exp(-x @ beta))
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.0)):
        inside = (p >= low) & (p < high)
        if inside.any():
            said, was = (np.average(values[inside], weights=weights[inside]) for values in (p, y))
            print(
                f"{low:.2f}-{high:.2f}: said {said:.2f}, was {was:.2f} ({int(inside.sum())} places)"
            )


def _is_true(candidate: doubled.Candidate) -> bool:
    span, text = candidate.site.repeat.span, candidate.site.page.text
    return any(error in text[max(0, span.start - 4) : span.end + 4] for error in TRUE_IN_CLEAN)


def _above(text: str, context: Context) -> list[doubled.Candidate]:
    page = context.page(document_of(text))
    return [each for each in doubled.candidates(page, context) if each.margin >= 0]


def _is_planted(candidate: doubled.Candidate, planted: Planted) -> bool:
    return any(candidate.site.repeat.span.overlaps(place) for place in planted.places)


if __name__ == "__main__":
    sys.exit(main())

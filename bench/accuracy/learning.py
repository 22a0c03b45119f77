"""What the decisions on one half of a labelled set are worth on the other half.

    python -m bench.accuracy.learning [--model FOLDER] [--limit N] [--set NAME ...] [--write]

A simulated editor decides on every finding of the documents with even numbers: a suggestion that
brings its passage nearer to what should stand there is accepted, any other is rejected. Nothing
else is told: no correction typed, no error that was not found. What `review.learning` makes of that
is then used on the documents with odd numbers, and the same the other way round; both are added up.

Compared are the corrections of at least the usual threshold (.5, .9) without learning with those of
the threshold, out of all hundredths, that removes most errors at no less precision. Both sides may
choose so, for a threshold is not a matter of learning.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from pathlib import Path

from bench.accuracy.findings import UNJUDGED
from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.detectors.context import Context
from proofer.evaluation.matching import Passage, Proposal, gain, proposal, proposals, score
from proofer.evaluation.rates import Score
from proofer.findings.report import DocumentReport
from proofer.formats import parse
from proofer.review.decision_factory import DecisionFactory
from proofer.review.decisions import Decision, Verdict
from proofer.review.learning import lessons_of
from proofer.scoring.learned import Learned
from tools.paths import ROOT
from tools.sources.labelled import sets

SETS = (
    "ocr-pages-rapidocr",
    "ocr-pages-tesseract",
    "ocr-sentences-rapidocr",
    "ocr-sentences-tesseract",
)
USUAL = (0.5, 0.9)
PAGE = "docs/measurements/learning.md"
_GRID = [step / 100 for step in range(10, 100)]
Said = tuple[Passage, Sequence[Proposal]]


def reported(passages: Sequence[Passage], context: Context, config: Config) -> Iterator[Said]:
    """Yield what is proposed for each passage."""
    for passage in passages:
        yield passage, proposals(_report(passage, context, config))


def _report(passage: Passage, context: Context, config: Config) -> DocumentReport:
    document = parse(passage.source.encode(), Path("text.txt"), encoding="utf-8")
    return check_document(document, context, config)


def decided(passage: Passage, context: Context, config: Config) -> Iterator[Decision]:
    """Yield what the simulated editor decides on the findings of a passage."""
    report = _report(passage, context, config)
    factory = DecisionFactory(report.document, "simulated")
    for finding in report.findings:
        made = proposal(finding, report.document)
        if made is None or not finding.suggestions:
            continue
        right = bool(made.edits) and gain(passage, made) > 0
        yield (
            factory.acceptance(finding, 0) if right else factory.plain(finding, Verdict.REJECTED)
        )


@dataclass(slots=True)
class Curve:
    """The counts at each threshold."""

    scores: dict[float, Score]

    @classmethod
    def of(cls, said: Sequence[Said]) -> Curve:
        """Count the corrections of all passages at all thresholds."""
        return cls(
            {
                each: reduce(add, (score(*one, each) for one in said), Score())
                for each in dict.fromkeys([*_GRID, *USUAL])
            }
        )

    def __add__(self, other: Curve) -> Curve:
        return Curve({each: one + other.scores[each] for each, one in self.scores.items()})

    def at_least(self, precision: float) -> tuple[float, Score]:
        """Return the threshold that removes most errors at this precision or a greater one."""
        fitting = [each for each in self.scores.items() if _precision(each[1]) >= precision]
        return max(fitting, key=lambda each: (_removed(each[1]), each[0]))


def _precision(one: Score) -> float:
    return one.right / max(1, one.right + one.harmful + one.neutral)


def _removed(one: Score) -> float:
    return (one.distance_before - one.distance_after) / max(1, one.distance_before)


def measure(name: str, options: argparse.Namespace) -> tuple[Curve, Curve, list[Learned]]:
    """Return the counts of a set without and with what the other half teaches, and that."""
    passages = [item.passage for item in sets()[name]()][: options.limit]
    config = Config(ignore=UNJUDGED, learn=False)
    context = make_context(config)
    before, after, learned = [], [], []
    for half in (0, 1):
        taught = (decided(each, context, config) for each in passages[half::2])
        learnt = Learned.of(lessons_of(taught))
        other = passages[1 - half :: 2]
        before.append(Curve.of([*reported(other, context, config)]))
        after.append(Curve.of([*reported(other, replace(context, learned=learnt), config)]))
        learned.append(learnt)
    return reduce(add, before), reduce(add, after), learned


def rows(name: str, options: argparse.Namespace) -> Iterator[str]:
    """Yield the lines of a set in the table."""
    before, after, learned = measure(name, options)
    decisions = " + ".join(
        str(sum(each.decisions for each in one.lessons.values() if each.kind == "detector"))
        for one in learned
    )
    for usual in USUAL:
        plain = before.scores[usual]
        cells = [f"{name}", decisions, f"{usual}", _cells(plain), _cells(after.scores[usual])]
        for curve in (before, after):
            threshold, best = curve.at_least(_precision(plain))
            cells.append(f"{_cells(best)} (≥ {threshold})")
        yield f"| {' | '.join(cells)} |"


def _cells(one: Score) -> str:
    edits = one.right + one.harmful + one.neutral
    return f"{100 * _removed(one):.1f} gone, {100 * _precision(one):.1f} of {edits} right"


def main() -> None:
    """Measure, print, and write the table if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, help="a language model other than the shipped one")
    parser.add_argument("--set", nargs="*", choices=SETS, default=SETS)
    parser.add_argument("--limit", type=int, help="documents of each set")
    parser.add_argument("--write", action="store_true", help=f"write the table into {PAGE}")
    options = parser.parse_args()
    if options.model is not None:
        from proofer.language import model

        model.DATA = options.model
    table = [
        "| set | decisions | threshold | without | with | best without | best with |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name in options.set:
        table += rows(name, options)
        print("\n".join(table[-len(USUAL) :]), flush=True)
    if options.write:
        file = ROOT / PAGE
        head = file.read_text(encoding="utf-8").partition("\n| set |")[0]
        file.write_text(head + "\n" + "\n".join(table) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Fit `logistic-scan-*.json`: what the image of a line is worth for what detectors say of it.

    python -m tools.calibration.scan_verdicts --data PART PART PART [--cache FOLDER]

Folders as for `tools.calibration.ocr_evidence`. Fitted on the findings on the pages of
`tools.calibration.rereading`; each third of them with tables, and with corrections by the image, of
which it has not been part. Facts and layout are left out: they are not scored again.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from proofer.config import Config
from proofer.document.regression import LogisticRegression, weights_file
from proofer.evaluation.matching import gain, is_wrong, proposal
from proofer.findings.finding import Finding, Suggestion
from proofer.rereading.confidence import WEIGHTS
from proofer.rereading.rescoring import CORRECTION, DOUBT, ScanRescorer, is_own
from tools.calibration.confidence import IGNORED
from tools.calibration.logistic import fit
from tools.calibration.ocr_evidence import LOST, alone
from tools.calibration.rereading import WORST, fit_on, judged, to_fit_on
from tools.sources.engine_files import Page

RIDGE = 1.0
"""Penalty on the weights and on the bias."""


@dataclass
class Rows:
    """What the image said of corrections and of places, and whether these were right or wrong."""

    corrections: list[dict[str, float]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    doubts: list[dict[str, float]] = field(default_factory=list)
    wrong: list[bool] = field(default_factory=list)

    def add(self, other: Rows) -> None:
        """Take the rows of `other`, too."""
        self.corrections += other.corrections
        self.right += other.right
        self.doubts += other.doubts
        self.wrong += other.wrong


def own_weights(part: int, parts: int, folder: Path, cache: Path | None) -> LogisticRegression:
    """Return the weights of corrections by the image, fitted without a part."""
    return fit_on(list(judged(folder, cache, (p for p in to_fit_on() if p.number % parts != part))))


def rows(part: int, parts: int, folder: Path, cache: Path | None, own: LogisticRegression) -> Rows:
    """Return what is known of a part; changes this process, which must not have read any table.

    Args:
        part: number of the part.
        parts: how many there are.
        folder: tables that have not seen the part.
        cache: folder for what the recogniser says.
        own: weights of corrections by the image that have not seen the part.
    """
    from proofer.document import regression
    from proofer.language import model
    from proofer.rereading import evidence

    model.DATA = folder
    from proofer.language.channel import engine

    engine.WEIGHTS = folder
    vars(evidence)["fitted"] = lambda name: own if name == WEIGHTS else regression.fitted(name)
    collected = Rows()
    for page in to_fit_on():
        if page.number % parts == part and page.error_rate <= WORST:
            _collect(page, cache, collected)
    return collected


def _collect(page: Page, cache: Path | None, collected: Rows) -> None:
    from proofer.checking import pipeline, reporting
    from proofer.language.channel.profiles import PROFILES
    from proofer.ocr.rescoring import OcrRescorer

    config = Config(ignore=(*IGNORED, LOST), reread=True, images=page.images)
    survey = pipeline.survey(page.document, pipeline.make_context(config, cache), config)
    assert not survey.failures, survey.failures[0].message.en
    if survey.testimony is None:
        return
    scan = ScanRescorer(page.document, survey.testimony)
    rescorer = OcrRescorer(page.document, PROFILES["ocr"])
    for finding in reporting.scored(rescorer, survey.candidates, page.document, config):
        if is_own(finding) or not finding.family.of_reading:
            continue
        _add(page, finding, scan, collected)


def _add(page: Page, finding: Finding, scan: ScanRescorer, collected: Rows) -> None:
    said = proposal(finding, page.plain)
    if said is None or not any(
        span.covers(place) for place in said.places for span, _ in page.passage.parts
    ):
        return
    if features := scan.doubt_features(finding):
        collected.doubts.append(features)
        collected.wrong.append(is_wrong(page.passage, said))
    for suggestion, one in _alone(finding):
        made = proposal(one, page.plain)
        features = scan.correction_features(finding, suggestion)
        if features and made is not None and made.edits:
            collected.corrections.append(features)
            collected.right.append(gain(page.passage, made) > 0)


def _alone(finding: Finding) -> Iterator[tuple[Suggestion, Finding]]:
    """Yield each suggestion with the finding that has it alone."""
    from dataclasses import replace

    for each in finding.suggestions:
        yield each, replace(finding, suggestions=(each,))


def fitted(collected: Rows) -> tuple[LogisticRegression, LogisticRegression]:
    """Return the weights of corrections and of doubts."""
    return (
        fit(collected.corrections, collected.right, ridge=RIDGE, bias_ridge=RIDGE, digits=3),
        fit(collected.doubts, collected.wrong, ridge=RIDGE, bias_ridge=RIDGE, digits=3),
    )


def told(weights: LogisticRegression, seen: Sequence[dict[str, float]], so: Sequence[bool]) -> str:
    """Return how often what was given each probability was so."""
    bands = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01)
    sure = [weights.probability(each) for each in seen]
    lines = []
    for low, high in pairwise(bands):
        inside = [is_so for each, is_so in zip(sure, so, strict=True) if low <= each < high]
        if inside:
            lines.append(f"{low:.1f}-{high:.1f}: {sum(inside)} of {len(inside)}")
    return "; ".join(lines)


def main() -> int:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, nargs="+", required=True, metavar="PART")
    parser.add_argument("--cache", type=Path, help="folder for what the recogniser says")
    options = parser.parse_args()
    collected = Rows()
    for part, folder in enumerate(options.data):
        own = alone(own_weights, part, len(options.data), folder, options.cache)
        collected.add(alone(rows, part, len(options.data), folder, options.cache, own))
    correction, doubt = fitted(collected)
    correction.save(weights_file(CORRECTION))
    doubt.save(weights_file(DOUBT))
    print(f"corrections: {told(correction, collected.corrections, collected.right)}\n{correction}")
    print(f"doubts: {told(doubt, collected.doubts, collected.wrong)}\n{doubt}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

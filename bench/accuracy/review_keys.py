"""How many keys a review of a folder takes, and what is decided without a look at each place.

    python -m bench.accuracy.review_keys FOLDER TRUTH

TRUTH has the right text of each file of FOLDER under the same name. A correction is right if it
alone brings the text nearer to the truth (Levenshtein, without white space). An editor who knows
the truth accepts what is right and rejects the rest: one key a place, or two keys for a series of
one verdict (`A` or `R`, Enter). A page beyond reading is put off as a whole, with one key.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from proofer.checking.pipeline import check
from proofer.config import Config
from proofer.document.edits import apply
from proofer.findings.finding import Finding, series_key
from proofer.findings.report import DocumentReport
from proofer.suppression.unreadable import UNREADABLE

BANDS: Sequence[tuple[str, Callable[[float], bool]]] = (
    (".9 and more", lambda sure: sure >= 0.9),
    (".5 to .9", lambda sure: 0.5 <= sure < 0.9),
    ("below .5", lambda sure: 0 <= sure < 0.5),
    ("no suggestion", lambda sure: sure < 0),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding: its series, the confidence of its correction (-1 without), what that does."""

    series: tuple[str, str, str]
    sure: float
    verdict: str


def judged(report: DocumentReport, truth: str) -> Iterator[Judged]:
    """Yield the findings of a page with what their corrections do to its text."""
    text, right = report.document.text, _plain(truth)
    before = Levenshtein.distance(_plain(text), right)
    for finding in report.findings:
        series = series_key(finding)
        if not finding.suggestions:
            yield Judged(series, -1.0, "none")
            continue
        first = finding.suggestions[0]
        after = Levenshtein.distance(_plain(apply(text, first.edits)), right)
        verdict = "right" if after < before else "neutral" if after == before else "harmful"
        yield Judged(series, first.confidence, verdict)


def keys(findings: Sequence[Judged]) -> int:
    """Return the keys that decide `findings` of one page one by one or as series."""
    series: defaultdict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for each in findings:
        series[each.series].append(each.verdict == "right")
    return sum(2 if len(same) > 1 and len({*same}) == 1 else len(same) for same in series.values())


def _plain(text: str) -> str:
    return "".join(text.split())


def _beyond_reading(findings: Sequence[Finding]) -> bool:
    return any(each.code == UNREADABLE for each in findings)


def main() -> None:
    """Print places, keys and verdicts by confidence."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("truth", type=Path)
    arguments = parser.parse_args()
    files = sorted(each for each in arguments.folder.iterdir() if each.is_file())
    reports = check(files, Config(root=arguments.folder)).documents
    total = sum(len(each.findings) for each in reports)
    folded = [each for each in reports if _beyond_reading(each.findings)]
    left = sum(len(each.findings) for each in folded)
    print(f"{len(reports)} files, {total} findings; {len(folded)} pages beyond reading with {left}")
    pages = [
        [*judged(each, (arguments.truth / each.document.path.name).read_text(encoding="utf-8"))]
        for each in reports
        if not _beyond_reading(each.findings)
    ]
    for name, fits in BANDS:
        found = [[each for each in page if fits(each.sure)] for page in pages]
        counts = Counter(each.verdict for page in found for each in page)
        print(
            f"{name:14}{counts.total():5} places {sum(map(keys, found)):5} keys  "
            + "  ".join(f"{verdict} {count}" for verdict, count in sorted(counts.items()))
        )


if __name__ == "__main__":
    main()

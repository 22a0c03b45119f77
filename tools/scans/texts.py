"""Sentences to print: of the news, and none that the model for fitting has seen."""

from __future__ import annotations

from pathlib import Path

from tools.language_model.build import NEWS
from tools.paths import SHARED
from tools.sources.corpora import (
    RUN,
    han_points,
    read_corpora,
    runs_in,
    runs_of,
    without_runs,
)
from tools.sources.labelled import REPORT

LEFT_OUT = ("ocr-pages/truth/*.txt", "ocr-sentences-*.tsv", "spelling/*.tsv")
"""Texts whose lines `build/data/unseen` has not seen, below $PROOFER_SHARED/data."""
LENGTHS = range(12, 121)
"""Characters of a sentence that is printed."""


def unseen() -> list[str]:
    """Return the lines of the news that were left out of `build/data/unseen`.

    Those that pages 060 to 089 share are left out here, too: corrections are reported on them.
    """
    lines, paths = _lines(), _left_out()
    seen = set(without_runs(lines, runs_of(paths)))
    reported = [path for path in paths if _is_reported(path)]
    return without_runs([line for line in lines if line not in seen], runs_of(reported))


def fresh() -> list[str]:
    """Return the lines of the news that share no run with any page, those of `unseen` included.

    `build/data/unseen` has seen them: a model to judge with is built without what is printed. A
    line without a run would stay in it.
    """
    others = without_runs(without_runs(_lines(), runs_of(_left_out())), runs_in(unseen()))
    return [line for line in others if han_points(line).size >= RUN]


def _lines() -> list[str]:
    corpora = read_corpora(SHARED)
    lines = [line for name in NEWS for line in corpora[name] if len(line) in LENGTHS]
    return list(dict.fromkeys(lines))


def _left_out() -> list[Path]:
    return [path for pattern in LEFT_OUT for path in sorted((SHARED / "data").glob(pattern))]


def _is_reported(path: Path) -> bool:
    return path.parent.name == "truth" and int(path.name[5:8]) >= REPORT

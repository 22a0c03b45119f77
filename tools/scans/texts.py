"""Sentences to print: of the news, and none that the model for fitting has seen."""

from __future__ import annotations

from pathlib import Path

from tools.language_model.build import NEWS
from tools.paths import SHARED
from tools.sources.corpora import read_corpora, runs_of, without_runs
from tools.sources.labelled import REPORT

LEFT_OUT = ("ocr-pages/truth/*.txt", "ocr-sentences-*.tsv", "spelling/*.tsv")
"""Texts whose lines `build/data/unseen` has not seen, below $PROOFER_SHARED/data."""
LENGTHS = range(12, 121)
"""Characters of a sentence that is printed."""


def unseen() -> list[str]:
    """Return the lines of the news that were left out of `build/data/unseen`.

    Those that pages 060 to 089 share are left out here, too: corrections are reported on them.
    """
    data = SHARED / "data"
    paths = [path for pattern in LEFT_OUT for path in sorted(data.glob(pattern))]
    corpora = read_corpora(SHARED)
    lines = [line for name in NEWS for line in corpora[name] if len(line) in LENGTHS]
    seen = set(without_runs(lines, runs_of(paths)))
    reported = [path for path in paths if _is_reported(path)]
    fresh = [line for line in dict.fromkeys(lines) if line not in seen]
    return without_runs(fresh, runs_of(reported))


def _is_reported(path: Path) -> bool:
    return path.parent.name == "truth" and int(path.name[5:8]) >= REPORT

"""Derive the parts of `dictionaries/` that come from packages; rows written by hand are kept.

    python -m tools.dictionaries.build reduplications places idioms
    python -m tools.dictionaries.build ocr      # needs clean text to prove that a row is safe
    python -m tools.dictionaries.build traditional   # the same for old print
    python -m tools.dictionaries.build verify   # count false alarms of every confusion
    python -m tools.dictionaries.build sort     # sort and deduplicate what was edited by hand

A derived row is known by its `source`: running a command again replaces those rows and no others.
Clean text is `*.txt` or `*.txt.xz`, one sentence a line, in `--corpora` (`PROOFER_SHARED/corpora`).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.dictionaries.derived import idioms, places, reduplications
from tools.dictionaries.misreadings import ocr, verify
from tools.dictionaries.rows import sort_all
from tools.dictionaries.traditional import traditional
from tools.paths import SHARED

COMMANDS = {"reduplications": reduplications, "places": places, "idioms": idioms, "sort": sort_all}
MEASURED = {"ocr": ocr, "traditional": traditional, "verify": verify}


def main() -> None:
    """Run the named steps."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("steps", nargs="+", choices=[*COMMANDS, *MEASURED])
    parser.add_argument(
        "--corpora", type=Path, default=SHARED / "corpora", help="clean text for ocr and verify"
    )
    arguments = parser.parse_args()
    for step in arguments.steps:
        if step in COMMANDS:
            COMMANDS[step]()
        else:
            MEASURED[step](arguments.corpora)


if __name__ == "__main__":
    main()

"""Folders of tables to calibrate with, of which the pages that are judged have not been part.

    python -m tools.calibration.folders --unseen FOLDER --folds FOLDER --output FOLDER

`--unseen` has a language model that has not seen the labelled texts, with its neighbours; `--folds`
has what `tools.channel.fit --cross-fit` wrote, a folder a part. Written are a folder for each part,
and `whole` with the shipped weights: all tables of the package, of which those of the model are
replaced by the unseen ones, and in a part the weights of the channel by those of the part.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from tools.paths import DATA
from tools.sources.folds import PARTS


def assemble(output: Path, *layers: Path) -> None:
    """Copy the files of all `layers` into `output`; later ones replace earlier ones."""
    shutil.rmtree(output, ignore_errors=True)
    for layer in layers:
        shutil.copytree(layer, output, dirs_exist_ok=True)


def main() -> None:
    """Write the folders."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("--unseen", "--folds", "--output"):
        parser.add_argument(name, type=Path, required=True, metavar="FOLDER")
    options = parser.parse_args()
    assemble(options.output / "whole", DATA, options.unseen)
    for part in range(PARTS):
        assemble(options.output / str(part), DATA, options.unseen, options.folds / str(part))


if __name__ == "__main__":
    main()

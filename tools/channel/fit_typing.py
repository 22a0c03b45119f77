"""Fit the profile `typing`: `channel-typing.json` and `channel-confusions-typing.npy`.

Usage: `python -m tools.channel.fit_typing --model FOLDER [--leave SET] [--everything]`, where
    FOLDER holds a language model that has not seen the sentences, with its neighbours (see
    `tools.channel.fit`).

Fitted on the first half of each set and reported on the second; with `--leave` the set is not
fitted on at all, and with `--everything` both halves are. What slips are usual is counted on
other sets than the one that is judged by it, as it will be on text that nobody has seen. Sentences
stand for themselves: each is a document.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from proofer.language.channel import confusions, homophones, neighbours
from proofer.language.channel.engine import Engine
from proofer.language.channel.profiles import PROFILES
from proofer.language.lexicon import default_words
from proofer.language.model import CharacterModel
from proofer.language.shapes import default_shapes
from tools.channel.confusions import count
from tools.channel.fit import fit, judged
from tools.channel.samples import Sample, sample, used_names
from tools.channel.typing_report import report
from tools.paths import DATA
from tools.sources.typed_sentences import NEWS, SETS, Row, rows

PROFILE = PROFILES["typing"]


def slips(some: Sequence[Row]) -> NDArray[np.void]:
    """What was typed for what, characters only."""
    pages = [row.page for row in some if row.set in SETS]
    return confusions.rows_of({pair: number for pair, number in count(pages).items() if all(pair)})


def engine(model: CharacterModel, folder: Path, counted: Sequence[Row]) -> Engine:
    """An engine that knows the slips of `counted`."""
    return Engine(
        model,
        default_words(),
        default_shapes(),
        around=neighbours.load(folder / "channel-neighbours.npy", model),
        confused=confusions.Confusions(slips(counted), model.vocabulary),
        calibration=None,
        profile=PROFILE,
        alike=homophones.load(DATA / "homophones.npy", model),
    )


def gather(folder: Path, wanted: Sequence[Row], counted: Sequence[Row]) -> list[tuple[Row, Sample]]:
    """Samples of `wanted`; slips are those of the `counted` rows of other sets."""
    model = CharacterModel.load(folder)
    names = used_names("typing")
    found = []
    for name in dict.fromkeys(row.family for row in wanted):
        judge_by = engine(model, folder, [row for row in counted if row.family != name])
        found += [(row, sample(row.page, judge_by, names)) for row in wanted if row.family == name]
    return [(row, each) for row, each in found if each.start.size]


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument(
        "--leave", choices=SETS, help="a set to report on and not to fit on; nothing is written"
    )
    parser.add_argument(
        "--everything", action="store_true", help="fit on both halves; the report is then no test"
    )
    parser.add_argument("--output", type=Path, default=DATA)
    options = parser.parse_args()
    everything = rows()
    fitted = [
        row
        for row in everything
        if (row.half == 0 or options.everything) and row.family != options.leave
    ]
    held = [row for row in everything if row.half == 1 and options.leave in (None, row.family)]
    held += [row for row in everything if row.half == 1 and row.family == NEWS] * bool(
        options.leave
    )
    calibration = fit([each for _, each in gather(options.model, fitted, fitted)])
    reported = gather(options.model, held, fitted)
    print(report([(row, judged([each], calibration)[0]) for row, each in reported]))
    if options.leave is None:
        calibration.save(options.output / "channel-typing.json")
        np.save(options.output / PROFILE.confusions, slips(fitted))


if __name__ == "__main__":
    main()

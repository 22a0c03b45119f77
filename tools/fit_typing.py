"""Fit the profile ``typing``: ``channel-typing.json`` and ``channel-confusions-typing.npy`` of the package.

Usage: ``python tools/fit_typing.py --model FOLDER [--leave SET] [--everything] [--output FOLDER]``,
    where FOLDER holds a language model that has not seen the sentences, with its neighbours (see
    ``fit_channel.py``).

Fitted on the first half of each set and reported on the second; with ``--leave`` the set is not
fitted on at all, and with ``--everything`` both halves are. What slips are usual is counted on
other sets than the one that is judged by it, as it will be on text that nobody has seen. Sentences
stand for themselves: each is a document.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
from build_confusions import count
from channel_samples import Sample, sample
from fit_channel import fit, judged
from numpy.typing import NDArray
from typing_data import NEWS, SETS, Row, rows
from typing_report import report

from proofer.language.channel import confusions, homophones, joint, neighbours, setting
from proofer.language.channel.engine import Engine
from proofer.language.channel.features import NAMES, NEW_CLASSES, OLD_CLASSES
from proofer.language.channel.flags import NAMES as FLAG_NAMES
from proofer.language.channel.profiles import PROFILES
from proofer.language.lexicon import default_words
from proofer.language.model import DATA, CharacterModel
from proofer.language.shapes import default_shapes

PROFILE = PROFILES["typing"]
UNUSED = {f"old {name or 'none'}" for name in OLD_CLASSES} | {
    f"new {name or 'none'}" for name in NEW_CLASSES
}
"""Columns that say nothing of typed text, as its marks are left alone."""
_UNUSED = (
    "line ",
    "other says",
    "other agrees",
    "other d",
    *setting.NAMES,
    *joint.NAMES,
    "slack",
    "size",
)
"""How others of these begin: typed text has no lines of print, and no other reading."""


def slips(some: Sequence[Row]) -> NDArray[np.void]:
    """What was typed for what, characters only."""
    pages = [row.page for row in some if row.set in SETS]
    return confusions.rows_of({pair: number for pair, number in count(pages).items() if all(pair)})


def engine(model: CharacterModel, folder: Path, counted: Sequence[Row]) -> Engine:
    """An engine that knows the slips of ``counted``."""
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
    """Samples of ``wanted``; slips are those of the ``counted`` rows of other sets."""
    model = CharacterModel.load(folder)
    found = []
    for name in dict.fromkeys(row.family for row in wanted):
        judge_by = engine(model, folder, [row for row in counted if row.family != name])
        found += [(row, sample(row.page, judge_by)) for row in wanted if row.family == name]
    return [(row, each) for row, each in found if each.start.size]


def columns(names: Sequence[str]) -> list[int]:
    """Those that are used."""
    return [
        number
        for number, name in enumerate(names)
        if name not in UNUSED and not name.startswith(_UNUSED)
    ]


class Typed(Sample):
    """A sample with the columns that are used."""

    __slots__ = ()

    @classmethod
    def of(cls, whole: Sample) -> Typed:
        """Leave columns of ``whole`` out."""
        values = {each.name: getattr(whole, each.name) for each in fields(Sample)}
        return cls(**values | {"numbers": whole.numbers[:, columns(NAMES)]})

    def flag_numbers(
        self, probability: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Characters worth a look and the numbers about them that are used."""
        spots, numbers = Sample.flag_numbers(self, probability)
        return spots, numbers[:, columns(FLAG_NAMES)]


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
    calibration = fit([Typed.of(each) for _, each in gather(options.model, fitted, fitted)])
    calibration = replace(calibration, columns=columns(NAMES), flag_columns=columns(FLAG_NAMES))
    reported = gather(options.model, held, fitted)
    print(report([(row, judged([each], calibration)[0]) for row, each in reported]))
    if options.leave is None:
        calibration.save(options.output / "channel-typing.json")
        np.save(options.output / PROFILE.confusions, slips(fitted))


if __name__ == "__main__":
    main()

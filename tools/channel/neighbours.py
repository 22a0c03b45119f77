"""Build `channel-neighbours.npy`: which characters stand next to which, likeliest first.

Usage: `python -m tools.channel.neighbours [--model FOLDER] [--output FILE]` (20 seconds).

The table of the language model answers questions and can't be listed. So all pairs of its
characters are asked for once, and for each character the likeliest ones after and before it are
kept, with their probabilities. Characters that look alike are put beside them, so that all
proposals of the channel come out of one file.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from proofer.language.channel.neighbours import LOOK_ALIKES, ROW, STEP, WIDTH
from proofer.language.encoding import FIRST, NONE
from proofer.language.model import CharacterModel
from proofer.language.shapes import ShapeTable
from tools.paths import DATA


def pair_scores(model: CharacterModel, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """log10 P of every character after each of `rows`, shape (rows, characters)."""
    size = model.vocabulary.size
    stream = np.full((rows.size, size, 3), NONE, np.uint16)
    stream[:, :, 1] = rows[:, None]
    stream[:, :, 2] = np.arange(size)
    scores = model.token_scores(stream.reshape(-1)).reshape(stream.shape)[:, :, 2]
    scores[:, :FIRST] = -99  # no id below it can be proposed
    return scores


def build(model: CharacterModel, shapes: ShapeTable) -> NDArray[np.void]:
    """One row for each id."""
    size = model.vocabulary.size
    after = np.empty((size, size), np.float32)
    for start in range(0, size, 64):
        rows = np.arange(start, min(start + 64, size))
        after[rows] = pair_scores(model, rows)
    after[NONE] = -99
    table = np.zeros(size, ROW)
    joint = after.T + model.unigrams[None, :]
    for side, scores, order in (("after", after, after), ("before", after.T, joint)):
        best = np.argsort(-order, axis=1, kind="stable")[:, :WIDTH]
        table[side] = best
        costs = -np.take_along_axis(scores, best, 1)
        table[f"{side}_cost"] = np.clip(np.round(costs / STEP), 0, 255)
    ids = {char: number for number, char in enumerate(model.vocabulary.characters, FIRST)}
    for char, number in ids.items():
        near = [ids[other] for other in shapes.neighbours(char, 8 * LOOK_ALIKES) if other in ids][
            :LOOK_ALIKES
        ]
        table["alike"][number, : len(near)] = near
    return table


def main() -> None:
    """Build and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=DATA)
    parser.add_argument("--output", type=Path, default=DATA / "channel-neighbours.npy")
    options = parser.parse_args()
    table = build(CharacterModel.load(options.model), ShapeTable.load())
    np.save(options.output, table)
    print(f"{options.output}: {options.output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()

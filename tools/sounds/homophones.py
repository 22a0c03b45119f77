"""Build `homophones.npy`: the words of two characters that another word sounds like.

Usage: `python -m tools.sounds.homophones [--output FILE]` (10 seconds). Every pair of characters
    with a known sound is looked up in the lexicon, which is hashed and cannot be listed; the
    commonest words come first.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from proofer.language.lexicon import DATA, RARE, default_words, word_keys
from proofer.language.sounds import default_sounds
from tools.sources.array_files import save_array

_CHARACTERS = 7000
"""The commonest ones: no word of the others is as common as `RARE`."""


def words() -> NDArray[np.uint16]:
    """Both code points of each word that is not rare, the commonest first."""
    characters = np.array(
        [ord(char) for char in default_sounds().characters[:_CHARACTERS]], np.uint32
    )
    found, frequency = [], []
    for first in characters:
        pairs = np.stack((np.full_like(characters, first), characters), 1)
        known, often = default_words().find(word_keys(pairs.reshape(-1), 2)[::2])
        kept = known & (often >= RARE) & (characters != first)
        found.append(pairs[kept])
        frequency.append(often[kept])
    order = np.argsort(-np.concatenate(frequency), kind="stable")
    return np.concatenate(found)[order].astype(np.uint16)


def main() -> None:
    """Look up and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=DATA / "homophones.npy")
    options = parser.parse_args()
    table = words()
    save_array(options.output, table)
    print(f"{options.output}: {len(table):,} words, {options.output.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()

"""Build `proofer/language/data/sounds.*`: the readings of each character, from pypinyin (MIT).

A character keeps its commonest reading and up to two more that words have: those that make up a
twentieth of its places in pypinyin's phrases. Rare and classical readings (己 qi, 女 ru) would make
half of the table sound alike. Tones are left out: who types pinyin types none.

Usage: `python -m tools.sounds.build [--output FOLDER]` (needs `pypinyin`, and
    `$PROOFER_SHARED` for the order of the characters, which is that of their frequency in the
    corpora).
"""

from __future__ import annotations

import argparse
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pypinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from proofer.language.sounds import NO_SYLLABLE, READINGS
from tools.paths import DATA, SHARED
from tools.sources.array_files import save_array, save_header, save_text
from tools.sources.corpora import read_corpora

LEAST_SHARE = 0.05
PARTICLES = {"地": "de"}
"""Readings that phrases hardly have: particles stand between words.

的, 得 and 地 are the commonest slip of all.
"""
_VOWELS = frozenset("aeiouv")


def syllable(reading: str) -> str:
    """Return a reading such as `lüè` without tone, ü as v; empty if it has no vowel (`ńg`)."""
    letters = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    plain = "".join(letter for letter in letters if "a" <= letter <= "z")
    return plain if _VOWELS.intersection(plain) else ""


def readings_in_phrases() -> dict[str, Counter[str]]:
    """How often each character has each syllable in pypinyin's phrases."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, readings in PHRASES_DICT.items():
        for char, choices in zip(phrase, readings, strict=False):
            counts[char][syllable(choices[0])] += 1
    return counts


def syllables_of(char: str, counts: Counter[str]) -> list[str]:
    """Return the syllables of `char`, its commonest reading first."""
    commonest = syllable(PINYIN_DICT[ord(char)].split(",")[0])
    others = [
        name
        for name, count in counts.most_common()
        if count >= max(2, LEAST_SHARE * counts.total())
    ]
    names = dict.fromkeys((commonest, PARTICLES.get(char, ""), *others))
    return [name for name in names if name][:READINGS]


def in_order_of_frequency() -> list[str]:
    """Return the Han characters that the corpora use or GB 2312 holds, the commonest first."""
    counts = np.zeros(0x110000, np.int64)
    for lines in read_corpora(SHARED).values():
        codes = np.frombuffer("".join(lines).encode("utf-32-le"), "<u4")
        counts += np.bincount(codes, minlength=counts.size)
    han = range(0x4E00, 0xA000)
    used = [code for code in han if counts[code] or chr(code).encode("gb2312", "ignore")]
    return [
        chr(code)
        for code in sorted(used, key=lambda code: (-counts[code], code))
        if code in PINYIN_DICT
    ]


def main() -> None:
    """Write sounds.npy (numbers of syllables), sounds.txt (characters, syllables), sounds.json."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=DATA)
    options = parser.parse_args()
    counts = readings_in_phrases()
    rows = {
        char: found
        for char in in_order_of_frequency()
        if (found := syllables_of(char, counts[char]))
    }
    syllables = sorted({name for found in rows.values() for name in found})
    numbers = {name: number for number, name in enumerate(syllables)}
    table = np.full((len(rows), READINGS), NO_SYLLABLE, np.uint16)
    for row, found in enumerate(rows.values()):
        table[row, : len(found)] = [numbers[name] for name in found]
    save_array(options.output / "sounds.npy", table)
    save_text(options.output / "sounds.txt", "".join(rows) + "\n" + " ".join(syllables) + "\n")
    header = {
        "characters": len(rows),
        "licence": "MIT",
        "source": f"pypinyin=={pypinyin.__version__}",
    }
    save_header(options.output / "sounds.json", header | {"syllables": len(syllables)})
    several = sum(len(found) > 1 for found in rows.values())
    print(
        f"{len(rows)} characters ({several} with several readings), "
        f"{len(syllables)} syllables, {table.nbytes:,} B"
    )


if __name__ == "__main__":
    main()

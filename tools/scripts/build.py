"""Build the table of characters by script from OpenCC's dictionaries (Apache-2.0).

    python -m tools.scripts.build [--cache FOLDER]

Writes proofer/language/data/scripts.tsv: script (t traditional, j Japanese, s simplified),
character, and what stands for it on a simplified page (for s: on a traditional one), commonest
first. Left out is whatever both scripts use: GB 2312 is the set of simplified print and Big5 that
of traditional print: a character of GB 2312 (乾 著 藉) is never called traditional, and one of Big5
(后 里 却 烟) never simplified.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from tools.paths import DATA
from tools.sources.packages import CACHE, OPENCC, download, read_member

TARGET = DATA / "scripts.tsv"
SIMPLIFIED_PRINT = frozenset("於甯夥崑崙薑瞭昇堃喆邨犇龢陞蒐迺噁祇濛")
"""Outside of GB 2312, but in simplified print (List of Standard Characters, 2013)."""
TRADITIONAL_PRINT = frozenset(
    "麽温秘床内却决烟强况脚担帮恒猪碍凉厦够册抛耻携笋粮冲厮叙凑叁叠呐疴禀韵兹咤晋眦脱虬迹义坟众来响"
)
"""Outside of Big5, or taken for simplified, but common in traditional print until 1950."""


def read(archive: Path, name: str) -> dict[str, list[str]]:
    """Return an OpenCC dictionary: character, tab, its counterparts parted by blanks."""
    lines = read_member(archive, f"opencc/dictionary/{name}.txt").decode("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if "\t" in line)
    return {row[0]: row[1].split() for row in rows}


def in_print(character: str, encoding: str) -> bool:
    """Return whether print has the character: simplified print is gb2312, traditional big5."""
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def rows(archive: Path) -> Iterator[tuple[str, str, str]]:
    """Yield script, character and counterparts."""
    to_simplified, to_traditional = (
        read(archive, name) for name in ("TSCharacters", "STCharacters")
    )
    for character, right in to_simplified.items():
        found = [each for each in right if each != character and in_print(each, "gb2312")]
        if found and not in_print(character, "gb2312") and character not in SIMPLIFIED_PRINT:
            yield "t", character, "".join(found)
    for traditional, forms in read(archive, "JPVariants").items():
        simplified = to_simplified.get(traditional, [traditional])[0]
        for form in forms:
            if (
                not in_print(form, "gb2312")
                and form not in to_simplified
                and in_print(simplified, "gb2312")
            ):
                yield "j", form, simplified
    for character, right in to_traditional.items():
        both = character in TRADITIONAL_PRINT or in_print(character, "big5")
        if character not in right and not both and in_print(character, "gb2312"):
            yield "s", character, "".join(right)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--cache", type=Path, default=CACHE, help="folder with (or for) the downloaded wheel"
    )
    archive = download(OPENCC, parser.parse_args().cache)
    lines = sorted("\t".join(row) for row in rows(archive))
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{TARGET}: {len(lines)} rows")


if __name__ == "__main__":
    main()

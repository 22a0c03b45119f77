"""What probabilities are worth: edits by threshold, reliability, wrong characters flagged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tools.sources.ocr_pages import Page, printed

THRESHOLDS = (0.9, 0.7, 0.5, 0.3)
BINS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
ALARMS = (0.5, 1, 2, 5)


@dataclass(frozen=True, slots=True)
class Judged:
    """A page with the probabilities of its edits and characters, and the truth."""

    page: Page
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    points: NDArray[np.uint32]
    change: NDArray[np.int64]
    probability: NDArray[np.float64]
    wrong: NDArray[np.bool_]
    flagged: NDArray[np.float64]

    def corrected(self, least: float) -> str:
        """The text with all edits of at least that probability, the likeliest of each place."""
        text, last = self.page.text, len(self.page.text)
        for row in sorted(
            self.chosen(least).tolist(), key=lambda row: (-self.start[row], -self.end[row])
        ):
            if self.end[row] <= last:
                new = chr(self.points[row]) if self.points[row] else ""
                text = text[: self.start[row]] + new + text[self.end[row] :]
                last = int(self.start[row])
        return text

    def chosen(self, least: float = 0.05) -> NDArray[np.int64]:
        """Edits taken by probability, one a character or gap."""
        taken: set[tuple[int, int]] = set()
        rows = []
        for row in np.argsort(-self.probability, kind="stable").tolist():
            key = (int(self.start[row]), int(self.end[row]))
            if self.probability[row] >= least and key not in taken:
                taken.add(key)
                rows.append(row)
        return np.array(rows, np.int64)


def report(pages: Sequence[Judged], clean: Sequence[Judged]) -> str:
    """Everything as lines of text: both engines, then each; then alarms on pages as printed."""
    lines = []
    for name in ("all", "rapid", "tess"):
        part = [each for each in pages if name in ("all", each.page.engine)]
        if part:
            lines += [f"== {name}: {len(part)} readings", *_edits(part), *_flags(part)]
    lines.append(_whole(pages))
    characters = sum(len(each.page.text) for each in clean)
    if not characters:
        return "\n".join(lines)
    lines.append(f"== as printed: {characters} characters, alarms in 1,000")
    for what, values in (
        ("edits", [each.probability[each.chosen()] for each in clean]),
        ("flags", [each.flagged for each in clean]),
    ):
        found = np.concatenate(values)
        cells = [
            f"p >= {least}: {np.sum(found >= least) / characters * 1000:.2f}"
            for least in THRESHOLDS
        ]
        lines.append(f"  {what} " + ", ".join(cells))
    return "\n".join(lines)


def _edits(pages: Sequence[Judged]) -> list[str]:
    rows = [each.chosen() for each in pages]
    probability = np.concatenate(
        [each.probability[row] for each, row in zip(pages, rows, strict=True)]
    )
    change = np.concatenate([each.change[row] for each, row in zip(pages, rows, strict=True)])
    errors = sum(each.page.errors for each in pages)
    characters = sum(len(each.page.text) for each in pages)
    order = np.argsort(-probability, kind="stable")
    right = change[order] > 0
    area = float((np.cumsum(right) / np.arange(1, right.size + 1) * right).sum() / errors)
    lines = [f"{errors} errors in {characters} characters, area {area:.4f}"]
    for least in THRESHOLDS:
        part = change[probability >= least]
        lines.append(
            f"  p >= {least}: {part.size} edits, {np.mean(part > 0):.1%} right, "
            f"{np.sum(part < 0)} harmful, "
            f"{part.sum() / errors:.1%} of the errors gone"
        )
    cells = []
    for low, high in pairwise(BINS):
        inside = (probability >= low) & (probability < high)
        if inside.any():
            cells.append(
                f"{probability[inside].mean():.2f}->{np.mean(change[inside] > 0):.2f} "
                f"({inside.sum()})"
            )
    return [*lines, "  said->was: " + " | ".join(cells)]


def _whole(pages: Sequence[Judged]) -> str:
    """Documents with an error that are all right after the edits: spelling correctors' measure."""
    wrong = [each for each in pages if each.page.errors]
    cells = []
    for least in (0.5, 0.3, 0.2, 0.1):
        right = np.mean([each.corrected(least) == printed(each.page).text for each in wrong])
        cells.append(f"p >= {least}: {right:.1%} (F {2 * right / (1 + right):.1%})")
    return f"== of {len(wrong)} documents with an error right in all: " + ", ".join(cells)


def _flags(pages: Sequence[Judged]) -> list[str]:
    flagged = np.concatenate([each.flagged for each in pages])
    wrong = np.concatenate([each.wrong for each in pages])
    near = wrong | np.r_[False, wrong[:-1]] | np.r_[wrong[1:], False]
    order = np.argsort(-flagged, kind="stable")
    alarms = np.cumsum(~near[order]) / wrong.size * 1000
    hits = np.cumsum(wrong[order]) / wrong.sum()
    cells = []
    for most in ALARMS:
        at = max(int(np.searchsorted(alarms, most, side="right")) - 1, 0)
        cells.append(f"{hits[at]:.1%} at {most} (p >= {flagged[order[at]]:.2f})")
    said = [
        f"p >= {least}: {np.sum(flagged >= least)} flags, "
        f"{np.mean(near[flagged >= least]):.1%} at an error"
        for least in (0.9, 0.7, 0.5)
        if np.any(flagged >= least)
    ]
    return [
        "  wrong places flagged, by false alarms in 1,000 characters: " + ", ".join(cells),
        "  " + "; ".join(said),
    ]

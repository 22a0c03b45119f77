"""What corrections of typed sentences are worth: rates by sentence, alarms in news, reliability."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from tools.channel.report import Judged
from tools.sources.typed_sentences import NEWS, Row

THRESHOLDS = (0.3, 0.5, 0.7, 0.9)
BINS = (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
Told = Sequence[tuple[Row, Judged]]


def made(page: Judged, least: float) -> list[int]:
    """The likely edits, of those that change the same character the likeliest."""
    taken: set[int] = set()
    rows = []
    for row in np.argsort(-page.probability, kind="stable").tolist():
        cells = set(range(int(page.start[row]), int(page.end[row]))) or {-1 - int(page.start[row])}
        if page.probability[row] >= least and not cells & taken:
            taken |= cells
            rows.append(row)
    return rows


def report(told: Told) -> str:
    """Everything as lines of text, set by set."""
    lines = []
    for name in dict.fromkeys(row.set for row, _ in told):
        part = [each for row, each in told if row.set == name]
        lines.append(f"== {name}: {len(part)}")
        lines += [f"  p >= {least}: {_rates(part, least)}" for least in THRESHOLDS]
        if name == NEWS:
            size = sum(len(each.page.text) for each in part)
            alarms = sum(len(made(each, 0.5)) for each in part)
            lines.append(
                f"  {alarms} edits of 0.5 in {size} characters: {alarms / size * 2000:.2f} in 2,000"
            )
        lines.append("  said->was: " + _reliability(part))
    return "\n".join(lines)


def _rates(part: Sequence[Judged], least: float) -> str:
    """Strict rates: a sentence is corrected if nothing is left to change."""
    wrong = changed = right = clean = touched = 0
    for each in part:
        rows = made(each, least)
        errors = each.page.errors
        wrong, changed = wrong + (errors > 0), changed + (len(rows) > 0)
        gained = each.change[rows]
        right += errors > 0 and bool((gained > 0).all()) and int(gained.sum()) == errors
        clean, touched = clean + (errors == 0), touched + (errors == 0 and len(rows) > 0)
    precision, recall = right / max(changed, 1), right / max(wrong, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return (
        f"P {precision:.1%} R {recall:.1%} F1 {f1:.1%} of {wrong}, "
        f"clean sentences touched {touched / max(clean, 1):.1%} of {clean}"
    )


def _reliability(part: Sequence[Judged]) -> str:
    probability = np.concatenate([each.probability for each in part])
    right = np.concatenate([each.change for each in part]) > 0
    cells = []
    for low, high in pairwise(BINS):
        inside = (probability >= low) & (probability < high)
        if inside.any():
            cells.append(
                f"{probability[inside].mean():.2f}->{right[inside].mean():.2f} ({inside.sum()})"
            )
    return " | ".join(cells)

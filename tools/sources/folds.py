"""Folds that share no text, for cross-fitting.

Many of the single sentences stand on the OCR pages too, and both engines read the same sentences.
Whoever is judged on a text must not have learned from it in another reading.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from tools.sources.corpora import han_points, run_hashes
from tools.sources.ocr_pages import GROUP, Page, Paragraph

Holds = dict[int, Counter[int]]
"""How often each run of characters stands in each fold."""
FOLDS, PARTS = 6, 3
"""Folds, and parts of two folds each, for what learns from the channel's answers."""


def fold_of(page: Page) -> int:
    """The fold of a page or group of sentences: readings of the same text stay in one fold."""
    return (page.number if page.number >= 0 else int(page.name[-3:])) % FOLDS


def in_folds(readings: Sequence[Page]) -> list[Page]:
    """Return the pages, and the sentences in new groups with what they share text with."""
    pages, groups = (
        [page for page in readings if (page.number < 0) == single] for single in (False, True)
    )
    holds: Holds = defaultdict(Counter)
    for page in pages:
        for paragraph in page.paragraphs:
            _hold(paragraph.truth, fold_of(page), holds)
    fold = _folds_of([paragraph.truth for group in groups for paragraph in group.paragraphs], holds)
    kept: dict[tuple[str, int], list[Paragraph]] = defaultdict(list)
    for group in groups:
        for paragraph in group.paragraphs:
            kept[group.engine, fold[paragraph.truth]].append(paragraph)
    return pages + [
        Page(
            f"sentences-{FOLDS * (start // GROUP) + number:03d}",
            engine,
            -1,
            tuple(some[start : start + GROUP]),
        )
        for (engine, number), some in kept.items()
        for start in range(0, len(some), GROUP)
    ]


def _folds_of(truths: Sequence[str], holds: Holds) -> dict[str, int]:
    """Where each sentence goes: to what it shares text with, else to the emptiest fold."""
    sizes: Counter[int] = Counter(dict.fromkeys(range(FOLDS), 0))
    fold: dict[str, int] = {}
    for truth in sorted(
        dict.fromkeys(truths), key=lambda each: not any(run in holds for run in _runs_in(each))
    ):
        shared = sum((holds[run] for run in _runs_in(truth) if run in holds), Counter[int]())
        fold[truth] = (
            shared.most_common(1)[0][0] if shared else min(sizes, key=lambda each: sizes[each])
        )
        sizes[fold[truth]] += 1
        _hold(truth, fold[truth], holds)
    return fold


def _hold(truth: str, fold: int, holds: Holds) -> None:
    for run in _runs_in(truth):
        holds[run][fold] += 1


def _runs_in(truth: str) -> list[int]:
    return [*map(int, run_hashes(han_points(truth)))]

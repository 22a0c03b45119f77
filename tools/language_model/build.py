"""Build the character language model, `proofer/language/data/model*`, from the corpora.

Usage: `python -m tools.language_model.build` builds what is shipped (about 10 minutes, 12 GB of
    memory).

* `--budget N` or `--thresholds 0,1,2,3`: prune by relative entropy to N n-grams, or by counts
  as KenLM does.
* `--hold-out 50` leaves every 50th line of each corpus out and prints perplexities on these
  lines.
* `--exclude FILE...` leaves out lines that share 12 Han characters in a row with a file, for
  honest benchmarks.
* `--output FOLDER` writes elsewhere than into the package.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from proofer.language.encoding import Vocabulary
from proofer.language.model import CharacterModel
from tools.language_model import counts as counting
from tools.language_model import pruning, smoothing
from tools.language_model.counts import ORDER, Counts, Numbers
from tools.language_model.quantising import Pruned, write_model
from tools.paths import DATA, SHARED
from tools.sources.corpora import read_corpora, runs_of, split, without_runs

NEWS = (
    "cmrc_wiki",
    "eb_bizsnews_2011",
    "gov_reports_2026",
    "peoples_daily_ner",
    "xinhua_2025",
    "xwlb_train",
)
MOST_CHARACTERS = 8186
_CLOCK = time.monotonic()


@dataclass(frozen=True, slots=True)
class Trained:
    """Everything that pruning needs: n-grams, their probabilities, their counts."""

    shape: smoothing.Frame
    values: dict[int, Numbers]
    raw: dict[int, Counts]
    seen: dict[int, Numbers]


def report(text: str) -> None:
    """Print `text` with the seconds since the start."""
    print(f"{time.monotonic() - _CLOCK:7.1f} s  {text}", flush=True)


def count_group(streams: Sequence[NDArray[np.uint16]]) -> dict[int, Counts]:
    """Raw counts of all orders over several streams."""
    return {
        order: counting.add([counting.count(stream, order) for stream in streams])
        for order in range(1, ORDER + 1)
    }


def train(vocabulary: Vocabulary, corpora: dict[str, list[str]], news_weight: float) -> Trained:
    """Mix a model of the news with a model of everything, over the n-grams of everything."""
    streams = {name: counting.token_stream(vocabulary, lines) for name, lines in corpora.items()}
    news = count_group([stream for name, stream in streams.items() if name in NEWS])
    other = count_group([stream for name, stream in streams.items() if name not in NEWS])
    raw = {order: counting.add([news[order], other[order]]) for order in news}
    report("counted: " + ", ".join(f"{raw[order].keys.size:,}" for order in raw))
    shape = smoothing.frame(raw)
    groups = [(raw, 1 - news_weight)] + [(news, news_weight)] * (news_weight > 0)
    models, seen = [], {order: np.zeros(raw[order].keys.size) for order in range(1, ORDER)}
    for counts, weight in groups:
        models.append(smoothing.probabilities(shape, counting.continuations(counts)))
        for order, shares in seen.items():
            place = smoothing.locate(shape.keys[order], counts[order].keys)
            shares[place] += weight * counts[order].numbers / counts[1].numbers.sum()
        report("smoothed one model")
    values = smoothing.mix(models, [weight for _, weight in groups])
    return Trained(shape, values, raw, seen)


def perplexities(model: CharacterModel, held: dict[str, list[str]]) -> str:
    """Perplexity a code point but white space on held-out lines: news, others, each corpus."""
    cells, sums = [], {True: np.zeros(2), False: np.zeros(2)}
    for name, lines in held.items():
        texts = ["".join(line.split()) for line in lines]
        total = np.array([model.totals(texts, start=True).sum(), sum(map(len, texts))])
        sums[name in NEWS] += total
        cells.append(f"{name} {10 ** (-total[0] / total[1]):.2f}")
    parts = [
        f"{label} {10 ** (-sums[key][0] / sums[key][1]):.2f}"
        for label, key in (("news", True), ("other", False))
    ]
    return ", ".join(parts + cells)


def read_options() -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--budget", type=int, nargs="*", default=[3_830_000], help="n-grams of order 2 to 4 to keep"
    )
    parser.add_argument(
        "--thresholds", nargs="*", default=[], help="counts to prune up to, by order, as 0,1,2,3"
    )
    parser.add_argument(
        "--news-weight", type=float, default=0.5, help="share of the news model in the mixture"
    )
    parser.add_argument(
        "--hold-out", type=int, default=0, metavar="N", help="test on every N-th line"
    )
    parser.add_argument(
        "--exclude",
        type=Path,
        nargs="*",
        default=[],
        help="texts whose lines must not be trained on",
    )
    parser.add_argument("--load", type=float, default=0.965, help="share of the slots to fill")
    parser.add_argument("--output", type=Path, default=DATA)
    return parser.parse_args()


def read_lines(options: argparse.Namespace) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Lines to train on and lines to test on, by corpus."""
    runs = runs_of(options.exclude)
    corpora, held, dropped = {}, {}, 0
    for name, lines in read_corpora(SHARED).items():
        fresh = without_runs(lines, runs)
        dropped += len(lines) - len(fresh)
        corpora[name], held[name] = split(fresh, options.hold_out)
    report(f"read {sum(map(len, corpora.values())):,} lines, left out {dropped:,}")
    return corpora, held


def prune(trained: Trained, loss: dict[int, Numbers], plan: str | int) -> Pruned:
    """Prune to a number of n-grams (int) or by counts (`0,1,2,3`)."""
    if isinstance(plan, int):
        marks = pruning.fit_limit(trained.shape, loss, plan)
    else:
        thresholds = [int(number) for number in plan.split(",")]
        marks = pruning.close(trained.shape, pruning.count_marks(trained.raw, thresholds))
    return Pruned(
        trained.shape.keys,
        trained.values,
        pruning.backoffs(trained.shape, trained.values, marks),
        marks,
    )


def main() -> None:
    """Train once, then write (and test) one model for each way of pruning; the last one stays."""
    options = read_options()
    corpora, held = read_lines(options)
    vocabulary = Vocabulary(counting.choose_characters(corpora.values(), MOST_CHARACTERS, 2))
    trained = train(vocabulary, corpora, options.news_weight)
    loss = pruning.losses(trained.shape, trained.values, trained.seen)
    header: dict[str, object] = {"corpora": sorted(corpora), "news_weight": options.news_weight}
    header |= {"excluded_texts": len(options.exclude), "lines": sum(map(len, corpora.values()))}
    for plan in options.thresholds or options.budget:
        pruned = prune(trained, loss, plan)
        size = write_model(
            options.output, vocabulary, pruned, header | {"pruning": plan}, options.load
        )
        report(f"pruned by {plan}: {size / 1e6:.2f} MB")
        if options.hold_out:
            report("  perplexity: " + perplexities(CharacterModel.load(options.output), held))


if __name__ == "__main__":
    main()

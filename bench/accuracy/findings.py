"""How good findings are on the labelled sets of $PROOFER_SHARED/data, beside pycorrector's.

    python -m bench.accuracy.findings [--set NAME ...] [--limit N] [--model FOLDER]
                                          [--select CODES] [--profile NAME]
                                      [--half 1|2] [--jobs N] [--no-peer] [--write [FOLDER]]

Prints Markdown: rates by sentence, rates by character, and what a confidence was worth. A sentence
is a document of its own and a page is one too, read by its engine's lines; `page` sets count
paragraphs as sentences. White space and the width of marks are not counted. docs/accuracy.md
explains the columns and keeps the figures.

Two warnings. The shipped language model has seen $PROOFER_SHARED/corpora, and much of what the OCR
pages should read stands there: `--model` takes a folder with a model made without them
(tools.language_model.build --exclude). And detectors that were fitted on these sets know them:
the pages from 060 on are reported apart, for nothing is fitted on them.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.accuracy.peer import of_peer
from bench.accuracy.tables import (
    THRESHOLDS,
    Tallies,
    Tally,
    empty,
    is_joint,
    page,
    rates,
    reliabilities,
)
from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.detectors.context import Context
from proofer.evaluation.matching import (
    Passage,
    Proposal,
    accepted,
    gain,
    proposals,
    score,
)
from proofer.formats import parse
from proofer.language.channel.profiles import PUBLIC_PROFILES
from tools.paths import ROOT, SHARED
from tools.sources.labelled import Item, sets

UNJUDGED = ("N001", "S001", "S005", "S006")
"""The truth says nothing of the ends of paragraphs and the order of lines; dates are made up."""
CHUNK_CHARACTERS, CHUNK_DOCUMENTS = 6_000, 100


@dataclass(frozen=True, slots=True)
class Task:
    """What a process needs to know: which system checks, with what."""

    peer: bool
    model: Path | None
    select: tuple[str, ...]
    profile: str = "ocr"


@cache
def runner(task: Task) -> tuple[Config, Context]:
    """The configuration and context of a process; `--model` replaces the shipped model."""
    if task.model is not None:
        from proofer.language import model

        model.DATA = task.model
    config = Config(select=task.select, ignore=UNJUDGED, profile=task.profile)
    return config, make_context(config)


def found(passage: Passage, task: Task) -> tuple[list[Proposal], list[str]]:
    """What the system says of a passage, and which of its detectors failed."""
    if task.peer:
        return [*of_peer(passage)], []
    config, context = runner(task)
    report = check_document(
        parse(passage.source.encode(), Path("text.txt"), encoding="utf-8"), context, config
    )
    return proposals(report), [failure.message.en for failure in report.failures]


def tally(passage: Passage, task: Task) -> Tally:
    """How the system does on one document."""
    began = time.process_time()
    said, failures = found(passage, task)
    seconds = time.process_time() - began
    result = Tally(
        {each: score(passage, said, each) for each in THRESHOLDS}, {}, Counter(failures), seconds
    )
    for proposal in accepted(said, 0.0):
        tenth = min(9, int(10 * proposal.confidence))
        count, right, total = result.bins.get(tenth, (0, 0, 0.0))
        result.bins[tenth] = (
            count + 1,
            right + (gain(passage, proposal) > 0),
            total + proposal.confidence,
        )
    return result


def work(task: Task, items: Sequence[Item]) -> dict[str, Tally]:
    """The tallies of a chunk, by set."""
    result: dict[str, Tally] = defaultdict(empty)
    found(
        Passage.sentence("今天天气很好。", ""), task
    )  # what is loaded once is not charged to the first sentence
    for item in items:
        one = tally(item.passage, task)
        for name in item.sets:
            result[name].add(one)
    return dict(result)


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield the items in chunks of some characters."""
    held: list[Item] = []
    size = 0
    for item in items:
        held.append(item)
        size += len(item.passage.source)
        if size >= CHUNK_CHARACTERS or len(held) == CHUNK_DOCUMENTS:
            yield held
            held, size = [], 0
    if held:
        yield held


def measure(items: Sequence[Item], task: Task, pool: ProcessPoolExecutor) -> dict[str, Tally]:
    """The tallies of a system, by set, in the order of the sets."""
    names = dict.fromkeys(name for item in items for name in item.sets)
    result = {name: empty() for name in sorted(names, key=is_joint)}
    futures = [pool.submit(work, task, chunk) for chunk in chunks(items)]
    for done, future in enumerate(futures, 1):
        for name, one in future.result().items():
            result[name].add(one)
        print(
            f"\r{'pycorrector' if task.peer else 'proofer'} {done}/{len(futures)} ",
            end="",
            file=sys.stderr,
        )
    return result


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--set", nargs="*", metavar="NAME", choices=[*sets()], default=[], help=", ".join(sets())
    )
    parser.add_argument(
        "--limit", type=int, metavar="N", help="documents of each set (the first ones)"
    )
    parser.add_argument(
        "--model", type=Path, metavar="FOLDER", help="a language model other than the shipped one"
    )
    parser.add_argument(
        "--select", nargs="*", metavar="CODE", default=[], help="run only these detectors"
    )
    parser.add_argument(
        "--profile", choices=PUBLIC_PROFILES, default="ocr", help="how the errors came about"
    )
    parser.add_argument(
        "--half", type=int, choices=(1, 2), help="only the first or second half of each set"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--write",
        type=Path,
        nargs="?",
        const=ROOT / "docs" / "measurements",
        metavar="FOLDER",
        help="also write the tables into this folder, docs/measurements if none is given",
    )
    parser.add_argument("--no-peer", action="store_true", help="leave pycorrector out")
    return parser.parse_args()


def of_half(items: list[Item], half: int | None) -> list[Item]:
    """The first or second half of the documents of a set, or all of them."""
    middle = len(items) // 2
    return items[:middle] if half == 1 else items[middle:] if half == 2 else items


def _seen(model: Path | None) -> str:
    """Return what is to be said of the language model."""
    if model is None:
        return (
            "the shipped one; it has seen the corpora, and with them much of the truth of the pages"
        )
    return "one that has not seen the labelled texts"


def _command(options: argparse.Namespace) -> str:
    """Return the options that decide what is measured, as they are written."""
    parts = [f"--profile {options.profile}"] * (options.profile != "ocr")
    parts += [f"--half {options.half}"] * bool(options.half)
    parts += [f"--set {' '.join(options.set)}"] * bool(options.set)
    parts += [f"--select {' '.join(options.select)}"] * bool(options.select)
    parts += [f"--limit {options.limit}"] * bool(options.limit)
    parts += [f"--model {options.model}"] * bool(options.model)
    return " ".join(parts + ["--no-peer"] * options.no_peer)


def main() -> int:
    """Measure, print, and write the file of the profile if asked to."""
    options = read_options()
    if not (SHARED / "data").is_dir():
        sys.exit(f"no labelled sets in {SHARED / 'data'}: set PROOFER_SHARED")
    readers = sets()
    chosen = [
        of_half([*readers[name]()], options.half)[: options.limit]
        for name in options.set or readers
    ]
    items = [item for some in chosen for item in some]
    model = options.model.resolve() if options.model else None
    tasks = {"proofer": Task(False, model, tuple(options.select), options.profile)}
    if not options.no_peer:
        tasks["pycorrector"] = Task(peer=True, model=None, select=())
    tallies: dict[str, dict[str, Tally]] = {}
    for system, task in tasks.items():
        with ProcessPoolExecutor(options.jobs) as pool:
            tallies[system] = measure(items, task, pool)
    print("", file=sys.stderr)
    print("\n".join([f"Language model: {_seen(model)}.\n", *rates(tallies)]))
    print("\n".join(reliabilities(tallies["proofer"])))
    if options.write is not None:
        written = options.write / f"{options.profile}.md"
        text = page(options.profile, _command(options), _seen(model), tallies)
        written.write_text(text, encoding="utf-8")
    print_speed(tallies)
    failures = sum(
        (one.failures for name, one in tallies["proofer"].items() if not is_joint(name)),
        Counter[str](),
    )
    for message, count in failures.items():
        print(f"FAILED on {count} documents: {message}")
    return 1 if failures else 0


def print_speed(tallies: Tallies) -> None:
    """Print characters a second of each system."""
    for system, held in tallies.items():
        parts = [one for name, one in held.items() if not is_joint(name)]
        seconds = sum(one.seconds for one in parts)
        size = sum(one.scores[THRESHOLDS[0]].characters for one in parts)
        print(
            f"{system}: {size / max(seconds, 1e-9):,.0f} characters a second of one core "
            f"({seconds:.0f} s)"
        )


if __name__ == "__main__":
    sys.exit(main())

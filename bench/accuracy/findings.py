"""How good the findings are on every labelled set of $PROOFER_SHARED/data, and those of pycorrector beside them.

    python -m bench.accuracy.findings [--set NAME ...] [--limit N] [--model FOLDER] [--select CODES] [--profile NAME]
                            [--half 1|2] [--jobs N] [--no-peer]

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
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.detectors.context import Context
from proofer.document.edits import SourceEdit
from proofer.document.spans import Span
from proofer.evaluation.matching import (
    Passage,
    Proposal,
    accepted,
    gain,
    proposals,
    rewriting,
    score,
)
from proofer.evaluation.rates import Rates, Score, share
from proofer.formats import parse
from proofer.language.channel.profiles import PUBLIC_PROFILES
from tools.paths import SHARED
from tools.sources.labelled import Item, sets

THRESHOLDS = (0.5, 0.9)
UNJUDGED = ("N001", "S001", "S005", "S006")
"""The truth says nothing of where paragraphs end and of the order of lines, and the dates of the pages are made up."""
CHUNK_CHARACTERS, CHUNK_DOCUMENTS = 6_000, 100


@dataclass(frozen=True, slots=True)
class Task:
    """What a process needs to know: which system checks, with what."""

    peer: bool
    model: Path | None
    select: tuple[str, ...]
    profile: str = "ocr"


@dataclass(slots=True)
class Tally:
    """What one system got on one set."""

    scores: dict[float, Score]
    bins: dict[int, tuple[int, int, float]]
    """By tenths of confidence: corrections, right ones, sum of the confidences."""
    failures: Counter[str] = field(default_factory=Counter)
    """Detectors that failed, and on how many documents."""
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        """Count in what a part of the set got."""
        for threshold, more in other.scores.items():
            self.scores[threshold] += more
        for tenth, values in other.bins.items():
            held = self.bins.get(tenth, (0, 0, 0.0))
            self.bins[tenth] = (held[0] + values[0], held[1] + values[1], held[2] + values[2])
        self.failures += other.failures
        self.seconds += other.seconds


def empty() -> Tally:
    return Tally({threshold: Score() for threshold in THRESHOLDS}, {})


@cache
def runner(task: Task) -> tuple[Config, Context]:
    """The configuration and context of a process; `--model` takes the place of the shipped model everywhere."""
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


def of_peer(passage: Passage) -> Iterator[Proposal]:
    """What pycorrector's rule correctors write instead; they get each part without its line ends."""
    for part, _ in passage.parts:
        places = [at for at in range(part.start, part.end) if passage.source[at] != "\n"]
        text = output = "".join(passage.source[at] for at in places)
        for corrector in peers():
            output = corrector(output)
        places.append(part.end)
        for each in rewriting(text, output):
            (edit,) = each.edits
            start = places[edit.span.start]
            span = Span(start, places[edit.span.end - 1] + 1 if len(edit.span) else start)
            yield Proposal((span,), 1.0, (SourceEdit(span, edit.replacement),), 1.0)


@cache
def peers() -> tuple[Callable[[str], str], ...]:
    """The confusion corrector, which has no list of its own, with ours; the proper-name corrector with its own."""
    from proofer.detectors.external import pycorrector
    from proofer.language.dictionaries import load

    entries = load().kind("confusions").values()
    pairs = {each.term: each.replacements[0] for each in entries if each.replacements}
    even = {wrong: right for wrong, right in pairs.items() if len(wrong) == len(right)}
    confusions = pycorrector._load("confusion_corrector").ConfusionCorrector(even)
    names = pycorrector._load("proper_corrector").ProperCorrector()
    return tuple(
        lambda text, each=each: str(each.correct(text)["target"]) for each in (confusions, names)
    )


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


def is_joint(name: str) -> bool:
    """Whether a set is made of others."""
    return name.startswith("page all")


def percent(value: float | None, digits: int = 1) -> str:
    return "–" if value is None else f"{100 * value:.{digits}f}"


def triple(rates: Rates) -> str:
    return " / ".join(percent(each) for each in (rates.precision, rates.recall, rates.f1))


def by_sentence(name: str, system: str, threshold: str, total: Score) -> list[str]:
    flagged = f"{percent(total.any_flag.precision)} / {percent(total.any_flag.recall)}"
    clean = f"{percent(total.false_positive_rate)} / {percent(total.clean_flagged)}"
    rates = [
        triple(total.detection),
        triple(total.correction),
        percent(total.common.f1),
        flagged,
        clean,
    ]
    return [name, f"{total.wrong} of {total.sentences}", system, threshold, *rates]


def by_character(name: str, system: str, threshold: str, total: Score) -> list[str]:
    rates = f"{percent(total.error_rate_before, 2)} → {percent(total.error_rate_after, 2)}"
    made = [str(total.edits), percent(total.edits_right), str(total.harmful)]
    alarms = "–" if total.alarm_rate is None else f"{total.alarm_rate:.2f}"
    flags = [percent(total.places_found), alarms]
    return [
        name,
        str(total.characters),
        system,
        threshold,
        rates,
        percent(total.gone),
        *made,
        *flags,
    ]


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    return (
        "\n".join("| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *lines))
        + "\n"
    )


def print_rates(tallies: dict[str, dict[str, Tally]]) -> None:
    """Print both tables of rates; the peer has no confidence, so one line of it is all."""
    lines = [
        (
            name,
            system,
            f"{threshold:g}" if system == "proofer" else "",
            held[name].scores[threshold],
        )
        for name in tallies["proofer"]
        for system, held in tallies.items()
        for threshold in (THRESHOLDS if system == "proofer" else THRESHOLDS[:1])
    ]
    print("## By sentence (in %)\n")
    columns = [
        "set",
        "with error",
        "system",
        "≥",
        "detection P / R / F1",
        "correction P / R / F1",
        "common F1",
    ]
    print(
        table(
            [*columns, "any flag P / R", "clean changed / flagged"],
            (by_sentence(*line) for line in lines),
        )
    )
    print("## By character (in %, alarms in 1,000 characters)\n")
    columns = [
        "set",
        "characters",
        "system",
        "≥",
        "error rate",
        "gone",
        "edits",
        "right",
        "harmful",
    ]
    print(table([*columns, "places flagged", "alarms"], (by_character(*line) for line in lines)))


def print_reliability(tallies: dict[str, Tally]) -> None:
    """Print what the corrections of each tenth of confidence were worth."""
    print("## Reliability: confidence said → share right (number)\n")
    kept = {name: one for name, one in tallies.items() if one.bins}
    if not kept:
        print("No corrections.\n")
        return
    tenths = sorted({tenth for one in kept.values() for tenth in one.bins})
    lines = [
        [name, *(reliability(one.bins.get(tenth)) for tenth in tenths)]
        for name, one in kept.items()
    ]
    print(table(["set", *(f"{tenth / 10:.1f}-{(tenth + 1) / 10:.1f}" for tenth in tenths)], lines))


def reliability(values: tuple[int, int, float] | None) -> str:
    if values is None:
        return ""
    count, right, total = values
    return f".{round(100 * total / count):02d} → {percent(share(right, count), 0)} % ({count})"


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
    parser.add_argument("--no-peer", action="store_true", help="leave pycorrector out")
    return parser.parse_args()


def of_half(items: list[Item], half: int | None) -> list[Item]:
    """The first or second half of the documents of a set, or all of them."""
    middle = len(items) // 2
    return items[:middle] if half == 1 else items[middle:] if half == 2 else items


def main() -> int:
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
    seen = (
        "it has seen the corpora, and with them much of the truth of the pages"
        if model is None
        else str(model)
    )
    print(f"Language model: {'the shipped one; ' * (model is None)}{seen}.\n")
    print_rates(tallies)
    print_reliability(tallies["proofer"])
    print_speed(tallies)
    failures = sum(
        (one.failures for name, one in tallies["proofer"].items() if not is_joint(name)),
        Counter[str](),
    )
    for message, count in failures.items():
        print(f"FAILED on {count} documents: {message}")
    return 1 if failures else 0


def print_speed(tallies: dict[str, dict[str, Tally]]) -> None:
    """Print characters a second of each system."""
    for system, held in tallies.items():
        parts = [one for name, one in held.items() if not is_joint(name)]
        seconds = sum(one.seconds for one in parts)
        size = sum(one.scores[THRESHOLDS[0]].characters for one in parts)
        print(
            f"{system}: {size / max(seconds, 1e-9):,.0f} characters a second of one core ({seconds:.0f} s)"
        )


if __name__ == "__main__":
    sys.exit(main())

"""What each stage and detector costs, on one core.

    python -m bench.speed.stages [--characters N] [--no-cold]

Prints characters a second of everything together, the share of each stage and detector, and how
many times longer all of it takes than cutting the same text into words with jieba, the usual peer,
does in the same run. The texts are the OCR pages and clean news of $PROOFER_SHARED, one document a
page, as somebody checks them. Then what a command costs from cold and without the cache, in CPU
seconds, and the memory of one page and of a megabyte. Times are CPU time. Set OPENBLAS_NUM_THREADS
to 1, as the command does for itself.

Facts that several detectors share (the doubtful places, names, the ledger of numbered points) are a
stage of their own, so that a detector's share is what is saved by switching it off.
"""

from __future__ import annotations

import argparse
import lzma
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from proofer.checking.pipeline import check_document, make_context
from proofer.checking.registry import selected
from proofer.config import Config
from proofer.detectors.context import Context
from proofer.detectors.structure._numbering import sequences
from proofer.detectors.suspicions import suspicions
from proofer.formats import parse
from proofer.language.channel import engine
from proofer.language.channel.calibration import Calibration
from proofer.language.channel.neighbours import Neighbours
from proofer.language.channel.proposer import Proposer
from proofer.language.channel.reading import Reading, read
from tools.paths import SHARED
from tools.sources.labelled import pages

NEWS = SHARED / "corpora/xinhua_2025.txt.xz"
PAGE = 2000
"""Characters of a page of clean news."""
INNER: tuple[tuple[str, Any, str], ...] = (
    ("read and score", Reading, "__init__"),
    ("propose", Proposer, "propose"),
    ("- between neighbours", Neighbours, "between"),
    ("- gains", Reading, "gains"),
    ("evidence of edits", engine, "features"),
    ("evidence of flags", engine, "flag_features"),
    ("probability of edits", Calibration, "probabilities"),
    ("probability of flags", Calibration, "wrong"),
)
"""Stages of the channel; those with a dash are inside the one before."""
CHANNEL, REST = "channel: doubtful places", "rank, protect names, fingerprints"
SMALL = 0.01
COLD_RUNS = 7
_MEGABYTE = 1_000_000
_CHILD = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)
"""
"""A small process in between, for the memory of a new one counts from that of its parent."""


class Clock:
    """CPU seconds by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Charge what is done inside to `name`."""
        began = time.process_time()
        yield
        self.seconds[name] += time.process_time() - began


@contextmanager
def watched(clock: Clock) -> Iterator[None]:
    """Time the stages of the channel wherever they are called."""

    def timed(work: Callable[..., Any], name: str) -> Callable[..., Any]:
        @wraps(work)
        def run(*arguments: Any) -> Any:
            with clock(name):
                return work(*arguments)

        return run

    kept = [(owner, attribute, getattr(owner, attribute)) for _, owner, attribute in INNER]
    for name, owner, attribute in INNER:
        setattr(owner, attribute, timed(getattr(owner, attribute), name))
    yield
    for owner, attribute, work in kept:
        setattr(owner, attribute, work)


def measure(
    texts: list[str], config: Config, context: Context
) -> tuple[float, dict[str, float], dict[str, float]]:
    """CPU seconds of everything, of each part, and of the stages of the channel."""
    whole, parts, inner = Clock(), Clock(), Clock()
    for text in texts:
        with whole("all"):
            with parts("read the file, join lines"):
                document = parse(text.encode(), Path("page.txt"))
            with parts(REST):
                check_document(document, context, config)
        document = parse(text.encode(), Path("page.txt"))  # what is known of a page is kept with it
        page = context.page(document)
        read.cache_clear()  # so is the reading of the last text
        with watched(inner), parts(CHANNEL):
            suspicions(page)
        with parts("facts: names, numbered points, familiarity"):
            sequences(page)
            _ = page.name_spans, page.familiarity, page.clauses, page.sentences
        for each in selected(config):
            with parts(f"{each.code} {each.name}"):
                list(each.detect(document, context))
    seconds = dict(parts.seconds)
    seconds[REST] = 2 * seconds[REST] + seconds["read the file, join lines"] - sum(seconds.values())
    return whole.seconds["all"], seconds, dict(inner.seconds)


def print_stages(title: str, texts: list[str], config: Config, context: Context) -> None:
    """Measure and print one set of texts."""
    size = sum(map(len, texts))
    measure(texts[:2], config, context)
    whole, parts, inner = measure(texts, config, context)
    print(
        f"\n{title}: {len(texts)} pages, {size:,} characters, "
        f"{size / whole:,.0f} characters a second"
    )
    peer = jieba_seconds(texts)
    if peer is not None:
        print(
            f"  jieba.cut: {size / peer:,.0f} characters a second; "
            f"proofer takes {whole / peer:.1f} times as long"
        )
    few = 0.0
    for name, seconds in sorted(parts.items(), key=lambda part: -part[1]):
        if seconds < SMALL * whole:
            few += seconds
            continue
        print(f"  {seconds / whole:6.1%}  {size / seconds:>12,.0f}/s  {name}")
        if name == CHANNEL:
            for stage, _, _ in INNER:
                print(f"    {inner[stage] / whole:6.1%}  {stage}")
    print(f"  {few / whole:6.1%}  all that take less than {SMALL:.0%} each")


def jieba_seconds(texts: list[str]) -> float | None:
    """CPU seconds of the peer; None where it is not installed."""
    try:
        import jieba
    except ImportError:
        return None
    jieba.setLogLevel("ERROR")
    jieba.initialize()
    began = time.process_time()
    for text in texts:
        for _ in jieba.cut(text):
            pass
    return time.process_time() - began


def cold(runs: int, *arguments: str) -> str:
    """CPU seconds and peak MB of a process of its own, the least of several."""
    command = [sys.executable, "-c", _CHILD, sys.executable, "-m", "proofer", *arguments]
    told = []
    with tempfile.TemporaryDirectory() as folder:
        # An installed package has its bytecode; the first run makes it.
        bytecode = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}
        for _ in range(runs + 1):
            ran = subprocess.run(
                command, capture_output=True, text=True, check=True, env={**os.environ, **bytecode}
            )
            told.append(ran.stdout.split())
    return "{:6.2f} s {:5d} MB".format(
        *min((float(seconds), int(memory)) for seconds, memory in told[1:])
    )


def print_cold(page: str, news: str) -> None:
    """Measure and print whole commands."""
    print(f"\nfrom cold (best of {COLD_RUNS}): CPU seconds, peak MB")
    with tempfile.TemporaryDirectory() as folder:
        one, large = Path(folder, "page.txt"), Path(folder, "large.txt")
        one.write_text(page, encoding="utf-8")
        large.write_text(news.encode()[:_MEGABYTE].decode("utf-8", "ignore"), encoding="utf-8")
        for arguments in (("--version",), ("--help",), ("explain", "R001")):
            print(f"{cold(COLD_RUNS, *arguments)}  proofer {' '.join(arguments)}")
        print(
            f"{cold(COLD_RUNS, 'lint', '--no-cache', str(one))}  "
            f"proofer lint, one page of {len(page):,} characters"
        )
        print(f"{cold(1, 'lint', '--no-cache', str(large))}  proofer lint, 1 MB of clean news")


def main() -> int:
    """Print everything."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--characters", type=int, default=60_000, help="of each set of texts (60,000)"
    )
    parser.add_argument("--no-cold", action="store_true", help="leave the commands from cold out")
    options = parser.parse_args()
    if not NEWS.is_file():
        print("set PROOFER_SHARED to the folder of the development data", file=sys.stderr)
        return 2
    sources = [
        item.passage.source
        for name in ("rapid", "tess")
        for item in pages(name)
        if item.sets[0].endswith("060-089")
    ]
    with lzma.open(NEWS, "rt", encoding="utf-8") as file:
        news = file.read(max(options.characters, _MEGABYTE))
    config = Config()
    context = make_context(config)
    ocr = [
        text for at, text in enumerate(sources) if sum(map(len, sources[:at])) < options.characters
    ]
    clean = [news[at : at + PAGE] for at in range(0, options.characters, PAGE)]
    print_stages("OCR pages", ocr, config, context)
    print_stages("clean news", clean, config, context)
    print(
        "\npeak memory of this process: "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )
    if not options.no_cold:
        print_cold(max(ocr, key=len), news)
    return 0


if __name__ == "__main__":
    sys.exit(main())

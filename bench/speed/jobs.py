"""What several processes gain, and what the one that they report to keeps for itself.

    python -m bench.speed.jobs [--pages N] [--jobs N]

Lints made pages of clean news of $PROOFER_SHARED by one process and by several, by turns. A wall
time holds on an idle machine only. On a busy one the CPU seconds say what idle cores would gain at
most if nothing of the first process overlapped with the work of the others (Amdahl): what one
process takes, divided by the first one's own seconds and an equal share of all the others'.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from bench.archive import INTERVAL, Cost, make_pages

ROUNDS = 3
"""Of which the least CPU counts: other work only adds to it."""


def lint(pages: Path, jobs: int) -> tuple[Cost, float]:
    """Return what `lint` costs, and the CPU seconds of its first process."""
    options = ("--no-cache", "--jobs", str(jobs), "--format", "json")
    command = [sys.executable, "-m", "proofer", "lint", *options, str(pages)]
    cost, started = Cost(), time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    own = psutil.Process(process.pid)
    while process.poll() is None:
        cost.sample([own])
        time.sleep(INTERVAL)
    cost.wall = time.monotonic() - started
    return cost, cost.cpu[process.pid]


def main() -> None:
    """Print a row for one process and one for several, and what idle cores would gain."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=800)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    least: dict[int, tuple[float, float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder, "pages")
        characters = make_pages(pages, arguments.pages)
        for jobs in (1, arguments.jobs) * ROUNDS:
            cost, first = lint(pages, jobs)
            found = (sum(cost.cpu.values()), first, cost.wall)
            least[jobs] = min(found, least.get(jobs, found))
    print(f"{characters:,} characters; load {os.getloadavg()[0]:.1f}; the least CPU of {ROUNDS}")
    for jobs, (cpu, first, wall) in least.items():
        print(
            f"--jobs {jobs}: {cpu:.1f} s CPU, {first:.1f} of the first process; {wall:.1f} s wall"
        )
    cpu, first, wall = least[arguments.jobs]
    bound = least[1][0] / (first + (cpu - first) / arguments.jobs)
    print(f"gain: x {least[1][2] / wall:.2f} wall; idle cores, without overlap: x {bound:.2f}")


if __name__ == "__main__":
    main()

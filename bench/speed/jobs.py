"""What several processes gain, and what the one that they report to keeps for itself.

    python -m bench.speed.jobs [--pages N] [--jobs N]

Lints made pages of clean news of $PROOFER_SHARED by one process and by several, by turns. A wall
time holds on an idle machine only. On a busy one the CPU seconds say what idle cores would gain at
most if nothing of the first process overlapped with the work of the others (Amdahl): what one
process takes, divided by the first one's own seconds and an equal share of all the others'. Linux.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage, struct_rusage

from bench.archive import make_pages

SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of Linux: processes whose parent has ended become children of this one."""
ROUNDS = 3
"""Of which the least CPU counts: other work only adds to it."""


def lint(pages: Path, jobs: int) -> tuple[float, float, float]:
    """Return CPU seconds of all processes of `lint`, those of the first one, and wall seconds."""
    options = ("--no-cache", "--jobs", str(jobs), "--format", "json")
    command = [sys.executable, "-m", "proofer", "lint", *options, str(pages)]
    before, started = getrusage(RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, own = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), process.returncode
    with suppress(ChildProcessError):  # those that it left behind are ours now
        while True:
            os.wait()
    after = getrusage(RUSAGE_CHILDREN)
    return seconds(after) - seconds(before), seconds(own), wall


def seconds(usage: struct_rusage) -> float:
    """Return user and system seconds."""
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print a row for one process and one for several, and what idle cores would gain."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=800)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    least: dict[int, tuple[float, float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder, "pages")
        characters = make_pages(pages, arguments.pages)
        for jobs in (1, arguments.jobs) * ROUNDS:
            found = lint(pages, jobs)
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

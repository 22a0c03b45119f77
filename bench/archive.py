"""An archive by each engine beside plain `lint`, and what is lost when processes are killed.

    python -m bench.archive [--pages N] [--window N] [--select CODES]

Pages are made of clean news of $PROOFER_SHARED with a slip now and then, 2,000 characters each.
Each engine is a command of its own; the merged report must be that of `lint`, byte for byte. CPU
and memory are those of all processes of the command, sampled; wall times mean little on a busy
machine. Then a worker, the command and the scheduler are killed (SIGKILL) when the first parts are
there, and the run goes on; parts that were there must be untouched. Linux, with the extra
`archive`.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tools.paths import SHARED

NEWS = SHARED / "corpora/xinhua_2025.txt.xz"
PAGE = 2000
"""Characters of a page."""
SLIP = 400
"""Characters from one slip to the next: one is doubled."""
MAIN = (
    "import sys; from proofer.checking import parallel; "
    "parallel._GROUP_CODE_POINTS = int(sys.argv.pop(1)); "
    "from proofer.__main__ import main; sys.exit(main())"
)
"""The command with a window of another size."""
INTERVAL = 0.1
"""Seconds between two samples."""
LIMIT = 1800
"""Seconds after which a command hangs."""


@dataclass
class Cost:
    """What a command took: seconds, and the largest resident size of each process, in MB."""

    wall: float = 0.0
    cpu: dict[int, float] = field(default_factory=dict)
    memory: dict[int, float] = field(default_factory=dict)

    def sample(self, roots: Sequence[psutil.Process]) -> None:
        """Note what the processes and their children have used so far."""
        for root in roots:
            try:
                for each in (root, *root.children(recursive=True)):
                    times = each.cpu_times()
                    self.cpu[each.pid] = times.user + times.system
                    size = each.memory_info().rss / 2**20
                    self.memory[each.pid] = max(size, self.memory.get(each.pid, 0.0))
            except psutil.Error:
                continue

    def line(self, name: str, characters: int) -> str:
        """Return a row of the table."""
        cpu = sum(self.cpu.values())
        sizes = sorted((round(each) for each in self.memory.values() if each > 40), reverse=True)
        return (
            f"| {name} | {self.wall:.1f} | {cpu:.1f} | {characters / cpu:,.0f} | "
            f"{', '.join(map(str, sizes[:6]))} |"
        )


class Bench:
    """The pages, and commands on them."""

    def __init__(self, folder: Path, window: int, select: str | None) -> None:
        self.folder = folder
        self.pages = folder / "pages"
        self._window = window
        self._select = ["--select", select] if select else []

    def start(self, *arguments: object, out: Path | None = None) -> subprocess.Popen[bytes]:
        """Start the command."""
        with (out or Path(os.devnull)).open("wb") as stdout:
            return subprocess.Popen(
                [sys.executable, "-c", MAIN, str(self._window), *map(str, arguments)],
                stdout=stdout,
                stderr=subprocess.DEVNULL,
            )

    def run(
        self,
        *arguments: object,
        cost: Cost | None = None,
        beside: Sequence[psutil.Process] = (),
        out: Path | None = None,
        meanwhile: Callable[[subprocess.Popen[bytes]], bool] | None = None,
    ) -> int:
        """Run the command, call `meanwhile` until it says True, and return the exit code."""
        cost, started = cost or Cost(), time.monotonic()
        process = self.start(*arguments, out=out)
        own = psutil.Process(process.pid)
        while process.poll() is None and time.monotonic() - started < LIMIT:
            cost.sample([own, *beside])
            if meanwhile is not None and meanwhile(process):
                meanwhile = None
            time.sleep(INTERVAL)
        cost.wall += time.monotonic() - started
        return process.wait(timeout=1)

    def plan(self, name: str) -> Path:
        """Plan the pages."""
        out = self.folder / name
        assert self.run("archive", "plan", self.pages, "--out", out, *self._select) == 0
        return out

    def lint(self, cost: Cost) -> bytes:
        """Return the report of plain lint in one process."""
        out = self.folder / "lint.json"
        options = ("--no-cache", "--jobs", "1", "--format", "json")
        self.run("lint", self.pages, *options, *self._select, cost=cost, out=out)
        return out.read_bytes()

    def merged(self, out: Path) -> bytes:
        """Return the merged report of a plan."""
        self.run("archive", "merge", out, "--format", f"json={out}.json")
        return Path(f"{out}.json").read_bytes()


def make_pages(folder: Path, count: int) -> int:
    """Write pages, a folder a year, and return how many characters they have."""
    with lzma.open(NEWS, "rt", encoding="utf-8") as file:
        text = file.read(count * PAGE)
    while len(text) < count * PAGE:
        text += text
    for number in range(count):
        page = text[number * PAGE : (number + 1) * PAGE]
        ends = range(SLIP, PAGE + 1, SLIP)
        page = "".join(page[end - SLIP : end] + page[end - 1 : end] for end in ends)
        place = folder / str(1950 + number % 10) / f"{number:05}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(page + "\n", encoding="utf-8")
    return sum(len(each.read_text(encoding="utf-8")) for each in folder.rglob("*.txt"))


def quiet(*arguments: str) -> subprocess.Popen[bytes]:
    """Start a command of Dask that prints nothing."""
    command = [sys.executable, "-m", "dask", *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, Any, Any]]:
    """A Dask scheduler with two workers of one thread; yields its address and both processes."""
    file = folder / f"scheduler-{time.monotonic_ns()}.json"
    common = ["--no-dashboard", "--scheduler-file", str(file)]
    scheduler = quiet("scheduler", "--host", "127.0.0.1", "--port", "0", *common)
    local = ["--local-directory", str(folder)]
    workers = quiet("worker", "--nworkers", "2", "--nthreads", "1", *common, *local)
    try:
        while not file.exists():
            time.sleep(INTERVAL)
        time.sleep(5)  # the workers join
        yield json.loads(file.read_text())["address"], scheduler, workers
    finally:
        for each in (workers, scheduler):
            if each.poll() is None:
                for child in psutil.Process(each.pid).children(recursive=True):
                    child.kill()
                each.kill()
            each.wait()


def parts(out: Path) -> dict[str, int]:
    """Return when each part was written."""
    return {path.name: path.stat().st_mtime_ns for path in out.glob("findings/part-*")}


def killing(out: Path, victim: Callable[[int], int | None]) -> Callable[[Any], bool]:
    """Return what kills a process, found by the command's id, once the first part is there."""

    def kill(process: subprocess.Popen[bytes]) -> bool:
        if not parts(out) or (pid := victim(process.pid)) is None:
            return False
        os.kill(pid, signal.SIGKILL)
        kept.update(parts(out))
        return True

    kept = KEPT.setdefault(out, {})
    return kill


KEPT: dict[Path, dict[str, int]] = {}
"""The parts that were there when something was killed, by plan."""


def busiest(pid: int) -> int | None:
    """Return the child of a process that has used most CPU: a worker."""
    children = psutil.Process(pid).children(recursive=True)
    return max(children, key=lambda each: sum(each.cpu_times()[:2])).pid if children else None


def engines(bench: Bench, characters: int) -> bytes:
    """Print a row an engine, and return the report of lint."""
    print("| engine | wall s | CPU s | characters a CPU second | MB of each process |")
    print("| --- | --- | --- | --- | --- |")
    cost = Cost()
    wanted = bench.lint(cost)
    print(cost.line("lint, one process", characters), flush=True)
    cost = Cost()
    assert bench.run("archive", "plan", bench.pages, "--out", bench.folder / "p", cost=cost) == 0
    print(cost.line("plan", characters), flush=True)
    for name, commands in (
        ("archive, --jobs 2", [("--jobs", 2)]),
        ("archive, 4 shards in turn", [("--shard", f"{number}/4") for number in range(1, 5)]),
    ):
        out, cost = bench.plan(name.replace(" ", "-")), Cost()
        for options in commands:
            bench.run("archive", "run", out, *options, cost=cost)
        same = bench.merged(out) == wanted
        print(cost.line(f"{name}: {'same' if same else 'DIFFERENT'}", characters), flush=True)
    with cluster(bench.folder) as (address, scheduler, workers):
        out, cost = bench.plan("dask"), Cost()
        beside = [psutil.Process(each.pid) for each in (scheduler, workers)]
        bench.run("archive", "run", out, "--dask", address, cost=cost, beside=beside)
        same = bench.merged(out) == wanted
        print(cost.line(f"archive, Dask, 2 workers: {'same' if same else 'DIFFERENT'}", characters))
    cost = Cost()
    bench.run("archive", "merge", out, "--format", f"html={out}.html", cost=cost)
    print(cost.line("merge", characters), flush=True)
    return wanted


def kills(bench: Bench, wanted: bytes) -> None:
    """Print what becomes of a run in which a process is killed."""
    print("\n| killed (SIGKILL) | exit code | parts there then | touched | after another run |")
    print("| --- | --- | --- | --- | --- |")

    def told(name: str, out: Path, code: int) -> None:
        bench.run("archive", "run", out)
        now, kept = parts(out), KEPT[out]
        touched = sum(now[name] != when for name, when in kept.items())
        same = bench.merged(out) == wanted
        print(
            f"| {name} | {code} | {len(kept)} of {len(now)} | {touched} | "
            f"{'same' if same else 'DIFFERENT'} |",
            flush=True,
        )

    out = bench.plan("kill-worker")
    code = bench.run("archive", "run", out, "--jobs", 2, meanwhile=killing(out, busiest))
    told("a worker of --jobs 2", out, code)
    out = bench.plan("kill-command")
    code = bench.run("archive", "run", out, "--jobs", 2, meanwhile=killing(out, lambda pid: pid))
    told("the command", out, code)
    for name in ("a Dask worker", "the Dask scheduler", "the Dask client"):
        with cluster(bench.folder) as (address, scheduler, workers):
            victims: dict[str, Callable[[int], int | None]] = {
                "a Dask worker": lambda _, pid=workers.pid: busiest(pid),  # type: ignore[misc]
                "the Dask scheduler": lambda _, pid=scheduler.pid: pid,  # type: ignore[misc]
                "the Dask client": lambda pid: pid,
            }
            out = bench.plan(name.replace(" ", "-"))
            end = killing(out, victims[name])
            code = bench.run("archive", "run", out, "--dask", address, meanwhile=end)
        told(name, out, code)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--window", type=int, default=2_000_000, help="characters")
    parser.add_argument("--select")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name).resolve(), arguments.window, arguments.select)
        characters = make_pages(bench.pages, arguments.pages)
        load = os.getloadavg()[0]
        print(f"{arguments.pages} pages, {characters:,} characters; load {load:.1f}\n", flush=True)
        kills(bench, engines(bench, characters))


if __name__ == "__main__":
    main()

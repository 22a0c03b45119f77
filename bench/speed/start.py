"""What a command costs before and beside the checking: CPU of whole processes.

    python -m bench.speed.start [--rounds 9]

Each path of start-up by turns with `python -c "import numpy"`, for the machine may be busy: the
ratio to it within one run holds, seconds are lower bounds. The page is the longest OCR page of
those that `bench.speed.stages` takes, or without `$PROOFER_SHARED` the sample page. Of `prooferd`
(Linux) the CPU of the client is added to what the resident checker and its processes take, which
the system counts in hundredths: that is a mean.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from proofer.serving.address import socket_path
from tools.paths import SHARED
from tools.sources.labelled import pages

_SAMPLE = Path("fixtures/demo/page.md")
_SENTENCE = "他们的的工作做得很好。\n"
_READY = 30.0
"""Seconds in which the resident checker must be ready."""
_ASK = "from proofer.serving.client import main; main()"
_OURS = (sys.executable, "-m", "proofer")
_ASKED = (sys.executable, "-c", _ASK)
_PAGE = ("lint", "--no-cache", "page.txt")
_ONE = ("lint", "--no-cache", "--select", "D001", "one.txt")
_CACHED = ("lint", "page.txt")


def cpu(command: Sequence[str], folder: Path) -> float:
    """CPU seconds of a process and of those that it waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def rounds(
    commands: Mapping[str, Sequence[str]], folder: Path, number: int
) -> dict[str, list[float]]:
    """CPU seconds of each command, by turns, after a first run of each that is not counted."""
    for command in commands.values():
        cpu(command, folder)
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(number):
        for name, command in commands.items():
            found[name].append(cpu(command, folder))
    return found


def resident(process: int) -> float:
    """CPU seconds that a process and its children, as far as they have ended, have taken."""
    times = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def served(folder: Path, number: int) -> dict[str, list[float]]:
    """CPU seconds of commands that a resident checker answers, its own included."""
    server = subprocess.Popen([*_OURS, "serve"], cwd="/", stdout=subprocess.DEVNULL)
    try:
        _wait(lambda: Path(socket_path() or "").is_socket())
        found = {}
        for name, arguments in (("page", _PAGE), ("cache", _CACHED), ("D001", _ONE)):
            cpu((*_ASKED, *arguments), folder)
            before = resident(server.pid)
            clients = [cpu((*_ASKED, *arguments), folder) for _ in range(number)]
            share = (resident(server.pid) - before) / number
            found[f"`prooferd`, {name}"] = [each + share for each in clients]
        return found
    finally:
        server.terminate()
        server.wait()


def _wait(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + _READY
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)


def ocr_page() -> str:
    """The page that `bench.speed.stages` measures commands with."""
    try:
        read = [
            each.passage.source
            for name in ("rapid", "tess")
            for each in pages(name)
            if each.sets[0].endswith("060-089")
        ]
    except OSError:
        read = []
    return max(read, key=len, default="") or _SAMPLE.read_text(encoding="utf-8")


def main() -> int:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    number: int = parser.parse_args().rounds
    page = ocr_page() if SHARED.is_dir() else _SAMPLE.read_text(encoding="utf-8")
    root = str(Path(__file__).parents[2])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # An installed package has its bytecode; the first run makes it.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ |= {
            "PYTHONPATH": root,
            "PYTHONPYCACHEPREFIX": name,
            "OPENBLAS_NUM_THREADS": "1",
            "XDG_CACHE_HOME": f"{name}/cache",
            "XDG_RUNTIME_DIR": f"{name}/run",
        }
        (folder / "page.txt").write_text(page, encoding="utf-8")
        (folder / "one.txt").write_text(_SENTENCE, encoding="utf-8")
        commands = {
            "`import numpy`": (sys.executable, "-c", "import numpy"),
            "`--version`": (*_OURS, "--version"),
            "page": (*_OURS, *_PAGE),
            "cache": (*_OURS, *_CACHED),
            "D001": (*_OURS, *_ONE),
        }
        found = rounds(commands, folder, number)
        if sys.platform == "linux":
            found |= served(folder, number)
    least, middle = (
        {path: function(taken) for path, taken in found.items()}
        for function in (min, statistics.median)
    )
    print(f"page of {len(page):,} characters, {number} rounds, load {os.getloadavg()[0]:.1f}\n")
    print("| path | least | median | times `import numpy` |\n| --- | --- | --- | --- |")
    for path in found:
        ratio = middle[path] / middle["`import numpy`"]
        print(f"| {path} | {least[path]:.3f} | {middle[path]:.3f} | {ratio:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())

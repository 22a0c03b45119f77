"""How fast, and in how much memory, `proofer lint` checks what a CI gives it.

Writes small pages and one large text of sentences put together from the shipped dictionaries, and
runs the command on them: cold with one and with two processes, then with the cache. Memory is the
peak of the largest process.

Usage: `python -m bench.speed.ci [--files 10000] [--megabytes 100] [--select CODES]`
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from proofer.language.dictionaries import load

_RUNNER = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_maxrss // 1024, used.ru_utime + used.ru_stime)
"""
"""Linux counts memory in KiB and tells that of the largest child."""
_SLIPS = ("这项工作己经全面完成。", "他们的的工作做得很好。")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--select", default="")
    arguments = parser.parse_args()
    options = ["--select", arguments.select] if arguments.select else []
    random.seed(6)
    with tempfile.TemporaryDirectory() as name:
        if arguments.files:
            _small(Path(name), arguments.files, options)
        if arguments.megabytes:
            _large(Path(name), arguments.megabytes, options)


def _small(folder: Path, count: int, options: list[str]) -> None:
    pages, cached = folder / "pages", str(folder / "cache")
    words = _words()
    for number in range(count):
        page = pages / f"{number // 100:03}" / f"{number % 100:02}.txt"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_page(words, 8), encoding="utf-8")
    size = sum(each.stat().st_size for each in pages.rglob("*.txt"))
    print(f"{count} files, {size / count:.0f} bytes each")
    _run("cold, 1 process", pages, [*options, "--jobs", "1", "--cache-dir", cached])
    _run("cached", pages, [*options, "--cache-dir", cached])
    _run("cold, 2 processes", pages, [*options, "--jobs", "2", "--no-cache"])


def _large(folder: Path, megabytes: int, options: list[str]) -> None:
    file, words = folder / "large.txt", _words()
    with file.open("w", encoding="utf-8") as stream:
        while stream.tell() < megabytes << 20:
            stream.write("".join(_page(words, 40) for _ in range(50)))
    print(f"one file of {file.stat().st_size >> 20} MB")
    _run("1 process", file, [*options, "--jobs", "1", "--no-cache"])


def _words() -> list[str]:
    dictionaries = load()
    return sorted(
        {*dictionaries.kind("phrases"), *dictionaries.kind("terms"), *dictionaries.kind("places")}
    )


def _page(words: list[str], sentences: int) -> str:
    lines = ["，".join(random.choices(words, k=6)) + "。" for _ in range(sentences)]
    if random.random() < 0.3:
        lines.insert(random.randrange(sentences), random.choice(_SLIPS))
    return "\n\n".join("".join(lines[at : at + 4]) for at in range(0, len(lines), 4)) + "\n\n"


def _run(name: str, path: Path, options: list[str]) -> None:
    command = [
        sys.executable,
        "-m",
        "proofer",
        "lint",
        str(path),
        "--isolated",
        "--format",
        "jsonl",
        *options,
    ]
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _RUNNER, *command], stdout=subprocess.PIPE, text=True, check=True
    )
    code, memory, processor = done.stdout.split()
    elapsed = time.perf_counter() - start
    print(
        f"  {name:18} {elapsed:7.1f} s ({float(processor):.1f} s of CPU), {memory} MB, "
        f"exit code {code}",
        flush=True,
    )


if __name__ == "__main__":
    main()

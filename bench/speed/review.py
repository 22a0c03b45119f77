"""How fast the review opens and answers keys, as seen through a pseudo-terminal.

A made-up page with findings at random places is reviewed in a child process. Opening is the time
from the finished report to a quiet screen; latency is the time from a key to the last byte of the
frame that it causes.

Usage:
    `python -m bench.speed.review [--characters 1000000] [--findings 20000] [--size 80x24]
    [--keys 50]`
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import random
import select
import signal
import statistics
import struct
import tempfile
import termios
import time
from pathlib import Path

from proofer.config import Config
from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity, Suggestion, fingerprinted
from proofer.findings.report import DocumentReport
from proofer.formats import parse
from proofer.messages import Message
from proofer.review.collection import ReviewCollection, ReviewFile

QUIET = 0.06
"""Seconds without output after which a frame is over; they are not counted."""
PARAGRAPH = 180
SHOWN = "已定".encode()
"""Stands in the head of the screen, which is drawn with the rest."""
KEYS = {
    "next": b"j",
    "accept": b"a",
    "reject": b"r",
    "undo": b"u",
    "page": b" ",
    "first": b"\x1b[H",
    "last": b"\x1b[F",
    "cursor": b"c",
    "step": b"\x1b[C",
    "select": b"\x1b[1;2D",
}


def made_up(folder: Path, characters: int, findings: int) -> DocumentReport:
    """Return a page of `characters` with `findings`, a third of them in series."""
    chance = random.Random(7)
    words = [chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(1500)]
    text = "".join(chance.choice(words) for _ in range(characters))
    paragraphs = [text[at : at + PARAGRAPH] for at in range(0, characters, PARAGRAPH)]
    path = folder / "page.txt"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    document = parse(path.read_bytes(), path)
    step = len(document.text) // findings
    found = [_finding(document.text, at * step + 1, chance) for at in range(findings)]
    return DocumentReport(document, tuple(fingerprinted(found, document)))


def _finding(text: str, start: int, chance: random.Random) -> Finding:
    span = Span(start, start + 1)
    edit = Edit(span, chance.choice("甲乙丙"))
    return Finding(
        code=chance.choice(("D001", "K001", "G001")),
        name="made-up",
        span=span,
        quote=span.of(text),
        message=Message("疑为别的字", "another character"),
        severity=Severity.ERROR,
        confidence=0.9,
        suggestions=(Suggestion((edit,), 0.9),),
        evidence=(
            Evidence(
                "document",
                Message("他处如此", "so elsewhere"),
                0.9,
                Span(max(0, start - 50), start),
            ),
        ),
    )


def review(characters: int, findings: int, started: int) -> None:
    """Review the page; write to `started` when the report is there."""
    from proofer.checking.registry import detectors
    from proofer.tui import run_review

    detectors()  # detection has them loaded
    with tempfile.TemporaryDirectory() as name:
        report = made_up(Path(name), characters, findings)
        os.write(started, b"!")
        with ReviewCollection(
            [ReviewFile(report.document.path, Config(root=Path(name)), report)]
        ) as collection:
            run_review(collection, "zh")


class Terminal:
    """A review in a pseudo-terminal."""

    def __init__(self, characters: int, findings: int, columns: int, rows: int) -> None:
        ready, started = os.pipe()
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
            review(characters, findings, started)
            os._exit(0)
        os.close(started)
        fcntl.ioctl(self.screen, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.read(ready, 1)
        begun = time.perf_counter()
        output = b""
        while SHOWN not in output:
            output += os.read(self.screen, 1 << 16)
        self.opening = time.perf_counter() - begun + self._until_quiet(QUIET, wait=False)

    def press(self, key: bytes) -> float:
        """Return the seconds from the key to the last byte that it causes."""
        os.write(self.screen, key)
        return self._until_quiet(QUIET)

    def _until_quiet(self, quiet: float, *, wait: bool = True) -> float:
        """Return when the last byte came; with `wait` the first one is waited for."""
        begun = last = time.perf_counter()
        patience = 60.0 if wait else quiet
        while select.select([self.screen], [], [], patience)[0]:
            if not os.read(self.screen, 1 << 16):
                break
            last, patience = time.perf_counter(), quiet
        return last - begun

    def processor_time(self) -> float:
        """Return the seconds that the review has computed, whatever else runs on the machine."""
        fields = (
            Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the review."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.screen)


def main() -> None:
    """Print how long opening and each key take."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--findings", type=int, default=20_000)
    parser.add_argument("--size", default="80x24", help="columns x rows")
    parser.add_argument("--keys", type=int, default=50, help="times that each key is pressed")
    arguments = parser.parse_args()
    columns, _, rows = arguments.size.partition("x")
    terminal = Terminal(arguments.characters, arguments.findings, int(columns), int(rows))
    try:
        print(
            f"{arguments.characters:,} characters, {arguments.findings:,} findings, "
            f"{arguments.size}"
        )
        print(f"opened in {terminal.opening:.2f} s")
        for name, key in KEYS.items():
            before = terminal.processor_time()
            times = sorted(1000 * terminal.press(key) for _ in range(arguments.keys))
            spent = 1000 * (terminal.processor_time() - before) / arguments.keys
            late = times[int(0.95 * (len(times) - 1))]
            print(
                f"{name:8}p50 {statistics.median(times):6.1f} ms   p95 {late:6.1f} ms   "
                f"processor {spent:5.1f} ms",
                flush=True,
            )
    finally:
        terminal.close()


if __name__ == "__main__":
    main()

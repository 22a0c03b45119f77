"""Changed copies of all fixtures, read, checked, corrected at random, written and read again.

    python -m bench.fuzz [--minutes 10] [--seed N] [--keep FOLDER]

Each case takes a page of fixtures/ in any format, puts examples of detectors, markup and odd
characters into it, takes parts out or repeats them, and gives it another encoding
and other line ends; some also get broken bytes. Nothing may happen but told errors:

- a file that is read is written back byte for byte when nothing is accepted;
- no detector fails or takes longer than a page may;
- with suggestions accepted at random, the new file can be read, and its text has the characters
  that it should have (in any order: blocks are read in that of the page), and no others; a mark may
  have become markup, as `#` does when the line behind it is deleted.

Cases that are not so are kept as files in FOLDER, named by what happened; a seed gives the same
cases again. Exit code 1 if there are any.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from proofer.checking.limits import OutOfTimeError, time_limit
from proofer.checking.pipeline import check_document, make_context
from proofer.checking.registry import detectors
from proofer.config import Config
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.edits import Edit, apply
from proofer.document.opaque import OPAQUE
from proofer.document.projection import UnprojectableError, project
from proofer.errors import InputError, OutputError
from proofer.findings.report import DocumentReport
from proofer.findings.selection import EditGroup, select
from proofer.formats import is_supported, parse, write
from proofer.formats.documents._archive import BETWEEN
from proofer.review.export import corrected

FIXTURES = Path(__file__).parents[1] / "fixtures"
CONFIG = Config(timeout=20)
_LARGEST = 1 << 16
"""Bytes of a page that is taken: with larger ones there are too few cases."""
_TOKENS = (
    *("`", "```\n", "**", "*", "_", "[", "](a)", "![", "|", "|---|\n", "> ", "- ", "# ", "<!--"),
    *("-->", "<!-- proofer: ignore -->", "<b>", "</p>", "<td>", "&amp;", "&bogus;", "&#19968;"),
    *("$", "$$", "\\(", "\\[", "\\begin{a}", "\\", "\\u4e00", '"', "'", "{", "}", "[]", ",", ":"),
    *("\n", "\n\n", "\r\n", "\r", "\f", "\v", "\t", " ", "　", "\u0085", "\u2028", "\u200b"),
    *("\u202e", "\ufeff", "\ufffd", "\x00", "\x1b[31m", "𠮷", "é", "１", "1", "，", "。", "“", "”"),
    *("（", "）", "……", "锟斤拷", "的", "的的", "---\n", "http://a.cn/b", "a@b.cn", "[^1]", "~~"),
)
_ONLY_READ = {".pdf"}
_ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030", "big5")
_LINE_ENDS = ("\n", "\r\n", "\r")


class Found(Exception):
    """What must not happen, with its name first."""


class Fuzzer:
    """Makes cases and tries them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.context: Context = make_context(CONFIG)
        self.counts: Counter[str] = Counter()
        self.pages = [
            (path, path.read_bytes())
            for path in sorted(FIXTURES.rglob("*"))
            if path.is_file() and is_supported(path) and path.stat().st_size < _LARGEST
        ]
        self.pieces = [
            *_TOKENS,
            *(each.text for detector in detectors().values() for each in detector.examples),
        ]

    def case(self) -> tuple[Path, bytes]:
        """Return the name of a file and its content."""
        path, data = self.random.choice(self.pages)
        try:
            document = parse(data, path)
        except InputError:
            return path, self._broken(data)
        source = document.source
        for _ in range(self.random.randint(0, 5)):
            source = self._changed(source)
        if document.pack is None:
            data = self._encoded(self._with_other_ends(source))
        elif path.suffix in _ONLY_READ:
            data = self._broken(data)
        elif source.count(BETWEEN) == document.source.count(BETWEEN):
            data = document.pack(source)
        return path, self._broken(data) if self.random.random() < 0.1 else data

    def _changed(self, source: str) -> str:
        start = self.random.randint(0, len(source))
        end = min(len(source), start + self.random.choice((0, 1, 1, 3, 20, 200)))
        part = source[start:end]
        new = self.random.choice((self._piece, self._piece, self._run, lambda: part * 2, str))()
        return source[:start] + new + source[end if self.random.random() < 0.5 else start :]

    def _piece(self) -> str:
        return self.random.choice(self.pieces)

    def _run(self) -> str:
        return self._piece() * self.random.choice((2, 3, 50))

    def _with_other_ends(self, source: str) -> str:
        ends = self.random.choice((None, None, *((each,) for each in _LINE_ENDS), _LINE_ENDS))
        if ends is None:
            return source
        return re.sub(r"\r\n|\n|\r", lambda _: self.random.choice(ends), source)

    def _encoded(self, source: str) -> bytes:
        try:
            return source.encode(self.random.choice(_ENCODINGS))
        except UnicodeEncodeError:
            return source.encode("utf-8", "replace")

    def _broken(self, data: bytes) -> bytes:
        at = self.random.randint(0, len(data))
        other = bytes(self.random.randrange(256) for _ in range(self.random.randint(0, 4)))
        return data[:at] + other + data[at + self.random.randint(0, 4) :]

    def tried(self, path: Path, data: bytes) -> str:
        """Try a case and return how it ended.

        Raises:
            Found: if it ended as none may.
        """
        try:
            with time_limit(CONFIG, len(data)):
                document = parse(data, path)
        except InputError:
            return "refused"
        except OutOfTimeError:
            raise Found("slow to read") from None
        if write(document, ()) != data:
            raise Found("other bytes without an edit")
        report = check_document(document, self.context, CONFIG)
        for failure in report.failures:
            if failure.detector is not None or "not checked" in failure.message.en:
                raise Found(f"failed {failure.detector}: {failure.message.en}")
        return self._corrected(report, path)

    def _corrected(self, report: DocumentReport, path: Path) -> str:
        document = report.document
        edits = self._accepted(report)
        if not edits:
            return "read"
        try:
            new = corrected(document, edits)
        except OutputError:
            return "not written"
        try:
            again = parse(new, path)
        except InputError as error:
            raise Found(f"unreadable after: {error}") from None
        wanted, has = _characters(apply(document.text, edits)), _characters(again.text)
        added, lost = dict(has - wanted), wanted - has - Counter(again.source)
        if added or lost:
            raise Found(f"other text: without {dict(lost)}, with {added}")
        return "corrected"

    def _accepted(self, report: DocumentReport) -> tuple[Edit, ...]:
        groups = [
            EditGroup(finding, suggestion.edits, self.random.random())
            for finding in report.findings
            for suggestion in finding.suggestions
            if self.random.random() < 0.5 and _is_possible(suggestion.edits, report.document)
        ]
        return select(groups).edits

    def run(self, minutes: float, keep: Callable[[Path, bytes, str], None]) -> None:
        """Try cases for so long, or one if it is 0 minutes; keep those that end as none may."""
        end = time.monotonic() + 60 * minutes
        while True:
            path, data = self.case()
            try:
                self.counts[self.tried(path, data)] += 1
            except Found as found:
                self.counts["found"] += 1
                keep(path, data, str(found))
            except Exception:
                self.counts["found"] += 1
                keep(path, data, traceback.format_exc())
            if time.monotonic() >= end:
                return


def _is_possible(edits: Iterable[Edit], document: Document) -> bool:
    try:
        for edit in edits:
            project(document, edit)
    except UnprojectableError:
        return False
    return True


def _characters(text: str) -> Counter[str]:
    """Count what is text: lines are joined and parted by what stands beside them."""
    return Counter(char for char in text if not char.isspace() and char != OPAQUE)


def main() -> int:
    """Run, and say how many cases ended in which way."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=None, help="of the cases; another each time")
    parser.add_argument("--keep", type=Path, help="the folder for cases that ended badly")
    options = parser.parse_args()
    seed = random.randrange(1 << 32) if options.seed is None else options.seed
    folder = options.keep or Path(tempfile.mkdtemp(prefix="proofer-fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"seed {seed}, cases kept in {folder}", flush=True)
    fuzzer = Fuzzer(seed)

    def keep(path: Path, data: bytes, what: str) -> None:
        name = f"{fuzzer.counts.total():06}{path.suffix}"
        (folder / name).write_bytes(data)
        (folder / f"{name}.log").write_text(f"{path}\n{what}\n", encoding="utf-8")
        print(f"{name}: {what.strip().splitlines()[-1][:200]}", flush=True)

    fuzzer.run(options.minutes, keep)
    print(", ".join(f"{count} {how}" for how, count in fuzzer.counts.most_common()))
    return 1 if fuzzer.counts["found"] else 0


if __name__ == "__main__":
    sys.exit(main())

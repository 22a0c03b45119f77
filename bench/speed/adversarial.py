"""How the time of each detector and format grows with a page that repeats one construct.

    python -m bench.speed.adversarial [--write] [name ...]

What is repeated is made of what each detector and format knows: examples, and what is found in
them, whole and cut; lines, marks, elements and entries of the fixtures. So a new one is measured
without a word here; `all` is the whole check, on what each of the detectors looks for. A construct
is repeated eight times as often until it takes `LEAST` seconds of CPU or has `MOST` code points;
the growth is the exponent between the last two sizes: 1 where time grows in step with the text, 2
with its square. Names are codes and formats; without any, all are measured. `--write` writes
docs/measurements/adversarial.md.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache, partial
from math import log
from pathlib import Path
from typing import Any
from xml.parsers import expat

from proofer.checking.pipeline import check_document, make_context
from proofer.checking.registry import detectors
from proofer.config import Config
from proofer.detectors.api import Detector
from proofer.detectors.context import Context
from proofer.document.blocks import Block, assemble
from proofer.document.document import Document
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.errors import InputError, OutputError
from proofer.formats import Format, formats, parse, write
from proofer.formats._registry import format_of
from proofer.suppression.comments import read_directives

DOCUMENTS = Path(__file__).parents[2] / "fixtures/documents"
TABLE = Path(__file__).parents[2] / "docs/measurements/adversarial.md"
CONFIG = Config(timeout=0)
WHOLE = "all"
"""The name of all detectors with what follows them: merging, weighing, suppression."""
STEP = 8
"""How many times as long the next size is."""
LIMIT = 1.6
"""Growth above which time is out of step: sorting adds 0.1 to 1, a busy machine as much."""
LEAST, MOST = 0.1, 128_000
_SMALLEST = 2_000
_SHARED = 2
"""Which of a detector's constructs all others are tried on: mostly its first finding."""
_TRIES = 3
"""Counts of which the least holds where one is out of step: what else runs can only add."""
_LARGEST = 1 << 17
"""Bytes of a fixture; larger ones hold nothing that the small ones do not."""
_PAGE = Path("page.txt")
_LINE = re.compile(r"[^\n]+")
_MARKS = re.compile(r"[^\w\s]+[ \t]*|\d+")

_SHOWN = 24
_TELLING = 0.02
"""CPU seconds below which a growth says nothing."""
_HEAD = """# What a page that repeats one construct costs

Written by `python -m bench.speed.adversarial --write`, which says what is repeated. Sizes are in
code points for detectors and in bytes for formats, times in seconds of CPU on a shared machine. Of
all that is repeated for a detector, for all together (`all`) and for a format, the one that grows
fastest with the size stands here, and the one that takes longest. The growth is 1 where time is in
step with the text, 2 with its square; below 1 what does not depend on the size takes most.
`tests/bench/test_adversarial.py` fails above 1.6.

| of | repeated | size | CPU | size | CPU | growth |
| --- | --- | ---: | ---: | ---: | ---: | ---: |"""

Construct = tuple[str, Callable[[int], bytes]]
"""Its name, and what makes a file of about so many bytes of it."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The last two sizes, in code points or bytes, and the CPU seconds that they took."""

    sizes: tuple[int, int]
    seconds: tuple[float, float]

    @property
    def exponent(self) -> float:
        """1 where the time grows in step with the text."""
        return log(self.seconds[1] / self.seconds[0], STEP)

    @property
    def per_unit(self) -> float:
        """Seconds that each code point or byte of the larger one took."""
        return self.seconds[1] / self.sizes[1]


def growth(
    make: Callable[[int], Any],
    run: Callable[[Any], object],
    *,
    least: float,
    most: int,
    smallest: int,
) -> Growth:
    """Measure how `run` of what `make` makes grows with its size.

    Args:
        make: returns something of a size; its own time does not count.
        run: what is measured.
        least: CPU seconds from which the larger size is not enlarged, if most of them are for what
            it has more than the smaller one.
        most: the largest size.
        smallest: the size to begin with.
    """
    size = smallest
    run(make(size))  # loads what it needs
    before = _seconds(make, run, size)
    while True:
        size *= STEP
        after = _seconds(make, run, size)
        telling = after >= least and after >= before * STEP / 2  # not what each page costs anyway
        if telling or size * STEP > most:
            break
        before = after
    found = Growth((size // STEP, size), (before, after))
    if found.exponent > LIMIT:  # a detector may begin only from some size on: one size more
        size *= STEP
        found = Growth((size // STEP, size), (found.seconds[1], _seconds(make, run, size)))
    for _ in range(_TRIES - 1):
        if found.exponent <= LIMIT:
            break
        again = (_seconds(make, run, size // STEP), _seconds(make, run, size))
        found = min(found, Growth(found.sizes, again), key=lambda each: each.exponent)
    return found


def _seconds(make: Callable[[int], Any], run: Callable[[Any], object], size: int) -> float:
    made = make(size)
    began = time.process_time()
    run(made)
    return max(time.process_time() - began, 1e-6)


def of_detector(detector: Detector, context: Context) -> list[str]:
    """Return what to repeat for a detector: its examples, and what it finds in them, in parts."""
    found: dict[str, None] = {}
    for example in detector.examples:
        found |= {text + "\n": None for text in (example.text, *example.among)}
        document = parse(example.text.encode(), _PAGE, encoding="utf-8")
        for finding in detector.detect(document, context) if example.bad else ():
            quote = finding.quote
            parts = quote, quote[: (len(quote) + 1) // 2], quote[1:], quote[:1], quote[-1:]
            found |= dict.fromkeys(f"{part}{end}" for part in parts for end in ("", "\n"))
    return [text for text in found if text.strip()]


def page(construct: str, size: int) -> Document:
    """Return a plain page of `size` code points that repeats `construct`; no line is joined."""
    source = (construct * (size // len(construct) + 1))[:size]
    lines = [Span(*match.span()) for match in _LINE.finditer(source)]
    flow = assemble(source, [Block((line,)) for line in lines], [BlockKind.PROSE] * len(lines), ())
    return Document(_PAGE, source, flow.text, flow.segments, flow.paragraphs)


def of_format(form: Format) -> Iterator[Construct]:
    """Yield what to repeat for a format: what its fixtures are made of, each kind once."""
    seen: set[str] = set()
    for path in sorted(DOCUMENTS.rglob("*")):
        if path.suffix in form.suffixes and path.stat().st_size < _LARGEST:
            for construct, make in _of_file(path, form):
                if construct not in seen:
                    seen.add(construct)
                    yield construct, make


def _of_file(path: Path, form: Format) -> Iterator[Construct]:
    data = path.read_bytes()
    try:
        document = parse(data, path)
        write(replace(document, source=document.source + "\n"), ())
    except (InputError, OutputError):  # of what is only read nothing can be made
        return
    if format_of(path, data) is not form:
        return
    if document.origin.readable or form.records is not None:
        yield from _lines(document.source)
    elif document.origin.media_type.endswith("json"):
        yield from _entries(json.loads(document.source))
    elif document.source.lstrip().startswith("<"):
        for construct, make in _elements(document.source.encode()):
            yield construct, partial(_written, document, make)
    else:
        head, *lines = document.source.split("\n")
        for line in dict.fromkeys(filter(None, lines)):
            yield line, partial(_written, document, partial(_below, head, line))


def _below(head: str, line: str, size: int) -> bytes:
    return (head + "\n" + (line + "\n") * (size // len(line))).encode()


def _written(document: Document, make: Callable[[int], bytes], size: int) -> bytes:
    return write(replace(document, source=make(size).decode()), ())


def _lines(source: str) -> Iterator[Construct]:
    marks = _MARKS.findall(source)
    for part in dict.fromkeys(
        [*(line + "\n" for line in source.split("\n")), *marks, *(each + "字" for each in marks)]
    ):
        if part.strip():
            yield part, partial(_written_again, part)


def _written_again(part: str, size: int) -> bytes:
    return (part * (size // len(part) + 1))[:size].encode()


def _elements(data: bytes) -> Iterator[Construct]:
    """Yield the first element of each name in each other one: again and again beside itself."""
    found: dict[str, tuple[int, int]] = {}
    opened: list[tuple[str, int]] = []
    parser = expat.ParserCreate("utf-8")

    def start(name: str, attributes: dict[str, str]) -> None:
        del attributes
        opened.append((name, parser.CurrentByteIndex))

    def end(name: str) -> None:
        del name
        name, began = opened.pop()
        if opened:
            stop = data.index(b">", parser.CurrentByteIndex) + 1
            found.setdefault(f"<{opened[-1][0]}> <{name}>", (began, stop))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    with suppress(expat.ExpatError):  # HTML need not be well-formed
        parser.Parse(data, True)
    for name, place in found.items():
        yield name, partial(_beside_itself, data, *place)


def _beside_itself(data: bytes, start: int, end: int, size: int) -> bytes:
    return data[:end] + data[start:end] * (size // (end - start)) + data[end:]


def _entries(value: Any) -> Iterator[Construct]:
    """Yield the first entry of each list and each text, by the names that lead to it."""
    seen: set[str] = set()
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), value)]
    while waiting:
        path, here = waiting.pop()
        name = "/".join("*" if isinstance(key, int) else key for key in path)
        if isinstance(here, dict):
            waiting += [((*path, key), each) for key, each in here.items()]
        elif isinstance(here, list):
            waiting += [((*path, at), each) for at, each in enumerate(here)]
        if name not in seen and isinstance(here, str | list) and here:
            seen.add(name)
            yield name, partial(_with_more, value, path)


def _with_more(value: Any, path: Sequence[Any], size: int) -> bytes:
    whole = {"": deepcopy(value)}
    holder: Any = whole
    for key in ("", *path[:-1]) if path else ():
        holder = holder[key]
    last = path[-1] if path else ""
    length = len(json.dumps(holder[last]))
    holder[last] = holder[last] * (1 + size // length)
    return json.dumps(whole[""], ensure_ascii=False).encode()


def read(data: bytes, form: Format) -> None:
    """Read a file with its directives; one that is refused is read as far as that takes."""
    try:
        document = parse(data, Path("page" + form.suffixes[0]))
    except InputError:
        return
    read_directives(document, {})


def measured(
    names: Sequence[str], *, least: float = LEAST, most: int = MOST, smallest: int = _SMALLEST
) -> Iterator[tuple[str, str, Growth]]:
    """Yield what was measured: the name of the detector or format, the construct, its growth."""
    context = make_context(CONFIG)
    known = {code: each for code, each in detectors().items() if each.missing() is None}
    tried: dict[str, list[str]] = {}
    for code, detector in known.items():
        wanted = not names or code in names or WHOLE in names
        for number, construct in enumerate(of_detector(detector, context) if wanted else ()):
            codes = [code, WHOLE] if number == _SHARED else [code]
            tried.setdefault(construct, []).extend(codes)
    for construct, codes in tried.items():
        pages = cache(partial(page, construct))
        for code in dict.fromkeys(codes):
            if code in names or not names:
                run = partial(_check if code == WHOLE else partial(_detect, known[code]), context)
                yield code, construct, growth(pages, run, least=least, most=most, smallest=smallest)
    for name, form in formats().items():
        if name in names or not names:
            for construct, make in of_format(form):
                run = partial(read, form=form)
                yield name, construct, growth(make, run, least=least, most=most, smallest=smallest)


def _check(context: Context, document: Document) -> None:
    check_document(document, replace(context), CONFIG)


def _detect(detector: Detector, context: Context, document: Document) -> None:
    for _ in detector.detect(document, replace(context)):  # a new one: it keeps facts of a page
        pass


def _row(name: str, construct: str, found: Growth) -> str:
    shown = construct if len(construct) <= _SHOWN else construct[:_SHOWN] + "…"
    for mark, other in (("\n", "⏎"), ("|", "\\|"), ("`", "ˋ")):
        shown = shown.replace(mark, other)
    sizes = " | ".join(
        f"{size:,} | {seconds:.2f}"
        for size, seconds in zip(found.sizes, found.seconds, strict=True)
    )
    return f"| {name} | `{shown.strip()}` | {sizes} | {found.exponent:.2f} |"


def _write(found: Mapping[str, Sequence[tuple[str, Growth]]]) -> None:
    """Write the table: of each detector and format what grows fastest, and what takes longest."""
    lines = [_HEAD]
    for name, constructs in found.items():
        told = [each for each in constructs if each[1].seconds[1] >= _TELLING] or constructs
        fastest = max(told, key=lambda each: each[1].exponent)
        longest = max(told, key=lambda each: each[1].per_unit)
        lines += [_row(name, *each) for each in dict.fromkeys((fastest, longest))]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Measure, print what is out of step, and write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", nargs="*", help="codes of detectors and names of formats")
    parser.add_argument("--most", type=int, default=MOST, help="code points of the longest text")
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name}")
    options = parser.parse_args()
    worst: dict[str, list[tuple[str, Growth]]] = {}
    for number, (name, construct, found) in enumerate(measured(options.name, most=options.most)):
        if number % 100 == 0:
            print(f"{number}: {name}", file=sys.stderr)
        worst.setdefault(name, []).append((construct, found))
        if found.exponent > LIMIT:
            print(_row(name, construct, found), flush=True)
    if options.write:
        _write(worst)
    return 0


if __name__ == "__main__":
    sys.exit(main())

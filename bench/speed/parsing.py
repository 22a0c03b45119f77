"""How fast large XML files of OCR engines are read, on one core.

    python -m bench.speed.parsing [--megabytes N] [format ...]

The page of fixtures/documents/ocr is written many times over in one file, as archives bind a
volume. Reading it (places of all text, boxes, reading order; paragraphs are not joined) is compared
in the same run with what ElementTree takes for the same XML, which keeps no places. Memory is the
most that the process held, each format in a process of its own. Times are CPU time.
"""

from __future__ import annotations

import argparse
import io
import resource
import time
from collections.abc import Callable
from multiprocessing import get_context
from xml.etree import ElementTree

from fixtures.documents import build_ocr
from proofer.formats import formats


def _tree(source: str) -> None:
    for _ in ElementTree.iterparse(io.BytesIO(source.encode())):
        pass


FORMS: dict[str, tuple[Callable[[], str], str, str]] = {
    "hocr": (build_ocr.hocr, "<div class='ocr_page'", "</body>"),
    "alto": (build_ocr.alto, "<Page", "</Layout>"),
    "page": (build_ocr.page, "<pc:Page ", "</pc:PcGts>"),
    "tei": (build_ocr.tei, "<pb", "</body>"),
}
"""What builds the page, where the part to repeat begins, and what stands behind it."""


def large(name: str, size: int) -> str:
    """Return the page many times over, of about `size` bytes."""
    build, start, end = FORMS[name]
    page = build()
    first, last = page.index(start), page.rindex(end)
    body = page[first:last]
    return page[:first] + body * max(1, size // len(body.encode())) + page[last:]


def measure(name: str, size: int) -> tuple[int, float, float, float]:
    """Return bytes of the source, seconds of reading and of ElementTree, megabytes held."""
    source = large(name, size)
    start = time.process_time()
    found = formats()[name].blocks(source)
    middle = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert found
    del found
    _tree(source)
    return len(source.encode()), middle - start, time.process_time() - middle, memory


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="format", choices=[[], *FORMS])
    parser.add_argument("--megabytes", type=int, default=8)
    options = parser.parse_args()
    print(f"{'format':10} {'MB':>4} {'seconds':>8} {'MB/s':>6} {'x peer':>7} {'memory MB':>10}")
    for name in options.names or FORMS:
        with get_context("spawn").Pool(1) as pool:
            size, own, peer, memory = pool.apply(measure, (name, options.megabytes << 20))
        print(
            f"{name:10} {size >> 20:4} {own:8.1f} {size / own / 2**20:6.1f} {own / peer:7.1f} "
            f"{memory:10.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()

"""How well torn and wrapped paragraphs are put together: `python bench/reading_flow.py [--pages N]` prints two tables.

Pages are made from lines of $PROOFER_SHARED/corpora, one sentence a line (the shipped language
model has seen them), and of $PROOFER_SHARED/data/spelling (it has not). The OCR pages of
$PROOFER_SHARED/data are real, but only their lines have a truth: whether a line goes on in the next
one.
"""

from __future__ import annotations

import argparse
import lzma
import os
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from proofer.document.document import Document
from proofer.formats import parse

SHARED = Path(os.environ.get("PROOFER_SHARED", Path(__file__).parents[2] / "shared"))
SEEN = ("xwlb_train", "gov_reports_2026", "eb_bizsnews_2011", "peoples_daily_ner")
UNSEEN = ("peoples-daily-typos", "official-odw", "native-writers")
TEAR, TEAR_AGAIN, TRUNCATE = 0.4, 0.35, 0.06
BETWEEN = ("nothing", "nothing", "caption", "heading", "running head", "paragraphs")
CAPTIONS = ("▲图为会议现场。", "图为工人在检修设备。\n\n李明 摄", "张小红 摄", "（资料图片）")
HEADINGS = (
    "推动产业升级",
    "——记一线的青年突击队",
    "# 服务国家战略",
    "奋力开创工作新局面 谱写发展新篇章",
)
RUNNING_HEADS = ("第3版 综合新闻", "- 4 -", "南山日报 2024年3月5日 星期二")
VERSE = "春风又到旧园亭，\n\n燕子归来柳色青。\n\n莫道小楼人去远，\n\n一窗明月半床星。"
ITEMS = "一、加强组织领导\n\n二、落实安全责任\n\n三、做好宣传引导"


@dataclass
class Page:
    """A made page: its blocks, and which of them go on in which, with what stands between."""

    blocks: list[str] = field(default_factory=list)
    truth: dict[tuple[int, int], str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the page with a blank line between all blocks."""
        return "\n\n".join(self.blocks) + "\n"


def paragraphs(name: str) -> Iterator[str]:
    """Paragraphs of two to five neighbouring sentences."""
    chance = random.Random(name)
    sentences = [line + "。" if name == "native-writers" else line for line in lines_of(name)]
    sentences = [line for line in sentences if line.endswith(("。", "！", "？")) and len(line) > 12]
    at = 0
    while at < len(sentences):
        size = chance.randint(2, 5)
        yield "".join(sentences[at : at + size])
        at += size


def lines_of(name: str) -> Sequence[str]:
    if name in SEEN:
        return (
            lzma.decompress((SHARED / f"corpora/{name}.txt.xz").read_bytes())
            .decode()
            .split("\n")[-30000:]
        )
    rows = (SHARED / f"data/spelling/{name}.tsv").read_text(encoding="utf-8").split("\n")
    return [row.split("\t")[1] for row in rows if "\t" in row]


def torn(paragraph: str, chance: random.Random) -> list[str]:
    parts = [paragraph]
    share = TEAR
    while chance.random() < share and len(parts) < 5 and len(parts[-1]) > 40:
        last = parts.pop()
        cut = chance.randint(17, len(last) - 8)
        cut -= last[cut - 1] in "。！？；：”"  # a tear behind a full stop is not to be seen
        parts += [last[:cut], last[cut:]]
        share = TEAR_AGAIN
    return parts


def made_page(source: Iterator[str], chance: random.Random) -> Page:
    page = Page()
    for _ in range(chance.randint(6, 12)):
        parts = torn(next(source), chance)
        if len(parts) == 1 and chance.random() < TRUNCATE:
            parts = [parts[0][: chance.randint(20, len(parts[0]) - 3)]]
        page.blocks.append(parts[0])
        for part in parts[1:]:
            head = len(page.blocks) - 1
            between = chance.choice(BETWEEN)
            page.blocks += inserted(between, source, chance)
            page.truth[head, len(page.blocks)] = between
            page.blocks.append(part)
        if chance.random() < 0.15:
            page.blocks += chance.choice((VERSE, ITEMS, chance.choice(HEADINGS))).split("\n\n")
    return page


def made_pages(name: str, count: int, seed: int) -> Iterator[Page]:
    """Up to `count` pages, fewer where the text is short."""
    chance, source = random.Random(seed), paragraphs(name)
    for _ in range(count):
        try:
            yield made_page(source, chance)
        except (
            StopIteration,
            RuntimeError,
        ):  # a StopIteration inside of a generator is a RuntimeError
            return


def inserted(between: str, source: Iterator[str], chance: random.Random) -> list[str]:
    match between:
        case "caption":
            return chance.choice(CAPTIONS).split("\n\n")
        case "heading":
            return [chance.choice(HEADINGS)]
        case "running head":
            return [chance.choice(RUNNING_HEADS)]
        case "paragraphs":
            return [next(source) for _ in range(chance.randint(1, 3))]
        case _:
            return []


def block_starts(page: Page) -> dict[int, int]:
    """The numbers of the blocks by where their text begins."""
    at, result = 0, {}
    for number, block in enumerate(page.blocks):
        result[at + len(block) - len(block.removeprefix("# ").lstrip())] = number
        at += len(block) + 2
    return result


def block_ends(page: Page) -> dict[int, int]:
    """The numbers of the blocks by where their text ends."""
    at, result = 0, {}
    for number, block in enumerate(page.blocks):
        result[at + len(block.rstrip())] = number
        at += len(block) + 2
    return result


def joined(page: Page, document: Document) -> set[tuple[int, int]]:
    """The pairs of blocks that the document joined."""
    starts, ends = block_starts(page), block_ends(page)
    torn_joins = [join for join in document.joins if not join.wrapped]
    return {(ends[join.gap.start], starts[join.gap.end]) for join in torn_joins}


def tears(name: str, count: int) -> str:
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    wrong = pages = characters = 0
    seconds = 0.0
    for page in made_pages(name, count, seed=1):
        began = time.perf_counter()
        document = parse(page.text().encode(), Path("page.md"))
        seconds += time.perf_counter() - began
        pairs = joined(page, document)
        pages += 1
        characters += len(document.source)
        wanted.update(page.truth.values())
        right.update(page.truth[pair] for pair in pairs if pair in page.truth)
        wrong += len(pairs - page.truth.keys())
    precision = right.total() / max(1, right.total() + wrong)
    recalls = " ".join(
        f"{between} {right[between] / max(1, wanted[between]):.2f}"
        for between in dict.fromkeys(BETWEEN)
    )
    return (
        f"{name:20} {pages:4} pages {wanted.total():5} tears  P {precision:.3f}  R {right.total() / wanted.total():.3f}"
        f"  wrong a page {wrong / pages:.3f}  ({recalls})  {characters / seconds / 1e6:.2f} M characters/s"
    )


def wrapped(name: str, width: int, style: str) -> str:
    """Paragraphs wrapped at `width`, set apart by blank lines, by two blanks of indentation, or not at all."""
    source = paragraphs(name)
    indent = "　　" if style == "indent" else ""
    good = bad = inside = between = 0
    for _ in range(30):
        text, boundaries, insides = "", set[int](), set[int]()
        for paragraph in (next(source) for _ in range(12)):
            content = indent + paragraph
            for at in range(0, len(content), width):
                insides.add(len(text) + min(width, len(content) - at))
                text += content[at : at + width] + "\n"
            insides.remove(len(text) - 1)
            boundaries.add(len(text) - 1)
            text += "\n" if style == "blank" else ""
        document = parse(text.encode(), Path("page.txt"))
        ends = {join.gap.start for join in document.joins}
        good, inside = good + len(ends & insides), inside + len(insides)
        bad, between = bad + len(ends & boundaries), between + len(boundaries)
    return f"{name:20} {style:7} width {width:3}  {shares(good, inside, bad, between)}"


def shares(good: int, inside: int, bad: int, between: int) -> str:
    return f"line ends joined {good / inside:.3f}  paragraphs joined {bad / between:.3f}"


def ocr_pages(engine: str, *, blank: bool) -> str:
    """Real OCR lines with the blank lines between paragraphs as they are, or taken out.

    Paragraphs count where the line before the blank one ends in a full stop: others may be torn.
    """
    good = bad = inside = between = 0
    for path in sorted((SHARED / "data/ocr-pages/text").glob(f"*.{engine}.txt")):
        lines = path.read_text(encoding="utf-8").split("\n")
        text, boundaries, insides = "", set[int](), set[int]()
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            text += line
            if line.strip() and (following.strip() or line.rstrip().endswith("。")):
                (insides if following.strip() else boundaries).add(len(text.rstrip()))
            text += "\n" if line.strip() or blank else ""
        document = parse(text.encode(), Path("page.txt"))
        ends = {join.gap.start for join in document.joins}
        good, inside = good + len(ends & insides), inside + len(insides)
        bad, between = bad + len(ends & boundaries), between + len(boundaries)
    style = "blank" if blank else "none"
    return f"OCR pages {engine:10} {style:7}            {shares(good, inside, bad, between)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100, help="made pages of each text")
    options = parser.parse_args()
    for name in (*SEEN, *UNSEEN):
        print(tears(name, options.pages), flush=True)
    for name in ("xwlb_train", "native-writers"):
        for style in ("blank", "indent", "none"):
            for width in (12, 17, 38):
                print(wrapped(name, width, style), flush=True)
    for engine in ("tess", "rapid"):
        for blank in (True, False):
            print(ocr_pages(engine, blank=blank), flush=True)


if __name__ == "__main__":
    main()

"""Pages made of sentences, with paragraphs torn by captions, headings and running heads."""

from __future__ import annotations

import lzma
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tools.paths import SHARED

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
    """Return the last lines of a corpus, or the right sides of a labelled set."""
    if name in SEEN:
        return (
            lzma.decompress((SHARED / f"corpora/{name}.txt.xz").read_bytes())
            .decode()
            .split("\n")[-30000:]
        )
    rows = (SHARED / f"data/spelling/{name}.tsv").read_text(encoding="utf-8").split("\n")
    return [row.split("\t")[1] for row in rows if "\t" in row]


def torn(paragraph: str, chance: random.Random) -> list[str]:
    """Return a paragraph in one to four parts, as columns tear it."""
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
    """Return a page of the next paragraphs of `source`."""
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
    """Return the blocks that stand between the parts of a torn paragraph."""
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

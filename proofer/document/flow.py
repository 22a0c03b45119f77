"""The reading flow: which blocks continue others that a column, a caption or a page's end tore.

A block is open if it stops in the middle of a sentence. A logistic model scores each open block
with the blocks that follow; its main term is how much more likely the second is as a continuation
of the first than as the beginning of a sentence. The most probable pairs are linked first, each
block once as head and once as tail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from proofer.document.blocks import Block, Flow, Link, assemble
from proofer.document.entries import with_entries
from proofer.document.kinds import LONG, BlockKind, look, starts_item
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.regression import fitted

Continuation = Callable[[Sequence[tuple[str, str]]], Iterable[float]]
"""log10 P(start of B | end of A) - log10 P(start of B | start of a sentence), for pairs (A, B)."""
AreWords = Callable[[Sequence[str]], Iterable[bool]]
Gains = Callable[[str, Sequence[tuple[int, int, str]]], Iterable[float]]
"""log10 gain in probability of each edit (start, end, replacement) of a text."""

REACH = 6
"""How many blocks of prose after an open one are tried."""
ACCEPT = 0.75
"""Probability from which a pair is linked: right ones are mostly near 1, and wrong ones do harm."""
MAX_OVERLAP = 8
"""Code points that may stand on both sides of a cut by mistake."""
_LEAST_GAIN = 2.0
"""log10 P; what the text must gain without the copy for it to be a mistake."""
_WORD_LENGTHS = (3, 4, 5)
"""Code points; shorter words are found across most cuts by chance."""
_OPENERS = "“（(《「『【"
_PAIRED = lazy_pattern("[“”（）()《》「」『』【】]")

_SHORTEST_HEAD = 15
"""Code points; a shorter block is rather a title."""
_SHORTEST_LINE = 8
"""The same for a line of a narrow column, with the next one right below."""
CLOSERS = "”’」』）)》】〉\"'"
_ENDS = frozenset("。！？…：；!?;:")
_SIGNATURE = lazy_pattern(r"[（(][^（）()]{2,16}[）)]$")
_DATELINE = lazy_pattern(r"本报讯|新华社|[□■▲△]|[（(]?(?:本报)?记者")


@dataclass(frozen=True, slots=True)
class LanguageScores:
    """What the flow needs of a language model; without `continuation` nothing is joined."""

    continuation: Continuation | None = None
    are_words: AreWords | None = None
    gains: Gains | None = None


@dataclass(frozen=True, slots=True)
class _Pair:
    head: int
    tail: int
    skipped: int
    heading_between: bool


@dataclass(frozen=True, slots=True)
class PageBlocks:
    """The blocks of a page, with their texts and kinds."""

    blocks: Sequence[Block]
    texts: Sequence[str]
    kinds: Sequence[BlockKind]

    @classmethod
    def of(cls, source: str, blocks: Sequence[Block]) -> PageBlocks:
        """Return blocks with the kinds that the format gives, or else by the look of the texts."""
        texts = [block.text(source) for block in blocks]
        kinds = [block.kind or look(text) for block, text in zip(blocks, texts, strict=True)]
        return cls(blocks, texts, with_entries(texts, kinds))


def read_flow(source: str, blocks: Sequence[Block], scores: LanguageScores) -> Flow:
    """Return the text of `blocks` with torn paragraphs joined."""
    page = PageBlocks.of(source, blocks)
    return assemble(source, blocks, page.kinds, _links(page, scores))


def is_open(text: str) -> bool:
    """Return whether `text` stops in mid-sentence: has no final mark before any closing quotes."""
    text = text.rstrip()
    return text.rstrip(CLOSERS)[-1:] not in _ENDS and not _SIGNATURE.search(text)


def overlap(head: str, tail: str) -> int:
    """Return how many code points at the end of `head` are repeated at the start of `tail`."""
    for length in range(MAX_OVERLAP, 0, -1):
        if head.endswith(tail[:length]) and len(tail) > length:
            return length
    return 0


def candidates(page: PageBlocks, scores: LanguageScores) -> list[tuple[int, int, Evidence]]:
    """Return (head, tail, evidence) for all pairs of blocks that may belong together."""
    pairs = [
        pair
        for head in range(len(page.texts))
        if _may_be_head(page, head)
        for pair in _pairs(page, head)
    ]
    if not pairs or scores.continuation is None:
        return []
    cuts = [
        _without_copy(page.texts[pair.head].rstrip(), page.texts[pair.tail], scores.gains)
        for pair in pairs
    ]
    words = _words_across(cuts, scores.are_words)
    opened = {pair.head: _leaves_open(page.texts[pair.head]) for pair in pairs}
    closed = {pair.tail: _closes_unopened(page.texts[pair.tail]) for pair in pairs}
    return [
        (
            pair.head,
            pair.tail,
            Evidence(
                jump=float(jump),
                skipped=pair.skipped,
                heading_between=pair.heading_between,
                short_tail=page.kinds[pair.tail] is BlockKind.SHORT,
                comma=cut[0].endswith(("，", ",")),
                word_across=word,
                bracket_across=opened[pair.head] and closed[pair.tail],
            ),
        )
        for pair, cut, jump, word in zip(pairs, cuts, scores.continuation(cuts), words, strict=True)
    ]


def _links(page: PageBlocks, scores: LanguageScores) -> list[Link]:
    links = [
        Link(head, tail, evidence.probability())
        for head, tail, evidence in candidates(page, scores)
    ]
    return _greedy([link for link in links if link.probability >= ACCEPT])


def _may_be_head(page: PageBlocks, index: int) -> bool:
    text, kind = page.texts[index], page.kinds[index]
    sentences = kind is BlockKind.PROSE or (kind is BlockKind.LIST and len(text) > LONG)
    below = page.blocks[index + 1 : index + 2]
    shortest = _SHORTEST_LINE if below and not below[0].blank_before else _SHORTEST_HEAD
    return sentences and len(text) >= shortest and is_open(text)


def _may_be_tail(page: PageBlocks, index: int) -> bool:
    text = page.texts[index]
    return (
        page.kinds[index] in (BlockKind.PROSE, BlockKind.SHORT)
        and not page.blocks[index].indented
        and not starts_item(text)
        and not _DATELINE.match(text)
    )


def _pairs(page: PageBlocks, head: int) -> Iterator[_Pair]:
    skipped = 0
    heading_between = False
    for index in range(head + 1, len(page.texts)):
        kind = page.kinds[index]
        if kind is BlockKind.HEADING:
            heading_between = True
        elif _may_be_tail(page, index):
            yield _Pair(head, index, skipped, heading_between)
        if kind in (BlockKind.PROSE, BlockKind.LIST, BlockKind.QUOTE):
            skipped += 1
            if skipped == REACH:
                return


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a pair."""

    jump: float
    skipped: int
    heading_between: bool
    short_tail: bool
    comma: bool
    word_across: bool
    bracket_across: bool
    """The head opens a bracket that the tail closes.

    That it does not says nothing: marks are what OCR loses first.
    """

    @property
    def features(self) -> dict[str, float]:
        """What the weights are for."""
        return {
            "jump": self.jump,
            "any skipped": float(self.skipped > 0),
            "skipped": float(self.skipped),
            "heading between": float(self.heading_between),
            "short tail": float(self.short_tail),
            "comma": float(self.comma),
            "word across": float(self.word_across),
            "bracket across": float(self.bracket_across),
        }

    def probability(self) -> float:
        """Return the probability that the tail goes on."""
        return fitted("reading-flow").probability(self.features)


def _leaves_open(text: str) -> bool:
    """Return whether `text` opens a quote or bracket that it does not close."""
    depth = 0
    for mark in _PAIRED.findall(text):
        depth = depth + 1 if mark in _OPENERS else max(0, depth - 1)
    return depth > 0


def _closes_unopened(text: str) -> bool:
    """Return whether `text` closes a quote or bracket that it did not open."""
    depth = 0
    for mark in _PAIRED.findall(text):
        depth += 1 if mark in _OPENERS else -1
        if depth < 0:
            return True
    return False


def _words_across(cuts: Sequence[tuple[str, str]], are_words: AreWords | None) -> list[bool]:
    """Return for each cut whether it divides a word of three to five characters."""
    divided = [False] * len(cuts)
    if are_words is None:
        return divided
    tried = [
        (index, head[-before:] + tail[: length - before])
        for index, (head, tail) in enumerate(cuts)
        for length in _WORD_LENGTHS
        for before in range(1, length)
    ]
    for (index, _), known in zip(tried, are_words([word for _, word in tried]), strict=True):
        divided[index] = divided[index] or known
    return divided


def _without_copy(head: str, tail: str, gains: Gains | None) -> tuple[str, str]:
    """Return head and tail to score: what both have at the cut is left out if that is a mistake."""
    length = overlap(head, tail)
    if not length or gains is None:
        return head, tail
    near = head[-20:]
    gain = max(gains(near + tail[:20], [(len(near), len(near) + length, "")]))
    return (head[:-length], tail) if gain >= _LEAST_GAIN else (head, tail)


def _greedy(links: list[Link]) -> list[Link]:
    heads: set[int] = set()
    tails: set[int] = set()
    chosen: list[Link] = []
    for link in sorted(links, key=lambda each: (-each.probability, each.head, each.tail)):
        if link.head not in heads and link.tail not in tails:
            heads.add(link.head)
            tails.add(link.tail)
            chosen.append(link)
    return chosen

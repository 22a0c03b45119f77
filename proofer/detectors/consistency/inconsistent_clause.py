"""A clause that the page writes several times one way and once another.

A newspaper repeats its phrases. Where at least twelve characters around a spot agree with two or
more other places and one or two characters differ, the rarer reading is doubtful, and the page
itself says what should stand there. Quotation marks, blanks and the width of marks are left aside.
The finding names the other place.

Legitimate, and left alone: a word added or left out as a whole (更, 持续, 了), a word in the place
of a word (讲话／指示), one function word for another (和／与), different numbers, dates and marks,
a reading that is half as frequent as the other, or more. Texts of law are not read: their articles
repeat each other with small differences on purpose.

How sure: the more other places agree, and the more the language model prefers the correction, the
surer. Refrains and parallel clauses that differ by intent are the usual false alarms; in clean news
there is one in 75,000 characters.
---
同一句话，本文多处一种写法，唯独这里不同：让文章自己作证。

报纸会反复使用同样的提法。某处前后至少十二个字与另外两处以上完全相同，中间只差一两个字，少数的写法就
可疑，而且文章自己说明了应当怎么写。比较时不计引号、空格和标点的全半角。报告会指出另一处在哪里。

以下属于正常写法，不报告：整个词的增减（更、持续、了），词与词的替换（讲话／指示），虚词互换（和／
与），数字不同，只差标点（、／，），时间不同，两种写法次数相近。法律条文不查：条文之间本来就大同小
异。

把握：另一种写法出现的次数越多、语言模型越赞成，把握越大。常见的误报是有意为之的排比和变化，干净的新
闻文本约七万五千字一处。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.detectors.evidence import model_evidence
from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity, Suggestion
from proofer.language.characters import FUNCTION_CHARACTERS, NUMERALS
from proofer.language.lexicon import RARE
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.detectors.consistency._variants import Skeleton, Variant
    from proofer.detectors.context import Page
    from proofer.language.lexicon import WordList

_NUMERAL = lazy_regex(r"[\d零〇一二三四五六七八九十百千万亿两几第A-Za-z]")
_MARKS = lazy_regex(r"[^\p{L}\p{N}]")
_BEFORE_TIME = frozenset("年月日时点")
"""What follows these is a time of day or year: numbers in another form."""
_DIRECTIONS = frozenset("东西南北中上下左右前后")
_OF_ITS_OWN = 4
"""Places of a page with a reading and its neighbour from which that is a name of its own."""
_FILLINGS = 3
"""Readings for the same other one from which a form with a blank is filled in."""
_HAN = lazy_regex(r"\p{Han}")
_AROUND = 8
"""Code points on both sides of a place that tell what it stands in."""
_BEFORE_BLANK = 4
"""Characters before a place by which it is known as the same one."""
_ARTICLE = lazy_regex(r"第[\d零〇一二三四五六七八九十百]+条")
_LAW = 1 / 1000
"""Articles (第…条) a character above which a text is a law."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the places of `document` that read otherwise than its other places do."""
    from proofer.detectors.consistency._variants import Skeleton, variants

    text = document.text
    if len(_ARTICLE.findall(text)) > max(3, _LAW * len(text)):
        return
    page = context.page(document)
    skeleton = Skeleton(text)
    kept = [
        each
        for each in _without_blanks(variants(skeleton), skeleton)
        if not _is_legitimate(each, page, skeleton)
        and not _is_choice_of_words(each, page, context.words)
    ]
    gains = context.model.gains(
        text, [(each.span.start, each.span.end, each.usual) for each in kept]
    )
    for variant, gain in zip(kept, gains.tolist(), strict=True):
        yield _finding(document, skeleton, variant, gain)


def _is_legitimate(variant: Variant, page: Page, skeleton: Skeleton) -> bool:
    """Return whether they differ in numbers or marks, or the rarer one is not rare enough."""
    found, usual = variant.found, variant.usual
    return (
        variant.others < 2
        or variant.same * 2 > variant.others
        or page.kind_at(variant.span.start) in (BlockKind.CODE, BlockKind.TABLE)
        or bool(_NUMERAL.search(found + usual))
        or _DIRECTIONS.issuperset(found + usual)
        or _recurs(variant, page)
        or not _is_prose(skeleton, variant)
        or _MARKS.findall(found) != _MARKS.findall(usual)
        or page.text[max(0, variant.span.start - 1) : variant.span.start] in _BEFORE_TIME
        or page.touches_name(variant.span)
        or _closely(skeleton, variant.at, found) * 2 > _closely(skeleton, variant.usual_at, usual)
    )


def _is_prose(skeleton: Skeleton, variant: Variant) -> bool:
    """Return whether most of what stands around a place is Chinese, and no numbers of a table."""
    start, end = max(0, variant.at - _AROUND), variant.at + len(variant.found)
    around = skeleton.text[start : variant.at] + skeleton.text[end : end + _AROUND]
    return 2 * len(_HAN.findall(around)) >= len(around)


def _recurs(variant: Variant, page: Page) -> bool:
    """Return whether the page has the rarer reading with a neighbour in other clauses, too.

    Then it is a name of its own, as that of another village.
    """
    if len(variant.found) != 1 or len(variant.usual) != 1:
        return False
    pairs = _widened(variant.found, variant.span, page.text)
    return any(page.count(pair) >= _OF_ITS_OWN for pair in pairs if len(pair) > 1)


def _without_blanks(variants: Iterable[Variant], skeleton: Skeleton) -> list[Variant]:
    """Return `variants` without those of a place that is filled in otherwise each time."""
    fillings: dict[str, set[str]] = {}
    places: list[tuple[Variant, str]] = []
    for each in variants:
        before = skeleton.text[max(0, each.usual_at - _BEFORE_BLANK) : each.usual_at]
        places.append((each, before + each.usual[:1]))
        fillings.setdefault(places[-1][1], set()).add(each.found)
    return [each for each, place in places if len(fillings[place]) < _FILLINGS]


def _closely(skeleton: Skeleton, at: int, reading: str) -> int:
    """Return how often the text has the reading at `at` with two characters on both sides."""
    return skeleton.occurrences.count(skeleton.text[max(0, at - 2) : at + len(reading) + 2])


def _is_choice_of_words(variant: Variant, page: Page, words: WordList) -> bool:
    """Return whether a writer may choose either: other words, or a word more or less."""
    found, usual = (_MARKS.sub("", each) for each in (variant.found, variant.usual))
    here, there = variant.span, variant.usual_span
    if all(
        not each or set(each) <= FUNCTION_CHARACTERS or _is_word(each, words)
        for each in (found, usual)
    ):
        return True
    if not found or not usual:
        longer = here if found else there
        return _is_whole(longer, page) or (
            _makes_sense(here, page, words) and _makes_sense(there, page, words)
        )
    if len(variant.found) == len(variant.usual) == 1:
        return any(_is_word(text, words) for text in _widened(found, here, page.text)) and any(
            _is_word(text, words) for text in _widened(usual, there, page.text)
        )
    return _is_whole(here, page) and _is_whole(there, page)


def _is_word(string: str, words: WordList) -> bool:
    return len(string) > 1 and words.log_frequency(string) >= RARE


def _is_whole(span: Span, page: Page) -> bool:
    """Return whether tokens begin and end where `span` does."""
    tokens = page.tokens_touching(span)
    return any(token.start == span.start for token in tokens) and any(
        token.end == span.end for token in tokens
    )


def _makes_sense(span: Span, page: Page, words: WordList) -> bool:
    """Return whether all tokens at and beside `span` are words, function words or numerals."""
    touching = (token.of(page.text) for token in page.tokens_beside(span))
    return all(
        _is_word(text, words) or text in FUNCTION_CHARACTERS or text in NUMERALS
        for text in touching
    )


def _widened(reading: str, span: Span, text: str) -> tuple[str, str]:
    """Return a character together with its neighbour on either side."""
    return (
        text[max(0, span.start - 1) : span.start] + reading,
        reading + text[span.end : span.end + 1],
    )


def _finding(document: Document, skeleton: Skeleton, variant: Variant, gain: float) -> Finding:
    confidence = _confidence(variant, gain)
    span = _shown(document, variant.span)
    there = _shown(document, variant.usual_span)
    printed, right = span.of(document.text), there.of(document.text)
    shown = Message(
        f"同样的句子本文另有 {variant.others} 处，写作“{right}”",
        f"{variant.others} other places read {right}",
    )
    return DETECTOR.finding(
        document,
        span,
        Message(
            f"“{printed}”与本文别处的“{right}”不一致",
            f"{printed} differs from {right}, which stands elsewhere in this text",
        ),
        confidence=confidence,
        suggestions=[
            Suggestion(_edits(skeleton, variant), round(confidence * 0.95, 3), Applicability.UNSAFE)
        ],
        evidence=[
            Evidence("document", shown, score=float(variant.others), span=there),
            model_evidence(gain),
        ],
        related=[there],
    )


def _confidence(variant: Variant, gain: float) -> float:
    """Return 0.45 for two other places; more places and a model that agrees make it surer."""
    base = 0.45 + 0.1 * min(variant.others - 2, 3) + 0.02 * min(variant.frame - 12, 8)
    return min(0.9, max(0.2, base + 0.06 * max(-3.0, min(gain, 4.0))))


def _edits(skeleton: Skeleton, variant: Variant) -> tuple[Edit, ...]:
    """Return an edit for each stretch between marks, which both readings share."""
    edits = []
    at = variant.at
    for found, usual in zip(_MARKS.split(variant.found), _MARKS.split(variant.usual), strict=True):
        if found != usual:
            edits.append(Edit(skeleton.span(at, at + len(found)), usual))
        at += len(found) + 1
    return tuple(edits)


def _shown(document: Document, span: Span) -> Span:
    """Return `span` with enough around it to be recognised, within its paragraph."""
    paragraph = document.paragraph_at(span.start).span
    return Span(max(paragraph.start, span.start - 2), min(paragraph.end, span.end + 2))


EXAMPLES = (
    bad(
        "要发扬艰苦创业、敢于吃苦的精神，干在实处。他们发扬艰苦创业、敢于吃苦的精神，走在前列。"
        "大家都发扬艰苦创业、敢于吃苦的精神，不甘落后。年轻人发扬艰苦创业、敢于吃苫的精神，迎头赶上。",
        "要发扬艰苦创业、敢于吃苦的精神，干在实处。他们发扬艰苦创业、敢于吃苦的精神，走在前列。"
        "大家都发扬艰苦创业、敢于吃苦的精神，不甘落后。年轻人发扬艰苦创业、敢于吃苦的精神，迎头赶上。",
    ),
    good(
        "要认真学习贯彻会议精神，扎实推进工作。要认真学习贯彻会议精神，扎实推进工作。"
        "要认真学习贯彻会议精神，更扎实推进工作。"
    ),
    good(
        "全年粮食产量达到六百万吨，比上年增长百分之二。全年粮食产量达到六百万吨，比上年增长百分之二。"
        "全年粮食产量达到七百万吨，比上年增长百分之二。"
    ),
)

DETECTOR = Detector(
    code="C001",
    name="inconsistent-clause",
    title=Message("同一提法前后不一致", "Inconsistent clause"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

"""Pairs of neighbours that changed places.

`transposed` reports them; terms and set phrases that would lose a character there, and guesses of
the noisy channel, leave them alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from proofer.detectors.context import page_fact
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Apart, Span

if TYPE_CHECKING:
    from proofer.detectors.context import Context, Page

_HAN_PAIR = lazy_regex(r"\p{Han}{2}")
_LEAST = 4.5
"""log10 by which the other order must be likelier.

From 3.8 on it turned what an OCR engine had put in (邢众, 指摄).
"""
_LEAST_OF_WORD, _RARE = 7.0, -5.7
"""The same where the pair is a rare word as it stands, and the log10 frequency of such a word."""
_LEAST_OF_FOUR = 5.0
"""The same in four characters of which two words come: 取突得破, but also 遵规守矩."""
_COMMON = -6.0
"""log10 frequency of a word that tells."""
_PARALLEL = frozenset(
    re.findall(
        "..",
        "左右东西上下南北前后内外里外男女老少大小高低多少长短轻重冷热明暗千万百千天地山水风雨日月生死哭喊哭笑悲喜忧喜你我"
        "人己是非古今新旧有无真假善恶强弱贫富尊卑贵贱褒贬爹娘父母夫妻兄弟姐妹手脚眉眼牛马鸡狗猪狗龙凤虎狼刑法严酷坟墓看守"
        "屠杀牙齿磨砺笔墨酣畅形状穷尽理性休息生养刀枪花草云雾进出来去起落早晚春秋山海江湖金银酒肉诗书礼乐口舌腰背肝胆肠肚"
        "头尾皮肉骨肉粗细深浅浓淡软硬黑白红绿青黄香臭甜苦痛痒饥寒衣食吃穿推拉打骂说笑弹唱送迎攻守取舍得失胜败成败兴亡存亡"
        "盛衰荣辱恩怨爱恨喜怒哀乐亲疏远近先后始终本末公私虚实刚柔阴阳正反横竖纵横曲直方圆厚薄宽窄快慢动静开关升降加减买卖"
        "左右开闭借还缺少问答听说读写耳目唇齿鬼神妖魔猜忌稳妥摇晃山石陡峭",
    )
)
"""Words whose characters stand parallel in phrases of four: 左等右等, 上尊下卑, 看坟守墓."""
_OBJECTS = frozenset(
    "业活婚澡孕彩款面头手气心觉课学班床饭酒病假会话架枪球舞歌步路车操试名账债仇命脸嘴口眼神冤功劳苦亏霉血汗泪娃肚腰腿血队伍门火级"
)
"""Objects of verbs that may be parted from them: 毕了业, 干起活来, 结的婚."""
_AS_EXPECTED = lazy_regex(r"果如(?:其|所|人|我|预)")
"""果如 of older prose, "just as", before what was said or expected: 果如其言, 果如所料."""
_MEASURES = frozenset("个壶杯碗瓶盆封双把件口盒袋包筐篮桶")
"""What parts a verb from an object that is counted: 沏壶茶."""
_PARTING = frozenset("了过起着的个完")
_MOST = 41
"""Findings on a page: a page with more is read across columns, or verse."""


@page_fact
def transpositions(page: Page) -> tuple[Span, ...]:
    """Return the pairs of a page that changed places, the likeliest first; no two overlap."""
    if page.is_traditional:
        return ()
    text, context = page.text, page.context
    starts = sorted({at + shift for at in page.wordless for shift in (-1, 0)} | _rare_words(page))
    spans = [
        Span(start, start + 2)
        for start in starts
        if start >= 0
        and _HAN_PAIR.fullmatch(text[start : start + 2])
        and text[start] != text[start + 1]
        and context.words.log_frequency(text[start : start + 2]) < _RARE
    ]
    edits = [(span.start, span.end, span.of(text)[::-1]) for span in spans]
    gains = context.model.gains(text, edits).tolist()
    taken, found = Apart(), []
    for span, gain in sorted(zip(spans, gains, strict=True), key=lambda each: -each[1]):
        if (
            gain >= _LEAST
            and gain >= _least(span, text, context)
            and not page.touches_name(span)
            and page.count(span.of(text)) == 1
            and not _is_parallel(span, text)
            and not _is_parted(span, text)
            and not _AS_EXPECTED.match(text, span.start)
            and not _is_in_repeat(span, text)
            and _makes_word(span, text, context)
            and taken.add(span)
        ):
            found.append(span)
    return tuple(found[:_MOST])


def _least(span: Span, text: str, context: Context) -> float:
    """Return the log10 by which the other order must be likelier."""
    four = text[max(0, span.start - 1) : span.end + 1]
    if len(four) == 4 and all(each in context.words for each in (four[::2], four[1::2])):
        return _LEAST_OF_FOUR
    return _LEAST_OF_WORD if span.of(text) in context.words else _LEAST


def _is_in_repeat(span: Span, text: str) -> bool:
    """Return whether the pair is the seam of what is said twice: 白[胖白]胖."""
    around = text[max(0, span.start - 1) : span.end + 1]
    return around[:2] == around[2:]


def _rare_words(page: Page) -> set[int]:
    """Return where rare words of two characters begin that no common word overlaps: 度高|重视."""
    import numpy as np

    starts, lengths, frequencies = page.word_places
    common = (lengths > 1) & (frequencies >= _RARE)
    size = len(page.text) + 1
    begun = np.bincount(starts[common], minlength=size)
    ended = np.bincount((starts + lengths)[common], minlength=size)
    covered = np.cumsum(begun - ended) > 0
    rare = starts[(lengths == 2) & (frequencies < _RARE)]
    return {*rare[~covered[rare] & ~covered[rare + 1]].tolist()}


def _is_parallel(span: Span, text: str) -> bool:
    """Return whether the pair is the middle of a phrase of four like 左等右等, 上尊下卑."""
    four = text[max(0, span.start - 1) : span.end + 1]
    if len(four) < 4:
        return False
    first, second = four[0] + four[2], four[1] + four[3]
    before = text[max(0, span.start - 2) : span.start]
    if len(before) == 2 and before[0] == text[span.start]:  # 再吵|再闹
        return True
    return (
        four[0] == four[2]
        or four[1] == four[3]
        or any(each in _PARALLEL or each[::-1] in _PARALLEL for each in (first, second))
    )


def _is_parted(span: Span, text: str) -> bool:
    """Return whether a verb is parted from its object (毕了业, 怀过孕) or result (洗不净)."""
    first, second = text[span.start], text[span.start + 1]
    if second in "不一" or first in _MEASURES:
        return True
    behind = text[span.end : span.end + 1]
    return (first in _PARTING and second in _OBJECTS) or (
        second in _PARTING and behind in _OBJECTS and bool(behind)
    )


def _makes_word(span: Span, text: str, context: Context) -> bool:
    """Return whether a common word covers one of the two, turned round, and its neighbour."""
    first = max(0, span.start - 2)
    turned = text[first : span.start] + span.of(text)[::-1] + text[span.end : span.end + 2]
    words = (
        turned[start - first : end - first]
        for start in range(first, span.end)
        for end in range(max(start + 2, span.start + 1), min(len(text), span.end + 2) + 1)
    )
    printed = text[max(0, span.start - 3) : span.end + 3]
    return any(
        word in context.words
        and context.words.log_frequency(word) > _COMMON
        and word not in printed
        for word in words
    )

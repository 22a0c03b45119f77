"""Names of years and days in the cycle of sixty that are none of the sixty: 甲戍年, 乙末年, 丙千年.

Ten stems and twelve branches make sixty names. An OCR engine takes a branch or a stem for a
commoner character of the same shape (戌 for 戍, 未 for 末, 午 for 千, 巳 for 已). Where a pair
before 年, 日, 月, 岁 or the like becomes one of the sixty by one such change, and is none as it
stands, the change is right.

Legitimate, and left alone: the sixty names themselves, and pairs that are words (丙酮, 甲子 …).
---
不在六十甲子之内的干支：甲戍年、乙末年、丙千年。

十干与十二支相配只有六十个名称。识别引擎常把干支字认成形近的常用字：戌认作戍、戊，未认作末，午认作
千，巳认作已、己，申认作中，亥认作夫，子认作于。年、日、月、岁之前的两个字，如果改一个形近字就是六十
甲子之一，而照原样不是，就报告并给出改法。

以下不报告：六十甲子本身；成词的两个字。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CYCLE = frozenset(_STEMS[number % 10] + _BRANCHES[number % 12] for number in range(60))
_STEM_SLIPS = {
    "已": "己",
    "巳": "己",
    "戌": "戊",
    "戍": "戊",
    "戎": "戊",
    "千": "壬",
    "王": "壬",
    "两": "丙",
    "內": "丙",
    "内": "丙",
    "申": "甲",
    "由": "甲",
    "电": "甲",
    "了": "丁",
    "田": "甲",
    "乞": "乙",
    "茂": "戊",
    "康": "庚",
    "宰": "辛",
    "任": "壬",
    "士": "壬",
    "幸": "辛",
    "葵": "癸",
    "唐": "庚",
}
_BRANCH_SLIPS = {
    "戍": "戌",
    "戊": "戌",
    "戎": "戌",
    "成": "戌",
    "末": "未",
    "千": "午",
    "牛": "午",
    "干": "午",
    "西": "酉",
    "洒": "酉",
    "酒": "酉",
    "酋": "酉",
    "四": "酉",
    "朱": "未",
    "手": "午",
    "刻": "亥",
    "孑": "子",
    "柳": "卯",
    "巴": "巳",
    "晨": "辰",
    "中": "申",
    "甲": "申",
    "由": "申",
    "夫": "亥",
    "玄": "亥",
    "于": "子",
    "予": "子",
    "了": "子",
    "已": "巳",
    "己": "巳",
    "卵": "卯",
    "夘": "卯",
    "辱": "辰",
    "展": "辰",
    "黄": "寅",
    "演": "寅",
    "刃": "丑",
    "五": "丑",
}
"""What the characters are misread as, by shape."""
_PLACE = lazy_regex(
    # What follows is told by its first character first: at most places by that alone.
    r"(?P<pair>\p{Han}{2})(?=[年日月岁科之春夏秋冬变政赔国正腊一二三四五六七八九十除元孟仲])"
    r"(?=年间?|[日月岁]|科(?=[举乡会进状，]|试)|之[年秋春夏冬岁变役乱难战]|[春夏秋冬][，。、日天节试]"
    r"|变法|政变|赔款|国变|(?:正|腊|[一二三四五六七八九十冬])月|除夕|元旦|孟[春夏秋冬]|仲[春夏秋冬])"
)
_SURE, _LIKELY = 0.95, 0.85
"""Probability where one name is possible, and where two are."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the pairs of `document` that one misread character parts from a name of the cycle."""
    for match in _PLACE.finditer(document.text):
        pair = match["pair"]
        if pair in _CYCLE or (pair in context.words and context.words.log_frequency(pair) > -6.0):
            continue
        right = _names(pair)
        if right:
            span = Span(*match.span("pair"))
            confidence = _SURE if len(right) == 1 else _LIKELY
            yield DETECTOR.finding(
                document,
                span,
                Message(
                    f"“{pair}”不是干支，疑为“{right[0]}”",
                    f"{pair} is no name of the cycle of sixty: {right[0]}",
                ),
                confidence=confidence,
                suggestions=[
                    replace_span(span, name, confidence if not number else 1 - confidence)
                    for number, name in enumerate(right)
                ],
                evidence=[
                    Evidence(
                        "rule",
                        Message(
                            "六十甲子里没有这一名称，只差一个形近字",
                            "none of the sixty; one look-alike makes one",
                        ),
                    )
                ],
            )


def _names(pair: str) -> list[str]:
    """Return the names of the cycle that known slips make `pair`; one of its two must be right."""
    stem, branch = pair[0], pair[1]
    if stem not in _STEMS and branch not in _BRANCHES:
        return []
    names = (
        first + second
        for first in (stem, _STEM_SLIPS.get(stem, ""))
        for second in (branch, _BRANCH_SLIPS.get(branch, ""))
    )
    return [name for name in dict.fromkeys(names) if name in _CYCLE]


EXAMPLES = (
    bad("甲戍年春，村里办了第一所学校。", "甲戌年春，村里办了第一所学校。"),
    bad("她生于乙末年，属羊。", "她生于乙未年，属羊。"),
    good("甲戌年春，村里办了第一所学校。"),
    good("他中年以后才学画，每年都办一次展览。"),
    good("这家工厂成立于去年。"),
)


DETECTOR = Detector(
    code="N006",
    name="sexagenary",
    title=Message("干支有误", "Name of the cycle of sixty that is none"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

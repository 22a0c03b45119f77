"""Two look-alikes for "says" and "day", which an engine takes for each other.

That is 孔子日：“…” for 孔子曰, 是曰大雪 for 是日.

Before a colon and a quotation 曰 says who speaks; 日 stands there only behind 今, 次, 某 and the
like, or in dates. Behind 是, 今, 即, 翌 at the start of a sentence it is the day.

Legitimate, and left alone: 3日：, 生日：, 节日：; 曰 in its own place.
---
两个形近的字互误，识别引擎常常分不清“曰”和“日”：孔子日：“……”应为孔子曰，“是曰大雪”应为是日。

说话人之后、冒号和引文之前的“日”，除了今日、次日、某日、日期和节日、生日之类，应是“曰”；句首“是”“今”“即”“翌”之后
的“曰”，应是“日”。

识别引擎和录入人员最容易在这些位置上出错。

以下不报告：3日、生日、节日；用得正确的“曰”。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.classical import says
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity
from proofer.messages import Message

_BOOKS = "书诗易传语谚记志经"
_NOT_DAY = "今昨明某次节生同当每往近昔前后即翌改初末半终整多几数一二三四五六七八九十百星期周本是早"
_SAID = lazy_regex(
    rf"(?<=\p{{Han}})(?<![\d{_NOT_DAY}])(?P<wrong>日)(?=[：:][ ]?[“\"『「‘])"
    rf"|(?:^|(?<=[。；！？\n“”]))[{_BOOKS}](?P<wrong>日)(?=[：:]\p{{Han}})|(?<=》)(?P<wrong>日)(?=[：:])",
    re.MULTILINE,
)
_DAY = lazy_regex(
    r"(?:越|逾|后|居|历|阅|凡|约|第)[一二三四五六七八九十数]{1,3}曰(?<=(?P<wrong>曰))"
    r"|[近连终每整改隔往竟]曰(?![：:“「『，,、])(?<=(?P<wrong>曰))"
    r"|(?:^|(?<=[。；！？\n“]))(?:[是今即翌次明昨]曰(?=[，,])|[是今即翌次明昨当此某]曰(?![：:，,、“「『]))(?<=(?P<wrong>曰))",
    re.MULTILINE,
)
_COMMON = -7.5
"""log10 frequency of a word that tells."""
_CONFIDENCE = 0.9
"""Probability that it is an error; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the places of `document` where 曰 and 日 stand for each other."""
    for pattern, right in ((_SAID, "曰"), (_DAY, "日")):
        for match in pattern.finditer(document.text):
            span = Span(*match.span("wrong"))
            is_right = right == "日" and says(context.page(document))
            if is_right or _is_word(span, document.text, context):
                continue
            yield DETECTOR.correction(
                document,
                span,
                right,
                Message(
                    f"“{match['wrong']}”疑为“{right}”之误",
                    f"{match['wrong']} seems to be a misread {right}",
                ),
                why=Message(
                    "引文之前是“曰”，句首“是”“今”之后是“日”",
                    "曰 before a quotation, 日 behind 是 and 今",
                ),
                confidence=_CONFIDENCE,
            )


def _is_word(span: Span, text: str, context: Context) -> bool:
    """Return whether the character ends a word (开放日) or begins one."""
    near = (
        *(text[max(0, span.end - length) : span.end] for length in (3, 4)),
        text[span.start : span.end + 1],
    )
    return any(context.words.log_frequency(each) > _COMMON for each in near)


EXAMPLES = (
    bad("孔子日：“学而时习之，不亦说乎。”", "孔子曰：“学而时习之，不亦说乎。”"),
    bad("是曰大雨，县令闭门谢客。", "是日大雨，县令闭门谢客。"),
    good("孔子曰：“学而时习之，不亦说乎。”"),
    bad("书日：民惟邦本，本固邦宁。", "书曰：民惟邦本，本固邦宁。"),
    good("开放日：“走进军营”活动昨日举行。"),
    good("3月5日：“雷锋日”活动在各地举行，生日：“五月初三”。"),
)


DETECTOR = Detector(
    code="K002",
    name="said-or-day",
    title=Message("曰与日", "曰 for 日"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

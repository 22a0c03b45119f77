"""Numbers that OCR broke: 1,00O with a letter, １2 of two widths, 1，000, 98.5.2%.

How it is found: the form of each number. Letters O, l and I between digits, or between a digit and
年, 月, 日, %, 吨 and the like; digits of two widths in one number; a full-width comma between
groups of three digits; groups of the wrong length in a number that has right ones; two decimal
points before a unit, or another mark for one (5。6%); a speck between month and day (7月.4日); a
share or rate (占比, 合格率) above 100% and a fall by more than that. ％ and % on one page are one
finding.

Legitimate, and left alone: letters in names of models and standards (A10O, 5G); lists of numbers;
versions and addresses; growth, rates of return and debts, which may exceed 100%; profits, which may
fall by more.

How sure: a letter among digits is always wrong, but it need not be O for 0; the printed page tells.
A rate above 100% mostly lacks its decimal point and has no certain correction. Percent signs aside,
nine million characters of clean text had seven reports, six of them true.
---
数字里的识别错误：“1,00O”夹着字母，“１2”全角半角混用，“1，000”用了全角逗号，“98.5.2%”有两个小数点。

怎样发现：只看数字的写法。数字之间，或者数字与“年、月、日、%、吨”之间的字母 O、l、I；同一个数里全角
和半角数字混用；每三位之间用了全角逗号；有的节是三位、有的节不是；单位前有两个小数点，或者小数点认成
别的符号（5。6%）；月和日之间的污点（7月.4日）；占比、合格率之类超过 100%，下降超过 100%。同一版面混
用“％”和“%”，合为一条。

以下不报告：型号和标准里的字母（5G）；并列的几个数；版本号和网址；增长率、负债率等可以超过 100% 的；
利润的降幅，也可以超过 100%。

把握：数字里的字母必错，但未必就是 0 或 1，要看原件；比率超过 100% 多半丢了小数点，没有确定的改法。
除百分号混用外，九百万字的干净文本共报告七处，六处确是差错。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.kinds import LISTINGS
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity, Suggestion
from proofer.messages import Message

_AFTER = (
    r"(?=[ 　]?(?:人(?![工机类体脸像形力性才员造格们])|[年月日时分秒号个元万亿吨%％‰米克]"
    r"|公[斤里顷]|[市]?斤|毫[米克升]|厘米|分钟|小时|[秒分](?![部校局])"
    r"|千[瓦克米]|平方|立方|多[年个人吨名]|余[年个人吨名]"
    r"|[届名次期版页岁倍台套件辆户座栋亩项周级号](?!\p{Han}?型)|节(?![目日点约能水制气])))"
)
_BEGINS = r"(?<![A-Za-z0-9_.\-/#=%])"
_UNITS = r"[万亿元%％℃倍米吨]|kW|km|kg|mm|cm|mg|mL|V|A|m"
_MORE = r"[\d,.]{0,30}"
"""Of one number: bounded, as a number may begin behind each comma of a row of digits."""
_DIGITS_FOR_LETTERS = str.maketrans("OoQlI|〇○SZB", "00011100528")
_HALF_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_FULL_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_RATE = (
    r"(?<!拨备)(?:占比|比重|湿度|纯度|满意度|优良天数比例|"
    r"(?:合格|成材|出勤|覆盖|回收|入住|普及|就业|及格|优良|满意|达标|命中|到课|签约|入学|好评|成活|识字|在岗)率)"
)
_NOT_A_SHARE = lazy_regex(
    "增|升|提高|上涨|降|翻|超过|负债|债务|杠杆|存款|贷款|库存|GDP|国内生产总值|计划|目标|任务|预算|同期"
)
_MAY_TURN_NEGATIVE = lazy_regex(
    "利润|净利|盈利|盈余|收益|亏|现金流|顺差|逆差|净值|增加值|净额|回报|业绩|价差|指数"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A form of number that is wrong; the part `wrong` of the pattern is replaced."""

    pattern: regex.Pattern[str]
    message: Message
    reason: Message
    confidence: float
    replacement: str | None = None
    """None: the digits that look like the letters; the empty string deletes."""
    applicability: Applicability = Applicability.UNSAFE


_LETTER = Message("数字里夹着字母", "a letter among the digits")
_LETTER_REASON = Message(
    "字母与数字形近，数字里不会有字母", "letters look like digits; a number has no letters"
)
_RULES = (
    _Rule(
        lazy_regex(
            rf"{_BEGINS}(?:\d{_MORE}+(?P<wrong>[OoIl〇○]+)(?=[,.]?\d){_MORE})(?:[OoIl〇○]+"
            + _AFTER
            + r")?"
            r"(?![A-Za-z_\-/=])"
        ),
        _LETTER,
        _LETTER_REASON,
        0.95,
    ),
    _Rule(
        lazy_regex(rf"{_BEGINS}\d{_MORE}+(?P<wrong>(?:[Oo]+|[Il]))" + _AFTER),
        _LETTER,
        _LETTER_REASON,
        0.93,
    ),
    _Rule(
        lazy_regex(
            _BEGINS
            + r"(?P<wrong>(?!O[23](?!\d))[OoIl])(?=\d{1,5}(?:,\d{3})*(?:\.\d+)?"
            + _AFTER[3:]
            + r"|(?<=\d年)(?P<wrong>[Il])(?=月)"
        ),
        _LETTER,
        _LETTER_REASON,
        0.9,
    ),
    _Rule(
        lazy_regex(
            rf"{_BEGINS}\d{_MORE}+(?P<wrong>[SZB])"
            r"(?:[\d.]*(?=[ 　]?[%％‰吨年月日])|[\d.]+(?=[ 　]?[万亿元件人名户个]))"
        ),
        _LETTER,
        _LETTER_REASON,
        0.9,
    ),
    _Rule(
        lazy_regex(
            r"(?<=第)(?P<wrong>l[OolI]{0,2})(?=[届名次期版页条章位号节场])|(?<=(?<!\d)\d{1,2}[:：]\d?)(?P<wrong>[Oo]+)(?![A-Za-z(（])"
        ),
        _LETTER,
        _LETTER_REASON,
        0.93,
    ),
    _Rule(
        lazy_regex(
            _BEGINS + r"(?P<wrong>[Oo])(?=\.\d{1,4}(?![\dA-Za-z_.]))"
            r"|(?<=\d\.)(?P<wrong>O)(?![A-Za-z0-9_.])"
            rf"|{_BEGINS}(?P<wrong>[lI])(?=\.\d{{1,3}}(?:{_UNITS})(?![A-Za-z]))"
        ),
        _LETTER,
        _LETTER_REASON,
        0.9,
    ),
    _Rule(
        lazy_regex(
            r"(?<![A-Za-z0-9.:：])(?P<wrong>[OoIl]{1,2})(?=\d?[:：]\d\d(?![\d:：]))"
            r"|(?<![A-Za-z0-9])(?P<wrong>[lI])(?=[%％‰]|比\d)"
            r"|(?<=\d比)(?P<wrong>[OolI])(?![A-Za-z0-9])"
            r"|(?<![A-Za-z0-9])(?P<wrong>[OolI]{1,2})(?=\d{1,2}比\d)|(?<=\d比\d?)(?P<wrong>[Ol])(?=\d)"
            r"|(?<=\d年)(?P<wrong>[Il]{2})(?=月)|(?<=\d月)(?P<wrong>[Il]{1,2})(?=日)"
            r"|(?<![A-Za-z0-9.])\d{1,4}\.\d?(?P<wrong>[SZB])(?=[分秒米元万亿倍公度℃岁千克升毫厘])"
        ),
        _LETTER,
        _LETTER_REASON,
        0.9,
    ),
    _Rule(
        lazy_regex(
            r"(?:电话|手机号?|热线|传真|邮编|邮政编码|[代号]码|[账帐学证]号|拨打|致电)"
            r"(?:是|为|了)?[：: ]*(?P<wrong>(?=[OolI-]{0,6}\d)(?=[\d-]{0,14}[OolI])"
            r"[\dOolI][\dOolI-]{1,16}[\dOolI])(?![A-Za-z0-9])"
        ),
        _LETTER,
        _LETTER_REASON,
        0.92,
    ),
    _Rule(
        lazy_regex(r"(?<![\d.,])\d{1,3}(?P<wrong>[。,']|[.．]{2})(?=\d{1,2}(?:[%％‰]|个百分点))"),
        Message("小数点认错", "a broken decimal point"),
        Message(
            "后面是百分号，中间应当是小数点", "a percent sign follows, so it is a decimal point"
        ),
        0.85,
        ".",
    ),
    _Rule(
        lazy_regex(
            r"(?<![\d.,，、第])[1-9]\d{0,2}(?:[,，]\d{3}){0,9}?(?P<wrong>，)(?=\d{3}(?:[,，]\d{3}){0,9}(?![\d、，,和与及或至号页条款室班版期年路]))"
        ),
        Message("千分号用了全角逗号", "full-width comma as separator of thousands"),
        Message(
            "三位一节的数用半角逗号，全角逗号会被当作停顿",
            "groups of three digits are parted by a half-width comma",
        ),
        0.85,
        ",",
    ),
    _Rule(
        lazy_regex(r"(?<![\d.,，])\d{1,3}(?P<wrong>, )(?=0\d\d(?!\d))"),
        Message("千分号后面多了空格", "a blank after the separator of thousands"),
        Message("没有以 0 开头的三位数", "no number of three digits begins with 0"),
        0.85,
        ",",
    ),
    _Rule(
        lazy_regex(r"\d{1,2}月(?P<wrong>[.．·,'‘’`])(?=\d{1,2}日)"),
        Message("月和日之间多了一点", "a speck between month and day"),
        Message("日期里没有这个符号", "a date has no such mark"),
        0.93,
        "",
    ),
)
_QUESTIONS = (
    _Rule(
        lazy_regex(
            r"(?<![\d.,A-Za-zVv])(?P<wrong>\d+\.\d+\.\d+)(?=[%％‰亿万吨]|元(?!旦)|千瓦|公[斤里顷])"
        ),
        Message("一个数里有两个小数点", "two decimal points in a number"),
        Message(
            "后面是单位，不会是版本号或日期", "a unit follows, so it is no version and no date"
        ),
        0.9,
    ),
    _Rule(
        lazy_regex(
            r"(?<![\d.,])(?P<wrong>[1-9]\d{0,2}(?:,\d{3})+,(?:\d{1,2}|\d{4,5})|[1-9]\d{0,2},(?:\d{1,2}|\d{4,5}),\d{3}|[1-9]\d{3,5},\d{3})(?![\d,])"
            r"(?=[万亿元吨人个名户件台公千立平米%％])"
        ),
        Message("千分号的位置不对", "a separator of thousands at the wrong place"),
        Message("有的节是三位，有的不是", "some groups have three digits and one has not"),
        0.8,
    ),
    _Rule(
        lazy_regex(
            r"(?P<share>占)(?P<between>[^，。；、！？\d\n]{1,14}的[约近]?)(?P<wrong>\d{3,}(?:\.\d+)?[%％])"
        ),
        Message("占比超过了 100%", "a share above 100%"),
        Message(
            "部分不会多于全部，可能丢了小数点",
            "a part is no more than the whole; a decimal point may be lost",
        ),
        0.75,
    ),
    _Rule(
        lazy_regex(
            r"(?P<fall>下降|减少|降低|缩减|下跌)(?P<between>(?:了|约|近|超过|超|逾|达){0,2})(?P<wrong>\d{3,}(?:\.\d+)?[%％])"
        ),
        Message("下降超过了 100%", "a fall by more than 100%"),
        Message(
            "最多降到零，可能丢了小数点", "nothing falls below zero; a decimal point may be lost"
        ),
        0.7,
    ),
    _Rule(
        lazy_regex(
            _RATE + r"(?P<between>[^，。；、！？\d\n]{0,6})(?P<wrong>\d{3,}(?:\.\d+)?[%％])"
        ),
        Message("这一比率超过了 100%", "this rate exceeds 100%"),
        Message(
            "部分不会多于全部，可能丢了小数点",
            "a part is no more than the whole; a decimal point may be lost",
        ),
        0.75,
    ),
)
_DIGITS = lazy_regex(r"\d{2,}+")
_TWO_WIDTHS = lazy_regex("[0-9][０-９]|[０-９][0-9]")
# ％ after full-width digits is in their style.
_PERCENT = lazy_regex("(?<=[0-9])[%％]")


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the broken numbers of `document`."""
    del context
    text = document.text
    for rule in _RULES:
        for match in rule.pattern.finditer(text):
            span = Span(*match.span("wrong"))
            right = (
                span.of(text).translate(_DIGITS_FOR_LETTERS)
                if rule.replacement is None
                else rule.replacement
            )
            if _is_read(document, span):
                yield _slip(
                    document, rule, Span(*match.span()), replace_span(span, right, rule.confidence)
                )
    for rule in _QUESTIONS:
        for match in rule.pattern.finditer(text):
            span = Span(*match.span("wrong"))
            if _is_read(document, span) and not _may_exceed(match, text):
                yield _slip(document, rule, span)
    yield from _two_widths(document)
    yield from _percent_signs(document)


def _is_read(document: Document, span: Span) -> bool:
    return document.paragraph_at(span.start).kind not in LISTINGS


def _may_exceed(match: regex.Match[str], text: str) -> bool:
    if "between" not in match.groupdict():
        return False
    exempt, marks, reach = _NOT_A_SHARE, "[，。；！？\n]", 30
    if "fall" in match.groupdict():
        exempt, marks, reach = _MAY_TURN_NEGATIVE, "[。；！？\n]", 80
    before = regex.split(marks, text[max(0, match.start() - reach) : match.end()])[-1]
    return float(match["wrong"].rstrip("%％")) <= 100 or bool(exempt.search(before))


def _slip(document: Document, rule: _Rule, span: Span, *suggestions: Suggestion) -> Finding:
    return DETECTOR.finding(
        document,
        span,
        rule.message,
        confidence=rule.confidence,
        suggestions=suggestions,
        evidence=[Evidence("rule", rule.reason)],
    )


def _two_widths(document: Document) -> Iterator[Finding]:
    text = document.text
    for match in filter(lambda digits: _TWO_WIDTHS.search(digits[0]), _DIGITS.finditer(text)):
        half = sum(character.isascii() for character in match[0])
        table = _HALF_DIGITS if 2 * half >= len(match[0]) else _FULL_DIGITS
        span = Span(*match.span())
        yield DETECTOR.finding(
            document,
            span,
            Message("同一个数里全角和半角数字混用", "digits of two widths in one number"),
            confidence=0.97,
            suggestions=[replace_span(span, match[0].translate(table), 0.96, Applicability.SAFE)],
            evidence=[
                Evidence("rule", Message("一个数只用一种宽度", "a number is printed in one width"))
            ],
        )


def _percent_signs(document: Document) -> Iterator[Finding]:
    """Yield one finding for a page that prints both ％ and %: the rarer one."""
    places = [Span(*match.span()) for match in _PERCENT.finditer(document.text)]
    full = [span for span in places if span.of(document.text) == "％"]
    half = [span for span in places if span.of(document.text) == "%"]
    if not full or not half:
        return
    rare, right = (full, "%") if len(full) <= len(half) else (half, "％")
    counts = Message(
        f"％ {len(full)} 处，% {len(half)} 处", f"％ {len(full)} times, % {len(half)} times"
    )
    note = Message(f"全部 {len(rare)} 处改为“{right}”", f"make all {len(rare)} {right}")
    suggestion = Suggestion(
        tuple(Edit(span, right) for span in rare), 0.8, Applicability.UNSAFE, note, independent=True
    )
    yield DETECTOR.finding(
        document,
        rare[0],
        Message("同一版面混用“％”和“%”", "both ％ and % on one page"),
        confidence=0.85,
        severity=Severity.INFO,
        suggestions=[suggestion],
        evidence=[Evidence("document", counts, span=rare[0])],
        related=rare[1:],
    )


EXAMPLES = (
    good("原文在网页的text=%E4%B8%8B%E6%96%87这一段，编码没有错。"),
    bad("全年生产电解铝1,00O吨。", "全年生产电解铝1,000吨。"),
    bad("会议定于2O26年l月召开。", "会议定于2026年1月召开。"),
    bad("全厂共有1，200名职工。", "全厂共有1,200名职工。"),
    bad("项目总投资１2亿元。", "项目总投资12亿元。"),
    bad("会议于7月.4日召开。", "会议于7月4日召开。"),
    bad("产品合格率达到985%。"),
    bad("利润增长12.5.3%。"),
    bad("产量增长5％，利润增长6%，成本下降3%。", "产量增长5%，利润增长6%，成本下降3%。"),
    bad("第2O届技能大赛在昨晚8:3O开幕。", "第20届技能大赛在昨晚8:30开幕。"),
    bad("单位能耗下降180%。"),
    good("利润同比下降150%，完成量占全年计划的120%。"),
    good("全年生产1,000吨，12:30开会，5G基站建成2.5万个。"),
    good("二〇二六年的目标是增长120%，资产负债率不超过100%。"),
    good("服务器可能返回301，302和307这三种状态。"),
    good("第1，2，3车间和2008，2012两年的数据，以及iOS 17.0.1版本。"),
    bad("每股收益O.35元，另有提案3S2件。", "每股收益0.35元，另有提案352件。"),
    good("型号为A10O的设备，编号O2，比例3:1。"),
)

DETECTOR = Detector(
    code="N010",
    name="number-slip",
    title=Message("数字写法有误", "Broken number"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

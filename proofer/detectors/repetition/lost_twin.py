"""One of two equal characters that was lost: 她默奉献 for 默默, 代表们纷表示 for 纷纷, 203年.

Engines that decode by CTC merge equal neighbours that stand close. Words that exist only doubled
(默默, 纷纷, 缓缓, 渐渐) then stand as one character that is no word there. It is found where the
doubled word is known, the single character makes no word with its neighbours, and the language
model prefers the doubled one by far. Idioms with a doubled character (小心翼翼, 欣欣向荣) are
looked for with one of the two missing, words that paint (喜洋洋) before 地 and 的. So are years of
three digits (199年) on a page that has whole ones.

Legitimate, and left alone: the single character in its own words (默许, 渐进, 纷争, 默不作声,
缓兵之计), names, classical text.
---
两个相同的字丢了一个：她默奉献（默默）、代表们纷表示（纷纷）、203年（2003年）。

按 CTC 解码的引擎会把紧挨着的相同的字并成一个。“默默”“纷纷”“缓缓”“渐渐”这类只能叠用的词，就只剩下一
个不成词的字。叠词是已知的，单字与前后都不成词，而且语言模型认为补上以后通顺得多，才报告并建议补上。含叠字的成语（小心翼翼、欣欣向荣）也按丢一个字的样子查找。本版另有四位
数的年份时，三位数的年份（199年）也按丢了一个数字报告。

以下不报告：单字自己的词（默许、渐进、纷争、默不作声、缓兵之计）；人名；文言。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.detectors.protection import FOREIGN
from proofer.detectors.repetition._half_reduplications import NUMERALS
from proofer.document.document import Document
from proofer.document.lazy_pattern import VERSION1, lazy_regex
from proofer.document.spans import Span, disjoint, overlaps_any
from proofer.findings.finding import Finding, Severity
from proofer.language.occurrences import StringIndex
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.detectors.context import Page
    from proofer.language.dictionaries import Dictionaries

_TWINS = (
    "绵默纷缓渐轻悄匆频娓谆翩袅潺淙簌皑粼怏惴讪悻兢牢遥茫滔源暗深"
    "久勃冉徐浓迟高层累殷节腾阵摇整处熊汹滚满世代苦慢静熠铮迢"
)
"""Characters that are doubled as adverbs and adjectives of manner, from general knowledge."""
_BEFORE_VERBS = lazy_regex(
    r"(?P<twin>[轻慢缓默悄偷呆静深渐匆])(?<!(?P=twin){2}|[尺米]深)"
    r"(?=[\p{Han}--了着过地的呈以尺][上下开起过出进着了到在向住来去])(?!(?P=twin))",
    VERSION1,
)
"""A character of manner before a verb and where it leads, where only the doubled one is usual."""
_LEAST_BEFORE_VERBS = -2.2
"""log10 by which the doubled one must be likelier there.

In 20 million characters of clean text nothing reaches it but 破400点之后，渐呈下降.
"""
_DOUBLED_ONLY = frozenset("默纷缓渐悄匆娓谆翩袅潺淙簌皑粼怏惴讪悻兢")
"""Those that hardly stand alone in modern prose."""
_ALONE = lazy_regex(
    rf"(?<![{_TWINS}])"
    r"(?!缓[缴建刑期发征限起冲和债堵费收税付贷办议决释解交还处行一过不带兵吞迟急动存]|缓[上下]脸|渐(?![为被不])|默[写认许契读片算记书坐着不]"
    r"|纷[至争扬飞繁乱呈杂披陈然歧来]|悄[无没笑声然视]|匆[促]|袅[娜娆]|翩[若然跹]|怏[望然]|潺湲|讪[笑谤然]|谆[请嘱])"
    r"(?!缓[流息一慢缴建刑期发征限起冲和债堵费收税付贷办议决释解交还处行]|渐(?![为被不])|默[写认许契读片算记书坐着]|纷[至争扬飞繁乱呈杂披]|悄[无])"
    rf"(?P<twin>[{_TWINS}])(?!(?P=twin))(?=[\p{{Han}}，。；！？])"
    r"(?<!东渐|日渐|逐渐|积渐|排纷|解纷|息纷|缠纷|沉默|静默|幽默|缄默|[放未减趋延稍容走较很更时轻悠]缓)"
)
_EACH = (
    (
        lazy_regex(r"(?<=们|同志|战士|干部|代表|社员|学生|队员)个(?=\p{Han})(?!个|人|子|中|别|体)"),
        -3.0,
    ),
    (
        lazy_regex(
            r"(?<=[^的][，。；])处(?=\p{Han})"
            r"(?![处于在理以分罚境长室级方女暑事世之变心所置决刑造违每补低]|[^，。；]{0,24}(?:倍|罚|徒刑))"
        ),
        -0.5,
    ),
)
"""个 and 处 for 个个 and 处处, and the log10 that the text must gain; one more sign costs two."""
_MANNER = lazy_regex(
    r"(?<=[他她它我你们者人员，、。；“])(?P<twin>[深轻慢静紧牢狠淡悄默缓渐偷久细懒])(?=地\p{Han})(?!\p{Han}地(?:带|区|面|方|上|下|震|球|铁|里))"
)
"""A character of manner before 地, which only the doubled one can have behind it."""
_LEAST_OF_MANNER = -1.5
"""log10 by which the doubled one must be likelier there."""
_WITH_VERBS = {
    "连": (
        "道谢|摇头|点头|摆手|称[赞好是奇]|叫[好苦]|说好|鞠躬|磕头|拍手|喝彩|咳嗽|后退|[赞感]叹|[道致]歉|答应|夸奖|败退|受挫|告捷|得分|失[利误]",
        "连一接牵流相串",
    ),
    "频": (
        "举杯|谢幕|点头|挥手|颔首|示意|回[首头]|告[急捷]|亮[相剑]|[出得失]手|受挫|碰壁|现身|发力|[出登]场|出招|刷新",
        "频视音高低变调倍射宽工",
    ),
    "紧": ("围绕|依靠|扭住|团结|相[连依]|锁定", "紧收抓赶加拉贴"),
    "牢": ("[记抓守]住|把握|掌握|树立|扛起|占据|锁定|控制", "牢监"),
    "大": ("超过|[高低多少优]于", "大扩重最极很更巨伟强庞放壮高宽长加远浩盛博较偌特太"),
    "久": (
        "不[愿散肯]|不能(?!寐)|无法|难以|回荡",
        "久不已长永许悠良持日多年之恒天经很太好",
    ),
    "深": (
        "懂得|吸引|打动|感[染受到]|震撼|铭记|扎根|热爱|体会到|意识到|陶醉|折服",
        "深加纵最更很不较",
    ),
    "狠": ("打击|批评|教训|抓住|整治|惩治", "狠凶"),
    "阵": (r"[掌笑歌鼓喝欢雷海]\p{Han}{0,2}[声彩呼鸣风涛]", "阵一这那几头上对敌"),
    "步": ("紧逼|后退|为营|高升", "步同逐大每退进初稳再一二三四五六七八九十百几跑散踏"),
    "每": ("想起|念及|谈[及起]|提[到及起]", "每年"),
}
"""What is doubled before these verbs and not alone, and what it makes a word with before them.

In 54 million characters of clean text none of it stands alone there.
"""
_TWIN_OF_VERB = lazy_regex(
    "|".join(
        rf"{twin}(?<=[\p{{Han}}，]{twin})(?<![{before}]{twin})(?={verbs})"
        for twin, (verbs, before) in _WITH_VERBS.items()
    )
    + r"|阵(?<=[掌笑歌欢雷涛]声阵|[微和香]风阵)(?=[，。；！])"
)
_LEAST_OF_VERB = -3.5
"""log10 by which the doubled one may be less likely there."""
_OLD = lazy_regex("公元|王朝|皇|三国|[秦汉魏晋唐]朝|罗马|曹操|刘备|孙权|年号")
"""Words of a page on which 208年 is a year of its own."""
_MODERN = lazy_regex(r"(?<!\d)(?:19|20)\d\d年")
_SHORT_YEAR = lazy_regex(
    r"(?<![\d.第])(?P<year>(?:19(?P<digit>[1-9])|20(?P<digit>[12])))"
    r"(?=年(?:[1-9]|1[0-2])月|年[春夏秋冬初底末](?!天?的?历))|(?<=[，。；于自从至到在])(?P<year>(?:19(?P<digit>[1-9])|20(?P<digit>[12])))(?=年(?!前|来|间|以|的|历史|左右|多|之|后|内|时间|里|中))"
)
"""A year without its last digit but one, on a page that has whole ones."""
_YEAR = lazy_regex(
    r"(?<![\d.第])(?P<year>20(?P<digit>[3-9]))(?=年(?:[1-9]|1[0-2])月|年(?!前|来|间|以|的?历史|左右|多|之|后|内))"
    r"|(?<![\d.第])(?P<year>19(?P<digit>9))(?=年(?:[1-9]|1[0-2])月)"
)
_IN_NAMES, _AFTER = frozenset("默"), frozenset("地为被向在从着")
"""Characters of foreign names, which need a word behind them, or one of these characters."""
_COMMON, _RARE = -6.5, -6.95
"""log10 frequency from which a word tells, and that of a rare word."""
_HAN = lazy_regex(r"\p{Han}")
_LEAST_OF_IDIOM = 2.0
"""Gain of the language model, log10, from which half an idiom is taken for one that lost a twin."""
_LEAST, _LEAST_SURE = 1.2, -1.9
"""log10 by which the doubled word must be likelier, and where the character hardly stands alone.

One more character costs two to three by itself. In 20 million characters of clean text no single
character of `_TWINS` gains 1.2.
"""
_PAINTING = "地的"
"""What words as 喜洋洋 stand before."""
_LEAST_OF_PAINTING, _LEAST_OF_NO_WORD = 0.5, -6.0
"""The same where half of such a word stands, which is a rare word itself or none."""
_CONFIDENCE = 0.85
"""Probability that it is an error; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the characters of `document` that lost their twin."""
    text = document.text
    page = context.page(document)
    if page.is_traditional:
        return
    found = dict(_idioms(page, context))
    for span in _alone(page, context, found):
        found[span] = 2 * span.of(text)
    for span, right in found.items():
        yield _finding(document, span, right)
    yield from _years(document)


def _alone(page: Page, context: Context, idioms: Iterable[Span]) -> Iterator[Span]:
    """Yield characters that make no word alone, outside of `idioms`."""
    text = page.text
    places = [
        (Span(match.start(), match.end()), _least_alone(match[0]))
        for match in _ALONE.finditer(text)
        if _is_alone(match.start(), text, context)
        and not page.touches_name(Span(match.start(), match.end()))
    ]
    for pattern, least in (*_EACH, (_MANNER, _LEAST_OF_MANNER)):
        places += [(Span(*match.span()), least) for match in pattern.finditer(text)]
    places += [
        (Span(match.start(), match.end()), _LEAST_BEFORE_VERBS)
        for match in _BEFORE_VERBS.finditer(text)
        if not _makes_word(match.start(), text, context)
    ]
    places += [
        (Span(*match.span()), _LEAST_OF_VERB)
        for match in _TWIN_OF_VERB.finditer(text)
        if not page.touches_name(Span(*match.span()))
    ]
    edits = [(span.start, span.end, 2 * span.of(text)) for span, _ in places]
    known = disjoint(idioms)
    for (span, least), gain in zip(places, context.model.gains(text, edits).tolist(), strict=True):
        if gain >= least and not overlaps_any(span, known):
            yield span


def _least_alone(char: str) -> float:
    return _LEAST_SURE if char in _DOUBLED_ONLY else _LEAST


def _makes_word(at: int, text: str, context: Context) -> bool:
    """Return whether the character makes a word with its neighbours, the verb behind it or both."""
    around = Span(max(0, at - 1), at + 1), Span(at, at + 2), Span(at, at + 3)
    return any(span.of(text) in context.words for span in around)


def _years(document: Document) -> Iterator[Finding]:
    """Yield the years of `document` that lost one of two equal digits."""
    text = document.text
    if _OLD.search(text):
        return
    for match in _YEAR.finditer(text):
        year, digit = match["year"], match["digit"]
        right = year + digit if year[0] == "1" else f"200{digit}"
        yield _finding(document, Span(*match.span("year")), right)
    for match in _SHORT_YEAR.finditer(text) if _MODERN.search(text) else ():
        year = match["year"]
        yield _finding(document, Span(*match.span("year")), year + year[-1])


def _is_alone(at: int, text: str, context: Context) -> bool:
    """Return whether the character makes no word with its neighbours and is part of no name."""
    char = text[at]
    left, right = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if 2 * char not in context.words or left in FOREIGN:
        return False
    if not _HAN.match(right):
        follows = text[max(0, at - 2) : at] + 2 * char in context.words
    else:
        follows = char not in _IN_NAMES or right in _AFTER
        if char in _IN_NAMES and right in FOREIGN:
            return False
        follows = follows or _is_common(text[at + 1 : at + 3], context)
    near = [left + char, char + right, text[max(0, at - 2) : at + 1], text[at : at + 3]]
    return (
        follows
        and left + char not in context.words
        and not any(len(each) > 1 and _is_common(each, context) for each in near)
    )


def _is_common(word: str, context: Context) -> bool:
    return context.words.log_frequency(word) > _COMMON


def _idioms(page: Page, context: Context) -> Iterator[tuple[Span, str]]:
    """Yield idioms and words that paint, without one of two equal characters: 小心翼, 喜洋地."""
    text, words = page.text, context.words
    found = [
        (Span(at, at + 3), whole)
        for at, whole in context.dictionaries.derived(_shortened).places(text)
        if whole not in text[max(0, at - 1) : at + 4] and not _is_common(text[at : at + 3], context)
    ]
    gains = context.model.gains(text, [(span.start, span.end, whole) for span, whole in found])
    for (span, whole), gain in zip(found, gains.tolist(), strict=True):
        least = _LEAST_OF_IDIOM
        if whole[-1] in _PAINTING:
            half = Span(span.start, span.end - 1)
            if (
                words.log_frequency(half.of(text)) > _RARE
                or words.log_frequency(text[half.end - 1 : half.end + 1]) > _RARE
            ):
                continue
            least = _LEAST_OF_PAINTING if half.of(text) in words else _LEAST_OF_NO_WORD
        if gain >= least and not page.touches_name(span):
            yield span, whole


def _shortened(dictionaries: Dictionaries) -> StringIndex[str]:
    """Return what is left of words that lost one of two equal characters, with the whole."""
    words = dictionaries.kind("reduplications").values()
    shortened = {
        word.term[1:] if word.category == "AABC" else word.term[:3]: word.term
        for word in words
        if word.category in ("AABC", "ABCC")
    }
    for word in words:
        if word.category == "ABB" and word.term[0] not in NUMERALS:
            shortened |= {word.term[:2] + end: word.term + end for end in _PAINTING}
    return StringIndex(shortened, 3)


def _finding(document: Document, span: Span, right: str) -> Finding:
    old = span.of(document.text)
    return DETECTOR.correction(
        document,
        span,
        right,
        Message(
            f"“{old}”疑为“{right}”，丢了一个相同的字",
            f"{old} seems to be {right}: one of two equal characters is lost",
        ),
        why=Message("识别引擎会把紧挨着的相同的字并成一个", "engines merge equal neighbours"),
        confidence=_CONFIDENCE,
    )


EXAMPLES = (
    bad("几十年来，他默奉献，从不计较名利。", "几十年来，他默默奉献，从不计较名利。"),
    bad("大会刚结束，委员们纷表示要抓好落实。", "大会刚结束，委员们纷纷表示要抓好落实。"),
    bad("203年6月，水库下闸蓄水。", "2003年6月，水库下闸蓄水。"),
    bad("他小心翼地打开盒子，社会欣向荣。", "他小心翼翼地打开盒子，社会欣欣向荣。"),
    good("德国克雷奇默近日表示，默西赛德郡的默奇森小镇十分安静。"),
    bad("他深地鞠了一躬，轻合上书本。", "他深深地鞠了一躬，轻轻合上书本。"),
    bad("大厅里空荡的，有人笑眯地站着。", "大厅里空荡荡的，有人笑眯眯地站着。"),
    good("她轻推开门，深夜静坐，生意立刻就慢了下来。"),
    bad("工厂1998年动工，199年春投产。", "工厂1998年动工，1999年春投产。"),
    good("科学家进行深地探测，1998年动工的大坝已有199年的设计寿命。"),
    good("会议决定缓议此事，大家缓步走出会场。"),
    good("双方默许了这一做法，事情渐入佳境。"),
    good("外国的考古学者联翩而至，他默坐在窗前。"),
    good("他在家静养，孩子们轻声说话。"),
)


DETECTOR = Detector(
    code="R002",
    name="lost-twin",
    title=Message("叠字丢了一个", "One of two equal characters lost"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

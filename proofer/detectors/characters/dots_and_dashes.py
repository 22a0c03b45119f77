"""Ellipses and dashes made of other signs: 。。。, ......, ······, oooooo for ……, 一一 for ——.

The Chinese ellipsis is six dots (……), the dash is two ems (——). Scans give full stops, middle dots,
letters or the numeral 一 twice. The run is mended as a whole, not a sign at a time. Old print is
often read with · for each comma.

Legitimate, and left alone: 一一 as a word (一一列举, 早已一一记下, and in old books), 。 alone,
dots in tables of contents, bibliographies and versions.
---
省略号、破折号写成了别的符号：。。。、......、······、oooooo，把破折号认成“一一”，把逗号、句号认成“·”。

省略号是六个点（……），破折号占两个字（——）。扫描会把它们认成几个句号、间隔号、字母 o，或者两个“一”。
这里把整串符号一次改正，不会一个一个地删。繁体旧版面的逗号和句号常整版认成间隔号。

以下不报告：“一一列举”“早已一一记下”等词，旧书里的一一；单个句号；目录里的前导点，参考文献里的点；版本号和算式里的点。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context, Page
from proofer.document.document import Document
from proofer.document.kinds import LISTINGS
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity
from proofer.language.scripts import simplified
from proofer.messages import Message

_ELLIPSIS = lazy_regex(
    r"(?<=[\p{Han}\p{P}])(?<![。.·…])(?P<wrong>[。]{3,6}|[.]{3,6}|[．]{3,6}|[·•・]{3,6}|[oO]{4,8}|0{5,6})(?![。.·…oO0\d])(?=[\p{Han}\p{P}]|\s|$)"
)
_CODE = lazy_regex(r"(?:[({\[<,;=/'`]|(?<=[\x21-\x7e])\))[.]{3}")
"""Three points of code or of a row of formulas: `{...}`, `f(x)...`, `$a$,...,$z$`."""
_DASH = lazy_regex(
    r"(?<=[\p{Han}，。；：！？”』）])(?P<wrong>一一|—一|一—)(?=[\p{Han}“『（])"
    r"(?<![一二三四五六七八九十百千零〇第](?P=wrong))(?!(?<=一一)[二三四五六七八九十百千零〇号师团])"
)
_ONE_BY_ONE = lazy_regex(
    r"[\p{Han}]{0,2}一一(?:列|对|作|做|说|介|回|解|记|核|讲|指|落|道|告|查|化|陈|分|细|过|点|登|展|呈|兑|破|击|检|握|详|印|浮|打|拜|问|数|念|照|写|答|交|验|给|予|克|得|起|研|握|清|刻|拆|离|搬|排|通|读|总|去|协|确|抽|送|找|收|签|敬|致|谢|查|处|实|引|见|叩|辞|谒|迎|赐|过目|颁|授|赠|慰|探|摆|挂|贴|递|审|批|罗|枚|剖|辨|认|考|述|比对|看望|分发|发放)"
)
_SINGULAR = lazy_regex(r"(?:一|这|那|每|某)[个种位件项条句座名家支场部]\p{Han}{1,5}(?=一一)")
"""What is one cannot be dealt with one by one: 一个愿望一一治好母亲的病."""
_SUBTITLE = lazy_regex(
    r"(?:^[ 　]*|(?<=[：》”]))(?P<wrong>一一|—一|一—)(?=[记访写评读献兼](?!录|载|住|得|下))",
    re.MULTILINE,
)
"""A dash that begins the second line of a title: ——记, ——访."""
_SENT = frozenset("电讯電訊")
"""What a dispatch begins with, before a dash: 本报上海电——."""
_DOT = lazy_regex(r"(?<=\p{Han})[·•・](?=\p{Han})")
_PARTS = lazy_regex(r"[^\p{Han}]+")
_SHORTEST_PART = 4
_NAMES = {
    "……": Message("省略号", "the ellipsis"),
    "——": Message("破折号", "the dash"),
    "，": Message("逗号", "the comma"),
    "。": Message("句号", "the full stop"),
}
_BEFORE_ADVERB = frozenset("已都便也皆再又即遂须要能可均仍先逐曾")
"""What stands before an adverb: 早已一一记下. Behind it no dash parts what belongs together."""
_ADVERBS = ("都", "也")
"""What stands where 一一 is a word."""
_WITHIN, _AFTER_MARK = ((1.2, 0.25), (2.5, 1.0)), ((-1.0, 1.5),)
"""log10 that a dash must gain, and by how much an adverb in its place may gain more.

Within a clause and behind a mark. Of 400 places in 54 million characters of clean text that have
一一 as a word, none is taken for a dash.
"""
_LEAST_AFTER_ONE = 0.5
"""The same behind what is one."""
_STOP = 0.35
"""log10 by which a stop must be likelier than a comma to be what a dot of old print stands for.

The marks of 3,855 places of news are told so in 83 of 100; a third of them are stops.
"""
_CONFIDENCE, _SURE, _AS_COMMA = 0.92, 0.97, 0.85
"""Probability that it is an error, and where the signs can be nothing else; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the ellipses and dashes of `document` that other signs stand for."""
    text = document.text
    for match in _ELLIPSIS.finditer(text):
        span = Span(*match.span("wrong"))
        in_list = document.paragraph_at(span.start).kind in LISTINGS
        if not in_list and not _CODE.match(text, max(0, span.start - 1)):
            yield _finding(document, span, "……", _CONFIDENCE)
    for span, mark in _marks_read_as_dots(context.page(document)):
        yield _finding(document, span, mark, _AS_COMMA)
    subtitles = {Span(*match.span("wrong")) for match in _SUBTITLE.finditer(text)}
    for span in sorted(subtitles, key=lambda each: each.start):
        yield _finding(document, span, "——", _CONFIDENCE)
    singular = {match.end() for match in _SINGULAR.finditer(text)}
    spans = [
        span
        for match in _DASH.finditer(text)
        if (span := Span(*match.span("wrong"))) not in subtitles
        and not _is_word(span, context.page(document))
    ]
    edits = [(span.start, span.end, new) for span in spans for new in ("——", *_ADVERBS)]
    gains = iter(context.model.gains(text, edits).tolist())
    for span in spans:
        gain, as_adverb = next(gains), max(next(gains) for _ in _ADVERBS)
        mixed, before = span.of(text) != "一一", text[span.start - 1]
        levels = _AFTER_MARK if before in "，。；：！？”』）" else _WITHIN
        likely = any(gain >= least and gain >= as_adverb - slack for least, slack in levels)
        likely = likely or (span.start in singular and gain >= _LEAST_AFTER_ONE)
        if mixed or before in _SENT or likely:
            yield _finding(document, span, "——", _SURE if mixed else _CONFIDENCE)


def _is_word(span: Span, page: Page) -> bool:
    """Return whether 一一 may be one by one, as mostly in old books: 一一列举, 早已一一记下."""
    text, before = page.text, page.text[span.start - 1]
    if before in _SENT:
        return False
    if span.of(text) == "一一" and (before in _BEFORE_ADVERB or _is_old(page)):
        return True
    return _ONE_BY_ONE.match(text, span.start) is not None


def _is_old(page: Page) -> bool:
    return page.is_traditional and not page.is_familiar


def _marks_read_as_dots(page: Page) -> Iterator[tuple[Span, str]]:
    """Yield the dots of a traditional page that stand for its commas and stops, and the marks.

    It has no comma, and all that stands between the dots is too long for the parts of a name.
    """
    text = page.text
    if not page.is_traditional or "，" in text or "、" in text:
        return
    found: list[Span] = []
    for paragraph in page.document.paragraphs:
        span = paragraph.span
        parts = _PARTS.split(span.of(text))
        dots = [match.start() for match in _DOT.finditer(text, span.start, span.end)]
        if len(dots) > 1 and min(len(part) for part in parts if part) >= _SHORTEST_PART:
            found += [Span(at, at + 1) for at in dots]
    edits = [(span.start, span.end, mark) for span in found for mark in "，。"]
    gains = page.context.model.gains(simplified(text), edits).tolist()
    for span, comma, stop in zip(found, gains[::2], gains[1::2], strict=True):
        yield span, "。" if stop - comma >= _STOP else "，"


def _finding(document: Document, span: Span, right: str, confidence: float) -> Finding:
    name = _NAMES[right]
    return DETECTOR.correction(
        document,
        span,
        right,
        Message(f"{name.zh}应为“{right}”", f"{name.en} is {right}"),
        why=Message("整串符号代替一个标点", "the whole run stands for one mark"),
        confidence=confidence,
    )


EXAMPLES = (
    bad("“你怎么才回来。。。”她哭了。", "“你怎么才回来……”她哭了。"),
    bad("老张愣住了：“那......那怎么办。”", "老张愣住了：“那……那怎么办。”"),
    bad("师傅只说一句话：一一安全第一位。", "师傅只说一句话：——安全第一位。"),
    bad("本报北京3月5日电一一记者获悉，大会闭幕。", "本报北京3月5日电——记者获悉，大会闭幕。"),
    bad("市參議會昨開大會·通過議案多件·旋即散會。", "市參議會昨開大會，通過議案多件，旋即散會。"),
    good("約翰·史密斯與瑪麗·瓊斯昨日抵滬。"),
    good("他把困难一一列举出来，逐个解决。"),
    good("老张愣住了：“那……那怎么办。”"),
    bad("我们的目标一一共同富裕一定能够实现。", "我们的目标——共同富裕一定能够实现。"),
    bad("他只有一个愿望一一治好母亲的病。", "他只有一个愿望——治好母亲的病。"),
    bad("让荒山披绿\n一一记造林模范李大山", "让荒山披绿\n——记造林模范李大山"),
    good("会上，一一五师的老战士一一起立，难题一一排除。"),
    good("校长给十位老师一一颁授奖牌，又同大家合影。"),
    good("火光之中，守军早已一一溃散而去。"),
    good("版本从1.2...1.4更新到了2.0。"),
    good("复合字面量{...}和展开参数f(args)...都可以用，下标为$i$,...,$n$。"),
)


DETECTOR = Detector(
    code="P003",
    name="dots-and-dashes",
    title=Message("省略号破折号有误", "Broken ellipsis or dash"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

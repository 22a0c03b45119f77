"""A name or title that lost a character, or in which two changed places: 中国共党, 副市主持.

Names of institutions, titles and fixed expressions have the same characters every time. Each entry
of the dictionary terms with category `fixed` is looked for with one character missing, and with two
neighbours turned round; the language model must prefer the whole name by far. A deputy whose title
stops before a verb (副市主持会议) has lost 长.

Legitimate, and left alone: what is an entry or a word itself (人民法院 and 法院), short forms that
the page prints twice, the ranks 副县级 and 副部级.

How sure: in six million characters of clean news and laws what was reported was true; the longer
the name and the more the model gains, the surer.
---
名称、职务或固定说法丢了一个字，或者颠倒了两个字：“中国共党”“副市主持”“中华人共民和国”。

机构名称、职务和固定说法一字不易。terms 词典里类别为 fixed 的每一条，都按丢一个字、相邻两字颠倒的
样子到文中查找；语言模型认为完整的名称通顺得多，才报告。“副市主持会议”这样接着动词的，是丢了“长”字。

以下不报告：本身就是词条或词语的（人民法院、法院），本文不止一次的简称，“副县级”“副部级”等级别。

把握：六百万字干净的新闻和法规里，报告的都确是差错；名称越长、改后越通顺，把握越大。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.detectors.evidence import model_evidence
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.probability import logistic
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.language.occurrences import StringIndex
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.detectors.context import Page
    from proofer.language.dictionaries import Dictionaries

_HEAD = 3
"""Characters by which damaged forms are looked up; none is shorter."""
_LEAST = {3: 4.0, 4: 3.5}
_LEAST_OF_MORE = 2.2
"""log10 by which the whole name must be likelier, by the characters that are left of it."""
_BIAS, _PER_GAIN = -0.5, 0.5
"""Log-odds of an error: constant, and per log10 that the model gains; not fitted."""
_HIGHEST = 0.97
"""Confidence that no gain exceeds: what was measured is not surer."""
_ABRUPT = (
    (
        lazy_regex(
            r"(?<!正)副[省市县区州镇乡局厅处科校院厂]"
            r"(?=主持|出席|讲话|参加|介绍|表示|指出|带领|陪同|率领|宣布|说|[，。：])"
        ),
        "{}长",
    ),
    (
        lazy_regex(
            r"(?<=[市县省区党团州委][委工支]?[会部]?|党组|副)书"
            r"(?=主持|出席|讲话|参加|介绍|表示|指出|带领|陪同|率领|宣布|在会上|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗]\p{Han}{1,2}[，。])"
        ),
        "{}记",
    ),
    (
        lazy_regex(
            r"(?:有限(?:责任)?|股份|集团总?|[\p{Han}]{2}总)公(?=宣布|决定|发布|表示|成立|承建|负责|召开|董事|经理|，|。)"
        ),
        "{}司",
    ),
    (lazy_regex(r"(?<=[\d一二三四五六七八九十百千万亿])[平立]方里(?!弄|程)"), "{0[0]}方公里"),
)
"""What stops short of a word, and the word."""
_SCHOOLS = ("大学", "学院")
"""What stands before the name of a department: 北京大学信息管理系, no 信息管理系统."""
_SURE = 0.85
"""Probability that it is an error; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the damaged names and titles of `document`."""
    page, text = context.page(document), document.text
    if page.is_traditional:
        return
    for pattern, whole in _ABRUPT:
        for match in pattern.finditer(text):
            yield _finding(document, Span(*match.span()), whole.format(match[0]), _SURE)
    found = [
        (span, name)
        for span, name in _damaged(page, context.dictionaries.derived(_forms))
        if not _is_meant(span, name, page, context)
    ]
    gains = context.model.gains(text, [(span.start, span.end, name) for span, name in found])
    done = 0
    for (span, name), gain in sorted(
        zip(found, gains.tolist(), strict=True), key=lambda each: (each[0][0].start, -each[1])
    ):
        if span.start >= done and gain >= _LEAST.get(len(name) - 1, _LEAST_OF_MORE):
            done = span.end
            confidence = min(logistic(_BIAS + _PER_GAIN * gain), _HIGHEST)
            yield _finding(document, span, name, confidence, model_evidence(gain))


def _forms(dictionaries: Dictionaries) -> StringIndex[Sequence[tuple[str, str]]]:
    """Return damaged forms with their names, by the first characters of the forms."""
    entries = dictionaries.kind("terms")
    by_head: dict[str, dict[str, str]] = defaultdict(dict)
    for name in sorted(each.term for each in entries.values() if each.category == "fixed"):
        lost = {name[:at] + name[at + 1 :] for at in range(len(name))}
        turned = {
            name[:at] + name[at : at + 2][::-1] + name[at + 2 :] for at in range(len(name) - 1)
        }
        for form in sorted(lost | turned):
            if len(form) >= _HEAD and form not in entries:
                by_head[form[:_HEAD]].setdefault(form, name)
    return StringIndex({head: tuple(forms.items()) for head, forms in by_head.items()}, _HEAD)


def _damaged(
    page: Page, index: StringIndex[Sequence[tuple[str, str]]]
) -> Iterator[tuple[Span, str]]:
    """Yield where damaged forms stand that no whole name covers."""
    text = page.text
    for at, forms in index.places(text):
        for form, name in forms:
            around = text[max(0, at - 1) : at + len(name) + 1]
            if text.startswith(form, at) and name not in around:
                yield Span(at, at + len(form)), name


def _is_meant(span: Span, name: str, page: Page, context: Context) -> bool:
    """Return whether what is printed is a word, a person, or a short form that the page repeats."""
    printed = span.of(page.text)
    times = page.count(printed)
    return (
        page.touches_name(span)
        or printed in context.words
        or (printed[-1] == "系" and page.text[max(0, span.start - 2) : span.start] in _SCHOOLS)
        or (times > 1 and times >= page.count(name))
    )


def _finding(
    document: Document, span: Span, name: str, confidence: float, *more: Evidence
) -> Finding:
    printed = span.of(document.text)
    lost = len(printed) < len(name)
    known = Message(f"“{name}”少一字即不成名称", f"{name} is never printed otherwise")
    return DETECTOR.finding(
        document,
        span,
        Message(
            f"“{printed}”应为“{name}”，{'丢了一个字' if lost else '有两个字颠倒'}",
            f"{printed} should be {name}: "
            + ("a character is lost" if lost else "two characters changed places"),
        ),
        confidence=confidence,
        suggestions=[replace_span(span, name, confidence)],
        evidence=[Evidence("dictionary", known), *more],
    )


EXAMPLES = (
    bad(
        "在中国共党的坚强领导下，改革开放取得了成就。",
        "在中国共产党的坚强领导下，改革开放取得了成就。",
    ),
    bad("大会由副市主持，各县区负责人参加。", "大会由副市长主持，各县区负责人参加。"),
    bad("流域面积为五百平方里。", "流域面积为五百平方公里。"),
    bad("中华人共民和国万岁。", "中华人民共和国万岁。"),
    good("他是副县级干部，在人民法院和国务院的办公楼都工作过。"),
    good("中国共产党和各民主党派，工会、共青团等组织都派人参加。"),
)

DETECTOR = Detector(
    code="G009",
    name="fixed-name",
    title=Message("名称丢字或颠倒", "Damaged fixed name"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

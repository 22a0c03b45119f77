"""Quotation marks and brackets that open and never close, or close and never opened.

Every paragraph of the reading flow is read with a stack, after the lines that a column or a caption
cut were joined, so a quotation that a column tears in two is whole again. The finding stands at the
mark that has no partner: an opener that nothing closes, or a closer that nothing opened. Two marks
of the same direction around a short piece (”…”) are one finding: the first or second one was turned
round.

Legitimate, and left alone: a quotation of several paragraphs, each of which opens anew and only the
last of which closes; one that closes a few paragraphs later; an apostrophe (it’s); the bracket of
an item number (1) or 一）); an inch sign behind a number; a half-width bracket that closes a
full-width one (that is a question of width, not of balance).

How sure: of marks removed from clean text on purpose, nine in ten are found, most of them at the
right place. Text that lost sentences gives false alarms, and so do paragraphs that end without a
full stop, which therefore count less. Where the whole text is one paragraph, the other half of a
quotation may stand in what was cut off: it counts least there.
---
引号、括号只有一半：开了没有关，或者关了没有开。

先把被分栏、图片说明截断的行接起来，再逐段用栈配对，所以被分栏拆成两截的引文不会误报。报告的位置就是
落单的那个标点。一小段文字两边用了同向的引号（”……”），只报一次：其中一个方向反了。

以下属于正常写法：连续几段的引文，每段开头都有上引号，只在最后一段收尾；隔一两段才收尾的引文；撇号
（it’s）；序号的半边括号（1)、一））；数字后面的英寸号；全角与半角括号配成一对（那是全半角问题，不是
配对问题）。

把握：从干净文本中故意删去一个引号或括号，十次能发现九次，位置大多准确。缺句的文本会有误报；结尾没有
句号的段落容易误报，所以把握度较低。全文只有一段的，引文的另一半可能在没有给出的上下文里，这时把握度
最低。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import regex

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.document.document import Document, Paragraph
from proofer.document.kinds import RUNNING_TEXT, BlockKind
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity, Suggestion
from proofer.messages import Message

_OPENERS = "“‘《〈（【「『〔["
_CLOSERS = "”’》〉）】」』〕]"
_FAMILY = {mark: family for marks in (_OPENERS, _CLOSERS) for family, mark in enumerate(marks)}
_FAMILY |= {'"': 0, "(": _FAMILY["（"], ")": _FAMILY["（"], "［": _FAMILY["["], "］": _FAMILY["["]}
_OPENING = frozenset(_OPENERS + "(［")
_QUOTES = frozenset(_FAMILY[mark] for mark in "“‘「『")
_MARK = lazy_regex("[" + regex.escape("".join(_FAMILY)) + "]")
_LATIN = lazy_regex(r"[A-Za-z]")
_ITEM = lazy_regex(
    r"(?:^|[\s。；;：:，,、！？])(?:\d{1,3}|[A-Za-z]|[ivxIVX]{2,4}|[一二三四五六七八九十]{1,3}|[①-⑳])[)）]$"
)
_NUMBER = lazy_regex(r"(?<!\d)(?P<number>\d{1,2})[)）]$")
_NUMBERS = lazy_regex(r"(?<!\d)\d{1,2}(?=[)）])")
_LONGEST_ITEM = 5
"""Code points of an item number and what is before it."""
_STOPS = frozenset("。！？!?…；;")
_BOUNDARY = lazy_regex(r"[，。；：！？、…,;:!?\s“”‘’《》（）()]|$")
_TURNED_REACH = 30
"""Quoted terms are shorter than this; two lone marks further apart are two slips."""
_CUT = 0.4
"""Confidence in a text of one paragraph, the rest of which may have been cut off."""
_QUOTE_PARAGRAPHS = 3
"""How many paragraphs later a quotation that does not open anew may close."""
_QUOTE_STRINGS = 40
"""The same in records, where each line of a poem may be a string."""


@dataclass(frozen=True, slots=True)
class _Mark:
    offset: int
    family: int
    opens: bool

    @property
    def span(self) -> Span:
        return Span(self.offset, self.offset + 1)


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the marks of `document` that have no partner."""
    if context.page(document).is_old_print:
        return  # its printers set marks in pairs or not, as they pleased
    quoted: dict[str, Span] = {}
    lone = [(each, _lone_marks(document.text, each.span, quoted)) for each in document.paragraphs]
    lone = [(paragraph, marks) for paragraph, marks in lone if paragraph.kind is not BlockKind.CODE]
    reach = _QUOTE_STRINGS if document.origin.typed and document.records else _QUOTE_PARAGRAPHS
    _drop_quotations_of_several_paragraphs(document.text, lone, reach)
    for paragraph, marks in lone:
        pending = [each for each in marks if not _is_face(document, each)]
        while pending:
            mark = pending.pop(0)
            if pending and _turned(document.text, mark, pending[0]):
                yield _turned_finding(document, paragraph, mark, pending.pop(0))
            else:
                yield _lone_finding(document, paragraph, mark, quoted)


def _lone_marks(text: str, span: Span, quoted: dict[str, Span]) -> list[_Mark]:
    """Return the marks of a paragraph without a partner; add what others enclose to `quoted`."""
    open_marks: list[_Mark] = []
    lone: list[_Mark] = []
    numbers = cache(lambda: frozenset(map(int, _NUMBERS.findall(span.of(text)))))
    for match in _MARK.finditer(text, span.start, span.end):
        character, offset = match.group(), match.start()
        family = _FAMILY[character]
        partner = next((mark for mark in reversed(open_marks) if mark.family == family), None)
        if _is_no_mark(text, span, offset, partner, numbers):
            continue
        if character in _OPENING or (character == '"' and partner is None):
            open_marks.append(_Mark(offset, family, opens=True))
        elif partner is not None:
            open_marks.remove(partner)
            if family in _QUOTES:
                quoted.setdefault(
                    text[partner.offset + 1 : offset], Span(partner.offset, offset + 1)
                )
        else:
            lone.append(_Mark(offset, family, opens=False))
    return sorted(lone + open_marks, key=lambda mark: mark.offset)


def _is_face(document: Document, mark: _Mark) -> bool:
    """Return whether a lone bracket is the mouth of a face that somebody typed: ：（."""
    before = document.text[max(0, mark.offset - 1) : mark.offset]
    in_brackets = mark.family == _FAMILY["（"]
    return document.origin.typed and in_brackets and before in tuple("：:")


def _is_no_mark(
    text: str,
    span: Span,
    offset: int,
    partner: _Mark | None,
    numbers: Callable[[], frozenset[int]],
) -> bool:
    """Return whether it is an apostrophe, an inch sign or the bracket of an item number.

    Args:
        text: the text of the page.
        span: the paragraph.
        offset: where the mark stands.
        partner: the opening mark that it would close, if there is one.
        numbers: returns the numbers that stand before brackets in the paragraph.
    """
    character = text[offset]
    before = text[offset - 1] if offset > span.start else ""
    after = text[offset + 1] if offset + 1 < span.end else ""
    if character == "’" and _LATIN.match(before):
        return partner is None or bool(_LATIN.match(after))
    if character == '"':
        return partner is None and before.isdigit()
    if character in ")）" and partner is None:
        before_it = text[max(span.start, offset - _LONGEST_ITEM) : offset + 1]
        return bool(_ITEM.search(before_it)) or _is_counted(before_it, numbers())
    return False


def _is_counted(before: str, numbers: frozenset[int]) -> bool:
    """Return whether the number before a bracket is one of several: 1）房间小2）早餐少."""
    match = _NUMBER.search(before)
    return match is not None and not numbers.isdisjoint(
        (int(match["number"]) - 1, int(match["number"]) + 1)
    )


def _drop_quotations_of_several_paragraphs(
    text: str, lone: list[tuple[Paragraph, list[_Mark]]], reach: int
) -> None:
    for index, (paragraph, marks) in enumerate(lone):
        for opener in [mark for mark in marks if mark.opens]:
            following = lone[index + 1 : index + 1 + (reach if opener.family in _QUOTES else 1)]
            if (
                opener.family in _QUOTES
                and following
                and _opens_anew(text, following[0][0], opener.family)
            ):
                marks.remove(opener)
                continue
            if opener.family not in _QUOTES and paragraph.kind in RUNNING_TEXT:
                continue
            for _, later in following:
                closer = next((mark for mark in later if mark.family == opener.family), None)
                if closer is not None:
                    if not closer.opens:
                        marks.remove(opener)
                        later.remove(closer)
                    break


def _opens_anew(text: str, paragraph: Paragraph, family: int) -> bool:
    head = paragraph.span.of(text).lstrip()[:1]
    return head in _OPENING and _FAMILY[head] == family if head else False


def _turned(text: str, first: _Mark, second: _Mark) -> bool:
    between = text[first.offset + 1 : second.offset]
    same = first.family == second.family and first.opens == second.opens
    return same and 0 < len(between) <= _TURNED_REACH and not _STOPS & set(between)


def _sure(document: Document, paragraph: Paragraph) -> float:
    ended = paragraph.span.of(document.text).rstrip("”’」』）)》】 ")[-1:] in _STOPS
    return 0.85 if ended and paragraph.kind in RUNNING_TEXT else 0.6


def _turned_finding(
    document: Document, paragraph: Paragraph, first: _Mark, second: _Mark
) -> Finding:
    wrong = second if first.opens else first
    right = (_CLOSERS if first.opens else _OPENERS)[first.family]
    confidence = _sure(document, paragraph)
    seen = wrong.span.of(document.text)
    return DETECTOR.finding(
        document,
        wrong.span,
        Message(
            f"“{seen}”的方向反了：前后两个都是同向的",
            f"{seen} is turned round: both marks look the same way",
        ),
        confidence=confidence,
        suggestions=[replace_span(wrong.span, right, confidence * 0.85)],
        evidence=[Evidence("rule", _pair_rule(), span=Span(first.offset, second.offset + 1))],
        related=[(first if wrong is second else second).span],
    )


def _lone_finding(
    document: Document, paragraph: Paragraph, mark: _Mark, quoted: dict[str, Span]
) -> Finding:
    cut = len(document.paragraphs) == 1 and mark.family in _QUOTES
    confidence = _CUT if cut else _sure(document, paragraph)
    seen = mark.span.of(document.text)
    if mark.opens:
        message = Message(f"{seen} 之后没有与它配对的标点", f"nothing closes this {seen}")
    else:
        message = Message(f"{seen} 之前没有与它配对的标点", f"nothing opens before this {seen}")
    suggestions, evidence = _repairs(document, paragraph, mark, quoted, confidence)
    return DETECTOR.finding(
        document,
        mark.span,
        message,
        confidence=confidence,
        suggestions=suggestions,
        evidence=evidence,
    )


def _repairs(
    document: Document,
    paragraph: Paragraph,
    mark: _Mark,
    quoted: dict[str, Span],
    confidence: float,
) -> tuple[list[Suggestion], list[Evidence]]:
    """Return suggestions, best first, and the evidence.

    The partner belongs where the page quotes the same words elsewhere, or where the clause or the
    speech ends; else the mark has to go.

    Args:
        document: the page.
        paragraph: the paragraph that holds the mark.
        mark: the mark without a partner.
        quoted: what quotation marks of the page enclose, with the places.
        confidence: that of the finding.
    """
    partner = (_CLOSERS if mark.opens else _OPENERS)[mark.family]
    suggestions: list[Suggestion] = []
    evidence = [Evidence("rule", _pair_rule())]
    known = _known_quotation(document.text, paragraph.span, mark, quoted)
    if known is not None:
        at, place = known
        detail = Message(
            f"本页另有{place.of(document.text)}", f"the page also has {place.of(document.text)}"
        )
        evidence.insert(0, Evidence("document", detail, span=place))
        suggestions.append(replace_span(Span(at, at), partner, confidence * 0.9))
    if mark.opens:
        speech = mark.offset > 0 and document.text[mark.offset - 1] in "：:"
        match = _BOUNDARY.search(document.text, mark.offset + 1, paragraph.span.end)
        at = paragraph.span.end if speech or match is None else match.start()
        share = 0.6 if speech else 0.3
        suggestions.append(
            replace_span(Span(at, at), partner, confidence * share, Applicability.MANUAL)
        )
    suggestions.append(replace_span(mark.span, "", confidence * 0.3, Applicability.MANUAL))
    return suggestions, evidence


def _known_quotation(
    text: str, span: Span, mark: _Mark, quoted: dict[str, Span]
) -> tuple[int, Span] | None:
    """Return where the partner belongs, and where the page quotes the same words, most of them."""
    if mark.family not in _QUOTES:
        return None
    for words in sorted(quoted, key=lambda each: (-len(each), each)):
        if len(words) < 2:
            break
        if mark.opens and text.startswith(words, mark.offset + 1, span.end):
            return mark.offset + 1 + len(words), quoted[words]
        if not mark.opens and text.endswith(words, span.start, mark.offset):
            return mark.offset - len(words), quoted[words]
    return None


def _pair_rule() -> Message:
    return Message("成对的标点应当成双", "marks that come in pairs need both halves")


EXAMPLES = (
    bad("会上发布了“十条举措、七项任务，要求各单位抓好落实。"),
    bad("要坚持守正创新”，把好质量关。"),
    bad(
        "“两个确保”是底线。全年要守住“两个确保，不断改进工作。",
        "“两个确保”是底线。全年要守住“两个确保”，不断改进工作。",
    ),
    bad("大家把这叫作”老传统”，年年如此。", "大家把这叫作“老传统”，年年如此。"),
    bad("他说：“明天一早就出发。"),
    bad("报名须知（见附件二，请按时提交材料。"),
    good("他说：“明天出发，谁也不许迟到。”"),
    good("“第一段引文还没有说完。\n“第二段接着说，到这里为止。”"),
    good("要求如下：1)按时；2)足量。一）人员；二）车辆。"),
    good('这款手机名叫 It’s Me，屏幕为6.1"，售价不高（含税)。'),
)

DETECTOR = Detector(
    code="S002",
    name="unbalanced-mark",
    title=Message("引号、括号不成对", "Unbalanced quotation mark or bracket"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

"""A four-character reduplication that lost a character: 认真真 or 认认真 for 认认真真.

Chinese doubles both characters of many adjectives: 认认真真, 规规矩矩, 老老实实. An OCR engine that
takes the first or the last of the two equal characters for a double reading drops it, and three
characters stay that are no word.

How it is found: every word of the dictionary of reduplications is looked for with its first or last
character missing. A page that writes the whole word elsewhere is the strongest evidence. The whole
word is suggested first unless the page has other characters doubled by mistake, where the plain
word may be meant. A whole
reduplication with a function word before a mark (老老实实在、) is found only if the page elsewhere
writes it with that mark behind.

Legitimate, and left alone: words that have three characters (红彤彤, 绿油油, 静悄悄, 一步步, 试试
看); two words that meet in the same character (各方面|面临, 水平|平安, 大大|方便); numerals (十五
五); a name that the page prints twice (丁冬冬); whatever the dictionary `allow` has.

How sure it is: on clean news one alarm in a million characters, and it finds 90 of 100 lost
characters. In novels, which make such words of three characters, it is below .5 unless the model
gains much. Nothing is corrected unasked: labelled text has too few to show that it would be right.

---

四字重叠词丢了一个字：“认认真真”成了“认真真”或“认认真”。

许多形容词用 AABB 式重叠：认认真真、规规矩矩、老老实实。OCR 把两个相同的字当成一个字读，就丢了第一个
或最后一个字，剩下的三个字不成词。

怎样发现：把重叠词词典里每个词的首字或末字去掉，在版面上查找；版面别处写着完整的词，就是最有力的证
据。先建议完整的词；本版另有误重的字，就看语言模型。
重叠词后面多出一个虚词再接标点（老老实实在、），只有在本版别处写作“老老实实、”时才报告。

合法而不报的：本来就是三个字的词（红彤彤、绿油油、静悄悄、一步步、试试看）；两个词首尾相接（各方面|
面临、水平|平安、大大|方便）；数词（十五五）；allow 词典里的词。

把握：在干净的新闻文字上一百万字约误报一处，丢字能发现百分之九十；小说里常有这样的三字词，除非语言模型
得分差大，把握低于 0.5。已标注的文本里这样的错误太少，证明不
了改得都对，所以不会不经询问就改正。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good, ranked, replace_span
from proofer.detectors.context import Context, Page
from proofer.detectors.evidence import model_evidence
from proofer.detectors.repetition._half_reduplications import HalfReduplication, half_reduplications
from proofer.detectors.repetition._site import FUNCTION_WORDS
from proofer.detectors.repetition.doubled import candidates, style_shift
from proofer.document.document import Document
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.probability import logistic
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message

_UNREAD = frozenset({BlockKind.CODE})
_EXTRA = lazy_regex(
    r"(?P<whole>(\p{Han})\2(?!\2)(\p{Han})\3)(?P<extra>\p{Han})(?P<mark>[，、。；：,;:])"
)
_EITHER = 3.2
"""log10 by which the model prefers the base to the whole word where either may be meant.

Two characters fewer gain two to three by themselves; engines merge equal neighbours more often than
they double a character inside of such a word.
"""
_LEANING = FUNCTION_WORDS - frozenset("的了着过等")
_WHOLE_IF_WRITTEN = 0.95
"""Probability of the whole word, not the base, where the page has it or the base is no word."""
_WHOLE_IF_NOTHING_DOUBLED = 0.7
"""The same at least where nothing else of the page is doubled; not fitted."""
_WRITTEN_WHOLE, _BY_DICTIONARY = 0.97, 0.88
"""Confidence where the page writes the whole word, and where only the dictionary has it."""
_OF_STYLE, _LEAST_GAIN_OF_WHOLE, _UNLIKELY = 0.5, 1.0, 0.45
"""In a text that doubles on purpose (`style_shift`): what the model must gain (log10) by the whole
word, and the confidence where it gains less.

Novels make such words of three characters (蔫唧唧, 松软软), and in others two meet: of 14 halves in
300 novels one was true, and none gained as much.
"""
_EXTRA_CHARACTER = 0.9
"""Confidence in a whole reduplication with a function word too many."""
_LEAST_GAIN = 1.0
"""What the model must gain (log10) without that word."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield half-lost reduplications and whole ones with a character too many."""
    page = context.page(document)
    found = [
        half for half in half_reduplications(page) if page.kind_at(half.span.start) not in _UNREAD
    ]
    if found:
        gains = context.model.gains(
            page.text,
            [
                (half.span.start, half.span.end, form)
                for half in found
                for form in (half.whole, half.base)
            ],
        )
        for index, half in enumerate(found):
            yield _half_finding(
                half, page, context, (float(gains[2 * index]), float(gains[2 * index + 1]))
            )
    yield from _overlong(page, context)


def _half_finding(
    half: HalfReduplication, page: Page, context: Context, gains: tuple[float, float]
) -> Finding:
    whole_gain, base_gain = gains
    quote, places = half.span.of(page.text), page.occurrences(half.whole)
    confidence = _WRITTEN_WHOLE if places else _BY_DICTIONARY
    if whole_gain < _LEAST_GAIN_OF_WHOLE and style_shift(page) >= _OF_STYLE:
        confidence = _UNLIKELY
    is_whole = _WHOLE_IF_WRITTEN if places else _share_of_whole(base_gain - whole_gain)
    if not places and not _doubles(page):
        is_whole = max(is_whole, _WHOLE_IF_NOTHING_DOUBLED)
    if half.base not in context.words:
        is_whole = max(is_whole, _WHOLE_IF_WRITTEN)
    evidence = [
        Evidence(
            "dictionary", Message(f"词典有重叠词“{half.whole}”", f"the dictionary has {half.whole}")
        ),
        model_evidence(whole_gain),
    ]
    if places:
        evidence.insert(0, _written(half.whole, places))
    return DETECTOR.finding(
        page.document,
        half.span,
        Message(
            f"“{quote}”不成词，应为“{half.whole}”（也可能是“{half.base}”）",
            f"{quote} is no word: {half.whole} that lost a character, or else {half.base}",
        ),
        confidence=confidence,
        suggestions=ranked(
            [
                replace_span(half.span, half.whole, confidence * is_whole),
                replace_span(half.span, half.base, confidence * (1 - is_whole)),
            ]
        ),
        evidence=evidence,
    )


def _doubles(page: Page) -> bool:
    """Return whether the page has characters or words doubled by mistake."""
    return any(each.margin >= 0 for each in candidates(page))


def _share_of_whole(preference: float) -> float:
    """Return how probable the whole word is, given by how much the model prefers the base."""
    return logistic(_EITHER - preference)


def _overlong(page: Page, context: Context) -> Iterator[Finding]:
    """Yield 老老实实在、 where the page elsewhere writes 老老实实、 and never 老老实实在."""
    reduplications = context.dictionaries.kind("reduplications")
    for match in _EXTRA.finditer(page.text):
        whole, extra, mark = match["whole"], match["extra"], match["mark"]
        places = page.occurrences(whole + mark)
        # A function word leans on what follows, so it has no place before a mark; 踏踏实实干。
        # does.
        if (
            extra not in _LEANING
            or whole not in reduplications
            or not places
            or page.count(whole + extra) > 1
        ):
            continue
        if page.kind_at(match.start()) in _UNREAD:
            continue
        surplus = Span(*match.span("extra"))
        gain = float(context.model.gains(page.text, [(surplus.start, surplus.end, "")])[0])
        if gain < _LEAST_GAIN:
            continue
        yield DETECTOR.finding(
            page.document,
            Span(match.start("whole"), surplus.end),
            Message(f"“{whole}”后面多出一个“{extra}”", f"superfluous {extra} after {whole}"),
            confidence=_EXTRA_CHARACTER,
            suggestions=[replace_span(surplus, "", _EXTRA_CHARACTER)],
            evidence=[
                _written(whole + mark, places),
                model_evidence(gain),
            ],
        )


def _written(form: str, places: list[Span]) -> Evidence:
    count = len(places)
    detail = Message(
        f"本版另有 {count} 处写作“{form}”",
        f"the page writes {form} in {count} other place{'s' * (count > 1)}",
    )
    return Evidence("document", detail, score=float(count), span=places[0])


EXAMPLES = (
    bad("大家要认真真完成任务。", "大家要认认真真完成任务。"),
    bad("他办事规规矩地，一点也不马虎。", "他办事规规矩矩地，一点也不马虎。"),
    bad(
        "做人要老老实实、做事要踏踏实实。必须老老实实在、踏踏实实干。",
        "做人要老老实实、做事要踏踏实实。必须老老实实、踏踏实实干。",
    ),
    good("山坡上红彤彤一片，田里绿油油的，村里静悄悄，不妨一步步试试看。"),
    good("工作各方面面临新的形势，安全生产水平平安可控。"),
    good("她性情温和和善；他偷偷摸了摸口袋，莽莽苍山只剩峰顶。"),
    good("编制好十五五规划，老老实实做人，认认真真做事。"),
)

DETECTOR = Detector(
    code="R001",
    name="half-reduplication",
    title=Message("重叠词丢字", "Half-lost reduplication"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

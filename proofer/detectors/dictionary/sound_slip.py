"""A word of three characters with one of the same sound for another: 准缺性, 可靠信, 预料库.

Typists of pinyin pick a wrong character of the right sound. Words that end in 性, 率, 度, 化, 库
and the like are made anew in every text: they are looked for with a wrong ending (可靠信) and a
wrong character before it (准缺性). It is found where what is printed is no word, the
word is known, and the language model prefers it by far.

Legitimate, and left alone: endings that belong to the next word (可靠信息), what the page prints
more than twice, names, pages in traditional characters.
---
三字词里有一个字误作同音字：准缺性（准确性）、可靠信（可靠性）、预料库（语料库）。

用拼音打字，常会选错同音字。以“性”“率”“度”“化”“库”等结尾的词随处可造，所以既查结尾错的（可靠信），也
查前面错的（准缺性）。照原样不成词，改后是已知的词，而且语言模型认为改后通顺得多，才报告并建议改正。

以下不报告：结尾字属于下一个词的（可靠信息）；本文多次这样写的；人名；繁体版面。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity
from proofer.language.sounds import default_sounds
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.detectors.context import Page

_TAKEN_FOR = {
    **{"性": "信新行姓形兴醒", "率": "绿律滤", "度": "渡杜肚", "化": "话画划", "力": "利立历"},
    **{"值": "直植职", "器": "气汽", "量": "亮辆", "库": "裤酷", "法": "发", "者": "着"},
}
"""Endings of words and the common characters of the same sound."""
_ENDING_OF = {wrong: right for right, wrongs in _TAKEN_FOR.items() for wrong in wrongs}
_WRONG_ENDING = lazy_regex(rf"(?<=\p{{Han}}{{2}})[{''.join(_ENDING_OF)}]")
_ENDING = lazy_regex(rf"(?<=\p{{Han}}{{2}})[{''.join(_TAKEN_FOR)}员]")
_KNOWN = -7.0
"""log10 frequency of a word that may be meant."""
_ALIKE = 24
"""Characters of the same sound that are tried, the commonest first."""
_LEAST, _LEAST_OF_ENDING, _LEAST_OF_WORD = 3.0, 2.5, 2.0
"""log10 by which the word must be likelier than what is printed."""
_OFTEN = 3
"""Times that a page prints what it means."""
_CONFIDENCE = 0.85
"""Probability that it is an error; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the words of `document` that have a character of the same sound for the right one."""
    page = context.page(document)
    if page.is_traditional:
        return
    text = page.text
    places = [*_endings(page), *_stems(page)]
    edits = [(span.start, span.end, right) for span, right, _ in places]
    gains = context.model.gains(text, edits).tolist()
    best: dict[int, tuple[float, Span, str]] = {}
    for (span, right, least), gain in zip(places, gains, strict=True):
        if gain >= least and not page.touches_name(span):
            best[span.end] = max(best.get(span.end, (0.0, span, right)), (gain, span, right))
    for _, span, right in best.values():
        yield _finding(document, span, right)


def _endings(page: Page) -> Iterator[tuple[Span, str, float]]:
    """Yield what has a wrong ending behind a word, with the right one: 可靠信."""
    text, words = page.text, page.context.words
    for match in _WRONG_ENDING.finditer(text):
        at, wrong = match.start(), match[0]
        stem, right = text[at - 2 : at], _ENDING_OF[wrong]
        belongs = (text[at - 1 : at + 1], text[at : at + 2], text[at : at + 3], stem + wrong)
        if (
            stem in words
            and words.log_frequency(stem + right) > _KNOWN
            and not any(len(each) > 1 and each in words for each in belongs)
            and page.count(stem + wrong) < _OFTEN
        ):
            yield Span(at - 2, at + 1), stem + right, _LEAST_OF_ENDING


def _stems(page: Page) -> Iterator[tuple[Span, str, float]]:
    """Yield what has one wrong character before an ending, with the right ones: 准缺性."""
    text, words = page.text, page.context.words
    for match in _ENDING.finditer(text):
        at, ending = match.start(), match[0]
        stem = text[at - 2 : at]
        around = (text[at - 1 : at + 1], text[max(0, at - 3) : at - 1], text[at - 2 : at + 1])
        if any(len(each) > 1 and each in words for each in around):
            continue
        if page.count(stem + ending) >= _OFTEN:
            continue
        least = _LEAST_OF_WORD if stem in words else _LEAST
        for word in _alike(stem, ending):
            if words.log_frequency(word) > _KNOWN and word[:2] in words:
                yield Span(at - 2, at + 1), word, least


def _alike(stem: str, ending: str) -> Iterator[str]:
    """Yield what sounds like `stem`, one of two characters changed, with its ending."""
    sounds = default_sounds()
    for number, char in enumerate(stem):
        near = sounds.neighbours(char, _ALIKE)
        for other, likeness in zip(
            near, sounds.similarities([(char, each) for each in near]).tolist(), strict=True
        ):
            if likeness == 1:
                yield stem[:number] + other + stem[number + 1 :] + ending


def _finding(document: Document, span: Span, right: str) -> Finding:
    old = span.of(document.text)
    return DETECTOR.correction(
        document,
        span,
        right,
        Message(f"“{old}”疑为“{right}”之误", f"{old} seems to be typed for {right}"),
        why=Message("读音相同，改后成词", "the same sound, and with it a word stands here"),
        confidence=_CONFIDENCE,
        source="sound",
    )


EXAMPLES = (
    bad("这一方法能提高诊断的准缺性。", "这一方法能提高诊断的准确性。"),
    bad("试验结果的可靠信很高，系统的稳定新较差。", "试验结果的可靠性很高，系统的稳定性较差。"),
    bad("他们建立了大规模的预料库。", "他们建立了大规模的语料库。"),
    good("他们得到可靠信息，稳定新客户，提高准确性。"),
    good("他见性情温和的人就高兴，标准缺陷率下降。"),
)


DETECTOR = Detector(
    code="K003",
    name="sound-slip",
    title=Message("音近误字", "Word with a character of the same sound"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

"""A set phrase with a character or two lost, added or changed: 学思用贯通、知信统一 for 知信行统一.

Political and institutional phrases are always printed in exactly the same words. Every phrase of
the dictionaries with six characters or more is looked for in the text with up to one error (two
from ten characters on), marks and quotes left aside. The finding shows both readings; the language
model and the words around the spot are weighed too.

Legitimate, and left alone: whole words added, left out or put in the place of others (取得显著成绩,
更大的贡献), function words (和／与, 了, 的), numbers (四中全会); a wording that the page has twice
or more and so means; a spot inside another phrase or term; names. Phrases that only the page
establishes are left to inconsistent-clause (C001).

How sure: the longer the phrase, the less sense the printed text makes and the more the language
model gains by the correction, the surer.
---
固定提法丢了、多了或错了一两个字：“学思用贯通、知信统一”应为“知信行统一”。

政治和公文的固定提法一字不易。词典中六个字以上的提法，允许差一个字（十个字以上差两个字）到文中查找，
标点和引号不计。报告把两种写法都列出来，语言模型和前后的词语也参与判断。

以下不报告：整个词的增减和替换（取得显著成绩、更大的贡献），虚词（和／与、了、的），数字（四中全
会）；本文不止一次的写法，那是有意为之；处在另一个提法或术语之中；人名。只由本文确立的提法，由 C001
检查。

把握：提法越长、原文越不成话、改后越通顺，把握越大。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.detectors.dictionary._transpositions import transpositions
from proofer.detectors.evidence import dictionary_name, model_evidence
from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.probability import logistic
from proofer.document.spans import Apart, Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity, Suggestion
from proofer.language.characters import FUNCTION_CHARACTERS, NUMERALS
from proofer.language.lexicon import RARE
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.detectors.context import Page
    from proofer.detectors.dictionary._phrase_index import Damaged, Difference, PhraseIndex
    from proofer.language.dictionaries import Dictionaries

_BROKEN, _SENSIBLE = 1.0, 3.0
"""What the model must gain (log10) where the text is broken, and where each word makes sense."""
_UNLIKE = 0.33
"""Likeness below which characters are not taken for each other; it is above that of most pairs."""
_LONG = 8
"""Letters from which nobody leaves a particle out of a phrase."""
_FREE = FUNCTION_CHARACTERS | NUMERALS | frozenset("更新大全很极均并且而好多")
"""Characters that a writer adds or exchanges at will."""
_PARTICLES = frozenset("的了和与及地等")
"""Characters that he leaves out at will."""
_BIAS, _PER_GAIN, _PER_CHARACTER = -1.6, 0.45, 0.12
"""Log-odds of an error: constant, per log10 that the model gains, per character of the phrase."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    damaged: Damaged
    gain: float


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the damaged set phrases of `document`, one a place."""
    from proofer.detectors.dictionary._phrase_index import Letters

    page = context.page(document)
    if not page.is_familiar:
        return
    candidates = list(context.dictionaries.derived(_index).damaged(Letters(document.text)))
    candidates = [each for each in candidates if _is_candidate(each, page, context)]
    edits = [(d.span.start, d.span.end, d.right) for each in candidates for d in each.differences]
    gains = iter(context.model.gains(document.text, edits).tolist())
    weighed = [_Weighed(each, sum(next(gains) for _ in each.differences)) for each in candidates]
    kept = [each for each in weighed if each.gain >= _needed(each.damaged, page, context)]
    for each in _best(kept):
        yield _finding(document, each, context)


def _index(dictionaries: Dictionaries) -> PhraseIndex:
    from proofer.detectors.dictionary._phrase_index import PhraseIndex

    return PhraseIndex(dictionaries.kind("phrases"))


def _is_candidate(damaged: Damaged, page: Page, context: Context) -> bool:
    return (
        page.kind_at(damaged.span.start) not in (BlockKind.CODE, BlockKind.TABLE)
        and not _is_meant(damaged, page)
        and not any(page.touches_name(each.span) for each in damaged.differences)
        and not _is_turned_round(damaged, page)
        and not any(_is_choice(each, damaged, page, context) for each in damaged.differences)
    )


def _is_turned_round(damaged: Damaged, page: Page) -> bool:
    """Return whether its characters changed places: of 我坚市持, 我市 and 坚持 come."""
    text, words = page.text, page.context.words
    return any(
        pair.overlaps(each.span)
        and text[max(0, pair.start - 1) : pair.start] + text[pair.end - 1] in words
        and text[pair.start] + text[pair.end : pair.end + 1] in words
        for pair in transpositions(page)
        for each in damaged.differences
    )


def _is_meant(damaged: Damaged, page: Page) -> bool:
    """Return whether the page has this wording twice, and at least as often as the phrase."""
    printed, right = damaged.span.of(page.text), page.count(damaged.phrase)
    times = page.count(printed) - (right if printed in damaged.phrase else 0)
    return times > 1 and times >= right


def _is_choice(difference: Difference, damaged: Damaged, page: Page, context: Context) -> bool:
    """Return whether a writer may have chosen the printed form, which is then no misreading."""
    if _is_of_something_else(difference):
        return True
    if not difference.printed:
        return _may_be_left_out(difference, damaged, context)
    if not difference.right:
        return _may_be_added(difference, damaged, page, context)
    return _may_be_exchanged(difference, page, context)


def _is_of_something_else(difference: Difference) -> bool:
    """Letters and figures, two countries (中老命运共同体), the same in traditional print (餘)."""
    from proofer.language.scripts import is_traditional_of

    printed = difference.printed
    if len(printed) == len(difference.right) and all(
        map(is_traditional_of, printed, difference.right)
    ):
        return bool(printed)
    return any(map(str.isascii, printed)) or (
        "中" in printed and len(printed) == len(difference.right) == 2
    )


def _may_be_left_out(difference: Difference, damaged: Damaged, context: Context) -> bool:
    """A word of the phrase; a single character only if it is a particle and the phrase is short."""
    right, at = difference.right, difference.at
    if len(right) == 1 and (right not in _PARTICLES or len(damaged.letters) >= _LONG):
        return False
    return (at, at + len(right)) in context.words.segment(damaged.letters)


def _may_be_added(difference: Difference, damaged: Damaged, page: Page, context: Context) -> bool:
    """Between two words of the phrase: a word, or characters that a writer adds at will."""
    printed, at = difference.printed, difference.at
    words = context.words.segment(damaged.letters)
    if any(start < at < end for start, end in words):
        return False
    return set(printed) <= _FREE or (
        len(printed) > 1 and printed in _tokens_at(difference.span, page)
    )


def _may_be_exchanged(difference: Difference, page: Page, context: Context) -> bool:
    """A word for a word, or characters that a writer exchanges at will."""
    printed, right = difference.printed, difference.right
    if set(printed + right) <= _FREE:
        return True
    if len(printed) == 1:
        return len(right) == 1 and _is_other_word(difference, page, context)
    if len(printed) == len(right) and _is_word(printed, context):
        return True
    words = _tokens_at(difference.span, page)
    return all(_is_word(word, context) for word in words) and _covers_whole(difference, page)


def _is_other_word(difference: Difference, page: Page, context: Context) -> bool:
    """Return whether a character makes another word, and no look- or sound-alike is meant.

    落实责任 is not 压实责任 misread.
    """
    from proofer.language.sounds import default_sounds

    tokens = _tokens_at(difference.span, page)
    pair = (difference.printed, difference.right)
    return (
        len(tokens) == 1
        and len(tokens[0]) > 1
        and _is_word(tokens[0], context)
        and context.shapes.similarity(*pair) < _UNLIKE
        and default_sounds().similarity(*pair) < _UNLIKE
    )


def _tokens_at(span: Span, page: Page) -> list[str]:
    return [token.of(page.text) for token in page.tokens_over(span)]


def _covers_whole(difference: Difference, page: Page) -> bool:
    tokens = page.tokens_over(difference.span)
    return tokens[0].start >= difference.span.start and tokens[-1].end <= difference.span.end


def _is_word(token: str, context: Context) -> bool:
    return token in _FREE or (len(token) > 1 and context.words.log_frequency(token) >= RARE)


def _needed(damaged: Damaged, page: Page, context: Context) -> float:
    """Return what the model must gain for the correction."""
    sensible = all(_makes_sense(each.span, page, context) for each in damaged.differences)
    return _SENSIBLE if sensible else _BROKEN


def _makes_sense(span: Span, page: Page, context: Context) -> bool:
    """Return whether the words at `span`, or on both sides of an empty one, are words."""
    near = page.tokens_beside(span)
    if len(span):
        near = {token for token in near if token.overlaps(span)}
    return all(_is_word(token.of(page.text), context) for token in near)


def _best(weighed: Sequence[_Weighed]) -> list[_Weighed]:
    """Return the surest of those that overlap, by place."""
    surest_first = sorted(
        weighed, key=lambda one: (len(one.damaged.differences), -len(one.damaged.phrase), -one.gain)
    )
    taken = Apart()
    kept = [each for each in surest_first if taken.add(each.damaged.span)]
    return sorted(kept, key=lambda one: one.damaged.span)


def _finding(document: Document, weighed: _Weighed, context: Context) -> Finding:
    damaged = weighed.damaged
    entry = context.dictionaries.kind("phrases")[damaged.phrase]
    length = len(damaged.phrase) - 3 * (len(damaged.differences) - 1)
    confidence = logistic(
        _BIAS + _PER_GAIN * min(weighed.gain, 8.0) + _PER_CHARACTER * min(length, 16)
    )
    edits = tuple(Edit(each.span, each.right) for each in damaged.differences)
    shown = "，".join(
        f"“{each.printed or '（缺）'}”→“{each.right or '（删）'}”" for each in damaged.differences
    )
    in_english = ", ".join(
        f"{each.printed or '(lost)'} → {each.right or '(delete)'}" for each in damaged.differences
    )
    return DETECTOR.finding(
        document,
        damaged.span,
        Message(
            f"固定提法“{damaged.phrase}”：{shown}", f"the set phrase {damaged.phrase}: {in_english}"
        ),
        confidence=confidence,
        suggestions=[Suggestion(edits, round(confidence * 0.97, 3), Applicability.UNSAFE)],
        evidence=[
            Evidence(
                "dictionary",
                Message(
                    f"{entry.reason}（{dictionary_name(entry)}）",
                    f"set phrase of the dictionary: {entry.reason} ({dictionary_name(entry)})",
                ),
            ),
            model_evidence(weighed.gain),
        ],
    )


EXAMPLES = (
    bad("要做到学思用贯通、知信统一。", "要做到学思用贯通、知信行统一。"),
    bad("坚持以习近平同志为核心的党中央领异。大家紧密团结在以习近平同志为核必的党中央周围。"),
    bad("必须铸牢中华民旅共同体意识。", "必须铸牢中华民族共同体意识。"),
    bad("要统筹发展和安，守住底线。", "要统筹发展和安全，守住底线。"),
    bad("我们要增强“个意识”，坚定方向。", "我们要增强“四个意识”，坚定方向。"),
    good("全年工作取得显著成绩，作出了更大的贡献。"),
    good("党的二十届五中全会精神要认真学习。"),
    good("科技创新与产业创新深度融合，绿水青山就是金山银山。"),
)

DETECTOR = Detector(
    code="G002",
    name="set-phrase",
    title=Message("固定提法有误", "Damaged set phrase"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

"""Wrong forms that OCR and typists are known to make: 己经 for 已经, 曰期 for 日期, 部暑 for 部署.

The dictionaries of kind `confusions` list wrong and right forms, and the longer words in which the
wrong characters are right (自己经常). Every place where a wrong form stands is weighed: the
language model compares both readings, and the words around it are looked at. A page in traditional
characters is read in simplified ones for that, and corrected in its own.

Legitimate, and left alone: a place inside one of the listed longer words; a place that a known word
crosses, unless the model is strongly for the correction; a place in the name of a person; a place
where the model is against the correction; 己, 已 and 巳 for each other in print before the 1950s;
著 and 藉 on traditional pages; 曰 where somebody says something. In language that the model knows
little, as that of old novels, it must gain more.

How sure: in 3.5 million characters of clean text there were 55 reports, most of them true errors of
the text or old spellings; the surer the more the language model gains. Only a strong gain makes a
correction safe to apply unasked, and none is that on traditional pages or of what older books print
so (好象, 坐位).
---
光学识别和打字的常见错误：“已经”误作“己经”，“日期”误作“曰期”，“部署”误作“部暑”。

“易混词”词典列出误写、正写，以及哪些词语里这样写并没有错（如“自己经常”）。凡遇误写，都由语言模型比较
改前改后，并看前后的词语。繁体版面按简体读，改法仍写繁体。

以下属于正常写法，不报告：处在词典所列例外之中；有已知词语跨越其边界（除非模型强烈支持修改）；处在人
名之中；模型反对修改；五十年代以前的版面里己、已、巳互用；繁体版面的著、藉；引出说话的曰。模型不大熟悉的语言
（如旧小说），得分差要更大才报告。

把握：词典里从来不对的写法，几乎都是错误；三百五十万字的干净文本中报告五十五处，多数确是原文的错误或
旧写法；语言模型的得分差越大，把握越大，足够大的才可以不问而改；繁体版面和旧书里的写法（好象、坐位）不会
不问而改。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from proofer.detectors.api import Detector, bad, explanation, good, ranked, replace_span
from proofer.detectors.characters._halves import split_characters
from proofer.detectors.context import Context
from proofer.detectors.dictionary._needed_gain import (
    DERIVED,
    VETO,
    in_simplified,
    is_older_norm,
    needed_gain,
)
from proofer.detectors.evidence import dictionary_name, model_evidence
from proofer.document.document import Document
from proofer.document.probability import logistic
from proofer.document.spans import Span, disjoint, overlaps_any
from proofer.findings.finding import Applicability, Evidence, Finding, Severity
from proofer.language.occurrences import StringIndex
from proofer.language.scripts import (
    default_scripts,
    is_shared,
    is_traditional,
    is_traditional_print,
    simplified,
)
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.detectors.context import Page
    from proofer.language.dictionaries import Dictionaries
    from proofer.language.dictionary_format import Entry

_BIAS, _PER_GAIN = 1.0, 0.9
"""Log-odds of an error where the model is indifferent, and per log10 that it gains."""
_SAME_TYPE = frozenset("己已巳")
"""Characters that print before the 1950s took for each other."""
_NORM_OF_TRADITIONAL = frozenset({("介", "界")})
"""What is right in Taiwan and Hong Kong: 介面."""
_LEAST_IN_VIEW = 1.5
"""What the model must gain (log10) on a traditional page that is read in simplified characters.

In 220,000 characters of newspapers of the 1920s 1.5 is reached by misprints and older norms alone.
"""
_SAFE_GAIN = 3.0
"""What the model must gain (log10) for a correction that may be applied unasked."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the wrong forms of the confusion dictionaries that stand in `document`."""
    page = context.page(document)
    if page.is_traditional:
        yield from _in_traditional(page, context)
        return
    places = [
        (span, entry)
        for span, entry in _places(page.text, context.dictionaries)
        if not _is_answered_in_traditional(entry) or page.is_traditional_at(span.start)
    ]
    if halves := disjoint(span for span, _ in split_characters(page)):
        # 学|木交 is 学校, not 学术
        places = [place for place in places if not overlaps_any(place[0], halves)]
    edits = [
        (span.start, span.end, right) for span, entry in places for right in entry.replacements
    ]
    gains = iter(context.model.gains(document.text, edits).tolist())
    for span, entry in places:
        scored = [(right, next(gains)) for right in entry.replacements]
        gain = max(gain for _, gain in scored)
        if not page.touches_name(span) and gain >= needed_gain(span, entry, page):
            yield _finding(page, span, entry, scored)


def _in_traditional(page: Page, context: Context) -> Iterator[Finding]:
    """Yield the wrong forms of a page in traditional characters.

    The language model and most dictionaries know simplified ones alone: the page is read in those,
    and what is suggested has traditional ones again. Forms that only traditional print has are
    looked for as they are.
    """
    text, view = page.text, in_simplified(page)
    own = [
        (span, entry, entry.replacements[0])
        for span, entry in _places(text, context.dictionaries)
        if _is_of_traditional_print(entry) and not is_older_norm(entry, entry.replacements[0])
    ]
    known = disjoint(span for span, _, _ in own)
    others = [
        (span, entry, right)
        for span, entry in _places(view, context.dictionaries)
        if not overlaps_any(span, known)
        and not is_older_norm(entry, entry.replacements[0])
        and not _is_norm_of_traditional(entry)
        and (right := _as_printed(span.of(text), entry)) is not None
    ]
    places = [
        each for each in own + others if not (page.is_old_print and _is_of_old_types(each[1]))
    ]
    edits = [(span.start, span.end, simplified(right)) for span, _, right in places]
    for (span, entry, right), gain in zip(
        places, context.model.gains(view, edits).tolist(), strict=True
    ):
        least = VETO if span in known else _LEAST_IN_VIEW
        least = max(least, needed_gain(span, entry, page))
        if gain >= least and not page.touches_name(span):
            yield _finding(page, span, entry, [(right, gain)])


def _as_printed(printed: str, entry: Entry) -> str | None:
    """Return what is right for `printed` in traditional characters; None if a form is unsure."""
    right = entry.replacements[0]
    if len(entry.replacements) > 1 or len(right) != len(entry.term):
        return None
    forms = [
        char if old == new else default_scripts().simplified.get(new, "" if is_shared(new) else new)
        for char, old, new in zip(printed, entry.term, right, strict=True)
    ]
    return "".join(forms) if all(len(each) == 1 for each in forms) else None


def _places(text: str, dictionaries: Dictionaries) -> list[tuple[Span, Entry]]:
    """Return where wrong forms stand, by place; of two that overlap the longer one."""
    found = [
        (Span(at, at + len(entry.term)), entry)
        for at, entries in dictionaries.derived(_by_first_pair).places(text)
        for entry in entries
        if entry.stands_at(at, text)
    ]
    found.sort(key=lambda place: (place[0].start, -place[0].end))
    kept: list[tuple[Span, Entry]] = []
    for span, entry in found:
        if not kept or not kept[-1][0].overlaps(span):
            kept.append((span, entry))
        elif len(span) > len(kept[-1][0]):
            kept[-1] = (span, entry)
    return kept


def _by_first_pair(dictionaries: Dictionaries) -> StringIndex[Sequence[Entry]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in dictionaries.kind("confusions").values():
        if entry.replacements:
            groups[entry.term[:2]].append(entry)
    return StringIndex(groups, 2)


def _is_answered_in_traditional(entry: Entry) -> bool:
    """Return whether what is right has characters of traditional print alone: 雷子 for 電子."""
    return any(map(is_traditional, entry.replacements))


def _is_of_traditional_print(entry: Entry) -> bool:
    """Return whether an entry has characters that simplified print does not use."""
    chars = entry.term + "".join(entry.replacements)
    return is_traditional_print(chars)


def _is_of_old_types(entry: Entry) -> bool:
    """Return whether only 己, 已 and 巳 differ, which were the same type in old print."""
    return any(
        {old for old, new in zip(entry.term, right, strict=False) if old != new} <= _SAME_TYPE
        for right in entry.replacements
        if len(right) == len(entry.term)
    )


def _is_norm_of_traditional(entry: Entry) -> bool:
    """Return whether an entry differs from what is right by what traditional print has for it."""
    pairs = zip(entry.term, entry.replacements[0], strict=False)
    return {(old, new) for old, new in pairs if old != new} <= _NORM_OF_TRADITIONAL


def _finding(page: Page, span: Span, entry: Entry, scored: Sequence[tuple[str, float]]) -> Finding:
    gain = max(gain for _, gain in scored)
    confidence = entry.weight * logistic(_BIAS + _PER_GAIN * gain)
    wrong, right = span.of(page.text), max(scored, key=lambda each: each[1])[0]
    best = max(10**each for _, each in scored)
    safe = gain >= _SAFE_GAIN and entry.weight >= 1 and len(scored) == 1
    safe = safe and entry.source != DERIVED
    safe = safe and not page.is_traditional and not is_older_norm(entry, right)
    suggestions = [
        replace_span(
            span,
            replacement,
            confidence * 0.98 * 10**each / best,
            Applicability.SAFE if safe else Applicability.UNSAFE,
        )
        for replacement, each in scored
    ]
    return DETECTOR.finding(
        page.document,
        span,
        Message(f"“{wrong}”疑为“{right}”之误", f"{wrong} is a known slip for {right}"),
        confidence=confidence,
        suggestions=ranked(suggestions),
        evidence=[
            Evidence("dictionary", _reason(entry), score=entry.weight),
            model_evidence(gain),
        ],
    )


def _reason(entry: Entry) -> Message:
    reason = entry.reason or "易混词"
    origin = dictionary_name(entry)
    return Message(f"{reason}（{origin}）", f"confusion dictionary: {reason} ({origin})")


EXAMPLES = (
    bad("这项工作己经全面完成。", "这项工作已经全面完成。"),
    bad("会议对下一阶段工作作出部暑。", "会议对下一阶段工作作出部署。"),
    good("他说自己经常加班。"),
    good("债市延续慢牛态势，投资者信心有所恢复。"),
    good("这项工作已经全面完成。"),
)

DETECTOR = Detector(
    code="K001",
    name="known-slip",
    title=Message("常见误写", "Known slip"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

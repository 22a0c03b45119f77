"""The same number of the same things, with two measure words: 四大策略方法 and 四种策略方法.

Set phrases of a page (四大体系, 五项行动) keep their measure word. Where number and at least four
characters after the measure agree and only the measure differs, one of the two places is probably
misread or misprinted. The finding stands at the rarer form and names the other.

Legitimate, and left alone: different measures before different things; measures that differ because
the number differs; 一, which is an article mostly (一个算法, 一种算法). Nothing in 3.6 million
characters of clean news, law and encyclopedia was reported, but which of the two is right only the
editor can know where both are about as frequent.
---
同一个数、同一个名词，量词前后不一致：四大策略方法／四种策略方法。

固定提法的量词不会变。数目相同，量词后面至少四个字也相同，唯独量词不同，两处之中多半有一处是认错或排
错的。报告少见的那一处，并指出另一种写法在哪里。

以下不报告：名词不同的；数目不同的；“一”，它多半只是泛指（一个算法、一种算法）。三百六十万字的干净文本（新闻、法律、百科）没有一处误报；但两种写
法次数相近时，哪个对要由编辑判断。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity
from proofer.messages import Message

_NOUN = 4
"""Characters after the measure word that must agree; fewer may begin different nouns."""
_NUMBER = "一二三四五六七八九十百两几"
_ARTICLES = frozenset({"一", "1"})
"""A thing among others, which takes any measure that suits it: 一个方法, 一种方法, 第一个方法."""
_PHRASE = lazy_regex(
    rf"(?<![{_NUMBER}\d])([{_NUMBER}]{{1,3}}|\d{{1,3}})([大个种项类条件方点组套批])(?=(\p{{Han}}{{{_NOUN}}}))"
)


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the rarer measure words of `document` where number and noun are the same."""
    places: dict[tuple[str, str], dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for match in _PHRASE.finditer(document.text):
        number, measure, noun = match.groups()
        if number in _ARTICLES:
            continue
        places[number, noun][measure].append(Span(*match.span(2)))
    for (number, noun), by_measure in places.items():
        if len(by_measure) < 2:
            continue
        usual = max(
            by_measure,
            key=lambda measure: (len(by_measure[measure]), -by_measure[measure][0].start),
        )
        for measure, spans in by_measure.items():
            if measure != usual:
                for span in spans:
                    yield _finding(
                        document, span, (number, usual, noun), len(spans), by_measure[usual]
                    )


def _finding(
    document: Document, span: Span, phrase: tuple[str, str, str], rare: int, usual: list[Span]
) -> Finding:
    """Return the finding for the measure word at `span`.

    Args:
        document: the page.
        span: the rarer measure word.
        phrase: number, usual measure word, noun.
        rare: how often the page has the rarer one.
        usual: where it has the usual one.
    """
    number, measure, noun = phrase
    printed = f"{number}{span.of(document.text)}{noun}"
    right = "".join(phrase)
    # Equally frequent forms: one of the two is wrong, so each is wrong in one case of two.
    confidence = 0.9 * len(usual) / (len(usual) + rare)
    whole = Span(span.start - len(number), span.end + len(noun))
    detail = Message(
        f"本文另有“{right}”{len(usual)} 处", f"this text has {right} {len(usual)} times"
    )
    return DETECTOR.finding(
        document,
        whole,
        Message(
            f"“{printed}”与“{right}”的量词不一致",
            f"{printed} and {right} differ in their measure word",
        ),
        confidence=confidence,
        suggestions=[replace_span(span, measure, confidence, Applicability.UNSAFE)],
        evidence=[Evidence("document", detail, score=float(len(usual)), span=usual[0])],
        related=usual,
    )


EXAMPLES = (
    bad(
        "要运用三大工作方法。三大工作方法来自实践。大家都熟悉三类工作方法。",
        "要运用三大工作方法。三大工作方法来自实践。大家都熟悉三大工作方法。",
    ),
    good("要运用三大工作方法，落实三类重点项目。"),
    good("这是一种排序方法。书里的第一个排序方法叫冒泡。这是又一种排序方法。"),
    good("三大工作方法和四种工作方法都要用好。"),
    good("第二十三项工作方案与三个工作方案。"),
)

DETECTOR = Detector(
    code="C002",
    name="inconsistent-measure",
    title=Message("量词前后不一致", "Inconsistent measure word"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

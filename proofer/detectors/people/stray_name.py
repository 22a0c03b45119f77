"""A name in the bylines of one issue only, one character away from a name in those of many.

The same reporters and photographers sign issue after issue. Where several documents credit 陆晚舟
and one credits 陆晚丹, and the two characters look or sound alike, the one is asked about, with the
places of the other. Within one document that is name-collision's (N020) question.

Legitimate, and left alone: names that occur in two documents or more; names that are credited
together anywhere, or both in one document; names whose characters differ in more than look or
sound: in a year of issues many names differ in one character only.

How sure: a question, never a correction; it may be another person. `proofer names` lists the names
in the bylines of all files.
---
只在一期中署过名，而与别的几期反复署名的姓名只差一字。

同一批记者和摄影者会一期接一期地署名。几个文件都署“陆晚舟”，唯独一个文件署“陆晚丹”，而且两个字形近或
音近，就提出疑问，并列出另一个姓名的位置。同一文件之内的，由 name-collision（N020）来问。

以下不报告：在两个以上文件中出现过的姓名；在任何地方并列署名、或者同在一个文件中的两个姓名；差的那个
字既不形近也不音近的：一年的报纸里，只差一字的不同的人很多。

把握：这只是提问，决不代为修改，可能本来就是另一个人。用 proofer names 可以列出全部文件的姓名。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from proofer.detectors.api import Corpus, Detector, bad, explanation, good
from proofer.detectors.byline_names import BylineName, merged
from proofer.detectors.context import Context
from proofer.detectors.evidence import in_other_document
from proofer.detectors.name_collisions import Collision, name_collisions
from proofer.document.document import Document
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message

_ALIKE = frozenset({"shape", "sound"})
"""What must be alike: with the same surname or given name alone there are many namesakes."""
_FEWEST = 2
"""Other documents that credit the usual name."""
_SHOWN = 3
"""Other documents that the evidence names."""


def survey(document: Document, context: Context) -> tuple[BylineName, ...]:
    """Return the names that the document credits."""
    return context.page(document).byline_names


def conclude(
    corpus: Sequence[tuple[Document, Sequence[BylineName]]], context: Context
) -> Iterator[tuple[int, Finding]]:
    """Yield a question for each name of one document that is too like a name of several others."""
    places: dict[str, dict[int, list[BylineName]]] = {}
    for number, (_, names) in enumerate(corpus):
        for each in names:
            places.setdefault(each.name, {}).setdefault(number, []).append(each)
    for collision in name_collisions(merged(names for _, names in corpus), context):
        usual, rare = sorted(collision.names, key=lambda name: -len(places[name]))
        if collision.alike not in _ALIKE or len(places[rare]) > 1 or len(places[usual]) < _FEWEST:
            continue
        ((number, bylines),) = places[rare].items()
        document = corpus[number][0]
        if number not in places[usual] and usual not in document.text:
            others = [(corpus[other][0], found[0]) for other, found in places[usual].items()]
            yield number, _question(document, bylines, others, collision)


def _question(
    document: Document,
    bylines: Sequence[BylineName],
    others: Sequence[tuple[Document, BylineName]],
    collision: Collision,
) -> Finding:
    rare, usual = bylines[0].name, others[0][1].name
    way = collision.way
    marks = "／".join(collision.difference)
    first = Evidence(
        "shape" if collision.alike == "shape" else "rule",
        Message(f"{way.zh}：{marks}", f"{way.en}: {marks}"),
        score=round(collision.similarity, 2),
    )
    found = [
        in_other_document(
            other,
            each.span.start,
            Message(f"{usual}（{each.role}）", f"{usual} (credited with {each.role})"),
        )
        for other, each in others[:_SHOWN]
    ]
    return DETECTOR.finding(
        document,
        bylines[0].span,
        Message(
            f"“{rare}”只在这里署名，别的 {len(others)} 个文件署“{usual}”，是同一个人吗？",
            f"{rare} is credited here only, {usual} in {len(others)} other files: "
            "are they the same person?",
        ),
        confidence=min(0.7, 0.4 + 0.05 * len(others)),
        evidence=[first, *found],
        related=[each.span for each in bylines[1:]],
    )


CORPUS = Corpus(survey, conclude)
_OTHERS = (
    "会议召开。（记者 邹梓涵）\n\n图为会场。\n\n何小川 摄\n",
    "大桥通车。（记者 邹梓涵）\n\n图为现场。\n\n何小川 摄\n",
    "新矿投产。\n\n图为现场。\n\n黎小川 摄\n",
)
EXAMPLES = (
    bad("车间技改完成。（记者 邹梓菡）\n", among=_OTHERS),
    good("车间技改完成。（记者 邹梓涵）\n", among=_OTHERS),
    good("车间技改完成。（记者 邹梓涵 邹梓菡）\n", among=_OTHERS),
    good("车间技改完成。（记者 邹大海）\n", among=_OTHERS),
)

DETECTOR = Detector(
    code="N021",
    name="stray-name",
    title=Message("姓名只在一期不同", "Name that differs in one issue"),
    severity=Severity.WARNING,
    detect=CORPUS.detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
    corpus=CORPUS,
)

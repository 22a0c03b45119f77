"""Two credited names that differ in one character: 郭子晴 and 邢子晴.

One of them may be misread; both may be right.

OCR turns a name into another plausible name, which no dictionary can detect. The page can: the same
reporters and photographers are credited again and again. Bylines give the names after 记者, 通讯员,
图片提供, □ and titles, before 摄, and in brackets at the end of a paragraph. Two names of three
characters with the same surname or the same given name, and two names of any length whose differing
characters look or sound alike, make one question with all places; pairs that share a name are one
question too.

Legitimate, and left alone: names of one byline, for these are different people; names that share a
surname only by its commonness and are both printed more than once.

How sure: a question, never a correction: many pairs are two people. `proofer names` lists all names
in bylines.
---
署名中相差一字的两个姓名：“郭子晴”和“邢子晴”。可能有一个认错了，也可能是两个人。

光学识别会把一个姓名认成另一个像样的姓名，词典判断不了，版面自己却能：同一批记者和摄影者会反复署名。
姓名台账收集“记者”“通讯员”“图片提供”“□”和职务后面的姓名，“摄”前面的姓名，以及段末括号里的署名。三个
字的姓名同姓差一字，或者同名不同姓，以及任何只差一字而该字形近或音近的，合为一问，列出全部位置；几对
之间有相同姓名的，也合为一问。

以下不报告：同一条署名里并列的姓名，那是不同的人；仅仅同姓、又都不止出现一次的。

把握：这只是提问，决不代为修改：不少本来就是两个人。用 proofer names 可以列出全部姓名。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.byline_names import BylineName
from proofer.detectors.context import Context
from proofer.detectors.name_collisions import Collision, name_collisions
from proofer.document.document import Document
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message

_CONFIDENCE = {"shape": 0.6, "sound": 0.5, "given name": 0.5, "surname": 0.4}


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield a question for each group of names that `document` credits and that are too alike."""
    names = context.page(document).byline_names
    collisions = [
        collision
        for collision in name_collisions(names, context)
        if not _are_two_people(collision, document)
    ]
    for group in _connected(collisions):
        yield _question(document, group, names)


def _are_two_people(collision: Collision, document: Document) -> bool:
    return collision.alike == "surname" and document.text.count(collision.names[1]) > 1


def _connected(collisions: Sequence[Collision]) -> list[list[Collision]]:
    """Return the pairs in groups that share names: 郭子晴 and 邢子晴, 邢子晴 and 邢子晔."""
    groups: list[list[Collision]] = []
    for collision in collisions:
        shared = [
            group
            for group in groups
            if any(set(collision.names) & set(each.names) for each in group)
        ]
        groups = [group for group in groups if group not in shared]
        groups.append([*(each for group in shared for each in group), collision])
    return groups


def _question(
    document: Document, group: Sequence[Collision], byline_names: Sequence[BylineName]
) -> Finding:
    counts = Counter(each.name for each in byline_names)
    names = sorted(
        {name for each in group for name in each.names}, key=lambda name: (counts[name], name)
    )
    rarest = next(each.names[1] for each in group if counts[each.names[1]] == counts[names[0]])
    names.sort(key=lambda name: name != rarest)
    places = [each for name in names for each in byline_names if each.name == name]
    span, *others = [place.span for place in places]
    ways = [_way(each) for each in group]
    return DETECTOR.finding(
        document,
        span,
        Message(
            f"“{'”“'.join(names)}”是同一个人吗？", f"are {' and '.join(names)} the same person?"
        ),
        confidence=max(_CONFIDENCE[each.alike] for each in group),
        evidence=[*ways, *(_place(place) for place in places[1:])],
        related=others,
    )


def _way(collision: Collision) -> Evidence:
    way, (one, other) = collision.way, collision.difference
    return Evidence(
        "shape" if collision.alike == "shape" else "rule",
        Message(f"{way.zh}：{one}／{other}", f"{way.en}: {one} / {other}"),
        score=round(collision.similarity, 2),
    )


def _place(byline: BylineName) -> Evidence:
    detail = Message(
        f"另有署名：{byline.name}（{byline.role}）",
        f"also credited: {byline.name} ({byline.role})",
    )
    return Evidence("document", detail, span=byline.span)


EXAMPLES = (
    bad("会议在北京召开。（记者 邹梓涵）\n图为会场。\n邹梓菡 摄"),
    bad("本报讯（记者 褚丹萍）会议召开。\n图片提供：褚舟萍 何小川"),
    bad("本报讯（记者 段一鸣）会议召开。\n图为会场。\n殷一鸣 摄"),
    bad("图为会场。 郭子晴 摄\n图片提供：何丹 邢子晔\n图片提供：黎小川 邢子晴"),
    good("本报讯（记者 邹梓涵 邹梓菡）会议召开。"),
    good("本报讯（记者 邹梓涵）会议召开。\n何丹 摄\n本报讯（通讯员 李小川）会议闭幕。"),
    good("本报讯（记者 何丹）会议召开。\n何强 摄"),
)

DETECTOR = Detector(
    code="N020",
    name="name-collision",
    title=Message("姓名只差一字", "Names that differ in one character"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

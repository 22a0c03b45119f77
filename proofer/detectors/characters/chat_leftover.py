"""What a language model says beside the page: 以下是图片中的全部文字：, 抱歉…, <|im_end|>.

Recognition by a chat model leaves its own words in the text: an announcement before the page, an
excuse instead of it, tokens that steer it, empty rows of a table on and on. They stand in no
newspaper. Tokens are told once, with one correction that takes them all out.

Legitimate, and left alone: 以下是 before a list of the page's own; what a model answers in a data
set of dialogues, where its words are the text, unless they are about a picture.
---
大模型在版面文字之外说的话：“以下是图片中的全部文字：”“抱歉，我无法识别……”、<|im_end|>。

用对话模型识别版面，它自己的话会留在文本里：开头的说明、认不出来时的道歉、控制用的记号、没完没了的空表
行。报纸上不会印这些。控制记号全页只报告一次，一次全部删去。

以下不报告：版面自己列举时的“以下是”；对话数据集里模型的回答，那本来就是正文
（说到图片、识别的除外）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.opaque import CONTROL, OPAQUE
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity, Suggestion
from proofer.messages import Message

_PAGE = (
    "(?:从|对|根据)?(?:您|你)?(?:(?:提供|上传|发送|发来)的?)?(?:这张|该|图片|图像|图中|照片|页面)"
)
_OF_COURSE = "(?:(?:好的|当然(?:可以)?|没问题|没有问题|可以)[，,。！!]?)?"
_PREAMBLE = lazy_regex(
    rf"^[ 　]*(?P<said>{_OF_COURSE}(?:以下|下面|这)[是为]?"
    rf"(?:{_PAGE}[^\n。：:]{{0,16}}(?:文字|文本|内容|转录|识别|OCR)[^\n。：:]{{0,12}}"
    r"|(?:OCR|识别|转录|提取)[^\n。：:]{0,10}(?:结果|内容|文字|文本)[^\n。：:]{0,6})[：:。]?"
    rf"|{_OF_COURSE}(?:根据|从|按照)(?:您|你)(?:提供|上传|发来)的(?:图片|图像|照片|页面)[^\n。：:]{{0,30}}[：:。]?"
    r"|(?:很|非常|十分|实在|真是)?(?:抱歉|对不起|不好意思)[，,]?(?:我|由于|图片|图像|该图|这张)[^\n。]{0,30}"
    r"(?:无法|不能|没有办法|看不清|模糊)[^\n。]{0,20}"
    r"|(?:作为|我(?:只)?是)一?[个名款]?(?:由[^\n，。]{1,12}(?:训练|开发)的)?(?:(?:AI|人工智能)(?=[助语大模，,。])|大?语言模型|智能助手)[^\n。]{0,30}"
    r"|(?:这张|该|此)?(?:图片|图像|照片|页面)(?:中|里|上)?(?:包含|显示|展示|呈现)了?(?:以下|如下)[^\n。：:]{0,12}[：:]"
    r"|(?:这张|该|此)?(?:图片|图像|照片|页面)(?:中|里|上)?(?:没有|不包含|未包含|不含)[^\n。]{0,8}(?:文字|文本|内容)[^\n]{0,12}"
    r"|希望(?:(?:以上|上述)[^\n。]{0,16}(?:对|能)[您你]|(?:这些|这份|这)[^\n。]{0,16}(?:对|能)您)[^\n。]{0,10}帮助[^\n]{0,40}"
    r"|请注意[，,：:][^\n。]{0,12}(?:图片|图像|识别|转录|OCR)[^\n。]{0,30}(?:模糊|不清|无法|误|不准|不完整|缺失)[^\n]{0,40}"
    r"|(?:OCR|文字|图片)?(?:识别|转录|提取)(?:的)?(?:结果|内容|文字|文本)如下[：:]"
    r"|[（(]注[：:]?(?:由于)?(?:图片|图像|原图|照片)[^\n。）)]{0,20}(?:模糊|无法|不清|不能)[^\n）)]{0,20}[）)]"
    r"|(?:这张|该|此)?(?:图片|图像|照片)(?:中|里|上)?的?(?:文字|文本)(?:内容)?(?:如下|为|是)[：:]"
    r"|(?:以上|上述)(?:就是|是|为)?(?:图片|图像|图中|该图|照片|页面)[^\n。：:]{0,8}(?:文字|文本|内容|识别|转录)[^\n]{0,40}"
    r"|(?:如果|如)您?(?:还)?(?:有|需要)[^\n。]{0,16}(?:请|可以)(?:随时)?(?:告诉|告知|联系)我[^\n]{0,20}"
    r"|The (?:image|text|picture) (?:is|appears|contains|shows)[^\n]{0,80}"
    r"|(?:I(?:'m| am) (?:sorry|unable)|I (?:can't|cannot)|As an AI)[^\n]{0,80}"
    r"|(?:Sure|Certainly|Of course)[,!.][^\n]{0,60}"
    r"|Here(?:'s| is) the (?:(?:extracted|transcribed|full) )?"
    r"(?:text|transcription|OCR|content)[^\n]{0,60})",
    re.MULTILINE,
)
_TURNS = frozenset(
    "conversation conversations messages dialog dialogs dialogue dialogues history turns "  # noqa: SIM905
    "instruction prompt query question input output response answer answers reply completion "
    "chosen rejected assistant".split()
)
"""Names of fields that hold what was asked and answered in a dialogue."""
_OF_A_PAGE = lazy_regex("图[片像中]|照片|页面|OCR|识别|转录|image|picture|transcri")
_ROLE = lazy_regex(r"(?:assistant|user|system)(?=\n)")
_CONFIDENCE = 0.9
"""Probability that it is an error; not fitted."""
_RULE = Evidence(
    "rule",
    Message("对话模型识别版面时会留下这样的话", "recognition by a chat model leaves such words"),
)


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the words of a chat model in `document`, and once the tokens that steer one."""
    del context
    is_dialogue = _is_dialogue(document)
    for match in _PREAMBLE.finditer(document.text):
        if is_dialogue and not _OF_A_PAGE.search(match["said"]):
            continue
        span = Span(*match.span("said"))
        yield _finding(
            document,
            span,
            Message(
                "这是识别模型自己的话，不是版面文字", "words of the recogniser, not of the page"
            ),
        )
    tokens = [
        _with_role(segment.text, document.text)
        for segment in document.segments
        if document.text[segment.text.start] == OPAQUE
        and CONTROL.fullmatch(segment.source.of(document.source))
    ]
    if tokens:
        yield DETECTOR.finding(
            document,
            tokens[0],
            Message(
                f"识别模型的控制记号或成片的空表行留在文本里，共 {len(tokens)} 处",
                "tokens that steer the recogniser, or its empty rows, are left in the text: "
                f"{len(tokens)}",
            ),
            confidence=_CONFIDENCE,
            suggestions=[Suggestion(tuple(Edit(each, "") for each in tokens), _CONFIDENCE)],
            evidence=[_RULE],
            related=tokens[1:],
        )


def _is_dialogue(document: Document) -> bool:
    """Return whether the text is a field of records in which somebody answers."""
    names = {part.lower() for field in document.origin.fields for part in field.split(".")}
    return document.origin.typed and not _TURNS.isdisjoint(names)


def _with_role(token: Span, text: str) -> Span:
    """Return the token with the name of the speaker behind it, which stands on no page either."""
    role = _ROLE.match(text, token.end)
    return Span(token.start, role.end()) if role else token


def _finding(document: Document, span: Span, message: Message) -> Finding:
    return DETECTOR.finding(
        document,
        span,
        message,
        confidence=_CONFIDENCE,
        evidence=[_RULE],
    )


EXAMPLES = (
    bad("以下是图片中的全部文字：\n\n秋收现场会昨日召开，安排秋种工作。"),
    bad("抱歉，我无法识别图片中的文字。"),
    bad("<|im_start|>全市工作会议昨日召开。<|im_end|>", "全市工作会议昨日召开。"),
    bad("秋收现场会昨日召开。\n\n以上就是图片中的全部文字，如有需要请告诉我。"),
    bad("当然！以下是您上传图片中的文字：\n\n秋收现场会昨日召开。\n\n希望以上内容对您有帮助。"),
    bad("该图片不包含任何文字。"),
    good("希望以上措施能帮助村民增收。作为一名人民教师，他尽职尽责。"),
    good("作为人工智能系列的第一篇，希望这些对你有所帮助！请注意，图像元素在左侧。"),
    good("照片中没有他的身影，图片展示了家乡的变化。"),
    good("以下是参加会议的单位：市教育局、市卫生局。"),
    good("秋收现场会昨日召开，安排秋种工作。"),
)


DETECTOR = Detector(
    code="G006",
    name="chat-leftover",
    title=Message("识别模型的话", "Words of the recogniser"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
    any_script=True,
    reads_markup=True,
)

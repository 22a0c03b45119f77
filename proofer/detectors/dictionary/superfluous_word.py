"""A function word too many: 这项工作的已经完成, 会议在北京在召开, 五人中死亡.

Editing leaves a 的 or 在 of an earlier wording behind. Each frame below is one in which such a word
has no place: 的 between a noun and a verb with its adverb, a second 在 before the verb of an event,
中 between a number of persons and what befell them, 了 between a person and a verb, 在 behind 就
before a matter. The language model must prefer the text without the word.

Legitimate, and left alone: 的 behind a verb or an adjective (剩下的已经不多), before a noun
(工作的完成), 在 behind 正 and 仍.

How sure: in five million characters of clean text there were three such places, two of them errors.
---
多出一个虚词：“这项工作的已经完成”“会议在北京在召开”“造成五人中死亡”。

改稿时常把原来的“的”“在”落在文中。下面几种格式里，这样的字没有位置：名词与“已经完成”一类谓语之间的
“的”，“举行”“召开”前面的第二个“在”，人数与“死亡”“受伤”之间的“中”，人与动词之间的“了”，“就……问
题”里的“在”。去掉以后语言模型认为通顺得多，才报告。

以下不报告：动词、形容词后面的“的”（剩下的已经不多），名词前面的“的”（工作的完成），“正在”“仍在”。

把握：五百万字干净的文本里只有三处，其中两处确是差错。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.detectors.evidence import model_evidence
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity
from proofer.messages import Message

_EVENT = (
    "举行|召开|举办|闭幕|开幕|成立|签署|签订|发布|启动|开工|竣工|上演|演出|展出|落成|揭牌|开赛|开班"
)
_PREDICATE = (
    "已经|已于|进行了|指出|强调|表示|宣布|通过了|受到了|取得了|得到了|完成了|提出了|开展了"
    "|实现了|引起了|来到|前往|仍然|依然|于昨[天日]|于[今明]"
)
_NO_NOUN = (
    "我你他她它们谁者上下中里内外先后早晚大小多少高低老新旧好坏"
    "来去到过完了着剩留有是在能会要想用走看说做买卖吃交给得成"
)
"""What ends no noun that does something, mostly: 先来的已经坐下, 年纪大的已经退休."""
_DONE_BY = "承建|承办|主办|主持|负责|组织|投资|出资|设计|施工|研制|编写|承担|管理|提供|牵头"
_ZEAL = "认真|切实|进一步|加强|坚持|继续|努力|大力|积极|全面|深入|不断|着力|充分|严格|牢固|坚决"
_TWICE = {
    "从": "开始|起[，、]|出发|抓起|做起|着手",
    "由": _DONE_BY + "|宣布|出任|担任|作出|决定|审批|审核|批准|执行|代理|主演|扮演",
    "对": "进行|作出|做出|给予|表示|实施|予以|采取|展开|开展",
    "向": "表示|提出|发出|捐赠|赠送|致以|汇报|报告|介绍|致[敬谢]|道[歉喜谢]",
    "在": "抵达|到达|驶[离抵入]|进行|接受|参加",
    "于": "抵达|到达|驶[离抵入]",
    "被": "评为|授予|选为|列为|认定|推选|任命",
    "将": "送[往到交]|移[交送]|列入|作为",
    "把": "作为|当作|当成|放[在到]|送[到给]|列入",
}
"""Prepositions that stand once more before what the verb they go with may be."""
_FRAMES = (
    (
        lazy_regex(
            "|".join(
                rf"{word}(?<={word}\p{{Han}}{{1,7}}{word})(?={verbs})"
                for word, verbs in _TWICE.items()
            )
        ),
        1.0,
    ),
    (lazy_regex(rf"(?<=\p{{Han}}{{2}})的(?={_PREDICATE})"), 2.5),
    (lazy_regex(r"(?<=\p{Han}{2})的(?=必须|应当)"), 3.6),
    (
        lazy_regex(
            rf"(?<=(?:^|[，。；！？“\n])\p{{Han}}{{2,8}})(?<![{_NO_NOUN}]|[别他有个旁]人)的"
            r"(?=(?:已经?|都已|均已|正在|于[昨今]\p{Han})[\p{Han}]{2,6}[，。；]|已经?在\p{Han}{2,8}[，。；])",
            re.MULTILINE,
        ),
        1.8,
    ),
    (lazy_regex(r"(?<=必须|应当|应该|已经|曾经|正在|务必|始终|立即|依法)的(?=\p{Han}{2})"), 4.5),
    (lazy_regex(r"(?<=\p{Han}{2})的(?=受到了|取得了|引起了|得到了)"), 1.0),
    (lazy_regex(rf"(?<=\p{{Han}}{{2}})的(?=由\p{{Han}}{{2,10}}(?:{_DONE_BY}))"), 1.5),
    (
        lazy_regex(r"(?<=\p{Han}{2})的(?=将(?:投资|继续|进一步|建成|成为|举行|举办|召开))"),
        2.0,
    ),
    (
        lazy_regex(
            rf"(?<=\p{{Han}}{{2}})的(?=(?:将[于在]|正在)[^，。；的]{{2,16}}(?:{_EVENT})?[，。；])"
        ),
        3.0,
    ),
    (lazy_regex(rf"(?<=于\p{{Han}}{{1,6}})于(?=结束|完成|{_EVENT})"), 1.5),
    (lazy_regex(rf"(?<=[要须应])了(?={_ZEAL})"), 3.0),
    (lazy_regex(r"(?<=是)在(?=被)|(?<=[是都])被(?=在)"), 1.5),
    (lazy_regex(r"(?<=是)的(?=目前|全国|我国|世界|国内)"), 3.0),
    (
        lazy_regex(
            rf"(?<=在\p{{Han}}{{2,7}})(?<![正仍还就])在(?=(?:隆重|正式|顺利|如期)?(?:{_EVENT}))"
        ),
        1.5,
    ),
    (
        lazy_regex(
            r"(?<=[\d一二两三四五六七八九十百千余多]\p{Han}?[人名])中"
            r"(?=死亡|受伤|遇难|失踪|获救|重伤|轻伤|感染|确诊|中毒|被困|身亡)"
        ),
        1.5,
    ),
    (lazy_regex(r"(?<=[者长们员])了(?=来到|前往|介绍|表示|参观|考察|走进|认为|采访)"), 3.0),
    (
        lazy_regex(r"(?<=就)在(?=\p{Han}{2,8}(?:问题|事项|议题)(?:交换|进行|达成|展开|深入))"),
        1.5,
    ),
)
"""Where a function word has no place, and the log10 that the text must gain without it."""
_CONFIDENCE = 0.85
"""Probability that it is an error; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the function words of `document` that have no place."""
    text = document.text
    if context.page(document).is_traditional:
        return
    places = {
        Span(*match.span()): least for frame, least in _FRAMES for match in frame.finditer(text)
    }
    gains, adverbs = (
        context.model.gains(text, [(span.start, span.end, new) for span in places]).tolist()
        for new in ("", "地")
    )
    for (span, least), gain, adverb in zip(places.items(), gains, adverbs, strict=True):
        if gain >= least and not (span.of(text) == "的" and adverb >= 0):  # for 地: 顺利的完成了
            word = span.of(text)
            yield DETECTOR.correction(
                document,
                span,
                "",
                Message(f"“{word}”疑为衍文", f"{word} seems superfluous"),
                why=model_evidence(gain).detail,
                confidence=_CONFIDENCE,
                source="language-model",
            )


EXAMPLES = (
    bad("这座大桥的已经建成。", "这座大桥已经建成。"),
    bad(
        "会议在北京在召开，就在共同关心的问题交换了意见。",
        "会议在北京召开，就共同关心的问题交换了意见。",
    ),
    bad("病人的已经痊愈出院。", "病人已经痊愈出院。"),
    bad("事故造成五人中死亡。", "事故造成五人死亡。"),
    bad(
        "这项改革的受到了群众欢迎，工程的由省建公司承建。",
        "这项改革受到了群众欢迎，工程由省建公司承建。",
    ),
    good("八年前许下的将在年底前取缔的承诺已经兑现，由他负责的工程已经竣工。"),
    bad("比赛由协会由主办，他从去年从开始参加。", "比赛由协会主办，他从去年开始参加。"),
    good("从东到西从南到北，由他由谁负责都行，从今天起从我做起。"),
    good("他的已经够用了。先来的已经坐下，年纪大的正在退休，红的已经卖完。"),
    good("剩下的已经不多，他说的必须重视，工作的完成离不开大家。"),
    good("会议正在北京举行，五人中三人受伤。"),
    good("调试工作顺利的完成了。"),
)

DETECTOR = Detector(
    code="G010",
    name="superfluous-word",
    title=Message("多出虚词", "Superfluous function word"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

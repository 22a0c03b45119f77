"""One character that was read as its two halves: 禾斗技 for 科技, 女口何 for 如何, 吸弓l for 吸引.

Where the gap between the halves of a character is wide, an engine reads two. Pairs of halves that
make a character are known; such a pair is mended where the language model prefers the whole by far
and the pair makes no word as it stands.

Legitimate, and left alone: pairs that are words or names (木子, 土木, 日月), what the page
writes twice, and pages in traditional characters.
---
一个字认成了左右两半：禾斗技（科技）、女口何（如何）、吸弓l（吸引）。

字的左右两部分离得远，识别引擎就会认成两个字。能拼成一个字的两半有一张表；语言模型认为合起来通顺得
多，而且这两个字原样不成词，才报告并建议合成一个字。

以下不报告：成词的两个字（木子、土木、日月），本版多次这样写的，以及繁体版面。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity
from proofer.messages import Message

_HALVES = dict(
    pair.split("=")
    for pair in (  # noqa: SIM905 - as a list three times as long
        "禾斗=科 女口=如 木对=树 矢口=知 土也=地 白勺=的 言兑=说 言寸=讨 言义=议 言吾=语 "
        "弓l=引 弓I=引 弓1=引 弓|=引 弓丨=引 J11=川 JI|=川 JI=川 )11=川 日月=明 女子=好 "
        "木木=林 木寸=村 木交=校 木几=机 木反=板 木支=枝 木直=植 木各=格 木艮=根 木羊=样 "
        "禾口=和 禾刂=利 禾中=种 禾火=秋 禾多=移 禾呈=程 禾只=积 禾必=秘 口十=叶 "
        "口乞=吃 口牙=呀 口马=吗 口巴=吧 口昌=唱 土成=城 土里=埋 土曾=增 土夬=块 土平=坪 "
        "土云=坛 土不=坏 土方=坊 土廷=埏 王里=理 王见=现 王不=环 王求=球 王元=玩 日寸=时 "
        "日央=映 日免=晚 日青=晴 日十=早 月几=肌 月巴=肥 月半=胖 月要=腰 月却=脚 月专=胧 "
        "月生=胜 月旦=胆 目艮=眼 目青=睛 火因=烟 火丁=灯 火少=炒 火山=灿 火乍=炸 米立=粒 "
        "米斗=料 米青=精 米良=粮 米且=粗 纟工=红 纟及=级 纟吉=结 纟合=给 纟且=组 纟充=统 "
        "讠己=记 讠十=计 讠兑=说 讠卖=读 讠果=课 讠正=证 钅失=铁 钅艮=银 钅同=铜 钅冈=钢 "
        "钅我=钱 车专=转 车交=较 车仑=轮 车俞=输 车欠=软 马奇=骑 马主=驻 马户=驴 石开=研 "
        "石卒=碎 石更=硬 石宛=碗 石角=确 足包=跑 足各=路 足兆=跳 身寸=射 西己=配 酉己=配 "
        "里予=野 耳又=取 耳只=职 耳关=联 舟殳=般 舟公=船 走己=起 又力=劝 又见=观 又寸=对 "
        "又隹=难 又鸟=鸡 工力=功 力口=加 且力=助 云力=动 木示=标 木又=权 木公=松 "
        "木主=柱 木且=查 立占=站 立里=童 方木=枋 方也=施 方人=放 牛勿=物 牛寺=特 牛攵=牧 "
        "正攵=政 古攵=故 求攵=救 孝攵=教 六力=勋 北匕=化 亻旦=但 亻也=他 亻门=们 亻壬=任 "
        "亻乍=作 亻主=住 亻本=体 亻言=信 亻呆=保 亻直=值 亻建=健 彳亍=行 彳艮=很 彳寺=待 "
        "彳聿=律 氵工=江 氵可=河 氵每=海 氵胡=湖 氵去=法 氵台=治 氵主=注 氵舌=活 扌丁=打 "
        "扌是=提 扌支=技 扌殳=投 扌安=按 扌非=排 忄青=情 忄生=性 忄夬=快 阝日=阳 阝月=阴 "
        "阝方=防 阝车=阵 阝可=阿 阝完=院 口自=咱 口那=哪 口合=哈 寸又=对 山夆=峰 山夹=峡 "
        "山今=岭 巾长=帐 弓虽=强 马也=驰 禾尔=称 禾且=租 禾兑=税 女生=姓 女马=妈 "
        "女且=姐 女未=妹 女台=始 女夭=妖 女市=姊 子亥=孩 子小=孙 贝才=财 贝反=贩 贝勾=购 "
        "贝占=贴 欠又=欢"
    ).split()
)
"""Two halves and the character that they make, decomposed into left and right (⿰)."""
_PAIR = regex.compile(
    "|".join(map(regex.escape, sorted(_HALVES, key=lambda each: (-len(each), each))))
)
_LEAST, _LEAST_AT_SEAM = 2.5, 5.0
"""log10 by which the whole must be likelier, and where a half makes a word with its neighbour."""
_COMMON = -4.5
"""log10 frequency of a character that often is a word."""
_CONFIDENCE = 0.93
"""Probability that it is an error; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the pairs of halves of `document` that stand for one character."""
    text, page = document.text, context.page(document)
    if page.is_traditional:
        return
    spans = [
        Span(*match.span())
        for match in _PAIR.finditer(text)
        if not (match[0] in context.words and context.words.log_frequency(match[0]) > -6.0)
    ]
    edits = [(span.start, span.end, _HALVES[span.of(text)]) for span in spans]
    gains = context.model.gains(text, edits).tolist()
    for (start, end, right), gain in zip(edits, gains, strict=True):
        span = Span(start, end)
        least = _LEAST_AT_SEAM if _is_at_seam(span, text, context) else _LEAST
        if gain < least or page.count(span.of(text)) >= 4:
            continue
        if not _are_words(span.of(text), context) or _makes_word(span, right, text, context):
            yield DETECTOR.correction(
                document,
                span,
                right,
                Message(
                    f"“{span.of(text)}”疑为“{right}”拆成了两半",
                    f"{span.of(text)} seems to be {right} in two halves",
                ),
                why=Message(f"左右两半合起来是“{right}”", f"both halves together make {right}"),
                confidence=_CONFIDENCE,
                source="shape",
            )


def _are_words(pair: str, context: Context) -> bool:
    """Return whether both halves are common characters, that may meet: 马也, 女子."""
    return all(context.words.log_frequency(each) > _COMMON for each in pair)


def _makes_word(span: Span, right: str, text: str, context: Context) -> bool:
    """Return whether the whole makes a word with the character before or behind the pair."""
    before, after = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    return any(len(each) == 2 and each in context.words for each in (before + right, right + after))


def _is_at_seam(span: Span, text: str, context: Context) -> bool:
    """Return whether a half makes a word with the character beside the pair."""
    near = (text[max(0, span.start - 1) : span.start + 1], text[span.end - 1 : span.end + 1])
    return any(len(each) == 2 and each in context.words for each in near)


EXAMPLES = (
    bad("禾斗技进步带来了好收成。", "科技进步带来了好收成。"),
    bad("全年吸弓l外资项目三十个。", "全年吸引外资项目三十个。"),
    good("女口译员坐在两国总理身后。"),
    good("前面有一片树林，马也喘气不迭，浑身流汗。"),
    good("木子先生学的是土木工程，弓长不是张。"),
    good("科技进步带来了好收成。"),
)


DETECTOR = Detector(
    code="G007",
    name="split-character",
    title=Message("一字拆成两半", "Character read as its halves"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

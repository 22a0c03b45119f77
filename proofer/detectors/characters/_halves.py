"""Pairs of characters that are the halves of one, and where they stand for it.

`split_character` reports them; guesses of the noisy channel leave them alone.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import regex

from proofer.detectors.context import page_fact
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span

if TYPE_CHECKING:
    from proofer.detectors.context import Context, Page

_HALVES = dict(
    pair.split("=")
    for pair in (  # noqa: SIM905 - as a list three times as long
        ")11=川 J11=川 JI=川 JI|=川 且力=助 予页=预 云力=动 交攵=效 交阝=郊 享攵=敦 享阝=郭 "
        "亻专=传 亻两=俩 亻主=住 亻义=仪 亻乍=作 亻九=仇 亻也=他 亻亭=停 亻介=价 亻共=供 "
        "亻分=份 亻列=例 亻到=倒 亻半=伴 亻右=佑 亻吏=使 亻呆=保 亻咅=倍 亻壬=任 亻夋=俊 "
        "亻寺=侍 亻尤=优 亻山=仙 亻左=佐 亻建=健 亻弋=代 亻扁=偏 亻故=做 亻旦=但 亻昔=借 "
        "亻更=便 亻木=休 亻本=体 亻氏=低 亻牛=件 亻白=伯 亻直=值 亻立=位 亻衣=依 亻言=信 "
        "亻谷=俗 亻象=像 亻贞=侦 亻责=债 亻足=促 亻门=们 令阝=邻 令页=领 六力=勋 其斤=斯 "
        "其月=期 其欠=欺 冫东=冻 冫争=净 冫令=冷 冫兄=况 冫咸=减 冫夬=决 冫欠=次 冫水=冰 "
        "冫疑=凝 冫隹=准 力口=加 北匕=化 又力=劝 又寸=对 又戈=戏 又欠=欢 又见=观 "
        "又隹=难 又鸟=鸡 口丩=叫 口乎=呼 口乞=吃 口分=吩 口力=加 口十=叶 口及=吸 口可=呵 "
        "口合=哈 口向=响 口巴=吧 口斤=听 口昌=唱 口未=味 口欠=吹 口牙=呀 口畏=喂 口羊=咩 "
        "口自=咱 口那=哪 口非=啡 口马=吗 口鸟=鸣 古攵=故 君阝=郡 咅阝=部 土不=坏 土也=地 "
        "土云=坛 土亢=坑 土及=圾 土咅=培 土唐=塘 土夬=块 土平=坪 土廷=埏 土成=城 土方=坊 "
        "土旦=坦 土是=堤 土曾=增 土止=址 土皮=坡 土真=填 土立=垃 土竟=境 土者=堵 土荅=塔 "
        "土里=埋 夫见=规 女且=姐 女乃=奶 女兼=嫌 女叟=嫂 女口=如 女台=始 女因=姻 女壬=妊 "
        "女夭=妖 女子=好 女家=嫁 女少=妙 女息=媳 女方=妨 女昏=婚 女未=妹 女某=媒 女生=姓 "
        "女良=娘 女马=妈 子亥=孩 子小=孙 孝攵=教 客页=额 寸又=对 山今=岭 山夆=峰 山夹=峡 "
        "川页=顺 工力=功 工页=项 己攵=改 巾冒=帽 巾长=帐 弓1=引 弓I=引 弓l=引 弓|=引 弓丨=引 "
        "弓爪=弧 弓虽=强 彦页=颜 彳主=往 彳亍=行 彳余=徐 彳切=彻 彳寺=待 彳正=征 "
        "彳盾=循 彳聿=律 彳艮=很 彳走=徒 忄不=怀 忄亘=恒 忄亡=忙 忄京=惊 忄兑=悦 忄合=恰 "
        "忄吾=悟 忄圣=怪 忄夬=快 忄昔=惜 忄曼=慢 忄每=悔 忄生=性 忄白=怕 忄艮=恨 忄董=懂 "
        "忄贯=惯 忄隹=惟 忄青=情 扌丁=打 扌丸=执 扌八=扒 扌共=拱 扌军=挥 扌分=扮 扌包=抱 "
        "扌卓=掉 扌友=拔 扌发=拨 扌受=授 扌召=招 扌合=拾 扌员=损 扌喿=操 扌圭=挂 扌奂=换 "
        "扌妾=接 扌安=按 扌寺=持 扌少=抄 扌居=据 扌屈=掘 扌工=扛 扌巴=把 扌广=扩 扌戈=找 "
        "扌户=护 扌支=技 扌斤=折 扌旦=担 扌旨=指 扌是=提 扌殳=投 扌比=批 扌由=抽 扌甲=押 "
        "扌白=拍 扌石=拓 扌立=拉 扌童=撞 扌罙=探 扌罢=摆 扌肖=捎 扌足=捉 扌隹=推 扌非=排 "
        "方也=施 方人=放 方攵=放 方木=枋 日乍=昨 日免=晚 日十=早 日召=昭 日央=映 日寸=时 "
        "日月=明 日未=昧 日爰=暖 日王=旺 日西=晒 日青=晴 日音=暗 是页=题 月专=胧 月兑=脱 "
        "月农=脓 月几=肌 月半=胖 月却=脚 月土=肚 月复=腹 月巴=肥 月市=肺 月干=肝 月旦=胆 "
        "月泉=腺 月生=胜 月空=腔 月良=朗 月要=腰 月长=胀 木且=查 木主=柱 木乔=桥 木交=校 "
        "木俞=榆 木兆=桃 木公=松 木兰=栏 木冓=构 木几=机 木勾=构 木卜=朴 木又=权 木反=板 "
        "木各=格 木圭=桂 木奇=椅 木娄=楼 木寸=村 木对=树 木尧=桡 木市=柿 木干=杆 木弟=梯 "
        "木才=材 木支=枝 木木=林 木朱=株 木每=梅 木白=柏 木直=植 木示=标 木票=标 木羊=样 "
        "木艮=根 木莫=模 木行=桁 木风=枫 木黄=横 欠又=欢 正攵=政 歹戋=残 歹朱=殊 每攵=敏 "
        "氵主=注 氵也=池 氵仑=沦 氵先=洗 氵农=浓 氵则=测 氵原=源 氵去=法 氵又=汉 氵可=河 "
        "氵台=治 氵同=洞 氵寿=涛 氵少=沙 氵州=洲 氵工=江 氵干=汗 氵度=渡 氵斤=沂 氵昆=混 "
        "氵显=湿 氵曼=漫 氵朝=潮 氵林=淋 氵殳=没 氵每=海 氵气=汽 氵永=泳 氵由=油 氵留=溜 "
        "氵皮=波 氵票=漂 氵立=泣 氵罙=深 氵羊=洋 氵肖=消 氵胃=渭 氵胡=湖 氵舌=活 氵良=浪 "
        "氵谷=浴 氵采=深 氵青=清 求攵=救 火丁=灯 火乍=炸 火共=烘 火包=炮 火因=烟 火少=炒 "
        "火尧=烧 火山=灿 火户=炉 火然=燃 火考=烤 牛勿=物 牛寺=特 牛攵=牧 犭句=狗 "
        "犭守=狩 犭王=狂 犭者=猪 犭良=狼 犭苗=猫 犭虫=独 王不=环 王令=玲 王元=玩 王奇=琦 "
        "王文=玫 王朱=珠 王求=球 王见=现 王里=理 甚力=勘 由阝=邮 白勺=的 目丁=盯 目争=睁 "
        "目兆=眺 目垂=睡 目民=眠 目艮=眼 目青=睛 矢口=知 矢见=规 矢豆=短 石专=砖 石兹=磁 "
        "石卒=碎 石宛=碗 石少=砂 石广=矿 石开=研 石更=硬 石皮=破 石角=确 石马=码 礻且=祖 "
        "礻兄=祝 礻单=禅 礻土=社 礻申=神 礻畐=福 礻羊=祥 礻见=视 禾且=租 禾中=种 禾兑=税 "
        "禾刂=利 禾口=和 禾只=积 禾呈=程 禾周=稠 禾多=移 禾失=秩 禾家=稼 禾尔=称 禾希=稀 "
        "禾平=秤 禾必=秘 禾急=稳 禾惠=穗 禾斗=科 禾火=秋 禾责=积 禾隐=稳 立占=站 立曷=竭 "
        "立耑=端 立里=童 米且=粗 米分=粉 米唐=糖 米斗=料 米曹=糟 米立=粒 米羔=糕 米良=粮 "
        "米造=糙 米青=精 纟且=组 纟从=纵 纟充=统 纟内=纳 纟冈=纲 纟冬=终 纟卖=续 纟及=级 "
        "纟只=织 纟召=绍 纟合=给 纟吉=结 纟圣=经 纟宿=缩 纟屯=纯 纟工=红 纟帝=缔 纟戋=线 "
        "纟扁=编 纟文=纹 纟方=纺 纟氏=纸 纟泉=线 纟田=细 纟者=绪 纟色=绝 纟责=绩 纟隹=维 "
        "者阝=都 耳关=联 耳又=取 耳只=职 舟亢=航 舟仓=舱 舟公=船 舟廷=艇 舟殳=般 良阝=郎 "
        "虫合=蛤 虫圭=蛙 虫文=蚊 衤刀=初 衤卜=补 衤寸=衬 衤库=裤 衤果=裸 衤由=袖 衤皮=被 "
        "衤谷=裕 西己=配 言丁=订 言义=议 言井=讲 讠井=讲 言人=认 言兑=说 言十=计 言午=许 "
        "言卖=读 言只=识 "
        "言吾=语 言周=调 言寸=讨 言川=训 言己=记 言平=评 言式=试 言成=诚 言方=访 言正=证 "
        "言永=咏 言炎=谈 言登=证 言舌=话 言青=请 讠丁=订 讠义=议 讠亥=该 讠人=认 讠仑=论 "
        "讠兑=说 讠十=计 讠午=许 讠卖=读 讠只=识 讠司=词 讠吾=语 讠周=调 讠寸=讨 讠川=训 "
        "讠己=记 讠平=评 讠式=试 讠成=诚 讠方=访 讠果=课 讠正=证 讠殳=设 讠炎=谈 讠羊=详 "
        "讠者=诸 讠舌=话 讠青=请 谷欠=欲 贝乏=贬 贝兼=赚 贝勾=购 贝占=贴 贝反=贩 贝各=赂 "
        "贝戎=贼 贝才=财 贝攵=败 贝曾=赠 贝有=贿 走己=起 足亏=跨 足兆=跳 足包=跑 足各=路 "
        "足失=跌 足宗=踪 足巨=距 足易=踢 足沓=踏 足甬=踊 足艮=跟 身寸=射 身尚=躺 身朵=躲 "
        "车专=转 车交=较 车仑=轮 车俞=输 车几=轨 车圣=轻 车干=轩 车欠=软 车甫=辅 车由=轴 "
        "车畐=辐 酉享=醇 酉卒=醉 酉夋=酸 酉己=配 酉昔=醋 酉星=醒 里予=野 里矛=野 钅丁=钉 "
        "钅且=钽 钅乌=钨 钅令=铃 钅冈=钢 钅十=针 钅占=钻 钅古=钴 钅同=铜 钅名=铭 钅吕=铝 "
        "钅呂=铝 钅太=钛 钅失=铁 钅定=锭 钅巢=镍 钅我=钱 钅易=锡 钅甘=钳 钅者=锗 钅肖=销 "
        "钅臬=镍 钅艮=银 钅辛=锌 阝且=阻 阝东=陈 阝人=队 阝介=阶 阝付=附 阝余=除 阝佥=险 "
        "阝击=陆 阝可=阿 阝咅=陪 阝完=院 阝急=隐 阝方=防 阝日=阳 阝月=阴 阝示=际 阝章=障 "
        "阝艮=限 阝车=阵 革巴=靶 页丁=顶 饣包=饱 饣反=饭 饣官=馆 饣我=饿 饣曼=馒 饣欠=饮 "
        "马主=驻 马乔=骄 马也=驰 马佥=验 马又=驭 马句=驹 马太=驮 马奇=骑 马川=驯 马户=驴"
    ).split()
)
"""Two halves and the character that they make, decomposed into left and right (⿰)."""
_PAIR = lazy_regex(
    "|".join(map(regex.escape, sorted(_HALVES, key=lambda each: (-len(each), each))))
)
_LEAST, _LEAST_AT_SEAM, _LEAST_OF_WORD = 2.5, 5.0, 6.0
"""log10 by which the whole must be likelier.

More where a half makes a word with its neighbour, and most where both halves are a word (日月).
"""
_KNOWN = -6.0
"""log10 frequency of a word of two halves that counts as one."""
_COMMON = -4.5
"""log10 frequency of a character that often is a word."""
_OFTEN = 4
"""Times that a page prints a pair which it means."""


@page_fact
def split_characters(page: Page) -> tuple[tuple[Span, str], ...]:
    """Return the pairs of halves of a page that stand for one character, with that character."""
    if page.is_traditional:
        return ()
    text, context = page.text, page.context
    spans = [Span(*match.span()) for match in _PAIR.finditer(text)]
    wholes = [_HALVES[span.of(text)] for span in spans]
    edits = [(span.start, span.end, whole) for span, whole in zip(spans, wholes, strict=True)]
    gains = context.model.gains(text, edits).tolist()
    return tuple(
        (span, whole)
        for span, whole, gain in zip(spans, wholes, gains, strict=True)
        if gain >= _least(span, whole, text, context)
        and page.count(span.of(text)) < _OFTEN
        and (not _are_words(span.of(text), context) or _makes_word(span, whole, text, context))
    )


def _least(span: Span, whole: str, text: str, context: Context) -> float:
    """Return the log10 by which the whole must be likelier than the pair."""
    if context.words.log_frequency(span.of(text)) > _KNOWN:
        return _LEAST_OF_WORD if _makes_word(span, whole, text, context) else inf
    return _LEAST_AT_SEAM if _is_at_seam(span, text, context) else _LEAST


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

"""Pairs of characters that are the halves of one, and where they stand for it.

`split_character` reports them; guesses of the noisy channel leave them alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from math import inf
from typing import TYPE_CHECKING

from proofer.detectors.context import page_fact
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.language.occurrences import StringIndex

if TYPE_CHECKING:
    from proofer.detectors.context import Context, Page

_PAIRS = (  # noqa: SIM905 - as a list three times as long
    "且力助 丘阝邱 丬士壮犬状 乘刂剩 予页预 云力动 亢页颃 交攵效阝郊 亥刂刻 "
    "享攵敦阝郭 京尤就 亲斤新 "
    "亻丁仃丈仗专传两俩中仲主住乃仍义仪乍作乔侨九仇也他二仁亭停介价仑伦仓伧以似佥俭俞偷 "
    "亻共供分份列例则侧到倒十什半伴叟傻可何右佑吉佶吏使呆保咅倍圭佳士仕壬任夋俊多侈夹侠 "
    "亻奇倚子仔孚俘寸付寺侍尔你尚倘尤优尧侥屈倔山仙左佐建健弋代弗佛我俄扁偏故做方仿旁傍 "
    "亻旦但昌倡昔借更便曾僧木休本体氏低火伙牛件犬伏申伸白伯直值立位童僮肖俏衣依言信谷俗 "
    "亻象像贞侦责债足促门们需儒韦伟 仓刂创 令阝邻页领 佥刂剑 克页颗 公页颂 关阝郑 "
    "其斤斯月期欠欺 兼欠歉 冈刂刚 册刂删 冫东冻争净令冷兄况咸减夬决欠次水冰疑凝隹准 "
    "刀阝那 分页颁 刍隹雏 力口加 匕页顷 北匕化 区欠欧 十办协 半刂判 单阝郸 占戈战 "
    "去卩却 又力劝寸对戈戏欠欢见观隹难鸟鸡 "
    "口丁叮丩叫乌呜乎呼乞吃亚哑亢吭交咬亥咳亨哼今吟付咐刀叨分吩力加勿吻区呕十叶卑啤即唧 "
    "口及吸可呵合哈向响吾唔喿噪因咽土吐圭哇夫呋奂唤孔吼客喀少吵尧哓屋喔屯吨巴吧意噫我哦 "
    "口拉啦斤听昌唱曷喝未味欠吹牙呀甫哺畏喂米咪罗啰羊咩自咱觜嘴贲喷那哪非啡马吗鸟鸣龙咙 "
    "古攵故月胡 另刂别 召阝邵 合鸟鸽 吉页颉 君阝郡 员力勋 周隹雕 咅阝部 哥欠歌 "
    "土不坏也地云坛亢坑及圾反坂咅培唐塘啬墙夬块夸垮川圳平坪广圹庸墉廷埏成城敦墩方坊旦坦 "
    "土是堤曾增欠坎止址甚堪申坤皮坡真填立垃竟境者堵艮垠荅塔襄壤贝坝贲坟里埋 圭寸封 夕卜外 "
    "夫见规 夹页颊 "
    "女丑妞且姐为妫乃奶乔娇也她兼嫌卑婢又奴叟嫂口如古姑台始吴娱喜嬉因姻圭娃壬妊夭妖夷姨 "
    "女子好审婶家嫁少妙帚妇弟娣息媳方妨旦妲昏婚未妹朱姝某媒比妣生姓良娘辰娠马妈 娄攵数 "
    "子亥孩小孙瓜孤 孝攵教 客页额 害刂割 寸又对 居刂剧 "
    "山今岭佥崄区岖夆峰夋峻夹峡奇崎支岐肖峭谷峪 岂刂剀 川页顺 工力功攵攻页项 己攵改 "
    "巾冒帽长帐 干刂刊 幺力幼 开刂刑彡形阝邢 弓丨引也弛单弹尔弥爪弧玄弦虽强长张 录刂剥 "
    "彦页颜 彳主往亍行余徐切彻卸御回徊寺待微徽来徕正征殳役皮彼盾循聿律艮很走徒非徘 "
    "忄不怀中忡乍怍乙忆亘恒亡忙享惇京惊俞愉兑悦具惧卒悴台怡各恪合恰吾悟周惆圣怪夬快寺恃 "
    "忄尤忧布怖康慷感憾既慨旬恂昔惜曼慢每悔灰恢生性甬恿白怕真慎艮恨荒慌董懂血恤解懈贯惯 "
    "忄赖懒隹惟青情 戈刂划 我鸟鹅 户斤所 "
    "扌丁打丸执争挣亢抗交挍京掠仑抡仓抢免挽全拴八扒兰拦共拱军挥出拙分扮包抱卓掉卜扑占拈 "
    "扌厄扼友拔发拨受授口扣召招台抬合拾吾捂员损喿操困捆圭挂夫扶夹挟奂换奉捧奏揍妾接宁拧 "
    "扌安按察擦寺持少抄尧挠居据屈掘工扛巴把平抨广扩弗拂当挡念捻戈找户护掌撑支技敝撇散撒 "
    "扌斤折旦担旨指旱捍昔措是提曷揭最撮柔揉止扯殳投比批氏抵爪抓爰援甫捕由抽甲押白拍石拓 "
    "扌空控立拉童撞罙探罢摆考拷聂摄肖捎舌括般搬苗描茶搽莫摸足捉辰振隹推雷擂非排高搞龙拢 "
    "斤欠欣页颀 方也施人放攵放木枋 "
    "日乍昨京晾免晚军晖十早召昭吾晤央映宣暄寸时尧晓暴曝月明未昧每晦爰暖王旺西晒青晴音暗 "
    "是页题 景彡影页颢 曷欠歇 "
    "月专胧中肿交胶佥脸光胱兑脱农脓几肌凶胸包胞匈胸半胖卑脾却脚台胎各胳善膳土肚复腹太肽 "
    "月夸胯奏腠宛腕巴肥市肺干肝庸臃彭膨思腮支肢旦胆旨脂旱肝昔腊昷腽殳股永脉泉腺生胜甫脯 "
    "月空腔良朗莫膜要腰长胀龙胧 有阝郁 "
    "木丈杖不杯且查丙柄主柱乔桥亢杭交校亥核京椋仓枪佥检俞榆兆桃全栓公松兰栏冓构几机勾构 "
    "木匡框南楠卜朴卯柳又权及极反板古枯可柯各格吉桔同桐土杜圭桂奇椅娄楼安桉宗棕官棺容榕 "
    "木宾槟寸村对树射榭尊樽尧桡巨柜巴杷市柿帛棉干杆平枰弟梯彡杉戒械才材支枝敢橄方枋昆棍 "
    "木易杨更梗曹槽朋棚木林朱株果棵段椴每梅甚椹甫浦由柚登橙白柏皆楷目相直植示标票标章樟 "
    "木羊样艮根莫模行桁西栖象橡贞桢隹椎风枫高槁黄横 朿刂刺 束刂剌 果页颗 欠又欢 正攵政 "
    "此隹雌 歹刂列戋残朱殊 每攵敏 "
    "氵丁汀世泄中冲主注也池争净亢沆享淳京凉仑沦仓沧余涂兆洮先洗共洪其淇兹滋内汭军浑农浓 "
    "氵分汾切沏刘浏则测劳涝包泡区沤十汁卒淬占沾历沥原源去法又汉发泼古沽召沼可河台治各洛 "
    "氵吉洁同洞名洺告浩商滴回洄圭洼夜液夫沃夹浃奚溪孚浮宁泞完浣定淀宛涴宣渲容溶寿涛少沙 "
    "氵尚淌尧浇尼泥屯沌山汕州洲工江干汗度渡弗沸张涨弯湾心沁必泌户沪文汶斤沂旁滂昆混昷温 "
    "氵显湿暴瀑曷渴曼漫替潜朝潮木沐未沫林淋步涉殳没每海民泯气汽永泳炎淡甚湛甫浦由油留溜 "
    "氵番潘登澄白泊皮波益溢监滥相湘真滇票漂立泣章漳罙深羊洋者渚肃潇肖消胃渭胡湖舌活良浪 "
    "氵莫漠虫浊西洒覃潭谷浴贵溃连涟酉酒采深闰润间涧隹淮难滩青清骨滑鹿漉黄潢齐济龙泷 求攵救 "
    "江鸟鸿 "
    "火丁灯丙炳乍炸乐烁亘烜亢炕仓炝会烩共烘包炮只炽各烙因烟完烷少炒尧烧屯炖山灿希烯干焊 "
    "火息熄户炉敦燉旱焊昆焜某煤欠炊然燃皇煌考烤 片卑牌反版 牙阝邪隹雅 "
    "牛勿物匕牝土牡寺特攵牧 "
    "犭交狡侯猴句狗夹狭孟猛守狩尤犹师狮昔猎星猩王狂瓜狐者猪胡猢艮狠良狼苗猫虫独里狸青猜 "
    "王不环久玖争琤令玲元玩共珙其琪占玷各珞君珺奇琦宗琮宛琬文玫旬珣朱珠林琳民珉求球玛码 "
    "王白珀皮玻离璃章璋良琅见现里理马玛 甘阝邯 甚力勘 田各略寿畴童疃 由阝邮 甲鸟鸭 "
    "畐刂副 白勺的 目丁盯争睁兆眺分盼台眙坴睦垂睡害瞎民眠登瞪童瞳者睹舜瞬艮眼苗瞄青睛 "
    "矢口知委矮巨矩见规豆短 "
    "石专砖乍砟乏砭典碘兹磁出础切砌卑碑卒碎厉砺夹硖宛碗少砂并碰广矿开研旁磅更硬朋硼欠砍 "
    "石炭碳焦礁皮破肖硝角确页硕马码黄磺 礻且祖兄祝兆祧单禅右祐土社斤祈申神畐福羊祥见视 "
    "禾且租中种兑税刂利口和只积呈程周稠多移失秩家稼少秒尔称希稀平秤必秘急稳惠穗斗科火秋 "
    "禾直稙肖稍舀稻责积隐稳高稿 立占站曷竭耑端里童 章彡彰 "
    "米且粗分粉卒粹占粘唐糖宗粽斗料曹糟白粕立粒羔糕胡糊良粮造糙青精 "
    "纟且组云纭交绞从纵仑纶充统内纳冈纲冬终刃纫分纷勺约半绊卓绰卖续及级只织召绍各络合给 "
    "纟吉结周绸圣经奇绮宗综定绽宾缤宿缩寸纣少纱尧绕屯纯工红帛绵帝缔录绿戋线扁编敫缴文纹 "
    "纟方纺旬绚曼缦曾缯氏纸泉线爰缓田细申绅真缜票缥者绪肖绡色绝责绩逢缝隹维非绯韦纬 者阝都 "
    "而寸耐 耒云耘井耕毛耗 耳令聆关联又取只职总聪阝耶 肖刂削 至刂到 舌攵敌甘甜辛辞 "
    "舟亢航仓舱公船它舵廷艇殳般白舶百舶见舰 艮卩即 良阝郎 苟攵敬 "
    "虫下虾义蚁合蛤圭蛙夆蜂它蛇宛蜿工虹延蜒扁蝙文蚊斗蚪昔蜡曷蝎朱蛛知蜘胡蝴马蚂 "
    "衤刀初包袍卜补君裙夭袄寸衬库裤曷褐末袜果裸由袖皮被者褚谷裕 西己配 言永咏登证 "
    "讠丁订义议乍诈井讲亥该京谅人认仑论兑说兼谦十计午许卖读只识司词吴误吾语周调夬诀宜谊 "
    "讠寸讨寺诗射谢川训巫诬己记平评式试成诚斥诉方访旬询普谱果课某谋正证殳设炎谈牙讶甬诵 "
    "讠皆谐秀诱羊详者诸胃谓舌话若诺荒谎隹谁青请风讽 谷欠欲 豆页头 "
    "贝乏贬余赊兼赚刂则勾购卖赎占贴反贩各赂咅赔宁贮戋贱戎贼才财攵败易赐曾赠有贿者赌 赤阝郝 "
    "走卜赴取趣召超尚趟己起干赶戉越 "
    "足亏跨兆跳包跑各路喿躁圭跬失跌宗踪巨距巴趴帝蹄易踢朵跺止趾沓踏甬踊皮跛艮跟采踩 "
    "身区躯寸射尚躺朵躲 车专转两辆交较仑轮俞输全辁几轨圣轻失轶干轩斤斩昷辊欠软甫辅由轴畐辐 "
    "酉享醇卒醉各酪告酷夋酸孝酵州酬己配昔醋星醒甘酣良酿 采彡彩 里予野矛野 "
    "钅丁钉不钚且钽中钟乌钨也铊交铰令铃兑锐内钠冈钢则铡勾钩十针华铧占钻口扣古钴各铬合铪 "
    "钅同铜名铭吕铝呂铝太钛失铁孟锰定锭少钞居锯巢镍帛锦度镀廉镰建键彖椽我钱易锡昔错月钥 "
    "钅欠钦段锻甘钳甫铺由铀白铂皮铍真镇秀锈竟镜者锗肖销臬镍艮银苗锚贝钡辛锌里锂隹锥 "
    "阝且阻东陈人队介阶付附余除佥险击陆匋陶可阿员陨咅陪夹陕完院急隐方防日阳月阴皇隍皮陂 "
    "阝益隘示际禺隅章障艮限走陡车阵鬼隗 青争静 革便鞭化靴圭鞋安鞍巴靶 韧刃韧 音匀韵 "
    "页丁顶 饣交饺几饥包饱反饭司饲官馆尧饶并饼我饿曼馒欠饮耳饵 "
    "马主驻乔骄也驰亥骇佥验又驭句驹史驶各骆夋骏太驮奂骃奇骑它驼尧骁川驯户驴扁骗累骡聘骋 "
    "马聚骤 鱼京鲸包鲍羊鲜里鲤 黑今黔犬默 齐刂剂 齿令龄"
).split()
"""Left halves, each with its right halves and the characters that both make (⿰)."""
_FORMS = {
    **{"讠": "言", "钅": "金", "饣": "食", "扌": "才", "亻": "イ", "氵": "シ"},
    **{"阝": "『β卩", "刂": "リ"},
}
"""What halves that are no characters of their own are read as."""
_ODD = {")11": "川", "J11": "川", "JI": "川", "JI|": "川"} | dict.fromkeys(
    ("弓1", "弓I", "弓l", "弓|"), "引"
)
"""Halves that are read as letters and signs."""


@cache
def _wholes() -> Mapping[str, str]:
    """Return what two halves make, in each form that they are read in."""
    known = {row[0] + row[at]: row[at + 1] for row in _PAIRS for at in range(1, len(row), 2)}
    forms = (
        (left + right, whole)
        for pair, whole in known.items()
        for left in pair[0] + _FORMS.get(pair[0], "")
        for right in pair[1] + _FORMS.get(pair[1], "")
    )
    return {**dict(forms), **known, **_ODD}


@cache
def _index() -> tuple[tuple[int, StringIndex[str]], ...]:
    return tuple((length, StringIndex(_wholes(), length)) for length in (2, 3))


_LEAST, _LEAST_AT_SEAM, _LEAST_OF_WORD = 2.5, 5.0, 6.0
"""log10 by which the whole must be likelier.

More where a half makes a word with its neighbour, and most where both halves are a word (日月).
"""
_LEAST_OF_WORDS = 7.0
"""The same where both halves are common characters and the whole makes no word (他言兑)."""
_MEASURED = lazy_regex(r"[长高宽重][\d一二两三四五六七八九十百千]")
"""A half that is a size: 弓长五尺."""
_SPELT = lazy_regex("[字姓拆旁是]")
_SPELT_WITHIN = 8
"""Code points around a pair in which the character that it spells stands: 许字拆开是言午."""
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
    spans = list(_pairs(text))
    wholes = [_wholes()[span.of(text)] for span in spans]
    edits = [(span.start, span.end, whole) for span, whole in zip(spans, wholes, strict=True)]
    gains = context.model.gains(text, edits).tolist()
    return tuple(
        (span, whole)
        for span, whole, gain in zip(spans, wholes, gains, strict=True)
        if gain >= _least(span, whole, text, context)
        and page.count(span.of(text)) < _OFTEN
        and not _MEASURED.match(text, span.start + 1)
        and not (whole in _around(span, text) and _SPELT.search(_around(span, text)))
    )


def _pairs(text: str) -> Iterator[Span]:
    """Yield where pairs of halves stand in `text`: of two that overlap the first, or the longer."""
    places = ((at, length) for length, index in _index() for at, _ in index.places(text))
    end = 0
    for at, length in sorted(places, key=lambda place: (place[0], -place[1])):
        if at >= end:
            end = at + length
            yield Span(at, end)


def _least(span: Span, whole: str, text: str, context: Context) -> float:
    """Return the log10 by which the whole must be likelier than the pair."""
    are_words = text[span.start] == "才" or _are_words(span.of(text), context)
    if are_words and not _makes_word(span, whole, text, context):
        return _LEAST_OF_WORDS
    if context.words.log_frequency(span.of(text)) > _KNOWN:
        return _LEAST_OF_WORD if _makes_word(span, whole, text, context) else inf
    return _LEAST_AT_SEAM if _is_at_seam(span, text, context) else _LEAST


def _around(span: Span, text: str) -> str:
    """Return what stands near a pair."""
    return text[max(0, span.start - _SPELT_WITHIN) : span.end + _SPELT_WITHIN]


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

"""Why a repeat in a Chinese text may be right.

Adjacent repeats are legitimate some 35 times in 10,000 characters.

`exemption` tries the rules in order and returns the first that holds: first those that nothing
outweighs, then those that very strong evidence of the language model does. The rules and lists were
made by reading every kind of repeat in three million characters of news and laws.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from proofer.detectors.repetition._half_reduplications import NUMERALS
from proofer.detectors.repetition._reduplicating import (
    ADJECTIVES,
    DESCRIPTIVE,
    EACH,
    EMPHATIC,
    NO_STATE,
    PAINTS,
    VERBS,
)
from proofer.detectors.repetition._seams import (
    begins_word,
    is_in_longer_word,
    is_in_word,
    longer_words_meet,
    particle_meets_word,
    word_meets_function_word,
    words_meet,
)
from proofer.detectors.repetition._site import FUNCTION_WORDS, Site
from proofer.detectors.repetition._spoken import (
    is_again_and_again,
    is_coloured,
    is_counted,
    is_disposed,
    is_insisted,
    is_loud,
    is_manner,
    is_other_person,
    is_painted,
    is_said_again,
    is_stammered,
    is_superlative,
    is_tried,
    is_tried_at_end,
    is_whatever,
    is_with_particle,
)
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.opaque import OPAQUE
from proofer.language.scripts import simplified

SUFFIXES = frozenset(
    "房省市县区州镇乡村局部院校会队社厂厅委党国军团组馆路街站港矿库室台班店园所处科司署行岛江河湖海山峰城寺庄营连排旅"
    "师舰船机车桥电网链业权法案书证史窟洞楼版上下内"
)
MEASURES = frozenset(
    "宿个個位只隻条张件项座家户层次回年月日天夜周季代届期批队排行列组群对双套堆团片块面道缕丝滴点粒颗棵株朵枝束根支杆把盏台辆"
    "架艘间栋幢扇堵节段句字首篇章幅帧本册页份封笔桩宗起场出幕阵股轮波圈串摞叠沓捆箱袋包瓶杯碗盘桶口匹头尊枚门样樣种類类步声"
    "亩村处县乡人事时刻分秒趟遍番"
)
_NUMERALS_OR_ZERO = NUMERALS | frozenset("0OoＯ０○◯")
_COUNTED_BY = frozenset("一这那每几数")
_DEGREES = frozenset("很太真好一半几两每")
_SIZES = frozenset("大小整成满")
_PREPOSITIONS = frozenset({"随着", "沿着", "本着", "朝着", "对着", "为着", "跟着", "向着"})
_DISTRIBUTIVE = frozenset("年月日天夜岁时处家户人样樣道门口桩件项条般")
_PRONOUNS = frozenset(
    {"如何", "什么", "怎样", "这样", "那样", "怎么", "多少", "某某", "怎么样", "为什么", "哪里"}
)
_TENTATIVE_CHARACTERS = frozenset(
    "看说找问聊出谈想走听讲写读坐试尝歇逛玩练算翻洗剪挪動动說談聽講讀試"
)
_TENTATIVE_BEFORE = frozenset("好再先去来得想该多会多们家你我他她要让给帮把能可也")
_NAME_LIKE = -6.0
"""log10 frequency of a word up to which it may be the beginning of a name: 刘诗."""
_RARE_VERB = -4.9
"""log10 frequency of a word below which it is hardly printed twice by mistake behind these."""
_TENTATIVE_AFTER = frozenset("吧嘛呢再")
SOUNDS = frozenset(
    "哈呵嘿嘻呦啊呀哇呜哦噢嗯唉哎嘀嗒咚砰滴叮哗啦咯吱咕噜啪咔嚓嗡汪喵咩哞嘶噗嗤啾喳叽嗷咻嗖嘎咣嘟"
)
_PARTICLES = frozenset("呀啊哪吧罢吗呢哟啦喽呵")
_GESTURE = lazy_regex("[皱点摇耸搓眨咂挥招拍]{2}[眉头肩手眼嘴]")
_DONE = lazy_regex(r"了(?=\p{Han})(?![吧吗呢啊呀哦嘛罢])")
"""了 before an object, as in 明白明白了母亲的用意, and no particle of the sentence (该歇歇了吧)."""
_ATTRIBUTE = lazy_regex(r"\p{Han}{1,8}的\p{Han}")
_TOLD, _TELLS = frozenset("给跟同找向"), frozenset("打发写回拨留捎")
"""What stands before the name of somebody to be told something, and the verb behind it."""
_HOUSE = lazy_regex(
    "旅行社|饭[店庄馆]|酒[店楼家]|宾馆|客栈|超市|餐[厅馆]|小吃|茶[楼馆]|[街巷弄](?=[都与和、，。的])"
)
"""What a house or a street has behind its name."""
_IF = lazy_regex("如果|要是|假如|倘若|若是|万一")
_PERSONAL = frozenset("我你您他她它咱谁人家")
_COURTESIES = frozenset(
    {"失敬", "死罪", "可怜", "惭愧", "久仰", "恭喜", "抱歉", "罪过", "岂敢", "多谢"}
)
_CALLS = frozenset(
    re.findall(
        "..",
        "不错晚安早安午安再见拜拜谢谢收到拜托厉害佩服快来快走快跑快看等等不要救命加油好的好了对的是的明白辛苦恭喜欢迎小心注意冲啊"
        "来了走了知道真的没事不用可以行了得了算了别急别怕站住住手开门快点慢点",
    )
)
"""What is called out, or written in a chat, twice: 快来快来数一数, 晚安晚安么么哒."""
_RANK = lazy_regex(r"\p{Han}第[一二三四五六七八九十百0-9]")
_CAPTION = lazy_regex("[图表][ 　]?[0-9]")
_MARK = lazy_regex(r"[\p{P}\p{S}\s]")
_SIGN_OF_SUM = lazy_regex(r"[+＋×*=→]")
_TURNS = "一个次周回期届轮节章段"
_OFTEN = 5
"""Places of a page with the same two characters, of which none is a slip."""
_LONGEST_ALLOWED = 3
"""Code points on each side that a string which is right as it stands has around a repeat."""
_SHORTEST_CLAUSE = 4
"""Code points, with its mark, from which a clause printed twice is no enumeration."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A reason to leave a repeat alone, and the gain (log10) of the model that outweighs it.

    `of_style` are those of speech and painting, which one author has often and another hardly.
    """

    name: str
    holds: Callable[[Site], bool]
    outweighed_by: float = inf
    of_style: bool = False

    @property
    def can_be_outweighed(self) -> bool:
        """Whether any gain is enough."""
        return self.outweighed_by < inf


def exemption(site: Site) -> Rule | None:
    """Return the strongest rule that makes the repeat legitimate, None if there is none."""
    return next((rule for rule in _RULES if rule.holds(site)), None)


def _is_numeral(site: Site) -> bool:
    """十五五: numbers repeat their digits."""
    return NUMERALS.issuperset(site.unit)


def _is_number_of_zeros(site: Site) -> bool:
    """二0二0: a number in Chinese numerals, with a zero of another kind."""
    unit = set(site.unit)
    return not unit <= NUMERALS and unit <= _NUMERALS_OR_ZERO and not NUMERALS.isdisjoint(unit)


def _is_number_of_point(site: Site) -> bool:
    """（一一）, the number of a point."""
    return _is_numeral(site) and site.left in "（(" and site.right in "）)" and bool(site.left)


def _is_suffix(site: Site) -> bool:
    """X部|部长, 基础上|上涨, 教育|教育部, 郊区|区、县: the end of one name and the next word."""
    after = site.after
    if len(site.unit) > 1:
        return len(after) > len(site.unit) and site.page.text[after.end - 1] in SUFFIXES
    if site.unit not in SUFFIXES:
        return False
    begins_word = site.unit + site.right in site.context.words
    end, text = site.repeat.span.end, site.page.text
    begins_word = begins_word or (site.right == "、" and text[end + 1 : end + 2] in SUFFIXES)
    return len(after) >= 2 or (len(site.before) >= 2 and begins_word)


def _is_described(site: Site) -> bool:
    """{左口右禺}{左口右禺}: a character that has no code is told by its parts, and doubled."""
    return site.unit[0] in "{[［【〖" and site.unit[-1] in "}]］】〗"


def _is_of_date(site: Site) -> bool:
    """2025年年底, 2月4日日报: the unit of a date and the word behind it."""
    return site.unit in ("年", "月", "日") and site.left.isdigit()


def _is_enumeration(site: Site) -> bool:
    """党员、老党员、老…: an enumeration, unless a whole clause of some length was printed twice."""
    unit = site.unit
    if not _MARK.search(unit):
        return False
    is_marks_alone = not _MARK.sub("", unit)
    ends_clause = len(unit) >= _SHORTEST_CLAUSE and _MARK.match(unit[-1])
    is_clause = ends_clause and (not site.left or _MARK.match(site.left))
    return is_marks_alone or not (is_clause or site.repeat.copies >= 3)


def _is_printed_again(site: Site) -> bool:
    """The page has the repeat with the same neighbours elsewhere, or with any of them often.

    So it has a name or a term of its own (翠翠).
    """
    if site.is_function_word:
        return False
    span, text = site.repeat.span, site.page.text
    if site.page.count(text[max(0, span.start - 1) : span.end + 1]) >= 2:
        return True
    return len(site.unit) == 1 and site.page.count(span.of(text)) >= _OFTEN


def _is_of_degree(site: Site) -> bool:
    """很高很高, 一个一个, 一个村一个村, 走着走着, 整箱整箱."""
    unit = site.unit
    if len(unit) == 2:
        first, second = unit[0], unit[1]
        if first in _DEGREES or (first in _SIZES and second in MEASURES):
            return True
        if second == "着" and unit not in _PREPOSITIONS:
            return True
    room = len(site.repeat.junctions)
    return 2 <= len(unit) <= 4 and any(char in "一几每两" for char in unit[:room])


def _is_measure(site: Site) -> bool:
    """一棵棵, 这一个个."""
    return site.unit in MEASURES and (site.left in _COUNTED_BY or site.left == "个")


def _is_distributive(site: Site) -> bool:
    """年年, 家家 as words of their own, not the seam of 今年|年底."""
    if site.unit not in _DISTRIBUTIVE or len(site.repeat.span) > 2 or len(site.after) > 1:
        return False
    return site.left + site.unit not in site.context.words


def _is_beside_pair(site: Site) -> bool:
    """沟沟峁峁, 陈陈、圆圆: next to another doubled character."""
    if len(site.unit) > 1 or site.is_function_word or site.repeat.copies > 2:
        return False
    span, text = site.repeat.span, site.page.text
    before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
    if text[span.end : span.end + 1] == "、" or site.left == "、":  # 陈陈、圆圆
        before, after = (
            text[max(0, span.start - 3) : span.start - 1],
            text[span.end + 1 : span.end + 3],
        )
    return any(_is_pair(pair) for pair in (before, after))


def _is_pair(pair: str) -> bool:
    return len(pair) == 2 and pair[0] == pair[1] and not _MARK.match(pair) and not pair.isascii()


def _is_given_name(site: Site) -> bool:
    """武翠翠, 李俭俭: a surname and a doubled given name, the next word beginning behind it."""
    if len(site.repeat.span) > 2 or len(site.after) > 1 or site.is_function_word:
        return False
    entry = site.context.dictionaries.kind("names").get(site.left)
    if entry is None or entry.category != "surname" or site.left in FUNCTION_WORDS:
        return False
    words = site.context.words
    begins_word = words.log_frequency(site.left + site.unit) > _NAME_LIKE
    return not begins_word and site.unit + site.right not in words


def _is_called(site: Site) -> bool:
    """给张张打电话, 一首歌叫飞鸟飞鸟, 圆圆饭店: who is told something, and what is called so."""
    if site.repeat.copies > 2 or site.is_function_word:
        return False
    if site.left == "叫":
        return len(site.unit) > 1 and (not site.right or _MARK.match(site.right) is not None)
    if len(site.unit) > 1 or site.unit in _PERSONAL:
        return False
    is_told = site.left in _TOLD and site.right in _TELLS
    return is_told or _HOUSE.match(site.page.text, site.repeat.span.end) is not None


def _ends_attribute(site: Site) -> bool:
    """如果是新的|的话, 打的|的时候: the first 的 is of what is said, or of a taxi."""
    if site.unit != "的" or site.repeat.copies > 2:
        return False
    clause = site.page.clause_at(site.repeat.span.start)
    before = site.page.text[clause.start : site.repeat.span.start]
    return site.left == "打" or (site.right == "话" and _IF.search(before) is not None)


def _is_tentative(site: Site) -> bool:
    """说说这件事, 再研究研究: a verb doubled for "a little"."""
    if site.unit in _TENTATIVE_CHARACTERS:
        return site.repeat.copies == 2 and len(site.after) <= 1
    if len(site.unit) != 2 or site.repeat.copies > 2:
        return False
    closes = not site.right or site.right in _TENTATIVE_AFTER or bool(_MARK.match(site.right))
    return closes and site.left in _TENTATIVE_BEFORE


def _is_rare_verb(site: Site) -> bool:
    """先过磅过磅, 你们拉伸拉伸腿脚: what is rare in print and stands where a verb does.

    Nouns that are printed twice by mistake are common ones, and places.
    """
    words, unit = site.context.words, site.unit
    return (
        len(unit) == 2
        and site.repeat.copies == 2
        and site.left in _TENTATIVE_BEFORE
        and unit in words
        and words.log_frequency(unit) < _RARE_VERB
        and not words.is_place(unit)
    )


def _predicates_state(site: Site) -> bool:
    """脸黑瘦黑瘦的。 What ends a clause with 的 and is said of something, not to be something."""
    text, end = site.page.text, site.repeat.whole.end
    clause = site.page.clause_at(site.repeat.span.start)
    return (
        len(site.unit) == 2
        and site.repeat.copies == 2
        and site.right == "的"
        and (text[end + 1 : end + 2] == "" or bool(_MARK.match(text[end + 1])))
        and not {"是", "有"} & set(text[clause.start : site.repeat.span.start])
    )


def _reduplicated(site: Site) -> bool:
    """打听打听政策, 雪白雪白的墙, 非常非常低: for "a little", of degree, or for emphasis."""
    if site.repeat.copies > 2:
        return False
    unit = simplified(site.unit)
    paints = len(unit) == 2 and unit[1] in PAINTS and unit not in NO_STATE and site.right == "的"
    if unit in VERBS:  # what was done a little has 了 inside: 打听了打听
        return _DONE.match(site.page.text, site.repeat.whole.end) is None
    return paints or unit in ADJECTIVES or unit in EMPHATIC


def _is_descriptive(site: Site) -> bool:
    """斜斜的阳光, 淡淡地一笑: an adjective of one character, and no seam of two words."""
    return (
        simplified(site.unit) in DESCRIPTIVE
        and site.repeat.copies == 2
        and site.right in ("的", "地")
        and site.left + site.unit not in site.context.words
    )


def _is_negated(site: Site) -> bool:
    """没有没有局限的手艺: there is none that has none."""
    end = site.repeat.span.end
    return site.unit in ("没有", "沒有") and _ATTRIBUTE.match(site.page.text, end) is not None


def _and_again(site: Site) -> bool:
    """努力努力再努力: a call to do it twice, and once more."""
    end = site.repeat.whole.end
    return site.page.text.startswith(("再" + site.unit, "又" + site.unit), end)


def _every(site: Site) -> bool:
    """家家用上了自来水: what begins a clause and is no seam of two words."""
    start = site.repeat.span.start
    return (
        site.unit in EACH
        and site.page.clause_at(start).start == start
        and len(site.repeat.span) == 2
    )


def _before_opaque(site: Site) -> bool:
    """`BERTEncoder`类|类似于: the first belongs to what is not read, before it."""
    return site.left == OPAQUE


def _is_hidden(site: Site) -> bool:
    """`a`改成`b`，`b`改成`c`，: what is not read may differ."""
    return OPAQUE in site.unit


def _is_of_sum(site: Site) -> bool:
    """1 元 + 1 元 + 1 元: a sum of equal parts."""
    return _SIGN_OF_SUM.search(site.unit) is not None


def _is_before_last(site: Site) -> bool:
    """上上一篇, 下下周: not the last one but the one before it."""
    return site.unit in ("上", "下") and site.right in _TURNS and bool(site.right)


def _is_attribute_twice(site: Site) -> bool:
    """甲的属性|的属性名: the second copy goes on to a longer word."""
    end = site.repeat.span.end
    is_attribute = site.unit[0] == "的" and len(site.unit) > 1
    return is_attribute and any(each.start < end < each.end for each in site.tokens)


def _is_sound(site: Site) -> bool:
    """哈哈哈, 哗啦哗啦."""
    return SOUNDS.issuperset(site.unit)


def _is_utterance(site: Site) -> bool:
    """佩服佩服！ 走了走了。 Somebody says it twice and nothing else."""
    is_clause = site.page.clause_at(site.repeat.span.start) == site.repeat.whole
    return is_clause and 2 <= len(site.unit) <= 4 and site.right not in ("：", ":")


def _is_rhythm(site: Site) -> bool:
    """仓才仓才仓: a clause of the same sounds and nothing else."""
    clause = site.page.clause_at(site.repeat.span.start)
    sounds = set(clause.of(site.page.text))
    return 2 <= len(sounds) == len(set(site.unit)) and sounds == set(site.unit)


def _is_cry(site: Site) -> bool:
    """造反了！造反了！ 读书呀，读书呀，: somebody cries it twice."""
    unit = site.unit
    if len(unit) < 2 or not _MARK.match(unit[-1]):
        return False
    begins = not site.left or bool(_MARK.match(site.left))
    return begins and (unit[-1] in "！!" or unit[-2] in _PARTICLES)


def _is_gesture(site: Site) -> bool:
    """皱皱眉头, 耸耸肩."""
    return _GESTURE.match(site.page.text, site.repeat.span.start) is not None


def _is_courtesy(site: Site) -> bool:
    """失敬失敬: said twice."""
    return site.unit in _COURTESIES and site.repeat.copies == 2


def _is_call(site: Site) -> bool:
    """快来快来数一数: somebody calls it at the beginning of what he says."""
    start = site.repeat.span.start
    return site.unit in _CALLS and site.page.clause_at(start).start == start


def _is_parallel(site: Site) -> bool:
    """爆竹声声辞旧岁，梅花点点报新春: the other half of a couplet has a pair in the same place."""
    if len(site.unit) > 1 or site.repeat.copies != 2:
        return False
    span, text = site.repeat.span, site.page.text
    clause = site.page.clause_at(span.start)
    at = span.start - clause.start
    halves = (site.page.clause_at(near) for near in (clause.end + 1, max(0, clause.start - 2)))
    return any(
        half != clause
        and len(half) == len(clause)
        and _is_pair(text[half.start + at : half.start + at + 2])
        for half in halves
    )


def _is_rank(site: Site) -> bool:
    """革命军|第一军|第一师: a unit within a unit of the same number."""
    return _RANK.fullmatch(site.unit) is not None


def _begins_caption(site: Site) -> bool:
    """示意图|图 18: a caption follows the text that ends in the same word."""
    return _CAPTION.match(site.page.text, site.repeat.junction) is not None


def _is_allowed(site: Site) -> bool:
    """绝绝子: a string of the dictionary of what is right as it stands."""
    span, text, allowed = site.repeat.span, site.page.text, site.context.dictionaries.kind("allow")
    return any(
        text[start:end] in allowed
        for start in range(max(0, span.start - _LONGEST_ALLOWED), span.start + 1)
        for end in range(span.end, span.end + _LONGEST_ALLOWED + 1)
    )


def _is_in_name(site: Site) -> bool:
    """黎佩佩: a name that the page credits."""
    return site.page.touches_name(site.repeat.span)


_SEAM = 5.0
"""log10 gain that no seam of two words reached in a million characters of clean text.

Half of the real doublings reach it.
"""
_SEAM_OF_PARTICLE = 4.0
"""The same for a particle before a word that begins with it, as real doublings stand there too."""
_COVERED = 6.0
"""The same for words of two equal characters, of which the word list has many rare ones."""
_RULES = (
    Rule("stammered", is_stammered),
    Rule("described", _is_described),
    Rule("date", _is_of_date),
    Rule("number of a point", _is_number_of_point),
    Rule("number", _is_number_of_zeros),
    Rule("reduplicated", _reduplicated, of_style=True),
    Rule("descriptive", _is_descriptive, of_style=True),
    Rule("rare verb", _is_rare_verb),
    Rule("predicate of state", _predicates_state),
    Rule("negated", _is_negated),
    Rule("and again", _and_again, of_style=True),
    Rule("every", _every),
    Rule("after no text", _before_opaque),
    Rule("no text", _is_hidden),
    Rule("sum", _is_of_sum),
    Rule("before last", _is_before_last),
    Rule("attribute twice", _is_attribute_twice),
    Rule("pronoun", lambda site: site.unit in _PRONOUNS),
    Rule("sound", _is_sound, of_style=True),
    Rule("degree", _is_of_degree),
    Rule("measure", _is_measure),
    Rule("pairs", _is_beside_pair),
    Rule("enumeration", _is_enumeration),
    Rule("longer word covers", is_in_longer_word),
    Rule("distributive", _is_distributive),
    Rule("given name", _is_given_name),
    Rule("called", _is_called),
    Rule("attribute", _ends_attribute, _SEAM),
    Rule("longer words meet", longer_words_meet),
    Rule("utterance", _is_utterance, of_style=True),
    Rule("disposed of", is_disposed, of_style=True),
    Rule("rhythm", _is_rhythm, of_style=True),
    Rule("cry", _is_cry, of_style=True),
    Rule("gesture", _is_gesture, of_style=True),
    Rule("courtesy", _is_courtesy, of_style=True),
    Rule("call", _is_call, of_style=True),
    Rule("parallel", _is_parallel, of_style=True),
    Rule("rank", _is_rank),
    Rule("caption", _begins_caption),
    Rule("printed again", _is_printed_again),
    Rule("name", _is_in_name),
    Rule("allowed", _is_allowed),
    Rule("said again", is_said_again, of_style=True),
    Rule("insisted", is_insisted, of_style=True),
    Rule("whatever", is_whatever, of_style=True),
    Rule("again and again", is_again_and_again, of_style=True),
    Rule("coloured", is_coloured, of_style=True),
    Rule("with a particle", is_with_particle, of_style=True),
    Rule("loud", is_loud, of_style=True),
    Rule("superlative", is_superlative, of_style=True),
    Rule("word and function word", word_meets_function_word, _SEAM),
    Rule("word covers", is_in_word, _COVERED),
    Rule("tried", is_tried, _COVERED, of_style=True),
    Rule("painted", is_painted, _COVERED, of_style=True),
    Rule("manner", is_manner, _COVERED, of_style=True),
    Rule("counted", is_counted, _SEAM, of_style=True),
    Rule("tried at the end", is_tried_at_end, _COVERED, of_style=True),
    Rule("another person", is_other_person, _SEAM, of_style=True),
    Rule("numeral", _is_numeral, _SEAM),
    Rule("words meet", words_meet, _SEAM),
    Rule("particle begins word", begins_word),
    Rule("particle meets word", particle_meets_word, _SEAM_OF_PARTICLE),
    Rule("suffix", _is_suffix, _SEAM),
    Rule("tentative verb", _is_tentative, _SEAM, of_style=True),
)

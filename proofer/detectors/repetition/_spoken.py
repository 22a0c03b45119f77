"""What speech, fiction and verse say twice on purpose: 握握手, “没关系，没关系，”, 等啊等啊.

News has few of these. Made by reading what was doubled in two million characters of novels, essays,
memoirs and poems; the lists are from general knowledge of the language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from proofer.detectors.context import page_fact
from proofer.detectors.repetition._half_reduplications import NUMERALS
from proofer.detectors.repetition._reduplicating import DESCRIPTIVE, SHORT_VERBS
from proofer.detectors.repetition._seams import is_seam_before
from proofer.detectors.repetition._site import Site
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_regex

if TYPE_CHECKING:
    from proofer.detectors.context import Page

_AFTER_TRIED = frozenset("了着著过過到出成得起上下去来來回掉完住给於于为入开進进动動好满定立造明")
"""What a verb that is doubled for "a little" cannot have behind it."""
_OBJECTS = frozenset(
    "手脚头脸眼嘴鼻耳牙腰背腿肩胸腹发指喉心气风光苦困类课书字画歌舞球棋牌戏钱账水火饭菜茶酒烟药觉澡步门窗衣被床车马路山树花草"
    "话信笔口嗓味闷霉福乐疯牛"
)
"""Objects with which a verb makes a word (握手, 吹风) that is doubled at its head alone."""
_WITH_PARTICLE = lazy_regex(r"\p{Han}{1,2}[啊呀呐哟矣哉]")
_PARTED = lazy_regex(r".+(?:…+|[—-]+|[！!？?])", re.DOTALL)
_OPENED = tuple("“‘「『\"'：:—…（(")
_ASKED = lazy_regex(
    r"(?:好好|先|得|想|来|去|给\p{Han}{0,3}|让\p{Han}{1,2}|[同跟][你我他她]|应当多|要多)$"
)
"""What stands before a verb that somebody is to try."""
_DISPOSED = lazy_regex(r"把\p{Han}{1,5}$")
_LONGEST_SAID = 8
"""Code points, with its mark, of what somebody says twice in a breath."""
_REFRAIN = 4
"""The same of three characters that songs of traditional print say twice: 行路難，行路難，."""
_SPACE = 8
"""Code points before what is said in which white space may stand: a line end, an indentation."""
_INSISTED = frozenset("赞不对是有没好去来走快你我他她行嗯哦噢哎唉别谁停跑打杀")
"""What a speaker says three times and more: 不不不, 对对对, 你你你."""
_SUBTITLES = frozenset({"application/x-subrip", "text/vtt", "text/x-ssa"})
_HESITATES = lazy_regex("[呃嗯哎]")
_HESITATIONS = 5.0
"""In 1,000 Chinese characters of subtitles that keep each word: interviews 13 to 17, lectures 0."""
_MOUTH = frozenset(
    "擦咔嚓卡答嗒哒哇滴扑通喀塞轰隆哐当咣咿嗷呼噜淅沥沙簌啪呱唧吧咋嘻嘣噔嘚嗦啵咝吁哧呜咩唰哗哽嗝喔吱扭搭咯噌嗵骨碌乒乓嘟嗖咻"
)
_SUPERLATIVE = frozenset("最极更多太很真好")
_NO_DEGREE = frozenset({"极限", "极端", "极力", "极点", "极其", "最终", "最近", "最后", "最初"})
"""Words that begin as degrees do and are none."""
_MANNER = DESCRIPTIVE | frozenset("各憨急直连频屡偏微默悄缓渐徐匆栖惶")
"""What says how something is done, doubled."""
_WHATEVER = lazy_regex(
    r"\p{Han}{0,2}(?:多少|什么|哪儿|哪里|谁|几)|(?:多少|什么|哪儿|哪里|谁|几)\p{Han}"
)
"""What somebody does, and as much of it as he likes."""
_TIMES = frozenset("年月日天夜回次遍步里斤米寸")
_CRIED = frozenset("不别没一快好来去走")
"""Begins what somebody says or does again and again: 不要不要, 一对一对."""
_MOST_CRIES = 5
"""Times that somebody cries the same; an engine that goes round in a circle does not stop."""
_PERSONS = frozenset("我你您他她它咱")
_TELLING = ("告诉", "通知", "提醒", "答应")
"""Verbs behind which stands who is told, and then what: 请告诉我|我今年几岁."""
_BEGINS_ANOTHER = frozenset("不也却就都还又会能要是有没在可才便去来只怎")
"""What follows a person who begins a clause of his own, without a mark before him."""


@page_fact
def _is_transcript(page: Page) -> bool:
    """Return whether a page is what people said, word by word, with all that they said twice."""
    if page.document.origin.media_type not in _SUBTITLES:
        return False
    han = sum("㐀" <= char <= "鿿" for char in page.text)
    return 1000 * len(_HESITATES.findall(page.text)) >= _HESITATIONS * max(han, 1)


def is_stammered(site: Site) -> bool:
    """呃有有两种, 是那个是那个: a speaker looks for words, and subtitles keep it."""
    return _is_transcript(site.page)


def is_tried(site: Site) -> bool:
    """握握手, 抓抓脑袋: a verb of one character doubled for "a little", with its object or none."""
    if site.unit not in SHORT_VERBS or site.repeat.copies != 2 or site.right in _AFTER_TRIED:
        return False
    begins_word = site.unit + site.right in site.context.words and site.right not in _OBJECTS
    return not begins_word and not is_seam_before(site)


def is_painted(site: Site) -> bool:
    """倦倦的, 死僵僵的, 烘烘地: whatever is doubled before 的 or 地, but no seam."""
    return (
        len(site.unit) == 1
        and site.repeat.copies == 2
        and site.right in ("的", "地", "着")
        and not site.is_function_word
        and site.unit not in _PERSONS
        and not is_seam_before(site)
    )


def is_manner(site: Site) -> bool:
    """急急前行, 憨憨一笑, 各各不同: how something is done, without 地."""
    if site.unit not in _MANNER or site.repeat.copies != 2 or site.right in _AFTER_TRIED:
        return False
    return site.unit + site.right not in site.context.words and not is_seam_before(site)


def is_counted(site: Site) -> bool:
    """一寸寸, 一部部: one after another, of whatever is counted."""
    return (
        len(site.unit) == 1
        and site.left == "一"
        and not site.is_function_word
        and site.left + site.unit + site.right not in site.context.words
        and site.unit + site.right not in site.context.words
    )


def is_with_particle(site: Site) -> bool:
    """等啊等啊等, 飞呀飞呀, 多矣多矣: on and on."""
    return len(site.unit) > 1 and any(
        _WITH_PARTICLE.fullmatch(turned) for turned in (site.unit, site.unit[1:] + site.unit[0])
    )


def is_said_again(site: Site) -> bool:
    """“没关系，没关系，”, 哦——不——哦——不——: what is short, and said by somebody or left open."""
    unit = site.unit
    if len(unit) > _LONGEST_SAID or unit[-1].isalnum():
        return False
    if _PARTED.fullmatch(unit):
        return True
    start = site.repeat.span.start
    before = site.page.text[max(0, start - _SPACE) : start].rstrip()
    is_refrain = len(unit) == _REFRAIN and site.page.is_traditional
    return is_refrain or before[-1:] in _OPENED or site.page.kind_at(start) is BlockKind.VERSE


def is_insisted(site: Site) -> bool:
    """不不不，朕并不懊丧: three times and more, where a clause begins and a mark stands behind."""
    if len(site.unit) > 1 or site.unit not in _INSISTED:
        return False
    clause = site.page.clause_at(site.repeat.span.start)
    is_spoken = site.repeat.copies > 2 or (bool(site.left) and site.left in _OPENED)
    return clause == site.repeat.span or (is_spoken and clause.start == site.repeat.span.start)


def is_loud(site: Site) -> bool:
    """滴答滴答, 扑通扑通, 吧嗒吧嗒: what one hears."""
    is_named = len(site.unit) > 1 or site.right == "声"
    return is_named and _MOUTH.issuperset(site.unit)


def is_superlative(site: Site) -> bool:
    """最爱最爱, 最主要最主要的: the highest degree, twice."""
    unit, words = site.unit, site.context.words
    is_word = (unit in words and unit[0] not in "最很极") or unit in _NO_DEGREE
    return 2 <= len(unit) <= 4 and unit[0] in _SUPERLATIVE and not is_word


def is_whatever(site: Site) -> bool:
    """想吃多少吃多少, 爱去哪儿去哪儿: as much as one likes."""
    return _WHATEVER.fullmatch(site.unit) is not None


def is_again_and_again(site: Site) -> bool:
    """十年十年, 三步三步: by so many at a time."""
    return len(site.unit) == 2 and site.unit[0] in NUMERALS and site.unit[1] in _TIMES


def is_coloured(site: Site) -> bool:
    """白胖白胖的, 黑瘦黑瘦的: two adjectives doubled as one before 的 or 地."""
    return (
        len(site.unit) == 2
        and DESCRIPTIVE.issuperset(site.unit)
        and site.repeat.copies == 2
        and site.right in ("的", "地")
    )


def is_other_person(site: Site) -> bool:
    """找你|你不晓得: another clause begins with whom the last one ended with."""
    if site.unit not in _PERSONS or site.repeat.copies != 2:
        return False
    start = site.repeat.span.start
    is_told = site.page.text[max(0, start - 2) : start] in _TELLING
    return is_told or site.right in _BEGINS_ANOTHER


def is_tried_at_end(site: Site) -> bool:
    """犒赏犒赏他, 先跟着见习见习，: two characters doubled where somebody is asked or wants to."""
    if len(site.unit) != 2 or site.repeat.copies != 2:
        return False
    span, text = site.repeat.span, site.page.text
    clause = site.page.clause_at(span.start)
    ends = span.end >= clause.end - 1 or site.right in _PERSONS
    before = text[max(clause.start, span.start - 6) : span.start]
    return ends and _ASKED.search(before) is not None


def is_disposed(site: Site) -> bool:
    """把鱼腌制腌制，: behind 把 and what it takes stands a verb, and nothing behind that."""
    if len(site.unit) != 2 or site.repeat.copies != 2:
        return False
    span, text = site.repeat.span, site.page.text
    clause = site.page.clause_at(span.start)
    before = text[max(clause.start, span.start - 6) : span.start]
    return span.end >= clause.end - 1 and _DISPOSED.search(before) is not None


def is_cried(unit: str, copies: int) -> bool:
    """Return whether somebody cries or goes on: 救命——, 变！, 等啊, 等你, 最严重, a few times."""
    if copies > _MOST_CRIES:
        return False
    return (
        _PARTED.fullmatch(unit) is not None
        or _WITH_PARTICLE.fullmatch(unit) is not None
        or (len(unit) == 2 and unit[1] in _PERSONS)
        or (len(unit) <= 4 and unit[0] == "最")
        or (len(unit) <= 4 and unit[0] in _CRIED)
    )

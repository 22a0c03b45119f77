"""Characters that cannot be right: lost, private, invisible ones, look-alikes of another script.

Text that went through PDF fonts, old encodings and OCR holds characters that look right or like
nothing at all: U+FFFD where a conversion lost one; private-use codes; zero-width and control
characters; Kangxi radicals (⽉) and compatibility forms (﹐) under another code; a Cyrillic А in a
Latin word; a katakana ニ for 二; a stroke 丶 for the mark 、; a Latin letter inside a word (H报 for
日报); a traditional character on a simplified page, or the reverse. More than a handful of one sort
make one finding with one correction for all of them.

Legitimate, and left alone: joiners in emoji and variation selectors; Japanese text, and の; Greek
letters as symbols; letters beside Han characters in general (A股, T恤); titles in 《》, names and
paragraphs wholly in the other script; a page of both scripts; characters that both scripts print;
private codes on a traditional page, whose rare characters often have no other.

How sure: a code that cannot be right is certain, what stood there is not always; twins under
another code and invisible characters can be corrected unasked. In three million characters of clean
news nearly all reports were true.
---
不可能正确的字符：丢失、自造、看不见的编码，以及形似而实非的别种文字或编码。

经过 PDF 字体、旧编码和光学识别的文本，常混有看似正确或者根本看不见的字符：转换编码时丢失的字
（U+FFFD）；私用区的自造字；零宽字符和控制字符；编码不同的康熙部首（⽉）和兼容形式（﹐）；英文单词里
的西里尔字母；以片假名“ニ”代“二”；以笔画“丶”代顿号；词里夹的拉丁字母（“H报”应为“日报”）；简体版面里
的繁体字，繁体版面里的简体字。同一种超过几处的，合并为一条，一次全部改正。

以下不报告：表情符号里的连接符和异体字选择符；成段的日文和“の”；作符号用的希腊字母；汉字旁一般的字母
（A股、T恤）；书名号里的书名、人名，以及整段都用另一种字体的引文；繁简并用的版面；繁简通用的字；繁体
版面里的自造字，那里的生僻字往往没有别的编码。

把握：编码不可能正确，这一点是肯定的；原来是什么字，则未必知道。编码不同而字形相同的、看不见的字符，
可以不问而改。三百万字干净的新闻文本里，报告的几乎都确是差错。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.characters import _foreign_scripts, _stray_codepoints
from proofer.detectors.characters._stray_codepoints import Odd, Sort
from proofer.detectors.context import Context
from proofer.document.document import BREAK, Document
from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity, Suggestion
from proofer.language.scripts import is_traditional
from proofer.messages import Message

_MANY = 5
"""More of one sort on a page are one finding."""
_OF_SCRIPTS = (
    _foreign_scripts.kana,
    _foreign_scripts.foreign_letters,
    _foreign_scripts.strokes,
    _foreign_scripts.letters_for_han,
    _foreign_scripts.other_script,
)


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the odd characters of `document`: one finding each, or one a sort if there are many."""
    text = document.text
    if text.isascii() and text.isprintable():
        return
    found: dict[Sort, list[Odd]] = {}
    for code_finder in (
        _stray_codepoints.lost,
        _stray_codepoints.private,
        _stray_codepoints.invisible,
        _stray_codepoints.twins,
    ):
        for odd in code_finder(text):
            found.setdefault(odd.sort, []).append(odd)
    for finder in _OF_SCRIPTS:
        for odd in finder(document, context):
            kind = document.paragraph_at(odd.span.start).kind
            # Titles are cited as they are printed, in Japan and in Taiwan, too.
            is_cited = kind is BlockKind.BIBLIOGRAPHY and odd.sort is _foreign_scripts.TRADITIONAL
            if kind is not BlockKind.CODE and not is_cited:
                found.setdefault(odd.sort, []).append(odd)
    if _stray_codepoints.PRIVATE in found and is_traditional(text):
        del found[_stray_codepoints.PRIVATE]
    for sort, places in found.items():
        if len(places) > _MANY:
            yield _grouped(document, sort, places)
        else:
            yield from (_single(document, odd) for odd in places)


def _single(document: Document, odd: Odd) -> Finding:
    sort, text = odd.sort, document.text
    shown = _shown(odd.span, text) if sort is _stray_codepoints.INVISIBLE else odd.span
    suggestions = [
        Suggestion((Edit(odd.span, right),), _share(sort, number), _applicability(odd))
        for number, right in enumerate(odd.readings)
    ]
    codes = " ".join(f"U+{ord(character):04X}" for character in odd.span.of(text)[:4])
    return DETECTOR.finding(
        document,
        shown,
        Message(f"{sort.name.zh}（{codes}）", f"{sort.name.en} ({codes})"),
        confidence=sort.confidence,
        suggestions=suggestions,
        evidence=[Evidence("rule", sort.reason)],
    )


def _grouped(document: Document, sort: Sort, places: Sequence[Odd]) -> Finding:
    edits = tuple(Edit(odd.span, odd.readings[0]) for odd in places if odd.readings)
    note = Message(f"全部 {len(edits)} 处一起改", f"correct all {len(edits)}")
    safe = all(_applicability(odd) is Applicability.SAFE for odd in places)
    applicability = Applicability.SAFE if safe else Applicability.UNSAFE
    first = places[0].span
    return DETECTOR.finding(
        document,
        _shown(first, document.text) if sort is _stray_codepoints.INVISIBLE else first,
        Message(
            f"{sort.name.zh}，本页共 {len(places)} 处",
            f"{sort.name.en}: {len(places)} on this page",
        ),
        confidence=sort.confidence,
        suggestions=[Suggestion(edits, _share(sort, 0), applicability, note, independent=True)]
        if edits
        else (),
        evidence=[Evidence("rule", sort.reason)],
        related=[odd.span for odd in places[1:]],
    )


def _applicability(odd: Odd) -> Applicability:
    return odd.sort.applicability if len(odd.readings) == 1 else Applicability.UNSAFE


def _share(sort: Sort, number: int) -> float:
    """Return how likely the reading of that rank is: the first one mostly."""
    return sort.confidence * (0.95, 0.2, 0.1)[number]


def _shown(span: Span, text: str) -> Span:
    """Return `span` with a character on both sides, for nobody can see what is invisible."""
    before = span.start > 0 and text[span.start - 1] != BREAK
    after = span.end < len(text) and text[span.end] != BREAK
    return Span(span.start - before, span.end + after)


EXAMPLES = (
    bad("他们在⻓江边召开会议，⽉底结束。", "他们在长江边召开会议，月底结束。"),
    bad("会议指出\u200b，要坚持改革。", "会议指出，要坚持改革。"),
    bad("会议由\ufffd主任主持。"),
    bad("铜丶铝丶锌的产量都有增长。", "铜、铝、锌的产量都有增长。"),
    bad("全厂ニ十多名职工参加了比赛。", "全厂二十多名职工参加了比赛。"),
    bad(
        "全体职工团结奋进，推动企业高质量發展迈上新台阶，业绩创历史新高。",
        "全体职工团结奋进，推动企业高质量发展迈上新台阶，业绩创历史新高。",
    ),
    bad("产量创新高，ニ十多名职工受到表彰。", "产量创新高，二十多名职工受到表彰。"),
    bad("他在大会上领取了СNAS证书。", "他在大会上领取了CNAS证书。"),
    good("那覇市在日本冲绳县，江戸是东京的旧称。"),
    good("A股和T恤都有卖，X光照出了α粒子。"),
    good("这家店叫鲜の每日，旁边是乾隆年间的著名建筑。"),
    good("《書譜》是孙过庭的书法作品，这次展览吸引了许多观众。"),
    good("國家興亡，匹夫有責。這是一個傳統的說法，對後來的學者影響很大。"),
    good("庆祝👨‍👩‍👧团圆❤️。"),
)

DETECTOR = Detector(
    code="G003",
    name="odd-character",
    title=Message("不可能正确的字符", "Character that cannot be right"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
    any_script=True,
)

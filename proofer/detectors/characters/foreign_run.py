"""A run of a foreign script in Chinese prose: 会议室今天מפגש布置完毕, 农지 조성粮食.

Recognition by a language model sometimes goes on in another language: Arabic, Korean, Thai,
Cyrillic, kana or bopomofo stand in the middle of a Chinese sentence without brackets, quotation
marks or a title around them. What was printed there is lost; look at the page.

Legitimate, and left alone: foreign words in brackets, quotation marks or 《》, lines wholly in
another script, Latin and Greek letters, a lone の, letters in a row (ㄅ、ㄆ、ㄇ).
---
中文里夹着一串外国文字：会议室今天מפגש布置完毕。

用大模型识别版面时，有时会忽然换成另一种语言：阿拉伯文、朝鲜文、泰文、俄文、假名或注音符号，直接夹在
汉字中间，没有括号、引号或书名号。原来印的是什么已经看不出来，请对照原件。

以下不报告：括号、引号、书名号里的外文；整行都是外文；拉丁字母和希腊字母；单独一个“の”；
逐个列举的字母（ㄅ、ㄆ、ㄇ）。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message

_SCRIPTS = (
    r"\p{Arabic}\p{Hebrew}\p{Hangul}\p{Thai}\p{Devanagari}\p{Bengali}\p{Tamil}\p{Cyrillic}"
    r"\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Lao}\p{Khmer}\p{Myanmar}\p{Armenian}\p{Georgian}\p{Tibetan}\p{Mongolian}"
)
_RUN = lazy_regex(
    rf"[{_SCRIPTS}](?:[{_SCRIPTS}\p{{M}} ]*[{_SCRIPTS}\p{{M}}])?"
    r"|\p{Greek}{4,}(?: \p{Greek}+)*"  # fewer are symbols: ΔH, αβγ
)
_ENUMERATED = lazy_regex(rf"[{_SCRIPTS}]、$")
_BRACKETED = lazy_regex(r"[（(《〈“\"‘『「\[【][^\n]{0,60}$")
_HAN = lazy_regex(r"\p{Han}")
_ALONE = lazy_regex(r"[\p{Hiragana}\p{Katakana}\p{Cyrillic}・ー]")
"""One such letter is a misread Chinese character: G003 has it."""
_KATAKANA = lazy_regex(r"[\p{Katakana}ー・]+")
_HIRAGANA = lazy_regex(r"\p{Hiragana}")
_SENTENCE = 4
"""Different hiragana, outside of the run, of a paragraph that is Japanese, as a title may be."""
_SPEAKS_OF_IT = lazy_regex(
    r"(?:符号|字母|注音|拼音|音标|假名|谚文|[韩朝俄日泰蒙藏阿梵希满越缅][文语]|原文|外文|拼写|拼作|写作)[^，。；！？\n]{0,4}$"
)
_REACH = 8
"""Code points before a run in which the sentence says of what script it is."""
_NEAR = 2
"""Characters around a run in which a Chinese one must stand."""
_CONFIDENCE = 0.9
"""Probability that it is an error; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the runs of a foreign script that touch Chinese characters in `document`."""
    del context
    text = document.text
    for match in _RUN.finditer(text):
        start, end = match.span()
        before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
        katakana = _KATAKANA.fullmatch(match[0]) is not None
        if _ALONE.fullmatch(match[0]) or _is_named(before, after, katakana=katakana):
            continue
        if text[max(0, start - 1) : start] in tuple("（(《“‘『「【"):
            continue
        if not (
            _HAN.search(before.partition("\n")[2] or before)
            or _HAN.search(after.partition("\n")[0])
        ):
            continue
        line = text[text.rfind("\n", 0, start) + 1 : start]
        paragraph = document.paragraph_at(start)
        if paragraph.kind is BlockKind.BIBLIOGRAPHY:
            continue  # what is cited may be in any language
        around = paragraph.span
        others = text[around.start : start] + text[end : around.end]
        if len(set(_HIRAGANA.findall(others))) >= _SENTENCE:
            continue
        if _is_inside_brackets(line, text[end : end + 80].partition("\n")[0]):
            continue
        if _SPEAKS_OF_IT.search(line[-_REACH:]) or _ENUMERATED.search(line[-_NEAR:]):
            continue
        if len(_HAN.findall(line + text[end : end + 40].partition("\n")[0])) < _NEAR:
            continue
        yield DETECTOR.finding(
            document,
            Span(start, end),
            Message(
                "中文里夹着外国文字，请对照原件",
                "a foreign script in Chinese prose: compare the printed page",
            ),
            confidence=_CONFIDENCE,
            evidence=[
                Evidence(
                    "rule",
                    Message(
                        "两边是汉字，没有括号或引号",
                        "Chinese stands beside it, no brackets or quotation marks",
                    ),
                )
            ],
        )


def _is_named(before: str, after: str, *, katakana: bool) -> bool:
    """Return whether the sentence speaks of the foreign word, as 留言簿上有Спасибо，也有 … does."""
    if katakana and (
        before[-1:] in tuple("的以作为女・ 」")
        or before.endswith("日本")
        or after[:1] in tuple("・等と")
    ):
        return True  # a name as Japanese writes it
    return before[-1:] in tuple("有写叫是为即称文语作名曰印着") and after[:1] in tuple("，。、；")


def _is_inside_brackets(before: str, after: str) -> bool:
    for opening, closing in ("（）", "()", "《》", "“”", "‘’", "「」", "『』", "【】", "[]"):
        if before.count(opening) > before.count(closing) and closing in after:
            return True
    return False


EXAMPLES = (
    bad("会议室今天מפגש布置完毕，请各部门准时参加。"),
    bad("全县新修水渠二十公里，농지 조성粮食总产再创新高。"),
    good("他读过《ワンピース》，也去过俄罗斯（Россия）。"),
    good("注音符号ㄅㄆㄇㄈ在台湾仍然使用，俄文Россия即俄罗斯。"),
    good("他引用了《商店に於ける接客及び販売の研究に関する報告》一文，未注页码。"),
    good("公司推出了α系列产品。"),
)


DETECTOR = Detector(
    code="G005",
    name="foreign-run",
    title=Message("夹杂外国文字", "Foreign script in Chinese prose"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)

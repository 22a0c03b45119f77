"""Chinese decoded with the wrong encoding: ÎÒÃÇ for 我们, æˆ‘ä»¬, 鎴戜滑, 锟斤拷.

GBK read as Latin-1 gives rows of accented capitals; UTF-8 read as Latin-1 gives æ, ä, å with signs
between them; UTF-8 read as GBK gives rare characters that follow each other as no text does. Each
such run is encoded back and decoded as it should have been: where all of it becomes common Chinese
and comes back the same way, the repair is right. 锟斤拷 and 烫烫烫 are what is left of text that
was already lost. References of HTML and escapes that stand as text (&#20840;, &ldquo;) are
what they stand for.

Legitimate, and left alone: words of French, German or Vietnamese, for they do not decode to
Chinese; rare characters that do not decode.

How sure: a run that decodes to Chinese as a whole is certain. In clean text there is none.
---
用错编码打开的中文（乱码）：“我们”变成“ÎÒÃÇ”“æˆ‘ä»¬”或“鎴戜滑”，以及“锟斤拷”。

GBK 当作 Latin-1，成了一串带音标的大写字母；UTF-8 当作 Latin-1，成了夹着符号的 æ、ä、å；UTF-8 当作
GBK，成了一串搭配不起来的生僻字。把这样的一串按错的编码写回去，再按对的编码读出来：如果全部变成常用
的汉字，而且能原样变回来，就是原来的文字。“锟斤拷”和“烫烫烫”是已经丢失的文字的残迹，无法复原。
留在文字里的 HTML 引用和转义（&#20840;、&ldquo;）换成它代表的字。

以下不报告：法文、德文、越南文的单词，它们变不成汉字；变不成通顺文字的生僻字。

把握：整串都能变成汉字的，可以肯定；干净的文本里没有误报。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import regex

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_pattern, lazy_regex
from proofer.document.spans import Span, overlaps_any
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message

_LOST = lazy_regex("(?P<run>(?:锟斤拷?|斤拷|锟)++)|烫{4,}+|屯{4,}+")
_LOST_WHOLE, _LOST_TAIL = "锟斤拷", lazy_regex("(?:锟斤?)*+")
# What cp1252 makes of the bytes 80 to FF, the five that it has no character for as control
# characters.
_SIGNS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\x81\x8d\x8f\x90\x9d"
_WESTERN = lazy_regex(rf"[\x80-\xff{_SIGNS}](?:[\x20-\x7e]?[\x80-\xff{_SIGNS}])*+")
_LATIN = lazy_regex("[\xa0-\xff]")
_PRINTABLE = (*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100))
_BYTE_OF = {chr(byte): byte for byte in _PRINTABLE} | {
    chr(0x100 + number): byte
    for number, byte in enumerate(byte for byte in range(0x100) if byte not in _PRINTABLE)
}
"""The byte of each sign: printable ones are themselves, others are numbered from U+0100 on."""
_BYTES = lazy_regex("[\u00a1-\u00ac\u00ae-\u00ff\u0100-\u0143]{3,}")
_REFERENCES = lazy_regex(r"(?:&#\d{4,6};|&#[xX][0-9a-fA-F]{4,5};|\\u[0-9a-fA-F]{4})+")
_RANGE = lazy_regex(r"\\u[0-9a-fA-F]{4}-\\{1,2}u[0-9a-fA-F]{4}")
"""A range of characters in a program: [\\u4e00-\\u9fa5]."""
_NAMED = {
    "ldquo": "“",
    "rdquo": "”",
    "lsquo": "‘",
    "rsquo": "’",
    "mdash": "—",
    "hellip": "…",
    "middot": "·",
    "deg": "°",
    "nbsp": " ",
    "times": "×",
    "permil": "‰",
    "yen": "¥",
    "sup2": "²",
    "sup3": "³",
    "micro": "μ",
    "le": "≤",
    "ge": "≥",
}
_BY_NAME = lazy_regex(rf"(?:&(?:{'|'.join(_NAMED)});)+")
"""References of HTML to signs that Chinese print has."""
_BESIDE = lazy_regex(r"[\p{Han}，。：；！？、\d]")
_HAN = lazy_regex(r"\p{Han}")
_OWN = "“”‘’…—·"
_NOT_OWN = lazy_regex(rf"[^\x00-\x7f{_OWN}]")
"""Dots and quotes alone are a name's: 约翰·V·N·多尔."""
_TEXT = lazy_regex(r"[\p{Han}\p{P}\p{ASCII}　]*")
_LEAST_HAN = 2
"""Han characters that a run must decode to; one may be chance."""
_CONFIDENCE = 0.97
"""In clean text there is no such run at all."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the garbled runs of `document`, with the text that they were where it can be known."""
    text = document.text
    for span in _lost(text):
        yield _finding(document, span, None)
    done = 0
    found = [*_western(text), *_eastern(text, context), *_byte_level(text), *_references(text)]
    for span, repaired in sorted(found):
        if span.start >= done:
            done = span.end
            yield _finding(document, span, repaired)


def _lost(text: str) -> Iterator[Span]:
    """Yield what is left of text that nobody can read again."""
    for match in _LOST.finditer(text):
        end = match.end()
        if match["run"]:
            whole = match["run"].rfind(_LOST_WHOLE)
            if whole < 0:
                continue
            tail = _LOST_TAIL.match(text, match.start() + whole + len(_LOST_WHOLE))
            end = tail.end() if tail else end
        yield Span(match.start(), end)


def _byte_level(text: str) -> Iterator[tuple[Span, str]]:
    """Yield runs of the signs that byte-level tokenisers use for UTF-8 (Radford et al. 2019)."""
    for match in _BYTES.finditer(text):
        if any("\u0100" <= char <= "\u0143" for char in match[0]):
            repaired = _decoded(bytes(_BYTE_OF[char] for char in match[0]), "utf-8")
            if _is_chinese(repaired):
                yield Span(*match.span()), repaired


def _references(text: str) -> Iterator[tuple[Span, str]]:
    r"""Yield runs of &#20840; and \u5168, and &ldquo; in Chinese, with what they stand for."""
    for match in _BY_NAME.finditer(text):
        around = (
            text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        )
        if _BESIDE.search(around):
            names = match[0].strip("&;").split(";&")
            yield Span(*match.span()), "".join(_NAMED[name] for name in names)
    ranges = [Span(*match.span()) for match in _RANGE.finditer(text)]
    for match in _REFERENCES.finditer(text):
        if overlaps_any(Span(*match.span()), ranges):
            continue
        found = re.findall(r"&#(\d+);|&#[xX]([0-9a-fA-F]+);|\\u([0-9a-fA-F]{4})", match[0])
        repaired = "".join(
            chr(int(one)) if one else chr(int(two or three, 16)) for one, two, three in found
        )
        if _HAN.search(repaired) and repaired.isprintable():
            yield Span(*match.span()), repaired


def _western(text: str) -> Iterator[tuple[Span, str]]:
    """Yield runs of Latin-1 or Windows-1252 that are Chinese in UTF-8 or GBK."""
    for match in _WESTERN.finditer(text):
        if not (_LATIN.search(match[0]) and _NOT_OWN.search(match[0])) or len(set(match[0])) == 1:
            continue  # ×××× is no text
        for span in _without_quotes(Span(*match.span()), text):
            raw = _western_bytes(span.of(text))
            # What is sound UTF-8 was UTF-8, though it may be GBK by chance.
            repaired = _decoded(raw, "utf-8") or _decoded(raw, "gbk")
            if _is_chinese(repaired):
                yield span, repaired
                break


def _without_quotes(run: Span, text: str) -> Iterator[Span]:
    """Yield the run, and the run without quotes and dashes at its ends, which may be real ones."""
    part = run.of(text)
    left, right = len(part) - len(part.lstrip(_OWN)), len(part) - len(part.rstrip(_OWN))
    for start, end in dict.fromkeys(((0, 0), (left, 0), (0, right), (left, right))):
        if run.start + start < run.end - end:
            yield Span(run.start + start, run.end - end)


def _western_bytes(run: str) -> bytes:
    """Return the bytes that were read as `run`; none if it mixes in what no such reading gives."""
    try:
        return b"".join(
            bytes([ord(character)]) if ord(character) < 0x100 else character.encode("cp1252")
            for character in run
        )
    except UnicodeEncodeError:
        return b""


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _is_chinese(text: str) -> bool:
    han = len(regex.findall(r"\p{Han}", text))
    enough = han >= _LEAST_HAN and 2 * han >= len(text)
    return enough and bool(_TEXT.fullmatch(text)) and _is_common(text)


def _is_common(text: str) -> bool:
    """Return whether most characters are of the first level of GB 2312, the 3,755 of daily use."""
    han = regex.findall(r"\p{Han}", text)
    common = sum(b"\xb0" <= each.encode("gb18030")[:1] <= b"\xd7" for each in han)
    return bool(common >= 0.8 * len(han))


def _eastern(text: str, context: Context) -> Iterator[tuple[Span, str]]:
    """Yield runs of Han characters that are UTF-8 read as GBK: three of them for two."""
    if not _GBK_OF_UTF8.search(text.encode("gbk", "replace")):
        return  # before the classes of five thousand characters are made and compiled
    found = [
        (match.start(), match.end(), repaired)
        for match in _utf8_as_gbk().finditer(text)
        if _is_chinese(repaired := _decoded(match[0].encode("gbk", "replace"), "utf-8"))
    ]
    for (start, end, repaired), gain in zip(found, context.model.gains(text, found), strict=True):
        if gain > 0:
            yield Span(start, end), repaired


_GBK_OF_UTF8 = lazy_pattern(rb"[\xe4-\xe9][\x80-\xbf]{2}[\xe2-\xef][\x80-\xbf]{2}")
"""The bytes in GBK of what `_utf8_as_gbk` finds, and now and then others."""


@cache
def _utf8_as_gbk() -> re.Pattern[str]:
    """Return what two Han characters in UTF-8 look like in GBK: three characters."""
    return lazy_pattern(
        f"(?:[{_of_bytes((0xE4, 0xE9), (0x80, 0xBF))}][{_of_bytes((0x80, 0xBF), (0xE2, 0xEF))}]"
        f"[{_of_bytes((0x80, 0xBF), (0x80, 0xBF))}])+"
    )


def _of_bytes(first: tuple[int, int], second: tuple[int, int]) -> str:
    """Return the characters whose two bytes in GBK lie between the given ones."""
    pairs = (
        bytes((a, b))
        for a in range(first[0], first[1] + 1)
        for b in range(second[0], second[1] + 1)
    )
    return "".join(pair.decode("gbk", "ignore") for pair in pairs)


def _finding(document: Document, span: Span, repaired: str | None) -> Finding:
    if repaired is None:
        message = Message("乱码，原文已经丢失", "garbled text; the original is lost")
        reason = Message(
            "这是编码转换失败留下的固定痕迹", "a failed conversion leaves exactly these characters"
        )
        return DETECTOR.finding(
            document, span, message, confidence=_CONFIDENCE, evidence=[Evidence("rule", reason)]
        )
    return DETECTOR.finding(
        document,
        span,
        Message(f"乱码，原文应为“{repaired}”", f"garbled text for {repaired}"),
        confidence=_CONFIDENCE,
        suggestions=[replace_span(span, repaired, 0.96)],
        evidence=[
            Evidence(
                "rule", Message("换一种编码读就是中文", "read in another encoding it is Chinese")
            ),
        ],
    )


EXAMPLES = (
    good("××××人民法院：根据你院××××号通知书办理。"),
    bad(
        "会议强调&ldquo;安全第一&rdquo;的方针，气温25&deg;C。",
        "会议强调“安全第一”的方针，气温25°C。",
    ),
    bad("标题：ÎÒÃÇµÄ¹¤×÷，记者报道。", "标题：我们的工作，记者报道。"),
    bad("标题：æˆ‘ä»¬çš„å·¥ä½œ，记者报道。", "标题：我们的工作，记者报道。"),
    bad("标题：鎴戜滑鐨勫伐浣，记者报道。"),
    bad("会议由锟斤拷锟斤拷主持召开。"),
    good("法国总统说 “Égalité” 和 naïve café，还有 Österreich 与 Đổi Mới。"),
    good("烫烫的水，屯垦戍边，锟铻之剑。"),
)

DETECTOR = Detector(
    code="G004",
    name="mojibake",
    title=Message("乱码", "Garbled encoding"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
    any_script=True,
)

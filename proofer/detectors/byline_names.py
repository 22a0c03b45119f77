"""Names in bylines: who is credited on a page, where, and as what.

A name is credited after 记者, 通讯员, 图片提供, □ and the like, before 摄 and 供图, in brackets at
the end of a paragraph, or after a title (董事长 X). Only names that begin with a surname count, of
two or three characters after which the text pauses; after a title, where the text runs on, the page
must have the name twice.

This is the only reader of bylines: `Page.names` protects these names from corrections,
`name-collision` and `stray-name` compare them, and `proofer names` lists them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.language.characters import FUNCTION_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Container

    from proofer.document.document import Document
    from proofer.language.dictionaries import Dictionaries
    from proofer.language.lexicon import WordList
    from proofer.language.occurrences import Occurrences

_COMMON = -5.8
"""log10 frequency from which a string is a word: the word list has some rare names, too."""
_NAME = r"\p{Han}(?:[ 　]\p{Han}(?!\p{Han})|\p{Han}{1,3}?)"
_BETWEEN = "[ 　、/／]{1,3}"
_AFTER_ROLE = lazy_regex(
    rf"[ 　：:]*(?P<names>{_NAME}(?:{_BETWEEN}{_NAME})*)"
    r"(?=[ 　]?(?:报道|摄|采写|通讯员|记者|实习生|图[片为文/／]|文[图并/／])|[^\p{Han}]|$)"
)
_BEFORE_ROLE = lazy_regex(
    r"(?:^|[\n（(]|(?<=。)[ 　])[ 　■▲◎]*"
    rf"(?P<names>(?:{_NAME}{_BETWEEN})*{_NAME})[ 　/／]*"
    r"(?P<role>摄影报道|摄影|摄|供图|制图|绘图|航拍|文并图|文/图|文／图|供稿)"
    r"(?=$|[\n）)。，]|[ 　])"
)
_IN_BRACKETS = lazy_regex(
    r"[（(](?P<names>(?:\p{Han}{2,4}[ 　、]+)*\p{Han}{2,4}(?<![摄图文]))[ 　]*[）)](?=\n|$)"
)
_HAN_RUN = lazy_regex(r"\p{Han}{2,}")
_PART = lazy_regex(r"\p{Han}{2,4}(?<!\p{Han}{3}[文图])")
"""A word of a byline; 文 and 图 behind three characters say what the person gave: 王建国文."""
_SPACED = lazy_regex(r"(?<=(?:^|[ 　\n：:、]))(\p{Han})[ 　](\p{Han})(?=$|[ 　\n、）)])")
_VERBS = frozenset("说指表强介主出率讲要宣认代致作同一及等参看为带深会见签发就先")
"""What may follow a name and never ends one."""
_FUNCTION_SURNAMES = frozenset("和后那")
"""Surnames that are mostly function words."""
_NEVER_LAST = frozenset("的了着过")
_ADDRESSES = frozenset({"先生", "女士", "小姐", "同志", "老师", "师傅", "主任", "经理"})
_NOT_NAMES = frozenset(
    re.findall("..", "关于贺信单位高度全体方面安全时间金属党员成员任务项目平台万元")
)
"""Words that begin with a surname and often follow 记者 or stand before 摄."""
_BARE = (
    *("记者", "通讯员", "评论员", "实习生", "提供", "□"),
    *("摄影", "编辑", "作者", "校对", "供稿"),
)
"""Roles after which a name may stand without a blank or colon; 翻译成 goes on as text."""
SIGNATURE = "署名"


@dataclass(frozen=True, slots=True)
class BylineName:
    """A place where a person is credited: the name without blanks, the role, the byline's number.

    Names of one byline are those of different people. Bylines are counted from 1 on each page.
    """

    name: str
    role: str
    span: Span
    credit: int


def byline_names(
    document: Document, dictionaries: Dictionaries, words: WordList, printed: Occurrences
) -> tuple[BylineName, ...]:
    """Return the names that `document` credits, by place; `printed` counts strings of its text."""
    reader = _BylineReader(document.text, dictionaries.derived(_name_tables), words, printed)
    found: dict[Span, BylineName] = {}
    for number, (role, names) in enumerate(reader.bylines(), 1):
        for span in names:
            found.setdefault(span, BylineName(_plain(span.of(document.text)), role, span, number))
    return tuple(found[span] for span in sorted(found))


def merged(pages: Iterable[Sequence[BylineName]]) -> list[BylineName]:
    """Return the byline names of several pages in one list, their bylines counted throughout."""
    found: list[BylineName] = []
    counted = 0
    for names in pages:
        found += [replace(name, credit=name.credit + counted) for name in names]
        counted += max((name.credit for name in names), default=0)
    return found


class _NameTables(NamedTuple):
    """What the dictionaries of kind `names` know."""

    surnames: Container[str]
    roles: Mapping[str, str]
    """Words that come before a name, with their category: `title`, `byline` or `credit`."""
    any_role: re.Pattern[str]


def _name_tables(dictionaries: Dictionaries) -> _NameTables:
    entries = dictionaries.kind("names").values()
    roles = {entry.term: entry.category for entry in entries if entry.category != "surname"}
    longest_first = "|".join(map(re.escape, sorted(roles, key=len, reverse=True)))
    return _NameTables(
        frozenset(entry.term for entry in entries if entry.category == "surname"),
        roles,
        # The module re looks for the first characters of all words at once.
        # 摄影师 is a trade, and its last character a surname.
        re.compile(f"(?:{longest_first}|□)(?!(?<=摄影)师)(?=[ 　：:]*[㐀-鿿])"),
    )


@dataclass(frozen=True, slots=True)
class _BylineReader:
    text: str
    tables: _NameTables
    words: WordList
    printed: Occurrences

    def bylines(self) -> Iterator[tuple[str, list[Span]]]:
        """Yield the role and the names of each byline."""
        for match in _BEFORE_ROLE.finditer(self.text):
            yield match["role"], self._names(Span(*match.span("names")))
        for found in self.tables.any_role.finditer(self.text):
            role, at = found[0], found.end()
            if self.tables.roles.get(role) == "title":
                name = self._after_title(at)
                yield role, [name] if name else []
            else:
                parted = self.text[at] in " 　：:" or role.endswith(_BARE)
                run = _AFTER_ROLE.match(self.text, at) if parted else None
                yield role, self._names(Span(*run.span("names"))) if run else []
        for match in _IN_BRACKETS.finditer(self.text):
            spans = self._names(Span(*match.span("names")))
            others = [part for part in _PART.findall(match["names"]) if not self._is_name(part)]
            yield SIGNATURE, spans if self.tables.roles.keys() >= set(others) else []

    def _names(self, run: Span) -> list[Span]:
        """Return the names in a run of words; 张 三 with a blank inside is one name."""
        part = run.of(self.text)
        spaced = [Span(*match.span()).shift(run.start) for match in _SPACED.finditer(part)]
        whole = [Span(*match.span()).shift(run.start) for match in _PART.finditer(part)]
        return [
            span for span in sorted(spaced + whole) if self._is_name(_plain(span.of(self.text)))
        ]

    def _is_name(self, string: str) -> bool:
        surname = 2 if len(string) > 2 and string[:2] in self.tables.surnames else 1
        given = string[surname:]
        return (
            string[:surname] in self.tables.surnames
            and 1 <= len(given) <= 2
            and given not in _ADDRESSES
            and string[-1] not in _NEVER_LAST
            and string[:2] not in _NOT_NAMES
            and not self._is_word(string)
            and not (string[0] in _FUNCTION_SURNAMES and self._is_word(given))
        )

    def _after_title(self, at: int) -> Span | None:
        """Return the name right behind a title; only its repetition tells where it ends."""
        run = _HAN_RUN.match(self.text, at)
        surnames = self.tables.surnames
        if (
            run is None
            or run[0][0] in _FUNCTION_SURNAMES
            or (run[0][0] not in surnames and run[0][:2] not in surnames)
        ):
            return None
        short, long = run[0][:2], run[0][:3]
        name = long if 2 * self.printed.count(long) > self.printed.count(short) else short
        ends = name[-1] not in FUNCTION_CHARACTERS and name[-1] not in _VERBS
        if not ends or self.printed.count(name) < 2 or not self._is_name(name):
            return None
        is_text = self._is_word(short) and self._is_word(run[0][2:4])
        return None if is_text else Span(at, at + len(name))

    def _is_word(self, string: str) -> bool:
        """Return whether `string` is an ordinary word and not the name of somebody well known."""
        return self.words.log_frequency(string) >= _COMMON and not self.words.is_name(string)


def _plain(name: str) -> str:
    return name.replace(" ", "").replace("　", "")

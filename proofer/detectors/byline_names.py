"""The ledger of names: who is credited on a page, where, in what part; and which names are too alike to be trusted.

A name is credited after 记者, 通讯员, 图片提供, □ and the like, before 摄 and 供图, in brackets at
the end of a paragraph, or after a title (董事长 X). Only names that begin with a surname count, of
two or three characters after which the text pauses; after a title, where the text runs on, the page
must have the name twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import regex

from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.language.lexicon import FUNCTION_CHARACTERS

ALIKE = 0.45
"""Similarity in shape from which two characters may be taken for each other (1 random pair in 100)."""
_NAME = r"\p{Han}(?:[ 　]\p{Han}(?!\p{Han})|\p{Han}{1,3}?)"
_BETWEEN = "[ 　、/／]{1,3}"
_RUN = regex.compile(
    rf"[ 　：:]*(?P<names>{_NAME}(?:{_BETWEEN}{_NAME})*)"
    r"(?=[ 　]?(?:报道|摄|采写|文|图|通讯员|记者|实习生)|[^\p{Han}]|$)"
)
_BEFORE = regex.compile(
    r"(?:^|[\n（(]|(?<=。)[ 　])[ 　■▲◎]*(?P<names>(?:"
    + _NAME
    + _BETWEEN
    + ")*"
    + _NAME
    + r")[ 　/／]*"
    r"(?P<role>摄影报道|摄影|摄|供图|制图|绘图|航拍|文并图|文/图|文／图|供稿)(?=$|[\n）)。，]|[ 　])"
)
_SIGNED = regex.compile(
    r"[（(](?P<names>(?:\p{Han}{2,4}[ 　、]+)*\p{Han}{2,4}(?<![摄图文]))[ 　]*[）)](?=\n|$)"
)
_HAN_RUN = regex.compile(r"\p{Han}{2,}")
_PART = regex.compile(r"\p{Han}{2,4}")
_SPACED = regex.compile(r"(?<=(?:^|[ 　\n：:、]))(\p{Han})[ 　](\p{Han})(?=$|[ 　\n、）)])")
_VERBS = frozenset("说指表强介主出率讲要宣认代致作同一及等参看为带深会见签发就先")
_NEVER_FIRST, _NEVER_LAST = FUNCTION_CHARACTERS - {"于", "时", "向", "从"}, frozenset("的了着过")
_ADDRESSES = frozenset({"先生", "女士", "小姐", "同志", "老师", "师傅", "主任", "经理"})
_NOT_NAMES = frozenset(
    {
        "关于",
        "贺信",
        "单位",
        "高度",
        "全体",
        "方面",
        "安全",
        "时间",
        "金属",
        "党员",
        "成员",
        "任务",
        "项目",
        "平台",
        "万元",
    }
)
_BARE = ("记者", "通讯员", "评论员", "提供", "□")
"""Roles after which a name may stand without a blank or colon; 翻译成 goes on as text."""
SIGNATURE = "署名"


@dataclass(frozen=True, slots=True)
class BylineName:
    """A place where a name is credited, the part it is credited with, and the number of the credit on the page.

    Names of one credit are those of different people.
    """

    name: str
    role: str
    span: Span
    credit: int


@dataclass(frozen=True, slots=True)
class Collision:
    """Two names with one character different, the commoner one first."""

    names: tuple[str, str]
    difference: tuple[str, str]
    alike: str
    """What is alike: `shape`, `sound`, `surname` or `given name`."""
    similarity: float


def credited(
    document: Document,
    roles: Mapping[str, str],
    surnames: Collection[str],
    is_word: Callable[[str], bool],
) -> list[BylineName]:
    """Return the credited names of `document` by place.

    Args:
        document: the page.
        roles: words that come before a name, and their category: `title`, `byline` or `credit`.
        surnames: all surnames, compound ones too.
        is_word: whether a string is an ordinary word and no name.
    """
    reader = _Reader(document.text, surnames, is_word)
    found: dict[Span, BylineName] = {}
    words = tuple(sorted(roles, key=len, reverse=True))
    for number, (role, names) in enumerate(reader.credits(words, roles), 1):
        for span in names:
            found.setdefault(span, BylineName(_plain(span.of(document.text)), role, span, number))
    return [found[span] for span in sorted(found)]


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    surnames: Collection[str]
    is_word: Callable[[str], bool]

    def credits(
        self, words: tuple[str, ...], roles: Mapping[str, str]
    ) -> Iterator[tuple[str, list[Span]]]:
        """Yield the role and the names of each credit."""
        for match in _BEFORE.finditer(self.text):
            yield match["role"], self._names(Span(*match.span("names")))
        for found in _after_roles(words).finditer(self.text):
            role, at = found[0], found.end()
            if roles.get(role, "byline") == "title":
                name = self._after_title(at)
                yield role, [name] if name else []
            else:
                parted = self.text[at] in " 　：:" or role.endswith(_BARE)
                run = _RUN.match(self.text, at) if parted else None
                yield role, self._names(Span(*run.span("names"))) if run else []
        for match in _SIGNED.finditer(self.text):
            spans = self._names(Span(*match.span("names")))
            yield SIGNATURE, spans if len(spans) == len(_PART.findall(match["names"])) else []

    def _names(self, run: Span) -> list[Span]:
        """Return the names in a run of words parted by blanks; 张 三 with a blank inside is one name."""
        part = run.of(self.text)
        spaced = [Span(*match.span()).shift(run.start) for match in _SPACED.finditer(part)]
        whole = [Span(*match.span()).shift(run.start) for match in _PART.finditer(part)]
        return [
            span for span in sorted(spaced + whole) if self._is_name(_plain(span.of(self.text)))
        ]

    def _is_name(self, string: str) -> bool:
        surname = 2 if len(string) > 2 and string[:2] in self.surnames else 1
        return (
            string[:surname] in self.surnames
            and 1 <= len(string) - surname <= 2
            and string[0] not in _NEVER_FIRST
            and string[-1] not in _NEVER_LAST
            and string[surname:] not in _ADDRESSES
            and string[:2] not in _NOT_NAMES
            and not self.is_word(string)
        )

    def _after_title(self, at: int) -> Span | None:
        """Return the name right behind a title, where nothing but its repetition tells where it ends."""
        run = _HAN_RUN.match(self.text, at)
        if run is None or (run[0][0] not in self.surnames and run[0][:2] not in self.surnames):
            return None
        short, long = run[0][:2], run[0][:3]
        name = long if 2 * self.text.count(long) > self.text.count(short) else short
        ends = name[-1] not in FUNCTION_CHARACTERS and name[-1] not in _VERBS
        if not ends or self.text.count(name) < 2 or not self._is_name(name):
            return None
        return (
            None if self.is_word(short) and self.is_word(run[0][2:4]) else Span(at, at + len(name))
        )


@lru_cache(maxsize=8)
def _after_roles(words: tuple[str, ...]) -> re.Pattern[str]:
    # The module re looks for the first characters of all words at once.
    return re.compile("(?:" + "|".join(map(re.escape, words)) + "|□)(?=[ 　：:]*[㐀-鿿])")


def _plain(name: str) -> str:
    return name.replace(" ", "").replace("　", "")


def collisions(
    mentions: Sequence[BylineName],
    shape: Callable[[str, str], float],
    sound: Callable[[str, str], float],
) -> list[Collision]:
    """Return the pairs of names that differ in one character and are not credited together.

    Names of three characters with the same surname, or the same given name, are near; of two
    characters only if the differing ones look or sound alike.

    Args:
        mentions: the ledger, of one document or many.
        shape: similarity of two characters to the eye, 0 to 1.
        sound: similarity of two characters to the ear, 0 to 1.
    """
    places: dict[str, list[BylineName]] = defaultdict(list)
    for mention in mentions:
        places[mention.name].append(mention)
    together = _credited_together(mentions)
    found = []
    for a, b, at in _one_apart(places):
        if frozenset((a, b)) not in together:
            pair = (a, b) if (len(places[a]), b) >= (len(places[b]), a) else (b, a)
            collision = _collision(pair, at, shape, sound)
            if collision is not None:
                found.append(collision)
    return sorted(found, key=lambda each: (-each.similarity, each.names))


def _one_apart(names: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """Yield the pairs of names that differ in one character, and where, without a look at all pairs."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in sorted(names):
        for at in range(len(name)):
            groups[name[:at], name[at + 1 :]].append(name)
    for (before, _), group in groups.items():
        for a, b in combinations(group, 2):
            yield a, b, len(before)


def _credited_together(mentions: Sequence[BylineName]) -> set[frozenset[str]]:
    credits_: dict[int, set[str]] = defaultdict(set)
    for mention in mentions:
        credits_[mention.credit].add(mention.name)
    return {frozenset(pair) for names in credits_.values() for pair in combinations(names, 2)}


def _collision(
    names: tuple[str, str],
    at: int,
    shape: Callable[[str, str], float],
    sound: Callable[[str, str], float],
) -> Collision | None:
    one, other = names[0][at], names[1][at]
    seen, heard = shape(one, other), sound(one, other)
    if seen >= ALIKE:
        return Collision(names, (one, other), "shape", seen)
    if heard >= 1.0:
        return Collision(names, (one, other), "sound", 0.5)
    if len(names[0]) < 3:
        return None
    return Collision(names, (one, other), "given name" if at == 0 else "surname", max(seen, 0.0))

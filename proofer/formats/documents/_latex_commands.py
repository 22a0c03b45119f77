"""Which arguments of LaTeX's commands and environments are text, those of the file's own too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats.api import Note
from proofer.formats.documents._latex_ends import Ends
from proofer.formats.documents._latex_tokens import SKIPPED
from proofer.messages import Message


@dataclass(frozen=True, slots=True)
class Arguments:
    """Which arguments in braces of a command are printed as text, in order."""

    printed: tuple[bool, ...]
    inline: bool = False
    """Whether the only argument stands in the sentence around it, as that of a style does."""


KNOWN: Mapping[str, Arguments] = {
    "bicaption": Arguments((True,) * 5),
    "bilingualcaption": Arguments((True,) * 2),
}
"""Well-known commands with more than one argument that is text."""
TITLED: Mapping[str, int] = {"frame": 2, "block": 1, "alertblock": 1, "exampleblock": 1}
"""How many arguments in braces of these environments are titles."""
_THEOREMS = frozenset(
    {
        *("theorem", "thm", "lemma", "corollary", "proposition", "definition", "axiom", "remark"),
        *("example", "proof", "conjecture", "assumption", "property", "problem", "exercise"),
        *("solution", "note"),
    }
)
_DECLARED = lazy_pattern(r"\\newtheorem\*?[ \t]*+\{([^{}\r\n]{1,40})\}")
_NO_PROSE = lazy_pattern(
    rf"(?:{SKIPPED}|[A-Za-z]{{0,12}}ref|[A-Za-z]{{0,12}}font[A-Za-z]{{0,12}}|newCJK[A-Za-z]{{0,20}}"
    r"|[A-Za-z]{0,12}input[A-Za-z]{0,8}|include[A-Za-z]{0,12}|graphicspath|url|path|nolinkurl|author"
    r"|ce|SI|si|num|gls[a-z]{0,8}|tag|eqref|ensuremath|hypersetup|geometry|lst[A-Za-z]{0,16}"
    r"|(?:define|page|row|cell)color|ctexset|setlist|newlist|newif|let|catcode|addbibresource)"
)
"""Commands that take names, keys, files and lengths; the author is a name, too."""
_DEFINING = ("newcommand", "providecommand", "NewDocumentCommand")
"""They take text, in definitions that print it."""
_HAN = lazy_pattern("[㐀-鿿]")
_NAMED = 8
"""Commands that a message names."""
_LONGEST_BODY = 2_000
"""Code points of a definition that is looked into; what is longer is a page, not a command."""
_DEFINITION = lazy_pattern(
    r"\\[\\%]|%[^\r\n]*+"
    r"|\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand)\*?[ \t]*+"
    r"(?:\{[ \t]*+\\(?P<braced>[A-Za-z@]++)\*?[ \t]*+\}|\\(?P<bare>[A-Za-z@]++))[ \t]*+"
    r"\[(?P<count>[1-9])\][ \t]*+(?P<default>\[[^\[\]\r\n]{0,200}\])?\s{0,9}(?=\{)"
    r"|\\(?:New|Renew|Provide|Declare)DocumentCommand[ \t]*+"
    r"\{?\\(?P<document>[A-Za-z@]++)[ \t]*+\}?[ \t]*+"
    r"\{(?P<spec>(?:[^{}\r\n]|\{[^{}\r\n]{0,40}\}){0,200}+)\}\s{0,9}(?=\{)"
    r"|\\[egx]?def[ \t]*+\\(?P<plain>[A-Za-z@]++)(?P<numbers>(?:#[1-9])++)(?=\{)"
)
_SPEC = lazy_pattern(r"[+!]|(?:[ODRE]|[od])(?:\{[^{}]*+\}|[(<][)>])?|(?P<mandatory>m)|[a-zA-Z]")

Shown = Callable[[str, Mapping[str, Arguments]], tuple[str, bool]]
"""Returns what is read of the body of a command, and whether it stands in the sentence."""


def own_commands(source: str, ends: Ends, shown: Shown) -> dict[str, Arguments]:
    """Return the commands that `source` defines and that print an argument as text.

    An argument is text if all places of it in the definition are: one that is a label, too, is not.
    """
    own: dict[str, Arguments] = {}
    at = 0
    while match := _DEFINITION.search(source, at):
        at = match.end()
        body = ends.group(at)
        if not (match.lastgroup and body):
            continue
        at = body[1]
        if body[1] - body[0] > _LONGEST_BODY:
            continue
        text, inline = shown(source[body[0] : body[1]], own)
        printed = tuple(
            0 < text.count(f"#{number}") == source.count(f"#{number}", *body)
            for number in _numbers(match)
        )
        name = next(match[each] for each in ("braced", "bare", "document", "plain") if match[each])
        if any(printed):
            own[name] = Arguments(printed, inline and len(printed) == 1)
        else:
            own.pop(name, None)
    return own


def _numbers(match: re.Match[str]) -> list[int]:
    """Return the numbers of the arguments in braces of a definition."""
    if match["count"]:
        return list(range(2 if match["default"] else 1, int(match["count"]) + 1))
    if match["spec"] is None:
        return list(range(1, len(match["numbers"]) // 2 + 1))
    places = [each["mandatory"] for each in _SPEC.finditer(match["spec"]) if each[0] not in "+!"]
    return [number for number, mandatory in enumerate(places, 1) if mandatory]


def theorems(source: str) -> frozenset[str]:
    """Return the environments whose option is a title: those of theorems, declared ones too."""
    return _THEOREMS.union(match[1] for match in _DECLARED.finditer(source))


def han_unread(name: str, arguments: str) -> int:
    """Return how many Chinese characters `arguments` of a command that is not known hold."""
    if name not in _DEFINING and _NO_PROSE.fullmatch(name):
        return 0
    return len(_HAN.findall(arguments))


def unread_note(unread: Counter[str]) -> list[Note]:
    """Return how much Chinese stands in arguments that were not read, and in those of what."""
    names = [name for name, number in unread.most_common(_NAMED) if number]
    if not names:
        return []
    more = ["…"] if len(+unread) > _NAMED else []
    total = unread.total()
    return [
        Note(
            Message(
                f"有 {total} 个汉字没有读，在不认识的命令里：{'、'.join([*names, *more])}。",
                f"has {total} Chinese characters that were not read, in commands that are not "
                f"known: {', '.join([*names, *more])}.",
            )
        )
    ]

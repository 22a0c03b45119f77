"""What of a Markdown file is no page: front matter, comments, fenced and indented code."""

from __future__ import annotations

import re

from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.opaque import OPAQUE
from proofer.formats._syntax.markup import is_mostly_chinese, overwritten

_FRONT_MATTER = lazy_pattern(
    r"\A(?P<mark>---|\+\+\+)[ \t]*(?>\r\n|\n|\r)(?>[^\r\n]*+(?>\r\n|\n|\r))*?"
    r"(?P=mark)[ \t]*(?=[\r\n]|\Z)"
)
"""YAML or TOML. Atomic: else CRLF could also be read as two line ends, which doubles the tries
with each line."""
_FENCED = lazy_pattern(
    r"^(?P<indent>[ \t>]*+)(?P<fence>`{3,}+|~{3,}+)(?P<info>[^\r\n`]*+)(?>\r\n|\n|\r|\Z)"
    r"(?P<body>(?>(?![ \t>]*+(?P=fence))[^\r\n]*+(?>\r\n|\n|\r))*+"
    r"(?>(?![ \t>]*+(?P=fence))[^\r\n]++\Z)?)"
    r"(?P<close>[ \t>]*+(?:`{3,}+|~{3,}+)[ \t]*+)?",
    re.MULTILINE,
)
_PROSE_FENCES = frozenset({"", "markdown", "md", "text", "txt"})
"""What may stand behind a fence around prose: language models wrap a page so."""
_COMMENT = lazy_pattern(r"^[ \t]*<!--.*?-->", re.DOTALL | re.MULTILINE)
_LINE = lazy_pattern(r"(?P<indent>[ \t]*+)(?P<text>[^\r\n]*+)(?:\r\n|[\r\n]|\Z)")
_ITEM = lazy_pattern(r"[-*+>:|]|\d{1,4}[.)、）]|[（(]|\[\^|!!!|\?\?\?|===")
"""What an indented paragraph may belong to: an item of a list, a note, a box."""
_FORMULA = lazy_pattern(r"\$[^$]+\$")
_CODE_INDENT = 4
"""Blanks from which on a paragraph is code; a tab is as many."""


def without_code(source: str) -> str:
    """Return `source`, of the same length, with blanks or OPAQUE over what is no page."""

    def blank(match: re.Match[str]) -> str:
        return overwritten(match[0], " ")

    if "<!--" in source:
        # What follows the last end of a comment is searched for none: it would be, from each start.
        end = source.rfind("-->") + len("-->")
        source = _COMMENT.sub(blank, source[:end]) + source[end:]
    if source.startswith(("---", "+++")):
        source = _FRONT_MATTER.sub(blank, source, count=1)
    if "```" in source or "~~~" in source:
        source = _FENCED.sub(_without_fenced, source)
    return _without_indented(source) if "    " in source or "\t" in source else source


def _without_fenced(fenced: re.Match[str]) -> str:
    """Return a fenced block with OPAQUE over its code; a page inside of a fence is prose."""
    body = fenced["body"]
    start, end = fenced.start("body") - fenced.start(), fenced.end("body") - fenced.start()
    if _is_prose(fenced["info"].strip().lower(), body):
        return overwritten(fenced[0][:start], " ") + body + overwritten(fenced[0][end:], " ")
    return fenced[0][:start] + overwritten(body, OPAQUE) + fenced[0][end:]


def _is_prose(info: str, body: str) -> bool:
    return info in _PROSE_FENCES and is_mostly_chinese(body)


def _without_indented(source: str) -> str:
    """Return `source` with OPAQUE over paragraphs that are indented as code, and are no prose.

    What follows an item of a list may be its continuation, so it is left as it is.
    """
    parts: list[str] = []
    held: list[re.Match[str]] = []
    after_blank, in_item = True, False
    for line in _LINE.finditer(source):
        indent = len(line["indent"].expandtabs(_CODE_INDENT))
        if line["text"] and indent >= _CODE_INDENT and not in_item and (held or after_blank):
            held.append(line)
            continue
        parts += _code(held)
        held = []
        if line["text"] and indent < _CODE_INDENT:
            in_item = _ITEM.match(line["text"]) is not None or (in_item and not after_blank)
        after_blank = not line["text"]
        parts.append(line[0])
    return "".join([*parts, *_code(held)])


def _code(lines: list[re.Match[str]]) -> list[str]:
    """Return the lines of an indented paragraph, covered unless most of it is Chinese."""
    text = _FORMULA.sub("", "".join(line["text"] for line in lines))
    if is_mostly_chinese(text, fewest=0):
        return [line[0] for line in lines]
    return [line["indent"] + overwritten(line[0][len(line["indent"]) :], OPAQUE) for line in lines]

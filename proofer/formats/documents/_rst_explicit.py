"""What of reStructuredText is no prose, line by line: comments, targets, code, most directives."""

from __future__ import annotations

from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.opaque import OPAQUE
from proofer.formats._syntax.markup import HIDDEN, overwritten

_TITLED = (
    "note|warning|tip|hint|important|caution|danger|error|attention|seealso|admonition|todo|rubric"
    "|topic|sidebar|epigraph|highlights|pull-quote|compound|centered|table|list-table"
)
"""Directives whose argument is prose, and their body."""
_VERSIONED = "version(?:added|changed|removed)|deprecated"
"""Directives whose argument is a version, and then prose."""
_BODIED = (
    "figure|container|class|only|hlist|header|footer|tab-set|tab-item|dropdown"
    "|(?:(?:py|c|cpp|js|rst):)?(?:function|class|method|staticmethod|classmethod|attribute|property"
    "|data|exception|macro|type|struct|member|var|enum|enumerator|directive|role)"
    "|option|envvar|describe|object|confval|(?P<glossary>glossary)"
)
"""Directives of which only the body is prose: their argument is a path, a name or a signature."""

_LINE = lazy_pattern(r"(?P<text>[^\r\n]*+)(?P<end>\r\n|\r|\n|\Z)")
_LEAD = lazy_pattern(r"[ \t]*+(?:(?:[-*+•]|\(?(?:\d{1,3}|#|[A-Za-z])[.)])[ \t]++)*+")
"""The indent and the marks of the items that begin in a line."""
_FOOTNOTE = lazy_pattern(r"\.\.[ \t]++\[[^\]\r\n]++\](?:[ \t]|\Z)")
_EXPLICIT = lazy_pattern(r"\.\.(?:[ \t]|\Z)|__(?:[ \t]|\Z)")
_DIRECTIVE = lazy_pattern(r"\.\.[ \t]++(?:\|[^|]++\|[ \t]++)?[\w.+:-]*[\w.+-][ ]?::(?:[ \t]|\Z)")
_PROSE = lazy_pattern(
    rf"\.\.[ \t]++(?i:(?P<titled>{_TITLED})|(?P<versioned>{_VERSIONED})|{_BODIED})[ ]?::"
    r"(?P<argument>[ \t]++(?(versioned)\S++[ \t]++)(?=\S))?"
)
_OPTION = lazy_pattern(r":[^\s:][^:]*+:(?:[ \t]|\Z)")
_MARK = lazy_pattern(r"::[ \t]*+\Z")
_QUOTE = lazy_pattern(r"[!-/:-@\[-`{-~]")


def without_explicit(source: str) -> str:
    """Return `source`, as long as it is, with all lines that are no prose written over."""
    reader = _Reader()
    return "".join(
        reader.line(match["text"]) + match["end"] if match["text"] else reader.blank(match["end"])
        for match in _LINE.finditer(source)
    )


class _Reader:
    """Knows of the lines before the next one what it belongs to. Columns count from 0."""

    def __init__(self) -> None:
        self.opaque: tuple[int, str] | None = None
        """The column that lines of this block are indented behind, and what is written over them"""
        self.head: int | None = None
        """The column of a directive whose options may come: its argument goes on."""
        self.until_blank = ""
        """What is written over all lines up to a blank one."""
        self.quote = ""
        """What each line of a quoted literal block begins with."""
        self.glossary: tuple[int, int | None] | None = None
        """The column of a glossary and that of its terms, which references name."""
        self.literal: int | None = None
        """The column of a paragraph that ends in two colons."""
        self.was_blank = True
        self.empty = False
        """Whether the line before is a comment without text: a blank line ends it."""

    def blank(self, text: str) -> str:
        if self.empty:
            self.opaque = None
        self.head, self.until_blank, self.quote, self.empty = None, "", "", False
        self.was_blank = True
        return text

    def line(self, text: str) -> str:
        if not text.strip():
            return self.blank(text)
        column = _width(text) - _width(text.lstrip(" \t"))
        self.empty = False
        after_colons, self.was_blank = self.was_blank, False
        if self.literal is not None and after_colons:
            self._begin_literal(text.lstrip(" \t"), column)
        if self.opaque and column > self.opaque[0]:
            return overwritten(text, self.opaque[1])
        self.opaque = None
        if self.quote and text.lstrip(" \t").startswith(self.quote):
            return overwritten(text, OPAQUE)
        self.quote = ""
        if self.head is not None and column <= self.head:
            self.head = None
        if self.head is not None and _OPTION.match(text.lstrip(" \t")):
            self.until_blank = " "
        if self.until_blank:
            return overwritten(text, self.until_blank)
        if self._is_term(column):
            return overwritten(text, OPAQUE)
        return self._prose(text)

    def _is_term(self, column: int) -> bool:
        """Return whether a line at `column` is a term of a glossary, as far left as any."""
        if self.glossary is None:
            return False
        head, terms = self.glossary
        if column <= head:
            self.glossary = None
            return False
        self.glossary = head, column if terms is None else terms
        return column == self.glossary[1]

    def _begin_literal(self, text: str, column: int) -> None:
        paragraph, self.literal = self.literal, None
        if paragraph is None:
            return
        if column > paragraph:
            self.opaque = (paragraph, OPAQUE)
        elif column == paragraph and _QUOTE.match(text) and not _EXPLICIT.match(text):
            self.quote = text[0]

    def _prose(self, text: str) -> str:
        match = _LEAD.match(text)
        lead = match[0] if match else ""
        rest, column = text[len(lead) :], _width(lead)
        if rest.startswith(">>>"):
            self.until_blank = OPAQUE
            return lead + overwritten(rest, OPAQUE)
        if _EXPLICIT.match(rest) and not _FOOTNOTE.match(rest):
            prose = _PROSE.match(rest)
            if not prose:
                over = OPAQUE if _DIRECTIVE.match(rest) else " "
                self.opaque = (column, over)
                self.empty = rest.strip() == ".."
                return lead + overwritten(rest, over)
            self.head = column
            if prose["glossary"]:
                self.glossary = column, None
            if not (prose["argument"] and (prose["titled"] or prose["versioned"])):
                return lead + overwritten(rest, OPAQUE)
            # As an item, for what follows it is indented as in one.
            return lead + self._ended("-".ljust(prose.end()) + rest[prose.end() :], column)
        return lead + self._ended(rest, column)

    def _ended(self, text: str, column: int) -> str:
        """Return the text of a line without the two colons at its end."""
        mark = _MARK.search(text)
        self.literal = column if mark else None
        if not mark:
            return text
        return text[: mark.start()] + HIDDEN * 2 + text[mark.start() + 2 :]


def _width(text: str) -> int:
    return len(text.expandtabs())

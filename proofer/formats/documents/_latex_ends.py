"""Where what is not read of LaTeX ends: arguments, code, drawings, formulas, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats.api import MalformedError
from proofer.formats.documents._latex_tokens import ADDRESS, CODE, LET, VERB
from proofer.messages import Message

_DECLARED = lazy_pattern(
    r"\\(?P<by>newminted|lstnewenvironment|(?:Rec|C)ustomVerbatimEnvironment|excludecomment"
    r"|DefineVerbatimEnvironment|[Nn]ew(?:tcblisting|TCBListing)|newtcbinputlisting)\*?[ \t]*+"
    r"(?:\[(?P<option>[^\[\]\r\n]{0,400})\])?[ \t]*+\{(?P<name>[^{}\r\n]{1,40})\}"
)
"""An environment of code that the file declares."""
_NAMED_FOR_CODE = lazy_pattern(
    r"\\begin[ \t]*+\{(?P<name>[A-Za-z]{0,20}?(?:code|listings?|verbatim)\*?)\}"
)
"""An environment that another file declares, as minted and the classes of theses name them."""
_MARK = lazy_pattern(
    rf"{VERB}|{ADDRESS}|{LET}|%[^\r\n]*+|\\begin[ \t]*+\{{(?P<opened>[^{{}}\r\n]{{1,40}})\}}"
    r"|(?P<iffalse>\\iffalse(?![A-Za-z@]))|\\[\s\S]|(?P<brace>[{}])"
)
_SHORT_VERB = lazy_pattern(
    r"%[^\r\n]*+|\\(?:MakeShortVerb\*?|lstMakeShortInline(?:\[[^\[\]\r\n]{0,400}\])?)[ \t]*+"
    r"(?:\{[ \t]*+\\?(?P<braced>[^A-Za-z\s\\{}%])[ \t]*+\}|\\?(?P<bare>[^A-Za-z\s\\{}%]))"
)
_CONDITION = lazy_pattern(
    r"\\\\|\\(?:(?P<fi>fi)|(?P<otherwise>else)|(?!iff(?![A-Za-z@])|ifthenelse)(?P<opens>if[A-Za-z@]*+))"
    r"(?![A-Za-z@])"
)
_OPTION = lazy_pattern(
    r"[ \t]*+\[(?:[^\[\]{}\r\n]|(?>\r\n|\r|\n)(?![ \t]*+[\r\n])"
    r"|\[[^\[\]{}\r\n]{0,200}\]|\{(?:[^{}]|\{[^{}]{0,200}\}){0,400}+\}){0,2000}+\]"
)
_BRACE = lazy_pattern(r"[ \t]*+(?:%[^\r\n]*+(?>\r\n|\r|\n)[ \t]*+)*+(?:(?>\r\n|\r|\n)[ \t]*+)?+\{")
_LINE = lazy_pattern(r"[^\r\n]*+")


class Ends:
    """The pairs of braces of a source, found in one pass, and where its body begins."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.code = CODE | {_declared(each) for each in _DECLARED.finditer(source)}
        self.code |= {each["name"] for each in _NAMED_FOR_CODE.finditer(source)}
        self.short_verb = _short_verb(source)
        """What the file writes code in a line between, its delimiters; None if it does not."""
        self.body = 0
        """Behind the first `\\begin{document}` that begins a line and is no code and no comment.

        A chapter about LaTeX quotes it inside its sentences.
        """
        self._last = source.rfind("\\end{document}")
        self._closes: dict[int, int] = {}
        self._pair()

    def _pair(self) -> None:
        opened: list[int] = []
        at = 0
        mark = _MARK
        if self.short_verb:
            mark = re.compile(f"{self.short_verb.pattern}|{_MARK.pattern}")
        while match := mark.search(self.source, at):
            at = match.end()
            name = match["opened"]
            if match["brace"] == "{":
                opened.append(match.start())
            elif match["brace"] and opened:
                self._closes[opened.pop()] = at
            elif name == "document" and not self.body:
                self.body = 0 if self._before(match.start()).strip() else at
            elif name and name in self.code:
                at = max(at, self.source.find(f"\\end{{{name}}}", at))
            elif match["iffalse"] and not opened:
                at = self._condition(at) or len(self.source)

    def arguments(self, at: int, *, braces: bool = True, blanks: bool = True) -> int:
        """Return where options and arguments at `at` end; one without end ends with its line."""
        for _, _, end in self.taken(at, braces=braces, blanks=blanks):
            at = end
        return at

    def taken(
        self, at: int, *, braces: bool = True, blanks: bool = True
    ) -> Iterator[tuple[bool, int, int]]:
        """Yield whether each option or argument at `at` is in braces, and where it begins and ends.

        What is behind its opening bracket begins it; its end is behind the closing one.
        """
        while blanks or self.source[at : at + 1] in ("[", "{"):
            if option := _OPTION.match(self.source, at):
                yield False, self.source.index("[", at) + 1, option.end()
                at = option.end()
                continue
            brace = _BRACE.match(self.source, at) if braces else None
            if brace is None:
                return
            if (end := self._closes.get(brace.end() - 1)) is None:
                yield True, at, self._line(at)
                return
            yield True, brace.end(), end
            at = end

    def group(self, at: int) -> tuple[int, int] | None:
        """Return where what the brace at `at` opens begins and ends, without its braces."""
        end = self._closes.get(at)
        return (at + 1, end - 1) if end is not None else None

    def environment(self, name: str, at: int) -> int:
        """Return where the environment whose first line ends at `at` ends.

        Raises:
            MalformedError: if it does not.
        """
        if name in self.code:
            end = self.source.find(f"\\end{{{name}}}", at)
            if end >= 0:
                return end + len(f"\\end{{{name}}}")
            raise self._unfinished(f"\\begin{{{name}}}", f"\\end{{{name}}}", at)
        depth = 1
        mark = re.compile(rf"\\(begin|end)[ \t]*\{{{re.escape(name)}\}}")
        for match in mark.finditer(self.source, at):
            depth += 1 if match[1] == "begin" else -1
            if not depth:
                return match.end()
        raise self._unfinished(f"\\begin{{{name}}}", f"\\end{{{name}}}", at)

    def condition(self, at: int) -> int:
        """Return where what is never printed ends, from behind its beginning.

        Raises:
            MalformedError: if it does not.
        """
        if (end := self._condition(at)) is None:
            raise self._unfinished("\\iffalse", "\\fi", at)
        return end

    def _condition(self, at: int) -> int | None:
        depth = 1
        for match in _CONDITION.finditer(self.source, at):
            depth += bool(match["opens"]) - bool(match["fi"])
            if not depth or (depth == 1 and match["otherwise"]):
                return match.end()
        return None

    def is_last(self, at: int) -> bool:
        """Return whether the end of a document at `at` is its own and not quoted."""
        return at >= self._last and (self.body > 0 or not self._before(at).strip())

    def _before(self, at: int) -> str:
        """Return what stands before `at` in its line."""
        start = max(self.source.rfind("\n", 0, at), self.source.rfind("\r", 0, at)) + 1
        return self.source[start:at]

    def _line(self, at: int) -> int:
        line = _LINE.match(self.source, at)
        return line.end() if line else at

    def _unfinished(self, begin: str, end: str, at: int) -> MalformedError:
        line = len(re.findall(r"\r\n|\r|\n", self.source[:at])) + 1
        return MalformedError(
            Message(
                f"第 {line} 行的 {begin} 没有 {end}；可能被截断或损坏。",
                f"has a {begin} without {end} (line {line}); it may be cut off or damaged.",
            )
        )


def _short_verb(source: str) -> re.Pattern[str] | None:
    marks = {match["braced"] or match["bare"] for match in _SHORT_VERB.finditer(source)}
    marks.discard(None)
    if not marks:
        return None
    each = "|".join(re.escape(mark) for mark in sorted(marks))
    return re.compile(rf"(?<!\\)(?P<short>{each})(?:(?!(?P=short))[^\r\n])*+(?P=short)")


def _declared(match: re.Match[str]) -> str:
    if match["by"] != "newminted":
        return match["name"]
    return match["option"] or f"{match['name']}code"

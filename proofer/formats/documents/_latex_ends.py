"""Where what is not read of LaTeX ends: arguments, code, drawings, formulas, conditions."""

from __future__ import annotations

import re

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
_MARK = lazy_pattern(
    rf"{VERB}|{ADDRESS}|{LET}|%[^\r\n]*+|\\begin[ \t]*+\{{(?P<opened>[^{{}}\r\n]{{1,40}})\}}"
    r"|(?P<iffalse>\\iffalse(?![A-Za-z@]))|\\[\s\S]|(?P<brace>[{}])"
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
        self.body = 0
        """Behind the first `\\begin{document}` that is no code and no comment."""
        self._closes: dict[int, int] = {}
        self._pair()

    def _pair(self) -> None:
        opened: list[int] = []
        at = 0
        while match := _MARK.search(self.source, at):
            at = match.end()
            name = match["opened"]
            if match["brace"] == "{":
                opened.append(match.start())
            elif match["brace"] and opened:
                self._closes[opened.pop()] = at
            elif name == "document":
                self.body = self.body or at
            elif name and name in self.code:
                at = max(at, self.source.find(f"\\end{{{name}}}", at))
            elif match["iffalse"] and not opened:
                at = self._condition(at) or len(self.source)

    def arguments(self, at: int, *, braces: bool = True, blanks: bool = True) -> int:
        """Return where options and arguments at `at` end; one without end ends with its line."""
        while True:
            if not blanks and self.source[at : at + 1] not in ("[", "{"):
                return at
            if option := _OPTION.match(self.source, at):
                at = option.end()
                continue
            brace = _BRACE.match(self.source, at) if braces else None
            if brace is None:
                return at
            if (end := self._closes.get(brace.end() - 1)) is None:
                return self._line(at)
            at = end

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


def _declared(match: re.Match[str]) -> str:
    if match["by"] != "newminted":
        return match["name"]
    return match["option"] or f"{match['name']}code"

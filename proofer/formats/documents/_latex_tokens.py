"""The tokens of LaTeX, and which commands and environments are text.

Only arguments of commands that are listed as prose are read: what any other command takes may be a
label, a file, a key or code.
"""

from __future__ import annotations

from proofer.document.lazy_pattern import lazy_pattern

_OPTION = r"\[(?:[^\[\]{}\r\n]|\{[^{}\r\n]{0,200}\}){0,400}+\]"
_OVERLAY = r"(?:<[^<>\r\n]{0,40}>)?"
"""On which slides of beamer something stands."""
_LINE_END = r"(?>\r\n|\r|\n)(?![ \t]*+[\r\n])"
_CODE = (
    "verbatim|Verbatim|BVerbatim|LVerbatim|SaveVerbatim|VerbatimOut|alltt|spverbatim|listing"
    "|lstlisting|minted|tcblisting|filecontents|comment|pycode|pythoncode|pyconsole|pyblock"
    "|luacode|sagesilent|sageblock|sagecode"
)
_FIGURES = (
    "algorithmic|algorithm2e|tikzpicture|tikzcd|pgfpicture|circuitikz|forest|picture|pspicture|axis"
    "|asy|math|displaymath|equation|align|alignat|aligned|alignedat|flalign|gather|gathered"
    "|multline|eqnarray|xalignat|xxalignat|array|cases|dcases|split|matrix|pmatrix|bmatrix|vmatrix"
    "|Bmatrix|Vmatrix|smallmatrix|IEEEeqnarray|dmath"
)
_BARE = (
    "document|center|flushleft|flushright|quote|quotation|verse|abstract|titlepage|itemize"
    "|enumerate|description|figure|table|proof"
)


def _with_star(names: str) -> frozenset[str]:
    return frozenset(each + star for each in names.split("|") for star in ("", "*"))


CODE = _with_star(_CODE)
"""Environments that end with the first `\\end` of their name, whatever stands before it."""
OPAQUE_ENVIRONMENTS = _with_star(_FIGURES)
"""Drawings and formulas; one may be inside another of its kind."""
BARE = _with_star(_BARE)
"""Environments without arguments: braces behind them are a group that is read."""
VERB = (
    r"\\(?:(?:[Vv]erb|spverb)\*?|(?:url|path|nolinkurl)(?=[|!+/])|SaveVerb\{[^{}\r\n]*+\}|lstinline(?:\[[^\[\]\r\n]*+\])?+(?!\{)"
    r"|mintinline(?:\[[^\[\]\r\n]*+\])?+\{[^{}\r\n]*+\}(?!\{))"
    r"(?P<bar>[^A-Za-z\s*])(?:(?!(?P=bar))[^\r\n])*+(?:(?P=bar)|(?=[\r\n]|\Z))"
)
"""Code in a line; without its end it goes on to that of the line."""
LET = r"\\let[ \t]*+\\[A-Za-z@]++[ \t]*+=?[ \t]*+\\[A-Za-z@]++"
"""Gives a command another name, and does not use it."""
ADDRESS = r"\\(?:url|path|nolinkurl)[ \t]*+\{[^{}\r\n]*+\}"
"""An address may hold a percent sign, which begins no comment there."""
_HEADINGS = (
    "part|chapter|section|subsection|subsubsection|paragraph|subparagraph|title|subtitle"
    "|frametitle|framesubtitle|(?:sub)?caption(?:box)?"
)
_STYLES = (
    r"text(?:bf|it|sl|sc|sf|tt|rm|md|up|normal)?|emph|[du]?uline|underline|uwave|sout|dashuline|dotuline"
    r"|CJKunder(?:line|dot|wave|dblline)|mbox|fbox|centerline|leftline|rightline|uppercase|enquote"
    r"|keywords|hl|alert|structure|shortstack|makecell|abstract"
    r"|(?:makebox|framebox)(?:\[[^\[\]]{0,40}\]){0,2}"
    r"|(?:textcolor|colorbox|href|parbox|raisebox|scalebox|rotatebox)(?:\[[^\[\]]{0,40}\]){0,3}"
    r"\{[^{}]{0,400}\}(?:\[[^\[\]]{0,40}\]){0,2}"
    r"|(?:resizebox\*?|fcolorbox)\{[^{}]{0,80}\}\{[^{}]{0,80}\}"
    r"|(?:multicolumn|multirow)\{[^{}]{0,40}\}(?:\[[^\[\]]{0,40}\])?\{[^{}]{0,80}\}"
)
SKIPPED = (
    r"label|index|[A-Za-z]{0,9}cite[A-Za-z]{0,9}|bibliography|bibliographystyle"
    "|[hv]space|[hv]skip|setlength|setcounter|addtocounter|addcontentsline|usepackage"
    "|input|include|includegraphics|cline|cmidrule|rule|phantomsection|markboth|pagestyle|thispagestyle|pagenumbering|footnotemark"
    "|fontsize|zihao|color|linespread|renewcommand|newcommand|providecommand|newtheorem"
    "|(?:New|Renew|Provide|Declare)DocumentCommand|MakeShortVerb|lstMakeShortInline"
)
"""Commands whose arguments are never text."""
_SWITCHES = (
    "heiti|songti|kaishu|fangsong|lishu|youyuan|(?:bf|md|it|sl|sc|up|rm|sf|tt)(?:series|shape|family)?"
    "|em|normalfont|tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge"
    "|centering|raggedright|raggedleft|noindent|indent|quad|qquad|enspace|newline|linebreak"
    "|hline|toprule|midrule|bottomrule|maketitle|tableofcontents|smallskip|medskip|bigskip"
    "|hfill|vfill|appendix|protect|relax|begingroup|endgroup|bgroup|egroup|fi|else"
)
"""Commands without arguments: braces behind them are a group that is read."""
_WORDS = "(?:Xe|Lua|pdf)?(?:La)?TeXe?|BibTeX|MATLAB|today|[lc]?dots|textellipsis"

TOKEN = lazy_pattern(
    r"(?P<line>[ \t]*+(?>\r\n|\r|\n)[ \t]*+)"
    r"|(?P<comment>[ \t]*+%[^\r\n]*+(?>(?>\r\n|\r|\n)[ \t]*+|\Z))"
    r"|(?P<text>(?:(?![ \t]++(?:[\r\n%]|\Z))[^\\%${}~&`'\r\n-])++)"
    # Formulas hold no blank line; code and drawings may hold anything.
    rf"|(?P<opaque>\$\$(?:[^$\\\r\n]|\\.|{_LINE_END}){{0,20000}}+\$\$"
    rf"|\$(?!\$)(?:[^$\\\r\n]|\\.|{_LINE_END}){{0,2000}}+\$"
    r"|\\\((?:(?!\\[()])[\s\S]){0,2000}+\\\)|\\\[(?:(?!\\[\[\]])[\s\S]){0,20000}+\\\]"
    rf"|{VERB})"
    r"|(?P<iffalse>\\iffalse(?![A-Za-z@]))"
    r"|(?P<begin>\\begin[ \t]*+\{(?P<opened>[^{}\r\n]{1,40})\}"
    rf"{_OVERLAY})"
    r"|(?P<end>\\end[ \t]*+\{(?P<closed>[^{}\r\n]{1,40})\})"
    r"|(?P<item>\\item(?![A-Za-z@])|\\bibitem(?![A-Za-z@]))"
    r"|(?P<break>\\(?:par|newpage|clearpage|cleardoublepage)(?![A-Za-z])[ \t]*+)"
    rf"|(?P<heading>\\(?P<rank>{_HEADINGS})\*?{_OVERLAY}(?P<short>{_OPTION})?[ \t]*+\{{[ \t]*+)"
    r"|(?P<note>\\(?:footnote|footnotetext|endnote|thanks|marginpar|marginnote|sidenote)(?:\[[^\[\]]{0,40}\])?\{)"
    rf"|(?P<style>\\(?:{_STYLES})\*?[ \t]*+\{{)"
    r"|(?P<blank>~|\\ )"
    r"|(?P<shown>``|''|---?|\\[%&_#${}]|\\text(?:backslash|asciitilde|asciicircum)\{\})"
    rf"|(?P<word>\\(?:{_WORDS})(?![A-Za-z])(?:\{{\}}|[ \t]*+))"
    rf"|(?P<definition>{LET}"
    r"|\\(?:[egx]?def|(?:re)?newcommand\*?)[ \t]*+\\[A-Za-z@]++[^{}\[\]\\\r\n]*+)"
    rf"|(?P<switch>\\(?:{_SWITCHES})(?![A-Za-z@])\*?[ \t]*+|\\[-/,;:!@])"
    rf"|(?P<skipped>\\(?:{SKIPPED})(?![A-Za-z@])\*?)"
    rf"|(?P<unknown>\\[A-Za-z@]++\*?+(?![ \t]*+[\[{{])[ \t]*+)"
    rf"|(?P<command>{ADDRESS}|\\[A-Za-z@]++\*?)"
    r"|(?P<row>\\\\\*?(?:\[[^\[\]\r\n]{0,20}\])?)"
    r"|(?P<cell>&)"
    r"|(?P<open>\{)|(?P<close>\})"
    r"|(?P<accent>\\[\s\S])"
    r"|(?P<plain>[\s\S])"
)
"""One token; the name of its group says what it is. Bounded: time grows with the text."""

SHOWN = {
    "``": "“",
    "''": "”",
    "---": "—",
    "--": "–",
    "\\textbackslash{}": "\\",
    "\\textasciitilde{}": "~",
    "\\textasciicircum{}": "^",
}
"""What is written otherwise than it reads; behind a backslash a character stands for itself."""

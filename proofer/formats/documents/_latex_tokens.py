"""The tokens of LaTeX, and which commands and environments are text.

An argument with a Chinese comma or stop is prose, whatever the command; without, the argument of a
command that is not listed here (a label, a file, a colour) is none.
"""

from __future__ import annotations

from proofer.document.lazy_pattern import lazy_pattern

_NO_PROSE = "(?![^{}]{0,2000}[，。；：！？])"
_OPTION = r"\[[^\[\]\r\n]{0,400}\]"
_ARGUMENTS = (
    rf"(?:{_OPTION}|\{{{_NO_PROSE}"
    r"(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,200}\}){0,200}+\}){0,2000}+\})*+"
)
_LINE_END = r"(?>\r\n|\r|\n)(?![ \t]*+[\r\n])"
_MATHS = (
    "math|displaymath|equation|align|alignat|aligned|flalign|gather|multline|eqnarray|array|cases"
    "|split|[pbvBV]?matrix|IEEEeqnarray|dmath"
)
_CODE = (
    "verbatim|Verbatim|alltt|lstlisting|minted|tcblisting|filecontents|comment|algorithmic"
    "|algorithm2e|tikzpicture|tikzcd|pgfpicture|circuitikz|forest"
)
_HEADINGS = "part|chapter|section|subsection|subsubsection|paragraph|subparagraph|title|subtitle"
_STYLES = (
    r"text(?:bf|it|sl|sc|sf|tt|rm|md|up|normal)|emph|uline|underline|uwave|CJKunderline|CJKunderdot"
    r"|mbox|makebox|fbox|framebox|centerline|uppercase|enquote|keywords|hl"
    r"|(?:textcolor|colorbox|href|parbox|raisebox|scalebox)(?:\[[^\[\]]{0,40}\])?\{[^{}]{0,400}\}"
    r"|(?:multicolumn|multirow)\{[^{}]{0,40}\}(?:\[[^\[\]]{0,40}\])?\{[^{}]{0,80}\}"
)
_SKIPPED = (
    r"label|index|[A-Za-z]{0,9}cite[A-Za-z]{0,9}|bibliography|bibliographystyle"
    "|[hv]space|[hv]skip|vfill|hfill|setlength|setcounter|addtocounter|addcontentsline|usepackage"
    "|input|include|includegraphics|cline|cmidrule|rule|phantomsection|markboth|pagestyle|thispagestyle|pagenumbering|footnotemark"
    "|fontsize|zihao|color|linespread|renewcommand|newcommand|providecommand|newtheorem"
)
_WORDS = "(?:Xe|Lua|pdf)?(?:La)?TeXe?|BibTeX|MATLAB|today"

TOKEN = lazy_pattern(
    r"(?P<line>[ \t]*+(?>\r\n|\r|\n)[ \t]*+)"
    r"|(?P<comment>[ \t]*+%[^\r\n]*+(?>(?>\r\n|\r|\n)[ \t]*+|\Z))"
    r"|(?P<text>(?:(?![ \t]++(?:[\r\n%]|\Z))[^\\%${}~&`'\r\n-])++)"
    # Formulas hold no blank line; code and drawings may hold anything.
    rf"|(?P<opaque>\$\$(?:[^$\\\r\n]|\\.|{_LINE_END}){{0,20000}}+\$\$"
    rf"|\$(?!\$)(?:[^$\\\r\n]|\\.|{_LINE_END}){{0,2000}}+\$"
    r"|\\\((?:(?!\\[()])[\s\S]){0,2000}+\\\)|\\\[(?:(?!\\[\[\]])[\s\S]){0,20000}+\\\]"
    rf"|\\begin\{{(?P<maths>(?:{_MATHS})\*?)\}}"
    r"(?:(?!\\(?:begin|end)\{(?P=maths)\})[\s\S]){0,20000}+\\end\{(?P=maths)\}"
    r"|\\(?:verb\*?|(?:lstinline|mintinline)(?:\[[^\[\]\r\n]*+\])?+(?:\{[A-Za-z+]++\}(?=\S))?+)"
    r"(?P<bar>[^A-Za-z\s*{])(?:(?!(?P=bar))[^\r\n])*+(?P=bar))"
    rf"|(?P<code>\\begin\{{(?P<language>(?:{_CODE})\*?)\}}"
    r"(?:(?!\\(?:begin|end)\{(?P=language)\})[\s\S]){0,20000}+\\end\{(?P=language)\})"
    rf"|(?P<begin>\\begin\{{(?P<opened>[^{{}}\r\n]{{1,40}})\}}{_ARGUMENTS}[ \t]*+)"
    r"|(?P<end>\\end\{[^{}\r\n]{1,40}\})"
    rf"|(?P<item>(?:\\item(?![A-Za-z]){_ARGUMENTS}"
    rf"|\\bibitem(?:{_OPTION})?\{{[^{{}}]{{0,200}}\}})[ \t]*+)"
    r"|(?P<break>\\(?:par|newpage|clearpage|cleardoublepage)(?![A-Za-z])[ \t]*+)"
    rf"|(?P<heading>\\(?P<rank>{_HEADINGS}|caption)\*?(?:{_OPTION})?[ \t]*+\{{[ \t]*+)"
    r"|(?P<note>\\(?:footnote|footnotetext|endnote|thanks|marginpar)(?:\[[^\[\]]{0,40}\])?\{)"
    rf"|(?P<style>\\(?:{_STYLES})\*?[ \t]*+\{{)"
    r"|(?P<blank>~|\\ )"
    r"|(?P<shown>``|''|---?|\\[%&_#${}]|\\text(?:backslash|asciitilde|asciicircum)\{\})"
    rf"|(?P<word>\\(?:{_WORDS})(?![A-Za-z])(?:\{{\}}|[ \t]*+))"
    rf"|(?P<skipped>\\(?:{_SKIPPED})(?![A-Za-z@])\*?{_ARGUMENTS}|\\[-/,;:!@]"
    r"|\\[A-Za-z@]++\*?(?![ \t]*+[\[{])[ \t]*+)"
    rf"|(?P<command>\\[A-Za-z@]++\*?{_ARGUMENTS})"
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
TABLES = frozenset(["tabular", "tabular*", "tabularx", "longtable", "tabu", "supertabular", "tblr"])

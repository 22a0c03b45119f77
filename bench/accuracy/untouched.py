"""What must stay as it is in files of others when every likely correction is made.

    python -m bench.accuracy.untouched FILE ... [--accept-above 0.5]

Formulas, code, links, addresses, time codes, front matter, in JSON the keys, the numbers and the
shape, and in tables the number of cells of each row are listed before and after
`export --accept-above`, by other means than proofer's own: by markdown-it, pylatexenc, the JSON and
CSV of the standard library and patterns that know nothing of opaque text.
What is not there any more is printed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pylatexenc.latexwalker import LatexCommentNode, LatexMathNode, LatexWalker

from proofer.api.checking import check
from proofer.api.correcting import export
from proofer.formats import read

_PATTERNS = {
    "formula": re.compile(r"\$\$[^$]+\$\$|\$(?=[^$\n]*[\\_^=])[^$\n㐀-鿿]+\$|\\\([^\n]+?\\\)"),
    "address": re.compile(r"https?://[!-~]*[A-Za-z0-9/#=~_]|[\w.-]+@[A-Za-z0-9-]+\.[A-Za-z.]{2,}"),
    "time code": re.compile(r"\d{1,2}:\d{2}:\d{2}[.,]\d{3}"),
    "directive": re.compile(
        r"^[ \t]*(?:!!!|\?\?\?|:::|===)[^\n]*|^\([\w:-]+\)=$|[ \t]\{#[^{}\n]+\}|\{/\*[^\n]*?\*/\}"
        r"|\{\{[<%$][^\n]*?\}\}|<\|(?:ref|det)\|>[^\n]*?<\|/(?:ref|det)\|>",
        re.MULTILINE,
    ),
    "front matter": re.compile(r"\A---\n.*?\n---\n", re.DOTALL),
}
_TYPED = {
    ".rst": {
        "role": re.compile(r":[A-Za-z][\w:+.-]*:`[^`]*`|``[^`]+``|`[^`<>]*<[^`]*>`_"),
        "directive": re.compile(r"^[ \t]*\.\.[ ]+[\w:+-]+::", re.MULTILINE),
    },
    ".org": {
        "link": re.compile(r"\[\[[^\[\]]*\](?:\[[^\[\]]*\])?\]"),
        "keyword": re.compile(
            r"^[ \t]*(?:#\+(?i:title|subtitle|caption)(?:\[[^\]\n]*\])?:|(?:#\+\S|:\w+:)[^\n]*)",
            re.MULTILINE,
        ),
    },
}
"""What else no correction may change in files of these kinds."""
_REFERENCES = ("label", "ref", "cite", "input", "include", "includegraphics", "usepackage")
"""Commands of LaTeX whose arguments are no text."""
_HAN = re.compile("[㐀-鿿]")
_SHOWN = 60
"""Code points of a piece that are printed."""
_LINKS = {"link_open": "href", "image": "src"}


def pieces(text: str, suffix: str) -> Counter[tuple[str, str]]:
    """Return the pieces of a file that no correction may change, with their kinds."""
    found: Counter[tuple[str, str]] = Counter()
    if suffix in (".json", ".ipynb"):
        found.update(_json("", json.loads(text)))
    if suffix == ".jsonl":
        for number, line in enumerate(filter(str.strip, text.splitlines())):
            found.update(_json(str(number), json.loads(line)))
    if suffix in (".csv", ".tsv"):
        rows = csv.reader(
            text.splitlines(keepends=True), delimiter="\t" if suffix == ".tsv" else ","
        )
        found.update(("cells", f"{number}: {len(row)}") for number, row in enumerate(rows))
    if suffix in (".md", ".mdx", ".qmd", ".rmd"):
        found.update(_markdown(MarkdownIt().parse(text)))
    if suffix == ".tex":
        found.update(_latex(LatexWalker(text).get_latex_nodes()[0]))
    for kind, pattern in {**_PATTERNS, **_TYPED.get(suffix, {})}.items():
        found.update((kind, match[0]) for match in pattern.finditer(text))
    return found


def _latex(nodes: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        written = str(node.latex_verbatim()) if node is not None else ""
        name = getattr(node, "macroname", None)
        if isinstance(node, LatexMathNode):
            yield "formula", written
        elif isinstance(node, LatexCommentNode):
            yield "comment", written
        elif name is not None:
            whole = name.rstrip("*") in _REFERENCES or "cite" in name
            yield "command", written if whole else f"\\{name}"
        if inner := getattr(node, "environmentname", None):
            yield "command", f"\\begin{{{inner}}}"
        arguments = getattr(getattr(node, "nodeargd", None), "argnlist", None) or ()
        yield from _latex([*(getattr(node, "nodelist", None) or ()), *arguments])


def _markdown(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    for token in tokens:
        if token.type in ("fence", "code_inline") and not _is_page(token.content):
            yield "code", token.content
        elif token.type in _LINKS:
            yield "link", str(token.attrs.get(_LINKS[token.type]))
        yield from _markdown(token.children or ())


def _is_page(code: str) -> bool:
    """Return whether a fence holds a page, as language models write it, or lost its end."""
    return 2 * len(_HAN.findall(code)) > len("".join(code.split()))


def _json(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _json(f"{path}.{key}", each)
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _json(f"{path}[{at}]", each)
    else:
        yield "JSON", f"{path}: {type(value).__name__ if isinstance(value, str) else value}"


def changed(file: Path, least: float) -> tuple[int, Counter[tuple[str, str]]]:
    """Return how many pieces a file has, and those that all corrections from `least` on change."""
    source = file.read_bytes().decode()
    (report,) = check(read(file)).documents  # records are one document, to be written as one
    after = export(report, accept_above=least).decode()
    before = pieces(source, file.suffix)
    return before.total(), before - pieces(after, file.suffix)


def main() -> int:
    """Print what is gone of each file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--accept-above", type=float, default=0.5)
    options = parser.parse_args()
    total, gone = 0, 0
    for file in options.files:
        size, lost = changed(file, options.accept_above)
        total, gone = total + size, gone + lost.total()
        for (kind, piece), number in lost.items():
            print(f"{file}: {number} of {kind} {piece[:_SHOWN]!r}")
    print(f"{len(options.files)} files, {total} pieces, {gone} changed")
    return int(gone > 0)


if __name__ == "__main__":
    sys.exit(main())

"""How many names and terms of clean sentences the detectors that guess touch (M002 to M005, G001).

    python -m bench.accuracy.name_protection [--show]

The sentences of fixtures/names/protected.tsv were written for this; each is a document. The terms
of the class `dictionary` stand in a dictionary of the project. A name is touched if a finding
shares a character with it.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import regex

from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.document.spans import Span
from proofer.findings.finding import Finding
from proofer.formats import parse
from tools.paths import ROOT

SENTENCES = ROOT / "fixtures" / "names" / "protected.tsv"
CODES = ("M002", "M003", "M004", "M005", "G001")
_NAME = regex.compile("〔(.+?)〕")
Sentence = tuple[str, str, list[Span]]


def sentences() -> Iterator[Sentence]:
    """Yield the class, the text and the names of each sentence."""
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        kind, marked = line.split("\t")
        names = [Span(*m.span(1)).shift(-1 - 2 * at) for at, m in enumerate(_NAME.finditer(marked))]
        yield kind, _NAME.sub(r"\1", marked), names


def touched(chosen: list[Sentence]) -> Iterator[tuple[str, str, Span, list[Finding]]]:
    """Yield the class, the text, the place and the findings of each name."""
    config = Config(select=CODES)
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "terms" / "project.tsv"
        project.parent.mkdir()
        terms = sorted(
            {
                name.of(text)
                for kind, text, names in chosen
                if kind == "dictionary"
                for name in names
            }
        )
        rows = "".join(f"{term}\tproduct\t-\t-\n" for term in terms)
        project.write_text("term\tcategory\treason\tsource\n" + rows, encoding="utf-8")
        contexts = (
            make_context(config),
            make_context(Config(select=CODES, dictionaries=(project,))),
        )
    for kind, text, names in chosen:
        report = check_document(
            parse(text.encode(), Path("a.txt")), contexts[kind == "dictionary"], config
        )
        for name in names:
            yield (
                kind,
                text,
                name,
                [finding for finding in report.findings if finding.span.overlaps(name)],
            )


def main() -> None:
    """Print the share of names touched of each class."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--show", action="store_true", help="print the names that are touched")
    options = parser.parse_args()
    total, hit = Counter[str](), defaultdict[str, list[str]](list)
    for kind, text, name, findings in touched(list(sentences())):
        total[kind] += 1
        if findings:
            hit[kind].append(
                f"{text[: name.start]}〔{name.of(text)}〕{text[name.end :]} "
                f"{findings[0].message.zh}"
            )
    for kind, count in total.items():
        print(
            f"{kind:10} {count:4} names, touched {len(hit[kind]):2}: {len(hit[kind]) / count:.1%}"
        )
        print("".join(f"    {each}\n" for each in hit[kind] if options.show), end="")


if __name__ == "__main__":
    main()
